use super::SPEC;
use crate::catalogue::latency::Place;
use crate::catalogue::region::Region;
use crate::catalogue::services::tests::{Example, lines, speed_of};
use crate::catalogue::spec::{Ask, Resource, Usage};

/// 10 requests a second are 10 × 2,628,000 s = 26.28 million a month; 4 MB/s are 10,512 GB, 10 kB/s 26.28 GB.
fn usage(user_place: Place) -> Usage {
    Usage {
        asks_per_s: vec![(Ask::Page, 4.0), (Ask::Static, 6.0)],
        internet_bytes_per_s: 4e6,
        uploaded_bytes_per_s: 1e4,
        user_place,
        ..Usage::default()
    }
}

#[test]
fn a_month_for_users_in_seoul() {
    assert_eq!(
        Example::of(&SPEC, Region::UsEast1).amounts(&usage(Place::Seoul)),
        lines(&[
            ("requests", "31.54"),          // 26.28 × 100 × 0.012 = 31.536
            ("transfer_out", "1228.80"),    // 10,240 × 0.12
            ("transfer_out", "27.20"),      // 272 × 0.10
            ("transfer_to_origin", "1.58"), // 26.28 × 0.06 = 1.5768
        ])
    );
}

#[test]
fn a_month_for_users_in_virginia() {
    assert_eq!(
        Example::of(&SPEC, Region::ApNortheast2).amounts(&usage(Place::Virginia)),
        lines(&[
            ("requests", "26.28"),          // 26.28 × 100 × 0.010
            ("transfer_out", "870.40"),     // 10,240 × 0.085
            ("transfer_out", "21.76"),      // 272 × 0.08
            ("transfer_to_origin", "0.53"), // 26.28 × 0.02 = 0.5256
        ])
    );
}

#[test]
fn it_answers_hits_near_the_users_and_passes_the_rest_on() {
    let node = Example::of(&SPEC, Region::UsEast1).set("hit_percent", 75);
    assert_eq!(node.ports().passes, [Ask::Page, Ask::Static]);
    let blueprint = node.blueprint();
    assert_eq!(blueprint.hits, Some((Ask::Static, 0.75)));
    assert_eq!(blueprint.edge_rtt_ms, Some(15.0));
    assert_eq!(speed_of(&blueprint, Resource::Requests), 250_000.0);
    assert_eq!(speed_of(&blueprint, Resource::Network), 18.75e9);
}

#[test]
fn pages_go_through_it_only_where_that_is_set() {
    let passes = |on| Example::of(&SPEC, Region::UsEast1).toggle("dynamic", on).ports().passes;
    assert_eq!(passes(true), [Ask::Page, Ask::Static]);
    assert_eq!(passes(false), [Ask::Static]);
}
