//! The steady state of a network as JSON (docs/cli.md). Numbers are not rounded; what is undefined is `null`.

use serde::Serialize;

use super::report_json::LatencyJson;
use crate::engine::queueing::steady::{ClassReport, Latency, SlotsReport, State, StationReport, Steady};
use crate::engine::sweep::network::NetworkSweep;
use crate::lists::Map;

#[derive(Serialize)]
struct SteadyJson<'a> {
    state: &'static str,
    converged: bool,
    rounds: u32,
    offered_per_s: f64,
    done_per_s: f64,
    failed_per_s: f64,
    growth_per_s: f64,
    attempts: f64,
    number: Option<f64>,
    latency_s: Option<LatencyJson>,
    classes: Map<&'a str, ClassJson>,
    stations: Map<&'a str, StationJson>,
    slots: Map<&'a str, SlotsJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lower: Option<Box<SteadyJson<'a>>>,
}

#[derive(Serialize)]
struct SweepJson<'a> {
    knee: Option<f64>,
    limits: Vec<LimitJson<'a>>,
    points: Vec<PointJson<'a>>,
}

#[derive(Serialize)]
struct LimitJson<'a> {
    station: &'a str,
    load: f64,
}

#[derive(Serialize)]
struct PointJson<'a> {
    load: f64,
    #[serde(flatten)]
    steady: SteadyJson<'a>,
}

#[derive(Serialize)]
struct ClassJson {
    offered_per_s: f64,
    done_per_s: f64,
    failed_per_s: f64,
    attempts: f64,
    latency_s: Option<LatencyJson>,
}

#[derive(Serialize)]
struct StationJson {
    arrivals_per_s: f64,
    utilisation: f64,
    number: Option<f64>,
    waiting: Option<f64>,
    wait_probability: Option<f64>,
    idle_probability: Option<f64>,
    refused: f64,
    gave_up: f64,
    growth_per_s: f64,
    wait_s: Option<LatencyJson>,
}

#[derive(Serialize)]
struct SlotsJson {
    arrivals_per_s: f64,
    utilisation: Option<f64>,
    waiting: Option<f64>,
    wait_probability: Option<f64>,
    refused: f64,
    gave_up: f64,
    growth_per_s: f64,
}

/// The stable word for a state.
pub const fn state_key(state: State) -> &'static str {
    match state {
        State::Ok => "ok",
        State::Saturated => "saturated",
        State::Unstable => "unstable",
        State::Bistable => "bistable",
    }
}

/// A steady state as JSON, laid out for people, without a newline at its end.
pub fn steady(steady: &Steady) -> String {
    serde_json::to_string_pretty(&of(steady)).unwrap_or_default()
}

/// A sweep as JSON, laid out for people, without a newline at its end.
pub fn sweep(sweep: &NetworkSweep) -> String {
    let limits = sweep.limits.iter().map(|limit| LimitJson { station: &limit.station, load: limit.load });
    let points = sweep.points.iter().map(|point| PointJson { load: point.load, steady: of(&point.steady) });
    let json = SweepJson { knee: sweep.knee, limits: limits.collect(), points: points.collect() };
    serde_json::to_string_pretty(&json).unwrap_or_default()
}

fn of(steady: &Steady) -> SteadyJson<'_> {
    SteadyJson {
        state: state_key(steady.state),
        converged: steady.converged,
        rounds: steady.rounds,
        offered_per_s: steady.offered_per_s,
        done_per_s: steady.done_per_s,
        failed_per_s: steady.failed_per_s,
        growth_per_s: steady.growth_per_s,
        attempts: steady.attempts,
        number: steady.number,
        latency_s: steady.latency.map(latency),
        classes: steady.classes.iter().map(|one| (one.name.as_str(), class(one))).collect(),
        stations: steady.stations.iter().map(|one| (one.name.as_str(), station(one))).collect(),
        slots: steady.slots.iter().map(|one| (one.name.as_str(), slots(one))).collect(),
        lower: steady.lower.as_deref().map(|lower| Box::new(of(lower))),
    }
}

fn latency(latency: Latency) -> LatencyJson {
    let finite = |time: f64| Some(time).filter(|time| time.is_finite());
    LatencyJson {
        mean: finite(latency.mean_s),
        p50: finite(latency.p50_s),
        p95: finite(latency.p95_s),
        p99: finite(latency.p99_s),
    }
}

fn class(class: &ClassReport) -> ClassJson {
    ClassJson {
        offered_per_s: class.offered_per_s,
        done_per_s: class.done_per_s,
        failed_per_s: class.failed_per_s,
        attempts: class.attempts,
        latency_s: class.latency.map(latency),
    }
}

fn station(station: &StationReport) -> StationJson {
    StationJson {
        arrivals_per_s: station.arrivals_per_s,
        utilisation: station.utilisation,
        number: station.number,
        waiting: station.waiting,
        wait_probability: station.wait_probability,
        idle_probability: station.idle_probability,
        refused: station.refused,
        gave_up: station.gave_up,
        growth_per_s: station.growth_per_s,
        wait_s: station.wait.map(latency),
    }
}

fn slots(slots: &SlotsReport) -> SlotsJson {
    SlotsJson {
        arrivals_per_s: slots.arrivals_per_s,
        utilisation: slots.utilisation,
        waiting: slots.waiting,
        wait_probability: slots.wait_probability,
        refused: slots.refused,
        gave_up: slots.gave_up,
        growth_per_s: slots.growth_per_s,
    }
}
