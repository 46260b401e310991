//! Plays the drawing in time: a slice of events before each frame, as long as the tab is open and something is to be done.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use super::cost;
use crate::app::platform::frame::Frames;
use crate::app::platform::now;
use crate::app::store::{Dispatch, Same};
use crate::editor::action::Action;
use crate::editor::state::{Dock, Editor};
use crate::editor::time::budget::{Budget, CHUNK};
use crate::editor::time::gathered::Gathered;
use crate::editor::time::moment::{Moment, dead_zones};
use crate::editor::time::{TimeAction, failures, series};
use crate::engine::report::Report;
use crate::engine::timeline::End;
use crate::engine::timeline::play::{Entry, Method, Sample, Span, Stretch};
use crate::model::plan::Plan;
use crate::model::scenario::Scenario;
use crate::model::validate;

/// The charts are drawn anew after so long at the soonest, milliseconds: ten times a second.
const REDRAW_MS: f64 = 100.0;

/// What of a drawing a run depends on, its plan apart. A change of it begins the run anew.
type Drawn = (u32, u32, u32, u32, u32);

/// How long the slices were.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::app) struct Slices {
    /// The most events of one.
    pub(in crate::app) most_events: u64,
    /// The longest one, milliseconds.
    pub(in crate::app) longest_ms: f64,
    /// How many there were.
    pub(in crate::app) count: u64,
}

/// The run and how far it is.
#[derive(Default)]
struct Inner {
    drawn: Option<Drawn>,
    /// The plan that the run goes by.
    plan: Plan,
    play: Option<Span>,
    refused: bool,
    /// The run of the other drawing that it is compared with.
    other: Option<Span>,
    other_refused: bool,
    /// When the engine gave up, where it did before the end.
    cut_s: Option<f64>,
    /// How far both are: of its own, and of the other.
    simulated_s: f64,
    own_s: f64,
    other_s: f64,
    /// Events in all, and of each.
    events: u64,
    events_of: (u64, u64),
    head_s: f64,
    /// The head as the page knows it.
    told_head_s: f64,
    budget: Budget,
    slices: Slices,
    last_frame_ms: Option<f64>,
    redrawn_ms: f64,
    /// Whether there is more than was drawn last.
    fresh: bool,
    stamp: u32,
    /// Rises with each run.
    serial: u32,
    /// What has been read of both for the charts.
    gathered: RefCell<Gathered>,
}

/// The run as the page reads it.
#[derive(Clone)]
pub(in crate::app) struct Run {
    inner: Rc<RefCell<Inner>>,
    stamp: u32,
}

impl PartialEq for Run {
    fn eq(&self, other: &Self) -> bool {
        self.stamp == other.stamp
    }
}

impl Run {
    /// Reads what was measured and what happened.
    pub(in crate::app) fn read<T>(&self, read: impl FnOnce(&[Sample], &[Entry]) -> T) -> T {
        match &self.inner.borrow().play {
            Some(play) => read(play.samples(), play.log()),
            None => read(&[], &[]),
        }
    }

    /// Reads what was measured of the other drawing; none where it is compared with nothing that can be played.
    pub(in crate::app) fn read_other<T>(&self, read: impl FnOnce(&[Sample]) -> T) -> Option<T> {
        self.inner.borrow().other.as_ref().map(|other| read(other.samples()))
    }

    /// How each part of it was computed.
    pub(in crate::app) fn stretches(&self) -> Vec<Stretch> {
        self.inner.borrow().play.as_ref().map_or_else(Vec::new, Span::stretches)
    }

    /// Whether it is a fluid with close-ups.
    pub(in crate::app) fn is_fluid(&self) -> bool {
        self.inner.borrow().play.as_ref().is_some_and(Span::is_fluid)
    }

    /// How the second of the head was computed; none where it has not been.
    pub(in crate::app) fn method_at(&self, head_s: f64) -> Option<Method> {
        let stretches = self.stretches();
        let found = stretches.iter().find(|stretch| stretch.to_s >= head_s).or(stretches.last());
        found.map(|stretch| stretch.method)
    }

    /// Reads what was measured and what happened, with what has been read of it before.
    pub(in crate::app) fn gather<T>(&self, read: impl FnOnce(&RefCell<Gathered>, &[Sample], &[Entry]) -> T) -> T {
        let inner = self.inner.borrow();
        match &inner.play {
            Some(play) => read(&inner.gathered, play.samples(), play.log()),
            None => read(&inner.gathered, &[], &[]),
        }
    }

