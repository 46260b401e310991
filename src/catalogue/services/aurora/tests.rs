use super::SPEC;
use crate::catalogue::instances;
use crate::catalogue::region::Region;
use crate::catalogue::services::tests::{Example, lines, speed_of};
use crate::catalogue::spec::{Ask, Confidence, Resource, Usage};

fn seoul() -> Example {
    Example::of(&SPEC, Region::ApNortheast2)
}

fn serverless(region: Region) -> Example {
    Example::of(&SPEC, region).choose("capacity", "serverless_v2")
}

#[test]
fn a_month_in_seoul() {
    let usage = Usage { asks_per_s: vec![(Ask::DbRead, 100.0), (Ask::DbWrite, 10.0)], ..Usage::default() };
    assert_eq!(
        seoul().choose("class", "db.r6g.large").amounts(&usage),
        lines(&[
            ("instance", "228.49"), // 730 × 0.313
            ("storage", "2.40"),    // 20 × 0.12
            ("io", "15.77"),        // (100 × 0.05 + 10 × 2) × 2.628 M = 65.7 M × 0.24 = 15.768
        ])
    );
}

#[test]
fn serverless_pays_for_the_load_between_its_least_and_its_most() {
    let month = |utilisation| {
        let usage = Usage { cpu_utilisation: utilisation, ..Usage::default() };
        serverless(Region::ApNortheast2).amounts(&usage)[0].clone()
    };
    assert_eq!(month(0.0), ("acu", "73.00".to_owned())); // 0.5 × 730 × 0.2
    assert_eq!(month(0.5), ("acu", "584.00".to_owned())); // 4 × 730 × 0.2
    assert_eq!(month(1.0), ("acu", "1168.00".to_owned())); // 8 × 730 × 0.2
    let virginia = serverless(Region::UsEast1).bill(&Usage::default());
    assert_eq!(virginia[0].confidence, Confidence::Memory);
}

#[test]
fn a_least_above_the_most_is_the_most() {
    let odd = serverless(Region::ApNortheast2).choose("acu_min", "32").choose("acu_max", "4");
    assert_eq!(odd.amounts(&Usage::default())[0].1, "584.00"); // 4 × 730 × 0.2
}

#[test]
fn eight_acus_are_as_fast_as_an_instance_of_their_memory() {
    let cpu = |example: Example| speed_of(&example.blueprint(), Resource::Cpu);
    let large = cpu(seoul().choose("class", "db.r6g.large"));
    assert!((cpu(serverless(Region::ApNortheast2)) - large).abs() < 1e-12);
    // One ACU is a quarter of a vCPU.
    let least = cpu(serverless(Region::ApNortheast2).choose("acu_max", "1"));
    assert!((least - 0.25 * instances::family_speed("r6g").ratio).abs() < 1e-12);
}

#[test]
fn connections_are_those_of_the_class_or_of_the_most_acus() {
    let connections = |example: Example| example.blueprint().slots.unwrap().limit;
    assert_eq!(connections(seoul()), 90);
    assert_eq!(connections(seoul().choose("engine", "postgres")), 450);
    assert_eq!(connections(serverless(Region::UsEast1).choose("acu_max", "16")), 2_000);
    assert_eq!(connections(serverless(Region::UsEast1).choose("acu_max", "16").choose("engine", "postgres")), 3_360);
}

#[test]
fn it_has_no_disk_of_its_own_and_a_reader_may_take_over() {
    let made = seoul().blueprint();
    assert!(made.stations.iter().all(|station| station.resource != Resource::DiskIops));
    assert_eq!((made.failover_s, made.promotion_s), (None, Some(30)));
    let [often, most] = ["failover.often_s", "failover.most_s"].map(|key| super::PRICES.value(key));
    assert!(often <= 30.0 && 30.0 < most);
}

#[test]
fn only_what_applies_is_shown() {
    assert!(seoul().applying().contains(&"class") && !seoul().applying().contains(&"acu_max"));
    let keys = serverless(Region::UsEast1).applying();
    assert!(!keys.contains(&"class") && keys.contains(&"acu_max"));
    assert_eq!(serverless(Region::UsEast1).subtitle().0, "0.5–8 ACU · MySQL");
}
