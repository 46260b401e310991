//! Situations that wiring must get right. The drawings are told by what is dropped, in order.

use super::{Refusal, carries, drop_in, refusal};
use crate::catalogue::spec::{Ask, Role};
use crate::model::diagnostic::Severity;
use crate::model::edit::Edit;
use crate::model::roles::split_out;
use crate::model::scenario::{Edge, NodeId, Point, Scenario};
use crate::model::validate;

/// A drawing made by dropping services on an empty canvas, in order; the nodes get the ids 1, 2, …
fn drawn(services: &[&str]) -> Scenario {
    let mut scenario = Scenario::default();
    for (index, service) in services.iter().enumerate() {
        drop(&mut scenario, service, Point { x: 300 * index as i32, y: 0 });
    }
    scenario
}

fn drop(scenario: &mut Scenario, service: &str, at: Point) -> NodeId {
    let (edit, id) = drop_in(scenario, service, at).unwrap_or_else(|| panic!("{service} is not offered"));
    edit.apply(scenario).expect("a wiring edit applies");
    id
}

fn split(scenario: &mut Scenario, node: u32, role: Role) -> NodeId {
    let (edit, id) = split_out(scenario, NodeId(node), role).expect("a role to split out");
    edit.apply(scenario).expect("a split applies");
    id
}

/// The connections, as pairs of services.
fn wires(scenario: &Scenario) -> Vec<String> {
    let name = |id: NodeId| format!("{}{}", scenario.nodes[&id].service, id.0);
    scenario.edges.iter().map(|edge| format!("{}→{}", name(edge.from), name(edge.to))).collect()
}

fn roles(scenario: &Scenario, node: u32) -> Vec<Role> {
    scenario.nodes[&NodeId(node)].role_list()
}

fn edge(from: u32, to: u32) -> Edge {
    Edge { from: NodeId(from), to: NodeId(to) }
}

/// Fails where the drawing cannot be solved or has an idle part.
fn assert_sound(scenario: &Scenario) {
    let (topology, found) = validate::check(scenario);
    assert!(topology.is_some() && found.is_empty(), "{found:?} in {:?}", wires(scenario));
}

#[test]
fn the_first_box_does_everything_and_users_ask_it() {
    let scenario = drawn(&["users", "ec2"]);
    assert_eq!(wires(&scenario), ["users1→ec22"]);
    assert_eq!(roles(&scenario, 2), Role::ALL);
    assert_sound(&scenario);
}

#[test]
fn users_dropped_last_find_the_box() {
    assert_eq!(wires(&drawn(&["ec2", "users"])), ["users2→ec21"]);
}

#[test]
fn a_second_users_node_is_not_offered() {
    assert_eq!(drop_in(&drawn(&["users"]), "users", Point::default()), None);
}

#[test]
fn an_unknown_service_is_not_offered() {
    assert_eq!(drop_in(&Scenario::default(), "mainframe", Point::default()), None);
}

#[test]
fn rds_takes_the_database_off_the_box() {
    let scenario = drawn(&["users", "ec2", "rds"]);
    assert_eq!(wires(&scenario), ["users1→ec22", "ec22→rds3"]);
    assert!(!roles(&scenario, 2).contains(&Role::Database));
    assert_sound(&scenario);
}

#[test]
fn s3_takes_the_files_and_users_fetch_them_there() {
    let scenario = drawn(&["users", "ec2", "s3"]);
    assert_eq!(wires(&scenario), ["users1→ec22", "users1→s33", "ec22→s33"]);
    assert!(!roles(&scenario, 2).contains(&Role::Files));
    assert_sound(&scenario);
}

#[test]
fn cloudfront_goes_before_s3_only() {
    let scenario = drawn(&["users", "ec2", "s3", "cloudfront"]);
    assert_eq!(wires(&scenario), ["users1→ec22", "users1→cloudfront4", "ec22→s33", "cloudfront4→s33"]);
    assert_sound(&scenario);
}

#[test]
fn cloudfront_without_s3_goes_before_everything() {
    let scenario = drawn(&["users", "ec2", "cloudfront"]);
    assert_eq!(wires(&scenario), ["users1→cloudfront3", "cloudfront3→ec22"]);
    assert_sound(&scenario);
}

