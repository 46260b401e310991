//! Queues that keep an order: one of each group at a time, what fails holds up its group, and nothing is kept twice.

use headroom::catalogue::settings::Value;
use headroom::catalogue::spec::Resource;
use headroom::engine;
use headroom::engine::timeline::play::{Failure, Plan, Play, Traffic};
use headroom::model::resilience::Resilience;
use headroom::model::scenario::{NodeId, Scenario};
use headroom::model::workload::Class;

use crate::messages::{dropped, many_jobs, taken_out, used, users_for};
use crate::play::{at, checked, mean, node, plan, played, preset, set};

/// Workers behind a FIFO queue with so many groups. Four processors do the jobs of exponential length, each alone.
fn in_order(job_ms: f64, groups: i64) -> (Scenario, NodeId, NodeId) {
    let mut scenario = many_jobs(job_ms);
    let (workers, sqs) = (node(&scenario, "workers"), node(&scenario, "sqs"));
    set(&mut scenario, workers, "type", Value::Choice("m5.xlarge".to_owned()));
    set(&mut scenario, workers, "count", Value::Int(1));
    set(&mut scenario, workers, "slots", Value::Int(4));
    set(&mut scenario, sqs, "kind", Value::Choice("fifo".to_owned()));
    set(&mut scenario, sqs, "groups", Value::Int(groups));
    (scenario, sqs, workers)
}

/// Jobs that a queue keeps, those that are worked on included.
fn kept(play: &Play, sqs: NodeId, second: usize) -> f64 {
    let sample = at(&play.samples()[second], sqs);
    sample.waiting + sample.queue.expect("a queue").in_flight
}

fn sent_per_s(scenario: &Scenario, play: &Play, seconds: std::ops::Range<usize>) -> f64 {
    let share = scenario.workload.mix.share(Class::Upload) * scenario.workload.jobs_per_upload;
    mean(play.samples(), seconds, |sample| sample.done_per_s) * share
}

#[test]
fn one_group_is_one_server_however_many_there_are() {
    let (scenario, sqs, workers) = in_order(100.0, 1);
    let users = users_for(&scenario, 5.0);
    let report = engine::solve(&checked(&scenario), users);
    let queue = report.nodes.get(&sqs).expect("a queue").queue.expect("jobs");
    let load = queue.arrivals.0 * 0.1;
    assert!((0.45..0.51).contains(&load), "{load}");
    // M/M/1: 0.1 s ÷ (1 − load); its group is as busy.
    let (found, expected) = (queue.time_to_done.expect("stable").0, 100.0 / (1.0 - load));
    assert!((found / expected - 1.0).abs() < 1e-3, "{found} {expected}");
    let (busy, groups) = used(&report, sqs, Resource::MessageGroups);
    assert!((busy / load - 1.0).abs() < 1e-9 && groups == 1.0, "{busy}");
    let play = played(&scenario, users, plan(1_600, Traffic::Steady, &[]));
    let number = (100..1_600).map(|second| kept(&play, sqs, second)).sum::<f64>() / 1_500.0;
    // load ÷ (1 − load); the mean over 1,500 s of a queue that is half full deviates by 0.04.
    assert!((number - load / (1.0 - load)).abs() < 0.16, "{number} {load}");
    // Never more than one at a time.
    let most =
        play.samples().iter().map(|sample| at(sample, sqs).queue.expect("a queue").in_flight).fold(0.0, f64::max);
    assert_eq!(most, 1.0);
    let busy = mean(play.samples(), 100..1_600, |sample| at(sample, workers).utilisation);
    assert!((busy - load / 4.0).abs() < 0.01, "{busy}");
}

