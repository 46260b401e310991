//! Services of two or three exponential phases, which stand for any service in a queue of several servers.

use crate::engine::queueing::complex::Complex;
use crate::engine::queueing::service::Service;

/// The most phases.
pub(super) const MOST: usize = 3;

/// A service of mean 1: with a probability a long phase alone, else a first phase and, with a probability, a second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Phases {
    /// Means of the first, the second and the long phase.
    pub(super) means: [f64; MOST],
    /// Probability that the first is followed by the second.
    pub(super) goes_on: f64,
    /// Probability of the long phase.
    pub(super) long: f64,
}

/// Rounds of the search for the long phase.
const ROUNDS: u32 = 40;

/// Values of the transform of the excess that three phases are held to: how many, and the factor between neighbours.
const POINTS: usize = 9;
const APART: f64 = 2.1;

impl Phases {
    /// Two equal phases: the least variable service of two phases.
    pub(super) const ERLANG: Self = Self { means: [0.5, 0.5, 1.0], goes_on: 1.0, long: 0.0 };

    /// Two phases with the scv (½ at least) of a service and the value of its transform at the rate `at`, in services,
    /// or the nearest to it that there is. Of a service that is of two phases itself this makes the same service.
    pub(super) fn two(service: &Service, at: f64) -> Self {
        let half = (1.0 + service.scv().max(0.5)) / 2.0;
        Self::with((1.0, half), (0.0, 1.0), (at, real_transform(service, at)))
    }

    /// Three phases with the mean and the scv (more than 1) of a service, the value of its transform at `at` and
    /// nearly its values around there, by the method of Nelder and Mead in the long phase's mean and probability.
    pub(super) fn three(service: &Service, at: f64) -> Self {
        let half = (1.0 + service.scv()) / 2.0;
        let known = (at, real_transform(service, at));
        let points: [(f64, f64); POINTS] = std::array::from_fn(|index| {
            let s = at * libm::pow(APART, index as f64 - (POINTS / 2) as f64);
            (s, 1.0 - real_transform(service, s))
        });
        let made = |[mean, share]: [f64; 2]| {
            // The long phase's mean is above the mean excess, and it does less than all of the work.
            let long = half * libm::exp(mean);
            let probability = 1.0 / (1.0 + libm::exp(-share)) / long;
            Self::with((1.0, half), (probability, long), known)
        };
        let off = |at: [f64; 2]| {
            let made = made(at);
            let square = |ratio: f64| libm::log(ratio) * libm::log(ratio);
            let missed: f64 = points.iter().map(|(s, wanted)| square((1.0 - made.transform_at(*s)) / wanted)).sum();
            missed + 100.0 * square(made.half_second() / half)
        };
        made(least(off, [[0.7, -2.0], [1.4, -2.0], [0.7, -1.0]]))
    }

    /// With a mean and half a second moment, a long phase's probability and mean, and the nearest to a value of the
    /// transform. The remainder is of two phases: of mean 1 and half the second moment h, the first phase's mean x
    /// leaves a second of (h − x) ÷ (1 − x), and the larger x, the larger is the third moment and the smaller the
    /// transform.
    fn with((mean, half): (f64, f64), (long, long_mean): (f64, f64), (at, wanted): (f64, f64)) -> Self {
        // Never so long that nothing is left for the others.
        let most = libm::fmin(0.95 * mean / long_mean, 0.95 * half / (long_mean * long_mean));
        let long = long.min(most);
        let rest = 1.0 - long;
        let scale = (mean - long * long_mean) / rest;
        let half = ((half - long * long_mean * long_mean) / rest / (scale * scale)).max(0.75);
        let wanted = (wanted - long / (1.0 + at * long_mean)) / rest;
        let reach = libm::sqrt((4.0 * half - 3.0).max(0.0));
        let low = (0.5 - reach / 2.0).max(0.0);
        let high = if half < 1.0 { 1.0 - libm::sqrt(1.0 - half) } else { 1.0 };
        let made = |first: f64| {
            let left = (1.0 - first).max(1e-9);
            let second = (half - first).max(1e-9) / left;
            let means = [first.max(1e-9) * scale, second * scale, long_mean];
            Self { means, goes_on: (left / second).min(1.0), long: 0.0 }
        };
        // 1 + by ÷ … = wanted · (1 + s x) is a quadratic equation in x; what rounding or want of a root leaves is compared.
        let s = at * scale;
        let square = s * (wanted * (1.0 + s) - 1.0);
        let linear = s - 1.0 - wanted * (s * s * half - 1.0);
        let constant = (1.0 + s * half) * (1.0 - wanted) - s;
        let spread = libm::sqrt((linear * linear - 4.0 * square * constant).max(0.0));
        let near = [2.0 * constant / (spread - linear), (spread - linear) / (2.0 * square), low, high];
        let off = |first: f64| libm::fabs(made(first).transform_at(at) - wanted);
        let fits = near.into_iter().filter(|first| *first >= low && *first <= high);
        let first = fits.fold(low, |best, first| if off(first) < off(best) { first } else { best });
        Self { long, ..made(first) }
    }

