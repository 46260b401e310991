//! A drawing in time: its network played request by request, with traffic that changes, groups that follow their load,
//! and parts that fail and come back.
//!
//! The simulation knows requests and queues. What a drawing adds happens at whole seconds: users come and go, groups
//! (`group`) look at their load, instances start, die, are missed and come back; and each second is measured
//! (`sample`).

mod asking;
mod backlog;
mod caches;
mod capacity;
mod cold;
mod credits;
mod detours;
mod failing;
mod failover;
mod finding;
mod flow;
mod fluid;
mod following;
mod forecast;
mod group;
mod hosts;
mod jobs;
mod lag;
mod later;
mod levels;
mod log;
mod messages;
mod met;
mod names;
mod queues;
mod repeated;
mod resilience;
mod resizing;
mod sample;
mod sampled;
mod scaling;
mod span;
mod spot;
mod standing;
mod throttles;

pub use capacity::{CapacityOf, CapacitySample};
pub use cold::EnvironmentsSample;
pub use credits::CreditsSample;
pub use hosts::HostsSample;
pub use lag::StaleReads;
pub use log::{Entry, What};
pub use repeated::Repeated;
pub use sample::{NodeSample, QueueSample, Sample, with_starts};
pub use span::{Method, Span, Stretch};

pub use crate::model::plan::{Detail, Failure, Plan, Planned, Traffic};

use super::Refused;
use super::clock::nanos;
use super::simulation::{Progress, Simulation};
use crate::catalogue::spec::{Ask, ScheduledBlueprint};
use crate::engine::network::{Compiled, compile};
use crate::engine::queueing::check;
use crate::engine::queueing::network::{Run, Window};
use crate::lists::Map;
use crate::model::scenario::NodeId;
use crate::model::topology::{Part, Topology};
use crate::model::workload::Class;
use caches::Caches;
use forecast::Forecast;
use group::Group;
use messages::Takers;
use sample::Sampler;

/// A run of a drawing, played in slices. A clone is a snapshot.
#[derive(Clone, Debug)]
pub struct Play {
    simulation: Simulation,
    plan: Plan,
    drawn: resizing::Drawn,
    /// All active users of the drawing.
    active: f64,
    /// How long they think, seconds.
    think_s: f64,
    /// Nodes with something that can be busy, in the drawing's order.
    groups: Vec<Group>,
    queues: Vec<queues::JobQueue>,
    caches: Caches,
    limits: Vec<capacity::Limit>,
    names: Vec<names::Name>,
    /// Whose instances have just lost what was on them.
    lost: Vec<NodeId>,
    functions: Vec<cold::Function>,
    takers: Takers,
    /// Of each queue: who fetches from it.
    fetched_by: Map<NodeId, Vec<NodeId>>,
    /// The network's classes.
    classes: Vec<Class>,
    /// The second that is played, and whether what changes at its start has.
    second: u32,
    begun: bool,
    /// Failures of the plan that have come.
    planned: usize,
    /// What comes to an end at a second: whoever was gone is back.
    ends: Vec<(u32, failing::End)>,
    sampler: Sampler,
    log: Vec<Entry>,
    /// Whether requests fail.
    errors: bool,
    /// Its requests, where they are a fluid.
    flow: Option<Box<flow::Flow>>,
    /// What close-ups go by.
    seed: u64,
}

/// Above this share of failed requests in a second they count as failing.
const ERRORS: f64 = 0.01;

impl Play {
    /// A run of a drawing at a number of users, empty at its start. The same seed gives the same run, everywhere.
    ///
    /// # Errors
    ///
    /// Where the drawing's network is more than a simulation takes.
    pub fn new(topology: &Topology, users: u32, plan: &Plan, seed: u64) -> Result<Self, Refused> {
        Self::begin(topology, users, plan, seed, Vec::new())
    }

