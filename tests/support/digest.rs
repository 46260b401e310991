//! One number for everything that the engine says about the staged story, one for random networks and one for what the
//! simulator plays of them, bit for bit. The native tests and the browser
//! tests compute it by this same code and compare it with the same file, so native and WebAssembly cannot drift apart.

use headroom::engine::Engine;
use headroom::engine::queueing::steady::{self, Steady};
use headroom::engine::report::Report;
use headroom::engine::timeline::Simulation;
use headroom::model::validate;
use headroom::presets;

use crate::networks;

/// The digest that both must have; `tests/golden/engine_digest.txt` changes only with the engine.
pub(crate) const GOLDEN: &str = include_str!("../golden/engine_digest.txt");

const USERS: [u32; 8] = [10, 77, 1_000, 3_210, 12_345, 54_321, 300_000, 1_000_000];

/// FNV-1a over the bits of every number in every report.
pub(crate) fn digest() -> String {
    let mut hash = Hash(0xcbf2_9ce4_8422_2325);
    for preset in presets::all() {
        let scenario = presets::scenario(preset.id).expect("a preset of the list");
        let topology = validate::check(&scenario).0.expect("a preset that can be solved");
        let engine = Engine::new(&topology);
        for users in USERS {
            add_report(&mut hash, &engine.solve(users));
        }
    }
    format!("{:016x}", hash.0)
}

/// The digest of the random networks.
pub(crate) const GOLDEN_NETWORKS: &str = include_str!("../golden/networks_digest.txt");

/// FNV-1a over the bits of the steady states of 200 random networks; those without one count by their place.
pub(crate) fn networks_digest() -> String {
    let mut hash = Hash(0xcbf2_9ce4_8422_2325);
    for seed in 0..200 {
        match steady::solve(&networks::network(seed)) {
            Ok(steady) => add_steady(&mut hash, &steady),
            Err(unsolvable) => unsolvable.place.bytes().for_each(|byte| hash.add(f64::from(byte))),
        }
    }
    format!("{:016x}", hash.0)
}

fn add_steady(hash: &mut Hash, steady: &Steady) {
    for value in [steady.done_per_s, steady.failed_per_s, steady.growth_per_s, steady.attempts] {
        hash.add(value);
    }
    hash.add(steady.number.unwrap_or(-1.0));
    hash.add(f64::from(steady.rounds));
    for latency in steady.classes.iter().filter_map(|class| class.latency).chain(steady.latency) {
        for value in [latency.mean_s, latency.p50_s, latency.p95_s, latency.p99_s] {
            hash.add(value);
        }
    }
    for station in &steady.stations {
        let waits = station.wait_probability.unwrap_or(0.0);
        for value in [station.utilisation, waits, station.refused, station.gave_up] {
            hash.add(value);
        }
        hash.add(station.wait.map_or(-1.0, |wait| wait.p99_s));
    }
    if let Some(lower) = &steady.lower {
        add_steady(hash, lower);
    }
}

/// The digest of simulated random networks.
pub(crate) const GOLDEN_TRACE: &str = include_str!("../golden/trace_digest.txt");

/// Events of each simulated network.
const EVENTS: u64 = 20_000;

/// FNV-1a over the fingerprints of all events in 30 random networks to which something happens in time, and over what
/// was found there.
pub(crate) fn trace_digest() -> String {
    let mut hash = Hash(0xcbf2_9ce4_8422_2325);
    for seed in 0..30 {
        let network = networks::in_time(seed);
        let mut simulation = Simulation::new(&network, seed).expect("a network without faults").traced();
        simulation.run_events(EVENTS);
        hash.word(simulation.trace().unwrap_or(0));
        let report = simulation.report();
        hash.word(report.requests.done);
        hash.add(report.number.value);
        if let Some(latency) = report.requests.latency {
            [latency.mean, latency.p50, latency.p95, latency.p99].iter().for_each(|found| hash.add(found.value));
        }
        for station in report.stations {
            [station.utilisation, station.waiting, station.died].iter().for_each(|found| hash.add(found.value));
        }
    }
    format!("{:016x}", hash.0)
}

struct Hash(u64);

impl Hash {
    fn add(&mut self, value: f64) {
        self.word(value.to_bits());
    }

    fn word(&mut self, word: u64) {
        for byte in word.to_le_bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

fn add_report(hash: &mut Hash, report: &Report) {
    for value in [report.throughput.0, report.concurrency, report.error_rate.0, report.failures.0] {
        hash.add(value);
    }
    if let Some(latency) = report.latency {
        for value in [latency.mean, latency.p50, latency.p95, latency.p99] {
            hash.add(value.0);
        }
    }
    for limit in &report.limits {
        hash.add(limit.users);
    }
    for node in report.nodes.values() {
        for resource in &node.resources {
            hash.add(resource.utilisation.0);
            hash.add(resource.used);
        }
        if let Some(queue) = node.queue {
            hash.add(queue.waiting.unwrap_or(-1.0));
            hash.add(queue.growth.0);
        }
    }
    for line in &report.cost.lines {
        hash.add(line.quantity);
        hash.add(line.usd.dollars());
    }
}
