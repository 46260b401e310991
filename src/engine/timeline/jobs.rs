//! Jobs of queues: received, hidden for a while, done, or handed out again; those received too often are put aside.
//!
//! A job is a request that nobody waits for. It is received when it gets a slot of who does it. From then on it is hidden
//! for the queue's visibility timeout; where it is not done by then it is to be had again. One that is still worked on
//! then is worked on twice, and the first worker's end counts no more (Amazon SQS, standard queues).

use std::collections::VecDeque;

use super::calendar::Kind;
use super::clock::{NEVER, nanos, seconds};
use super::fleet::NOWHERE;
use super::ordered::{Groups, Known};
use super::program::Op;
use super::request::{Deadlines, Doing, Request};
use super::simulation::Simulation;
use super::streams::{Purpose, Stream};
use crate::catalogue::spec::QueueBlueprint;

/// One queue.
#[derive(Clone, Debug)]
pub(super) struct Queue {
    visibility: u64,
    most_receives: u32,
    poison: f64,
    stream: u32,
    /// When each job was sent, and whether it is gone; those at the front that are gone have been taken out.
    sent: VecDeque<(u64, bool)>,
    /// The number of the first of them.
    first: u32,
    /// Jobs that were received, by when they are to be had again.
    hidden: Deadlines,
    /// When they are looked at next; `NEVER` where no event stands in the calendar.
    look: u64,
    in_flight: u32,
    dead: u64,
    /// Where jobs are in order: their groups, and what draws them.
    pub(super) groups: Option<Groups>,
    group_stream: u32,
    /// Where jobs are kept once only: those that were sent not long ago.
    pub(super) known: Option<Known>,
}

/// What there is to know of a queue at a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct QueueState {
    /// The age of the oldest job that is not done, seconds; 0 without any.
    pub(super) oldest_s: f64,
    /// Jobs that were received and are neither done nor to be had again.
    pub(super) in_flight: u32,
    /// Jobs that went to the dead-letter queue.
    pub(super) dead: u64,
    /// Jobs that wait for another of their group to be done.
    pub(super) parked: u32,
}

/// All queues, and which instructions send jobs to them.
#[derive(Clone, Debug, Default)]
pub(super) struct Jobs {
    queues: Vec<Queue>,
    /// Where the work of a job starts, and its queue.
    starts: Vec<(u32, u8)>,
}

impl Jobs {
    #[inline(always)]
    pub(super) fn is_any(&self) -> bool {
        !self.starts.is_empty()
    }

    pub(super) fn queue(&mut self, number: u8) -> Option<&mut Queue> {
        self.queues.get_mut(usize::from(number))
    }
}

impl Queue {
    /// A job is gone for good: done, or put aside.
    fn forget(&mut self, serial: u32) {
        let place = serial.wrapping_sub(self.first) as usize;
        if let Some(job) = self.sent.get_mut(place) {
            job.1 = true;
        }
        while self.sent.front().is_some_and(|(_, gone)| *gone) {
            self.sent.pop_front();
            self.first = self.first.wrapping_add(1);
        }
    }
}

impl Simulation {
    /// A new queue; gives its number. None where there are too many.
    pub(super) fn add_queue(&mut self, rules: QueueBlueprint, name: u64) -> Option<u8> {
        let number = u8::try_from(self.jobs.queues.len()).ok().filter(|number| *number < u8::MAX)?;
        self.draws.streams.push(Stream::of(self.seed, name, Purpose::Ways));
        let stream = self.draws.streams.len() as u32 - 1;
        if rules.groups.is_some() {
            self.draws.streams.push(Stream::of(self.seed, name, Purpose::Balance));
        }
        let is_tried_again = self.client.tries_again();
        self.jobs.queues.push(Queue {
            visibility: nanos(rules.visibility_s),
            most_receives: rules.max_receives.unwrap_or(u32::MAX),
            poison: rules.poison,
            stream,
            sent: VecDeque::new(),
            first: 0,
            hidden: Deadlines::default(),
            look: NEVER,
            in_flight: 0,
            dead: 0,
            groups: rules.groups.map(Groups::of),
            group_stream: self.draws.streams.len() as u32 - 1,
            known: rules.once_within_s.filter(|_| is_tried_again).map(|within_s| Known::of(nanos(within_s))),
        });
        Some(number)
    }

    /// What a named route starts without waiting for it are jobs of a queue.
    pub(super) fn sends_to(&mut self, route: usize, queue: u8) {
        let Some(start) = self.program.routes.get(route).map(|start| *start as usize) else { return };
        let ops = self.program.ops.iter().enumerate().skip(start);
        let own = ops.take_while(|(_, op)| !matches!(op, Op::Return));
        let spawns = own.filter(|(_, op)| matches!(op, Op::Spawn(_)));
        self.jobs.starts.extend(spawns.map(|(place, _)| (place as u32 + 1, queue)));
    }

    /// What a queue is like now.
    pub(super) fn queue_state(&self, queue: u8) -> QueueState {
        let Some(queue) = self.jobs.queues.get(usize::from(queue)) else {
            return QueueState { oldest_s: 0.0, in_flight: 0, dead: 0, parked: 0 };
        };
        let oldest_s = queue.sent.front().map_or(0.0, |(sent, _)| seconds(self.now - sent));
        let parked = queue.groups.as_ref().map_or(0, |groups| groups.parked);
        QueueState { oldest_s, in_flight: queue.in_flight, dead: queue.dead, parked }
    }

