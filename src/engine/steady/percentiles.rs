//! Percentiles of a response time that is a mixture: one component for each class of request and each crowd that an
//! arriving request can meet. A component is a fixed delay plus a gamma-distributed rest of known mean and variance.

use libm::{exp, fabs, lgamma, log, sqrt};

/// Shapes from which a gamma distribution is taken as the cube of a normal one.
const NORMAL_FROM: f64 = 250.0;

/// One component of a mixture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Component {
    /// Its share; those of a mixture add to 1.
    pub weight: f64,
    /// Fixed delay, seconds.
    pub shift: f64,
    /// Mean of the rest, seconds.
    pub mean: f64,
    /// Variance of the rest, seconds².
    pub variance: f64,
}

impl Component {
    /// P(component ≤ `time`).
    fn cdf(&self, time: f64) -> f64 {
        let rest = time - self.shift;
        if rest < 0.0 {
            return 0.0;
        }
        let sd = sqrt(self.variance);
        if self.mean <= 0.0 || sd < 1e-9 * self.mean {
            return if rest >= self.mean { 1.0 } else { 0.0 };
        }
        if rest > self.mean + 40.0 * sd {
            return 1.0;
        }
        let shape = self.mean * self.mean / self.variance;
        gamma_p(shape, rest * self.mean / self.variance)
    }
}

impl Component {
    /// E(component; component ≤ `time`): the part of its mean that comes from times up to `time`.
    fn mean_up_to(&self, time: f64) -> f64 {
        let rest = time - self.shift;
        let sd = sqrt(self.variance);
        if rest < 0.0 || self.mean <= 0.0 || sd < 1e-9 * self.mean || rest > self.mean + 40.0 * sd {
            return (self.shift + self.mean) * self.cdf(time);
        }
        let shape = self.mean * self.mean / self.variance;
        let scaled = rest * self.mean / self.variance;
        self.shift * gamma_p(shape, scaled) + self.mean * gamma_p(shape + 1.0, scaled)
    }
}

/// Mean of those of a mixture that do not exceed `time`, of whom the share is `within`, seconds.
pub fn mean_within(mixture: &[Component], time: f64, within: f64) -> f64 {
    let sum: f64 = mixture.iter().map(|component| component.weight * component.mean_up_to(time)).sum();
    (sum / within).min(time)
}

/// P(mixture ≤ `time`).
pub fn cdf(mixture: &[Component], time: f64) -> f64 {
    mixture.iter().map(|component| component.weight * component.cdf(time)).sum()
}

/// Mean of a mixture, seconds.
pub fn mean(mixture: &[Component]) -> f64 {
    mixture.iter().map(|component| component.weight * (component.shift + component.mean)).sum()
}

/// The time that a share `level` of the mixture does not exceed, seconds, to a relative 1e-6.
pub fn quantile(mixture: &[Component], level: f64) -> f64 {
    let (mut low, mut high) = (0.0, 2.0 * mean(mixture).max(1e-9));
    while cdf(mixture, high) < level {
        low = high;
        high *= 2.0;
        if high > 1e12 {
            return high;
        }
    }
    let (mut below, mut above) = (cdf(mixture, low) - level, cdf(mixture, high) - level);
    for _ in 0..100 {
        if high - low <= 1e-6 * high {
            break;
        }
        // Illinois: false position that halves the weight of an end that stays.
        let share = (below / (below - above)).clamp(0.02, 0.98);
        let middle = low + share * (high - low);
        let found = cdf(mixture, middle) - level;
        if found < 0.0 {
            low = middle;
            below = found;
            above *= 0.5;
        } else {
            high = middle;
            above = found;
            below *= 0.5;
        }
        if found == 0.0 {
            return middle;
        }
    }
    high
}

