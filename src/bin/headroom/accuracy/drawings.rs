//! The steady engine against the simulator on the drawings of the staged story.

use headroom::codec::digits;
use headroom::codec::network_file;
use headroom::engine::Engine;
use headroom::engine::queueing::network::Run;
use headroom::engine::queueing::steady;
use headroom::engine::timeline::{Estimate, Study};
use headroom::model::validate;
use headroom::presets;
use serde::Serialize;

use crate::text::table;

/// Loads, as shares of the users at which the first resource breaks.
const LOADS: [f64; 5] = [0.5, 0.8, 0.95, 1.1, 1.5];

/// Seconds simulated before anything is measured, and in all.
const WARM_UP_S: f64 = 120.0;
const DURATION_S: f64 = 480.0;

/// Independent runs, the first with this seed.
const RUNS: u32 = 5;
const SEED: u64 = 20_261_121;

/// A number by both engines.
#[derive(Serialize)]
struct Pair {
    preset: &'static str,
    load: f64,
    users: u32,
    metric: &'static str,
    simulated: f64,
    half_width: f64,
    steady: f64,
}

impl Pair {
    /// How far the steady number is from the simulated one, relative.
    fn error(&self) -> f64 {
        if self.simulated > 0.0 { self.steady / self.simulated - 1.0 } else { 0.0 }
    }
}

/// The table for people: a row each drawing and load, the steady number over the simulated one less 1, and half the
/// simulation's 95 % confidence interval.
pub(crate) fn text() -> Result<String, String> {
    let pairs = compare()?;
    let heads = ["preset", "load", "users", "done/s %", "mean %", "p50 %", "p95 %", "p99 %"].map(str::to_owned);
    let mut rows = vec![heads.to_vec()];
    for row in pairs.chunk_by(|one, other| (one.preset, one.users) == (other.preset, other.users)) {
        let Some(first) = row.first() else { continue };
        let start = [first.preset.to_owned(), format!("{:.2}", first.load), digits::count(f64::from(first.users))];
        rows.push(start.into_iter().chain(row.iter().map(apart)).collect());
    }
    Ok(table(rows, &[1, 2, 3, 4, 5, 6, 7]))
}

fn apart(pair: &Pair) -> String {
    let half_width = pair.half_width / pair.simulated.max(f64::MIN_POSITIVE);
    // Nothing is printed as minus nothing.
    let error = 100.0 * pair.error() + 0.0;
    let error = if error.abs() < 0.05 { 0.0 } else { error };
    format!("{error:.1} ± {:.1}", 100.0 * half_width)
}

/// The same as JSON.
pub(crate) fn json() -> Result<String, String> {
    Ok(serde_json::to_string_pretty(&compare()?).unwrap_or_default() + "\n")
}

fn compare() -> Result<Vec<Pair>, String> {
    let mut pairs = Vec::new();
    for preset in presets::all() {
        let scenario = presets::scenario(preset.id).ok_or("a preset that does not open")?;
        let topology = validate::check(&scenario).0.ok_or("a preset that cannot be solved")?;
        let breaks = Engine::new(&topology).limits().first().ok_or("a preset without a limit")?.users;
        for load in LOADS {
            let users = (load * breaks) as u32;
            let mut network = network_file::of_drawing(&scenario, &topology, users);
            network.run =
                Run { warm_up_s: WARM_UP_S, duration_s: DURATION_S, seed: SEED, replications: RUNS, ..Run::default() };
            let steady = steady::solve(&network).map_err(|why| format!("{}: {why:?}", preset.id))?;
            let mut study = Study::new(&network).map_err(|why| format!("{}: {why:?}", preset.id))?;
            study.run();
            let simulated = study.report();
            let mut add = |metric, estimate: &Estimate, steady: f64| {
                let half_width = estimate.half_width.unwrap_or(0.0);
                pairs.push(Pair {
                    preset: preset.id,
                    load,
                    users,
                    metric,
                    simulated: estimate.value,
                    half_width,
                    steady,
                });
            };
            add("done/s", &simulated.requests.done_per_s, steady.done_per_s);
            if let (Some(one), Some(other)) = (&simulated.requests.latency, steady.latency) {
                add("mean s", &one.mean, other.mean_s);
                add("p50 s", &one.p50, other.p50_s);
                add("p95 s", &one.p95, other.p95_s);
                add("p99 s", &one.p99, other.p99_s);
            }
        }
    }
    Ok(pairs)
}
