//! What runs inside slots: stations as one server whose speed depends on how many are inside, and what a request finds
//! at each of them.

use std::rc::Rc;

use super::flows::Flows;
use super::layout::{Home, Layout};
use super::shared::Shared;
use super::slots::Group;
use super::state::service_seen;
use super::station::Law;
use super::wait::{Stages, Wait};
use crate::engine::queueing::network::{Balancer, Discipline, Network, SlotsId, Station, StationId};
use crate::engine::queueing::service::Service;
use crate::engine::steady::birth_death::{Weighted, each_state};
use crate::engine::steady::groups::{self, Spread};
use crate::engine::steady::profile::{Centre, Profile};

/// What runs inside slots.
#[derive(Clone, Debug)]
pub(super) struct Inside<'a> {
    pub(super) profile: Profile,
    parts: Vec<Part<'a>>,
}

/// A station inside.
#[derive(Clone, Debug)]
struct Part<'a> {
    id: StationId,
    station: &'a Station,
    service: Service,
    centre: Centre,
    /// All that runs inside besides.
    rest: Profile,
}

impl<'a> Inside<'a> {
    /// What runs inside slots, per entry let in.
    pub(super) fn of(network: &'a Network, layout: &Layout, flows: &Flows<'_>, slots: SlotsId) -> Self {
        let entries = flows.let_in.get(slots).copied().unwrap_or(0.0);
        if entries <= 0.0 {
            return Self { profile: Profile::default(), parts: Vec::new() };
        }
        let largest = network.slots.get(slots).map_or(1, |slots| u64::from(slots.count));
        let delay = Centre::Delay(flows.delay_inside_s.get(slots).copied().unwrap_or(0.0) / entries);
        let inside = |id: &usize| layout.stations.get(*id) == Some(&Home::Inside(slots));
        let mut parts: Vec<Part<'_>> = (0..network.stations.len())
            .filter(inside)
            .filter_map(|id| {
                let station = network.stations.get(id)?;
                let service = service_seen(flows, id);
                let demand_s = service.mean_s() * flows.visits_to(id) / entries;
                let centre = centre(station, demand_s, largest);
                Some(Part { id, station, service, centre, rest: Profile::default() })
            })
            .collect();
        let centres: Vec<Centre> = std::iter::once(delay).chain(parts.iter().map(|part| part.centre.clone())).collect();
        for (index, part) in parts.iter_mut().enumerate() {
            let mut rest = centres.clone();
            rest.remove(index + 1);
            part.rest = Profile::of(&rest, largest);
        }
        Self { profile: Profile::of(&centres, largest), parts }
    }

    /// Entries a second that get through with so many inside; endless where they need no time.
    pub(super) fn rate(&self, inside: f64) -> f64 {
        if self.profile.is_empty() { f64::INFINITY } else { self.profile.rate(inside) }
    }

    /// Mean number at each station inside.
    pub(super) fn numbers(&self, states: &[Weighted], count: f64) -> Vec<(StationId, f64)> {
        let mut row = vec![0.0; self.profile.columns()];
        for entry in states {
            self.profile.add_numbers(entry.state.min(count), entry.weight, &mut row);
        }
        // The first column is the delay's.
        self.parts.iter().map(|part| part.id).zip(row.into_iter().skip(1)).collect()
    }

    /// What those meet who make the number inside one of these, with probabilities.
    pub(super) fn group(&self, inside: &[(f64, f64)], weight: f64, wait: Wait) -> Group {
        let laws = self.parts.iter().map(|part| (part.id, part.law(inside))).collect();
        Group { weight, wait, laws }
    }
}

fn centre(station: &Station, demand_s: f64, largest: u64) -> Centre {
    if station.instances > 1 && station.balancer == Balancer::Random {
        let unit = groups::profile(Spread::Random, station.instances, station.servers, largest, 1.0);
        return Centre::Group { unit: Rc::new(unit), demand_s };
    }
    Centre::Queue { servers: f64::from(station.servers) * f64::from(station.instances), demand_s }
}

