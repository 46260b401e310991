//! What only tells users where to go changes who is asked first, and nothing of what passes.

use headroom::catalogue::settings::Value;
use headroom::engine::Engine;
use headroom::engine::report::Report;
use headroom::model::scenario::{NodeId, Point, Scenario};
use headroom::model::validate;
use headroom::model::wiring::drop_in;
use headroom::presets;

const USERS: u32 = 1_000;

fn solved(scenario: &Scenario) -> Report {
    let (topology, found) = validate::check(scenario);
    Engine::new(&topology.unwrap_or_else(|| panic!("{found:?}"))).solve(USERS)
}

fn mean_ms(report: &Report) -> f64 {
    report.latency.as_ref().expect("it is answered").mean.0
}

/// A drawing of the story with Route 53 dropped into it, where so many of a hundred requests look up.
fn named(preset: &str, looked_up: i64) -> (Scenario, Scenario, NodeId) {
    let plain = presets::scenario(preset).expect("a preset");
    let mut named = plain.clone();
    let (edit, id) = drop_in(&named, "route53", Point { x: 400, y: 400 }).expect("it is offered");
    edit.apply(&mut named).expect("a drop applies");
    let node = named.nodes.get_mut(&id).expect("it is there");
    node.settings.0.insert("first_percent".to_owned(), Value::Int(looked_up));
    (plain, named, id)
}

#[test]
fn a_name_that_nobody_looks_up_changes_no_answer_and_no_bytes() {
    for preset in ["database-to-rds", "files-to-s3", "cloudfront", "load-balancer", "queue-workers"] {
        let (plain, named, id) = named(preset, 0);
        let [before, after] = [&plain, &named].map(solved);
        let near = |one: f64, other: f64| (one - other).abs() <= 1e-9 * one.abs();
        assert!(near(mean_ms(&before), mean_ms(&after)), "{preset}");
        assert!(near(before.throughput.0, after.throughput.0), "{preset}");
        // Transfer is billed where it was; of the name only its zone is.
        let own: Vec<_> = after.cost.lines.iter().filter(|line| line.node == id).map(|line| line.item).collect();
        assert_eq!(own, ["zone"], "{preset}");
        let zone = after.cost.lines.iter().filter(|line| line.node == id).map(|line| line.usd).sum();
        assert_eq!(after.cost.total, [before.cost.total, zone].into_iter().sum(), "{preset}");
    }
}

#[test]
fn a_first_contact_waits_for_the_answer_of_dns() {
    // Every request looks up: 20 ms more each, and a thousand users are too few to make anybody wait for another.
    let (plain, named, _) = named("load-balancer", 100);
    let more = mean_ms(&solved(&named)) - mean_ms(&solved(&plain));
    assert!((more - 20.0).abs() < 0.1, "{more}");
}

#[test]
fn what_goes_to_a_store_through_a_nat_gateway_is_billed_there_too() {
    let plain = presets::scenario("files-to-s3").expect("a preset");
    let mut through = plain.clone();
    let (edit, id) = drop_in(&through, "nat", Point { x: 400, y: 400 }).expect("it is offered");
    edit.apply(&mut through).expect("a drop applies");
    let [before, after] = [&plain, &through].map(solved);
    let uploads = after.cost.lines.iter().find(|line| line.node == id && line.item == "processed").expect("uploads");
    // One request in a hundred keeps 1,000 kB, of which the answer is 2 kB more.
    let gb = after.throughput.0 * 0.01 * 1_002_000.0 * 2_628_000.0 / 1e9;
    assert!((uploads.quantity / gb - 1.0).abs() < 0.01, "{} {gb}", uploads.quantity);
    assert!((after.throughput.0 / before.throughput.0 - 1.0).abs() < 1e-9);
}
