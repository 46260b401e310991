//! How long those wait who are served in the end: distributions of waiting times as transforms.

use super::general::Residuals;
use super::series::Series;
use crate::engine::queueing::complex::Complex;

/// A waiting time, given that it ends with service.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Wait {
    /// Nobody waits.
    None,
    /// The queue grows for ever, and so does the wait.
    Endless,
    /// A share `waits` waits, exponentially with this rate, 1/s.
    Exponential {
        /// The share.
        waits: f64,
        /// 1/s.
        rate: f64,
    },
    /// The queue of general services, open.
    Residuals(Box<Residuals>),
    /// So many others must leave first.
    Stages(Stages),
    /// At most so long: of those who wait, density ∝ e^(−decay·x) up to `longest_s`.
    Cut {
        /// The share that does not wait.
        at_once: f64,
        /// 1/s; may be negative.
        decay: f64,
        /// Seconds.
        longest_s: f64,
    },
}

/// A number of departures that must come first, each exponential.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stages {
    /// How many, and the probability; rising, none twice.
    pub(super) places: Vec<(f64, f64)>,
    /// Departures a second while all servers are busy.
    pub(super) rate: f64,
    /// Each waiting request leaves at this rate, 1/s. Those counted in `places` may leave too; only those who stay are
    /// served, so the weights of `places` need not be theirs.
    pub(super) leave_rate: f64,
    /// Squared coefficient of variation of the time between departures.
    pub(super) scv: f64,
    /// All times are this much longer.
    pub(super) stretch: f64,
}

impl Wait {
    /// E(e^(−sW)).
    pub(super) fn transform(&self, s: Complex) -> Complex {
        match self {
            Self::None => Complex::ONE,
            Self::Endless => Complex::ZERO,
            Self::Exponential { waits, rate } => (s * (1.0 / rate) + 1.0).inverse() * *waits + (1.0 - waits),
            Self::Residuals(residuals) => residuals.transform(s),
            Self::Stages(stages) => stages.transform(s),
            Self::Cut { at_once, decay, longest_s } => {
                cut_transform(s, *decay, *longest_s) * ((1.0 - at_once) / cut_mass(*decay, *longest_s)) + *at_once
            }
        }
    }

    /// Probability of no wait.
    pub(super) fn at_once(&self) -> f64 {
        match self {
            Self::None => 1.0,
            Self::Endless => 0.0,
            Self::Exponential { waits, .. } => 1.0 - waits,
            Self::Residuals(residuals) => 1.0 - residuals.waits,
            Self::Stages(stages) => stages.at_once(),
            Self::Cut { at_once, .. } => *at_once,
        }
    }

    /// P(W > t), where it is known without its transform.
    pub(super) fn tail(&self, t: f64) -> Option<f64> {
        match self {
            Self::Exponential { waits, rate } => Some(waits * libm::exp(-rate * t)),
            Self::Residuals(residuals) => residuals.tail(t),
            _ => None,
        }
    }

    /// Its first moments.
    pub(super) fn series(&self) -> Series {
        match self {
            Self::None => Series::ONE,
            Self::Endless => Series::NEVER,
            Self::Exponential { waits, rate } => {
                Series { ends: 1.0, first: waits / rate, half_second: waits / (rate * rate) }
            }
            Self::Residuals(residuals) => residuals.series(),
            Self::Stages(stages) => stages.series(),
            Self::Cut { at_once, decay, longest_s } => {
                let share = (1.0 - at_once) / cut_mass(*decay, *longest_s);
                let (first, second) = cut_moments(*decay, *longest_s);
                Series { ends: 1.0, first: share * first, half_second: share * second / 2.0 }
            }
        }
    }
}

impl Stages {
    /// Nobody waits.
    pub(super) fn new(places: Vec<(f64, f64)>, rate: f64) -> Self {
        Self { places: gathered(places), rate, leave_rate: 0.0, scv: 1.0, stretch: 1.0 }
    }

    fn transform(&self, s: Complex) -> Complex {
        if self.leave_rate > 0.0 {
            let served = self.leaving(Complex::ZERO).re;
            return self.leaving(s) * (1.0 / served);
        }
        let s = s * (self.stretch / self.rate);
        let one = match self.scv {
            1.0 => -(s + 1.0).ln(),
            scv if scv < 1e-6 => -s,
            scv => -((s * scv + 1.0).ln() * (1.0 / scv)),
        };
        // Most places are one apart: a product is cheaper than a power.
        let next = one.exp();
        let (mut sum, mut power, mut at) = (Complex::ZERO, Complex::ONE, 0.0);
        for (count, weight) in &self.places {
            let step = count - at;
            power = power * if step == 1.0 { next } else { (one * step).exp() };
            sum = sum + power * *weight;
            at = *count;
        }
        sum
    }

    /// E(e^(−sW); served) where those who wait may leave: with i − 1 before it, a request gets ahead at the rate of the
    /// servers and of the others' leaving, and leaves itself at its own.
    fn leaving(&self, s: Complex) -> Complex {
        let mut product = Complex::ONE;
        let (mut sum, mut passed) = (Complex::ZERO, 0.0);
        for (count, weight) in &self.places {
            while passed < *count {
                let block = block(passed, *count);
                let ahead = self.rate + (passed + (block - 1.0) / 2.0) * self.leave_rate;
                let one = Complex::new(ahead, 0.0) / (s + (ahead + self.leave_rate));
                product = product * if block > 1.0 { one.powf(block) } else { one };
                passed += block;
            }
            sum = sum + product * *weight;
        }
        sum
    }

