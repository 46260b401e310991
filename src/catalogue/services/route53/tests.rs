use super::SPEC;
use crate::catalogue::region::Region;
use crate::catalogue::services::tests::{Example, lines};
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
