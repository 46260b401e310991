//! Random drawings and random changes to them.

use headroom::catalogue;
use headroom::catalogue::free::FreeTier;
use headroom::catalogue::region::Region;
use headroom::catalogue::settings::Value;
use headroom::catalogue::spec::Role;
use headroom::model::billing::Billing;
use headroom::model::edit::Edit;
use headroom::model::plan::{DURATION_S, Detail, Failure, Plan, Planned, Traffic};
use headroom::model::replay::{Point as Recorded, Replay, Unit};
use headroom::model::resilience::{Breaker, Resilience};
use headroom::model::scenario::{Edge, Node, NodeId, Point, Scenario};
use headroom::model::workload::Workload;
use proptest::prelude::*;

/// Ids that nodes of random drawings have; few, so that random edits hit them.
const IDS: std::ops::Range<u32> = 1..9;

pub(crate) fn node_id() -> impl Strategy<Value = NodeId> {
    IDS.prop_map(NodeId)
}

pub(crate) fn edge() -> impl Strategy<Value = Edge> {
    (node_id(), node_id()).prop_map(|(from, to)| Edge { from, to })
}

pub(crate) fn point() -> impl Strategy<Value = Point> {
    (-2000..2000, -2000..2000).prop_map(|(x, y)| Point { x, y })
}

pub(crate) fn role() -> impl Strategy<Value = Role> {
    proptest::sample::select(Role::ALL.to_vec())
}

/// The id of a service of the catalogue.
pub(crate) fn service() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(catalogue::all().iter().map(|spec| spec.id).collect::<Vec<_>>())
}

fn name() -> impl Strategy<Value = String> {
    proptest::sample::select(vec!["", "web", "주문 DB", "a \"quoted\" <b>name</b>", "=1+1"]).prop_map(str::to_owned)
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::Toggle),
        (1i64..4).prop_map(Value::Int),
        proptest::sample::select(vec!["m5.large", "db.m5.large", "redis"])
            .prop_map(|word| Value::Choice(word.to_owned())),
    ]
}

fn key() -> impl Strategy<Value = String> {
    proptest::sample::select(vec!["type", "count", "class", "multi_az", "none_such"]).prop_map(str::to_owned)
}

pub(crate) fn node() -> impl Strategy<Value = Node> {
    let roles = proptest::collection::btree_set(role(), 0..4);
    let zones = proptest::collection::vec(proptest::sample::select(vec!['a', 'b', 'c']), 0..3);
    (service(), name(), point(), roles, zones).prop_map(|(service, name, at, roles, zones)| Node {
        service: service.to_owned(),
        name,
        at,
        settings: Default::default(),
        roles: roles.into_iter().collect(),
        zones,
    })
}

pub(crate) fn workload() -> impl Strategy<Value = Workload> {
    (10u32..1_000_000, 0.0f64..100.0, 0u32..100).prop_map(|(users, active_percent, upload)| {
        let mut workload = Workload { users, active_percent, ..Workload::default() };
        workload.mix.upload = upload;
        workload
    })
}

/// Any drawing that a file may hold, sensible or not.
pub(crate) fn plan() -> impl Strategy<Value = Plan> {
    let traffic = prop_oneof![
        Just(Traffic::Steady),
        Just(Traffic::Day),
        Just(Traffic::Replay),
        (1u32..2_000, 0u32..3_600, 0u32..3_600).prop_map(|(factor_percent, from_s, for_s)| Traffic::Spike {
            factor_percent,
            from_s,
            for_s
        }),
        (0u32..=100).prop_map(|from_percent| Traffic::Ramp { from_percent }),
    ];
    let failure = prop_oneof![
        node_id().prop_map(Failure::Instance),
        (node_id(), 0u32..3_600).prop_map(|(node, for_s)| Failure::Node { node, for_s }),
        (proptest::sample::select(vec!['a', 'b']), 0u32..3_600).prop_map(|(zone, for_s)| Failure::Zone { zone, for_s }),
        node_id().prop_map(Failure::Spot),
        (node_id(), proptest::sample::select(vec!["t3.small", "m5.2xlarge"]), any::<bool>(), 0u32..3_600)
            .prop_map(|(node, to, cut_over, for_s)| Failure::Resize { node, to, cut_over, for_s }),
        (node_id(), 1u32..1_000, 0u32..3_600).prop_map(|(node, factor_percent, for_s)| Failure::Slow {
            node,
            factor_percent,
            for_s
        }),
    ];
    let planned = (0u32..3_600, failure).prop_map(|(at_s, failure)| Planned { at_s, failure });
    let failures = proptest::collection::vec(planned, 0..4);
    let detail = proptest::sample::select(vec![Detail::Auto, Detail::Full, Detail::Fluid, Detail::Sampled]);
    let close_ups = proptest::collection::btree_set(0u32..3_600, 0..3);
    (traffic, DURATION_S, failures, resilience(), replay(), detail, close_ups).prop_map(
        |(traffic, duration_s, failures, resilience, replay, detail, close_ups)| {
            let replay = if traffic == Traffic::Replay { replay } else { Replay::default() };
            let close_ups = close_ups.into_iter().collect();
            Plan { traffic, duration_s, failures, replay, resilience, detail, close_ups }
        },
    )
}

