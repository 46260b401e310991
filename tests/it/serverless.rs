//! Functions: what comes beyond their concurrency is refused, and environments start cold. Topics: each message to all.

use headroom::catalogue::settings::Value;
use headroom::catalogue::spec::Resource;
use headroom::codec::network_file;
use headroom::engine;
use headroom::engine::timeline::play::{NodeSample, Play, Traffic};
use headroom::engine::timeline::{CAUSES, Cause};
use headroom::model::scenario::{NodeId, Point, Scenario};
use headroom::model::wiring;
use headroom::model::workload::Mix;

use crate::compiled::{read_back, same};
use crate::play::{at, checked, mean, node, plan, played, preset, set};

fn dropped(scenario: &mut Scenario, service: &str) -> NodeId {
    let (edit, id) = wiring::drop_in(scenario, service, Point { x: 900, y: 900 }).expect("a service");
    edit.apply(scenario).expect("an edit of ours");
    id
}

/// Pages only, all of them answered by a function without any data: 100 ms of its own processor each.
fn alone(concurrency: i64) -> (Scenario, NodeId) {
    let mut scenario = preset("load-balancer");
    scenario.workload.mix = Mix { page: 100, write: 0, static_file: 0, upload: 0, report: 0 };
    scenario.workload.page_cpu_ms = 100.0;
    scenario.workload.page_reads = 0.0;
    let boxes: Vec<NodeId> =
        scenario.nodes.iter().filter(|(_, node)| node.service == "ec2").map(|(id, _)| *id).collect();
    for id in boxes {
        scenario.nodes.remove(&id);
        let edges: Vec<_> = scenario.edges.iter().copied().filter(|edge| edge.from == id || edge.to == id).collect();
        edges.iter().for_each(|edge| _ = scenario.edges.remove(edge));
    }
    let function = dropped(&mut scenario, "lambda_function");
    set(&mut scenario, function, "concurrency", Value::Int(concurrency));
    (scenario, function)
}

/// The share of requests that find all of some places held, with so many who come when they are not there (Engset
/// 1918).
fn engset(users: u32, places: u32, away_s: f64, there_s: f64) -> f64 {
    let (mut weight, mut all, mut came) = (1.0_f64, 0.0_f64, 0.0_f64);
    let mut refused = 0.0;
    for there in 0..=places.min(users) {
        let comes = weight * f64::from(users - there);
        all += weight;
        came += comes;
        refused = if there == places { comes } else { 0.0 };
        weight *= f64::from(users - there) * there_s / away_s / f64::from(there + 1);
    }
    assert!(all.is_finite());
    refused / came
}

#[test]
fn a_function_takes_the_application_over_and_the_boxes_keep_the_web() {
    let mut scenario = preset("load-balancer");
    let function = dropped(&mut scenario, "lambda_function");
    let fleet = node(&scenario, "ec2");
    let report = engine::solve(&checked(&scenario), 1_000);
    let demanded = report.demanded.0;
    let pages = scenario.workload.mix.page + scenario.workload.mix.write + scenario.workload.mix.upload;
    let called = report.nodes.get(&function).expect("the function").rate.0;
    let of_demanded = f64::from(pages) / 100.0 * demanded;
    assert!((called / of_demanded - 1.0).abs() < 0.02, "{called} {of_demanded}");
    assert!(scenario.edges.iter().any(|edge| edge.from == fleet && edge.to == function));
}

