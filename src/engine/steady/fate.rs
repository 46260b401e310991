//! Crowds with fleets in them: the lucky and the unlucky of a crowd told apart by the queue that they are sent to, and
//! gathered anew from the quickest to the slowest.

use super::centre::{Column, Fleet};
use super::crowd::{Gathering, Met, cut};
use super::luck::{KINDS, Kind};
use crate::lists;

/// The crowds with luck. At the fleet where it matters most each kind of luck is told apart; at the others it becomes a
/// variance. (Kept out of the first screen's program, which has no fleets: docs/decisions/0005.)
#[inline(never)]
pub(super) fn told_apart(met: &Met<'_>, crowds: &[Gathering]) -> Vec<Gathering> {
    let most = met.fleets.iter().map(|fleet| beyond(met, crowds, fleet)).enumerate();
    let widest = most.max_by(|one, other| one.1.total_cmp(&other.1)).map(|(index, _)| index);
    let mut parts: Vec<Gathering> = Vec::new();
    for crowd in crowds {
        let mut crowd = crowd.clone();
        for (index, fleet) in met.fleets.iter().enumerate() {
            if Some(index) != widest {
                spread(met, &mut crowd, fleet);
            }
        }
        match widest.and_then(|index| met.fleets.get(index)) {
            Some(fleet) => parts.extend(kinds(&crowd, fleet).map(|kind| part(met, &crowd, fleet, kind))),
            None => parts.push(crowd),
        }
    }
    parts.retain(|part| part.weight > 0.0);
    lists::sort(&mut parts, |one, other| one.response / one.weight < other.response / other.weight);
    let coming = parts.iter().map(|part| (part, part.weight));
    cut(coming, met.columns.len(), |sums, part, weight| sums.add_share(part, weight / part.weight))
}

/// Mean square, over the crowds, of the seconds at a fleet beyond those of a request alone.
fn beyond(met: &Met<'_>, crowds: &[Gathering], fleet: &Fleet) -> f64 {
    crowds.iter().map(|crowd| crowd.weight * excess_s(met, crowd, fleet) * excess_s(met, crowd, fleet)).sum()
}

/// Mean seconds at a fleet beyond those of a request alone.
fn excess_s(met: &Met<'_>, crowd: &Gathering, fleet: &Fleet) -> f64 {
    let time = crowd.times.get(fleet.column).copied().unwrap_or(0.0) / crowd.weight;
    let alone = match met.columns.get(fleet.column) {
        Some(Column::Station(id)) => met.network.stations.get(*id).map_or(0.0, |station| station.demand_s),
        _ => 0.0,
    };
    (time - alone).max(0.0)
}

/// The kinds of luck at a fleet in a crowd.
fn kinds(crowd: &Gathering, fleet: &Fleet) -> [Kind; KINDS] {
    let inside: f64 = crowd.numbers.get(fleet.inside.clone()).unwrap_or_default().iter().sum();
    fleet.luck.at(inside / crowd.weight)
}

/// Turns the luck at a fleet into a variance of the time there.
fn spread(met: &Met<'_>, crowd: &mut Gathering, fleet: &Fleet) {
    let excess = excess_s(met, crowd, fleet);
    let square: f64 = kinds(crowd, fleet).iter().map(|kind| kind.weight * kind.square).sum();
    let weight = crowd.weight;
    if let Some(sum) = crowd.squares.get_mut(fleet.column) {
        *sum += weight * excess * excess * (square - 1.0).max(0.0);
    }
}

/// Those of a crowd who have this luck.
fn part(met: &Met<'_>, crowd: &Gathering, fleet: &Fleet, kind: Kind) -> Gathering {
    let mut part = Gathering::new(crowd.times.len());
    part.add_share(crowd, kind.weight);
    let excess = excess_s(met, crowd, fleet);
    let longer = excess * (kind.excess - 1.0);
    let longer_squared = excess * excess * (kind.square - 2.0 * kind.excess + 1.0);
    if let Some(time) = part.times.get_mut(fleet.column) {
        *time += part.weight * longer;
    }
    part.response_squared += 2.0 * part.response * longer + part.weight * longer_squared;
    part.response += part.weight * longer;
    part
}
