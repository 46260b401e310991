//! Where a new node belongs, by what kind of part it is.

use super::between::{put_between, wire_between, wire_name, wire_relay, wire_way_out};
use super::plan::Plan;
use super::{carries, ends};
use crate::catalogue::settings::{self, Settings, Value};
use crate::catalogue::spec::{Ask, Group, Role, Roles, ServiceSpec};
use crate::lists::{Map, Set};
use crate::model::placement;
use crate::model::scenario::{Edge, Node, NodeId, Point, Scenario};

/// Whether a service stands for those who visit.
pub(super) fn is_visitors(spec: &ServiceSpec) -> bool {
    spec.group == Group::People
}

/// A node of a service as it comes out of the palette.
pub(super) fn new_node(scenario: &Scenario, spec: &ServiceSpec, at: Point) -> Node {
    let sibling = if ends::is_box(spec) { sibling(scenario) } else { None };
    let twin = sibling.and_then(|id| scenario.nodes.get(&id)).filter(|twin| twin.service == spec.id);
    Node {
        service: spec.id.to_owned(),
        name: String::new(),
        at: placement::free_spot(scenario, at),
        settings: twin.map_or_else(|| settings::fresh((spec.params)()), choices),
        roles: Set::from_iter(new_roles(spec, sibling.and_then(|id| scenario.nodes.get(&id)))),
        zones: twin.map(|_| other_zone(scenario)).unwrap_or_default(),
    }
}

/// What was picked for a box, without its numbers: another one of its kind is alike, but not as many.
fn choices(node: &Node) -> Settings {
    let picked = node.settings.0.iter().filter(|(_, value)| !matches!(value, Value::Int(_)));
    Settings(Map::from_iter(picked.map(|(key, value)| (key.clone(), value.clone()))))
}

/// The roles of a new node: the first box does everything; another one does what can be done twice, which excludes
/// keeping data.
fn new_roles(spec: &ServiceSpec, sibling: Option<&Node>) -> Vec<Role> {
    let Roles::Chosen(default) = spec.roles else { return Vec::new() };
    if !ends::is_box(spec) {
        return default.to_vec();
    }
    let Some(sibling) = sibling else { return Role::ALL.to_vec() };
    let keeps_data = |role: &Role| matches!(role, Role::Database | Role::Files);
    let shared: Vec<Role> = sibling.roles.iter().copied().filter(|role| !keeps_data(role)).collect();
    if shared.is_empty() { default.to_vec() } else { shared }
}

/// The box that a new one is like: the first that runs the application, else the first.
fn sibling(scenario: &Scenario) -> Option<NodeId> {
    let runs_app = |id: &NodeId| scenario.nodes.get(id).is_some_and(|node| node.roles.contains(&Role::App));
    ends::boxes(scenario).find(runs_app).or_else(|| ends::boxes(scenario).next())
}

/// A zone for one more box, so that boxes alternate between the region's first two.
fn other_zone(scenario: &Scenario) -> Vec<char> {
    let zones = scenario.region.zones();
    zones.get(ends::boxes(scenario).count() % 2).copied().into_iter().collect()
}

/// Wires a node that has just been added.
pub(super) fn wire(plan: &mut Plan, spec: &ServiceSpec, id: NodeId) {
    if is_visitors(spec) {
        wire_visitors(plan, id);
    } else if ends::only_names(&plan.draft, id) {
        wire_name(plan, id);
    } else if ends::is_way_out(&plan.draft, id) {
        wire_way_out(plan, id);
    } else if ends::passes_on(&plan.draft, id) {
        if ends::is_near_users(&plan.draft, id) { wire_edge_cache(plan, id) } else { wire_balancer(plan, id) }
    } else if ends::stands_between(&plan.draft, id) {
        wire_between(plan, id);
    } else if !ends::relays(&plan.draft, id).is_empty() {
        wire_relay(plan, id);
    } else if ends::is_box(spec) {
        wire_box(plan, id);
    } else {
        wire_provider(plan, id);
    }
}

/// Users ask whoever stands at the edge, then whatever they would not reach otherwise.
fn wire_visitors(plan: &mut Plan, id: NodeId) {
    let at_edge = [ends::edge_caches(&plan.draft), ends::balancers(&plan.draft)].concat();
    for edge in at_edge {
        if !plan.is_asked(edge) {
            plan.connect(id, edge);
        }
    }
    if !plan.visitors_reach(Ask::Page) {
        for web in ends::web_boxes(&plan.draft).collect::<Vec<_>>() {
            plan.connect(id, web);
        }
    }
    if !plan.visitors_reach(Ask::Static) {
        for store in ends::file_stores(&plan.draft) {
            plan.connect(id, store);
        }
    }
}

