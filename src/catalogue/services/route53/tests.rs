use super::SPEC;
use crate::catalogue::region::Region;
use crate::catalogue::services::tests::{Example, lines};
use crate::catalogue::settings::Value;
use crate::catalogue::spec::{Ask, Usage};

#[test]
fn a_month_of_queries_in_tiers() {
    // 10,000 requests a second, one in twenty looks up: 500 × 2,628,000 s = 1,314 million queries.
    let usage = Usage { asks_per_s: vec![(Ask::Page, 4_000.0), (Ask::Static, 6_000.0)], ..Usage::default() };
    let node = || Example::of(&SPEC, Region::ApNortheast2);
    let two = lines(&[("zone", "0.50"), ("queries", "400.00"), ("queries", "62.80")]); // 1,000 × 0.4; 314 × 0.2
    assert_eq!(node().amounts(&usage), two);
    let checked = node().choose("policy", "weighted").amounts(&usage);
    assert_eq!(checked[3], ("checks", "1.00".to_owned()));
}

#[test]
fn only_first_contacts_wait_for_it() {
    let node = || Example::of(&SPEC, Region::UsEast1);
    assert_eq!(node().blueprint().delay_ms, 1.0); // a twentieth of 20 ms
    assert_eq!(node().set("first_percent", 0).blueprint().delay_ms, 0.0);
    assert!(node().blueprint().health.is_none());
    assert_eq!(node().choose("policy", "weighted").blueprint().health.unwrap().dead_after_s, 90.0);
}

#[test]
fn health_checks_take_interval_times_threshold_and_a_fast_interval_costs_more() {
    let failover = || Example::of(&SPEC, Region::UsEast1).choose("policy", "failover");
    let fast = || failover().choose("check_interval", "10").set("check_threshold", 2).set("ttl_s", 30);
    let seen = |example: Example| {
        let (health, names) = (example.blueprint().health.unwrap(), example.blueprint().names.unwrap());
        (health.dead_after_s, health.ready_after_s, names.kept_s, names.failover)
    };
    assert_eq!(seen(failover()), (90.0, 90.0, 60.0, true));
    assert_eq!(seen(fast()), (20.0, 20.0, 30.0, true));
    assert!(!Example::of(&SPEC, Region::UsEast1).choose("policy", "weighted").blueprint().names.unwrap().failover);
    // Two checks: 2 × 0.50, and 2 × 1.00 for the interval.
    let lines = fast().amounts(&Usage::default());
    assert!(lines.contains(&("checks", "1.00".to_owned())) && lines.contains(&("checks_fast", "2.00".to_owned())));
    let sets = |example: Example| example.applying().contains(&"ttl_s");
    assert!(sets(failover()) && !sets(Example::of(&SPEC, Region::UsEast1)));
}

#[test]
fn defaults_are_the_figures() {
    for (key, fact) in [("ttl_s", "ttl_s"), ("check_threshold", "health.unhealthy")] {
        let param = (SPEC.params)().iter().find(|param| param.key == key).unwrap();
        assert_eq!(param.default_value(), Value::Int(super::FACTS.value(fact) as i64), "{key}");
    }
}
