//! A drawing in time as a fluid: how many requests come, wait and are answered, second by second, without any of them.
//!
//! What can be done at most comes from the steady engine, for the instances as they are. Users who do not wait think and
//! ask in a closed circle; what comes beyond what can be done waits in cohorts, first come first served, and a cohort's
//! wait is the horizontal distance between all that came and all that went. The times of single requests are those of
//! the steady state in which as much waits.

use std::cell::RefCell;
use std::rc::Rc;

use super::asking::Asking;
use super::finding::failing;
use super::fluid::Waiting;
use super::group::Group;
use super::jobs::{Doer, Jobs, runs_apart};
use super::later;
use super::levels::{Level, Levels, Shape};
use super::met::{Losses, Met, Rules, Second};
use super::sample::QueueSample;
use super::standing::{bound, lost, shape};
use super::throttles;
use crate::engine::network::{JobFlow, Network, Path};
use crate::engine::queueing::network as queueing;
use crate::engine::steady::Habits;
use crate::engine::timeline::fluid::{Flowed, Strength};
use crate::engine::timeline::simulation::Simulation;
use crate::engine::timeline::tally::Cause;
use crate::model::scenario::NodeId;
use crate::model::topology::Topology;

/// Steps of a second in which something waits.
const STEPS: u32 = 4;

/// Shapes whose steady states are kept; a day has few.
const SHAPES: usize = 48;

/// What a second, a steady state and a new shape take, in events of a simulation.
const SECOND: u64 = 40;
const SOLUTION: u64 = 8_000;
const SHAPE: u64 = 20_000;

/// Steady states of one shape, as snapshots share them.
type Shared = Rc<RefCell<Levels>>;

/// Steady states by shape, the newest last. They depend on nothing else, so that snapshots may share them.
#[derive(Clone, Default)]
struct Known(Rc<RefCell<Vec<(Shape, Shared)>>>);

impl std::fmt::Debug for Known {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} shapes", self.0.borrow().len())
    }
}

/// The fluid's state.
#[derive(Clone, Debug)]
pub(super) struct Flow {
    network: Rc<Network>,
    /// The routes of the requests, and of each class the share that asks for something that is lost.
    routes: Rc<queueing::Network>,
    not_found: Vec<f64>,
    habits: Habits,
    known: Known,
    asking: Asking,
    /// Of the last second: attempts sent for each request, those answered who had waited, and seconds from a user's
    /// request to the next.
    attempts: f64,
    served: f64,
    cycle_s: f64,
    jobs: Jobs,
    /// Instances that worked in the last second, by group.
    working: Vec<u32>,
    /// Visits to each station so far.
    came: Vec<f64>,
    /// What has been counted since it was read last, over how many seconds, and the slowest of them.
    counted: Flowed,
    seconds: u32,
    slowest: Option<[f64; 3]>,
    /// Of each station in the last second: mean seconds there over those of its work.
    pub(super) stretch: Vec<f64>,
    /// The station for which someone waits, if anyone does.
    pub(super) full: Option<usize>,
    /// What it has taken so far, in events.
    pub(super) events: u64,
}

/// What a second does not change.
struct Now<'a> {
    strengths: &'a [Strength],
    levels: &'a mut Levels,
    /// Share of the requests that fail whatever is done, of all and of each path.
    lost: f64,
    losses: Losses,
    at_s: f64,
    users: f64,
    /// Seconds from request to answer where nobody has to wait for capacity.
    level_s: f64,
}

impl Flow {
    /// A fluid in a network.
    pub(super) fn new(
        (network, routes): (Network, queueing::Network),
        habits: Habits,
        rules: Rules,
        topology: &Topology,
    ) -> Self {
        Self {
            came: vec![0.0; network.stations.len()],
            network: Rc::new(network),
            routes: Rc::new(routes),
            not_found: Vec::new(),
            habits,
            known: Known::default(),
            asking: Asking::new(rules),
            attempts: 1.0,
            served: 0.0,
            cycle_s: habits.think_s,
            jobs: Jobs::of(topology),
            working: Vec::new(),
            counted: Flowed::default(),
            seconds: 0,
            slowest: None,
            stretch: Vec::new(),
            full: None,
            events: 0,
        }
    }

