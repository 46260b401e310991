//! What happens to capacity and to what is kept, in sentences.

use super::{Language, length, who};
use crate::app::i18n::{number, particle};
use crate::catalogue::spec::Resource;
use crate::engine::timeline::play::What;
use crate::model::scenario::{NodeId, Scenario};

use Language::{En, Ko};

/// The unit of capacity that a resource counts in.
const fn unit(resource: Resource) -> &'static str {
    match resource {
        Resource::WriteCapacity => "WCU",
        _ => "RCU",
    }
}

/// Capacity as it is set: `400 RCU · 200 WCU`.
pub(super) fn capacity(read: u32, write: u32) -> String {
    format!("{} RCU · {} WCU", number::whole(f64::from(read)), number::whole(f64::from(write)))
}

/// Something of this kind that happened; nothing of any other.
pub(super) fn entry(language: Language, scenario: &Scenario, what: What) -> String {
    let who = |id: NodeId| who(language, scenario, id);
    match (language, what) {
        (En, What::Capacity { node, resource, from, to }) => {
            format!("{} follows its use: {} → {} {}.", who(node), from, to, unit(resource))
        }
        (Ko, What::Capacity { node, resource, from, to }) => {
            format!("{} Auto Scaling: {} → {} {}.", who(node), from, to, unit(resource))
        }
        (En, What::ThrottlingBegins { node, resource }) => {
            format!("{} throttles what is beyond its {}.", who(node), unit(resource))
        }
        (Ko, What::ThrottlingBegins { node, resource }) => {
            format!("{} {}를 넘는 요청을 스로틀링합니다.", particle::subject(&who(node)), unit(resource))
        }
        (En, What::ThrottlingEnds { node, resource }) => {
            format!("{} throttles no more: its {} are enough.", who(node), unit(resource))
        }
        (Ko, What::ThrottlingEnds { node, resource }) => {
            format!("{} 스로틀링 종료: {}가 충분합니다.", who(node), unit(resource))
        }
        (En, What::Hosts { node, from, to }) => {
            format!("{}: the capacity provider goes from {from} to {to} hosts.", who(node))
        }
        (Ko, What::Hosts { node, from, to }) => {
            format!("{}: 용량 공급자가 호스트 수를 {from}대에서 {to}대로 조정합니다.", who(node))
        }
        (En, What::HostsReady { node, count }) => format!("{}: tasks can be placed on {count} hosts.", who(node)),
        (Ko, What::HostsReady { node, count }) => {
            format!("{}: 호스트 {count}대에 태스크를 배치할 수 있습니다.", who(node))
        }
        (En, What::DiskCreditsGone(id)) => {
            format!("The gp2 volume of {} has no I/O credits left: it falls to its baseline.", who(id))
        }
        (Ko, What::DiskCreditsGone(id)) => {
            format!("{}의 gp2 볼륨이 I/O 크레딧을 모두 써서 기준 성능으로 떨어집니다.", who(id))
        }
        (En, What::StoreLost(id)) => {
            format!("What {} kept on its instance store is lost: it comes back empty.", who(id))
        }
        (Ko, What::StoreLost(id)) => {
            format!("{}의 인스턴스 스토어에 있던 데이터가 사라졌습니다. 빈 상태로 돌아옵니다.", who(id))
        }
        (En, What::NamedNoMore { node, kept_s }) => {
            format!("DNS no longer answers with {}; cached answers last up to {}.", who(node), length(En, kept_s))
        }
        (Ko, What::NamedNoMore { node, kept_s }) => {
            format!(
                "DNS가 {} 주소를 더 이상 알려 주지 않습니다. 캐시된 응답은 최대 {} 남습니다.",
                who(node),
                length(Ko, kept_s)
            )
        }
        (En, What::NamedAgain(id)) => format!("DNS answers with {} again.", who(id)),
        (Ko, What::NamedAgain(id)) => format!("DNS가 {} 주소를 다시 알려 줍니다.", who(id)),
        _ => String::new(),
    }
}
