//! Databases in place of the story's, each against what counting says.

use headroom::catalogue::settings::{Settings, Value};
use headroom::catalogue::spec::{Ask, Resource};
use headroom::engine;
use headroom::engine::report::{Report, ResourceUse};
use headroom::engine::timeline::play::{Failure, Play, Traffic};
use headroom::model::scenario::{Edge, NodeId, Point, Scenario};
use headroom::model::wiring::drop_in;

use crate::play::{at, checked, node, plan, played, preset, set};

/// Requests a second of a user with the workload as it comes: a tenth are active, twenty requests a minute, twice at
/// the peak.
const RATE: f64 = 0.1 * 20.0 * 2.0 / 60.0;

/// Reads and writes of a request: 30 pages with 5 reads, 9 writes with 2 reads and a write, and an upload with a write.
const READS: f64 = 0.3 * 5.0 + 0.09 * 2.0;
const WRITES: f64 = 0.09 + 0.01;

/// Two boxes before another service than RDS.
fn with_database(service: &str) -> (Scenario, NodeId) {
    let mut scenario = preset("load-balancer");
    let database = node(&scenario, "rds");
    let there = scenario.nodes.get_mut(&database).expect("a node");
    there.service = service.to_owned();
    there.settings = Settings::default();
    there.zones.clear();
    (scenario, database)
}

fn dropped(scenario: &mut Scenario, service: &str) -> NodeId {
    let (edit, id) = drop_in(scenario, service, Point { x: 700, y: 500 }).expect("a service");
    edit.apply(scenario).expect("a drop applies");
    id
}

fn use_of(report: &Report, node: NodeId, resource: Resource) -> ResourceUse {
    let found = report.nodes.get(&node).expect("a node").resources.iter().find(|one| one.resource == resource);
    *found.expect("a resource of the node")
}

fn mean_ms(report: &Report) -> f64 {
    report.latency.expect("answers").mean.0
}

#[test]
fn a_table_is_full_of_reads_or_of_writes_by_what_is_kept_for_each() {
    let (mut scenario, table) = with_database("dynamodb");
    set(&mut scenario, table, "capacity_mode", Value::Choice("provisioned".to_owned()));
    set(&mut scenario, table, "item_kb", Value::Int(1));
    // 200 RCU are 400 reads a second, 100 WCU are 100 writes.
    let report = engine::solve(&checked(&scenario), 6_000);
    let [read, write] = [Resource::ReadCapacity, Resource::WriteCapacity].map(|one| use_of(&report, table, one));
    let near = |limit: Option<f64>, expected: f64| (limit.expect("a limit") / expected - 1.0).abs() < 1e-6;
    assert!(near(read.limit_users, 400.0 / (RATE * READS)), "{read:?}");
    assert!(near(write.limit_users, 100.0 / (RATE * WRITES)), "{write:?}");
    // At 6,000 users 672 reads a second are asked for: writes wait for pages too, and there are fewer.
    assert!(read.utilisation.0 > 0.99 && write.utilisation.0 < 0.4, "{read:?} {write:?}");
    assert_eq!(report.bottleneck.map(|bottleneck| bottleneck.resource), Some(Resource::ReadCapacity));
    // Reads that must see the newest take twice as much.
    set(&mut scenario, table, "strong_reads", Value::Toggle(true));
    let strong = use_of(&engine::solve(&checked(&scenario), 1_000), table, Resource::ReadCapacity);
    assert!(near(strong.limit_users, 200.0 / (RATE * READS)));
}

#[test]
fn a_table_on_demand_costs_what_was_asked_of_it() {
    let (scenario, table) = with_database("dynamodb");
    let report = engine::solve(&checked(&scenario), 1_000);
    let line = |item| {
        let found = report.cost.lines.iter().find(|line| line.node == table && line.item == item);
        found.expect("a line of the bill").quantity
    };
    // Hardly anybody waits: the rate is what users ask, less the time that they wait for answers. A month has 2,628,000 s.
    let per_unit = report.throughput.0 * 2.628;
    assert!((line("read_capacity") / (per_unit * READS * 0.5) - 1.0).abs() < 1e-3);
    assert!((line("write_capacity") / (per_unit * WRITES * 2.0) - 1.0).abs() < 1e-3);
}

