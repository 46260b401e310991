use super::SPEC;
use crate::catalogue::region::Region;
use crate::catalogue::services::tests::{Example, lines};
use crate::catalogue::spec::{Ask, QueueBlueprint, Usage};

#[test]
fn a_month_of_ten_jobs_a_second() {
    // 10 × 3 requests × 2,628,000 s = 78.84 million × 0.40 = 31.536, in both regions.
    let usage = Usage { asks_per_s: vec![(Ask::SendJob, 10.0), (Ask::RunJob, 10.0)], ..Usage::default() };
    for region in Region::ALL {
        assert_eq!(Example::of(&SPEC, region).amounts(&usage), lines(&[("requests", "31.54")]));
    }
    assert!(Example::of(&SPEC, Region::UsEast1).bill(&Usage::default()).is_empty());
}

#[test]
fn jobs_go_in_and_out() {
    let node = Example::of(&SPEC, Region::UsEast1);
    assert_eq!((node.ports().answers, node.ports().asks), (vec![Ask::SendJob], vec![Ask::RunJob]));
    assert_eq!(node.blueprint().delay_ms, 20.0);
}

#[test]
fn jobs_are_kept_as_aws_keeps_them_where_nothing_is_set() {
    let node = Example::of(&SPEC, Region::UsEast1);
    let kept = QueueBlueprint { visibility_s: 30.0, max_receives: None, poison: 0.0 };
    assert_eq!(node.blueprint().queue, Some(kept));
}
