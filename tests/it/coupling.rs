//! The same drawing with callers that wait for workers, and with a queue in between.

use headroom::catalogue::settings::Value;
use headroom::engine;
use headroom::engine::timeline::play::{Failure, Sample, Traffic};
use headroom::model::coupling::{Coupling, NoCounterpart, counterpart};
use headroom::model::scenario::{Edge, Scenario};
use headroom::model::validate;
use headroom::model::workload::Class;

use crate::play::{at, checked, failed, mean, node, plan, played, preset, set};

/// Queue and workers with as many uploads as make counting sure, and the same without the queue.
fn both() -> (Scenario, Scenario) {
    let mut loose = preset("queue-workers");
    loose.workload.mix.upload = 20;
    loose.workload.upload_kb = 10.0;
    let (fleet, workers) = (node(&loose, "ec2"), node(&loose, "workers"));
    set(&mut loose, fleet, "count", Value::Int(20));
    set(&mut loose, workers, "count", Value::Int(10));
    let tight = counterpart(&loose).expect("there is a queue");
    assert_eq!(tight.coupling, Coupling::Tight);
    (loose, tight.scenario)
}

/// Uploads a second that so many users demand.
fn uploads(scenario: &Scenario, users: f64) -> f64 {
    scenario.workload.demanded_rps(users) * scenario.workload.mix.share(Class::Upload)
}

#[test]
fn a_user_waits_for_the_job_itself_where_workers_are_called() {
    let (loose, tight) = both();
    let users = 100;
    let upload = |scenario: &Scenario| {
        let report = engine::solve(&checked(scenario), users);
        (report.class_mean.get(&Class::Upload).expect("uploads").0, report)
    };
    let ((without, _), (with, report)) = (upload(&loose), upload(&tight));
    // By the utilisation law: busy processors ÷ jobs a second are the seconds of a job. Nobody waits for them at this load.
    let cpu = report.nodes.get(&node(&tight, "workers")).expect("workers").resources.iter();
    let busy: f64 = cpu
        .filter(|used| used.resource == headroom::catalogue::spec::Resource::Cpu)
        .map(|used| used.utilisation.0 * used.capacity)
        .sum();
    let job_ms = busy / uploads(&tight, f64::from(users)) * 1_000.0;
    // The sending of the message is not waited for instead: a call to the queue takes some milliseconds.
    let sent_ms = 20.0;
    let longer = with - without;
    assert!(job_ms > 100.0 && (longer - job_ms).abs() < sent_ms, "{longer} ms longer, a job takes {job_ms} ms");
}

#[test]
fn while_the_workers_are_gone_calls_fail_and_a_queue_only_grows() {
    let (loose, tight) = both();
    let users = 2_000;
    let gone = |scenario: &Scenario| {
        let failure = Failure::Node { node: node(scenario, "workers"), for_s: 60 };
        played(scenario, users, plan(300, Traffic::Steady, &[(100, failure)]))
    };
    let all_failed = |samples: &[Sample]| samples.iter().map(failed).sum::<f64>();
    // Poisson: as many in a minute as come in a minute, give or take four times the square root.
    let wanted = uploads(&loose, f64::from(users)) * 60.0;
    let near = |found: f64| (found - wanted).abs() < 4.0 * wanted.sqrt() + 0.02 * wanted;
    let (with_queue, without) = (gone(&loose), gone(&tight));
    assert_eq!(all_failed(with_queue.samples()), 0.0);
    let waiting = at(&with_queue.samples()[159], node(&loose, "sqs")).waiting;
    assert!(near(waiting), "{waiting} wait, {wanted} came");
    let found = all_failed(without.samples());
    assert!(near(found), "{found} failed, {wanted} came");
    assert!(without.samples()[..99].iter().chain(&without.samples()[170..]).all(|sample| failed(sample) == 0.0));
}

