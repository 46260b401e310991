//! Where users and milliseconds are in the main chart: both axes are logarithmic.

use crate::app::driver::Curves;
use crate::editor::scale;

/// Room beside the curves.
pub(super) const LEFT: f64 = 54.0;
const RIGHT: f64 = 22.0;
/// Room above the curves, for the markers' labels.
pub(super) const TOP: f64 = 26.0;
/// Room below, for the axis.
const BOTTOM: f64 = 26.0;

/// The axes of the main chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Axes {
    /// Size of the whole chart.
    pub(super) width: f64,
    /// Size of the whole chart.
    pub(super) height: f64,
    /// The least milliseconds, a power of ten.
    pub(super) low: f64,
    /// The most.
    pub(super) high: f64,
}

impl Axes {
    /// Axes that hold every point of the curves, ending at powers of ten.
    pub(super) fn of(curves: &Curves, width: f64, height: f64) -> Self {
        let latencies = || curves.points.iter().filter_map(|point| point.latency);
        let least = latencies().map(|latency| latency.p50.0).fold(f64::INFINITY, f64::min);
        let most = latencies().map(|latency| latency.p99.0).fold(0.0, f64::max);
        let (least, most) = if most > 0.0 { (least.max(0.1), most) } else { (100.0, 1_000.0) };
        let low = libm::pow(10.0, libm::floor(libm::log10(least * 0.98)));
        let high = libm::pow(10.0, libm::ceil(libm::log10(most * 1.02)));
        Self { width, height, low, high: high.max(low * 10.0) }
    }

    /// The right edge of the curves.
    pub(super) fn right(&self) -> f64 {
        self.width - RIGHT
    }

    /// The bottom edge of the curves.
    pub(super) fn bottom(&self) -> f64 {
        self.height - BOTTOM
    }

    /// Where a number of users is.
    pub(super) fn x(&self, users: f64) -> f64 {
        LEFT + scale::position(users) * (self.right() - LEFT)
    }

    /// Where milliseconds are.
    pub(super) fn y(&self, ms: f64) -> f64 {
        let share = libm::log10(ms.max(self.low).min(self.high) / self.low) / libm::log10(self.high / self.low);
        self.bottom() - share * (self.bottom() - TOP)
    }
}