#[test]
fn s3_after_cloudfront_stands_behind_it() {
    let scenario = drawn(&["users", "ec2", "cloudfront", "s3"]);
    assert_eq!(wires(&scenario), ["users1→cloudfront3", "ec22→s34", "cloudfront3→ec22", "cloudfront3→s34"]);
    assert_sound(&scenario);
}

#[test]
fn a_balancer_goes_between_users_and_the_box() {
    let scenario = drawn(&["users", "ec2", "s3", "alb"]);
    assert_eq!(wires(&scenario), ["users1→s33", "users1→alb4", "ec22→s33", "alb4→ec22"]);
    assert_sound(&scenario);
}

#[test]
fn a_balancer_goes_behind_a_cloudfront_that_passes_pages() {
    let scenario = drawn(&["users", "ec2", "cloudfront", "alb"]);
    assert_eq!(wires(&scenario), ["users1→cloudfront3", "cloudfront3→alb4", "alb4→ec22"]);
    assert_sound(&scenario);
}

#[test]
fn a_balancer_that_comes_first_waits_for_its_box() {
    let scenario = drawn(&["users", "alb", "ec2"]);
    assert_eq!(wires(&scenario), ["users1→alb2", "alb2→ec23"]);
    assert_sound(&scenario);
}

#[test]
fn a_second_box_joins_the_balancer_and_asks_whom_the_first_asks() {
    let scenario = drawn(&["users", "ec2", "rds", "s3", "alb", "elasticache", "ec2"]);
    let seventh: Vec<String> = wires(&scenario).into_iter().filter(|wire| wire.contains("ec27")).collect();
    assert_eq!(seventh, ["alb5→ec27", "ec27→rds3", "ec27→s34", "ec27→elasticache6"]);
    assert_eq!(roles(&scenario, 7), [Role::Web, Role::App, Role::Worker]);
    assert_eq!(scenario.nodes[&NodeId(7)].zones, ['b']);
    assert_sound(&scenario);
}

#[test]
fn a_second_box_without_a_balancer_is_not_asked_by_users() {
    let scenario = drawn(&["users", "ec2", "rds", "s3", "ec2"]);
    assert!(!scenario.edges.contains(&edge(1, 5)));
    assert!(scenario.edges.contains(&edge(5, 3)));
}

#[test]
fn a_balancer_picks_up_a_box_that_waits() {
    let scenario = drawn(&["users", "ec2", "rds", "s3", "ec2", "alb"]);
    assert!(scenario.edges.contains(&edge(6, 2)) && scenario.edges.contains(&edge(6, 5)));
    assert_sound(&scenario);
}

#[test]
fn a_second_box_is_of_the_type_of_the_first_but_only_one() {
    let mut scenario = drawn(&["users", "ec2", "rds", "s3", "alb"]);
    let settings = &mut scenario.nodes.get_mut(&NodeId(2)).expect("the box").settings.0;
    settings.insert("type".to_owned(), crate::catalogue::settings::Value::Choice("m5.large".to_owned()));
    settings.insert("count".to_owned(), crate::catalogue::settings::Value::Int(6));
    let id = drop(&mut scenario, "ec2", Point::default());
    let settings = &scenario.nodes[&id].settings;
    assert_eq!((settings.choice("type"), settings.int("count")), ("m5.large", 0));
}

#[test]
fn a_second_box_asks_the_first_for_what_the_first_keeps() {
    let scenario = drawn(&["users", "ec2", "alb", "ec2"]);
    assert!(carries(&scenario, edge(4, 2)).contains(&Ask::DbWrite));
    assert!(carries(&scenario, edge(4, 2)).contains(&Ask::StoreFile));
}

#[test]
fn a_connection_that_has_lost_its_sense_goes_when_roles_go() {
    let mut scenario = drawn(&["users", "ec2", "alb", "ec2"]);
    for service in ["rds", "s3"] {
        drop(&mut scenario, service, Point::default());
    }
    assert!(!scenario.edges.contains(&edge(4, 2)), "{:?}", wires(&scenario));
    assert_sound(&scenario);
}

