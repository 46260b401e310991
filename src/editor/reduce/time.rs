//! Actions of the run in time. What happens in it is part of the drawing, and is changed by edits that can be undone.

use super::commit::commit;
use super::view;
use crate::editor::history::{Gesture, PlanField};
use crate::editor::state::{Dock, Editor};
use crate::editor::time::against::Choice;
use crate::editor::time::{TimeAction, failures};
use crate::model::edit::Edit;
use crate::model::plan::{DURATION_S, Detail, Failure, MAX_CLOSE_UPS, MAX_PERCENT, Plan, Planned, Traffic};
use crate::model::replay::{MAX_VALUE, Point, Replay, Unit};
use crate::model::resilience::Resilience;
use crate::model::scenario::{NodeId, Scenario};
use crate::presets;

/// Shows the growth or the run. A run that nobody sees stops.
pub(super) fn open(editor: &mut Editor, dock: Dock) -> bool {
    if dock != Dock::Time {
        editor.time.playing = false;
    }
    view::set(&mut editor.dock, dock)
}

pub(super) fn act(editor: &mut Editor, action: TimeAction) -> bool {
    let time = editor.time.after(action, duration(editor));
    view::set(&mut editor.time, time)
}

fn duration(editor: &Editor) -> f64 {
    f64::from(editor.scenario.plan.duration_s)
}

fn set_plan(editor: &mut Editor, plan: Plan, field: PlanField) -> bool {
    let changed = commit(editor, Edit::SetPlan(plan), None, Some(Gesture::Plan(field)));
    editor.time.head_s = editor.time.head_s.min(duration(editor));
    changed
}

pub(super) fn set_traffic(editor: &mut Editor, traffic: Traffic) -> bool {
    let percent = |percent: u32| percent.clamp(1, MAX_PERCENT);
    let seconds = |seconds: u32| seconds.min(*DURATION_S.end());
    let traffic = match traffic {
        Traffic::Steady | Traffic::Day | Traffic::Replay => traffic,
        Traffic::Ramp { from_percent } => Traffic::Ramp { from_percent: from_percent.min(100) },
        Traffic::Spike { factor_percent, from_s, for_s } => {
            Traffic::Spike { factor_percent: percent(factor_percent), from_s: seconds(from_s), for_s: seconds(for_s) }
        }
    };
    let plan = Plan { traffic, ..editor.scenario.plan.clone() };
    let plan = match traffic {
        Traffic::Replay if plan.replay.points.is_empty() => plan.replaying(first_replay(editor)),
        Traffic::Replay => plan,
        _ => Plan { replay: Replay::default(), ..plan },
    };
    editor.time.replay_fault = None;
    set_plan(editor, plan, PlanField::Traffic)
}

/// Something to begin with: the users of the drawing, twice as many in the middle of the run.
fn first_replay(editor: &Editor) -> Replay {
    let active = editor.scenario.workload.active_users(f64::from(editor.users()));
    let value = |times: f64| libm::round(active * times).clamp(1.0, f64::from(MAX_VALUE)) as u32;
    let end = editor.scenario.plan.duration_s;
    let points = [(0, 1.0), (end / 3, 1.0), (end / 2, 2.0), (end / 3 * 2, 1.0), (end, 1.0)];
    let points = points.into_iter().map(|(at_s, times)| Point { at_s, value: value(times) }).collect();
    Replay { unit: Unit::Users, points }
}

/// Takes over recorded traffic; where it is malformed it says so, and nothing changes.
pub(super) fn set_replay(editor: &mut Editor, text: &str) -> bool {
    match Replay::parse(text) {
        Ok(replay) => {
            let changed = view::set(&mut editor.time.replay_fault, None);
            let plan = editor.scenario.plan.replaying(replay);
            set_plan(editor, plan, PlanField::Traffic) || changed
        }
        Err(fault) => view::set(&mut editor.time.replay_fault, Some(fault)),
    }
}

pub(super) fn set_duration(editor: &mut Editor, duration_s: u32) -> bool {
    let duration_s = duration_s.clamp(*DURATION_S.start(), *DURATION_S.end());
    set_plan(editor, Plan { duration_s, ..editor.scenario.plan.clone() }, PlanField::Duration)
}

pub(super) fn set_detail(editor: &mut Editor, detail: Detail) -> bool {
    set_plan(editor, Plan { detail, ..editor.scenario.plan.clone() }, PlanField::Detail)
}

pub(super) fn set_resilience(editor: &mut Editor, resilience: Resilience) -> bool {
    let plan = Plan { resilience: resilience.in_range(), ..editor.scenario.plan.clone() };
    set_plan(editor, plan, PlanField::Resilience)
}

/// Plans a failure for the next whole second of the head, and lets the run go on, so that it is seen.
pub(super) fn fail(editor: &mut Editor, failure: Failure) -> bool {
    open(editor, Dock::Time);
    let at_s = libm::ceil(editor.time.head_s).max(0.0) as u32;
    let planned = Planned { at_s, failure };
    let Some(plan) = failures::with(&editor.scenario.plan, planned) else { return false };
    super::commit::settle(editor);
    let done = commit(editor, Edit::SetPlan(plan), None, None);
    editor.time.playing = done && editor.time.head_s < duration(editor);
    done
}

/// Simulates the minute at the head request by request.
pub(super) fn look(editor: &mut Editor) -> bool {
    let at_s = libm::floor(editor.time.head_s) as u32;
    let plan = editor.scenario.plan.clone();
    if plan.close_ups.contains(&at_s) || plan.close_ups.len() >= MAX_CLOSE_UPS || at_s >= plan.duration_s {
        return false;
    }
    let mut close_ups = plan.close_ups.clone();
    let behind = close_ups.iter().position(|other| *other > at_s).unwrap_or(close_ups.len());
    close_ups.insert(behind, at_s);
    super::commit::settle(editor);
    commit(editor, Edit::SetPlan(Plan { close_ups, ..plan }), None, None)
}

/// Compares the run with another drawing's: its own coupled the other way, one of the story, or that of a link.
pub(super) fn compare(editor: &mut Editor, choice: Choice, linked: Option<Scenario>) -> bool {
    let drawing = match choice {
        Choice::Nothing | Choice::Counterpart => None,
        Choice::Preset(place) => presets::all().get(place).and_then(presets::Preset::scenario),
        Choice::Link => linked,
    };
    editor.against = editor.against.chosen(choice, drawing);
    true
}

pub(super) fn fail_node(editor: &mut Editor, id: NodeId) -> bool {
    let first = failures::of_node(&editor.scenario, id).first().copied();
    first.is_some_and(|failure| fail(editor, failure))
}

pub(super) fn replan(editor: &mut Editor, index: usize, planned: Planned) -> bool {
    let mut plan = editor.scenario.plan.clone();
    if index >= plan.failures.len() {
        return false;
    }
    plan.failures.remove(index);
    let longest = *DURATION_S.end();
    let failure = match failures::lasts(planned.failure) {
        Some(for_s) => failures::lasting(planned.failure, for_s.clamp(1, longest)),
        None => planned.failure,
    };
    let planned = Planned { at_s: planned.at_s.min(plan.duration_s), failure };
    failures::with(&plan, planned).is_some_and(|plan| set_plan(editor, plan, PlanField::Failure(index)))
}

pub(super) fn unplan(editor: &mut Editor, index: usize) -> bool {
    let mut plan = editor.scenario.plan.clone();
    if index >= plan.failures.len() {
        return false;
    }
    plan.failures.remove(index);
    commit(editor, Edit::SetPlan(plan), None, None)
}
