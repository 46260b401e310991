//! The instances of a node: those that serve, start, drain and are dead. All stations and slots of the node belong to
//! them: instance by instance for the stations, in equal parts for the slots.

use super::scaling::Scaling;
use crate::catalogue::spec::Resource;
use crate::engine::network::Compiled;
use crate::engine::timeline::fluid::Strength;
use crate::engine::timeline::simulation::Simulation;
use crate::model::scenario::NodeId;
use crate::model::topology::{Part, Topology};

/// Health checks of nobody: what no balancer watches is asked until it answers again.
const UNWATCHED_S: u32 = u32::MAX;

/// What an instance is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doing {
    /// It starts, up to this second.
    Starting(u32),
    /// It gets requests.
    Serving,
    /// It gets no more requests, and goes when it is empty.
    Draining,
    /// It is dead, and asked all the same.
    Dead,
    /// It is dead and asked no more.
    Missed,
}

/// The zone of what stands in all of them: no zone that fails takes it along.
const REGIONAL: char = '-';

/// An instance.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) zone: char,
    pub(super) doing: Doing,
    /// Its number in the fleet; none before it serves.
    machine: Option<u16>,
}

/// How many instances do what.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Count {
    pub(super) starting: u32,
    pub(super) in_service: u32,
    pub(super) draining: u32,
    pub(super) dead: u32,
}

/// The instances of a node.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) node: NodeId,
    pub(super) stations: Vec<usize>,
    pub(super) slots: Vec<usize>,
    fleet: u16,
    /// Servers of each station's instance.
    servers: Vec<u32>,
    /// Slots of an instance.
    slots_each: u32,
    /// The processors' place among the stations.
    pub(super) cpu: Option<usize>,
    pub(super) members: Vec<Member>,
    /// How many there should be.
    pub(super) desired: u32,
    pub(super) scaling: Option<Scaling>,
    /// Seconds until a dead instance is asked no more.
    pub(super) missed_after_s: u32,
    /// Zones that new instances come to in turn.
    zones: [char; 2],
}

/// The groups of a drawing, in its order.
pub(super) fn all(topology: &Topology, compiled: &Compiled, simulation: &mut Simulation) -> Vec<Group> {
    let parts = topology.parts.values();
    let groups = parts.map(|part| Group::of(part, topology, compiled, &mut *simulation));
    groups.filter(|group| !group.is_empty()).collect()
}

impl Group {
    fn of(part: &Part, topology: &Topology, compiled: &Compiled, simulation: &mut Simulation) -> Self {
        let mine = |id: &usize| compiled.legend.stations.get(*id).is_some_and(|meaning| meaning.node == part.id);
        let stations: Vec<usize> = (0..compiled.network.stations.len()).filter(mine).collect();
        let cpu = stations
            .iter()
            .position(|id| compiled.legend.stations.get(*id).is_some_and(|meaning| meaning.resource == Resource::Cpu));
        let held = |id: &usize| compiled.legend.slots.get(*id).is_some_and(|meaning| meaning.node == part.id);
        let member = |(machine, zone): (u16, &char)| {
            let zone = if part.spec.zonal { *zone } else { REGIONAL };
            Member { zone, doing: Doing::Serving, machine: Some(machine) }
        };
        let health = watcher(part, topology);
        let ready_after_s = health.map_or(0.0, |health| health.ready_after_s);
        let usual = topology.region.zones();
        let zone = |index: usize| usual.get(index).or(usual.first()).copied().unwrap_or('a');
        Self {
            node: part.id,
            servers: stations
                .iter()
                .map(|id| compiled.network.stations.get(*id).map_or(1, |station| station.servers))
                .collect(),
            slots: (0..compiled.network.slots.len()).filter(held).collect(),
            fleet: simulation.make_fleet(&stations),
            stations,
            slots_each: part.blueprint.slots.map_or(0, |slots| slots.limit),
            cpu,
            members: (0..).zip(&part.zones).map(member).collect(),
            desired: part.zones.len() as u32,
            scaling: part.blueprint.scaling.map(|rule| Scaling::of(rule, ready_after_s)),
            missed_after_s: health.map_or(UNWATCHED_S, |health| health.dead_after_s as u32),
            zones: [zone(0), zone(1)],
        }
    }

    fn is_empty(&self) -> bool {
        self.stations.is_empty() && self.slots.is_empty()
    }

    /// What its instances can do now.
    pub(super) fn strength(&self, simulation: &Simulation) -> Strength {
        simulation.strength(self.fleet, &self.stations)
    }

    pub(super) fn count(&self) -> Count {
        let mut count = Count::default();
        for member in &self.members {
            let of = match member.doing {
                Doing::Starting(_) => &mut count.starting,
                Doing::Serving => &mut count.in_service,
                Doing::Draining => &mut count.draining,
                Doing::Dead | Doing::Missed => &mut count.dead,
            };
            *of += 1;
        }
        count
    }

    /// An instance that serves dies with all that is in it.
    pub(super) fn kill(&mut self, simulation: &mut Simulation, index: usize) {
        let Some(member) = self.members.get_mut(index).filter(|member| member.doing == Doing::Serving) else { return };
        member.doing = Doing::Dead;
        let Some(machine) = member.machine else { return };
        for place in simulation.places_of_machine(self.fleet, machine) {
            simulation.kill_instance(place);
        }
        for slots in &self.slots {
            simulation.fail_holders(*slots, self.fleet, machine);
        }
        self.fit_slots(simulation);
    }

