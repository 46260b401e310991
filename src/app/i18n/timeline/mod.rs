//! The run in time: its words, and what happened in it, in sentences.

mod coupling;
mod failures;
mod moment;
mod replay;
mod resilience;
mod stores;
mod words;

use super::{label, number, particle};
use crate::catalogue::region::Region;
use crate::editor::change::{Change, Label};
use crate::editor::preference::Language;
use crate::engine::timeline::play::{Entry, Method, What};
use crate::engine::timeline::{CAUSES, Cause};
use crate::model::plan::{Detail, Failure, Traffic};
use crate::model::scenario::{NodeId, Scenario};

pub use coupling::{coupled, differs, no_counterpart};
pub use failures::{failure, failure_kind, verb};
pub use moment::{at, not_in_service, of_run, waiting};
pub use replay::fault as replay_fault;
pub use words::{Words, words};

use Language::{En, Ko};
use failures::{failed, short_failure, times};

/// A time of a run: `3:25`; beyond the first hour `2:03:25`.
pub fn clock(seconds: f64) -> String {
    let whole = libm::floor(seconds.max(0.0)) as u64;
    let (minutes, seconds) = (whole / 60, whole % 60);
    let two = |number: u64| format!("{}{number}", if number < 10 { "0" } else { "" });
    if minutes > 60 {
        format!("{}:{}:{}", minutes / 60, two(minutes % 60), two(seconds))
    } else {
        format!("{minutes}:{}", two(seconds))
    }
}

/// A length of time: `90 s`, `10 min`.
pub fn length(language: Language, seconds: u32) -> String {
    match (language, seconds % 60) {
        (En, 0) if seconds > 3_600 && seconds.is_multiple_of(3_600) => format!("{}\u{a0}h", seconds / 3_600),
        (Ko, 0) if seconds > 3_600 && seconds.is_multiple_of(3_600) => format!("{}시간", seconds / 3_600),
        (En, 0) if seconds > 0 => format!("{}\u{a0}min", seconds / 60),
        (Ko, 0) if seconds > 0 => format!("{}분", seconds / 60),
        _ => number::seconds(language, f64::from(seconds)),
    }
}

/// The name of a shape of traffic.
pub const fn traffic(language: Language, traffic: Traffic) -> &'static str {
    match (language, traffic) {
        (En, Traffic::Steady) => "Steady",
        (En, Traffic::Spike { .. }) => "Spike",
        (En, Traffic::Ramp { .. }) => "Ramp",
        (En, Traffic::Day) => "Day",
        (En, Traffic::Replay) => "Recorded",
        (Ko, Traffic::Replay) => "기록 재생",
        (Ko, Traffic::Steady) => "일정",
        (Ko, Traffic::Spike { .. }) => "스파이크",
        (Ko, Traffic::Ramp { .. }) => "점진 증가",
        (Ko, Traffic::Day) => "하루 곡선",
    }
}

/// Why attempts failed, in a few words.
pub fn cause(language: Language, index: usize) -> &'static str {
    match (language, CAUSES.get(index)) {
        (En, Some(Cause::Refused)) => "refused",
        (En, Some(Cause::WaitTimeout)) => "waited",
        (En, Some(Cause::ClientTimeout)) => "timeout",
        (En, Some(Cause::InstanceDied)) => "no instance",
        (Ko, Some(Cause::Refused)) => "거부",
        (Ko, Some(Cause::WaitTimeout)) => "대기 초과",
        (Ko, Some(Cause::ClientTimeout)) => "시간 초과",
        (Ko, Some(Cause::InstanceDied)) => "인스턴스 장애",
        (En, Some(Cause::FailStep)) => "not found",
        (Ko, Some(Cause::FailStep)) => "데이터 없음",
        (En, Some(Cause::CircuitOpen)) => "circuit open",
        (Ko, Some(Cause::CircuitOpen)) => "브레이커 열림",
        (En, _) => "other",
        (Ko, _) => "기타",
    }
}

fn who(language: Language, scenario: &Scenario, id: NodeId) -> String {
    label(language, &Label::of(scenario, id))
}

fn zone_name(region: Region, zone: char) -> String {
    format!("{}{zone}", region.id())
}

