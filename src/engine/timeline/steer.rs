//! What a play changes between two events: how many users there are, which instances there are and how fast they work.

use super::batches::Batching;
use super::clock::{NANOS, nanos};
use super::environments::Environments;
use super::program::NONE;
use super::refused::Retries;
use super::request::Doing;
use super::simulation::Simulation;
use super::tally::{Cause, Cell};
use crate::catalogue::spec::ColdStartBlueprint;
use crate::catalogue::spec::{PollBlueprint, RetryBlueprint};

impl Simulation {
    /// Goes on to a time, for at most so many events; gives how many there were. What happens at the time itself is
    /// still to come. The run is there where its own time says so.
    pub(super) fn run_up_to(&mut self, until: u64, budget: u64) -> u64 {
        let before = self.events;
        while self.events - before < budget && self.ended.is_none() {
            if self.next_event() >= until {
                self.now = until;
                break;
            }
            self.step();
        }
        self.events - before
    }

    /// Whether a run is at a time and not before it.
    pub(super) fn is_at(&self, at: u64) -> bool {
        self.now >= at
    }

    /// From here on there are so many users. Fewer leave when they have their answers.
    pub(super) fn set_users(&mut self, users: u32) {
        self.source.set_users(self.now, users, &mut self.draws);
    }

    /// Counts from here on also what happens now, whichever segment it belongs to; gives what was counted so far.
    pub(super) fn read_meter(&mut self) -> Cell {
        self.tally.meter.replace(Box::default()).map_or_else(Cell::default, |counted| *counted)
    }

    /// Busy servers of a station × seconds so far, and its servers × seconds.
    pub(super) fn busy_and_capacity_s(&self, station: usize) -> (f64, f64) {
        if let Some(found) = self.used_and_offered_s(station) {
            return found;
        }
        let of = |area: &super::clock::Area| area.total(self.now) as f64 / NANOS;
        self.stations.get(station).map_or((0.0, 0.0), |at| (of(&at.busy), of(&at.capacity)))
    }

    /// Those who wait at a station for a server of their own.
    pub(super) fn waiting_at(&self, station: usize) -> u64 {
        self.stations.get(station).map_or(0, |at| if at.sharing { 0 } else { at.waiting() })
    }

    /// Slots held × seconds so far, those who wait for one, and the slots.
    pub(super) fn slots_state(&self, slots: usize) -> (f64, u64, u32) {
        let gate = self.gates.get(slots);
        gate.map_or((0.0, 0, 0), |gate| (gate.held.total(self.now) as f64 / NANOS, gate.waiting.number, gate.count))
    }

    /// The instances of a station that it starts with.
    pub(super) fn places_of(&self, station: usize) -> Vec<u32> {
        self.stations.get(station).map_or_else(Vec::new, |at| at.all.clone())
    }

    /// A new instance gets requests from here on.
    pub(super) fn put_instance(&mut self, station: usize, servers: u32) -> Option<u32> {
        let at = self.stations.get_mut(station)?;
        let instance = at.instance(station as u32, 1, servers);
        let place = at.spare.pop().unwrap_or(self.instances.len() as u32);
        match self.instances.get_mut(place as usize) {
            Some(spare) => *spare = instance,
            None if place < super::build::MOST_INSTANCES => self.instances.push(instance),
            None => return None,
        }
        at.capacity.up(self.now, u64::from(servers));
        at.routed.push(place);
        at.all.push(place);
        Some(place)
    }

    /// An instance gets no more requests, and goes when those in it are done.
    pub(super) fn drain_instance(&mut self, place: u32) {
        let Some(instance) = self.instances.get_mut(place as usize) else { return };
        let Some(at) = self.stations.get_mut(instance.station as usize) else { return };
        at.routed.retain(|routed| *routed != place);
        instance.leaving = true;
        if instance.inside == 0 {
            self.gone(place);
        }
    }

    /// Whether a request is on a machine and in its fleet's slots or at one of its stations.
    pub(super) fn is_anyone_on(&self, fleet: u16, machine: u16) -> bool {
        self.requests.ids().any(|id| {
            let gone = matches!(self.requests[id].doing, Doing::Nothing | Doing::BackingOff | Doing::Hidden);
            !gone && self.is_on(id, fleet, machine)
        })
    }

    /// An instance dies with all that is in it; its balancer does not know.
    pub(super) fn kill_instance(&mut self, place: u32) {
        self.set_servers(place, 0);
        if let Some(instance) = self.instances.get_mut(place as usize) {
            instance.alive = false;
        }
        self.kill(place, |_| true);
        self.go_on();
    }

    /// A dead instance works again, with so many servers.
    pub(super) fn revive(&mut self, place: u32, servers: u32) {
        if let Some(instance) = self.instances.get_mut(place as usize) {
            instance.alive = true;
            self.set_servers(place, servers);
            self.go_on();
        }
    }

    /// All work of a station takes so many times as long from here on; what has been started at a server of its own ends
    /// as it would have.
    pub(super) fn stretch(&mut self, station: usize, factor: f64) {
        let Some(at) = self.stations.get_mut(station) else { return };
        at.stretch = factor;
        if at.pooled {
            at.speed = 1.0 / factor;
            let all = at.all.clone();
            all.into_iter().for_each(|place| self.retune(place));
        }
    }

