//! Topics: functions that are invoked for each message, what is tried again, and messages to queues, functions and users.

use headroom::catalogue::settings::Value;
use headroom::catalogue::spec::Resource;
use headroom::engine;
use headroom::engine::report::Report;
use headroom::engine::timeline::play::{Failure, Traffic};
use headroom::model::scenario::{Edge, NodeId, Scenario};
use headroom::model::wiring;
use headroom::model::workload::Mix;

use crate::messages::{billed, dropped, jobs_per_s, many_jobs, of, taken_out, used, users_for, waiting};
use crate::play::{at, checked, mean, node, plan, played, set};

/// A topic in place of the queue, with a function behind it.
fn behind_a_topic(job_ms: f64) -> (Scenario, NodeId, NodeId) {
    let mut scenario = many_jobs(job_ms);
    let (workers, sqs) = (node(&scenario, "workers"), node(&scenario, "sqs"));
    let topic = dropped(&mut scenario, "sns");
    taken_out(&mut scenario, workers);
    taken_out(&mut scenario, sqs);
    let function = dropped(&mut scenario, "lambda_function");
    set(&mut scenario, function, "app_init_ms", Value::Int(0));
    set(&mut scenario, function, "runtime", Value::Choice("rust".to_owned()));
    assert!(scenario.edges.contains(&Edge { from: topic, to: function }), "{:?}", scenario.edges);
    (scenario, topic, function)
}

#[test]
fn a_topic_invokes_a_function_once_for_each_message() {
    let (scenario, topic, function) = behind_a_topic(200.0);
    let users = users_for(&scenario, 50.0);
    let report = engine::solve(&checked(&scenario), users);
    let rate = jobs_per_s(&scenario, &report);
    let close = |found: f64, expected: f64| assert!((found / expected - 1.0).abs() < 1e-6, "{found} {expected}");
    close(of(&report, topic).rate.0, rate);
    close(of(&report, function).rate.0, rate);
    close(used(&report, function, Resource::Concurrency).0, 0.2 * rate);
    close(billed(&report, function, "requests"), rate * 2.628);
    close(billed(&report, topic, "publish"), rate * 2.628);
    let play = played(&scenario, users, plan(240, Traffic::Steady, &[]));
    let busy = mean(play.samples(), 60..240, |sample| at(sample, function).utilisation);
    assert!((busy * 1_000.0 / (0.2 * rate) - 1.0).abs() < 0.04, "{busy} {rate}");
}

#[test]
fn throttled_messages_of_a_topic_are_tried_again_and_none_is_lost() {
    let (mut scenario, _, function) = behind_a_topic(200.0);
    set(&mut scenario, function, "concurrency", Value::Int(4));
    // Four of 0.2 s are 20 a second: ten too many in steady state, and in time.
    let users = users_for(&scenario, 30.0);
    let report = engine::solve(&checked(&scenario), users);
    let rate = jobs_per_s(&scenario, &report);
    let growth = of(&report, function).queue.expect("a queue").growth.0;
    assert!((growth / (rate - 20.0) - 1.0).abs() < 1e-6, "{growth}");
    let play = played(&scenario, users, plan(300, Traffic::Steady, &[]));
    let busy = mean(play.samples(), 30..300, |sample| at(sample, function).utilisation);
    // What is done and what is to be tried again is all that came.
    let (done, later) = (busy * 20.0 * 299.0, waiting(&play, function, 299));
    let came = rate * 299.0;
    assert!((done + later - came).abs() < 4.0 * (2.0 * came).sqrt(), "{done} {later} {came}");
    // Without anything tried again the four would be 0.80 busy (Erlang's loss formula for six offered); with it nearly always.
    assert!((0.8..1.0).contains(&busy), "{busy}");

    // A function that is gone for a minute: the messages of that minute come later.
    set(&mut scenario, function, "concurrency", Value::Int(1_000));
    let gone = Failure::Node { node: function, for_s: 60 };
    let play = played(&scenario, users, plan(400, Traffic::Steady, &[(60, gone)]));
    let missed = rate * 60.0;
    let found = waiting(&play, function, 118);
    assert!((found - missed).abs() < 4.0 * missed.sqrt() + 60.0, "{found} {missed}");
    // Each waits twice as long as before: the first of them, refused since 60 s, come back at 61, 63, … 123 s; all by 247 s.
    assert_eq!(waiting(&play, function, 399), 0.0);
}

