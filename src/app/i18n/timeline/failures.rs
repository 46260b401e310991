//! What fails, or is done to a part on purpose: on buttons, in lists, and in sentences.

use super::{length, stores, who, words, zone_name};
use crate::app::i18n::{number, particle};
use crate::catalogue::region::Region;
use crate::editor::preference::Language;
use crate::model::plan::Failure;
use crate::model::scenario::{NodeId, Scenario};

use Language::{En, Ko};

/// What a button fails, in a few words: `EC2: one instance`.
pub fn failure(language: Language, scenario: &Scenario, failure: Failure) -> String {
    let who = crate::editor::time::failures::struck(failure).map(|id| who(language, scenario, id));
    short_failure(language, scenario.region, &who.unwrap_or_default(), failure)
}

pub(super) fn short_failure(language: Language, region: Region, who: &str, failure: Failure) -> String {
    match (language, failure) {
        (En, Failure::Zone { zone, .. }) => format!("Zone {}", zone_name(region, zone)),
        (Ko, Failure::Zone { zone, .. }) => format!("가용 영역 {}", zone_name(region, zone)),
        (_, failure) => format!("{who}: {}", failure_kind(language, failure)),
    }
}

/// What fails of a part that is named beside it: `one instance`.
pub fn failure_kind(language: Language, failure: Failure) -> String {
    match (language, failure) {
        (En, Failure::Instance(_)) => "one instance".to_owned(),
        (En, Failure::Host(_)) => "one host".to_owned(),
        (Ko, Failure::Host(_)) => "호스트 1대".to_owned(),
        (En, Failure::Spot(_)) => "Spot interruption".to_owned(),
        (Ko, Failure::Spot(_)) => "스팟 중단".to_owned(),
        (En, Failure::Resize { to, cut_over: false, .. }) => format!("to {to} (stop, start)"),
        (En, Failure::Resize { to, cut_over: true, .. }) => format!("to {to} (AMI, Elastic IP)"),
        (Ko, Failure::Resize { to, cut_over: false, .. }) => format!("{to} 변경(중지 후 시작)"),
        (Ko, Failure::Resize { to, cut_over: true, .. }) => format!("{to} 전환(AMI·탄력적 IP)"),
        (En, Failure::Capacity { read, write, .. }) => format!("to {}", stores::capacity(read, write)),
        (Ko, Failure::Capacity { read, write, .. }) => format!("용량 {}", stores::capacity(read, write)),
        (En, Failure::Node { .. }) => "all of it".to_owned(),
        (En, Failure::Zone { zone, .. }) => format!("zone {zone}"),
        (En, Failure::Slow { factor_percent, .. }) => format!("{} × slower", times(factor_percent)),
        (Ko, Failure::Instance(_)) => "인스턴스 1개".to_owned(),
        (Ko, Failure::Node { .. }) => "전체".to_owned(),
        (Ko, Failure::Zone { zone, .. }) => format!("가용 영역 {zone}"),
        (Ko, Failure::Slow { factor_percent, .. }) => format!("{}배 느려짐", times(factor_percent)),
    }
}

/// The word of the button that lets something happen.
pub const fn verb(language: Language, failure: Failure) -> &'static str {
    match (language, failure) {
        (En, Failure::Resize { .. } | Failure::Capacity { .. }) => "Change",
        (Ko, Failure::Resize { .. } | Failure::Capacity { .. }) => "변경",
        _ => words(language).fail,
    }
}

pub(super) fn times(percent: u32) -> String {
    number::plain(f64::from(percent) / 100.0)
}

/// What happened, in a sentence.
pub(super) fn failed(language: Language, scenario: &Scenario, failure: Failure) -> String {
    let who = |id: NodeId| who(language, scenario, id);
    let zone_of = |zone: char| zone_name(scenario.region, zone);
    match (language, failure) {
        (En, Failure::Instance(id)) => format!("One instance of {} fails.", who(id)),
        (Ko, Failure::Instance(id)) => format!("{} 인스턴스 1개에 장애가 발생했습니다.", who(id)),
        (En, Failure::Host(id)) => format!("A host of {} fails with all tasks on it.", who(id)),
        (Ko, Failure::Host(id)) => format!("{} 호스트 1대와 그 위의 모든 태스크에 장애가 발생했습니다.", who(id)),
        (En, Failure::Spot(id)) => {
            format!("One instance of {} gets a Spot interruption notice: it drains, and ends in 2\u{a0}min.", who(id))
        }
        (Ko, Failure::Spot(id)) => {
            format!("{} 인스턴스 1개가 스팟 중단 알림을 받아 드레이닝하고 2분 뒤 종료됩니다.", who(id))
        }
        (En, Failure::Resize { node, to, cut_over: false, for_s }) => {
            format!("{} is stopped to become {to}: down for {}.", who(node), length(En, for_s))
        }
        (Ko, Failure::Resize { node, to, cut_over: false, for_s }) => {
            let subject = particle::object(&who(node));
            format!(
                "{subject} 중지하고 {} 바꿉니다. {} 동안 응답하지 않습니다.",
                particle::towards(to),
                length(Ko, for_s)
            )
        }
        (En, Failure::Resize { node, to, cut_over: true, for_s }) => {
            format!(
                "The Elastic IP of {} moves to a new {to} made from its image: down for {}.",
                who(node),
                length(En, for_s)
            )
        }
        (Ko, Failure::Resize { node, to, cut_over: true, for_s }) => {
            format!(
                "{}의 탄력적 IP를 AMI로 만든 {to} 인스턴스에 옮깁니다. {} 동안 응답하지 않습니다.",
                who(node),
                length(Ko, for_s)
            )
        }
        (En, Failure::Capacity { node, read, write }) => {
            format!("The capacity of {} is set to {}.", who(node), stores::capacity(read, write))
        }
        (Ko, Failure::Capacity { node, read, write }) => {
            format!("{}의 용량을 {}로 설정했습니다.", who(node), stores::capacity(read, write))
        }
        (En, Failure::Node { node, for_s }) => format!("{} fails for {}.", who(node), length(En, for_s)),
        (Ko, Failure::Node { node, for_s }) => {
            format!("{} 전체에 {} 동안 장애가 발생했습니다.", who(node), length(Ko, for_s))
        }
        (En, Failure::Zone { zone, for_s }) => {
            format!("Zone {} fails for {}: all that stands there is gone.", zone_of(zone), length(En, for_s))
        }
        (Ko, Failure::Zone { zone, for_s }) => {
            format!(
                "가용 영역 {}에 {} 동안 장애가 발생해 그곳의 모든 자원이 멈췄습니다.",
                zone_of(zone),
                length(Ko, for_s)
            )
        }
        (En, Failure::Slow { node, factor_percent, for_s }) => {
            format!("{} is {} times slower for {}.", who(node), times(factor_percent), length(En, for_s))
        }
        (Ko, Failure::Slow { node, factor_percent, for_s }) => {
            format!(
                "{} {} 동안 {}배 느려집니다.",
                particle::subject(&who(node)),
                length(Ko, for_s),
                times(factor_percent)
            )
        }
    }
}
