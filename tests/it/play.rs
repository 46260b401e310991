//! Drawings in time, by situations. What is expected is counted, a fluid, or the steady state.

use headroom::catalogue::settings::Value;
use headroom::engine;
use headroom::engine::timeline::play::{Entry, Failure, Plan, Planned, Play, Sample, Traffic, What};
use headroom::model::scenario::{NodeId, Scenario};
use headroom::model::topology::Topology;
use headroom::model::validate;
use headroom::presets;

const SEED: u64 = 20_261_121;

fn preset(id: &str) -> Scenario {
    presets::scenario(id).expect("a preset of the story")
}

fn checked(scenario: &Scenario) -> Topology {
    let (topology, found) = validate::check(scenario);
    topology.unwrap_or_else(|| panic!("{found:?}"))
}

fn node(scenario: &Scenario, service: &str) -> NodeId {
    let found = scenario.nodes.iter().find(|(_, node)| node.service == service);
    *found.unwrap_or_else(|| panic!("no {service}")).0
}

fn set(scenario: &mut Scenario, id: NodeId, key: &str, value: Value) {
    scenario.nodes.get_mut(&id).expect("a node").settings.0.insert(key.to_owned(), value);
}

fn played(scenario: &Scenario, users: u32, plan: Plan) -> Play {
    let mut play = Play::new(&checked(scenario), users, &plan, SEED).expect("a drawing that can be played");
    while play.run(100_000, f64::INFINITY).ended.is_none() {}
    assert_eq!(play.samples().len(), plan.duration_s as usize);
    play
}

fn plan(duration_s: u32, traffic: Traffic, failures: &[(u32, Failure)]) -> Plan {
    let failures = failures.iter().map(|&(at_s, failure)| Planned { at_s, failure }).collect();
    Plan { traffic, duration_s, failures, ..Plan::default() }
}

/// The mean of something over some seconds.
fn mean(samples: &[Sample], seconds: std::ops::Range<usize>, read: impl Fn(&Sample) -> f64) -> f64 {
    let of = &samples[seconds];
    of.iter().map(read).sum::<f64>() / of.len() as f64
}

fn failed(sample: &Sample) -> f64 {
    sample.failed_per_s.iter().sum()
}

fn at(sample: &Sample, id: NodeId) -> &headroom::engine::timeline::play::NodeSample {
    sample.nodes.iter().find(|node| node.node == id).expect("a node that is measured")
}

fn when(log: &[Entry], what: impl Fn(What) -> bool) -> f64 {
    log.iter().find(|entry| what(entry.what)).unwrap_or_else(|| panic!("not in {log:?}")).at_s
}

#[test]
fn steady_traffic_is_what_the_steady_engine_says() {
    for (id, users) in [("one-box", 2_000), ("load-balancer", 5_000), ("queue-workers", 20_000)] {
        let scenario = preset(id);
        let play = played(&scenario, users, plan(300, Traffic::Steady, &[]));
        let report = engine::solve(&checked(&scenario), users);
        // 240 s of about 100 to 1,300 requests a second: their number is known to 1 % or better.
        let done = mean(play.samples(), 60..300, |sample| sample.done_per_s);
        assert!((done / report.throughput.0 - 1.0).abs() < 0.02, "{id}: {done} {}", report.throughput.0);
        for (node, report) in &report.nodes {
            let Some(fullest) = report.resources.iter().find(|resource| resource.limit_users.is_some()) else {
                continue;
            };
            let Some(index) = play.samples()[0].nodes.iter().position(|sample| sample.node == *node) else { continue };
            let busy = mean(play.samples(), 60..300, |sample| sample.nodes[index].utilisation);
            // The mean over seconds of the fullest in each is a little above the fullest's mean.
            let apart = busy - fullest.utilisation.0;
            assert!((-0.02..0.06).contains(&apart), "{id}: {node:?} {busy} {}", fullest.utilisation.0);
        }
    }
}

#[test]
fn the_same_seed_plays_the_same_run_in_slices_of_any_size() {
    let scenario = preset("load-balancer");
    let fleet = node(&scenario, "ec2");
    let plan = plan(90, Traffic::Day, &[(30, Failure::Instance(fleet)), (50, Failure::Zone { zone: 'b', for_s: 20 })]);
    let whole = played(&scenario, 4_000, plan.clone());
    let mut sliced = Play::new(&checked(&scenario), 4_000, &plan, SEED).expect("plays");
    let mut slices = 0;
    while sliced.run(137, f64::INFINITY).ended.is_none() {
        slices += 1;
        if slices % 50 == 0 {
            // A snapshot goes on as the original would have.
            sliced = sliced.clone();
        }
    }
    assert!(slices > 100);
    assert_eq!(sliced.samples(), whole.samples());
    assert_eq!(sliced.log(), whole.log());
    let other = Play::new(&checked(&scenario), 4_000, &plan, SEED + 1).map(|mut play| {
        play.run(u64::MAX, f64::INFINITY);
        play
    });
    assert_ne!(other.expect("plays").samples(), whole.samples());
}

