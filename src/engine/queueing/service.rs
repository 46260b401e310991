//! Distributions of service times and delays: moments, transforms and tails.

use std::f64::consts::FRAC_PI_2;

use libm::{erfc, exp, log, sqrt};

use super::complex::{Complex, Line};

/// How the time of a service or a delay is distributed. Means are in seconds.
#[derive(Clone, Debug, PartialEq)]
pub enum Service {
    /// Memoryless.
    Exponential {
        /// Mean, seconds.
        mean_s: f64,
    },
    /// Always the same.
    Deterministic {
        /// Seconds.
        mean_s: f64,
    },
    /// A sum of so many equal exponentials.
    Erlang {
        /// How many.
        phases: u32,
        /// Mean of the sum, seconds.
        mean_s: f64,
    },
    /// One of several exponentials.
    Hyperexponential(Vec<Phase>),
    /// The exponential of a normal.
    LogNormal {
        /// Mean, seconds.
        mean_s: f64,
        /// Standard deviation ÷ mean.
        cv: f64,
    },
    /// One of several services: what a queue sees of several classes.
    Mixture(Vec<(f64, Service)>),
}

/// One exponential of a hyperexponential.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Phase {
    /// Its probability.
    pub probability: f64,
    /// Its mean, seconds.
    pub mean_s: f64,
}

/// How many standard deviations of the logarithm the sum for a log-normal's transform reaches to either side, and the
/// widest step of it.
const LOG_NORMAL_REACH: f64 = 8.0;
const LOG_NORMAL_STEP: f64 = 0.25;

/// The most that times are turned, in standard deviations of the logarithm.
const MOST_TURN: f64 = 2.5;

/// Squares of terms below this are left out of sums.
const NEGLIGIBLE: f64 = 1e-36;

/// 1 ÷ √(2π).
const NORMAL_DENSITY: f64 = 0.398_942_280_401_432_7;

impl Service {
    /// Two exponentials with balanced means (each does half of the work) for a mean and a squared coefficient of
    /// variation of at least 1 (Whitt 1982).
    pub fn balanced(mean_s: f64, scv: f64) -> Self {
        let first = 0.5 * (1.0 + sqrt(((scv - 1.0) / (scv + 1.0)).max(0.0)));
        let phase = |probability: f64| Phase { probability, mean_s: mean_s / (2.0 * probability) };
        Self::Hyperexponential(vec![phase(first), phase(1.0 - first)])
    }

    /// Mean, seconds.
    pub fn mean_s(&self) -> f64 {
        match self {
            Self::Exponential { mean_s }
            | Self::Deterministic { mean_s }
            | Self::Erlang { mean_s, .. }
            | Self::LogNormal { mean_s, .. } => *mean_s,
            Self::Hyperexponential(_) | Self::Mixture(_) => self.moment(1),
        }
    }

    /// E(Sⁿ) for n = 1, 2, 3.
    pub fn moment(&self, order: u32) -> f64 {
        let n = f64::from(order);
        match self {
            Self::Exponential { mean_s } => factorial(order) * power(*mean_s, order),
            Self::Deterministic { mean_s } => power(*mean_s, order),
            Self::Erlang { phases, mean_s } => {
                let rising = (0..order).map(|step| 1.0 + f64::from(step) / f64::from(*phases)).product::<f64>();
                rising * power(*mean_s, order)
            }
            Self::Hyperexponential(phases) => {
                phases.iter().map(|phase| phase.probability * factorial(order) * power(phase.mean_s, order)).sum()
            }
            Self::LogNormal { mean_s, cv } => power(*mean_s, order) * exp(n * (n - 1.0) / 2.0 * libm::log1p(cv * cv)),
            Self::Mixture(parts) => parts.iter().map(|(share, part)| share * part.moment(order)).sum(),
        }
    }

    /// Squared coefficient of variation; 0 for no time at all.
    pub fn scv(&self) -> f64 {
        let mean = self.mean_s();
        if mean > 0.0 { (self.moment(2) / (mean * mean) - 1.0).max(0.0) } else { 0.0 }
    }

