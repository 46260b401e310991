use super::SPEC;
use crate::catalogue::region::Region;
use crate::catalogue::services::tests::{Example, lines, speed_of};
use crate::catalogue::spec::{Ask, Resource, Usage};

#[test]
fn a_month_in_seoul() {
    // 10 reads a second are 26.28 million a month, one write 2.628 million; 100 kB/s are 262.8 GB.
    let usage = Usage {
        asks_per_s: vec![(Ask::Static, 10.0), (Ask::StoreFile, 1.0)],
        internet_bytes_per_s: 100_000.0,
        ..Usage::default()
    };
    assert_eq!(
        Example::of(&SPEC, Region::ApNortheast2).amounts(&usage),
        lines(&[
            ("storage", "1.25"),       // 50 × 0.025
            ("requests_get", "9.20"),  // 26.28 × 1,000 × 0.00035 = 9.198
            ("requests_put", "11.83"), // 2.628 × 1,000 × 0.0045 = 11.826
            ("transfer_out", "33.11"), // 262.8 × 0.126 = 33.1128
        ])
    );
}

#[test]
fn storage_gets_cheaper_by_tiers() {
    let amounts = Example::of(&SPEC, Region::UsEast1).set("storage_gib", 600_000).amounts(&Usage::default());
    assert_eq!(
        amounts,
        lines(&[
            ("storage", "1177.60"),  // 51,200 × 0.023
            ("storage", "10137.60"), // 460,800 × 0.022
            ("storage", "1848.00"),  // 88,000 × 0.021
        ])
    );
}

#[test]
fn it_takes_so_many_reads_or_fewer_writes() {
    let blueprint = Example::of(&SPEC, Region::UsEast1).blueprint();
    let rate = speed_of(&blueprint, Resource::Requests);
    assert_eq!(rate, 5500.0);
    let work = |kind| blueprint.handles.iter().find(|(ask, _)| *ask == kind).unwrap().1.requests;
    assert_eq!(rate / work(Ask::Static), 5500.0);
    assert!((rate / work(Ask::StoreFile) - 3500.0).abs() < 1e-9);
    assert_eq!(blueprint.delay_ms, 100.0);
    let spread = Example::of(&SPEC, Region::UsEast1).set("prefixes", 10).blueprint();
    assert_eq!(speed_of(&spread, Resource::Requests), 55_000.0);
}
