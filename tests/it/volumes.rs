//! Disks of boxes in time: a gp2 volume that bursts, and an instance store that is lost. What is expected is counted.

use headroom::catalogue::settings::Value;
use headroom::catalogue::spec::Resource;
use headroom::engine;
use headroom::engine::timeline::play::{Detail, Failure, Plan, Play, Span, Traffic, What};
use headroom::model::scenario::{NodeId, Scenario};
use headroom::model::workload::Mix;

use crate::play::{SEED, at, checked, failed, mean, node, plan, played, preset, set, when};

/// One large box for everything with a gp2 volume of 100 GiB, so full of credits; users who only write.
fn writing(credits_percent: i64) -> (Scenario, NodeId) {
    let mut scenario = preset("one-box");
    let id = node(&scenario, "ec2");
    for (key, value) in [("type", "m5.4xlarge"), ("disk_kind", "gp2")] {
        set(&mut scenario, id, key, Value::Choice(value.to_owned()));
    }
    for (key, value) in [("disk_gib", 100), ("disk_credits_percent", credits_percent), ("slots", 2_000)] {
        set(&mut scenario, id, key, Value::Int(value));
    }
    scenario.workload.mix = Mix { page: 0, write: 1, static_file: 0, upload: 0, report: 0 };
    scenario.workload.write_reads = 0.0;
    (scenario, id)
}

/// Disk operations of a write, as model.md has them.
const OPS: f64 = 1_000.0 / 446.0;

/// When credits are used up at so many writes a second: 5.4 million × the share ÷ (rate × ops − 300), with three standard
/// deviations of the number of writes, whose work is exponential, until then.
fn emptied(share: f64, rate: f64) -> std::ops::Range<f64> {
    let spent = rate * OPS - 300.0;
    let after = 5.4e6 * share / spent;
    let spread = 3.0 * OPS * (2.0 * rate * after).sqrt() / spent;
    after - spread..after + spread + 1.0
}

#[test]
fn a_volume_bursts_until_its_credits_are_used_up_and_falls_to_three_for_each_gib() {
    // A fiftieth of the credits; 250 writes a second are 560 operations.
    let (scenario, id) = writing(2);
    let play = played(&scenario, 3_750, plan(600, Traffic::Steady, &[]));
    let rate = mean(play.samples(), 10..300, |sample| sample.done_per_s);
    let at_s = when(play.log(), |what| what == What::DiskCreditsGone(id));
    assert!(emptied(0.02, rate).contains(&at_s), "{at_s} {:?}", emptied(0.02, rate));
    // With credits 3,000 operations a second: hardly anybody waits. Without, 300 are 134 writes.
    let after = mean(play.samples(), at_s as usize + 30..600, |sample| sample.done_per_s);
    assert!((after / (300.0 / OPS) - 1.0).abs() < 0.03, "{after}");
    assert!((rate / 250.0 - 1.0).abs() < 0.03, "{rate}");
    let left = |second: usize| at(&play.samples()[second], id).io_credits.expect("credits");
    assert!((left(99) - (0.02 - 100.0 * (rate * OPS - 300.0) / 5.4e6)).abs() < 0.001, "{}", left(99));
    assert_eq!(left(590), 0.0);
    // The steady state is that of the long run: the disk is full where users write 134 times a second, 15 times a user.
    let steady = engine::solve(&checked(&scenario), 3_750);
    let disk = steady.limits.iter().find(|limit| limit.resource == Resource::DiskIops).expect("a limit");
    assert!((disk.users / (15.0 * 300.0 / OPS) - 1.0).abs() < 1e-6, "{}", disk.users);
}

#[test]
fn a_full_volume_bursts_for_half_an_hour_at_its_most_and_a_fluid_says_the_same() {
    // 1,200 writes a second would be 2,690 operations: 5.4 million ÷ 2,390 are 2,259 s.
    let (scenario, id) = writing(100);
    let long = Plan { detail: Detail::Fluid, ..plan(3_000, Traffic::Steady, &[]) };
    let mut span = Span::new(&checked(&scenario), 18_000, &long, SEED).expect("plays");
    while span.run(1_000_000, f64::INFINITY).ended.is_none() {}
    let at_s = when(span.log(), |what| what == What::DiskCreditsGone(id));
    let rate = mean(span.samples(), 100..1_000, |sample| sample.done_per_s);
    let expected = 5.4e6 / (rate * OPS - 300.0);
    assert!((at_s / expected - 1.0).abs() < 0.005, "{at_s} {expected} {rate}");
}

