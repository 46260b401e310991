//! What a play reads from a run, and writes into it, while it computes its requests as a fluid: the run has instances,
//! slots and counts then, but no requests.

use super::calendar::Kind;
use super::clock::{NANOS, NEVER, nanos, whole};
use super::fleet::Fleet;
use super::request::{Doing, Request};
use super::simulation::Simulation;
use super::tally::CAUSES;

/// What the machines of a fleet that get requests can do.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Strength {
    /// Those of them that work.
    pub(super) working: u32,
    /// The share that is dead and asked all the same; 1 where there are none.
    pub(super) dead: f64,
    /// Of each of the fleet's stations: how fast a server is, 1 for its usual speed.
    pub(super) speeds: Vec<f64>,
}

/// Requests of a second, as a fluid.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Flowed {
    /// That came.
    pub(super) offered: f64,
    /// Attempts at them that were sent.
    pub(super) attempts: f64,
    /// That were answered.
    pub(super) done: f64,
    /// That failed, by cause.
    pub(super) failed: [f64; CAUSES.len()],
}

impl Simulation {
    /// What a fleet's machines can do now; `stations` are its own.
    pub(super) fn strength(&self, fleet: u16, stations: &[usize]) -> Strength {
        let usual = |station: &usize| {
            self.stations.get(*station).map_or(1.0, |at| if at.pooled { at.speed } else { 1.0 / at.stretch })
        };
        let usual: Vec<f64> = stations.iter().map(usual).collect();
        let Some(of) = self.fleets.get(usize::from(fleet)).filter(|_| !stations.is_empty()) else {
            return Strength { working: 1, dead: 0.0, speeds: usual };
        };
        let works = |machine: &&u16| {
            let places = of.places(**machine);
            places.iter().all(|place| self.instances.get(*place as usize).is_some_and(|instance| instance.alive))
        };
        let (all, working) = (of.routed().len(), of.routed().iter().filter(works).count());
        let alive: Vec<u16> = of.routed().iter().filter(works).copied().collect();
        let own = |(place, usual): (usize, &f64)| usual * self.own_speed(stations, place, &alive, of);
        let speeds = usual.iter().enumerate().map(own).collect();
        let dead = if all == 0 { 1.0 } else { (all - working) as f64 / all as f64 };
        Strength { working: working as u32, dead, speeds }
    }

    /// How fast the machines are that work, at one of their stations, where some have their own pace, number of servers, or
    /// limit: 1 where none has.
    fn own_speed(&self, stations: &[usize], place: usize, alive: &[u16], of: &Fleet) -> f64 {
        let servers = stations.get(place).and_then(|id| self.network.stations.get(*id)).map_or(1, |of| of.servers);
        let servers = f64::from(servers.max(1));
        let speed = |machine: &u16| {
            let instance = of.places(*machine).get(place).and_then(|place| self.instances.get(*place as usize));
            instance.map_or(1.0, |own| own.pace * f64::from(own.servers).min(own.most) / servers)
        };
        if alive.is_empty() { 1.0 } else { alive.iter().map(speed).sum::<f64>() / alive.len() as f64 }
    }

    /// Time passes in which no request comes.
    pub(super) fn pass(&mut self, until: u64) {
        self.now = self.now.max(until);
    }

    /// Servers of a station have been busy, server-seconds.
    pub(super) fn add_busy(&mut self, station: usize, server_s: f64) {
        if let Some(at) = self.stations.get_mut(station) {
            at.busy.add(i128::from(whole(server_s * NANOS)));
            let each = server_s * NANOS / at.all.len().max(1) as f64;
            for place in &at.all {
                if let Some(instance) = self.instances.get_mut(*place as usize) {
                    instance.pool.used += each;
                }
            }
        }
    }

    /// So many requests have come to a station since the start of the run.
    pub(super) fn set_came(&mut self, station: usize, count: f64) {
        if let Some(at) = self.stations.get_mut(station) {
            at.counts.came = count.max(0.0) as u64;
        }
    }

    /// Slots have been held, slot-seconds, and so many wait for one from here on.
    pub(super) fn add_held(&mut self, slots: usize, slot_s: f64, waiting: f64) {
        if let Some(gate) = self.gates.get_mut(slots) {
            gate.held.add(i128::from(whole(slot_s * NANOS)));
            gate.waiting.set(self.now, whole(waiting));
        }
    }

    /// Requests begin to be simulated, with so many users who all think.
    pub(super) fn take_over(&mut self, seed: u64, users: u32) {
        for gate in &mut self.gates {
            gate.waiting.set(self.now, 0);
        }
        self.circuits.forget_trials(self.now);
        self.draws.reseed(seed);
        self.set_users(users);
    }

    /// The most that may wait for some slots.
    pub(super) fn waiting_limit(&self, slots: usize) -> f64 {
        let limit = self.gates.get(slots).map_or(u32::MAX, |gate| gate.waiting_limit);
        if limit == u32::MAX { f64::INFINITY } else { f64::from(limit) }
    }

    /// One who thinks asks now for something of some classes (their shares, added up), and has waited since a time,
    /// seconds since the start; or will ask again at one. False where nobody thinks.
    pub(super) fn ask_late(&mut self, late: &Late, classes: &[(f64, u16)]) -> bool {
        let Some(class) = self.source.ask_at_once(self.now, classes, &mut self.draws) else { return false };
        let past = |at_s: f64| nanos(at_s.max(0.0)).min(self.now);
        let (since, segment) = (past(late.since_s), self.tally.segment(self.now));
        // No two of them are the same request to a queue that keeps what is sent again only once.
        let born = past(late.born_s).saturating_sub(u64::from(late.count));
        let asked = Request { born, deadline: NEVER, segment, class, attempt: late.attempt, ..Request::default() };
        let id = self.requests.add(asked);
        if let Some(due_s) = late.due_s {
            let due = nanos(due_s).max(self.now);
            self.requests[id].doing = Doing::BackingOff;
            self.requests[id].due = due;
            self.calendar.push(due, Kind::Retries, id);
            return true;
        }
        // It was sent when its breaker let it.
        self.send(id);
        self.has_waited_since(id, since);
        self.go_on();
        true
    }
}

/// Some of those who wait in a fluid, or will ask again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Late {
    /// When they asked first, and when they asked last, seconds.
    pub(super) born_s: f64,
    pub(super) since_s: f64,
    /// Attempts before the last; of those who will ask again, before that.
    pub(super) attempt: u16,
    /// When they ask again, where they do not wait.
    pub(super) due_s: Option<f64>,
    pub(super) count: u32,
}