#[test]
fn a_topic_tells_queues_functions_and_users_of_each_message_or_each_of_its_own() {
    let (mut scenario, topic, function) = behind_a_topic(100.0);
    let sqs = dropped(&mut scenario, "sqs");
    let workers = dropped(&mut scenario, "workers");
    scenario.edges.remove(&Edge { from: sqs, to: function });
    let users_node = node(&scenario, "users");
    let to_users = Edge { from: topic, to: users_node };
    assert!(wiring::refusal(&scenario, to_users).is_none());
    scenario.edges.insert(to_users);
    for to in [sqs, function] {
        assert!(scenario.edges.contains(&Edge { from: topic, to }), "{:?}", scenario.edges);
    }
    set(&mut scenario, topic, "user_deliveries", Value::Int(3));
    set(&mut scenario, topic, "user_channel", Value::Choice("push".to_owned()));
    let users = users_for(&scenario, 20.0);
    let report = engine::solve(&checked(&scenario), users);
    let rate = jobs_per_s(&scenario, &report);
    let close = |found: f64, expected: f64| assert!((found / expected - 1.0).abs() < 1e-6, "{found} {expected}");
    let told = |report: &Report| report.flows.get(&to_users).expect("a flow").0;
    close(of(&report, sqs).rate.0, rate);
    close(of(&report, function).rate.0, rate);
    close(told(&report), 3.0 * rate);
    close(billed(&report, topic, "user_deliveries"), 3.0 * rate * 2.628);
    let play = played(&scenario, users, plan(300, Traffic::Steady, &[]));
    let busy = |id| mean(play.samples(), 60..300, |sample| at(sample, id).utilisation);
    assert!((busy(function) * 1_000.0 / (0.1 * rate) - 1.0).abs() < 0.05, "{}", busy(function));
    let (used_cpu, cpus) = used(&report, workers, Resource::Cpu);
    assert!((busy(workers) / (used_cpu / cpus) - 1.0).abs() < 0.15, "{} {used_cpu} {cpus}", busy(workers));

    set(&mut scenario, topic, "topics", Value::Choice("many".to_owned()));
    let report = engine::solve(&checked(&scenario), users);
    let rate = jobs_per_s(&scenario, &report);
    close(of(&report, sqs).rate.0, rate / 3.0);
    close(of(&report, function).rate.0, rate / 3.0);
    close(told(&report), rate);
}

#[test]
fn a_message_that_was_tried_for_six_hours_is_given_up() {
    let (mut scenario, _, function) = behind_a_topic(100.0);
    // Every request is an upload, and so a message.
    scenario.workload.mix = Mix { page: 0, write: 0, static_file: 0, upload: 100, report: 0 };
    let gone = Failure::Node { node: function, for_s: 24_000 };
    // One active user, who asks every second and a half.
    let play = played(&scenario, 10, plan(24_000, Traffic::Steady, &[(0, gone)]));
    let came = |last: usize| play.samples().iter().rev().take(last).map(|sample| sample.done_per_s).sum::<f64>();
    let left = waiting(&play, function, 23_999);
    // The last try is up to five minutes late; those on their way to the topic's subscribers are a few.
    let (least, most, all) = (came(21_599), came(21_901), came(24_000));
    assert!(least - 1.0 <= left && left <= most && most < all - 100.0, "{least} {left} {most} {all}");
}
