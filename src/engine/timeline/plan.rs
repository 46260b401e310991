//! What happens at given times: servers change, instances die, are missed, and come back.

use super::calendar::{Calendar, Kind};
use super::clock::nanos;
use super::request::Doing;
use super::simulation::Simulation;
use super::station::Counts;
use super::tally::Cause;
use crate::engine::queueing::network::{Event, Network};

/// The events of a network, and what they have done.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// What each death has taken.
    victims: Vec<Option<Victim>>,
}

/// A dead instance.
#[derive(Clone, Copy, Debug)]
struct Victim {
    place: u32,
    /// Its servers.
    servers: u32,
    /// Whether it is one of several that share a queue; they live on in the same place.
    among: bool,
}

impl Plan {
    pub(super) fn of(network: &Network) -> Self {
        Self { victims: vec![None; network.events.len()] }
    }

    /// Puts all that happens at known times into the calendar.
    pub(super) fn put(network: &Network, calendar: &mut Calendar) {
        if network.run.warm_up_s > 0.0 {
            calendar.push(nanos(network.run.warm_up_s), Kind::Measure, 0);
        }
        for (id, event) in (0..).zip(&network.events) {
            match event {
                Event::Servers { at_s, .. } => calendar.push(nanos(*at_s), Kind::Happens, id),
                Event::Death { at_s, noticed_after_s, back_after_s, .. } => {
                    calendar.push(nanos(*at_s), Kind::Happens, id);
                    calendar.push(nanos(at_s + noticed_after_s), Kind::Noticed, id);
                    if let Some(back_after_s) = back_after_s {
                        calendar.push(nanos(at_s + back_after_s), Kind::Back, id);
                    }
                }
            }
        }
    }
}

impl Simulation {
    /// Something planned happens.
    pub(super) fn happens(&mut self, kind: Kind, id: u32) {
        let event = self.network.events.get(id as usize).copied();
        match (kind, event) {
            (Kind::Measure, _) => self.measure(),
            (Kind::Happens, Some(Event::Servers { station, servers, .. })) => self.change_servers(station, servers),
            (Kind::Happens, Some(Event::Death { station, .. })) => {
                self.plan.victims[id as usize] = self.die(station);
            }
            (Kind::Noticed, Some(Event::Death { station, .. })) => self.notice(station, id),
            (Kind::Back, Some(Event::Death { station, .. })) => self.come_back(station, id),
            _ => {}
        }
    }

    /// From here on is measured.
    fn measure(&mut self) {
        self.inside.measure_from(self.now);
        self.tally.measure();
        for at in &mut self.stations {
            at.counts = Counts::default();
            for area in [&mut at.number, &mut at.busy, &mut at.capacity] {
                area.measure_from(self.now);
            }
        }
        for gate in &mut self.gates {
            gate.counts = Counts::default();
            gate.held.measure_from(self.now);
            gate.waiting.measure_from(self.now);
        }
    }

    fn change_servers(&mut self, station: usize, servers: u32) {
        self.stations[station].servers_each = servers;
        for index in 0..self.stations[station].all.len() {
            let place = self.stations[station].all[index];
            let instance = &self.instances[place as usize];
            if instance.alive {
                self.set_servers(place, servers.saturating_mul(instance.copies));
            }
        }
    }

    /// An instance gets another number of servers; who is being served stays so.
    pub(super) fn set_servers(&mut self, place: u32, servers: u32) {
        let instance = &mut self.instances[place as usize];
        let at = &mut self.stations[instance.station as usize];
        let before = std::mem::replace(&mut instance.servers, servers);
        at.capacity.set(self.now, (at.capacity.number + u64::from(servers)).saturating_sub(u64::from(before)));
        if at.pooled {
            self.pool_changed(place);
        }
        self.fill_servers(place);
    }

    /// The first instance that works dies with all that is in it.
    fn die(&mut self, station: usize) -> Option<Victim> {
        let works = |place: &&u32| self.instances[**place as usize].alive;
        let place = *self.stations[station].routed.iter().find(works)?;
        let copies = self.instances[place as usize].copies;
        if copies > 1 {
            return Some(Victim { place, servers: self.die_among(place, copies), among: true });
        }
        let servers = self.instances[place as usize].servers;
        self.set_servers(place, 0);
        self.instances[place as usize].alive = false;
        self.kill(place, |_| true);
        Some(Victim { place, servers, among: false })
    }

    /// One of several instances that share a queue dies: each of those being served is on it as likely as its servers
    /// are; who waits stays. Gives the servers that are gone.
    fn die_among(&mut self, place: u32, copies: u32) -> u32 {
        let instance = &mut self.instances[place as usize];
        instance.copies -= 1;
        let station = instance.station as usize;
        let all = instance.servers;
        let gone = self.stations[station].servers_each.min(all);
        let (sharing, stream) = (self.stations[station].sharing, self.stations[station].balance_stream);
        let mut left = if sharing { (copies, 1) } else { (all, gone) };
        let mut draws = self.draws.streams[stream as usize].clone();
        self.set_servers(place, all - gone);
        self.kill(place, |doing| {
            let (of, dead) = left;
            let dies = doing != Doing::Queueing && draws.share() * f64::from(of) < f64::from(dead);
            if !sharing && doing != Doing::Queueing {
                left = (of.saturating_sub(1).max(1), dead - u32::from(dies));
            }
            dies
        });
        self.draws.streams[stream as usize] = draws;
        gone
    }

    /// Fails requests at an instance.
    pub(super) fn kill(&mut self, place: u32, mut dies: impl FnMut(Doing) -> bool) {
        for id in self.requests.ids() {
            let request = &self.requests[id];
            let here = matches!(request.doing, Doing::Queueing | Doing::Served | Doing::Sharing);
            if here && request.instance == place && dies(request.doing) {
                let station = self.instances[place as usize].station as usize;
                self.stations[station].counts.died += 1;
                self.withdraw(id);
                self.fail(id, Cause::InstanceDied);
            }
        }
    }

    /// The balancer stops sending requests to the dead.
    fn notice(&mut self, station: usize, id: u32) {
        if let Some(Victim { place, among: false, .. }) = self.plan.victims[id as usize] {
            self.stations[station].routed.retain(|routed| *routed != place);
        }
    }

    fn come_back(&mut self, station: usize, id: u32) {
        let Some(Victim { place, servers, among }) = self.plan.victims[id as usize].take() else { return };
        let instance = &mut self.instances[place as usize];
        if among {
            instance.copies += 1;
            let servers = instance.servers + servers;
            return self.set_servers(place, servers);
        }
        // A scaling rule may have let it go in the meantime.
        if instance.copies > 0 {
            instance.alive = true;
            let at = &mut self.stations[station];
            if !at.routed.contains(&place) {
                at.routed.push(place);
            }
            self.set_servers(place, servers);
        }
    }
}
