//! The engine on drawings: the definitions of its report, and no surprise from extreme workloads.

use headroom::engine::Engine;
use headroom::engine::report::{Report, State};
use headroom::model::scenario::{Edge, NodeId, Scenario};
use headroom::model::validate;
use headroom::model::workload::{Class, Mix, QueryQuality, Workload};
use headroom::presets;
use proptest::prelude::*;

fn engine(scenario: &Scenario) -> Engine {
    let (topology, found) = validate::check(scenario);
    Engine::new(&topology.unwrap_or_else(|| panic!("{found:?}")))
}

fn preset(id: &str) -> Scenario {
    presets::scenario(id).expect("a preset of the story")
}

fn assert_sound(report: &Report, scenario: &Scenario) {
    let finite = |value: f64| assert!(value.is_finite() && value >= 0.0, "{value} in {report:?}");
    [report.throughput.0, report.concurrency, report.error_rate.0, report.failures.0].into_iter().for_each(finite);
    assert!(report.error_rate.0 <= 1.0);
    if let Some(latency) = report.latency {
        [latency.mean, latency.p50, latency.p95, latency.p99].into_iter().for_each(|time| finite(time.0));
        assert!(latency.p50 <= latency.p95 && latency.p95 <= latency.p99, "{latency:?}");
        assert!(latency.p99.0 <= 1_000.0 * scenario.workload.timeout_s * (1.0 + 1e-9), "{latency:?}");
    }
    for resource in report.nodes.values().flat_map(|node| &node.resources) {
        assert!((0.0..=1.0).contains(&resource.utilisation.0), "{resource:?}");
        finite(resource.used);
    }
    for limit in &report.limits {
        assert!(limit.users.is_finite() && limit.users > 0.0, "{limit:?}");
    }
    for line in &report.cost.lines {
        finite(line.quantity);
        finite(line.usd.dollars());
    }
    assert_eq!(report.cost.total, report.cost.lines.iter().map(|line| line.usd).sum());
    // Everyone active is thinking or under way.
    let active = scenario.workload.active_users(f64::from(report.users));
    // More than 256 are counted in whole users.
    let active = if active > 256.0 { libm::round(active) } else { active };
    let ended = report.throughput.0 + report.failures.0;
    let thinking = if ended > 0.0 { ended * scenario.workload.think_s() } else { active };
    let all = thinking + report.concurrency;
    assert!((all - active).abs() <= 1e-4 * active + 1e-9, "{all} of {active} active users");
}

#[test]
fn every_stage_is_sound_from_ten_users_to_a_million() {
    for preset in presets::all() {
        let scenario = presets::scenario(preset.id).expect("its scenario");
        let engine = engine(&scenario);
        for users in [1, 10, 99, 1_000, 2_999, 10_000, 44_444, 100_000, 1_000_000] {
            assert_sound(&engine.solve(users), &scenario);
        }
    }
}

#[test]
fn below_its_limits_a_drawing_is_ok_and_above_the_first_it_is_saturated() {
    let scenario = preset("one-box");
    let engine = engine(&scenario);
    let breaks = engine.limits().first().expect("a limit").users;
    assert_eq!(engine.solve((0.9 * breaks) as u32).state, State::Ok);
    assert_eq!(engine.solve((1.1 * breaks) as u32).state, State::Saturated);
}

#[test]
fn at_a_stations_limit_the_demanded_work_is_its_capacity() {
    // The limit of the CPU, computed again from the report at light load: utilisation grows in proportion there.
    let engine = engine(&preset("one-box"));
    let report = engine.solve(100);
    let bottleneck = report.bottleneck.expect("a bottleneck");
    let demanded_share = bottleneck.utilisation.0 * report.demanded.0 / report.throughput.0;
    let expected = 100.0 / demanded_share;
    assert!((bottleneck.breaks_at_users / expected - 1.0).abs() < 1e-6, "{bottleneck:?}, expected {expected}");
}

#[test]
fn workers_that_fall_behind_are_unstable_while_users_are_still_answered() {
    let mut scenario = preset("queue-workers");
    scenario.workload.job_cpu_ms = 60_000.0;
    let report = engine(&scenario).solve(10_000);
    assert_eq!(report.state, State::Unstable);
    assert!(report.latency.is_some());
    let growth: f64 = report.nodes.values().filter_map(|node| node.queue).map(|queue| queue.growth.0).sum();
    assert!(growth > 0.0);
    assert!(report.nodes.values().filter_map(|node| node.queue).all(|queue| queue.time_to_done.is_none()));
}

#[test]
fn a_drawing_that_nobody_uses_has_no_bottleneck_and_still_a_bill() {
    let mut scenario = preset("load-balancer");
    scenario.workload.active_percent = 0.0;
    let report = engine(&scenario).solve(1_000);
    assert_eq!(report.bottleneck, None);
    assert_eq!(report.latency, None);
    assert!(report.cost.total > headroom::units::Usd::ZERO);
}

