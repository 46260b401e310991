//! Tasks on hosts of one's own, several on one, in time. What is expected is counted.

use headroom::catalogue::settings::{Settings, Value};
use headroom::engine;
use headroom::engine::cost::over_time::of_run;
use headroom::engine::timeline::play::{Failure, Play, Traffic, What};
use headroom::model::plan::Planned;
use headroom::model::scenario::{NodeId, Scenario};
use headroom::model::workload::Mix;

use crate::play::{at, checked, failed, mean, node, plan, played, preset, set, when};

/// So many tasks of one vCPU behind a balancer; on EC2 two fit on an m5.large. Nothing but pages without data.
fn tasks(launch: &str, count: i64) -> (Scenario, NodeId) {
    let mut scenario = preset("load-balancer");
    let id = node(&scenario, "ec2");
    let there = scenario.nodes.get_mut(&id).expect("a node");
    there.service = "containers".to_owned();
    there.settings = Settings::default();
    there.roles = Default::default();
    there.zones.clear();
    set(&mut scenario, id, "launch", Value::Choice(launch.to_owned()));
    set(&mut scenario, id, "count", Value::Int(count));
    scenario.workload.mix = Mix { page: 1, write: 0, static_file: 0, upload: 0, report: 0 };
    scenario.workload.page_reads = 0.0;
    (scenario, id)
}

/// When so many tasks are in service after some second.
fn in_service(play: &Play, id: NodeId, count: u32, after: usize) -> f64 {
    let there = play.samples().iter().skip(after).find(|sample| at(sample, id).in_service == count);
    // What is measured at the end of a second was so from its start on.
    there.unwrap_or_else(|| panic!("never {count}: {:?}", play.log())).at_s - 1.0
}

/// Seconds from a place on a host to the first request: task 10, application 30, the balancer's check 30.
const START: f64 = 70.0;

#[test]
fn a_host_that_dies_takes_its_tasks_and_they_come_back_when_another_has_started() {
    let (scenario, id) = tasks("ec2", 4);
    let play = played(&scenario, 300, plan(400, Traffic::Steady, &[(60, Failure::Host(id))]));
    let hosts = |second: usize| at(&play.samples()[second], id).hosts.expect("hosts");
    assert_eq!([hosts(30).there, hosts(61).there, hosts(200).there], [2, 1, 2]);
    let tasks = |second: usize| (at(&play.samples()[second], id).in_service, at(&play.samples()[second], id).dead);
    assert_eq!([tasks(30), tasks(61)], [(4, 0), (2, 2)]);
    // The balancer misses them at 120; the other host is full. The provider looks each minute: 120, and 55 s to boot.
    let scaled = when(play.log(), |what| what == What::Hosts { node: id, from: 1, to: 2 });
    let ready = when(play.log(), |what| what == What::HostsReady { node: id, count: 2 });
    assert_eq!((scaled, ready), (120.0, 175.0));
    assert_eq!(hosts(150).waiting, 2);
    assert_eq!(in_service(&play, id, 4, 61), 175.0 + START);
    // Half of the requests are lost until the balancer knows.
    let lost = mean(play.samples(), 61..119, failed) / mean(play.samples(), 61..119, |sample| sample.offered_per_s);
    assert!((lost - 0.5).abs() < 0.06, "{lost}");
    assert_eq!(mean(play.samples(), 121..400, failed), 0.0);
}

#[test]
fn a_task_for_which_there_is_room_does_not_wait_for_a_host() {
    // Two and one: of the two that die one has room beside the third.
    let (scenario, id) = tasks("ec2", 3);
    let play = played(&scenario, 300, plan(400, Traffic::Steady, &[(60, Failure::Host(id))]));
    assert_eq!(in_service(&play, id, 2, 61), 120.0 + START);
    assert_eq!(in_service(&play, id, 3, 61), 175.0 + START);
    // With spare hosts there is room for all of them at once.
    let (mut scenario, id) = tasks("ec2", 4);
    set(&mut scenario, id, "host_target_percent", Value::Int(50));
    let play = played(&scenario, 300, plan(400, Traffic::Steady, &[(60, Failure::Host(id))]));
    assert_eq!(at(&play.samples()[30], id).hosts.expect("hosts").there, 4);
    assert_eq!(in_service(&play, id, 4, 61), 120.0 + START);
}