fn replay() -> impl Strategy<Value = Replay> {
    let points = proptest::collection::btree_map(0u32..=3_600, 0u32..1_000_000, 0..30);
    let unit = proptest::sample::select(vec![Unit::Users, Unit::Rate]);
    (unit, points).prop_map(|(unit, points)| {
        let points = points.into_iter().map(|(at_s, value)| Recorded { at_s, value }).collect();
        Replay { unit, points }
    })
}

fn resilience() -> impl Strategy<Value = Resilience> {
    let breaker = (1u32..=100, 1u32..=600, 1u32..5_000, 1u32..=600).prop_map(
        |(failure_percent, window_s, min_requests, open_s)| Breaker { failure_percent, window_s, min_requests, open_s },
    );
    let waits = proptest::collection::vec(0u32..60_000, 0..4);
    let limit = proptest::option::of(0u32..2_000);
    (waits, proptest::bool::ANY, limit, proptest::option::of(breaker)).prop_map(
        |(backoff_ms, finishes_abandoned, queue_limit, breaker)| Resilience {
            backoff_ms,
            finishes_abandoned,
            queue_limit,
            breaker,
        },
    )
}

pub(crate) fn billing() -> impl Strategy<Value = Billing> {
    let rate = proptest::option::of((1.0f64..100_000.0).prop_filter_map("a rate", Billing::typed));
    (proptest::sample::select(FreeTier::ALL.to_vec()), rate)
        .prop_map(|(free_tier, krw_per_usd)| Billing { free_tier, krw_per_usd })
}

pub(crate) fn scenario() -> impl Strategy<Value = Scenario> {
    let nodes = proptest::collection::btree_map(node_id(), node(), 0..8);
    let edges = proptest::collection::btree_set(edge(), 0..12);
    let region = proptest::sample::select(Region::ALL.to_vec());
    let plan = prop_oneof![Just(Plan::default()), plan()];
    let drawn = (name(), region, workload(), nodes, edges, plan, billing());
    drawn.prop_map(|(name, region, workload, nodes, mut edges, plan, billing)| {
        edges.retain(|edge| nodes.contains_key(&edge.from) && nodes.contains_key(&edge.to));
        Scenario {
            name,
            region,
            workload,
            nodes: nodes.into_iter().collect(),
            edges: edges.into_iter().collect(),
            plan,
            billing,
            ..Scenario::default()
        }
    })
}

/// Any single change, possible or not.
fn simple_edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        (node_id(), node()).prop_map(|(id, node)| Edit::AddNode(id, node)),
        node_id().prop_map(Edit::RemoveNode),
        edge().prop_map(Edit::AddEdge),
        edge().prop_map(Edit::RemoveEdge),
        (node_id(), point()).prop_map(|(id, at)| Edit::Move(id, at)),
        (node_id(), key(), proptest::option::of(value())).prop_map(|(id, key, value)| Edit::Set(id, key, value)),
        (node_id(), role(), any::<bool>()).prop_map(|(id, role, on)| Edit::SetRole(id, role, on)),
        (node_id(), proptest::collection::vec(proptest::sample::select(vec!['a', 'b']), 0..3))
            .prop_map(|(id, zones)| Edit::SetZones(id, zones)),
        (node_id(), name()).prop_map(|(id, name)| Edit::RenameNode(id, name)),
        name().prop_map(Edit::Rename),
        proptest::sample::select(Region::ALL.to_vec()).prop_map(Edit::SetRegion),
        workload().prop_map(|workload| Edit::SetWorkload(Box::new(workload))),
        plan().prop_map(Edit::SetPlan),
        billing().prop_map(Edit::SetBilling),
        scenario().prop_map(|scenario| Edit::Replace(Box::new(scenario))),
    ]
}

/// Any change, several in one included.
pub(crate) fn edit() -> impl Strategy<Value = Edit> {
    simple_edit().boxed().prop_recursive(2, 8, 4, |inner| proptest::collection::vec(inner, 0..4).prop_map(Edit::Batch))
}