#[test]
fn a_spike_brings_as_many_requests_as_users_and_they_go_again() {
    let scenario = preset("load-balancer");
    let spike = Traffic::Spike { factor_percent: 200, from_s: 60, for_s: 60 };
    let play = played(&scenario, 1_500, plan(180, spike, &[]));
    let offered = |seconds| mean(play.samples(), seconds, |sample| sample.offered_per_s);
    let (before, inside, after) = (offered(10..60), offered(65..120), offered(125..180));
    // 150 active users each 40 times a minute: 100/s, ± 1.4 in 50 s.
    assert!((before / 100.0 - 1.0).abs() < 0.05 && (after / before - 1.0).abs() < 0.05, "{before} {after}");
    assert!((inside / before - 2.0).abs() < 0.1, "{inside} {before}");
    assert_eq!([play.samples()[70].active_users, play.samples()[130].active_users], [300.0, 150.0]);
}

#[test]
fn a_zone_that_fails_loses_its_requests_until_the_balancer_notices_and_comes_back() {
    let scenario = preset("load-balancer");
    let fleet = node(&scenario, "ec2");
    let play = played(&scenario, 2_000, plan(300, Traffic::Steady, &[(60, Failure::Zone { zone: 'b', for_s: 150 })]));
    let samples = play.samples();
    assert_eq!([59, 61, 205, 215].map(|second| at(&samples[second], fleet).in_service), [2, 1, 1, 2]);
    // The balancer goes round both until two health checks have failed (60 s): half of what goes to the fleet is lost.
    let errors = |seconds| mean(samples, seconds, failed);
    let through_fleet = mean(samples, 0..60, |sample| sample.done_per_s) * 0.4;
    let lost = errors(62..118);
    assert!((lost / (through_fleet / 2.0) - 1.0).abs() < 0.15, "{lost} of {through_fleet}");
    assert!(errors(0..60) == 0.0 && errors(122..300) == 0.0);
    let noticed = when(play.log(), |what| what == What::Noticed(fleet));
    let back = when(play.log(), |what| what == What::Back(fleet));
    assert_eq!((noticed, back), (120.0, 210.0));
    assert!((60.0..63.0).contains(&when(play.log(), |what| what == What::ErrorsBegin)));
    assert!((119.0..123.0).contains(&when(play.log(), |what| what == What::ErrorsEnd)));
}

#[test]
fn a_zone_that_fails_takes_no_service_along_that_stands_in_all_zones() {
    let scenario = preset("cloudfront");
    let zone = Failure::Zone { zone: 'a', for_s: 20 };
    let play = played(&scenario, 500, plan(60, Traffic::Steady, &[(30, zone)]));
    let dead = |service| at(&play.samples()[35], node(&scenario, service)).dead;
    assert_eq!([dead("ec2"), dead("cloudfront"), dead("s3")], [1, 0, 0]);
}

#[test]
fn a_failure_planned_ahead_of_a_run_is_part_of_it_as_if_it_had_been_from_the_start() {
    let scenario = preset("load-balancer");
    let zone = Failure::Zone { zone: 'a', for_s: 30 };
    // At the second in which the traffic changes too.
    let spike = Traffic::Spike { factor_percent: 300, from_s: 40, for_s: 20 };
    let whole = played(&scenario, 2_000, plan(120, spike, &[(40, zone), (70, zone)]));
    let mut told = Play::new(&checked(&scenario), 2_000, &plan(120, spike, &[(70, zone)]), SEED).expect("a run");
    while told.samples().len() < 40 {
        told.run(1_000, 40.0);
    }
    assert!(!told.plan_failure(Planned { at_s: 39, failure: zone }), "its second is over");
    assert!(told.plan_failure(Planned { at_s: 40, failure: zone }));
    while told.run(100_000, f64::INFINITY).ended.is_none() {}
    assert_eq!((told.samples(), told.log()), (whole.samples(), whole.log()));
}

