//! How far the steady engine is from reference values of queueing theory and of simulations.

pub(crate) mod drawings;
mod general;
mod networks;
mod rows;
mod table;

use headroom::codec::network_file;
use headroom::engine::queueing::network::{Network, Workload};
use headroom::engine::queueing::steady::{self, Latency, Steady};
use rows::Row;
use serde::Serialize;

/// Probability that a request waits in M/G/c.
const WAIT_PROBABILITY: f64 = 0.05;
/// Mean wait in M/G/c.
const MEAN_WAIT: f64 = 0.10;
/// Percentiles of the wait alone in M/G/c.
const WAIT_PERCENTILE: f64 = 0.10;
/// Means of closed networks of several stations (finite-source decomposition).
const CLOSED_MEAN: f64 = 0.005;
/// Percentiles of response times at queues of general service.
const PERCENTILE: f64 = 0.05;
/// Percentiles of exact distributions: what the inversion of a transform leaves.
const EXACT_PERCENTILE: f64 = 1e-6;

/// A row and what the engine says.
#[derive(Serialize)]
pub(crate) struct Compared {
    family: String,
    case: String,
    params: String,
    metric: String,
    source: String,
    /// What is compared: `mean`, `p50`, `p95`, `p99`, `probability` or `bound`.
    kind: &'static str,
    expected: f64,
    found: f64,
    /// |found − expected| ÷ |expected|; of a bound, by how much it is passed.
    error: f64,
    /// The method's declared bound, relative; 0 where it is exact.
    bound: f64,
    /// What the row's own tolerance is, relative.
    row_tolerance: f64,
}

impl Compared {
    /// Half the width of a simulated value's 95 % interval, relative.
    fn half_width(&self) -> f64 {
        self.row_tolerance / general::HALF_WIDTHS
    }
}

/// A row that is left out.
#[derive(Serialize)]
pub(crate) struct LeftOut {
    case: String,
    params: String,
    metric: String,
    why: String,
}

/// All rows.
#[derive(Serialize)]
struct Accuracy {
    rows: Vec<Compared>,
    left_out: Vec<LeftOut>,
    /// Several servers with general service, on a grid of its own.
    general_service: Vec<Compared>,
}

/// The table for people.
pub(crate) fn text() -> Result<String, String> {
    let Accuracy { rows, left_out, general_service } = compare()?;
    Ok(table::of(&rows, &general_service, &left_out))
}

/// Every row as JSON.
pub(crate) fn json() -> Result<String, String> {
    Ok(serde_json::to_string_pretty(&compare()?).unwrap_or_default() + "\n")
}

fn compare() -> Result<Accuracy, String> {
    let (mut compared, mut left_out) = (Vec::new(), Vec::new());
    // Rows of one network stand together; it is solved once.
    let mut last: Option<(String, Network, Steady)> = None;
    for row in rows::all() {
        let file = match networks::of(&row) {
            Ok(file) => file,
            Err(why) => {
                let Row { case, params, metric, .. } = row;
                left_out.push(LeftOut { case, params, metric, why: why.to_owned() });
                continue;
            }
        };
        let (_, network, steady) = match last.take() {
            Some(known) if known.0 == file => last.insert(known),
            _ => {
                let network = network_file::read(&file).map_err(|error| format!("{}: {error}", row.params))?;
                let steady = steady::solve(&network).map_err(|error| format!("{}: {error:?}", row.params))?;
                last.insert((file, network, steady))
            }
        };
        let found = found(&row, network, steady).ok_or_else(|| format!("{}: no {}", row.params, row.metric))?;
        compared.push(compared_with(row, found));
    }
    Ok(Accuracy { rows: compared, left_out, general_service: general::compare()? })
}

fn compared_with(row: Row, found: f64) -> Compared {
    let kind = kind(&row.metric);
    let size = row.value.abs().max(f64::MIN_POSITIVE);
    let error = match row.metric.as_str() {
        "X_upper_bound" => (found - row.value).max(0.0) / size,
        "R_lower_bound" => (row.value - found).max(0.0) / size,
        _ if row.value == 0.0 => found.abs(),
        _ => (found - row.value).abs() / size,
    };
    let row_tolerance = if row.value == 0.0 { row.tolerance } else { row.tolerance / size };
    Compared {
        family: family(&row.case).to_owned(),
        bound: bound(&row, kind),
        kind,
        expected: row.value,
        found,
        error,
        row_tolerance,
        case: row.case,
        params: row.params,
        metric: row.metric,
        source: row.source,
    }
}

