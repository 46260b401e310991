//! Drawings over users.

use super::{ABSOLUTE, FEW_USERS, Load, Progress, RELATIVE, Sampling};
use crate::engine::report::{Latency, Sweep, SweepPoint};
use crate::engine::steady::{Solver, response};
use crate::engine::{Engine, cost, nodes};
use crate::lists::Map;
use crate::units::{PerSecond, Ratio};

/// Latency and throughput below this are not told apart, milliseconds and 1/s.
const NOTHING: f64 = 1e-6;

impl Load for Engine {
    type Point = SweepPoint;

    fn point(&self, users: f64) -> SweepPoint {
        let solution = self.solution(users);
        let crowds = self.solver.crowds(&solution);
        let mixtures = response::by_path(&self.solver, &crowds);
        let outcome = self.outcome(&solution, &mixtures);
        let timeout_s = self.topology.workload.timeout_s;
        let utilisation = self.limits.iter().map(|limit| {
            let share = nodes::utilisation(&self.solver, &solution, limit.node, limit.resource);
            ((limit.node, limit.resource), Ratio(share))
        });
        let paths = &self.solver.network().paths;
        let classes = paths.iter().zip(&mixtures).filter_map(|(path, mixture)| {
            Some((*self.classes.get(path.class)?, response::latency(mixture, timeout_s)?))
        });
        SweepPoint {
            users: users as u32,
            throughput: PerSecond(outcome.throughput),
            latency: response::latency(&response::overall(&self.solver, &solution, &mixtures), timeout_s),
            classes: Map::from_iter(classes),
            residence: nodes::residences(&self.topology, &self.solver, &solution),
            error_rate: Ratio(outcome.error_rate()),
            cost: cost::bill(&self.topology, &self.solver, &solution).total,
            utilisation: Map::from_iter(utilisation),
        }
    }

    fn heights(&self, point: &SweepPoint) -> Vec<f64> {
        let relative = |value: f64| libm::log(value.max(NOTHING)) / RELATIVE;
        let time =
            |pick: fn(&Latency) -> f64| point.latency.as_ref().map_or(f64::NAN, |latency| relative(pick(latency)));
        let mut heights = vec![
            time(|latency| latency.p50.0),
            time(|latency| latency.p95.0),
            time(|latency| latency.p99.0),
            relative(point.throughput.0),
            point.error_rate.0 / ABSOLUTE,
        ];
        heights.extend(point.utilisation.values().map(|share| share.0 / ABSOLUTE));
        heights
    }

    fn p99(&self, point: &SweepPoint) -> Option<f64> {
        Some(point.latency?.p99.0)
    }

    /// Between two whole numbers of active users the logarithms are blended.
    fn p99_at(&self, users: f64) -> Option<f64> {
        let timeout_s = self.topology.workload.timeout_s;
        let p99 = |active: f64| {
            let solution = self.solver.solve_active(active);
            let mixtures = response::by_path(&self.solver, &self.solver.crowds(&solution));
            let mixture = response::overall(&self.solver, &solution, &mixtures);
            Some(libm::log(response::latency(&mixture, timeout_s)?.p99.0))
        };
        let active = self.topology.workload.active_users(users);
        let (fewer, more) = Solver::whole(active);
        let low = p99(fewer)?;
        Some(libm::exp(if more > fewer { low + (active - fewer) * (p99(more)? - low) } else { low }))
    }

    fn nearest(&self, users: f64) -> f64 {
        libm::round(users).max(1.0)
    }

    fn base(&self) -> f64 {
        FEW_USERS
    }

    fn limits(&self) -> Vec<f64> {
        self.limits.iter().map(|limit| limit.users).collect()
    }
}

/// A whole sweep with points where the curves need them.
pub fn adaptive(engine: &Engine, from: u32, to: u32) -> Sweep {
    finish(engine, Sampling::adaptive(engine, f64::from(from), f64::from(to)))
}

/// A whole sweep over so many numbers of users, evenly spread on a logarithmic axis, ends included, none twice.
pub fn even(engine: &Engine, from: u32, to: u32, points: u32) -> Sweep {
    finish(engine, Sampling::even(engine, f64::from(from), f64::from(to), points))
}

fn finish(engine: &Engine, mut sampling: Sampling<SweepPoint>) -> Sweep {
    while sampling.step(engine) != Progress::Done {}
    Sweep { points: sampling.points(), knee_users: sampling.knee() }
}
