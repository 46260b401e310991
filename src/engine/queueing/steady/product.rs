//! Closed users by aggregation (`engine::steady`): limits inside limits, clients who give up, balancers in turn, and work
//! that nobody waits for. Exact in the mean for product form (docs/model.md); it is how drawings are solved.

use super::report::{ClassReport, SlotsReport, State, StationReport, Steady};
use super::{latency, layout};
use crate::engine::network::{self as demands, legend::Legend};
use crate::engine::queueing::network::{Abandoned, Balancer, Discipline, Network, Slots, Step, Workload};
use crate::engine::queueing::service::Service;
use crate::engine::report;
use crate::engine::steady::percentiles::Mixture;
use crate::engine::steady::{Habits, Solution, Solver, response};

/// How long users think, seconds; none where the network is not one of closed users that aggregation can solve.
pub(super) fn think_s(network: &Network) -> Option<f64> {
    match network.workload {
        Workload::Closed { think_s, .. } if is_solvable(network) => Some(think_s),
        _ => None,
    }
}

/// Solves such a network for so many users who think so long.
pub(super) fn solve(network: &Network, users: f64, think_s: f64) -> Steady {
    let timeout_s = network.client.timeout_s.unwrap_or(f64::INFINITY);
    let habits = Habits { think_s, timeout_s, most: users as u64 };
    let solver = Solver::new(demands::aggregate(network, &Legend::plain(network)), habits);
    let solution = solver.solve_active(users);
    Outcome { network, solver: &solver, solution: &solution, timeout_s }.report()
}

/// Whether aggregation has all that the network has.
fn is_solvable(network: &Network) -> bool {
    let client = &network.client;
    let leaves = client.timeout_s.is_none() || client.abandoned == Abandoned::Stops;
    let stations = network.stations.iter().enumerate().all(|(id, station)| {
        let shared = station.discipline == Discipline::ProcessorSharing;
        let unlimited = station.limit.is_none() && station.patience.is_none();
        let balanced = station.instances == 1 || station.balancer != Balancer::LeastOutstanding;
        unlimited
            && balanced
            && station.efficiency.is_full()
            && (shared || nearly_exponential(&layout::services(network, id)))
    });
    let refuses = |slots: &Slots| slots.waiting_limit == Some(0);
    let slots = network.slots.iter().all(|slots| {
        let first = slots.stands_in_for.and_then(|first| network.slots.get(first)).unwrap_or(slots);
        let waits = slots.waiting_limit.is_none() || refuses(slots);
        waits && slots.patience.is_none() && refuses(first) == refuses(slots)
    });
    let mut routes = network.all_routes();
    let still = network.events.is_empty() && network.scaling.is_empty() && network.credits.is_empty();
    leaves && client.backoff_s.is_empty() && stations && slots && still && !routes.any(fails)
}

/// Whether services are exponential with means of one size: those of two exponentials up to a factor of two apart have
/// a squared coefficient of variation of 1 to 1.25, so that the wait is at most 12 % longer than taken.
fn nearly_exponential(services: &[&Service]) -> bool {
    let means = || services.iter().map(|service| service.mean_s());
    let (least, most) = (means().fold(f64::INFINITY, f64::min), means().fold(0.0, f64::max));
    services.iter().all(|service| service.is_exponential()) && most <= 2.0 * least
}

fn fails(route: &[Step]) -> bool {
    route.iter().any(|step| matches!(step, Step::Fail) || step.parts().into_iter().any(fails))
}

/// What an aggregate says of the network's own parts.
struct Outcome<'a> {
    network: &'a Network,
    solver: &'a Solver,
    solution: &'a Solution,
    timeout_s: f64,
}

