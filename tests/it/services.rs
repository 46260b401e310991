//! Every service of the catalogue fits into every stage of the story.

use headroom::model::diagnostic::{Diagnostic, Severity};
use headroom::model::scenario::Point;
use headroom::model::validate;
use headroom::model::wiring::drop_in;
use headroom::{catalogue, presets};

#[test]
fn every_service_can_be_dropped_into_every_preset() {
    for preset in presets::all() {
        for spec in catalogue::all() {
            let mut scenario = preset.scenario().expect("a preset opens");
            let Some((edit, id)) = drop_in(&scenario, spec.id, Point { x: 400, y: 400 }) else {
                assert_eq!(spec.group, catalogue::spec::Group::People, "{} is not offered", spec.id);
                continue;
            };
            edit.apply(&mut scenario).expect("a drop applies");
            let (topology, found) = validate::check(&scenario);
            let place = format!("{} in {}: {found:?}", spec.id, preset.id);
            assert!(topology.is_some(), "{place}");
            let others = found.iter().filter(|diagnostic| **diagnostic != Diagnostic::Idle { node: id });
            assert_eq!(others.filter(|other| other.severity() == Severity::Error).count(), 0, "{place}");
        }
    }
}

#[test]
fn only_what_needs_another_part_first_waits_unasked() {
    let mut waiting = Vec::new();
    for preset in presets::all() {
        for spec in catalogue::all() {
            let mut scenario = preset.scenario().expect("a preset opens");
            let Some((edit, id)) = drop_in(&scenario, spec.id, Point { x: 400, y: 400 }) else { continue };
            edit.apply(&mut scenario).expect("a drop applies");
            if validate::check(&scenario).1.contains(&Diagnostic::Idle { node: id }) {
                waiting.push(format!("{} in {}", spec.id, preset.id));
            }
        }
    }
    // Workers and a topic wait for a queue, a second box for a balancer, a proxy for a database that is no box, a warehouse for
    // reports, a way out for somewhere to go.
    let expected = |line: &String| {
        line.starts_with("workers in")
            || line.starts_with("sns in")
            || line.starts_with("nat in")
            || line.starts_with("ec2 in")
            || line.starts_with("redshift in")
            || line == "rds_proxy in one-box"
    };
    assert!(waiting.iter().all(expected), "{waiting:?}");
    let ready = |line: &String| line.contains("in queue-workers") && !line.starts_with("redshift");
    assert!(!waiting.iter().any(ready), "{waiting:?}");
}
