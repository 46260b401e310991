//! The simulator against reference values: every row of tests/fixtures/oracles.csv that a simulation can express.
//!
//! Seeds 1…24 for every row, set before the first run. A row passes when |difference| ≤ z · √(se_run² + se_row²): z is
//! Bonferroni's for 1 % over all rows, se_run comes from the runs, and se_row is 0 for exact rows; simulated rows carry a
//! tolerance of 1.5 · 1.96 standard errors. Bounds are inequalities. A row that fails is a fault to be found.

#[path = "../../src/bin/headroom/accuracy/networks.rs"]
mod networks;
#[allow(dead_code, reason = "the command line uses the rest")]
#[path = "../../src/bin/headroom/accuracy/rows.rs"]
mod rows;

use headroom::codec::network_file;
use headroom::engine::queueing::network::{Network, Patience, Run, Workload};
use headroom::engine::queueing::steady::{self, Steady};
use headroom::engine::timeline::{End, Estimate, LatencyEstimate, QueueReport, Report, Study};
use rows::Row;

/// Runs of each network, with seeds 1…24.
const RUNS: u32 = 24;

/// Requests of a run.
const REQUESTS: f64 = 60_000.0;

/// A row's network: its file, or one that shows a thing in time, which the steady engine's rows leave out.
fn file_of(row: &Row) -> Option<String> {
    match row.case.as_str() {
        "QueueDrain" => {
            let (backlog, workers, rate) = (row.number("backlog"), row.number("workers"), row.number("lambda"));
            // The backlog comes within a moment, and with it one for each worker.
            let burst = (backlog + workers) / BURST_S;
            Some(format!(
                "{{\"version\": 1, \"workload\": {{\"open\": {{\"rates\": [{{\"from_s\": 0, \"rate_per_s\": {burst}}}, \
                 {{\"from_s\": {BURST_S}, \"rate_per_s\": {rate}}}]}}}}, \"classes\": {{\"all\": {{\"route\": [{{\"visit\": \"q\"}}]}}}}, \
                 \"stations\": {{\"q\": {{\"servers\": {workers}, \"service\": {{\"kind\": \"exponential\", \"mean_s\": {}}}}}}}, \
                 \"run\": {{\"duration_s\": {}}}}}",
                1.0 / row.number("mu"),
                1.5 * row.value
            ))
        }
        "CPUCredits(token bucket)" => {
            let (servers, start) = (row.number("vCPU"), 60.0 * row.number("credits"));
            let (earn, rate) = (servers * row.number("baseline/vCPU"), 10.0 * servers * row.number("util/vCPU"));
            Some(format!(
                "{{\"version\": 1, \"workload\": {{\"open\": {{\"rate_per_s\": {rate}}}}}, \"classes\": {{\"all\": {{\"route\": [{{\"visit\": \"q\"}}]}}}}, \
                 \"stations\": {{\"q\": {{\"servers\": {servers}, \"service\": {{\"kind\": \"exponential\", \"mean_s\": 0.1}}}}}}, \
                 \"credits\": [{{\"station\": \"q\", \"start_s\": {start}, \"earn_per_s\": {earn}, \"cap_s\": 1e6, \"speed_when_empty\": 0.1}}], \
                 \"run\": {{\"duration_s\": {}}}}}",
                4_000.0 * row.value + 10.0
            ))
        }
        _ => networks::of(row).ok(),
    }
}

/// Seconds within which a backlog comes.
const BURST_S: f64 = 1e-3;

/// How long a run must be: until queues have forgotten that they were empty, and then for enough requests. The time in
/// which a queue forgets is S ÷ c(1 − √ρ)² (Newell), longer for more varied service; limits, patience and users' own
/// waiting shorten it.
fn run_of(network: &Network, steady: &Steady, row: &Row) -> Run {
    let forgets = network.stations.iter().zip(&steady.stations).map(|(station, solved)| {
        let servers = f64::from(station.servers) * f64::from(station.instances);
        let apart = if solved.arrivals_per_s > 0.0 { f64::from(station.instances) } else { 1.0 };
        let service_s = station.service.mean_s();
        let spare = (1.0 - solved.utilisation.sqrt()).max(1e-4);
        let queue = service_s * apart / servers / (spare * spare) * (1.0 + station.service.scv()) / 2.0;
        let limit = station.limit.map_or(f64::INFINITY, |limit| 5.0 * f64::from(limit) * service_s / servers);
        let patience = match station.patience {
            Some(Patience::Fixed(seconds) | Patience::Exponential(seconds)) => 5.0 * seconds,
            None => f64::INFINITY,
        };
        queue.min(limit).min(patience) + service_s
    });
    let forgets_s = forgets.fold(0.0, f64::max);
    let response_s = steady.latency.map_or(0.0, |latency| latency.mean_s);
    let (warm_up_s, least_s) = match network.workload {
        Workload::Open(_) => (8.0 * forgets_s + 1.2 * response_s, 40.0 * forgets_s),
        Workload::Closed { think_s, .. } => {
            // Users who think have all been met anew after some think times.
            let forgets_s = forgets_s.min(think_s + 20.0 * network.stations[0].service.mean_s());
            ((8.0 * forgets_s).max(12.0 * think_s), 6.0 * forgets_s + 1.3 * response_s)
        }
    };
    // Few of the requests with a given work are of the class that is looked at.
    let requests = if row.case == "MM1-PS" { 10.0 * REQUESTS } else { REQUESTS };
    let measured_s = (requests / (steady.done_per_s + steady.failed_per_s)).max(least_s);
    Run { warm_up_s, duration_s: warm_up_s + measured_s, seed: 1, replications: RUNS, windows: Vec::new() }
}

