//! Tables that throttle, in the long run and in time. What is expected is counted.

use headroom::catalogue::settings::{Settings, Value};
use headroom::catalogue::spec::Resource;
use headroom::engine::report::Report;
use headroom::engine::timeline::play::{Detail, Failure, Plan, Play, Sample, Span, Traffic, What};
use headroom::model::plan::Planned;
use headroom::model::scenario::{NodeId, Scenario};
use headroom::model::workload::Mix;
use headroom::{engine, units::Usd};

use crate::play::{SEED, at, checked, failed, mean, node, plan, played, preset, set, when};

/// Requests a second of a user: a tenth are active, twenty requests a minute, twice at the peak.
const RATE: f64 = 0.1 * 20.0 * 2.0 / 60.0;

/// Nothing but writes without reads, each of one unit, at a table with so much capacity, before boxes with room.
fn writes(capacity: i64) -> (Scenario, NodeId) {
    let mut scenario = preset("load-balancer");
    let [boxes, table] = ["ec2", "rds"].map(|service| node(&scenario, service));
    let there = scenario.nodes.get_mut(&table).expect("a node");
    there.service = "dynamodb".to_owned();
    there.settings = Settings::default();
    there.zones.clear();
    for (key, value) in [("write_capacity", capacity), ("read_capacity", 200), ("item_kb", 1), ("retries", 0)] {
        set(&mut scenario, table, key, Value::Int(value));
    }
    set(&mut scenario, table, "capacity_mode", Value::Choice("provisioned".to_owned()));
    set(&mut scenario, boxes, "type", Value::Choice("m5.2xlarge".to_owned()));
    scenario.workload.mix = Mix { page: 0, write: 1, static_file: 0, upload: 0, report: 0 };
    scenario.workload.write_reads = 0.0;
    (scenario, table)
}

fn used(report: &Report, node: NodeId, resource: Resource) -> f64 {
    let found = report.nodes.get(&node).expect("a node").resources.iter().find(|one| one.resource == resource);
    found.expect("a resource").utilisation.0
}

#[test]
fn what_is_beyond_the_capacity_fails_and_nobody_waits() {
    let (scenario, table) = writes(100);
    let calm = engine::solve(&checked(&scenario), 1_200);
    assert_eq!(calm.error_rate.0, 0.0);
    // 3,000 users ask 200 times a second, less what they wait for answers: a hundred get through.
    let full = engine::solve(&checked(&scenario), 3_000);
    assert!((full.throughput.0 / 100.0 - 1.0).abs() < 1e-6, "{full:?}");
    let ended = full.throughput.0 + full.failures.0;
    assert!((195.0..200.0).contains(&ended), "{ended}");
    assert!((full.error_rate.0 - (1.0 - 100.0 / ended)).abs() < 1e-9);
    assert!((used(&full, table, Resource::WriteCapacity) - 1.0).abs() < 1e-9);
    let mean_ms = |report: &Report| report.latency.expect("answers").mean.0;
    assert!((mean_ms(&full) - mean_ms(&calm)).abs() < 0.5, "{} {}", mean_ms(&full), mean_ms(&calm));
    // It breaks where as many are asked for.
    let limit = full.limits.iter().find(|limit| limit.resource == Resource::WriteCapacity).expect("a limit");
    assert!((limit.users / (100.0 / RATE) - 1.0).abs() < 1e-9);
}

#[test]
fn a_page_of_five_reads_needs_all_of_them() {
    let (mut scenario, table) = writes(100);
    scenario.workload.mix = Mix { page: 1, write: 0, static_file: 0, upload: 0, report: 0 };
    let report = engine::solve(&checked(&scenario), 3_000);
    // 200 RCU are 400 reads. Of so many pages a second each read gets through with s: rate × (s + … + s⁵) = 400.
    let pages = report.throughput.0 + report.failures.0;
    let reads = |s: f64| pages * (1..=5).map(|read| libm::pow(s, f64::from(read))).sum::<f64>();
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if reads(middle) < 400.0 { low = middle } else { high = middle }
    }
    assert!(
        (report.throughput.0 / (pages * libm::pow(low, 5.0)) - 1.0).abs() < 1e-6,
        "{} {pages}",
        report.throughput.0
    );
    assert!((used(&report, table, Resource::ReadCapacity) - 1.0).abs() < 1e-9);
    assert_eq!(used(&report, table, Resource::WriteCapacity), 0.0);
}

