//! What stands of a drawing at a moment, for a fluid: what stations and slots can do, and who meets the dead.

use super::group::Group;
use super::levels::{Levels, Shape};
use crate::engine::network::{Network, Path, Way};
use crate::engine::timeline::fluid::Strength;
use crate::engine::timeline::simulation::Simulation;

/// What the stations and slots of a network can do now.
pub(super) fn shape(network: &Network, simulation: &Simulation, groups: &[Group], strengths: &[Strength]) -> Shape {
    let mut stations: Vec<(u32, f64)> = network.stations.iter().map(|station| (station.instances, 1.0)).collect();
    let count: usize = network.scopes.iter().map(|scope| scope.holders.len()).sum();
    for (group, strength) in groups.iter().zip(strengths) {
        for (station, speed) in group.stations.iter().zip(&strength.speeds) {
            if let Some(place) = stations.get_mut(*station) {
                *place = (strength.working, *speed);
            }
        }
    }
    Shape { stations, slots: (0..count).map(|slots| simulation.slots_state(slots).2).collect() }
}

/// The share of each path's requests that meet a dead instance on their way.
pub(super) fn lost(network: &Network, groups: &[Group], strengths: &[Strength]) -> Vec<f64> {
    let dying: Vec<(&Group, f64)> = groups
        .iter()
        .zip(strengths)
        .map(|(group, strength)| (group, strength.dead))
        .filter(|(_, dead)| *dead > 0.0)
        .collect();
    let survives = |way: &Way| -> f64 {
        let comes = |group: &Group| group.stations.iter().any(|station| way.visits.contains_key(station));
        dying.iter().filter(|(group, _)| comes(group)).map(|(_, dead)| 1.0 - dead).product()
    };
    let of_path =
        |path: &Path| -> f64 { path.ways.iter().map(|way| way.probability * (1.0 - survives(way))).sum::<f64>() };
    network.paths.iter().map(|path| if dying.is_empty() { 0.0 } else { of_path(path).min(1.0) }).collect()
}

/// The most that may be in line: those who may wait for slots, and those who hold them beyond those who do while nobody
/// has to wait for what is full.
pub(super) fn bound(levels: &mut Levels, users: f64, simulation: &Simulation) -> f64 {
    let slots = levels.blocked.slots.clone();
    let limit: f64 = slots.iter().map(|slots| simulation.waiting_limit(*slots)).sum();
    if slots.is_empty() || !limit.is_finite() {
        return f64::INFINITY;
    }
    let full = levels.at(levels.full_users.min(users));
    let held = |slots: &usize| full.held.get(*slots).map_or(0.0, |held| held.0);
    limit + slots.iter().map(|slots| (f64::from(simulation.slots_state(*slots).2) - held(slots)).max(0.0)).sum::<f64>()
}
