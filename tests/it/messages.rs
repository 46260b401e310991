//! Functions behind queues and topics: batches, what is throttled, what is handed out again, and what all that costs.

use headroom::catalogue::settings::Value;
use headroom::catalogue::spec::Resource;
use headroom::engine;
use headroom::engine::report::{NodeReport, Report};
use headroom::engine::timeline::play::{Detail, Failure, Plan, Play, Sample, Span, Traffic};
use headroom::model::edit::Edit;
use headroom::model::scenario::{Edge, NodeId, Point, Scenario};
use headroom::model::wiring;
use headroom::model::workload::{Class, Mix};

use crate::play::{SEED, at, checked, mean, node, plan, played, preset, set};

pub(crate) fn dropped(scenario: &mut Scenario, service: &str) -> NodeId {
    let (edit, id) = wiring::drop_in(scenario, service, Point { x: 900, y: 900 }).expect("a service");
    edit.apply(scenario).expect("an edit of ours");
    id
}

pub(crate) fn taken_out(scenario: &mut Scenario, id: NodeId) {
    let touching: Vec<Edge> = scenario.edges.iter().filter(|edge| edge.from == id || edge.to == id).copied().collect();
    touching.into_iter().for_each(|edge| _ = Edit::RemoveEdge(edge).apply(scenario).expect("an edge"));
    Edit::RemoveNode(id).apply(scenario).expect("a node");
}

/// The last stage of the story with many small uploads, so that jobs come at random and often, and a fleet that is hardly
/// busy.
pub(crate) fn many_jobs(job_ms: f64) -> Scenario {
    let mut scenario = preset("queue-workers");
    scenario.workload.mix = Mix { page: 0, write: 0, static_file: 80, upload: 20, report: 0 };
    scenario.workload.upload_kb = 10.0;
    scenario.workload.upload_cpu_ms = 0.1;
    scenario.workload.job_cpu_ms = job_ms;
    scenario
}

/// The same with a function in place of the workers; a vCPU of it is as fast as the reference.
pub(crate) fn behind_a_queue(job_ms: f64) -> (Scenario, NodeId, NodeId) {
    let mut scenario = many_jobs(job_ms);
    let workers = node(&scenario, "workers");
    taken_out(&mut scenario, workers);
    let function = dropped(&mut scenario, "lambda_function");
    set(&mut scenario, function, "app_init_ms", Value::Int(0));
    set(&mut scenario, function, "runtime", Value::Choice("rust".to_owned()));
    let sqs = node(&scenario, "sqs");
    (scenario, sqs, function)
}

/// As many users as send so many jobs a second, where answers take no time.
pub(crate) fn users_for(scenario: &Scenario, jobs_per_s: f64) -> u32 {
    let workload = &scenario.workload;
    let each = workload.demanded_rps(1.0) * workload.mix.share(Class::Upload) * workload.jobs_per_upload;
    (jobs_per_s / each).round() as u32
}

/// Jobs a second at a report's state.
pub(crate) fn jobs_per_s(scenario: &Scenario, report: &Report) -> f64 {
    report.throughput.0 * scenario.workload.mix.share(Class::Upload) * scenario.workload.jobs_per_upload
}

pub(crate) fn of(report: &Report, id: NodeId) -> &NodeReport {
    report.nodes.get(&id).expect("a node")
}

pub(crate) fn used(report: &Report, id: NodeId, resource: Resource) -> (f64, f64) {
    let found = of(report, id).resources.iter().find(|used| used.resource == resource);
    found.map(|used| (used.used, used.capacity)).unwrap_or_else(|| panic!("no {resource:?}"))
}

pub(crate) fn billed(report: &Report, id: NodeId, item: &str) -> f64 {
    let of = report.cost.lines.iter().filter(|line| line.node == id && line.item == item);
    of.map(|line| line.quantity).sum()
}

pub(crate) fn waiting(play: &Play, id: NodeId, second: usize) -> f64 {
    at(&play.samples()[second], id).waiting
}

