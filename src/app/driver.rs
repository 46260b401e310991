//! Works the results out: the read-outs at once, the curves in slices between frames, given up when the drawing changes.

use std::rc::Rc;

use yew::prelude::*;

use super::platform::frame::Frames;
use super::platform::now;
use super::store::Same;
use crate::editor::state::Editor;
use crate::engine::Engine;
use crate::engine::report::{Report, SweepPoint};
use crate::engine::sweep::{Progress, Sampling};
use crate::model::diagnostic::Diagnostic;
use crate::model::scenario::Scenario;
use crate::model::validate;
use crate::model::workload::USERS;

/// So long a slice of the curves may take, in milliseconds.
const SLICE_MS: f64 = 6.0;

/// A checked drawing, ready to be solved.
pub(super) struct Solvable {
    /// The engine; none where the drawing cannot be solved.
    pub(super) engine: Option<Engine>,
    /// What was found in the drawing.
    pub(super) found: Vec<Diagnostic>,
}

impl Solvable {
    fn of(scenario: &Scenario) -> Self {
        let (topology, found) = validate::check(scenario);
        Self { engine: topology.as_ref().map(Engine::new), found }
    }
}

/// Curves over users, as far as they are worked out.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Curves {
    /// Points by rising users.
    pub(super) points: Vec<SweepPoint>,
    /// Users where p99 has doubled; none where it never does, or not yet known.
    pub(super) knee: Option<f64>,
    /// Whether all points are there.
    pub(super) complete: bool,
}

/// Everything worked out for what the page shows.
#[derive(Clone, PartialEq)]
pub(super) struct Results {
    /// The checked drawing.
    pub(super) solvable: Same<Solvable>,
    /// The results at the number of users; none where the drawing cannot be solved.
    pub(super) report: Same<Option<Report>>,
    /// The results before the last step.
    pub(super) before: Same<Option<Report>>,
    /// The curves.
    pub(super) curves: Same<Curves>,
    /// What it took to work the report out, in milliseconds.
    pub(super) solve_ms: f64,
}

/// The results for the state of the page; curves where they are wanted.
#[hook]
pub(super) fn use_results(editor: &Same<Editor>, with_curves: bool) -> Results {
    let solvable: Rc<Solvable> = {
        let editor = editor.clone();
        use_memo(editor.model_revision, move |_| Solvable::of(&editor.scenario))
    };
    let report = {
        let solvable = solvable.clone();
        use_memo((editor.model_revision, editor.users()), move |(_, users)| {
            let start = now();
            let report = solvable.engine.as_ref().map(|engine| engine.solve(*users));
            (Same::new(report), now() - start)
        })
    };
    let before = {
        let editor = editor.clone();
        use_memo((editor.model_revision, editor.history.serial()), move |_| {
            Same::new(editor.history.last().and_then(|_| before(&editor)))
        })
    };
    let curves = use_curves((editor.model_revision, with_curves), solvable.clone());
    Results {
        solvable: solvable.into(),
        report: report.0.clone(),
        before: (*before).clone(),
        curves,
        solve_ms: report.1,
    }
}

#[inline(never)]
fn before(editor: &Editor) -> Option<Report> {
    let scenario = editor.before_last_step()?;
    let solvable = Solvable::of(&scenario);
    solvable.engine.map(|engine| engine.solve(scenario.workload.users))
}

#[hook]
fn use_curves(wanted: (u32, bool), solvable: Rc<Solvable>) -> Same<Curves> {
    let curves = use_state(|| Same::new(Curves::default()));
    let job = use_mut_ref(|| None::<Frames>);
    {
        let curves = curves.clone();
        use_effect_with(wanted, move |(_, is_wanted)| {
            let setter = curves.setter();
            *job.borrow_mut() = match &solvable.engine {
                None => {
                    setter.set(Same::new(Curves::default()));
                    None
                }
                Some(_) => is_wanted.then(|| start(solvable, move |done| setter.set(Same::new(done)))),
            };
            move || drop(job.borrow_mut().take())
        });
    }
    (*curves).clone()
}

/// Works the curves out between frames: first rough ones, then all.
#[inline(never)]
fn start(solvable: Rc<Solvable>, publish: impl Fn(Curves) + 'static) -> Frames {
    let (from, to) = (f64::from(*USERS.start()), f64::from(*USERS.end()));
    let mut sampling = solvable.engine.as_ref().map(|engine| Sampling::adaptive(engine, from, to));
    let mut known = Progress::Starting;
    Frames::run(move |_| {
        let (Some(engine), Some(sampling)) = (&solvable.engine, &mut sampling) else { return false };
        let begun = now();
        while now() - begun < SLICE_MS {
            let progress = sampling.step(engine);
            if progress != known {
                known = progress;
                let complete = progress == Progress::Done;
                publish(Curves { points: sampling.points(), knee: sampling.knee(), complete });
            }
            if progress == Progress::Done {
                return false;
            }
        }
        true
    })
}