/// Something that happened, in a sentence.
pub fn entry(language: Language, scenario: &Scenario, entry: &Entry) -> String {
    let who = |id: NodeId| who(language, scenario, id);
    match (language, entry.what) {
        (_, What::Failed(failure)) => failed(language, scenario, failure),
        (En, What::Noticed(id)) => format!("The health checks of {} notice it: no more requests go there.", who(id)),
        (Ko, What::Noticed(id)) => {
            format!("{}의 상태 확인이 실패해 더 이상 요청을 보내지 않습니다.", who(id))
        }
        (En, What::Back(id)) => format!("{} is back.", who(id)),
        (Ko, What::Back(id)) => format!("{} 복구되었습니다.", particle::subject(&who(id))),
        (En, What::FailedOver { node, zone }) => {
            format!("{} fails over to its standby in {}.", who(node), zone_name(scenario.region, zone))
        }
        (Ko, What::FailedOver { node, zone }) => {
            format!(
                "{} {}의 대기 인스턴스로 장애 조치되었습니다.",
                particle::subject(&who(node)),
                zone_name(scenario.region, zone)
            )
        }
        (En, What::Resized { node, to }) => format!("{} is back as {to}.", who(node)),
        (Ko, What::Resized { node, to }) => {
            format!("{} {} 바뀌어 다시 응답합니다.", particle::subject(&who(node)), particle::towards(to))
        }
        (En, What::ScaleOut { node, from, to }) => format!("{} scales out: desired {from} → {to}.", who(node)),
        (Ko, What::ScaleOut { node, from, to }) => format!("{} 확장: 원하는 용량 {from} → {to}.", who(node)),
        (En, What::ScaleIn { node, from, to }) => format!("{} scales in: desired {from} → {to}.", who(node)),
        (Ko, What::ScaleIn { node, from, to }) => format!("{} 축소: 원하는 용량 {from} → {to}.", who(node)),
        (En, What::Scheduled { node, min, desired }) => {
            format!("{}: a scheduled action sets the fewest to {min} and the desired capacity to {desired}.", who(node))
        }
        (Ko, What::Scheduled { node, min, desired }) => {
            format!("{} 예약된 작업: 최소 {min}, 원하는 용량 {desired}.", who(node))
        }
        (En, What::CreditsGone { node, unlimited: false }) => {
            format!("{} has no CPU credits left on an instance: it falls to its baseline.", who(node))
        }
        (Ko, What::CreditsGone { node, unlimited: false }) => {
            format!("{} 인스턴스의 CPU 크레딧이 모두 소진되어 기준 성능으로 떨어집니다.", who(node))
        }
        (En, What::CreditsGone { node, unlimited: true }) => {
            format!("{} has no CPU credits left on an instance: surplus credits are billed.", who(node))
        }
        (Ko, What::CreditsGone { node, unlimited: true }) => {
            format!("{} 인스턴스의 CPU 크레딧이 모두 소진되어 잉여 크레딧이 청구됩니다.", who(node))
        }
        (En, What::InService { node, count: 1 }) => format!("{}: 1 instance is in service.", who(node)),
        (En, What::InService { node, count }) => format!("{}: {count} instances are in service.", who(node)),
        (Ko, What::InService { node, count }) => format!("{}: 인스턴스 {count}개가 서비스 중입니다.", who(node)),
        (En, What::ErrorsBegin) => "Requests begin to fail.".to_owned(),
        (Ko, What::ErrorsBegin) => "요청이 실패하기 시작합니다.".to_owned(),
        (En, What::ErrorsEnd) => "No requests fail any more.".to_owned(),
        (Ko, What::ErrorsEnd) => "더 이상 실패하는 요청이 없습니다.".to_owned(),
        (En, What::CacheCold(id)) => format!("{} is empty: what it does not have is read from the database.", who(id)),
        (Ko, What::CacheCold(id)) => {
            format!("{} 비어 있어 없는 데이터를 데이터베이스에서 읽습니다.", particle::subject(&who(id)))
        }
        (En, What::CacheWarm(id)) => format!("{} is warm again.", who(id)),
        (Ko, What::CacheWarm(id)) => format!("{} 적중률이 평소 수준으로 돌아왔습니다.", who(id)),
        (En, What::DeadLetters(id)) => format!("{}: jobs that failed too often go to the dead-letter queue.", who(id)),
        (Ko, What::DeadLetters(id)) => {
            format!("{}에서 너무 여러 번 실패한 작업이 배달 못한 편지 대기열로 이동합니다.", who(id))
        }
        (_, What::CircuitOpens(class)) => resilience::circuit(language, class, true),
        (_, What::CircuitCloses(class)) => resilience::circuit(language, class, false),
        (_, what) => stores::entry(language, scenario, what),
    }
}

/// How the numbers came about: the size of the sample, the method, the seed. Of a fluid, the requests simulated in its
/// close-ups are given apart.
pub fn computed(language: Language, (requests, close): (f64, Option<f64>), seed: u32) -> String {
    let requests = number::whole(requests);
    match (language, close.map(number::whole)) {
        (En, None) => format!("full simulation · {requests} requests so far · seed {seed}"),
        (Ko, None) => format!("전체 시뮬레이션 · 지금까지 요청 {requests}건 · 시드 {seed}"),
        (En, Some(close)) => format!("fluid · {requests} requests so far, {close} of them simulated · seed {seed}"),
        (Ko, Some(close)) => format!("유체 근사 · 지금까지 요청 {requests}건, 그중 시뮬레이션 {close}건 · 시드 {seed}"),
    }
}