#[test]
fn slow_workers_hold_the_callers_slots_and_a_queue_does_not() {
    let (mut loose, _) = both();
    let fleet = node(&loose, "ec2");
    set(&mut loose, fleet, "slots", Value::Int(20));
    let tight = counterpart(&loose).expect("there is a queue").scenario;
    // Jobs that take a hundred times as long.
    let slow = |scenario: &Scenario| {
        let failure = Failure::Slow { node: node(scenario, "workers"), factor_percent: 10_000, for_s: 120 };
        played(scenario, 2_000, plan(220, Traffic::Steady, &[(60, failure)]))
    };
    let pages = |scenario: &Scenario| {
        let play = slow(scenario);
        let p95 = |sample: &Sample| sample.latency_s.map_or(0.0, |latency| latency[1]);
        (mean(play.samples(), 30..60, p95), mean(play.samples(), 150..180, p95))
    };
    let ((before, during), (tight_before, tight_during)) = (pages(&loose), pages(&tight));
    assert!(during < before * 1.2 + 0.01, "a queue keeps it from the users: {before} {during}");
    assert!(tight_during > tight_before * 3.0, "callers that wait do not: {tight_before} {tight_during}");
}

#[test]
fn with_one_slot_a_worker_does_one_job_at_a_time_whether_callers_wait_or_not() {
    let (mut loose, _) = both();
    let workers = node(&loose, "workers");
    set(&mut loose, workers, "count", Value::Int(2));
    set(&mut loose, workers, "slots", Value::Int(1));
    let tight = counterpart(&loose).expect("there is a queue").scenario;
    let users = 2_000;
    let steady = engine::solve(&checked(&tight), users);
    let play = played(&tight, users, plan(400, Traffic::Steady, &[]));
    let done = mean(play.samples(), 100..400, |sample| sample.done_per_s);
    // Both slots are held all the time, in steady state and in time: of 300 s of answers a tenth is far beyond noise.
    assert!((done / steady.throughput.0 - 1.0).abs() < 0.1, "{done} {}", steady.throughput.0);
    let busy = mean(play.samples(), 100..400, |sample| at(sample, workers).utilisation);
    assert!(busy > 0.99, "{busy}");
}

fn joined(scenario: &Scenario, from: &str, to: &str) -> bool {
    scenario.edges.contains(&Edge { from: node(scenario, from), to: node(scenario, to) })
}

#[test]
fn without_its_queue_the_caller_calls_the_workers() {
    let loose = preset("queue-workers");
    let sqs = node(&loose, "sqs");
    let tight = counterpart(&loose).expect("there is a queue between caller and workers");
    assert_eq!((tight.coupling, &tight.queues), (Coupling::Tight, &vec![sqs]));
    assert!(joined(&tight.scenario, "ec2", "workers") && !tight.scenario.nodes.contains_key(&sqs));
    let (topology, found) = validate::check(&tight.scenario);
    assert!(topology.is_some() && found.is_empty(), "{found:?}");
}

#[test]
fn with_a_queue_again_it_is_the_drawing_that_it_was() {
    let loose = preset("queue-workers");
    let tight = counterpart(&loose).expect("there is a queue");
    let again = counterpart(&tight.scenario).expect("there is a call");
    assert_eq!(again.coupling, Coupling::Loose);
    assert!(joined(&again.scenario, "ec2", "sqs") && joined(&again.scenario, "sqs", "workers"));
    assert_eq!(again.scenario.edges.len(), loose.edges.len());
    assert!(validate::check(&again.scenario).0.is_some());
}

#[test]
fn where_nobody_hands_jobs_on_there_is_no_place_for_a_queue() {
    assert_eq!(counterpart(&preset("cache")), Err(NoCounterpart::NoWorkers));
    let mut idle = preset("queue-workers");
    idle.workload.jobs_per_upload = 0.0;
    assert_eq!(counterpart(&idle), Err(NoCounterpart::NoJobs));
}

#[test]
fn a_caller_that_can_only_send_has_no_tight_counterpart() {
    let mut scenario = preset("queue-workers");
    let fleet = node(&scenario, "ec2");
    scenario.nodes.get_mut(&fleet).expect("a fleet").service = "containers".to_owned();
    assert_eq!(counterpart(&scenario), Err(NoCounterpart::CannotCall(fleet)));
}
