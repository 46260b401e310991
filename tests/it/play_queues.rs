//! Queues of jobs in time: how old what waits is, what becomes of jobs that are not done, and what a queue keeps apart.

use headroom::catalogue::settings::Value;
use headroom::engine;
use headroom::engine::timeline::play::{Failure, Play, QueueSample, Sample, Traffic, What};
use headroom::model::edit::Edit;
use headroom::model::scenario::{NodeId, Scenario};
use headroom::model::workload::Class;

use crate::play::{at, checked, failed, mean, node, plan, played, preset, set, when};

fn queue(play: &Play, scenario: &Scenario, second: usize) -> QueueSample {
    at(&play.samples()[second], node(scenario, "sqs")).queue.expect("a queue")
}

fn waiting(play: &Play, scenario: &Scenario, second: usize) -> f64 {
    at(&play.samples()[second], node(scenario, "sqs")).waiting
}

/// Jobs a second that a number of users send.
fn jobs(scenario: &Scenario, users: f64) -> f64 {
    let workload = &scenario.workload;
    workload.demanded_rps(users) * workload.mix.share(Class::Upload) * workload.jobs_per_upload
}

/// Jobs a second that the workers can do, by the steady engine: those of as many users as fill their processors or slots.
fn capacity(scenario: &Scenario) -> f64 {
    let workers = node(scenario, "workers");
    let report = engine::solve(&checked(scenario), 100);
    let limits = report.limits.iter().filter(|limit| limit.node == workers).map(|limit| limit.users);
    jobs(scenario, limits.fold(f64::INFINITY, f64::min))
}

#[test]
fn the_oldest_job_is_as_old_as_a_fluid_that_comes_faster_than_it_is_taken() {
    let mut scenario = preset("queue-workers");
    // Many small jobs, so that their numbers are near the fluid's.
    scenario.workload.mix.upload = 20;
    scenario.workload.upload_kb = 10.0;
    scenario.workload.job_cpu_ms = 10.0;
    // A fleet that is hardly busy: answers take next to nothing of the time between two requests.
    let fleet = node(&scenario, "ec2");
    set(&mut scenario, fleet, "count", Value::Int(20));
    // As many at a time as there are processors: each has one of its own, and the oldest is soon done.
    let workers = node(&scenario, "workers");
    set(&mut scenario, workers, "count", Value::Int(1));
    set(&mut scenario, workers, "slots", Value::Int(2));
    let users = (0.7 * capacity(&scenario) / jobs(&scenario, 1.0)) as u32;
    let spike = Traffic::Spike { factor_percent: 200, from_s: 30, for_s: 60 };
    let play = played(&scenario, users, plan(200, spike, &[]));
    // From 30 s on 1.4 times as many come as are taken: at time t the job is taken that came at 30 + (t − 30) ÷ 1.4.
    let fluid = |t: f64| (t - 30.0) * (1.0 - 1.0 / 1.4);
    for second in [50, 70, 85, 100] {
        let (found, wanted) = (queue(&play, &scenario, second - 1).oldest_s, fluid(second as f64));
        assert!((found / wanted - 1.0).abs() < 0.15, "{second}: {found} {wanted}");
    }
    // At 90 s as many wait as came too many, and 0.7 come for each that is taken: empty after 0.4 × 60 ÷ 0.3 = 80 s.
    let (late, over) = (queue(&play, &scenario, 139).oldest_s, queue(&play, &scenario, 195).oldest_s);
    assert!(late > 1.0 && over < 1.0, "{late} {over}");
    let most = 0.4 * capacity(&scenario) * 60.0;
    assert!((waiting(&play, &scenario, 89) / most - 1.0).abs() < 0.15, "{} {most}", waiting(&play, &scenario, 89));
}