fn dead(sample: &Sample, sqs: NodeId) -> f64 {
    at(sample, sqs).queue.expect("a queue").dead_lettered
}

#[test]
fn a_function_takes_the_jobs_that_nobody_does_and_leaves_the_pages_where_they_are() {
    let (scenario, sqs, function) = behind_a_queue(200.0);
    assert!(scenario.edges.contains(&Edge { from: sqs, to: function }), "{:?}", scenario.edges);
    let others = scenario.edges.iter().filter(|edge| edge.to == function && edge.from != sqs);
    assert_eq!(others.count(), 0, "{:?}", scenario.edges);
    // Where workers do the jobs a function takes the application over, and no job.
    let mut story = preset("queue-workers");
    let function = dropped(&mut story, "lambda_function");
    let asked_by = story.edges.iter().filter(|edge| edge.to == function).filter_map(|edge| story.nodes.get(&edge.from));
    let from: Vec<&str> = asked_by.map(|node| node.service.as_str()).collect();
    assert!(!from.is_empty() && !from.contains(&"sqs"), "{from:?}");
    // By hand both can be had.
    assert!(wiring::refusal(&story, Edge { from: node(&story, "sqs"), to: function }).is_none());
}

#[test]
fn executions_at_once_are_the_jobs_that_come_times_their_length_and_so_are_the_bills() {
    let (scenario, sqs, function) = behind_a_queue(200.0);
    let users = users_for(&scenario, 100.0);
    let report = engine::solve(&checked(&scenario), users);
    let rate = jobs_per_s(&scenario, &report);
    let close = |found: f64, expected: f64| assert!((found / expected - 1.0).abs() < 1e-6, "{found} {expected}");
    assert!((95.0..101.0).contains(&rate), "{rate}");
    // Utilisation law: 100 a second of 0.2 s.
    close(used(&report, function, Resource::Concurrency).0, 0.2 * rate);
    let (batches, most) = used(&report, function, Resource::Batches);
    close(batches, 0.2 * rate);
    assert_eq!(most, 1_250.0);
    // So many batches may be worked on that each job goes alone: one request and 0.2 s × 1769 MB each.
    let month = 2_628_000.0;
    close(billed(&report, function, "requests"), rate * month / 1e6);
    close(billed(&report, function, "duration"), rate * 0.2 * 1_769.0 / 1_024.0 * month);
    // Sent, received, deleted; none of the five callers is idle.
    close(billed(&report, sqs, "requests"), 3.0 * rate * month / 1e6);
    let queue = of(&report, sqs).queue.expect("a queue");
    assert!(queue.waiting.expect("stable") < 1e-6);
    close(queue.time_to_done.expect("stable").0, 200.0);
    // Eight hundred executions and no more: 1,000 of 0.2 s are 5,000 a second.
    let limit = report.limits.iter().find(|limit| limit.node == function).expect("a limit");
    close(limit.users, f64::from(users_for(&scenario, 5_000.0)));

    let play = played(&scenario, users, plan(240, Traffic::Steady, &[]));
    let busy = mean(play.samples(), 60..240, |sample| at(sample, function).utilisation);
    assert!((busy * 1_000.0 / (0.2 * rate) - 1.0).abs() < 0.03, "{busy} {rate}");
    let waits = mean(play.samples(), 120..240, |sample| at(sample, sqs).waiting);
    assert!(waits < 0.5, "{waits}");
}

