//! How often requests come to each part: the traffic equations, with what is lost on the way.

use super::state::Parts;
use crate::engine::queueing::network::{Network, SlotsId, Step};

/// Visits and entries, for requests of the given weights (a second, or per request of the mix).
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Flows {
    /// Visits that come to each station, by class.
    pub(super) visits: Vec<Vec<f64>>,
    /// Entries that come to each of the slots.
    pub(super) entries: Vec<f64>,
    /// Entries let in.
    pub(super) let_in: Vec<f64>,
    /// Mean delay outside all slots, in seconds × weight.
    pub(super) delay_s: f64,
    /// The same right inside each of the slots.
    pub(super) delay_inside_s: Vec<f64>,
}

impl Flows {
    /// Walks each class's route with its weight; what comes to a part is thinned by what the parts before it lost.
    pub(super) fn of(network: &Network, weights: &[f64], parts: &Parts) -> Self {
        let mut made = Self {
            visits: vec![vec![0.0; network.classes.len()]; network.stations.len()],
            entries: vec![0.0; network.slots.len()],
            let_in: vec![0.0; network.slots.len()],
            delay_s: 0.0,
            delay_inside_s: vec![0.0; network.slots.len()],
        };
        for (class, weight) in weights.iter().enumerate() {
            if let Some(of) = network.classes.get(class) {
                made.walk(&of.route, class, *weight, None, parts);
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
        self.visits.get(station).map_or(0.0, |by_class| by_class.iter().sum())
    }

    /// Walks a route; returns the weight that gets to its end.
    fn walk(&mut self, route: &[Step], class: usize, weight: f64, inside: Option<SlotsId>, parts: &Parts) -> f64 {
        let mut left = weight;
        for step in route {
            left = self.step(step, class, left, inside, parts);
        }
        left
    }

    fn step(&mut self, step: &Step, class: usize, weight: f64, inside: Option<SlotsId>, parts: &Parts) -> f64 {
        match step {
            Step::Visit { station, times } => {
                let flows = parts.station(*station).flows();
                let mut left = weight;
                for _ in 0..*times {
                    if let Some(entry) = self.visits.get_mut(*station).and_then(|visits| visits.get_mut(class)) {
                        *entry += left;
                    }
                    left *= flows;
                }
                left
            }
            Step::Delay(delay) => {
                let sum = match inside {
                    None => Some(&mut self.delay_s),
                    Some(slots) => self.delay_inside_s.get_mut(slots),
                };
                if let Some(sum) = sum {
                    *sum += weight * delay.mean_s();
                }
                weight
            }
            Step::Branch(ways) => {
                ways.iter().map(|way| self.walk(&way.route, class, weight * way.probability, inside, parts)).sum()
            }
            Step::Repeat { probability, route } => {
                let again = probability * passing(route, parts);
                self.walk(route, class, weight / (1.0 - again), inside, parts) * (1.0 - probability)
            }
            Step::Hold { slots, route } => {
                let flows = parts.slots(*slots).flows();
                if let (Some(entries), Some(let_in)) = (self.entries.get_mut(*slots), self.let_in.get_mut(*slots)) {
                    *entries += weight;
                    *let_in += weight * flows;
                }
                self.walk(route, class, weight * flows, Some(*slots), parts)
            }
            Step::Fail => 0.0,
        }
    }
}

/// Probability of getting through a route.
fn passing(route: &[Step], parts: &Parts) -> f64 {
    route
        .iter()
        .map(|step| match step {
            Step::Visit { station, times } => libm::pow(parts.station(*station).flows(), f64::from(*times)),
            Step::Delay(_) => 1.0,
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
