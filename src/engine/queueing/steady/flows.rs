//! How often requests come to each part: the traffic equations, with what is lost on the way.

use super::state::Parts;
use crate::engine::queueing::network::{Network, SlotsId, Step};
use crate::engine::queueing::service::Service;

/// Visits and entries, for requests of the given weights (a second, or per request of the mix).
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Flows<'a> {
    /// Visits that come to each station, with the work of each.
    pub(super) visits: Vec<Vec<(f64, &'a Service)>>,
    /// Entries that come to each of the slots.
    pub(super) entries: Vec<f64>,
    /// Entries let in.
    pub(super) let_in: Vec<f64>,
    /// Mean delay outside all slots, in seconds × weight.
    pub(super) delay_s: f64,
    /// The same right inside each of the slots.
    pub(super) delay_inside_s: Vec<f64>,
}

impl<'a> Flows<'a> {
    /// Walks each class's route with its weight; what comes to a part is thinned by what the parts before it lost.
    pub(super) fn of(network: &'a Network, weights: &[f64], parts: &Parts) -> Self {
        let mut made = Self {
            visits: vec![Vec::new(); network.stations.len()],
            entries: vec![0.0; network.slots.len()],
            let_in: vec![0.0; network.slots.len()],
            delay_s: 0.0,
            delay_inside_s: vec![0.0; network.slots.len()],
        };
        for (class, weight) in weights.iter().enumerate() {
            if let Some(of) = network.classes.get(class) {
                made.walk(&of.route, At { network, class, inside: None, parts }, *weight);
            }
        }
        made
    }

    /// Share of requests that get to the end of a route.
    pub(super) fn through(parts: &Parts, route: &[Step]) -> f64 {
        passing(route, parts)
    }

    /// All visits that come to a station.
    pub(super) fn visits_to(&self, station: usize) -> f64 {
        self.visits.get(station).map_or(0.0, |visits| visits.iter().map(|(weight, _)| weight).sum())
    }

    /// Walks a route; returns the weight that gets to its end.
    fn walk(&mut self, route: &'a [Step], at: At<'a, '_>, weight: f64) -> f64 {
        let mut left = weight;
        for step in route {
            left = self.step(step, at, left);
        }
        left
    }

    fn step(&mut self, step: &'a Step, at: At<'a, '_>, weight: f64) -> f64 {
        match step {
            Step::Visit { station, times, service } => {
                let flows = at.parts.station(*station).flows();
                let mut left = weight;
                for _ in 0..*times {
                    self.visit(*station, at, service.as_ref(), left);
                    left *= flows;
                }
                left
            }
            Step::Delay(delay) => {
                let sum = match at.inside {
                    None => Some(&mut self.delay_s),
                    Some(slots) => self.delay_inside_s.get_mut(slots),
                };
                if let Some(sum) = sum {
                    *sum += weight * delay.mean_s();
                }
                weight
            }
            Step::Branch(ways) => ways.iter().map(|way| self.walk(&way.route, at, weight * way.probability)).sum(),
            Step::Repeat { probability, route } => {
                let again = probability * passing(route, at.parts);
                self.walk(route, at, weight / (1.0 - again)) * (1.0 - probability)
            }
            Step::Hold { slots, route } => {
                let flows = at.parts.slots(*slots).flows();
                if let (Some(entries), Some(let_in)) = (self.entries.get_mut(*slots), self.let_in.get_mut(*slots)) {
                    *entries += weight;
                    *let_in += weight * flows;
                }
                self.walk(route, At { inside: Some(*slots), ..at }, weight * flows)
            }
            Step::Spawn(route) => {
                self.walk(route, At { inside: None, ..at }, weight);
                weight
            }
            // Written out before.
            Step::Call { .. } => weight,
            Step::Fail => 0.0,
        }
    }

    fn visit(&mut self, station: usize, at: At<'a, '_>, service: Option<&'a Service>, weight: f64) {
        let own = at.network.stations.get(station).map(|of| of.service_of(at.class));
        let (Some(service), Some(visits)) = (service.or(own), self.visits.get_mut(station)) else { return };
        match visits.iter_mut().find(|(_, known)| std::ptr::eq(*known, service)) {
            Some((sum, _)) => *sum += weight,
            None => visits.push((weight, service)),
        }
    }
}

/// Where on a class's way we are.
#[derive(Clone, Copy)]
struct At<'a, 'p> {
    network: &'a Network,
    class: usize,
    inside: Option<SlotsId>,
    parts: &'p Parts,
}

/// Probability of getting through a route.
fn passing(route: &[Step], parts: &Parts) -> f64 {
    route
        .iter()
        .map(|step| match step {
            Step::Visit { station, times, .. } => libm::pow(parts.station(*station).flows(), f64::from(*times)),
            Step::Delay(_) | Step::Spawn(_) | Step::Call { .. } => 1.0,
            Step::Branch(ways) => ways.iter().map(|way| way.probability * passing(&way.route, parts)).sum(),
            Step::Repeat { probability, route } => {
                let once = passing(route, parts);
                (1.0 - probability) * once / (1.0 - probability * once)
            }
            Step::Hold { slots, route } => parts.slots(*slots).flows() * passing(route, parts),
            Step::Fail => 0.0,
        })
        .product()
}
