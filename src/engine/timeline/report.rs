//! What several runs have found together, or a single one.

use super::clock::seconds;
use super::confidence::{Estimate, half_width};
use super::outcome::{CreditsOutcome, FlowOutcome, Outcome, QueueOutcome};
use super::scaling::ScalingStep;
use super::simulation::End;
use super::tally::Cell;
use crate::engine::queueing::network::{Network, Window};

/// A simulated network. Rates and means are over the measured time, from the end of the warm-up to the end of the run.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The first run's seed; the next has one more, and so on.
    pub seed: u64,
    /// Runs.
    pub replications: u32,
    /// Events of all runs.
    pub events: u64,
    /// How the last of them ended; none where it is not at its end.
    pub ended: Option<End>,
    /// Measured seconds of a run.
    pub measured_s: f64,
    /// Mean number of attempts under way.
    pub number: Estimate,
    /// All requests.
    pub requests: Flow,
    /// Those of each class.
    pub classes: Vec<(String, Flow)>,
    /// Those that began in each window.
    pub windows: Vec<WindowReport>,
    /// Stations.
    pub stations: Vec<QueueReport>,
    /// Slots.
    pub slots: Vec<QueueReport>,
    /// Scaling rules: the first run's history.
    pub scaling: Vec<ScalingReport>,
    /// Credit buckets.
    pub credits: Vec<CreditsReport>,
}

/// Requests that began in some time, and what became of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// How many came.
    pub offered: u64,
    /// Answered.
    pub done: u64,
    /// Failed for good, by the cause of the last attempt, in the order of [`super::CAUSES`].
    pub failed: [u64; super::CAUSES.len()],
    /// Attempts.
    pub attempts: u64,
    /// Attempts that failed, by cause.
    pub attempts_failed: [u64; super::CAUSES.len()],
    /// Requests that came a second.
    pub offered_per_s: Estimate,
    /// Answers a second, by the time at which they were given; of a window by requests that began there.
    pub done_per_s: Estimate,
    /// Final failures a second, counted in the same way.
    pub failed_per_s: Estimate,
    /// Attempts a request.
    pub attempts_each: Estimate,
    /// Time from the first attempt to the answer; none without answers.
    pub latency: Option<LatencyEstimate>,
}

impl Flow {
    /// Requests that were still under way at the end.
    pub fn unfinished(&self) -> u64 {
        self.offered.saturating_sub(self.done + self.failed.iter().sum::<u64>())
    }
}

/// A time's mean and percentiles, seconds. Percentiles are of all runs together.
#[derive(Clone, Debug, PartialEq)]
pub struct LatencyEstimate {
    /// Mean.
    pub mean: Estimate,
    /// Median.
    pub p50: Estimate,
    /// 95th percentile.
    pub p95: Estimate,
    /// 99th percentile.
    pub p99: Estimate,
}

/// Requests that began in a window.
#[derive(Clone, Debug, PartialEq)]
pub struct WindowReport {
    /// Which.
    pub window: Window,
    /// All of them.
    pub requests: Flow,
    /// Those of each class.
    pub classes: Vec<(String, Flow)>,
}

/// A station or slots.
#[derive(Clone, Debug, PartialEq)]
pub struct QueueReport {
    /// For people.
    pub name: String,
    /// Visits or entries a second.
    pub arrivals_per_s: Estimate,
    /// Busy servers ÷ servers, or slots held ÷ slots.
    pub utilisation: Estimate,
    /// Mean number there.
    pub number: Estimate,
    /// Mean number waiting.
    pub waiting: Estimate,
    /// Share of those let in who had to wait; none where everyone is served at once.
    pub wait_probability: Option<Estimate>,
    /// Wait of those who were served, or let in; none where everyone is served at once.
    pub wait: Option<LatencyEstimate>,
    /// Share of those who came that were refused.
    pub refused: Estimate,
    /// Share that left without service.
    pub gave_up: Estimate,
    /// Share that met a dead instance or died with it.
    pub died: Estimate,
    /// The longest queue.
    pub peak_waiting: Estimate,
    /// When it was so long, seconds since the start.
    pub peak_at_s: Estimate,
    /// Seconds from then on until nobody waited; none where that did not happen.
    pub drain_s: Option<Estimate>,
}