#[test]
fn fargate_has_no_hosts_and_replaces_a_task_that_dies() {
    let (scenario, id) = tasks("fargate", 2);
    let failures = [(30, Failure::Host(id)), (60, Failure::Instance(id))];
    let play = played(&scenario, 300, plan(400, Traffic::Steady, &failures));
    assert!(play.log().iter().all(|entry| entry.what != What::Failed(Failure::Host(id))));
    assert_eq!(at(&play.samples()[100], id).hosts, None);
    // Missed at 120; task 40, application 30, check 30.
    assert_eq!(in_service(&play, id, 2, 61), 120.0 + 100.0);
    let offered = headroom::editor::time::failures::of_node(&scenario, id);
    assert!(!offered.contains(&Failure::Host(id)));
    let (scenario, id) = tasks("ec2", 2);
    assert!(headroom::editor::time::failures::of_node(&scenario, id).contains(&Failure::Host(id)));
}

#[test]
fn tasks_that_scale_out_wait_for_hosts_to_boot_and_hosts_are_billed_while_they_are_there() {
    let (mut scenario, id) = tasks("ec2", 2);
    set(&mut scenario, id, "auto_scaling", Value::Toggle(true));
    set(&mut scenario, id, "max", Value::Int(4));
    // 17.2 ms a page: at 80 a second two tasks are 69 % busy; the target is 50 %, so 2.8 are needed: three.
    let users = 1_200;
    let play = played(&scenario, users, plan(600, Traffic::Steady, &[]));
    let out = when(play.log(), |what| matches!(what, What::ScaleOut { from: 2, .. }));
    // Three data points above it; the host is asked for in the same second, and boots for 55 s.
    assert_eq!(out, 180.0);
    assert_eq!(when(play.log(), |what| matches!(what, What::HostsReady { count: 2, .. })), 235.0);
    assert_eq!(in_service(&play, id, 3, 181), 235.0 + START);
    // One host for 180 s, two for 420 s, of an m5.large in Seoul with 30 GiB: as two of the drawn one's months.
    let report = engine::solve(&checked(&scenario), users);
    let cost = of_run(&report, play.samples(), |node| (node == id).then_some(2)).time.dollars();
    let of_hosts: f64 = report.cost.lines.iter().filter(|line| line.node == id).map(|line| line.usd.dollars()).sum();
    let others: f64 = report.cost.lines.iter().map(|line| line.usd.dollars()).sum::<f64>() - of_hosts;
    let (month, host_s) = (2_628_000.0, 180.0 + 2.0 * 420.0);
    let expected = of_hosts * host_s / month;
    assert!(cost >= expected && cost <= expected + others * 600.0 / month + 1e-6, "{cost} {expected} {others}");
}

#[test]
fn a_host_that_nobody_needs_ends_a_quarter_of_an_hour_later() {
    let (mut scenario, id) = tasks("ec2", 2);
    set(&mut scenario, id, "auto_scaling", Value::Toggle(true));
    set(&mut scenario, id, "max", Value::Int(4));
    let spike = Traffic::Spike { factor_percent: 400, from_s: 0, for_s: 600 };
    let play = played(&scenario, 350, plan(3_600, spike, &[]));
    let hosts = |what| match what {
        What::Hosts { from, to, .. } => Some((from, to)),
        _ => None,
    };
    let more = play.log().iter().find(|entry| hosts(entry.what) == Some((1, 2))).expect("a second host");
    let fewer = play.log().iter().find(|entry| hosts(entry.what) == Some((2, 1))).expect("one again");
    let empty = play.samples().iter().find(|sample| {
        let of = at(sample, id);
        sample.at_s > 700.0 && of.in_service + of.draining <= 2
    });
    let empty = empty.expect("few again").at_s;
    assert!(more.at_s < 600.0 && (900.0..=1_020.0).contains(&(fewer.at_s - empty)), "{empty} {fewer:?}");
}

#[test]
fn a_failing_host_survives_a_link() {
    let (mut scenario, id) = tasks("ec2", 2);
    scenario.plan.failures = vec![Planned { at_s: 60, failure: Failure::Host(id) }];
    let file = headroom::codec::file::write(&scenario);
    assert_eq!(headroom::codec::file::read(&file).expect("it opens").plan, scenario.plan);
}
