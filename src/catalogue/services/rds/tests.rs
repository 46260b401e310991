use super::SPEC;
use crate::catalogue::region::Region;
use crate::catalogue::services::tests::{Example, lines, speed_of};
use crate::catalogue::settings::Value;
use crate::catalogue::spec::{Ask, Blueprint, Confidence, Note, Resource, Usage};

fn seoul() -> Example {
    Example::of(&SPEC, Region::ApNortheast2)
}

#[test]
fn a_month_in_seoul() {
    let usage = Usage { cpu_utilisation: 0.3, ..Usage::default() };
    assert_eq!(
        seoul().amounts(&usage),
        lines(&[
            ("instance", "18.98"),        // 730 × 0.026
            ("storage", "2.62"),          // 20 × 0.131
            ("surplus_credits", "21.90"), // (0.3 − 0.1) × 2 vCPUs × 730 = 292 vCPU-hours × 0.075
        ])
    );
}

#[test]
fn a_month_with_a_standby() {
    let multi = seoul().with("multi_az", Value::Toggle(true));
    assert_eq!(
        multi.amounts(&Usage::default()),
        lines(&[
            ("instance", "37.96"), // 730 × 2 × 0.026
            ("storage", "5.24"),   // 20 × 0.262
        ])
    );
    assert_eq!(multi.bill(&Usage::default())[0].confidence, Confidence::Typical);
    // A standby answers nothing until it takes over.
    assert_eq!(Blueprint { failover_s: None, ..multi.blueprint() }, seoul().blueprint());
    assert_eq!(multi.subtitle().1, "db.t3.micro · MySQL · 다중 AZ");
    // Where the price of both is printed, it is that: 730 × 0.272, and 730 × 0.051 for twice 0.025.
    let printed = |region, class: &str| {
        let node = Example::of(&SPEC, region).choose("class", class).with("multi_az", Value::Toggle(true));
        let line = node.bill(&Usage::default())[0].clone();
        (line.amount().to_string(), line.confidence)
    };
    assert_eq!(printed(Region::UsEast1, "db.t3.large"), ("198.56".to_owned(), Confidence::Exact));
    assert_eq!(printed(Region::ApNortheast2, "db.t4g.micro"), ("37.23".to_owned(), Confidence::Typical));
}

#[test]
fn engines_differ_in_price_and_connections() {
    let class = |engine: &str| seoul().choose("class", "db.m5.large").choose("engine", engine);
    assert_eq!(class("mysql").amounts(&Usage::default())[0].1, "172.28"); // 730 × 0.236
    assert_eq!(class("postgres").amounts(&Usage::default())[0].1, "180.31"); // 730 × 0.247
    let connections = |engine| class(engine).blueprint().slots.unwrap();
    assert_eq!((connections("mysql").resource, connections("mysql").limit), (Resource::Connections, 682));
    assert_eq!(connections("postgres").limit, 901);
}

#[test]
fn the_disk_is_faster_from_400_gib_on_as_far_as_the_class_takes_it() {
    let iops = |class: &str, gib| {
        speed_of(&seoul().choose("class", class).set("storage_gib", gib).blueprint(), Resource::DiskIops)
    };
    assert_eq!(iops("db.m5.4xlarge", 399), 3000.0);
    assert_eq!(iops("db.m5.4xlarge", 400), 12_000.0);
    assert_eq!(iops("db.m5.large", 400), 3600.0);
    assert_eq!(iops("db.t3.micro", 20), 500.0);
}

#[test]
fn t_classes_run_unlimited() {
    assert_eq!(seoul().blueprint().notes, [Note::BurstUnlimited { baseline: 0.1 }]);
    assert!(seoul().choose("class", "db.m5.large").blueprint().notes.is_empty());
}

#[test]
fn it_answers_queries_and_sends_its_changes_on() {
    let ports = seoul().ports();
    assert_eq!((ports.asks, ports.answers), (vec![Ask::Replicate], vec![Ask::DbWrite, Ask::DbRead, Ask::Analyze]));
    assert_eq!(seoul().blueprint().delay_ms, 0.83);
}

#[test]
fn a_standby_takes_over_in_the_middle_of_what_aws_says() {
    let middle = f64::midpoint(
        super::database::PRICES.value("failover.least_s"),
        super::database::PRICES.value("failover.most_s"),
    );
    let failover_s = |example: Example| example.blueprint().failover_s;
    assert_eq!(failover_s(Example::of(&SPEC, Region::UsEast1).toggle("multi_az", true)).map(f64::from), Some(middle));
    assert_eq!(failover_s(Example::of(&SPEC, Region::UsEast1)), None);
}
