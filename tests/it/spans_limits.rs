//! What a fluid may not do: more jobs than there are slots, and ask who is gone.

use headroom::catalogue::settings::Value;
use headroom::engine::timeline::play::{Failure, Span, Traffic};

use crate::spans::{both, node, plan, preset, set};

#[test]
fn a_fluid_gives_workers_no_more_jobs_than_they_have_slots() {
    let mut scenario = preset("queue-workers");
    let workers = node(&scenario, "workers");
    set(&mut scenario, workers, "slots", Value::Int(1));
    scenario.workload.mix.upload = 50;
    let (full, fluid) = both(&scenario, 2_000, &plan(600, Traffic::Steady, &[]));
    let waits = |span: &Span| {
        let sample = span.samples().last().expect("a second");
        sample.nodes.iter().find(|found| found.node == workers).expect("workers").waiting
    };
    let (one, other) = (waits(&full), waits(&fluid));
    // A backlog of some thousands, counted to four standard deviations of what came.
    assert!(one > 2_000.0 && (one - other).abs() < 0.05 * one, "{one} {other}");
}

#[test]
fn a_fluid_asks_the_database_where_a_cache_is_gone() {
    let scenario = preset("cache");
    let failure = Failure::Node { node: node(&scenario, "elasticache"), for_s: 300 };
    let plan = plan(300, Traffic::Steady, &[(60, failure)]);
    let (_, fluid) = both(&scenario, 5_000, &plan);
    // Those who are just being answered by it fail with it.
    let later = fluid.samples().iter().filter(|sample| sample.at_s > 62.0);
    let failed: f64 = later.map(|sample| sample.failed_per_s.iter().sum::<f64>()).sum();
    assert!(failed < 1e-6, "{failed}");
}
