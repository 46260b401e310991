//! CPU credits in a run, by situations. What is expected is counted from what AWS says of a type.

use headroom::catalogue::settings::Value;
use headroom::engine::timeline::play::{CreditsSample, Play, Traffic, What};
use headroom::model::scenario::NodeId;
use headroom::model::workload::Mix;

use crate::play::{at, mean, node, plan, played, preset, set, when};

/// A t3.small: 2 vCPUs at a baseline of 20 %, and 576 credits at most, of a minute each.
const EARNED: f64 = 2.0 * 0.2;
const MOST: f64 = 576.0 * 60.0;

/// One box for everything, with so many percent of its credits, played at a number of users.
fn one_box(mode: &str, percent: i64, users: u32, seconds: u32) -> (Play, NodeId) {
    let mut scenario = preset("one-box");
    let id = node(&scenario, "ec2");
    set(&mut scenario, id, "credit_mode", Value::Choice(mode.to_owned()));
    set(&mut scenario, id, "credits_percent", Value::Int(percent));
    scenario.workload.mix = Mix { page: 1, write: 0, static_file: 0, upload: 0, report: 0 };
    // Nobody gives up: work that is thrown away would count as used.
    scenario.workload.timeout_s = 60.0;
    (played(&scenario, users, plan(seconds, Traffic::Steady, &[])), id)
}

fn credits(play: &Play, id: NodeId, second: usize) -> CreditsSample {
    at(&play.samples()[second - 1], id).credits.expect("a T type")
}

/// More than the processors can do, all the time.
const TOO_MANY: u32 = 2_500;

#[test]
fn a_full_box_in_standard_mode_falls_to_its_baseline_when_its_credits_are_gone() {
    let (play, id) = one_box("standard", 1, TOO_MANY, 400);
    // A hundredth of 34,560 vCPU-seconds, at 2 − 0.4 a second: 216 s, and what the first second did not use.
    let gone = when(play.log(), |what| what == What::CreditsGone { node: id, unlimited: false });
    assert_eq!(MOST * 0.01 / (2.0 - EARNED), 216.0);
    assert!((216.0..=218.0).contains(&gone), "{gone}");
    let done = |seconds| mean(play.samples(), seconds, |sample| sample.done_per_s);
    // Nothing but pages, all of them full of work for the processors: a fifth of what they could do.
    let share = done(260..400) / done(100..210);
    assert!((share / 0.2 - 1.0).abs() < 0.05, "{share}");
    assert_eq!(credits(&play, id, 390).left_s, 0.0);
    assert_eq!(credits(&play, id, 390).surplus_s, 0.0);
}

#[test]
fn what_is_used_and_earned_adds_up_to_the_balance() {
    let (play, id) = one_box("standard", 1, 600, 300);
    // Below the limit the fullest resource is the processors.
    let used: f64 = play.samples()[..200].iter().map(|sample| 2.0 * at(sample, id).utilisation).sum();
    let left = MOST * 0.01 + 200.0 * EARNED - used;
    let found = credits(&play, id, 200).left_s;
    assert!((found - left).abs() < 1.0, "{found} {left}");
}

#[test]
fn a_full_box_in_unlimited_mode_stays_fast_and_its_surplus_is_priced() {
    let (play, id) = one_box("unlimited", 1, TOO_MANY, 400);
    let gone = when(play.log(), |what| what == What::CreditsGone { node: id, unlimited: true });
    assert!((216.0..=218.0).contains(&gone), "{gone}");
    let done = |seconds| mean(play.samples(), seconds, |sample| sample.done_per_s);
    assert!((done(240..400) / done(100..210) - 1.0).abs() < 0.05);
    // 184 s at 1.6 vCPUs more than is earned: 0.0818 vCPU-hours at 5 cents.
    let surplus = credits(&play, id, 400);
    assert!((surplus.surplus_s / (184.0 * 1.6) - 1.0).abs() < 0.02, "{surplus:?}");
    assert!((surplus.surplus_usd - surplus.surplus_s / 3_600.0 * 0.05).abs() < 1e-12);
}

#[test]
fn a_box_without_credits_and_little_to_do_serves_all() {
    // Six pages a second or seven are less than the baseline.
    let (play, id) = one_box("standard", 0, 100, 300);
    let lost: f64 = play.samples().iter().flat_map(|sample| sample.failed_per_s).sum();
    assert_eq!(lost, 0.0);
    // It keeps what it does not use.
    let used: f64 = play.samples().iter().map(|sample| 2.0 * at(sample, id).utilisation).sum();
    let left = 300.0 * EARNED - used;
    assert!((credits(&play, id, 300).left_s - left).abs() < 3.0, "{left} {:?}", credits(&play, id, 300));
}

#[test]
fn a_type_without_credits_shows_none() {
    let mut scenario = preset("one-box");
    let id = node(&scenario, "ec2");
    set(&mut scenario, id, "type", Value::Choice("m5.large".to_owned()));
    let play = played(&scenario, 100, plan(60, Traffic::Steady, &[]));
    assert!(play.samples().iter().all(|sample| at(sample, id).credits.is_none()));
}

#[test]
fn a_throttled_fleet_looks_idle_to_its_scaling_policy() {
    let run = |mode: &str| {
        let mut scenario = preset("load-balancer");
        let fleet = node(&scenario, "ec2");
        for (key, value) in [
            ("auto_scaling", Value::Toggle(true)),
            ("min", Value::Int(2)),
            ("credit_mode", Value::Choice(mode.to_owned())),
            ("credits_percent", Value::Int(0)),
        ] {
            set(&mut scenario, fleet, key, value);
        }
        played(&scenario, 5_000, plan(400, Traffic::Steady, &[]))
    };
    let scales = |play: &Play| play.log().iter().any(|entry| matches!(entry.what, What::ScaleOut { .. }));
    // At its baseline of 20 % it never comes to the target of 50 %.
    assert_eq!((scales(&run("standard")), scales(&run("unlimited"))), (false, true));
}
