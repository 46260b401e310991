//! Some of a fleet's instances beside all of them and beside the fluid.

use headroom::catalogue::settings::Value;
use headroom::engine::timeline::play::{Detail, Failure, Method, Plan, Planned, Sample, Span, Traffic};
use headroom::model::scenario::Scenario;

use crate::spans::{agrees, compared, node, plan, played, preset, set, span};

/// A drawing whose fleet has so many instances.
fn fleet(id: &str, count: i64) -> Scenario {
    let mut scenario = preset(id);
    let boxes = node(&scenario, "ec2");
    set(&mut scenario, boxes, "count", Value::Int(count));
    set(&mut scenario, boxes, "type", Value::Choice("m5.large".to_owned()));
    scenario
}

fn events(span: &mut Span) -> u64 {
    loop {
        let progress = span.run(1_000_000, f64::INFINITY);
        if progress.ended.is_some() {
            return progress.events;
        }
    }
}

#[test]
fn full_fluid_and_sampled_runs_agree_where_all_can_be_had() {
    for (id, count, users) in
        [("load-balancer", 12, 15_000), ("load-balancer", 12, 24_000), ("queue-workers", 24, 60_000)]
    {
        let scenario = fleet(id, count);
        let of = |detail| played(&scenario, users, &Plan { detail, ..plan(240, Traffic::Steady, &[]) });
        let (full, fluid, sampled) = (of(Detail::Full), of(Detail::Fluid), of(Detail::Sampled));
        assert!(sampled.stretches().iter().all(|stretch| stretch.method == Method::Sampled), "{id}");
        for (what, read, relative) in [
            ("offered", &(|sample: &Sample| Some(sample.offered_per_s)) as &dyn Fn(&Sample) -> Option<f64>, 0.02),
            ("done", &|sample| Some(sample.done_per_s), 0.02),
            ("utilisation", &|sample| Some(sample.nodes[0].utilisation), 0.03),
            ("p50", &|sample| Some(sample.latency_s?[0]), 0.05),
            ("p95", &|sample| Some(sample.latency_s?[1]), 0.1),
        ] {
            for (name, other) in [("full", &full), ("fluid", &fluid)] {
                let found = compared(other, &sampled, (20.0, 240.0), read);
                agrees(&format!("{id} {users} {what}, {name}"), &found, relative, 0.002);
            }
        }
    }
}

#[test]
fn a_million_users_are_sampled_with_a_fraction_of_the_events() {
    // One in a hundred is active: 6,700 requests a second, of 40 instances four are simulated.
    let mut scenario = fleet("queue-workers", 40);
    scenario.workload.active_percent = 1.0;
    let of = |detail, duration_s| Plan { detail, ..plan(duration_s, Traffic::Steady, &[]) };
    let full = events(&mut span(&scenario, 1_000_000, &of(Detail::Full, 60)));
    let mut sampled = span(&scenario, 1_000_000, &of(Detail::Sampled, 600));
    let few = events(&mut sampled);
    assert!(10 * full > 5 * few, "{full} {few}");
    assert!(
        sampled.samples().len() == 600 && sampled.stretches().iter().all(|stretch| stretch.method == Method::Sampled)
    );
}

#[test]
fn where_the_database_behind_the_fleet_is_full_the_run_says_that_it_is_a_fluid() {
    let sampled = Plan { detail: Detail::Sampled, ..plan(120, Traffic::Steady, &[]) };
    let span = played(&fleet("load-balancer", 40), 200_000, &sampled);
    assert_eq!(span.stretches().last().map(|stretch| stretch.method), Some(Method::Fluid));
}

#[test]
fn a_fleet_that_changes_is_a_fluid_and_its_run_says_so() {
    let mut scaled = fleet("load-balancer", 12);
    let boxes = node(&scaled, "ec2");
    set(&mut scaled, boxes, "auto_scaling", Value::Toggle(true));
    let zone = Planned { at_s: 50, failure: Failure::Zone { zone: 'b', for_s: 30 } };
    let sampled = Plan { detail: Detail::Sampled, ..plan(100, Traffic::Steady, &[]) };
    let failing = Plan { failures: vec![zone], ..sampled.clone() };
    for (scenario, plan) in
        [(&scaled, &sampled), (&fleet("load-balancer", 12), &failing), (&preset("one-box"), &sampled)]
    {
        let methods: Vec<Method> =
            played(scenario, 2_000, plan).stretches().iter().map(|stretch| stretch.method).collect();
        assert!(!methods.contains(&Method::Sampled) && methods.contains(&Method::Fluid), "{methods:?}");
    }
}
