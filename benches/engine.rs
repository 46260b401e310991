//! Times of the steady engine: making a drawing ready, solving it at one number of users, a sweep from 10 to 1,000,000.
//!
//! `cargo bench --bench engine` prints a table; figures with their machine stand in docs/performance.md.

#![allow(clippy::expect_used, reason = "a bench without its drawing is worth stopping for")]

use divan::{Bencher, black_box};
use headroom::engine::{Engine, sweep};
use headroom::model::topology::Topology;
use headroom::model::validate;
use headroom::presets;

fn main() {
    divan::main();
}

/// The first and the largest drawing of the story.
const DRAWINGS: [&str; 2] = ["one-box", "queue-workers"];

fn topology(preset: &str) -> Topology {
    let scenario = presets::scenario(preset).expect("a preset of that name");
    validate::check(&scenario).0.expect("a preset that can be solved")
}

#[divan::bench(args = DRAWINGS)]
fn make_ready(bencher: Bencher<'_, '_>, preset: &str) {
    let topology = topology(preset);
    bencher.bench_local(|| Engine::new(black_box(&topology)));
}

#[divan::bench(args = DRAWINGS, consts = [10, 1_000, 100_000, 1_000_000])]
fn solve<const USERS: u32>(bencher: Bencher<'_, '_>, preset: &str) {
    let engine = Engine::new(&topology(preset));
    bencher.bench_local(|| engine.solve(black_box(USERS)));
}

#[divan::bench(args = DRAWINGS)]
fn whole_sweep(bencher: Bencher<'_, '_>, preset: &str) {
    let engine = Engine::new(&topology(preset));
    bencher.bench_local(|| sweep::drawing::adaptive(&engine, 10, black_box(1_000_000)));
}
