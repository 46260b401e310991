//! Percentiles of a response time that is a mixture: one component for each class of request and each crowd that an
//! arriving request can meet. A component is a fixed delay plus a gamma-distributed rest of known mean and variance.

use libm::{exp, fabs, lgamma, log, sqrt};

/// Shapes from which a gamma distribution is taken as the cube of a normal one.
const NORMAL_FROM: f64 = 250.0;

/// Precision of a percentile, relative.
const PRECISION: f64 = 1e-10;

/// The most rounds for a percentile.
const ROUNDS: u32 = 200;

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

/// A component with what its distribution is read off from.
#[derive(Clone, Copy)]
struct Part {
    of: Component,
    /// Of the gamma distribution; 0 where the rest is certain.
    shape: f64,
    /// 1/s.
    rate: f64,
    log_gamma: f64,
}

impl Part {
    fn new(of: Component) -> Self {
        if of.mean <= 0.0 || sqrt(of.variance) < 1e-9 * of.mean {
            return Self { of, shape: 0.0, rate: 0.0, log_gamma: 0.0 };
        }
        let shape = of.mean * of.mean / of.variance;
        Self { of, shape, rate: of.mean / of.variance, log_gamma: lgamma(shape) }
    }

    /// P(component ≤ `time`) and the density there, 1/s; that of what is certain is 0.
    fn at(&self, time: f64) -> (f64, f64) {
        let rest = time - self.of.shift;
        if rest < 0.0 {
            return (0.0, 0.0);
        }
        if self.shape <= 0.0 {
            return (if rest >= self.of.mean { 1.0 } else { 0.0 }, 0.0);
        }
        let (share, density) = gamma(self.shape, self.log_gamma, rest * self.rate);
        (share, density * self.rate)
    }

    /// E(component − `time`; component > `time`) ÷ E(component).
    fn cut_off(&self, time: f64) -> f64 {
        let mean = self.of.shift + self.of.mean;
        let beyond = 1.0 - self.at(time).0;
        if mean <= 0.0 || beyond < 1e-12 {
            return 0.0;
        }
        ((mean - self.mean_up_to(time) - time * beyond) / mean).max(0.0)
    }

    /// E(component; component ≤ `time`): the part of its mean that comes from times up to `time`.
    fn mean_up_to(&self, time: f64) -> f64 {
        let Component { shift, mean, .. } = self.of;
        let rest = time - shift;
        if rest < 0.0 || self.shape <= 0.0 {
            return (shift + mean) * self.at(time).0;
        }
        let scaled = rest * self.rate;
        shift * gamma(self.shape, self.log_gamma, scaled).0 + mean * gamma_p(self.shape + 1.0, scaled)
    }
}

/// A mixture, ready to be read.
pub struct Mixture(Vec<Part>);

impl Mixture {
    /// Of components whose weights add to 1.
    pub fn new(components: Vec<Component>) -> Self {
        Self(components.into_iter().map(Part::new).collect())
    }

    /// Several mixtures together, each with its share; the shares add to 1.
    pub fn together<'a>(mixtures: impl Iterator<Item = (&'a Self, f64)>) -> Self {
        let scaled = |(mixture, share): (&'a Self, f64)| {
            let of_all =
                move |part: &Part| Part { of: Component { weight: part.of.weight * share, ..part.of }, ..*part };
            mixture.0.iter().map(of_all)
        };
        Self(mixtures.flat_map(scaled).collect())
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// P(mixture ≤ `time`).
    pub fn cdf(&self, time: f64) -> f64 {
        self.at(time).0
    }

    /// Mean, seconds.
    pub fn mean(&self) -> f64 {
        self.0.iter().map(|part| part.of.weight * (part.of.shift + part.of.mean)).sum()
    }

    /// Mean of those that do not exceed `time`, of whom the share is `within`, seconds.
    pub fn mean_within(&self, time: f64, within: f64) -> f64 {
        let sum: f64 = self.0.iter().map(|part| part.of.weight * part.mean_up_to(time)).sum();
        (sum / within).min(time)
    }

    /// The share of all time that lies beyond `time` in its request: what is cut off where nobody waits longer. (Of times
    /// with an exponential tail as many exceed it; of those that are all alike, it is the surplus of a flow that cannot be
    /// served in time.)
    pub fn cut_off(&self, time: f64) -> f64 {
        self.0.iter().map(|part| part.of.weight * part.cut_off(time)).sum()
    }

    /// The time that a share `level` does not exceed, seconds, to a relative `PRECISION`: Newton's method in the
    /// logarithm of the share that does exceed it, which is nearly straight far out, kept between two times around.
    /// `guess` is where to begin.
    pub fn quantile(&self, level: f64, guess: f64) -> f64 {
        let (mut low, mut high) = (0.0, f64::INFINITY);
        let mut time = guess.max(1e-9);
        for _ in 0..ROUNDS {
            let (share, density) = self.at(time);
            if share < level {
                low = time;
            } else {
                high = time;
            }
            if high < f64::INFINITY && high - low <= PRECISION * high || time > 1e12 {
                return time;
            }
            let beyond = 1.0 - share;
            let step = beyond / density * log(beyond / (1.0 - level));
            let next = time + step;
            if fabs(step) <= PRECISION * time {
                return next;
            }
            // On the left of all that is likely the line is flat, and where many shares end at once there is none.
            let middle = if high < f64::INFINITY { low + (high - low) / 2.0 } else { 2.0 * time };
            time = if next > low && next < high && next < 8.0 * time { next } else { middle };
        }
        high
    }

    /// The share that does not exceed a time, and the density there, 1/s.
    fn at(&self, time: f64) -> (f64, f64) {
        self.0.iter().fold((0.0, 0.0), |(share, density), part| {
            let (own, slope) = part.at(time);
            (share + part.of.weight * own, density + part.of.weight * slope)
        })
    }
}

