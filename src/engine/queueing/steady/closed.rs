//! Closed users: each part is a queue with finitely many sources, who think and spend their time at the other parts,
//! again and again until the times agree (finite-source decomposition). Exact for one part.

use super::anderson::Anderson;
use super::flows::Flows;
use super::inside::Inside;
use super::layout::{Home, Layout};
use super::outcome::{Attempt, Outcome, attempt};
use super::report::Steady;
use super::slots::Held;
use super::state::{Parts, Way, service_seen};
use super::states::Arrivals;
use super::station::{self, Solved};
use crate::engine::queueing::network::Network;

/// The most rounds.
pub(super) const ROUNDS: u32 = 2_000;

/// Change of a time at which the rounds end, in cycles.
const SETTLED: f64 = 1e-12;

/// Solves for so many users who think so long.
pub(super) fn solve(network: &Network, layout: &Layout, users: u64, think_s: f64) -> Steady {
    let mut cycle = Cycle::new(network, layout, users, think_s);
    let mut ahead = Anderson::default();
    let (mut rounds, mut converged) = (0, false);
    while rounds < ROUNDS && !converged {
        rounds += 1;
        let tried = cycle.times();
        let change = cycle.again();
        converged = change <= SETTLED || cycle.is_single();
        if !converged {
            let next = ahead.next(tried, cycle.times());
            cycle.set_times(&next);
        }
    }
    let offered = cycle.throughput();
    // Everything so far is counted per cycle.
    let weights: Vec<f64> = network.classes.iter().map(|class| class.share * offered).collect();
    let flows = Flows::of(network, &weights, &cycle.parts);
    cycle.parts.fill_inside(network, layout, &flows);
    let parts = &cycle.parts;
    let end = |(id, class): (usize, &crate::engine::queueing::network::Class)| {
        attempt(Way { network, parts, class: id }, &class.route, &network.client)
    };
    let ends: Vec<Attempt> = network.classes.iter().enumerate().map(end).collect();
    let is_saturated = network.stations.iter().enumerate().any(|(id, station)| {
        let capacity = f64::from(station.servers) * f64::from(station.instances);
        let demand_s = cycle.flows.visits_to(id) * service_seen(&cycle.flows, id).mean_s();
        users as f64 * demand_s >= capacity * think_s && demand_s > 0.0 && users > 0
    });
    let outcome =
        Outcome { network, layout, flows: &flows, parts, offered, attempts: &ends, is_saturated, rounds, converged };
    outcome.report()
}

/// The parts of a user's cycle.
struct Cycle<'a> {
    network: &'a Network,
    layout: &'a Layout,
    users: u64,
    think_s: f64,
    flows: Flows<'a>,
    parts: Parts,
    /// Mean seconds of a visit, by station, and of an entry, by slots.
    visit_s: Vec<f64>,
    entry_s: Vec<f64>,
}

impl<'a> Cycle<'a> {
    fn new(network: &'a Network, layout: &'a Layout, users: u64, think_s: f64) -> Self {
        let parts = Parts::empty(network);
        let shares: Vec<f64> = network.classes.iter().map(|class| class.share).collect();
        let flows = Flows::of(network, &shares, &parts);
        let mut made = Self {
            network,
            layout,
            users,
            think_s,
            flows,
            parts,
            visit_s: vec![0.0; network.stations.len()],
            entry_s: vec![0.0; network.slots.len()],
        };
        made.start();
        made
    }

    /// Starts with services alone; of the part that fills first, with what asymptotic bounds say.
    fn start(&mut self) {
        let mut first: Option<(usize, f64)> = None;
        for (id, station) in self.network.stations.iter().enumerate() {
            if self.layout.stations.get(id) != Some(&Home::Outside) {
                continue;
            }
            let service_s = service_seen(&self.flows, id).mean_s();
            let per_server =
                service_s * self.flows.visits_to(id) / (f64::from(station.servers) * f64::from(station.instances));
            if let Some(visit_s) = self.visit_s.get_mut(id) {
                *visit_s = service_s;
            }
            if first.is_none_or(|(_, most)| per_server > most) {
                first = Some((id, per_server));
            }
        }
        let Some((id, per_server)) = first else { return };
        let visits = self.flows.visits_to(id);
        if let (Some(visit_s), true) = (self.visit_s.get_mut(id), visits > 0.0) {
            *visit_s = visit_s.max((self.users as f64 * per_server - self.think_s) / visits);
        }
    }

