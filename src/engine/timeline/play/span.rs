//! A run of any length, by the method that it allows: request by request where that is not too much, else as a fluid
//! with close-ups, request by request, where something happens.

use super::fluid::{Waiting, sample_s};
use super::sampled::Sampled;
use super::{Detail, Entry, Plan, Planned, Play, Sample, Traffic, What};
use crate::engine::timeline::simulation::Progress;
use crate::engine::timeline::{End, Refused};
use crate::model::topology::Topology;

/// Runs up to this long, seconds, with so many requests are simulated in full, and longer ones with fewer.
const SHORT_S: u32 = 3_600;
const SHORT_REQUESTS: f64 = 4e7;
const LONG_REQUESTS: f64 = 5e6;

/// The most requests of all close-ups that nobody asked for.
const CLOSE_UP_REQUESTS: f64 = 4e7;

/// How long a close-up is, and how long it is simulated before, seconds. Both are whole numbers of measurements.
const CLOSE_UP_S: u32 = 60;
const WARM_UP_S: u32 = 10;

/// A close-up for what nobody planned comes no sooner than so long after the last one, seconds.
const BETWEEN_S: u32 = 1_800;

/// How a part of a run is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Request by request, all of the run.
    Full,
    /// As a fluid, with percentiles of steady states.
    Fluid,
    /// Request by request, from the state of a fluid.
    CloseUp,
    /// Some of a fleet's equal instances request by request, what is behind them by its steady states, the rest as a fluid.
    Sampled,
}

/// A part of a run that is computed in one way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// From when, seconds since the start …
    pub from_s: f64,
    /// … to when.
    pub to_s: f64,
    /// How.
    pub method: Method,
}

/// A run of a drawing, played in slices. A clone is a snapshot.
#[derive(Clone, Debug)]
pub struct Span {
    base: Play,
    close: Option<Close>,
    sampled: Option<Box<Sampled>>,
    /// Close-ups to come, from and to, by time.
    windows: Vec<(u32, u32)>,
    /// Requests that close-ups may still have.
    left: f64,
    /// When the last close-up began that nobody had planned, and entries of the log that were looked at.
    noticed_s: Option<u32>,
    read: usize,
    /// Measurements of the fluid and the close-ups in the order of time; those of the fluid that were looked at.
    samples: Vec<Sample>,
    taken: usize,
    stretches: Vec<Stretch>,
    /// Events of close-ups that are over.
    closed: u64,
}

/// A close-up.
#[derive(Clone, Debug)]
struct Close {
    play: Play,
    /// Those who waited when it began and are still to ask, and those who have.
    waiting: Waiting,
    asked: u64,
    /// Measured from here on, and up to here.
    from_s: u32,
    to_s: u32,
    taken: usize,
}

/// The method for a run: whether it is a fluid.
fn is_fluid(topology: &Topology, users: u32, plan: &Plan) -> bool {
    let asked = requests(topology, users, plan, 0, plan.duration_s);
    match plan.detail {
        Detail::Full => false,
        Detail::Fluid | Detail::Sampled => true,
        Detail::Auto => asked > if plan.duration_s <= SHORT_S { SHORT_REQUESTS } else { LONG_REQUESTS },
    }
}

/// Requests that the users of a plan would make from one second to another, if all were answered at once.
fn requests(topology: &Topology, users: u32, plan: &Plan, from_s: u32, to_s: u32) -> f64 {
    const PIECES: u32 = 200;
    let length_s = f64::from(to_s - from_s) / f64::from(PIECES);
    let at = |piece: u32| f64::from(from_s) + (f64::from(piece) + 0.5) * length_s;
    let think_s = topology.workload.think_s();
    let active = topology.workload.active_users(f64::from(users));
    let there = (0..PIECES).map(|piece| plan.active_users(active, think_s, at(piece)));
    there.sum::<f64>() / think_s * length_s
}

impl Span {
    /// A run of a drawing at a number of users, empty at its start. The same seed gives the same run, everywhere.
    ///
    /// # Errors
    ///
    /// Where the drawing's network is more than a simulation takes.
    pub fn new(topology: &Topology, users: u32, plan: &Plan, seed: u64) -> Result<Self, Refused> {
        let fluid = is_fluid(topology, users, plan);
        let base = if fluid { Play::fluid } else { Play::new }(topology, users, plan, seed)?;
        let mut made = Self {
            base,
            close: None,
            sampled: None,
            windows: Vec::new(),
            left: CLOSE_UP_REQUESTS,
            noticed_s: None,
            read: 0,
            samples: Vec::new(),
            taken: 0,
            stretches: Vec::new(),
            closed: 0,
        };
        if plan.detail == Detail::Sampled {
            made.sampled = Sampled::of(topology, users, plan, seed)?.map(Box::new);
        }
        if fluid && made.sampled.is_none() {
            made.windows = made.affordable(windows(plan));
        }
        Ok(made)
    }

