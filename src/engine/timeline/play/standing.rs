//! What stands of a drawing at a moment, for a fluid: what stations and slots can do, and who meets the dead.

use super::finding::failing;
use super::group::Group;
use super::levels::{Levels, Shape};
use crate::engine::network::{Network, Path, Way};
use crate::engine::queueing::network as queueing;
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

/// Of each path, the share of its requests that meet a dead instance on their way: wherever nobody is left, all who come
/// there.
pub(super) fn lost(
    network: &Network,
    routes: &queueing::Network,
    groups: &[Group],
    strengths: &[Strength],
) -> Vec<f64> {
    let dying = || groups.iter().zip(strengths).filter(|(_, strength)| strength.dead > 0.0);
    let gone: Vec<usize> =
        dying().filter(|(_, of)| of.dead >= 1.0).flat_map(|(group, _)| group.stations.iter().copied()).collect();
    let of_gone = if gone.is_empty() { Vec::new() } else { failing(routes, &gone) };
    let some: Vec<(&Group, f64)> =
        dying().map(|(group, of)| (group, of.dead)).filter(|(_, dead)| *dead < 1.0).collect();
    let of_path = |path: &Path| {
        let all = of_gone.get(path.class).copied().unwrap_or(0.0);
        1.0 - (1.0 - all) * (1.0 - lost_to_some(path, &some))
    };
    network.paths.iter().map(of_path).collect()
}

/// Those lost of parts of which some instances are left.
fn lost_to_some(path: &Path, dying: &[(&Group, f64)]) -> f64 {
    let survives = |way: &Way| -> f64 {
        let comes = |group: &Group| group.stations.iter().any(|station| way.visits.contains_key(station));
        dying.iter().filter(|(group, _)| comes(group)).map(|(_, dead)| 1.0 - dead).product()
    };
    path.ways.iter().map(|way| way.probability * (1.0 - survives(way))).sum::<f64>().min(1.0)
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
