//! Open arrivals: rounds over what is lost on the way and what is tried again.

use super::flows::Flows;
use super::inside::Inside;
use super::layout::Home;
use super::layout::Layout;
use super::outcome::{Attempt, Outcome, attempt, attempts};
use super::report::{State, Steady};
use super::state::{Parts, Way, service_seen};
use super::states::Arrivals;
use super::station;
use crate::engine::queueing::network::Network;

/// The most rounds.
pub(super) const ROUNDS: u32 = 600;

/// Change of the attempts and losses at which the rounds end, relative.
const SETTLED: f64 = 1e-12;

/// Two starts that end farther apart than this, in attempts a request, end in two states.
const APART: f64 = 1e-6;

/// Solves at a rate, requests a second.
pub(super) fn solve(network: &Network, layout: &Layout, rate: f64) -> Steady {
    let low = from(network, layout, rate, 1.0);
    let most = network.client.backoff_s.len() as f64 + 1.0;
    if most <= 1.0 {
        return low;
    }
    let high = from(network, layout, rate, most);
    if high.attempts - low.attempts <= APART * most {
        return low;
    }
    Steady { state: State::Bistable, lower: Some(Box::new(low)), ..high }
}

/// Solves from a number of attempts a request.
fn from(network: &Network, layout: &Layout, rate: f64, start: f64) -> Steady {
    let mut parts = Parts::empty(network);
    let mut tries = vec![start; network.classes.len()];
    let mut ends = vec![Attempt::default(); network.classes.len()];
    let (mut rounds, mut converged) = (0, false);
    let mut flows = Flows::default();
    while rounds < ROUNDS && !converged {
        rounds += 1;
        let weights: Vec<f64> =
            network.classes.iter().zip(&tries).map(|(class, tries)| rate * class.share * tries).collect();
        flows = Flows::of(network, &weights, &parts);
        let before = passes(&parts);
        solve_parts(network, layout, &flows, &mut parts);
        let mut change =
            passes(&parts).iter().zip(&before).map(|(one, other)| libm::fabs(one - other)).fold(0.0, f64::max);
        for (id, class) in network.classes.iter().enumerate() {
            let way = Way { network, parts: &parts, class: id };
            let end = attempt(way, &class.route, &network.client);
            let again = attempts(end.fails, &network.client);
            if let (Some(known), Some(kept)) = (tries.get_mut(id), ends.get_mut(id)) {
                change = change.max(libm::fabs(again - *known) / again);
                (*known, *kept) = (again, end);
            }
        }
        converged = change <= SETTLED;
    }
    let is_saturated = network.stations.iter().enumerate().any(|(id, station)| {
        let capacity = f64::from(station.servers) * f64::from(station.instances);
        flows.visits_to(id) * service_seen(&flows, id).mean_s() >= capacity
    });
    let outcome = Outcome {
        network,
        layout,
        flows: &flows,
        parts: &parts,
        offered: rate,
        attempts: &ends,
        is_saturated,
        rounds,
        converged,
    };
    outcome.report()
}

/// What share of those who come gets on, part by part.
fn passes(parts: &Parts) -> Vec<f64> {
    let stations = parts.stations.iter().map(|solved| solved.flows());
    stations.chain(parts.slots.iter().map(|held| held.flows())).collect()
}

fn solve_parts(network: &Network, layout: &Layout, flows: &Flows<'_>, parts: &mut Parts) {
    for (id, of) in network.stations.iter().enumerate() {
        if layout.stations.get(id) == Some(&Home::Outside) {
            let asked = (flows.visits_to(id), service_seen(flows, id));
            let (Some(place), Some(known)) = (parts.stations.get_mut(id), parts.asked.get_mut(id)) else { continue };
            // Most rounds change nothing at most stations.
            if known.as_ref() != Some(&asked) {
                *place = station::open(of, &asked.1, asked.0);
                *known = Some(asked);
            }
        }
    }
    for id in 0..network.slots.len() {
        if layout.slots.get(id) == Some(&Home::Outside) {
            let entries = flows.entries.get(id).copied().unwrap_or(0.0);
            let held = Inside::of(network, layout, flows, id).solve(network, id, Arrivals::Open(entries));
            if let Some(place) = parts.slots.get_mut(id) {
                *place = held;
            }
        }
    }
    parts.fill_inside(network, layout, flows);
}