    /// Requests go other ways from here on, through the same stations; some of them ask for what is lost.
    pub(super) fn becomes(&mut self, network: Network, routes: queueing::Network) {
        self.not_found = failing(&routes, &[]);
        let sizes = |network: &Network| (network.stations.len(), network.paths.len());
        if sizes(&network) == sizes(&self.network) {
            self.network = Rc::new(network);
            self.routes = Rc::new(routes);
            self.known = Known::default();
        }
    }

    /// Those who wait, and those who will ask again.
    pub(super) fn who_waits(&self) -> Waiting {
        self.asking.who_waits(&self.network.paths.iter().map(|path| path.class as u16).collect::<Vec<u16>>())
    }

    /// Jobs that wait for a node.
    pub(super) fn jobs_waiting(&self, worker: NodeId) -> f64 {
        self.jobs.waiting(worker)
    }

    /// What a queue keeps from which some nodes fetch.
    pub(super) fn queue<'a>(&self, workers: impl Iterator<Item = &'a NodeId>) -> QueueSample {
        self.jobs.queue(workers)
    }

    /// What was counted since this was asked last, a second, and the percentiles of the slowest second.
    pub(super) fn read(&mut self) -> (Flowed, Option<[f64; 3]>) {
        let seconds = f64::from(std::mem::take(&mut self.seconds).max(1));
        let Flowed { offered, attempts, done, failed } = std::mem::take(&mut self.counted);
        let a_second = Flowed {
            offered: offered / seconds,
            attempts: attempts / seconds,
            done: done / seconds,
            failed: failed.map(|count| count / seconds),
        };
        (a_second, self.slowest.take())
    }

    /// A second from `at_s` on, with so many active users. False where the steady states of what is there now had to be
    /// made first: the second is still to come, in a step of its own.
    pub(super) fn second(&mut self, simulation: &mut Simulation, groups: &[Group], (at_s, users): (f64, f64)) -> bool {
        let strengths: Vec<Strength> = groups.iter().map(|group| group.strength(simulation)).collect();
        let shape = shape(&self.network, simulation, groups, &strengths);
        let Some(known) = self.levels(&shape) else {
            self.make(shape);
            return false;
        };
        let mut levels = known.borrow_mut();
        let losses = self.losses(simulation, &levels, (groups, &strengths), users);
        let lost = losses.total(levels.network().paths.iter().map(|path| path.share));
        let asking = users * (1.0 - lost) * self.attempts;
        let full = levels.full_users;
        let level_s = levels.mean_s(asking.min(full));
        let mut now = Now { strengths: &strengths, levels: &mut levels, lost, losses, at_s, users, level_s };
        let mut second = self.flow(&mut now, simulation);
        self.served = second.served.iter().sum();
        self.cycle_s = self.habits.think_s + (1.0 - lost) * level_s;
        self.attempts = if second.offered > 0.0 { second.attempts / second.offered } else { 1.0 };
        self.lose(&mut second, groups, &mut now);
        let level = self.level(&second, &mut now);
        self.count(&second, &level);
        self.stretch.clone_from(&level.stretch);
        self.full = (!self.asking.is_calm()).then_some(now.levels.blocked.first);
        self.work(simulation, groups, &now, (&second, &level));
        self.visit(simulation, &second);
        self.working = strengths.iter().map(|strength| strength.working).collect();
        self.events += SECOND + SOLUTION * u64::from(levels.take_solutions());
        true
    }

    /// Who fails whatever is done: those who meet a dead instance or ask for what is lost, and of as many as are
    /// answered else those beyond what is let through.
    fn losses(
        &self,
        simulation: &mut Simulation,
        levels: &Levels,
        (groups, strengths): (&[Group], &[Strength]),
        users: f64,
    ) -> Losses {
        let paths = &levels.network().paths;
        let dead = (Cause::InstanceDied, lost(levels.network(), &self.routes, groups, strengths));
        let not_found = |path: &Path| self.not_found.get(path.class).copied().unwrap_or(0.0);
        let not_found = (Cause::FailStep, paths.iter().map(not_found).collect());
        let before = Losses::of(paths.len(), [dead.clone(), not_found.clone()]);
        let left = 1.0 - before.total(paths.iter().map(|path| path.share));
        let asked = users / self.cycle_s * self.attempts * left;
        let refused = throttles::refused(&self.network, simulation, asked.max(self.served).min(levels.most_rps));
        Losses::of(paths.len(), [dead, not_found, (Cause::Refused, refused)])
    }

    /// The steady states of a shape, where they are known.
    fn levels(&self, shape: &Shape) -> Option<Shared> {
        let mut known = self.known.0.borrow_mut();
        let place = known.iter().position(|(of, _)| of == shape)?;
        let found = known.remove(place);
        let levels = Rc::clone(&found.1);
        known.push(found);
        Some(levels)
    }

    /// Makes the steady states of a shape.
    fn make(&mut self, shape: Shape) {
        let mut known = self.known.0.borrow_mut();
        if known.len() >= SHAPES {
            known.remove(0);
        }
        let levels = Levels::new(&self.network, &shape, self.habits);
        known.push((shape, Rc::new(RefCell::new(levels))));
        self.events += SHAPE;
    }

    /// Lets a second pass for those who ask, wait and are answered.
    fn flow(&mut self, now: &mut Now, simulation: &mut Simulation) -> Second {
        let bound = bound(now.levels, now.users, simulation);
        let network = now.levels.network();
        let mut second = Second::of(network.paths.len());
        let stays = 1.0 - now.lost;
        // A user asks once in so many seconds, where none has to wait.
        let asked = now.users / (self.habits.think_s + stays * now.level_s);
        let plain = !simulation.circuits.is_any() && (!now.losses.is_any() || !self.asking.retries());
        if plain && self.asking.is_calm() && asked * stays <= now.levels.most_rps {
            for (place, path) in network.paths.iter().enumerate() {
                let stays = asked * path.share * (1.0 - now.losses.all[place]);
                second.served[place] = stays * now.levels.blocked.waits[place];
                second.at_once[place] = stays - second.served[place];
            }
            (second.offered, second.attempts) = (asked, asked);
            for (cause, shares) in &now.losses.by_cause {
                let lost: f64 = network.paths.iter().zip(shares).map(|(path, lost)| path.share * lost).sum();
                second.failed[*cause as usize] = asked * lost;
            }
            return second;
        }
        let blocked = &now.levels.blocked;
        let met = Met {
            shares: network.paths.iter().map(|path| path.share).collect(),
            classes: network.paths.iter().map(|path| path.class as u16).collect(),
            waits: &blocked.waits,
            work: &blocked.work,
            lost: &now.losses,
            most_rps: now.levels.most_rps * blocked.share,
            bound,
            users: now.users,
            think_s: self.habits.think_s,
            level_s: now.level_s,
        };
        let step_s = 1.0 / f64::from(STEPS);
        for step in 0..STEPS {
            let at_s = now.at_s + (f64::from(step) + 0.5) * step_s;
            self.asking.step(&met, &mut simulation.circuits, (at_s, step_s), &mut second);
        }
        second
    }

    /// Instances that have died since the last second took along whoever was on them.
    fn lose(&mut self, second: &mut Second, groups: &[Group], now: &mut Now) {
        for ((group, strength), before) in groups.iter().zip(now.strengths).zip(&self.working) {
            if strength.working >= *before {
                continue;
            }
            let dead = f64::from(before - strength.working) / f64::from(*before);
            let users = now.users.min(now.levels.full_users);
            let level = now.levels.at(users);
            let held: f64 = group.slots.iter().filter_map(|slots| level.held.get(*slots)).map(|held| held.0).sum();
            let lost = (held * dead * f64::from(u8::from(strength.dead > 0.0))).min(second.done());
            if lost > 0.0 {
                self.asking.die(lost / second.done(), now.at_s + 1.0, second);
            }
        }
    }

    /// The steady state in which as many wait as those who were answered in this second have met.
    fn level(&self, second: &Second, now: &mut Now) -> Level {
        let base = (now.users * (1.0 - now.lost) * self.attempts).min(now.levels.full_users);
        let served: f64 = second.served.iter().sum();
        let wait_s = if served > 0.0 { second.waits_s / served } else { 0.0 };
        // Those who give up have waited as well.
        now.levels.at(base + wait_s * (served + second.given_up))
    }

    fn count(&mut self, second: &Second, level: &Level) {
        let done = second.done();
        self.counted.offered += second.offered;
        self.counted.attempts += second.attempts;
        self.counted.done += done;
        self.counted.failed.iter_mut().zip(second.failed).for_each(|(sum, count)| *sum += count);
        self.seconds += 1;
        if done > 0.0
            && let Some(found) = level.percentiles_s.map(|times| later::together(times, done, &second.later))
            && self.slowest.is_none_or(|[_, _, slowest]| found[2] > slowest)
        {
            self.slowest = Some(found);
        }
    }

    /// What stations, slots and those who do jobs have to do for so many answers.
    fn work(&mut self, simulation: &mut Simulation, groups: &[Group], now: &Now, (second, level): (&Second, &Level)) {
        let network = now.levels.network();
        let demands = &now.levels.blocked.demands_s;
        let of_station = |id: usize| {
            let of_path = |(place, of): (usize, &Vec<(f64, f64)>)| {
                let (of_waited, of_free) = of.get(id).copied().unwrap_or_default();
                (second.served[place] + second.wasted[place]) * of_waited + second.at_once[place] * of_free
            };
            demands.iter().enumerate().map(of_path).sum::<f64>()
        };
        let mut busy: Vec<f64> = (0..network.stations.len()).map(of_station).collect();
        let ended = |flow: &JobFlow| {
            let place = network.paths.iter().position(|path| path.class == flow.class);
            place.map_or(0.0, |place| second.worked(place))
        };
        let sent: Vec<f64> = network.jobs.iter().map(|flow| ended(flow) * flow.per_request).collect();
        for (group, strength) in groups.iter().zip(now.strengths) {
            let counts = group.slots.iter().map(|slots| f64::from(simulation.slots_state(*slots).2));
            let slots = if group.slots.is_empty() { f64::INFINITY } else { counts.sum() };
            let doer = Doer { worker: group.node, working: strength.working, slots, now_s: now.at_s + 1.0 };
            self.jobs.pass(&doer, network, &sent, &mut busy);
        }
        for (id, (busy, station)) in busy.iter().zip(&network.stations).enumerate() {
            simulation.add_busy(id, busy.clamp(0.0, station.capacity()));
        }
        for (group, strength) in groups.iter().zip(now.strengths) {
            let jobs = self.jobs_waiting(group.node);
            for slots in &group.slots {
                let (held, waiting) = level.held.get(*slots).copied().unwrap_or_default();
                let held = if strength.working == 0 { 0.0 } else { held };
                let count = f64::from(simulation.slots_state(*slots).2);
                let held = if jobs > 0.0 && !runs_apart(network, group.node) { count } else { held.min(count) };
                simulation.add_held(*slots, held, waiting + jobs);
            }
        }
    }

    /// Requests that are answered have visited their stations.
    fn visit(&mut self, simulation: &mut Simulation, second: &Second) {
        for (id, came) in self.came.iter_mut().enumerate() {
            let of_path = |(place, path): (usize, &Path)| second.worked(place) * path.count(id);
            *came += self.network.paths.iter().enumerate().map(of_path).sum::<f64>();
            simulation.set_came(id, *came);
        }
    }
}
