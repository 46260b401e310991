//! What one run has found.

use super::clock::{Area, NANOS, nanos, seconds};
use super::histogram::Histogram;
use super::scaling::ScalingStep;
use super::simulation::{End, Simulation};
use super::station::Counts;
use super::tally::{Cell, batches};

/// One run's findings, from the end of the warm-up up to now.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    pub(super) events: u64,
    pub(super) ended: Option<End>,
    /// Seconds measured.
    pub(super) span_s: f64,
    /// Mean number of attempts under way.
    pub(super) number: f64,
    /// Requests of the measured time: all, then each class.
    pub(super) flows: Vec<FlowOutcome>,
    /// The same for each window.
    pub(super) windows: Vec<Vec<FlowOutcome>>,
    pub(super) stations: Vec<QueueOutcome>,
    pub(super) slots: Vec<QueueOutcome>,
    pub(super) scaling: Vec<Vec<ScalingStep>>,
    pub(super) credits: Vec<CreditsOutcome>,
}

/// Requests of a class, or all, in a part of the run.
#[derive(Clone, Debug)]
pub(super) struct FlowOutcome {
    pub(super) cell: Cell,
    /// Mean and percentiles of the times of answers, seconds.
    pub(super) latency: [Option<f64>; 4],
    pub(super) span_s: f64,
    /// Answers and final failures a second; of a window by requests that began there, else by time.
    pub(super) done_per_s: f64,
    pub(super) failed_per_s: f64,
    /// Parts of the time one after the other; none of a window.
    pub(super) batches: Vec<Cell>,
}

/// A station or slots.
#[derive(Clone, Debug)]
pub(super) struct QueueOutcome {
    pub(super) counts: Counts,
    /// Mean and percentiles of the waits, seconds.
    pub(super) wait: [Option<f64>; 4],
    pub(super) utilisation: f64,
    pub(super) number: f64,
    pub(super) waiting: f64,
    /// Whether requests wait for a server, or are all served at once.
    pub(super) has_waits: bool,
}

/// A bucket of credits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct CreditsOutcome {
    /// Credits at the end, server-seconds.
    pub(super) level_s: f64,
    /// When it was empty first.
    pub(super) emptied_at_s: Option<f64>,
    /// Seconds for which it was empty.
    pub(super) empty_s: f64,
}

/// The shares whose quantiles are told.
pub(super) const SHARES: [f64; 3] = [0.50, 0.95, 0.99];

impl Cell {
    /// Mean and percentiles of the times of answers, seconds.
    pub(super) fn latency(&self) -> [Option<f64>; 4] {
        let mean = (self.done > 0).then(|| self.sum as f64 / self.done as f64 / NANOS);
        mean_and_quantiles(mean, &self.times)
    }
}

impl Counts {
    /// Mean and percentiles of the waits, seconds.
    pub(super) fn wait(&self) -> [Option<f64>; 4] {
        let mean = (self.started > 0).then(|| self.wait_sum as f64 / self.started as f64 / NANOS);
        mean_and_quantiles(mean, &self.waits)
    }

    fn merge(&mut self, other: &mut Self) {
        self.started += other.started;
        self.wait_sum += other.wait_sum;
        self.waits.merge(&std::mem::take(&mut other.waits));
    }
}

fn mean_and_quantiles(mean: Option<f64>, times: &Histogram) -> [Option<f64>; 4] {
    let [p50, p95, p99] = SHARES.map(|share| times.quantile(share).map(|nanos| nanos / NANOS));
    [mean, p50, p95, p99]
}

impl Outcome {
    /// Adds another run's requests and waits, and takes its histograms out, which only the sum needs.
    pub(super) fn absorb(&mut self, other: &mut Self) {
        let flows = self.flows.iter_mut().chain(self.windows.iter_mut().flatten());
        for (own, other) in flows.zip(other.flows.iter_mut().chain(other.windows.iter_mut().flatten())) {
            own.cell.merge(&other.cell);
            other.cell.times = Histogram::default();
            (own.batches, other.batches) = (Vec::new(), Vec::new());
        }
        let queues = self.stations.iter_mut().chain(&mut self.slots);
        for (own, other) in queues.zip(other.stations.iter_mut().chain(&mut other.slots)) {
            own.counts.merge(&mut other.counts);
        }
    }
}

impl Simulation {
    /// What has been found up to now.
    pub(super) fn outcome(&self) -> Outcome {
        let run = &self.network.run;
        let from = nanos(run.warm_up_s);
        let span_s = seconds(self.now.saturating_sub(from));
        let mean = |area: &Area| if span_s > 0.0 { area.measured_s(self.now) / span_s } else { 0.0 };
        let windows = run.windows.iter().map(|window| self.flows(nanos(window.from_s), nanos(window.to_s), false));
        let credits = self.buckets.iter().map(|bucket| {
            let mut bucket = bucket.clone();
            bucket.settle(self.now);
            CreditsOutcome {
                level_s: bucket.level / NANOS,
                emptied_at_s: bucket.emptied.map(seconds),
                empty_s: seconds(bucket.empty_for),
            }
        });
        Outcome {
            events: self.events,
            ended: self.ended,
            span_s,
            number: mean(&self.inside),
            flows: self.flows(from, self.end, true),
            windows: windows.collect(),
            stations: self.stations.iter().map(|at| self.station_outcome(at, &mean)).collect(),
            slots: self.gates.iter().map(|gate| gate_outcome(gate, &mean)).collect(),
            scaling: self.scalers.iter().map(|scaler| scaler.history.clone()).collect(),
            credits: credits.collect(),
        }
    }

    /// All requests that began between two times, then those of each class.
    fn flows(&self, from: u64, to: u64, is_all: bool) -> Vec<FlowOutcome> {
        let span_s = seconds(to.min(self.now).saturating_sub(from));
        let edges = if is_all { batches(&self.network.run) } else { Vec::new() };
        let flow = |class: Option<usize>| {
            let cell = self.tally.between(from, to, class);
            let (done, failed) = if is_all { self.tally.ended(class) } else { (cell.done, cell.failures()) };
            let rate = |count: u64| if span_s > 0.0 { count as f64 / span_s } else { 0.0 };
            FlowOutcome {
                done_per_s: rate(done),
                failed_per_s: rate(failed),
                batches: edges.windows(2).map(|edge| self.tally.between(edge[0], edge[1], class)).collect(),
                span_s,
                latency: cell.latency(),
                cell,
            }
        };
        std::iter::once(None).chain((0..self.network.classes.len()).map(Some)).map(flow).collect()
    }

    fn station_outcome(&self, at: &super::station::Station, mean: &impl Fn(&Area) -> f64) -> QueueOutcome {
        let (busy, capacity, number) = (mean(&at.busy), mean(&at.capacity), mean(&at.number));
        QueueOutcome {
            wait: at.counts.wait(),
            counts: at.counts.clone(),
            utilisation: if capacity > 0.0 { (busy / capacity).min(1.0) } else { 0.0 },
            number,
            waiting: (number - busy).max(0.0),
            has_waits: !at.sharing,
        }
    }
}

fn gate_outcome(gate: &super::station::Gate, mean: &impl Fn(&Area) -> f64) -> QueueOutcome {
    let (held, waiting) = (mean(&gate.held), mean(&gate.waiting));
    QueueOutcome {
        wait: gate.counts.wait(),
        counts: gate.counts.clone(),
        utilisation: held / f64::from(gate.count),
        number: held + waiting,
        waiting,
        has_waits: true,
    }
}
