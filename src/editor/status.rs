//! How a node is doing, said by shape and word before colour.

use crate::catalogue::spec::Group;
use crate::engine::report::{NodeReport, Report, ResourceUse};
use crate::model::scenario::{Edge, NodeId};

/// From here on a resource is warm.
pub const WARM: f64 = 0.6;
/// From here on it is saturated.
pub const SATURATED: f64 = 0.9;
/// From this share of failed requests on, the part that causes them is failing and no longer merely full.
pub const FAILING_ERRORS: f64 = 0.05;

/// The states that a part can be in, calm ones first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// No request reaches it.
    #[default]
    Idle,
    /// Its fullest resource is under 60 %.
    Healthy,
    /// Some of its instances are leaving, after their last requests.
    Draining,
    /// Some of its instances are starting.
    Booting,
    /// Under 90 %.
    Warm,
    /// From 90 % on.
    Saturated,
    /// Full, and requests fail because of it.
    Failing,
}

impl Status {
    /// Its word in class names.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Healthy => "healthy",
            Self::Draining => "draining",
            Self::Booting => "booting",
            Self::Warm => "warm",
            Self::Saturated => "saturated",
            Self::Failing => "failing",
        }
    }

    /// The status that a utilisation means.
    pub fn of(utilisation: f64) -> Self {
        if utilisation >= SATURATED {
            Self::Saturated
        } else if utilisation >= WARM {
            Self::Warm
        } else {
            Self::Healthy
        }
    }
}

/// The resource that the ring shows: the fullest of those that requests use up.
pub fn limiting(node: &NodeReport) -> Option<&ResourceUse> {
    node.resources
        .iter()
        .filter(|resource| resource.limit_users.is_some())
        .max_by(|a, b| a.utilisation.0.total_cmp(&b.utilisation.0))
}

/// How a node is doing.
pub fn of_node(report: &Report, id: NodeId, group: Group) -> Status {
    let Some(node) = report.nodes.get(&id) else { return Status::Idle };
    if group == Group::People || node.rate.0 <= 0.0 {
        return Status::Idle;
    }
    let growing = node.queue.is_some_and(|queue| queue.growth.0 > 0.0);
    let by_resource = limiting(node).map_or(Status::Healthy, |resource| Status::of(resource.utilisation.0));
    let status = if growing { by_resource.max(Status::Saturated) } else { by_resource };
    let causes = report.bottleneck.is_some_and(|bottleneck| bottleneck.node == id);
    if status == Status::Saturated && causes && report.error_rate.0 >= FAILING_ERRORS {
        Status::Failing
    } else {
        status
    }
}

/// How a connection is doing: as its target, where that is full; a wire is never better than what it leads to.
pub fn of_edge(statuses: impl Fn(NodeId) -> Status, edge: Edge) -> Status {
    match statuses(edge.to) {
        Status::Failing => Status::Failing,
        Status::Saturated => Status::Saturated,
        _ => Status::Healthy,
    }
}

/// How dense the dots of a wire are: 0 none, 1 few … 5 many, on a logarithmic scale of its rate a second.
pub fn density(rate: f64) -> u8 {
    match rate {
        r if r <= 0.0 => 0,
        r if r < 1.0 => 1,
        r if r < 30.0 => 2,
        r if r < 300.0 => 3,
        r if r < 3_000.0 => 4,
        _ => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resource_warms_up_and_fills() {
        assert_eq!(Status::of(0.0), Status::Healthy);
        assert_eq!(Status::of(0.599), Status::Healthy);
        assert_eq!(Status::of(0.6), Status::Warm);
        assert_eq!(Status::of(0.9), Status::Saturated);
        assert_eq!(Status::of(1.0), Status::Saturated);
    }

    #[test]
    fn a_wire_to_a_full_part_turns_red() {
        let edge = Edge { from: NodeId(1), to: NodeId(2) };
        let warm = |_| Status::Warm;
        let full = |_| Status::Saturated;
        assert_eq!(of_edge(warm, edge), Status::Healthy);
        assert_eq!(of_edge(full, edge), Status::Saturated);
    }

    #[test]
    fn dots_thicken_with_the_rate() {
        let rates = [0.0, 0.5, 20.0, 200.0, 2_000.0, 20_000.0];
        assert_eq!(rates.map(density), [0, 1, 2, 3, 4, 5]);
    }
}
