//! The instances of a node: those that serve, start, drain and are dead. All stations and slots of the node belong to
//! them: instance by instance for the stations, in equal parts for the slots.

use super::credits::{Balance, Credits};
use super::forecast::Forecast;
use super::hosts::Hosts;
use super::scaling::Scaling;
use crate::catalogue::spec::{Ask, Resource};
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
    /// It is gone for good.
    Gone,
}

/// The zone of what stands in all of them: no zone that fails takes it along.
const REGIONAL: char = '-';

/// An instance.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) zone: char,
    pub(super) doing: Doing,
    /// Its number in the fleet; none before it serves.
    pub(super) machine: Option<u16>,
    /// From this second on it has warmed up.
    pub(super) settled_s: u32,
    /// When it ends whatever is in it: it has had its notice.
    pub(super) ends_s: Option<u32>,
    /// Its CPU credits, where it has any.
    pub(super) balance: Balance,
    /// The I/O credits of its volume, where that has any.
    pub(super) volume: Balance,
    /// Whether it has lost what it kept.
    pub(super) is_empty: bool,
    /// The host that it stands on, where several stand on one.
    pub(super) host: Option<u32>,
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
    pub(super) fleet: u16,
    /// What each station is of the node's.
    pub(super) resources: Vec<Resource>,
    /// Servers of each station's instance, and how many times as fast as compiled they are.
    pub(super) servers: Vec<u32>,
    pub(super) paces: Vec<f64>,
    /// Slots of an instance.
    pub(super) slots_each: u32,
    /// Whether each instance fetches its jobs itself, into slots of its own.
    fetches: bool,
    /// The processors' place among the stations.
    pub(super) cpu: Option<usize>,
    pub(super) members: Vec<Member>,
    /// How many there should be.
    pub(super) desired: u32,
    pub(super) scaling: Option<Scaling>,
    pub(super) forecast: Option<Forecast>,
    /// How many are forecast to be needed in this second.
    pub(super) forecast_now: Option<u32>,
    pub(super) credits: Option<Credits>,
    pub(super) disk_credits: Option<Credits>,
    /// Whether an instance loses what it keeps when it stops, and the share that has.
    pub(super) forgets: bool,
    pub(super) lost_share: f64,
    /// Seconds until a dead instance is asked no more.
    pub(super) missed_after_s: u32,
    /// Seconds of notice before an instance is taken back, where it may be.
    pub(super) notice_s: Option<u32>,
    /// Seconds until a standby takes over, where there is one.
    pub(super) failover_s: Option<u32>,
    /// Zones that new instances come to in turn.
    pub(super) zones: [char; 2],
    /// Zones that are gone.
    pub(super) down: Vec<char>,
    /// Hosts of its instances, where several stand on one.
    pub(super) hosts: Option<Hosts>,
}

/// The groups of a drawing, in its order.
pub(super) fn all(topology: &Topology, compiled: &Compiled, simulation: &mut Simulation) -> Vec<Group> {
    let parts = topology.parts.values();
    let groups = parts.map(|part| Group::of(part, topology, compiled, &mut *simulation));
    let groups: Vec<Group> = groups.filter(|group| !group.is_empty()).collect();
    for group in groups.iter().filter(|group| group.fetches) {
        group.slots.iter().for_each(|slots| simulation.own_slots(*slots, group.fleet));
        group.fit_machines(simulation);
    }
    groups
}

