//! What stands between those who ask and those who answer: ways out, names, proxies, topics.

use super::plan::Plan;
use super::{carries, ends};
use crate::model::scenario::{Edge, NodeId};

/// A way out stands between those inside and whatever they ask through it.
pub(super) fn wire_way_out(plan: &mut Plan, id: NodeId) {
    let passes = ends::ports(&plan.draft, id).passes;
    let goes_out = |edge: &Edge| {
        let asks = carries(&plan.draft, *edge);
        !asks.is_empty() && asks.iter().all(|ask| passes.contains(ask))
    };
    for edge in plan.draft.edges.iter().copied().filter(goes_out).collect::<Vec<_>>() {
        put_between(plan, edge, id);
    }
}

/// What tells users where to go stands between them and all that they ask.
pub(super) fn wire_name(plan: &mut Plan, id: NodeId) {
    let visitors: Vec<NodeId> = ends::visitors(&plan.draft).collect();
    let names: Vec<NodeId> = ends::names(&plan.draft).collect();
    let asks = |edge: &Edge| visitors.contains(&edge.from) && !names.contains(&edge.to);
    for edge in plan.draft.edges.iter().copied().filter(asks).collect::<Vec<_>>() {
        put_between(plan, edge, id);
    }
    for peer in names.into_iter().filter(|peer| *peer != id) {
        for edge in plan.draft.edges_from(peer).collect::<Vec<_>>() {
            plan.connect(id, edge.to);
        }
    }
    for visitor in visitors {
        plan.connect(visitor, id);
    }
}

/// What stands before those who keep connections is asked in their place by all who ask them nothing else.
pub(super) fn wire_between(plan: &mut Plan, id: NodeId) {
    let passes = ends::asks(&plan.draft, id);
    let stands_before = |edge: &Edge| {
        ends::keeps_connections(&plan.draft, edge.to)
            && !ends::stands_between(&plan.draft, edge.from)
            && carries(&plan.draft, *edge).iter().all(|ask| passes.contains(ask))
    };
    for edge in plan.draft.edges.iter().copied().filter(stands_before).collect::<Vec<_>>() {
        put_between(plan, edge, id);
    }
}

/// What hands messages on stands between those who send them and those who keep them.
pub(super) fn wire_relay(plan: &mut Plan, id: NodeId) {
    let relayed = ends::relays(&plan.draft, id);
    let carried = |edge: &Edge| ends::meet(&carries(&plan.draft, *edge), &relayed);
    for edge in plan.draft.edges.iter().copied().filter(carried).collect::<Vec<_>>() {
        put_between(plan, edge, id);
    }
    let others: Vec<NodeId> = plan.draft.nodes.keys().copied().filter(|other| *other != id).collect();
    for other in others {
        if ends::meet(&ends::answers(&plan.draft, other), &relayed) {
            plan.connect(id, other);
        } else if ends::meet(&ends::asks(&plan.draft, other), &relayed) && ends::relays(&plan.draft, other).is_empty() {
            plan.connect(other, id);
        }
    }
}

pub(super) fn put_between(plan: &mut Plan, edge: Edge, id: NodeId) {
    plan.cut(edge);
    plan.connect(edge.from, id);
    plan.connect(id, edge.to);
}
