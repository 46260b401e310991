//! Slots: who is let in, who waits, and who gets a slot that is given back.

use super::calendar::Kind;
use super::clock::{NEVER, whole};
use super::program::{NONE, Op};
use super::request::{Doing, NOBODY};
use super::simulation::Simulation;
use super::station::Waits;
use super::tally::Cause;

impl Simulation {
    /// Takes a slot; where there is none the request waits or is refused, and does not go on now.
    pub(super) fn take(&mut self, id: u32, slots: u32) -> bool {
        let gate = &mut self.gates[slots as usize];
        gate.counts.came += 1;
        if gate.batching.is_some() {
            self.join_batches(id, slots);
            return false;
        }
        if gate.has_room() {
            let Some(start) = gate.environments.as_mut().map_or(Some(0), |kept| kept.enter(self.now)) else {
                self.refuse(id, slots);
                return false;
            };
            gate.held.one_more(self.now);
            gate.counts.start(0);
            let receives = gate.receives;
            let request = &self.requests[id];
            if request.orphan {
                if request.queue > 0 && receives {
                    self.received(id);
                }
                self.no_longer_refused(id, slots);
            }
            self.put_on_machine(id, slots);
            if start > 0 {
                let place = self.requests[id].place + 1;
                self.wait_until(id, self.now.saturating_add(start), place, Doing::Going, Kind::Resumes);
            }
            return start == 0;
        }
        if gate.count == 0 && !self.requests[id].waits_for_anyone() {
            // Nobody is there who could answer; only work that nobody ever waited for waits until someone is.
            gate.counts.died += 1;
            self.fail(id, Cause::InstanceDied);
            return false;
        }
        if gate.queue.line.length >= gate.waiting_limit {
            self.refuse(id, slots);
            return false;
        }
        let request = &mut self.requests[id];
        (request.doing, request.since) = (Doing::Waiting, self.now);
        gate.queue.line.join(&mut self.requests, id);
        gate.waiting.one_more(self.now);
        gate.counts.peak.rise(gate.waiting.number, self.now);
        match gate.waits {
            Waits::Always => {}
            Waits::Fixed(wait) => {
                if gate.queue.look.is_none() {
                    let look = self.now.saturating_add(wait);
                    gate.queue.look = Some(look);
                    self.calendar.push(look, Kind::Gate, slots);
                }
            }
            Waits::Exponential(mean) => {
                let wait = whole(mean * self.draws.exponential(gate.patience_stream));
                let due = self.now.saturating_add(wait);
                self.requests[id].due = due;
                self.calendar.push(due, Kind::Impatient, id);
            }
        }
        false
    }

    /// Gives a slot back that a request holds; who has waited longest gets it and goes on once this event is done.
    pub(super) fn give_back(&mut self, id: u32, slots: u32) {
        self.leave_machine(id, slots);
        let gate = &mut self.gates[slots as usize];
        gate.held.one_less(self.now);
        if let Some(kept) = &mut gate.environments {
            kept.leave(self.now);
        }
        self.let_next_in(slots);
    }

    /// Who has waited longest gets a slot, where there is one; whether someone did.
    #[inline]
    pub(super) fn let_next_in(&mut self, slots: u32) -> bool {
        let gate = &mut self.gates[slots as usize];
        if gate.batching.is_some() {
            return self.begin_batch(slots);
        }
        let first = gate.queue.line.first;
        if first == NOBODY || !gate.has_room() {
            return false;
        }
        gate.queue.line.leave(&mut self.requests, first);
        gate.waiting.one_less(self.now);
        gate.held.one_more(self.now);
        let request = &mut self.requests[first];
        gate.counts.start(self.now - request.since);
        gate.counts.peak.fall(gate.waiting.number, self.now);
        (request.doing, request.due) = (Doing::Going, NEVER);
        request.place += 1;
        if request.queue > 0 && gate.receives {
            self.received(first);
        }
        self.put_on_machine(first, slots);
        self.going.push(first);
        true
    }

    /// Gives all slots back that a request holds where it is, and in the calls around it, which it leaves.
    pub(super) fn give_all_back(&mut self, id: u32) {
        let request = &mut self.requests[id];
        let (mut place, mut call) = (request.place, std::mem::take(&mut request.call));
        loop {
            let mut held = self.program.holding[place as usize];
            while held != NONE {
                let at = self.program.held[held as usize];
                self.give_back(id, at.slots);
                held = at.outer;
            }
            match self.calls.leave(call) {
                Some(around) => (place, call) = around,
                None => return,
            }
        }
    }

    /// The first of those who wait for slots may have waited as long as all do.
    pub(super) fn look_at_gate(&mut self, slots: u32) {
        let gate = &mut self.gates[slots as usize];
        if gate.queue.look != Some(self.now) {
            return;
        }
        gate.queue.look = None;
        if gate.batching.is_some() {
            return self.look_at_batches(slots);
        }
        let Waits::Fixed(wait) = gate.waits else { return };
        loop {
            let gate = &mut self.gates[slots as usize];
            let first = gate.queue.line.first;
            if first == NOBODY {
                return;
            }
            let due = self.requests[first].since.saturating_add(wait);
            if due > self.now {
                gate.queue.look = Some(due);
                return self.calendar.push(due, Kind::Gate, slots);
            }
            self.leave_gate(first);
        }
    }

    /// A request that waits for slots leaves.
    pub(super) fn leave_gate(&mut self, id: u32) {
        if let Some(slots) = self.gate_of(id) {
            self.gates[slots as usize].counts.gave_up += 1;
        }
        self.withdraw(id);
        self.fail(id, Cause::WaitTimeout);
    }

    pub(super) fn withdraw_from_gate(&mut self, id: u32) {
        if let Some(slots) = self.gate_of(id) {
            let gate = &mut self.gates[slots as usize];
            gate.queue.line.leave(&mut self.requests, id);
            gate.waiting.one_less(self.now);
            gate.counts.peak.fall(gate.waiting.number, self.now);
        }
    }

    /// The slots that a waiting request waits for.
    pub(super) fn gate_of(&self, id: u32) -> Option<u32> {
        match self.program.ops[self.requests[id].place as usize] {
            Op::Take(slots) => Some(slots),
            _ => None,
        }
    }
}
