//! Jobs that are kept in order: they belong to groups, and one of each group is to be had at a time. The next is when the
//! one before is done or put aside. A job that is sent once more within a while is kept once only (Amazon SQS, FIFO).

use std::collections::{BTreeSet, VecDeque};

use super::calendar::Kind;
use super::request::{Doing, Line, NOBODY};
use super::simulation::Simulation;

/// The groups of a queue.
#[derive(Clone, Debug)]
pub(super) struct Groups {
    /// Of each: whether one of its jobs is to be had or worked on, and those that wait for it.
    all: Vec<(bool, Line)>,
    /// Jobs that wait for one before them.
    pub(super) parked: u32,
}

impl Groups {
    pub(super) fn of(count: u32) -> Self {
        Self { all: vec![(false, Line::default()); count.max(1) as usize], parked: 0 }
    }

    /// How many there are.
    pub(super) fn count(&self) -> u32 {
        self.all.len() as u32
    }
}

/// Jobs that were sent not long ago: the first attempt of their request, its class, and which of its jobs.
type Sent = (u64, u16, u16);

/// What has been sent within a while; kept only where clients try again.
#[derive(Clone, Debug)]
pub(super) struct Known {
    within: u64,
    by_time: VecDeque<(u64, Sent)>,
    all: BTreeSet<Sent>,
}

impl Known {
    pub(super) fn of(within: u64) -> Self {
        Self { within, by_time: VecDeque::new(), all: BTreeSet::new() }
    }

    /// Whether a job was sent before; it is known from here on.
    fn has(&mut self, now: u64, sent: Sent) -> bool {
        let is_old = |(at, _): &(u64, Sent)| now.saturating_sub(*at) > self.within;
        while let Some((_, old)) = self.by_time.front().copied().filter(is_old) {
            self.all.remove(&old);
            self.by_time.pop_front();
        }
        if !self.all.insert(sent) {
            return true;
        }
        self.by_time.push_back((now, sent));
        false
    }
}

impl Simulation {
    /// Whether a request has sent a job of its own already, in an attempt before.
    pub(super) fn was_sent_before(&mut self, number: u8, parent: u32) -> bool {
        let request = &mut self.requests[parent];
        if request.waits_for_anyone() {
            // Work that nobody waits for is never tried again by a client.
            return false;
        }
        let sent = (request.born, request.class, request.jobs);
        let now = self.now;
        let Some(known) = self.jobs.queue(number).and_then(|queue| queue.known.as_mut()) else { return false };
        let is_known = known.has(now, sent);
        self.requests[parent].jobs += 1;
        is_known
    }

    /// A job that has just been sent belongs to a group: whether it is to be had at once.
    pub(super) fn is_next_of_group(&mut self, id: u32, number: u8, group: u32) -> bool {
        self.requests[id].group = group;
        let Some(groups) = self.jobs.queue(number).and_then(|queue| queue.groups.as_mut()) else { return true };
        let Some((busy, line)) = groups.all.get_mut(group as usize) else { return true };
        if !std::mem::replace(busy, true) {
            return true;
        }
        groups.parked += 1;
        self.requests[id].doing = Doing::Parked;
        line.join(&mut self.requests, id);
        false
    }

    /// A job is gone for good: the next of its group is to be had.
    pub(super) fn next_of_group(&mut self, number: u8, group: u32) {
        let now = self.now;
        let Some(groups) = self.jobs.queue(number).and_then(|queue| queue.groups.as_mut()) else { return };
        let Some((busy, line)) = groups.all.get_mut(group as usize) else { return };
        let next = line.first;
        if next == NOBODY {
            *busy = false;
            return;
        }
        groups.parked -= 1;
        line.leave(&mut self.requests, next);
        let start = self.requests[next].start;
        self.wait_until(next, now, start, Doing::Going, Kind::Resumes);
    }
}
