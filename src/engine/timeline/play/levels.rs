//! Steady states of a drawing as its instances are now, at as many numbers of users as a fluid has asked for.
//!
//! A fluid knows how much waits and how fast it goes, but not how the times of single requests spread. Those it takes
//! from the steady state in which as much waits.

use crate::engine::network::{Network, Path, ROOT, Station, Visit, Way};
use crate::engine::steady::{Habits, Solution, Solver, response};
use crate::lists::Map;

/// Ratio of neighbouring numbers of users that are solved; between them is interpolated in logarithms.
const STEP: f64 = 1.06;

/// So many times the users at which the stations are full show what slots let through.
const BEYOND: f64 = 4.0;

/// Where slots are held so long that they let through less than this share of what the stations could do, they are the
/// bottleneck.
const HELD_UP: f64 = 0.97;

/// The fewest and the most users that are solved.
const USERS: std::ops::RangeInclusive<f64> = 0.05..=1e8;

/// What a drawing's stations and slots can do.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Shape {
    /// Of each station: its instances that work, and the speed of a server, 1 for its usual one.
    pub(super) stations: Vec<(u32, f64)>,
    /// Of each of the slots: how many.
    pub(super) slots: Vec<u32>,
}

/// A steady state.
#[derive(Clone, Debug)]
pub(super) struct Level {
    /// Mean seconds from request to answer, those left out who give up.
    pub(super) mean_s: f64,
    /// p50, p95 and p99, seconds; none where nobody is answered.
    pub(super) percentiles_s: Option<[f64; 3]>,
    /// Of each of the slots: how many are held, and how many wait for one.
    pub(super) held: Vec<(f64, f64)>,
    /// Of each station: mean seconds there over those of its work.
    pub(super) stretch: Vec<f64>,
}

/// The steady states of one shape.
pub(super) struct Levels {
    solver: Solver,
    habits: Habits,
    /// By the exponent of [`STEP`].
    solved: Map<i32, Level>,
    /// Requests of the whole mix a second that can be answered at most.
    pub(super) most_rps: f64,
    /// Who has to wait where more come.
    pub(super) blocked: Blocked,
    /// Users at which as many ask, with nobody in the way.
    pub(super) full_users: f64,
    /// The most users that are told apart.
    most: f64,
    /// Levels solved since this was asked for last.
    solutions: u32,
}

impl Levels {
    /// The steady states of a network whose stations and slots are as given, for up to so many users.
    pub(super) fn new(network: &Network, shape: &Shape, habits: Habits) -> Self {
        let network = shaped(network, shape);
        let Habits { think_s, timeout_s, .. } = habits;
        let used = network.stations.iter().enumerate().filter_map(|(id, station)| {
            let demand: f64 = network.paths.iter().map(|path| path.share * waited(path.visits.get(&id))).sum();
            let others = station.total_demand_s() - jobs_s(&network, id);
            (demand > 0.0).then(|| (station.capacity() / others.max(demand), id))
        });
        let (most_rps, first) = used.fold((f64::INFINITY, 0), |least, one| if one.0 < least.0 { one } else { least });
        let alone: f64 = network
            .paths
            .iter()
            .map(|path| path.share * (path.delay_s + path.visits.values().map(|visit| visit.demand_s).sum::<f64>()))
            .sum();
        let full_users = (most_rps * (think_s + alone)).min(*USERS.end());
        let most = habits.most as f64;
        let blocked = Blocked::of(&network, first);
        let solver = Solver::new(network, habits);
        let mut made = Self { solver, habits, solved: Map::new(), most_rps, blocked, full_users, most, solutions: 1 };
        let many = (full_users * BEYOND).min(most).min(most_rps * (think_s + timeout_s));
        let through = made.answered_rps(&made.solver.solve_active(many));
        if through < HELD_UP * most_rps.min(many / (think_s + alone)) {
            made.most_rps = through;
            made.full_users = through * (think_s + alone);
        }
        made
    }

    fn answered_rps(&self, solution: &Solution) -> f64 {
        self.solver.per_second(solution, |_| 1.0)
    }

    /// The network as it is.
    pub(super) fn network(&self) -> &Network {
        self.solver.network()
    }

    /// How many levels had to be solved since this was asked last.
    pub(super) fn take_solutions(&mut self) -> u32 {
        std::mem::take(&mut self.solutions)
    }

    /// The steady state at a number of active users.
    pub(super) fn at(&mut self, users: f64) -> Level {
        let (one, other, share) = self.around(users);
        one.towards(other, share)
    }

    /// Mean seconds from request to answer at a number of active users.
    pub(super) fn mean_s(&mut self, users: f64) -> f64 {
        let (one, other, share) = self.around(users);
        time_between(one.mean_s, other.mean_s, share)
    }