#[test]
fn the_long_run_of_a_run_is_the_steady_state_with_retries_too() {
    let (mut scenario, table) = writes(100);
    set(&mut scenario, table, "retries", Value::Int(3));
    let users = 2_400;
    let steady = engine::solve(&checked(&scenario), users);
    let play = played(&scenario, users, plan(1_200, Traffic::Steady, &[]));
    let rate = |read: fn(&Sample) -> f64| mean(play.samples(), 800..1_200, read);
    let [done, lost] = [rate(|sample| sample.done_per_s), rate(failed)];
    // 400 s of 160 requests a second: 0.4 % of their number.
    assert!((done / steady.throughput.0 - 1.0).abs() < 0.012, "{done} {}", steady.throughput.0);
    assert!((lost / steady.failures.0 - 1.0).abs() < 0.04, "{lost} {}", steady.failures.0);
    let mean_ms = steady.latency.expect("answers").p50.0;
    let median = mean(play.samples(), 800..1_200, |sample| 1e3 * sample.latency_s.map_or(0.0, |found| found[0]));
    assert!((median / mean_ms - 1.0).abs() < 0.15, "{median} {mean_ms}");
}

/// When 300 s of 100 units are used up by so many a second: 30,000 ÷ (rate − 100), with three standard deviations of the
/// number of requests until then.
fn emptied(rate: f64) -> std::ops::Range<f64> {
    let after = 30_000.0 / (rate - 100.0);
    let spread = 3.0 * (rate * after).sqrt() / (rate - 100.0);
    after - spread..after + spread
}

#[test]
fn a_burst_lasts_as_long_as_what_was_kept() {
    let (scenario, table) = writes(100);
    let play = played(&scenario, 2_700, plan(800, Traffic::Steady, &[]));
    let rate = mean(play.samples(), 10..350, |sample| sample.done_per_s);
    let begins = What::ThrottlingBegins { node: table, resource: Resource::WriteCapacity };
    let at_s = when(play.log(), |what| what == begins);
    assert!(emptied(rate).contains(&at_s), "{at_s} {:?}", emptied(rate));
    let second = at_s as usize;
    assert!(play.samples()[..second - 1].iter().all(|sample| failed(sample) == 0.0));
    let after = mean(play.samples(), second + 5..800, |sample| sample.done_per_s);
    assert!((after / 100.0 - 1.0).abs() < 0.01, "{after}");
    // What is left is what has not been used: at 200 s all of it less 200 × (rate − 100).
    let left = at(&play.samples()[199], table).capacity.expect("capacity").write.kept_s;
    let so_far = mean(play.samples(), 0..200, |sample| sample.done_per_s);
    assert!((left - (300.0 - 2.0 * (so_far - 100.0))).abs() < 3.0, "{left} {so_far}");
}

#[test]
fn a_fluid_uses_up_a_burst_as_fast() {
    let (scenario, table) = writes(100);
    let long = Plan { detail: Detail::Fluid, ..plan(800, Traffic::Steady, &[]) };
    let mut span = Span::new(&checked(&scenario), 2_700, &long, SEED).expect("plays");
    while span.run(1_000_000, f64::INFINITY).ended.is_none() {}
    let begins = What::ThrottlingBegins { node: table, resource: Resource::WriteCapacity };
    let at_s = when(span.log(), |what| what == begins);
    let rate = mean(span.samples(), 10..350, |sample| sample.done_per_s);
    assert!((at_s - 30_000.0 / (rate - 100.0)).abs() < 2.0, "{at_s} {rate}");
    let after = mean(span.samples(), 760..800, |sample| sample.done_per_s);
    assert!((after / 100.0 - 1.0).abs() < 0.01, "{after}");
}

#[test]
fn reads_and_writes_are_throttled_apart() {
    let (mut scenario, table) = writes(100);
    scenario.workload.mix = Mix { page: 1, write: 1, static_file: 0, upload: 0, report: 0 };
    let play = played(&scenario, 2_600, plan(900, Traffic::Steady, &[]));
    // 86 writes a second are below the capacity; 86 pages read 433 times: 217 units, 16 more than there are.
    let begins = |resource| What::ThrottlingBegins { node: table, resource };
    assert!(play.log().iter().all(|entry| entry.what != begins(Resource::WriteCapacity)));
    let full = engine::solve(&checked(&scenario), 2_600);
    assert!(used(&full, table, Resource::ReadCapacity) > 0.999 && used(&full, table, Resource::WriteCapacity) < 0.9);
}

fn cost(scenario: &Scenario, users: u32, play: &Play) -> Usd {
    let report = engine::solve(&checked(scenario), users);
    engine::cost::over_time::of_run(&report, play.samples(), |_| None).time
}

