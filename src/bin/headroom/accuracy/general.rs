//! Queues of several servers with general service against a simulation of each: systems on a grid that was fixed before
//! the method was compared with any of them (tests/support/multi_server.rs makes the values).

use headroom::codec::network_file;
use headroom::engine::queueing::steady::{self, Latency};

use super::{Compared, MEAN_WAIT, PERCENTILE, WAIT_PERCENTILE, WAIT_PROBABILITY, networks};

/// Each system's numbers, with half the width of their 95 % intervals.
const SYSTEMS: &str = include_str!("../../../../tests/fixtures/general_service.csv");
/// Systems that were compared only when the method had its last form.
const LATER: &str = include_str!("../../../../tests/fixtures/general_service_later.csv");

/// So many half widths may a simulated value be off, as in the other reference values.
pub(super) const HALF_WIDTHS: f64 = 1.5;

/// Below this the share that waits, or that waits longer than a percentile, is too small a number for a relative error.
const LEAST_WAITING: f64 = 1e-3;

/// Every system's every number.
pub(super) fn compare() -> Result<Vec<Compared>, String> {
    Ok([of(SYSTEMS, "")?, of(LATER, "later: ")?].into_iter().flatten().collect())
}

fn of(systems: &str, prefix: &str) -> Result<Vec<Compared>, String> {
    let mut lines = systems.lines();
    let head: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    let mut compared = Vec::new();
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        let [service, servers, utilisation, ..] = cells.as_slice() else { continue };
        let number = |cell: &str| cell.parse::<f64>().map_err(|error| format!("{line}: {error}"));
        let system = System { service, prefix, servers: number(servers)?, utilisation: number(utilisation)? };
        let found = system.solve()?;
        let simulated: Vec<f64> = cells.iter().skip(4).map(|cell| number(cell)).collect::<Result<_, _>>()?;
        let share = simulated.first().copied().unwrap_or(0.0);
        for (index, pair) in simulated.chunks_exact(2).enumerate() {
            let metric = head.get(4 + 2 * index).copied().unwrap_or_default();
            if let [expected, half] = *pair
                && is_compared(metric, share)
            {
                compared.push(system.row(metric, (expected, half), found.get(index).copied().unwrap_or(f64::NAN)));
            }
        }
    }
    Ok(compared)
}

/// Percentiles of the wait are compared where twice as many wait as are beyond them.
fn is_compared(metric: &str, waits: f64) -> bool {
    match metric {
        "Pw" | "Wq" => waits >= LEAST_WAITING,
        "W50" => waits >= 0.95,
        "W95" => waits >= 0.1,
        "W99" => waits >= 0.02,
        _ => true,
    }
}

struct System<'a> {
    /// Such as `H2 8`: letters of Kendall's notation and the squared coefficient of variation.
    service: &'a str,
    prefix: &'a str,
    servers: f64,
    utilisation: f64,
}

impl System<'_> {
    /// P(wait), mean wait, percentiles of the response time and of the wait.
    fn solve(&self) -> Result<Vec<f64>, String> {
        let (kind, scv) = self.service.split_once(' ').unwrap_or((self.service, "0"));
        let service = networks::general(kind, scv.parse().unwrap_or(f64::NAN)).map_err(str::to_owned)?;
        let file = networks::one(self.utilisation * self.servers, &networks::queue(self.servers, &service));
        let network = network_file::read(&file).map_err(|error| format!("{}: {error}", self.service))?;
        let steady = steady::solve(&network).map_err(|error| format!("{}: {error:?}", self.service))?;
        let none = || format!("{}: no latency", self.service);
        let station = steady.stations.first().ok_or_else(none)?;
        let of = |latency: Latency| [latency.p50_s, latency.p95_s, latency.p99_s];
        let mean = station.waiting.ok_or_else(none)? / station.arrivals_per_s;
        let response = of(steady.latency.ok_or_else(none)?);
        let wait = of(station.wait.ok_or_else(none)?);
        let waits = station.wait_probability.ok_or_else(none)?;
        Ok([&[waits, mean], response.as_slice(), wait.as_slice()].concat())
    }

    fn row(&self, metric: &str, (expected, half): (f64, f64), found: f64) -> Compared {
        let kind = match metric {
            "Pw" => "probability",
            "Wq" => "mean",
            "T50" => "p50",
            "T95" => "p95",
            "T99" => "p99",
            "W50" => "wait p50",
            "W95" => "wait p95",
            _ => "wait p99",
        };
        Compared {
            family: self.prefix.to_owned() + family(self.service),
            case: self.service.to_owned(),
            params: format!("{};c={};rho={}", self.service, self.servers, self.utilisation),
            metric: metric.to_owned(),
            source: "simulation (tests/support/multi_server.rs)".to_owned(),
            kind,
            expected,
            found,
            error: (found - expected).abs() / expected,
            bound: match kind {
                "probability" => WAIT_PROBABILITY,
                "mean" => MEAN_WAIT,
                _ if kind.starts_with("wait") => WAIT_PERCENTILE,
                _ => PERCENTILE,
            },
            row_tolerance: HALF_WIDTHS * half / expected,
        }
    }
}

/// What a service is called in the table.
fn family(service: &str) -> &'static str {
    match service {
        "D" => "deterministic",
        "E2" => "Erlang-2",
        "E3" => "Erlang-3",
        "E5" => "Erlang-5",
        "H2 2" => "hyperexponential, scv 2",
        "H2 5" => "hyperexponential, scv 5",
        "H2 8" => "hyperexponential, scv 8",
        "LN 0.5" => "log-normal, scv 0.5",
        "LN 1" => "log-normal, scv 1",
        "LN 3" => "log-normal, scv 3",
        "LN 2" => "log-normal, scv 2",
        _ => "log-normal, scv 6",
    }
}
