//! Bills worked out by hand: each line's arithmetic stands here, with prices as their sources print them.
//!
//! A price is written as a whole number of its smallest digit: 730 h × $0.0208 is `usd(730 * 208, 4)`. Rates that depend
//! on the users' waiting are read off the report as requests a second, and all the rest is counted here.

use headroom::catalogue::free::FreeTier;
use headroom::codec::file;
use headroom::engine::report::Report;
use headroom::model::scenario::{Edge, NodeId, Scenario};
use headroom::model::validate;
use headroom::units::Usd;
use headroom::{catalogue, engine};
use serde_json::{Value, json};

/// Seconds of a month of 730 hours.
const MONTH_S: f64 = 2_628_000.0;

/// A product of whole numbers with so many decimals, in dollars rounded half up to the cent.
fn usd(product: i128, decimals: u32) -> String {
    let unit = 10_i128.pow(decimals);
    let cents = (product * 100 * 2 + unit) / (2 * unit);
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// The same for a quantity that was measured.
fn usd_of(quantity: f64, price: f64) -> String {
    format!("{:.2}", (quantity * price * 100.0 + 0.5).floor() / 100.0)
}

/// A drawing in a region: its parts from 1 on (the users first), each with its settings, roles and zones; the edges;
/// and what differs from the default workload.
fn drawing(region: &str, parts: &[Value], edges: &[(u32, u32)], workload: Value) -> Scenario {
    let at = json!({"x": 0, "y": 0});
    let place = |part: &Value| {
        let mut part = part.clone();
        part["at"] = at.clone();
        part
    };
    let nodes: serde_json::Map<String, Value> =
        (1..).zip(parts).map(|(id, part): (u32, &Value)| (id.to_string(), place(part))).collect();
    let edges: Vec<Value> = edges.iter().map(|(from, to)| json!({"from": from, "to": to})).collect();
    let text = json!({"version": 1, "region": region, "nodes": nodes, "edges": edges, "workload": workload});
    file::read(&text.to_string()).expect("a drawing")
}

fn users() -> Value {
    json!({"service": "users"})
}

fn box_of(kind: &str, count: u32, zones: &[&str], roles: &[&str]) -> Value {
    json!({"service": "ec2", "settings": {"type": kind, "count": count}, "zones": zones, "roles": roles})
}

const ALL_ROLES: [&str; 5] = ["web", "app", "database", "files", "worker"];

/// Nobody asks for anything.
fn idle() -> Value {
    json!({"requests_per_minute": 0})
}

/// Pages only, of 50 kB, at a rate that no box here feels.
fn pages() -> Value {
    json!({"mix": {"page": 100, "write": 0, "static": 0, "upload": 0}, "page_kb": 50, "active_percent": 100,
        "requests_per_minute": 60, "peak_factor": 1, "page_reads": 4, "cacheable_percent": 50})
}

fn solved(scenario: &Scenario, users: u32) -> Report {
    let (topology, found) = validate::check(scenario);
    engine::solve(&topology.unwrap_or_else(|| panic!("{found:?}")), users)
}

/// The lines of a bill: of which part, what, how much.
fn lines(report: &Report) -> Vec<(u32, &'static str, String)> {
    report.cost.lines.iter().map(|line| (line.node.0, line.item, line.usd.to_string())).collect()
}

/// Compares a bill with the lines expected, and its total with their sum.
fn assert_bill(report: &Report, expected: &[(u32, &'static str, String)]) {
    assert_eq!(lines(report), expected);
    let cents = |text: &str| text.replace('.', "").parse::<i128>().expect("cents");
    let sum: i128 = expected.iter().map(|(_, _, amount)| cents(amount)).sum();
    assert_eq!(report.cost.total, Usd::from_micros(sum * 10_000));
}

/// Requests a second along an edge.
fn rate(report: &Report, from: u32, to: u32) -> f64 {
    report.flows.get(&Edge { from: NodeId(from), to: NodeId(to) }).map_or(0.0, |rate| rate.0)
}

fn with_free_tier(mut scenario: Scenario, tier: FreeTier) -> Scenario {
    scenario.billing.free_tier = tier;
    scenario
}

#[test]
fn one_idle_box_in_seoul_still_costs_its_hours_its_disk_and_its_address() {
    let scenario = drawing("ap-northeast-2", &[users(), box_of("t3.small", 1, &[], &ALL_ROLES)], &[(1, 2)], idle());
    assert_bill(
        &solved(&scenario, 1_000),
        &[
            (2, "instance", usd(730 * 26, 3)),   // 730 h × $0.026 = 18.98
            (2, "storage", usd(30 * 912, 4)),    // 30 GiB × $0.0912 = 2.736
            (2, "public_ipv4", usd(730 * 5, 3)), // 730 h × $0.005 = 3.65, attached or not
        ],
    );
}

#[test]
fn the_same_box_in_virginia_is_cheaper() {
    let scenario = drawing("us-east-1", &[users(), box_of("t3.small", 1, &[], &ALL_ROLES)], &[(1, 2)], idle());
    assert_bill(
        &solved(&scenario, 1_000),
        &[
            (2, "instance", usd(730 * 208, 4)), // 730 h × $0.0208 = 15.184
            (2, "storage", usd(30 * 8, 2)),     // 30 GiB × $0.08 = 2.40
            (2, "public_ipv4", usd(730 * 5, 3)),
        ],
    );
}

/// A balancer before boxes; they do all but hold the address.
fn balanced(region: &str, rules: u32, workload: Value) -> Scenario {
    let balancer = json!({"service": "alb", "settings": {"rules": rules}});
    drawing(region, &[users(), balancer, box_of("m5.large", 2, &["a", "a"], &ALL_ROLES)], &[(1, 2), (2, 3)], workload)
}

#[test]
fn an_idle_balancer_bills_its_hours_and_the_connections_that_it_keeps_open() {
    // 10 % of 15,000 users are active: 1,500 connections, made anew in 60 s: 25 a second, which is one LCU.
    assert_bill(
        &solved(&balanced("us-east-1", 1, idle()), 15_000),
        &[
            (2, "load_balancer", usd(730 * 225, 4)), // 730 h × $0.0225 = 16.425
            (2, "lcu", usd(730 * 8, 3)),             // 730 h × 1 LCU × $0.008 = 5.84
            (2, "public_ipv4", usd(730 * 2 * 5, 3)), // 730 h × 2 × $0.005
            (3, "instance", usd(730 * 2 * 96, 3)),   // 730 h × 2 × $0.096 = 140.16
            (3, "storage", usd(30 * 2 * 8, 2)),
        ],
    );
}

#[test]
fn rules_beyond_ten_are_a_dimension_of_the_capacity_units() {
    let report = solved(&balanced("us-east-1", 60, pages()), 100);
    let asked = rate(&report, 1, 2);
    // 100 users who ask once a second of thinking and of waiting, across the Pacific: through 50 rules beyond the ten
    // free ones at most 5 LCU, at 1,000 evaluations a second each.
    assert!((80.0..100.0).contains(&asked), "{asked}");
    // Processed bytes are about 80 × 50 kB × 3,600 s = 14.4 GB an hour: more than 14 LCU. They win.
    let processed = asked * 50_000.0 * 3_600.0 / 1e9;
    assert_eq!(lines(&report)[1], (2, "lcu", usd_of(730.0 * processed, 0.008)));
    let small = json!({"page_kb": 5, "mix": {"page": 100, "write": 0, "static": 0, "upload": 0}, "active_percent": 100,
        "requests_per_minute": 60, "peak_factor": 1});
    // With pages of 5 kB these are a tenth, and the rules win.
    let report = solved(&balanced("us-east-1", 60, small), 100);
    let evaluations = rate(&report, 1, 2) * 50.0;
    assert_eq!(lines(&report)[1], (2, "lcu", usd_of(730.0 * evaluations / 1_000.0, 0.008)));
}

#[test]
fn transfer_to_the_internet_climbs_its_tiers() {
    let scenario = drawing("us-east-1", &[users(), box_of("m5.24xlarge", 1, &[], &ALL_ROLES)], &[(1, 2)], pages());
    let report = solved(&scenario, 600);
    let gb = rate(&report, 1, 2) * 50_000.0 * MONTH_S / 1e9;
    assert!((51_200.0..153_600.0).contains(&gb), "{gb}");
    assert_eq!(
        lines(&report)[3..],
        [
            (2, "transfer_out", usd(10_240 * 9, 2)),  // the first 10 TB × $0.09 = 921.60
            (2, "transfer_out", usd(40_960 * 85, 3)), // the next 40 TB × $0.085 = 3,481.60
            (2, "transfer_out", usd_of(gb - 51_200.0, 0.07)), // the rest × $0.07
        ]
    );
}

#[test]
fn two_parts_climb_the_same_tiers_together() {
    // Pages come from the box, files from the bucket: both are sent at the region's rates, by one account.
    let store = json!({"service": "s3", "settings": {"storage_gib": 0}});
    let workload = json!({"mix": {"page": 50, "write": 0, "static": 50, "upload": 0}, "page_kb": 50, "static_kb": 50,
        "active_percent": 100, "requests_per_minute": 60, "peak_factor": 1});
    let parts = [users(), box_of("m5.24xlarge", 1, &[], &["web", "app", "database", "worker"]), store];
    let scenario = drawing("ap-northeast-2", &parts, &[(1, 2), (1, 3)], workload);
    let report = solved(&scenario, 150);
    let gb = |to| rate(&report, 1, to) * 50_000.0 * MONTH_S / 1e9;
    let (pages, files) = (gb(2), gb(3));
    assert!(pages < 10_240.0 && files < 10_240.0 && pages + files > 10_240.0, "{pages} {files}");
    let sent: Vec<_> = lines(&report).into_iter().filter(|(_, item, _)| *item == "transfer_out").collect();
    assert_eq!(
        sent,
        [
            (2, "transfer_out", usd_of(pages, 0.126)),
            (3, "transfer_out", usd_of(10_240.0 - pages, 0.126)), // the bucket goes on where the box left off
            (3, "transfer_out", usd_of(pages + files - 10_240.0, 0.122)),
        ]
    );
}

#[test]
fn a_cdn_bills_by_where_the_users_are() {
    let of = |place: &str| {
        let parts = [
            json!({"service": "users", "settings": {"place": place}}),
            json!({"service": "cloudfront"}),
            box_of("m5.24xlarge", 1, &[], &ALL_ROLES),
        ];
        solved(&drawing("us-east-1", &parts, &[(1, 2), (2, 3)], pages()), 100)
    };
    for (place, request, sent) in [("seoul", 1.2, 0.12), ("virginia", 1.0, 0.085)] {
        let report = of(place);
        let asked = rate(&report, 1, 2);
        let gb = asked * 50_000.0 * MONTH_S / 1e9;
        assert!(gb > 10_240.0, "{gb}");
        assert_eq!(lines(&report)[0], (2, "requests", usd_of(asked * MONTH_S / 1e6, request))); // a million HTTPS
        assert_eq!(lines(&report)[1], (2, "transfer_out", usd_of(10_240.0, sent))); // the first 10 TB
    }
}

/// A box with the application and its database on RDS, at 100 pages a second of four queries each.
fn with_database(zones: &[&str], database_zone: &str) -> Report {
    let database = json!({"service": "rds", "settings": {"class": "db.m5.large"}, "zones": [database_zone]});
    let boxes = box_of("m5.4xlarge", 2, zones, &["web", "app", "files", "worker"]);
    solved(&drawing("us-east-1", &[users(), boxes, database], &[(1, 2), (2, 3)], pages()), 100)
}

#[test]
fn what_crosses_between_zones_is_billed_at_both_ends() {
    let report = with_database(&["a", "b"], "a");
    let queries = rate(&report, 2, 3);
    assert!((320.0..400.0).contains(&queries), "{queries}");
    // Half of the boxes are in another zone than the database: half of the 2 kB of each query, leaving one zone and
    // entering the other.
    let gb = queries * 2_000.0 * MONTH_S / 1e9 * 0.5 * 2.0;
    let crossing: Vec<_> = lines(&report).into_iter().filter(|(_, item, _)| *item == "transfer_zones").collect();
    assert_eq!(crossing, [(2, "transfer_zones", usd_of(gb, 0.01))]);
}

#[test]
fn inside_one_zone_nothing_crosses() {
    let report = with_database(&["a", "a"], "a");
    assert!(lines(&report).iter().all(|(_, item, _)| *item != "transfer_zones"));
    let apart = with_database(&["b", "b"], "a");
    let gb = rate(&apart, 2, 3) * 2_000.0 * MONTH_S / 1e9 * 2.0;
    assert!(lines(&apart).contains(&(2, "transfer_zones", usd_of(gb, 0.01))));
}

#[test]
fn a_database_with_a_standby_and_a_replica_in_seoul() {
    let database =
        json!({"service": "rds", "settings": {"class": "db.m5.large", "multi_az": true, "storage_gib": 100}});
    let replica =
        json!({"service": "rds_replica", "settings": {"class": "db.m5.large", "storage_gib": 100}, "zones": ["a"]});
    let boxes = box_of("m5.large", 1, &["a"], &["web", "app", "files", "worker"]);
    let scenario =
        drawing("ap-northeast-2", &[users(), boxes, database, replica], &[(1, 2), (2, 3), (2, 4), (3, 4)], idle());
    assert_bill(
        &solved(&scenario, 10),
        &[
            (2, "instance", usd(730 * 118, 3)), // 730 h × $0.118 = 86.14
            (2, "storage", usd(30 * 912, 4)),
            (2, "public_ipv4", usd(730 * 5, 3)),
            (3, "instance", usd(730 * 2 * 236, 3)), // 730 h × twice $0.236 = 344.56
            (3, "storage", usd(100 * 262, 3)),      // 100 GiB × $0.262
            (4, "instance", usd(730 * 236, 3)),     // 730 h × $0.236 = 172.28
            (4, "storage", usd(100 * 131, 3)),
        ],
    );
}

#[test]
fn a_cache_a_queue_and_workers() {
    let parts = [
        users(),
        box_of("m5.large", 1, &["a"], &["web", "app", "database", "files"]),
        json!({"service": "elasticache", "settings": {"node_type": "cache.t3.small"}, "zones": ["a"]}),
        json!({"service": "sqs"}),
        json!({"service": "workers", "settings": {"type": "c5.large", "count": 2}, "roles": ["worker"], "zones": ["a", "a"]}),
    ];
    let workload = json!({"mix": {"page": 0, "write": 0, "static": 0, "upload": 100}, "active_percent": 100, "upload_kb": 1,
        "requests_per_minute": 60, "peak_factor": 1, "job_cpu_ms": 1});
    let report = solved(&drawing("us-east-1", &parts, &[(1, 2), (2, 3), (2, 4), (4, 5)], workload), 20);
    let jobs = rate(&report, 2, 4);
    let sent = rate(&report, 1, 2) * 2_000.0 * MONTH_S / 1e9;
    assert_bill(
        &report,
        &[
            (2, "instance", usd(730 * 96, 3)), // 730 h × $0.096 = 70.08
            (2, "storage", usd(30 * 8, 2)),
            (2, "public_ipv4", usd(730 * 5, 3)),
            (2, "transfer_out", usd_of(sent, 0.09)), // 2 kB of answer to each upload; uploads come in free
            (3, "node", usd(730 * 34, 3)),           // 730 h × $0.034 = 24.82
            (4, "requests", usd_of(jobs * 3.0 * MONTH_S / 1e6, 0.4)), // send, receive, delete: $0.40 a million
            (5, "instance", usd(730 * 2 * 85, 3)),   // 730 h × 2 × $0.085 = 124.10
            (5, "storage", usd(30 * 2 * 8, 2)),
        ],
    );
}

#[test]
fn a_bucket_of_sixty_thousand_gib_is_cheaper_beyond_the_first_fifty_thousand() {
    let store = json!({"service": "s3", "settings": {"storage_gib": 60_000}});
    let boxes = box_of("t3.small", 1, &[], &["web", "app", "database", "worker"]);
    let report = solved(&drawing("us-east-1", &[users(), boxes, store], &[(1, 2), (1, 3), (2, 3)], idle()), 10);
    assert_eq!(
        lines(&report)[3..],
        [
            (3, "storage", usd(51_200 * 23, 3)), // 50 TB × $0.023 = 1,177.60
            (3, "storage", usd(8_800 * 22, 3)),  // 8,800 GiB × $0.022 = 193.60
        ]
    );
}

#[test]
fn an_account_of_before_july_2025_pays_for_the_second_micro_box_only() {
    let boxes = box_of("t3.micro", 2, &["a", "a"], &ALL_ROLES);
    let scenario = drawing("us-east-1", &[users(), boxes], &[(1, 2)], idle());
    let report = solved(&with_free_tier(scenario, FreeTier::TwelveMonths), 10);
    let off = |amount: String| format!("-{amount}");
    assert_eq!(
        lines(&report),
        [
            (2, "instance", usd(730 * 2 * 104, 4)), // 1,460 h × $0.0104 = 15.184
            (2, "storage", usd(30 * 2 * 8, 2)),
            (2, "public_ipv4", usd(730 * 2 * 5, 3)),
            (2, "free_tier", off(usd(750 * 104, 4))), // 750 h × $0.0104 = 7.80
            (2, "free_tier", off(usd(30 * 8, 2))),    // 30 GB × $0.08
            (2, "free_tier", off(usd(750 * 5, 3))),   // 750 h × $0.005 = 3.75
        ]
    );
    // 15.18 + 4.80 + 7.30 − 7.80 − 2.40 − 3.75
    assert_eq!(report.cost.total, Usd::from_micros(13_330_000));
    assert_eq!(report.cost.free(), Usd::from_micros(13_950_000));
}

#[test]
fn an_account_opened_since_has_only_what_is_always_free_taken_off() {
    let boxes = box_of("t3.micro", 1, &[], &ALL_ROLES);
    let workload = json!({"mix": {"page": 100, "write": 0, "static": 0, "upload": 0}, "page_kb": 50,
        "active_percent": 100, "requests_per_minute": 6, "peak_factor": 1});
    let scenario = with_free_tier(drawing("us-east-1", &[users(), boxes], &[(1, 2)], workload), FreeTier::Credits);
    let report = solved(&scenario, 20);
    let gb = rate(&report, 1, 2) * 50_000.0 * MONTH_S / 1e9;
    assert!(gb > 100.0, "{gb}");
    let found = lines(&report);
    assert_eq!(found[3..], [(2, "transfer_out", usd_of(gb, 0.09)), (2, "free_tier", "-9.00".to_owned())]); // 100 GB × $0.09
    let free = report.cost.lines.last().expect("a line");
    assert!(free.how.as_ref().is_some_and(|how| how.en.contains("always free") && how.ko.contains("상시 무료")));
}

#[test]
fn an_allowance_is_the_accounts_and_not_each_parts() {
    let micro = |roles: &[&str]| box_of("t3.micro", 1, &["a"], roles);
    let parts = [users(), micro(&["web", "app", "files", "worker"]), micro(&["database"])];
    let scenario = drawing("us-east-1", &parts, &[(1, 2), (2, 3)], idle());
    let report = solved(&with_free_tier(scenario, FreeTier::TwelveMonths), 10);
    let hours: Vec<f64> =
        report.cost.lines.iter().filter(|line| line.item == "free_tier").map(|line| line.quantity).collect();
    // The first box: 730 h, 30 GB, 730 h of its address. The second: the 20 h that are left, and no disk.
    assert_eq!(hours, [-730.0, -30.0, -730.0, -20.0]);
}

#[test]
fn a_full_burstable_box_pays_for_what_is_above_its_baseline() {
    // A t3.small has a baseline of 20 % of each of its two vCPUs; wholly busy it is 0.8 × 2 above it.
    let workload = json!({"mix": {"page": 100, "write": 0, "static": 0, "upload": 0}, "page_kb": 0.001, "active_percent": 100,
        "requests_per_minute": 60, "peak_factor": 1, "timeout_s": 3600});
    let scenario = drawing("us-east-1", &[users(), box_of("t3.small", 1, &[], &ALL_ROLES)], &[(1, 2)], workload);
    let report = solved(&scenario, 100_000);
    let surplus: Vec<_> = lines(&report).into_iter().filter(|(_, item, _)| *item == "surplus_credits").collect();
    assert_eq!(surplus, [(2, "surplus_credits", usd(730 * 16 * 5, 3))]); // 730 h × 1.6 vCPU × $0.05 = 58.40
}

#[test]
fn a_bill_is_shared_among_users_and_requests_and_read_in_won() {
    let mut scenario = drawing("us-east-1", &[users(), box_of("t3.small", 1, &[], &ALL_ROLES)], &[(1, 2)], idle());
    let report = solved(&scenario, 2_000);
    // 15.18 + 2.40 + 3.65 = 21.23; for 1,000 of 2,000 users half of it, 10.615.
    assert_eq!(report.cost.total.to_string(), "21.23");
    assert_eq!(report.cost.per_thousand_users(2_000).to_string(), "10.62");
    assert_eq!(report.cost.per_million_requests(report.throughput), None);
    // 21.23 × 1,385.5 = 29,414.165 won; without a rate the catalogue's assumption with its date.
    assert_eq!(report.cost.total.won(1_385.5), 29_414);
    assert_eq!(scenario.billing.rate(), catalogue::krw_per_usd().0);
    assert!(!catalogue::krw_per_usd().1.as_of.is_empty());
    scenario.billing.krw_per_usd = Some(1_385.5);
    assert_eq!(scenario.billing.rate(), 1_385.5);
    let busy =
        solved(&drawing("us-east-1", &[users(), box_of("m5.24xlarge", 1, &[], &ALL_ROLES)], &[(1, 2)], pages()), 100);
    let millions = busy.throughput.0 * MONTH_S / 1e6;
    let expected = busy.cost.total.dollars() / millions;
    let found = busy.cost.per_million_requests(busy.throughput).expect("requests").dollars();
    assert!((found - expected).abs() <= 0.005, "{found} {expected}");
}
