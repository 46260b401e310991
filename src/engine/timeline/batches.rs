//! Batches of jobs: several messages of a queue that are worked on as one. The first of them goes through the program with
//! as many visits as there are messages; the others ride along, and end as it does.

use super::calendar::Kind;
use super::clock::NEVER;
use super::request::{Doing, NOBODY};
use super::simulation::Simulation;

/// How jobs are let in where they come in batches.
#[derive(Clone, Copy, Debug)]
pub(super) struct Batching {
    /// The most messages of a batch.
    pub(super) most: u32,
    /// How long messages are gathered before a batch begins that is not full, nanoseconds.
    pub(super) window: u64,
    /// Whether of a batch with a message that fails only that one is handed out again.
    pub(super) partial: bool,
}

impl Simulation {
    /// A job waits to be taken in a batch.
    pub(super) fn join_batches(&mut self, id: u32, slots: u32) {
        let gate = &mut self.gates[slots as usize];
        let request = &mut self.requests[id];
        (request.doing, request.since) = (Doing::Waiting, self.now);
        gate.queue.line.join(&mut self.requests, id);
        gate.waiting.one_more(self.now);
        gate.counts.peak.rise(gate.waiting.number, self.now);
        while self.begin_batch(slots) {}
    }

    /// A batch begins, where there may be one more and its messages have been gathered; whether one did.
    pub(super) fn begin_batch(&mut self, slots: u32) -> bool {
        let gate = &mut self.gates[slots as usize];
        let Some(batching) = gate.batching else { return false };
        let first = gate.queue.line.first;
        if first == NOBODY || gate.held.number >= u64::from(gate.count) {
            return false;
        }
        let due = self.requests[first].since.saturating_add(batching.window);
        if gate.queue.line.length < batching.most && due > self.now {
            if gate.queue.look.is_none() {
                gate.queue.look = Some(due);
                self.calendar.push(due, Kind::Gate, slots);
            }
            return false;
        }
        let size = gate.queue.line.length.min(batching.most);
        gate.held.one_more(self.now);
        let mut riders = 0;
        for number in 0..size {
            let gate = &mut self.gates[slots as usize];
            let id = gate.queue.line.first;
            gate.queue.line.leave(&mut self.requests, id);
            gate.waiting.one_less(self.now);
            gate.counts.start(self.now - self.requests[id].since);
            gate.counts.peak.fall(gate.waiting.number, self.now);
            if self.requests[id].queue > 0 {
                self.received(id);
            }
            if number > 0 {
                let request = &mut self.requests[id];
                (request.doing, request.due, request.next) = (Doing::Riding, NEVER, riders);
                riders = id + 1;
            }
        }
        let request = &mut self.requests[first];
        (request.doing, request.due, request.place) = (Doing::Going, NEVER, request.place + 1);
        (request.riders, request.load, request.together) = (riders, size as u16, !batching.partial);
        self.going.push(first);
        true
    }

    /// Messages that have been gathered for as long as they are, or a gate that is looked at for another reason.
    pub(super) fn look_at_batches(&mut self, slots: u32) {
        while self.begin_batch(slots) {}
    }

    /// A batch is at its end, or a job that is none: whether the first of it is gone for good. Where one message of a batch
    /// fails all of them do, unless it says which.
    pub(super) fn is_batch_done(&mut self, id: u32) -> bool {
        let spoiled = self.requests[id].together && self.is_spoiled(id);
        let mut next = self.take_riders(id);
        while let Some(rider) = next.checked_sub(1) {
            next = self.requests[rider].next;
            self.give_all_back(rider);
            self.inside.one_less(self.now);
            if self.is_job_done(rider, spoiled) {
                self.requests.remove(rider);
            }
        }
        self.is_job_done(id, spoiled)
    }

    /// A batch fails where it is: those who ride along are to be had again later, as its first is.
    pub(super) fn lose_riders(&mut self, id: u32) {
        let mut next = self.take_riders(id);
        while let Some(rider) = next.checked_sub(1) {
            next = self.requests[rider].next;
            self.give_all_back(rider);
            self.inside.one_less(self.now);
            if self.requests[rider].queue > 0 {
                self.hide(rider);
            } else {
                self.requests.remove(rider);
            }
        }
    }

    fn take_riders(&mut self, id: u32) -> u32 {
        self.requests[id].load = 0;
        std::mem::take(&mut self.requests[id].riders)
    }

    /// Whether a message of a batch fails.
    fn is_spoiled(&self, id: u32) -> bool {
        let fails = |id: u32| self.requests[id].poison && self.requests[id].queue > 0;
        let mut next = self.requests[id].riders;
        let mut found = fails(id);
        while let Some(rider) = next.checked_sub(1) {
            found |= fails(rider);
            next = self.requests[rider].next;
        }
        found
    }

    /// A message's work is at its end: whether it is gone for good. The end of work on one that has been handed out again
    /// counts no more.
    fn is_job_done(&mut self, id: u32, spoiled: bool) -> bool {
        if self.requests[id].queue == 0 {
            return true;
        }
        if spoiled {
            self.hide(id);
            return false;
        }
        self.is_done(id)
    }
}
