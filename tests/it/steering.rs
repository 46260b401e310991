//! Groups that follow their load in a run, by situations. What is expected is counted.

use headroom::catalogue::settings::Value;
use headroom::engine::timeline::play::{Failure, Play, Traffic, What};
use headroom::model::scenario::{NodeId, Scenario};

use crate::play::{at, failed, mean, node, plan, played, preset, set};

/// 2,200 users fill two boxes to a third; three times as many to 95 %.
const USERS: u32 = 2_200;

/// Two boxes behind a balancer that scale, with some settings.
fn fleet(settings: &[(&str, Value)]) -> (Scenario, NodeId) {
    let mut scenario = preset("load-balancer");
    let fleet = node(&scenario, "ec2");
    set(&mut scenario, fleet, "auto_scaling", Value::Toggle(true));
    set(&mut scenario, fleet, "min", Value::Int(2));
    for (key, value) in settings {
        set(&mut scenario, fleet, key, value.clone());
    }
    (scenario, fleet)
}

fn policy(policy: &str) -> (&'static str, Value) {
    ("policy", Value::Choice(policy.to_owned()))
}

const fn spike(from_s: u32, for_s: u32) -> Traffic {
    Traffic::Spike { factor_percent: 300, from_s, for_s }
}

/// When the group wanted another number of instances, and which.
fn wanted(play: &Play) -> Vec<(f64, u32)> {
    let step = |what| match what {
        What::ScaleOut { to, .. } | What::ScaleIn { to, .. } => Some(to),
        _ => None,
    };
    play.log().iter().filter_map(|entry| Some((entry.at_s, step(entry.what)?))).collect()
}

/// When instances were put in service.
fn put(play: &Play) -> Vec<f64> {
    let put = play.log().iter().filter(|entry| matches!(entry.what, What::InService { .. }));
    put.map(|entry| entry.at_s).collect()
}

#[test]
fn a_step_policy_adds_and_takes_away_by_the_alarms_periods_and_its_cooldown() {
    let (scenario, fleet) = fleet(&[
        policy("step"),
        ("step_add", Value::Int(2)),
        ("out_after", Value::Int(2)),
        ("in_after", Value::Int(3)),
    ]);
    let play = played(&scenario, USERS, plan(1_500, spike(60, 900), &[]));
    // Points at 120 and 180 are above 70 %: two more. Four are at 48 %, between the limits. From 960 on they are at
    // 16 %: points at 1020, 1080, 1140; one away, and after five minutes of cooldown the next. Two are the fewest.
    assert_eq!(wanted(&play), [(180.0, 4), (1_140.0, 3), (1_440.0, 2)]);
    assert_eq!(put(&play), [180.0 + 85.0]);
    assert_eq!(at(&play.samples()[700], fleet).in_service, 4);
}

#[test]
fn an_alarm_of_ten_second_periods_is_minutes_sooner() {
    let (scenario, _) = fleet(&[
        policy("step"),
        ("step_add", Value::Int(2)),
        ("period_s", Value::Int(10)),
        ("app_start_s", Value::Int(5)),
    ]);
    let play = played(&scenario, USERS, plan(240, spike(60, 180), &[]));
    // Points at 70, 80 and 90; 25 s to launch, 5 s for the application, 30 s for the health check.
    assert_eq!((wanted(&play), put(&play)), (vec![(90.0, 4)], vec![150.0]));
}

#[test]
fn a_scheduled_action_sets_capacity_at_its_time() {
    let (scenario, fleet) = fleet(&[
        ("scheduled", Value::Toggle(true)),
        ("scheduled_at_s", Value::Int(120)),
        ("scheduled_min", Value::Int(3)),
        ("scheduled_desired", Value::Int(4)),
        ("in_after", Value::Int(3)),
    ]);
    let play = played(&scenario, 500, plan(900, Traffic::Steady, &[]));
    assert_eq!(play.log()[0].what, What::Scheduled { node: fleet, min: 3, desired: 4 });
    assert_eq!(put(&play), [120.0 + 85.0]);
    // Far too many: they warm up until 205 + 300, and the next point takes away all but the new fewest.
    assert_eq!(wanted(&play), [(120.0, 4), (540.0, 3)]);
}

