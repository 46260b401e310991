use std::collections::BTreeSet;

use super::ALL;
use crate::catalogue::region::Region;
use crate::catalogue::settings::{self, Settings, Value};
use crate::catalogue::spec::{
    Ask, BillLine, Blueprint, Choice, Configured, Group, ParamKind, Ports, Resource, Role, Roles, ServiceSpec,
    SpecError, Text, Usage,
};

/// A node of a service for a test: its defaults but for what is said.
pub(super) struct Example {
    spec: &'static ServiceSpec,
    region: Region,
    given: Settings,
    roles: Vec<Role>,
}

impl Example {
    pub(super) fn of(spec: &'static ServiceSpec, region: Region) -> Self {
        let roles = match spec.roles {
            Roles::None => Vec::new(),
            Roles::Chosen(roles) => roles.to_vec(),
        };
        Self { spec, region, given: Settings::default(), roles }
    }

    pub(super) fn with(mut self, key: &str, value: Value) -> Self {
        assert!((self.spec.params)().iter().any(|param| param.key == key), "{key}");
        self.given.0.insert(key.to_owned(), value);
        self
    }

    pub(super) fn choose(self, key: &str, value: &str) -> Self {
        self.with(key, Value::Choice(value.to_owned()))
    }

    pub(super) fn set(self, key: &str, value: i64) -> Self {
        self.with(key, Value::Int(value))
    }

    pub(super) fn toggle(self, key: &str, on: bool) -> Self {
        self.with(key, Value::Toggle(on))
    }

    /// The settings that have a meaning as they are set, by key.
    pub(super) fn applying(&self) -> Vec<&'static str> {
        let keys = (self.spec.params)().iter().map(|param| param.key);
        self.read(|node| keys.filter(|key| (self.spec.applies)(node.settings, key)).collect())
    }

    pub(super) fn roles(mut self, roles: &[Role]) -> Self {
        self.roles = roles.to_vec();
        self
    }

    fn read<T>(&self, read: impl FnOnce(Configured<'_>) -> T) -> T {
        let settings = settings::complete((self.spec.params)(), &self.given);
        read(Configured { region: self.region, settings: &settings, roles: &self.roles })
    }

    pub(super) fn ports(&self) -> Ports {
        self.read(self.spec.ports)
    }

    pub(super) fn try_blueprint(&self) -> Result<Blueprint, SpecError> {
        self.read(self.spec.blueprint)
    }

    pub(super) fn blueprint(&self) -> Blueprint {
        self.try_blueprint().unwrap()
    }

    pub(super) fn bill(&self, usage: &Usage) -> Vec<BillLine> {
        self.read(|node| (self.spec.bill)(node, usage)).unwrap()
    }

    /// Each line of the bill as its item and its amount.
    pub(super) fn amounts(&self, usage: &Usage) -> Vec<(&'static str, String)> {
        self.bill(usage).iter().map(|line| (line.item, line.amount().to_string())).collect()
    }

    pub(super) fn subtitle(&self) -> (String, String) {
        let words = self.read(self.spec.subtitle);
        (words.en, words.ko)
    }
}

/// Expected lines of a bill.
pub(super) fn lines(expected: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    expected.iter().map(|(item, amount)| (*item, (*amount).to_owned())).collect()
}

pub(super) fn speed_of(blueprint: &Blueprint, resource: Resource) -> f64 {
    let station = blueprint.stations.iter().find(|station| station.resource == resource).unwrap();
    f64::from(station.servers) * station.speed
}

/// A service that does something of everything.
pub(super) fn busy() -> Usage {
    Usage {
        asks_per_s: vec![
            (Ask::Page, 100.0),
            (Ask::Static, 200.0),
            (Ask::StoreFile, 3.0),
            (Ask::SendJob, 3.0),
            (Ask::DbRead, 500.0),
            (Ask::DbWrite, 50.0),
        ],
        internet_bytes_per_s: 1e8,
        processed_bytes_per_s: 1.1e8,
        uploaded_bytes_per_s: 1e6,
        cpu_utilisation: 0.9,
        open_connections: 5000.0,
        public: true,
        ..Usage::default()
    }
}

