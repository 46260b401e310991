//! Doing an edit so that it can be undone.

use std::rc::Rc;

use crate::editor::change::{Change, Reach, describe, reach};
use crate::editor::footprint::footprints;
use crate::editor::history::{Gesture, Step};
use crate::editor::state::{Editor, Selection};
use crate::editor::tool::Tool;
use crate::model::edit::Edit;
use crate::model::scenario::Scenario;

/// Does an edit as a step of undo, told as `change` or, without one, as what the edit itself says.
pub(super) fn commit(editor: &mut Editor, edit: Edit, change: Option<Change>, gesture: Option<Gesture>) -> bool {
    let change = change.unwrap_or_else(|| describe(&edit, &editor.scenario));
    let Some(back) = apply(editor, edit) else { return false };
    Rc::make_mut(&mut editor.history).record(Step { back, change }, gesture);
    true
}

/// Applies an edit to the drawing, and brings everything derived from it up to date. None where it changed nothing.
fn apply(editor: &mut Editor, edit: Edit) -> Option<Edit> {
    let reach = reach(&edit, &editor.scenario);
    let replaces = matches!(edit, Edit::Replace(_));
    let looks_only = matches!(edit, Edit::Move(..));
    let mut scenario = (*editor.scenario).clone();
    let back = edit.apply(&mut scenario).ok()?;
    if scenario == *editor.scenario {
        return None;
    }
    let look = !looks_only && (reach == Reach::Model || names_differ(&editor.scenario, &scenario));
    editor.scenario = Rc::new(scenario);
    if look {
        editor.footprints = Rc::new(footprints(&editor.scenario));
    }
    if reach == Reach::Model {
        editor.model_revision += 1;
    }
    if replaces {
        editor.document += 1;
        editor.time = editor.time.opened();
    }
    forget_what_is_gone(editor);
    Some(back)
}

fn names_differ(before: &Scenario, after: &Scenario) -> bool {
    before.nodes.values().map(|node| &node.name).ne(after.nodes.values().map(|node| &node.name))
}

fn forget_what_is_gone(editor: &mut Editor) {
    let gone = match editor.selection {
        Selection::None => false,
        Selection::Node(id) => !editor.scenario.nodes.contains_key(&id),
        Selection::Edge(edge) => !editor.scenario.edges.contains(&edge),
    };
    if gone {
        editor.selection = Selection::None;
    }
    let held = editor.tool.connects_from().or(editor.tool.drags());
    if held.is_some_and(|id| !editor.scenario.nodes.contains_key(&id)) {
        editor.tool = Tool::Idle;
    }
}

pub(super) fn undo(editor: &mut Editor) -> bool {
    stop(editor);
    let Some(step) = Rc::make_mut(&mut editor.history).pop_done() else { return false };
    if let Some(again) = apply(editor, step.back) {
        Rc::make_mut(&mut editor.history).push_undone(Step { back: again, change: step.change });
    }
    super::view::refit(editor);
    true
}

pub(super) fn redo(editor: &mut Editor) -> bool {
    stop(editor);
    let Some(step) = Rc::make_mut(&mut editor.history).pop_undone() else { return false };
    if let Some(back) = apply(editor, step.back) {
        Rc::make_mut(&mut editor.history).push_done(Step { back, change: step.change });
    }
    super::view::refit(editor);
    true
}

fn stop(editor: &mut Editor) {
    editor.play = None;
    editor.tool = Tool::Idle;
}

pub(super) fn settle(editor: &mut Editor) -> bool {
    let open = editor.history.is_open();
    if open {
        Rc::make_mut(&mut editor.history).settle();
    }
    open
}
