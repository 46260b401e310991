//! What the ends of connections have to say: each node's questions and answers, and its place in the drawing.

use crate::catalogue::spec::{Ask, Blueprint, Group, Ports, Resource, Role, Roles, ServiceSpec};
use crate::model::scenario::{Node, NodeId, Scenario};

/// What a node asks, answers and passes on, as it is set; nothing for a node of an unknown service.
pub(in crate::model) fn ports(scenario: &Scenario, id: NodeId) -> Ports {
    let node = scenario.nodes.get(&id);
    node.and_then(|node| node.configured(scenario.region, |spec, facts| (spec.ports)(facts))).unwrap_or_default()
}

/// What a node asks of others: its own questions, and those that it passes on.
pub(super) fn asks(scenario: &Scenario, id: NodeId) -> Vec<Ask> {
    let ports = ports(scenario, id);
    union(ports.asks, ports.passes)
}

/// What can be asked of a node: what it answers, and what it passes on.
pub(super) fn takes(scenario: &Scenario, id: NodeId) -> Vec<Ask> {
    let ports = ports(scenario, id);
    union(ports.answers, ports.passes)
}

/// What a node answers itself.
pub(super) fn answers(scenario: &Scenario, id: NodeId) -> Vec<Ask> {
    ports(scenario, id).answers
}

fn union(mut first: Vec<Ask>, second: Vec<Ask>) -> Vec<Ask> {
    first.extend(second);
    crate::lists::sort_unique(&mut first);
    first
}

/// Whether the lists have a question in common.
pub(super) fn meet(one: &[Ask], other: &[Ask]) -> bool {
    one.iter().any(|ask| other.contains(ask))
}

/// The nodes whose service fits, in id order.
pub(super) fn nodes_where<'a>(
    scenario: &'a Scenario,
    fits: impl Fn(&ServiceSpec, &Node) -> bool + 'a,
) -> impl Iterator<Item = NodeId> + 'a {
    scenario.nodes.iter().filter(move |(_, node)| node.spec().is_some_and(|spec| fits(spec, node))).map(|(id, _)| *id)
}

/// Those who visit.
pub(super) fn visitors(scenario: &Scenario) -> impl Iterator<Item = NodeId> + '_ {
    nodes_where(scenario, |spec, _| spec.group == Group::People)
}

/// Machines that roles are chosen for.
pub(super) fn boxes(scenario: &Scenario) -> impl Iterator<Item = NodeId> + '_ {
    nodes_where(scenario, |spec, _| is_box(spec))
}

/// Boxes that take HTTP requests.
pub(super) fn web_boxes(scenario: &Scenario) -> impl Iterator<Item = NodeId> + '_ {
    nodes_where(scenario, |spec, node| is_box(spec) && node.roles.contains(&Role::Web))
}

/// Whether a service is a machine that takes any roles, and not one made for a single role.
pub(super) fn is_box(spec: &ServiceSpec) -> bool {
    matches!(spec.roles, Roles::Chosen(_)) && spec.takes_over.is_none()
}

/// Whether a node is a box.
pub(super) fn is_box_node(scenario: &Scenario, id: NodeId) -> bool {
    scenario.nodes.get(&id).and_then(Node::spec).is_some_and(is_box)
}

/// Whether a node does nothing but what a role on a box could do.
pub(super) fn is_dedicated(scenario: &Scenario, id: NodeId) -> bool {
    scenario.nodes.get(&id).and_then(Node::spec).is_some_and(|spec| spec.takes_over.is_some())
}

/// What users ask.
pub(super) const HTTP: [Ask; 2] = [Ask::Page, Ask::Static];

/// Whether a node hands on what users ask it.
pub(super) fn passes_on(scenario: &Scenario, id: NodeId) -> bool {
    meet(&ports(scenario, id).passes, &HTTP)
}

/// What is asked of a database.
const QUERIES: [Ask; 2] = [Ask::DbRead, Ask::DbWrite];