    /// Whether it is a fluid with close-ups.
    pub fn is_fluid(&self) -> bool {
        self.base.flow.is_some()
    }

    /// Goes on for about so many events at most, and not beyond a time.
    pub fn run(&mut self, events: u64, until_s: f64) -> Progress {
        if !self.is_fluid() {
            return self.base.run(events, until_s);
        }
        let start = self.events();
        let last = self.base.plan.duration_s;
        loop {
            let left = events.saturating_sub(self.events() - start);
            let next = f64::from(self.base.second + 1);
            if left == 0 || self.base.second >= last || next > until_s {
                break;
            }
            self.open();
            if self.looks_closely(left, next) {
                self.base.run(1, next);
                if f64::from(self.base.second) >= next {
                    self.merge();
                }
            }
        }
        let ended = (self.base.second >= last).then_some(End::Complete);
        Progress { now_s: f64::from(self.base.second), events: self.events(), ended }
    }

    /// Plans a failure ahead of the run: it is the run whose plan had it from the start. False where it has to begin
    /// anew for that.
    pub fn plan_failure(&mut self, planned: Planned) -> bool {
        if !self.is_fluid() {
            return self.base.plan_failure(planned);
        }
        let before_s = |at: &u32| at.saturating_sub(2 * CLOSE_UP_S) > self.base.second;
        if self.close.is_some() || !before_s(&planned.at_s) || !self.base.plan_failure(planned) {
            return false;
        }
        let now = self.base.second;
        let windows = windows(&self.base.plan);
        self.left = CLOSE_UP_REQUESTS;
        // Instances of which some die are not alike any more.
        self.closed += self.sampled.take().map_or(0, |sampled| sampled.events());
        self.windows = self.affordable(windows);
        self.windows.retain(|(from, _)| from.saturating_sub(WARM_UP_S) >= now);
        true
    }

    /// What was measured, oldest first: each from the one before it (or the start) to its own time.
    pub fn samples(&self) -> &[Sample] {
        if self.is_fluid() { &self.samples } else { self.base.samples() }
    }

    /// What happened, oldest first.
    pub fn log(&self) -> &[Entry] {
        self.base.log()
    }

    /// How long the run is, seconds.
    pub fn duration_s(&self) -> f64 {
        self.base.duration_s()
    }

    /// How each part of what was measured is computed, oldest first.
    pub fn stretches(&self) -> Vec<Stretch> {
        if self.is_fluid() {
            return self.stretches.clone();
        }
        let to_s = self.base.samples().last().map(|sample| sample.at_s);
        to_s.map(|to_s| Stretch { from_s: 0.0, to_s, method: Method::Full }).into_iter().collect()
    }

    fn events(&self) -> u64 {
        let of_base = self.base.flow.as_ref().map_or(0, |flow| flow.events);
        let of_sampled = self.sampled.as_ref().map_or(0, |sampled| sampled.events());
        of_base + of_sampled + self.closed + self.close.as_ref().map_or(0, |close| close.events())
    }

    /// Close-ups that are not too much together, in the order of time.
    fn affordable(&mut self, windows: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
        let asked = self.base.plan.close_ups.clone();
        let wanted = |(from, to): &(u32, u32)| asked.iter().any(|at| (from..to).contains(&at));
        let mut kept = Vec::new();
        for window in windows {
            let cost = self.base.asked_between(window.0.saturating_sub(WARM_UP_S), window.1);
            if wanted(&window) || cost <= self.left {
                self.left -= cost;
                kept.push(window);
            }
        }
        kept
    }

    /// Begins a close-up where one is due.
    fn open(&mut self) {
        if self.close.is_some() {
            return;
        }
        let now = self.base.second;
        self.windows.retain(|(from, _)| *from >= now);
        let due = self.windows.first().copied().filter(|(from, _)| from.saturating_sub(WARM_UP_S) <= now);
        let Some((from_s, to_s)) = due else { return };
        self.windows.remove(0);
        let (play, waiting) = self.base.close_up();
        self.close = Some(Close { play, waiting, asked: 0, from_s, to_s, taken: 0 });
    }

    /// Goes on with a close-up up to a time. Whether it has come there, or there is none.
    fn looks_closely(&mut self, events: u64, until_s: f64) -> bool {
        if let Some(sampled) = &mut self.sampled {
            return sampled.run(&self.base, events, until_s);
        }
        let Some(close) = &mut self.close else { return true };
        let asked = close.play.ask_late(&mut close.waiting, events);
        close.asked += asked;
        let progress = close.play.run(events - asked, until_s);
        if progress.ended.is_some_and(|end| end != End::Complete) {
            // Too much for a simulation: the fluid goes on without it.
            self.close();
            return true;
        }
        f64::from(close.play.second) >= until_s
    }

    fn close(&mut self) {
        self.closed += self.close.take().map_or(0, |close| close.events());
    }

