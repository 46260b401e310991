//! Closed users at queues of general service against simulations (tests/reference/closed_general.py).

use headroom::codec::network_file;
use headroom::engine::queueing::steady;

/// Of the mean response time, beyond the simulation's own confidence interval: what is declared of the mean wait in
/// M/G/c, which the method takes over from the open queue.
const BOUND: f64 = 0.12;

/// The network of a row: users, mean seconds of thinking, stations as `servers:mean:law`.
fn network(users: &str, think_s: &str, stations: &str) -> String {
    let service = |law: &str| match law.split_at(1) {
        ("D", _) => "\"deterministic\"".to_owned(),
        ("M", _) => "\"exponential\"".to_owned(),
        ("L", scv) => format!("\"log_normal\", \"cv\": {}", scv.parse::<f64>().expect("a number").sqrt()),
        (_, scv) => format!("\"hyperexponential\", \"scv\": {scv}"),
    };
    let station = |(id, told): (usize, &str)| {
        let [servers, mean_s, law] = told.split(':').collect::<Vec<_>>()[..] else { panic!("{told}") };
        let service = service(law);
        format!("\"s{id}\": {{\"servers\": {servers}, \"service\": {{\"kind\": {service}, \"mean_s\": {mean_s}}}}}")
    };
    let stations: Vec<String> = stations.split(' ').enumerate().map(station).collect();
    let route: Vec<String> = (0..stations.len()).map(|id| format!("{{\"visit\": \"s{id}\"}}")).collect();
    format!(
        "{{\"version\": 1, \"workload\": {{\"closed\": {{\"users\": {users}, \"think_mean_s\": {think_s}}}}}, \"classes\": {{\"all\": {{\"route\": [{}]}}}}, \"stations\": {{{}}}}}",
        route.join(", "),
        stations.join(", ")
    )
}

#[test]
fn closed_users_at_general_servers_wait_as_simulated_within_the_bound_of_the_open_queue() {
    let rows = include_str!("../fixtures/closed_general.csv").lines().skip(1);
    let (mut rows_seen, mut worst) = (0, 0.0_f64);
    for row in rows {
        let [users, think_s, stations, response, within, rate, rate_within] = row.split(',').collect::<Vec<_>>()[..]
        else {
            panic!("{row}")
        };
        let number = |cell: &str| cell.parse::<f64>().expect("a number");
        let steady = steady::solve(&network_file::read(&network(users, think_s, stations)).expect("a network file"));
        let steady = steady.expect("closed users have a steady state");
        assert!(steady.converged, "{row}");
        let mean_s = steady.latency.expect("answers").mean_s;
        let off = ((mean_s - number(response)).abs() - number(within)).max(0.0) / number(response);
        let rate_off = ((steady.done_per_s - number(rate)).abs() - number(rate_within)).max(0.0) / number(rate);
        worst = worst.max(off).max(rate_off);
        rows_seen += 1;
    }
    assert!(rows_seen == 12 && worst <= BOUND, "{worst}");
}
