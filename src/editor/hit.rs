//! What is under the pointer.

use super::geometry::Pt;
use super::routing::{Side, routes};
use super::state::{Dock, Editor};
use super::time::failures::of_node;
use super::tool::Pointer;
use crate::model::scenario::{Edge, NodeId};

/// What is under the pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A port of a node, where a connection can be pulled from.
    Port(NodeId),
    /// The bolt at a card's corner, which lets it fail in the run.
    Bolt(NodeId),
    /// A card.
    Node(NodeId),
    /// A wire.
    Edge(Edge),
    /// Nothing but the stage.
    Stage,
}

/// What is at a canvas place.
pub fn target(editor: &Editor, at: Pt, pointer: Pointer) -> Target {
    let reach = pointer.reach() / editor.viewport.zoom;
    bolt(editor, at, reach, pointer)
        .map(Target::Bolt)
        .or_else(|| port(editor, at, reach, pointer).map(Target::Port))
        .or_else(|| node(editor, at).map(Target::Node))
        .or_else(|| edge(editor, at, reach).map(Target::Edge))
        .unwrap_or(Target::Stage)
}

/// The card at a canvas place; of several the one drawn last.
pub fn node(editor: &Editor, at: Pt) -> Option<NodeId> {
    editor.scenario.nodes.keys().rev().copied().find(|&id| editor.card(id).is_some_and(|card| card.contains(at)))
}

/// Whether the card of a node has a bolt: while the run is shown, where it can fail.
pub fn has_bolt(editor: &Editor, id: NodeId) -> bool {
    editor.dock == Dock::Time && !of_node(&editor.scenario, id).is_empty()
}

/// As with ports, a finger finds the bolt of the selected node only.
fn bolt(editor: &Editor, at: Pt, reach: f64, pointer: Pointer) -> Option<NodeId> {
    if editor.dock != Dock::Time {
        return None;
    }
    let near = |id: &NodeId| {
        let corner = editor.card(*id).map(|card| Pt::new(card.right(), card.y));
        corner.is_some_and(|corner| corner.distance(at) <= reach) && has_bolt(editor, *id)
    };
    match pointer {
        Pointer::Touch => editor.selection.node().filter(near),
        Pointer::Fine => editor.scenario.nodes.keys().rev().copied().find(near),
    }
}

/// A finger finds the ports of the selected node only: on any other it would too often miss the card.
fn port(editor: &Editor, at: Pt, reach: f64, pointer: Pointer) -> Option<NodeId> {
    let near = |id: &NodeId| {
        editor.card(*id).is_some_and(|card| Side::ALL.iter().any(|side| side.middle(&card).distance(at) <= reach))
    };
    match pointer {
        Pointer::Touch => editor.selection.node().filter(near),
        Pointer::Fine => editor.scenario.nodes.keys().rev().copied().find(near),
    }
}

fn edge(editor: &Editor, at: Pt, reach: f64) -> Option<Edge> {
    routes(&editor.cards(), editor.scenario.edges.iter().copied())
        .into_iter()
        .map(|(edge, route)| (edge, route.distance(at)))
        .filter(|(_, distance)| *distance <= reach)
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(edge, _)| edge)
}