#[test]
fn a_group_starts_instances_after_three_minutes_above_its_target_and_drains_without_loss() {
    let mut scenario = preset("load-balancer");
    let fleet = node(&scenario, "ec2");
    set(&mut scenario, fleet, "auto_scaling", Value::Toggle(true));
    set(&mut scenario, fleet, "min", Value::Int(2));
    // A rule that looks for too few at the end of the run needs 15 minutes; 27 minutes have room for both.
    let spike = Traffic::Spike { factor_percent: 300, from_s: 30, for_s: 420 };
    let play = played(&scenario, 2_200, plan(1_620, spike, &[]));
    let out = when(play.log(), |what| matches!(what, What::ScaleOut { .. }));
    // Data points at 60 (half of it in the spike), 120, 180, 240: three in a row are above at 180 or 240.
    assert!([180.0, 240.0].contains(&out), "{out}");
    // 25 s to launch, 30 s for the application, 30 s for the first health check.
    assert_eq!(when(play.log(), |what| matches!(what, What::InService { .. })), out + 85.0);
    let sample = |second: usize| at(&play.samples()[second], fleet);
    let most = sample(430).in_service;
    assert!(most > 2 && sample(430).desired == most, "{:?}", sample(430));
    assert!(sample(out as usize + 40).starting > 0);
    // Enough for the target: 95 % of what is busy at it, give or take the data point's noise.
    assert!(mean(play.samples(), 400..440, |sample| at(sample, fleet).utilisation) < 0.6);
    // Fifteen data points in a row below nine tenths of the target: so long after the last that was not.
    let low =
        |point: usize| mean(play.samples(), 60 * point - 60..60 * point, |sample| at(sample, fleet).utilisation) < 0.45;
    let last = (1..27).rfind(|point| !low(*point)).expect("the spike");
    let shrunk = when(play.log(), |what| matches!(what, What::ScaleIn { .. }));
    assert_eq!(shrunk, 60.0 * (last + 15) as f64);
    assert_eq!(sample(1_619).in_service, 2);
    let lost: f64 = play.samples()[shrunk as usize - 1..].iter().map(failed).sum();
    assert_eq!(lost, 0.0, "draining loses nothing");
}

#[test]
fn an_instance_that_dies_is_replaced_where_the_group_scales_and_only_there() {
    let mut scenario = preset("load-balancer");
    let fleet = node(&scenario, "ec2");
    let death = plan(300, Traffic::Steady, &[(20, Failure::Instance(fleet))]);
    let fixed = played(&scenario, 500, death.clone());
    assert_eq!((at(&fixed.samples()[299], fleet).in_service, at(&fixed.samples()[299], fleet).dead), (1, 1));
    set(&mut scenario, fleet, "auto_scaling", Value::Toggle(true));
    set(&mut scenario, fleet, "min", Value::Int(2));
    let group = played(&scenario, 500, death);
    assert_eq!((at(&group.samples()[299], fleet).in_service, at(&group.samples()[299], fleet).dead), (2, 0));
    // Missed after 60 s, there 85 s later.
    assert_eq!(when(group.log(), |what| matches!(what, What::InService { .. })), 20.0 + 60.0 + 85.0);
}

#[test]
fn without_its_database_every_page_fails_and_files_from_elsewhere_do_not() {
    let scenario = preset("cloudfront");
    let database = node(&scenario, "rds");
    let play =
        played(&scenario, 1_000, plan(120, Traffic::Steady, &[(40, Failure::Node { node: database, for_s: 30 })]));
    let share = |seconds: std::ops::Range<usize>| {
        let lost = mean(play.samples(), seconds.clone(), failed);
        lost / (lost + mean(play.samples(), seconds, |sample| sample.done_per_s))
    };
    assert_eq!((share(0..40), share(72..120)), (0.0, 0.0));
    // 40 of 100 requests are pages, writes and uploads; those who get an error at once ask again sooner.
    assert!((0.36..0.44).contains(&share(42..70)), "{}", share(42..70));
}

#[test]
fn a_slow_database_fills_the_applications_slots() {
    let scenario = preset("load-balancer");
    let (fleet, database) = (node(&scenario, "ec2"), node(&scenario, "rds"));
    let slow = Failure::Slow { node: database, factor_percent: 20_000, for_s: 60 };
    let plan = Plan { failures: vec![Planned { at_s: 30, failure: slow }], ..plan(200, Traffic::Steady, &[]) };
    let play = played(&scenario, 4_000, plan);
    let fleet_busy = |seconds| mean(play.samples(), seconds, |sample| at(sample, fleet).utilisation);
    let p95 = |second: usize| play.samples()[second].latency_s.expect("answers")[1];
    assert!(fleet_busy(5..30) < 0.75 && fleet_busy(70..88) > 0.95, "{} {}", fleet_busy(5..30), fleet_busy(70..88));
    assert!(p95(85) > 10.0 * p95(25), "{} {}", p95(85), p95(25));
    assert_eq!(when(play.log(), |what| what == What::Back(database)), 90.0);
}

#[test]
fn jobs_pile_up_while_the_workers_are_gone_and_drain_when_they_are_back() {
    let scenario = preset("queue-workers");
    let (workers, queue) = (node(&scenario, "workers"), node(&scenario, "sqs"));
    let gone = Failure::Node { node: workers, for_s: 60 };
    let play = played(&scenario, 10_000, plan(200, Traffic::Steady, &[(30, gone)]));
    let depth = |second: usize| at(&play.samples()[second], queue).waiting;
    // 666.7 requests a second, one in a hundred an upload with one job: 6.7/s for 60 s are 400, ± 20.
    assert!(depth(25) < 5.0 && (330.0..470.0).contains(&depth(88)), "{} {}", depth(25), depth(88));
    assert!(depth(199) < 5.0, "{}", depth(199));
    // Nobody waits for jobs: users notice nothing.
    assert_eq!(play.samples().iter().map(failed).sum::<f64>(), 0.0);
}
