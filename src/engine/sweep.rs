//! Curves over users, in pieces small enough to be made between two frames.

use crate::lists::Map;

use super::report::{Sweep, SweepPoint};
use super::steady::response;
use super::{Engine, cost};
use crate::units::Ratio;

/// The users where a sweep is solved: `points` of them from `from` to `to`, evenly spaced on a logarithmic axis, ends
/// included, none twice.
pub fn grid(from: u32, to: u32, points: u32) -> Vec<u32> {
    let (from, to) = (from.max(1), to.max(from).max(1));
    let steps = points.max(2) - 1;
    let span = libm::log(f64::from(to) / f64::from(from));
    let mut users: Vec<u32> = (0..=steps)
        .map(|step| libm::round(f64::from(from) * libm::exp(span * f64::from(step) / f64::from(steps))) as u32)
        .collect();
    users.dedup();
    users
}

/// One point of a sweep.
pub fn point(engine: &Engine, users: u32) -> SweepPoint {
    let solution = engine.solution(f64::from(users));
    let outcome = engine.outcome(&solution);
    let mixture = response::overall(&engine.solver, &solution, &engine.solver.crowds(&solution));
    let mut utilisation = Map::new();
    for limit in &engine.limits {
        let share = super::nodes::utilisation(&engine.solver, &solution, limit.node, limit.resource);
        utilisation.insert((limit.node, limit.resource), Ratio(share));
    }
    SweepPoint {
        users,
        throughput: crate::units::PerSecond(outcome.throughput),
        latency: response::latency(&mixture, engine.topology.workload.timeout_s),
        error_rate: Ratio(outcome.error_rate()),
        cost: cost::bill(&engine.topology, &engine.solver, &solution).total,
        utilisation,
    }
}

/// The users at which p99 is twice its value at 10 users, between two points of a sweep; found to a relative 1e-3.
/// None where it never is up to the last point.
pub fn knee(engine: &Engine, points: &[SweepPoint]) -> Option<f64> {
    let p99 = |users: f64| {
        let solution = engine.solution(users);
        let mixture = response::overall(&engine.solver, &solution, &engine.solver.crowds(&solution));
        response::latency(&mixture, engine.topology.workload.timeout_s).map(|latency| latency.p99.0)
    };
    let twice = 2.0 * p99(10.0)?;
    let over = |point: &SweepPoint| point.latency.is_some_and(|latency| latency.p99.0 >= twice);
    let first = points.iter().position(over)?;
    let high = f64::from(points.get(first)?.users);
    let low = first.checked_sub(1).and_then(|before| points.get(before)).map_or(10.0, |point| f64::from(point.users));
    if low >= high {
        return Some(high);
    }
    let (mut low, mut high) = (libm::log(low), libm::log(high));
    while high - low > 1e-3 {
        let middle = low + (high - low) / 2.0;
        if p99(libm::exp(middle)).is_some_and(|found| found >= twice) {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(libm::exp(high))
}

/// A whole sweep at once.
pub fn full(engine: &Engine, from: u32, to: u32, points: u32) -> Sweep {
    let points: Vec<SweepPoint> = grid(from, to, points).into_iter().map(|users| point(engine, users)).collect();
    let knee_users = knee(engine, &points);
    Sweep { points, knee_users }
}