/// A service that answers: whoever asks what it answers asks it, and it takes its role over from the boxes.
fn wire_provider(plan: &mut Plan, id: NodeId) {
    if wire_later(plan, id) {
        return;
    }
    settle(plan, id);
    let asks = ends::asks(&plan.draft, id);
    let dedicated: Vec<NodeId> =
        plan.draft.nodes.keys().copied().filter(|id| ends::is_dedicated(&plan.draft, *id)).collect();
    for other in dedicated {
        // What does jobs only as well does not take the application over for them.
        let for_it = !ends::works_later_too(&plan.draft, other);
        if other != id && for_it && ends::meet(&ends::answers(&plan.draft, other), &asks) {
            settle(plan, other);
        }
    }
    serve(plan, id);
    for between in plan.draft.nodes.keys().copied().collect::<Vec<_>>() {
        let waits = plan.draft.edges_from(between).next().is_none();
        if waits && ends::stands_between(&plan.draft, between) {
            wire_between(plan, between);
        }
    }
    if ends::answers(&plan.draft, id).contains(&Ask::Page) && !plan.visitors_reach(Ask::Page) {
        meet_visitors(plan, id);
    }
}

/// A part that can do more than one thing does what waits for someone: jobs of queues and messages of topics that nobody
/// takes. Whether there were any.
fn wire_later(plan: &mut Plan, id: NodeId) -> bool {
    if !ends::works_later_too(&plan.draft, id) {
        return false;
    }
    let others: Vec<NodeId> = plan.draft.nodes.keys().copied().filter(|other| *other != id).collect();
    let waits = |other: &NodeId| {
        let asks = ends::asks(&plan.draft, *other);
        let mut later = asks.iter().filter(|ask| ends::LATER.contains(ask));
        let nobody = plan.draft.edges_from(*other).next().is_none();
        nobody && later.next().is_some()
    };
    let waiting: Vec<NodeId> = others.into_iter().filter(waits).collect();
    for other in &waiting {
        plan.connect(*other, id);
    }
    !waiting.is_empty()
}

/// A part that answers pages nobody answers yet: balancers that lead nowhere ask it, or else the visitors.
fn meet_visitors(plan: &mut Plan, id: NodeId) {
    let balancers = ends::balancers(&plan.draft);
    for balancer in &balancers {
        plan.connect(*balancer, id);
    }
    if balancers.is_empty() {
        connect_visitors(plan, id);
    }
}

/// Lets a dedicated node take over its role, provided that somebody then asks it; other nodes are only connected.
fn settle(plan: &mut Plan, id: NodeId) {
    let role = plan.draft.nodes.get(&id).and_then(Node::spec).and_then(|spec| spec.takes_over);
    let mut trial = plan.clone();
    if let Some(role) = role {
        for other in holders(&trial.draft, role, |roles| roles > 1) {
            trial.take_role(other, role);
        }
    }
    connect_askers(&mut trial, id);
    if trial.is_asked(id) {
        if let Some(role) = role {
            retire(&mut trial, id, role);
        }
        *plan = trial;
    }
}

/// The boxes with a role whose number of roles fits.
fn holders(scenario: &Scenario, role: Role, fits: impl Fn(usize) -> bool) -> Vec<NodeId> {
    let has =
        |id: &NodeId| scenario.nodes.get(id).is_some_and(|node| node.roles.contains(&role) && fits(node.roles.len()));
    ends::boxes(scenario).filter(has).collect()
}

/// A box that has this role only keeps it, but is asked no more: the new node stands in its place.
fn retire(plan: &mut Plan, successor: NodeId, role: Role) {
    let answers = ends::answers(&plan.draft, successor);
    let asks = ends::asks(&plan.draft, successor);
    for old in holders(&plan.draft, role, |roles| roles == 1) {
        let within = |edge: &Edge, known: &[Ask]| carries(&plan.draft, *edge).iter().all(|ask| known.contains(ask));
        let into = plan.draft.edges_to(old).filter(|edge| within(edge, &answers));
        let out = plan.draft.edges_from(old).filter(|edge| within(edge, &asks));
        for edge in into.chain(out).collect::<Vec<_>>() {
            plan.cut(edge);
        }
    }
}

