//! The simulator over random networks to which everything happens: nothing is lost, and nothing goes out of bounds.

use headroom::engine::timeline::{End, Flow, Simulation};

use crate::networks;

/// Events after which a run is looked at.
const EVENTS: u64 = 100_000;

fn assert_adds_up(flow: &Flow, place: &str) {
    let failed: u64 = flow.failed.iter().sum();
    let attempts_failed: u64 = flow.attempts_failed.iter().sum();
    assert!(flow.done + failed <= flow.offered && flow.attempts >= flow.offered, "{place}: {flow:?}");
    assert!(flow.attempts >= flow.done + attempts_failed && attempts_failed >= failed, "{place}: {flow:?}");
    if let Some(latency) = &flow.latency {
        let [p50, p95, p99] = [&latency.p50, &latency.p95, &latency.p99].map(|found| found.value);
        assert!(0.0 <= p50 && p50 <= p95 && p95 <= p99 && latency.mean.value.is_finite(), "{place}: {latency:?}");
    }
}

#[test]
fn whatever_happens_requests_are_answered_fail_or_are_still_there() {
    for seed in 0..300 {
        let network = networks::in_time(seed);
        let mut simulation = Simulation::new(&network, seed).expect("a network without faults");
        simulation.run_events(EVENTS);
        let report = simulation.report();
        let place = network.name.as_str();
        assert_adds_up(&report.requests, place);
        for (_, flow) in report.classes.iter().chain(report.windows.iter().flat_map(|window| &window.classes)) {
            assert_adds_up(flow, place);
        }
        let offered: u64 = report.classes.iter().map(|(_, flow)| flow.offered).sum();
        assert_eq!(offered, report.requests.offered, "{place}");
        for queue in report.stations.iter().chain(&report.slots) {
            let shares = [&queue.utilisation, &queue.refused, &queue.gave_up].map(|found| found.value);
            assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)), "{place}: {queue:?}");
            assert!(
                queue.number.value >= queue.waiting.value - 1e-9 && queue.waiting.value >= 0.0,
                "{place}: {queue:?}"
            );
        }
    }
}

#[test]
fn a_run_in_slices_is_the_run_in_one_piece() {
    for seed in 0..20 {
        let network = networks::in_time(seed);
        let new = || Simulation::new(&network, 5).expect("a network without faults").traced();
        let (mut whole, mut sliced) = (new(), new());
        whole.run_events(EVENTS / 10);
        for _ in 0..100 {
            // A snapshot goes on in the place of the original.
            sliced = sliced.clone();
            sliced.run_events(EVENTS / 1_000);
        }
        assert_eq!((whole.trace(), whole.report()), (sliced.trace(), sliced.report()), "{}", network.name);
    }
}

#[test]
fn requests_that_take_no_time_end_the_run_instead_of_hanging_it() {
    let mut network = networks::network(1);
    network.classes.iter_mut().for_each(|class| class.route.clear());
    network.workload = headroom::engine::queueing::network::Workload::Closed { users: 3, think_s: 0.0 };
    let mut simulation = Simulation::new(&network, 1).expect("a network without faults");
    assert_eq!(simulation.run().ended, Some(End::TimeStoodStill));
}