    /// The second in which the head is; none where the tab is not open, or nothing has been simulated.
    fn moment(&self, editor: &Editor, report: Option<&Report>) -> Option<Moment> {
        let is_shown = editor.dock == Dock::Time && editor.time.simulated_s > 0.0;
        if is_shown { self.moment_at_head(editor, report) } else { None }
    }

    #[inline(never)]
    fn moment_at_head(&self, editor: &Editor, report: Option<&Report>) -> Option<Moment> {
        let head_s = editor.time.head_s;
        self.gather(|gathered, samples, _| {
            let second = series::sample_at(samples, head_s)?.clone();
            let cost = report.map(|report| cost::so_far(editor, report, gathered.borrow_mut().played(samples, head_s)));
            Some(Moment {
                head_s,
                second,
                method: self.method_at(head_s).filter(|_| self.is_fluid()),
                dead_zones: dead_zones(&editor.scenario.plan, head_s),
                cost,
                steady_per_s: report.map_or(0.0, |report| report.throughput.0),
            })
        })
    }

    /// Whether the drawing cannot be played.
    pub(in crate::app) fn is_refused(&self) -> bool {
        self.inner.borrow().refused
    }

    /// Whether the other drawing cannot be played.
    pub(in crate::app) fn is_other_refused(&self) -> bool {
        self.inner.borrow().other_refused
    }

    /// When the engine gave up, seconds; none where it did not.
    pub(in crate::app) fn cut_s(&self) -> Option<f64> {
        self.inner.borrow().cut_s
    }

    /// Tells one run from the one before it.
    pub(in crate::app) fn serial(&self) -> u32 {
        self.inner.borrow().serial
    }

    /// How long the slices were.
    pub(in crate::app) fn slices(&self) -> Slices {
        self.inner.borrow().slices
    }
}

impl Inner {
    /// Sees to it that the run is one of this drawing and its plan. False where it has to begin anew.
    fn follow(&mut self, drawn: Drawn, plan: &Plan) -> bool {
        if self.drawn == Some(drawn) && self.go_on_by(plan) {
            return true;
        }
        *self = Self {
            drawn: Some(drawn),
            plan: plan.clone(),
            head_s: self.head_s,
            told_head_s: self.told_head_s,
            budget: self.budget,
            stamp: self.stamp.wrapping_add(1),
            serial: self.serial.wrapping_add(1),
            ..Self::default()
        };
        false
    }

    /// Goes on by a plan that differs in what is yet to come. False where it differs in more.
    fn go_on_by(&mut self, plan: &Plan) -> bool {
        let Some(added) = failures::added_since(&self.plan, plan, self.simulated_s) else { return false };
        // Another drawing has failures of its own.
        if self.other.is_some() && !added.is_empty() {
            return false;
        }
        let is_told = match &mut self.play {
            Some(play) => added.into_iter().all(|planned| play.plan_failure(planned)),
            None => added.is_empty(),
        };
        if is_told {
            self.plan = plan.clone();
        }
        is_told
    }

    /// Begins the run, where it has not begun. Whether it did.
    fn begin(&mut self, editor: &Editor) -> bool {
        if self.play.is_some() || self.refused {
            return false;
        }
        self.play = span(&editor.scenario);
        let other = editor.against.other(&editor.scenario);
        self.other = other.as_ref().and_then(|other| span(&editor.scenario.put_upon(other)));
        self.other_refused = other.is_some() && self.other.is_none();
        self.refused = self.play.is_none();
        if self.refused {
            self.simulated_s = f64::from(editor.scenario.plan.duration_s);
        }
        !self.refused
    }

    /// One slice: goes on towards where the head wants to be. What there is to tell the page, if it is time for it.
    fn slice(&mut self, editor: &Editor, time_ms: f64) -> Option<TimeAction> {
        let elapsed_ms = self.last_frame_ms.replace(time_ms).map_or(0.0, |last| time_ms - last);
        // What is built has its frame to itself.
        if self.begin(editor) {
            return None;
        }
        let duration_s = f64::from(editor.scenario.plan.duration_s);
        // The page has moved the head: that is where it is.
        if editor.time.head_s != self.told_head_s {
            self.head_s = editor.time.head_s;
        }
        let time = crate::editor::time::Time { head_s: self.head_s, simulated_s: self.simulated_s, ..editor.time };
        let catches_up = self.simulated_s < self.head_s;
        let wanted = if catches_up { self.head_s } else { time.wanted(elapsed_ms, duration_s) };
        let due = time_ms - self.redrawn_ms >= REDRAW_MS;
        // A frame that draws the charts has no slice beside.
        if !(due && self.fresh) {
            self.simulate(libm::ceil(wanted).min(duration_s));
            self.fresh = true;
        }
        if !catches_up {
            self.head_s = wanted.min(self.simulated_s);
        }
        let done = self.head_s >= duration_s || !editor.time.playing && self.simulated_s >= self.head_s;
        if !due && !done {
            return None;
        }
        (self.redrawn_ms, self.fresh) = (time_ms, false);
        self.stamp = self.stamp.wrapping_add(1);
        self.told_head_s = self.head_s;
        Some(TimeAction::Reached { head_s: self.head_s, simulated_s: self.simulated_s })
    }