#[test]
fn refused_requests_are_those_of_engset_for_page_network_file_and_simulation() {
    let (scenario, function) = alone(20);
    let users = 3_000;
    let topology = checked(&scenario);
    let active = topology.workload.active_users(f64::from(users)) as u32;
    // Away: thinking, the way to the region and through the balancer.
    let report = engine::solve(&topology, users);
    let way_s = headroom::catalogue::latency::user_rtt_ms(topology.place, topology.region) / 1e3 + 0.002;
    let expected = engset(active, 20, topology.workload.think_s() + way_s, 0.1);
    assert!(expected > 0.1, "{expected}");
    assert!((report.error_rate.0 / expected - 1.0).abs() < 1e-6, "{} {expected}", report.error_rate.0);
    let refused = report.nodes.get(&function).expect("the function").refused.0;
    assert!((refused / report.failures.0 - 1.0).abs() < 1e-9, "{refused}");

    same(&read_back(&network_file::of_drawing(&scenario, &topology, users)), &report, "a function");

    let play = played(&scenario, users, plan(400, Traffic::Steady, &[]));
    let cause = CAUSES.iter().position(|cause| *cause == Cause::Refused).expect("a cause");
    let (refused, done) = (
        mean(play.samples(), 60..400, |sample| sample.failed_per_s[cause]),
        mean(play.samples(), 60..400, |sample| sample.done_per_s),
    );
    let share = refused / (refused + done);
    // About 60,000 requests: 0.002 are four standard errors, twice as much for those that come in bunches.
    assert!((share - expected).abs() < 0.004, "{share} {expected}");
}

#[test]
fn behind_a_box_page_and_network_file_agree_and_the_simulation_is_near() {
    let mut scenario = preset("load-balancer");
    let function = dropped(&mut scenario, "lambda_function");
    set(&mut scenario, function, "concurrency", Value::Int(5));
    let topology = checked(&scenario);
    for users in [100, 3_000, 20_000] {
        let report = engine::solve(&topology, users);
        same(&read_back(&network_file::of_drawing(&scenario, &topology, users)), &report, &format!("{users} users"));
    }
    let report = engine::solve(&topology, 3_000);
    let play = played(&scenario, 3_000, plan(400, Traffic::Steady, &[]));
    let share = |read: fn(&headroom::engine::timeline::play::Sample) -> f64| mean(play.samples(), 60..400, read);
    let (failed, done) = (share(|sample| sample.failed_per_s.iter().sum()), share(|sample| sample.done_per_s));
    let expected = report.error_rate.0;
    assert!(expected > 0.02, "{expected}");
    assert!((failed / (failed + done) / expected - 1.0).abs() < 0.05, "{} {expected}", failed / (failed + done));
}

fn environments(play: &Play, id: NodeId, second: usize) -> (f64, f64) {
    let NodeSample { environments, .. } = *at(&play.samples()[second], id);
    let found = environments.expect("a function");
    (found.cold_starts, found.idle)
}

#[test]
fn environments_start_cold_once_and_are_used_again() {
    let (mut scenario, function) = alone(1_000);
    set(&mut scenario, function, "keep_s", Value::Int(7_200));
    let play = played(&scenario, 3_000, plan(300, Traffic::Steady, &[]));
    let cold: f64 = (0..300).map(|second| environments(&play, function, second).0).sum();
    // 300 active users who think 1.5 s: 187 requests a second, 19 at once, four standard deviations more at most: and at the
    // start, when each takes 0.58 s longer, 127 at once and four standard deviations.
    assert!((60.0..175.0).contains(&cold), "{cold}");
    let late: f64 = (60..300).map(|second| environments(&play, function, second).0).sum();
    assert!(late == 0.0, "{late}");
    // Those who come first wait for the start.
    assert!(play.samples()[0].latency_s.expect("answers")[0] > 0.58);
    assert!(play.samples()[200].latency_s.expect("answers")[0] < 0.2);
}

#[test]
fn idle_environments_go_and_the_next_request_is_cold_again() {
    let (mut scenario, function) = alone(1_000);
    set(&mut scenario, function, "keep_s", Value::Int(5));
    // Nearly nobody: one request in 50 s.
    scenario.workload.requests_per_minute = 0.6;
    let play = played(&scenario, 10, plan(600, Traffic::Steady, &[]));
    let cold: f64 = (0..600).map(|second| environments(&play, function, second).0).sum();
    let came: f64 = play.samples().iter().map(|sample| sample.offered_per_s).sum();
    assert!(came > 3.0 && cold >= came * 0.7 && cold <= came, "{cold} of {came}");
}