impl Group {
    fn of(part: &Part, topology: &Topology, compiled: &Compiled, simulation: &mut Simulation) -> Self {
        let mine = |id: &usize| compiled.legend.stations.get(*id).is_some_and(|meaning| meaning.node == part.id);
        let stations: Vec<usize> = (0..compiled.network.stations.len()).filter(mine).collect();
        let meaning = |id: &usize| compiled.legend.stations.get(*id).map_or(Resource::Cpu, |meaning| meaning.resource);
        let resources: Vec<Resource> = stations.iter().map(meaning).collect();
        let cpu = resources.iter().position(|resource| *resource == Resource::Cpu);
        let credits = Credits::of(part.blueprint.credits, cpu);
        let place = |of| resources.iter().position(|resource| *resource == of);
        let disk_credits = Credits::of(part.blueprint.disk_credits, place(Resource::DiskIops));
        let [balance, volume] =
            [&credits, &disk_credits].map(|credits| credits.as_ref().map_or(Balance::default(), Credits::at_start));
        let held = |id: &usize| {
            compiled.legend.slots.get(*id).is_some_and(|meaning| meaning.node == part.id && meaning.queue.is_none())
        };
        let hosts = part.blueprint.hosts.map(|rule| Hosts::of(rule, &part.zones));
        let member = |(machine, zone): (u16, &char)| {
            let place = hosts.as_ref().and_then(|hosts| hosts.first_place(usize::from(machine)));
            let zone = place.map_or(if part.spec.zonal { *zone } else { REGIONAL }, |(_, zone)| zone);
            Member {
                zone,
                doing: Doing::Serving,
                machine: Some(machine),
                settled_s: 0,
                ends_s: None,
                balance,
                volume,
                is_empty: false,
                host: place.map(|(host, _)| host),
            }
        };
        let health = watcher(part, topology);
        let ready_after_s = health.map_or(0.0, |health| health.ready_after_s);
        let usual = topology.region.zones();
        let zone = |index: usize| usual.get(index).or(usual.first()).copied().unwrap_or('a');
        let stations_are_none = stations.is_empty();
        Self {
            node: part.id,
            servers: stations
                .iter()
                .map(|id| compiled.network.stations.get(*id).map_or(1, |station| station.servers))
                .collect(),
            slots: (0..compiled.network.slots.len()).filter(held).collect(),
            paces: vec![1.0; stations.len()],
            resources,
            fleet: simulation.make_fleet(&stations),
            stations,
            slots_each: part.blueprint.slots.map_or(0, |slots| slots.limit),
            fetches: part.ports.answers == [Ask::RunJob] && !stations_are_none,
            cpu,
            members: (0..).zip(&part.zones).map(member).collect(),
            desired: part.zones.len() as u32,
            scaling: part.blueprint.scaling.map(|rule| Scaling::of(rule, ready_after_s)),
            forecast: None,
            forecast_now: None,
            credits,
            disk_credits,
            forgets: part.blueprint.forgets,
            lost_share: 0.0,
            missed_after_s: watch_s(part, topology),
            notice_s: part.blueprint.notice_s,
            failover_s: part.blueprint.failover_s,
            zones: [zone(0), zone(1)],
            down: Vec::new(),
            hosts,
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
                Doing::Gone => continue,
            };
            *of += 1;
        }
        count
    }

    /// An instance dies with all that is in it. One that has not served yet or was to go anyway is gone for good.
    pub(super) fn kill(&mut self, simulation: &mut Simulation, index: usize) {
        let Some(member) = self.members.get_mut(index) else { return };
        let doing = member.doing;
        member.is_empty |= self.forgets;
        if doing == Doing::Serving {
            member.doing = Doing::Dead;
        } else if matches!(doing, Doing::Starting(_) | Doing::Draining) {
            member.doing = Doing::Gone;
        } else {
            return;
        }
        let Some(machine) = member.machine else { return };
        // What it gives back by dying nobody gets.
        self.fit_machines(simulation);
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
        for ((place, servers), pace) in places.into_iter().zip(&self.servers).zip(&self.paces) {
            simulation.set_pace(place, *pace);
            simulation.revive(place, *servers);
        }
        simulation.route_machine(self.fleet, machine);
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
        let stays = |member: &Member| match member.doing {
            Doing::Draining => member.machine.is_some_and(|machine| simulation.is_anyone_on(fleet, machine)),
            Doing::Missed => !replaces,
            Doing::Gone => false,
            _ => true,
        };
        if let Some(credits) = &mut self.credits {
            let leaving = self.members.iter().filter(|member| !stays(member));
            leaving.for_each(|member| credits.leaves(member.balance));
        }
        self.members.retain(stays);
    }

    /// All work takes so many times as long.
    pub(super) fn stretch(&self, simulation: &mut Simulation, factor: f64) {
        self.stations.iter().for_each(|station| simulation.stretch(*station, factor));
    }

    /// Those that serve fetch jobs, where each does so itself.
    fn fit_machines(&self, simulation: &mut Simulation) {
        if !self.fetches {
            return;
        }
        let serving = self.members.iter().filter(|member| member.doing == Doing::Serving);
        let machines: Vec<u16> = serving.filter_map(|member| member.machine).collect();
        self.slots.iter().for_each(|slots| simulation.fit_machines(*slots, &machines, self.slots_each));
    }

    /// As many slots as those that serve have.
    pub(super) fn fit_slots(&self, simulation: &mut Simulation) {
        self.fit_machines(simulation);
        let count = self.count().in_service.saturating_mul(self.slots_each);
        self.slots.iter().for_each(|slots| simulation.set_slots(*slots, count));
    }
}

/// Seconds until a dead instance is asked no more. Users who are led there by a name keep the answer for a while, each
/// since another moment: half of that on average.
fn watch_s(part: &Part, topology: &Topology) -> u32 {
    let kept_s = askers(part, topology).find_map(|asker| asker.blueprint.names).map_or(0.0, |names| names.kept_s);
    let watched = watcher(part, topology).map(|health| (health.dead_after_s + 0.5 * kept_s) as u32);
    watched.or(part.blueprint.noticed_s).unwrap_or(UNWATCHED_S)
}

/// Those who ask a part something.
fn askers<'a>(part: &'a Part, topology: &'a Topology) -> impl Iterator<Item = &'a Part> {
    let asking = topology.routes.iter().filter(|(_, targets)| targets.iter().any(|(target, _)| *target == part.id));
    asking.filter_map(|((asker, _), _)| topology.parts.get(asker))
}

/// The health checks of those who hand questions on to a part, where someone does.
fn watcher(part: &Part, topology: &Topology) -> Option<crate::catalogue::spec::HealthBlueprint> {
    askers(part, topology).find_map(|asker| asker.blueprint.health)
}