#[test]
fn predictive_scaling_has_instances_ready_when_the_traffic_comes() {
    let (scenario, fleet) = fleet(&[policy("none"), ("predictive", Value::Toggle(true))]);
    let play = played(&scenario, USERS, plan(700, spike(300, 300), &[]));
    let busy = |seconds| mean(play.samples(), seconds, |sample| at(sample, fleet).utilisation);
    // Three times the work of two, at 50 %.
    let needed = (2.0 * busy(30..200) * 3.0 / 0.5).ceil();
    assert_eq!(wanted(&play), [(300.0 - 85.0, needed as u32), (600.0, 2)]);
    assert_eq!(put(&play), [300.0]);
    assert!((0.4..0.52).contains(&busy(305..595)), "{}", busy(305..595));
    let forecast = |second: usize| at(&play.samples()[second], fleet).forecast;
    assert_eq!((forecast(250), forecast(299), forecast(300)), (Some(2), Some(2), Some(needed as u32)));
}

#[test]
fn a_group_without_a_forecast_shows_none() {
    let (scenario, fleet) = fleet(&[]);
    let play = played(&scenario, 500, plan(60, Traffic::Steady, &[]));
    assert!(play.samples().iter().all(|sample| at(sample, fleet).forecast.is_none()));
}

#[test]
fn a_zone_that_fails_takes_what_starts_there_along_and_the_group_starts_it_elsewhere() {
    let schedule = [
        policy("none"),
        ("scheduled", Value::Toggle(true)),
        ("scheduled_at_s", Value::Int(30)),
        ("scheduled_desired", Value::Int(4)),
    ];
    let (scenario, fleet) = fleet(&schedule);
    let failure = (60, Failure::Zone { zone: 'b', for_s: 400 });
    let play = played(&scenario, 500, plan(300, Traffic::Steady, &[failure]));
    let sample = |second: usize| at(&play.samples()[second], fleet);
    // One of two that start is lost, and begun anew in the other zone at once.
    assert_eq!((sample(59).starting, sample(60).starting, sample(60).dead), (2, 2, 1));
    // The one of 30; the one of 60; and for the one that served, missed after 60 s, one of 120.
    assert_eq!(put(&play), [115.0, 145.0, 205.0]);
    assert_eq!(sample(299).in_service, 4);
}

#[test]
fn a_zone_that_fails_takes_what_drains_there_along_with_its_requests() {
    let schedule = [
        policy("none"),
        ("min", Value::Int(1)),
        ("scheduled", Value::Toggle(true)),
        ("scheduled_at_s", Value::Int(40)),
        ("scheduled_min", Value::Int(1)),
        ("scheduled_desired", Value::Int(1)),
    ];
    let (scenario, fleet) = fleet(&schedule);
    // Requests that wait for the database for seconds keep the one that drains busy.
    let slow = (20, Failure::Slow { node: node(&scenario, "rds"), factor_percent: 20_000, for_s: 60 });
    let run = |failures: &[(u32, Failure)]| played(&scenario, 4_000, plan(90, Traffic::Steady, failures));
    let whole = run(&[slow]);
    let struck = run(&[slow, (41, Failure::Zone { zone: 'b', for_s: 400 })]);
    let draining = |play: &Play| at(&play.samples()[41], fleet).draining;
    assert_eq!((draining(&whole), draining(&struck)), (1, 0));
    assert_eq!(failed(&whole.samples()[41]), 0.0);
    assert!(failed(&struck.samples()[41]) > 10.0, "{}", failed(&struck.samples()[41]));
    // What drained does not come back.
    assert_eq!(at(&struck.samples()[89], fleet).dead, 0);
}
