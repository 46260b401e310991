//! The pointer's state machine: press, move, release.

use super::commit::{commit, settle};
use super::edits::{connect, drop_at};
use super::time;
use crate::editor::footprint::CARD;
use crate::editor::geometry::{FINE, GRID, Pt, snapped};
use crate::editor::history::Gesture;
use crate::editor::hit::{self, Target};
use crate::editor::state::{Editor, Selection};
use crate::editor::tool::{Aim, How, Pointer, Tool};
use crate::model::edit::Edit;
use crate::model::scenario::{Edge, NodeId};
use crate::model::wiring;

pub(super) fn down(editor: &mut Editor, at: Pt, pointer: Pointer) -> bool {
    let place = editor.viewport.to_canvas(at);
    if let Tool::Connecting { from, how: How::Taps, .. } = editor.tool {
        return tap(editor, from, place);
    }
    editor.tool = match hit::target(editor, place, pointer) {
        Target::Bolt(node) => {
            time::fail_node(editor, node);
            Tool::Idle
        }
        Target::Port(from) => Tool::Connecting { from, to: place, aim: None, how: How::Pull },
        Target::Node(node) => pressed(editor, node, at, place, pointer),
        Target::Edge(edge) => {
            editor.selection = Selection::Edge(edge);
            Tool::Idle
        }
        Target::Stage => Tool::Panning { at, view: editor.viewport, moved: false, pointer },
    };
    true
}

fn pressed(editor: &Editor, node: NodeId, at: Pt, place: Pt, pointer: Pointer) -> Tool {
    let corner = editor.card(node).map_or(place, |card| Pt::new(card.x, card.y));
    Tool::Pressed { node, at, grab: Pt::new(place.x - corner.x, place.y - corner.y), pointer }
}

/// The second tap of a connection: on a card it joins, elsewhere it gives up.
fn tap(editor: &mut Editor, from: NodeId, place: Pt) -> bool {
    editor.tool = Tool::Idle;
    if let Some(to) = hit::node(editor, place).filter(|&to| to != from) {
        connect(editor, Edge { from, to });
    }
    true
}

pub(super) fn moved(editor: &mut Editor, at: Pt, coarse: bool) -> bool {
    let place = editor.viewport.to_canvas(at);
    match editor.tool.clone() {
        Tool::Pressed { node, at: start, grab, pointer } => {
            if start.distance(at) < pointer.slop() {
                return false;
            }
            settle(editor);
            editor.selection = Selection::Node(node);
            editor.tool = Tool::Dragging { node, grab };
            drag(editor, node, grab, place, coarse);
            true
        }
        Tool::Dragging { node, grab } => drag(editor, node, grab, place, coarse),
        Tool::Panning { at: start, view, moved, pointer } => {
            if !moved && start.distance(at) < pointer.slop() {
                return false;
            }
            editor.tool = Tool::Panning { at: start, view, moved: true, pointer };
            editor.viewport = view.panned(at.x - start.x, at.y - start.y);
            editor.fitted = false;
            true
        }
        Tool::Connecting { from, how, .. } => {
            let aim = hit::node(editor, place).filter(|&to| to != from).map(|to| aimed(editor, from, to));
            editor.tool = Tool::Connecting { from, to: place, aim, how };
            true
        }
        Tool::Idle | Tool::Placing { .. } => false,
    }
}

fn drag(editor: &mut Editor, node: NodeId, grab: Pt, place: Pt, coarse: bool) -> bool {
    let step = if coarse { GRID } else { FINE };
    let corner = snapped(Pt::new(place.x - grab.x, place.y - grab.y), step);
    commit(editor, Edit::Move(node, corner), None, Some(Gesture::Drag(node)))
}

fn aimed(editor: &Editor, from: NodeId, to: NodeId) -> Aim {
    Aim { node: to, refusal: wiring::refusal(&editor.scenario, Edge { from, to }) }
}

pub(super) fn up(editor: &mut Editor, at: Pt) -> bool {
    match std::mem::take(&mut editor.tool) {
        Tool::Pressed { node, .. } => editor.selection = Selection::Node(node),
        Tool::Dragging { .. } => {
            settle(editor);
        }
        Tool::Panning { moved, .. } => {
            if !moved {
                editor.selection = Selection::None;
            }
        }
        Tool::Connecting { from, to, how: How::Pull, .. } => released(editor, from, to, at),
        tool @ (Tool::Connecting { .. } | Tool::Placing { .. }) => {
            editor.tool = tool;
            return false;
        }
        Tool::Idle => return false,
    }
    true
}

/// A pull that ends where it began was a tap on the port: the next tap names the end.
fn released(editor: &mut Editor, from: NodeId, to: Pt, at: Pt) {
    let place = editor.viewport.to_canvas(at);
    match hit::node(editor, place) {
        Some(end) if end != from => {
            connect(editor, Edge { from, to: end });
        }
        found => {
            let stayed = editor.card(from).is_some_and(|card| card.grown(12.0).contains(place));
            if found == Some(from) || stayed {
                editor.selection = Selection::Node(from);
                editor.tool = Tool::Connecting { from, to, aim: None, how: How::Taps };
            }
        }
    }
}

pub(super) fn cancel(editor: &mut Editor) -> bool {
    match std::mem::take(&mut editor.tool) {
        Tool::Idle => false,
        Tool::Dragging { .. } => {
            settle(editor);
            true
        }
        _ => true,
    }
}

/// The card is held by its middle.
pub(super) fn place(editor: &mut Editor, service: String, at: Option<Pt>) -> bool {
    let at = at.map(|at| {
        let middle = editor.viewport.to_canvas(at);
        let corner = snapped(Pt::new(middle.x - CARD.w / 2.0, middle.y - CARD.h / 2.0), FINE);
        Pt::from(corner)
    });
    let tool = Tool::Placing { service, at };
    let changed = editor.tool != tool;
    editor.tool = tool;
    changed
}

pub(super) fn drop(editor: &mut Editor) -> bool {
    let Tool::Placing { service, at } = std::mem::take(&mut editor.tool) else { return false };
    if let Some(at) = at {
        drop_at(editor, &service, snapped(at, FINE));
    }
    true
}

pub(super) fn start_connecting(editor: &mut Editor, from: NodeId) -> bool {
    let Some(card) = editor.card(from) else { return false };
    editor.selection = Selection::Node(from);
    editor.tool = Tool::Connecting { from, to: card.centre(), aim: None, how: How::Taps };
    true
}

pub(super) fn aim(editor: &mut Editor, node: NodeId) -> bool {
    let (Tool::Connecting { from, how, .. }, Some(card)) = (editor.tool.clone(), editor.card(node)) else {
        return false;
    };
    let aim = (node != from).then(|| aimed(editor, from, node));
    editor.tool = Tool::Connecting { from, to: card.centre(), aim, how };
    true
}
