//! What clients do about failures, in time: retries, circuit breakers, and servers that bound their queues.

use headroom::catalogue::settings::Value;
use headroom::engine;
use headroom::engine::timeline::play::{Failure, Plan, Play, Sample, Traffic, What};
use headroom::engine::timeline::{CAUSES, Cause};
use headroom::model::resilience::{Breaker, Resilience};
use headroom::model::scenario::Scenario;
use headroom::model::workload::{Class, Mix};

use crate::play::{checked, failed, mean, node, plan, played, preset, set, when};

/// Three retries, a tenth of a second apart, of requests whose work servers finish in any case.
fn stubborn() -> Resilience {
    Resilience { backoff_ms: vec![100; 3], finishes_abandoned: true, ..Resilience::default() }
}

fn failed_by(sample: &Sample, cause: Cause) -> f64 {
    CAUSES.iter().zip(sample.failed_per_s).find(|(of, _)| **of == cause).map_or(0.0, |(_, rate)| rate)
}

#[test]
fn attempts_are_told_apart_from_requests_and_a_request_fails_once() {
    let scenario = preset("load-balancer");
    let gone = Failure::Node { node: node(&scenario, "rds"), for_s: 200 };
    let resilience = Resilience { backoff_ms: vec![100, 200], ..Resilience::default() };
    let plan = Plan { resilience, ..plan(120, Traffic::Steady, &[(0, gone)]) };
    let play = played(&scenario, 2_000, plan);
    let rate = |read: fn(&Sample) -> f64| mean(play.samples(), 20..120, read);
    let offered = rate(|sample| sample.offered_per_s);
    // 60 of 100 requests are files and need no database: one attempt. The others take three and fail once.
    let attempts = rate(|sample| sample.attempts_per_s) / offered;
    assert!((attempts - (0.6 + 0.4 * 3.0)).abs() < 0.02, "{attempts}");
    let lost = rate(failed) / offered;
    assert!((lost - 0.4).abs() < 0.015, "{lost}");
}

/// A fleet that serves pages only, to users who think for 15 s and wait for one.
fn fleet() -> Scenario {
    let mut scenario = preset("load-balancer");
    scenario.workload.mix = Mix { page: 100, write: 0, static_file: 0, upload: 0, report: 0 };
    scenario.workload.requests_per_minute = 2.0;
    scenario.workload.timeout_s = 1.0;
    let instances = node(&scenario, "ec2");
    set(&mut scenario, instances, "slots", Value::Int(10));
    scenario
}

/// What the fleet can do, pages a second: the demand at which the steady engine has it full.
fn capacity() -> f64 {
    let scenario = fleet();
    let report = engine::solve(&checked(&scenario), 1_000);
    scenario.workload.demanded_rps(report.bottleneck.expect("a limit").breaks_at_users)
}

/// Users of 60 % of that.
fn users() -> u32 {
    (0.6 * capacity() * 15.0 * 10.0) as u32
}

/// The fleet at 60 % of what it can do, with half a minute in which there are two and a half times as many users.
fn after_a_spike(resilience: Resilience) -> Play {
    let spike = Traffic::Spike { factor_percent: 250, from_s: 30, for_s: 30 };
    played(&fleet(), users(), Plan { resilience, ..plan(300, spike, &[]) })
}

/// The share of requests that are answered long after the spike.
fn answered(play: &Play) -> f64 {
    let rate = |read: fn(&Sample) -> f64| mean(play.samples(), 200..300, read);
    rate(|sample| sample.done_per_s) / rate(|sample| sample.offered_per_s)
}

#[test]
fn without_retries_an_overload_ends_with_the_spike() {
    let play = after_a_spike(Resilience { finishes_abandoned: true, ..Resilience::default() });
    let during = mean(play.samples(), 45..60, failed);
    // Half as much again as can be done is asked for, and soon nobody waits for what is done.
    assert!(during > 0.5 * capacity(), "{during}");
    // The backlog is at most what 30 s bring beyond the capacity, 0.5 × 30 s of its work, and drains with 40 % of it.
    assert!(answered(&play) > 0.99, "{}", answered(&play));
}

