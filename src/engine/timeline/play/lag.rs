//! Replicas of a drawing that lag behind their primaries.

use crate::catalogue::spec::Ask;
use crate::engine::network::Compiled;
use crate::engine::timeline::simulation::Simulation;
use crate::engine::timeline::watch::{Meaning, Replica, Watch};
use crate::model::scenario::NodeId;
use crate::model::topology::Topology;

/// Reads at a replica in a second.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct StaleReads {
    /// All.
    pub reads: f64,
    /// Those that missed a change: expected, over which rows were read and changed.
    pub stale: f64,
}

/// The replicas of a drawing, in the order in which they are watched. Each follows all primaries that are joined to it.
pub(super) fn watch(topology: &Topology, compiled: &Compiled, simulation: &mut Simulation) -> Vec<NodeId> {
    let lagging = topology.parts.values().filter_map(|part| Some((part.id, part.blueprint.lag?)));
    let (nodes, lags): (Vec<NodeId>, Vec<_>) = lagging.unzip();
    if nodes.is_empty() {
        return nodes;
    }
    // A replica's group is its primary; of more the first.
    let primary = |replica: NodeId| {
        let joined = topology.edges.iter().filter(|edge| edge.to == replica).map(|edge| edge.from);
        let writes =
            |id: &NodeId| topology.parts.get(id).is_some_and(|part| part.ports.answers.contains(&Ask::DbWrite));
        joined.into_iter().find(writes)
    };
    let primaries: Vec<Option<NodeId>> = nodes.iter().map(|node| primary(*node)).collect();
    let meaning = |node: NodeId, ask: Ask| match ask {
        Ask::DbWrite => primaries.iter().position(|of| *of == Some(node)).map(Meaning::Write),
        Ask::DbRead => nodes.iter().position(|of| *of == node).map(Meaning::Read),
        _ => None,
    };
    let routes = compiled.legend.routes.iter();
    let meanings = routes.map(|route| meaning(route.node, route.ask).unwrap_or(Meaning::Other)).collect();
    let replica = |(index, lag): (usize, &crate::catalogue::spec::LagBlueprint)| {
        let group = primaries.iter().position(|of| *of == primaries.get(index).copied().flatten()).unwrap_or(index);
        Replica::of(group, lag.lag_s, lag.rows)
    };
    let replicas = lags.iter().enumerate().map(replica).collect();
    simulation.watch(Watch::of(meanings, replicas));
    nodes
}

/// What was read at a replica since the last look.
pub(super) fn take(simulation: &mut Simulation, replicas: &[NodeId], node: NodeId) -> Option<StaleReads> {
    let index = replicas.iter().position(|replica| *replica == node)?;
    let (reads, stale) = simulation.watch.as_mut()?.take(index);
    Some(StaleReads { reads, stale })
}
