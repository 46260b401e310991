//! What an edit did, in a few words.

use super::{label, number, particle, strings, text, words};
use crate::catalogue;
use crate::catalogue::region::Region;
use crate::catalogue::settings::Value;
use crate::catalogue::spec::ParamSpec;
use crate::editor::change::{Change, Label};
use crate::editor::preference::Language;

use Language::{En, Ko};

/// A change in a few words: `EC2: instances 3 → 4`.
pub fn change(language: Language, region: Region, change: &Change) -> String {
    let name = |who: &Label| label(language, who);
    match change {
        Change::Added(who) => verb(language, &name(who), "added", "추가"),
        Change::Removed(who) => verb(language, &name(who), "removed", "삭제"),
        Change::Connected(from, to) => format!("{} → {}", name(from), name(to)),
        Change::Disconnected(from, to) => match language {
            En => format!("{} no longer asks {}", name(from), name(to)),
            Ko => format!("{} → {} 연결 제거", name(from), name(to)),
        },
        Change::Moved(who) => verb(language, &name(who), "moved", "이동"),
        Change::Setting { who, key, from, to } => setting(language, region, who, key, from, to),
        Change::Role(who, role, on) => {
            let role = (strings(language).role)(*role);
            match (language, on) {
                (En, true) => format!("{} also does {role}", name(who)),
                (En, false) => format!("{} no longer does {role}", name(who)),
                (Ko, true) => format!("{}에 {role} 역할 추가", name(who)),
                (Ko, false) => format!("{}에서 {role} 역할 제거", name(who)),
            }
        }
        Change::Split(who, role, to) => {
            let role = (strings(language).role)(*role);
            match language {
                En => format!("{role} of {} split out to {}", name(who), name(to)),
                Ko => format!("{}의 {} {} 분리", name(who), particle::object(role), particle::towards(&name(to))),
            }
        }
        Change::Zones(who) => verb(language, &name(who), "in other zones", "가용 영역 변경"),
        Change::Named(who) => verb(language, &name(who), "renamed", "이름 변경"),
        Change::Renamed => one(language, "Drawing renamed", "그림 이름 변경"),
        Change::Region(region) => {
            let region = text(language, region.name());
            match language {
                En => format!("Moved to {region}"),
                Ko => format!("{} 이동", particle::towards(region)),
            }
        }
        Change::Users(from, to) => {
            arrow(language, strings(language).users, &number::whole(f64::from(*from)), &number::whole(f64::from(*to)))
        }
        Change::Workload(field, from, to) => {
            arrow(language, (strings(language).field)(*field), &number::plain(*from), &number::plain(*to))
        }
        Change::Quality(_, to) => arrow(language, strings(language).queries, "", (strings(language).quality)(*to)),
        Change::Traffic(..) | Change::Duration(..) | Change::Failure(..) | Change::Resilience | Change::Plan => {
            super::timeline::change(language, region, change)
        }
        Change::Billing(from, to) => super::cost::change(language, *from, *to),
        Change::Opened => one(language, "Another drawing", "다른 그림"),
        Change::Several => one(language, "Several changes", "여러 변경"),
    }
}

fn one(language: Language, en: &str, ko: &str) -> String {
    if language == En { en } else { ko }.to_owned()
}

fn verb(language: Language, name: &str, en: &str, ko: &str) -> String {
    format!("{name} {}", one(language, en, ko))
}

fn arrow(language: Language, what: &str, from: &str, to: &str) -> String {
    let what = if language == En { super::capital(what) } else { what.to_owned() };
    if from.is_empty() { format!("{what}: {to}") } else { format!("{what} {from} → {to}") }
}

fn setting(language: Language, region: Region, who: &Label, key: &str, from: &Value, to: &Value) -> String {
    let name = label(language, who);
    let param = catalogue::get(&who.service).and_then(|spec| (spec.params)().iter().find(|param| param.key == key));
    let Some(param) = param else { return name };
    let what = text(language, param.label);
    let [from, to] = [from, to].map(|value| value_text(language, region, param, value));
    format!("{name} {what} {from} → {to}")
}

/// A value of a setting as a person reads it.
pub fn value_text(language: Language, region: Region, param: &ParamSpec, value: &Value) -> String {
    match (value, param.kind.choices()) {
        (Value::Choice(chosen), Some(choices)) => choices(region)
            .into_iter()
            .find(|choice| choice.value == *chosen)
            .map_or_else(|| chosen.clone(), |choice| words(language, &choice.label).to_owned()),
        (Value::Choice(chosen), _) => chosen.clone(),
        (Value::Int(value), _) => number::whole(*value as f64),
        (Value::Toggle(on), _) => if *on { strings(language).on } else { strings(language).off }.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_are_told_with_both_numbers() {
        let users = Change::Users(10, 18_000);
        assert_eq!(change(En, Region::default(), &users), "Users 10 → 18,000");
        assert_eq!(change(Ko, Region::default(), &users), "사용자 10 → 18,000");
    }

    #[test]
    fn a_name_given_by_the_user_wins() {
        let who = Label { service: "nothing".to_owned(), name: "orders".to_owned() };
        assert_eq!(change(En, Region::default(), &Change::Added(who)), "orders added");
    }
}