#[test]
fn a_service_longer_than_the_clients_patience_fails_even_with_nobody_else_there() {
    let mut scenario = preset("one-box");
    scenario.workload.mix = Mix { page: 1, write: 0, static_file: 0, upload: 0, report: 0 };
    scenario.workload.page_cpu_ms = 60_000.0;
    let report = engine(&scenario).solve(10);
    // An exponential service of 60 s ÷ the vCPU's speed, cut at 30 s: at least exp(−1/2) of them are late.
    assert!(report.error_rate.0 > 0.5, "{}", report.error_rate.0);
}

#[test]
fn a_store_used_by_users_and_by_a_full_application_answers_the_users_at_once() {
    // Files are kept where users fetch theirs from; the application that keeps them has far too many to serve. At half
    // of what the store can do, users must not wait for it, whichever side asks it more often.
    for upload in [1, 3, 5, 10, 20] {
        let mut scenario = preset("cache");
        scenario.workload.mix.upload = upload;
        scenario.workload.active_percent = 50.0;
        let report = engine(&scenario).solve(1_000_000);
        let fullest = |service: &str| {
            let node = scenario.nodes.iter().find(|(_, node)| node.service == service).map(|(id, _)| id);
            report.nodes.get(node.expect("in the drawing")).expect("its report").resources[0].utilisation.0
        };
        assert!(fullest("ec2") > 0.9 && fullest("s3") < 0.6, "{upload}: {} {}", fullest("ec2"), fullest("s3"));
        let files = report.class_mean.get(&Class::Static).expect("files").0;
        assert!(files < 60.0, "with {upload} uploads a file takes {files} ms");
    }
}

/// Layers of balancers, each joined to all of the next: far more ways through than parts.
fn maze(layers: u32, width: u32) -> Scenario {
    let mut scenario = preset("load-balancer");
    let node = |service: &str| scenario.nodes.values().find(|node| node.service == service).cloned();
    let (balancer, users) = (node("alb").expect("a balancer"), node("users").expect("users"));
    let mut server = presets::scenario("one-box").and_then(|one| one.nodes.values().last().cloned()).expect("a box");
    server.at = users.at;
    let last = NodeId(2 + layers * width);
    scenario.nodes = [(NodeId(1), users), (last, server)].into();
    scenario.edges = [].into();
    for layer in 0..layers {
        for place in 0..width {
            let id = NodeId(2 + layer * width + place);
            scenario.nodes.insert(id, balancer.clone());
            let before = if layer == 0 { 1..2 } else { id.0 - place - width..id.0 - place };
            scenario.edges.extend(before.map(|from| Edge { from: NodeId(from), to: id }));
        }
    }
    scenario.edges.extend((last.0 - width..last.0).map(|from| Edge { from: NodeId(from), to: last }));
    scenario
}

#[test]
fn a_maze_of_balancers_is_solved_as_one_way_through() {
    let layers = 40;
    let engine = engine(&maze(layers, 3));
    let straight = self::engine(&maze(layers, 1));
    let (found, expected) = (engine.solve(500), straight.solve(500));
    let mean = |report: &Report| report.latency.expect("answers").mean.0;
    assert!((mean(&found) - mean(&expected)).abs() < 1e-6, "{} against {}", mean(&found), mean(&expected));
}

#[test]
fn balancers_that_hand_a_request_round_in_a_circle_are_refused() {
    let mut scenario = maze(3, 1);
    scenario.edges.insert(Edge { from: NodeId(4), to: NodeId(2) });
    let (topology, found) = validate::check(&scenario);
    assert!(topology.is_none());
    assert!(found.iter().any(|diagnostic| diagnostic.code() == "H009"), "{found:?}");
}

fn workloads() -> impl Strategy<Value = Workload> {
    let mix = (0_u32..100, 0_u32..100, 0_u32..100, 1_u32..100);
    let rates = (0.0..=100.0_f64, 0.0..=6_000.0_f64, 0.0..=100.0_f64, 0.1..=3_600.0_f64);
    let work = (0.0..=2_000.0_f64, 0.0..=100.0_f64, 0.0..=100.0_f64, 0.0..=100.0_f64, 0.0..=1e5_f64);
    let quality = prop::sample::select(QueryQuality::ALL.to_vec());
    (mix, rates, work, quality).prop_map(|(mix, rates, work, query_quality)| Workload {
        mix: Mix { page: mix.0, write: mix.1, static_file: mix.2, upload: mix.3, report: 0 },
        active_percent: rates.0,
        requests_per_minute: rates.1,
        peak_factor: rates.2,
        timeout_s: rates.3,
        page_cpu_ms: work.0,
        page_reads: work.1,
        cacheable_percent: work.2,
        replica_safe_percent: work.3,
        upload_kb: work.4,
        query_quality,
        ..Workload::default()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_workload_makes_a_report_unsound(
        workload in workloads(),
        stage in 0..presets::all().len(),
        users in 1_u32..=1_000_000,
    ) {
        let mut scenario = preset(presets::all()[stage].id);
        scenario.workload = workload;
        if let (Some(topology), _) = validate::check(&scenario) {
            assert_sound(&Engine::new(&topology).solve(users), &scenario);
        }
    }
}
