//! Sentences that name the cause, the number and the users.

use super::{number, particle, strings};
use crate::catalogue::spec::{Note, Resource};
use crate::editor::preference::Language;
use crate::engine::report::{Bottleneck, QueueUse, ResourceUse};
use crate::units::PerSecond;

use Language::{En, Ko};

/// A part with one of its resources: `RDS connections`, `RDS 연결`.
pub fn resource_of(language: Language, name: &str, resource: Resource) -> String {
    format!("{name} {}", (strings(language).resource)(resource))
}

/// The same of one of several parts with this name.
pub fn resource_of_another(language: Language, name: &str, resource: Resource) -> String {
    let resource = (strings(language).resource)(resource);
    match language {
        En => format!("the {resource} of another {name}"),
        Ko => format!("다른 {name}의 {resource}"),
    }
}

/// Whether English speaks of a resource in the plural.
pub(super) const fn is_plural(resource: Resource) -> bool {
    matches!(
        resource,
        Resource::Connections
            | Resource::QuerySlots
            | Resource::WorkerSlots
            | Resource::Batches
            | Resource::MessageGroups
    )
}

/// The flag of the first limit above the users' control.
pub fn breaks_flag(language: Language, what: &str, resource: Resource, users: f64) -> String {
    let limit = number::limit(users);
    match language {
        En if is_plural(resource) => format!("{what} break at {limit}"),
        En => format!("{what} breaks at {limit}"),
        Ko => format!("{what} 한계 {limit}"),
    }
}

/// The flag of the limit after the first.
pub fn next_flag(language: Language, what: &str, users: f64) -> String {
    match language {
        En => format!("then {what} {}", number::limit(users)),
        Ko => format!("다음은 {what} {}", number::limit(users)),
    }
}

/// Where a drawing breaks, for a small picture: `breaks at 18,500`.
pub fn breaks_at(language: Language, users: f64) -> String {
    match language {
        En => format!("breaks at {}", number::limit(users)),
        Ko => format!("한계 {}", number::limit(users)),
    }
}

/// How a piece of a sentence looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// As it is.
    Plain,
    /// A number that counts.
    Bold,
    /// A number that is past its limit.
    Alarm,
}

/// A sentence in pieces.
pub type Pieces = Vec<(String, Look)>;

/// Where a drawing breaks, and what is left before it: two halves, of which a small screen shows the second.
pub fn breaks_and_headroom(language: Language, found: &Bottleneck) -> (Pieces, Pieces) {
    let t = strings(language);
    let at = number::limit(found.breaks_at_users);
    let plain = |text: &str| (text.to_owned(), Look::Plain);
    let limit = match language {
        En => vec![plain("breaks at "), (at, Look::Bold), plain(" users · ")],
        Ko => vec![(format!("{at}명"), Look::Bold), plain("에서 한계 · ")],
    };
    let left = (number::percent(found.headroom), Look::Bold);
    let headroom = match language {
        _ if found.headroom <= 0.0 => vec![(t.past_limit.to_owned(), Look::Alarm)],
        En => vec![left, plain(&format!(" {}", t.headroom))],
        Ko => vec![plain(&format!("{} ", t.headroom)), left],
    };
    (limit, headroom)
}

/// What filled up first before.
pub fn was(language: Language, name: &str) -> String {
    match language {
        En => format!("was {name}"),
        Ko => format!("이전: {name}"),
    }
}

/// What stands before and after an amount for a thousand users.
pub const fn per_thousand(language: Language) -> [&'static str; 2] {
    match language {
        En => ["", " per 1,000 users"],
        Ko => ["사용자 1,000명당 ", ""],
    }
}

/// The heading of a bill.
pub fn cost_a_month(language: Language, amount: &str) -> String {
    match language {
        En => format!("Cost {amount} a month"),
        Ko => format!("비용 월 {amount}"),
    }
}

