//! What the simulator plays, each against what counting or a fluid says of it.

use headroom::codec::network_file;
use headroom::engine::timeline::{CAUSES, Cause, End, Estimate, Flow, Report, Study};

/// Ends within four standard errors are as expected: 95 % half-widths hold about two.
const HALF_WIDTHS: f64 = 2.0;

fn play(file: &str) -> Report {
    let network = network_file::read(file).unwrap_or_else(|error| panic!("{error}\n{file}"));
    let mut study = Study::new(&network).expect("a network");
    study.run();
    assert_eq!(study.ended(), Some(End::Complete));
    study.report()
}

fn assert_near(found: &Estimate, expected: f64, besides: f64) {
    let allowed = HALF_WIDTHS * found.half_width.unwrap_or(0.0) + besides;
    assert!((found.value - expected).abs() <= allowed, "{} instead of {expected} ± {allowed}", found.value);
}

fn failed(flow: &Flow, cause: Cause) -> u64 {
    CAUSES.iter().zip(flow.failed).find(|(of, _)| **of == cause).map_or(0, |(_, count)| count)
}

#[test]
fn a_backlog_builds_up_and_drains() {
    // 150/s against 100/s for 100 s: 5,000 wait. Then 50/s: they are gone 100 s later, and who came last waited 50 s.
    let report = play(
        r#"{"version": 1, "classes": {"job": {"route": [{"visit": "workers"}]}},
        "workload": {"open": {"rates": [{"from_s": 0, "rate_per_s": 50}, {"from_s": 100, "rate_per_s": 150}, {"from_s": 200, "rate_per_s": 50}]}},
        "stations": {"workers": {"servers": 10, "service": {"kind": "exponential", "mean_s": 0.1}}},
        "run": {"duration_s": 400, "replications": 16, "windows": [{"from_s": 199, "to_s": 201}]}}"#,
    );
    let queue = &report.stations[0];
    assert_near(&queue.peak_waiting, 5_000.0, 10.0);
    assert_near(&queue.peak_at_s, 200.0, 1.0);
    assert_near(queue.drain_s.as_ref().expect("drained"), 100.0, 1.0);
    assert_near(&report.windows[0].requests.latency.as_ref().expect("answers").mean, 50.1, 0.3);
}

#[test]
fn more_instances_are_there_after_their_boot_time() {
    // 8 of 10 servers are busy. At 60 s: 8 ÷ (0.5 · 5) = 3.2, so 4 instances, two of them 120 s later; then 8 of 20.
    let report = play(
        r#"{"version": 1, "classes": {"page": {"route": [{"visit": "web"}]}}, "workload": {"open": {"rate_per_s": 80}},
        "stations": {"web": {"servers": 5, "instances": 2, "balancer": "round_robin", "service": {"kind": "exponential", "mean_s": 0.1}}},
        "scaling": [{"station": "web", "every_s": 60, "target_utilisation": 0.5, "min_instances": 2, "max_instances": 10, "boot_s": 120, "servers_per_instance": 5}],
        "run": {"duration_s": 900}}"#,
    );
    let steps: Vec<(f64, u32, u32, u32)> = report.scaling[0]
        .history
        .iter()
        .map(|step| (step.at_s, step.desired, step.starting, step.in_service))
        .collect();
    assert_eq!(steps, [(0.0, 2, 0, 2), (60.0, 4, 2, 2), (180.0, 4, 0, 4)]);
    // 8 busy of 10 for 180 s, of 20 for 720 s.
    assert!((report.stations[0].utilisation.value - 8.0 * 900.0 / (10.0 * 180.0 + 20.0 * 720.0)).abs() < 0.01);
}