    /// Takes over what was measured in the second that is over.
    fn merge(&mut self) {
        let now = self.base.second;
        if let Some(sampled) = &mut self.sampled {
            let flowed = self.base.samples().get(self.taken..).unwrap_or_default().iter().cloned();
            let stands = sampled.stands_for(&self.base);
            self.samples.extend(flowed.map(|flowed| if stands { sampled.put_into(flowed) } else { flowed }));
            self.taken = self.base.samples().len();
            return self.extend(if stands { Method::Sampled } else { Method::Fluid });
        }
        let in_window = self.close.as_ref().is_some_and(|close| now > close.from_s);
        if let Some(close) = self.close.as_mut() {
            let new = close.play.samples().get(close.taken..).unwrap_or_default();
            let mut new: Vec<Sample> = new.iter().filter(|_| in_window).cloned().collect();
            close.taken = close.play.samples().len();
            new.iter_mut().for_each(|sample| self.base.add_backlog(sample));
            self.samples.append(&mut new);
        }
        let flowed = self.base.samples().get(self.taken..).unwrap_or_default();
        if !in_window {
            self.samples.extend(flowed.iter().cloned());
        }
        self.taken = self.base.samples().len();
        self.extend(if in_window { Method::CloseUp } else { Method::Fluid });
        if self.close.as_ref().is_some_and(|close| now >= close.to_s) {
            self.close();
        }
        self.notice();
    }

    /// The last measurement was made by a method.
    fn extend(&mut self, method: Method) {
        let Some(to_s) = self.samples.last().map(|sample| sample.at_s) else { return };
        let last = self.stretches.last_mut();
        let from_s = last.as_ref().map_or(0.0, |last| last.to_s);
        if to_s <= from_s {
            return;
        }
        match last.filter(|last| last.method == method) {
            Some(last) => last.to_s = to_s,
            None => self.stretches.push(Stretch { from_s, to_s, method }),
        }
    }

    /// Looks closely at what nobody planned: a group that grows, requests that begin to fail.
    fn notice(&mut self) {
        let new = self.base.log().get(self.read..).unwrap_or_default();
        let happens = new.iter().any(|entry| matches!(entry.what, What::ScaleOut { .. } | What::ErrorsBegin));
        self.read = self.base.log().len();
        let now = self.base.second;
        let lately = self.noticed_s.is_some_and(|at| now < at + BETWEEN_S);
        let every = sample_s(self.base.plan.duration_s);
        let from_s = now.div_ceil(every) * every + WARM_UP_S;
        let busy = self.close.is_some() || self.windows.iter().any(|(from, _)| *from <= from_s + CLOSE_UP_S);
        let cost = self.base.asked_between(now, from_s + CLOSE_UP_S);
        if !happens || lately || busy || cost > self.left || from_s >= self.base.plan.duration_s {
            return;
        }
        self.noticed_s = Some(now);
        self.left -= cost;
        self.windows.insert(0, (from_s, (from_s + CLOSE_UP_S).min(self.base.plan.duration_s)));
    }
}

impl Close {
    fn events(&self) -> u64 {
        self.asked + self.play.simulation.progress().events
    }
}

impl Play {
    /// Requests from one second to another, if all were answered at once.
    fn asked_between(&self, from_s: u32, to_s: u32) -> f64 {
        let seconds = (from_s..to_s).step_by(10).map(|second| self.users_at(second));
        10.0 * seconds.sum::<f64>() / self.think_s
    }
}

/// Where something happens by plan, from and to, by time; windows that meet are one.
fn windows(plan: &Plan) -> Vec<(u32, u32)> {
    let before = |at: u32| at.saturating_sub(WARM_UP_S);
    let mut starts: Vec<u32> = plan.failures.iter().map(|planned| before(planned.at_s)).collect();
    starts.extend(&plan.close_ups);
    match plan.traffic {
        Traffic::Steady => {}
        Traffic::Spike { from_s, for_s, .. } => {
            starts.extend([before(from_s), before(from_s.saturating_add(for_s))]);
        }
        Traffic::Ramp { .. } | Traffic::Day | Traffic::Replay => starts.push(peak(plan).saturating_sub(CLOSE_UP_S / 2)),
    }
    crate::lists::sort_unique(&mut starts);
    let mut windows: Vec<(u32, u32)> = Vec::new();
    for start in starts.into_iter().filter(|start| *start < plan.duration_s) {
        // On a boundary of measurements of any length.
        let from_s = start / WARM_UP_S * WARM_UP_S;
        let to_s = (from_s + CLOSE_UP_S).min(plan.duration_s);
        match windows.last_mut().filter(|(_, end)| from_s <= *end + WARM_UP_S) {
            Some((_, end)) => *end = to_s.max(*end),
            None => windows.push((from_s, to_s)),
        }
    }
    windows
}

/// The second with the most users; the first of several.
fn peak(plan: &Plan) -> u32 {
    let share = |second: u32| plan.active_users(1.0, 1.0, f64::from(second));
    (0..=plan.duration_s).step_by(10).fold(0, |best, second| if share(second) > share(best) { second } else { best })
}
