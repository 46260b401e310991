//! One run: the loop over events, and what a request does from one event to the next.

use std::sync::Arc;

use super::breaker::Circuits;
use super::calendar::{Calendar, Kind};
use super::calls::Calls;
use super::client::Client;
use super::clock::{Area, NEVER, nanos, whole};
use super::credits::Bucket;
use super::draw::{Draws, chosen};
use super::fleet::Fleet;
use super::jobs::Jobs;
use super::plan::Plan;
use super::program::{Op, Program};
use super::request::{Deadlines, Doing, Request, Requests};
use super::scaling::Scaler;
use super::source::Source;
use super::station::{Gate, Instance, Station};
use super::tally::{Cause, Tally};
use super::watch::Watch;
use crate::engine::queueing::network::Network;

/// The most requests that are under way at a time.
pub const MOST_INSIDE: u32 = 12_000_000;

/// The most events at the same nanosecond: then time stands still.
const MOST_AT_ONCE: u32 = 25_000_000;

/// The most events of a run: so many have an order that fits beside what they are about.
const MOST_EVENTS: u64 = 1 << 35;

/// The most instructions of a request in one event; it goes on in another, so that slices stay short.
const MOST_OPS: u32 = 1_000;

/// Why a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Its time was over.
    Complete,
    /// More than [`MOST_INSIDE`] requests were under way.
    TooManyInside,
    /// Time stood still: requests come and go without taking any, or there were too many events.
    TimeStoodStill,
}

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// Simulated seconds.
    pub now_s: f64,
    /// Events so far.
    pub events: u64,
    /// Whether and how it ended.
    pub ended: Option<End>,
}

/// A network in time, from empty on. A clone is a snapshot: it goes on exactly as the original does.
#[derive(Clone, Debug)]
pub struct Simulation {
    pub(super) network: Arc<Network>,
    pub(super) program: Arc<Program>,
    pub(super) seed: u64,
    pub(super) now: u64,
    pub(super) end: u64,
    pub(super) calendar: Calendar,
    pub(super) source: Source,
    pub(super) requests: Requests,
    pub(super) deadlines: Deadlines,
    pub(super) calls: Calls,
    pub(super) stations: Vec<Station>,
    pub(super) instances: Vec<Instance>,
    pub(super) gates: Vec<Gate>,
    pub(super) fleets: Vec<Fleet>,
    pub(super) buckets: Vec<Bucket>,
    pub(super) scalers: Vec<Scaler>,
    pub(super) plan: Plan,
    pub(super) draws: Draws,
    pub(super) client: Client,
    pub(super) circuits: Circuits,
    pub(super) jobs: Jobs,
    pub(super) tally: Tally,
    /// Requests under way, those left out whose client waits before another attempt.
    pub(super) inside: Area,
    /// Requests that go on once this event is done.
    pub(super) going: Vec<u32>,
    pub(super) events: u64,
    at_once: u32,
    pub(super) ended: Option<End>,
    trace: Option<u64>,
    pub(super) watch: Option<Box<Watch>>,
}

/// What a new run is made of; see `build`.
pub(super) struct Parts {
    pub(super) program: Program,
    pub(super) calendar: Calendar,
    pub(super) source: Source,
    pub(super) stations: Vec<Station>,
    pub(super) instances: Vec<Instance>,
    pub(super) gates: Vec<Gate>,
    pub(super) buckets: Vec<Bucket>,
    pub(super) scalers: Vec<Scaler>,
    pub(super) draws: Draws,
}

