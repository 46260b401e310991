//! Where a function that rises passes through nothing.

/// Rounds after which the bracket is taken as it is; each takes about a digit off the error.
const ROUNDS: u32 = 60;

/// An interval at whose lower end a function is below nothing and at whose upper end it is not: narrowed by false
/// position that halves the weight of an end that stays (Illinois; Dowell & Jarratt 1971).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bracket {
    low: f64,
    high: f64,
    below: f64,
    above: f64,
    rounds: u32,
}

impl Bracket {
    /// Between an end where the function is `below` nothing and one where it is `above`.
    pub fn new((low, below): (f64, f64), (high, above): (f64, f64)) -> Self {
        Self { low, high, below, above, rounds: 0 }
    }

    /// Whether it is no wider than `precision`, or was narrowed often enough.
    pub fn is_narrow(&self, precision: f64) -> bool {
        self.high - self.low < precision || self.rounds >= ROUNDS
    }

    /// Where to look next.
    pub fn next(&self) -> f64 {
        self.low + (self.high - self.low) * (self.below / (self.below - self.above)).clamp(0.05, 0.95)
    }

    /// Narrows by what was found at [`Bracket::next`].
    pub fn narrow(&mut self, at: f64, found: f64) {
        self.rounds += 1;
        if found < 0.0 {
            (self.low, self.below, self.above) = (at, found, self.above * 0.5);
        } else {
            (self.high, self.above, self.below) = (at, found, self.below * 0.5);
        }
    }

    /// The end at which the function is still below nothing.
    pub fn low(&self) -> f64 {
        self.low
    }
}

#[cfg(test)]
mod tests {
    use super::Bracket;

    #[test]
    fn a_root_is_found_where_the_function_is_nearly_straight_and_where_it_jumps() {
        for f in [|x: f64| x * x * x - 2.0, |x: f64| if x < 1.25 { -1e-3 } else { 40.0 }] {
            let mut bracket = Bracket::new((0.0, f(0.0)), (4.0, f(4.0)));
            while !bracket.is_narrow(1e-6) {
                let at = bracket.next();
                bracket.narrow(at, f(at));
            }
            assert!(f(bracket.low()) < 0.0 && f(bracket.low() + 1e-6) >= 0.0, "{bracket:?}");
        }
    }
}