    /// Whether it is one exponential.
    pub fn is_exponential(&self) -> bool {
        match self {
            Self::Exponential { .. } => true,
            Self::Erlang { phases, .. } => *phases == 1,
            Self::Hyperexponential(phases) => phases.windows(2).all(|pair| same(pair[0].mean_s, pair[1].mean_s)),
            Self::Mixture(parts) => {
                let mean = self.mean_s();
                parts.iter().all(|(_, part)| part.is_exponential() && same(part.mean_s(), mean))
            }
            Self::Deterministic { .. } | Self::LogNormal { .. } => false,
        }
    }

    /// The time that it always takes at least and that its transform has as a factor e^(−s·fixed), where it takes
    /// nothing else; then the rest is nothing.
    pub fn fixed_s(&self) -> Option<f64> {
        match self {
            Self::Deterministic { mean_s } => Some(*mean_s),
            Self::LogNormal { mean_s, cv } if *cv <= 0.0 => Some(*mean_s),
            _ if self.mean_s() <= 0.0 => Some(0.0),
            _ => None,
        }
    }

    /// The Laplace–Stieltjes transform E(e^(−sS)).
    pub fn transform(&self, s: Complex) -> Complex {
        match self {
            Self::Exponential { mean_s } => (s * *mean_s + 1.0).inverse(),
            Self::Deterministic { mean_s } => (s * -*mean_s).exp(),
            Self::Erlang { phases, mean_s } => (s * (*mean_s / f64::from(*phases)) + 1.0).inverse().powu(*phases),
            Self::Hyperexponential(phases) => phases
                .iter()
                .fold(Complex::ZERO, |sum, phase| sum + (s * phase.mean_s + 1.0).inverse() * phase.probability),
            Self::LogNormal { mean_s, cv } => log_normal_transform(*mean_s, *cv, s),
            Self::Mixture(parts) => {
                parts.iter().fold(Complex::ZERO, |sum, (share, part)| sum + part.transform(s) * *share)
            }
        }
    }

    /// Multiplies values on a line by the transform there. Where the transform is a sum of exponentials this is much
    /// cheaper than one value after the other.
    pub fn along(&self, line: Line, product: &mut [Complex]) {
        match self {
            Self::LogNormal { mean_s, cv } if *cv > 0.0 && *mean_s > 0.0 => {
                let values = log_normal_along(*mean_s, *cv, line);
                product.iter_mut().zip(values).for_each(|(product, value)| *product = *product * value);
            }
            Self::Mixture(parts) => {
                let mut sums = vec![Complex::ZERO; line.count];
                for (share, part) in parts {
                    let mut values = vec![Complex::new(*share, 0.0); line.count];
                    part.along(line, &mut values);
                    sums.iter_mut().zip(values).for_each(|(sum, value)| *sum = *sum + value);
                }
                product.iter_mut().zip(sums).for_each(|(product, value)| *product = *product * value);
            }
            _ => line.multiply(product, |s| self.transform(s)),
        }
    }

    /// P(S > t).
    pub fn tail(&self, t: f64) -> f64 {
        match self {
            Self::Exponential { mean_s } => exp(-t / mean_s),
            Self::Deterministic { mean_s } => {
                if t < *mean_s {
                    1.0
                } else {
                    0.0
                }
            }
            Self::Erlang { phases, mean_s } => erlang_tail(*phases, t * f64::from(*phases) / mean_s),
            Self::Hyperexponential(phases) => {
                phases.iter().map(|phase| phase.probability * exp(-t / phase.mean_s)).sum()
            }
            Self::LogNormal { mean_s, cv } => {
                let (mu, sigma) = log_normal(*mean_s, *cv);
                if t <= 0.0 { 1.0 } else { normal_tail((log(t) - mu) / sigma) }
            }
            Self::Mixture(parts) => parts.iter().map(|(share, part)| share * part.tail(t)).sum(),
        }
    }

