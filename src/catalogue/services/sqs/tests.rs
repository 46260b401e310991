use super::SPEC;
use crate::catalogue::region::Region;
use crate::catalogue::services::tests::{Example, lines, speed_of};
use crate::catalogue::spec::Messages;
use crate::catalogue::spec::{Ask, QueueBlueprint, Resource, Usage};

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
    let kept = QueueBlueprint {
        visibility_s: 30.0,
        max_receives: None,
        poison: 0.0,
        groups: None,
        once_within_s: None,
        calls: None,
    };
    assert_eq!(node.blueprint().queue, Some(kept));
}

#[test]
fn batches_of_ten_take_a_tenth_of_the_requests_and_fifo_costs_a_quarter_more() {
    // 26.28 million jobs: × (1 + 0.2) × 0.40 = 12.6144; × 0.3 × 0.40 = 3.1536; FIFO × 0.3 × 0.50 = 3.942.
    let usage = Usage { asks_per_s: vec![(Ask::SendJob, 10.0)], ..Usage::default() };
    let received = Example::of(&SPEC, Region::UsEast1).set("receive_batch", 10);
    assert_eq!(received.amounts(&usage), lines(&[("requests", "12.61")]));
    let both = received.set("send_batch", 10);
    assert_eq!(both.amounts(&usage), lines(&[("requests", "3.15")]));
    assert_eq!(both.choose("kind", "fifo").amounts(&usage), lines(&[("requests", "3.94")]));
}

#[test]
fn a_fifo_queue_takes_so_many_calls_a_second() {
    assert!(Example::of(&SPEC, Region::UsEast1).blueprint().stations.is_empty());
    let fifo = Example::of(&SPEC, Region::UsEast1).choose("kind", "fifo");
    let rate = |example: &Example| speed_of(&example.blueprint(), Resource::Requests);
    assert_eq!(rate(&fifo), 300.0);
    let one_way = fifo.set("send_batch", 10);
    assert_eq!(rate(&one_way), 300.0);
    let both = one_way.set("receive_batch", 10);
    assert_eq!(rate(&both), 3_000.0);
    assert_eq!(rate(&both.toggle("high_throughput", true)), 700_000.0);
}

#[test]
fn jobs_in_order_have_groups_and_are_kept_once() {
    let fifo = Example::of(&SPEC, Region::UsEast1).choose("kind", "fifo").set("groups", 7);
    let kept = fifo.blueprint().queue.unwrap();
    assert_eq!((kept.groups, kept.once_within_s), (Some(7), Some(300.0)));
    assert!(fifo.applying().contains(&"groups"));
    assert!(!Example::of(&SPEC, Region::UsEast1).applying().contains(&"groups"));
}

#[test]
fn what_functions_take_in_batches_is_billed_by_their_calls() {
    // 10 jobs a second, 4 of them done by functions with 1 call a second: 10 + 2 × 6 + 1 = 23 × 2.628 million × 0.40.
    let messages = Messages { polled: 4.0, calls: 1.0, ..Messages::default() };
    let usage = Usage { asks_per_s: vec![(Ask::SendJob, 10.0)], messages, ..Usage::default() };
    assert_eq!(Example::of(&SPEC, Region::UsEast1).amounts(&usage), lines(&[("requests", "24.18")]));
    // Where nothing comes functions call all the same: 0.25 a second.
    let idle = Usage { messages: Messages { calls: 0.25, ..Messages::default() }, ..Usage::default() };
    assert_eq!(Example::of(&SPEC, Region::UsEast1).amounts(&idle), lines(&[("requests", "0.26")]));
}
