//! The queues of a drawing.

use super::Play;
use super::log::What;
use super::messages::Takers;
use super::sample::QueueSample;
use crate::catalogue::spec::Ask;
use crate::engine::network::Compiled;
use crate::engine::network::legend::Legend;
use crate::engine::timeline::simulation::Simulation;
use crate::engine::timeline::streams::name_hash;
use crate::model::scenario::NodeId;
use crate::model::topology::Topology;

/// A queue of the drawing, and of the simulation.
#[derive(Clone, Copy, Debug)]
pub(super) struct JobQueue {
    node: NodeId,
    number: u8,
    /// Whether a job has gone to the dead-letter queue.
    has_dead: bool,
}

/// The queues of a drawing, made known to its simulation.
pub(super) fn all(topology: &Topology, compiled: &Compiled, simulation: &mut Simulation) -> Vec<JobQueue> {
    let mut queues = Vec::new();
    for part in topology.parts.values() {
        let Some(rules) = part.blueprint.queue else { continue };
        let name = name_hash(&format!("{} jobs", part.id.0));
        let Some(number) = simulation.add_queue(rules, name) else { continue };
        let queue = JobQueue { node: part.id, number, has_dead: false };
        queue.follow(&compiled.legend, 0, simulation);
        queues.push(queue);
    }
    queues
}

impl JobQueue {
    /// What it keeps, where its jobs are simulated, and how many of them wait to be taken.
    fn state(&self, simulation: &Simulation, takers: &Takers) -> (QueueSample, u64) {
        let state = simulation.queue_state(self.number);
        let found = QueueSample {
            oldest_s: state.oldest_s,
            in_flight: f64::from(state.in_flight),
            dead_lettered: state.dead as f64,
        };
        (found, takers.waiting(simulation, self.node) + u64::from(state.parked))
    }

    /// Jobs come from these routes too, which stand behind so many others.
    pub(super) fn follow(self, legend: &Legend, before: usize, simulation: &mut Simulation) {
        for (route, meaning) in legend.routes.iter().enumerate() {
            if meaning.node == self.node && meaning.ask == Ask::SendJob {
                simulation.sends_to(before + route, self.number);
            }
        }
    }
}

impl Play {
    /// Adds what the queues are like to the second that has been measured.
    pub(super) fn measure_queues(&mut self) {
        let mut died = Vec::new();
        for queue in &mut self.queues {
            let (found, waiting) = match &self.flow {
                // What waits in a fluid is told where it is done.
                Some(flow) => (flow.queue(self.fetched_by.get(&queue.node).into_iter().flatten()), 0),
                None => queue.state(&self.simulation, &self.takers),
            };
            if found.dead_lettered >= 1.0 && !std::mem::replace(&mut queue.has_dead, true) {
                died.push(queue.node);
            }
            self.sampler.put(queue.node, |sample| {
                sample.queue = Some(found);
                sample.waiting += waiting as f64;
            });
        }
        died.into_iter().for_each(|node| self.note(What::DeadLetters(node)));
    }
}
