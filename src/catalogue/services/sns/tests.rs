use super::SPEC;
use crate::catalogue::region::Region;
use crate::catalogue::services::tests::{Example, lines};
use crate::catalogue::spec::Messages;
use crate::catalogue::spec::{Ask, DeliveryBlueprint, Usage};

#[test]
fn a_month_of_ten_messages_a_second() {
    // 10 × 2,628,000 s = 26.28 million × 0.50 = 13.14; two users each: 52.56 million, all but the first 1,000 at 20 (email),
    // all but the first 100,000 at 0.60 (HTTP), or all at 0.50 (push).
    let usage = Usage { asks_per_s: vec![(Ask::SendJob, 10.0)], ..Usage::default() };
    for region in Region::ALL {
        let topic = Example::of(&SPEC, region);
        assert_eq!(topic.amounts(&usage), lines(&[("publish", "13.14")]));
        let told = topic.set("user_deliveries", 2);
        assert_eq!(told.amounts(&usage), lines(&[("publish", "13.14"), ("user_deliveries", "1051.18")]));
        let by_http = told.choose("user_channel", "http");
        assert_eq!(by_http.amounts(&usage), lines(&[("publish", "13.14"), ("user_deliveries", "31.48")]));
        let by_push = by_http.choose("user_channel", "push");
        assert_eq!(by_push.amounts(&usage), lines(&[("publish", "13.14"), ("user_deliveries", "26.28")]));
    }
}

#[test]
fn one_topic_hands_each_message_to_all() {
    let topic = Example::of(&SPEC, Region::UsEast1);
    assert_eq!(topic.blueprint().delivery, Some(DeliveryBlueprint { delay_s: 0.05, to_all: true, told: 1 }));
    let many = topic.choose("topics", "many");
    assert_eq!(many.blueprint().delivery, Some(DeliveryBlueprint { delay_s: 0.05, to_all: false, told: 1 }));
}

#[test]
fn users_that_are_joined_to_a_topic_are_billed_as_they_are_told() {
    // Half of 10 messages a second go to three users each: 15 × 2,628,000 s = 39.42 million × 0.50.
    let messages = Messages { told: 15.0, ..Messages::default() };
    let usage = Usage { asks_per_s: vec![(Ask::SendJob, 10.0)], messages, ..Usage::default() };
    let topic = Example::of(&SPEC, Region::ApNortheast2).set("user_deliveries", 3).choose("user_channel", "push");
    assert_eq!(topic.amounts(&usage), lines(&[("publish", "13.14"), ("user_deliveries", "19.71")]));
}
