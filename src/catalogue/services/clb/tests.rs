use super::SPEC;
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