/// The words before and after each factor of the chain: share of users active, requests of each, peak.
pub const fn chain_words(language: Language) -> [[&'static str; 2]; 3] {
    match language {
        En => [["", "% active"], ["× ", " a minute"], ["× peak ", ""]],
        Ko => [["활성 ", "%"], ["× 분당 ", "회"], ["× 피크 ", ""]],
    }
}

/// The users and what they meet, for the control's value read aloud.
pub fn users_value(language: Language, users: u32, limit: Option<&str>) -> String {
    let users = number::users(language, f64::from(users));
    limit.map_or(users.clone(), |limit| format!("{users}; {limit}"))
}

/// What a part's fullest resource is doing: the bold beginning, and the rest.
pub fn why(language: Language, resource: &ResourceUse, held_by: Option<&str>) -> (String, String) {
    (busy(language, resource), held_by.map(|name| held(language, resource, name)).unwrap_or_default())
}

#[inline(never)]
fn busy(language: Language, resource: &ResourceUse) -> String {
    let (used, capacity) = amounts(language, resource);
    let name = (strings(language).resource)(resource.resource);
    let full = resource.utilisation.0 >= 0.995;
    match (language, resource.resource) {
        (En, what) if full && is_plural(what) => {
            format!("All {capacity} {name} are busy.")
        }
        (En, what) if is_plural(what) => {
            format!("{used} of {capacity} {name} are busy.")
        }
        (En, _) if full => format!("Its {name} is full: {used} of {capacity}."),
        (En, _) => format!("Its {name} is at {}: {used} of {capacity}.", number::utilisation(resource.utilisation.0)),
        (Ko, what) if full && is_plural(what) => {
            format!("{name} {capacity}개가 모두 사용 중입니다.")
        }
        (Ko, what) if is_plural(what) => {
            format!("{name} {capacity}개 중 {used}개가 사용 중입니다.")
        }
        (Ko, _) if full => format!("{} 가득 찼습니다({used} / {capacity}).", particle::subject(name)),
        (Ko, _) => format!("{name} 사용률 {}({used} / {capacity}).", number::utilisation(resource.utilisation.0)),
    }
}

fn held(language: Language, resource: &ResourceUse, name: &str) -> String {
    let share = resource.held_by.map_or(0.0, |(_, share)| share.0);
    let percent = number::percent(share);
    match language {
        En => format!("They are held while waiting on {name}: {percent} of the time."),
        Ko => format!("{} 기다리느라 잡고 있는 시간이 {percent}입니다.", particle::object(name)),
    }
}

/// A resource that is held while waiting on another part, in a few words.
pub fn held_by(language: Language, resource: &str, name: &str) -> String {
    match language {
        En => format!("{resource}, held by {name}"),
        Ko => format!("{resource} ({name} 대기)"),
    }
}

/// What is used and what there is, with the unit where it needs one.
pub fn amounts(language: Language, resource: &ResourceUse) -> (String, String) {
    let one = |value: f64| match resource.resource {
        Resource::Cpu => crate::codec::digits::rate(value),
        Resource::DiskIops
        | Resource::Connections
        | Resource::QuerySlots
        | Resource::WorkerSlots
        | Resource::Concurrency
        | Resource::Batches
        | Resource::MessageGroups => number::whole(value),
        Resource::Network => crate::codec::digits::rate(value * 8.0 / 1e9),
        Resource::Requests | Resource::ReadCapacity | Resource::WriteCapacity => crate::codec::digits::rate(value),
        Resource::Scan => crate::codec::digits::rate(value / 1e6),
        Resource::Memory => crate::codec::digits::rate(value),
    };
    let unit = match (resource.resource, language) {
        (Resource::Cpu, _) => "\u{a0}vCPU",
        (Resource::Network, _) => "\u{a0}Gbit/s",
        (Resource::Requests, En) => "/s",
        (Resource::Requests, Ko) => "/초",
        (Resource::Scan, En) => "\u{a0}M\u{a0}rows/s",
        (Resource::Scan, Ko) => "백만\u{a0}행/초",
        (Resource::ReadCapacity, _) => "\u{a0}RCU",
        (Resource::WriteCapacity, _) => "\u{a0}WCU",
        (Resource::Memory, _) => "\u{a0}GiB",
        _ => "",
    };
    let used = one(resource.used.min(resource.capacity));
    // More digits say nothing, and have no room.
    let used = if used.starts_with("0.000") { "<0.001".to_owned() } else { used };
    (used, format!("{}{unit}", one(resource.capacity)))
}

/// Where a resource is full, seen from the users now.
pub fn limit(language: Language, users: f64, limit: f64) -> String {
    let at = number::limit(limit);
    match (language, users < limit) {
        (En, true) => format!("It is full at {at}\u{a0}users."),
        (En, false) => format!("It has been full since {at}\u{a0}users: more requests only wait longer or fail."),
        (Ko, true) => format!("{at}명에서 가득 찹니다."),
        (Ko, false) => format!("{at}명부터 가득 찼습니다. 요청이 더 와도 오래 기다리거나 실패할 뿐입니다."),
    }
}

/// The drawing as a whole, where nothing is selected.
pub fn whole(language: Language, what: &str, bottleneck: &Bottleneck, users: f64) -> String {
    let at = number::limit(bottleneck.breaks_at_users);
    match (language, users < bottleneck.breaks_at_users) {
        (En, true) => format!("{what} will fill up first, at {at}\u{a0}users."),
        (En, false) => format!("{what} filled up at {at}\u{a0}users: the whole system can do no more than it does."),
        (Ko, true) => format!("{} {at}명에서 가장 먼저 가득 찹니다.", particle::subject(what)),
        (Ko, false) => {
            format!("{} {at}명에서 가득 찼습니다. 전체 시스템은 이보다 더 처리하지 못합니다.", particle::subject(what))
        }
    }
}

/// The backlog of a queue, in a few words for its card.
pub fn backlog(language: Language, queue: &QueueUse) -> String {
    match (language, queue.waiting) {
        (En, Some(waiting)) => format!("{} waiting", number::whole(waiting)),
        (Ko, Some(waiting)) => format!("{}건 대기", number::whole(waiting)),
        (En, None) => format!("+{}", number::rate(language, queue.growth.0)),
        (Ko, None) => format!("매초 +{}건", crate::codec::digits::rate(queue.growth.0)),
    }
}

/// A backlog that grows without end, as a sentence.
pub fn growing(language: Language, queue: &QueueUse) -> String {
    let rate = crate::codec::digits::rate(queue.growth.0);
    match language {
        En => format!("The backlog grows by {rate} jobs a second: more come in than are done."),
        Ko => format!("밀린 작업이 매초 {rate}건씩 늘어납니다. 처리되는 것보다 많이 들어옵니다."),
    }
}

/// How far away the users are.
pub fn away(language: Language, rtt_ms: f64) -> String {
    let time = number::millis(rtt_ms);
    match language {
        En => format!("{time} away"),
        Ko => format!("왕복 {time}"),
    }
}

/// A share of answers that a cache or a CDN gives itself.
pub fn hits(language: Language, ratio: f64) -> String {
    format!("{} {}", strings(language).hits, number::percent(ratio))
}

/// Requests a second that are refused; none where there are none to speak of.
#[inline(never)]
pub fn throttled(language: Language, per_s: PerSecond) -> Option<String> {
    (per_s.0 >= 0.005).then(|| [&number::rate(language, per_s.0), " ", strings(language).throttled].concat())
}

/// What becomes of requests beyond a limit that refuses them; empty where none do.
pub fn refused(language: Language, per_s: PerSecond) -> String {
    let rate = number::rate(language, per_s.0);
    match language {
        _ if per_s.0 < 0.005 => String::new(),
        En => format!("{rate} are throttled: what comes beyond the limit is refused at once."),
        Ko => format!("{rate}가 스로틀링됩니다. 한도를 넘은 요청은 바로 거부됩니다."),
    }
}

/// More instances than are drawn.
pub fn more_instances(language: Language, more: u32) -> String {
    match language {
        En => format!("+{more}"),
        Ko => format!("외 {more}대"),
    }
}

/// How long a link is, and whether it is short enough to be sent around.
pub fn link_length(language: Language, characters: usize) -> String {
    let length = number::whole(characters as f64);
    match (language, characters <= 2_000) {
        (En, true) => format!("{length} characters, fits in a slide or a message"),
        (En, false) => format!("{length} characters; some messengers cut links so long"),
        (Ko, true) => format!("{length}자, 슬라이드나 메시지에 들어갑니다"),
        (Ko, false) => format!("{length}자, 일부 메신저는 이렇게 긴 링크를 자릅니다"),
    }
}

/// A remark on how a part is modelled.
#[inline(never)]
pub fn note(language: Language, note: &Note) -> String {
    match (language, *note) {
        (En, Note::BurstUnlimited { baseline }) => format!(
            "Burstable, unlimited: full speed. CPU above the baseline of {} of each vCPU is billed.",
            number::percent(baseline)
        ),
        (Ko, Note::BurstUnlimited { baseline }) => format!(
            "버스트 가능(무제한): 항상 최고 속도로 동작하고, vCPU당 기준 성능 {}를 넘는 만큼 요금이 붙습니다.",
            number::percent(baseline)
        ),
        (En, Note::BurstStandard { baseline }) => format!(
            "Burstable, standard: in the long run {} of each vCPU; faster until the credits end.",
            number::percent(baseline)
        ),
        (Ko, Note::BurstStandard { baseline }) => format!(
            "버스트 가능(표준): 장기적으로 vCPU당 {}만 쓸 수 있고, 크레딧이 남은 동안은 더 빠릅니다.",
            number::percent(baseline)
        ),
        (En, Note::MemoryCapsSlots { fits }) => format!("Memory holds only {fits} worker slots."),
        (Ko, Note::MemoryCapsSlots { fits }) => format!("메모리에는 워커 슬롯이 {fits}개만 들어갑니다."),
        (En, Note::SpeedAssumed) => "The speed of this type is an assumption: nobody measured its family.".to_owned(),
        (Ko, Note::SpeedAssumed) => "이 유형의 속도는 가정입니다. 측정된 값이 없습니다.".to_owned(),
        (En, Note::CoresIdle { used, of }) => {
            format!("Its processes use {} of {of} vCPUs: more processes, not more vCPUs, help.", number::plain(used))
        }
        (Ko, Note::CoresIdle { used, of }) => {
            format!("vCPU {of}개 중 {}개만큼만 씁니다. vCPU가 아니라 프로세스를 늘려야 합니다.", number::plain(used))
        }
        (En, Note::DiskBurst { iops, burst, minutes }) => format!(
            "gp2: {} IOPS in the long run; {} for {} minutes, until its credits end.",
            number::whole(iops),
            number::whole(burst),
            number::whole(minutes)
        ),
        (Ko, Note::DiskBurst { iops, burst, minutes }) => format!(
            "gp2: 장기적으로 {} IOPS이고, 크레딧이 남은 {}분 동안은 {} IOPS까지 나옵니다.",
            number::whole(iops),
            number::whole(minutes),
            number::whole(burst)
        ),
        (En, Note::StoreIsLost) => {
            "Instance store: its data is lost when the instance stops, also to become another type.".to_owned()
        }
        (Ko, Note::StoreIsLost) => {
            "인스턴스 스토어: 인스턴스를 중지하면(유형을 바꿀 때도) 데이터가 사라집니다.".to_owned()
        }
        (En, Note::NoStore) => "No instance store known for this type: it has the EBS volume.".to_owned(),
        (Ko, Note::NoStore) => "이 유형에는 인스턴스 스토어가 없어 EBS 볼륨을 씁니다.".to_owned(),
        (En, Note::PreviousGeneration) => "Previous generation: newer types do more for the money.".to_owned(),
        (Ko, Note::PreviousGeneration) => {
            "이전 세대 유형입니다. 새 유형이 같은 비용으로 더 많은 일을 합니다.".to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::scenario::NodeId;
    use crate::units::Ratio;

    fn bottleneck(resource: Resource, users: f64) -> Bottleneck {
        Bottleneck { node: NodeId(1), resource, utilisation: Ratio(1.0), breaks_at_users: users, headroom: 0.0 }
    }

    #[test]
    fn the_particle_follows_the_reading_of_the_resource() {
        let cpu = bottleneck(Resource::Cpu, 480.0);
        assert_eq!(whole(Ko, "EC2 CPU", &cpu, 10.0), "EC2 CPU가 480명에서 가장 먼저 가득 찹니다.");
        assert_eq!(whole(Ko, "RDS 연결", &cpu, 10.0), "RDS 연결이 480명에서 가장 먼저 가득 찹니다.");
    }

    #[test]
    fn plural_resources_break_and_singular_ones_breaks() {
        assert_eq!(
            breaks_flag(En, "RDS connections", Resource::Connections, 18_512.0),
            "RDS connections break at 18,500"
        );
        assert_eq!(breaks_flag(En, "EC2 CPU", Resource::Cpu, 487.2), "EC2 CPU breaks at 487");
    }
}
