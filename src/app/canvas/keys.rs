//! The keys on the stage. They act on the focused card, or on the selected one.

use yew::prelude::*;

use crate::app::keyboard::chord;
use crate::app::platform::{focus, focused_attribute};
use crate::app::store::{Dispatch, Same};
use crate::editor::action::Action;
use crate::editor::command::{Command, on_stage};
use crate::editor::geometry::{Direction, nearest};
use crate::editor::state::{Editor, Selection};
use crate::model::scenario::{Edge, NodeId};

/// The focused card.
fn focused_node() -> Option<NodeId> {
    focused_attribute("data-node")?.parse().ok().map(NodeId)
}

/// A key pressed on the stage.
pub(super) fn down(editor: &Same<Editor>, dispatch: &Dispatch) -> Callback<KeyboardEvent> {
    let (editor, dispatch) = (editor.clone(), dispatch.clone());
    Callback::from(move |event: KeyboardEvent| {
        let key = event.key();
        let Some(command) = on_stage(chord(&event, &key)) else { return };
        let node = focused_node().or(editor.selection.node());
        if run(&editor, &dispatch, command, node) {
            event.prevent_default();
        }
    })
}

fn run(editor: &Editor, dispatch: &Dispatch, command: Command, node: Option<NodeId>) -> bool {
    let from = editor.tool.connects_from();
    match (command, node, from) {
        (Command::Arrow(direction, _), Some(node), Some(_)) => go(editor, node, direction),
        (Command::Arrow(direction, coarse), Some(node), None) => dispatch.send(Action::Nudge(node, direction, coarse)),
        (Command::Arrow(direction, _), None, _) => {
            let (dx, dy) = direction.step();
            dispatch.send(Action::Pan(f64::from(-dx) * 40.0, f64::from(-dy) * 40.0));
        }
        (Command::Choose, Some(to), Some(from)) => {
            dispatch.send(Action::Cancel);
            dispatch.send(Action::Connect(Edge { from, to }));
        }
        (Command::Choose, Some(node), None) => dispatch.send(Action::Select(Selection::Node(node))),
        (Command::Connect, Some(node), None) => dispatch.send(Action::StartConnecting(node)),
        (Command::Fail, Some(node), None) => dispatch.send(Action::FailNode(node)),
        (Command::Delete, Some(node), None) => {
            dispatch.send(Action::Remove(node));
            go_to_nearest(editor, node);
        }
        (Command::Delete, None, None) => dispatch.send(Action::DeleteSelected),
        _ => return false,
    }
    true
}

/// Moves the focus, and with it the aim, to the next card in a direction.
fn go(editor: &Editor, node: NodeId, direction: Direction) {
    let Some(card) = editor.card(node) else { return };
    let others = editor.cards().into_iter().filter(|(id, _)| *id != node).map(|(id, card)| (id, card.centre()));
    if let Some(next) = nearest(card.centre(), direction, others) {
        focus(&format!("[data-node=\"{}\"]", next.0));
    }
}

/// The focus of a card that is gone goes to the one that stood nearest.
fn go_to_nearest(editor: &Editor, gone: NodeId) {
    let Some(place) = editor.card(gone).map(|card| card.centre()) else { return };
    let others = editor.cards().into_iter().filter(|(id, _)| *id != gone);
    let nearest = others.min_by(|a, b| place.distance(a.1.centre()).total_cmp(&place.distance(b.1.centre())));
    // Where nothing was taken out the focus stays.
    if let Some((next, _)) = nearest.filter(|_| focused_node().is_none()) {
        focus(&format!("[data-node=\"{}\"]", next.0));
    }
}

/// A key released: the next one is another step of undo.
pub(super) fn up(dispatch: &Dispatch) -> Callback<KeyboardEvent> {
    let dispatch = dispatch.clone();
    Callback::from(move |event: KeyboardEvent| {
        if event.key().starts_with("Arrow") {
            dispatch.send(Action::Settle);
        }
    })
}

/// A card given the focus is what a connection in the making points at.
pub(super) fn focused(editor: &Same<Editor>, dispatch: &Dispatch) -> Callback<FocusEvent> {
    let (editor, dispatch) = (editor.clone(), dispatch.clone());
    Callback::from(move |_: FocusEvent| {
        if let (Some(_), Some(node)) = (editor.tool.connects_from(), focused_node()) {
            dispatch.send(Action::Aim(node));
        }
    })
}
