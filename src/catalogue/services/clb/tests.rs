use super::SPEC;
use crate::catalogue::free::{self, FreeTier};
use crate::catalogue::region::Region;
use crate::catalogue::services::tests::{Example, lines};
use crate::catalogue::spec::Usage;

#[test]
fn a_month_is_hours_and_gigabytes() {
    let usage = Usage { processed_bytes_per_s: 1e6, internet_bytes_per_s: 1e6, ..Usage::default() };
    assert_eq!(
        Example::of(&SPEC, Region::UsEast1).amounts(&usage),
        lines(&[
            ("load_balancer", "18.25"), // 730 × 0.025
            ("processed", "21.02"),     // 2,628 × 0.008 = 21.024
            ("public_ipv4", "7.30"),
            ("transfer_out", "236.52"),
        ])
    );
}

#[test]
fn a_new_server_waits_for_ten_checks() {
    let health = Example::of(&SPEC, Region::UsEast1).blueprint().health.unwrap();
    assert_eq!((health.ready_after_s, health.dead_after_s), (300.0, 60.0));
}

#[test]
fn the_first_year_has_its_hours_and_fifteen_gigabytes_free() {
    let usage = Usage { processed_bytes_per_s: 1e6, ..Usage::default() };
    let bill = Example::of(&SPEC, Region::UsEast1).bill(&usage);
    let lines: Vec<_> = bill.into_iter().map(|line| ((), line)).collect();
    let free = free::deductions(&lines, FreeTier::TwelveMonths);
    let found: Vec<_> = free.iter().map(|((), line)| (line.quantity, line.amount().to_string())).collect();
    let expected = [
        (-730.0, "-18.25"), // of 750 h: 730 × 0.025
        (-15.0, "-0.12"),   // 15 GB × 0.008
        (-750.0, "-3.75"),  // of two addresses, 1,460 h: 750 × 0.005
    ];
    assert_eq!(found, expected.map(|(hours, dollars)| (hours, dollars.to_owned())));
}
