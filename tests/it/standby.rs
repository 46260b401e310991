//! A database that fails in a run, with a standby and without. What is expected is counted.

use headroom::catalogue::settings::Value;
use headroom::engine::timeline::play::{Failure, Play, Traffic, What};
use headroom::model::scenario::NodeId;

use crate::play::{at, failed, node, plan, played, preset, set, when};

/// Two boxes before a database in zone a, with a standby in zone b or without.
fn run(multi_az: bool, failures: impl Fn(NodeId) -> Vec<(u32, Failure)>) -> (Play, NodeId) {
    let mut scenario = preset("load-balancer");
    let database = node(&scenario, "rds");
    set(&mut scenario, database, "multi_az", Value::Toggle(multi_az));
    (played(&scenario, 1_000, plan(420, Traffic::Steady, &failures(database))), database)
}

/// Seconds in which the database was gone.
fn gone(play: &Play, database: NodeId) -> usize {
    play.samples().iter().filter(|sample| at(sample, database).dead > 0).count()
}

#[test]
fn a_standby_takes_over_after_its_time_and_a_single_database_is_gone_as_long_as_it_fails() {
    let fails = |node| vec![(60, Failure::Node { node, for_s: 300 })];
    let (single, database) = run(false, fails);
    let (multi, _) = run(true, fails);
    assert_eq!((gone(&single, database), gone(&multi, database)), (300, 90));
    assert_eq!(when(multi.log(), |what| what == What::FailedOver { node: database, zone: 'b' }), 150.0);
    let errors = |play: &Play, seconds: std::ops::Range<usize>| play.samples()[seconds].iter().map(failed).sum::<f64>();
    assert!(errors(&multi, 60..150) > 1_000.0);
    assert_eq!((errors(&multi, 0..60), errors(&multi, 151..420)), (0.0, 0.0));
    assert!(errors(&single, 151..360) > 1_000.0);
}

#[test]
fn a_zone_that_fails_for_a_moment_starts_a_failover_all_the_same() {
    let fails = |_| vec![(60, Failure::Zone { zone: 'a', for_s: 30 })];
    let (single, database) = run(false, fails);
    let (multi, _) = run(true, fails);
    assert_eq!((gone(&single, database), gone(&multi, database)), (30, 90));
}

#[test]
fn a_zone_that_holds_the_standby_takes_nothing_along_and_no_failover_goes_there() {
    let zone = (60, Failure::Zone { zone: 'b', for_s: 200 });
    let (multi, database) = run(true, |_| vec![zone]);
    assert_eq!(gone(&multi, database), 0);
    let (multi, database) = run(true, |node| vec![zone, (70, Failure::Node { node, for_s: 300 })]);
    // Its zone is back at 260.
    assert_eq!(gone(&multi, database), 260 - 70);
    assert_eq!(when(multi.log(), |what| matches!(what, What::FailedOver { .. })), 260.0);
}

#[test]
fn after_a_failover_the_other_zone_counts() {
    let zone = |zone, at_s| (at_s, Failure::Zone { zone, for_s: 10 });
    let (multi, database) = run(true, |_| vec![zone('a', 60), zone('a', 200), zone('b', 300)]);
    // At 60 and at 300.
    assert_eq!(gone(&multi, database), 90 + 90);
}
