use super::SPEC;
use crate::catalogue::region::Region;
use crate::catalogue::services::tests::{Example, lines};
use crate::catalogue::spec::{Ask, Usage};

#[test]
fn a_month_in_virginia() {
    let node = Example::of(&SPEC, Region::UsEast1).choose("class", "db.r6g.large").set("storage_gib", 100);
    assert_eq!(
        node.amounts(&Usage::default()),
        lines(&[
            ("instance", "156.95"), // 730 × 0.215
            ("storage", "11.50"),   // 100 × 0.115
        ])
    );
}

#[test]
fn it_takes_reads_and_copies() {
    assert_eq!(Example::of(&SPEC, Region::UsEast1).ports().answers, [Ask::DbRead, Ask::Analyze, Ask::Replicate]);
}