    /// The share of those in `places` who are served.
    pub(super) fn served(&self) -> f64 {
        if self.leave_rate > 0.0 { self.leaving(Complex::ZERO).re } else { 1.0 }
    }

    fn at_once(&self) -> f64 {
        let none = self.places.first().filter(|(count, _)| *count <= 0.0).map_or(0.0, |(_, weight)| *weight);
        none / self.served()
    }

    fn series(&self) -> Series {
        if self.leave_rate > 0.0 {
            return self.leaving_series();
        }
        let once = self.stretch / self.rate;
        let moments = |(count, weight): &(f64, f64)| Series {
            ends: *weight,
            first: weight * count * once,
            half_second: weight * count * (count + self.scv) * once * once / 2.0,
        };
        self.places.iter().map(moments).fold(Series::NEVER, std::ops::Add::add)
    }

    fn leaving_series(&self) -> Series {
        let (mut product, mut sum, mut passed) = (Series::ONE, Series::NEVER, 0.0);
        for (count, weight) in &self.places {
            while passed < *count {
                let block = block(passed, *count);
                let ahead = self.rate + (passed + (block - 1.0) / 2.0) * self.leave_rate;
                let all = ahead + self.leave_rate;
                let stage = Series { ends: 1.0, first: 1.0 / all, half_second: 1.0 / (all * all) };
                product = product * stage.scaled(ahead / all).times(block as u32);
                passed += block;
            }
            sum = sum + product.scaled(*weight);
        }
        sum.scaled(1.0 / sum.ends)
    }
}

/// The most places that are told apart.
const MOST_PLACES: usize = 2_048;

/// Neighbouring places become one where there are too many of them, at their mean.
fn gathered(places: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    if places.len() <= MOST_PLACES {
        return places;
    }
    let one = |block: &[(f64, f64)]| {
        let weight: f64 = block.iter().map(|(_, weight)| weight).sum();
        let sum: f64 = block.iter().map(|(count, weight)| count * weight).sum();
        (if weight > 0.0 { sum / weight } else { 0.0 }, weight)
    };
    // Who does not wait stays apart.
    let (first, rest) = places.split_at(1);
    let each = rest.len().div_ceil(MOST_PLACES);
    first.iter().copied().chain(rest.chunks(each).map(one)).collect()
}

/// So many departures are taken together, of those up to `count` of which so many have passed: one by one at first,
/// then one in 512.
fn block(passed: f64, count: f64) -> f64 {
    libm::floor(passed / 512.0).clamp(1.0, libm::ceil(count - passed).max(1.0))
}

/// ∫ e^(−(decay + s)x) dx from 0 to `longest`.
fn cut_transform(s: Complex, decay: f64, longest: f64) -> Complex {
    let rate = s + decay;
    if libm::hypot(rate.re, rate.im) * longest < 1e-8 {
        return Complex::new(longest, 0.0);
    }
    (Complex::ONE - (rate * -longest).exp()) / rate
}

fn cut_mass(decay: f64, longest: f64) -> f64 {
    if libm::fabs(decay) * longest < 1e-8 { longest } else { -libm::expm1(-decay * longest) / decay }
}

/// ∫ x e^(−decay·x) dx and ∫ x² e^(−decay·x) dx from 0 to `longest`, by Simpson's rule on enough pieces.
fn cut_moments(decay: f64, longest: f64) -> (f64, f64) {
    const PIECES: u32 = 2_000;
    let step = longest / f64::from(PIECES);
    let (mut first, mut second) = (0.0, 0.0);
    for index in 0..=PIECES {
        let factor = if index == 0 || index == PIECES { 1.0 } else { 2.0 + 2.0 * f64::from(index % 2) };
        let x = step * f64::from(index);
        let weight = factor * step / 3.0 * libm::exp(-decay * x);
        first += weight * x;
        second += weight * x * x;
    }
    (first, second)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Moments agree with the transform's slope near nothing, and at nothing it is 1.
    fn agrees(wait: &Wait) {
        let h = 1e-4;
        let [below, above] = [-h, h].map(|s| wait.transform(Complex::new(s, 0.0)).re);
        let series = wait.series();
        assert!((wait.transform(Complex::new(1e-12, 0.0)).re - 1.0).abs() < 1e-9, "{wait:?}");
        assert!(((below - above) / (2.0 * h) - series.first).abs() < 1e-5 * series.first, "{wait:?}");
        let second = (below + above - 2.0) / (h * h) / 2.0;
        assert!((second - series.half_second).abs() < 1e-3 * series.half_second, "{wait:?} {second}");
    }

    #[test]
    fn moments_are_those_of_the_transform() {
        let places = vec![(0.0, 0.4), (1.0, 0.3), (2.0, 0.2), (5.0, 0.1)];
        agrees(&Wait::Exponential { waits: 0.3, rate: 2.0 });
        agrees(&Wait::Stages(Stages::new(places.clone(), 3.0)));
        agrees(&Wait::Stages(Stages { scv: 0.5, stretch: 1.2, ..Stages::new(places.clone(), 3.0) }));
        agrees(&Wait::Stages(Stages { leave_rate: 0.5, ..Stages::new(places, 3.0) }));
        agrees(&Wait::Cut { at_once: 0.3, decay: -0.4, longest_s: 2.0 });
        agrees(&Wait::Cut { at_once: 0.3, decay: 0.4, longest_s: 2.0 });
    }

    #[test]
    fn who_is_next_and_may_leave_is_served_by_the_race() {
        // One before it: the server is free at rate 3, it leaves at rate 1.
        let stages = Stages { leave_rate: 1.0, ..Stages::new(vec![(1.0, 1.0)], 3.0) };
        assert!((stages.served() - 0.75).abs() < 1e-12);
    }
}
