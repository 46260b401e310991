//! Queues whose requests wait at most a fixed time, open and with exponential service: M/M/c + D, by the density of the
//! wait that an endlessly patient request would have (Baccelli & Hebuterne 1981), λ p(c − 1) e^(λ min(x, τ) − cμx).

use crate::engine::steady::birth_death::erlang_b;

/// What becomes of those who come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct FixedPatience {
    /// Share that leaves without service.
    pub(super) gave_up: f64,
    /// Of all who come, the share that finds a server free.
    pub(super) at_once: f64,
    /// cμ − λ: how fast the density of the wait falls before the end of patience, 1/s.
    pub(super) decay: f64,
    /// Mean number waiting.
    pub(super) waiting: f64,
    /// Probability that nobody is there.
    pub(super) idle: f64,
}

/// A queue of `servers`, each serving `mean_s` seconds on average, offered `rate` requests a second who wait at most
/// `patience_s`.
pub(super) fn fixed(rate: f64, servers: u64, mean_s: f64, patience_s: f64) -> FixedPatience {
    let capacity = servers as f64 / mean_s;
    let decay = capacity - rate;
    // All relative to the density at its larger end, so that nothing overflows.
    let at_end = libm::exp((-decay * patience_s).min(0.0));
    let at_start = libm::exp((decay * patience_s).min(0.0));
    let within = mass(decay, patience_s, at_start, at_end);
    let beyond = at_end / capacity;
    let below = erlang_b(servers - 1, rate * mean_s);
    // Odds of finding all busy, in units of the larger end of the density.
    let odds = rate * below * (within + beyond);
    let free = at_start / (at_start + odds);
    let scale = if at_start > 0.0 { rate * below * free / at_start } else { 1.0 / (within + beyond) };
    let gave_up = scale * beyond;
    let waiting = rate * (scale * first_moment(decay, patience_s, at_start, at_end) + patience_s * gave_up);
    FixedPatience { gave_up, at_once: free, decay, waiting, idle: free * empty(servers - 1, rate * mean_s) }
}

/// ∫ e^(−decay·x) dx from 0 to `end`, times `at_start`.
fn mass(decay: f64, end: f64, at_start: f64, at_end: f64) -> f64 {
    if libm::fabs(decay) * end < 1e-6 { end * (at_start + at_end) / 2.0 } else { (at_start - at_end) / decay }
}

/// ∫ x e^(−decay·x) dx from 0 to `end`, times `at_start`.
fn first_moment(decay: f64, end: f64, at_start: f64, at_end: f64) -> f64 {
    if libm::fabs(decay) * end < 1e-4 {
        return end * end * (at_start / 6.0 + at_end / 3.0);
    }
    (mass(decay, end, at_start, at_end) - end * at_end) / decay
}

/// Probability of nobody among the states up to `servers`: 1 ÷ Σ aⁿ ÷ n!.
pub(super) fn empty(servers: u64, load: f64) -> f64 {
    let (mut term, mut sum) = (1.0, 1.0);
    for server in 1..=servers {
        term *= load / server as f64;
        sum += term;
        if sum > 1e300 {
            return 0.0;
        }
    }
    1.0 / sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_server_loses_as_its_integral_equation_says() {
        // λ 1.2, μ 1, patience 5: 0.223855421877.
        let found = fixed(1.2, 1, 1.0, 5.0);
        assert!((found.gave_up - 0.223_855_421_877).abs() < 1e-11, "{found:?}");
        assert!((found.idle - (1.0 - 1.2 * (1.0 - found.gave_up))).abs() < 1e-11);
    }

    #[test]
    fn far_too_many_with_long_patience_lose_the_surplus() {
        let found = fixed(1e4, 4, 1.0, 1e3);
        assert!((found.gave_up - 0.999_6).abs() < 1e-9 && found.waiting.is_finite(), "{found:?}");
    }

    #[test]
    fn endless_patience_is_erlangs_queue() {
        let found = fixed(3.2, 4, 1.0, 1e6);
        assert!((1.0 - found.at_once - 0.596_432_471_787).abs() < 1e-9);
        assert!((found.waiting - 2.385_729_887_15).abs() < 1e-8, "{found:?}");
    }
}
