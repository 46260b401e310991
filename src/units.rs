//! Quantities with their unit in the type. `Display` is plain and language-neutral; the page formats for people itself.

pub mod decimal;

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign};

use serde::Serialize;

/// Hours in a billed month, the convention of AWS's own calculator.
pub const HOURS_PER_MONTH: u32 = 730;

/// Seconds in a billed month.
pub const SECONDS_PER_MONTH: f64 = HOURS_PER_MONTH as f64 * 3600.0;

/// An amount of money in micro-dollars (1 USD = 1,000,000), exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Usd(i128);

impl Usd {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// From micro-dollars.
    pub const fn from_micros(micros: i128) -> Self {
        Self(micros)
    }

    /// In micro-dollars.
    pub const fn micros(self) -> i128 {
        self.0
    }

    /// In dollars, for drawing; never for adding up.
    pub fn dollars(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// In won at a rate (won for a dollar, to the hundredth), rounded half up to the won.
    pub fn won(self, rate: f64) -> i128 {
        const WON: i128 = 100_000_000; // in micro-dollars × hundredths of a won
        self.0.saturating_mul(libm::round(rate * 100.0) as i128).saturating_add(WON / 2).div_euclid(WON)
    }

    /// Rounded half up to the cent, as every line of a bill is (design §3.6).
    pub fn to_cent(self) -> Self {
        Self((self.0 + 5_000).div_euclid(10_000) * 10_000)
    }
}

impl Add for Usd {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Usd {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for Usd {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

/// Dollars with two decimals, such as `1154.20`.
impl fmt::Display for Usd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Saturating: nobody owes more than 92 quadrillion dollars.
        let cents = i64::try_from(self.to_cent().0 / 10_000).unwrap_or(i64::MAX);
        let sign = if cents < 0 { "-" } else { "" };
        write!(f, "{sign}{}.{:02}", (cents / 100).abs(), (cents % 100).abs())
    }
}

impl Serialize for Usd {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64((self.to_cent().0 / 10_000) as f64 / 100.0)
    }
}

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident, $unit:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize)]
        #[serde(transparent)]
        pub struct $name(pub f64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}{}", decimal::shortest(self.0), $unit)
            }
        }
    };
}

quantity!(
    /// Milliseconds.
    Millis,
    " ms"
);
quantity!(
    /// Events a second.
    PerSecond,
    "/s"
);
quantity!(
    /// A share or a utilisation, 1 = all of it.
    Ratio,
    ""
);

/// The seed of everything random. Steady results do not use it; a link carries it all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Seed(pub u32);

impl fmt::Display for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Usd;

    #[test]
    fn half_a_cent_rounds_up() {
        assert_eq!(Usd::from_micros(5_000).to_cent(), Usd::from_micros(10_000));
        assert_eq!(Usd::from_micros(4_999).to_cent(), Usd::ZERO);
    }

    #[test]
    fn dollars_print_with_two_decimals() {
        assert_eq!(Usd::from_micros(1_154_199_999).to_string(), "1154.20");
        assert_eq!(Usd::from_micros(-50_000).to_string(), "-0.05");
    }
}
