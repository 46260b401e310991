//! Who pays the bill, and in which money it is read.

use serde::Serialize;

use crate::catalogue::free::FreeTier;

/// Rates of the won that can be typed, for one dollar.
pub const RATES: std::ops::RangeInclusive<f64> = 1.0..=100_000.0;

/// How the bill is made and read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Billing {
    /// The account that pays it.
    pub free_tier: FreeTier,
    /// Won for a dollar, to the hundredth; none for the catalogue's assumption.
    pub krw_per_usd: Option<f64>,
}

impl Billing {
    /// Won for a dollar: the rate typed, or the catalogue's assumption.
    pub fn rate(&self) -> f64 {
        self.krw_per_usd.unwrap_or_else(|| crate::catalogue::krw_per_usd().0)
    }

    /// A rate that was typed: within limits and to the hundredth.
    pub fn typed(rate: f64) -> Option<f64> {
        rate.is_finite().then(|| libm::round(rate.clamp(*RATES.start(), *RATES.end()) * 100.0) / 100.0)
    }
}