    fn queue_of(&mut self, id: u32) -> Option<&mut Queue> {
        self.jobs.queues.get_mut(usize::from(self.requests[id].queue.checked_sub(1)?))
    }

    /// Work has been started at a place by a request: whether it goes on now. It may be a job that waits for another one, or
    /// that the queue has been sent already.
    pub(super) fn is_to_be_had(&mut self, parent: u32, id: u32, place: u32) -> bool {
        let Some((_, number)) = self.jobs.starts.iter().find(|(start, _)| *start == place).copied() else {
            return true;
        };
        if self.was_sent_before(number, parent) {
            self.requests.remove(id);
            return false;
        }
        self.sent(id, place, number);
        let Some(queue) = self.jobs.queue(number) else { return true };
        let Some((count, stream)) = queue.groups.as_ref().map(|groups| (groups.count(), queue.group_stream)) else {
            return true;
        };
        let group = self.draws.below(stream, count);
        if self.is_next_of_group(id, number, group) {
            return true;
        }
        self.inside.one_more(self.now);
        false
    }

    /// A job has come to a queue.
    fn sent(&mut self, id: u32, place: u32, number: u8) {
        let Some(queue) = self.jobs.queues.get_mut(usize::from(number)) else { return };
        let poison = queue.poison > 0.0 && self.draws.share(queue.stream) < queue.poison;
        let request = &mut self.requests[id];
        request.serial = queue.first.wrapping_add(queue.sent.len() as u32);
        (request.queue, request.poison, request.start) = (number + 1, poison, place);
        queue.sent.push_back((self.now, false));
    }

    /// A job is received, unless it has been already.
    pub(super) fn received(&mut self, id: u32) {
        let request = &mut self.requests[id];
        let number = request.queue.wrapping_sub(1);
        let Some(queue) = self.jobs.queues.get_mut(usize::from(number)) else { return };
        if request.deadline != NEVER {
            return;
        }
        request.receives = request.receives.saturating_add(1);
        queue.in_flight += 1;
        let due = self.now.saturating_add(queue.visibility);
        queue.hidden.join(&mut self.requests, id, due);
        if queue.look == NEVER {
            queue.look = due;
            self.calendar.push(due, Kind::Visible, u32::from(number));
        }
    }

    /// A job has come to its end: gives whether it is done. One that fails is hidden until it is to be had again.
    pub(super) fn is_done(&mut self, id: u32) -> bool {
        if self.requests[id].poison {
            self.hide(id);
            return false;
        }
        self.seen_no_more(id);
        self.is_gone(id);
        true
    }

    /// A job is gone for good: its queue forgets it, and the next of its group is to be had.
    fn is_gone(&mut self, id: u32) {
        let (serial, group) = (self.requests[id].serial, self.requests[id].group);
        let number = self.requests[id].queue.wrapping_sub(1);
        let Some(queue) = self.jobs.queue(number) else { return };
        queue.forget(serial);
        if queue.groups.is_some() {
            self.next_of_group(number, group);
        }
    }

    /// A job's work has failed; the queue does not know.
    pub(super) fn hide(&mut self, id: u32) {
        self.received(id);
        let request = &mut self.requests[id];
        (request.doing, request.due, request.homes) = (Doing::Hidden, NEVER, NOWHERE);
        (request.call, request.visits) = (0, 0);
    }

    /// A job is in flight no more.
    fn seen_no_more(&mut self, id: u32) {
        let number = self.requests[id].queue.wrapping_sub(1);
        let Some(queue) = self.jobs.queues.get_mut(usize::from(number)) else { return };
        if self.requests[id].deadline != NEVER {
            queue.in_flight -= 1;
            queue.hidden.leave(&mut self.requests, id);
        }
    }

    /// Jobs that were received as long ago as they are hidden are to be had again.
    pub(super) fn look_at_hidden(&mut self, number: u32) {
        while let Some(queue) = self.jobs.queues.get_mut(number as usize) {
            let due = queue.hidden.next;
            if due > self.now {
                queue.look = due;
                if due != NEVER {
                    self.calendar.push(due, Kind::Visible, number);
                }
                return;
            }
            let first = queue.hidden.first();
            self.seen_no_more(first);
            self.hand_out_again(first);
        }
    }

    fn hand_out_again(&mut self, id: u32) {
        let id = if self.requests[id].doing == Doing::Hidden { id } else { self.second_of(id) };
        let receives = u32::from(self.requests[id].receives);
        let now = self.now;
        let Some(queue) = self.queue_of(id) else { return };
        if receives >= queue.most_receives {
            queue.dead += 1;
            self.is_gone(id);
            return self.requests.remove(id);
        }
        self.inside.one_more(now);
        self.wait_until(id, now, self.requests[id].start, Doing::Going, Kind::Resumes);
    }

    /// The same job, for another worker: who works on it now goes on in vain.
    fn second_of(&mut self, id: u32) -> u32 {
        let Request { born, segment, class, queue, poison, receives, serial, start, group, .. } = self.requests[id];
        let job = Request { born, segment, class, queue, poison, receives, serial, start, group, ..Request::default() };
        let second = Request { orphan: true, deadline: NEVER, due: NEVER, homes: NOWHERE, ..job };
        self.requests[id].queue = 0;
        self.requests.add(second)
    }
}
