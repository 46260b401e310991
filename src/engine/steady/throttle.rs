//! Stations that throttle: nobody waits there, but of what comes beyond their capacity a share is refused.
//!
//! In the long run what is kept of unused capacity evens out what comes unevenly, and no more: as long as less comes
//! than the capacity, all is let through. Beyond it a call gets through with probability s, the same for all, such that
//! what gets through is the capacity. A request asks one call after the other and fails with the first that is refused
//! for good; so n calls get through with sⁿ, and s + s² + … + sⁿ of them are let through on average. Between attempts
//! its client waits.

use super::percentiles::Component;
use super::solver::{Solution, Solver};
use crate::catalogue::spec::ThrottleBlueprint;
use crate::engine::network::{Network, Path, StationId, Visit};
use crate::lists::Map;

/// Rounds after which the shares are taken as they are.
const ROUNDS: u32 = 60;

/// Change of a share at which they end.
const SETTLED: f64 = 1e-9;

/// Halvings of an interval of shares: as many as it has digits.
const HALVINGS: u32 = 60;

/// What becomes of the calls to stations that throttle.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Throttling {
    /// Of each such station: the share of calls that get through in the end, where it is not all.
    pub passed: Map<StationId, f64>,
    /// Of each such station: its capacity that is used, in seconds a second.
    pub used: Map<StationId, f64>,
    /// Of each class: the share of its requests that fail because a call is refused for good.
    pub failed: Map<usize, f64>,
    /// Of each class: mean seconds that its requests wait between attempts.
    waits_s: Map<usize, f64>,
}

impl Throttling {
    /// Whether all get through.
    pub fn is_nothing(&self) -> bool {
        self.passed.is_empty()
    }

    /// Share of a class's requests that fail.
    pub fn failed(&self, class: usize) -> f64 {
        self.failed.get(&class).copied().unwrap_or(0.0)
    }

    /// What becomes of the calls when so many requests of each class come a second, and each station lets so much
    /// through, in seconds of its capacity a second.
    pub fn of(network: &Network, rps: &Map<usize, f64>, most: impl Fn(StationId) -> f64) -> Self {
        let mut made = Self::default();
        // Calls come to the stations in their order: what gets to one depends on those before it.
        for (id, station) in network.stations.iter().enumerate() {
            let Some(throttle) = station.throttle else { continue };
            let asked = |path: &Path| {
                let visit = path.throttled.get(&id).copied()?;
                let rate = rps.get(&path.class)? * (1.0 - made.failed(path.class));
                Some((rate, visit))
            };
            let asked: Vec<(f64, Visit)> = network.paths.iter().filter_map(asked).collect();
            let passed = share_passed(&asked, most(id));
            made.used.insert(id, used_s(&asked, passed));
            if passed >= 1.0 {
                continue;
            }
            made.passed.insert(id, passed);
            for path in &network.paths {
                let Some(visit) = path.throttled.get(&id) else { continue };
                let before = 1.0 - made.failed(path.class);
                let calls = let_through(visit.count, passed) / passed;
                *made.waits_s.or_default(path.class) += before * calls * mean_wait_s(&throttle, passed);
                made.failed.insert(path.class, 1.0 - before * all_through(visit.count, passed));
            }
        }
        made
    }

    /// Mean seconds that a request of the mix waits between attempts.
    fn wait_s(&self, network: &Network) -> f64 {
        network.paths.iter().map(|path| path.share * self.waits_s.get(&path.class).copied().unwrap_or(0.0)).sum()
    }

    /// A class's times with the waits of those that succeed, in which each call but the first attempts of some is
    /// another time.
    pub fn delay(&self, network: &Network, path: &Path, component: Component) -> Component {
        let (mut mean, mut variance) = (0.0, 0.0);
        for (id, visit) in &path.throttled {
            let throttle = network.stations.get(*id).and_then(|station| station.throttle);
            if let (Some(throttle), Some(passed)) = (throttle, self.passed.get(id)) {
                let (one, spread) = wait_of_success(&throttle, *passed);
                mean += visit.count * one;
                variance += visit.count * spread;
            }
        }
        Component { mean: component.mean + mean, variance: component.variance + variance, ..component }
    }
}

impl Solver {
    /// A steady state with what throttling does to it: rounds over what gets through and how long users wait.
    pub(super) fn throttled(&self, solve: impl Fn(f64) -> Solution) -> Solution {
        let mut found = solve(0.0);
        let mut throttling = self.throttling(&found);
        for _ in 0..ROUNDS {
            if throttling.is_nothing() {
                break;
            }
            found = solve(throttling.wait_s(&self.network));
            let next = self.throttling(&found);
            let moved = |(id, share): (&StationId, &f64)| libm::fabs(next.passed.get(id).unwrap_or(&1.0) - share);
            let change = throttling.passed.iter().map(moved).fold(0.0, f64::max);
            throttling = next;
            if change < SETTLED {
                break;
            }
        }
        found.throttling = throttling;
        found
    }

    fn throttling(&self, solution: &Solution) -> Throttling {
        let rps = self.network.paths.iter().map(|path| (path.class, solution.worked_rps(path)));
        Throttling::of(&self.network, &Map::from_iter(rps), |_| 1.0)
    }
}

