//! A drawing in time as a fluid: how many requests come, wait and are answered, second by second, without any of them.
//!
//! What can be done at most comes from the steady engine, for the instances as they are. Users who do not wait think and
//! ask in a closed circle; what comes beyond what can be done waits in cohorts, first come first served, and a cohort's
//! wait is the horizontal distance between all that came and all that went. The times of single requests are those of
//! the steady state in which as much waits.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use super::finding::failing;
use super::fluid::Waiting;
use super::group::Group;
use super::levels::{Level, Levels, Shape};
use super::standing::{lost, shape};
use super::throttles;
use crate::catalogue::spec::Resource;
use crate::engine::network::{HeldBy, Network, Path};
use crate::engine::queueing::network as queueing;
use crate::engine::steady::Habits;
use crate::engine::timeline::draw::added_up;
use crate::engine::timeline::fluid::{Flowed, Strength};
use crate::engine::timeline::simulation::Simulation;
use crate::engine::timeline::tally::Cause;
use crate::lists::Map;
use crate::model::scenario::NodeId;

/// Steps of a second in which something waits.
const STEPS: u32 = 4;

/// Shapes whose steady states are kept; a day has few.
const SHAPES: usize = 48;

/// What a second, a steady state and a new shape take, in events of a simulation.
const SECOND: u64 = 40;
const SOLUTION: u64 = 8_000;
const SHAPE: u64 = 20_000;

/// Less than this many requests are nobody.
const NOBODY: f64 = 1e-9;

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
    /// The routes of the requests, and the share of them that ask for something that is lost.
    routes: Rc<queueing::Network>,
    not_found: f64,
    habits: Habits,
    known: Known,
    /// Those who wait: when they came, seconds, and how many.
    cohorts: VecDeque<(f64, f64)>,
    waiting: f64,
    /// Of each class: how much of it waits, where any does.
    classes: Vec<(usize, f64)>,
    /// Jobs that wait, by who does them.
    jobs: Map<NodeId, f64>,
    /// Instances that worked in the last second, by group.
    working: Vec<u32>,
    /// Visits to each station so far.
    came: Vec<f64>,
    /// What has been counted since it was read last, over how many seconds, and the slowest of them.
    counted: Flowed,
    seconds: u32,
    slowest: Option<[f64; 3]>,
    /// What it has taken so far, in events.
    pub(super) events: u64,
}

/// What a second does not change.
struct Now<'a> {
    strengths: &'a [Strength],
    levels: &'a mut Levels,
    /// Share of the requests that meet a dead instance.
    lost: f64,
    users: f64,
    /// Seconds from request to answer where nobody has to wait for capacity.
    level_s: f64,
}

/// What a second was like.
#[derive(Clone, Copy, Debug, Default)]
struct Second {
    flowed: Flowed,
    /// Sum of the waits of those who were answered, seconds.
    waits_s: f64,
    /// Those who were answered without needing what is full.
    at_once: f64,
}

impl Second {
    /// A share of those who would be answered is not.
    fn lose(&mut self, share: f64, cause: Cause) {
        self.flowed.failed[cause as usize] += share * self.flowed.done;
        self.flowed.done *= 1.0 - share;
        self.at_once *= 1.0 - share;
    }
}

impl Flow {
    /// A fluid in a network.
    pub(super) fn new(network: Network, routes: queueing::Network, habits: Habits) -> Self {
        Self {
            came: vec![0.0; network.stations.len()],
            network: Rc::new(network),
            routes: Rc::new(routes),
            not_found: 0.0,
            habits,
            known: Known::default(),
            cohorts: VecDeque::new(),
            waiting: 0.0,
            classes: Vec::new(),
            jobs: Map::new(),
            working: Vec::new(),
            counted: Flowed::default(),
            seconds: 0,
            slowest: None,
            events: 0,
        }
    }

    /// Requests go other ways from here on, through the same stations; a share of them is for what is lost.
    pub(super) fn becomes(&mut self, network: Network, routes: queueing::Network) {
        self.not_found = failing(&routes, &[]);
        if network.stations.len() == self.network.stations.len() {
            self.network = Rc::new(network);
            self.routes = Rc::new(routes);
            self.known = Known::default();
        }
    }

    /// Those who wait.
    pub(super) fn who_waits(&self) -> Waiting {
        // What is left of each group's fraction goes to the next.
        let mut owed = 0.0;
        let whole = |(at_s, amount): &(f64, f64)| {
            owed += amount;
            let count = libm::floor(owed + NOBODY);
            owed -= count;
            (*at_s, count.max(0.0) as u32)
        };
        let groups = self.cohorts.iter().map(whole).filter(|(_, count)| *count > 0).collect();
        let all: f64 = self.classes.iter().map(|(_, share)| share).sum();
        let shares = added_up(self.classes.iter().map(|(_, share)| share / all));
        let places = self.classes.iter().map(|(class, _)| *class as u16);
        Waiting { groups, classes: shares.into_iter().zip(places).collect() }
    }

    /// Jobs that wait for a node.
    pub(super) fn jobs_waiting(&self, worker: NodeId) -> f64 {
        self.jobs.get(&worker).copied().unwrap_or(0.0)
    }