    /// The share of the mean that comes from beyond t: ∫ P(S > u) du from t on, ÷ E(S). It is the tail of the time
    /// that a running service still takes when it is looked at (its equilibrium excess).
    pub fn excess_tail(&self, t: f64) -> f64 {
        match self {
            Self::Exponential { mean_s } => exp(-t / mean_s),
            Self::Deterministic { mean_s } => (1.0 - t / mean_s).max(0.0),
            Self::Erlang { phases, mean_s } => {
                let scaled = t * f64::from(*phases) / mean_s;
                let sum: f64 = (1..=*phases).map(|count| erlang_tail(count, scaled)).sum();
                sum / f64::from(*phases)
            }
            Self::Hyperexponential(phases) => {
                let mean = self.mean_s();
                phases.iter().map(|phase| phase.probability * phase.mean_s / mean * exp(-t / phase.mean_s)).sum()
            }
            Self::LogNormal { mean_s, cv } => {
                if t <= 0.0 {
                    return 1.0;
                }
                let (mu, sigma) = log_normal(*mean_s, *cv);
                let z = (log(t) - mu) / sigma;
                (normal_tail(z - sigma) - t / mean_s * normal_tail(z)).max(0.0)
            }
            Self::Mixture(parts) => {
                let mean = self.mean_s();
                parts.iter().map(|(share, part)| share * part.mean_s() / mean * part.excess_tail(t)).sum()
            }
        }
    }
}

fn same(one: f64, other: f64) -> bool {
    libm::fabs(one - other) <= 1e-12 * one.max(other)
}

fn power(base: f64, exponent: u32) -> f64 {
    (0..exponent).map(|_| base).product()
}

fn factorial(n: u32) -> f64 {
    (1..=n).map(f64::from).product()
}

/// Mean and standard deviation of the logarithm.
fn log_normal(mean_s: f64, cv: f64) -> (f64, f64) {
    let variance = libm::log1p(cv * cv);
    (log(mean_s) - variance / 2.0, sqrt(variance))
}

fn normal_tail(z: f64) -> f64 {
    0.5 * erfc(z / std::f64::consts::SQRT_2)
}

/// P(Erlang of `phases` unit exponentials > x).
fn erlang_tail(phases: u32, x: f64) -> f64 {
    let mut term = exp(-x);
    let mut sum = term;
    for phase in 1..phases {
        term *= x / f64::from(phase);
        sum += term;
    }
    sum.min(1.0)
}

/// Times, turned by an angle, and complex weights: E(e^(−sS)) = Σ weight · e^(−s·time). The integral over the logarithm
/// is taken by the trapezoidal rule, which converges geometrically for such a smooth and rapidly falling integrand
/// (Trefethen & Weideman 2014), if e^(−s·time) falls along its path and does not turn. So the path is moved such that
/// times have the angle opposite to that of s, as far as the density allows. `margin` is by how much, in radians, the
/// angles together may come near to a right one.
fn log_normal_nodes(mean_s: f64, cv: f64, angle: f64, margin: f64) -> impl Iterator<Item = (Complex, Complex)> {
    let (mu, sigma) = log_normal(mean_s, cv);
    let angle = libm::fmax(-MOST_TURN * sigma, libm::fmin(MOST_TURN * sigma, angle));
    let (slope, turn) = (angle / sigma, Complex::new(0.0, -angle).exp());
    let count = libm::ceil(LOG_NORMAL_REACH / libm::fmin(LOG_NORMAL_STEP, margin / (5.0 * sigma))) as i32;
    let step = LOG_NORMAL_REACH / f64::from(count);
    (-count..=count).map(move |index| {
        let z = step * f64::from(index);
        let weight = Complex::new((slope * slope - z * z) / 2.0, slope * z).exp();
        (turn * exp(mu + sigma * z), weight * (step * NORMAL_DENSITY))
    })
}

fn log_normal_transform(mean_s: f64, cv: f64, s: Complex) -> Complex {
    let nodes = log_normal_nodes(mean_s, cv, libm::atan2(s.im, s.re), FRAC_PI_2);
    nodes.fold(Complex::ZERO, |sum, (time, weight)| sum + (-(s * time)).exp() * weight)
}