    /// How many phases it has.
    pub(super) fn count(&self) -> usize {
        if self.long > 0.0 { 3 } else { 2 }
    }

    /// Probability to begin with each phase.
    pub(super) fn entries(&self) -> [f64; MOST] {
        [1.0 - self.long, 0.0, self.long]
    }

    /// Probability to end with each phase that is passed.
    pub(super) fn exits(&self) -> [f64; MOST] {
        [1.0 - self.goes_on, 1.0, 1.0]
    }

    /// The share of the mean that comes from beyond t: the tail of what is left of a service that is looked at.
    pub(super) fn excess_tail(&self, t: f64) -> f64 {
        let [first, second, long] = self.means;
        let [by_first, by_second] = [first, second].map(|mean| libm::exp(-t / mean));
        // Who is in the first phase may go on to the second; the difference is lost where the means are alike.
        let apart = 1.0 / first - 1.0 / second;
        let on = if libm::fabs(apart * t) < 1e-6 { t * by_first } else { (by_second - by_first) / apart };
        let short = first * by_first + self.goes_on * (on + second * by_second);
        let short = (1.0 - self.long) * short;
        short + self.long * long * libm::exp(-t / long)
    }

    /// Half the second moment.
    fn half_second(&self) -> f64 {
        let [first, second, long] = self.means;
        (1.0 - self.long) * (first * first + self.goes_on * second * (first + second)) + self.long * long * long
    }

    /// E(e^(−sS)) for a real s.
    fn transform_at(&self, s: f64) -> f64 {
        let [first, second, long] = self.means;
        let short = (1.0 - self.goes_on + self.goes_on / (1.0 + s * second)) / (1.0 + s * first);
        (1.0 - self.long) * short + self.long / (1.0 + s * long)
    }
}

fn real_transform(service: &Service, s: f64) -> f64 {
    service.transform(Complex::new(s / service.mean_s(), 0.0)).re
}

/// Where a function of two numbers is least, near a triangle to start with (Nelder & Mead 1965).
fn least(function: impl Fn([f64; 2]) -> f64, corners: [[f64; 2]; 3]) -> [f64; 2] {
    let mut corners = corners.map(|corner| (function(corner), corner));
    let between = |one: [f64; 2], other: [f64; 2], share: f64| {
        let at = [one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share];
        (function(at), at)
    };
    for _ in 0..ROUNDS {
        crate::lists::sort(&mut corners, |one, other| one.0 < other.0);
        let [best, good, worst] = corners;
        let middle = [(best.1[0] + good.1[0]) / 2.0, (best.1[1] + good.1[1]) / 2.0];
        let mirrored = between(middle, worst.1, -1.0);
        let next = match () {
            () if mirrored.0 < best.0 => {
                let farther = between(middle, worst.1, -2.0);
                if farther.0 < mirrored.0 { farther } else { mirrored }
            }
            () if mirrored.0 < good.0 => mirrored,
            () => between(middle, worst.1, if mirrored.0 < worst.0 { -0.5 } else { 0.5 }),
        };
        if next.0 < worst.0 {
            corners[2] = next;
        } else {
            corners[1] = between(best.1, good.1, 0.5);
            corners[2] = between(best.1, worst.1, 0.5);
        }
    }
    corners.iter().fold(corners[0], |best, corner| if corner.0 < best.0 { *corner } else { best }).1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_of_two_phases_is_what_is_left_of_that_service() {
        let service = Service::balanced(1.0, 4.0);
        let phases = Phases::two(&service, 0.3);
        for t in [0.0, 0.1, 1.0, 5.0] {
            assert!((phases.excess_tail(t) - service.excess_tail(t)).abs() < 1e-9, "{t}");
            assert!(
                (Phases::ERLANG.excess_tail(t) - Service::Erlang { phases: 2, mean_s: 1.0 }.excess_tail(t)).abs()
                    < 1e-9
            );
        }
    }

    #[test]
    fn three_phases_have_mean_and_variance_of_what_they_stand_for() {
        for (cv, at) in [(1.0, 0.5), (1.4, 0.1), (2.0, 1.0), (2.0, 1e-4), (3.0, 0.01)] {
            let service = Service::LogNormal { mean_s: 3.0, cv };
            let phases = Phases::three(&service, at);
            assert!((phases.excess_tail(0.0) - 1.0).abs() < 1e-9, "{phases:?}");
            assert!((phases.half_second() / (1.0 + cv * cv) * 2.0 - 1.0).abs() < 0.02, "{phases:?}");
            for s in [0.3, 1.0, 3.0] {
                let wanted = 1.0 - real_transform(&service, s * at);
                assert!(((1.0 - phases.transform_at(s * at)) / wanted - 1.0).abs() < 0.01, "{cv} {at}: {phases:?}");
            }
        }
    }
}
