use super::SPEC;
use crate::catalogue::region::Region;
use crate::catalogue::services::tests::{Example, lines};
use crate::catalogue::spec::{Ask, DeliveryBlueprint, Usage};

#[test]
fn a_month_of_ten_messages_a_second() {
    // 10 × 2,628,000 s = 26.28 million × 0.50 = 13.14; two users each: 52.56 million at 20 (email) or 0.60 (HTTP).
    let usage = Usage { asks_per_s: vec![(Ask::SendJob, 10.0)], ..Usage::default() };
    for region in Region::ALL {
        let topic = Example::of(&SPEC, region);
        assert_eq!(topic.amounts(&usage), lines(&[("publish", "13.14")]));
        let told = topic.set("user_deliveries", 2);
        assert_eq!(told.amounts(&usage), lines(&[("publish", "13.14"), ("user_deliveries", "1051.20")]));
        let by_http = told.choose("user_channel", "http");
        assert_eq!(by_http.amounts(&usage), lines(&[("publish", "13.14"), ("user_deliveries", "31.54")]));
    }
}

#[test]
fn one_topic_hands_each_message_to_all() {
    let topic = Example::of(&SPEC, Region::UsEast1);
    assert_eq!(topic.blueprint().delivery, Some(DeliveryBlueprint { delay_s: 0.05, to_all: true }));
    let many = topic.choose("topics", "many");
    assert_eq!(many.blueprint().delivery, Some(DeliveryBlueprint { delay_s: 0.05, to_all: false }));
}
