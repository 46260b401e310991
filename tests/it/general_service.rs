//! The referee of queues of several servers with general service, and the values that it has given.

use crate::multi_server::{System, Work, head, run, tasks};

/// Compared with the engine by `headroom accuracy` (tests/it/accuracy.rs).
const FIXTURE: &str = include_str!("../fixtures/general_service.csv");

#[test]
fn the_referee_agrees_with_erlang() {
    let system = System { work: Work::Erlang(1), servers: 4, utilisation: 0.8 };
    let [waits, mean, ..] = run(system, 2_000_000, 1);
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
    let mut lines = FIXTURE.lines();
    assert_eq!((lines.next(), FIXTURE.lines().count()), (Some(head().as_str()), 1 + tasks().len()));
    // One of them again; all of them take minutes (below).
    let which = tasks().len() - 10;
    assert_eq!(lines.nth(which), tasks().get(which).map(|task| task.line()).as_deref());
}

/// `cargo test --release --test it -- --ignored --nocapture the_values_again > tests/fixtures/general_service.csv`
/// makes them, but for the lines of the test runner.
#[test]
#[ignore = "takes ten minutes of one core"]
fn the_values_again() {
    let lines = std::iter::once(head()).chain(tasks().iter().map(|task| task.line()));
    for (line, known) in lines.zip(FIXTURE.lines()) {
        println!("{line}");
        assert_eq!(line, known);
    }
}