/// Connects everyone who asks what a node answers. Files are asked for by whoever stands first: users, or what
/// keeps copies near them.
fn connect_askers(plan: &mut Plan, id: NodeId) {
    let mut answers = ends::answers(&plan.draft, id);
    if ends::works_later_too(&plan.draft, id) {
        // Who is asked for pages is not also given jobs unless someone joins them.
        answers.retain(|ask| !ends::LATER.contains(ask));
    }
    let inner = |other: &NodeId| {
        *other != id
            && !ends::passes_on(&plan.draft, *other)
            && !ends::stands_between(&plan.draft, *other)
            && !ends::visitors(&plan.draft).any(|visitor| visitor == *other)
            && ends::meet(&ends::asks(&plan.draft, *other), &answers)
    };
    let mut askers: Vec<NodeId> = plan.draft.nodes.keys().copied().filter(inner).collect();
    // Where someone hands it on, the others ask that one.
    if askers.iter().any(|other| ends::meet(&ends::relays(&plan.draft, *other), &answers)) {
        askers.retain(|other| ends::meet(&ends::relays(&plan.draft, *other), &answers));
    }
    if answers.contains(&Ask::Static) {
        let caches = ends::edge_caches(&plan.draft);
        askers.extend(if caches.is_empty() { ends::arrivals(&plan.draft) } else { caches });
    }
    for asker in askers {
        plan.connect(asker, id);
    }
}

/// Connects a node to those who answer what it asks and nobody answers it yet; dedicated ones before boxes.
fn serve(plan: &mut Plan, id: NodeId) {
    let own = ends::answers(&plan.draft, id);
    for ask in ends::asks(&plan.draft, id) {
        if own.contains(&ask) || !plan.asked_for(id, ask).is_empty() {
            continue;
        }
        let answer = |other: &NodeId| *other != id && ends::answers(&plan.draft, *other).contains(&ask);
        let mut all: Vec<NodeId> = plan.draft.nodes.keys().copied().filter(answer).collect();
        if ends::LATER.contains(&ask) && !all.iter().all(|other| ends::works_later_too(&plan.draft, *other)) {
            all.retain(|other| !ends::works_later_too(&plan.draft, *other));
        }
        let dedicated: Vec<NodeId> =
            all.iter().copied().filter(|other| !ends::is_box_node(&plan.draft, *other)).collect();
        for other in if dedicated.is_empty() { all } else { dedicated } {
            plan.connect(id, other);
        }
    }
}

/// A balancer stands between those at the edge and the boxes they asked, and picks up boxes that nobody asks.
fn wire_balancer(plan: &mut Plan, id: NodeId) {
    let fronts: Vec<NodeId> = [ends::arrivals(&plan.draft), ends::edge_caches(&plan.draft)].concat();
    let boxes: Vec<NodeId> = ends::boxes(&plan.draft).collect();
    let direct = |edge: &Edge| fronts.contains(&edge.from) && boxes.contains(&edge.to);
    for edge in plan.draft.edges.iter().copied().filter(direct).collect::<Vec<_>>() {
        put_between(plan, edge, id);
    }
    for web in ends::web_boxes(&plan.draft).collect::<Vec<_>>() {
        if !plan.is_asked_for(web, Ask::Page) {
            plan.connect(id, web);
        }
    }
    if !plan.is_asked(id) {
        join_peers(plan, id);
    }
    if !plan.is_asked(id) {
        connect_visitors(plan, id);
    }
}

/// A second balancer is asked by those who ask the first, and asks the same boxes.
fn join_peers(plan: &mut Plan, id: NodeId) {
    for peer in ends::balancers(&plan.draft) {
        let peer_edges = plan.draft.edges_to(peer).chain(plan.draft.edges_from(peer)).collect::<Vec<_>>();
        for edge in peer_edges {
            if edge.to == peer { plan.connect(edge.from, id) } else { plan.connect(id, edge.to) }
        }
    }
}

/// A cache at the edge stands before the files where they have a place of their own, else before everything.
fn wire_edge_cache(plan: &mut Plan, id: NodeId) {
    let visitors = ends::arrivals(&plan.draft);
    let stores = ends::file_stores(&plan.draft);
    let caches = ends::edge_caches(&plan.draft);
    let stands_before = |edge: &Edge| {
        visitors.contains(&edge.from)
            && if stores.is_empty() { !caches.contains(&edge.to) } else { stores.contains(&edge.to) }
            && ends::meet(&carries(&plan.draft, *edge), &ends::HTTP)
    };
    for edge in plan.draft.edges.iter().copied().filter(stands_before).collect::<Vec<_>>() {
        put_between(plan, edge, id);
    }
    for store in stores {
        plan.connect(id, store);
    }
    connect_visitors(plan, id);
}