impl Outcome<'_> {
    fn report(&self) -> Steady {
        let mixtures = response::by_path(self.solver, &self.solver.crowds(self.solution));
        let classes = self.classes(&mixtures);
        let mixture = response::overall(self.solver, self.solution, &mixtures);
        let stations: Vec<StationReport> = (0..self.network.stations.len()).map(|id| self.station(id)).collect();
        let growth_per_s: f64 = stations.iter().map(|station| station.growth_per_s).sum();
        Steady {
            state: match () {
                () if growth_per_s > 0.0 => State::Unstable,
                () if self.is_saturated() => State::Saturated,
                () => State::Ok,
            },
            converged: self.solution.settled,
            rounds: self.solution.rounds,
            offered_per_s: self.solution.ended_rps,
            done_per_s: classes.iter().map(|class| class.done_per_s).sum(),
            failed_per_s: classes.iter().map(|class| class.failed_per_s).sum(),
            growth_per_s,
            attempts: 1.0,
            number: Some(self.solver.number_inside(self.solution, demands::ROOT)),
            latency: response::latency(&mixture, self.timeout_s).map(seconds),
            classes,
            stations,
            slots: (0..self.network.slots.len()).map(|id| self.slots(id)).collect(),
            lower: None,
        }
    }

    fn classes(&self, mixtures: &[Mixture]) -> Vec<ClassReport> {
        let paths = &self.solver.network().paths;
        let class = |(id, class): (usize, &crate::engine::queueing::network::Class)| {
            let path = paths.iter().zip(mixtures).find(|(path, _)| path.class == id);
            let offered_per_s = self.solution.ended_rps * class.share;
            let done_per_s = path.map_or(0.0, |(path, mixture)| {
                self.solution.answered_rps(path) * (1.0 - response::late_share(path, mixture, self.timeout_s))
            });
            ClassReport {
                name: class.name.clone(),
                offered_per_s,
                done_per_s,
                failed_per_s: (offered_per_s - done_per_s).max(0.0),
                attempts: 1.0,
                latency: path.and_then(|(_, mixture)| response::latency(mixture, self.timeout_s)).map(seconds),
            }
        };
        self.network.classes.iter().enumerate().map(class).collect()
    }

    fn station(&self, id: usize) -> StationReport {
        let name = self.network.stations.get(id).map_or_else(String::new, |station| station.name.clone());
        let rate =
            |read: fn(&demands::Path, usize) -> f64| self.solver.per_second(self.solution, |path| read(path, id));
        let busy = rate(|path, id| path.visits.get(&id).map_or(0.0, |visit| visit.demand_s));
        let unwaited = rate(|path, id| path.unwaited.get(&id).map_or(0.0, |visit| visit.demand_s));
        let spawned_per_s = rate(|path, id| path.unwaited.get(&id).map_or(0.0, |visit| visit.count));
        let number = self.solver.number_at(self.solution, id);
        let surplus = (busy + unwaited - self.network.capacity(id)).max(0.0);
        // How many of those that nobody waits for are there is not solved for.
        let number = (unwaited <= 0.0).then_some(number);
        StationReport {
            name,
            arrivals_per_s: rate(|path, id| path.visits.get(&id).map_or(0.0, |visit| visit.count)) + spawned_per_s,
            utilisation: self.solver.utilisation(self.solution, id),
            number,
            waiting: number.map(|number| (number - busy).max(0.0)),
            wait_probability: None,
            idle_probability: None,
            refused: 0.0,
            gave_up: 0.0,
            growth_per_s: if unwaited > 0.0 { surplus * spawned_per_s / unwaited } else { 0.0 },
            wait: None,
        }
    }

    fn slots(&self, id: usize) -> SlotsReport {
        let (name, count) = self.network.slots.get(id).map_or(("", 1), |slots| (slots.name.as_str(), slots.count));
        let scopes = self.solver.network().scopes.iter().enumerate();
        let mut held = scopes.filter_map(|(scope, of)| {
            let all: f64 = of.holders.iter().map(|holder| holder.entries).sum();
            let holder = of.holders.iter().find(|holder| holder.id == id)?;
            Some((scope, if all > 0.0 { holder.entries / all } else { 0.0 }))
        });
        let (scope, share) = held.next().unwrap_or((demands::ROOT, 0.0));
        let entries = |path: &demands::Path| path.entries.get(&scope).copied().unwrap_or(0.0);
        let spawned = |path: &demands::Path| path.unwaited_entries.get(&id).copied().unwrap_or(0.0);
        let spawned_per_s = self.solver.per_second(self.solution, spawned);
        let let_in_per_s = self.solver.per_second(self.solution, entries);
        let refused_per_s = self.solver.refused_rps(self.solution, scope);
        let inside = self.solver.number_inside(self.solution, scope);
        let waiting = self.solver.number_waiting(self.solution, scope);
        // Where nobody waits for what holds them, it is not solved for.
        let known = |number: f64| (spawned_per_s <= 0.0).then_some(number);
        SlotsReport {
            name: name.to_owned(),
            arrivals_per_s: share * (let_in_per_s + refused_per_s) + spawned_per_s,
            utilisation: known((share * inside / f64::from(count)).min(1.0)),
            waiting: known(share * waiting),
            wait_probability: None,
            refused: if let_in_per_s + refused_per_s > 0.0 {
                refused_per_s / (let_in_per_s + refused_per_s)
            } else {
                0.0
            },
            gave_up: self.solver.given_up_at(self.solution, scope),
            growth_per_s: 0.0,
        }
    }

    /// Whether more is demanded than some part can do, if nobody ever waited.
    fn is_saturated(&self) -> bool {
        let Workload::Closed { users, think_s } = self.network.workload else { return false };
        let demanded = f64::from(users) / think_s;
        let demands = self.solver.network();
        let mut limits = demands.scopes.iter().enumerate();
        demands.stations.iter().any(|station| demanded * station.total_demand_s() >= station.capacity())
            || limits.any(|(id, scope)| {
                let held = demanded * self.solver.holding_s(self.solution, id);
                scope.limit().is_some_and(|limit| held >= limit as f64)
            })
    }
}

fn seconds(latency: report::Latency) -> latency::Latency {
    let of = |time: crate::units::Millis| time.0 / 1_000.0;
    latency::Latency {
        mean_s: of(latency.mean),
        p50_s: of(latency.p50),
        p95_s: of(latency.p95),
        p99_s: of(latency.p99),
    }
}
