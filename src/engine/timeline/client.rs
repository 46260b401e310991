//! What clients do: attempts, deadlines, retries, and work that nobody waits for any more.

use super::calendar::Kind;
use super::clock::{NEVER, nanos};
use super::fleet::NOWHERE;
use super::request::{Doing, Request};
use super::simulation::Simulation;
use super::tally::Cause;
use crate::engine::queueing::network::{self, Abandoned};

/// The rules of all clients, times in nanoseconds.
#[derive(Clone, Debug)]
pub(super) struct Client {
    timeout: u64,
    backoff: Vec<u64>,
    stops: bool,
}

impl Client {
    pub(super) fn of(client: &network::Client) -> Self {
        Self {
            timeout: client.timeout_s.map_or(NEVER, nanos),
            backoff: client.backoff_s.iter().map(|seconds| nanos(*seconds)).collect(),
            stops: client.abandoned == Abandoned::Stops,
        }
    }
}

impl Client {
    /// Whether it tries again what has failed.
    pub(super) fn tries_again(&self) -> bool {
        !self.backoff.is_empty()
    }
}

impl Simulation {
    /// An attempt begins.
    #[inline(always)]
    pub(super) fn attempt(&mut self, id: u32) {
        if self.circuits.is_any() && self.is_cut_off(id) {
            return;
        }
        self.send(id);
    }

    /// An attempt is sent.
    #[inline(always)]
    pub(super) fn send(&mut self, id: u32) {
        self.inside.one_more(self.now);
        let request = &mut self.requests[id];
        request.place = self.program.starts[usize::from(request.class)];
        (request.visits, request.tries, request.jobs) = (0, 0, 0);
        (request.doing, request.homes) = (Doing::Going, NOWHERE);
        if let Some(cell) = self.tally.cell(request.segment, request.class) {
            cell.attempts += 1;
        }
        if let Some(meter) = &mut self.tally.meter {
            meter.attempts += 1;
        }
        if self.client.timeout != NEVER {
            self.deadlines.join(&mut self.requests, id, self.now.saturating_add(self.client.timeout));
        }
        self.advance(id);
    }

    /// The client of an attempt that has begun just now has waited since an earlier time already.
    pub(super) fn has_waited_since(&mut self, id: u32, since: u64) {
        if self.requests[id].deadline != NEVER {
            self.deadlines.leave(&mut self.requests, id);
            self.deadlines.join(&mut self.requests, id, since.saturating_add(self.client.timeout));
        }
    }

    /// A client's wait before another attempt is over.
    pub(super) fn retry(&mut self, id: u32) {
        let request = &self.requests[id];
        if request.doing == Doing::BackingOff && request.due == self.now {
            self.attempt(id);
        }
    }

    /// A request is answered.
    #[inline(always)]
    pub(super) fn answer(&mut self, id: u32) {
        self.inside.one_less(self.now);
        let request = &self.requests[id];
        if !request.orphan {
            let took = self.now - request.born;
            if let Some(cell) = self.tally.cell(request.segment, request.class) {
                cell.done += 1;
                cell.sum += u128::from(took);
                cell.times.add(took);
            }
            if let Some(meter) = &mut self.tally.meter {
                meter.done += 1;
                meter.times.add(took);
            }
            self.tally.end(request.class, true);
            if self.circuits.is_any() {
                let (class, probe) = (request.class, request.probe);
                self.circuits.ended(self.now, class, probe, true);
            }
            self.deadlines.leave(&mut self.requests, id);
            self.source.think(self.now, &mut self.draws);
        } else if (request.queue > 0 || request.riders > 0) && !self.is_batch_done(id) {
            return;
        }
        self.requests.remove(id);
    }

    /// An attempt fails where it is; what it stands in has been left already.
    pub(super) fn fail(&mut self, id: u32, cause: Cause) {
        self.give_all_back(id);
        self.inside.one_less(self.now);
        if self.requests[id].orphan {
            self.lose_riders(id);
            if self.requests[id].queue > 0 {
                return self.hide(id);
            }
            self.requests.remove(id);
            return;
        }
        self.deadlines.leave(&mut self.requests, id);
        self.failed(id, cause);
    }

    /// A client has waited as long as it does.
    pub(super) fn give_up_on(&mut self, id: u32) {
        self.deadlines.leave(&mut self.requests, id);
        if self.client.stops {
            self.withdraw(id);
            self.give_all_back(id);
            self.inside.one_less(self.now);
            return self.failed(id, Cause::ClientTimeout);
        }
        // The work goes on without its client, who tries again as another.
        let request = &mut self.requests[id];
        (request.orphan, request.abandoned) = (true, true);
        let again = Request { orphan: false, abandoned: false, call: 0, ..request.clone() };
        let id = self.requests.add(again);
        self.failed(id, Cause::ClientTimeout);
    }

    /// An attempt has failed and stands nowhere any more: another follows, or the request has failed.
    fn failed(&mut self, id: u32, cause: Cause) {
        let request = &mut self.requests[id];
        if self.circuits.is_any() {
            self.circuits.ended(self.now, request.class, request.probe, false);
        }
        let backoff = self.client.backoff.get(usize::from(request.attempt)).copied();
        if let Some(cell) = self.tally.cell(request.segment, request.class) {
            cell.attempts_failed[cause as usize] += 1;
        }
        match backoff {
            Some(backoff) => {
                request.attempt += 1;
                request.doing = Doing::BackingOff;
                request.due = self.now.saturating_add(backoff);
                self.calendar.push(request.due, Kind::Retries, id);
            }
            None => self.fail_for_good(id, cause),
        }
    }

    /// A request has failed, and no other attempt follows.
    pub(super) fn fail_for_good(&mut self, id: u32, cause: Cause) {
        let request = &self.requests[id];
        if let Some(cell) = self.tally.cell(request.segment, request.class) {
            cell.failed[cause as usize] += 1;
        }
        if let Some(meter) = &mut self.tally.meter {
            meter.failed[cause as usize] += 1;
        }
        self.tally.end(request.class, false);
        self.requests.remove(id);
        self.source.think(self.now, &mut self.draws);
    }
}
