//! What throttles in a fluid: of what comes in a second, what is kept and earned by then is let through.

use crate::engine::network::Network;
use crate::engine::steady::throttle::Throttling;
use crate::engine::timeline::simulation::Simulation;
use crate::lists::Map;

/// Of each path, the share of a second's requests that are refused, when so many come that would be answered else. What
/// they use is taken off what is kept. (How long their clients wait between attempts is left to close-ups.)
pub(super) fn refused(network: &Network, simulation: &mut Simulation, rps: f64) -> Vec<f64> {
    if network.stations.iter().all(|station| station.throttle.is_none()) {
        return vec![0.0; network.paths.len()];
    }
    let of_class = Map::from_iter(network.paths.iter().map(|path| (path.class, rps * path.share)));
    let most: Vec<f64> = (0..network.stations.len()).map(|id| simulation.room_in_second_s(id)).collect();
    let found = Throttling::of(network, &of_class, |id| most.get(id).copied().unwrap_or(f64::INFINITY));
    let share = network.paths.iter().map(|path| path.share * found.failed(path.class)).sum::<f64>();
    for (id, used_s) in &found.used {
        let refused = if found.passed.contains_key(id) { rps * share } else { 0.0 };
        simulation.let_through(*id, *used_s, refused);
    }
    network.paths.iter().map(|path| found.failed(path.class).min(1.0)).collect()
}