impl Part<'_> {
    /// The time at the station for those who make the number inside one of these.
    fn law(&self, inside: &[(f64, f64)]) -> Law {
        let total: f64 = inside.iter().map(|(_, weight)| weight).sum();
        let mut found = Vec::new();
        for (inside, weight) in inside {
            let others = libm::round(inside - 1.0).max(0.0);
            for entry in self.found(others as u64) {
                add(&mut found, entry.state, entry.weight * weight / total);
            }
        }
        let found: Vec<Weighted> = found
            .iter()
            .enumerate()
            .filter(|(_, weight)| **weight > 0.0)
            .map(|(state, weight)| Weighted { state: state as f64, weight: *weight })
            .collect();
        let instances = if self.is_apart() { 1.0 } else { f64::from(self.station.instances) };
        let servers = f64::from(self.station.servers) * instances;
        let mean_s = self.service.mean_s();
        if self.station.discipline == Discipline::ProcessorSharing {
            return Law::Shared(Shared::lasting(&found, |others| ((others + 1.0) / servers).max(1.0)));
        }
        let mut places = vec![(0.0, 0.0)];
        for entry in &found {
            match places.first_mut() {
                Some(none) if entry.state < servers => none.1 += entry.weight,
                _ => places.push((entry.state - servers + 1.0, entry.weight)),
            }
        }
        Law::Queue(Wait::Stages(Stages::new(places, servers / mean_s)), 1.0)
    }

    fn is_apart(&self) -> bool {
        self.station.instances > 1 && self.station.balancer == Balancer::Random
    }

    /// The number that is found at the station, or at one of its instances apart, with so many others inside.
    fn found(&self, others: u64) -> Vec<Weighted> {
        if self.service.mean_s() <= 0.0 || others == 0 {
            return vec![Weighted { state: 0.0, weight: 1.0 }];
        }
        let rest = |inside: f64| if self.rest.is_empty() { f64::INFINITY } else { self.rest.rate(inside) };
        let all = others as f64;
        if self.rest.is_empty() && !self.is_apart() {
            return vec![Weighted { state: all, weight: 1.0 }];
        }
        if !self.is_apart() {
            return each_state(others, 1e-12, |there| rest(all - there) / self.centre.rate(there + 1.0));
        }
        // Of those at all instances, each is at this one with equal probability.
        let at_all = if self.rest.is_empty() {
            vec![Weighted { state: all, weight: 1.0 }]
        } else {
            each_state(others, 1e-12, |there| rest(all - there) / self.centre.rate(there + 1.0))
        };
        self.of_one(&at_all)
    }

    /// From the number at all instances to that at one of them: one queue against the others as one more centre.
    fn of_one(&self, at_all: &[Weighted]) -> Vec<Weighted> {
        let (instances, servers) = (f64::from(self.station.instances), self.station.servers);
        let largest = at_all.last().map_or(1, |entry| entry.state as u64);
        let one = Centre::Queue { servers: f64::from(servers), demand_s: 1.0 / instances };
        let unit = groups::profile(Spread::Random, self.station.instances - 1, servers, largest, 1.0);
        let others = Centre::Group { unit: Rc::new(unit), demand_s: 1.0 - 1.0 / instances };
        let mut found = Vec::new();
        for entry in at_all {
            let there = each_state(entry.state as u64, 1e-12, |at| others.rate(entry.state - at) / one.rate(at + 1.0));
            for inner in there {
                add(&mut found, inner.state, inner.weight * entry.weight);
            }
        }
        found.iter().enumerate().map(|(state, weight)| Weighted { state: state as f64, weight: *weight }).collect()
    }
}

/// Adds to the weight of a state.
fn add(weights: &mut Vec<f64>, state: f64, weight: f64) {
    let place = state as usize;
    if weights.len() <= place {
        weights.resize(place + 1, 0.0);
    }
    if let Some(sum) = weights.get_mut(place) {
        *sum += weight;
    }
}
