//! Names that lead to one of two systems while one of them fails. What is expected is counted.

use headroom::catalogue::settings::Value;
use headroom::engine;
use headroom::engine::timeline::play::{Detail, Failure, Plan, Play, Sample, Span, Traffic, What};
use headroom::model::scenario::{Edge, NodeId, Point, Scenario};
use headroom::model::wiring::drop_in;
use headroom::model::workload::Mix;

use crate::play::{SEED, at, checked, failed, mean, node, plan, played, preset, set, when};

/// Users, a name, and two boxes behind it that hold all of it; what the name does.
fn two(policy: &str) -> (Scenario, NodeId, [NodeId; 2]) {
    let mut scenario = preset("one-box");
    let first = node(&scenario, "ec2");
    set(&mut scenario, first, "type", Value::Choice("m5.large".to_owned()));
    let (edit, name) = drop_in(&scenario, "route53", Point { x: 100, y: 400 }).expect("a service");
    edit.apply(&mut scenario).expect("a drop applies");
    let second = NodeId(1 + scenario.nodes.keys().map(|id| id.0).max().unwrap_or(0));
    let twin = scenario.nodes.get(&first).expect("a node").clone();
    scenario.nodes.insert(second, twin);
    let users = node(&scenario, "users");
    scenario.edges.retain(|edge| edge.from != users && edge.from != name);
    for (from, to) in [(users, name), (name, first), (name, second)] {
        scenario.edges.insert(Edge { from, to });
    }
    set(&mut scenario, name, "policy", Value::Choice(policy.to_owned()));
    scenario.workload.mix = Mix { page: 1, write: 0, static_file: 0, upload: 0, report: 0 };
    (scenario, name, [first, second])
}

/// Users who ask 80 times a second.
const USERS: u32 = 1_200;

fn lost(play: &Play, seconds: std::ops::Range<usize>) -> f64 {
    play.samples()[seconds].iter().map(failed).sum()
}

fn offered(sample: &Sample) -> f64 {
    sample.offered_per_s
}

#[test]
fn users_go_on_to_a_dead_system_until_checks_have_failed_and_their_answers_have_expired() {
    let (scenario, _, [first, second]) = two("weighted");
    let fails = [(100, Failure::Node { node: first, for_s: 600 })];
    let play = played(&scenario, USERS, plan(600, Traffic::Steady, &fails));
    let no_more = What::NamedNoMore { node: first, kept_s: 60 };
    assert_eq!(when(play.log(), |what| what == no_more), 190.0);
    // Half of the requests for 90 s, and then on average a quarter for the 60 s in which half of the users ask anew.
    // (Who fails asks again as soon as who is answered: 80 a second.)
    let rate = mean(play.samples(), 100..250, offered);
    let [checking, expiring] = [lost(&play, 100..190), lost(&play, 190..250)];
    assert!((checking / (0.5 * 90.0 * rate) - 1.0).abs() < 0.07, "{checking} {rate}");
    assert!((expiring / (0.25 * 60.0 * rate) - 1.0).abs() < 0.12, "{expiring} {rate}");
    assert_eq!((lost(&play, 0..100), lost(&play, 252..600)), (0.0, 0.0));
    // Users are told by the name, not as by a balancer.
    assert!(play.log().iter().all(|entry| !matches!(entry.what, What::Noticed(_))));
    // From then on the second does all of it.
    let busy = |seconds| mean(play.samples(), seconds, |sample| at(sample, second).utilisation);
    assert!((busy(260..600) / busy(10..100) - 2.0).abs() < 0.2, "{} {}", busy(10..100), busy(260..600));
}

