//! A change in the making: a draft to look at, and the edits that led to it.

use super::{carries, ends, refusal};
use crate::catalogue::spec::{Ask, Role};
use crate::model::edit::Edit;
use crate::model::scenario::{Edge, Node, NodeId, Scenario};

/// A draft of a drawing together with the edits made to it.
#[derive(Clone)]
pub(in crate::model) struct Plan {
    pub(in crate::model) draft: Scenario,
    edits: Vec<Edit>,
}

impl Plan {
    /// Starts from a drawing.
    pub(in crate::model) fn new(scenario: &Scenario) -> Self {
        Self { draft: scenario.clone(), edits: Vec::new() }
    }

    /// The edits so far, as one.
    pub(in crate::model) fn finish(self) -> Edit {
        Edit::Batch(self.edits)
    }

    /// Puts a node in.
    pub(in crate::model) fn add(&mut self, node: Node) -> NodeId {
        let id = self.draft.next_id();
        self.apply(Edit::AddNode(id, node));
        id
    }

    /// Joins two nodes where that makes sense; does nothing where it does not.
    pub(in crate::model) fn connect(&mut self, from: NodeId, to: NodeId) {
        let edge = Edge { from, to };
        if refusal(&self.draft, edge).is_none() {
            self.apply(Edit::AddEdge(edge));
        }
    }

    /// Parts two nodes.
    pub(in crate::model) fn cut(&mut self, edge: Edge) {
        self.apply(Edit::RemoveEdge(edge));
    }

    /// Takes a role off a box, with the connections that were there for this role only.
    pub(in crate::model) fn take_role(&mut self, node: NodeId, role: Role) {
        let had_sense = self.touching(node);
        self.apply(Edit::SetRole(node, role, false));
        for edge in had_sense {
            if carries(&self.draft, edge).is_empty() {
                self.cut(edge);
            }
        }
    }

    /// The edges at a node that carry something.
    fn touching(&self, node: NodeId) -> Vec<Edge> {
        let at_node = self.draft.edges.iter().copied().filter(|edge| edge.from == node || edge.to == node);
        at_node.filter(|edge| !carries(&self.draft, *edge).is_empty()).collect()
    }

    /// Whether anybody asks a node anything.
    pub(in crate::model) fn is_asked(&self, node: NodeId) -> bool {
        self.draft.edges_to(node).next().is_some()
    }

    /// Whom a node asks a question of.
    pub(in crate::model) fn asked_for(&self, node: NodeId, ask: Ask) -> Vec<NodeId> {
        let edges = self.draft.edges_from(node).filter(|edge| carries(&self.draft, *edge).contains(&ask));
        edges.map(|edge| edge.to).collect()
    }

    /// Whether anyone asks a node this question.
    pub(super) fn is_asked_for(&self, node: NodeId, ask: Ask) -> bool {
        self.draft.edges_to(node).any(|edge| carries(&self.draft, edge).contains(&ask))
    }

    /// Whether a question of the visitors comes to someone who answers it.
    pub(super) fn visitors_reach(&self, ask: Ask) -> bool {
        let mut nodes = self.draft.nodes.keys().copied();
        nodes.any(|node| {
            ends::answers(&self.draft, node).contains(&ask)
                && ends::visitors(&self.draft).any(|from| from != node && super::leads(&self.draft, ask, from, node))
        })
    }

    /// Does an edit. One that cannot be done was not needed: the plan only makes edits from what its draft holds.
    fn apply(&mut self, edit: Edit) {
        if edit.clone().apply(&mut self.draft).is_ok() {
            self.edits.push(edit);
        }
    }
}
