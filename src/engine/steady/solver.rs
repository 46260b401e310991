//! The solver. Profiles are made once for a network; each number of users then costs a few birth–death processes.
//!
//! What stands in the outermost scope is a list of *centres*: a station, or a scope with all that is nested in it. Each
//! is solved as a queue with a finite number of sources whose think time is the time that users spend elsewhere, again
//! and again until the times agree (engine by decomposition; exact with one centre).

use crate::lists::Map;
use std::rc::Rc;

use super::birth_death::{Weighted, distribution};
use super::builder;
use super::centre::{Centred, Column};
use super::crowd::{self, Crowd, Met};
use super::percentiles::Component;
use super::profile::Profile;
use crate::engine::network::{Network, Path, ROOT, ScopeId, StationId, Way};
use crate::lists;
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
    network: Network,
    habits: Habits,
    centres: Vec<Centred>,
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
    centres: Vec<CentreState>,
    /// Of each path: share of its requests that give up.
    given_up: Map<usize, f64>,
}

/// What arriving requests meet, centre by centre.
pub struct Crowds {
    centres: Vec<Vec<Crowd>>,
    /// Share of those who come that give up there.
    given_up: Vec<f64>,
    /// Of each station: how much of its crowd goes with each second of work, 1/s.
    turnover: Map<StationId, f64>,
}

/// How a centre fares.
#[derive(Clone, Debug, Default)]
struct CentreState {
    /// User requests a second that get through, in requests of the whole mix.
    through_rps: f64,
    /// Share of those who come that give up.
    given_up: f64,
    /// Mean number in each column, background work left out.
    numbers: Vec<f64>,
    /// Its speed at these users.
    profile: Rc<Profile>,
    /// Probabilities of the number here.
    states: Vec<Weighted>,
}

impl Solution {
    /// Share of the requests of a class that give up waiting.
    pub fn given_up(&self, class: usize) -> f64 {
        self.given_up.get(&class).copied().unwrap_or(0.0)
    }

    /// Requests of a path answered a second, the late ones included.
    pub fn answered_rps(&self, path: &Path) -> f64 {
        self.ended_rps * path.share * (1.0 - self.given_up(path.class))
    }
}

impl Solver {
    /// Makes the profiles of a network.
    pub fn new(network: Network, habits: Habits) -> Self {
        let centres = builder::centres(&network, habits.most.max(1));
        Self { network, habits, centres }
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
        let mut round = Round::new(self, whole, think_s);
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
        self.network.paths.iter().map(|path| solution.answered_rps(path) * read(path)).sum()
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
        here.next().map_or(0.0, |(_, state)| state.given_up)
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
        let busy = self.per_second(solution, |path| path.demand_s(station));
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
                patience_s: self.habits.timeout_s * centre.share,
            };
            met.crowds(&state.states)
        };
        Crowds {
            centres: self.centres.iter().zip(&solution.centres).map(of).collect(),
            given_up: solution.centres.iter().map(|state| state.given_up).collect(),
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
            let of_all = |component: Component| Component { weight: component.weight * share, ..component };
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

/// Active users are whole: 1.3 of them on average are one in seven tenths of the time and two in three.
fn whole_users(active: f64) -> impl Iterator<Item = (u64, f64)> {
    let fewer = libm::floor(active);
    let more = active - fewer;
    [(fewer as u64, 1.0 - more), (fewer as u64 + 1, more)].into_iter().filter(|(_, share)| *share > 0.0)
}

/// The rounds of one solution.
struct Round<'a> {
    solver: &'a Solver,
    active: f64,
    think_s: f64,
    visits: Vec<CentreRound>,
}

/// A centre in the rounds.
#[derive(Default)]
struct CentreRound {
    /// Mean seconds here per user request.
    time_s: f64,
    /// Requests a second that get through, as each column sees them.
    rates: Vec<f64>,
    /// The centre's profile without the time of background work, where it has any.
    own: Option<Rc<Profile>>,
    /// Probabilities of the number here.
    states: Vec<Weighted>,
}

impl<'a> Round<'a> {
    fn new(solver: &'a Solver, active: f64, think_s: f64) -> Self {
        let start = |centre: &Centred| CentreRound {
            time_s: 1.0 / centre.profile.rate(1.0),
            rates: vec![0.0; centre.columns.len()],
            ..CentreRound::default()
        };
        Self { solver, active, think_s, visits: solver.centres.iter().map(start).collect() }
    }

