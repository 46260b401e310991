//! Times of the steady engine, native: making drawings ready, solving them and networks of the network file, sweeps.
//!
//! `make bench` prints a table; figures with their machine stand in docs/performance.md. `make bench-web` times the same
//! in a browser.

#![allow(clippy::expect_used, reason = "a bench without its drawing is worth stopping for")]

#[path = "support/cases.rs"]
mod cases;

use divan::Bencher;

fn main() {
    divan::main();
}

fn names() -> Vec<String> {
    cases::all().into_iter().map(|case| case.name).collect()
}

#[divan::bench(args = names(), max_time = 1)]
fn times(bencher: Bencher<'_, '_>, name: &str) {
    let case = cases::all().into_iter().find(|case| case.name == name).expect("a case of that name");
    let run = (case.ready)();
    bencher.bench_local(run);
}