#[test]
fn jobs_of_a_worker_that_dies_are_handed_out_again_when_their_visibility_timeout_is_over() {
    let mut scenario = preset("queue-workers");
    let (workers, sqs) = (node(&scenario, "workers"), node(&scenario, "sqs"));
    // Long jobs, so that many are under way when their workers die.
    scenario.workload.job_cpu_ms = 2_000.0;
    set(&mut scenario, sqs, "visibility_s", Value::Int(45));
    let users = (0.6 * capacity(&scenario) / jobs(&scenario, 1.0)) as u32;
    let gone = Failure::Node { node: workers, for_s: 120 };
    let play = played(&scenario, users, plan(400, Traffic::Steady, &[(100, gone)]));
    let flying = |second| queue(&play, &scenario, second).in_flight;
    let died_with = flying(99);
    assert!(died_with >= 2.0, "{died_with}");
    // They were received in the 45 s before 100 s: hidden at first, and all to be had again by 145 s.
    assert_eq!((flying(101), flying(145)), (died_with, 0.0));
    // Nothing is lost: what was sent in 120 s waits, and those that were under way.
    let sent = jobs(&scenario, f64::from(users)) * 120.0;
    let found = waiting(&play, &scenario, 219);
    assert!((found - sent - died_with).abs() < 3.5 * sent.sqrt(), "{found} {sent}");
    // The oldest is one that was under way: it came before 100 s.
    assert!(
        (119.0..140.0).contains(&queue(&play, &scenario, 219).oldest_s),
        "{}",
        queue(&play, &scenario, 219).oldest_s
    );
    // 120 s of jobs at 0.6 of the capacity drain with 0.4 of it in 180 s.
    assert!(queue(&play, &scenario, 330).oldest_s > 5.0 && queue(&play, &scenario, 399).dead_lettered == 0.0);
}

#[test]
fn a_job_that_always_fails_is_put_aside_when_it_was_received_so_often() {
    let mut scenario = preset("queue-workers");
    let sqs = node(&scenario, "sqs");
    set(&mut scenario, sqs, "poison_percent", Value::Int(100));
    set(&mut scenario, sqs, "dead_letter", Value::Toggle(true));
    set(&mut scenario, sqs, "max_receives", Value::Int(3));
    let users = 10_000;
    let play = played(&scenario, users, plan(300, Traffic::Steady, &[]));
    // Received at once, and hidden three times for 30 s.
    let first = when(play.log(), |what| what == What::DeadLetters(sqs));
    assert!((90.0..93.0).contains(&first), "{first}");
    // From then on as many are put aside as were sent 90 s before, and nothing else is older.
    let sent = jobs(&scenario, f64::from(users)) * 210.0;
    let dead = queue(&play, &scenario, 299).dead_lettered;
    assert!((dead - sent).abs() < 3.5 * sent.sqrt(), "{dead} {sent}");
    assert!((88.0..92.0).contains(&queue(&play, &scenario, 250).oldest_s));
    // 90 s of jobs are hidden.
    let hidden = jobs(&scenario, f64::from(users)) * 90.0;
    let flying = mean(play.samples(), 150..300, |sample| in_flight(sample, sqs));
    assert!((flying / hidden - 1.0).abs() < 0.1, "{flying} {hidden}");
}

fn in_flight(sample: &Sample, sqs: NodeId) -> f64 {
    at(sample, sqs).queue.map_or(0.0, |queue| queue.in_flight)
}

#[test]
fn without_a_dead_letter_queue_a_job_that_always_fails_comes_back_for_ever() {
    let mut scenario = preset("queue-workers");
    let sqs = node(&scenario, "sqs");
    set(&mut scenario, sqs, "poison_percent", Value::Int(5));
    set(&mut scenario, sqs, "visibility_s", Value::Int(10));
    let play = played(&scenario, 10_000, plan(300, Traffic::Steady, &[]));
    // One in twenty of all that were sent in 300 s is still there, and the first is as old as the run.
    let sent = jobs(&scenario, 10_000.0) * 300.0;
    let kept = in_flight(&play.samples()[299], sqs) + waiting(&play, &scenario, 299);
    assert!((kept - 0.05 * sent).abs() < 4.0 * (0.05 * sent).sqrt(), "{kept} {sent}");
    assert!(queue(&play, &scenario, 299).oldest_s > 280.0 && queue(&play, &scenario, 299).dead_lettered == 0.0);
}

#[test]
fn a_job_that_takes_longer_than_it_is_hidden_is_done_twice_at_the_same_time() {
    let mut scenario = preset("queue-workers");
    let sqs = node(&scenario, "sqs");
    // A twentieth of what the workers could do; each job takes them about 8 s.
    scenario.workload.job_cpu_ms = 8_000.0;
    let users = (0.05 * capacity(&scenario) / jobs(&scenario, 1.0)) as u32;
    let busy = |visibility_s: i64| {
        let mut scenario = scenario.clone();
        set(&mut scenario, sqs, "visibility_s", Value::Int(visibility_s));
        let workers = node(&scenario, "workers");
        let play = played(&scenario, users, plan(900, Traffic::Steady, &[]));
        mean(play.samples(), 200..900, |sample| at(sample, workers).utilisation)
    };
    let (once, again) = (busy(300), busy(2));
    assert!(again > 2.0 * once, "{once} {again}");
}

