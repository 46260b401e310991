//! 한국어 화면. AWS 서비스 이름은 영어로 두고 용어는 AWS 한국어 문서를 따른다.

use super::strings::Strings;
use crate::catalogue::spec::{Ask, Group, Resource, Role};
use crate::editor::status::Status;
use crate::editor::workload_field::Field;
use crate::model::workload::QueryQuality;

/// Korean.
pub static KO: Strings = Strings {
    untitled: "제목 없는 그림",
    drawing_name: "그림 이름",
    region: "리전",
    file: "파일",
    new: "새 그림",
    open: "파일 열기…",
    save: "JSON으로 저장",
    story: "이야기",
    more_menu: "파일과 이야기",
    undo: "실행 취소",
    redo: "다시 실행",
    language: "언어",
    theme: "테마",
    light: "밝게",
    dark: "어둡게",
    contrast: "고대비",
    share: "공유",
    close: "닫기",
    settings_tab: "설정",

    users: "사용자",
    users_unit: "사용자(명)",
    users_in_chain: "사용자",
    users_entry: "사용자 수",
    play: "1,000,000명까지 늘리기",
    pause: "늘리기 멈춤",
    requests_per_s: "요청/초",
    per_s: "/초",
    in_flight: "처리 중",
    knee: "꺾이는 점",

    results: "결과",
    change_since: "직전 변경",
    no_change: "아직 변경 없음",
    no_change_hint: "계층을 끌어 놓거나 사용자를 늘려 보세요.",
    undo_this: "이 변경 되돌리기",
    latency_p99: "지연 시간 p99",
    throughput: "처리량",
    errors: "오류",
    time_out: "실패",
    throttled: "스로틀링",
    bottleneck: "병목",
    no_bottleneck: "없음",
    headroom: "여유",
    cost_per_month: "월 비용",
    per_month: "/월",
    unchanged: "한계 그대로",
    past_limit: "한계 초과",
    no_result: "결과 없음",
    better: "나아짐",
    worse: "나빠짐",

    tiers: "계층",
    find_tier: "계층 찾기",
    no_tier: "그런 이름의 계층이 없습니다.",
    add: "추가",

    drawing: "그림",
    diagram: "그림",
    table: "표",
    view: "보기",
    zoom_in: "확대",
    zoom_out: "축소",
    fit: "화면에 맞춤",
    minimap: "미니맵",
    keys_hint: "Tab으로 구성 요소 사이를 옮겨 갑니다. Enter 선택, 화살표 이동, C 연결, X 장애 주입, Delete 삭제.",
    connecting_hint: "연결할 구성 요소을 고르세요. Esc를 누르면 그만둡니다.",
    empty_title: "서버 한 대로 시작하기",
    empty_text: "서버를 여기에 놓으세요. 나누기 전까지 웹, 앱, 데이터베이스, 파일이 함께 씁니다.",
    no_traffic: "트래픽 없음",
    waiting: "대기",
    fail: "실패",
    hits: "적중",
    zone: "가용 영역",

    node: "구성 요소",
    service: "서비스",
    state: "상태",
    fullest: "가장 찬 자원",
    utilisation: "사용률",
    rate: "처리율",
    from: "보내는 쪽",
    to: "받는 쪽",
    nodes: "구성 요소",
    connections: "연결",
    limit_column: "한계(명)",

    inspector: "속성",
    nothing_selected: "워크로드",
    why: "이유",
    live: "실시간 지표",
    settings: "설정",
    roles: "이 서버의 역할",
    split_out: "분리",
    zones: "가용 영역",
    cost: "비용",
    no_cost: "이 구성 요소는 비용이 들지 않습니다.",
    about: "설명",
    price_list: "가격 기준일",
    assumption: "가정",
    name: "이름",
    delete: "삭제",
    remove: "제거",
    connect_to: "연결할 곳",
    choose: "고르기…",
    asked_by: "요청하는 쪽",
    asks: "요청 받는 쪽",
    workload: "워크로드",
    chain: "사용자에서 요청까지",
    mix: "요청 100건의 구성",
    queries: "쿼리",
    more_workload: "요청 하나의 작업량",
    less: "하나 줄이기",
    more: "하나 늘리기",
    on: "켬",
    off: "끔",
    not_offered: "이 리전에서는 제공하지 않음",
    notes: "모델링 방식",
    problems: "빠진 것",
    connection: "연결",

    analysis: "분석",
    growth: "사용자 증가",
    steady: "정상 상태",
    seed: "시드",
    as_table: "곡선을 표로",
    users_axis: "사용자",

    share_title: "이 그림 공유하기",
    share_text: "링크에 모든 설정과 사용자 수가 들어 있습니다. 어디서 열어도 같은 숫자가 나오고, 서버로는 아무것도 보내지 않습니다.",
    link: "링크",
    copy: "복사",
    copied: "복사됨",
    done: "완료",
    dismiss: "닫기",
    load_it: "불러오기",
    keep_mine: "이 탭의 그림 유지",

    nav: "구역",

    group,
    resource,
    status,
    role,
    ask,
    field,
    field_unit,
    quality,
};