#[test]
fn instances_that_are_too_many_go_when_they_are_empty() {
    let report = play(
        r#"{"version": 1, "classes": {"page": {"route": [{"visit": "web"}]}}, "workload": {"open": {"rate_per_s": 30}},
        "stations": {"web": {"servers": 2, "instances": 10, "balancer": "least_outstanding", "service": {"kind": "exponential", "mean_s": 0.1}}},
        "scaling": [{"station": "web", "every_s": 10, "target_utilisation": 0.75, "min_instances": 1, "max_instances": 10, "boot_s": 30, "servers_per_instance": 2}],
        "run": {"warm_up_s": 20, "duration_s": 500}}"#,
    );
    // 3 busy servers at 0.75 of 2 each: 2 instances, and nobody is lost on the way down.
    let last = report.scaling[0].history.last().expect("history");
    assert!((2..=3).contains(&last.in_service), "{last:?}");
    assert_eq!(report.requests.failed, [0; CAUSES.len()]);
}

#[test]
fn credits_run_out_at_the_computed_second() {
    // Two servers always busy spend 2 and earn 0.5 a second: 100 last 66.7 s. From then on they get what is earned.
    let report = play(
        r#"{"version": 1, "classes": {"job": {"route": [{"visit": "cpu"}]}}, "workload": {"closed": {"users": 2, "think_mean_s": 0}},
        "stations": {"cpu": {"servers": 2, "service": {"kind": "deterministic", "mean_s": 0.1}}},
        "credits": [{"station": "cpu", "start_s": 100, "earn_per_s": 0.5, "cap_s": 1000, "speed_when_empty": 0.1}],
        "run": {"duration_s": 200, "windows": [{"from_s": 0, "to_s": 60}, {"from_s": 100, "to_s": 160}]}}"#,
    );
    let emptied = report.credits[0].emptied_at_s.as_ref().expect("empty").value;
    assert!((emptied - 100.0 / 1.5).abs() < 1e-6, "{emptied}");
    assert!((report.credits[0].empty_s.value - (200.0 - emptied)).abs() < 1e-6);
    assert_eq!((report.windows[0].requests.done, report.windows[1].requests.done), (1_200, 300));
}

#[test]
fn a_balancer_sends_requests_to_the_dead_until_it_notices() {
    let report = play(
        r#"{"version": 1, "classes": {"page": {"route": [{"visit": "web"}]}}, "workload": {"open": {"rate_per_s": 50}},
        "stations": {"web": {"servers": 4, "instances": 2, "balancer": "round_robin", "service": {"kind": "exponential", "mean_s": 0.02}}},
        "events": [{"at_s": 100, "station": "web", "instance_dies": {}, "noticed_after_s": 20, "back_after_s": 100}],
        "run": {"duration_s": 300, "windows": [{"from_s": 100, "to_s": 120}, {"from_s": 120, "to_s": 300}]}}"#,
    );
    let blind = &report.windows[0].requests;
    // Every second request.
    assert!(failed(blind, Cause::InstanceDied).abs_diff(blind.offered / 2) <= 1, "{blind:?}");
    assert_eq!(report.windows[1].requests.failed, [0; CAUSES.len()]);
    // 4 servers fewer for 100 of 300 s.
    let busy = 50.0 * 0.02 * (300.0 - 10.0);
    assert!((report.stations[0].utilisation.value - busy / (8.0 * 300.0 - 4.0 * 100.0)).abs() < 0.01);
}

#[test]
fn what_is_in_an_instance_dies_with_it_and_what_waits_in_a_shared_queue_does_not() {
    let file = |balancer: &str| {
        format!(
            r#"{{"version": 1, "classes": {{"job": {{"route": [{{"visit": "web"}}]}}}}, "workload": {{"closed": {{"users": 40, "think_mean_s": 0}}}},
            "stations": {{"web": {{"servers": 2, "instances": 4, "balancer": "{balancer}", "service": {{"kind": "deterministic", "mean_s": 100}}}}}},
            "events": [{{"at_s": 50, "station": "web", "instance_dies": {{}}}}], "run": {{"duration_s": 51}}}}"#
        )
    };
    // Of 40, ten are at each instance, two of them served.
    assert!(play(&file("round_robin")).requests.failed[3] >= 10);
    assert_eq!(play(&file("shared_queue")).requests.failed[3], 2);
}

