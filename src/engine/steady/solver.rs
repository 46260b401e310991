//! The solver. Profiles are made once for a network; each number of users then costs a few birth–death processes.
//!
//! What stands in the outermost scope is a list of *centres*: a station, or a scope with all that is nested in it. Each
//! is solved as a queue with a finite number of sources whose think time is the time that users spend elsewhere, again
//! and again until the times agree (engine by decomposition; exact with one centre).

use crate::lists::Map;
use std::rc::Rc;

use super::birth_death::Weighted;
use super::builder;
use super::centre::{Centred, Column};
use super::crowd::{self, Crowd, Met};
use super::percentiles::Component;
use super::profile::Profile;
use super::rounds::Round;
use super::throttle::Throttling;
use crate::engine::network::{Network, Path, ROOT, ScopeId, StationId, Way};
use crate::model::scenario::NodeId;

/// Rounds after which the times are taken as they are.
pub const ROUNDS: u32 = 80;

/// Change of a centre's time, in cycle times, at which the rounds end.
const SETTLED: f64 = 1e-9;

/// More active users than this are counted in whole users.
const MANY: f64 = 256.0;

/// What users do between requests, and how long they wait for one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Habits {
    /// Mean seconds of thinking.
    pub think_s: f64,
    /// Seconds after which they give a request up; may be endless.
    pub timeout_s: f64,
    /// The most active users that there will be.
    pub most: u64,
}

/// A network with its profiles.
pub struct Solver {
    pub(super) network: Network,
    pub(super) habits: Habits,
    pub(super) centres: Vec<Centred>,
    /// Whether some station throttles.
    throttles: bool,
}

/// The steady state at one number of users.
#[derive(Clone, Debug, Default)]
pub struct Solution {
    /// Active users that it is for.
    pub active: f64,
    /// Requests that end a second, however they end.
    pub ended_rps: f64,
    /// Rounds that it took.
    pub rounds: u32,
    /// Whether the rounds ended by themselves; if not, the times are those of the last.
    pub settled: bool,
    /// How each centre of the outermost scope fares.
    pub(super) centres: Vec<CentreState>,
    /// Of each path: share of its requests that give up or are refused.
    pub(super) given_up: Map<usize, f64>,
    /// What becomes of calls to stations that throttle.
    pub throttling: Throttling,
}

/// What arriving requests meet, centre by centre.
pub struct Crowds {
    centres: Vec<Vec<Crowd>>,
    /// Share of those who come that give up there.
    given_up: Vec<f64>,
    /// What becomes of calls to stations that throttle.
    throttling: Throttling,
    /// Of each station: how much of its crowd goes with each second of work, 1/s.
    turnover: Map<StationId, f64>,
}

/// How a centre fares.
#[derive(Clone, Debug, Default)]
pub(super) struct CentreState {
    /// User requests a second that get through, in requests of the whole mix.
    pub(super) through_rps: f64,
    /// Share of those who come that give up or are refused.
    pub(super) given_up: f64,
    /// Share of those who come that are refused.
    pub(super) refused: f64,
    /// Mean number in each column, background work left out.
    pub(super) numbers: Vec<f64>,
    /// Its speed at these users.
    pub(super) profile: Rc<Profile>,
    /// Probabilities of the number here.
    pub(super) states: Vec<Weighted>,
}

impl Solution {
    /// Share of the requests of a class that give up waiting or are refused.
    pub fn given_up(&self, class: usize) -> f64 {
        self.given_up.get(&class).copied().unwrap_or(0.0)
    }

    /// Requests of a path answered a second, the late ones included.
    pub fn answered_rps(&self, path: &Path) -> f64 {
        self.worked_rps(path) * (1.0 - self.throttling.failed(path.class))
    }

    /// Requests of a path a second that are worked on, to their end or until a call of theirs is refused for good: what
    /// they asked of others by then is counted as done.
    pub fn worked_rps(&self, path: &Path) -> f64 {
        self.ended_rps * path.share * (1.0 - self.given_up(path.class))
    }
}

impl Solver {
    /// Makes the profiles of a network.
    pub fn new(network: Network, habits: Habits) -> Self {
        let centres = builder::centres(&network, habits.most.max(1));
        let throttles = network.stations.iter().any(|station| station.throttle.is_some());
        Self { network, habits, centres, throttles }
    }

    /// The network that it solves.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// Solves at a number of active users. Finite for any number from 0 on.
    pub fn solve_active(&self, active: f64) -> Solution {
        let whole = if active > MANY { libm::round(active) } else { active };
        let think_s = self.habits.think_s + self.network.scopes.first().map_or(0.0, |root| root.delay_s);
        if whole <= 0.0 || !think_s.is_finite() {
            return Solution { active, settled: true, ..Solution::default() };
        }
        let waiting = |more_s: f64| self.solve_thinking(whole, think_s + more_s);
        if self.throttles { self.throttled(waiting) } else { waiting(0.0) }
    }

