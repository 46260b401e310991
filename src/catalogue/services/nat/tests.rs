use super::SPEC;
use crate::catalogue::region::Region;
use crate::catalogue::services::tests::{Example, lines};
use crate::catalogue::spec::Usage;

#[test]
fn a_month_is_hours_and_every_gigabyte() {
    let usage = Usage { processed_bytes_per_s: 1e5, ..Usage::default() }; // 262.8 GB
    let node = || Example::of(&SPEC, Region::ApNortheast2);
    assert_eq!(
        node().amounts(&usage),
        lines(&[("nat_gateway", "43.07"), ("processed", "15.51"), ("public_ipv4", "3.65")]) // 262.8 × 0.059 = 15.5052
    );
    // 100 GiB are 107.3741824 GB: × 0.059 = 6.335.
    let two = node().set("count", 2).set("other_gib", 100).amounts(&Usage::default());
    assert_eq!(two, lines(&[("nat_gateway", "86.14"), ("processed", "6.34"), ("public_ipv4", "7.30")]));
}