    /// Seconds of a cycle.
    fn cycle_s(&self) -> f64 {
        let stations = self.visit_s.iter().enumerate().map(|(id, time)| time * self.flows.visits_to(id));
        let slots = self.entry_s.iter().zip(&self.flows.entries).map(|(time, entries)| time * entries);
        self.think_s + self.flows.delay_s + stations.sum::<f64>() + slots.sum::<f64>()
    }

    /// Seconds of a cycle at each station, then at each of the slots.
    fn times(&self) -> Vec<f64> {
        let stations = self.visit_s.iter().enumerate().map(|(id, time)| time * self.flows.visits_to(id));
        stations.chain(self.entry_s.iter().zip(&self.flows.entries).map(|(time, entries)| time * entries)).collect()
    }

    fn set_times(&mut self, times: &[f64]) {
        let visits = (0..self.visit_s.len()).map(|id| self.flows.visits_to(id));
        let counts: Vec<f64> = visits.chain(self.flows.entries.iter().copied()).collect();
        let own = self.visit_s.iter_mut().chain(&mut self.entry_s);
        for ((own, time), count) in own.zip(times).zip(counts).filter(|(_, count)| *count > 0.0) {
            *own = time / count;
        }
    }

    fn throughput(&self) -> f64 {
        let cycle_s = self.cycle_s();
        if cycle_s > 0.0 { self.users as f64 / cycle_s } else { 0.0 }
    }

    /// Whether one round is exact: there is one part, and nothing is lost on the way.
    fn is_single(&self) -> bool {
        let outside = |homes: &[Home]| homes.iter().filter(|home| **home == Home::Outside).count();
        let parts = outside(&self.layout.stations) + outside(&self.layout.slots);
        let kept = self.parts.stations.iter().all(|solved| solved.passes() >= 1.0);
        let apart = self.network.stations.iter().any(|station| station.instances > 1);
        parts <= 1 && kept && !apart && self.network.slots.is_empty()
    }

    /// Solves each part once more; returns the largest change, in cycles.
    fn again(&mut self) -> f64 {
        let shares: Vec<f64> = self.network.classes.iter().map(|class| class.share).collect();
        self.flows = Flows::of(self.network, &shares, &self.parts);
        let mut change = 0.0_f64;
        for id in 0..self.network.stations.len() {
            if self.layout.stations.get(id) == Some(&Home::Outside) {
                change = change.max(self.station(id));
            }
        }
        for id in 0..self.network.slots.len() {
            if self.layout.slots.get(id) == Some(&Home::Outside) {
                change = change.max(self.slots(id));
            }
        }
        change
    }

    fn station(&mut self, id: usize) -> f64 {
        let visits = self.flows.visits_to(id);
        let before = self.visit_s.get(id).copied().unwrap_or(0.0);
        let rest_s = (self.cycle_s() - visits * before).max(0.0);
        let service = service_seen(&self.flows, id);
        let Some(of) = self.network.stations.get(id) else { return 0.0 };
        let solved: Solved = station::closed(of, &service, self.users, (visits, rest_s, before));
        let now = if solved.offered > 0.0 { solved.number / solved.offered } else { before };
        if let (Some(time), Some(place)) = (self.visit_s.get_mut(id), self.parts.stations.get_mut(id)) {
            *time = now;
            *place = solved;
        }
        libm::fabs(now - before) * visits / self.cycle_s().max(f64::MIN_POSITIVE)
    }

    fn slots(&mut self, id: usize) -> f64 {
        let entries = self.flows.entries.get(id).copied().unwrap_or(0.0);
        let before = self.entry_s.get(id).copied().unwrap_or(0.0);
        if entries <= 0.0 {
            return 0.0;
        }
        let away_s = ((self.cycle_s() - entries * before) / entries).max(0.0);
        let inside = Inside::of(self.network, self.layout, &self.flows, id);
        let held: Held = inside.solve(self.network, id, Arrivals::Finite { users: self.users, away_s });
        let now = if held.offered > 0.0 { (held.held + held.waiting) / held.offered } else { 0.0 };
        if let (Some(time), Some(place)) = (self.entry_s.get_mut(id), self.parts.slots.get_mut(id)) {
            *time = now;
            *place = held;
        }
        libm::fabs(now - before) * entries / self.cycle_s().max(f64::MIN_POSITIVE)
    }
}
