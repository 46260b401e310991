//! Spot capacity that is taken back in a run. What is expected is counted.

use headroom::catalogue::settings::Value;
use headroom::engine::timeline::play::{Failure, Play, Traffic, What};
use headroom::model::scenario::NodeId;

use crate::play::{at, failed, node, plan, played, preset, set, when};

/// The notice comes at 60.
const NOTICE: u32 = 60;

/// A Spot fleet of two that keeps its number, before a database that is slow around the notice or not.
fn run(slow: bool, timeout_s: f64) -> (Play, NodeId) {
    let mut scenario = preset("load-balancer");
    let fleet = node(&scenario, "ec2");
    for (key, value) in [
        ("purchase", Value::Choice("spot".to_owned())),
        ("auto_scaling", Value::Toggle(true)),
        ("min", Value::Int(2)),
        ("max", Value::Int(2)),
    ] {
        set(&mut scenario, fleet, key, value);
    }
    scenario.workload.timeout_s = timeout_s;
    let stuck = Failure::Slow { node: node(&scenario, "rds"), factor_percent: 10_000_000, for_s: 400 };
    let mut failures = vec![(NOTICE, Failure::Spot(fleet))];
    if slow {
        failures.insert(0, (NOTICE - 5, stuck));
    }
    (played(&scenario, 1_000, plan(300, Traffic::Steady, &failures)), fleet)
}

fn lost(play: &Play, seconds: std::ops::Range<usize>) -> f64 {
    play.samples()[seconds].iter().map(failed).sum()
}

#[test]
fn an_instance_that_drains_within_its_notice_loses_nothing_and_is_replaced() {
    let (play, fleet) = run(false, 20.0);
    assert_eq!(lost(&play, 0..300), 0.0);
    let sample = |second: usize| at(&play.samples()[second], fleet);
    // Another starts with the notice, and is there 85 s later.
    assert_eq!((sample(59).in_service, sample(60).in_service, sample(60).starting), (2, 1, 1));
    assert_eq!(when(play.log(), |what| what == What::InService { node: fleet, count: 2 }), 60.0 + 85.0);
    assert_eq!((sample(299).in_service, sample(299).draining, sample(299).dead), (2, 0, 0));
}

#[test]
fn what_is_in_an_instance_when_its_notice_is_over_is_lost() {
    // Queries that take minutes, and users who wait for them.
    let (play, fleet) = run(true, 300.0);
    let over = (NOTICE + 120) as usize;
    let draining = |second: usize| at(&play.samples()[second], fleet).draining;
    assert_eq!((draining(over - 1), draining(over)), (1, 0));
    assert_eq!(lost(&play, 0..over), 0.0);
    assert!(lost(&play, over..over + 1) > 0.0);
}

#[test]
fn on_demand_capacity_is_not_taken_back() {
    let scenario = preset("load-balancer");
    let fleet = node(&scenario, "ec2");
    let play = played(&scenario, 500, plan(90, Traffic::Steady, &[(30, Failure::Spot(fleet))]));
    assert!(play.log().is_empty());
    assert_eq!(at(&play.samples()[40], fleet).in_service, 2);
}
