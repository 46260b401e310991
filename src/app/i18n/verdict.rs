//! What an edit did to the limit, in a sentence.

use super::number;
use super::particle;
use super::sentence::is_plural;
use crate::catalogue::spec::Resource;
use crate::editor::preference::Language;
use crate::editor::verdict::Verdict;
use crate::engine::report::Bottleneck;

use Language::{En, Ko};

/// What the last edit did to the limit. `was` and `now` are the parts with their resources.
#[inline(never)]
pub fn verdict(language: Language, verdict: &Verdict, was: &str, now: &str) -> String {
    let precise = match verdict {
        Verdict::Raised { was, now: Some(now) } | Verdict::Lowered { was: Some(was), now } => {
            number::limit(was.breaks_at_users) == number::limit(now.breaks_at_users)
        }
        _ => false,
    };
    let at = |bottleneck: &Bottleneck| {
        if precise { number::whole(bottleneck.breaks_at_users) } else { number::limit(bottleneck.breaks_at_users) }
    };
    match (language, verdict) {
        (En, Verdict::Raised { was: before, now: Some(after) }) if same_place(before, after) => {
            let fills = fills(after.resource);
            format!("The limit rises from {} to {}\u{a0}users. {now} still {fills} up first.", at(before), at(after))
        }
        (En, Verdict::Raised { was: before, now: Some(after) }) => format!(
            "The limit rises from {} to {}\u{a0}users. {was} {} relieved; now {now} {} up first.",
            at(before),
            at(after),
            if is_plural(before.resource) { "are" } else { "is" },
            fills(after.resource)
        ),
        (En, Verdict::Raised { was: before, now: None }) => {
            format!("Nothing fills up any more: {was} did at {}\u{a0}users.", at(before))
        }
        (En, Verdict::Same(after)) => format!(
            "The limit stays at {}\u{a0}users: this takes no work off {now}, which still {} up first.",
            at(after),
            fills(after.resource)
        ),
        (En, Verdict::Lowered { was: Some(before), now: after }) => {
            let fills = fills(after.resource);
            format!("The limit falls from {} to {}\u{a0}users: {now} now {fills} up first.", at(before), at(after))
        }
        (En, Verdict::Lowered { was: None, now: after }) => {
            format!("{now} {} up first, at {}\u{a0}users.", fills(after.resource), at(after))
        }
        (Ko, Verdict::Raised { was: before, now: Some(after) }) if same_place(before, after) => format!(
            "한계가 {}명에서 {}명으로 올라갑니다. 여전히 {} 가장 먼저 가득 찹니다.",
            at(before),
            at(after),
            particle::subject(now)
        ),
        (Ko, Verdict::Raised { was: before, now: Some(after) }) => format!(
            "한계가 {}명에서 {}명으로 올라갑니다. {} 여유가 생겼고 이제 {} 가장 먼저 가득 찹니다.",
            at(before),
            at(after),
            particle::topic(was),
            particle::subject(now)
        ),
        (Ko, Verdict::Raised { was: before, now: None }) => {
            format!("이제 가득 차는 곳이 없습니다. 전에는 {} {}명에서 찼습니다.", particle::subject(was), at(before))
        }
        (Ko, Verdict::Same(after)) => format!(
            "한계는 {}명 그대로입니다. 가장 먼저 가득 차는 {}의 일을 덜어 주지 않기 때문입니다.",
            at(after),
            now
        ),
        (Ko, Verdict::Lowered { was: Some(before), now: after }) => format!(
            "한계가 {}명에서 {}명으로 내려갑니다. 이제 {} 가장 먼저 가득 찹니다.",
            at(before),
            at(after),
            particle::subject(now)
        ),
        (Ko, Verdict::Lowered { was: None, now: after }) => {
            format!("{} {}명에서 가장 먼저 가득 찹니다.", particle::subject(now), at(after))
        }
    }
}

fn same_place(a: &Bottleneck, b: &Bottleneck) -> bool {
    a.node == b.node && a.resource == b.resource
}

/// `fills`, or `fill` for a resource in the plural.
const fn fills(resource: Resource) -> &'static str {
    if is_plural(resource) { "fill" } else { "fills" }
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
    fn an_edit_without_effect_says_why() {
        let text = verdict(En, &Verdict::Same(bottleneck(Resource::Cpu, 480.0)), "", "EC2 CPU");
        assert!(text.contains("stays at 480") && text.contains("no work off EC2 CPU"), "{text}");
    }

    #[test]
    fn plural_resources_are_relieved_and_singular_ones_fill_up() {
        let raised = Verdict::Raised {
            was: bottleneck(Resource::Connections, 480.0),
            now: Some(bottleneck(Resource::Cpu, 900.0)),
        };
        let text = verdict(En, &raised, "RDS connections", "EC2 CPU");
        assert!(text.ends_with("RDS connections are relieved; now EC2 CPU fills up first."), "{text}");
    }
}