/// What a scaling rule did.
#[derive(Clone, Debug, PartialEq)]
pub struct ScalingReport {
    /// Its station's name.
    pub station: String,
    /// Every change of the number of instances.
    pub history: Vec<ScalingStep>,
}

/// What became of a bucket of credits.
#[derive(Clone, Debug, PartialEq)]
pub struct CreditsReport {
    /// Its station's name.
    pub station: String,
    /// Credits at the end, server-seconds.
    pub level_s: Estimate,
    /// When it was empty for the first time, seconds since the start; none where it never was.
    pub emptied_at_s: Option<Estimate>,
    /// Seconds for which it was empty.
    pub empty_s: Estimate,
}

/// What runs have found, at least one, and what they have found together.
pub(super) fn of(network: &Network, seed: u64, runs: &[Outcome], sum: &Outcome) -> Report {
    let last = runs.last();
    let each = |read: &dyn Fn(&Outcome) -> f64| estimate(runs.iter().map(read));
    let (requests, classes) = flows(network, runs, sum, &|run| &run.flows);
    let windows = network.run.windows.iter().enumerate().map(|(index, window)| {
        let (requests, classes) = flows(network, runs, sum, &|run| &run.windows[index]);
        WindowReport { window: *window, requests, classes }
    });
    let name = |station: usize| network.stations.get(station).map_or_else(String::new, |station| station.name.clone());
    let queues = |names: &mut dyn Iterator<Item = &String>, read: &dyn Fn(&Outcome) -> &Vec<QueueOutcome>| {
        names
            .enumerate()
            .map(|(index, name)| {
                let each = runs.iter().map(|run| &read(run)[index]).collect::<Vec<_>>();
                queue(name, runs, &each, &read(sum)[index])
            })
            .collect::<Vec<_>>()
    };
    Report {
        seed,
        replications: runs.len() as u32,
        events: runs.iter().map(|run| run.events).sum(),
        ended: last.and_then(|run| run.ended),
        measured_s: last.map_or(0.0, |run| run.span_s),
        number: each(&|run| run.number),
        requests,
        classes,
        windows: windows.collect(),
        stations: queues(&mut network.stations.iter().map(|station| &station.name), &|run| &run.stations),
        slots: queues(&mut network.slots.iter().map(|slots| &slots.name), &|run| &run.slots),
        scaling: (network.scaling.iter().zip(runs.first().map_or(&[][..], |run| &run.scaling)))
            .map(|(rule, history)| ScalingReport { station: name(rule.station), history: history.clone() })
            .collect(),
        credits: (network.credits.iter().enumerate())
            .map(|(index, credits)| {
                let each: Vec<CreditsOutcome> = runs.iter().map(|run| run.credits[index]).collect();
                CreditsReport {
                    station: name(credits.station),
                    level_s: estimate(each.iter().map(|run| run.level_s)),
                    emptied_at_s: Estimate::of(each.iter().filter_map(|run| run.emptied_at_s).collect()),
                    empty_s: estimate(each.iter().map(|run| run.empty_s)),
                }
            })
            .collect(),
    }
}

fn estimate(numbers: impl Iterator<Item = f64>) -> Estimate {
    Estimate::of(numbers.collect()).unwrap_or_default()
}

/// All requests, then those of each class.
fn flows(
    network: &Network,
    runs: &[Outcome],
    sum: &Outcome,
    read: &dyn Fn(&Outcome) -> &Vec<FlowOutcome>,
) -> (Flow, Vec<(String, Flow)>) {
    let flow = |index: usize| flow(&runs.iter().map(|run| &read(run)[index]).collect::<Vec<_>>(), &read(sum)[index]);
    let classes = network.classes.iter().zip(1..).map(|(class, index)| (class.name.clone(), flow(index)));
    (flow(0), classes.collect())
}

