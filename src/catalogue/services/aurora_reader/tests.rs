use super::SPEC;
use crate::catalogue::region::Region;
use crate::catalogue::services::aurora;
use crate::catalogue::services::tests::{Example, lines};
use crate::catalogue::spec::{Ask, ParamKind, Usage};

fn readers(count: i64) -> Example {
    Example::of(&SPEC, Region::UsEast1).choose("class", "db.r5.large").set("count", count)
}

#[test]
fn a_month_of_three() {
    let usage = Usage { asks_per_s: vec![(Ask::DbRead, 1_000.0)], ..Usage::default() };
    assert_eq!(
        readers(3).amounts(&usage),
        lines(&[
            ("instance", "635.10"), // 3 × 730 × 0.29
            ("io", "26.28"),        // 1,000 × 0.05 × 2.628 M = 131.4 M × 0.2
        ])
    );
    assert_eq!(readers(3).subtitle().0, "db.r5.large × 3 · MySQL");
}

#[test]
fn serverless_readers_pay_each_for_its_load() {
    let usage = Usage { cpu_utilisation: 0.25, ..Usage::default() };
    let serverless = readers(2).choose("capacity", "serverless_v2");
    assert_eq!(serverless.amounts(&usage), lines(&[("acu", "350.40")])); // 2 × 2 ACUs × 730 × 0.12
}

#[test]
fn each_of_them_does_a_tenth_of_a_change() {
    assert_eq!(readers(1).blueprint().copy_share, Some(0.1));
    assert_eq!(readers(15).blueprint().copy_share, Some(1.5));
    assert_eq!(readers(2).set("apply_percent", 0).blueprint().copy_share, Some(0.0));
}

#[test]
fn they_are_less_behind_than_aws_says_and_no_more_than_a_cluster_has() {
    let lag = readers(2).blueprint().lag.unwrap();
    assert_eq!(lag.lag_s, 0.02);
    assert!(1_000.0 * lag.lag_s < aurora::PRICES.value("lag.most_ms"));
    let count = (SPEC.params)().iter().find(|param| param.key == "count").unwrap();
    assert!(matches!(count.kind, ParamKind::Int { max, .. } if max as f64 == aurora::PRICES.value("readers")));
}