/// The same of a run with sampled instances.
pub fn computed_from_sample(language: Language, requests: f64, seed: u32) -> String {
    let requests = number::whole(requests);
    match language {
        En => format!("sampled instances · {requests} requests so far, some of a fleet simulated · seed {seed}"),
        Ko => format!("표본 인스턴스 · 지금까지 요청 {requests}건, 플릿 일부만 시뮬레이션 · 시드 {seed}"),
    }
}

/// A way to compute a run, to choose it.
pub const fn detail(language: Language, detail: Detail) -> &'static str {
    match (language, detail) {
        (En, Detail::Auto) => "as it suits",
        (En, Detail::Full) => "every request",
        (En, Detail::Fluid) => "fluid, with close-ups",
        (En, Detail::Sampled) => "sampled instances",
        (Ko, Detail::Auto) => "자동",
        (Ko, Detail::Full) => "모든 요청 시뮬레이션",
        (Ko, Detail::Fluid) => "유체 근사와 확대 구간",
        (Ko, Detail::Sampled) => "표본 인스턴스",
    }
}

/// The method of a second, in a word.
pub const fn method(language: Language, method: Method) -> &'static str {
    match (language, method) {
        (En, Method::Fluid) => "fluid",
        (En, Method::Full | Method::CloseUp) => "simulated",
        (En, Method::Sampled) => "sampled instances",
        (Ko, Method::Sampled) => "표본 인스턴스",
        (Ko, Method::Fluid) => "유체 근사",
        (Ko, Method::Full | Method::CloseUp) => "시뮬레이션",
    }
}

/// Instance-seconds of capacity as minutes, with what they cost where an hour has a price: `12 min $0.08`.
pub fn instance_minutes(language: Language, instance_seconds: f64, price_of_hour: Option<f64>) -> String {
    let minutes = number::whole(instance_seconds / 60.0);
    let time = match language {
        En => format!("{minutes}\u{a0}min"),
        Ko => format!("{minutes}분"),
    };
    let cost = price_of_hour.map_or(0.0, |price| price * instance_seconds / 3_600.0);
    let cents = crate::units::Usd::from_micros((cost * 1e6) as i128);
    if cost < 0.005 { time } else { format!("{time}\u{a0}{}", number::money(cents)) }
}

/// Surplus CPU credits with what they cost: `0.08 vCPU-h $0.01`.
pub fn vcpu_hours(language: Language, hours: f64, usd: f64) -> String {
    let unit = match language {
        En => "vCPU-h",
        Ko => "vCPU·시간",
    };
    let cost = crate::units::Usd::from_micros((usd * 1e6) as i128);
    format!("{}\u{a0}{unit}\u{a0}{}", number::plain(hours), number::money(cost))
}

/// A change of the plan in words.
#[inline(never)]
pub fn change(language: Language, region: Region, change: &Change) -> String {
    let t = words(language);
    match change {
        Change::Traffic(from, to) if traffic(language, *from) == traffic(language, *to) => {
            format!("{}: {}", t.traffic_shape, shape(language, *to))
        }
        Change::Traffic(from, to) => {
            format!("{} {} → {}", t.traffic_shape, traffic(language, *from), shape(language, *to))
        }
        Change::Duration(from, to) => {
            format!("{} {} → {}", t.duration, length(language, *from), length(language, *to))
        }
        Change::Failure(who, planned, added) => {
            let at = clock(f64::from(planned.at_s));
            let what = short_failure(language, region, &label(language, who), planned.failure);
            let is_failure =
                !matches!(planned.failure, Failure::Resize { .. } | Failure::Spot(_) | Failure::Capacity { .. });
            match (language, *added) {
                (En, true) if !is_failure => format!("{what} at {at}"),
                (En, false) if !is_failure => format!("No {what} at {at}"),
                (Ko, true) if !is_failure => format!("{at} {what} 추가"),
                (Ko, false) if !is_failure => format!("{at} {what} 제거"),
                (En, true) => format!("{what} fails at {at}"),
                (En, false) => format!("{what} does not fail at {at}"),
                (Ko, true) => format!("{at} {what} 장애 추가"),
                (Ko, false) => format!("{at} {what} 장애 제거"),
            }
        }
        Change::Resilience => words(language).resilience.to_owned(),
        _ => match language {
            En => "What happens in time".to_owned(),
            Ko => "시간에 따른 변화 설정".to_owned(),
        },
    }
}

