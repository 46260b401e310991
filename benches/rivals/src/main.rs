//! M/M/4 at 80 % in odem-rs: customers a second of a processor. Its servers take from one queue and sleep where there is
//! nothing in it, as in the library's own M/M/1 example; only the mean wait is kept.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::pin::pin;
use std::task::Waker;

use odem_rs::rand_distr::Exp;
use odem_rs::{core::ops::waker, prelude::*};

const SERVERS: f64 = 4.0;
const LOAD: f64 = 0.8;

#[derive(Default, Config)]
#[time(Time<f64>)]
struct Model {
    rng_stream: RngStream,
    queue: Queue,
}

#[derive(Default)]
struct Queue {
    /// Of those who wait: when they came, and their work.
    waiting: RefCell<VecDeque<(Time<f64>, Time<f64>)>>,
    /// Servers that sleep.
    idle: RefCell<Vec<Waker>>,
    served: Cell<u64>,
    waited_s: Cell<f64>,
}

async fn serve(sim: &Sim<Model>) {
    let queue = &sim.global().queue;
    loop {
        loop {
            let next = queue.waiting.borrow_mut().pop_front();
            let Some((came, work)) = next else { break };
            queue.waited_s.set(queue.waited_s.get() + (sim.now() - came).value);
            queue.served.set(queue.served.get() + 1);
            sim.advance(work).await;
        }
        let own = waker().await;
        queue.idle.borrow_mut().push(own);
        sleep().await;
    }
}

#[odem_rs::main(Model { rng_stream, queue })]
async fn run(sim: &Sim<Model>, rng_stream: RngStream, queue: Queue, customers: u64) -> (u64, f64) {
    let one = pin!(Job::new(serve(sim)));
    let two = pin!(Job::new(serve(sim)));
    let three = pin!(Job::new(serve(sim)));
    let four = pin!(Job::new(serve(sim)));
    sim.activate(one);
    sim.activate(two);
    sim.activate(three);
    sim.activate(four);
    let Model { queue, rng_stream } = sim.global();
    let (mut arrivals, mut services) = (rng_stream.next_rng(), rng_stream.next_rng());
    let (gap, work) = (Exp::new(SERVERS * LOAD).unwrap(), Exp::new(1.0).unwrap());
    for _ in 0..customers {
        sim.advance(second::new(arrivals.sample(gap))).await;
        queue.waiting.borrow_mut().push_back((sim.now(), second::new(services.sample(work))));
        let woken = queue.idle.borrow_mut().pop();
        if let Some(server) = woken {
            server.wake();
        }
    }
    // The library wants no servers called that are gone.
    queue.idle.borrow_mut().clear();
    (queue.served.get(), queue.waited_s.get())
}

/// Seconds that this thread has had a processor for.
fn worked_s() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux");
    told.split(' ').next().and_then(|nanos| nanos.parse::<f64>().ok()).expect("nanoseconds") / 1e9
}

fn main() {
    let customers: u64 = std::env::args().nth(1).and_then(|word| word.parse().ok()).unwrap_or(5_000_000);
    let mut best = f64::INFINITY;
    let mut wait = 0.0;
    for _ in 0..3 {
        let before = worked_s();
        let (served, waited_s) = run(RngStream::default(), Queue::default(), customers);
        best = best.min((worked_s() - before) / customers as f64);
        wait = waited_s / served as f64;
    }
    println!("{:.2} {:.4}", best * 1e9, wait);
}