    /// The states solved on both sides of a number of users, and how far on the way to the second it is.
    fn around(&mut self, users: f64) -> (&Level, &Level, f64) {
        static NOWHERE: Level = Level { mean_s: 0.0, percentiles_s: None, held: Vec::new(), stretch: Vec::new() };
        let place = libm::log(users.clamp(*USERS.start(), self.most)) / libm::log(STEP);
        let low = libm::floor(place);
        let steps = [low as i32, low as i32 + 1];
        for step in steps {
            if !self.solved.contains_key(&step) {
                self.solutions += 1;
                let level = self.solve(libm::pow(STEP, f64::from(step)));
                self.solved.insert(step, level);
            }
        }
        let [one, other] = steps.map(|step| self.solved.get(&step).unwrap_or(&NOWHERE));
        (one, other, place - low)
    }

    fn solve(&self, users: f64) -> Level {
        let (solver, timeout_s) = (&self.solver, self.habits.timeout_s);
        let solution = solver.solve_active(users);
        let crowds = solver.crowds(&solution);
        let latency =
            response::latency(&response::overall(solver, &solution, &response::by_path(solver, &crowds)), timeout_s);
        let seconds = latency.map(|latency| [latency.mean, latency.p50, latency.p95, latency.p99].map(|at| at.0 / 1e3));
        Level {
            mean_s: seconds.map_or(timeout_s, |[mean, ..]| mean),
            percentiles_s: seconds.map(|[_, p50, p95, p99]| [p50, p95, p99]),
            held: self.held(&solution),
            stretch: self.stretch(&solution),
        }
    }

    /// Who waits for a node's slots counts at its busiest station.
    fn stretch(&self, solution: &Solution) -> Vec<f64> {
        let network = self.solver.network();
        let busy = |id: usize| self.solver.per_second(solution, |path| waited(path.visits.get(&id)));
        let busy: Vec<f64> = (0..network.stations.len()).map(busy).collect();
        let mut numbers: Vec<f64> = (0..busy.len()).map(|id| self.solver.number_at(solution, id)).collect();
        let held = self.held(solution);
        for holder in network.scopes.iter().flat_map(|scope| &scope.holders) {
            let own = (0..busy.len()).filter(|id| network.stations.get(*id).is_some_and(|at| at.node == holder.node));
            let busiest = own.max_by(|one, other| busy[*one].total_cmp(&busy[*other]));
            if let (Some(id), Some((_, waiting))) = (busiest, held.get(holder.id)) {
                numbers[id] += waiting;
            }
        }
        numbers
            .iter()
            .zip(&busy)
            .map(|(number, busy)| if *busy > 0.0 { (number / busy).max(1.0) } else { 1.0 })
            .collect()
    }

    /// Each holder has its share of those inside a scope, by its entries.
    fn held(&self, solution: &Solution) -> Vec<(f64, f64)> {
        let scopes = &self.solver.network().scopes;
        let count = scopes.iter().map(|scope| scope.holders.len()).sum();
        let mut held = vec![(0.0, 0.0); count];
        for (id, scope) in scopes.iter().enumerate() {
            let entries: f64 = scope.holders.iter().map(|holder| holder.entries).sum();
            let (inside, waiting) = (self.solver.number_inside(solution, id), self.solver.number_waiting(solution, id));
            for holder in scope.holders.iter().filter(|_| entries > 0.0) {
                if let Some(place) = held.get_mut(holder.id) {
                    let share = holder.entries / entries;
                    *place = (share * inside, share * waiting);
                }
            }
        }
        held
    }
}

/// Which requests have to wait where the first of all resources is full: those who come to it, or need the slots that
/// others hold while they wait for it. Lists are by path.
#[derive(Clone, Debug)]
pub(super) struct Blocked {
    /// Of all requests.
    pub(super) share: f64,
    /// Of each path's own.
    pub(super) waits: Vec<f64>,
    /// Work there of one that waits, the mean being 1.
    pub(super) work: Vec<f64>,
    /// By station: seconds of a server for one that waits, and for one that does not.
    pub(super) demands_s: Vec<Vec<(f64, f64)>>,
    /// The slots that are held where it is full, and the station.
    pub(super) slots: Vec<usize>,
    pub(super) first: usize,
}

