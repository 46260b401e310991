//! Parts of a drawing that are given messages: batches of queues, of which there may be more the longer messages wait, and
//! messages of topics that are tried again where they were refused.

use super::Play;
use crate::catalogue::spec::PollBlueprint;
use crate::catalogue::spec::Resource;
use crate::engine::network::Compiled;
use crate::engine::timeline::simulation::Simulation;
use crate::model::scenario::NodeId;
use crate::model::topology::Topology;

/// Seconds without need after which there may be fewer batches at once, as fast as there came to be more (assumption: AWS
/// only says that there are fewer where little comes).
const QUIET_S: u32 = 60;

/// A queue with who is given batches of it.
#[derive(Clone, Copy, Debug)]
struct Poller {
    queue: NodeId,
    slots: usize,
    polls: PollBlueprint,
    /// Batches that there may be at once.
    at_once: f64,
    /// Seconds since none of them was free while messages waited.
    quiet_s: u32,
}

/// A part that tries again what it refused, by its slots.
#[derive(Clone, Copy, Debug)]
struct Retrier {
    node: NodeId,
    slots: usize,
}

/// All of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Takers {
    pollers: Vec<Poller>,
    retriers: Vec<Retrier>,
}

impl Takers {
    /// Those of a drawing, made known to its simulation.
    pub(super) fn of(topology: &Topology, compiled: &Compiled, simulation: &mut Simulation) -> Self {
        let mut made = Self::default();
        for (slots, meaning) in compiled.legend.slots.iter().enumerate() {
            let Some(part) = topology.parts.get(&meaning.node) else { continue };
            match (meaning.queue, part.blueprint.polls, part.blueprint.retries) {
                (Some(_), ..) if meaning.resource == Resource::MessageGroups => simulation.only_orders(slots),
                (Some(queue), Some(polls), _) => {
                    let rules = topology.parts.get(&queue).and_then(|part| part.blueprint.queue);
                    let in_order = rules.is_some_and(|rules| rules.groups.is_some());
                    let polls = if in_order { polls.in_order() } else { polls };
                    simulation.take_in_batches(slots, polls);
                    let at_once = f64::from(polls.start.min(polls.most));
                    made.pollers.push(Poller { queue, slots, polls, at_once, quiet_s: 0 });
                }
                (None, _, Some(retries)) => {
                    simulation.try_later(slots, retries);
                    made.retriers.push(Retrier { node: meaning.node, slots });
                }
                _ => {}
            }
        }
        made.fit(simulation);
        made
    }

    /// As many batches at once as there may be.
    fn fit(&self, simulation: &mut Simulation) {
        for poller in &self.pollers {
            simulation.set_slots(poller.slots, poller.at_once as u32);
        }
    }

    /// There are as many batches at once as there may ever be: a fluid waits for none of them.
    pub(super) fn all_at_once(&mut self, simulation: &mut Simulation) {
        self.pollers.iter_mut().for_each(|poller| poller.at_once = f64::from(poller.polls.most));
        self.fit(simulation);
    }

    /// Messages of a queue that wait to be taken.
    pub(super) fn waiting(&self, simulation: &Simulation, queue: NodeId) -> u64 {
        let pollers = self.pollers.iter().filter(|poller| poller.queue == queue);
        pollers.map(|poller| simulation.slots_state(poller.slots).1).sum()
    }
}

impl Play {
    /// Where messages wait and all batches are under way there may be more of them; fewer where none has waited for a while.
    pub(super) fn look_after_pollers(&mut self) {
        if self.flow.is_some() {
            return;
        }
        for poller in &mut self.takers.pollers {
            let (_, waiting, count) = self.simulation.slots_state(poller.slots);
            let busy = self.simulation.slots_held(poller.slots);
            let PollBlueprint { start, more_per_s, most, .. } = poller.polls;
            let (start, most) = (f64::from(start.min(most)), f64::from(most));
            if waiting > 0 && busy >= u64::from(count) {
                (poller.at_once, poller.quiet_s) = ((poller.at_once + more_per_s).min(most), 0);
                continue;
            }
            poller.quiet_s += 1;
            if poller.quiet_s > QUIET_S {
                poller.at_once = (poller.at_once - more_per_s).max(busy as f64).max(start);
            }
        }
        self.takers.fit(&mut self.simulation);
    }

    /// Adds messages that are to be tried again to the second that has been measured.
    pub(super) fn measure_takers(&mut self) {
        for retrier in &self.takers.retriers {
            let later = self.simulation.tried_later(retrier.slots) as f64;
            self.sampler.put(retrier.node, |sample| sample.waiting += later);
        }
    }
}
