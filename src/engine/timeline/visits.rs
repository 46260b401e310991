//! Visits: from the balancer through the queue to a server, and out again.

use super::calendar::Kind;
use super::clock::whole;
use super::fleet::NO_FLEET;
use super::request::{Doing, NOBODY};
use super::simulation::Simulation;
use super::station::Waits;
use super::tally::Cause;
use crate::engine::queueing::network::Balancer;

impl Simulation {
    /// A request comes to a station.
    pub(super) fn visit(&mut self, id: u32, station: u32) {
        let fleet = self.stations[station as usize].fleet;
        let chosen = if fleet.0 == NO_FLEET {
            self.chosen_instance(station)
        } else {
            self.instance_in_fleet(id, fleet.0, fleet.1)
        };
        let Some(place) = chosen else {
            self.stations[station as usize].counts.came += 1;
            self.stations[station as usize].counts.died += 1;
            return self.fail(id, Cause::InstanceDied);
        };
        let at = &mut self.stations[station as usize];
        let instance = &mut self.instances[place as usize];
        at.counts.came += 1;
        if !instance.alive {
            at.counts.died += 1;
            return self.fail(id, Cause::InstanceDied);
        }
        if instance.inside >= instance.limit {
            at.counts.refused += 1;
            return self.fail(id, Cause::Refused);
        }
        instance.inside += 1;
        at.number.one_more(self.now);
        let request = &mut self.requests[id];
        (request.instance, request.since) = (place, self.now);
        if at.sharing || instance.busy < instance.servers {
            return self.start(id, place);
        }
        request.doing = Doing::Queueing;
        instance.queue.line.join(&mut self.requests, id);
        at.counts.peak.rise(at.waiting(), self.now);
        match at.waits {
            Waits::Always => {}
            Waits::Fixed(wait) => {
                if instance.queue.look.is_none() {
                    let look = self.now.saturating_add(wait);
                    instance.queue.look = Some(look);
                    self.calendar.push(look, Kind::Queue, place);
                }
            }
            Waits::Exponential(mean) => {
                let wait = whole(mean * self.draws.exponential(at.patience_stream));
                let due = self.now.saturating_add(wait);
                self.requests[id].due = due;
                self.calendar.push(due, Kind::Impatient, id);
            }
        }
    }

    /// The instance that the balancer chooses; none where there is none.
    #[inline(always)]
    fn chosen_instance(&mut self, station: u32) -> Option<u32> {
        let at = &mut self.stations[station as usize];
        let count = at.routed.len() as u32;
        if count < 2 {
            return at.routed.first().copied();
        }
        let turn = if at.turn < count { at.turn } else { 0 };
        let place = match at.balancer {
            Balancer::SharedQueue | Balancer::RoundRobin => turn,
            Balancer::Random => self.draws.below(at.balance_stream, count),
            Balancer::LeastOutstanding => {
                let mut least = (u32::MAX, turn);
                for place in (turn..count).chain(0..turn) {
                    let inside = self.instances[at.routed[place as usize] as usize].inside;
                    if inside < least.0 {
                        least = (inside, place);
                    }
                    if inside == 0 {
                        break;
                    }
                }
                least.1
            }
        };
        at.turn = place + 1;
        at.routed.get(place as usize).copied()
    }

    /// A service begins.
    #[inline(always)]
    fn start(&mut self, id: u32, place: u32) {
        let instance = &mut self.instances[place as usize];
        let at = &mut self.stations[instance.station as usize];
        let request = &mut self.requests[id];
        let sampler = match self.program.works.get(request.work as usize) {
            Some(own) => own,
            None => &at.samplers[at.services[usize::from(request.class)] as usize],
        };
        let work = self.draws.time(sampler, at.service_stream);
        if !at.sharing {
            at.counts.start(self.now - request.since);
        }
        if at.pooled {
            return self.join_pool(id, place, work);
        }
        instance.busy += 1;
        at.busy.one_more(self.now);
        request.doing = Doing::Served;
        request.due = self.now.saturating_add(whole(work * at.stretch));
        self.calendar.push(request.due, Kind::Served, id);
    }