/// A burst, and clients who give up after 2 s and try three times more; 50/s can be served.
fn retry_storm(limit: &str) -> Report {
    play(&format!(
        r#"{{"version": 1, "classes": {{"page": {{"route": [{{"visit": "server"}}]}}}},
        "workload": {{"open": {{"rates": [{{"from_s": 0, "rate_per_s": 30}}, {{"from_s": 100, "rate_per_s": 200}}, {{"from_s": 130, "rate_per_s": 30}}]}}}},
        "client": {{"timeout_s": 2, "backoff_s": [0.1, 0.2, 0.4]}},
        "stations": {{"server": {{{limit}"service": {{"kind": "exponential", "mean_s": 0.02}}}}}},
        "run": {{"duration_s": 600, "windows": [{{"from_s": 400, "to_s": 500}}]}}}}"#
    ))
}

#[test]
fn retries_hold_up_an_overload_for_ever_where_the_queue_has_no_bound() {
    let report = retry_storm("");
    let after = &report.windows[0].requests;
    // Every attempt is served long after its client has gone: four each, none in time, and 4 · 30 − 50 = 70/s pile up.
    assert_eq!(
        (after.done, failed(after, Cause::ClientTimeout), after.attempts),
        (0, after.offered, 4 * after.offered)
    );
    let grown = report.stations[0].peak_waiting.value;
    let burst = 30.0 * (4.0 * 200.0 - 50.0);
    assert!(((burst + 70.0 * 470.0) / grown - 1.0).abs() < 0.05, "{grown}");
}

#[test]
fn a_bound_on_the_queue_lets_an_overload_by_retries_pass() {
    // Fifty there wait at most a second: whoever is let in is answered in time.
    let report = retry_storm("\"limit\": 50, ");
    let after = &report.windows[0].requests;
    assert_eq!((after.done, after.attempts), (after.offered, after.offered));
    assert!(failed(&report.requests, Cause::Refused) > 1_000);
    assert!(report.stations[0].drain_s.as_ref().expect("drained").value < 60.0);
}

/// A database that does 10/s instead of 100/s from 100 to 160 s. Pages (40/s) ask it, files (40/s) do not; both need
/// one of 20 workers.
fn slow_database(page: &str) -> Report {
    play(&format!(
        r#"{{"version": 1, "workload": {{"open": {{"rate_per_s": 80}}}},
        "classes": {{"page": {{"share": 0.5, "route": [{page}]}}, "file": {{"share": 0.5, "route": [{{"hold": "workers", "route": [{{"visit": "cpu"}}]}}]}}}},
        "stations": {{
          "cpu": {{"servers": 2, "discipline": "processor_sharing", "service": {{"kind": "exponential", "mean_s": 0.005}}}},
          "db": {{"servers": 10, "service": {{"kind": "exponential", "mean_s": 0.1}}}}
        }},
        "slots": {{"workers": {{"count": 20}}}},
        "events": [{{"at_s": 100, "station": "db", "servers": 1}}, {{"at_s": 160, "station": "db", "servers": 10}}],
        "run": {{"duration_s": 300, "replications": 16, "windows": [{{"from_s": 130, "to_s": 160}}]}}}}"#
    ))
}