#[test]
fn a_cache_is_asked_by_every_application() {
    let scenario = drawn(&["users", "ec2", "rds", "s3", "alb", "ec2", "elasticache"]);
    assert!(scenario.edges.contains(&edge(2, 7)) && scenario.edges.contains(&edge(6, 7)));
    assert_sound(&scenario);
}

#[test]
fn a_replica_copies_the_primary_and_is_read_by_the_application() {
    let scenario = drawn(&["users", "ec2", "rds", "rds_replica"]);
    assert_eq!(wires(&scenario), ["users1→ec22", "ec22→rds3", "ec22→rds_replica4", "rds3→rds_replica4"]);
    assert_sound(&scenario);
}

#[test]
fn a_replica_of_a_database_on_a_box_needs_one_wire() {
    let scenario = drawn(&["users", "ec2", "rds_replica"]);
    assert_eq!(wires(&scenario), ["users1→ec22", "ec22→rds_replica3"]);
    assert_eq!(carries(&scenario, edge(2, 3)), [Ask::DbRead, Ask::Analyze, Ask::Replicate]);
    assert_sound(&scenario);
}

#[test]
fn rds_after_a_replica_becomes_its_primary() {
    let scenario = drawn(&["users", "ec2", "rds_replica", "rds"]);
    assert!(scenario.edges.contains(&edge(4, 3)) && scenario.edges.contains(&edge(2, 3)));
    assert_sound(&scenario);
}

#[test]
fn a_queue_hands_jobs_back_to_the_box_without_a_circle() {
    let scenario = drawn(&["users", "ec2", "sqs"]);
    assert_eq!(wires(&scenario), ["users1→ec22", "ec22→sqs3", "sqs3→ec22"]);
    assert_sound(&scenario);
}

#[test]
fn workers_after_a_queue_take_the_jobs() {
    let scenario = drawn(&["users", "ec2", "sqs", "workers"]);
    assert_eq!(wires(&scenario), ["users1→ec22", "ec22→sqs3", "sqs3→workers4"]);
    assert!(!roles(&scenario, 2).contains(&Role::Worker));
    assert_sound(&scenario);
}

#[test]
fn workers_before_a_queue_wait_and_leave_the_box_its_role() {
    let mut scenario = drawn(&["users", "ec2", "workers"]);
    assert_eq!(wires(&scenario), ["users1→ec22"]);
    assert!(roles(&scenario, 2).contains(&Role::Worker));

    drop(&mut scenario, "sqs", Point::default());
    assert_eq!(wires(&scenario), ["users1→ec22", "ec22→sqs4", "sqs4→workers3"]);
    assert!(!roles(&scenario, 2).contains(&Role::Worker));
    assert_sound(&scenario);
}

#[test]
fn a_box_that_is_all_database_is_left_standing_but_not_asked() {
    let mut scenario = drawn(&["users", "ec2", "ec2"]);
    let has = |scenario: &mut Scenario, node: u32, roles: &[Role]| {
        scenario.nodes.get_mut(&NodeId(node)).expect("a box").roles = roles.iter().copied().collect();
    };
    has(&mut scenario, 2, &[Role::Web, Role::App, Role::Files, Role::Worker]);
    has(&mut scenario, 3, &[Role::Database]);
    scenario.edges = [edge(1, 2), edge(2, 3)].into();
    assert_sound(&scenario);

    drop(&mut scenario, "rds", Point::default());
    assert_eq!(wires(&scenario), ["users1→ec22", "ec22→rds4"]);
    assert_eq!(roles(&scenario, 3), [Role::Database]);
}

#[test]
fn a_new_first_box_leaves_alone_what_others_do_already() {
    let mut scenario = drawn(&["users", "ec2", "rds", "s3", "sqs", "workers"]);
    Edit::RemoveNode(NodeId(2)).apply(&mut scenario).expect("applies");
    let id = drop(&mut scenario, "ec2", Point::default());
    assert_eq!(scenario.nodes[&id].role_list(), [Role::Web, Role::App]);
    assert_sound(&scenario);
}

