use super::SPEC;
use crate::catalogue::region::Region;
use crate::catalogue::services::tests::{Example, lines};
use crate::catalogue::spec::{Ask, Usage};

#[test]
fn a_month_is_the_vcpus_of_the_databases_and_at_least_two_of_each() {
    let before = |vcpus: &[f64]| Usage { vcpus_behind: vcpus.to_vec(), ..Usage::default() };
    let seoul = Example::of(&SPEC, Region::ApNortheast2);
    assert_eq!(seoul.amounts(&before(&[4.0])), lines(&[("vcpu", "52.56")])); // 4 × 730 × 0.018
    assert_eq!(seoul.amounts(&before(&[1.0, 4.0])), lines(&[("vcpu", "78.84")])); // 6 × 730 × 0.018
    assert_eq!(seoul.amounts(&before(&[])), []);
}

#[test]
fn it_hands_queries_on_and_shortens_failovers() {
    let proxy = Example::of(&SPEC, Region::UsEast1);
    assert_eq!(proxy.ports().passes, [Ask::DbWrite, Ask::DbRead, Ask::Analyze]);
    assert!(proxy.ports().answers.is_empty());
    assert!((proxy.blueprint().failover_share.unwrap() - 0.34).abs() < 1e-12);
    assert_eq!(proxy.set("shorter_percent", 0).blueprint().failover_share, Some(1.0));
}
