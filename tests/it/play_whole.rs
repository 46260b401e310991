//! All that a plan can hold at once, in time.

use headroom::catalogue::settings::Value;
use headroom::engine::timeline::play::{Failure, Plan, Play, Traffic};
use headroom::model::replay::Replay;
use headroom::model::resilience::{Breaker, Resilience};
use headroom::model::scenario::Scenario;
use proptest::prelude::*;

use crate::arbitrary;
use crate::play::{checked, failed, node, plan, preset, set};

/// The story's last drawing, with jobs that fail and a plan in which everything happens.
fn eventful() -> (Scenario, Plan) {
    let mut scenario = preset("queue-workers");
    let (sqs, cache) = (node(&scenario, "sqs"), node(&scenario, "elasticache"));
    for (key, value) in [("visibility_s", 5), ("max_receives", 2), ("poison_percent", 20)] {
        set(&mut scenario, sqs, key, Value::Int(value));
    }
    set(&mut scenario, sqs, "dead_letter", Value::Toggle(true));
    set(&mut scenario, cache, "working_set", Value::Int(2_000));
    scenario.workload.timeout_s = 1.0;
    let failures = [
        (10, Failure::Node { node: cache, for_s: 15 }),
        (30, Failure::Node { node: node(&scenario, "workers"), for_s: 10 }),
        (45, Failure::Node { node: node(&scenario, "rds"), for_s: 10 }),
    ];
    let resilience = Resilience {
        backoff_ms: vec![100, 400],
        finishes_abandoned: true,
        queue_limit: Some(20),
        breaker: Some(Breaker { min_requests: 20, ..Breaker::default() }),
    };
    let replay = Replay::parse("0,300\n40,900\n90,100").expect("a recording");
    (scenario, Plan { resilience, ..plan(90, Traffic::Steady, &failures).replaying(replay) })
}

#[test]
fn the_same_seed_plays_the_same_run_with_everything_in_it_in_slices_of_any_size() {
    let (scenario, plan) = eventful();
    let topology = checked(&scenario);
    let new = || Play::new(&topology, 3_000, &plan, 7).expect("a run");
    let mut whole = new();
    while whole.run(u64::MAX, f64::INFINITY).ended.is_none() {}
    let mut sliced = new();
    let mut slices = 0;
    while sliced.run(211, f64::INFINITY).ended.is_none() {
        slices += 1;
        if slices % 40 == 0 {
            // A snapshot goes on as the original would have.
            sliced = sliced.clone();
        }
    }
    assert!(slices > 100 && whole.log().len() > 8, "{slices} {:?}", whole.log());
    assert_eq!((sliced.samples(), sliced.log()), (whole.samples(), whole.log()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn whatever_the_plan_no_request_ends_that_has_not_come(plan in arbitrary::plan()) {
        let (scenario, _) = eventful();
        let plan = Plan { duration_s: 60, ..plan };
        let mut play = Play::new(&checked(&scenario), 300, &plan, 3).expect("a run");
        play.run(400_000, f64::INFINITY);
        let (mut came, mut ended) = (0.0, 0.0);
        for sample in play.samples() {
            came += sample.offered_per_s;
            ended += sample.done_per_s + failed(sample);
            prop_assert!(ended <= came && sample.attempts_per_s >= 0.0);
            for node in &sample.nodes {
                prop_assert!((0.0..=1.0).contains(&node.utilisation) && node.waiting >= 0.0);
                prop_assert!(node.hit_ratio.is_none_or(|hits| (0.0..=1.0).contains(&hits)));
                prop_assert!(node.queue.is_none_or(|queue| queue.oldest_s >= 0.0 && queue.oldest_s <= sample.at_s));
            }
        }
    }
}