    fn solve_thinking(&self, active: f64, think_s: f64) -> Solution {
        let mut round = Round::new(self, active, think_s);
        let (mut rounds, mut settled) = (0, false);
        while rounds < ROUNDS && !settled {
            rounds += 1;
            settled = round.again() < SETTLED || round.is_single();
        }
        Solution { rounds, settled, ..round.solution() }
    }

    /// The numbers of active users that are solved, not more and not fewer than this one.
    pub fn whole(active: f64) -> (f64, f64) {
        if active > MANY { (libm::floor(active), libm::ceil(active)) } else { (active, active) }
    }

    /// Requests a second of each path that a station, a node's traffic or the bill counts: `read` gives the amount for
    /// one request.
    pub fn per_second(&self, solution: &Solution, read: impl Fn(&Path) -> f64) -> f64 {
        self.network.paths.iter().map(|path| solution.worked_rps(path) * read(path)).sum()
    }

    /// Mean seconds that a request spends inside a scope, not counting the wait to enter, per user request.
    pub fn holding_s(&self, solution: &Solution, scope: ScopeId) -> f64 {
        let through = self.columns(solution).find(|(column, ..)| *column == Column::Waiting(scope));
        match through {
            Some((_, _, rps)) if rps > 0.0 => self.number_inside(solution, scope) / rps,
            _ => 0.0,
        }
    }

    /// Mean number of requests inside a scope.
    pub fn number_inside(&self, solution: &Solution, scope: ScopeId) -> f64 {
        let inside = self.columns(solution).filter(|(column, ..)| self.is_inside(*column, scope));
        let queued: f64 = inside.map(|(_, number, _)| number).sum();
        let delay = if scope == ROOT { self.network.scopes.first().map_or(0.0, |root| root.delay_s) } else { 0.0 };
        queued + delay * solution.ended_rps
    }

    /// Mean number waiting to enter a scope.
    pub fn number_waiting(&self, solution: &Solution, scope: ScopeId) -> f64 {
        self.columns(solution)
            .filter(|(column, ..)| *column == Column::Waiting(scope))
            .map(|(_, number, _)| number)
            .sum()
    }

    /// Share of those who come to a scope of the outermost that give up there; nobody does further inside.
    pub fn given_up_at(&self, solution: &Solution, scope: ScopeId) -> f64 {
        let centres = self.centres.iter().zip(&solution.centres);
        let mut here = centres.filter(|(centre, _)| centre.columns.first() == Some(&Column::Waiting(scope)));
        here.next().map_or(0.0, |(_, state)| state.given_up - state.refused)
    }

    /// User requests a second that a scope refuses because all its slots are held. Several scopes that refuse at one
    /// centre share what is refused there by how often they are entered.
    pub fn refused_rps(&self, solution: &Solution, scope: ScopeId) -> f64 {
        let scopes = &self.network.scopes;
        let refusing = |column: &Column| match column {
            Column::Waiting(id) => scopes.get(*id).filter(|scope| scope.refuses).map(|scope| (*id, scope.entries)),
            _ => None,
        };
        let of = |(centre, state): (&Centred, &CentreState)| {
            let here: Vec<(ScopeId, f64)> = centre.columns.iter().filter_map(refusing).collect();
            let (_, entries) = here.iter().find(|(id, _)| *id == scope)?;
            let all: f64 = here.iter().map(|(_, entries)| entries).sum();
            let paths = self.network.paths.iter();
            let come: f64 = paths.map(|path| path.share * centre.comes(path)).sum();
            Some(solution.ended_rps * come * state.refused * entries / all)
        };
        self.centres.iter().zip(&solution.centres).find_map(of).unwrap_or(0.0)
    }

    /// Mean number of requests at a station.
    pub fn number_at(&self, solution: &Solution, station: StationId) -> f64 {
        let wanted = Column::Station(station);
        self.columns(solution).filter(|(column, ..)| *column == wanted).map(|(_, number, _)| number).sum()
    }

    /// Mean numbers inside a scope, each with the node that they are at or wait for; fixed delays are nobody's.
    pub fn numbers_by_node(&self, solution: &Solution, scope: ScopeId) -> Vec<(NodeId, f64)> {
        let inside = self.columns(solution).filter(|(column, ..)| self.is_inside(*column, scope));
        inside.filter_map(|(column, number, _)| Some((self.node_of(column)?, number))).collect()
    }