    /// The same, with requests counted apart by the windows in which they begin.
    fn begin(topology: &Topology, users: u32, plan: &Plan, seed: u64, windows: Vec<Window>) -> Result<Self, Refused> {
        let drawn = &credits::at_full_speed(topology);
        let topology = &names::with_all(drawn);
        let active = topology.workload.active_users(f64::from(users));
        let duration_s = f64::from(plan.duration_s);
        let think_s = topology.workload.think_s();
        let at_start = active_users(plan.active_users(active, think_s, 0.0));
        let fetched_by = fetchers(topology);
        let mut compiled = compile(topology, at_start);
        name(&mut compiled);
        resilience::apply(&plan.resilience, &mut compiled, topology);
        compiled.network.run = Run { duration_s: duration_s + 1.0, seed, windows, ..Run::default() };
        let mut simulation = Simulation::new(&compiled.network, seed)?;
        simulation.read_meter();
        simulation.set_breakers(plan.resilience.breaker);
        let mut groups = group::all(topology, &compiled, &mut simulation);
        foresee(&mut groups, topology, users);
        let replicas = lag::watch(topology, &compiled, &mut simulation);
        let queues = queues::all(topology, &compiled, &mut simulation);
        let functions = cold::all(topology, &compiled, &mut simulation);
        let limits = capacity::all(&compiled, &mut simulation);
        let takers = Takers::of(topology, &compiled, &mut simulation);
        let caches = Caches::of(topology, |node, resource| compiled.legend.station(node, resource));
        Ok(Self {
            simulation,
            plan: plan.clone(),
            drawn: resizing::Drawn::of(drawn),
            active,
            think_s,
            groups,
            queues,
            caches,
            limits,
            names: names::all(drawn),
            lost: Vec::new(),
            functions,
            takers,
            fetched_by,
            classes: compiled.legend.classes.iter().map(|meaning| meaning.class).collect(),
            second: 0,
            begun: false,
            planned: 0,
            ends: Vec::new(),
            sampler: Sampler::of(replicas),
            log: Vec::new(),
            errors: false,
            flow: None,
            seed,
        })
    }

    /// Goes on for about so many events at most, and not beyond a time.
    pub fn run(&mut self, events: u64, until_s: f64) -> Progress {
        let mut left = events;
        let last = self.plan.duration_s;
        while left > 0 && self.second < last && f64::from(self.second + 1) <= until_s {
            if !std::mem::replace(&mut self.begun, true) {
                self.begin_second();
            }
            let end = nanos(f64::from(self.second + 1));
            let spent = match self.flow {
                Some(_) => self.flow_second(),
                None => self.simulation.run_up_to(end, left),
            };
            left -= spent.min(left);
            if self.simulation.progress().ended.is_some() {
                break;
            }
            if self.simulation.is_at(end) {
                self.second += 1;
                self.begun = false;
                self.end_second();
            }
        }
        let Progress { now_s, events, ended } = self.simulation.progress();
        let complete = (self.second >= last).then_some(super::End::Complete);
        Progress { now_s, events, ended: ended.or(complete) }
    }

    /// Plans a failure ahead of the run: it is the run whose plan had it from the start. False where its second has begun.
    pub fn plan_failure(&mut self, planned: Planned) -> bool {
        if planned.at_s < self.second || (planned.at_s == self.second && self.begun) {
            return false;
        }
        let to_come = self.plan.failures.iter().skip(self.planned);
        let before = to_come.take_while(|other| other.at_s <= planned.at_s).count();
        self.plan.failures.insert(self.planned + before, planned);
        true
    }

    /// What was measured, one each second, oldest first.
    pub fn samples(&self) -> &[Sample] {
        self.sampler.samples()
    }

    /// What happened, oldest first.
    pub fn log(&self) -> &[Entry] {
        &self.log
    }

    /// How long the run is, seconds.
    pub fn duration_s(&self) -> f64 {
        f64::from(self.plan.duration_s)
    }

    fn note(&mut self, what: What) {
        self.log.push(Entry { at_s: f64::from(self.second), what });
    }

    /// What changes as a second begins: users, what fails and what is over, instances that are ready.
    fn begin_second(&mut self) {
        if self.flow.is_none() {
            let users = active_users(self.users_at(self.second));
            self.simulation.set_users(users);
        }
        while let Some(planned) = self.next_failure() {
            self.strike(planned.failure);
        }
        self.end_what_is_over();
        self.look_after_ways();
        self.look_after_pollers();
        for index in 0..self.groups.len() {
            self.look_after(index);
            self.look_after_hosts(index);
        }
    }

    fn next_failure(&mut self) -> Option<Planned> {
        let planned = self.plan.failures.get(self.planned).copied().filter(|planned| planned.at_s <= self.second)?;
        self.planned += 1;
        Some(planned)
    }

    fn users_at(&self, second: u32) -> f64 {
        self.plan.active_users(self.active, self.think_s, f64::from(second))
    }

