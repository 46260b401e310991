//! One walk for every service of the catalogue, and for one that is in a folder of tests/fixtures only: dropped, wired,
//! solved, simulated, billed, shared, and shown in both languages.

use super::i18n;
use crate::catalogue::region::Region;
use crate::catalogue::settings::{self, Settings, Value};
use crate::catalogue::spec::{Ask, Configured, Group, ParamKind, ParamSpec, ServiceSpec, Text};
use crate::codec::link;
use crate::editor::preference::Language;
use crate::engine;
use crate::engine::timeline::play::{Plan, Play};
use crate::model::edit::Edit;
use crate::model::scenario::{Edge, NodeId, Point, Scenario};
use crate::model::topology::Topology;
use crate::model::workload::Mix;
use crate::model::{validate, wiring};
use crate::{catalogue, presets};

const USERS: u32 = 2_000;
const SECONDS: u32 = 10;

/// Every service that a visitor can put in.
fn offered() -> impl Iterator<Item = &'static ServiceSpec> {
    catalogue::all().iter().copied().filter(|spec| spec.group != Group::People)
}

/// The last stage of the story, into which anything fits; with reports where they can be answered.
fn dropped(spec: &ServiceSpec) -> (Scenario, NodeId) {
    let mut scenario = presets::scenario("queue-workers").unwrap();
    let settings = settings::complete((spec.params)(), &Settings::default());
    let ports = (spec.ports)(Configured { region: scenario.region, settings: &settings, roles: &[] });
    let report = u32::from(ports.answers.contains(&Ask::Analyze));
    scenario.workload.mix = Mix { report, ..Mix::default() };
    scenario.workload.report_mrows = 0.01;
    let (edit, id) = wiring::drop_in(&scenario, spec.id, Point { x: 400, y: 400 }).expect(spec.id);
    edit.apply(&mut scenario).expect(spec.id);
    (scenario, id)
}

fn checked(scenario: &Scenario) -> Topology {
    let (topology, found) = validate::check(scenario);
    topology.unwrap_or_else(|| panic!("{found:?}"))
}

#[test]
fn the_catalogue_has_more_than_twenty_services_and_the_one_of_the_fixture() {
    assert!(offered().count() > 21);
    assert!(offered().any(|spec| spec.id == "gate"));
}

#[test]
fn each_is_asked_once_it_is_dropped_or_connected() {
    for spec in offered() {
        let (mut scenario, id) = dropped(spec);
        let topology = checked(&scenario);
        assert!(topology.parts.contains_key(&id), "{}", spec.id);
        let edges: Vec<Edge> = scenario.edges_to(id).chain(scenario.edges_from(id)).collect();
        assert!(!edges.is_empty(), "{} is wired to nobody", spec.id);
        assert!(engine::solve(&topology, USERS).nodes[&id].rate.0 > 0.0, "{} is asked nothing", spec.id);
        // What drop_in made can be cut and made again by hand.
        for edge in edges {
            Edit::RemoveEdge(edge).apply(&mut scenario).expect(spec.id);
            assert_eq!(wiring::refusal(&scenario, edge), None, "{} {edge:?}", spec.id);
            Edit::AddEdge(edge).apply(&mut scenario).expect(spec.id);
        }
    }
}

#[test]
fn each_is_simulated_as_it_is_solved() {
    for spec in offered() {
        let (scenario, _) = dropped(spec);
        let topology = checked(&scenario);
        let report = engine::solve(&topology, USERS);
        let plan = Plan { duration_s: SECONDS, ..Plan::default() };
        let mut play = Play::new(&topology, USERS, &plan, 7).expect(spec.id);
        while play.run(100_000, f64::INFINITY).ended.is_none() {}
        let done: f64 = play.samples().iter().map(|sample| sample.done_per_s).sum();
        // About 1,300 requests in ten seconds: four standard deviations of their number are 144.
        let expected = report.throughput.0 * f64::from(SECONDS);
        assert!((done - expected).abs() < 4.0 * expected.sqrt(), "{}: {done} against {expected}", spec.id);
    }
}