/// The share of calls that get through where requests come at some rates, with so many calls each, and so much is let
/// through at most.
fn share_passed(asked: &[(f64, Visit)], most: f64) -> f64 {
    if used_s(asked, 1.0) <= most {
        return 1.0;
    }
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if used_s(asked, middle) <= most {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// Capacity used a second where a share of the calls gets through.
fn used_s(asked: &[(f64, Visit)], passed: f64) -> f64 {
    let of = |(rate, visit): &(f64, Visit)| {
        let each = if visit.count > 0.0 { visit.demand_s / visit.count } else { 0.0 };
        rate * let_through(visit.count, passed) * each
    };
    asked.iter().map(of).sum()
}

/// Calls of a request that are let through, on average: it stops at the first that is not. A fraction of a call is one
/// or none.
fn let_through(calls: f64, passed: f64) -> f64 {
    let whole = libm::floor(calls);
    let all = libm::pow(passed, whole);
    let of_whole = if passed < 1.0 { passed * (1.0 - all) / (1.0 - passed) } else { whole };
    of_whole + all * (calls - whole) * passed
}

/// Probability that all calls of a request are let through.
fn all_through(calls: f64, passed: f64) -> f64 {
    let whole = libm::floor(calls);
    libm::pow(passed, whole) * (1.0 - (calls - whole) * (1.0 - passed))
}

/// Probability that one attempt is refused where a share of the calls gets through in the end.
fn refused(throttle: &ThrottleBlueprint, passed: f64) -> f64 {
    libm::pow(1.0 - passed, 1.0 / f64::from(throttle.retries + 1))
}

/// Mean seconds between attempts of a call, whatever becomes of it.
fn mean_wait_s(throttle: &ThrottleBlueprint, passed: f64) -> f64 {
    let refused = refused(throttle, passed);
    let mut again = 1.0;
    let wait = |seconds: f64| {
        again *= refused;
        again * seconds
    };
    throttle.waits_s().map(wait).sum()
}

/// Mean and variance of the seconds between attempts of a call that gets through.
fn wait_of_success(throttle: &ThrottleBlueprint, passed: f64) -> (f64, f64) {
    let refused = refused(throttle, passed);
    // By refusals before: their probability, and mean and variance of the waits, each even between 0 and twice its mean.
    let (mut probability, mut mean, mut variance) = ((1.0 - refused) / passed.max(f64::MIN_POSITIVE), 0.0, 0.0);
    let (mut first, mut second) = (0.0, 0.0);
    for seconds in throttle.waits_s() {
        probability *= refused;
        mean += seconds;
        variance += seconds * seconds / 3.0;
        first += probability * mean;
        second += probability * (mean * mean + variance);
    }
    (first, (second - first * first).max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::spec::CapacityRule;

    const RULE: ThrottleBlueprint = ThrottleBlueprint {
        units: 100.0,
        most_units: f64::INFINITY,
        call_units: f64::INFINITY,
        kept_s: 300.0,
        retries: 2,
        backoff_s: 0.05,
        rule: CapacityRule::Set,
    };

    #[test]
    fn of_calls_one_after_the_other_each_needs_all_before_it() {
        // With a half: ½ + ¼ + ⅛ of three; the fourth, of every other request, has a sixteenth of a half.
        assert!((let_through(3.0, 0.5) - 0.875).abs() < 1e-12);
        assert!((let_through(3.5, 0.5) - (0.875 + 0.5 / 16.0)).abs() < 1e-12);
        assert!((all_through(3.5, 0.5) - 0.125 * 0.75).abs() < 1e-12);
        assert_eq!((let_through(5.0, 1.0), all_through(5.0, 1.0)), (5.0, 1.0));
    }

    #[test]
    fn single_calls_get_through_by_capacity_over_demand() {
        let asked = [(200.0, Visit { count: 1.0, demand_s: 0.01, variance_s2: 0.0 })];
        assert!((share_passed(&asked, 1.0) - 0.5).abs() < 1e-12);
        assert_eq!(share_passed(&asked, 2.0), 1.0);
    }

    #[test]
    fn waits_are_those_of_a_sum_over_all_attempts() {
        // An eighth gets through never: of each attempt a half is refused. Waits of 25 and 50 ms on average.
        let passed = 7.0 / 8.0;
        assert!((refused(&RULE, passed) - 0.5).abs() < 1e-12);
        assert!((mean_wait_s(&RULE, passed) - (0.5 * 0.025 + 0.25 * 0.05)).abs() < 1e-12);
        // Those that succeed: 4 of 7 at once, 2 after one wait, 1 after both.
        let (mean, variance) = wait_of_success(&RULE, passed);
        let expected = (2.0 * 0.025 + 0.075) / 7.0;
        assert!((mean - expected).abs() < 1e-12);
        let square = |mean: f64, variance: f64| mean * mean + variance;
        let [one, two] = [0.025 * 0.025 / 3.0, 0.05 * 0.05 / 3.0];
        let second = (2.0 * square(0.025, one) + square(0.075, one + two)) / 7.0;
        assert!((variance - (second - expected * expected)).abs() < 1e-12);
    }
}