#[test]
fn a_volume_that_does_less_than_its_baseline_keeps_its_credits() {
    let (scenario, id) = writing(100);
    // 100 writes a second: 224 operations.
    let play = played(&scenario, 1_500, plan(120, Traffic::Steady, &[]));
    assert_eq!(at(&play.samples()[119], id).io_credits, Some(1.0));
    // A stopped box keeps its volume; one made from its image has a new one.
    let (scenario, id) = writing(10);
    for (cut_over, full) in [(false, false), (true, true)] {
        let resize = Failure::Resize { node: id, to: "m5.8xlarge", cut_over, for_s: 5 };
        let play = played(&scenario, 15, plan(60, Traffic::Steady, &[(30, resize)]));
        let left = at(&play.samples()[59], id).io_credits.expect("credits");
        assert_eq!(left > 0.99, full, "{left}");
        assert!(left > 0.0999);
    }
}

/// One box with its database and files on an instance store, or on a volume.
fn storing(disk: &str, failures: impl Fn(NodeId) -> Vec<(u32, Failure)>) -> (Play, NodeId) {
    let mut scenario = preset("one-box");
    let id = node(&scenario, "ec2");
    for (key, value) in [("type", "i3.xlarge"), ("disk_kind", disk)] {
        set(&mut scenario, id, key, Value::Choice(value.to_owned()));
    }
    (played(&scenario, 500, plan(300, Traffic::Steady, &failures(id))), id)
}

#[test]
fn what_was_on_an_instance_store_is_lost_when_the_box_stops_and_nothing_of_it_is_found_after() {
    let fails = |node| vec![(60, Failure::Node { node, for_s: 60 })];
    let (kept, id) = storing("gp3", fails);
    let (lost, _) = storing("local", fails);
    let told = |play: &Play| play.log().iter().filter(|entry| entry.what == What::StoreLost(id)).count();
    assert_eq!((told(&kept), told(&lost)), (0, 1));
    assert_eq!(when(lost.log(), |what| what == What::StoreLost(id)), 60.0);
    let errors = |play: &Play, seconds: std::ops::Range<usize>| mean(play.samples(), seconds, failed);
    assert_eq!((errors(&kept, 125..300), errors(&lost, 0..60)), (0.0, 0.0));
    // Pages, writes (they read too) and files find nothing: 99 of 100 requests. Uploads are kept anew.
    let offered = mean(lost.samples(), 125..300, |sample| sample.offered_per_s);
    assert!((errors(&lost, 125..300) / offered / 0.99 - 1.0).abs() < 0.01, "{} {offered}", errors(&lost, 125..300));
    let cause = lost.samples()[200].failed_per_s;
    assert_eq!(cause.iter().filter(|rate| **rate > 0.0).count(), 1, "{cause:?}");
}

#[test]
fn an_instance_store_that_only_held_an_application_is_not_missed() {
    let mut scenario = preset("load-balancer");
    let fleet = node(&scenario, "ec2");
    for (key, value) in [("type", "i3.large"), ("disk_kind", "local")] {
        set(&mut scenario, fleet, key, Value::Choice(value.to_owned()));
    }
    let zone = Failure::Zone { zone: 'b', for_s: 30 };
    let play = played(&scenario, 500, plan(300, Traffic::Steady, &[(60, zone)]));
    assert_eq!(when(play.log(), |what| what == What::StoreLost(fleet)), 60.0);
    assert_eq!(mean(play.samples(), 150..300, failed), 0.0);
}

#[test]
fn one_of_two_stores_that_is_lost_is_half_of_what_is_kept() {
    let mut scenario = preset("one-box");
    let id = node(&scenario, "ec2");
    for (key, value) in [("type", "i3.large"), ("disk_kind", "local")] {
        set(&mut scenario, id, key, Value::Choice(value.to_owned()));
    }
    set(&mut scenario, id, "count", Value::Int(2));
    scenario.nodes.get_mut(&id).expect("a node").zones = vec!['a', 'b'];
    // Files only: each is on one of the two.
    scenario.workload.mix = Mix { page: 0, write: 0, static_file: 1, upload: 0, report: 0 };
    let zone = Failure::Zone { zone: 'b', for_s: 30 };
    let both = plan(400, Traffic::Steady, &[(60, zone)]);
    let play = played(&scenario, 1_500, both.clone());
    let share = mean(play.samples(), 100..400, failed) / mean(play.samples(), 100..400, |sample| sample.offered_per_s);
    assert!((share / 0.5 - 1.0).abs() < 0.03, "{share}");
    let mut span = Span::new(&checked(&scenario), 1_500, &Plan { detail: Detail::Fluid, ..both }, SEED).expect("plays");
    while span.run(1_000_000, f64::INFINITY).ended.is_none() {}
    let share = mean(span.samples(), 200..400, failed) / mean(span.samples(), 200..400, |sample| sample.offered_per_s);
    assert!((share / 0.5 - 1.0).abs() < 0.02, "{share}");
}
