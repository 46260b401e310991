//! Stations as the simulator keeps them: instances behind their balancer, and what is counted there.

use super::batches::Batching;
use super::clock::{Area, NEVER, nanos};
use super::draw::Sampler;
use super::environments::Environments;
use super::fleet::NO_FLEET;
use super::heap::Heap;
use super::histogram::Histogram;
use super::owned::Owned;
use super::refused::Retries;
use super::request::Line;
use super::throttle::Throttle;
use crate::engine::queueing::network::{Balancer, Discipline, Efficiency, Network, Patience};

/// No bucket of credits.
pub(super) const NO_BUCKET: u32 = u32::MAX;

/// How long requests wait at most.
#[derive(Clone, Copy, Debug)]
pub(super) enum Waits {
    /// For ever.
    Always,
    /// So many nanoseconds.
    Fixed(u64),
    /// Exponential of this mean, nanoseconds.
    Exponential(f64),
}

impl Waits {
    pub(super) fn of(patience: Option<Patience>) -> Self {
        match patience {
            None => Self::Always,
            Some(Patience::Fixed(seconds)) => Self::Fixed(nanos(seconds)),
            Some(Patience::Exponential(mean)) => Self::Exponential(mean * super::clock::NANOS),
        }
    }
}

/// Requests that wait, and when the first of them loses patience where all wait equally long.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Queue {
    pub(super) line: Line,
    /// When it is looked at next.
    pub(super) look: Option<u64>,
}

/// An instance; where all share a queue, all of them together.
#[derive(Clone, Debug)]
pub(super) struct Instance {
    pub(super) station: u32,
    /// Identical instances that this stands for.
    pub(super) copies: u32,
    pub(super) servers: u32,
    /// Servers in use.
    pub(super) busy: u32,
    /// Requests here.
    pub(super) inside: u32,
    /// The most of them.
    pub(super) limit: u32,
    pub(super) queue: Queue,
    /// Whether it works.
    pub(super) alive: bool,
    /// Whether it gets no more requests and goes when it is empty.
    pub(super) leaving: bool,
    /// How many times as fast as its station's its servers are.
    pub(super) pace: f64,
    /// Servers that do work at a time, at most: fewer than there are without credits.
    pub(super) most: f64,
    /// Requests that are served together.
    pub(super) pool: Pool,
}

/// Requests that are served together, all at one speed. Each is done when the work that one of them has got since the
/// start (the virtual time) reaches a mark of its own, so that a change of speed moves no request (Parekh & Gallager
/// 1993; Altmeyer's and Kleinrock's processor sharing).
#[derive(Clone, Debug, Default)]
pub(super) struct Pool {
    /// Work that each has got, nanoseconds of a server, up to `at`.
    pub(super) work: f64,
    pub(super) at: u64,
    /// Work a nanosecond.
    pub(super) speed: f64,
    /// Servers in use, whatever their speed, and what they have used up to `at`, server-nanoseconds.
    pub(super) in_use: f64,
    pub(super) used: f64,
    /// Marks, as the bits of a number that is not negative.
    pub(super) marks: Heap,
    /// How many requests there are.
    pub(super) number: u32,
    /// When it is looked at next; `NEVER` where no event stands in the calendar.
    pub(super) look: u64,
}

/// What is counted at a station from the end of the warm-up on.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts {
    pub(super) came: u64,
    pub(super) refused: u64,
    pub(super) gave_up: u64,
    pub(super) died: u64,
    /// Those whose service began, those of them who had waited, and their waits, nanoseconds.
    pub(super) started: u64,
    pub(super) waited: u64,
    pub(super) wait_sum: u128,
    pub(super) waits: Histogram,
    pub(super) peak: Peak,
}

impl Counts {
    /// A service begins after a wait.
    #[inline]
    pub(super) fn start(&mut self, wait: u64) {
        self.started += 1;
        self.waited += u64::from(wait > 0);
        self.wait_sum += u128::from(wait);
        self.waits.add(wait);
    }
}

/// The longest queue that there was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Peak {
    pub(super) waiting: u64,
    pub(super) at: u64,
    /// When, after it, nobody waited any more.
    pub(super) drained: Option<u64>,
}

impl Peak {
    /// So many wait, one more than before.
    #[inline]
    pub(super) fn rise(&mut self, waiting: u64, now: u64) {
        if waiting > self.waiting {
            *self = Self { waiting, at: now, drained: None };
        }
    }

    /// So many wait, fewer than before.
    #[inline]
    pub(super) fn fall(&mut self, waiting: u64, now: u64) {
        if waiting == 0 && self.drained.is_none() && self.waiting > 0 {
            self.drained = Some(now);
        }
    }
}

