//! What clients do about failures, and the age of messages, in a fluid: by closed forms, and beside the simulation.

use headroom::catalogue::settings::Value;
use headroom::engine::timeline::play::{Detail, Failure, Plan, Sample, Span, Traffic, What};
use headroom::model::resilience::{Breaker, Resilience};
use headroom::model::scenario::Scenario;
use headroom::model::workload::Mix;

use crate::spans::{agrees, both, compared, node, plan, played, preset, set};

/// Half of all requests meet a dead instance between 100 and 160 s.
fn half_dead(resilience: Resilience) -> (Scenario, Plan) {
    let mut balanced = preset("load-balancer");
    balanced.workload.mix = Mix { page: 1, write: 0, static_file: 0, upload: 0, report: 0 };
    let zone = Failure::Zone { zone: 'b', for_s: 400 };
    (balanced, Plan { resilience, ..plan(300, Traffic::Steady, &[(100, zone)]) })
}

fn mean(span: &Span, (from_s, to_s): (f64, f64), read: &dyn Fn(&Sample) -> f64) -> f64 {
    let inside = span.samples().iter().filter(|sample| sample.at_s > from_s && sample.at_s <= to_s);
    let values: Vec<f64> = inside.map(read).collect();
    values.iter().sum::<f64>() / values.len() as f64
}

fn failed(sample: &Sample) -> f64 {
    sample.failed_per_s.iter().sum()
}

#[test]
fn retries_amplify_what_fails_half_the_time_as_a_geometric_series() {
    for retries in [0, 1, 3] {
        let resilience = Resilience { backoff_ms: vec![200; retries], ..Resilience::default() };
        let (scenario, plan) = half_dead(resilience);
        let span = played(&scenario, 2_000, &Plan { detail: Detail::Fluid, close_ups: vec![], ..plan });
        // Attempts a request are Σ pʳ, and a request fails with p to all of them. The close-up ends at 150 s.
        let p: f64 = 0.5;
        let attempts = (1.0 - libm::pow(p, retries as f64 + 1.0)) / (1.0 - p);
        let seconds = (152.0, 158.0);
        let offered = mean(&span, seconds, &|sample| sample.offered_per_s);
        let found = mean(&span, seconds, &|sample| sample.attempts_per_s) / offered;
        let lost = mean(&span, seconds, &failed) / offered;
        assert!((found / attempts - 1.0).abs() < 0.005, "{retries}: {found} {attempts}");
        assert!((lost - libm::pow(p, retries as f64 + 1.0)).abs() < 0.005, "{retries}: {lost}");
    }
}

#[test]
fn fluid_and_simulation_agree_on_what_clients_and_servers_do_about_failures() {
    let one = preset("one-box");
    let overload = |users, resilience| (one.clone(), users, Plan { resilience, ..plan(600, Traffic::Steady, &[]) });
    let waits = Resilience { backoff_ms: vec![1_000, 2_000], ..Resilience::default() };
    let storm = Resilience { backoff_ms: vec![1_000, 2_000], finishes_abandoned: true, ..Resilience::default() };
    let bounded = Resilience { queue_limit: Some(20), ..Resilience::default() };
    let bounded_again = Resilience { queue_limit: Some(20), backoff_ms: vec![500, 1_000], ..Resilience::default() };
    let (dead, dead_plan) = half_dead(waits.clone());
    let cases = [
        ("overload with retries", overload(100_000, waits), (200.0, 600.0)),
        ("a retry storm", overload(100_000, storm), (200.0, 600.0)),
        ("a bounded queue", overload(6_000, bounded), (200.0, 600.0)),
        ("a bounded queue with retries", overload(6_000, bounded_again), (200.0, 600.0)),
        ("half of the instances dead", (dead, 2_000, dead_plan), (110.0, 158.0)),
    ];
    for (name, (scenario, users, plan), seconds) in cases {
        let (full, fluid) = both(&scenario, users, &plan);
        let offered = compared(&full, &fluid, seconds, &|sample| Some(sample.offered_per_s));
        // Where users wait as long as they bear, requests with much work give up first (docs/model.md).
        let (rate, some) = if name == "overload with retries" { (0.17, 0.09) } else { (0.07, 0.02) };
        for (what, read) in [
            ("offered", &(|sample: &Sample| Some(sample.offered_per_s)) as &dyn Fn(&Sample) -> Option<f64>),
            ("attempts", &|sample| Some(sample.attempts_per_s)),
            ("done", &|sample| Some(sample.done_per_s)),
            ("failed", &|sample| Some(failed(sample))),
        ] {
            let found = compared(&full, &fluid, seconds, read);
            agrees(&format!("{name}, {what}"), &found, rate, some * offered.full);
        }
        if fluid.samples().last().is_some_and(|sample| sample.latency_s.is_none()) {
            assert_eq!(name, "a retry storm", "nobody is answered in time");
            continue;
        }
        for (index, relative) in [(0, 0.1), (1, if name == "overload with retries" { 0.6 } else { 0.1 })] {
            let found = compared(&full, &fluid, seconds, &|sample| Some(sample.latency_s?[index]));
            agrees(&format!("{name}, percentile {index}"), &found, relative, 0.04);
        }
    }
}

