use super::SPEC;
use crate::catalogue::region::Region;
use crate::catalogue::services::tests::{Example, lines};
use crate::catalogue::spec::{Ask, Usage};

#[test]
fn a_month_in_virginia() {
    // Units: 3,000 connections are 3,000 ÷ 60 s ÷ 25 = 2 of new and 1 of active ones; 1 MB/s is 3.6 GB an hour, so 3.6.
    let usage = Usage {
        open_connections: 3000.0,
        processed_bytes_per_s: 1e6,
        internet_bytes_per_s: 1e6, // 2,628 GB a month
        ..Usage::default()
    };
    assert_eq!(
        Example::of(&SPEC, Region::UsEast1).amounts(&usage),
        lines(&[
            ("load_balancer", "16.43"), // 730 × 0.0225 = 16.425, half up
            ("lcu", "21.02"),           // 730 × 3.6 × 0.008 = 21.024
            ("public_ipv4", "7.30"),    // 730 × 2 × 0.005
            ("transfer_out", "236.52"), // 2,628 × 0.09
        ])
    );
}

#[test]
fn the_largest_dimension_sets_the_units() {
    let units = |usage: Usage| Example::of(&SPEC, Region::ApNortheast2).bill(&usage)[1].clone();
    let new = units(Usage { open_connections: 3000.0, ..Usage::default() });
    assert_eq!((new.label.en.as_str(), new.quantity), ("LCU (new connections)", 730.0 * 2.0));
    let bytes = units(Usage { open_connections: 30.0, processed_bytes_per_s: 1e6, ..Usage::default() });
    assert_eq!((bytes.label.en.as_str(), bytes.quantity), ("LCU (processed bytes)", 730.0 * 3.6));
    assert!(new.how.unwrap().en.contains("assumption"));
    // 1,000 requests a second through 12 rules beyond the ten free ones are 12,000 evaluations a second: 12 units.
    let busy = Usage { asks_per_s: vec![(Ask::Page, 1000.0)], ..Usage::default() };
    let with_rules = |rules| Example::of(&SPEC, Region::ApNortheast2).set("rules", rules).bill(&busy);
    let rules = with_rules(22)[1].clone();
    assert_eq!((rules.label.en.as_str(), rules.quantity), ("LCU (rule evaluations)", 730.0 * 12.0));
    assert!(!with_rules(10).iter().any(|line| line.item == "lcu"), "ten rules are free");
}

#[test]
fn it_passes_on_what_users_ask() {
    let node = Example::of(&SPEC, Region::UsEast1);
    assert_eq!(node.ports().passes, [Ask::Page, Ask::Static]);
    assert!(node.ports().asks.is_empty() && node.ports().answers.is_empty());
    assert_eq!(node.blueprint().delay_ms, 2.0);
}
