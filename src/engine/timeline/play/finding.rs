//! How many requests ask for what is lost: their routes end in failing.

use crate::engine::queueing::calls;
use crate::engine::queueing::network::{Network, Step};

/// The share of the requests of a network that come to a step that fails them.
pub(super) fn not_found(network: &Network) -> f64 {
    let mut survive = vec![1.0; network.routes.len()];
    for route in calls::callees_first(network).unwrap_or_default() {
        let found = network.routes.get(route).map_or(1.0, |named| surviving(&named.route, &survive));
        if let Some(place) = survive.get_mut(route) {
            *place = found;
        }
    }
    let lost =
        |class: &crate::engine::queueing::network::Class| class.share * (1.0 - surviving(&class.route, &survive));
    network.classes.iter().map(lost).sum()
}

/// Probability of getting through some steps, where that of each named route is known.
fn surviving(steps: &[Step], routes: &[f64]) -> f64 {
    let through = |step: &Step| match step {
        Step::Fail => 0.0,
        Step::Call { route, times } => libm::pow(routes.get(*route).copied().unwrap_or(1.0), f64::from(*times)),
        Step::Branch(ways) => ways.iter().map(|way| way.probability * surviving(&way.route, routes)).sum(),
        Step::Hold { route, .. } => surviving(route, routes),
        Step::Repeat { probability, route } => {
            let once = surviving(route, routes);
            once * (1.0 - probability) / (1.0 - probability * once)
        }
        Step::Visit { .. } | Step::Delay(_) | Step::Spawn(_) => 1.0,
    };
    steps.iter().map(through).product()
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
        assert!((surviving(&steps, &[surviving(&[fails(0.2)], &[])]) - 0.48).abs() < 1e-12);
    }
}