#[test]
fn a_slow_database_takes_everything_down_that_shares_its_workers() {
    let report = slow_database(r#"{"hold": "workers", "route": [{"visit": "cpu"}, {"visit": "db"}]}"#);
    // All workers wait for the database, 10 pages go in a second, and as many files between them: 80 − 20 pile up for
    // 60 s. The workers fill first: 20 of 40 − 10 a second.
    assert_near(&report.slots[0].peak_waiting, 60.0 * (60.0 - 20.0 / 30.0), 60.0);
    let file = &report.windows[0].classes[1].1;
    assert!(file.latency.as_ref().expect("answers").mean.value > 10.0);
}

#[test]
fn a_slow_database_keeps_to_itself_behind_a_flow_of_its_own() {
    let report = slow_database(r#"{"hold": "workers", "route": [{"visit": "cpu"}]}, {"visit": "db"}"#);
    assert_near(&report.stations[1].peak_waiting, 60.0 * (40.0 - 10.0), 40.0);
    let file = &report.windows[0].classes[1].1;
    // Two shared processors at 0.2 of their capacity: 5 ms ÷ (1 − 0.2²).
    assert_near(&file.latency.as_ref().expect("answers").mean, 0.005 / 0.96, 1e-6);
}

#[test]
fn work_that_nobody_waits_for_goes_on_or_stops_as_asked() {
    let file = |abandoned: &str| {
        format!(
            r#"{{"version": 1, "classes": {{"job": {{"route": [{{"visit": "server"}}]}}}}, "workload": {{"closed": {{"users": 1, "think_mean_s": 0}}}},
            "client": {{"timeout_s": 1, "abandoned_work": "{abandoned}"}},
            "stations": {{"server": {{"service": {{"kind": "deterministic", "mean_s": 10}}}}}}, "run": {{"duration_s": 100.5}}}}"#
        )
    };
    let (goes_on, stops) = (play(&file("continues")), play(&file("stops")));
    assert_eq!((goes_on.requests.failed[2], stops.requests.failed[2]), (100, 100));
    // One a second comes and one in ten seconds is done: 101 have come, 10 are done, one is served.
    assert!((goes_on.stations[0].peak_waiting.value - 90.0).abs() < 1.5);
    assert!(stops.stations[0].peak_waiting.value < 0.5 && stops.stations[0].utilisation.value > 0.99);
}

#[test]
fn who_waits_as_long_as_all_do_leaves_in_turn() {
    // One is served for 10 s; four more come within a moment and leave after 2 s.
    let report = play(
        r#"{"version": 1, "classes": {"job": {"route": [{"visit": "desk"}]}}, "workload": {"closed": {"users": 5, "think_mean_s": 1e-6}},
        "client": {"backoff_s": [1000]},
        "stations": {"desk": {"wait_timeout": {"fixed_s": 2}, "service": {"kind": "deterministic", "mean_s": 10}}}, "run": {"duration_s": 5}}"#,
    );
    assert_eq!((report.requests.attempts_failed[1], report.requests.offered), (4, 5));
    assert!((report.stations[0].waiting.value - 4.0 * 2.0 / 5.0).abs() < 1e-4);
}

#[test]
fn a_slot_is_free_again_after_a_failure_in_a_named_route() {
    // One user, one slot: a slot that was kept would be the last.
    let report = play(
        r#"{"version": 1, "workload": {"closed": {"users": 1, "think_mean_s": 0}}, "stations": {"a": {"service": {"kind": "deterministic", "mean_s": 9}}},
        "slots": {"s": {"count": 1}}, "routes": {"outer": [{"call": "inner", "times": 2}, {"fail": {}}],
          "inner": [{"visit": "a", "service": {"kind": "deterministic", "mean_s": 0.5}}]},
        "classes": {"all": {"route": [{"hold": "s", "route": [{"call": "outer"}]}]}}, "run": {"duration_s": 10.25}}"#,
    );
    assert_eq!((failed(&report.requests, Cause::FailStep), report.requests.unfinished()), (10, 1));
    assert!((report.stations[0].utilisation.value - 1.0).abs() < 1e-9);
}

#[test]
fn nobody_waits_for_work_that_was_started_aside() {
    let report = play(
        r#"{"version": 1, "workload": {"closed": {"users": 1, "think_mean_s": 0}},
        "stations": {"a": {"service": {"kind": "deterministic", "mean_s": 1}}, "b": {"service": {"kind": "deterministic", "mean_s": 0.5}}},
        "classes": {"all": {"route": [{"spawn": [{"visit": "b"}, {"fail": {}}]}, {"visit": "a"}]}}, "run": {"duration_s": 10.5}}"#,
    );
    assert_eq!((report.requests.done, report.requests.failed), (10, [0; CAUSES.len()]));
    assert!((report.requests.latency.as_ref().expect("answers").mean.value - 1.0).abs() < 1e-9);
    // Eleven began, each half a second.
    assert!((report.stations[1].utilisation.value - 5.5 / 10.5).abs() < 1e-9);
}
