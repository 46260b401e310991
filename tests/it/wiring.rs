//! Whatever a user does with drops, splits, wires and deletes: the drawing stays in order, and undo takes all back.

use headroom::lists::Set;

use headroom::catalogue::spec::{Ask, Role};
use headroom::model::edit::Edit;
use headroom::model::roles::split_out;
use headroom::model::scenario::{Edge, NodeId, Point, Scenario};
use headroom::model::wiring::{carries, drop_in, refusal};
use proptest::prelude::*;

use crate::arbitrary;

/// What a user does.
#[derive(Clone, Debug)]
enum Deed {
    Drop(&'static str, Point),
    Split(NodeId, Role),
    Connect(Edge),
    Remove(NodeId),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => (arbitrary::service(), arbitrary::point()).prop_map(|(service, at)| Deed::Drop(service, at)),
        2 => (arbitrary::node_id(), arbitrary::role()).prop_map(|(node, role)| Deed::Split(node, role)),
        2 => arbitrary::edge().prop_map(Deed::Connect),
        1 => arbitrary::node_id().prop_map(Deed::Remove),
    ]
}

/// The edit that the page would make of it; none where the page refuses.
fn edit_of(scenario: &Scenario, deed: Deed) -> Option<Edit> {
    match deed {
        Deed::Drop(service, at) => drop_in(scenario, service, at).map(|(edit, _)| edit),
        Deed::Split(node, role) => split_out(scenario, node, role).map(|(edit, _)| edit),
        Deed::Connect(edge) => refusal(scenario, edge).is_none().then_some(Edit::AddEdge(edge)),
        Deed::Remove(node) => scenario.nodes.contains_key(&node).then_some(Edit::RemoveNode(node)),
    }
}

const ASKS: [Ask; 10] = [
    Ask::Page,
    Ask::Static,
    Ask::AppCall,
    Ask::DbWrite,
    Ask::DbRead,
    Ask::CacheRead,
    Ask::StoreFile,
    Ask::SendJob,
    Ask::RunJob,
    Ask::Replicate,
];

fn assert_in_order(scenario: &Scenario) {
    for edge in &scenario.edges {
        assert!(!carries(scenario, *edge).is_empty(), "{edge:?} carries nothing in {scenario:#?}");
    }
    for ask in ASKS {
        assert!(!has_circle(scenario, ask), "{ask:?} goes in a circle in {scenario:#?}");
    }
    for (id, node) in &scenario.nodes {
        let is_box = node.spec().is_some_and(|spec| matches!(spec.roles, headroom::catalogue::spec::Roles::Chosen(_)));
        assert_eq!(is_box, !node.roles.is_empty(), "{id:?} in {scenario:#?}");
    }
}

/// Takes away those whom nobody asks, until none is left or a circle is.
fn has_circle(scenario: &Scenario, ask: Ask) -> bool {
    let mut edges: Vec<Edge> =
        scenario.edges.iter().copied().filter(|edge| carries(scenario, *edge).contains(&ask)).collect();
    loop {
        let asked: Set<NodeId> = edges.iter().map(|edge| edge.to).collect();
        let before = edges.len();
        edges.retain(|edge| asked.contains(&edge.from));
        if edges.len() == before {
            return !edges.is_empty();
        }
    }
}

proptest! {
    #[test]
    fn whatever_a_user_does_the_drawing_stays_in_order_and_undo_takes_it_back(
        deeds in proptest::collection::vec(deed(), 0..14),
    ) {
        let mut scenario = Scenario::default();
        let mut history = Vec::new();
        for deed in deeds {
            let before = scenario.clone();
            if let Some(edit) = edit_of(&scenario, deed) {
                let inverse = edit.apply(&mut scenario).expect("what is offered applies");
                assert_in_order(&scenario);
                history.push((before, inverse));
            }
        }
        for (before, inverse) in history.into_iter().rev() {
            inverse.apply(&mut scenario).expect("undo applies");
            prop_assert_eq!(&scenario, &before);
        }
    }
}
