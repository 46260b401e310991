//! What happens to a drawing in time: how many users come when, and what fails. Part of the drawing, so that a link plays
//! the same run.

use serde::Serialize;

use super::replay::Replay;
use super::resilience::Resilience;
use super::scenario::NodeId;

/// The shortest and the longest run, seconds.
pub const DURATION_S: std::ops::RangeInclusive<u32> = 60..=86_400;

/// The most failures that are planned.
pub const MAX_FAILURES: usize = 20;

/// The most close-ups that are asked for.
pub const MAX_CLOSE_UPS: usize = 20;

/// Units of capacity a second that can be set.
pub const UNITS: std::ops::RangeInclusive<u32> = 1..=1_000_000;

/// The largest share or factor, percent.
pub const MAX_PERCENT: u32 = 10_000;

/// A run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Plan {
    /// How many users come when.
    pub traffic: Traffic,
    /// How long it is, seconds.
    pub duration_s: u32,
    /// What fails, by time.
    pub failures: Vec<Planned>,
    /// The recorded traffic, where that is its shape; else empty.
    pub replay: Replay,
    /// What clients and servers do about failures and overload.
    pub resilience: Resilience,
    /// How it is computed.
    pub detail: Detail,
    /// Where else than a fluid's own choice requests are simulated, seconds since the start, by time.
    pub close_ups: Vec<u32>,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            traffic: Traffic::Steady,
            duration_s: 600,
            failures: Vec::new(),
            replay: Replay::default(),
            resilience: Resilience::default(),
            detail: Detail::default(),
            close_ups: Vec::new(),
        }
    }
}

/// How a run is computed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum Detail {
    /// As its length and its users allow.
    #[default]
    Auto,
    /// Request by request.
    Full,
    /// As a fluid, and request by request where it matters.
    Fluid,
    /// Some of a fleet's equal instances request by request, the rest as a fluid.
    Sampled,
}

impl Detail {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Auto, Self::Full, Self::Fluid, Self::Sampled];
}

/// How many of the active users are there when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Traffic {
    /// All of them, all the time.
    Steady,
    /// All of them, and many times as many for a while.
    Spike {
        /// How many in the spike, percent of all.
        factor_percent: u32,
        /// When it starts, seconds.
        from_s: u32,
        /// How long it lasts, seconds.
        for_s: u32,
    },
    /// From a share at the start in a straight line to all of them at the end.
    Ramp {
        /// The share at the start, percent.
        from_percent: u32,
    },
    /// A day pressed into the run, from midnight to midnight.
    Day,
    /// As it was recorded: see [`Plan::replay`].
    Replay,
}

/// Points of the day: hour, and percent of the evening's peak. A curve of its own shape, not of any site: quiet from
/// 2 to 6, a rise to noon, a dip after it, the peak at 21 (assumption).
const DAY: [(f64, f64); 10] = [
    (0.0, 60.0),
    (2.0, 25.0),
    (5.0, 20.0),
    (7.0, 35.0),
    (10.0, 65.0),
    (12.5, 80.0),
    (15.0, 65.0),
    (18.0, 80.0),
    (21.0, 100.0),
    (24.0, 60.0),
];

impl Traffic {
    /// The share of the active users who are there at a time of a run, 1 for all.
    pub fn share(self, at_s: f64, duration_s: f64) -> f64 {
        match self {
            Self::Steady | Self::Replay => 1.0,
            Self::Spike { factor_percent, from_s, for_s } => {
                let into = at_s - f64::from(from_s);
                if (0.0..f64::from(for_s)).contains(&into) { f64::from(factor_percent) / 100.0 } else { 1.0 }
            }
            Self::Ramp { from_percent } => {
                let from = f64::from(from_percent) / 100.0;
                from + (1.0 - from) * (at_s / duration_s).clamp(0.0, 1.0)
            }
            Self::Day => between(&DAY, 24.0 * at_s / duration_s) / 100.0,
        }
    }
}

/// The value of a line through points at a place.
fn between(points: &[(f64, f64)], at: f64) -> f64 {
    let above = points.iter().position(|(place, _)| *place >= at).unwrap_or(points.len());
    let high = points.get(above).or(points.last());
    let low = above.checked_sub(1).and_then(|below| points.get(below));
    match (low, high) {
        (Some((from, one)), Some((to, other))) if to > from => {
            one + (other - one) * ((at - from) / (to - from)).min(1.0)
        }
        (_, Some((_, value))) => *value,
        _ => 1.0,
    }
}

/// A failure and when it comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Planned {
    /// Seconds since the start.
    pub at_s: u32,
    /// What fails.
    pub failure: Failure,
}

/// Something that fails, or is done to a part on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Failure {
    /// One instance of a node dies with all that is in it.
    Instance(NodeId),
    /// A host of a node's instances dies with all that is on it.
    Host(NodeId),
    /// All of a node is gone for a while.
    Node {
        /// Which.
        node: NodeId,
        /// Seconds.
        for_s: u32,
    },
    /// All instances that stand in a zone are gone for a while.
    Zone {
        /// Its letter.
        zone: char,
        /// Seconds.
        for_s: u32,
    },
    /// The capacity of one instance of a node is taken back, with notice (Spot).
    Spot(NodeId),
    /// A node becomes another instance type; it is down meanwhile.
    Resize {
        /// Which.
        node: NodeId,
        /// The name of the type.
        to: &'static str,
        /// Whether a bigger instance made from its image takes over its Elastic IP address; else it is stopped, changed
        /// and started.
        cut_over: bool,
        /// Seconds for which it is down.
        for_s: u32,
    },
    /// A node that keeps capacity has another from here on.
    Capacity {
        /// Which.
        node: NodeId,
        /// Units of reads a second.
        read: u32,
        /// Units of writes a second.
        write: u32,
    },
    /// All work of a node takes longer for a while.
    Slow {
        /// Which.
        node: NodeId,
        /// How long it takes, percent of what it takes else.
        factor_percent: u32,
        /// Seconds.
        for_s: u32,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spike_is_there_while_it_lasts_and_a_ramp_ends_with_all() {
        let spike = Traffic::Spike { factor_percent: 300, from_s: 60, for_s: 30 };
        assert_eq!([59.9, 60.0, 89.9, 90.0].map(|at| spike.share(at, 600.0)), [1.0, 3.0, 3.0, 1.0]);
        let ramp = Traffic::Ramp { from_percent: 50 };
        assert_eq!([0.0, 300.0, 600.0].map(|at| ramp.share(at, 600.0)), [0.5, 0.75, 1.0]);
    }

    #[test]
    fn a_day_ends_as_it_begins_and_never_has_more_than_all() {
        let share = |hour: f64| Traffic::Day.share(hour / 24.0 * 900.0, 900.0);
        assert_eq!((share(0.0), share(24.0), share(21.0)), (0.6, 0.6, 1.0));
        assert!((0..=240).all(|tenth| (0.2..=1.0).contains(&share(f64::from(tenth) / 10.0))));
        assert!((share(6.0) - 0.275).abs() < 1e-12);
    }
}
