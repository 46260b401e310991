//! The jobs of a fluid: who does them, how many a second, and what waits.

use super::backlog::Backlog;
use super::sample::QueueSample;
use crate::catalogue::spec::{QueueBlueprint, Resource};
use crate::engine::network::{HeldBy, JobFlow, Network};
use crate::engine::steady::jobs;
use crate::lists::Map;
use crate::model::scenario::NodeId;
use crate::model::topology::Topology;

/// A queue that keeps nothing of what fails.
const PLAIN: QueueBlueprint = QueueBlueprint {
    visibility_s: 0.0,
    max_receives: None,
    poison: 0.0,
    groups: None,
    once_within_s: None,
    calls: None,
};

/// Jobs, by who does them, and the rules of queues.
#[derive(Clone, Debug)]
pub(super) struct Jobs {
    backlogs: Map<NodeId, Backlog>,
    queues: Map<NodeId, QueueBlueprint>,
}

/// Who does jobs in a second.
pub(super) struct Doer {
    pub(super) worker: NodeId,
    /// Its instances that work.
    pub(super) working: u32,
    /// The most requests and jobs that they work on at once.
    pub(super) slots: f64,
    /// The second's end.
    pub(super) now_s: f64,
}

impl Jobs {
    /// None yet, for the queues of a drawing.
    pub(super) fn of(topology: &Topology) -> Self {
        let queues = topology.parts.values().filter_map(|part| Some((part.id, part.blueprint.queue?)));
        Self { backlogs: Map::new(), queues: Map::from_iter(queues) }
    }

    /// Those that wait for a node.
    pub(super) fn waiting(&self, worker: NodeId) -> f64 {
        self.backlogs.get(&worker).map_or(0.0, |backlog| backlog.waiting)
    }

    /// What a queue keeps from which some nodes fetch.
    pub(super) fn queue<'a>(&self, workers: impl Iterator<Item = &'a NodeId>) -> QueueSample {
        let mut found = QueueSample { oldest_s: 0.0, in_flight: 0.0, dead_lettered: 0.0 };
        for backlog in workers.filter_map(|worker| self.backlogs.get(worker)) {
            found.oldest_s = found.oldest_s.max(backlog.oldest_s());
            found.in_flight += backlog.in_flight();
            found.dead_lettered += backlog.dead;
        }
        found
    }

    /// A node does jobs, those that came now and those that wait, as fast as it can.
    pub(super) fn pass(&mut self, doer: &Doer, network: &Network, sent: &[f64], busy: &mut [f64]) {
        let mine = || network.jobs.iter().zip(sent).filter(move |(flow, _)| flow.worker == doer.worker);
        let came: f64 = mine().map(|(_, sent)| sent).sum();
        let Some((first, _)) = mine().next() else { return };
        let rules = self.queues.get(&first.queue).copied().unwrap_or(PLAIN);
        let mut each: Map<usize, f64> = Map::new();
        let mut delay_s = 0.0;
        for (flow, sent) in mine() {
            let weight = if came > 0.0 { sent / came } else { 1.0 / mine().count() as f64 };
            delay_s += weight * flow.delay_s;
            for (station, seconds) in &flow.stations {
                *each.or_default(*station) += weight * seconds;
            }
        }
        let (mut most, mut fullest) = (f64::INFINITY, (0.0, 1.0));
        for (id, seconds) in each.iter().filter(|(_, seconds)| **seconds > 0.0) {
            let (Some(station), Some(busy)) = (network.stations.get(*id), busy.get(*id)) else { continue };
            let capacity = if doer.working == 0 { 0.0 } else { station.capacity() };
            let room = (capacity - (busy - came * seconds)).max(0.0) / seconds;
            if room < most {
                (most, fullest) = (room, (*seconds, capacity.max(1.0)));
            }
        }
        let work_s = delay_s + each.values().sum::<f64>();
        let limits = own_limits(network, doer.worker);
        let at_once = doer.slots.min(limits.at_once);
        let by_slots = if work_s > 0.0 { doer.slots / work_s } else { f64::INFINITY };
        let backlog = self.backlogs.or_default(doer.worker);
        let done = backlog.pass(doer.now_s, came, most.min(limits.most).min(by_slots), rules);
        let sojourn = jobs::backlog(done, fullest.0, fullest.1 as u64, 0.0, delay_s).sojourn_s;
        let inside = match sojourn.filter(|_| backlog.waiting <= 0.0) {
            Some(sojourn_s) => (done * sojourn_s).min(at_once),
            None if at_once.is_finite() => at_once,
            None => done * work_s,
        };
        backlog.work_on(inside, if done > 0.0 { inside / done } else { 0.0 });
        for (id, seconds) in &each {
            if let Some(busy) = busy.get_mut(*id) {
                *busy += (done - came) * seconds;
            }
        }
    }
}

/// Whether jobs of a node run in executions of their own: others limit how many there are, and its stations how busy it is.
pub(super) fn runs_apart(network: &Network, worker: NodeId) -> bool {
    let mut flows = network.jobs.iter().filter(|flow| flow.worker == worker);
    flows.any(|flow| flow.held.iter().any(|held| held.resource == Resource::Concurrency))
}

/// Limits on a node's jobs by how they are handed out: batches of messages at once, and groups in order; endless where
/// there are neither.
struct OwnLimits {
    /// Jobs a second.
    most: f64,
    /// Jobs at once, over its queues.
    at_once: f64,
}

fn own_limits(network: &Network, worker: NodeId) -> OwnLimits {
    // Several kinds of requests may send to one queue, with jobs that have the same limits.
    let mut queues: Map<NodeId, (f64, f64)> = Map::new();
    for flow in network.jobs.iter().filter(|flow| flow.worker == worker) {
        let (at_once, work_s) = (handed_out(flow), flow.work_s());
        let most = if work_s > 0.0 { at_once / work_s } else { f64::INFINITY };
        queues.insert(flow.queue, (most, at_once));
    }
    OwnLimits {
        most: queues.values().map(|(most, _)| most).sum(),
        at_once: queues.values().map(|(_, at_once)| at_once).sum(),
    }
}

/// The jobs of a queue that are handed out at once, at most.
fn handed_out(flow: &JobFlow) -> f64 {
    let limits = |held: &&HeldBy| matches!(held.resource, Resource::Batches | Resource::MessageGroups);
    flow.held.iter().filter(limits).map(|held| held.count as f64).fold(f64::INFINITY, f64::min)
}