fn flow(runs: &[&FlowOutcome], sum: &FlowOutcome) -> Flow {
    let rate = |run: &&FlowOutcome| if run.span_s > 0.0 { run.cell.offered as f64 / run.span_s } else { 0.0 };
    let all = &sum.cell;
    let attempts = |run: &&FlowOutcome| run.cell.attempts as f64 / run.cell.offered.max(1) as f64;
    let each: Vec<[Option<f64>; 4]> = runs.iter().map(|run| run.latency).collect();
    let batches: Vec<[Option<f64>; 4]> = sum.batches.iter().map(Cell::latency).collect();
    Flow {
        offered: all.offered,
        done: all.done,
        failed: all.failed,
        attempts: all.attempts,
        attempts_failed: all.attempts_failed,
        offered_per_s: estimate(runs.iter().map(rate)),
        done_per_s: estimate(runs.iter().map(|run| run.done_per_s)),
        failed_per_s: estimate(runs.iter().map(|run| run.failed_per_s)),
        attempts_each: estimate(runs.iter().map(attempts)),
        latency: latency(&each, all.latency(), &batches),
    }
}

/// Means and percentiles of each run, of all together, and of the parts of a single one, which tell how sure it is.
fn latency(runs: &[[Option<f64>; 4]], sum: [Option<f64>; 4], batches: &[[Option<f64>; 4]]) -> Option<LatencyEstimate> {
    let read = |index: usize| {
        let found = Estimate::of(runs.iter().filter_map(|run| run[index]).collect())?;
        let parts: Vec<f64> = batches.iter().filter_map(|batch| batch[index]).collect();
        let is_told = runs.len() == 1 && parts.len() == batches.len();
        let half_width = if is_told { half_width(&parts) } else { found.half_width };
        // Percentiles are of all runs together; the mean is the runs' own.
        Some(Estimate { half_width, value: if index > 0 { sum[index]? } else { found.value }, ..found })
    };
    Some(LatencyEstimate { mean: read(0)?, p50: read(1)?, p95: read(2)?, p99: read(3)? })
}

fn queue(name: &str, runs: &[Outcome], queues: &[&QueueOutcome], sum: &QueueOutcome) -> QueueReport {
    let waits: Vec<[Option<f64>; 4]> = queues.iter().map(|queue| queue.wait).collect();
    let each = |read: &dyn Fn(&QueueOutcome) -> f64| estimate(queues.iter().map(|queue| read(queue)));
    let share = |part: u64, all: u64| if all > 0 { part as f64 / all as f64 } else { 0.0 };
    let rates = runs.iter().zip(queues).map(
        |(run, queue)| {
            if run.span_s > 0.0 { queue.counts.came as f64 / run.span_s } else { 0.0 }
        },
    );
    let has_waits = queues.iter().all(|queue| queue.has_waits);
    let waited = |queue: &QueueOutcome| {
        let counts = &queue.counts;
        let at_once = counts.started - counts.waited;
        let let_in = counts.came - counts.refused.min(counts.came);
        if let_in > 0 { (1.0 - at_once as f64 / let_in as f64).max(0.0) } else { 0.0 }
    };
    let drains = queues.iter().filter_map(|queue| {
        let peak = &queue.counts.peak;
        Some(seconds(peak.drained?.saturating_sub(peak.at)))
    });
    QueueReport {
        name: name.to_owned(),
        arrivals_per_s: estimate(rates),
        utilisation: each(&|queue| queue.utilisation),
        number: each(&|queue| queue.number),
        waiting: each(&|queue| queue.waiting),
        wait_probability: has_waits.then(|| each(&waited)),
        wait: if has_waits { latency(&waits, sum.counts.wait(), &[]) } else { None },
        refused: each(&|queue| share(queue.counts.refused, queue.counts.came)),
        gave_up: each(&|queue| share(queue.counts.gave_up, queue.counts.came)),
        died: each(&|queue| share(queue.counts.died, queue.counts.came)),
        peak_waiting: each(&|queue| queue.counts.peak.waiting as f64),
        peak_at_s: each(&|queue| seconds(queue.counts.peak.at)),
        drain_s: Estimate::of(drains.collect()),
    }
}