fn shape(language: Language, shape: Traffic) -> String {
    let name = traffic(language, shape);
    match shape {
        Traffic::Spike { factor_percent, from_s, .. } => {
            format!("{name} × {} ({})", times(factor_percent), clock(f64::from(from_s)))
        }
        Traffic::Ramp { from_percent } => format!("{name} ({from_percent}\u{a0}%)"),
        Traffic::Steady | Traffic::Day | Traffic::Replay => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::spec::Resource;
    use crate::model::plan::Planned;
    use crate::model::workload::Class;

    fn said(language: Language, what: What) -> String {
        let scenario = Scenario { region: Region::UsEast1, ..Scenario::default() };
        entry(language, &scenario, &Entry { at_s: 1.0, what })
    }

    #[test]
    fn times_and_lengths_read_as_people_write_them() {
        assert_eq!([0.0, 59.9, 60.0, 205.0, 3_600.0].map(clock), ["0:00", "0:59", "1:00", "3:25", "60:00"]);
        assert_eq!([7_205.0, 86_400.0].map(clock), ["2:00:05", "24:00:00"]);
        assert_eq!((length(En, 86_400), length(Ko, 86_400)), ("24\u{a0}h".to_owned(), "24시간".to_owned()));
        assert_eq!((length(En, 120), length(Ko, 120)), ("2\u{a0}min".to_owned(), "2분".to_owned()));
        assert_eq!((length(En, 90), length(Ko, 90)), ("90\u{a0}s".to_owned(), "90초".to_owned()));
    }

    #[test]
    fn a_zone_that_fails_is_named_in_full() {
        let zone = What::Failed(Failure::Zone { zone: 'a', for_s: 120 });
        assert_eq!(said(En, zone), "Zone us-east-1a fails for 2\u{a0}min: all that stands there is gone.");
        assert_eq!(said(Ko, zone), "가용 영역 us-east-1a에 2분 동안 장애가 발생해 그곳의 모든 자원이 멈췄습니다.");
    }

    #[test]
    fn every_line_of_the_log_is_a_sentence_in_both_languages() {
        let node = NodeId(1);
        let all = [
            What::Failed(Failure::Instance(node)),
            What::Failed(Failure::Spot(node)),
            What::Failed(Failure::Resize { node, to: "m5.large", cut_over: false, for_s: 85 }),
            What::Failed(Failure::Resize { node, to: "m5.large", cut_over: true, for_s: 5 }),
            What::Resized { node, to: "m5.large" },
            What::Failed(Failure::Node { node, for_s: 60 }),
            What::Failed(Failure::Slow { node, factor_percent: 250, for_s: 60 }),
            What::Noticed(node),
            What::Back(node),
            What::FailedOver { node, zone: 'b' },
            What::ScaleOut { node, from: 2, to: 4 },
            What::ScaleIn { node, from: 4, to: 2 },
            What::Scheduled { node, min: 2, desired: 4 },
            What::CreditsGone { node, unlimited: false },
            What::CreditsGone { node, unlimited: true },
            What::InService { node, count: 1 },
            What::ErrorsBegin,
            What::ErrorsEnd,
            What::CacheCold(node),
            What::CacheWarm(node),
            What::DeadLetters(node),
            What::Failed(Failure::Capacity { node, read: 400, write: 200 }),
            What::Failed(Failure::Host(node)),
            What::Hosts { node, from: 2, to: 3 },
            What::HostsReady { node, count: 3 },
            What::DiskCreditsGone(node),
            What::StoreLost(node),
            What::NamedNoMore { node, kept_s: 60 },
            What::NamedAgain(node),
            What::Capacity { node, resource: Resource::ReadCapacity, from: 100, to: 214 },
            What::ThrottlingBegins { node, resource: Resource::WriteCapacity },
            What::ThrottlingEnds { node, resource: Resource::WriteCapacity },
            What::CircuitOpens(Class::Page),
            What::CircuitCloses(Class::Upload),
        ];
        for what in all {
            for language in Language::ALL {
                assert!(said(language, what).ends_with('.'), "{}", said(language, what));
            }
        }
    }

    #[test]
    fn a_change_of_the_plan_says_what_and_when() {
        let planned = Planned { at_s: 125, failure: Failure::Zone { zone: 'b', for_s: 60 } };
        let zone = Change::Failure(Label::default(), planned, true);
        assert_eq!(change(En, Region::UsEast1, &zone), "Zone us-east-1b fails at 2:05");
        assert_eq!(change(Ko, Region::UsEast1, &zone), "2:05 가용 영역 us-east-1b 장애 추가");
        let spike = Traffic::Spike { factor_percent: 800, from_s: 60, for_s: 120 };
        assert_eq!(
            change(En, Region::UsEast1, &Change::Traffic(Traffic::Steady, spike)),
            "Traffic Steady → Spike × 8 (1:00)"
        );
    }
}
