//! Which connections make sense, and where a dropped tier belongs. Everything here is derived from what services ask,
//! answer and pass on, and from roles: no service is known by name.

mod between;
mod ends;
mod plan;
mod rules;

use crate::lists::Set;

use super::edit::Edit;
use super::scenario::{Edge, NodeId, Point, Scenario};
use crate::catalogue;
use crate::catalogue::spec::{Ask, Group, Role, Roles, ServiceSpec};

pub(super) use ends::ports;
pub(super) use plan::Plan;
pub(super) use rules::settle_split;

/// Why a connection is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A node cannot ask itself.
    Itself,
    /// They are joined already.
    Already,
    /// The target answers nothing that the asker asks: what each has to offer, for the sentence.
    NothingInCommon {
        /// What the asker asks.
        asks: Vec<Ask>,
        /// What the target answers or passes on.
        answers: Vec<Ask>,
    },
    /// It would make requests go in a circle.
    Circle,
    /// One of the ends is not there.
    NoNode,
}

/// Whether `from` can be connected to `to`.
pub fn refusal(scenario: &Scenario, edge: Edge) -> Option<Refusal> {
    if !scenario.nodes.contains_key(&edge.from) || !scenario.nodes.contains_key(&edge.to) {
        return Some(Refusal::NoNode);
    }
    if edge.from == edge.to {
        return Some(Refusal::Itself);
    }
    if scenario.edges.contains(&edge) {
        return Some(Refusal::Already);
    }
    let carried = carries(scenario, edge);
    if carried.is_empty() {
        let asks = ends::asks(scenario, edge.from);
        return Some(Refusal::NothingInCommon { asks, answers: ends::takes(scenario, edge.to) });
    }
    carried.into_iter().any(|ask| leads(scenario, ask, edge.to, edge.from)).then_some(Refusal::Circle)
}

/// The questions that an edge can carry: those that its start asks or passes on, and its end answers or passes on.
/// Empty where an end is missing or the two have nothing in common.
pub fn carries(scenario: &Scenario, edge: Edge) -> Vec<Ask> {
    let takes = ends::takes(scenario, edge.to);
    ends::asks(scenario, edge.from).into_iter().filter(|ask| takes.contains(ask)).collect()
}

/// Whether a question of this kind, put to `from`, can come to `to` along the edges. Questions of different kinds are
/// kept apart, so a box may send jobs to a queue that hands them back to the same box.
fn leads(scenario: &Scenario, ask: Ask, from: NodeId, to: NodeId) -> bool {
    let mut open = vec![from];
    let mut seen = Set::new();
    while let Some(node) = open.pop() {
        if node == to {
            return true;
        }
        if seen.insert(node) && ends::asks(scenario, node).contains(&ask) {
            let next = scenario.edges_from(node).map(|edge| edge.to);
            open.extend(next.filter(|next| ends::takes(scenario, *next).contains(&ask)));
        }
    }
    false
}

/// The edit that puts a new node of a service at a point and wires it where it belongs: what it takes over leaves the
/// boxes, what it stands between is re-routed through it. Where a card is in the way, the nearest free spot is taken.
/// Returns the new node's id. None for an unknown service, and for a second users' node.
pub fn drop_in(scenario: &Scenario, service: &str, at: Point) -> Option<(Edit, NodeId)> {
    let spec = catalogue::get(service)?;
    if rules::is_visitors(spec) && ends::visitors(scenario).next().is_some() {
        return None;
    }
    let mut plan = Plan::new(scenario);
    let id = plan.add(rules::new_node(scenario, spec, at));
    rules::wire(&mut plan, spec, id);
    Some((plan.finish(), id))
}

/// The service that a role moves to when it leaves a box; none where only another box can take it. To run the same code
/// without a box of one's own is another decision than to split it off: such services are dropped in by hand.
pub(super) fn successor(role: Role) -> Option<&'static catalogue::spec::ServiceSpec> {
    let runs_code_elsewhere = |spec: &ServiceSpec| spec.group == Group::Compute && spec.roles == Roles::None;
    catalogue::all().iter().copied().find(|spec| spec.takes_over == Some(role) && !runs_code_elsewhere(spec))
}

#[cfg(test)]
mod tests;