const fn group(group: Group) -> &'static str {
    match group {
        Group::People => "사용자",
        Group::Edge => "엣지",
        Group::Compute => "컴퓨팅",
        Group::Data => "데이터",
        Group::Messaging => "메시징",
    }
}

const fn resource(resource: Resource) -> &'static str {
    match resource {
        Resource::Cpu => "CPU",
        Resource::DiskIops => "디스크 IOPS",
        Resource::Network => "네트워크",
        Resource::Requests => "요청 한도",
        Resource::ReadCapacity => "읽기 용량",
        Resource::WriteCapacity => "쓰기 용량",
        Resource::Scan => "스캔 속도",
        Resource::WorkerSlots => "워커 슬롯",
        Resource::Connections => "연결",
        Resource::QuerySlots => "쿼리 슬롯",
        Resource::Concurrency => "동시성",
        Resource::Batches => "동시 배치",
        Resource::MessageGroups => "메시지 그룹",
        Resource::Memory => "메모리",
    }
}

const fn status(status: Status) -> &'static str {
    match status {
        Status::Idle => "유휴",
        Status::Healthy => "정상",
        Status::Draining => "드레이닝",
        Status::Booting => "시작 중",
        Status::Warm => "주의",
        Status::Saturated => "포화",
        Status::Failing => "장애",
    }
}

const fn role(role: Role) -> &'static str {
    match role {
        Role::Web => "웹",
        Role::App => "앱",
        Role::Database => "데이터베이스",
        Role::Files => "파일",
        Role::Worker => "워커",
    }
}

const fn ask(ask: Ask) -> &'static str {
    match ask {
        Ask::Page => "페이지 요청",
        Ask::Static => "정적 파일 요청",
        Ask::AppCall => "애플리케이션 호출",
        Ask::DbWrite => "데이터베이스 쓰기",
        Ask::DbRead => "데이터베이스 읽기",
        Ask::Analyze => "분석 쿼리",
        Ask::CacheRead => "캐시 조회",
        Ask::StoreFile => "파일 업로드",
        Ask::SendJob => "작업 보관",
        Ask::RunJob => "작업 처리",
        Ask::Replicate => "변경 복제",
        Ask::Notify => "메시지 전달",
    }
}

const fn field(field: Field) -> &'static str {
    match field {
        Field::ActivePercent => "동시 활성 비율",
        Field::RequestsPerMinute => "1인당 요청",
        Field::PeakFactor => "피크 배수",
        Field::MixPage => "페이지",
        Field::MixWrite => "쓰기",
        Field::MixStatic => "정적 파일",
        Field::MixUpload => "업로드",
        Field::MixReport => "리포트",
        Field::ReportRows => "리포트의 행 수",
        Field::Timeout => "클라이언트 제한 시간",
        Field::PageCpu => "페이지의 CPU",
        Field::WriteCpu => "쓰기의 CPU",
        Field::UploadCpu => "업로드의 CPU",
        Field::PageReads => "페이지의 읽기 수",
        Field::WriteReads => "쓰기의 읽기 수",
        Field::Cacheable => "캐시 가능한 읽기",
        Field::ReplicaSafe => "복제본 가능한 읽기",
        Field::PageKb => "페이지 크기",
        Field::StaticKb => "정적 파일 크기",
        Field::UploadKb => "업로드 크기",
        Field::JobsPerUpload => "업로드당 작업",
        Field::JobCpu => "작업의 CPU",
    }
}

const fn field_unit(field: Field) -> &'static str {
    match field {
        Field::ActivePercent | Field::Cacheable | Field::ReplicaSafe => "%",
        Field::RequestsPerMinute => "회/분",
        Field::PeakFactor => "배",
        Field::Timeout => "초",
        Field::PageCpu | Field::WriteCpu | Field::UploadCpu | Field::JobCpu => "ms",
        Field::PageKb | Field::StaticKb | Field::UploadKb => "kB",
        Field::MixPage | Field::MixWrite | Field::MixStatic | Field::MixUpload | Field::MixReport => "",
        Field::ReportRows => "백만",
        Field::PageReads | Field::WriteReads | Field::JobsPerUpload => "",
    }
}

const fn quality(quality: QueryQuality) -> &'static str {
    match quality {
        QueryQuality::Tuned => "최적화: 키 조회만 (× 1)",
        QueryQuality::Indexed => "인덱스 사용: 조인·정렬 (× 5)",
        QueryQuality::Unindexed => "인덱스 없음 (× 50)",
    }
}
