//! How often the more popular of many keys are asked for, by Zipf's law: the k-th most popular in proportion to k^−s.

/// So many terms are summed one by one; the rest is an integral with its first correction (Euler and Maclaurin).
const SUMMED: f64 = 1_000.0;

/// Share of all questions, 0…1, that ask for one of the `held` most popular of `keys`; all are alike with a `skew` of 0.
pub(crate) fn most_popular(held: f64, keys: f64, skew: f64) -> f64 {
    if held >= keys { 1.0 } else { harmonic(held, skew) / harmonic(keys, skew) }
}

/// The sum of k^−s for k from 1 to n, with an error below 10⁻⁹ of it.
fn harmonic(n: f64, skew: f64) -> f64 {
    let term = |k: f64| libm::pow(k, -skew);
    let first = n.min(SUMMED);
    let summed: f64 = (1..=first as u32).map(|k| term(f64::from(k))).sum();
    if n <= SUMMED {
        return summed;
    }
    // The integral of x^−s from SUMMED to n, also near s = 1.
    let ratio = libm::log(n / SUMMED);
    let power = 1.0 - skew;
    let stretch = if power.abs() < 1e-9 { ratio } else { libm::expm1(power * ratio) / power };
    let integral = SUMMED * term(SUMMED) * stretch;
    let bend = skew * (term(SUMMED) / SUMMED - term(n) / n) / 12.0;
    summed + integral + (term(n) - term(SUMMED)) / 2.0 + bend
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Term by term.
    fn counted(held: u32, keys: u32, skew: f64) -> f64 {
        let sum = |n: u32| (1..=n).rev().map(|k| libm::pow(f64::from(k), -skew)).sum::<f64>();
        sum(held) / sum(keys)
    }

    #[test]
    fn the_share_of_the_most_popular_is_that_of_their_sum() {
        for skew in [0.0, 0.64, 0.8, 1.0, 1.5, 2.0] {
            for (held, keys) in [(1, 10), (500, 900), (900, 5_000), (20_000, 100_000), (99_999, 100_000)] {
                let expected = counted(held, keys, skew);
                let found = most_popular(f64::from(held), f64::from(keys), skew);
                assert!((found / expected - 1.0).abs() < 1e-8, "{skew} {held} of {keys}: {found} for {expected}");
            }
        }
    }

    #[test]
    fn a_fifth_of_keys_alike_is_asked_for_a_fifth_of_the_time() {
        assert!((most_popular(2e7, 1e8, 0.0) - 0.2).abs() < 1e-12);
        assert_eq!(most_popular(100.0, 100.0, 0.8), 1.0);
    }
}
