//! What happens to capacity and to what is kept, in sentences.

use super::{Language, who};
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
            format!("{} throttles: no burst capacity is left beyond its {}.", who(node), unit(resource))
        }
        (Ko, What::ThrottlingBegins { node, resource }) => {
            format!(
                "{} 버스트 용량을 모두 써서 {} 초과 요청을 스로틀링합니다.",
                particle::subject(&who(node)),
                unit(resource)
            )
        }
        (En, What::ThrottlingEnds { node, resource }) => {
            format!("{} throttles no more: its {} are enough.", who(node), unit(resource))
        }
        (Ko, What::ThrottlingEnds { node, resource }) => {
            format!("{} 스로틀링 종료: {}가 충분합니다.", who(node), unit(resource))
        }
        _ => String::new(),
    }
}