#[test]
fn a_circuit_breaker_opens_and_closes_in_a_fluid_when_it_does_in_the_simulation() {
    let one = preset("one-box");
    let box_ = node(&one, "ec2");
    let resilience = Resilience { breaker: Some(Breaker::default()), ..Resilience::default() };
    let gone = Failure::Node { node: box_, for_s: 60 };
    let (full, fluid) = both(&one, 2_000, &Plan { resilience, ..plan(300, Traffic::Steady, &[(100, gone)]) });
    let turns = |span: &Span| -> Vec<(f64, What)> {
        let turns =
            span.log().iter().filter(|entry| matches!(entry.what, What::CircuitOpens(_) | What::CircuitCloses(_)));
        turns.map(|entry| (entry.at_s, entry.what)).collect()
    };
    for (at_s, what) in turns(&full) {
        let same = turns(&fluid).into_iter().find(|(_, other)| *other == what).map(|(at_s, _)| at_s);
        assert!(same.is_some_and(|other_s| (other_s - at_s).abs() <= 12.0), "{what:?} at {at_s} and {same:?}");
    }
    for seconds in [(20.0, 100.0), (130.0, 160.0), (190.0, 300.0)] {
        for read in [&(|sample: &Sample| sample.done_per_s) as &dyn Fn(&Sample) -> f64, &failed] {
            let (one, other) = (mean(&full, seconds, read), mean(&fluid, seconds, read));
            assert!((one - other).abs() < 3.0, "{seconds:?}: {one} {other}");
        }
    }
}

#[test]
fn messages_are_as_old_in_a_fluid_as_in_the_simulation() {
    let mut scenario = preset("queue-workers");
    scenario.workload.mix.upload = 20;
    scenario.workload.upload_kb = 10.0;
    scenario.workload.job_cpu_ms = 10.0;
    let (fleet, workers) = (node(&scenario, "ec2"), node(&scenario, "workers"));
    set(&mut scenario, fleet, "count", Value::Int(20));
    set(&mut scenario, workers, "count", Value::Int(1));
    let spike = Traffic::Spike { factor_percent: 200, from_s: 60, for_s: 120 };
    let (full, fluid) = both(&scenario, 20_000, &plan(400, spike, &[]));
    let sqs = node(&scenario, "sqs");
    let queue = |span: &Span, second: f64| {
        let sample = span.samples().iter().find(|sample| sample.at_s >= second).expect("a second");
        let node = *sample.nodes.iter().find(|node| node.node == sqs).expect("the queue");
        (node.queue.expect("a queue").oldest_s, node.queue.expect("a queue").in_flight, node.waiting)
    };
    for second in [100.0, 150.0, 180.0, 220.0, 300.0] {
        let (one, other) = (queue(&full, second), queue(&fluid, second));
        assert!((one.0 - other.0).abs() < 0.1 * one.0 + 1.0, "{second}: {one:?} {other:?}");
    }
}
