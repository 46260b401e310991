//! The referee of queues of several servers with general service, and the values that it has given.

use crate::multi_server::{System, Work, head, later_tasks, run, tasks};

/// Compared with the engine by `headroom accuracy` (tests/it/accuracy.rs).
const FIXTURE: &str = include_str!("../fixtures/general_service.csv");
const LATER: &str = include_str!("../fixtures/general_service_later.csv");

#[test]
fn the_referee_agrees_with_erlang() {
    let system = System { work: Work::Erlang(1), servers: 4, utilisation: 0.8 };
    let [waits, mean, ..] = run(system, 4_000_000, 1);
    for ((found, half), exact) in [(waits, 0.596_432_471_787), (mean, 0.745_540_589_734)] {
        assert!((found - exact).abs() < 1.5 * half && half < 0.02 * exact, "{found} ± {half} instead of {exact}");
    }
}

#[test]
fn the_referee_agrees_with_pollaczek_and_khinchine() {
    for (work, scv) in [(Work::Deterministic, 0.0), (Work::Hyperexponential(8.0), 8.0), (Work::LogNormal(2.0), 2.0)] {
        let [_, (found, half), ..] = run(System { work, servers: 1, utilisation: 0.6 }, 2_000_000, 2);
        let exact = 0.6 / 0.4 * (1.0 + scv) / 2.0;
        assert!((found - exact).abs() < 1.5 * half && half < 0.05 * exact, "{work:?}: {found} ± {half} not {exact}");
    }
}

#[test]
fn the_values_are_those_of_the_referee() {
    for (fixture, tasks, again) in [(FIXTURE, tasks(), 270), (LATER, later_tasks(), 18)] {
        let mut lines = fixture.lines();
        assert_eq!((lines.next(), fixture.lines().count()), (Some(head().as_str()), 1 + tasks.len()));
        // One of them again; all of them take most of an hour (below).
        assert_eq!(lines.nth(again), tasks.get(again).map(|task| task.line()).as_deref());
    }
}

/// `cargo test --release --test it -- --ignored --nocapture the_values_again` makes them all and prints them.
#[test]
#[ignore = "takes half an hour of one core"]
fn the_values_again() {
    for (fixture, tasks) in [(FIXTURE, tasks()), (LATER, later_tasks())] {
        for (task, known) in tasks.iter().zip(fixture.lines().skip(1)) {
            let line = task.line();
            println!("{line}");
            assert_eq!(line, known);
        }
    }
}