#[test]
fn gathered_for_a_while_messages_are_a_tenth_of_the_invocations() {
    let (mut scenario, sqs, function) = behind_a_queue(20.0);
    set(&mut scenario, function, "batch_size", Value::Int(10));
    set(&mut scenario, function, "batch_window_s", Value::Int(1));
    let users = users_for(&scenario, 100.0);
    let report = engine::solve(&checked(&scenario), users);
    let rate = jobs_per_s(&scenario, &report);
    // A hundred come in a second: ten are there after a tenth of it, and the batch is full.
    let month = 2_628_000.0;
    assert!((billed(&report, function, "requests") / (rate * month / 1e7) - 1.0).abs() < 1e-6);
    assert!((billed(&report, sqs, "requests") / (1.2 * rate * month / 1e6) - 1.0).abs() < 1e-3);
    // A job waits for half of the other nine on average, and then for all of its batch: 45 ms + 200 ms.
    let done = of(&report, sqs).queue.expect("a queue").time_to_done.expect("stable").0;
    assert!((done / (0.5 * 9.0 / rate * 1e3 * 1.1 + 200.0) - 1.0).abs() < 1e-3, "{done}");
    let play = played(&scenario, users, plan(120, Traffic::Steady, &[]));
    let held = mean(play.samples(), 30..120, |sample| at(sample, sqs).waiting);
    // Nine on average at the most: 0 … 9 wait at any time.
    assert!((held - 4.5).abs() < 1.0, "{held}");
}

#[test]
fn more_jobs_than_a_queues_batches_can_do_pile_up_by_the_difference() {
    let (mut scenario, sqs, function) = behind_a_queue(200.0);
    set(&mut scenario, function, "max_concurrency", Value::Int(2));
    let users = users_for(&scenario, 20.0);
    let report = engine::solve(&checked(&scenario), users);
    let rate = jobs_per_s(&scenario, &report);
    // Two at once of 0.2 s are ten a second.
    let growth = of(&report, sqs).queue.expect("a queue").growth.0;
    assert!((growth / (rate - 10.0) - 1.0).abs() < 1e-6, "{growth} {rate}");
    assert_eq!(report.state, engine::report::State::Unstable);
    let limit = report.limits.iter().find(|limit| limit.node == function && limit.resource == Resource::Batches);
    let users_at = limit.expect("a limit").users;
    assert!((users_at / f64::from(users_for(&scenario, 10.0)) - 1.0).abs() < 0.01, "{users_at}");
    // Batches of ten each, of all that is done.
    assert!((billed(&report, function, "requests") / (1.0 * 2.628) - 1.0).abs() < 1e-6);
    let play = played(&scenario, users, plan(300, Traffic::Steady, &[]));
    for second in [100, 200, 299] {
        let (found, expected) = (waiting(&play, sqs, second), (rate - 10.0) * (second as f64 + 1.0));
        // Jobs that come: Poisson; jobs that are done: exponential.
        let deviation = ((rate + 10.0) * (second as f64 + 1.0)).sqrt();
        assert!((found - expected).abs() < 4.0 * deviation + 20.0, "{second}: {found} {expected}");
    }
}

#[test]
fn batches_at_once_begin_with_five_and_grow_by_five_a_second_while_messages_wait() {
    let (mut scenario, sqs, function) = behind_a_queue(1_000.0);
    set(&mut scenario, function, "batch_size", Value::Int(1));
    let play = played(&scenario, users_for(&scenario, 100.0), plan(120, Traffic::Steady, &[]));
    let rate = mean(play.samples(), 1..120, |sample| sample.done_per_s) * 0.2;
    // At t seconds 5 + 5 (t + 1) batches do as many jobs a second: the backlog is the sum of what came too much, up to when
    // there are as many as come.
    let fluid = |until: f64| {
        let (mut backlog, mut second) = (0.0_f64, 0.0);
        while second < until {
            backlog = (backlog + rate - (5.0 + 5.0 * second)).max(0.0);
            second += 1.0;
        }
        backlog
    };
    for second in [5, 10, 15, 20] {
        let (found, expected) = (waiting(&play, sqs, second - 1), fluid(second as f64));
        assert!((found - expected).abs() < 4.0 * (2.0 * rate * second as f64).sqrt(), "{second}: {found} {expected}");
    }
    let peak = (1..120).map(|second| waiting(&play, sqs, second)).fold(0.0, f64::max);
    assert!((peak / fluid(20.0) - 1.0).abs() < 0.2, "{peak}");
    // Twice as many seconds up and down again.
    assert!(waiting(&play, sqs, 60) < 10.0 && waiting(&play, sqs, 100) < 5.0);
    let busy = mean(play.samples(), 70..120, |sample| at(sample, function).utilisation);
    assert!((busy * 1_000.0 / rate - 1.0).abs() < 0.05, "{busy} {rate}");
}

