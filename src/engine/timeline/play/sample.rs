//! One second of a play, measured.

use super::capacity::CapacitySample;
use super::cold::EnvironmentsSample;
use super::credits::CreditsSample;
use super::group::Group;
use super::hosts::HostsSample;
use super::lag::{self, StaleReads};
use crate::engine::timeline::simulation::Simulation;
use crate::engine::timeline::tally::{CAUSES, Cell};
use crate::lists::Map;
use crate::model::scenario::NodeId;

/// What was measured in one second, or in the few seconds since the measurement before.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// Its end, seconds since the start.
    pub at_s: f64,
    /// Active users at its end.
    pub active_users: f64,
    /// Requests that came.
    pub offered_per_s: f64,
    /// Attempts at them that were sent, retries among them.
    pub attempts_per_s: f64,
    /// Requests that were answered.
    pub done_per_s: f64,
    /// Requests that failed for good, by [`CAUSES`].
    pub failed_per_s: [f64; CAUSES.len()],
    /// p50, p95 and p99 of the answers given, seconds; none without answers.
    pub latency_s: Option<[f64; 3]>,
    /// By node, those that can be busy.
    pub nodes: Vec<NodeSample>,
}

/// Measurements, each with the time from which on it was measured: where the one before it ends.
pub fn with_starts(samples: &[Sample]) -> impl DoubleEndedIterator<Item = (f64, &Sample)> + Clone {
    let start = |index: usize| index.checked_sub(1).and_then(|before| samples.get(before)).map_or(0.0, |one| one.at_s);
    samples.iter().enumerate().map(move |(index, sample)| (start(index), sample))
}

/// What was measured at one node.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NodeSample {
    /// Which.
    pub node: NodeId,
    /// Its fullest resource, 0…1.
    pub utilisation: f64,
    /// Requests or jobs that wait for a slot or a server at the second's end.
    pub waiting: f64,
    /// Instances that there should be.
    pub desired: u32,
    /// Those that are starting.
    pub starting: u32,
    /// Those that get requests and work.
    pub in_service: u32,
    /// Those that finish what they have and go.
    pub draining: u32,
    /// Those that are dead.
    pub dead: u32,
    /// Instances that the forecast says are needed; none without a forecast.
    pub forecast: Option<u32>,
    /// CPU credits; none where none are kept.
    pub credits: Option<CreditsSample>,
    /// Reads, of a replica that lags behind; none of others.
    pub stale_reads: Option<StaleReads>,
    /// What it keeps, where it is a queue.
    pub queue: Option<QueueSample>,
    /// Share of its look-ups that are hits, 0…1, where it is a cache.
    pub hit_ratio: Option<f64>,
    /// What its code runs in, where that is started when it is needed.
    pub environments: Option<EnvironmentsSample>,
    /// Share of its volumes' I/O credits that is left, 0…1, where they have any.
    pub io_credits: Option<f64>,
    /// The hosts of its instances, where several stand on one.
    pub hosts: Option<HostsSample>,
    /// Its capacity, where what is beyond it is refused.
    pub capacity: Option<CapacitySample>,
}

/// What a queue keeps, beside those jobs that wait to be received.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QueueSample {
    /// The age of the oldest job that is neither done nor dead, seconds.
    pub oldest_s: f64,
    /// Jobs that were received and are neither done nor to be had again.
    pub in_flight: f64,
    /// Jobs in the dead-letter queue.
    pub dead_lettered: f64,
}

impl NodeSample {
    /// A node without instances of its own.
    pub(crate) fn idle(node: NodeId) -> Self {
        Self {
            node,
            utilisation: 0.0,
            waiting: 0.0,
            desired: 0,
            starting: 0,
            in_service: 0,
            draining: 0,
            dead: 0,
            forecast: None,
            credits: None,
            stale_reads: None,
            queue: None,
            hit_ratio: None,
            environments: None,
            io_credits: None,
            hosts: None,
            capacity: None,
        }
    }
}

/// What is measured, and where the last second ended.
#[derive(Clone, Debug, Default)]
pub(super) struct Sampler {
    samples: Vec<Sample>,
    /// Of each group's stations and slots: the integrals of busy and capacity then.
    before: Vec<Vec<(f64, f64)>>,
    /// Replicas whose reads are watched.
    replicas: Vec<NodeId>,
}