/// The transform on a line from a real argument upwards: on it e^(−s·time) goes by a factor from one to the next.
fn log_normal_along(mean_s: f64, cv: f64, line: Line) -> Vec<Complex> {
    let mut sums = vec![Complex::ZERO; line.count];
    for (time, weight) in log_normal_nodes(mean_s, cv, FRAC_PI_2 / 2.0, FRAC_PI_2 / 2.0) {
        let by = (-(line.step * time)).exp();
        let mut term = (-(line.start * time)).exp() * weight;
        for sum in &mut sums {
            // What is beyond the last digit of a sum of about one stays there: the factor is below one.
            if term.re * term.re + term.im * term.im < NEGLIGIBLE {
                break;
            }
            *sum = *sum + term;
            term = term * by;
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<Service> {
        vec![
            Service::Exponential { mean_s: 0.3 },
            Service::Deterministic { mean_s: 0.3 },
            Service::Erlang { phases: 3, mean_s: 0.3 },
            Service::balanced(0.3, 4.0),
            Service::LogNormal { mean_s: 0.3, cv: 2.0 },
            Service::Mixture(vec![
                (0.25, Service::Erlang { phases: 2, mean_s: 0.6 }),
                (0.75, Service::Exponential { mean_s: 0.2 }),
            ]),
        ]
    }

    #[test]
    fn means_and_variations_are_those_asked_for() {
        let scv = [1.0, 0.0, 1.0 / 3.0, 4.0, 4.0];
        for (service, scv) in all().iter().zip(scv) {
            assert!((service.mean_s() - 0.3).abs() < 1e-12 && (service.scv() - scv).abs() < 1e-12, "{service:?}");
        }
    }

    #[test]
    fn near_nothing_a_transform_is_made_of_the_moments() {
        for service in all() {
            let s = 1e-3;
            let series =
                1.0 - s * service.moment(1) + s * s / 2.0 * service.moment(2) - s * s * s / 6.0 * service.moment(3);
            let found = service.transform(Complex::new(s, 0.0));
            assert!((found.re - series).abs() < 1e-9 && found.im == 0.0, "{service:?}: {} {series}", found.re);
        }
    }

    #[test]
    fn the_excess_is_what_is_left_of_the_mean() {
        // d/dt of the share of the mean beyond t is −P(S > t) ÷ mean; at the start it is all of it.
        for service in all() {
            assert!((service.excess_tail(0.0) - 1.0).abs() < 1e-12);
            for t in [0.05, 0.2, 0.7, 2.0] {
                let slope = (service.excess_tail(t + 1e-6) - service.excess_tail(t - 1e-6)) / 2e-6;
                let expected = -service.tail(t) / service.mean_s();
                assert!((slope - expected).abs() < 1e-6, "{service:?} at {t}: {slope} {expected}");
            }
        }
    }

    #[test]
    fn on_a_line_transforms_are_the_same_as_one_by_one() {
        let line = Line { start: Complex::new(8.0, 0.0), step: Complex::new(0.0, 3.0), count: 80 };
        let mut services = all();
        services.extend([0.1, 0.5, 1.0, 5.0, 50.0].map(|cv| Service::LogNormal { mean_s: 2.0, cv }));
        services.push(Service::Mixture(vec![(0.5, services[4].clone()), (0.5, services[1].clone())]));
        for service in services {
            let mut values = vec![Complex::ONE; line.count];
            service.along(line, &mut values);
            for (value, s) in values.iter().zip(line.points()) {
                let off = *value - service.transform(s);
                assert!(libm::hypot(off.re, off.im) < 1e-12, "{service:?} at {s:?}: {off:?}");
            }
        }
    }

    #[test]
    fn one_phase_and_equal_phases_are_exponential() {
        assert!(Service::Erlang { phases: 1, mean_s: 2.0 }.is_exponential());
        assert!(Service::balanced(2.0, 1.0).is_exponential());
        assert!(!Service::balanced(2.0, 1.5).is_exponential());
    }
}
