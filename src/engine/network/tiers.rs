//! Parts that stand in for each other, and how questions are spread over their instances.

use crate::lists::Map;

use crate::engine::queueing::network::Balancer;
use crate::model::scenario::NodeId;
use crate::model::topology::Topology;

/// Parts that get all their questions from those who ask in turn are asked in turn.
pub(super) fn spreads(topology: &Topology) -> Map<NodeId, Balancer> {
    let mut spreads = Map::new();
    for (&(asker, _), targets) in &topology.routes {
        let in_turn = topology.parts.get(&asker).is_some_and(|part| part.blueprint.in_turn);
        for &(target, _) in targets.iter().filter(|(target, _)| *target != asker) {
            let spread = spreads.or_insert(target, Balancer::RoundRobin);
            if !in_turn {
                *spread = Balancer::Random;
            }
        }
    }
    spreads
}

/// Nodes that stand in for each other form a tier, named by its first node: they are asked the same by the same asker
/// and answer the same questions.
pub(super) fn tiers(topology: &Topology) -> Map<NodeId, NodeId> {
    let mut tier = Map::from_iter(topology.parts.keys().map(|id| (*id, *id)));
    for targets in topology.routes.values() {
        for (&(first, _), &(second, _)) in targets.iter().zip(targets.iter().skip(1)) {
            let answers = |id| topology.parts.get(&id).map(|part| &part.ports.answers);
            if answers(first) == answers(second) {
                merge(&mut tier, first, second);
            }
        }
    }
    tier
}

fn merge(tier: &mut Map<NodeId, NodeId>, first: NodeId, second: NodeId) {
    let (Some(&one), Some(&other)) = (tier.get(&first), tier.get(&second)) else { return };
    let (keep, drop) = if one < other { (one, other) } else { (other, one) };
    for name in tier.values_mut().filter(|name| **name == drop) {
        *name = keep;
    }
}
