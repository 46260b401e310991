use super::SPEC;
use crate::catalogue::region::Region;
use crate::catalogue::services::tests::{Example, lines};
use crate::catalogue::spec::{Ask, Usage};

#[test]
fn workers_do_jobs_and_ask_nothing() {
    let ports = Example::of(&SPEC, Region::UsEast1).ports();
    assert_eq!(ports.answers, [Ask::RunJob]);
    assert!(ports.asks.is_empty());
}

#[test]
fn a_month_of_three_in_virginia() {
    let node = Example::of(&SPEC, Region::UsEast1).choose("type", "c6g.large").set("count", 3);
    assert_eq!(
        node.amounts(&Usage { cpu_utilisation: 0.8, ..Usage::default() }),
        lines(&[
            ("instance", "148.92"), // 730 × 3 × 0.068
            ("storage", "7.20"),    // 30 × 3 × 0.08
        ])
    );
}