fn simulated(file: &str, row: &Row) -> Report {
    let mut network = network_file::read(file).unwrap_or_else(|error| panic!("{}: {error}", row.params));
    match steady::solve(&network) {
        Ok(steady) => network.run = run_of(&network, &steady, row),
        Err(_) => network.run = Run { replications: RUNS, ..network.run },
    }
    let mut study = Study::new(&network).expect("a network");
    study.run();
    assert_eq!(study.ended(), Some(End::Complete), "{}", row.params);
    study.report()
}

/// What each run found, and all of them together.
fn found(row: &Row, report: &Report, think_s: f64) -> Option<Estimate> {
    let first = report.stations.first();
    let both = |one: &Estimate, other: &Estimate, with: &dyn Fn(f64, f64) -> f64| {
        let each: Vec<f64> = one.each.iter().zip(&other.each).map(|(one, other)| with(*one, *other)).collect();
        Estimate { value: each.iter().sum::<f64>() / each.len() as f64, half_width: None, each }
    };
    let latency = |read: fn(&LatencyEstimate) -> &Estimate| report.requests.latency.as_ref().map(|at| read(at).clone());
    let station = |read: fn(&QueueReport) -> &Estimate| first.map(|queue| read(queue).clone());
    let wait = |read: fn(&LatencyEstimate) -> &Estimate| {
        first.and_then(|queue| queue.wait.as_ref()).map(|at| read(at).clone())
    };
    let most = |read: fn(&QueueReport) -> &Estimate| {
        report.stations.iter().map(read).max_by(|one, other| one.value.total_cmp(&other.value)).cloned()
    };
    let requests = &report.requests;
    match row.metric.as_str() {
        "utilisation" | "U" => station(|queue| &queue.utilisation),
        "U_max" => most(|queue| &queue.utilisation),
        "Q_bottleneck" => most(|queue| &queue.number),
        "P0" => first.map(|queue| both(&queue.utilisation, &queue.utilisation, &|busy, _| 1.0 - busy)),
        "L" | "L_total" | "N" => Some(report.number.clone()),
        "Lq" => station(|queue| &queue.waiting),
        "Wq" | "Wq_mean" => {
            first.map(|queue| both(&queue.waiting, &queue.arrivals_per_s, &|number, rate| number / rate))
        }
        "Wq_p95" => wait(|wait| &wait.p95),
        "Wq_p99" => wait(|wait| &wait.p99),
        "E[T|size]" => report.classes.first().and_then(|(_, flow)| flow.latency.as_ref()).map(|at| at.mean.clone()),
        "T" | "T_mean" | "T_mean_accepted" | "T_mean_per_external" | "R_mean" | "R_lower_bound" | "R(N=20)" => {
            latency(|at| &at.mean)
        }
        "T50" | "T_p50" | "R_p50" => latency(|at| &at.p50),
        "T95" | "T_p95" | "R_p95" | "T_p95_accepted" => latency(|at| &at.p95),
        "T99" | "T_p99" | "R_p99" | "T_p99_accepted" => latency(|at| &at.p99),
        "Pw" | "Pwait" | "Pwait_arrival" | "ErlangC_Pwait" => first.and_then(|queue| queue.wait_probability.clone()),
        "ErlangB" | "blocking" => station(|queue| &queue.refused),
        "Pab" | "P_timeout" => station(|queue| &queue.gave_up),
        "visit_rate" => station(|queue| &queue.arrivals_per_s),
        "LittleCheck_N=X(R+Z)" => {
            Some(both(&requests.done_per_s, &latency(|at| &at.mean)?, &|rate, time| rate * (time + think_s)))
        }
        "mean_attempts" => Some(requests.attempts_each.clone()),
        "final_error" => Some(both(&requests.failed_per_s, &requests.offered_per_s, &|failed, all| failed / all)),
        "drain_time_fluid" => {
            let queue = first?;
            Some(both(&queue.peak_at_s, queue.drain_s.as_ref()?, &|at, drain| at + drain - BURST_S))
        }
        "hours_to_exhaustion" => {
            let at = report.credits.first()?.emptied_at_s.clone()?;
            Some(both(&at, &at, &|seconds, _| seconds / 3_600.0))
        }
        metric if ["X", "throughput", "X_upper_bound", "speedup"].contains(&metric) || metric.starts_with("X(") => {
            Some(requests.done_per_s.clone())
        }
        _ => None,
    }
}

