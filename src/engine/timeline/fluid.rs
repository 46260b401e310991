//! What a play reads from a run, and writes into it, while it computes its requests as a fluid: the run has instances,
//! slots and counts then, but no requests.

use super::clock::{NANOS, NEVER, nanos, whole};
use super::request::Request;
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
    /// That were answered.
    pub(super) done: f64,
    /// That failed, by cause.
    pub(super) failed: [f64; CAUSES.len()],
}

impl Simulation {
    /// What a fleet's machines can do now; `stations` are its own.
    pub(super) fn strength(&self, fleet: u16, stations: &[usize]) -> Strength {
        let speed = |station: &usize| {
            self.stations.get(*station).map_or(1.0, |at| if at.pooled { at.speed } else { 1.0 / at.stretch })
        };
        let speeds = stations.iter().map(speed).collect();
        let Some(of) = self.fleets.get(usize::from(fleet)).filter(|_| !stations.is_empty()) else {
            return Strength { working: 1, dead: 0.0, speeds };
        };
        let works = |machine: &&u16| {
            let places = of.places(**machine);
            places.iter().all(|place| self.instances.get(*place as usize).is_some_and(|instance| instance.alive))
        };
        let (all, working) = (of.routed().len(), of.routed().iter().filter(works).count());
        let dead = if all == 0 { 1.0 } else { (all - working) as f64 / all as f64 };
        Strength { working: working as u32, dead, speeds }
    }

    /// Time passes in which no request comes.
    pub(super) fn pass(&mut self, until: u64) {
        self.now = self.now.max(until);
    }

    /// Servers of a station have been busy, server-seconds.
    pub(super) fn add_busy(&mut self, station: usize, server_s: f64) {
        if let Some(at) = self.stations.get_mut(station) {
            at.busy.add(i128::from(whole(server_s * NANOS)));
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
        self.draws.reseed(seed);
        self.set_users(users);
    }

    /// One who thinks asks now for something of some classes (their shares, added up), and has waited since a time,
    /// seconds since the start. False where nobody thinks.
    pub(super) fn ask_late(&mut self, since_s: f64, classes: &[(f64, u16)]) -> bool {
        let Some(class) = self.source.ask_at_once(self.now, classes, &mut self.draws) else { return false };
        let (born, segment) = (nanos(since_s.max(0.0)).min(self.now), self.tally.segment(self.now));
        let id = self.requests.add(Request { born, deadline: NEVER, segment, class, ..Request::default() });
        self.attempt(id);
        self.has_waited_since(id, born);
        self.go_on();
        true
    }
}