/// What a row's metric is.
fn kind(metric: &str) -> &'static str {
    match metric {
        "X_upper_bound" | "R_lower_bound" => "bound",
        _ if metric.contains("p50") || metric == "T50" => "p50",
        _ if metric.contains("p95") || metric == "T95" => "p95",
        _ if metric.contains("p99") || metric == "T99" => "p99",
        "P0" | "Pw" | "Pwait" | "Pwait_arrival" | "ErlangB" | "ErlangC_Pwait" | "blocking" | "Pab" | "P_timeout"
        | "final_error" => "probability",
        _ => "mean",
    }
}

/// The bound that a row's method declares.
fn bound(row: &Row, kind: &str) -> f64 {
    let is_percentile = kind.starts_with('p') && kind != "probability";
    match row.case.as_str() {
        "MGc" if kind == "probability" => WAIT_PROBABILITY,
        "MGc" if kind == "mean" => MEAN_WAIT,
        "MGc" | "MG1" | "MD1" if is_percentile => PERCENTILE,
        "ClosedMVA" | "ClosedMultiserver" if kind != "bound" && !row.metric.starts_with("Little") => CLOSED_MEAN,
        _ if is_percentile => EXACT_PERCENTILE,
        _ => 0.0,
    }
}

/// The families of the table.
fn family(case: &str) -> &'static str {
    match case {
        "MM1" | "MMc" | "Pooling" => "M/M/c",
        "ErlangB" | "MMcK" => "M/M/c/K",
        "MMc+M(ErlangA)" | "MM1+D(timeout on wait)" => "M/M/c with patience",
        "MD1" | "MG1" => "M/G/1",
        "MGc" => "M/G/c",
        "JacksonTandem" | "JacksonFeedback" => "Jackson networks",
        "CacheMixture" | "LittlesLaw" => "delays and branches",
        "ClosedMVA" | "ClosedMultiserver" => "closed, several stations",
        "FiniteSource(M/M/c//N)" => "closed, one station",
        "Amdahl" | "USL" => "scalability law",
        "MM1-PS" => "processor sharing",
        _ => "retries",
    }
}

/// What the engine says for a row.
fn found(row: &Row, network: &Network, steady: &Steady) -> Option<f64> {
    let first = steady.stations.first();
    let latency = |read: fn(Latency) -> f64| steady.latency.map(read);
    let wait = |read: fn(Latency) -> f64| first.and_then(|station| station.wait).map(read);
    let users_and_think = match network.workload {
        Workload::Closed { users, think_s } => Some((f64::from(users), think_s)),
        Workload::Open(_) => None,
    };
    let most = |numbers: Vec<f64>| numbers.into_iter().reduce(f64::max);
    match row.metric.as_str() {
        "utilisation" | "U" => first.map(|station| station.utilisation),
        "U_max" => most(steady.stations.iter().map(|station| station.utilisation).collect()),
        "Q_bottleneck" => most(steady.stations.iter().filter_map(|station| station.number).collect()),
        "P0" => first.and_then(|station| station.idle_probability),
        "L" | "L_total" | "N" => steady.number,
        "Lq" => first.and_then(|station| station.waiting),
        "Wq" | "Wq_mean" => first.and_then(|station| Some(station.waiting? / station.arrivals_per_s)),
        "Wq_p95" => wait(|wait| wait.p95_s),
        "Wq_p99" => wait(|wait| wait.p99_s),
        "E[T|size]" => steady.classes.first().and_then(|class| class.latency).map(|latency| latency.mean_s),
        "T" | "T_mean" | "T_mean_accepted" | "T_mean_per_external" | "R_mean" | "R_lower_bound" | "R(N=20)" => {
            latency(|latency| latency.mean_s)
        }
        "T50" | "T_p50" | "R_p50" => latency(|latency| latency.p50_s),
        "T95" | "T_p95" | "R_p95" | "T_p95_accepted" => latency(|latency| latency.p95_s),
        "T99" | "T_p99" | "R_p99" | "T_p99_accepted" => latency(|latency| latency.p99_s),
        "Pw" | "Pwait" | "Pwait_arrival" | "ErlangC_Pwait" => first.and_then(|station| station.wait_probability),
        "ErlangB" | "blocking" => first.map(|station| station.refused),
        "Pab" | "P_timeout" => first.map(|station| station.gave_up),
        "visit_rate" => first.map(|station| station.arrivals_per_s),
        "LittleCheck_N=X(R+Z)" => {
            users_and_think.and_then(|(_, think_s)| Some(steady.done_per_s * (steady.latency?.mean_s + think_s)))
        }
        "mean_attempts" => Some(steady.attempts),
        "final_error" => Some(steady.failed_per_s / steady.offered_per_s),
        metric if ["X", "throughput", "X_upper_bound", "speedup"].contains(&metric) || metric.starts_with("X(") => {
            Some(steady.done_per_s)
        }
        _ => None,
    }
}