/// The standard error of what the runs found together.
fn run_error(row: &Row, found: &Estimate, report: &Report) -> f64 {
    let count = found.each.len() as f64;
    let centre = found.each.iter().sum::<f64>() / count;
    let squares: f64 = found.each.iter().map(|each| (each - centre) * (each - centre)).sum();
    let spread = (squares / (count - 1.0) / count).sqrt();
    // A share that so many requests tell is not known better than their number allows, however alike the runs are: an
    // event of probability 10⁻¹⁹ does not happen in any.
    let is_share =
        ["U", "utilisation", "U_max", "P0", "Pwait_arrival", "ErlangB", "blocking"].contains(&row.metric.as_str());
    let of_requests = row.value * (1.0 - row.value) / report.requests.offered.max(1) as f64;
    if is_share { spread.max(of_requests.max(0.0).sqrt()) } else { spread }
}

fn row_error(row: &Row) -> f64 {
    if row.source.starts_with("sim") { row.tolerance / (1.5 * 1.96) } else { 0.0 }
}

/// The quantile of the normal distribution that so many two-sided tests at 1 % together need.
fn bonferroni(tests: usize) -> f64 {
    let level = 0.01 / tests as f64;
    let (mut low, mut high) = (0.0, 10.0);
    for _ in 0..100 {
        let middle = (low + high) / 2.0;
        if libm::erfc(middle / std::f64::consts::SQRT_2) > level { low = middle } else { high = middle }
    }
    high
}

/// By how many standard errors a row is off.
fn off(row: &Row, found: &Estimate, report: &Report) -> f64 {
    // Some shares of 1 stand there with what rounding added.
    let value = if row.value > 1.0 && row.value < 1.0 + 1e-12 { 1.0 } else { row.value };
    let difference = match row.metric.as_str() {
        "X_upper_bound" => (found.value - value).max(0.0),
        "R_lower_bound" => (value - found.value).max(0.0),
        _ => (found.value - value).abs(),
    };
    let error = libm::hypot(run_error(row, found, report), row_error(row));
    if difference > 0.0 { difference / error } else { 0.0 }
}

#[test]
fn every_reference_value_that_a_simulation_can_express_is_met() {
    let mut last: Option<(String, Report)> = None;
    let mut told: Vec<(f64, String)> = Vec::new();
    let mut events = 0;
    for row in rows::all() {
        let Some(file) = file_of(&row) else { continue };
        let (_, report) = match last.take() {
            Some(known) if known.0 == file => last.insert(known),
            _ => {
                let report = simulated(&file, &row);
                events += report.events;
                last.insert((file.clone(), report))
            }
        };
        let think_s = if row.params.contains("Z=") { row.number("Z") } else { 0.0 };
        let found = found(&row, report, think_s).unwrap_or_else(|| panic!("{} {}: not found", row.params, row.metric));
        let off = off(&row, &found, report);
        told.push((
            off,
            format!(
                "{off:.2} {} {} {}: {} expected (se {:.1e}), {} found (se {:.1e})",
                row.case,
                row.params,
                row.metric,
                row.value,
                row_error(&row),
                found.value,
                run_error(&row, &found, report)
            ),
        ));
    }
    let limit = bonferroni(told.len());
    told.sort_by(|one, other| other.0.total_cmp(&one.0));
    println!("{} rows, {events} events, at most {limit:.2} standard errors; farthest:", told.len());
    told.iter().take(25).for_each(|(_, line)| println!("{line}"));
    let failed: Vec<&str> =
        told.iter().filter(|(off, _)| off.is_nan() || *off > limit).map(|(_, line)| line.as_str()).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert_eq!(told.len(), 972);
}