    /// Utilisation of a station, 0…1.
    pub fn utilisation(&self, solution: &Solution, station: StationId) -> f64 {
        let used = solution.throttling.used.get(&station).copied();
        let busy = used.unwrap_or_else(|| self.per_second(solution, |path| path.demand_s(station)));
        self.network.stations.get(station).map_or(0.0, |station| (busy / station.capacity()).min(1.0))
    }

    /// The crowds that requests meet at each centre when they arrive.
    pub fn crowds(&self, solution: &Solution) -> Crowds {
        let of = |(centre, state): (&Centred, &CentreState)| {
            let met = Met {
                network: &self.network,
                profile: &state.profile,
                columns: &centre.columns,
                fleets: &centre.fleets,
                active: solution.active,
                most: centre.most.map_or(f64::INFINITY, |most| most as f64),
                patience_s: self.habits.timeout_s * centre.share,
            };
            met.crowds(&state.states)
        };
        Crowds {
            centres: self.centres.iter().zip(&solution.centres).map(of).collect(),
            given_up: solution.centres.iter().map(|state| state.given_up).collect(),
            throttling: solution.throttling.clone(),
            turnover: Map::from_iter((0..self.network.stations.len()).map(|id| (id, self.turnover(solution, id)))),
        }
    }

    /// How much of a station's crowd goes with each second of work, 1/s: less the busier it is, and the longer the works
    /// that remain.
    fn turnover(&self, solution: &Solution, id: StationId) -> f64 {
        let visits: f64 = self.network.paths.iter().map(|path| path.share * path.count(id)).sum();
        let Some(station) = self.network.stations.get(id).filter(|_| visits > 0.0) else { return 0.0 };
        let remaining_s = station.demand_s / visits * (1.0 + station.scv) / 2.0;
        if remaining_s > 0.0 { (1.0 - self.utilisation(solution, id)) / remaining_s } else { 0.0 }
    }

    /// The response time of one class as a mixture whose weights add to 1: for each way that its requests may take, the
    /// crowds of the centre where it varies most, and the other centres by their mean and variance.
    pub fn mixture(&self, crowds: &Crowds, path: &Path) -> Vec<Component> {
        let whole = [Way::whole(path)];
        let ways = if path.ways.is_empty() { &whole[..] } else { &path.ways };
        // Of those who are answered, fewer took a way on which many give up.
        let stays: Vec<f64> = ways.iter().map(|way| way.probability * self.stays(crowds, way)).collect();
        let all: f64 = stays.iter().sum();
        let mut found = Vec::new();
        for (way, stays) in ways.iter().zip(&stays).filter(|(_, stays)| **stays > 0.0) {
            let components = |here: &Vec<Crowd>| crowd::components(here, &self.network, way, &crowds.turnover);
            let centres: Vec<Vec<Component>> = crowds.centres.iter().map(components).collect();
            let share = stays / all;
            let of_all = |component: Component| {
                let made = Component { weight: component.weight * share, ..component };
                crowds.throttling.delay(&self.network, path, made)
            };
            found.extend(crowd::together(&centres, way.delay_s, way.delay_variance_s2).into_iter().map(of_all));
        }
        found
    }

    /// Share of the requests on a way who give up nowhere.
    fn stays(&self, crowds: &Crowds, way: &Way) -> f64 {
        let centres = self.centres.iter().zip(&crowds.given_up);
        centres.map(|(centre, given_up)| 1.0 - centre.comes_on(way) * given_up).product()
    }

    /// Every column with its number and the requests a second that get through its centre.
    fn columns<'s>(&'s self, solution: &'s Solution) -> impl Iterator<Item = (Column, f64, f64)> + 's {
        self.centres.iter().zip(&solution.centres).flat_map(|(centre, state)| {
            centre.columns.iter().zip(&state.numbers).map(|(column, number)| (*column, *number, state.through_rps))
        })
    }

    fn node_of(&self, column: Column) -> Option<NodeId> {
        match column {
            Column::Delay(_) => None,
            Column::Station(station) => Some(self.network.stations.get(station)?.node),
            Column::Waiting(scope) => Some(self.network.scopes.get(scope)?.holders.first()?.node),
        }
    }

    /// Whether those counted in a column are inside a scope or one nested in it.
    fn is_inside(&self, column: Column, scope: ScopeId) -> bool {
        let of = match column {
            Column::Delay(of) => Some(of),
            Column::Station(station) => self.network.stations.get(station).map(|station| station.scope),
            Column::Waiting(of) => self.network.scopes.get(of).and_then(|inner| inner.parent),
        };
        of.is_some_and(|of| self.network.is_within(of, scope))
    }
}