/// A station.
#[derive(Clone, Debug)]
pub(super) struct Station {
    pub(super) balancer: Balancer,
    /// All that get requests, by their numbers.
    pub(super) routed: Vec<u32>,
    /// All that there ever were.
    pub(super) all: Vec<u32>,
    /// Those that are gone for good, to be used again.
    pub(super) spare: Vec<u32>,
    pub(super) turn: u32,
    /// Work of a visit: of each class, a place in `samplers`.
    pub(super) services: Vec<u32>,
    pub(super) samplers: Vec<Sampler>,
    pub(super) service_stream: u32,
    pub(super) balance_stream: u32,
    pub(super) patience_stream: u32,
    pub(super) waits: Waits,
    /// Everyone is served at once.
    pub(super) sharing: bool,
    /// Requests are served in pools: together, or at a speed that changes.
    pub(super) pooled: bool,
    pub(super) efficiency: Efficiency,
    /// The credits that it uses.
    pub(super) bucket: u32,
    /// Speed of its servers.
    pub(super) speed: f64,
    /// Its capacity, where what is beyond that is refused and does not wait.
    pub(super) throttle: Option<Box<Throttle>>,
    /// Its fleet, and its place among the fleet's stations.
    pub(super) fleet: (u16, u16),
    /// How many times as long as usual all work takes.
    pub(super) stretch: f64,
    /// Servers of an instance, and the most requests in it.
    pub(super) servers_each: u32,
    pub(super) limit_each: Option<u32>,
    pub(super) number: Area,
    pub(super) busy: Area,
    pub(super) capacity: Area,
    pub(super) counts: Counts,
}

impl Station {
    /// Those who wait at all instances.
    pub(super) fn waiting(&self) -> u64 {
        self.number.number.saturating_sub(self.busy.number)
    }

    /// A new instance that stands for so many, with so many servers in all.
    pub(super) fn instance(&self, station: u32, copies: u32, servers: u32) -> Instance {
        Instance {
            station,
            copies,
            servers,
            busy: 0,
            inside: 0,
            limit: self.limit_each.map_or(u32::MAX, |limit| limit.saturating_mul(copies)),
            queue: Queue::default(),
            alive: true,
            leaving: false,
            pace: 1.0,
            most: f64::INFINITY,
            pool: Pool { look: NEVER, speed: 1.0, ..Pool::default() },
        }
    }

    /// The station of a network; streams stand from `stream` on.
    pub(super) fn of(network: &Network, id: usize, stream: u32) -> Self {
        let station = &network.stations[id];
        let mut samplers = vec![Sampler::of(&station.service)];
        let mut services = vec![0; network.classes.len()];
        for (class, service) in &station.service_by_class {
            if let Some(place) = services.get_mut(*class) {
                *place = samplers.len() as u32;
                samplers.push(Sampler::of(service));
            }
        }
        let bucket = network.credits.iter().position(|credits| credits.station == id);
        let sharing = station.discipline == Discipline::ProcessorSharing;
        Self {
            balancer: station.balancer,
            routed: Vec::new(),
            all: Vec::new(),
            spare: Vec::new(),
            turn: 0,
            services,
            samplers,
            service_stream: stream,
            balance_stream: stream + 1,
            patience_stream: stream + 2,
            waits: Waits::of(station.patience),
            sharing,
            pooled: sharing || bucket.is_some() || !station.efficiency.is_full(),
            efficiency: station.efficiency,
            bucket: bucket.map_or(NO_BUCKET, |bucket| bucket as u32),
            speed: 1.0,
            throttle: None,
            fleet: (NO_FLEET, 0),
            stretch: 1.0,
            servers_each: station.servers,
            limit_each: station.limit,
            number: Area::default(),
            busy: Area::default(),
            capacity: Area::default(),
            counts: Counts::default(),
        }
    }
}

/// A limit on requests inside, and who waits for it.
#[derive(Clone, Debug)]
pub(super) struct Gate {
    pub(super) count: u32,
    pub(super) waiting_limit: u32,
    pub(super) waits: Waits,
    pub(super) patience_stream: u32,
    /// What those who hold a slot run in, where that has to be started first.
    pub(super) environments: Option<Box<Environments>>,
    /// Whose the slots are, where they belong to machines.
    pub(super) owned: Option<Box<Owned>>,
    /// How jobs are let in, where that is in batches.
    pub(super) batching: Option<Batching>,
    /// What becomes of messages that are refused; none where they are lost. And how many are to be tried again.
    pub(super) retries: Option<Retries>,
    pub(super) later: u64,
    /// Whether jobs that are let in have been received: not where they only hold a place in their order.
    pub(super) receives: bool,
    pub(super) queue: Queue,
    pub(super) held: Area,
    pub(super) waiting: Area,
    pub(super) counts: Counts,
}

impl Gate {
    /// Whether one of the slots is free.
    #[inline]
    pub(super) fn has_room(&self) -> bool {
        match &self.owned {
            Some(owned) => owned.is_any_free(),
            None => self.held.number < u64::from(self.count),
        }
    }
}
