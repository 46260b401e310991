//! A group follows its load: instances that start, get requests, and drain.

use super::credits::{Balance, Credits};
use super::group::{Doing, Group, Member};
use super::hosts::WAITS;
use super::scaling::Seen;
use crate::catalogue::spec::ScalingPolicy;
use crate::engine::timeline::simulation::Simulation;

impl Group {
    /// A new instance starts; it gets requests from a second on.
    pub(super) fn start(&mut self, ready: u32) {
        let zones: Vec<char> = self.members.iter().map(|member| member.zone).collect();
        let zone = self.next_zone(&zones);
        let ready = if self.hosts.is_some() { WAITS } else { ready };
        let [balance, volume] = [&self.credits, &self.disk_credits]
            .map(|credits| credits.as_ref().map_or(Balance::default(), Credits::at_launch));
        self.members.push(Member {
            zone,
            doing: Doing::Starting(ready),
            machine: None,
            settled_s: u32::MAX,
            ends_s: None,
            balance,
            volume,
            is_empty: self.forgets,
            host: None,
        });
    }

    /// The zone of one more, where others are in these: where fewer are, so that both usual zones are kept level, and none
    /// in a zone that is gone.
    pub(super) fn next_zone(&self, zones: &[char]) -> char {
        let there = |zone| zones.iter().filter(|other| **other == zone).count();
        let [one, other] = self.zones;
        let is_other = match (self.down.contains(&one), self.down.contains(&other)) {
            (false, false) => there(other) < there(one),
            (one_is_down, _) => one_is_down,
        };
        if is_other { other } else { one }
    }

    /// Instances whose time has come get requests; how many.
    pub(super) fn put_in_service(&mut self, simulation: &mut Simulation, now: u32) -> u32 {
        let mut count = 0;
        let warm_up_s = self.scaling.as_ref().map_or(0, |scaling| scaling.rule.warm_up_s);
        for member in &mut self.members {
            if !matches!(member.doing, Doing::Starting(ready) if ready <= now) {
                continue;
            }
            member.machine = simulation.put_machine(self.fleet, &self.stations, &self.servers);
            member.doing = Doing::Serving;
            member.settled_s = now.saturating_add(warm_up_s);
            count += 1;
        }
        if count > 0 {
            self.fit_slots(simulation);
        }
        count
    }

    /// Looks at the load where it is time, and starts or lets go what should change; how many there should be before
    /// and after, where that changed. `floor` is how many a forecast asks for at least.
    pub(super) fn follow(&mut self, simulation: &mut Simulation, now: u32, floor: Option<u32>) -> Option<(u32, u32)> {
        let from = self.desired;
        self.desired = self.wanted(simulation, now, floor)?;
        let ready = now.saturating_add(self.scaling.as_ref()?.ready_s);
        // The dead that are missed are replaced; those that nobody has missed yet still count.
        let dead = self.members.iter().filter(|member| member.doing == Doing::Dead).count() as u32;
        let count = self.count();
        let there = count.in_service + count.starting + dead;
        (there..self.desired).for_each(|_| self.start(ready));
        (self.desired..there).for_each(|_| self.let_go(simulation));
        (self.desired != from).then_some((from, self.desired))
    }

    /// How many there should be from now on; none where the group does not scale.
    fn wanted(&mut self, simulation: &Simulation, now: u32, floor: Option<u32>) -> Option<u32> {
        let station = self.stations.get(self.cpu?).copied()?;
        let warm = |member: &&Member| member.doing == Doing::Serving && member.settled_s <= now;
        let settled = self.members.iter().filter(warm).count() as u32;
        let count = self.count();
        let scaling = self.scaling.as_mut()?;
        let mut desired = self.desired;
        if let Some(scheduled) = scaling.scheduled(now) {
            desired = scaling.within(scheduled.desired);
        }
        if scaling.is_due(now) {
            let warming = count.starting + count.in_service - settled;
            let (busy, capacity) = simulation.busy_and_capacity_s(station);
            // An instance without credits shows what it gets, not what it is asked for.
            let integrals = (self.credits.as_ref().map_or(busy, |credits| credits.used_s), capacity);
            desired = scaling.look(Seen { now, integrals, in_service: count.in_service, warming, desired });
        }
        let alone = scaling.rule.policy == ScalingPolicy::None;
        Some(floor.map_or(desired, |floor| scaling.within(if alone { floor } else { floor.max(desired) })))
    }

    /// One instance fewer: one that starts where there is one, else the youngest that serves drains.
    pub(super) fn let_go(&mut self, simulation: &mut Simulation) {
        let starting = |member: &Member| matches!(member.doing, Doing::Starting(_));
        if let Some(index) = self.members.iter().rposition(starting) {
            self.members.remove(index);
            return;
        }
        if let Some(index) = self.members.iter().rposition(|member| member.doing == Doing::Serving) {
            self.drain(simulation, index);
        }
    }

    /// An instance gets no more requests, and goes when it is empty.
    pub(super) fn drain(&mut self, simulation: &mut Simulation, index: usize) {
        if let Some(member) = self.members.get_mut(index) {
            member.doing = Doing::Draining;
            let Some(machine) = member.machine else { return };
            simulation.unroute_machine(self.fleet, machine);
        }
        self.fit_slots(simulation);
    }
}
