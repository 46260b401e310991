//! Some of a fleet's many equal instances, request by request.
//!
//! With m of n instances and m ÷ n of the users each instance has the arrivals that it has among all of them: at random a
//! Poisson stream is divided; in turn every n ÷ m-th of those who would ask is taken, so that an instance still gets every
//! n-th request. What is behind the fleet is shared by all of it and not divided: it is there without limit, and takes as
//! many times as long as in the steady state of the fluid's moment. The rest of a measurement is the fluid's.

use super::fluid::sample_s;
use super::{Plan, Play, Sample};
use crate::engine::queueing::network::Balancer;
use crate::engine::timeline::{End, Refused};
use crate::model::scenario::NodeId;
use crate::model::topology::{Part, Topology};

/// The fewest instances that are simulated, where their number has such a divisor; else one.
const FEWEST: u32 = 4;

/// Servers and slots of what is not divided.
const ENDLESS: u32 = 1_000_000;

/// The simulated part of a run.
#[derive(Clone, Debug)]
pub(super) struct Sampled {
    play: Play,
    fleet: NodeId,
    /// All instances for each that is simulated.
    times: f64,
    /// Stations of the others.
    others: Vec<usize>,
    /// The second whose load it has.
    second: Option<u32>,
}

/// The fleet with the most instances, where it and all else stay as they are: no part of it scales, fails, is taken back
/// or has credits, and measurements are seconds.
fn fleet<'a>(topology: &'a Topology, plan: &Plan) -> Option<&'a Part> {
    let steady = |part: &&Part| {
        let of = &part.blueprint;
        let keeps = of.scaling.is_none() && of.credits.is_none() && of.notice_s.is_none();
        keeps && of.slots.is_some() && !asked_for_jobs(topology, part.id)
    };
    let parts = topology.parts.values().filter(|part| part.blueprint.instances > 1 && part.zones.len() > 1);
    let most = parts.filter(steady).max_by_key(|part| part.blueprint.instances);
    // What throttles, and a breaker, count all that comes, of which only a share is simulated.
    let counts =
        plan.resilience.breaker.is_some() || topology.parts.values().any(|part| !part.blueprint.throttles.is_empty());
    most.filter(|_| plan.failures.is_empty() && sample_s(plan.duration_s) == 1 && !counts)
}

fn asked_for_jobs(topology: &Topology, node: NodeId) -> bool {
    let jobs = topology.routes.iter().filter(|((_, ask), _)| *ask == crate::catalogue::spec::Ask::RunJob);
    jobs.flat_map(|(_, targets)| targets).any(|(worker, _)| *worker == node)
}

impl Sampled {
    /// The simulated part of a run; none where no fleet allows it.
    pub(super) fn of(topology: &Topology, users: u32, plan: &Plan, seed: u64) -> Result<Option<Self>, Refused> {
        let Some((fleet, all)) = fleet(topology, plan).map(|part| (part.id, part.blueprint.instances)) else {
            return Ok(None);
        };
        let few = (FEWEST..all).find(|few| all.is_multiple_of(*few)).unwrap_or(1);
        let mut part = topology.clone();
        if let Some(of) = part.parts.get_mut(&fleet) {
            of.blueprint.instances = few;
            of.zones.truncate(few as usize);
        }
        let mut play = Play::new(&part, users, plan, seed)?;
        play.active *= f64::from(few) / f64::from(all);
        let own = |play: &Play| {
            play.groups
                .iter()
                .find(|group| group.node == fleet)
                .map(|group| (group.stations.clone(), group.slots.clone()))
        };
        let (stations, slots) = own(&play).unwrap_or_default();
        let others: Vec<usize> =
            (0..play.simulation.network.stations.len()).filter(|id| !stations.contains(id)).collect();
        for station in &others {
            let places = play.simulation.places_of(*station);
            places.into_iter().for_each(|place| play.simulation.set_servers(place, ENDLESS));
        }
        let held = (0..play.simulation.network.slots.len()).filter(|id| !slots.contains(id));
        held.for_each(|id| play.simulation.set_slots(id, ENDLESS));
        let in_turn = |id: &usize| {
            play.simulation.network.stations.get(*id).is_some_and(|at| at.balancer == Balancer::RoundRobin)
        };
        let every = if stations.iter().any(in_turn) { all / few } else { 1 };
        let flags = always(&part, &play, &stations);
        play.simulation.source.take_every(every, flags);
        play.simulation.set_users(0);
        Ok(Some(Self { play, fleet, times: f64::from(all) / f64::from(few), others, second: None }))
    }

    pub(super) fn events(&self) -> u64 {
        self.play.simulation.progress().events
    }

    /// Goes on to a time; whether it has come there.
    pub(super) fn run(&mut self, base: &Play, events: u64, until_s: f64) -> bool {
        if self.second != Some(self.play.second) {
            self.second = Some(self.play.second);
            let stretch = base.flow.as_ref().map_or(&[][..], |flow| &flow.stretch);
            for station in &self.others {
                let factor = stretch.get(*station).copied().unwrap_or(1.0);
                self.play.simulation.stretch(*station, factor);
            }
        }
        let progress = self.play.run(events, until_s);
        // One that has become too much for a simulation stands still, and the fluid goes on without it.
        progress.ended.is_some_and(|end| end != End::Complete) || f64::from(self.play.second) >= until_s
    }

    /// Whether it stands for the fluid's second: it has come there, and nobody waits for what is shared behind the fleet.
    pub(super) fn stands_for(&self, base: &Play) -> bool {
        if self.play.second != base.second {
            return false;
        }
        let full = base.flow.as_ref().and_then(|flow| flow.full);
        full.is_none_or(|station| !self.others.contains(&station))
    }

    /// A measurement of the fluid with what was simulated in it.
    pub(super) fn put_into(&self, mut flowed: Sample) -> Sample {
        let Some(own) = self.play.samples().last() else { return flowed };
        flowed.offered_per_s = own.offered_per_s * self.times;
        flowed.attempts_per_s = own.attempts_per_s * self.times;
        flowed.done_per_s = own.done_per_s * self.times;
        flowed.failed_per_s = own.failed_per_s.map(|count| count * self.times);
        flowed.latency_s = own.latency_s;
        let node = |sample: &Sample| sample.nodes.iter().position(|node| node.node == self.fleet);
        if let (Some(place), Some(found)) = (node(&flowed), node(own)) {
            flowed.nodes[place].utilisation = own.nodes[found].utilisation;
            flowed.nodes[place].waiting = own.nodes[found].waiting * self.times;
        }
        flowed
    }
}

/// Of each class, whether all of its requests come to the fleet.
fn always(topology: &Topology, play: &Play, stations: &[usize]) -> Vec<bool> {
    let compiled = crate::engine::network::compile(topology, 0);
    let network = crate::engine::network::aggregate(&compiled.network, &compiled.legend);
    let mut flags = vec![false; play.simulation.network.classes.len()];
    for path in &network.paths {
        let comes = stations.iter().map(|id| path.count(*id)).fold(0.0, f64::max);
        if let Some(flag) = flags.get_mut(path.class) {
            *flag = comes > 1.0 - 1e-9;
        }
    }
    flags
}