#[test]
fn capacity_that_is_set_in_the_run_holds_from_that_second_on_and_is_billed_from_it() {
    let (scenario, table) = writes(100);
    let more = Failure::Capacity { node: table, read: 200, write: 300 };
    let once = plan(800, Traffic::Steady, &[(700, more)]);
    let play = played(&scenario, 3_000, once);
    let lost = |seconds: std::ops::Range<usize>| mean(play.samples(), seconds, failed);
    assert!(lost(400..700) > 80.0 && lost(701..800) == 0.0, "{} {}", lost(400..700), lost(701..800));
    assert_eq!(at(&play.samples()[750], table).capacity.expect("capacity").write.units, 300.0);
    let ends = What::ThrottlingEnds { node: table, resource: Resource::WriteCapacity };
    assert!((709.0..=712.0).contains(&when(play.log(), |what| what == ends)));
    // 200 WCU more for the last 100 s, at 0.0007049 an hour.
    let plain = played(&scenario, 3_000, plan(800, Traffic::Steady, &[]));
    let more = cost(&scenario, 3_000, &play).dollars() - cost(&scenario, 3_000, &plain).dollars();
    assert!((more - 200.0 * 0.0007049 * 100.0 / 3_600.0).abs() < 2e-6, "{more}");
}

#[test]
fn less_capacity_keeps_less() {
    let (scenario, table) = writes(300);
    let less = Failure::Capacity { node: table, read: 200, write: 100 };
    // 160 a second are within 300; of 100 there are 300 s at once, 30,000: 60 more are used each second.
    let play = played(&scenario, 2_400, plan(900, Traffic::Steady, &[(100, less)]));
    let rate = mean(play.samples(), 10..500, |sample| sample.done_per_s);
    let at_s = when(play.log(), |what| matches!(what, What::ThrottlingBegins { .. }));
    assert!(emptied(rate).contains(&(at_s - 100.0)), "{at_s} {rate}");
}

#[test]
fn auto_scaling_goes_to_the_target_after_two_minutes_above_it() {
    let (mut scenario, table) = writes(100);
    set(&mut scenario, table, "auto_scaling", Value::Toggle(true));
    let play = played(&scenario, 2_400, plan(600, Traffic::Steady, &[]));
    let rate = mean(play.samples(), 60..120, |sample| sample.done_per_s);
    let follows = |what| match what {
        What::Capacity { resource: Resource::WriteCapacity, from, to, .. } => Some((from, to)),
        _ => None,
    };
    assert_eq!(when(play.log(), |what| follows(what).is_some()), 120.0);
    let (from, to) = play.log().iter().find_map(|entry| follows(entry.what)).expect("it follows");
    assert_eq!((from, f64::from(to)), (100, (rate / 0.7).ceil()));
    assert!(play.samples().iter().all(|sample| failed(sample) == 0.0));
    // A table on demand cannot be set.
    set(&mut scenario, table, "capacity_mode", Value::Choice("on_demand".to_owned()));
    let set_anew = Failure::Capacity { node: table, read: 1, write: 1 };
    let play = played(&scenario, 100, plan(60, Traffic::Steady, &[(10, set_anew)]));
    assert!(play.log().is_empty());
}

#[test]
fn a_new_table_on_demand_has_four_thousand_writes_and_twice_its_peak_half_an_hour_later() {
    let (mut scenario, table) = writes(100);
    set(&mut scenario, table, "capacity_mode", Value::Choice("on_demand".to_owned()));
    set(&mut scenario, table, "item_kb", Value::Int(400));
    // Of 15 writes of 400 units a second 10 get through; half an hour after that 20 would.
    let play = played(&scenario, 225, plan(2_000, Traffic::Steady, &[]));
    let done = |seconds| mean(play.samples(), seconds, |sample| sample.done_per_s);
    assert!((done(10..1_800) / 10.0 - 1.0).abs() < 0.06, "{}", done(10..1_800));
    assert!((done(1_870..2_000) / 15.0 - 1.0).abs() < 0.08, "{}", done(1_870..2_000));
    let units = |second: usize| at(&play.samples()[second], table).capacity.expect("capacity").write.units;
    assert_eq!(units(1_700), 4_000.0);
    assert!(units(1_999) >= 7_900.0, "{}", units(1_999));
}

#[test]
fn capacity_in_a_plan_survives_a_link_and_none_at_all_is_refused() {
    let (mut scenario, table) = writes(100);
    let failure = Failure::Capacity { node: table, read: 400, write: 250 };
    scenario.plan.failures = vec![Planned { at_s: 60, failure }];
    let file = headroom::codec::file::write(&scenario);
    assert_eq!(headroom::codec::file::read(&file).expect("it opens").plan, scenario.plan);
    assert!(headroom::codec::file::read(&file.replacen("250", "0", 1)).is_err());
}