/// The regularised lower incomplete gamma function P(shape, x): series below the shape, continued fraction above
/// (Abramowitz & Stegun 6.5.29 and 6.5.31); the normal approximation of Wilson and Hilferty for shapes over 250,
/// where it is within 2e-5.
pub fn gamma_p(shape: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if shape > NORMAL_FROM {
        return normal_cdf(3.0 * sqrt(shape) * (libm::cbrt(x / shape) - 1.0 + 1.0 / (9.0 * shape)));
    }
    let scale = exp(shape * log(x) - x - lgamma(shape));
    if x < shape + 1.0 { lower_series(shape, x) * scale } else { 1.0 - scale * upper_fraction(shape, x) }
}

fn lower_series(shape: f64, x: f64) -> f64 {
    let mut term = 1.0 / shape;
    let mut sum = term;
    let mut step = shape;
    for _ in 0..10_000 {
        step += 1.0;
        term *= x / step;
        sum += term;
        if term < sum * 1e-14 {
            break;
        }
    }
    sum
}

fn upper_fraction(shape: f64, x: f64) -> f64 {
    let tiny = 1e-300;
    let mut b = x + 1.0 - shape;
    let mut c = 1.0 / tiny;
    let mut d = 1.0 / b;
    let mut fraction = d;
    for index in 1..10_000 {
        let n = f64::from(index);
        let a = -n * (n - shape);
        b += 2.0;
        d = 1.0 / guarded(a * d + b, tiny);
        c = guarded(b + a / c, tiny);
        let change = c * d;
        fraction *= change;
        if fabs(change - 1.0) < 1e-14 {
            break;
        }
    }
    fraction
}

fn guarded(value: f64, tiny: f64) -> f64 {
    if fabs(value) < tiny { tiny } else { value }
}

fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exponential(mean: f64) -> Component {
        Component { weight: 1.0, shift: 0.0, mean, variance: mean * mean }
    }

    #[test]
    fn percentiles_of_an_exponential_are_its_logarithms() {
        for (level, one_in) in [(0.5, 2.0), (0.95, 20.0), (0.99, 100.0)] {
            let found = quantile(&[exponential(0.2)], level);
            assert!((found - 0.2 * log(one_in)).abs() < 1e-6, "{level}: {found}");
        }
    }

    #[test]
    fn a_fixed_delay_shifts_every_percentile() {
        let shifted = Component { shift: 3.0, ..exponential(0.2) };
        assert!((quantile(&[shifted], 0.95) - 3.0 - quantile(&[exponential(0.2)], 0.95)).abs() < 1e-5);
    }

    #[test]
    fn incomplete_gamma_matches_erlang_and_large_shapes_join_up() {
        // Erlang-3 at 2: 1 - e^-2 (1 + 2 + 2).
        assert!((gamma_p(3.0, 2.0) - (1.0 - 5.0 * libm::exp(-2.0))).abs() < 1e-12);
        for x in [220.0, 245.0, 250.0, 260.0, 290.0] {
            let exact = lower_series(NORMAL_FROM, x) * exp(NORMAL_FROM * log(x) - x - lgamma(NORMAL_FROM));
            assert!((gamma_p(NORMAL_FROM + 1e-9, x) - exact).abs() < 2e-5, "{x}");
        }
    }

    #[test]
    fn the_mean_of_an_exponential_cut_off_is_its_integral() {
        // E(X; X ≤ t) ÷ P(X ≤ t) for mean 1 and t = 2: 1 − 2 e⁻² ÷ (1 − e⁻²).
        let mixture = [exponential(1.0)];
        let within = cdf(&mixture, 2.0);
        let expected = 1.0 - 2.0 * exp(-2.0) / (1.0 - exp(-2.0));
        assert!((mean_within(&mixture, 2.0, within) - expected).abs() < 1e-12);
    }

    #[test]
    fn a_certain_time_is_its_own_percentile() {
        let certain = Component { weight: 1.0, shift: 0.5, mean: 0.0, variance: 0.0 };
        assert!((quantile(&[certain], 0.99) - 0.5).abs() < 1e-6);
    }
}