#[test]
fn one_message_that_fails_takes_its_batch_along_unless_the_function_says_which() {
    let (mut scenario, sqs, function) = behind_a_queue(100.0);
    set(&mut scenario, function, "max_concurrency", Value::Int(2));
    set(&mut scenario, sqs, "poison_percent", Value::Int(5));
    set(&mut scenario, sqs, "visibility_s", Value::Int(5));
    set(&mut scenario, sqs, "dead_letter", Value::Toggle(true));
    set(&mut scenario, sqs, "max_receives", Value::Int(1));
    let users = users_for(&scenario, 40.0);
    // Twenty a second are worked on, in batches of ten; dead after five seconds: those of the first 295 s.
    let worked_on = 20.0 * 294.0;
    let dead_of =
        |scenario: &Scenario| dead(&played(scenario, users, plan(300, Traffic::Steady, &[])).samples()[299], sqs);
    let whole = dead_of(&scenario) / worked_on;
    // Of 588 batches those with one of 5 % in ten; a batch counts ten.
    let expected = 1.0 - libm::pow(0.95, 10.0);
    assert!((whole - expected).abs() < 4.0 * (expected * (1.0 - expected) / 588.0).sqrt(), "{whole} {expected}");
    set(&mut scenario, function, "partial_batches", Value::Toggle(true));
    let only = dead_of(&scenario) / worked_on;
    assert!((only - 0.05).abs() < 4.0 * (0.05 / worked_on).sqrt(), "{only}");
}

#[test]
fn throttled_batches_are_tried_until_their_messages_are_to_be_had_again() {
    let (mut scenario, sqs, function) = behind_a_queue(2_000.0);
    set(&mut scenario, function, "concurrency", Value::Int(2));
    set(&mut scenario, function, "batch_size", Value::Int(1));
    set(&mut scenario, sqs, "dead_letter", Value::Toggle(true));
    set(&mut scenario, sqs, "max_receives", Value::Int(2));
    set(&mut scenario, sqs, "visibility_s", Value::Int(30));
    let users = users_for(&scenario, 4.0);
    // One a second can be done of four. Of those that are received some find no execution twice for 30 s each.
    let play = played(&scenario, users, plan(300, Traffic::Steady, &[]));
    let (early, late) = (dead(&play.samples()[58], sqs), dead(&play.samples()[299], sqs));
    assert!(early == 0.0 && late > 50.0, "{early} {late}");
    let busy = mean(play.samples(), 60..300, |sample| at(sample, function).utilisation);
    assert!(busy > 0.9, "{busy}");
    // With room for all none is.
    set(&mut scenario, function, "concurrency", Value::Int(1_000));
    let play = played(&scenario, users, plan(300, Traffic::Steady, &[]));
    assert_eq!(dead(&play.samples()[299], sqs), 0.0);
}

#[test]
fn a_function_that_fails_finds_its_jobs_in_the_queue_when_it_is_back() {
    let (mut scenario, sqs, function) = behind_a_queue(100.0);
    set(&mut scenario, function, "batch_size", Value::Int(1));
    let users = users_for(&scenario, 20.0);
    let gone = Failure::Node { node: function, for_s: 60 };
    let play = played(&scenario, users, plan(300, Traffic::Steady, &[(60, gone)]));
    let rate = mean(play.samples(), 1..300, |sample| sample.done_per_s) * 0.2;
    let kept = |second: usize| {
        let sample = at(&play.samples()[second], sqs);
        sample.waiting + sample.queue.expect("a queue").in_flight
    };
    let missed = rate * 60.0;
    assert!((kept(119) - missed).abs() < 4.0 * missed.sqrt() + 5.0, "{} {missed}", kept(119));
    assert!(kept(299) < 20.0, "{}", kept(299));
}

