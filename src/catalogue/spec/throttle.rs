//! Capacity that throttles: who asks for more than there is is refused, and asks again.

/// How a limit on units a second throttles, as a service sets it for one of its stations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ThrottleBlueprint {
    /// Units a second as drawn.
    pub units: f64,
    /// Units a second that are let through at most, however much is kept (a partition's limit); may be endless.
    pub most_units: f64,
    /// The most units of one call: larger work is several calls, one after the other; may be endless.
    pub call_units: f64,
    /// Seconds of unused capacity that are kept.
    pub kept_s: f64,
    /// How often a client asks again before it fails.
    pub retries: u32,
    /// The longest wait before it asks again the first time, seconds; it doubles with each further one. Any time up to
    /// it is as likely as any other.
    pub backoff_s: f64,
    /// How it changes in time.
    pub rule: CapacityRule,
}

/// How capacity changes in time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CapacityRule {
    /// As it is set, until it is set anew.
    Set,
    /// As it follows what is used.
    Follows(CapacityScaling),
    /// So many times the peak of what was used up to some time ago.
    Peak {
        /// The peak that it begins with, units a second.
        first: f64,
        /// How many times.
        factor: f64,
        /// How long ago, seconds.
        after_s: u32,
    },
}

/// Target tracking of capacity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CapacityScaling {
    /// Fewest units a second.
    pub min: u32,
    /// Most units a second.
    pub max: u32,
    /// Share of the capacity that should be used, 0…1.
    pub target: f64,
    /// Seconds of one data point.
    pub period_s: u32,
    /// Data points in a row above the target before there is more.
    pub out_after: u32,
    /// Data points in a row well below it before there is less.
    pub in_after: u32,
}

impl ThrottleBlueprint {
    /// Mean seconds before each further attempt, in their order.
    pub fn waits_s(&self) -> impl Iterator<Item = f64> + use<> {
        let longest = self.backoff_s;
        (0..self.retries).map(move |retry| 0.5 * longest * libm::pow(2.0, f64::from(retry)))
    }
}