#[test]
fn with_many_groups_order_costs_nothing() {
    let (scenario, sqs, _) = in_order(100.0, 10_000);
    let mut standard = scenario.clone();
    set(&mut standard, sqs, "kind", Value::Choice("standard".to_owned()));
    let users = users_for(&scenario, 20.0);
    let of = |scenario: &Scenario| {
        let report = engine::solve(&checked(scenario), users);
        report.nodes.get(&sqs).expect("a queue").queue.expect("jobs").time_to_done.expect("stable").0
    };
    assert!((of(&scenario) / of(&standard) - 1.0).abs() < 0.001, "{} {}", of(&scenario), of(&standard));
    let number = |scenario: &Scenario| {
        let play = played(scenario, users, plan(900, Traffic::Steady, &[]));
        (100..900).map(|second| kept(&play, sqs, second)).sum::<f64>() / 800.0
    };
    let (ordered, any) = (number(&scenario), number(&standard));
    assert!((ordered / any - 1.0).abs() < 0.1, "{ordered} {any}");
}

#[test]
fn two_groups_do_twenty_jobs_of_a_tenth_of_a_second_and_the_rest_piles_up() {
    let (scenario, sqs, _) = in_order(100.0, 2);
    let users = users_for(&scenario, 30.0);
    let report = engine::solve(&checked(&scenario), users);
    let queue = report.nodes.get(&sqs).expect("a queue").queue.expect("jobs");
    assert!((queue.growth.0 - (queue.arrivals.0 - 20.0)).abs() < 1e-6, "{:?}", queue.growth);
    let limit = report.limits.iter().find(|limit| limit.node == sqs && limit.resource == Resource::MessageGroups);
    let at_users = limit.expect("a limit").users;
    assert!((at_users / f64::from(users_for(&scenario, 20.0)) - 1.0).abs() < 0.01, "{at_users}");
    let play = played(&scenario, users, plan(300, Traffic::Steady, &[]));
    let rate = sent_per_s(&scenario, &play, 1..300);
    let (found, expected) = (kept(&play, sqs, 299), (rate - 20.0) * 300.0);
    assert!((found - expected).abs() < 4.0 * (50.0_f64 * 300.0).sqrt(), "{found} {expected}");
}

#[test]
fn a_job_that_always_fails_holds_up_its_group_until_it_is_put_aside() {
    let (mut scenario, sqs, _) = in_order(100.0, 1);
    set(&mut scenario, sqs, "poison_percent", Value::Int(5));
    set(&mut scenario, sqs, "visibility_s", Value::Int(10));
    set(&mut scenario, sqs, "dead_letter", Value::Toggle(true));
    set(&mut scenario, sqs, "max_receives", Value::Int(3));
    let users = users_for(&scenario, 5.0);
    let play = played(&scenario, users, plan(1_000, Traffic::Steady, &[]));
    // Three times ten seconds, and the nineteen before it: 31.9 s for each that is put aside.
    let dead = at(&play.samples()[999], sqs).queue.expect("a queue").dead_lettered;
    assert!((dead - 1_000.0 / 31.9).abs() < 3.0, "{dead}");
    // A queue without order has the others done meanwhile.
    set(&mut scenario, sqs, "kind", Value::Choice("standard".to_owned()));
    let free = played(&scenario, users, plan(1_000, Traffic::Steady, &[]));
    let dead = at(&free.samples()[999], sqs).queue.expect("a queue").dead_lettered;
    let sent = sent_per_s(&scenario, &free, 1..1_000) * 970.0 * 0.05;
    assert!((dead - sent).abs() < 4.0 * sent.sqrt(), "{dead} {sent}");
    assert!(kept(&free, sqs, 999) < 60.0 && kept(&play, sqs, 999) > 3_000.0);
}

#[test]
fn a_function_works_on_as_many_batches_at_once_as_there_are_groups() {
    let (mut scenario, sqs, workers) = in_order(1_000.0, 6);
    taken_out(&mut scenario, workers);
    let function = dropped(&mut scenario, "lambda_function");
    let users = users_for(&scenario, 10.0);
    let report = engine::solve(&checked(&scenario), users);
    assert!((used(&report, function, Resource::Concurrency).0 - 6.0).abs() < 1e-6);
    let play = played(&scenario, users, plan(200, Traffic::Steady, &[]));
    let most =
        play.samples().iter().map(|sample| at(sample, sqs).queue.expect("a queue").in_flight).fold(0.0, f64::max);
    assert_eq!(most, 6.0);
    let busy = mean(play.samples(), 60..200, |sample| at(sample, function).utilisation * 1_000.0);
    // A batch of several takes as long as all of them, and each group waits for its batch's end.
    assert!(busy < 6.0 + 1e-9 && busy > 1.0, "{busy}");
}

