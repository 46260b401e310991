//! What nobody waits for, at a solution: jobs that queues hand out and messages that topics deliver. How many are worked
//! on at once, how long they wait, and what their services bill.

use super::network::{HeldBy, JobFlow, Path};
use super::steady::batches::{Batches, Taking, batches, empty_calls, in_order};
use super::steady::fetched::{Fetchers, fetched};
use super::steady::jobs::{Backlog, backlog};
use super::steady::{Solution, Solver};
use crate::catalogue::spec::{Ask, Resource};
use crate::catalogue::spec::{Messages, PollBlueprint};
use crate::model::scenario::NodeId;
use crate::model::topology::{Part, Topology};

/// Jobs of one queue that one node does, of all classes together.
#[derive(Clone, Debug)]
pub struct Flow {
    /// How they are done.
    pub of: JobFlow,
    /// How many are sent a second.
    pub arrivals: f64,
}

/// What all jobs are, at a solution.
pub struct Later<'a> {
    /// The drawing.
    pub topology: &'a Topology,
    /// Its solver.
    pub solver: &'a Solver,
    /// The solution.
    pub solution: &'a Solution,
}

/// Every queue with everyone who does its jobs.
pub fn flows(solver: &Solver, solution: &Solution) -> Vec<Flow> {
    let mut found: Vec<Flow> = Vec::new();
    for flow in &solver.network().jobs {
        let sent = |path: &Path| if path.class == flow.class { flow.per_request } else { 0.0 };
        let arrivals = solver.per_second(solution, sent);
        let same = |other: &&mut Flow| other.of.queue == flow.queue && other.of.worker == flow.worker;
        match found.iter_mut().find(same) {
            Some(known) => known.add(flow, arrivals),
            None => found.push(Flow { of: flow.clone(), arrivals }),
        }
    }
    found
}

impl Flow {
    /// Jobs of another class.
    fn add(&mut self, flow: &JobFlow, arrivals: f64) {
        let all = self.arrivals + arrivals;
        let share = if all > 0.0 { arrivals / all } else { 0.0 };
        self.of.stations.values_mut().for_each(|seconds| *seconds *= 1.0 - share);
        for (station, seconds) in &flow.stations {
            *self.of.stations.or_default(*station) += share * seconds;
        }
        self.of.delay_s += share * (flow.delay_s - self.of.delay_s);
        self.arrivals = all;
    }

    /// Jobs worked on at once at most, where they need not be in order.
    fn at_once(&self) -> u64 {
        let held = self.of.held.iter().filter(|held| held.resource != Resource::MessageGroups);
        held.map(|held| held.count).min().unwrap_or(u64::MAX)
    }

    /// Jobs that hold one of a limit on average: those that come, as long as that is not more than there are.
    fn held(&self) -> f64 {
        (self.arrivals * self.of.work_s()).min(self.of.slots as f64)
    }
}

/// How many of a node's limit jobs hold on average, and how many there are; none where no job holds one.
pub fn held(solver: &Solver, solution: &Solution, node: NodeId, resource: Resource) -> Option<(f64, f64)> {
    let mine = |held: &&HeldBy| held.node == node && held.resource == resource;
    let mut found: Option<(f64, f64)> = None;
    for flow in flows(solver, solution) {
        if let Some(held) = flow.of.held.iter().find(mine) {
            let (used, count) = found.unwrap_or((0.0, 0.0));
            // Each queue has batches of its own; other limits are one for all.
            let kept = resource == Resource::Batches;
            let count = if kept { count + held.count as f64 } else { held.count as f64 };
            found = Some((used + flow.held(), count));
        }
    }
    found.map(|(used, count)| (used.min(count), count))
}