    /// What was counted since this was asked last, a second, and the percentiles of the slowest second.
    pub(super) fn read(&mut self) -> (Flowed, Option<[f64; 3]>) {
        let seconds = f64::from(std::mem::take(&mut self.seconds).max(1));
        let Flowed { offered, done, failed } = std::mem::take(&mut self.counted);
        let a_second =
            Flowed { offered: offered / seconds, done: done / seconds, failed: failed.map(|count| count / seconds) };
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
        let lost = lost(levels.network(), &self.routes, groups, &strengths);
        let asking = users * (1.0 - lost);
        let full = levels.full_users;
        let level_s = levels.mean_s(asking.min(full));
        let mut now = Now { strengths: &strengths, levels: &mut levels, lost, users, level_s };
        let mut second = self.flow(&now, at_s);
        let refused = throttles::refused(&self.network, simulation, second.flowed.done);
        second.lose(self.not_found, Cause::FailStep);
        second.lose(refused, Cause::Refused);
        self.classes.clone_from(&now.levels.blocked.by_class);
        self.lose(&mut second, groups, &mut now);
        let level = self.level(&second, &mut now);
        self.count(&second, &level);
        self.work(simulation, groups, &now, (&second, &level));
        self.visit(simulation, second.flowed.done);
        self.working = strengths.iter().map(|strength| strength.working).collect();
        self.events += SECOND + SOLUTION * u64::from(levels.take_solutions());
        true
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
    fn flow(&mut self, now: &Now, at_s: f64) -> Second {
        let stays = 1.0 - now.lost;
        // A user asks once in so many seconds, where none has to wait.
        let cycle_s = self.habits.think_s + stays * now.level_s;
        let asked = now.users / cycle_s;
        let mut second = Second::default();
        if self.waiting <= 0.0 && asked * stays <= now.levels.most_rps {
            second.flowed = Flowed { offered: asked, done: asked * stays, ..Flowed::default() };
            second.flowed.failed[Cause::InstanceDied as usize] = asked * now.lost;
            return second;
        }
        let step_s = 1.0 / f64::from(STEPS);
        for step in 0..STEPS {
            let at_s = at_s + (f64::from(step) + 0.5) * step_s;
            self.step(now, (at_s, step_s), cycle_s, &mut second);
        }
        second
    }

    /// A part of a second in which something waits. Who waits does not ask: that is taken at the step's end, so that no
    /// step is too long (implicit Euler). Those who do not need what is full are answered at once.
    fn step(&mut self, now: &Now, (at_s, step_s): (f64, f64), cycle_s: f64, second: &mut Second) {
        let stays = 1.0 - now.lost;
        let waits = stays * now.levels.blocked.share;
        let most = now.levels.most_rps * now.levels.blocked.share * step_s;
        let free = self.waiting + waits * step_s * now.users / cycle_s;
        let left = ((free - most) / (1.0 + waits * step_s / cycle_s)).max(0.0);
        let asked = step_s * (now.users - left).max(0.0) / cycle_s;
        let came = waits * asked;
        if came > NOBODY {
            self.cohorts.push_back((at_s, came));
        }
        second.flowed.offered += asked;
        second.flowed.failed[Cause::InstanceDied as usize] += now.lost * asked;
        let at_once = stays * asked - came;
        second.flowed.done += at_once;
        second.at_once += at_once;
        let mut room = most;
        while let Some((since, amount)) = self.cohorts.front_mut() {
            let goes = amount.min(room);
            (*amount, room) = (*amount - goes, room - goes);
            second.flowed.done += goes;
            second.waits_s += goes * (at_s - *since);
            if *amount > NOBODY {
                break;
            }
            self.cohorts.pop_front();
        }
        // Whoever has waited as long as it may gives up.
        let longest = (self.habits.timeout_s - now.level_s).max(0.0);
        while let Some((_, amount)) = self.cohorts.front().copied().filter(|(since, _)| at_s - since > longest) {
            second.flowed.failed[Cause::ClientTimeout as usize] += amount;
            self.cohorts.pop_front();
        }
        self.waiting = self.cohorts.iter().map(|(_, amount)| amount).sum();
    }

    /// Instances that have died since the last second took along whoever was on them.
    fn lose(&self, second: &mut Second, groups: &[Group], now: &mut Now) {
        for ((group, strength), before) in groups.iter().zip(now.strengths).zip(&self.working) {
            if strength.working >= *before {
                continue;
            }
            let dead = f64::from(before - strength.working) / f64::from(*before);
            let users = now.users.min(now.levels.full_users);
            let level = now.levels.at(users);
            let held: f64 = group.slots.iter().filter_map(|slots| level.held.get(*slots)).map(|held| held.0).sum();
            let lost = (held * dead * f64::from(u8::from(strength.dead > 0.0))).min(second.flowed.done);
            second.flowed.done -= lost;
            second.flowed.failed[Cause::InstanceDied as usize] += lost;
        }
    }

    /// The steady state in which as many wait as those who were answered in this second have met.
    fn level(&self, second: &Second, now: &mut Now) -> Level {
        let base = (now.users * (1.0 - now.lost)).min(now.levels.full_users);
        let served = second.flowed.done - second.at_once;
        let wait_s = if served > 0.0 { second.waits_s / served } else { 0.0 };
        // Those who give up have waited as well.
        let given_up = second.flowed.failed[Cause::ClientTimeout as usize];
        now.levels.at(base + wait_s * (served + given_up))
    }

    fn count(&mut self, second: &Second, level: &Level) {
        let Flowed { offered, done, failed } = second.flowed;
        self.counted.offered += offered;
        self.counted.done += done;
        self.counted.failed.iter_mut().zip(failed).for_each(|(sum, count)| *sum += count);
        self.seconds += 1;
        if done > 0.0
            && let Some(found) = level.percentiles_s
            && self.slowest.is_none_or(|[_, _, slowest]| found[2] > slowest)
        {
            self.slowest = Some(found);
        }
    }

    /// What stations, slots and those who do jobs have to do for so many answers.
    fn work(&mut self, simulation: &mut Simulation, groups: &[Group], now: &Now, (second, level): (&Second, &Level)) {
        let network = now.levels.network();
        let blocked = &now.levels.blocked;
        let done = second.flowed.done;
        // Requests of the whole mix of which those who wait, and the others, are a part.
        let (waited, free) = match second.at_once > 0.0 && blocked.share < 1.0 {
            true => ((done - second.at_once) / blocked.share, second.at_once / (1.0 - blocked.share)),
            false => (done, done),
        };
        let busy = blocked.demands_s.iter().map(|(of_waited, of_free)| waited * of_waited + free * of_free);
        let mut busy: Vec<f64> = busy.collect();
        let share = |class: usize| {
            let path = network.paths.iter().find(|path: &&Path| path.class == class).map_or(0.0, |path| path.share);
            let waits = blocked.by_class.iter().find(|(of, _)| *of == class).map_or(0.0, |(_, share)| *share);
            waited * waits + free * (path - waits).max(0.0)
        };
        let sent: Vec<f64> = network.jobs.iter().map(|flow| share(flow.class) * flow.per_request).collect();
        for (group, strength) in groups.iter().zip(now.strengths) {
            self.do_jobs((group.node, strength.working), network, &sent, &mut busy);
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
    fn visit(&mut self, simulation: &mut Simulation, done: f64) {
        for (id, came) in self.came.iter_mut().enumerate() {
            *came += done * self.network.paths.iter().map(|path| path.share * path.count(id)).sum::<f64>();
            simulation.set_came(id, *came);
        }
    }

    /// A node does jobs, those that came now and those that wait, as fast as it can.
    fn do_jobs(&mut self, (worker, working): (NodeId, u32), network: &Network, sent: &[f64], busy: &mut [f64]) {
        let mine = || network.jobs.iter().zip(sent).filter(move |(flow, _)| flow.worker == worker);
        let came: f64 = mine().map(|(_, sent)| sent).sum();
        let before = self.jobs_waiting(worker);
        if came + before <= NOBODY {
            return;
        }
        let mut each: Map<usize, f64> = Map::new();
        for (flow, sent) in mine() {
            let weight = if came > 0.0 { sent / came } else { 1.0 };
            for (station, seconds) in &flow.stations {
                *each.or_default(*station) += weight * seconds;
            }
        }
        let mut most = f64::INFINITY;
        for (id, seconds) in each.iter().filter(|(_, seconds)| **seconds > 0.0) {
            let (Some(station), Some(busy)) = (network.stations.get(*id), busy.get(*id)) else { continue };
            let capacity = if working == 0 { 0.0 } else { station.capacity() };
            most = most.min((capacity - (busy - came * seconds)).max(0.0) / seconds);
        }
        let jobs = (came + before).min(most).min(most_at_once(network, worker));
        self.jobs.insert(worker, (came + before - jobs).max(0.0));
        for (id, seconds) in &each {
            if let Some(busy) = busy.get_mut(*id) {
                *busy += (jobs - came) * seconds;
            }
        }
    }
}

/// Whether jobs of a node run in executions of their own: others limit how many there are, and its stations how busy it is.
fn runs_apart(network: &Network, worker: NodeId) -> bool {
    let mut flows = network.jobs.iter().filter(|flow| flow.worker == worker);
    flows.any(|flow| flow.held.iter().any(|held| held.resource == Resource::Concurrency))
}

/// Jobs a second that a node can do at most where it has so many batches of messages at once, or so many groups in order.
fn most_at_once(network: &Network, worker: NodeId) -> f64 {
    let mut queues: Map<NodeId, f64> = Map::new();
    for flow in network.jobs.iter().filter(|flow| flow.worker == worker) {
        let kept = |held: &&HeldBy| matches!(held.resource, Resource::Batches | Resource::MessageGroups);
        let count = flow.held.iter().filter(kept).map(|held| held.count as f64).fold(f64::INFINITY, f64::min);
        let work_s = flow.work_s();
        queues.insert(flow.queue, if work_s > 0.0 { count / work_s } else { f64::INFINITY });
    }
    queues.values().sum()
}
