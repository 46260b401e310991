use super::{RATES, SPEC};
use crate::catalogue::region::Region;
use crate::catalogue::services::tests::{Example, lines, speed_of};
use crate::catalogue::spec::{Confidence, ParamDefault, ParamKind, Resource, Usage};

fn virginia() -> Example {
    Example::of(&SPEC, Region::UsEast1)
}

#[test]
fn a_month_in_virginia() {
    // 2 × 730 × 1.086 and 100 × 0.024
    assert_eq!(virginia().amounts(&Usage::default()), lines(&[("node", "1585.56"), ("storage", "2.40")]));
    // 4 × 730 × 0.25, as infracost has it; the disks are the nodes' own.
    let dense = virginia().choose("node_type", "dc2.large").set("count", 4);
    assert_eq!(dense.amounts(&Usage::default()), lines(&[("node", "730.00")]));
    assert!(!dense.applying().contains(&"storage_gib"));
}

#[test]
fn prices_in_seoul_are_estimates() {
    let seoul = Example::of(&SPEC, Region::ApNortheast2).choose("node_type", "ra3.4xlarge").set("count", 2);
    // 2 × 730 × 3.26 × 0.285 ÷ 0.24 = 5652.025
    assert_eq!(seoul.amounts(&Usage::default())[0], ("node", "5652.03".to_owned()));
    assert!(seoul.bill(&Usage::default()).iter().all(|line| line.confidence == Confidence::Estimate));
}

#[test]
fn all_nodes_work_on_each_query() {
    // 3 nodes of 12 vCPUs, 20 million rows a second each.
    let cluster = virginia().choose("node_type", "ra3.4xlarge").set("count", 3).blueprint();
    assert_eq!(speed_of(&cluster, Resource::Scan), 720e6);
    assert_eq!(cluster.stations[0].servers, 1);
}

#[test]
fn it_runs_as_many_queries_at_once_as_aws_says() {
    let slots = (SPEC.params)().iter().find(|param| param.key == "concurrency").unwrap();
    let [usual, most] = ["slots.default", "slots.most"].map(|key| RATES.value(key) as i64);
    assert_eq!(slots.default, ParamDefault::Int(usual));
    assert!(matches!(slots.kind, ParamKind::Int { max, .. } if max == most));
    let blueprint = virginia().blueprint().slots.unwrap();
    assert_eq!((blueprint.resource, blueprint.limit), (Resource::QuerySlots, 5));
}
