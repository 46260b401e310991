use super::SPEC;
use crate::catalogue::region::Region;
use crate::catalogue::services::tests::{Example, lines, speed_of};
use crate::catalogue::settings::Value;
use crate::catalogue::spec::{Ask, CapacityRule, Resource, ThrottleBlueprint, Usage, Work};

fn table(region: Region) -> Example {
    Example::of(&SPEC, region)
}

fn provisioned(region: Region) -> Example {
    table(region).choose("capacity_mode", "provisioned")
}

fn asked() -> Usage {
    Usage { read_units_per_s: 50.0, write_units_per_s: 20.0, ..Usage::default() }
}

/// Units of a read and of a write.
fn units(example: &Example) -> (f64, f64) {
    let of = |ask| example.blueprint().handles.into_iter().find(|(kind, _)| *kind == ask).map(|(_, work)| work);
    let (read, write) = (of(Ask::DbRead).unwrap(), of(Ask::DbWrite).unwrap());
    assert_eq!(read, Work { read_units: read.read_units, ..Work::default() });
    assert_eq!(write, Work { write_units: write.write_units, ..Work::default() });
    (read.read_units, write.write_units)
}

#[test]
fn a_month_of_requests_in_virginia() {
    // A month has 2,628,000 s.
    assert_eq!(
        table(Region::UsEast1).amounts(&asked()),
        lines(&[
            ("read_capacity", "16.43"),  // 50 × 2.628 M = 131.4 M × 0.125 = 16.425
            ("write_capacity", "32.85"), // 20 × 2.628 M = 52.56 M × 0.625
            ("storage", "5.00"),         // 20 × 0.25
        ])
    );
}

#[test]
fn a_month_of_capacity_in_seoul_costs_the_same_however_much_is_asked() {
    let expected = lines(&[
        ("read_capacity", "20.58"),  // 200 × 730 × 0.00014098 = 20.58308
        ("write_capacity", "51.46"), // 100 × 730 × 0.0007049 = 51.4577
        ("storage", "5.42"),         // 20 × 0.27075 = 5.415
    ]);
    assert_eq!(provisioned(Region::ApNortheast2).amounts(&asked()), expected);
    assert_eq!(provisioned(Region::ApNortheast2).amounts(&Usage::default()), expected);
}

#[test]
fn items_are_counted_in_whole_units_of_4_kb_read_and_1_kb_written() {
    let item = |kb| table(Region::UsEast1).set("item_kb", kb);
    assert_eq!(units(&item(1)), (0.5, 1.0));
    assert_eq!(units(&item(4)), (0.5, 4.0));
    assert_eq!(units(&item(5)), (1.0, 5.0));
    assert_eq!(units(&item(5).toggle("strong_reads", true)), (2.0, 5.0));
    assert_eq!(units(&item(400)), (50.0, 400.0));
}

#[test]
fn reads_and_writes_have_limits_of_their_own() {
    let limits = |example: Example| {
        let made = example.blueprint();
        (speed_of(&made, Resource::ReadCapacity), speed_of(&made, Resource::WriteCapacity))
    };
    assert_eq!(limits(table(Region::UsEast1)), (40_000.0, 40_000.0));
    let set = provisioned(Region::UsEast1).set("read_capacity", 3_000).set("write_capacity", 7);
    assert_eq!(limits(set), (3_000.0, 7.0));
    // Half of all requests go to one partition, which takes 3,000 reads and 1,000 writes: the table no more than twice that.
    assert_eq!(limits(table(Region::UsEast1).set("busiest_percent", 50)), (6_000.0, 2_000.0));
    // What is kept is less than that: one partition is enough.
    assert_eq!(limits(provisioned(Region::UsEast1).set("busiest_percent", 100)), (200.0, 100.0));
}

#[test]
fn capacity_is_set_where_it_is_provisioned() {
    let sets = |example: Example| example.applying().contains(&"read_capacity");
    assert!(!sets(table(Region::UsEast1)) && sets(provisioned(Region::UsEast1)));
    assert_eq!(provisioned(Region::UsEast1).subtitle().0, "200 RCU · 100 WCU");
    assert_eq!(table(Region::UsEast1).subtitle().1, "온디맨드");
}

/// How it throttles reads and writes.
fn throttles(example: &Example) -> [ThrottleBlueprint; 2] {
    let made = example.blueprint();
    [Resource::ReadCapacity, Resource::WriteCapacity]
        .map(|resource| made.throttles.iter().find(|(of, _)| *of == resource).unwrap().1)
}

#[test]
fn what_is_unused_of_provisioned_capacity_is_kept_for_five_minutes() {
    let [read, write] = throttles(&provisioned(Region::UsEast1));
    assert_eq!((read.units, write.units, read.kept_s, write.rule), (200.0, 100.0, 300.0, CapacityRule::Set));
    assert_eq!((read.most_units, read.retries, read.backoff_s), (f64::INFINITY, 2, 0.05));
    // However much is kept, a partition takes no more.
    let [read, write] = throttles(&provisioned(Region::UsEast1).set("busiest_percent", 50));
    assert_eq!((read.most_units, write.most_units), (6_000.0, 2_000.0));
}

#[test]
fn on_demand_a_new_table_begins_with_twice_two_thousand_writes_and_six_thousand_reads() {
    let first = |rule| match rule {
        CapacityRule::Peak { first, factor, after_s } => (first, factor, after_s),
        other => panic!("{other:?}"),
    };
    let [read, write] = throttles(&table(Region::UsEast1)).map(|one| first(one.rule));
    assert_eq!((read, write), ((6_000.0, 2.0, 1_800), (2_000.0, 2.0, 1_800)));
}

#[test]
fn auto_scaling_goes_from_what_is_set_to_the_most() {
    let scaled = provisioned(Region::UsEast1).toggle("auto_scaling", true).set("write_most", 50);
    let [read, write] = throttles(&scaled).map(|one| match one.rule {
        CapacityRule::Follows(rule) => rule,
        other => panic!("{other:?}"),
    });
    assert_eq!((read.min, read.max, read.target, read.period_s), (200, 2_000, 0.7, 60));
    assert_eq!((read.out_after, read.in_after), (2, 15));
    // Never more than the most, but what is set is there.
    assert_eq!((write.min, write.max), (100, 100));
    let sets = |example: &Example| example.applying().contains(&"read_most");
    assert!(sets(&scaled) && !sets(&provisioned(Region::UsEast1)) && !sets(&table(Region::UsEast1)));
}

#[test]
fn the_default_of_retries_is_the_figure() {
    let param = (SPEC.params)().iter().find(|param| param.key == "retries").unwrap();
    assert_eq!(param.default_value(), Value::Int(super::FACTS.value("retries") as i64));
}
