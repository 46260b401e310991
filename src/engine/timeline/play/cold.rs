//! Parts of a drawing whose code runs in environments that are started when they are needed.

use super::Play;
use crate::engine::network::Compiled;
use crate::engine::timeline::simulation::Simulation;
use crate::model::scenario::NodeId;
use crate::model::topology::Topology;

/// The environments of a part in a second.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct EnvironmentsSample {
    /// Requests that had to wait for a new one to start.
    pub cold_starts: f64,
    /// Those that did nothing at its end, and are kept.
    pub idle: f64,
}

/// A part with environments, and the slots that they belong to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Function {
    node: NodeId,
    slots: usize,
    /// Cold starts up to the second before.
    before: u64,
}

/// Those parts of a drawing, made known to its simulation.
pub(super) fn all(topology: &Topology, compiled: &Compiled, simulation: &mut Simulation) -> Vec<Function> {
    let mut found = Vec::new();
    for (slots, meaning) in compiled.legend.slots.iter().enumerate() {
        let part = topology.parts.get(&meaning.node).filter(|_| meaning.queue.is_none());
        if let Some(rules) = part.and_then(|part| part.blueprint.cold_start) {
            simulation.start_cold(slots, rules);
            found.push(Function { node: meaning.node, slots, before: 0 });
        }
    }
    found
}

impl Play {
    /// Adds what the environments are like to the second that has been measured.
    pub(super) fn measure_environments(&mut self) {
        for function in &mut self.functions {
            let (all, idle) = self.simulation.environments(function.slots);
            let cold_starts = (all - std::mem::replace(&mut function.before, all)) as f64;
            let found = EnvironmentsSample { cold_starts, idle: idle as f64 };
            self.sampler.put(function.node, |sample| sample.environments = Some(found));
        }
    }
}
