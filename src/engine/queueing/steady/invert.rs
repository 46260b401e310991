//! From a transform to the probability of a time: Abate and Whitt's Euler method (1995).

use crate::engine::queueing::complex::{Complex, Line};

/// Twice the real part of the line on which the transform is read, times the time: e^(−A) is the error of the method,
/// e^(A/2) times the precision of a float that of rounding.
const A: f64 = 23.0;

/// Terms summed one by one, and terms over which the rest is averaged.
const TERMS: u32 = 30;
const AVERAGED: u32 = 13;

/// Terms where the distribution is narrow against the times that it is read at.
const MORE_TERMS: u32 = 70;

/// P(T > t) for a transform E(e^(−sT)), given by its values on a line, t > 0.
pub(super) fn tail(transform: impl FnOnce(Line) -> Vec<Complex>, t: f64, is_narrow: bool) -> f64 {
    invert(transform, |value, s| (Complex::ONE - value) / s, t, is_narrow).clamp(0.0, 1.0)
}

/// E(min(T, t)), the integral of the tail up to t > 0.
pub(super) fn mean_up_to(transform: impl FnOnce(Line) -> Vec<Complex>, t: f64, is_narrow: bool) -> f64 {
    invert(transform, |value, s| (Complex::ONE - value) / (s * s), t, is_narrow).clamp(0.0, t)
}

/// The function of t > 0 that has the Laplace transform that is made of a transform and its argument.
fn invert(
    transform: impl FnOnce(Line) -> Vec<Complex>,
    made: impl Fn(Complex, Complex) -> Complex,
    t: f64,
    is_narrow: bool,
) -> f64 {
    let terms = if is_narrow { MORE_TERMS } else { TERMS };
    let line = Line {
        start: Complex::new(A / (2.0 * t), 0.0),
        step: Complex::new(0.0, std::f64::consts::PI / t),
        count: (terms + AVERAGED + 1) as usize,
    };
    let (mut sum, mut averaged, mut sign) = (0.0, 0.0, 0.5);
    let mut weight = libm::exp2(-f64::from(AVERAGED));
    for (k, (value, s)) in (0..).zip(transform(line).into_iter().zip(line.points())) {
        sum += sign * made(value, s).re;
        sign = if k == 0 { -1.0 } else { -sign };
        if k >= terms {
            averaged += weight * sum;
            let past = k - terms;
            weight *= f64::from(AVERAGED - past) / f64::from(past + 1);
        }
    }
    averaged * libm::exp(A / 2.0) / t
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tail(transform: impl Fn(Complex) -> Complex, t: f64, is_narrow: bool) -> f64 {
        super::tail(|line| line.points().map(transform).collect(), t, is_narrow)
    }

    #[test]
    fn an_exponential_and_a_long_erlang_come_back() {
        for t in [0.01, 0.7, 4.6, 9.0] {
            let found = tail(|s| (s + 1.0).inverse(), t, false);
            assert!((found - libm::exp(-t)).abs() < 1e-9, "{t}: {found}");
        }
        let found = mean_up_to(|line| line.points().map(|s| (s + 1.0).inverse()).collect(), 2.0, false);
        assert!((found - (1.0 - libm::exp(-2.0))).abs() < 1e-9, "{found}");
        // Erlang-20 of mean 20 at 20: P(Poisson(20) < 20).
        let (mut term, mut sum) = (libm::exp(-20.0), 0.0);
        for n in 0..20 {
            sum += term;
            term *= 20.0 / f64::from(n + 1);
        }
        let found = tail(|s| (s + 1.0).inverse().powu(20), 20.0, false);
        assert!((found - sum).abs() < 1e-8, "{found} {sum}");
    }
}
