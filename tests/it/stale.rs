//! Reads at replicas that lag behind, by situations. What is expected is counted from the run's own rates.

use headroom::catalogue::settings::Value;
use headroom::engine::timeline::play::{Play, Traffic};
use headroom::model::scenario::NodeId;

use crate::play::{at, node, plan, played, preset, set};

/// The drawing with a primary and a replica, as far behind as said.
fn run(lag_ms: i64, rows: i64) -> (Play, NodeId) {
    let mut scenario = preset("read-replica");
    let replica = node(&scenario, "rds_replica");
    set(&mut scenario, replica, "lag_ms", Value::Int(lag_ms));
    set(&mut scenario, replica, "hot_rows", Value::Int(rows));
    // Writes that read nothing: they would see their own change, or miss it.
    scenario.workload.write_reads = 0.0;
    (played(&scenario, 8_000, plan(300, Traffic::Steady, &[])), replica)
}

/// All reads of the replica, and the share of them that was stale.
fn read(play: &Play, replica: NodeId) -> (f64, f64) {
    let all = play.samples().iter().map(|sample| at(sample, replica).stale_reads.expect("a replica"));
    let (reads, stale) = all.fold((0.0, 0.0), |sum, one| (sum.0 + one.reads, sum.1 + one.stale));
    (reads, stale / reads)
}

#[test]
fn the_share_of_stale_reads_is_that_of_poisson_writes_within_the_lag() {
    for (lag_ms, rows) in [(1_000, 100), (20, 1), (5_000, 1_000)] {
        let (play, replica) = run(lag_ms, rows);
        let (reads, share) = read(&play, replica);
        // 9 writes and 1 upload of 100 requests change one row each.
        let done: f64 = play.samples().iter().map(|sample| sample.done_per_s).sum();
        let changes_per_s = done * 0.10 / 300.0;
        let expected = 1.0 - libm::exp(-changes_per_s * lag_ms as f64 / 1_000.0 / rows as f64);
        assert!(reads > 10_000.0);
        assert!((share / expected - 1.0).abs() < 0.03, "{lag_ms} ms, {rows}: {share} {expected}");
    }
}

#[test]
fn a_replica_without_lag_is_never_stale() {
    let (play, replica) = run(0, 1);
    assert_eq!(read(&play, replica).1, 0.0);
}

#[test]
fn only_replicas_can_be_stale() {
    let (play, _) = run(1_000, 100);
    let watched = |sample: &headroom::engine::timeline::play::Sample| {
        sample.nodes.iter().filter(|node| node.stale_reads.is_some()).count()
    };
    assert!(play.samples().iter().all(|sample| watched(sample) == 1));
}