    /// Nobody asks a dead instance any more.
    pub(super) fn miss(&mut self, simulation: &mut Simulation, index: usize) {
        let Some(member) = self.members.get_mut(index).filter(|member| member.doing == Doing::Dead) else { return };
        member.doing = Doing::Missed;
        if let Some(machine) = member.machine {
            simulation.unroute_machine(self.fleet, machine);
        }
    }

    /// A dead instance works again.
    pub(super) fn revive(&mut self, simulation: &mut Simulation, index: usize) {
        let dead = |member: &&mut Member| matches!(member.doing, Doing::Dead | Doing::Missed);
        let Some(member) = self.members.get_mut(index).filter(dead) else { return };
        member.doing = Doing::Serving;
        let Some(machine) = member.machine else { return };
        let places = simulation.places_of_machine(self.fleet, machine);
        for (place, servers) in places.into_iter().zip(&self.servers) {
            simulation.revive(place, *servers);
        }
        simulation.route_machine(self.fleet, machine);
        self.fit_slots(simulation);
    }

    /// A new instance starts; it gets requests from a second on.
    pub(super) fn start(&mut self, ready: u32) {
        // Where fewer are: both usual zones are kept level.
        let there = |zone| self.members.iter().filter(|member| member.zone == zone).count();
        let [one, other] = self.zones;
        let zone = if there(other) < there(one) { other } else { one };
        self.members.push(Member { zone, doing: Doing::Starting(ready), machine: None });
    }

    /// Instances whose time has come get requests; how many.
    pub(super) fn put_in_service(&mut self, simulation: &mut Simulation, now: u32) -> u32 {
        let mut count = 0;
        for member in &mut self.members {
            if !matches!(member.doing, Doing::Starting(ready) if ready <= now) {
                continue;
            }
            member.machine = simulation.put_machine(self.fleet, &self.stations, &self.servers);
            member.doing = Doing::Serving;
            count += 1;
        }
        if count > 0 {
            self.fit_slots(simulation);
        }
        count
    }

    /// Looks at the load where it is time, and starts or lets go what should change; how many there should be before
    /// and after, where that changed.
    pub(super) fn follow(&mut self, simulation: &mut Simulation, now: u32) -> Option<(u32, u32)> {
        let station = self.stations.get(self.cpu?).copied()?;
        let count = self.count();
        let from = self.desired;
        let scaling = self.scaling.as_mut()?;
        let ready = now.saturating_add(scaling.ready_s);
        if now > 0 && now.is_multiple_of(scaling.period_s()) {
            self.desired = scaling.look(simulation.busy_and_capacity_s(station), count.in_service, from);
        }
        // The dead that are missed are replaced; those that nobody has missed yet still count.
        let dead = self.members.iter().filter(|member| member.doing == Doing::Dead).count() as u32;
        let there = count.in_service + count.starting + dead;
        (there..self.desired).for_each(|_| self.start(ready));
        (self.desired..there).for_each(|_| self.let_go(simulation));
        (self.desired != from).then_some((from, self.desired))
    }

    /// One instance fewer: one that starts where there is one, else the youngest that serves drains.
    pub(super) fn let_go(&mut self, simulation: &mut Simulation) {
        let starting = |member: &Member| matches!(member.doing, Doing::Starting(_));
        if let Some(index) = self.members.iter().rposition(starting) {
            self.members.remove(index);
            return;
        }
        let Some(index) = self.members.iter().rposition(|member| member.doing == Doing::Serving) else { return };
        if let Some(member) = self.members.get_mut(index) {
            member.doing = Doing::Draining;
            let Some(machine) = member.machine else { return };
            simulation.unroute_machine(self.fleet, machine);
        }
        self.fit_slots(simulation);
    }

    /// Those that have drained are gone, and so are the dead that nobody asks where the group replaces them.
    pub(super) fn bury(&mut self, simulation: &mut Simulation) {
        let (replaces, fleet) = (self.scaling.is_some(), self.fleet);
        let going = self.members.iter().filter(|member| member.doing == Doing::Draining);
        let empty: Vec<u16> = going.filter_map(|member| member.machine).collect();
        for machine in empty {
            if simulation.is_anyone_on(fleet, machine) {
                continue;
            }
            // Whoever was on it has gone; now its instances may.
            for place in simulation.places_of_machine(fleet, machine) {
                simulation.drain_instance(place);
            }
        }
        self.members.retain(|member| match member.doing {
            Doing::Draining => member.machine.is_some_and(|machine| simulation.is_anyone_on(fleet, machine)),
            Doing::Missed => !replaces,
            _ => true,
        });
    }

    /// All work takes so many times as long.
    pub(super) fn stretch(&self, simulation: &mut Simulation, factor: f64) {
        self.stations.iter().for_each(|station| simulation.stretch(*station, factor));
    }

    /// As many slots as those that serve have.
    fn fit_slots(&self, simulation: &mut Simulation) {
        let count = self.count().in_service.saturating_mul(self.slots_each);
        self.slots.iter().for_each(|slots| simulation.set_slots(*slots, count));
    }
}

/// The health checks of those who hand questions on to a part, where someone does.
fn watcher(part: &Part, topology: &Topology) -> Option<crate::catalogue::spec::HealthBlueprint> {
    let askers = topology.routes.iter().filter(|(_, targets)| targets.iter().any(|(target, _)| *target == part.id));
    askers.filter_map(|((asker, _), _)| topology.parts.get(asker)?.blueprint.health).next()
}