#[test]
fn with_retries_and_a_queue_without_bound_the_overload_stays_when_the_spike_has_gone() {
    let play = after_a_spike(stubborn());
    assert!(answered(&play) < 0.1, "{}", answered(&play));
    // Nobody is answered in time: each user thinks for 15 s, then four attempts of 1 s with 0.1 s between them.
    let sent = mean(play.samples(), 200..300, |sample| sample.attempts_per_s);
    let fluid = f64::from(users()) * 0.1 * 4.0 / (15.0 + 4.0 + 0.3);
    assert!((sent / fluid - 1.0).abs() < 0.05, "{sent} {fluid}");
    let offered = mean(play.samples(), 200..300, |sample| sample.offered_per_s);
    assert!((sent / offered - 4.0).abs() < 0.1, "{}", sent / offered);
}

#[test]
fn a_fleet_that_is_switched_off_and_on_has_forgotten_what_nobody_waits_for() {
    let scenario = fleet();
    let off = Failure::Node { node: node(&scenario, "ec2"), for_s: 20 };
    let spike = Traffic::Spike { factor_percent: 250, from_s: 30, for_s: 30 };
    let play = played(&scenario, users(), Plan { resilience: stubborn(), ..plan(300, spike, &[(120, off)]) });
    let before = mean(play.samples(), 100..120, |sample| sample.done_per_s / sample.offered_per_s);
    assert!(before < 0.1, "{before}");
    // The queue of abandoned requests is gone, and what is asked for is 60 % of what can be done.
    assert!(answered(&play) > 0.99, "{}", answered(&play));
}

#[test]
fn a_bound_on_the_queue_keeps_the_fleet_at_work_that_someone_waits_for() {
    // As many as each of the two instances does in a quarter of a second.
    let limit = (capacity() / 2.0 / 4.0) as u32;
    let play = after_a_spike(Resilience { queue_limit: Some(limit), ..stubborn() });
    assert!(answered(&play) > 0.99, "{}", answered(&play));
    let rate = |read: fn(&Sample) -> f64| mean(play.samples(), 45..60, read);
    // In the spike the fleet does what it can, and refuses the rest.
    assert!(rate(|sample| sample.done_per_s) > 0.9 * capacity(), "{}", rate(|sample| sample.done_per_s));
    assert!(rate(|sample| failed_by(sample, Cause::Refused)) > 0.0);
}

#[test]
fn a_circuit_breaker_lets_an_overload_end_that_retries_would_keep_up() {
    let play = after_a_spike(Resilience { breaker: Some(Breaker::default()), ..stubborn() });
    assert!(when(play.log(), |what| matches!(what, What::CircuitOpens(_))) < 60.0);
    assert!(mean(play.samples(), 45..60, |sample| failed_by(sample, Cause::CircuitOpen)) > 0.5 * capacity());
    assert!(answered(&play) > 0.99, "{}", answered(&play));
}

#[test]
fn while_its_circuit_is_open_a_kind_of_request_is_not_sent_and_one_probe_closes_it() {
    let scenario = preset("load-balancer");
    let gone = Failure::Node { node: node(&scenario, "rds"), for_s: 60 };
    let resilience =
        Resilience { breaker: Some(Breaker { open_s: 10, ..Breaker::default() }), ..Resilience::default() };
    let play = played(&scenario, 4_000, Plan { resilience, ..plan(200, Traffic::Steady, &[(30, gone)]) });
    let opens = when(play.log(), |what| what == What::CircuitOpens(Class::Page));
    // 80 pages a second; those of the 30 s before were answered: a tenth of 30 × 80 fail within 3 to 4 s.
    assert!((32.0..36.0).contains(&opens), "{opens}");
    // 53 static files a second and one page or write in ten seconds, where 120 a second were sent before.
    let sent = |seconds| mean(play.samples(), seconds, |sample| sample.attempts_per_s / sample.offered_per_s);
    let open = sent(60..80);
    assert!((open - 0.6).abs() < 0.03, "{open}");
    // Back at 90; the next probe is at most ten seconds later, when the next page is asked for.
    let closes = when(play.log(), |what| what == What::CircuitCloses(Class::Page));
    assert!((90.0..102.0).contains(&closes), "{closes}");
    assert!(mean(play.samples(), 110..200, |sample| failed_by(sample, Cause::CircuitOpen)) < 3.0);
    assert!((sent(120..200) - 1.0).abs() < 0.03);
}

#[test]
fn a_plan_without_any_of_it_plays_what_it_played_before() {
    let scenario: Scenario = preset("load-balancer");
    let play = played(&scenario, 2_000, plan(60, Traffic::Steady, &[]));
    assert!(play.samples().iter().all(|sample| sample.attempts_per_s == sample.offered_per_s));
}