impl Later<'_> {
    fn part(&self, node: NodeId) -> Option<&Part> {
        self.topology.parts.get(&node)
    }

    /// The backlog before one node that does a queue's jobs.
    pub fn backlog(&self, flow: &Flow) -> Backlog {
        let found = match self.polls(flow) {
            Some(polls) => {
                let Batches { waiting, sojourn_s, growth_per_s, .. } = self.batches(flow, polls);
                Backlog { waiting, sojourn_s, growth_per_s }
            }
            None => self.one_by_one(flow),
        };
        let groups = self.part(flow.of.queue).and_then(|part| part.blueprint.queue).and_then(|rules| rules.groups);
        groups.map_or(found, |groups| self.ordered(flow, found, groups))
    }

    /// Workers fetch jobs one by one: their slowest station decides.
    fn one_by_one(&self, flow: &Flow) -> Backlog {
        if let Some((seconds, by)) = self.fetchers(flow) {
            return fetched(flow.arrivals, seconds, by, flow.of.delay_s);
        }
        match self.slowest(flow) {
            Some((seconds, servers, taken)) => backlog(flow.arrivals, seconds, servers, taken, flow.of.delay_s),
            None => backlog(flow.arrivals, 0.0, 1, 0.0, flow.of.delay_s),
        }
    }

    /// Those who fetch a flow's jobs, and the seconds of one, where each instance has slots of its own and does nothing else.
    fn fetchers(&self, flow: &Flow) -> Option<(f64, Fetchers)> {
        let part = self.part(flow.of.worker).filter(|part| part.ports.answers == [Ask::RunJob])?;
        let (slots, _) = (part.blueprint.slots?, self.slowest(flow).filter(|(_, _, taken)| *taken <= 1e-9)?);
        let mut stations = flow.of.stations.iter();
        let ((&id, &seconds), None) = (stations.next()?, stations.next()) else { return None };
        let station = self.solver.network().stations.get(id)?;
        Some((seconds, Fetchers { instances: station.instances, servers: station.servers, slots: slots.limit }))
    }

    /// Of the station that can do fewest of a flow's jobs: seconds for one, servers, and the share of them that other work
    /// takes.
    fn slowest(&self, flow: &Flow) -> Option<(f64, u64, f64)> {
        let stations = flow.of.stations.iter().filter_map(|(&id, &seconds)| {
            let station = self.solver.network().stations.get(id)?;
            let all = self.solver.per_second(self.solution, |path| path.demand_s(id));
            let taken = (all - flow.arrivals * seconds).max(0.0) / station.capacity();
            let servers = (station.capacity() as u64).min(flow.at_once()).max(1);
            Some((seconds / ((1.0 - taken).max(1e-12) * servers as f64), seconds, servers, taken))
        });
        let slowest = stations.max_by(|one, other| one.0.total_cmp(&other.0));
        slowest.map(|(_, seconds, servers, taken)| (seconds, servers, taken))
    }

    /// How a node is handed a flow's jobs, where that comes in batches. What a topic delivers comes one by one.
    fn polls(&self, flow: &Flow) -> Option<PollBlueprint> {
        let polls = self.part(flow.of.worker)?.blueprint.polls?;
        if flow.of.queue == flow.of.worker {
            return Some(PollBlueprint { batch: 1, window_s: 0.0, ..polls });
        }
        let rules = self.part(flow.of.queue)?.blueprint.queue?;
        Some(if rules.groups.is_some() { polls.in_order() } else { polls })
    }

    fn batches(&self, flow: &Flow, polls: PollBlueprint) -> Batches {
        batches(flow.arrivals, flow.of.work_s(), self.taking(flow, polls))
    }

    /// Each execution has processors of its own, so what others take is whole ones.
    fn taking(&self, flow: &Flow, polls: PollBlueprint) -> Taking {
        let free = flow.of.stations.iter().filter_map(|(&id, &seconds)| {
            let capacity = self.solver.network().stations.get(id)?.capacity();
            let all = self.solver.per_second(self.solution, |path| path.demand_s(id));
            Some((capacity - (all - flow.arrivals * seconds).max(0.0)).max(1.0) as u64)
        });
        let at_once = free.min().unwrap_or(u64::MAX).min(flow.at_once());
        Taking { at_once, most: polls.batch, window_s: polls.window_s }
    }

    /// Of jobs in order one of each group is worked on at a time. Those who could be worked on compete for who does them:
    /// at most one of each group does, so that none waits longer than for all the others.
    fn ordered(&self, flow: &Flow, found: Backlog, groups: u32) -> Backlog {
        let work_s = flow.of.work_s();
        let at_once = self.slowest(flow).map_or(1.0, |(_, servers, taken)| servers as f64 * (1.0 - taken)).max(1e-9);
        let most_s = work_s * (f64::from(groups) / at_once).max(1.0);
        let each_s = found.sojourn_s.map_or(most_s, |sojourn_s| sojourn_s.min(most_s).max(work_s));
        let sojourn_s = found.sojourn_s.and_then(|_| in_order(flow.arrivals, each_s, groups));
        match sojourn_s {
            Some(sojourn_s) => Backlog {
                waiting: Some(flow.arrivals * (sojourn_s - work_s).max(0.0)),
                sojourn_s: Some(sojourn_s),
                growth_per_s: 0.0,
            },
            None => {
                let growth = flow.arrivals - f64::from(groups) / work_s.max(1e-12);
                Backlog { waiting: None, sojourn_s: None, growth_per_s: growth.max(found.growth_per_s) }
            }
        }
    }

    /// What a part's bill needs of it.
    pub fn messages(&self, part: &Part) -> Messages {
        let to_users = |path: &Path| {
            let edges = path.traffic.edges.iter();
            let told = edges.filter(|(edge, _)| edge.from == part.id && edge.to == self.topology.users);
            told.map(|(_, count)| count).sum()
        };
        let mut found = Messages::default();
        if part.blueprint.delivery.is_some() {
            found.told = self.solver.per_second(self.solution, to_users);
        }
        for flow in flows(self.solver, self.solution) {
            let Some(polls) = self.polls(&flow) else { continue };
            let taken = self.batches(&flow, polls);
            let done = flow.arrivals - self.backlog(&flow).growth_per_s;
            if flow.of.worker == part.id {
                found.begun += taken.per_s;
                found.at_once += done * flow.of.work_s();
            }
            if flow.of.queue == part.id && flow.of.worker != part.id {
                let size = if taken.per_s > 0.0 { done / taken.per_s } else { 1.0 };
                let calls = 2.0 * taken.per_s * (size / f64::from(polls.per_call.max(1))).max(1.0);
                let idle = f64::from(polls.start.min(polls.most)) - taken.busy;
                found.polled += done;
                found.calls += calls + empty_calls(flow.arrivals, idle, polls.call_s);
            }
        }
        found
    }
}
