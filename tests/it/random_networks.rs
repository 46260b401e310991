//! What holds for the steady state of any network, on random ones: empty, near critical and far overloaded.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use headroom::codec::network_json;
use headroom::engine::queueing::check;
use headroom::engine::queueing::network::{Class, Network, RateFrom, Station, Step, Workload};
use headroom::engine::queueing::service::Service;
use headroom::engine::queueing::steady::{self, Latency, MOST_ROUNDS, State, Steady};

use crate::networks::{Draws, network};

/// Nothing is given up before so many rounds.
const LEAST_TRIED: u32 = 600;

/// How many networks are drawn.
const NETWORKS: u64 = 400;

/// Those that can be solved, each with its state; solved once for all tests.
fn solved() -> impl Iterator<Item = &'static (Network, Steady)> {
    static SOLVED: OnceLock<Vec<(Network, Steady)>> = OnceLock::new();
    SOLVED.get_or_init(|| solve_all().collect()).iter()
}

fn solve_all() -> impl Iterator<Item = (Network, Steady)> {
    (0..NETWORKS).map(network).filter_map(|network| {
        assert_eq!(check::faults(&network), []);
        let found = catch_unwind(AssertUnwindSafe(|| steady::solve(&network)));
        let steady = found.unwrap_or_else(|_| panic!("panics: {network:?}")).ok()?;
        Some((network, steady))
    })
}

fn numbers(steady: &Steady) -> Vec<f64> {
    let latency =
        |latency: &Option<Latency>| latency.map_or(vec![], |at| vec![at.mean_s, at.p50_s, at.p95_s, at.p99_s]);
    let mut all = vec![
        steady.offered_per_s,
        steady.done_per_s,
        steady.failed_per_s,
        steady.growth_per_s,
        steady.attempts,
        steady.number.unwrap_or(0.0),
    ];
    all.extend(latency(&steady.latency));
    for station in &steady.stations {
        all.extend([
            station.arrivals_per_s,
            station.utilisation,
            station.growth_per_s,
            station.wait_probability.unwrap_or(0.0),
        ]);
        all.extend([station.refused, station.gave_up, station.number.unwrap_or(0.0), station.waiting.unwrap_or(0.0)]);
        all.extend(latency(&station.wait));
    }
    for slots in &steady.slots {
        all.extend([
            slots.arrivals_per_s,
            slots.waiting.unwrap_or(0.0),
            slots.wait_probability.unwrap_or(0.0),
            slots.refused,
        ]);
    }
    all.extend(steady.lower.as_deref().map_or(vec![], numbers));
    all
}

#[test]
fn no_network_gives_a_number_that_is_none() {
    let mut solvable = 0;
    for (network, steady) in solved() {
        solvable += 1;
        let sound = numbers(steady).into_iter().all(|number| number.is_finite() && number >= 0.0);
        assert!(sound, "{steady:?}\n{network:?}");
        assert!(steady.rounds <= MOST_ROUNDS);
    }
    assert!(solvable > NETWORKS / 3, "{solvable} of {NETWORKS} can be solved");
}

#[test]
fn all_but_one_in_a_hundred_settle_and_those_that_do_not_say_so() {
    let unsettled: Vec<&Steady> = solved().map(|(_, steady)| steady).filter(|steady| !steady.converged).collect();
    assert!(unsettled.len() <= solved().count() / 100, "{} of {}", unsettled.len(), solved().count());
    for steady in unsettled {
        assert!(network_json::steady(steady).contains("\"converged\": false"), "{steady:?}");
    }
    for (network, steady) in solved() {
        let rounds =
            |steady: &Steady| steady.rounds <= MOST_ROUNDS && (steady.converged || steady.rounds >= LEAST_TRIED);
        assert!(rounds(steady) && steady.lower.as_deref().is_none_or(rounds), "{steady:?}\n{network:?}");
    }
}