    /// A server is done with a request.
    #[inline(always)]
    pub(super) fn served(&mut self, id: u32) {
        let request = &self.requests[id];
        if request.doing != Doing::Served || request.due != self.now {
            return;
        }
        self.leave_server(id);
        self.visited(id);
        self.advance(id);
    }

    /// A request that has a server of its own leaves it; another may follow.
    #[inline(always)]
    fn leave_server(&mut self, id: u32) {
        let place = self.requests[id].instance;
        let instance = &mut self.instances[place as usize];
        let at = &mut self.stations[instance.station as usize];
        instance.busy -= 1;
        instance.inside -= 1;
        at.busy.one_less(self.now);
        at.number.one_less(self.now);
        self.fill_servers(place);
    }

    /// Those who wait at an instance take what servers are free.
    #[inline(always)]
    pub(super) fn fill_servers(&mut self, place: u32) {
        loop {
            let instance = &mut self.instances[place as usize];
            let first = instance.queue.line.first;
            if first == NOBODY {
                if instance.leaving && instance.inside == 0 {
                    self.gone(place);
                }
                return;
            }
            if instance.busy >= instance.servers || !instance.alive {
                return;
            }
            instance.queue.line.leave(&mut self.requests, first);
            self.start(first, place);
            let at = &mut self.stations[self.instances[place as usize].station as usize];
            at.counts.peak.fall(at.waiting(), self.now);
        }
    }

    /// A request has been served: when it goes on, it comes here again or leaves.
    #[inline(always)]
    pub(super) fn visited(&mut self, id: u32) {
        let request = &mut self.requests[id];
        request.visits -= 1;
        request.place += u32::from(request.visits == 0);
        request.doing = Doing::Going;
    }

    /// A request that waits may have waited as long as it does.
    pub(super) fn lose_patience(&mut self, id: u32) {
        let request = &self.requests[id];
        if request.due != self.now {
            return;
        }
        match request.doing {
            Doing::Queueing => self.leave_queue(id),
            Doing::Waiting => self.leave_gate(id),
            _ => {}
        }
    }

    /// The first in a queue may have waited as long as all do.
    pub(super) fn look_at_queue(&mut self, place: u32) {
        let instance = &mut self.instances[place as usize];
        if instance.queue.look != Some(self.now) {
            return;
        }
        instance.queue.look = None;
        let Waits::Fixed(wait) = self.stations[instance.station as usize].waits else { return };
        loop {
            let instance = &mut self.instances[place as usize];
            let first = instance.queue.line.first;
            if first == NOBODY {
                return;
            }
            let due = self.requests[first].since.saturating_add(wait);
            if due > self.now {
                instance.queue.look = Some(due);
                return self.calendar.push(due, Kind::Queue, place);
            }
            self.leave_queue(first);
        }
    }

    fn leave_queue(&mut self, id: u32) {
        let station = self.instances[self.requests[id].instance as usize].station;
        self.withdraw(id);
        self.stations[station as usize].counts.gave_up += 1;
        self.fail(id, Cause::WaitTimeout);
    }

    /// Takes a request out of whatever it stands in, slots that it holds left out.
    pub(super) fn withdraw(&mut self, id: u32) {
        let place = self.requests[id].instance;
        match self.requests[id].doing {
            Doing::Queueing => {
                let instance = &mut self.instances[place as usize];
                let at = &mut self.stations[instance.station as usize];
                instance.queue.line.leave(&mut self.requests, id);
                instance.inside -= 1;
                at.number.one_less(self.now);
                at.counts.peak.fall(at.waiting(), self.now);
                self.fill_servers(place);
            }
            Doing::Served => self.leave_server(id),
            Doing::Sharing => self.withdraw_from_pool(id),
            Doing::Waiting => self.withdraw_from_gate(id),
            Doing::Nothing
            | Doing::Going
            | Doing::Pausing
            | Doing::BackingOff
            | Doing::Hidden
            | Doing::Riding
            | Doing::Parked => {}
        }
        let request = &mut self.requests[id];
        (request.doing, request.due) = (Doing::Going, super::clock::NEVER);
    }
}
