//! Networks of queues over users or requests a second.

use super::{ABSOLUTE, FEW_USERS, Load, Progress, RELATIVE, Sampling};
use crate::engine::queueing::network::{Network, Workload};
use crate::engine::queueing::steady::{Latency, Solver, StationLimit, Steady, Unsolvable};

/// Times and rates are told apart down to this share of those at the first load.
const NOTHING: f64 = 1e-12;

/// The steady state of a network at one load.
#[derive(Clone, Debug, PartialEq)]
pub struct NetworkPoint {
    /// Users, or requests a second where arrivals are open.
    pub load: f64,
    /// The steady state.
    pub steady: Steady,
}

/// Curves of a network over its load.
#[derive(Clone, Debug, PartialEq)]
pub struct NetworkSweep {
    /// Points by rising load.
    pub points: Vec<NetworkPoint>,
    /// The load at which p99 is twice that of 10 users, or that of the lowest rate; none where it never is.
    pub knee: Option<f64>,
    /// Where each station is asked for as much as it has, smallest first.
    pub limits: Vec<StationLimit>,
}

/// Sweeps a network from one number of users, or rate where arrivals are open, to a larger one. Numbers of users are
/// whole.
///
/// # Errors
///
/// What has no steady answer here.
pub fn adaptive(network: &Network, from: f64, to: f64) -> Result<NetworkSweep, Unsolvable> {
    let solver = Solver::of(network)?;
    let limits = solver.limits();
    let load = NetworkLoad { network, solver, limits: &limits, from };
    let mut sampling = Sampling::adaptive(&load, from, to);
    while sampling.step(&load) != Progress::Done {}
    Ok(NetworkSweep { points: sampling.points(), knee: sampling.knee(), limits })
}

struct NetworkLoad<'a> {
    network: &'a Network,
    solver: Solver<'a>,
    limits: &'a [StationLimit],
    from: f64,
}

impl NetworkLoad<'_> {
    fn is_closed(&self) -> bool {
        matches!(self.network.workload, Workload::Closed { .. })
    }
}

impl Load for NetworkLoad<'_> {
    type Point = NetworkPoint;

    fn point(&self, load: f64) -> NetworkPoint {
        NetworkPoint { load, steady: self.solver.solve_at(load) }
    }

    fn heights(&self, NetworkPoint { load, steady }: &NetworkPoint) -> Vec<f64> {
        let relative = |value: f64| libm::log(value.max(NOTHING * load)) / RELATIVE;
        let time = |pick: fn(Latency) -> f64| steady.latency.map_or(f64::NAN, |latency| relative(pick(latency)));
        let mut heights = vec![
            time(|latency| latency.p50_s),
            time(|latency| latency.p95_s),
            time(|latency| latency.p99_s),
            relative(steady.done_per_s),
            steady.failed_per_s / steady.offered_per_s.max(f64::MIN_POSITIVE) / ABSOLUTE,
        ];
        heights.extend(steady.stations.iter().map(|station| station.utilisation / ABSOLUTE));
        heights.extend(steady.slots.iter().map(|slots| slots.utilisation.unwrap_or(0.0) / ABSOLUTE));
        heights
    }

    fn p99(&self, point: &NetworkPoint) -> Option<f64> {
        Some(point.steady.latency?.p99_s)
    }

    /// Between two whole numbers of users the logarithms are blended.
    fn p99_at(&self, load: f64) -> Option<f64> {
        let p99 = |load: f64| Some(libm::log(self.solver.solve_at(load).latency?.p99_s));
        let fewer = if self.is_closed() { libm::floor(load) } else { load };
        let low = p99(fewer)?;
        Some(libm::exp(if load > fewer { low + (load - fewer) * (p99(fewer + 1.0)? - low) } else { low }))
    }

    fn nearest(&self, load: f64) -> f64 {
        if self.is_closed() { libm::round(load).max(1.0) } else { load }
    }

    fn base(&self) -> f64 {
        if self.is_closed() { FEW_USERS } else { self.from }
    }

    fn limits(&self) -> Vec<f64> {
        self.limits.iter().map(|limit| limit.load).collect()
    }
}