impl Simulation {
    pub(super) fn of(network: &Network, seed: u64, parts: Parts) -> Self {
        Self {
            program: Arc::new(parts.program),
            seed,
            now: 0,
            end: nanos(network.run.duration_s),
            calendar: parts.calendar,
            source: parts.source,
            requests: Requests::default(),
            deadlines: Deadlines::default(),
            calls: Calls::default(),
            stations: parts.stations,
            instances: parts.instances,
            gates: parts.gates,
            fleets: Vec::new(),
            buckets: parts.buckets,
            scalers: parts.scalers,
            plan: Plan::of(network),
            draws: parts.draws,
            client: Client::of(&network.client),
            circuits: Circuits::default(),
            jobs: Jobs::default(),
            tally: Tally::new(&network.run, network.classes.len()),
            inside: Area::default(),
            going: Vec::new(),
            events: 0,
            at_once: 0,
            ended: None,
            trace: None,
            watch: None,
            network: Arc::new(network.clone()),
        }
    }

    /// Keeps a fingerprint of every event from here on; see [`Simulation::trace`].
    #[must_use]
    pub fn traced(mut self) -> Self {
        self.trace = Some(0xcbf2_9ce4_8422_2325);
        self
    }

    /// A fingerprint of all events, their times and their order (FNV-1a over words); none where none is kept.
    pub const fn trace(&self) -> Option<u64> {
        self.trace
    }

    /// How far the run is.
    pub fn progress(&self) -> Progress {
        Progress { now_s: super::clock::seconds(self.now), events: self.events, ended: self.ended }
    }

    /// Goes on for so many events, or to the end.
    pub fn run_events(&mut self, budget: u64) -> Progress {
        let mut left = budget.min(MOST_EVENTS.saturating_sub(self.events));
        if left == 0 && budget > 0 {
            self.ended = self.ended.or(Some(End::TimeStoodStill));
        }
        while left > 0 && self.ended.is_none() {
            self.step();
            left -= 1;
        }
        self.progress()
    }

    /// Goes on to the end.
    pub fn run(&mut self) -> Progress {
        self.run_events(u64::MAX)
    }

    /// One event.
    #[inline]
    pub(super) fn step(&mut self) {
        let planned = self.calendar.next_time();
        let (arrival, deadline) = (self.source.next, self.deadlines.next);
        let time = planned.min(arrival).min(deadline);
        if time >= self.end {
            self.now = self.end;
            self.ended = Some(End::Complete);
            return;
        }
        self.at_once = if time == self.now { self.at_once + 1 } else { 0 };
        self.now = time;
        self.events += 1;
        if time == planned {
            self.planned();
        } else if time == deadline {
            self.note(0xfe00_0000 | self.deadlines.first());
            self.give_up_on(self.deadlines.first());
        } else {
            self.note(0xff00_0000);
            self.arrive();
        }
        if !self.going.is_empty() {
            self.go_on();
        }
        if self.requests.count > MOST_INSIDE {
            self.ended = Some(End::TooManyInside);
        } else if self.at_once > MOST_AT_ONCE {
            self.ended = Some(End::TimeStoodStill);
        }
    }

    /// Those whom this event has let go on.
    pub(super) fn go_on(&mut self) {
        let mut next = 0;
        while let Some(id) = self.going.get(next).copied() {
            self.advance(id);
            next += 1;
        }
        self.going.clear();
    }

    /// Adds an event to the fingerprint.
    #[inline]
    fn note(&mut self, what: u32) {
        if let Some(hash) = &mut self.trace {
            for word in [self.now, u64::from(what)] {
                *hash = (*hash ^ word).wrapping_mul(0x0000_0100_0000_01b3);
            }
        }
    }

    /// What stands first in the calendar.
    #[inline]
    fn planned(&mut self) {
        let Some((kind, about)) = self.calendar.pop() else { return };
        self.note((kind as u32) << 24 | about);
        match kind {
            Kind::Served => self.served(about),
            Kind::Paused | Kind::Resumes => self.resume(about, kind),
            Kind::Impatient => self.lose_patience(about),
            Kind::Retries => self.retry(about),
            Kind::Pool => self.look_at_pool(about),
            Kind::Queue => self.look_at_queue(about),
            Kind::Gate => self.look_at_gate(about),
            Kind::Credits => self.look_at_credits(about),
            Kind::Happens | Kind::Noticed | Kind::Back | Kind::Measure => self.happens(kind, about),
            Kind::Evaluates => self.evaluate(about),
            Kind::Booted => self.booted(about),
            Kind::Visible => self.look_at_hidden(about),
        }
    }