#[test]
fn no_more_than_a_thousand_start_at_once_and_a_hundred_a_second() {
    let (scenario, function) = alone(10_000);
    // 4,000 active users who come within the first seconds, each for longer than the run.
    let mut scenario = scenario;
    scenario.workload.page_cpu_ms = 60_000.0;
    scenario.workload.timeout_s = 300.0;
    scenario.workload.requests_per_minute = 60.0;
    let play = played(&scenario, 40_000, plan(20, Traffic::Steady, &[]));
    let mut started = 0.0;
    for second in 0..20 {
        started += environments(&play, function, second).0;
        let most = 1_000.0 + 100.0 * (second as f64 + 1.0);
        assert!(started <= most + 1.0, "{second}: {started}");
        if second > 2 {
            assert!(started > most - 2.0, "{second}: {started}");
        }
    }
    let throttled: f64 = play.samples().iter().map(|sample| sample.failed_per_s[0]).sum();
    assert!(throttled > 1_000.0, "{throttled}");
}

/// How busy a node is, over a run that has settled.
fn mean_busy(play: &Play, id: NodeId) -> f64 {
    mean(play.samples(), 60..400, |sample| at(sample, id).utilisation)
}

#[test]
fn a_topic_hands_each_message_to_every_queue_and_users_wait_only_for_the_publish() {
    let mut scenario = preset("queue-workers");
    let before = engine::solve(&checked(&scenario), 10_000);
    let topic = dropped(&mut scenario, "sns");
    let second = dropped(&mut scenario, "sqs");
    let first = node(&scenario, "sqs");
    assert!(first != second);
    let workers = node(&scenario, "workers");
    if !scenario.edges.iter().any(|edge| edge.from == second && edge.to == workers) {
        scenario.edges.insert(headroom::model::scenario::Edge { from: second, to: workers });
    }
    let from_topic = |to| scenario.edges.iter().any(|edge| edge.from == topic && edge.to == to);
    assert!(from_topic(first) && from_topic(second), "{:?}", scenario.edges);
    let report = engine::solve(&checked(&scenario), 10_000);
    let rate = |id: NodeId| report.nodes.get(&id).expect("a node").rate.0;
    assert!(rate(topic) > 0.0);
    assert!((rate(first) / rate(topic) - 1.0).abs() < 1e-9, "{} {}", rate(first), rate(topic));
    assert!((rate(second) / rate(topic) - 1.0).abs() < 1e-9, "{} {}", rate(second), rate(topic));
    // 20 ms to publish in place of 20 ms to send.
    let mean = |report: &engine::report::Report| report.latency.expect("answers").mean.0;
    assert!((mean(&report) - mean(&before)).abs() < 1e-3, "{} {}", mean(&report), mean(&before));

    // In time both queues have their jobs done: the workers are as busy as that takes.
    let of_workers = report.nodes.get(&workers).expect("workers");
    let busy = of_workers.resources.iter().find(|used| used.resource == Resource::Cpu).expect("processors");
    let play = played(&scenario, 10_000, plan(400, Traffic::Steady, &[]));
    let found = mean_busy(&play, workers);
    assert!(busy.utilisation.0 > 0.02 && (found / busy.utilisation.0 - 1.0).abs() < 0.1, "{found} {busy:?}");

    set(&mut scenario, topic, "topics", Value::Choice("many".to_owned()));
    let report = engine::solve(&checked(&scenario), 10_000);
    let rate = |id: NodeId| report.nodes.get(&id).expect("a node").rate.0;
    assert!(((rate(first) + rate(second)) / rate(topic) - 1.0).abs() < 1e-9);
}
