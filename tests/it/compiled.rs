//! Drawings as networks of queues: what is compiled, written, read and solved as a network is what the page shows.

use headroom::codec::network_file;
use headroom::engine::queueing::check;
use headroom::engine::queueing::network::Network;
use headroom::engine::queueing::steady;
use headroom::engine::{self, report::Report};
use headroom::model::scenario::Scenario;
use headroom::model::topology::Topology;
use headroom::model::validate;
use headroom::presets;
use proptest::prelude::*;

use crate::{arbitrary, networks};

pub(crate) fn read_back(network: &Network) -> Network {
    let text = network_file::write(network);
    network_file::read(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn checked(scenario: &Scenario) -> Option<Topology> {
    validate::check(scenario).0
}

#[test]
fn a_network_that_is_written_and_read_is_the_same() {
    for seed in 0..300 {
        let network = networks::network(seed);
        assert_eq!(read_back(&network), network, "seed {seed}");
    }
}

/// Users whose share that is active is whole, so that the file has as many.
const USERS: [u32; 5] = [10, 1_000, 20_000, 100_000, 1_000_000];

#[test]
fn every_stage_of_the_story_has_the_same_steady_state_as_a_network_file() {
    for preset in presets::all() {
        let scenario = presets::scenario(preset.id).expect("its scenario");
        let topology = checked(&scenario).expect("a sound drawing");
        for users in USERS {
            let network = read_back(&network_file::of_drawing(&scenario, &topology, users));
            let report = engine::solve(&topology, users);
            same(&network, &report, &format!("{} with {users} users", preset.id));
        }
    }
}

pub(crate) fn same(network: &Network, report: &Report, what: &str) {
    let steady = steady::solve(network).unwrap_or_else(|unsolvable| panic!("{what}: {unsolvable:?}"));
    assert!(steady.converged, "{what}: {} rounds", steady.rounds);
    let close = |one: f64, other: f64, of: &str| {
        let apart = (one - other).abs();
        assert!(apart <= 1e-7 * one.abs().max(other.abs()) + 1e-12, "{what}: {of} {one} {other}");
    };
    close(steady.done_per_s, report.throughput.0, "throughput");
    close(steady.failed_per_s, report.failures.0, "failures");
    close(steady.number.expect("closed users are all somewhere"), report.concurrency, "concurrency");
    match (steady.latency, report.latency) {
        (Some(one), Some(other)) => {
            close(one.mean_s, other.mean.0 / 1e3, "mean");
            close(one.p50_s, other.p50.0 / 1e3, "p50");
            close(one.p95_s, other.p95.0 / 1e3, "p95");
            close(one.p99_s, other.p99.0 / 1e3, "p99");
        }
        (one, other) => assert!(one.is_none() && other.is_none(), "{what}: {one:?} {other:?}"),
    }
}

proptest! {
    #[test]
    fn whatever_is_drawn_compiles_to_a_network_without_faults(scenario in arbitrary::scenario()) {
        let Some(topology) = checked(&scenario) else { return Ok(()) };
        let network = network_file::of_drawing(&scenario, &topology, 1_000);
        let faults = check::faults(&network);
        prop_assert!(faults.is_empty(), "{faults:?}");
        prop_assert_eq!(read_back(&network), network);
    }
}