/// P(shape, x) as [`gamma_p`] has it, and its derivative by x; `log_gamma` is that of the shape.
fn gamma(shape: f64, log_gamma: f64, x: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 0.0);
    }
    if x == f64::INFINITY {
        return (1.0, 0.0);
    }
    if shape > NORMAL_FROM {
        return cube(shape, x);
    }
    let logarithm = shape * log(x) - x - log_gamma;
    // What is missed on either side is below the precision of a float.
    if logarithm < -45.0 {
        return (if x < shape + 1.0 { 0.0 } else { 1.0 }, 0.0);
    }
    let scale = exp(logarithm);
    let share = if x < shape + 1.0 { lower_series(shape, x) * scale } else { 1.0 - scale * upper_fraction(shape, x) };
    (share, scale / x)
}

/// The regularised lower incomplete gamma function P(shape, x): series below the shape, continued fraction above
/// (Abramowitz & Stegun 6.5.29 and 6.5.31); the normal approximation of Wilson and Hilferty for shapes over 250,
/// where it is within 2e-5.
pub fn gamma_p(shape: f64, x: f64) -> f64 {
    gamma(shape, lgamma(shape), x).0
}

/// The same for large shapes, by the cube of a normal variable, and the derivative by x.
fn cube(shape: f64, x: f64) -> (f64, f64) {
    let root = libm::cbrt(x / shape);
    let z = 3.0 * sqrt(shape) * (root - 1.0 + 1.0 / (9.0 * shape));
    let slope = sqrt(shape) * root / x;
    (normal_cdf(z), slope * exp(-z * z / 2.0) / sqrt(2.0 * std::f64::consts::PI))
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

    fn quantile(components: Vec<Component>, level: f64) -> f64 {
        let mixture = Mixture::new(components);
        mixture.quantile(level, mixture.mean())
    }

    #[test]
    fn percentiles_lie_where_the_distribution_has_their_level_wherever_the_search_begins() {
        let wide = Component { weight: 0.3, shift: 0.1, mean: 2.0, variance: 9.0 };
        let narrow = Component { weight: 0.3, shift: 0.0, mean: 40.0, variance: 0.01 };
        let mixture = Mixture::new(vec![Component { weight: 0.4, ..exponential(0.01) }, wide, narrow]);
        for level in [1e-6, 0.39, 0.4, 0.5, 0.699, 0.71, 0.95, 0.99, 0.999_999] {
            for guess in [0.0, 1e-6, 0.5, 40.0, 1e6] {
                let found = mixture.quantile(level, guess);
                let (below, above) = (mixture.cdf(found * (1.0 - 1e-8)), mixture.cdf(found * (1.0 + 1e-8)));
                assert!(below <= level && level <= above, "{level} from {guess}: {found}");
            }
        }
    }

    #[test]
    fn percentiles_of_an_exponential_are_its_logarithms() {
        for (level, one_in) in [(0.5, 2.0), (0.95, 20.0), (0.99, 100.0)] {
            let found = quantile(vec![exponential(0.2)], level);
            assert!((found - 0.2 * log(one_in)).abs() < 1e-6, "{level}: {found}");
        }
    }

    #[test]
    fn a_fixed_delay_shifts_every_percentile() {
        let shifted = Component { shift: 3.0, ..exponential(0.2) };
        assert!((quantile(vec![shifted], 0.95) - 3.0 - quantile(vec![exponential(0.2)], 0.95)).abs() < 1e-5);
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
        let mixture = Mixture::new(vec![exponential(1.0)]);
        let within = mixture.cdf(2.0);
        let expected = 1.0 - 2.0 * exp(-2.0) / (1.0 - exp(-2.0));
        assert!((mixture.mean_within(2.0, within) - expected).abs() < 1e-12);
    }

    #[test]
    fn of_exponential_times_as_much_is_cut_off_as_exceed_the_patience_and_of_equal_ones_the_surplus() {
        let exponential = Mixture::new(vec![exponential(2.0)]);
        assert!((exponential.cut_off(6.0) - exp(-3.0)).abs() < 1e-9);
        let equal = Mixture::new(vec![Component { weight: 1.0, shift: 8.0, mean: 0.0, variance: 0.0 }]);
        assert!((equal.cut_off(6.0) - 0.25).abs() < 1e-12);
        assert_eq!(equal.cut_off(9.0), 0.0);
    }

    #[test]
    fn a_certain_time_is_its_own_percentile() {
        let certain = Component { weight: 1.0, shift: 0.5, mean: 0.0, variance: 0.0 };
        assert!((quantile(vec![certain], 0.99) - 0.5).abs() < 1e-6);
    }
}