#[test]
fn every_share_is_a_share_and_percentiles_are_in_order() {
    for (network, steady) in solved() {
        for station in &steady.stations {
            let waits = station.wait_probability.unwrap_or(0.0);
            for share in [station.utilisation, station.refused, station.gave_up, waits] {
                assert!((0.0..=1.0).contains(&share), "{station:?}\n{network:?}");
            }
        }
        for latency in steady.classes.iter().filter_map(|class| class.latency).chain(steady.latency) {
            let ordered = latency.p50_s <= latency.p95_s && latency.p95_s <= latency.p99_s;
            assert!(ordered, "{latency:?}\n{network:?}");
        }
    }
}

#[test]
fn what_comes_is_done_fails_or_piles_up() {
    for (network, steady) in solved().filter(|(_, steady): &&(Network, Steady)| steady.converged) {
        let ends = steady.done_per_s + steady.failed_per_s;
        let within = 1e-6 * steady.offered_per_s;
        assert!(ends <= steady.offered_per_s + within, "{steady:?}\n{network:?}");
        if steady.growth_per_s == 0.0 {
            assert!((ends - steady.offered_per_s).abs() <= within, "{steady:?}\n{network:?}");
        }
    }
}

#[test]
fn the_number_there_is_rate_times_time() {
    // Little's law, where every request is answered: the mean time is read off distributions, the number off states.
    for (network, steady) in
        solved().filter(|(_, steady): &&(Network, Steady)| steady.converged && steady.lower.is_none())
    {
        let (Some(number), Some(latency)) = (steady.number, steady.latency) else { continue };
        let backs_off = steady.attempts > 1.0 + 1e-9;
        if steady.failed_per_s > 1e-9 * steady.offered_per_s || backs_off || network.client.timeout_s.is_some() {
            continue;
        }
        let by_little = steady.done_per_s * latency.mean_s;
        let within = if network.slots.is_empty() { 1e-5 } else { 1e-2 };
        assert!((number - by_little).abs() <= within * number + 1e-9, "{number} {by_little} {network:?}");
    }
}

#[test]
fn closed_users_are_all_somewhere() {
    for (network, steady) in solved().filter(|(_, steady): &&(Network, Steady)| steady.converged) {
        let Workload::Closed { users, think_s } = network.workload else { continue };
        let Some(number) = steady.number else { continue };
        let all = number + steady.offered_per_s * think_s;
        assert!((all - f64::from(users)).abs() <= 1e-6 * f64::from(users).max(1.0), "{all} of {users}: {network:?}");
    }
}

#[test]
fn no_throughput_is_above_its_asymptotic_bounds() {
    for (network, steady) in solved() {
        for (station, report) in network.stations.iter().zip(&steady.stations) {
            let servers = f64::from(station.servers) * f64::from(station.instances);
            let served = report.arrivals_per_s * (1.0 - report.refused - report.gave_up) - report.growth_per_s;
            assert!(served * station.service.mean_s() <= servers * (1.0 + 1e-6), "{report:?}\n{network:?}");
        }
    }
}

/// Exponential stations in a row, without loss or retries.
fn product_form(workload: Workload, stations: &[(u32, f64)]) -> Network {
    let station = |(id, &(servers, mean_s)): (usize, &(u32, f64))| {
        Station::plain(&format!("s{id}"), servers, Service::Exponential { mean_s })
    };
    let route = (0..stations.len()).map(Step::visit).collect();
    let all = Class { name: "all".to_owned(), share: 1.0, route };
    Network::plain(workload, vec![all], stations.iter().enumerate().map(station).collect())
}

fn closed(users: u32, think_s: f64, stations: &[(u32, f64)]) -> (f64, f64) {
    let steady = steady::solve(&product_form(Workload::Closed { users, think_s }, stations)).expect("product form");
    (steady.done_per_s, steady.latency.map_or(0.0, |latency| latency.mean_s))
}

