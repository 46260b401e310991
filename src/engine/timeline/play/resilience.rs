//! What clients and servers do about failures, put into a drawing's network.

use super::{Play, What, fetchers};
use crate::catalogue::spec::Resource;
use crate::engine::network::Compiled;
use crate::engine::queueing::network::Abandoned;
use crate::model::resilience::Resilience;
use crate::model::scenario::NodeId;
use crate::model::topology::Topology;

/// Puts retries, abandoned work and bounded queues into a network. Jobs are fetched when there is room for them, so that
/// the queue of who fetches has no bound.
pub(super) fn apply(rules: &Resilience, compiled: &mut Compiled, topology: &Topology) {
    let Compiled { network, legend } = compiled;
    network.client.backoff_s = rules.backoff_ms.iter().map(|wait| f64::from(*wait) / 1_000.0).collect();
    if rules.finishes_abandoned {
        network.client.abandoned = Abandoned::Continues;
    }
    let Some(limit) = rules.queue_limit else { return };
    let fetched_by = fetchers(topology);
    let fetches = |node: NodeId| fetched_by.values().any(|workers| workers.contains(&node));
    for (slots, meaning) in network.slots.iter_mut().zip(&legend.slots) {
        if meaning.resource == Resource::WorkerSlots && !fetches(meaning.node) {
            let instances = topology.parts.get(&meaning.node).map_or(1, |part| part.blueprint.instances);
            slots.waiting_limit = Some(limit.saturating_mul(instances));
        }
    }
}

impl Play {
    /// Circuit breakers that opened or closed in the second that is over.
    pub(super) fn note_circuits(&mut self) {
        for turn in self.simulation.take_turns() {
            if let Some(class) = self.classes.get(usize::from(turn.class)).copied() {
                self.note(if turn.opens { What::CircuitOpens(class) } else { What::CircuitCloses(class) });
            }
        }
    }
}