    /// Whether one round is exact: one centre, and nothing in the background.
    fn is_single(&self) -> bool {
        self.solver.centres.len() <= 1 && !self.solver.centres.iter().any(|centre| centre.has_background)
    }

    /// Solves each centre once more with the newest times of the others; returns the largest change of a time, in cycle
    /// times.
    fn again(&mut self) -> f64 {
        let mut change = 0.0_f64;
        for (index, centre) in self.solver.centres.iter().enumerate() {
            let Some(mut visit) = self.visits.get_mut(index).map(std::mem::take) else { continue };
            let elsewhere = self.cycle_s().max(f64::MIN_POSITIVE);
            let before = visit.time_s;
            self.solve_centre(centre, &mut visit, elsewhere);
            change = change.max(libm::fabs(visit.time_s - before) / (elsewhere + visit.time_s));
            if let Some(kept) = self.visits.get_mut(index) {
                *kept = visit;
            }
        }
        change
    }

    /// Mean seconds from one request of a user to the next. (While a centre is solved its own time is taken out.)
    fn cycle_s(&self) -> f64 {
        self.think_s + self.visits.iter().map(|visit| visit.time_s).sum::<f64>()
    }

    fn solve_centre(&self, centre: &Centred, visit: &mut CentreRound, elsewhere: f64) {
        let network = &self.solver.network;
        if centre.has_background {
            visit.own = Some(Rc::new(centre.profile.without(&centre.unwaited(network, &visit.rates))));
        }
        let profile = visit.own.as_ref().unwrap_or(&centre.profile);
        let leaving = |present: f64| self.leaving(centre, profile, present);
        let mut states = Vec::new();
        for (users, share) in whole_users(self.active) {
            let found = distribution(users, |present| (users as f64 - present) / (elsewhere * leaving(present + 1.0)));
            states.extend(found.into_iter().map(|entry| Weighted { weight: entry.weight * share, ..entry }));
        }
        lists::sort(&mut states, |one, other| one.state < other.state);
        let number: f64 = states.iter().map(|entry| entry.weight * entry.state).sum();
        // Those elsewhere come back at this rate; as many leave.
        let left = (self.active - number) / elsewhere;
        let through: f64 = states.iter().map(|entry| entry.weight * profile.rate(entry.state)).sum();
        centre.approach(network, &mut visit.rates, through);
        visit.time_s = if left > 0.0 { number / left } else { 0.0 };
        visit.states = states;
    }

    /// Requests a second that leave a centre with `present` there. Where its queue is so long that the last would wait
    /// beyond the client's patience, they leave it at the rate at which they reach that age.
    fn leaving(&self, centre: &Centred, profile: &Profile, present: f64) -> f64 {
        profile.rate(present).max(present / (self.solver.habits.timeout_s * centre.share))
    }

    fn solution(mut self) -> Solution {
        let network = &self.solver.network;
        let ended_rps = self.active / self.cycle_s();
        let visits = std::mem::take(&mut self.visits);
        let centres = self.solver.centres.iter().zip(visits);
        let centres: Vec<CentreState> = centres.map(|(centre, visit)| self.centre_state(centre, visit)).collect();
        let given_up =
            Map::from_iter(network.paths.iter().map(|path| (path.class, self.share_given_up(&centres, path))));
        Solution { active: self.active, ended_rps, centres, given_up, ..Solution::default() }
    }

    fn centre_state(&self, centre: &Centred, visit: CentreRound) -> CentreState {
        let profile = visit.own.unwrap_or_else(|| Rc::clone(&centre.profile));
        let (mut through_rps, mut leaving) = (0.0, 0.0);
        let mut numbers = vec![0.0; centre.columns.len()];
        for entry in &visit.states {
            through_rps += entry.weight * profile.rate(entry.state);
            leaving += entry.weight * self.leaving(centre, &profile, entry.state);
            profile.add_numbers(entry.state, entry.weight, &mut numbers);
        }
        let given_up = if leaving > 0.0 { 1.0 - through_rps / leaving } else { 0.0 };
        // Below this it is what rounding leaves of nobody.
        let given_up = if given_up < 1e-12 { 0.0 } else { given_up };
        CentreState { through_rps, given_up, numbers, profile, states: visit.states }
    }

    /// Share of a class's requests that give up at some centre that they come to.
    fn share_given_up(&self, centres: &[CentreState], path: &Path) -> f64 {
        let stays =
            self.solver.centres.iter().zip(centres).map(|(centre, state)| 1.0 - centre.comes(path) * state.given_up);
        1.0 - stays.product::<f64>()
    }
}