#[test]
fn a_drop_on_a_card_lands_beside_it() {
    let mut scenario = drawn(&["users", "ec2"]);
    let on_the_box = scenario.nodes[&NodeId(2)].at;
    let id = drop(&mut scenario, "rds", on_the_box);
    assert_ne!(scenario.nodes[&id].at, on_the_box);
}

#[test]
fn splitting_the_database_out_gives_rds() {
    let mut scenario = drawn(&["users", "ec2"]);
    let id = split(&mut scenario, 2, Role::Database);
    assert_eq!(wires(&scenario), ["users1→ec22", "ec22→rds3"]);
    assert_eq!(id, NodeId(3));
    assert_sound(&scenario);
}

#[test]
fn splitting_the_worker_out_brings_its_queue() {
    let mut scenario = drawn(&["users", "ec2"]);
    let id = split(&mut scenario, 2, Role::Worker);
    assert_eq!(wires(&scenario), ["users1→ec22", "ec22→sqs3", "sqs3→workers4"]);
    assert_eq!(id, NodeId(4));
    assert_sound(&scenario);
}

#[test]
fn splitting_the_application_out_gives_a_box_behind_the_web() {
    let mut scenario = drawn(&["users", "ec2", "rds", "s3"]);
    split(&mut scenario, 2, Role::App);
    let wires = wires(&scenario);
    assert_eq!(wires, ["users1→ec22", "users1→s34", "ec22→ec25", "ec25→rds3", "ec25→s34"]);
    assert_eq!(roles(&scenario, 5), [Role::App]);
    assert_sound(&scenario);
}

#[test]
fn splitting_the_web_out_puts_it_in_front() {
    let mut scenario = drawn(&["users", "ec2", "rds", "s3", "alb"]);
    split(&mut scenario, 2, Role::Web);
    assert!(scenario.edges.contains(&edge(5, 6)) && scenario.edges.contains(&edge(6, 2)));
    assert!(!scenario.edges.contains(&edge(5, 2)));
    assert_sound(&scenario);
}

#[test]
fn the_last_role_of_a_box_stays() {
    let mut scenario = drawn(&["users", "ec2"]);
    for role in [Role::Database, Role::Files, Role::Worker, Role::App] {
        split(&mut scenario, 2, role);
    }
    assert_eq!(split_out(&scenario, NodeId(2), Role::Web), None);
    assert_eq!(split_out(&scenario, NodeId(2), Role::App), None);
    assert_sound(&scenario);
}

#[test]
fn what_makes_no_sense_is_refused_with_the_reason() {
    let scenario = drawn(&["users", "ec2", "rds"]);
    assert_eq!(refusal(&scenario, edge(2, 2)), Some(Refusal::Itself));
    assert_eq!(refusal(&scenario, edge(1, 2)), Some(Refusal::Already));
    assert_eq!(refusal(&scenario, edge(1, 9)), Some(Refusal::NoNode));
    assert_eq!(
        refusal(&scenario, edge(1, 3)),
        Some(Refusal::NothingInCommon {
            asks: vec![Ask::Page, Ask::Static],
            answers: vec![Ask::DbWrite, Ask::DbRead, Ask::Analyze]
        })
    );
}

#[test]
fn balancers_in_a_ring_are_refused() {
    let mut scenario = drawn(&["users", "ec2", "alb", "alb"]);
    Edit::AddEdge(edge(3, 4)).apply(&mut scenario).expect("applies");
    assert_eq!(refusal(&scenario, edge(4, 3)), Some(Refusal::Circle));
}

#[test]
fn the_story_can_be_dropped_in_any_order_and_stays_sound() {
    let tiers = ["rds", "s3", "cloudfront", "alb", "elasticache", "rds_replica", "sqs", "workers"];
    for first in 0..tiers.len() {
        for step in [1, 3, 5, 7] {
            let mut scenario = drawn(&["users", "ec2"]);
            for index in 0..tiers.len() {
                drop(&mut scenario, tiers[(first + index * step) % tiers.len()], Point { x: 0, y: 0 });
                let errors = validate::check(&scenario).1;
                let bad = errors.iter().any(|found| found.severity() == Severity::Error);
                assert!(!bad, "{errors:?} in {:?}", wires(&scenario));
            }
            assert_sound(&scenario);
        }
    }
}