#[test]
fn slow_work_takes_the_pages_along_where_it_is_coupled_tightly_and_not_behind_a_queue() {
    let mut queued = preset("queue-workers");
    // 6.7 jobs of 6 s each are 40 processors' work: more than the fleet has.
    queued.workload.job_cpu_ms = 6_000.0;
    let fleet = node(&queued, "ec2");
    set(&mut queued, fleet, "slots", Value::Int(20));
    let mut coupled = queued.clone();
    for service in ["sqs", "workers"] {
        let id = node(&coupled, service);
        let touching: Vec<_> = coupled.edges.iter().filter(|edge| edge.from == id || edge.to == id).copied().collect();
        for edge in touching {
            Edit::RemoveEdge(edge).apply(&mut coupled).expect("an edge");
        }
        Edit::RemoveNode(id).apply(&mut coupled).expect("a node");
    }
    let p95 =
        |play: &Play| mean(play.samples(), 120..240, |sample| sample.latency_s.map_or(30.0, |latency| latency[1]));
    let (apart, together) = (
        played(&queued, 10_000, plan(240, Traffic::Steady, &[])),
        played(&coupled, 10_000, plan(240, Traffic::Steady, &[])),
    );
    assert!(p95(&apart) < 0.5 && p95(&together) > 10.0 * p95(&apart), "{} {}", p95(&apart), p95(&together));
    let lost = |play: &Play| mean(play.samples(), 120..240, failed);
    assert!(lost(&apart) == 0.0 && lost(&together) > 1.0, "{} {}", lost(&apart), lost(&together));
    // Behind the queue the jobs grow old instead.
    assert!(queue(&apart, &queued, 239).oldest_s > 60.0, "{:?}", queue(&apart, &queued, 239));
}

#[test]
fn an_idle_instance_fetches_next_so_that_few_slots_do_all_that_processors_can() {
    let mut scenario = crate::messages::many_jobs(50.0);
    let (workers, sqs) = (node(&scenario, "workers"), node(&scenario, "sqs"));
    set(&mut scenario, workers, "count", Value::Int(4));
    set(&mut scenario, workers, "slots", Value::Int(2));
    let most = capacity(&scenario);
    // As many slots as processors: twice as much comes as they can do, and all of them are always busy.
    let users = crate::messages::users_for(&scenario, 2.0 * most);
    let play = played(&scenario, users, plan(120, Traffic::Steady, &[]));
    let busy = mean(play.samples(), 10..120, |sample| at(sample, workers).utilisation);
    assert!(busy > 0.999, "{busy}");
    let sent = mean(play.samples(), 0..120, |sample| sample.done_per_s) * 0.2 * 120.0;
    let done = sent - waiting(&play, &scenario, 119) - queue(&play, &scenario, 119).in_flight;
    assert!((done / (most * 120.0) - 1.0).abs() < 4.0 / (most * 120.0).sqrt() + 0.005, "{done} {most}");
    // One that dies is not given any, and those that are left do what they can.
    let gone = Failure::Instance(workers);
    let play = played(&scenario, users, plan(120, Traffic::Steady, &[(20, gone)]));
    let in_flight = queue(&play, &scenario, 100).in_flight;
    assert_eq!((in_flight, at(&play.samples()[100], sqs).queue.is_some()), (6.0, true));
}

#[test]
fn jobs_of_idle_slots_on_busy_instances_take_as_long_as_their_chain_of_states_says() {
    let mut scenario = crate::messages::many_jobs(50.0);
    let (workers, sqs) = (node(&scenario, "workers"), node(&scenario, "sqs"));
    set(&mut scenario, workers, "count", Value::Int(4));
    for slots in [2, 4, 100] {
        set(&mut scenario, workers, "slots", Value::Int(slots));
        let users = crate::messages::users_for(&scenario, 0.85 * capacity(&scenario));
        let report = engine::solve(&checked(&scenario), users);
        let used = report.nodes.get(&sqs).expect("a queue").queue.expect("jobs");
        let expected = used.arrivals.0 * used.time_to_done.expect("stable").0 / 1_000.0;
        let play = played(&scenario, users, plan(900, Traffic::Steady, &[]));
        let number = mean(play.samples(), 100..900, |sample| at(sample, sqs).waiting + in_flight(sample, sqs));
        // Eight processors at 85 %: the mean over 800 s deviates by 2 %.
        assert!((number / expected - 1.0).abs() < 0.08, "{slots}: {number} {expected}");
    }
}