impl Blocked {
    fn of(network: &Network, first: usize) -> Self {
        let mut scope = network.stations.get(first).map_or(ROOT, |station| station.scope);
        while let Some(outer) = network.scopes.get(scope).and_then(|inner| inner.parent).filter(|outer| *outer != ROOT)
        {
            scope = outer;
        }
        let waits = |way: &&Way| {
            if scope == ROOT { way.visits.contains_key(&first) } else { way.entries.contains_key(&scope) }
        };
        let share_of = |path: &Path| path.ways.iter().filter(waits).map(|way| way.probability).sum::<f64>().min(1.0);
        let waiting_s = |path: &Path, id: usize| {
            let of_way = |way: &Way| way.probability * waited(way.visits.get(&id));
            path.ways.iter().filter(waits).map(of_way).sum::<f64>().min(waited(path.visits.get(&id)))
        };
        let over = |sum: f64, share: f64| if share > 0.0 { sum / share } else { 0.0 };
        let demands = |path: &Path| {
            let share = share_of(path);
            let of_station = |id: usize| {
                let (waiting, aside) = (waiting_s(path, id), waited(path.unwaited.get(&id)));
                let others = (waited(path.visits.get(&id)) - waiting).max(0.0);
                (over(waiting, share) + aside, over(others, 1.0 - share) + aside)
            };
            (0..network.stations.len()).map(of_station).collect()
        };
        let all = |of: &dyn Fn(&Path) -> f64| network.paths.iter().map(|path| path.share * of(path)).sum::<f64>();
        let share = all(&share_of);
        let mean_s = over(all(&|path| waiting_s(path, first)), share);
        let work = |path: &Path| {
            let own = over(over(waiting_s(path, first), share_of(path)), mean_s);
            if own > 0.0 { own } else { 1.0 }
        };
        let holders = network.scopes.get(scope).filter(|_| scope != ROOT).map(|scope| &scope.holders);
        Self {
            share: if share > 0.0 { share.min(1.0) } else { 1.0 },
            waits: network.paths.iter().map(share_of).collect(),
            work: network.paths.iter().map(work).collect(),
            demands_s: network.paths.iter().map(demands).collect(),
            first,
            slots: holders.into_iter().flatten().map(|holder| holder.id).collect(),
        }
    }
}

impl Level {
    /// Between two, so far on the way to the other; times in logarithms.
    fn towards(&self, other: &Self, share: f64) -> Self {
        let line = |one: f64, two: f64| one + share * (two - one);
        let time = |one: f64, two: f64| time_between(one, two, share);
        let times = |[a, b, c]: [f64; 3], [d, e, f]: [f64; 3]| [time(a, d), time(b, e), time(c, f)];
        Self {
            mean_s: time(self.mean_s, other.mean_s),
            percentiles_s: self.percentiles_s.zip(other.percentiles_s).map(|(one, two)| times(one, two)),
            held: self
                .held
                .iter()
                .zip(&other.held)
                .map(|(one, two)| (line(one.0, two.0), line(one.1, two.1)))
                .collect(),
            stretch: self.stretch.iter().zip(&other.stretch).map(|(one, two)| time(*one, *two)).collect(),
        }
    }
}

/// A time between two, in logarithms.
fn time_between(one: f64, other: f64, share: f64) -> f64 {
    let line = |one: f64, two: f64| one + share * (two - one);
    if one > 0.0 && other > 0.0 { libm::exp(line(libm::log(one), libm::log(other))) } else { line(one, other) }
}

fn waited(visit: Option<&Visit>) -> f64 {
    visit.map_or(0.0, |visit| visit.demand_s)
}

/// Seconds of a server of a station for jobs that nobody waits for, per user request: a queue holds them back.
fn jobs_s(network: &Network, station: usize) -> f64 {
    let share = |class: usize| network.paths.iter().find(|path| path.class == class).map_or(0.0, |path| path.share);
    let flows = network.jobs.iter();
    flows.map(|flow| share(flow.class) * flow.per_request * flow.stations.get(&station).copied().unwrap_or(0.0)).sum()
}

/// The network with its stations and slots as they are now. Slower servers are more work for each request.
fn shaped(network: &Network, shape: &Shape) -> Network {
    let mut made = network.clone();
    for (id, (working, speed)) in shape.stations.iter().enumerate() {
        let longer = if *speed > 0.0 { 1.0 / speed } else { 1.0 };
        if let Some(station) = made.stations.get_mut(id) {
            resize(station, *working, longer);
        }
        if (longer - 1.0).abs() <= 0.0 {
            continue;
        }
        for path in &mut made.paths {
            let ways = path.ways.iter_mut().map(|way| &mut way.visits);
            for visits in ways.chain([&mut path.visits, &mut path.unwaited]) {
                if let Some(visit) = visits.get_mut(&id) {
                    visit.demand_s *= longer;
                    visit.variance_s2 *= longer * longer;
                }
            }
        }
        for flow in &mut made.jobs {
            if let Some(seconds) = flow.stations.get_mut(&id) {
                *seconds *= longer;
            }
        }
    }
    // What throttles does so by what is kept now, which the fluid knows.
    made.stations.iter_mut().for_each(|station| station.throttle = None);
    for holder in made.scopes.iter_mut().flat_map(|scope| &mut scope.holders) {
        if let Some(count) = shape.slots.get(holder.id) {
            holder.slots = u64::from((*count).max(1));
        }
    }
    made
}

fn resize(station: &mut Station, working: u32, longer: f64) {
    station.instances = working.max(1);
    station.demand_s *= longer;
    station.background_s *= longer;
}
