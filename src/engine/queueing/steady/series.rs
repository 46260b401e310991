//! The first moments of a time that may not end: enough for means, and for where its distribution lies.

use std::ops::{Add, Mul};

use crate::engine::queueing::service::Service;

/// Taylor coefficients of E(e^(uT); T ends) at u = 0: its probability, E(T) and E(T²) ÷ 2. Independent times one after
/// the other are a product, alternatives a sum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Series {
    /// Probability that it ends.
    pub(super) ends: f64,
    /// E(T; T ends), seconds.
    pub(super) first: f64,
    /// E(T²; T ends) ÷ 2, seconds².
    pub(super) half_second: f64,
}

impl Series {
    /// No time at all.
    pub(super) const ONE: Self = Self { ends: 1.0, first: 0.0, half_second: 0.0 };

    /// A time that never ends.
    pub(super) const NEVER: Self = Self { ends: 0.0, first: 0.0, half_second: 0.0 };

    /// Of a service, slowed by a factor.
    pub(super) fn of(service: &Service, stretch: f64) -> Self {
        let first = service.mean_s() * stretch;
        Self { ends: 1.0, first, half_second: service.moment(2) * stretch * stretch / 2.0 }
    }

    /// The same so many times in a row.
    pub(super) fn times(self, count: u32) -> Self {
        let (mut result, mut square, mut left) = (Self::ONE, self, count);
        while left > 0 {
            if left & 1 == 1 {
                result = result * square;
            }
            square = square * square;
            left >>= 1;
        }
        result
    }

    /// Once, and after each time again with a probability: (1 − p) B ÷ (1 − p B).
    pub(super) fn repeated(self, probability: f64) -> Self {
        let bottom = 1.0 - probability * self.ends;
        let (stays, p) = (1.0 - probability, probability);
        let ends = stays * self.ends / bottom;
        let first = (stays * self.first + p * self.first * ends) / bottom;
        let half_second = (stays * self.half_second + p * self.half_second * ends + p * self.first * first) / bottom;
        Self { ends, first, half_second }
    }

    /// Any number of times in a row, each with this probability after the one before: 1 ÷ (1 − p B).
    pub(super) fn any_number(self, probability: f64) -> Self {
        Self::ONE + self.repeated(probability).scaled(probability / (1.0 - probability))
    }

    /// With a share only.
    pub(super) fn scaled(self, share: f64) -> Self {
        Self { ends: self.ends * share, first: self.first * share, half_second: self.half_second * share }
    }

    /// Mean of those that end, seconds.
    pub(super) fn mean(self) -> f64 {
        if self.ends > 0.0 { self.first / self.ends } else { 0.0 }
    }

    /// Standard deviation of those that end, seconds.
    pub(super) fn sd(self) -> f64 {
        if self.ends <= 0.0 {
            return 0.0;
        }
        let mean = self.mean();
        libm::sqrt((2.0 * self.half_second / self.ends - mean * mean).max(0.0))
    }
}

impl Add for Series {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            ends: self.ends + other.ends,
            first: self.first + other.first,
            half_second: self.half_second + other.half_second,
        }
    }
}

impl Mul for Series {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Self {
            ends: self.ends * other.ends,
            first: self.first * other.ends + self.ends * other.first,
            half_second: self.half_second * other.ends + self.first * other.first + self.ends * other.half_second,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_geometric_number_of_exponentials_is_an_exponential() {
        let once = Series::of(&Service::Exponential { mean_s: 2.0 }, 1.0);
        let found = once.repeated(0.75);
        assert!((found.ends - 1.0).abs() < 1e-12 && (found.mean() - 8.0).abs() < 1e-12);
        assert!((found.sd() - 8.0).abs() < 1e-12);
    }

    #[test]
    fn four_in_a_row_have_four_times_mean_and_variance() {
        let four = Series::of(&Service::Exponential { mean_s: 2.0 }, 1.0).times(4);
        assert!((four.mean() - 8.0).abs() < 1e-12 && (four.sd() - 4.0).abs() < 1e-12);
    }
}
