//! What a user sets of a function.

use crate::catalogue::bill::words;
use crate::catalogue::region::Region;
use crate::catalogue::spec::{Choice, ParamDefault, ParamKind, ParamSpec, Text, Unit};

pub(super) static ALL: &[ParamSpec] = &[
    ParamSpec {
        key: "memory_mb",
        label: Text { en: "Memory", ko: "메모리" },
        kind: ParamKind::Int { min: 128, max: 10_240, unit: Unit::Mb },
        default: ParamDefault::Int(1_769),
        basis: "awsdocs/aws-lambda-developer-guide@38e9014e:doc_source/gettingstarted-limits.md:30; one vCPU at 1,769 MB",
    },
    ParamSpec {
        key: "parallel_percent",
        label: Text { en: "Work that runs in parallel", ko: "병렬로 처리되는 작업" },
        kind: ParamKind::Int { min: 0, max: 100, unit: Unit::Percent },
        default: ParamDefault::Int(0),
        basis: "assumption: one thread; above 1,769 MB only this part gets faster",
    },
    ParamSpec {
        key: "concurrency",
        label: Text { en: "Concurrency limit", ko: "동시성 한도" },
        kind: ParamKind::Int { min: 1, max: 100_000, unit: Unit::None },
        default: ParamDefault::Int(1_000),
        basis: "awsdocs/aws-lambda-developer-guide@38e9014e:doc_source/gettingstarted-limits.md:13: of an account in a region; \
                less where a part is reserved for this function, more on request",
    },
    ParamSpec {
        key: "architecture",
        label: Text { en: "Architecture", ko: "아키텍처" },
        kind: ParamKind::Choice(architectures),
        default: ParamDefault::Choice("x86_64"),
        basis: "assumption: both are as fast",
    },
    ParamSpec {
        key: "runtime",
        label: Text { en: "Runtime (cold start)", ko: "런타임(콜드 스타트)" },
        kind: ParamKind::Choice(runtimes),
        default: ParamDefault::Choice("python3.12"),
        basis: "maxday/lambda-perf@6070b794:data/last.json (2026-08-22): initialisation of an empty function, 1,024 MB, arm64",
    },
    ParamSpec {
        key: "app_init_ms",
        label: Text { en: "Own initialisation", ko: "애플리케이션 초기화" },
        kind: ParamKind::Int { min: 0, max: 10_000, unit: Unit::Millis },
        default: ParamDefault::Int(500),
        basis: "assumption: loading the application's own modules, on top of the runtime",
    },
    ParamSpec {
        key: "keep_s",
        label: Text { en: "Idle environments kept", ko: "유휴 환경 유지 시간" },
        kind: ParamKind::Int { min: 1, max: 7_200, unit: Unit::Seconds },
        default: ParamDefault::Int(600),
        basis: "assumption: AWS does not say how long; minutes are commonly seen",
    },
    ParamSpec {
        key: "provisioned",
        label: Text { en: "Provisioned concurrency", ko: "프로비저닝된 동시성" },
        kind: ParamKind::Int { min: 0, max: 100_000, unit: Unit::None },
        default: ParamDefault::Int(0),
        basis: "https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html: environments that are always \
                initialised; they count against the concurrency limit",
    },
    ParamSpec {
        key: "batch_size",
        label: Text { en: "Queue: messages a batch", ko: "대기열: 배치당 메시지 수" },
        kind: ParamKind::Int { min: 1, max: 10_000, unit: Unit::None },
        default: ParamDefault::Int(10),
        basis: "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html: up to 10,000, beyond ten only \
                with a batching window; FIFO queues ten",
    },
    ParamSpec {
        key: "batch_window_s",
        label: Text { en: "Queue: batching window", ko: "대기열: 배치 기간" },
        kind: ParamKind::Int { min: 0, max: 300, unit: Unit::Seconds },
        default: ParamDefault::Int(0),
        basis: "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html: not for FIFO queues",
    },
    ParamSpec {
        key: "max_concurrency",
        label: Text { en: "Queue: maximum concurrency (0: none)", ko: "대기열: 최대 동시성(0: 없음)" },
        kind: ParamKind::Int { min: 0, max: 1_000, unit: Unit::None },
        default: ParamDefault::Int(0),
        basis: "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html: batches of a queue at once, 2 to \
                1,000; without it 1,250",
    },
    ParamSpec {
        key: "partial_batches",
        label: Text { en: "Queue: report failed messages only", ko: "대기열: 실패한 메시지만 보고" },
        kind: ParamKind::Toggle,
        default: ParamDefault::Toggle(false),
        basis: "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html: ReportBatchItemFailures; \
                without it a whole batch fails",
    },
];

fn architectures(_: Region) -> Vec<Choice> {
    plain(&["x86_64", "arm64"])
}

fn runtimes(_: Region) -> Vec<Choice> {
    plain(&["python3.12", "nodejs22.x", "java21", "dotnet8", "ruby3.4", "go", "rust"])
}

fn plain(values: &[&str]) -> Vec<Choice> {
    let choice = |value: &&str| Choice::plain(value, words(*value, *value));
    values.iter().map(choice).collect()
}