    /// A new request.
    fn arrive(&mut self) {
        let Some(class) = self.source.arrive(self.now, &mut self.draws) else { return };
        let segment = self.tally.segment(self.now);
        if let Some(cell) = self.tally.cell(segment, class) {
            cell.offered += 1;
        }
        if let Some(meter) = &mut self.tally.meter {
            meter.offered += 1;
        }
        let id = self.requests.add(Request { born: self.now, deadline: NEVER, segment, class, ..Request::default() });
        self.attempt(id);
    }

    /// A pause is over.
    fn resume(&mut self, id: u32, kind: Kind) {
        let expected = if kind == Kind::Paused { Doing::Pausing } else { Doing::Going };
        let request = &mut self.requests[id];
        if request.doing == expected && request.due == self.now {
            request.place += u32::from(kind == Kind::Paused);
            self.advance(id);
        }
    }

    /// Goes through the program up to where something takes time.
    pub(super) fn advance(&mut self, id: u32) {
        let mut place = self.requests[id].place;
        for _ in 0..MOST_OPS {
            match &self.program.ops[place as usize] {
                &Op::Visit { station, times, work } => {
                    let request = &mut self.requests[id];
                    (request.place, request.work) = (place, work);
                    if request.visits == 0 {
                        request.visits = times * u32::from(request.load.max(1));
                    }
                    match self.throttled(id, station) {
                        Some(true) => place = self.requests[id].place,
                        Some(false) => return,
                        None => return self.visit(id, station),
                    }
                }
                Op::Delay { sampler, stream } => {
                    let due = self.now.saturating_add(whole(self.draws.time(sampler, *stream)));
                    return self.wait_until(id, due, place, Doing::Pausing, Kind::Paused);
                }
                Op::Branch { ways, stream } => {
                    let share = self.draws.share(*stream);
                    place = chosen(ways, share).map_or(place + 1, |way| *way);
                }
                &Op::Jump(to) => place = to,
                &Op::Again { probability, back, stream } => {
                    place = if self.draws.share(stream) < probability { back } else { place + 1 };
                }
                &Op::Take(slots) => {
                    self.requests[id].place = place;
                    if !self.take(id, slots) {
                        return;
                    }
                    place += 1;
                }
                &Op::GiveBack(slots) => {
                    place += 1;
                    self.give_back(id, slots);
                }
                &Op::Call { route, times } => place = self.call(id, place, route, times),
                Op::Return => place = self.come_out(id, place),
                &Op::Spawn(on) => {
                    self.spawn(id, place + 1);
                    place = on;
                }
                Op::Fail => {
                    self.requests[id].place = place;
                    return self.fail(id, Cause::FailStep);
                }
                Op::End => return self.answer(id),
            }
        }
        self.wait_until(id, self.now, place, Doing::Going, Kind::Resumes);
    }

    /// Starts work that a request does not wait for, in an event of its own.
    fn spawn(&mut self, id: u32, place: u32) {
        let Request { segment, class, .. } = self.requests[id];
        let work = Request { born: self.now, deadline: NEVER, segment, class, orphan: true, ..Request::default() };
        let parent = id;
        let id = self.requests.add(work);
        if self.jobs.is_any() && !self.is_to_be_had(parent, id, place) {
            return;
        }
        self.inside.one_more(self.now);
        self.wait_until(id, self.now, place, Doing::Going, Kind::Resumes);
    }

    pub(super) fn wait_until(&mut self, id: u32, due: u64, place: u32, doing: Doing, kind: Kind) {
        let request = &mut self.requests[id];
        (request.due, request.place, request.doing) = (due, place, doing);
        self.calendar.push(due, kind, id);
    }
}
