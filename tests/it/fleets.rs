//! Percentiles behind a balancer that chooses at random, by aggregation (as drawings are solved) against the exact law.
//!
//! Where nobody loses patience, a network with a timeout that nobody reaches is the same network; but the one is solved by
//! aggregation and the other queue by queue, where the time in processor sharing is a first passage.

use headroom::codec::network_file;
use headroom::engine::queueing::steady::{self, Steady};

/// What is declared of percentiles.
const BOUND: f64 = 0.05;

/// Of the median of few small queues: how long a crowd lasts is taken on average over requests, which serves the long ones,
/// and those make the high percentiles; the short ones, who meet their crowd as it is, make the median.
const MEDIAN_BOUND: f64 = 0.065;

/// Of the mean: that of the other method for closed users.
const MEAN_BOUND: f64 = 0.006;

fn solved(queues: u32, servers: u32, load: f64, patient: bool) -> Steady {
    let users = (load * f64::from(queues * servers) * 1_000.0) as u32;
    let client = if patient { "" } else { "\"client\": {\"timeout_s\": 100000, \"abandoned_work\": \"stops\"}, " };
    let file = format!(
        "{{\"version\": 1, {client}\"workload\": {{\"closed\": {{\"users\": {users}, \"think_mean_s\": 10}}}}, \"classes\": {{\"all\": {{\"route\": [{{\"visit\": \"web\"}}]}}}}, \
         \"stations\": {{\"web\": {{\"servers\": {servers}, \"instances\": {queues}, \"balancer\": \"random\", \"discipline\": \"processor_sharing\", \"service\": {{\"kind\": \"exponential\", \"mean_s\": 0.01}}}}}}}}"
    );
    steady::solve(&network_file::read(&file).expect("a network file")).expect("closed users have a steady state")
}

#[test]
fn behind_a_balancer_bad_luck_is_in_the_percentiles_and_not_only_in_the_mean() {
    for (queues, servers) in [(2, 1), (6, 1), (20, 1), (2, 2), (6, 2), (6, 4)] {
        for load in [0.3, 0.5, 0.8, 0.9, 0.95] {
            let [exact, found] = [true, false].map(|patient| {
                let steady = solved(queues, servers, load, patient);
                steady.latency.expect("answers")
            });
            let off = |one: f64, other: f64| (one / other - 1.0).abs();
            let here = format!("{queues} queues of {servers} at {load}: {found:?} for {exact:?}");
            assert!(off(found.mean_s, exact.mean_s) < MEAN_BOUND, "{here}");
            assert!(off(found.p50_s, exact.p50_s) < MEDIAN_BOUND, "{here}");
            assert!(off(found.p95_s, exact.p95_s) < BOUND, "{here}");
            assert!(off(found.p99_s, exact.p99_s) < BOUND, "{here}");
        }
    }
}