/// Whether a node hands on what is asked of a database.
pub(super) fn stands_between(scenario: &Scenario, id: NodeId) -> bool {
    !passes_on(scenario, id) && meet(&ports(scenario, id).passes, &QUERIES)
}

/// Whether a node is made for one role and asked over connections of which it has so many.
pub(super) fn keeps_connections(scenario: &Scenario, id: NodeId) -> bool {
    let slots = blueprint(scenario, id).and_then(|made| made.slots);
    is_dedicated(scenario, id) && slots.is_some_and(|slots| slots.resource == Resource::Connections)
}

fn blueprint(scenario: &Scenario, id: NodeId) -> Option<Blueprint> {
    let node = scenario.nodes.get(&id)?;
    node.configured(scenario.region, |spec, facts| (spec.blueprint)(facts).ok()).flatten()
}

/// What is asked while nobody waits, of those who work for queues and topics.
pub(super) const LATER: [Ask; 2] = [Ask::RunJob, Ask::Notify];

/// Whether a node made for another role can also be given what nobody waits for.
pub(super) fn works_later_too(scenario: &Scenario, id: NodeId) -> bool {
    let answers = answers(scenario, id);
    is_dedicated(scenario, id) && answers.contains(&Ask::RunJob) && answers.contains(&Ask::AppCall)
}

/// What a node hands on that neither users nor queries are.
pub(super) fn relays(scenario: &Scenario, id: NodeId) -> Vec<Ask> {
    let relays = !passes_on(scenario, id) && !stands_between(scenario, id);
    if relays { ports(scenario, id).passes } else { Vec::new() }
}

/// Nodes that hand requests on from a place near the users.
pub(super) fn edge_caches(scenario: &Scenario) -> Vec<NodeId> {
    let nodes = scenario.nodes.keys().copied();
    nodes.filter(|id| passes_on(scenario, *id) && is_near_users(scenario, *id)).collect()
}

/// Whether a node hands on what those inside keep elsewhere.
pub(super) fn is_way_out(scenario: &Scenario, id: NodeId) -> bool {
    ports(scenario, id).passes.contains(&Ask::StoreFile)
}

/// Nodes that spread requests over those behind them.
pub(super) fn balancers(scenario: &Scenario) -> Vec<NodeId> {
    let nodes = scenario.nodes.keys().copied();
    let spreads = |id: &NodeId| !is_near_users(scenario, *id) && !only_names(scenario, *id);
    nodes.filter(|id| ports(scenario, *id).passes.contains(&Ask::Page) && spreads(id)).collect()
}

/// Nodes that only say where others are found.
pub(super) fn names(scenario: &Scenario) -> impl Iterator<Item = NodeId> {
    scenario.nodes.keys().copied().filter(|id| only_names(scenario, *id))
}

/// Who comes to whatever stands at the edge: users, or what tells them where to go.
pub(super) fn arrivals(scenario: &Scenario) -> Vec<NodeId> {
    let named: Vec<NodeId> = names(scenario).collect();
    if named.is_empty() { visitors(scenario).collect() } else { named }
}

/// Whether a node only says where others are found.
pub(super) fn only_names(scenario: &Scenario, id: NodeId) -> bool {
    blueprint(scenario, id).is_some_and(|blueprint| blueprint.names_only)
}

/// Whether a node serves users from nearby, with copies of its own.
pub(super) fn is_near_users(scenario: &Scenario, id: NodeId) -> bool {
    blueprint(scenario, id).is_some_and(|made| made.hits.is_some() || made.edge_rtt_ms.is_some())
}

/// Nodes made for keeping and serving files, rather than boxes that also do so.
pub(super) fn file_stores(scenario: &Scenario) -> Vec<NodeId> {
    let nodes = scenario.nodes.keys().copied().filter(|id| is_dedicated(scenario, *id));
    nodes.filter(|id| answers(scenario, *id).contains(&Ask::Static)).collect()
}
