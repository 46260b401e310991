//! How fast the simulator is: nanoseconds an event at one queue, and simulated against real seconds for a million users.
//!
//! `cargo bench --profile speed --bench timeline`; figures with their machine stand in docs/performance.md.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a bench prints its table, and stops without its network")]

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::hint::black_box;
use std::sync::LazyLock;
use std::time::Instant;

#[path = "support/simulated.rs"]
mod simulated;

use simulated::{ONE_QUEUE, simulation, three_tiers};

/// Rounds of each measurement; the quickest counts, which other work on the machine disturbs least.
const ROUNDS: usize = 5;

static START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// The same queue as a loop of its own, the plainest that there is: binary heap, logarithms, no counts but one. What
/// else runs on the machine slows both alike.
fn bare_loop(events: u64) -> f64 {
    let mut word = 1_u64;
    let mut exponential = move |mean: f64| {
        word ^= word << 13;
        word ^= word >> 7;
        word ^= word << 17;
        (-mean * libm::log((word >> 11) as f64 / 9_007_199_254_740_992.0)) as u64
    };
    let (mut heap, mut waiting, mut busy, mut sum, mut seq) = (BinaryHeap::new(), VecDeque::new(), 0, 0_u64, 0_u64);
    heap.push(Reverse((0_u64, 0_u64, None)));
    let worked = worked_s();
    for _ in 0..events {
        let Some(Reverse((now, _, served))) = heap.pop() else { break };
        match served {
            None => {
                seq += 1;
                heap.push(Reverse((now + exponential(1e9 / 3.2), seq, None)));
                waiting.push_back(now);
            }
            Some(came) => {
                sum += now - came;
                busy -= 1;
            }
        }
        if busy < 4
            && let Some(came) = waiting.pop_front()
        {
            seq += 1;
            busy += 1;
            heap.push(Reverse((now + exponential(1e9), seq, Some(came))));
        }
    }
    black_box(sum);
    (worked_s() - worked) * 1e9 / events as f64
}

/// Seconds that this thread has had a processor for, where the system tells; else seconds since the start.
fn worked_s() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = told.and_then(|line| line.split(' ').next()?.parse::<f64>().ok());
    nanos.map_or_else(|| START.elapsed().as_secs_f64(), |nanos| nanos / 1e9)
}

/// Nanoseconds an event and simulated seconds a second of a processor, over so many events once the queues have filled.
fn measure(file: &str, events: u64) -> (f64, f64) {
    let mut simulation = simulation(file);
    simulation.run_events(events / 5);
    let mut best = (f64::INFINITY, 0.0);
    for _ in 0..ROUNDS {
        let before = simulation.progress();
        let worked = worked_s();
        let after = simulation.run_events(events);
        let took = worked_s() - worked;
        let an_event = took * 1e9 / (after.events - before.events) as f64;
        if an_event < best.0 {
            best = (an_event, (after.now_s - before.now_s) / took);
        }
    }
    best
}

fn main() {
    if std::env::args().any(|word| word == "one-queue") {
        // Two events a customer; what `benches/rivals/run.sh` reads.
        println!("{:.2}", 2.0 * measure(ONE_QUEUE, 10_000_000).0);
        return;
    }
    let bare = (0..ROUNDS).map(|_| bare_loop(10_000_000)).fold(f64::INFINITY, f64::min);
    let (an_event, _) = measure(ONE_QUEUE, 10_000_000);
    let (rate, ratio) = (500.0 / an_event, bare / an_event);
    println!(
        "M/M/4 at 0.8: {an_event:.1} ns an event, {rate:.1} M customers/s; a bare loop {bare:.1} ns, {ratio:.2} times that"
    );
    for users in [1_000, 100_000, 1_000_000] {
        let (an_event, ratio) = measure(&three_tiers(users), 5_000_000);
        println!("three tiers, {users} users: {an_event:.1} ns an event, {ratio:.1} simulated seconds a second");
    }
}
