//! Capacity that nobody needed, and capacity that was not there.

use crate::catalogue::spec::BillUnit;
use crate::engine::report::Report;
use crate::engine::timeline::play::{NodeSample, Sample};
use crate::model::scenario::NodeId;

/// From here on a part does all it can: what was offered and not done is work that it had no capacity for.
const FULL: f64 = 0.98;

/// Capacity of a fleet in a second, in instances.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Capacity {
    /// In service.
    pub in_service: f64,
    /// Needed for all that was offered, each as full as the target: in service × utilisation ÷ target, and where the
    /// fleet was full, as many times more as was offered for each request done.
    pub needed: f64,
}

impl Capacity {
    /// In service and not needed.
    pub fn wasted(self) -> f64 {
        (self.in_service - self.needed).max(0.0)
    }

    /// Needed and not in service.
    pub fn missing(self) -> f64 {
        (self.needed - self.in_service).max(0.0)
    }
}

/// The capacity of a fleet that is to be so full (0…1).
pub fn capacity(sample: &Sample, fleet: &NodeSample, target: f64) -> Capacity {
    let in_service = f64::from(fleet.in_service);
    let undone = if fleet.utilisation >= FULL && sample.done_per_s > 0.0 {
        (sample.offered_per_s / sample.done_per_s).max(1.0)
    } else {
        1.0
    };
    let target = if target > 0.0 { target } else { 1.0 };
    Capacity { in_service, needed: in_service * fleet.utilisation * undone / target }
}

/// US dollars for an hour of one instance: the dearest line of a node that is billed by hours; none without one.
pub fn price_of_hour(report: &Report, node: NodeId) -> Option<f64> {
    let hours = report.cost.lines.iter().filter(|line| line.node == node && line.unit == BillUnit::Hours);
    hours.map(|line| line.unit_price).reduce(f64::max)
}

/// A node in a sample.
pub fn of(sample: &Sample, node: NodeId) -> Option<&NodeSample> {
    sample.nodes.iter().find(|one| one.node == node)
}

#[cfg(test)]
mod tests {
    use super::super::series::tests::{fleet, second};
    use super::*;

    fn of_fleet(in_service: u32, utilisation: f64, offered: f64, done: f64) -> Capacity {
        let fleet = fleet(in_service, utilisation);
        capacity(&second(1.0, offered, done, Some(fleet)), &fleet, 0.6)
    }

    #[test]
    fn a_half_empty_fleet_wastes_what_the_target_does_not_need() {
        // Ten at 30 % do the work of five at 60 %.
        let capacity = of_fleet(10, 0.3, 100.0, 100.0);
        assert!((capacity.needed - 5.0).abs() < 1e-9);
        assert!((capacity.wasted() - 5.0).abs() < 1e-9 && capacity.missing() == 0.0);
    }

    #[test]
    fn a_full_fleet_misses_what_the_offered_work_would_have_taken() {
        // Three, full, did half of what was offered: six full ones, ten at 60 %.
        let capacity = of_fleet(3, 1.0, 200.0, 100.0);
        assert!((capacity.needed - 10.0).abs() < 1e-9);
        assert!((capacity.missing() - 7.0).abs() < 1e-9 && capacity.wasted() == 0.0);
    }

    #[test]
    fn requests_that_fail_elsewhere_are_no_missing_capacity() {
        let capacity = of_fleet(4, 0.6, 200.0, 100.0);
        assert!((capacity.needed - 4.0).abs() < 1e-9 && capacity.missing() < 1e-9);
    }

    #[test]
    fn a_fleet_that_is_gone_needs_what_nobody_can_measure() {
        assert_eq!(of_fleet(0, 0.0, 100.0, 0.0), Capacity::default());
    }
}