    /// Server-seconds that an instance has used so far. For those that serve requests together.
    pub(super) fn used_s(&self, place: u32) -> f64 {
        let of = |pool: &super::station::Pool| pool.used + pool.in_use * self.now.saturating_sub(pool.at) as f64;
        self.instances.get(place as usize).map_or(0.0, |instance| of(&instance.pool) / NANOS)
    }

    /// So many servers of an instance do work at a time from here on, at most; a share of one too.
    pub(super) fn limit_servers(&mut self, place: u32, most: f64) {
        let Some(instance) = self.instances.get_mut(place as usize) else { return };
        let before = std::mem::replace(&mut instance.most, most);
        if before.total_cmp(&most).is_ne() {
            self.retune(place);
        }
    }

    /// An instance is so many times as fast as its station's others from here on.
    pub(super) fn set_pace(&mut self, place: u32, pace: f64) {
        if let Some(instance) = self.instances.get_mut(place as usize) {
            instance.pace = pace;
            self.retune(place);
        }
    }

    /// There are so many slots from here on, and as many more or fewer may wait for them; who holds one keeps it.
    pub(super) fn set_slots(&mut self, slots: usize, count: u32) {
        let Some(gate) = self.gates.get_mut(slots) else { return };
        gate.count = count;
        if let Some((limit, slots)) = self.network.slots.get(slots).and_then(|of| Some((of.waiting_limit?, of.count))) {
            gate.waiting_limit = (u64::from(limit) * u64::from(count) / u64::from(slots.max(1))) as u32;
        }
        if let (0, Some(kept)) = (count, &mut gate.environments) {
            kept.lose_all();
        }
        if count == 0 {
            self.fail_those_who_wait(slots as u32);
        }
        while self.let_next_in(slots as u32) {}
        self.go_on();
    }

    /// From here on whoever gets one of the slots needs an environment, of which there are none yet.
    pub(super) fn start_cold(&mut self, slots: usize, rules: ColdStartBlueprint) {
        if let Some(gate) = self.gates.get_mut(slots) {
            gate.environments = Some(Box::new(Environments::of(rules)));
        }
    }

    /// Jobs are let in at some slots in batches.
    pub(super) fn take_in_batches(&mut self, slots: usize, polls: PollBlueprint) {
        if let Some(gate) = self.gates.get_mut(slots) {
            let PollBlueprint { batch, window_s, partial, .. } = polls;
            gate.batching = Some(Batching { most: batch.max(1), window: nanos(window_s), partial });
        }
    }

    /// What is refused at some slots and nobody waits for is tried again.
    pub(super) fn try_later(&mut self, slots: usize, rules: RetryBlueprint) {
        if let Some(gate) = self.gates.get_mut(slots) {
            gate.retries = Some(Retries::of(rules));
        }
    }

    /// Jobs that get one of some slots have not been received by that, and none waits there: they come one of each group.
    pub(super) fn only_orders(&mut self, slots: usize) {
        if let Some(gate) = self.gates.get_mut(slots) {
            (gate.receives, gate.count) = (false, u32::MAX);
        }
    }

    /// How many of some slots are held now.
    pub(super) fn slots_held(&self, slots: usize) -> u64 {
        self.gates.get(slots).map_or(0, |gate| gate.held.number)
    }

    /// Cold starts so far at some slots, and how many environments are idle.
    pub(super) fn environments(&mut self, slots: usize) -> (u64, usize) {
        let kept = self.gates.get_mut(slots).and_then(|gate| gate.environments.as_mut());
        kept.map_or((0, 0), |kept| kept.state(self.now))
    }

    /// Those who hold slots and are on a machine that died fail, wherever they are.
    pub(super) fn fail_holders(&mut self, slots: usize, fleet: u16, machine: u16) {
        for id in self.requests.ids() {
            let request = &self.requests[id];
            let gone = matches!(request.doing, Doing::Nothing | Doing::BackingOff | Doing::Hidden);
            if !gone && self.is_on(id, fleet, machine) && self.holds(request.place, request.call, slots as u32) {
                self.withdraw(id);
                self.fail(id, Cause::InstanceDied);
            }
        }
        self.go_on();
    }

    /// Those who wait for slots and whom someone waits for, or did, fail: nobody is there who could answer.
    fn fail_those_who_wait(&mut self, slots: u32) {
        for id in self.requests.ids() {
            let request = &self.requests[id];
            if request.doing == Doing::Waiting && !request.waits_for_anyone() && self.gate_of(id) == Some(slots) {
                self.withdraw(id);
                self.fail(id, Cause::InstanceDied);
            }
        }
    }

    /// Whether slots are held at a place of the program, or by the calls around it.
    fn holds(&self, mut place: u32, mut call: u32, slots: u32) -> bool {
        loop {
            let mut held = self.program.holding[place as usize];
            while held != NONE {
                let at = self.program.held[held as usize];
                if at.slots == slots {
                    return true;
                }
                held = at.outer;
            }
            match self.calls.around(call) {
                Some(around) => (place, call) = around,
                None => return false,
            }
        }
    }

    /// When the next event is.
    fn next_event(&mut self) -> u64 {
        self.calendar.next_time().min(self.source.next).min(self.deadlines.next)
    }
}
