//! How much memory a million users take. A target of its own: what is read is the peak of the whole process.

#![allow(clippy::expect_used, reason = "a test stops without its network")]
#![cfg(target_os = "linux")]

use headroom::engine::timeline::play::{Plan, Span};
use headroom::model::validate;
use headroom::presets;

#[allow(dead_code, reason = "benches use more of it")]
#[path = "../benches/support/simulated.rs"]
mod simulated;

/// What design and budget allow, in kB as Linux counts it.
const MOST_KB: u64 = 200 * 1024;

/// Simulated seconds of three tiers: ten times as long as its slowest requests take, so all that can be inside is.
const SECONDS: f64 = 20.0;

/// The most memory that this process has had, kB.
fn peak_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("what the system knows of this process");
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("the peak");
    line.split_ascii_whitespace().nth(1).and_then(|number| number.parse().ok()).expect("a number of kB")
}

#[test]
fn a_million_active_users_and_a_day_of_them_fit_in_200_megabytes() {
    let mut three_tiers = simulated::simulation(&simulated::three_tiers(1_000_000));
    while three_tiers.progress().now_s < SECONDS {
        let progress = three_tiers.run_events(100_000);
        assert_eq!(progress.ended, None, "a run that goes on");
    }
    // A hundred thousand requests a second and some events each: it has really been played.
    assert!(three_tiers.progress().events > 4 * 100_000 * SECONDS as u64);
    let full = peak_kb();

    let scenario = presets::scenario("queue-workers").expect("a preset of the story");
    let topology = validate::check(&scenario).0.expect("a drawing that makes sense");
    let plan = Plan { duration_s: 86_400, ..Plan::default() };
    let mut day = Span::new(&topology, 1_000_000, &plan, 1).expect("a drawing that can be played");
    while day.run(1_000_000, f64::INFINITY).ended.is_none() {}
    assert!(day.samples().last().is_some_and(|sample| sample.at_s > 86_000.0));

    assert!(full < MOST_KB, "{full} kB in full");
    assert!(peak_kb() < MOST_KB, "{} kB for a day", peak_kb());
}