#[test]
fn a_queue_in_order_takes_three_hundred_calls_a_second_and_three_thousand_messages_in_batches() {
    let (mut scenario, sqs, workers) = in_order(1.0, 100_000);
    let limit = |scenario: &Scenario| {
        let report = engine::solve(&checked(scenario), 100);
        let of = report.limits.iter().find(|limit| limit.node == sqs && limit.resource == Resource::Requests);
        of.expect("a limit").users
    };
    let expected = |rate: f64| f64::from(users_for(&scenario, rate));
    assert!((limit(&scenario) / expected(300.0) - 1.0).abs() < 0.001, "{}", limit(&scenario));
    let wanted = expected(3_000.0);
    set(&mut scenario, sqs, "send_batch", Value::Int(10));
    // Workers receive one with a call unless they are set to receive more; functions receive batches.
    let mut function = scenario.clone();
    assert!((limit(&scenario) / wanted - 0.1).abs() < 0.001, "{}", limit(&scenario));
    set(&mut scenario, sqs, "receive_batch", Value::Int(10));
    assert!((limit(&scenario) / wanted - 1.0).abs() < 0.001, "{}", limit(&scenario));
    taken_out(&mut function, workers);
    dropped(&mut function, "lambda_function");
    assert!((limit(&function) / wanted - 1.0).abs() < 0.001, "{}", limit(&function));
}

#[test]
fn what_clients_send_again_is_kept_once() {
    // Fifty jobs an upload, each sent in 20 ms: the client gives up after half a second and tries twice more. Nobody does
    // them, so that the queue has all that were sent.
    let mut scenario = preset("queue-workers");
    scenario.workload.mix.upload = 5;
    scenario.workload.upload_kb = 10.0;
    scenario.workload.jobs_per_upload = 50.0;
    scenario.workload.timeout_s = 0.5;
    let (workers, sqs) = (node(&scenario, "workers"), node(&scenario, "sqs"));
    let resilience = Resilience { backoff_ms: vec![100, 100], ..Resilience::default() };
    let gone = plan(120, Traffic::Steady, &[(0, Failure::Node { node: workers, for_s: 120 })]);
    let sent = |scenario: &Scenario| {
        let play = played(scenario, 2_000, Plan { resilience: resilience.clone(), ..gone.clone() });
        kept(&play, sqs, 119)
    };
    let any = sent(&scenario);
    set(&mut scenario, sqs, "kind", Value::Choice("fifo".to_owned()));
    // So many calls that the limit is none.
    set(&mut scenario, sqs, "high_throughput", Value::Toggle(true));
    let once = sent(&scenario);
    // The second and third attempt have sent as many as the first, one more or less.
    assert!(any > 5_000.0 && (once / any * 3.0 - 1.0).abs() < 0.08, "{any} {once}");
}

#[test]
fn batches_of_different_groups_go_on_as_long_as_there_is_work() {
    let (mut scenario, sqs, workers) = in_order(100.0, 1_000);
    taken_out(&mut scenario, workers);
    let function = dropped(&mut scenario, "lambda_function");
    set(&mut scenario, function, "max_concurrency", Value::Int(2));
    let users = users_for(&scenario, 30.0);
    let play = played(&scenario, users, plan(400, Traffic::Steady, &[]));
    // Two at once of 0.1 s each are 20 a second, first to last.
    let rate = sent_per_s(&scenario, &play, 1..400);
    for second in [100, 399] {
        let (found, expected) = (kept(&play, sqs, second), (rate - 20.0) * (second as f64 + 1.0));
        let deviation = (50.0 * (second as f64 + 1.0)).sqrt();
        assert!((found - expected).abs() < 4.0 * deviation + 20.0, "{second}: {found} {expected}");
    }
}