#[test]
fn pages_and_jobs_of_one_function_do_not_slow_each_other() {
    let mut scenario = many_jobs(500.0);
    scenario.workload.mix = Mix { page: 60, write: 0, static_file: 20, upload: 20, report: 0 };
    let workers = node(&scenario, "workers");
    let function = dropped(&mut scenario, "lambda_function");
    set(&mut scenario, function, "concurrency", Value::Int(400));
    let alone = engine::solve(&checked(&scenario), 6_000);
    let sqs = node(&scenario, "sqs");
    taken_out(&mut scenario, workers);
    scenario.edges.insert(Edge { from: sqs, to: function });
    let both = engine::solve(&checked(&scenario), 6_000);
    let mean = |report: &Report| report.latency.expect("answers").mean.0;
    assert!((mean(&both) / mean(&alone) - 1.0).abs() < 0.01, "{} {}", mean(&both), mean(&alone));
    let held = |report: &Report| used(report, function, Resource::Concurrency).0;
    let jobs = jobs_per_s(&scenario, &both) * 0.5;
    assert!(((held(&both) - held(&alone)) / jobs - 1.0).abs() < 0.02, "{} {} {jobs}", held(&both), held(&alone));
}

#[test]
fn what_is_always_ready_never_starts_cold() {
    let (mut scenario, _, function) = behind_a_queue(200.0);
    set(&mut scenario, function, "runtime", Value::Choice("java21".to_owned()));
    set(&mut scenario, function, "app_init_ms", Value::Int(2_000));
    let users = users_for(&scenario, 50.0);
    let cold = |scenario: &Scenario| {
        let play = played(scenario, users, plan(120, Traffic::Steady, &[]));
        let starts =
            play.samples().iter().map(|sample| at(sample, function).environments.expect("a function").cold_starts);
        starts.sum::<f64>()
    };
    let without = cold(&scenario);
    // Ten are at work on average: 10 + 4 √10 are nearly always enough.
    set(&mut scenario, function, "provisioned", Value::Int(100));
    assert_eq!(cold(&scenario), 0.0);
    set(&mut scenario, function, "provisioned", Value::Int(5));
    let some = cold(&scenario);
    assert!(without > 10.0 && some > 0.0 && some < without, "{without} {some}");
    // The bill: five all month, and what runs in them costs less than the rest.
    let report = engine::solve(&checked(&scenario), users);
    let gb = 1_769.0 / 1_024.0;
    assert!((billed(&report, function, "provisioned") / (5.0 * gb * 730.0) - 1.0).abs() < 1e-9);
    let (ready, rest) = (billed(&report, function, "provisioned_duration"), billed(&report, function, "duration"));
    let at_once = (ready + rest) / gb / 2_628_000.0;
    assert!((at_once - 0.2 * jobs_per_s(&scenario, &report)).abs() < 1e-6 * at_once, "{at_once}");
    assert!(ready / gb / 2_628_000.0 < 5.0 && ready > rest * 0.9, "{ready} {rest}");
}

#[test]
fn as_a_fluid_the_same_jobs_pile_up_and_the_function_is_as_busy() {
    let (mut scenario, sqs, function) = behind_a_queue(200.0);
    set(&mut scenario, function, "max_concurrency", Value::Int(2));
    let users = users_for(&scenario, 20.0);
    let rate = jobs_per_s(&scenario, &engine::solve(&checked(&scenario), users));
    let fluid = Plan { detail: Detail::Fluid, ..plan(600, Traffic::Steady, &[]) };
    let mut span = Span::new(&checked(&scenario), users, &fluid, SEED).expect("a drawing that can be played");
    while span.run(100_000, f64::INFINITY).ended.is_none() {}
    let last = span.samples().last().expect("a measurement");
    let found = at(last, sqs).waiting;
    assert!((found / ((rate - 10.0) * 600.0) - 1.0).abs() < 0.02, "{found} {rate}");
    let busy = at(last, function).utilisation * 1_000.0;
    assert!((busy - 2.0).abs() < 0.01, "{busy}");
}