fn choices_of(spec: &ServiceSpec, region: Region) -> Vec<(&'static str, Vec<Choice>)> {
    let lists = (spec.params)().iter().filter_map(|param| Some((param.key, (param.kind.choices()?)(region))));
    lists.collect()
}

fn is_korean(text: &str) -> bool {
    text.chars().any(|c| ('가'..='힣').contains(&c))
}

#[test]
fn ids_are_unique_and_the_palette_is_in_order() {
    let ids: BTreeSet<_> = ALL.iter().map(|spec| spec.id).collect();
    assert_eq!(ids.len(), ALL.len());
    assert!(ids.iter().all(|id| id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')));
    assert!(ALL.is_sorted_by_key(|spec| spec.group));
    assert_eq!(ALL.iter().filter(|spec| spec.group == Group::People).count(), 1);
}

#[test]
fn every_service_has_its_texts_in_both_languages() {
    for spec in ALL {
        for text in [spec.name, spec.short] {
            assert!(!text.en.is_empty() && !text.ko.is_empty(), "{}", spec.id);
        }
        let sentences = |text: Text| {
            assert!(is_korean(text.ko), "{}: {}", spec.id, text.ko);
            assert!(!is_korean(text.en) && !text.en.is_empty(), "{}: {}", spec.id, text.en);
            assert!(!text.en.contains("  ") && !text.ko.contains("  "), "{}", spec.id);
        };
        sentences(spec.purpose);
        sentences((spec.card)());
        let count = |text: &str| text.matches(['.', '?', '!']).count();
        assert!(
            (2..=4).contains(&count((spec.card)().en)) && (2..=5).contains(&count((spec.card)().ko)),
            "{}",
            spec.id
        );
        assert!(spec.icon.starts_with('<') && !spec.icon.contains("style"), "{}", spec.id);
        for param in (spec.params)() {
            assert!(!param.label.en.is_empty() && !param.label.ko.is_empty(), "{} {}", spec.id, param.key);
        }
        let (en, ko) = Example::of(spec, Region::UsEast1).subtitle();
        assert!(!en.is_empty() && !ko.is_empty() && !is_korean(&en), "{}", spec.id);
    }
}

#[test]
fn every_default_is_one_of_the_values_and_choices_differ() {
    for spec in ALL {
        for region in Region::ALL {
            for param in (spec.params)() {
                assert!(param.takes(&param.default_value(), region), "{} {} {region:?}", spec.id, param.key);
            }
            for (key, choices) in choices_of(spec, region) {
                let values: BTreeSet<_> = choices.iter().map(|choice| &choice.value).collect();
                assert_eq!(values.len(), choices.len(), "{} {key}", spec.id);
                assert!(choices.iter().all(|choice| !choice.label.en.is_empty() && !choice.label.ko.is_empty()));
            }
        }
    }
}

#[test]
fn ports_are_sorted_and_named_once() {
    for spec in ALL {
        let Ports { asks, answers, passes } = Example::of(spec, Region::UsEast1).ports();
        assert!(!(asks.is_empty() && answers.is_empty() && passes.is_empty()), "{}", spec.id);
        for list in [asks, answers, passes] {
            assert!(list.windows(2).all(|pair| pair[0] < pair[1]), "{} {list:?}", spec.id);
        }
    }
}

fn check(example: &Example) {
    let whose = format!("{} {:?} {:?}", example.spec.id, example.region, example.given);
    let blueprint = example.blueprint();
    assert!(blueprint.instances >= 1, "{whose}");
    for station in &blueprint.stations {
        assert!(station.servers >= 1 && station.speed.is_finite() && station.speed > 0.0, "{whose} {station:?}");
    }
    let resources: BTreeSet<_> = blueprint.stations.iter().map(|station| station.resource).collect();
    assert_eq!(resources.len(), blueprint.stations.len(), "{whose}");
    assert!(blueprint.slots.is_none_or(|slots| slots.limit >= 1), "{whose}");
    assert!(blueprint.memory.is_none_or(|memory| memory.total_gib > 0.0 && memory.used_gib > 0.0), "{whose}");
    assert!(blueprint.delay_ms.is_finite() && blueprint.delay_ms >= 0.0, "{whose}");
    assert!(blueprint.hits.is_none_or(|(_, share)| (0.0..=1.0).contains(&share)), "{whose}");
    for (_, work) in &blueprint.handles {
        for amount in
            [work.cpu_s, work.disk_ops, work.bytes, work.requests, work.read_units, work.write_units, work.rows]
        {
            assert!(amount.is_finite() && amount >= 0.0, "{whose}");
        }
    }
    for usage in [Usage::default(), busy()] {
        for line in example.bill(&usage) {
            assert!(line.quantity.is_finite() && line.quantity > 0.0, "{whose} {line:?}");
            assert!(line.unit_price_micros.is_finite() && line.unit_price_micros > 0.0, "{whose} {line:?}");
            assert!(!line.source.text().is_empty() && !line.item.is_empty(), "{whose} {line:?}");
            assert!(!line.label.en.is_empty() && !line.label.ko.is_empty(), "{whose} {line:?}");
            assert!(!is_korean(&line.label.en), "{whose} {line:?}");
        }
    }
}

#[test]
fn every_choice_in_every_region_gives_a_sane_blueprint_and_bill() {
    for spec in ALL {
        for region in Region::ALL {
            check(&Example::of(spec, region));
            for (key, choices) in choices_of(spec, region) {
                for choice in choices {
                    check(&Example::of(spec, region).choose(key, &choice.value));
                }
            }
            for param in (spec.params)() {
                let values = match param.kind {
                    ParamKind::Int { min, max, .. } => vec![Value::Int(min), Value::Int(max)],
                    ParamKind::Toggle => vec![Value::Toggle(false), Value::Toggle(true)],
                    ParamKind::Choice(_) | ParamKind::Listed { .. } => vec![],
                };
                for value in values {
                    check(&Example::of(spec, region).with(param.key, value));
                }
            }
        }
    }
}

#[test]
fn what_a_region_does_not_offer_is_named() {
    for spec in ALL {
        for key in ["type", "class", "node_type"] {
            if (spec.params)().iter().any(|param| param.key == key) {
                let error = Example::of(spec, Region::UsEast1).choose(key, "x1.huge").try_blueprint().unwrap_err();
                let SpecError::NotOffered { key: named, value, region } = error;
                assert_eq!((named, value.as_str(), region), (key, "x1.huge", "us-east-1"));
            }
        }
    }
}

/// Sizes of a family stand in order of size, and so do their prices and their speeds.
#[test]
fn a_bigger_size_is_never_slower_nor_cheaper() {
    for spec in ALL {
        for region in Region::ALL {
            for (key, choices) in choices_of(spec, region) {
                for pair in
                    choices.windows(2).filter(|pair| !pair[0].group.en.is_empty() && pair[0].group == pair[1].group)
                {
                    let [small, big] =
                        [&pair[0], &pair[1]].map(|choice| Example::of(spec, region).choose(key, &choice.value));
                    let what = format!("{} {} {}", spec.id, pair[0].value, pair[1].value);
                    // With four accelerators against one, the smaller costs more and has the faster network.
                    if what.ends_with("g5.12xlarge g5.16xlarge") {
                        continue;
                    }
                    let hourly = |example: &Example| example.bill(&Usage::default())[0].unit_price_micros;
                    assert!(hourly(&small) < hourly(&big), "{what}");
                    let (small, big) = (small.blueprint(), big.blueprint());
                    for station in &small.stations {
                        let speed = |blueprint| speed_of(blueprint, station.resource);
                        assert!(speed(&small) <= speed(&big), "{what} {station:?}");
                    }
                    let limit = |blueprint: &Blueprint| blueprint.slots.map(|slots| slots.limit);
                    assert!(limit(&small) <= limit(&big), "{what}");
                }
            }
        }
    }
}

/// What takes a role over answers everything that others ask of the role.
#[test]
fn whoever_takes_over_a_role_answers_for_it() {
    for spec in ALL {
        let Some(role) = spec.takes_over else { continue };
        let answers = Example::of(spec, Region::UsEast1).ports().answers;
        let box_spec = ALL.iter().copied().find(|spec| matches!(spec.roles, Roles::Chosen(_))).unwrap();
        let of_role = Example::of(box_spec, Region::UsEast1).roles(&[role]).ports().answers;
        assert!(of_role.iter().all(|ask| answers.contains(ask)), "{} for {role:?}", spec.id);
    }
}
