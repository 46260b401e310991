//! The run in time, without a page.

use super::*;
use crate::editor::state::Dock;
use crate::editor::time::TimeAction;
use crate::model::plan::{Detail, Failure, Plan, Planned, Traffic};
use crate::model::replay::ReplayFault;
use crate::model::resilience::{Breaker, Resilience};

const SPIKE: Traffic = Traffic::Spike { factor_percent: 500, from_s: 60, for_s: 60 };

/// One box whose run is simulated up to a time, with the head there.
fn at(head_s: f64) -> Editor {
    let mut editor = one_box();
    reduce(&mut editor, Action::OpenDock(Dock::Time));
    reduce(&mut editor, Action::Time(TimeAction::Reached { head_s, simulated_s: head_s }));
    editor
}

#[test]
fn a_failure_comes_at_the_next_second_and_the_run_goes_on_to_show_it() {
    let mut editor = at(41.3);
    let failure = Failure::Instance(BOX);
    assert!(reduce(&mut editor, Action::Fail(failure)));
    assert_eq!(editor.scenario.plan.failures, [Planned { at_s: 42, failure }]);
    assert!(editor.time.playing);
    assert!(reduce(&mut editor, Action::Undo));
    assert_eq!(editor.scenario.plan, Plan::default());
}

#[test]
fn a_node_fails_by_its_key_from_wherever_the_dock_is() {
    let mut editor = one_box();
    assert!(reduce(&mut editor, Action::FailNode(BOX)));
    assert_eq!((editor.dock, editor.scenario.plan.failures.len()), (Dock::Time, 1));
    assert!(!reduce(&mut editor, Action::FailNode(USERS)), "users do not fail");
}

#[test]
fn the_plan_needs_no_new_solution() {
    let mut editor = one_box();
    let before = editor.model_revision;
    reduce(&mut editor, Action::SetTraffic(SPIKE));
    reduce(&mut editor, Action::SetDuration(300));
    assert_eq!(editor.model_revision, before);
    assert_eq!((editor.scenario.plan.traffic, editor.scenario.plan.duration_s), (SPIKE, 300));
}

#[test]
fn typing_a_spike_is_one_step_of_undo() {
    let mut editor = one_box();
    for factor_percent in [100, 150, 1_500] {
        reduce(&mut editor, Action::SetTraffic(Traffic::Spike { factor_percent, from_s: 60, for_s: 60 }));
    }
    assert_eq!(editor.history.depth(), 1);
    reduce(&mut editor, Action::Undo);
    assert_eq!(editor.scenario.plan.traffic, Traffic::Steady);
}

#[test]
fn what_is_typed_out_of_range_is_put_into_it() {
    let mut editor = one_box();
    reduce(&mut editor, Action::SetDuration(1));
    assert_eq!(editor.scenario.plan.duration_s, 60);
    reduce(&mut editor, Action::SetTraffic(Traffic::Ramp { from_percent: 4_000 }));
    assert_eq!(editor.scenario.plan.traffic, Traffic::Ramp { from_percent: 100 });
}

#[test]
fn another_way_to_compute_a_run_is_a_step_of_undo() {
    let mut editor = one_box();
    for detail in [Detail::Fluid, Detail::Sampled] {
        reduce(&mut editor, Action::SetDetail(detail));
        assert_eq!(editor.scenario.plan.detail, detail);
    }
    assert_eq!(editor.history.last().map(|step| &step.change), Some(&Change::Plan));
    reduce(&mut editor, Action::Undo);
    assert_eq!(editor.scenario.plan.detail, Detail::Auto);
}

#[test]
fn a_shorter_run_takes_the_head_back() {
    let mut editor = at(500.0);
    reduce(&mut editor, Action::SetDuration(120));
    assert_eq!(editor.time.head_s, 120.0);
}