    /// A group's instances and its rule.
    fn look_after(&mut self, index: usize) {
        let now = self.second;
        let floor = self.groups.get(index).and_then(|group| self.forecast(group));
        let Some(group) = self.groups.get_mut(index) else { return };
        let node = group.node;
        group.forecast_now = floor.map(|(needed, _)| needed);
        group.end_notices(&mut self.simulation, now);
        group.bury(&mut self.simulation);
        let put = group.put_in_service(&mut self.simulation, now);
        let in_service = group.count().in_service;
        let mut entries = Vec::new();
        if put > 0 {
            entries.push(What::InService { node, count: in_service });
        }
        if let Some(ScheduledBlueprint { min, desired, .. }) =
            group.scaling.as_mut().and_then(|rule| rule.scheduled(now))
        {
            entries.push(What::Scheduled { node, min, desired });
        }
        if let Some((from, to)) = group.follow(&mut self.simulation, now, floor.map(|(_, floor)| floor)) {
            let scaled = if to > from { What::ScaleOut { node, from, to } } else { What::ScaleIn { node, from, to } };
            entries.push(scaled);
        }
        entries.into_iter().for_each(|what| self.note(what));
    }

    /// What is looked at when a second is over.
    fn end_second(&mut self) {
        self.spend_credits();
        self.look_after_capacity();
        if !self.is_measured() {
            return;
        }
        let users = self.users_at(self.second.saturating_sub(1));
        self.sampler.measure(&mut self.simulation, &self.groups, &self.fetched_by, (f64::from(self.second), users));
        self.note_circuits();
        self.measure_queues();
        self.measure_takers();
        self.measure_caches();
        self.measure_capacity();
        self.measure_environments();
        self.measure_flow();
        let Some(sample) = self.sampler.samples().last() else { return };
        let failed: f64 = sample.failed_per_s.iter().sum();
        let errors = failed > ERRORS * (failed + sample.done_per_s);
        if errors != self.errors {
            self.errors = errors;
            self.note(if errors { What::ErrorsBegin } else { What::ErrorsEnd });
        }
    }
}

/// Groups that scale ahead of a forecast get theirs.
fn foresee(groups: &mut [Group], topology: &Topology, users: u32) {
    let foresees = |part: &Part| part.blueprint.scaling.is_some_and(|rule| rule.forecast_target.is_some());
    if !topology.parts.values().any(foresees) {
        return;
    }
    let report = crate::engine::solve(topology, users);
    for group in groups {
        let part = topology.parts.get(&group.node);
        group.forecast = part.and_then(|part| Forecast::of(part, users, &report));
    }
}

/// Who fetches jobs from each queue.
fn fetchers(topology: &Topology) -> Map<NodeId, Vec<NodeId>> {
    let mut fetched_by: Map<NodeId, Vec<NodeId>> = Map::new();
    for ((queue, ask), targets) in &topology.routes {
        let keeps = topology.parts.get(queue).is_some_and(|part| part.blueprint.queue.is_some());
        if *ask == Ask::RunJob && keeps {
            fetched_by.insert(*queue, targets.iter().map(|(worker, _)| *worker).collect());
        }
    }
    fetched_by
}

/// Whole users, at most as many as a simulation takes.
fn active_users(active: f64) -> u32 {
    libm::round(active).clamp(0.0, f64::from(check::MAX_USERS)) as u32
}

/// Names the parts, so that each draws its own random numbers whatever else there is.
fn name(compiled: &mut Compiled) {
    let Compiled { network, legend } = compiled;
    for (station, meaning) in network.stations.iter_mut().zip(&legend.stations) {
        station.name = format!("{} {:?}", meaning.node.0, meaning.resource);
    }
    for (slots, meaning) in network.slots.iter_mut().zip(&legend.slots) {
        slots.name = match meaning.queue {
            Some(queue) => format!("{} {:?} {}", meaning.node.0, meaning.resource, queue.0),
            None => format!("{} {:?}", meaning.node.0, meaning.resource),
        };
    }
    for (class, meaning) in network.classes.iter_mut().zip(&legend.classes) {
        class.name = format!("{:?}", meaning.class);
    }
    for (named, meaning) in network.routes.iter_mut().zip(&legend.routes) {
        named.name = format!("{} {:?} {}", meaning.node.0, meaning.ask, meaning.class);
    }
}
