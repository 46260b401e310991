//! What a run in time costs, against hours and months counted by hand.

use headroom::engine::cost::over_time::{RunCost, of_run};
use headroom::engine::report::Report;
use headroom::engine::timeline::play::{Plan, Play, Sample};
use headroom::model::validate;
use headroom::units::{SECONDS_PER_MONTH, Usd};
use headroom::{engine, presets};

/// A second of a run.
fn first() -> Sample {
    let scenario = presets::scenario("one-box").expect("sound");
    let topology = validate::check(&scenario).0.expect("sound");
    let plan = Plan { duration_s: 60, ..Plan::default() };
    let mut play = Play::new(&topology, 10, &plan, 1).expect("sound");
    play.run(u64::MAX, 1.0);
    play.samples()[0].clone()
}

/// The same at another time, with so many answers and instances.
fn sample_of(first: &Sample, at_s: f64, done: f64, there: u32) -> Sample {
    let mut sample = first.clone();
    sample.at_s = at_s;
    sample.done_per_s = done;
    for node in &mut sample.nodes {
        (node.in_service, node.starting, node.draining, node.credits) = (there, 0, 0, None);
    }
    sample
}

fn one_box() -> Report {
    let scenario = presets::scenario("one-box").expect("sound");
    engine::solve(&validate::check(&scenario).0.expect("sound"), 100)
}

#[test]
fn an_hour_of_a_box_costs_its_hour() {
    let (report, first) = (one_box(), first());
    let samples: Vec<Sample> = (1..=3_600).map(|second| sample_of(&first, f64::from(second), 0.0, 1)).collect();
    let found = of_run(&report, &samples, |_| None);
    // A t3.small in Seoul: $0.026 an hour, its address $0.005, and 30 GiB × $0.0912 ÷ 730 h of disk.
    let expected = 0.026 + 0.005 + 30.0 * 0.0912 / 730.0;
    assert!((found.time.dollars() - expected).abs() < 1e-6, "{found:?} {expected}");
    assert_eq!((found.requests, found.surplus), (Usd::ZERO, Usd::ZERO));
    assert_eq!(found.day.to_string(), format!("{:.2}", 24.0 * expected));
}

#[test]
fn a_group_is_billed_for_the_instances_that_were_there() {
    let (report, first) = (one_box(), first());
    let samples: Vec<Sample> =
        (1..=60).map(|second| sample_of(&first, f64::from(second), 0.0, if second <= 30 { 1 } else { 3 })).collect();
    let fixed = of_run(&report, &samples, |_| None).time.dollars();
    let group = of_run(&report, &samples, |_| Some(1)).time.dollars();
    // One instance for half a minute and three for the other: twice as many as one all the time.
    assert!((group - 2.0 * fixed).abs() < 2e-6, "{group} {fixed}");
}

#[test]
fn requests_cost_what_they_cost_in_the_steady_month() {
    let (report, first) = (one_box(), first());
    let samples: Vec<Sample> =
        (1..=10).map(|second| sample_of(&first, f64::from(second), 2.0 * report.throughput.0, 1)).collect();
    let found = of_run(&report, &samples, |_| None).requests.dollars();
    // Twice the steady rate for ten seconds: twenty seconds of the month's transfer.
    let month: f64 =
        report.cost.lines.iter().filter(|line| line.item == "transfer_out").map(|line| line.usd.dollars()).sum();
    assert!((found - month * 20.0 / SECONDS_PER_MONTH).abs() < 1e-5, "{found} {month}");
}

#[test]
fn nothing_played_costs_nothing() {
    assert_eq!(of_run(&one_box(), &[], |_| None), RunCost::default());
}
