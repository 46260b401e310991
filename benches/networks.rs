//! Times of solving the steady state of a network by its stations and users, percentiles of the whole and of every
//! station's wait included.
//!
//! `cargo bench --bench networks` prints a table; figures with their machine stand in docs/performance.md.

#![allow(clippy::expect_used, reason = "a bench without its network is worth stopping for")]

use divan::{Bencher, black_box};
use headroom::codec::network_file;
use headroom::engine::queueing::network::Network;
use headroom::engine::queueing::steady;

fn main() {
    divan::main();
}

const STATIONS: [usize; 3] = [6, 20, 60];

/// Stations with four servers in a row, the slowest at 80 % of its capacity where arrivals are open.
fn chain(workload: &str, stations: usize, service: &str) -> Network {
    let of = |id: usize| {
        let mean_s = 0.04 * (1.0 - 0.5 * id as f64 / stations as f64);
        format!("\"s{id}\": {{\"servers\": 4, \"service\": {{\"kind\": {service}, \"mean_s\": {mean_s}}}}}")
    };
    let route = (0..stations).map(|id| format!("{{\"visit\": \"s{id}\"}}")).collect::<Vec<_>>().join(", ");
    let stations = (0..stations).map(of).collect::<Vec<_>>().join(", ");
    let file = format!(
        "{{\"version\": 1, \"workload\": {workload}, \"classes\": {{\"all\": {{\"route\": [{route}]}}}}, \"stations\": {{{stations}}}}}"
    );
    network_file::read(&file).expect("a network file")
}

#[divan::bench(args = STATIONS)]
fn open_exponential(bencher: Bencher<'_, '_>, stations: usize) {
    let network = chain("{\"open\": {\"rate_per_s\": 80}}", stations, "\"exponential\"");
    bencher.bench_local(|| steady::solve(black_box(&network)));
}

#[divan::bench(args = STATIONS)]
fn open_log_normal(bencher: Bencher<'_, '_>, stations: usize) {
    let network = chain("{\"open\": {\"rate_per_s\": 80}}", stations, "\"log_normal\", \"cv\": 2");
    bencher.bench_local(|| steady::solve(black_box(&network)));
}

#[divan::bench(args = STATIONS, consts = [10, 1_000, 100_000, 1_000_000])]
fn closed_exponential<const USERS: u32>(bencher: Bencher<'_, '_>, stations: usize) {
    let workload = format!("{{\"closed\": {{\"users\": {USERS}, \"think_mean_s\": 10}}}}");
    let network = chain(&workload, stations, "\"exponential\"");
    bencher.bench_local(|| steady::solve(black_box(&network)));
}