#[test]
fn each_is_billed_with_sources() {
    for spec in offered() {
        for region in Region::ALL {
            let (mut scenario, id) = dropped(spec);
            scenario.region = region;
            let report = engine::solve(&checked(&scenario), USERS);
            let lines: Vec<_> = report.cost.lines.iter().filter(|line| line.node == id).collect();
            assert!(!lines.is_empty(), "{} costs nothing in {region:?}", spec.id);
            for line in lines {
                assert!(!line.source.text().is_empty() && line.unit_price > 0.0, "{} {}", spec.id, line.item);
                assert!(!line.label.en.is_empty() && !line.label.ko.is_empty(), "{} {}", spec.id, line.item);
            }
        }
    }
}

/// A value that is not what a setting has by itself: that would be left out of a link.
fn another(param: &ParamSpec) -> Value {
    let default = param.default_value();
    let others = match param.kind {
        ParamKind::Int { min, max, .. } => vec![Value::Int(min), Value::Int(max)],
        ParamKind::Toggle => vec![Value::Toggle(true), Value::Toggle(false)],
        ParamKind::Choice(choices) | ParamKind::Listed { choices, .. } => {
            choices(Region::ApNortheast2).into_iter().map(|choice| Value::Choice(choice.value)).collect()
        }
    };
    others.into_iter().find(|value| *value != default).expect(param.key)
}

#[test]
fn each_comes_through_a_link_with_all_its_settings() {
    for spec in offered() {
        let (mut scenario, id) = dropped(spec);
        let node = scenario.nodes.get_mut(&id).unwrap();
        for param in (spec.params)() {
            node.settings.0.insert(param.key.to_owned(), another(param));
        }
        let opened = link::open(&link::write(&scenario)).unwrap_or_else(|error| panic!("{}: {error}", spec.id));
        assert_eq!(opened, scenario, "{}", spec.id);
    }
}

#[test]
fn each_has_its_figures_with_their_sources_and_none_of_another_region() {
    for spec in offered() {
        for region in Region::ALL {
            let settings = settings::complete((spec.params)(), &Settings::default());
            let found = catalogue::figures_of(spec, Configured { region, settings: &settings, roles: &[] });
            let elsewhere = if region == Region::UsEast1 { Region::ApNortheast2 } else { Region::UsEast1 };
            assert!(found.len() >= 5 && found.len() < 100, "{}: {}", spec.id, found.len());
            for figure in found {
                assert!(!figure.citation.source.text().is_empty(), "{} {}", spec.id, figure.key);
                assert!(!figure.column.ends_with(elsewhere.id()), "{} {}", spec.id, figure.key);
            }
        }
    }
}

#[test]
fn each_is_shown_in_both_languages() {
    let is_korean = |text: &str| text.chars().any(|letter| ('가'..='힣').contains(&letter));
    for spec in catalogue::all() {
        let both = |text: Text| [Language::En, Language::Ko].map(|language| i18n::text(language, text));
        for text in [spec.purpose, (spec.card)()] {
            let [en, ko] = both(text);
            assert!(!en.is_empty() && !is_korean(en) && is_korean(ko), "{}: {en} {ko}", spec.id);
        }
        for text in [spec.name, spec.short] {
            assert!(both(text).iter().all(|text| !text.is_empty()), "{}", spec.id);
        }
        for param in (spec.params)() {
            let [en, ko] = both(param.label);
            // A label in Latin letters is a term that AWS does not translate.
            assert!(!en.is_empty() && !is_korean(en) && !ko.is_empty(), "{} {}", spec.id, param.key);
            assert!(is_korean(ko) || ko.is_ascii(), "{} {}: {ko}", spec.id, param.key);
            if let ParamKind::Int { unit, .. } = param.kind {
                let units = [Language::En, Language::Ko].map(|language| i18n::unit(language, unit));
                assert_eq!(units[0].is_empty(), units[1].is_empty(), "{} {}", spec.id, param.key);
            }
            for choice in param.kind.choices().map(|choices| choices(Region::ApNortheast2)).unwrap_or_default() {
                let [en, ko] = [Language::En, Language::Ko].map(|language| i18n::words(language, &choice.label));
                assert!(!en.is_empty() && !ko.is_empty() && !is_korean(en), "{} {}", spec.id, choice.value);
            }
        }
    }
}
