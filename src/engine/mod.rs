//! Numbers from a checked topology. Reads no clock, knows no browser, writes no prose.
//!
//! [`Engine::new`] compiles the [`network`] and makes what does not depend on the number of users; then
//! [`Engine::solve`] gives a [`report::Report`] for any number of them.

pub mod cost;
pub mod later;
pub mod limits;
pub mod network;
pub mod nodes;
pub mod queueing;
pub mod report;
pub mod root;
pub mod steady;
pub mod sweep;
pub mod timeline;

use crate::lists::Map;

use crate::model::scenario::Edge;
use crate::model::topology::Topology;
use crate::model::workload::{Class, USERS, Workload};
use crate::units::{Millis, PerSecond, Ratio};
use network::{Path, ROOT};
use report::{Bottleneck, Limit, Report, State, Sweep};
use steady::percentiles::Mixture;
use steady::{Habits, Solution, Solver, response};

/// A topology made ready for solving at any number of users.
pub struct Engine {
    topology: Topology,
    solver: Solver,
    /// The classes of the network, by their place.
    classes: Vec<Class>,
    limits: Vec<Limit>,
}

impl Engine {
    /// Compiles a topology and finds its limits.
    pub fn new(topology: &Topology) -> Self {
        let compiled = network::compile(topology, 0);
        let classes = compiled.legend.classes.iter().map(|meaning| meaning.class).collect();
        let solver = Solver::new(network::aggregate(&compiled.network, &compiled.legend), habits(&topology.workload));
        let limits = limits::all(&solver, &topology.workload);
        Self { topology: topology.clone(), solver, classes, limits }
    }

    /// Solves the steady state at a number of users.
    pub fn solve(&self, users: u32) -> Report {
        let solution = self.solution(f64::from(users));
        let timeout_s = self.topology.workload.timeout_s;
        let crowds = self.solver.crowds(&solution);
        let classes = response::by_path(&self.solver, &crowds);
        let outcome = self.outcome(&solution, &classes);
        let nodes = nodes::all(&self.topology, &self.solver, &solution, &self.limits);
        let bottleneck = self.bottleneck(users, &solution);
        let unstable = nodes.values().any(|node| node.queue.is_some_and(|queue| queue.growth.0 > 0.0));
        Report {
            users,
            state: state(unstable, bottleneck),
            demanded: PerSecond(self.topology.workload.demanded_rps(f64::from(users))),
            throughput: PerSecond(outcome.throughput),
            concurrency: self.solver.number_inside(&solution, ROOT),
            latency: response::latency(&response::overall(&self.solver, &solution, &classes), timeout_s),
            class_mean: self.class_means(&classes, timeout_s),
            error_rate: Ratio(outcome.error_rate()),
            failures: PerSecond(outcome.failures),
            bottleneck,
            limits: self.limits.clone(),
            flows: self.flows(&solution),
            cost: cost::bill(&self.topology, &self.solver, &solution),
            nodes,
        }
    }

    fn solution(&self, users: f64) -> Solution {
        self.solver.solve_active(self.topology.workload.active_users(users))
    }

    /// Every limit, smallest first.
    pub fn limits(&self) -> &[Limit] {
        &self.limits
    }

    /// How requests end. Rates are those of the whole mix.
    fn outcome(&self, solution: &Solution, classes: &[Mixture]) -> Outcome {
        let timeout_s = self.topology.workload.timeout_s;
        let in_time = |(path, mixture): (&Path, &Mixture)| {
            solution.answered_rps(path) * (1.0 - response::late_share(path, mixture, timeout_s))
        };
        let throughput: f64 = self.solver.network().paths.iter().zip(classes).map(in_time).sum();
        Outcome { throughput, failures: (solution.ended_rps - throughput).max(0.0) }
    }

    fn bottleneck(&self, users: u32, solution: &Solution) -> Option<Bottleneck> {
        let first = self.limits.first()?;
        let utilisation = nodes::utilisation(&self.solver, solution, first.node, first.resource);
        Some(Bottleneck {
            node: first.node,
            resource: first.resource,
            utilisation: Ratio(utilisation),
            breaks_at_users: first.users,
            headroom: 1.0 - f64::from(users) / first.users,
        })
    }

    fn class_means(&self, classes: &[Mixture], timeout_s: f64) -> Map<Class, Millis> {
        Map::from_iter(self.solver.network().paths.iter().zip(classes).filter_map(|(path, mixture)| {
            let in_time = mixture.cdf(timeout_s);
            let class = *self.classes.get(path.class)?;
            (in_time > 0.0).then(|| (class, response::mean_in_time(mixture, in_time, timeout_s)))
        }))
    }

    fn flows(&self, solution: &Solution) -> Map<Edge, PerSecond> {
        let mut flows = Map::new();
        for path in &self.solver.network().paths {
            for (edge, per_request) in &path.traffic.edges {
                flows.or_insert(*edge, PerSecond(0.0)).0 += per_request * solution.answered_rps(path);
            }
        }
        flows
    }
}

fn habits(workload: &Workload) -> Habits {
    let most = libm::ceil(workload.active_users(f64::from(*USERS.end()))).max(1.0) as u64;
    Habits { think_s: workload.think_s(), timeout_s: workload.timeout_s, most }
}

/// How requests end.
#[derive(Clone, Copy)]
struct Outcome {
    throughput: f64,
    failures: f64,
}

impl Outcome {
    fn error_rate(self) -> f64 {
        let ended = self.throughput + self.failures;
        if ended > 0.0 { self.failures / ended } else { 0.0 }
    }
}

fn state(unstable: bool, bottleneck: Option<Bottleneck>) -> State {
    match bottleneck {
        _ if unstable => State::Unstable,
        Some(bottleneck) if bottleneck.headroom <= 0.0 => State::Saturated,
        _ => State::Ok,
    }
}

/// Solves the steady state at a number of users.
pub fn solve(topology: &Topology, users: u32) -> Report {
    Engine::new(topology).solve(users)
}

/// Solves from one number of users to a larger one and finds the knee: at so many numbers of users, evenly spread on a
/// logarithmic axis, or where the curves need points.
pub fn sweep(topology: &Topology, from: u32, to: u32, points: Option<u32>) -> Sweep {
    let engine = Engine::new(topology);
    match points {
        Some(points) => sweep::drawing::even(&engine, from, to, points),
        None => sweep::drawing::adaptive(&engine, from, to),
    }
}
