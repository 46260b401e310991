use super::SPEC;
use crate::catalogue::region::Region;
use crate::catalogue::services::tests::{Example, lines};
use crate::catalogue::spec::Usage;

#[test]
fn a_month_in_virginia() {
    let usage = Usage {
        open_connections: 3000.0,
        processed_bytes_per_s: 1e6, // 3.6 GB an hour: 3.6 units
        internet_bytes_per_s: 1e6,  // 2,628 GB a month
        ..Usage::default()
    };
    assert_eq!(
        Example::of(&SPEC, Region::UsEast1).amounts(&usage),
        lines(&[
            ("load_balancer", "16.43"), // 730 × 0.0225 = 16.425, half up
            ("lcu", "15.77"),           // 730 × 3.6 × 0.006 = 15.768
            ("public_ipv4", "7.30"),    // 730 × 2 × 0.005
            ("transfer_out", "236.52"), // 2,628 × 0.09
        ])
    );
}

#[test]
fn the_largest_dimension_sets_the_units() {
    let line = |open_connections, processed_bytes_per_s| {
        let usage = Usage { open_connections, processed_bytes_per_s, ..Usage::default() };
        Example::of(&SPEC, Region::UsEast1).bill(&usage)[1].clone()
    };
    // 200,000 connections: 2 of active ones, 200,000 ÷ 350 ÷ 800 = 0.71 of new ones.
    assert_eq!(
        (line(200_000.0, 1e5).label.en.as_str(), line(200_000.0, 1e5).quantity),
        ("NLCU (active flows)", 1460.0)
    );
    assert_eq!(line(200.0, 1e6).label.en, "NLCU (processed bytes)");
}

#[test]
fn it_is_faster_than_one_that_reads_requests_and_does_not_go_round() {
    let blueprint = Example::of(&SPEC, Region::UsEast1).blueprint();
    assert_eq!((blueprint.delay_ms, blueprint.in_turn), (0.1, false));
}

#[test]
fn its_bill_says_what_the_units_are_the_largest_of_and_that_nothing_of_it_is_free() {
    let usage = Usage { open_connections: 200_000.0, processed_bytes_per_s: 1e5, ..Usage::default() };
    let bill = Example::of(&SPEC, Region::ApNortheast2).bill(&usage);
    let how = |item: &str| bill.iter().find(|line| line.item == item).unwrap().how.clone().unwrap();
    assert!(how("load_balancer").en.contains("(NLCU) are billed on top"));
    // 200,000 ÷ 350 ÷ 800 = 0.714; 200,000 ÷ 100,000 = 2; 0.1 MB/s are 0.36 GB an hour.
    assert!(how("lcu").en.contains("new flows 0.714, active flows 2, processed bytes 0.36; assumption"), "{bill:?}");
    assert!(how("lcu").ko.contains("350초에 한 번"));
    let free: Vec<_> = bill.iter().filter_map(|line| line.free).collect();
    assert_eq!(free, ["public_ipv4"], "AWS gives hours to Classic and Application Load Balancers");
}
