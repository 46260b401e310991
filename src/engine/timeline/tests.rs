//! Small networks whose answers are known otherwise.

use super::*;
use crate::engine::queueing::network::{
    Class, Client, Discipline, Efficiency, Network, RateFrom, Run, Station, Step, Workload,
};
use crate::engine::queueing::service::Service;

/// Stations one after the other, open.
pub(super) fn chain(rate_per_s: f64, stations: Vec<Station>) -> Network {
    let route = (0..stations.len()).map(Step::visit).collect();
    let workload = Workload::Open(vec![RateFrom { from_s: 0.0, rate_per_s }]);
    Network::plain(workload, vec![Class { name: "all".to_owned(), share: 1.0, route }], stations)
}

pub(super) fn exponential(mean_s: f64) -> Service {
    Service::Exponential { mean_s }
}

fn mean_of(network: &Network, duration_s: f64) -> (f64, f64) {
    let run = Run { warm_up_s: duration_s / 20.0, duration_s, ..Run::default() };
    let mut simulation = Simulation::new(&Network { run, ..network.clone() }, 1).expect("sound");
    assert_eq!(simulation.run().ended, Some(End::Complete));
    let latency = simulation.report().requests.latency.expect("answers");
    (latency.mean.value, latency.mean.half_width.expect("batches"))
}

#[test]
fn a_queue_with_four_servers_has_the_mean_of_erlang() {
    let (mean, half_width) = mean_of(&chain(3.2, vec![Station::plain("q", 4, exponential(1.0))]), 100_000.0);
    assert!((mean - 1.745_540_5).abs() < 2.0 * half_width && half_width < 0.05, "{mean} ± {half_width}");
}

#[test]
fn an_even_share_of_a_processor_takes_as_long_whatever_the_distribution() {
    for service in [exponential(1.0), Service::Deterministic { mean_s: 1.0 }, Service::balanced(1.0, 4.0)] {
        let shared = Station { discipline: Discipline::ProcessorSharing, ..Station::plain("q", 1, service) };
        let (mean, half_width) = mean_of(&chain(0.8, vec![shared]), 100_000.0);
        // E(T) = E(S) ÷ (1 − ρ), whatever the distribution.
        assert!((mean - 5.0).abs() < 2.0 * half_width && half_width < 0.5, "{mean} ± {half_width}");
    }
}

#[test]
fn servers_that_slow_each_other_make_a_birth_and_death_process() {
    // Two servers that do 1.5 together: from 2 on served at 1.5, so p(n) = 0.9 · 0.6ⁿ⁻¹ · p(0).
    let efficiency = Efficiency { contention: 1.0 / 3.0, coherency: 0.0 };
    let slowed = Station { efficiency, ..Station::plain("q", 2, exponential(1.0)) };
    let (rho, first) = (0.9 / 1.5, 0.9);
    let empty = 1.0 / (1.0 + first / (1.0 - rho));
    let expected = first * empty / (1.0 - rho) / (1.0 - rho) / 0.9;
    let (mean, half_width) = mean_of(&chain(0.9, vec![slowed]), 100_000.0);
    assert!((mean - expected).abs() < 2.0 * half_width && half_width < 0.2, "{mean} ± {half_width}: {expected}");
}

#[test]
fn a_snapshot_goes_on_as_the_original_does() {
    let mut network =
        chain(3.0, vec![Station::plain("web", 4, exponential(1.0)), Station::plain("db", 1, exponential(0.2))]);
    network.stations[0].discipline = Discipline::ProcessorSharing;
    network.client = Client { timeout_s: Some(3.0), backoff_s: vec![0.5, 1.0], ..Client::default() };
    network.run.duration_s = 2_000.0;
    let mut simulation = Simulation::new(&network, 3).expect("sound").traced();
    simulation.run_events(5_000);
    let mut restored = simulation.clone();
    simulation.run();
    while restored.run_events(7).ended.is_none() {}
    assert_eq!(simulation.trace(), restored.trace());
    assert_eq!(simulation.report(), restored.report());
    let other = Simulation::new(&network, 4).map(|mut other| other.run());
    assert_ne!(other.ok(), Some(simulation.progress()));
}
