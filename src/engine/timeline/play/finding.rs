//! How many requests come to something that fails them: their routes end in failing, or lead to where nobody is.

use crate::engine::queueing::calls;
use crate::engine::queueing::network::{Network, StationId, Step};

/// Of each class of a network, the share of its requests that come to a step that fails them, or to one of some stations.
pub(super) fn failing(network: &Network, gone: &[StationId]) -> Vec<f64> {
    let mut known = Known { gone, routes: vec![1.0; network.routes.len()] };
    for route in calls::callees_first(network).unwrap_or_default() {
        let found = network.routes.get(route).map_or(1.0, |named| known.surviving(&named.route));
        if let Some(place) = known.routes.get_mut(route) {
            *place = found;
        }
    }
    network.classes.iter().map(|class| 1.0 - known.surviving(&class.route)).collect()
}

/// What is known: where nobody is, and the probability of getting through each named route.
struct Known<'a> {
    gone: &'a [StationId],
    routes: Vec<f64>,
}

impl Known<'_> {
    /// Probability of getting through some steps.
    fn surviving(&self, steps: &[Step]) -> f64 {
        steps.iter().map(|step| self.through(step)).product()
    }

    fn through(&self, step: &Step) -> f64 {
        match step {
            Step::Fail => 0.0,
            Step::Visit { station, .. } => f64::from(u8::from(!self.gone.contains(station))),
            Step::Call { route, times } => {
                libm::pow(self.routes.get(*route).copied().unwrap_or(1.0), f64::from(*times))
            }
            Step::Branch(ways) => ways.iter().map(|way| way.probability * self.surviving(&way.route)).sum(),
            Step::Hold { route, .. } => self.surviving(route),
            Step::Repeat { probability, route } => {
                let once = self.surviving(route);
                once * (1.0 - probability) / (1.0 - probability * once)
            }
            Step::Delay(_) | Step::Spawn(_) => 1.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::queueing::network::Way;

    #[test]
    fn each_call_may_fail_and_all_must_get_through() {
        let fails = |probability| {
            Step::Branch(vec![
                Way { probability, route: vec![Step::Fail] },
                Way { probability: 1.0 - probability, route: Vec::new() },
            ])
        };
        // Twice a route that fails every fifth, then one way of two that fails half: 0.64 × (1 − 0.25).
        let half = Step::Branch(vec![
            Way { probability: 0.5, route: vec![fails(0.5)] },
            Way { probability: 0.5, route: Vec::new() },
        ]);
        let steps = vec![Step::Call { route: 0, times: 2 }, Step::Spawn(vec![Step::Fail]), half];
        let mut known = Known { gone: &[3], routes: Vec::new() };
        known.routes.push(known.surviving(&[fails(0.2)]));
        assert!((known.surviving(&steps) - 0.48).abs() < 1e-12);
        let visit = |station| Step::Visit { station, times: 5, service: None };
        assert_eq!((known.surviving(&[visit(2)]), known.surviving(&[visit(3)])), (1.0, 0.0));
    }
}