/// Seconds in which a database was gone that fails for five minutes.
fn gone(scenario: &Scenario, database: NodeId) -> usize {
    let fails = [(60, Failure::Node { node: database, for_s: 300 })];
    let play: Play = played(scenario, 200, plan(420, Traffic::Steady, &fails));
    play.samples().iter().filter(|sample| at(sample, database).dead > 0).count()
}

#[test]
fn an_aurora_writer_is_back_when_its_reader_takes_over() {
    let (mut scenario, writer) = with_database("aurora");
    assert_eq!(gone(&scenario, writer), 300);
    let reader = dropped(&mut scenario, "aurora_reader");
    assert!(scenario.edges.contains(&Edge { from: writer, to: reader }));
    assert_eq!(gone(&scenario, writer), 30);
}

#[test]
fn readers_take_the_reads_that_may_be_late_and_hardly_any_work_of_writes() {
    let (mut scenario, writer) = with_database("aurora");
    let reader = dropped(&mut scenario, "aurora_reader");
    set(&mut scenario, reader, "count", Value::Int(3));
    let report = engine::solve(&checked(&scenario), 3_000);
    let busy = |id| use_of(&report, id, Resource::Cpu).used;
    // 70 % of the reads; each read is five of 1.148 ÷ 10,695 s, each write 4 ÷ 4,198 s of a reference vCPU.
    let (read, write) = (5.0 * 1.148 / 10_695.0, 4.0 / 4_198.0);
    let [of_writer, of_readers] =
        [0.3 * READS * read + WRITES * write, 0.7 * READS * read + 3.0 * 0.1 * WRITES * write];
    let ratio = busy(reader) / busy(writer);
    assert!((ratio / (of_readers / of_writer) - 1.0).abs() < 1e-3, "{ratio}");
}

#[test]
fn a_proxy_stands_between_the_application_and_its_database() {
    let mut scenario = preset("load-balancer");
    let [app, database] = ["ec2", "rds"].map(|service| node(&scenario, service));
    set(&mut scenario, database, "multi_az", Value::Toggle(true));
    let before = engine::solve(&checked(&scenario), 3_000);
    assert_eq!(gone(&scenario, database), 90);
    let proxy = dropped(&mut scenario, "rds_proxy");
    let edge = |from, to| scenario.edges.contains(&Edge { from, to });
    assert!(edge(app, proxy) && edge(proxy, database) && !edge(app, database));
    // 34 % of 90 s, begun seconds counted.
    assert_eq!(gone(&scenario, database), 31);
    let topology = checked(&scenario);
    for ask in [Ask::DbRead, Ask::DbWrite] {
        assert_eq!(topology.routes.get(&(app, ask)), Some(&vec![(proxy, 1.0)]));
    }
    let after = engine::solve(&topology, 3_000);
    // A millisecond for each query: 1.68 reads and 0.1 writes of a request, as far as nobody waits.
    let longer = mean_ms(&after) - mean_ms(&before);
    assert!((longer / (READS + WRITES) - 1.0).abs() < 0.05, "{longer}");
    // db.t3.small has two vCPUs: 2 × 730 × 0.018.
    let cost = |report: &Report| report.cost.lines.iter().filter(|line| line.node == proxy).map(|line| line.usd).sum();
    let sum: headroom::units::Usd = cost(&after);
    assert_eq!(sum.to_string(), "26.28");
}

#[test]
fn a_proxy_that_waits_takes_the_database_that_comes() {
    let mut scenario = preset("one-box");
    let proxy = dropped(&mut scenario, "rds_proxy");
    assert_eq!(scenario.edges_to(proxy).count(), 0);
    let database = dropped(&mut scenario, "aurora");
    let app = node(&scenario, "ec2");
    let edge = |from, to| scenario.edges.contains(&Edge { from, to });
    assert!(edge(app, proxy) && edge(proxy, database) && !edge(app, database));
    checked(&scenario);
}

/// Two boxes before RDS, whose users ask for reports too: one of 101 requests.
fn with_reports() -> Scenario {
    let mut scenario = preset("load-balancer");
    scenario.workload.mix.report = 1;
    scenario
}