#[test]
fn more_users_or_servers_never_lower_the_throughput_nor_more_users_the_response_time() {
    for seed in 0..25 {
        let draws = &mut Draws::new(seed);
        let think_s = draws.between(0.5, 20.0);
        let count = 1 + draws.below(4);
        let mut stations: Vec<(u32, f64)> =
            (0..count).map(|_| (1 + draws.below(6) as u32, draws.between(0.005, 0.2))).collect();
        let mut before = (0.0, 0.0);
        for users in [1, 2, 5, 10, 30, 80, 200, 500, 2_000] {
            let now = closed(users, think_s, &stations);
            assert!(
                now.0 >= before.0 * (1.0 - 1e-8) && now.1 >= before.1 * (1.0 - 1e-8),
                "{seed} {users}: {before:?} {now:?}"
            );
            before = now;
        }
        let few = closed(200, think_s, &stations).0;
        stations[0].0 += 1;
        // Each station is solved on its own: what a server adds there is right within the decomposition's half percent.
        assert!(closed(200, think_s, &stations).0 >= few * (1.0 - 5e-3), "{seed}");
    }
}

#[test]
fn response_times_are_continuous_in_the_users() {
    for seed in 0..4 {
        let draws = &mut Draws::new(seed);
        let stations: Vec<(u32, f64)> = (0..3).map(|_| (1 + draws.below(3) as u32, draws.between(0.01, 0.1))).collect();
        let mut before: Option<f64> = None;
        for users in (10..600).step_by(7) {
            let now = closed(users, 2.0, &stations).1;
            // Seven more users hold up each other by no more than the work of seven at every station.
            let most: f64 = 7.0 * stations.iter().map(|(_, mean_s)| mean_s).sum::<f64>();
            assert!(before.is_none_or(|before| (now - before).abs() <= most), "{seed} {users}: {before:?} {now}");
            before = Some(now);
        }
    }
}

#[test]
fn with_nobody_else_there_it_is_the_work_alone_and_far_beyond_it_is_the_bottlenecks() {
    let stations = [(2, 0.05), (1, 0.01), (4, 0.02)];
    let open = |rate_per_s| Workload::Open(vec![RateFrom { from_s: 0.0, rate_per_s }]);
    let light = steady::solve(&product_form(open(1e-6), &stations)).expect("product form").latency.expect("answers");
    assert!((light.mean_s - 0.08).abs() < 1e-6);
    let (throughput, response_s) = closed(100_000, 1.0, &stations);
    assert!((throughput - 40.0).abs() < 1e-6 && (response_s - (100_000.0 / 40.0 - 1.0)).abs() < 1e-3);
    let steady = steady::solve(&product_form(open(0.0), &stations)).expect("product form");
    assert_eq!((steady.state, steady.latency, steady.number), (State::Ok, None, Some(0.0)));
}

#[test]
fn extreme_numbers_are_survived() {
    let open = |rate_per_s| Workload::Open(vec![RateFrom { from_s: 0.0, rate_per_s }]);
    let cases = [
        product_form(open(1e9), &[(1_000_000, 1e-9)]),
        product_form(open(1e9), &[(1, 1e9)]),
        product_form(open(1.0 - 1e-12), &[(1, 1.0)]),
        product_form(open(1e-300), &[(1, 1e-9)]),
        product_form(open(1.0), &[(1, 0.0)]),
        product_form(Workload::Closed { users: 10_000_000, think_s: 1e9 }, &[(1, 1e9)]),
        product_form(Workload::Closed { users: 10_000_000, think_s: 0.0 }, &[(7, 1e-9), (3, 1e-9)]),
        product_form(Workload::Closed { users: 1, think_s: 0.0 }, &[(1, 0.0)]),
        product_form(Workload::Closed { users: 0, think_s: 0.0 }, &[(1, 1.0)]),
    ];
    for network in cases {
        let steady = steady::solve(&network).expect("product form");
        assert!(numbers(&steady).into_iter().all(|number| number.is_finite() && number >= 0.0), "{steady:?}");
    }
}