impl Sampler {
    /// A drawing with such replicas.
    pub(super) fn of(replicas: Vec<NodeId>) -> Self {
        Self { replicas, ..Self::default() }
    }

    pub(super) fn samples(&self) -> &[Sample] {
        &self.samples
    }

    /// Adds something about a node to the second that was measured last.
    pub(super) fn put(&mut self, node: NodeId, add: impl FnOnce(&mut NodeSample)) {
        let nodes = self.samples.last_mut().map(|sample| &mut sample.nodes);
        let of = nodes.and_then(|nodes| nodes.iter_mut().find(|sample| sample.node == node));
        if let Some(sample) = of {
            add(sample);
        }
    }

    /// The newest measurement.
    pub(super) fn newest(&mut self) -> Option<&mut Sample> {
        self.samples.last_mut()
    }

    /// Forgets what was measured, and goes on from there.
    pub(super) fn forget(&mut self) {
        self.samples.clear();
    }

    /// Measures the second that ends now.
    pub(super) fn measure(
        &mut self,
        simulation: &mut Simulation,
        groups: &[Group],
        fetched_by: &Map<NodeId, Vec<NodeId>>,
        (at_s, active_users): (f64, f64),
    ) {
        let counted = simulation.read_meter();
        let mut nodes: Vec<NodeSample> = Vec::new();
        self.before.resize(groups.len(), Vec::new());
        for (group, before) in groups.iter().zip(&mut self.before) {
            let sample = node(simulation, group, before, at_s as u32);
            let stale_reads = lag::take(simulation, &self.replicas, group.node);
            nodes.push(NodeSample { stale_reads, ..sample });
        }
        for (queue, workers) in fetched_by {
            let of = nodes.iter().filter(|node| workers.contains(&node.node));
            let waiting = of.map(|node| node.waiting).sum();
            match nodes.iter_mut().find(|node| node.node == *queue) {
                Some(limited) => limited.waiting += waiting,
                None => nodes.push(NodeSample { waiting, ..NodeSample::idle(*queue) }),
            }
        }
        self.samples.push(Sample {
            at_s,
            active_users,
            offered_per_s: counted.offered as f64,
            attempts_per_s: counted.attempts as f64,
            done_per_s: counted.done as f64,
            failed_per_s: counted.failed.map(|count| count as f64),
            latency_s: latency(&counted),
            nodes,
        });
    }
}

fn latency(counted: &Cell) -> Option<[f64; 3]> {
    let at = |share| counted.times.quantile(share).map(|nanos| nanos / 1e9);
    Some([at(0.5)?, at(0.95)?, at(0.99)?])
}

fn node(simulation: &Simulation, group: &Group, before: &mut Vec<(f64, f64)>, second: u32) -> NodeSample {
    let stations = group.stations.iter().map(|station| simulation.busy_and_capacity_s(*station));
    let mut now: Vec<(f64, f64)> = stations.collect();
    before.resize(now.len() + group.slots.len(), (0.0, 0.0));
    for (slots, before) in group.slots.iter().zip(before.iter().skip(now.len()).copied().collect::<Vec<_>>()) {
        // The number of slots changes with the instances only, between two seconds.
        let (held, _, count) = simulation.slots_state(*slots);
        now.push((held, before.1 + f64::from(count)));
    }
    let shares = now.iter().zip(before.iter()).map(|(now, before)| {
        let (busy, capacity) = (now.0 - before.0, now.1 - before.1);
        if capacity > 0.0 { (busy / capacity).clamp(0.0, 1.0) } else { 0.0 }
    });
    let utilisation = shares.fold(0.0, f64::max);
    let waiting = group.slots.iter().map(|slots| simulation.slots_state(*slots).1).sum::<u64>()
        + group.stations.iter().map(|station| simulation.waiting_at(*station)).sum::<u64>();
    *before = now;
    let count = group.count();
    NodeSample {
        node: group.node,
        utilisation,
        waiting: waiting as f64,
        desired: group.desired,
        starting: count.starting,
        in_service: count.in_service,
        draining: count.draining,
        dead: count.dead,
        forecast: group.forecast_now,
        credits: group.credits_sample(),
        stale_reads: None,
        queue: None,
        hit_ratio: None,
        environments: None,
        io_credits: group.disk_credits_sample(),
        hosts: group.hosts_sample(second),
        capacity: None,
    }
}