#[test]
fn reports_fill_the_database_that_users_wait_for_until_a_warehouse_takes_them() {
    let mut scenario = with_reports();
    let database = node(&scenario, "rds");
    // A report goes through 10 million rows, 2 million a second of a reference vCPU; the others are as before.
    let (read, write) = (5.0 * 1.148 / 10_695.0, 4.0 / 4_198.0);
    let others = (READS * read + WRITES * write) / 1.01;
    let per_request = |scenario: &Scenario| {
        let report = engine::solve(&checked(scenario), 100);
        use_of(&report, database, Resource::Cpu).used / report.throughput.0
    };
    let before = per_request(&scenario);
    let warehouse = dropped(&mut scenario, "redshift");
    assert!(scenario.edges.contains(&Edge { from: node(&scenario, "ec2"), to: warehouse }));
    let after = per_request(&scenario);
    let expected = (others + 5.0 / 101.0) / others;
    assert!((before / after / expected - 1.0).abs() < 1e-3, "{} instead of {expected}", before / after);
    // 2 nodes of 4 vCPUs go through 160 million rows a second: 16 reports.
    let scan = use_of(&engine::solve(&checked(&scenario), 100), warehouse, Resource::Scan);
    assert!((scan.limit_users.expect("a limit") / (16.0 / (RATE / 101.0)) - 1.0).abs() < 1e-6);
}

#[test]
fn a_replica_takes_reports_before_the_database_does() {
    let mut scenario = with_reports();
    let replica = dropped(&mut scenario, "rds_replica");
    let app = node(&scenario, "ec2");
    let asked = |scenario: &Scenario| checked(scenario).routes.get(&(app, Ask::Analyze)).cloned();
    assert_eq!(asked(&scenario), Some(vec![(replica, 1.0)]));
    let warehouse = dropped(&mut scenario, "redshift");
    assert_eq!(asked(&scenario), Some(vec![(warehouse, 1.0)]));
}

#[test]
fn a_report_reads_a_whole_table_of_keys() {
    let (mut scenario, table) = with_database("dynamodb");
    scenario.workload.mix.report = 1;
    let line = |scenario: &Scenario| {
        let report = engine::solve(&checked(scenario), 100);
        let found = report.cost.lines.iter().find(|line| line.node == table && line.item == "read_capacity");
        found.expect("a line of the bill").quantity / report.throughput.0
    };
    // 10 million rows of 100 bytes, 8,192 bytes a unit; and half a unit for each other read.
    let expected = (1e9 / 8_192.0 + READS * 100.0 * 0.5) / 101.0 * 2.628;
    assert!((line(&scenario) / expected - 1.0).abs() < 1e-3);
}

#[test]
fn a_cache_with_a_replica_is_back_soon_and_warm() {
    let mut scenario = preset("cache");
    let cache = node(&scenario, "elasticache");
    let colds = |scenario: &Scenario| {
        let fails = [(30, Failure::Node { node: cache, for_s: 60 })];
        let play = played(scenario, 200, plan(120, Traffic::Steady, &fails));
        let dead = play.samples().iter().filter(|sample| at(sample, cache).dead > 0).count();
        let last = at(play.samples().last().expect("seconds"), cache).hit_ratio.expect("a cache");
        (dead, last)
    };
    let (dead, last) = colds(&scenario);
    assert_eq!(dead, 60);
    assert!(last < 0.5, "{last}");
    set(&mut scenario, cache, "multi_az", Value::Toggle(true));
    assert_eq!(colds(&scenario), (5, 0.9));
}

#[test]
fn a_new_cache_has_the_hits_of_its_memory_and_an_old_drawing_those_that_it_had() {
    let mut scenario = preset("load-balancer");
    let cache = dropped(&mut scenario, "elasticache");
    let hits = |scenario: &Scenario| {
        let topology = checked(scenario);
        topology.parts.get(&cache).and_then(|part| part.blueprint.hits).expect("a cache").1
    };
    assert!((hits(&scenario) - 0.9).abs() < 1e-12);
    set(&mut scenario, cache, "working_set", Value::Int(10_000_000));
    let derived = hits(&scenario);
    assert!(derived < 0.6, "{derived}");
    // A drawing of before says nothing of it.
    scenario.nodes.get_mut(&cache).expect("a node").settings.0.remove("hits_by");
    assert_eq!(hits(&scenario), 0.9);
}
