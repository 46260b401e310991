//! Percentiles of answers some of which came at a later attempt: the times of one attempt, with what went before it.

/// Logarithms of one over the shares above p50, p95 and p99.
const BEYOND: [f64; 3] = [std::f64::consts::LN_2, 2.995_732_273_553_991, 4.605_170_185_988_091];

/// Rounds of the search; each halves what is left.
const ROUNDS: u32 = 50;

/// p50, p95 and p99 of so many answers, where those of one attempt are given and some (how much later, and how many) had
/// others before. Between its percentiles a distribution is taken as exponential.
pub(super) fn together(times_s: [f64; 3], answers: f64, later: &[(f64, f64)]) -> [f64; 3] {
    let again: f64 = later.iter().map(|(_, count)| count).sum();
    if again <= 1e-6 * answers {
        return times_s;
    }
    let first = (answers - again).max(0.0);
    let latest = later.iter().fold(0.0, |most: f64, (late_s, _)| most.max(*late_s));
    let above = |at_s: f64| {
        let of_later = later.iter().map(|(late_s, count)| count * beyond(&times_s, at_s - late_s));
        (first * beyond(&times_s, at_s) + of_later.sum::<f64>()) / (first + again)
    };
    BEYOND.map(|level| {
        let (mut low, mut high) = (0.0, latest + 3.0 * times_s[2]);
        for _ in 0..ROUNDS {
            let middle = (low + high) / 2.0;
            if above(middle) > libm::exp(-level) { low = middle } else { high = middle }
        }
        high
    })
}

/// The share of one attempt's answers that take longer than a time.
fn beyond(times_s: &[f64; 3], at_s: f64) -> f64 {
    let (mut before, mut passed) = (0.0, 0.0);
    for (time, level) in times_s.iter().zip(BEYOND) {
        if at_s < *time {
            let share = if *time > before { ((at_s - before) / (time - before)).max(0.0) } else { 0.0 };
            return libm::exp(-(passed + share * (level - passed)));
        }
        (before, passed) = (*time, level);
    }
    let scale = (times_s[2] - times_s[1]).max(1e-9) / (BEYOND[2] - BEYOND[1]);
    libm::exp(-(passed + (at_s - before) / scale))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_exponential_answers_a_tenth_a_minute_later_the_median_is_early_and_the_others_late() {
        let times = BEYOND.map(|level| 0.2 * level);
        let found = together(times, 1_000.0, &[(60.0, 100.0)]);
        // Above the median 0.9 e⁻ˣ + 0.1 = 0.5; above p95 half of the tenth, above p99 a tenth of it.
        assert!((found[0] - 0.2 * libm::log(0.9 / 0.4)).abs() < 1e-6, "{found:?}");
        assert!((found[1] - 60.0 - 0.2 * libm::log(2.0)).abs() < 1e-6, "{found:?}");
        assert!((found[2] - 60.0 - 0.2 * libm::log(10.0)).abs() < 1e-6, "{found:?}");
        assert_eq!(together(times, 1_000.0, &[]), times);
    }
}
