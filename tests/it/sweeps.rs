//! Sweeps against solving everywhere: what lies between two points is close to the line between them, and nothing of
//! interest is missed.

use headroom::engine::Engine;
use headroom::engine::report::{Sweep, SweepPoint};
use headroom::engine::sweep::{self, KNEE_PRECISION, MOST_POINTS, NARROWEST, Progress, Sampling};
use headroom::model::validate;
use headroom::model::workload::Workload;
use headroom::presets;

use crate::networks::Draws;

/// How far from the line between two points a curve may be: latency and throughput as a share, …
const RELATIVE: f64 = 0.05;

/// … utilisation and errors in themselves.
const ABSOLUTE: f64 = 0.02;

/// Drawings with random workloads.
const DRAWINGS: u64 = 24;

/// Every drawing is solved at so many numbers of users.
const DENSE: u32 = 500;

/// One of the story's drawings with a random workload.
fn drawing(seed: u64) -> Engine {
    let draws = &mut Draws::new(seed);
    let all = presets::all();
    let preset = &all[draws.below(all.len() as u64) as usize];
    let mut scenario = presets::scenario(preset.id).expect("a preset of the list");
    scenario.workload = Workload {
        active_percent: draws.between(0.5, 100.0),
        requests_per_minute: draws.between(0.2, 20.0),
        page_cpu_ms: draws.between(1.0, 300.0),
        page_reads: draws.between(0.5, 40.0),
        ..scenario.workload
    };
    Engine::new(&validate::check(&scenario).0.expect("a preset that can be solved"))
}

/// What is read off a point: logarithms of latencies and throughput, then shares.
fn heights(point: &SweepPoint) -> (Vec<f64>, Vec<f64>) {
    let latency = point.latency.expect("somebody is answered");
    let relative = [latency.p50.0, latency.p95.0, latency.p99.0, point.throughput.0].map(libm::log).to_vec();
    let mut absolute: Vec<f64> = point.utilisation.values().map(|share| share.0).collect();
    absolute.push(point.error_rate.0);
    (relative, absolute)
}

/// The largest error of drawing straight lines between the points of a sweep: of the first and of the second heights.
fn worst(sweep: &Sweep, dense: &[SweepPoint]) -> (f64, f64) {
    let mut worst = (0.0_f64, 0.0_f64);
    for between in dense {
        let after = sweep.points.iter().position(|point| point.users >= between.users).expect("the last is the end");
        let (right, left) = (&sweep.points[after], &sweep.points[after.saturating_sub(1)]);
        let at = |point: &SweepPoint| libm::log(f64::from(point.users));
        // Between points as close as that a curve may fall off a cliff, as a percentile does that leaves a class.
        if right.users == between.users || at(right) - at(left) < NARROWEST {
            continue;
        }
        let share = (at(between) - at(left)) / (at(right) - at(left));
        let off = |low: &[f64], middle: &[f64], high: &[f64]| {
            let each = low.iter().zip(middle).zip(high);
            each.map(|((low, middle), high)| libm::fabs(low + share * (high - low) - middle)).fold(0.0, f64::max)
        };
        let [low, middle, high] = [left, between, right].map(heights);
        worst = (worst.0.max(off(&low.0, &middle.0, &high.0)), worst.1.max(off(&low.1, &middle.1, &high.1)));
    }
    worst
}

/// The first point with a p99 of at least so much.
fn first_over(points: &[SweepPoint], twice_ms: f64) -> Option<usize> {
    points.iter().position(|point| point.latency.is_none_or(|latency| latency.p99.0 >= twice_ms))
}

#[test]
fn a_sweep_misses_nothing_that_solving_everywhere_finds() {
    let mut with_knee = 0;
    for seed in 0..DRAWINGS {
        let engine = drawing(seed);
        let dense = sweep::drawing::even(&engine, 10, 1_000_000, DENSE).points;
        let found = sweep::drawing::adaptive(&engine, 10, 1_000_000);
        let (relative, absolute) = worst(&found, &dense);
        assert!(relative <= libm::log(1.0 + RELATIVE) && absolute <= ABSOLUTE, "{seed}: {relative} {absolute}");
        let limits: Vec<f64> = engine.limits().iter().map(|limit| limit.users).filter(|users| *users < 1e6).collect();
        assert!(found.points.len() <= MOST_POINTS + limits.len() + 1, "{seed}: {} points", found.points.len());
        for users in limits.iter().chain(&found.knee_users).filter(|users| **users >= 10.0) {
            let has_point = found.points.iter().any(|point| f64::from(point.users) == libm::round(*users));
            assert!(has_point, "{seed}: no point at {users}");
        }
        let twice_ms = 2.0 * dense[0].latency.expect("an answer").p99.0;
        let over = first_over(&dense, twice_ms);
        assert_eq!(over.is_some(), found.knee_users.is_some(), "{seed}");
        if let (Some(over), Some(knee)) = (over, found.knee_users) {
            with_knee += 1;
            let (low, high) = (f64::from(dense[over - 1].users), f64::from(dense[over].users));
            assert!(knee >= low * (1.0 - KNEE_PRECISION) && knee <= high, "{seed}: {knee} of {low}…{high}");
        }
    }
    assert!(with_knee > DRAWINGS / 2, "{with_knee} of {DRAWINGS} have a knee");
}

#[test]
fn the_knee_moves_smoothly_with_the_drawing() {
    let knee = |page_cpu_ms: f64| {
        let mut scenario = presets::scenario("one-box").expect("a preset");
        scenario.workload.page_cpu_ms = page_cpu_ms;
        let engine = Engine::new(&validate::check(&scenario).0.expect("a preset that can be solved"));
        sweep::drawing::adaptive(&engine, 10, 1_000_000).knee_users.expect("a knee")
    };
    let at = [17.0, 17.001, 17.002].map(knee);
    let (first, second) = (at[0] - at[1], at[1] - at[2]);
    assert!(first > 0.0 && libm::fabs(first / second - 1.0) < 0.1, "{at:?}");
}

#[test]
fn a_sweep_that_is_stopped_after_every_step_and_looked_at_has_the_same_points() {
    let engine = drawing(2);
    let mut sampling = Sampling::adaptive(&engine, 10.0, 1e6);
    let mut known = 0;
    let mut progress = Progress::Starting;
    while progress != Progress::Done {
        progress = sampling.step(&engine);
        assert!(sampling.points().len() >= known);
        known = sampling.points().len();
    }
    let at_once = sweep::drawing::adaptive(&engine, 10, 1_000_000);
    assert_eq!((sampling.points(), sampling.knee()), (at_once.points, at_once.knee_users));
}