fn connect_visitors(plan: &mut Plan, id: NodeId) {
    for visitor in ends::arrivals(&plan.draft) {
        plan.connect(visitor, id);
    }
}

/// A box stands beside the one it is like; the first one takes everything that nobody else does.
fn wire_box(plan: &mut Plan, id: NodeId) {
    let mut before = plan.draft.clone();
    before.nodes.remove(&id);
    match sibling(&before) {
        Some(sibling) => join_sibling(plan, sibling, id),
        None => stand_alone(plan, id),
    }
    serve(plan, id);
    if ends::answers(&plan.draft, id).contains(&Ask::Page) && !plan.visitors_reach(Ask::Page) {
        connect_visitors(plan, id);
    }
}

/// Asked by those who ask the sibling, except from the edge: without a balancer there is one address only.
/// Asks whom the sibling asks; and the sibling itself, for what it keeps.
fn join_sibling(plan: &mut Plan, sibling: NodeId, id: NodeId) {
    let edge_of_drawing = [ends::arrivals(&plan.draft), ends::edge_caches(&plan.draft)].concat();
    let askers = plan.draft.edges_to(sibling).map(|edge| edge.from).filter(|from| !edge_of_drawing.contains(from));
    for asker in askers.chain(ends::balancers(&plan.draft)).collect::<Vec<_>>() {
        plan.connect(asker, id);
    }
    let own = ends::answers(&plan.draft, id);
    for ask in ends::asks(&plan.draft, id).into_iter().filter(|ask| !own.contains(ask)) {
        let targets = plan.asked_for(sibling, ask);
        if ends::answers(&plan.draft, sibling).contains(&ask) {
            plan.connect(id, sibling);
        }
        for target in targets {
            plan.connect(id, target);
        }
    }
}

/// The first box hands its roles to the dedicated nodes that wait for it, and is asked by those whom nobody answers.
fn stand_alone(plan: &mut Plan, id: NodeId) {
    for node in plan.draft.nodes.keys().copied().collect::<Vec<_>>() {
        if ends::is_dedicated(&plan.draft, node) {
            settle(plan, node);
        }
    }
    let answers = ends::answers(&plan.draft, id);
    let caches = ends::edge_caches(&plan.draft);
    let visitors: Vec<NodeId> = ends::visitors(&plan.draft).collect();
    for other in plan.draft.nodes.keys().copied().filter(|other| !visitors.contains(other)).collect::<Vec<_>>() {
        let unmet = |ask: &Ask| answers.contains(ask) && plan.asked_for(other, *ask).is_empty();
        let is_free = !caches.contains(&other) || plan.draft.edges_from(other).next().is_none();
        if other != id
            && is_free
            && !ends::stands_between(&plan.draft, other)
            && ends::asks(&plan.draft, other).iter().any(unmet)
        {
            plan.connect(other, id);
        }
    }
}

/// Wires a box that has just been given a role of another box: those who asked for that role ask it now.
pub(in crate::model) fn settle_split(plan: &mut Plan, old: NodeId, new: NodeId, role: Role, before: &Scenario) {
    let answers = ends::answers(&plan.draft, new);
    let old_answers = ends::answers(&plan.draft, old);
    // The web role goes in front of an application that could answer pages itself.
    let moved: Vec<Ask> = answers.into_iter().filter(|ask| role == Role::Web || !old_answers.contains(ask)).collect();
    for edge in before.edges_to(old) {
        if ends::meet(&carries(before, edge), &moved) {
            plan.connect(edge.from, new);
            if carries(&plan.draft, edge).iter().all(|ask| moved.contains(ask)) {
                plan.cut(edge);
            }
        }
    }
    let own = ends::answers(&plan.draft, new);
    for edge in before.edges_from(old) {
        if carries(before, edge).iter().any(|ask| !own.contains(ask)) {
            plan.connect(new, edge.to);
        }
    }
    for (from, to) in [(new, old), (old, new)] {
        let offers = ends::answers(&plan.draft, to);
        let has = ends::answers(&plan.draft, from);
        let asks = ends::asks(&plan.draft, from);
        let unmet = |ask: &Ask| offers.contains(ask) && !has.contains(ask) && plan.asked_for(from, *ask).is_empty();
        if asks.iter().any(unmet) {
            plan.connect(from, to);
        }
    }
}
