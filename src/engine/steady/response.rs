//! From mixtures of response times to what is reported: mean and percentiles of those answered in time.

use super::crowd::shared;
use super::percentiles::{Component, Mixture};
use super::solver::{Crowds, Solution, Solver};
use crate::engine::network::{Path, Way};
use crate::engine::report::Latency;
use crate::units::Millis;

/// Below this share the late ones are not looked at.
const NEGLIGIBLE: f64 = 1e-9;

/// The response times of each path, at one solution; weights of each add to 1.
pub fn by_path(solver: &Solver, crowds: &Crowds) -> Vec<Mixture> {
    solver.network().paths.iter().map(|path| Mixture::new(solver.mixture(crowds, path))).collect()
}

/// Those of all paths together, each with its share of the answers; weights add to 1.
pub fn overall(solver: &Solver, solution: &Solution, by_path: &[Mixture]) -> Mixture {
    let answers = || solver.network().paths.iter().map(|path| solution.answered_rps(path));
    let all: f64 = answers().sum();
    if all <= 0.0 {
        return Mixture::new(Vec::new());
    }
    Mixture::together(by_path.iter().zip(answers().map(|own| own / all)))
}

/// Share of a class's answered requests that come too late, from the mixture of their times: those whose work alone takes
/// longer than the client waits, or the time beyond the client's patience as a share of all of it, whichever is more.
/// (Requests that wait too long in a line give up; [`Solution::given_up`] has those.)
pub fn late_share(path: &Path, mixture: &Mixture, timeout_s: f64) -> f64 {
    let share = late_alone(path, timeout_s).max(mixture.cut_off(timeout_s));
    if share < NEGLIGIBLE { 0.0 } else { share.min(1.0) }
}

/// Share of a class's requests whose work, with nobody else there, takes longer than the client waits.
fn late_alone(path: &Path, timeout_s: f64) -> f64 {
    let alone = |way: &Way| {
        let start = (0.0, way.delay_variance_s2);
        let (mean, variance) = way.visits.values().fold(start, |(sum, variance), visit| {
            let (mean, spread) = shared(*visit, 1.0);
            (sum + mean, variance + spread)
        });
        Component { weight: way.probability, shift: way.delay_s, mean, variance }
    };
    let whole = [Way::whole(path)];
    let ways = if path.ways.is_empty() { &whole[..] } else { &path.ways };
    1.0 - Mixture::new(ways.iter().map(alone).collect()).cdf(timeout_s)
}

/// Latency of those answered within the timeout; none where that is nobody.
pub fn latency(mixture: &Mixture, timeout_s: f64) -> Option<Latency> {
    let in_time = mixture.cdf(timeout_s);
    if mixture.is_empty() || in_time < NEGLIGIBLE {
        return None;
    }
    let mean = mean_in_time(mixture, in_time, timeout_s);
    let mut guess = mean.0 / 1_000.0;
    let mut at = |level: f64| {
        guess = mixture.quantile(level * in_time, guess);
        Millis(1_000.0 * guess.min(timeout_s))
    };
    Some(Latency { mean, p50: at(0.5), p95: at(0.95), p99: at(0.99) })
}

/// Mean of those answered within the timeout.
pub fn mean_in_time(mixture: &Mixture, in_time: f64, timeout_s: f64) -> Millis {
    if in_time > 1.0 - NEGLIGIBLE {
        return Millis(1_000.0 * mixture.mean());
    }
    Millis(1_000.0 * mixture.mean_within(timeout_s, in_time))
}