    /// Spends one budget of events at most.
    fn simulate(&mut self, until_s: f64) {
        let Some(play) = &mut self.play else { return };
        if self.simulated_s >= until_s {
            return;
        }
        let (begun, before) = (now(), self.events);
        let (spent, took_ms) = loop {
            let spent = self.events - before;
            let chunk = self.budget.events().saturating_sub(spent).min(CHUNK);
            let of = self.events_of;
            // Of two runs the one behind goes on.
            let behind = self.other.as_mut().filter(|_| self.other_s < self.own_s);
            if let Some(other) = behind {
                let progress = other.run(chunk, until_s);
                self.events_of.1 = progress.events;
                self.other_s = if progress.ended.is_some() { other.duration_s() } else { progress.now_s };
            } else {
                let progress = play.run(chunk, until_s);
                self.events_of.0 = progress.events;
                // Past its last event a run stands still, and its time is over.
                self.cut_s = progress.ended.filter(|end| *end != End::Complete).map(|_| progress.now_s);
                self.own_s = if progress.ended.is_some() { play.duration_s() } else { progress.now_s };
            }
            self.events += self.events_of.0 - of.0 + self.events_of.1 - of.1;
            self.simulated_s = if self.other.is_some() { self.own_s.min(self.other_s) } else { self.own_s };
            let (spent, took_ms) = (self.events - before, now() - begun);
            if self.simulated_s >= until_s || !self.budget.goes_on(spent, took_ms) {
                break (spent, took_ms);
            }
        };
        self.budget = self.budget.after(spent, took_ms);
        self.slices.most_events = self.slices.most_events.max(spent);
        self.slices.longest_ms = self.slices.longest_ms.max(took_ms);
        self.slices.count += 1;
    }
}

/// The run of a drawing; none where it cannot be played.
fn span(scenario: &Scenario) -> Option<Span> {
    let topology = validate::check(scenario).0?;
    Span::new(&topology, scenario.workload.users, &scenario.plan, u64::from(scenario.seed.0)).ok()
}

/// What the frames read: the page as it is drawn last.
type Current = Rc<RefCell<Same<Editor>>>;

/// The run of the drawing, played as long as the tab is open.
#[hook]
pub(in crate::app) fn use_run(editor: &Same<Editor>, dispatch: &Dispatch) -> Run {
    let inner = use_mut_ref(Inner::default);
    let current: Current = use_mut_ref(|| editor.clone());
    *current.borrow_mut() = editor.clone();
    let is_open = editor.dock == Dock::Time;
    let busy = is_open && follow(&inner, editor);
    {
        let (inner, dispatch) = (inner.clone(), dispatch.clone());
        use_effect_with(busy, move |&busy| {
            let frames = busy.then(|| frames(inner, current, dispatch));
            move || drop(frames)
        });
    }
    let stamp = inner.borrow().stamp;
    Run { inner, stamp }
}

/// The second of the run that the page shows; none where it shows the steady state.
#[hook]
pub(in crate::app) fn use_moment(
    editor: &Same<Editor>,
    run: &Run,
    report: &Same<Option<Report>>,
) -> Same<Option<Moment>> {
    let shown = (editor.clone(), run.clone(), report.clone());
    use_memo(shown, |(editor, run, report)| run.moment(editor, report.as_ref())).into()
}

/// Sees to it that the run is one of the drawing. Whether there is anything to do.
#[inline(never)]
fn follow(inner: &RefCell<Inner>, editor: &Editor) -> bool {
    let scenario = &editor.scenario;
    let drawn = (editor.model_revision, editor.document, editor.users(), scenario.seed.0, editor.against.stamp);
    let same = inner.borrow_mut().follow(drawn, &editor.scenario.plan);
    !same || editor.time.is_busy() || inner.borrow().simulated_s != editor.time.simulated_s
}

#[inline(never)]
fn frames(inner: Rc<RefCell<Inner>>, current: Current, dispatch: Dispatch) -> Frames {
    inner.borrow_mut().last_frame_ms = None;
    Frames::run(move |time_ms| {
        let editor = current.borrow().clone();
        let told = inner.borrow_mut().slice(&editor, time_ms);
        if let Some(told) = told {
            dispatch.send(Action::Time(told));
        }
        true
    })
}
