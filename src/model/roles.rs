//! Splitting a role out of a box: the first lesson of scaling.

use super::edit::Edit;
use super::placement::{self, CARD_WIDTH, GRID};
use super::scenario::{Node, NodeId, Point, Scenario};
use super::wiring::{self, Plan};
use crate::catalogue;
use crate::catalogue::spec::{Configured, Role, ServiceSpec};
use crate::lists::Set;

/// The edit that takes a role off a box and puts it on a part of its own, wired: on the first service of the
/// catalogue that takes the role over, else on a new box of the same service. Where nobody hands that service its
/// work yet, the service that does (a queue before workers) comes with it. Returns the new node's id.
/// None where the box does not have the role or has no other.
pub fn split_out(scenario: &Scenario, node: NodeId, role: Role) -> Option<(Edit, NodeId)> {
    let source = scenario.nodes.get(&node)?;
    if !source.roles.contains(&role) || source.roles.len() < 2 {
        return None;
    }
    match wiring::successor(role) {
        Some(successor) => onto_service(scenario, node, source, role, successor),
        None => Some(onto_box(scenario, node, source, role)),
    }
}

/// Where the new part is put: to the right of the box, one row lower for each role further down a request's way.
fn beside(source: &Node, columns: i32) -> Point {
    Point { x: source.at.x.saturating_add(columns * (CARD_WIDTH + 3 * GRID)), y: source.at.y }
}

fn onto_service(
    scenario: &Scenario,
    node: NodeId,
    source: &Node,
    role: Role,
    successor: &ServiceSpec,
) -> Option<(Edit, NodeId)> {
    let mut draft = scenario.clone();
    let mut edits = Vec::new();
    let has_role = |draft: &Scenario| draft.nodes.get(&node).is_some_and(|node| node.roles.contains(&role));
    let (edit, id) = wiring::drop_in(&draft, successor.id, beside(source, 1))?;
    let mut tried = draft.clone();
    edit.clone().apply(&mut tried).ok()?;
    if !has_role(&tried) {
        return Some((edit, id));
    }
    // Nobody hands it work yet, so it took nothing over.
    let (edit, _) = wiring::drop_in(&draft, hands_work_to(scenario, successor)?.id, beside(source, 1))?;
    edit.clone().apply(&mut draft).ok()?;
    edits.push(edit);
    let (edit, id) = wiring::drop_in(&draft, successor.id, beside(source, 2))?;
    edits.push(edit);
    Some((Edit::Batch(edits), id))
}

/// The first service, not a box, that asks what another answers.
fn hands_work_to(scenario: &Scenario, answerer: &ServiceSpec) -> Option<&'static ServiceSpec> {
    let answers = ports_of(scenario, answerer).answers;
    let asks_it = |spec: &&ServiceSpec| ports_of(scenario, spec).asks.iter().any(|ask| answers.contains(ask));
    catalogue::all().iter().copied().find(asks_it)
}

/// What a new node of a service asks and answers.
pub(super) fn ports_of(scenario: &Scenario, spec: &ServiceSpec) -> catalogue::spec::Ports {
    let settings = catalogue::settings::complete((spec.params)(), &Default::default());
    let roles: Vec<Role> = spec.takes_over.into_iter().collect();
    (spec.ports)(Configured { region: scenario.region, settings: &settings, roles: &roles })
}

fn onto_box(scenario: &Scenario, node: NodeId, source: &Node, role: Role) -> (Edit, NodeId) {
    let mut plan = Plan::new(scenario);
    let at = placement::free_spot(scenario, beside(source, 1));
    let id = plan.add(Node { name: String::new(), at, roles: Set::from_iter([role]), ..source.clone() });
    plan.take_role(node, role);
    wiring::settle_split(&mut plan, node, id, role, scenario);
    (plan.finish(), id)
}