#[test]
fn failover_leads_all_to_the_first_until_it_fails_and_back_when_it_is_well() {
    let (mut scenario, name, [first, second]) = two("failover");
    set(&mut scenario, name, "check_interval", Value::Choice("10".to_owned()));
    set(&mut scenario, name, "ttl_s", Value::Int(0));
    let fails = [(100, Failure::Node { node: first, for_s: 200 })];
    let play = played(&scenario, USERS, plan(600, Traffic::Steady, &fails));
    let busy = |id, seconds| mean(play.samples(), seconds, |sample| at(sample, id).utilisation);
    assert!(busy(first, 10..100) > 0.1 && busy(second, 0..100) == 0.0);
    // Three checks of 10 s, and no answer is kept: all requests of 30 s fail, and none after.
    let rate = mean(play.samples(), 100..130, offered);
    assert!((lost(&play, 100..130) / (30.0 * rate) - 1.0).abs() < 0.03);
    assert_eq!(lost(&play, 131..600), 0.0);
    // It is back at 300, and named again three checks later.
    assert_eq!(when(play.log(), |what| what == What::NamedAgain(first)), 330.0);
    assert!(busy(second, 140..330) > 0.1 && busy(second, 335..600) == 0.0 && busy(first, 335..600) > 0.1);
    // In the long run the second is idle, and it is no fault of the drawing.
    let report = engine::solve(&checked(&scenario), USERS);
    let asked = |id| report.flows.get(&Edge { from: name, to: id }).map_or(0.0, |rate| rate.0);
    assert!(asked(second) == 0.0 && asked(first) > 1.0);
    let found = headroom::model::validate::check(&scenario).1;
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn where_nobody_is_well_all_are_named() {
    let (mut scenario, name, both) = two("failover");
    set(&mut scenario, name, "ttl_s", Value::Int(0));
    let fails = both.map(|node| (100, Failure::Node { node, for_s: 150 }));
    let play = played(&scenario, USERS, plan(600, Traffic::Steady, &fails));
    // Back at 250: the first is asked before any check has found it well (340).
    assert_eq!(lost(&play, 251..600), 0.0);
    assert!(lost(&play, 200..250) > 1_000.0);
    assert!(play.log().iter().any(|entry| entry.what == What::NamedAgain(both[0]) && entry.at_s == 340.0));
}

#[test]
fn a_system_behind_a_balancer_fails_when_nobody_behind_that_answers() {
    let mut scenario = preset("load-balancer");
    let (edit, name) = drop_in(&scenario, "route53", Point { x: 100, y: 400 }).expect("a service");
    edit.apply(&mut scenario).expect("a drop applies");
    set(&mut scenario, name, "policy", Value::Choice("weighted".to_owned()));
    let [fleet, balancer] = ["ec2", "alb"].map(|service| node(&scenario, service));
    let fails = [(60, Failure::Node { node: fleet, for_s: 300 })];
    let play = played(&scenario, 500, plan(400, Traffic::Steady, &fails));
    assert!(when(play.log(), |what| matches!(what, What::NamedNoMore { node, .. } if node == balancer)) == 150.0);
}

#[test]
fn a_fluid_loses_as_many() {
    let (scenario, _, [first, _]) = two("weighted");
    let fails = [(100, Failure::Node { node: first, for_s: 600 })];
    let plan = Plan { detail: Detail::Fluid, ..plan(600, Traffic::Steady, &fails) };
    let mut span = Span::new(&checked(&scenario), USERS, &plan, SEED).expect("plays");
    while span.run(1_000_000, f64::INFINITY).ended.is_none() {}
    let lost = |from: f64, to: f64| -> f64 {
        span.samples().iter().filter(|sample| sample.at_s > from && sample.at_s <= to).map(failed).sum()
    };
    // Close-ups of what is planned are simulated, so as near as those.
    assert!((lost(100.0, 190.0) / (0.5 * 90.0 * 80.0) - 1.0).abs() < 0.07, "{}", lost(100.0, 190.0));
    assert!((lost(190.0, 252.0) / (0.25 * 60.0 * 80.0) - 1.0).abs() < 0.10, "{}", lost(190.0, 252.0));
    // But for what keeps the network's parts where nobody is led to.
    assert!(lost(253.0, 600.0) < 1e-3, "{}", lost(253.0, 600.0));
}