#[test]
fn a_planned_failure_is_moved_and_taken_out() {
    let mut editor = at(10.0);
    let zone = |for_s| Failure::Zone { zone: 'a', for_s };
    reduce(&mut editor, Action::Fail(zone(120)));
    reduce(&mut editor, Action::Replan(0, Planned { at_s: 90, failure: zone(0) }));
    assert_eq!(editor.scenario.plan.failures, [Planned { at_s: 90, failure: zone(1) }]);
    assert!(!reduce(&mut editor, Action::Unplan(3)));
    assert!(reduce(&mut editor, Action::Unplan(0)));
    assert_eq!(editor.scenario.plan.failures, []);
    assert!(matches!(editor.history.last().map(|step| &step.change), Some(Change::Failure(_, _, false))));
}

#[test]
fn a_run_that_is_not_seen_stops_and_another_drawing_starts_at_its_start() {
    let mut editor = at(30.0);
    reduce(&mut editor, Action::Time(TimeAction::Toggle));
    assert!(editor.time.playing);
    reduce(&mut editor, Action::OpenDock(Dock::Growth));
    assert!(!editor.time.playing && editor.time.head_s == 30.0);
    reduce(&mut editor, Action::Open(Box::default()));
    assert_eq!(editor.time.head_s, 0.0);
}

#[test]
fn retries_and_a_breaker_are_set_within_their_ranges_and_undone() {
    let mut editor = one_box();
    let breaker = Some(Breaker { failure_percent: 900, ..Breaker::default() });
    let wild = Resilience { backoff_ms: vec![u32::MAX], breaker, ..Resilience::default() };
    assert!(reduce(&mut editor, Action::SetResilience(wild.clone())));
    assert_eq!(editor.scenario.plan.resilience, wild.in_range());
    assert_eq!(editor.history.last().map(|step| &step.change), Some(&Change::Resilience));
    assert!(reduce(&mut editor, Action::Undo));
    assert_eq!(editor.scenario.plan, Plan::default());
}

#[test]
fn a_recording_is_taken_over_and_a_malformed_one_is_not() {
    let mut editor = one_box();
    assert!(reduce(&mut editor, Action::SetReplay("time,users\n0,5\n90,500\n".to_owned())));
    let plan = editor.scenario.plan.clone();
    assert_eq!((plan.traffic, plan.duration_s, plan.replay.points.len()), (Traffic::Replay, 90, 2));
    assert!(reduce(&mut editor, Action::SetReplay("0,5\n90;x".to_owned())));
    assert_eq!(editor.time.replay_fault, Some(ReplayFault::NoPoint(2)));
    assert_eq!(editor.scenario.plan, plan, "what was there stays");
    assert!(reduce(&mut editor, Action::SetReplay("0,5\n90,7".to_owned())));
    assert_eq!(editor.time.replay_fault, None);
    // Another shape has no recording.
    reduce(&mut editor, Action::SetTraffic(SPIKE));
    assert!(editor.scenario.plan.replay.points.is_empty());
    reduce(&mut editor, Action::SetTraffic(Traffic::Replay));
    assert!(editor.scenario.plan.replay.is_sane() && editor.scenario.plan.replay.points.len() == 5);
}

#[test]
fn the_bolt_at_a_cards_corner_lets_it_fail_where_it_stands() {
    let press = |editor: &mut Editor, pointer: Pointer| {
        let corner = editor.card(BOX).map(|card| Pt::new(card.right(), card.y)).unwrap_or_default();
        let at = editor.viewport.to_screen(corner);
        reduce(editor, Action::Down(at, pointer));
        reduce(editor, Action::Up(at));
        editor.scenario.plan.failures.len()
    };
    let mut editor = at(41.3);
    assert_eq!(press(&mut editor, Pointer::Fine), 1);
    // A finger finds it on the selected card only.
    let mut editor = at(41.3);
    assert_eq!(press(&mut editor, Pointer::Touch), 0);
    reduce(&mut editor, Action::Select(Selection::Node(BOX)));
    assert_eq!(press(&mut editor, Pointer::Touch), 1);
    // In the steady state there is none.
    let mut editor = one_box();
    assert_eq!(press(&mut editor, Pointer::Fine), 0);
}
