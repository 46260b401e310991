//! Fixed points of many numbers, found faster than by going round.

/// How many rounds back are looked at.
const DEPTH: usize = 5;

/// A change that is this small a part of what it was, once what the others say is taken off, says nothing by itself.
const PARALLEL: f64 = 1e-8;

/// No number shrinks to less than this part of what came out.
const NEAREST: f64 = 0.1;

/// Anderson's acceleration (1965) of x ← g(x): of the last rounds, the combination whose change g(x) − x would be
/// smallest if g were straight.
#[derive(Default)]
pub(super) struct Anderson {
    /// What was tried and what came out, the newest last.
    known: Vec<(Vec<f64>, Vec<f64>)>,
}

impl Anderson {
    /// What to try after `tried` gave `found`. The numbers stay positive.
    pub(super) fn next(&mut self, tried: Vec<f64>, found: Vec<f64>) -> Vec<f64> {
        if self.known.len() > DEPTH {
            self.known.remove(0);
        }
        let change: Vec<f64> = less(&found, &tried, 1.0);
        // Directions at right angles to each other, each with what g makes of it.
        let mut straight: Vec<(Vec<f64>, Vec<f64>)> = Vec::new();
        for (before, came) in self.known.iter().rev() {
            let mut direction = less(&change, &less(came, before, 1.0), 1.0);
            let mut outcome = less(&found, came, 1.0);
            let length = dot(&direction, &direction);
            for (known, made) in &straight {
                let along = dot(known, &direction);
                direction = less(&direction, known, along);
                outcome = less(&outcome, made, along);
            }
            let left = dot(&direction, &direction);
            if left > PARALLEL * PARALLEL * length && left > 0.0 {
                let scale = 1.0 / libm::sqrt(left);
                let scaled = |values: Vec<f64>| values.into_iter().map(|value| value * scale).collect();
                straight.push((scaled(direction), scaled(outcome)));
            }
        }
        let start = found.clone();
        let next = straight.iter().fold(start, |next, (known, made)| less(&next, made, dot(known, &change)));
        self.known.push((tried, found.clone()));
        if !next.iter().all(|value| value.is_finite()) {
            return found;
        }
        let share = next.iter().zip(&found).map(|(next, found)| share_within(*found, *next)).fold(1.0, f64::min);
        less(&found, &less(&found, &next, 1.0), share)
    }
}

/// The share of the way from a number to another at which no more than nine tenths of it are gone.
fn share_within(from: f64, to: f64) -> f64 {
    if to < NEAREST * from { (1.0 - NEAREST) * from / (from - to) } else { 1.0 }
}

/// one − share × other.
fn less(one: &[f64], other: &[f64], share: f64) -> Vec<f64> {
    one.iter().zip(other).map(|(one, other)| one - share * other).collect()
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

#[cfg(test)]
mod tests {
    use super::Anderson;

    #[test]
    fn two_numbers_that_pass_everything_to_each_other_settle_at_once() {
        // x ← 10 − y, y ← 10 − 0.999 x: going round takes thousands of rounds.
        let mut solver = Anderson::default();
        let mut at = vec![1.0, 1.0];
        for _ in 0..15 {
            let x = 10.0 - at[1];
            at = solver.next(at, vec![x, 10.0 - 0.999 * x]);
        }
        assert!((at[0] + at[1] - 10.0).abs() < 1e-9 && at[0].abs() < 1e-6, "{at:?}");
    }
}
