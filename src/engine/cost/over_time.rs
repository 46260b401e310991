//! What a run in time costs: the steady bill's prices over the seconds that were played.
//!
//! What is billed by the hour or by what is kept costs every second alike; of a group that follows its load, for each
//! instance that was there (starting, in service or draining). What is billed by requests and bytes costs each answered
//! request what it costs on average in the steady month, tiers and all. Surplus credits are those that the run counted.

use crate::catalogue::spec::BillUnit;
use crate::engine::report::{CostLine, Report};
use crate::engine::timeline::play::{CapacityOf, Sample};
use crate::lists::Map;
use crate::model::scenario::NodeId;
use crate::units::{SECONDS_PER_MONTH, Usd};

/// Seconds of a day.
const DAY_S: f64 = 86_400.0;

/// What some seconds of a run cost.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RunCost {
    /// Instances, storage and whatever else costs time.
    pub time: Usd,
    /// Requests and bytes.
    pub requests: Usd,
    /// Surplus CPU credits.
    pub surplus: Usd,
    /// A day of seconds like these.
    pub day: Usd,
}

impl RunCost {
    /// All of it.
    pub fn total(&self) -> Usd {
        self.time + self.requests + self.surplus
    }
}

/// The cost of some seconds from the start of a run on. `drawn` gives the instances that are drawn of a group that
/// follows its load, and none for a part whose number is fixed.
pub fn of_run(report: &Report, samples: &[Sample], drawn: impl Fn(NodeId) -> Option<u32>) -> RunCost {
    let mut played = Played::default();
    played.take_to(samples);
    played.cost(report, drawn)
}

/// What of a run its cost depends on, counted as the run goes on.
#[derive(Clone, Debug, Default)]
pub struct Played {
    /// Measurements that are counted.
    taken: usize,
    /// Seconds.
    length_s: f64,
    /// Requests.
    answered: f64,
    /// Instance-seconds of each part: starting, in service or draining.
    instances_s: Map<NodeId, f64>,
    /// Of each part with capacity that is set: the seconds for which what is drawn would cost as much, of reads and of
    /// writes. Twice as much for a minute is 120 s.
    capacity_s: Map<NodeId, (f64, f64)>,
    /// Of each part whose instances stand on hosts: the seconds for which the drawn hosts would cost as much.
    hosts_s: Map<NodeId, f64>,
    /// US dollars.
    surplus: f64,
}

impl Played {
    /// Counts up to the end of these measurements, which begin with the run's first. Fewer than before are counted anew.
    pub fn take_to(&mut self, samples: &[Sample]) {
        if samples.len() < self.taken {
            *self = Self::default();
        }
        for sample in samples.get(self.taken..).unwrap_or_default() {
            // One second in a simulation, up to ten in a fluid.
            let length_s = sample.at_s - self.length_s;
            self.length_s = sample.at_s;
            self.answered += length_s * sample.done_per_s;
            for node in &sample.nodes {
                let there = f64::from(node.starting + node.in_service + node.draining);
                *self.instances_s.or_insert(node.node, 0.0) += length_s * there;
                if let Some(hosts) = node.hosts.filter(|hosts| hosts.drawn > 0) {
                    let there = f64::from(hosts.there + hosts.starting) / f64::from(hosts.drawn);
                    *self.hosts_s.or_insert(node.node, 0.0) += length_s * there;
                }
                if let Some(capacity) = node.capacity {
                    let (read, write) = self.capacity_s.or_insert(node.node, (0.0, 0.0));
                    *read += length_s * of_drawn(capacity.read);
                    *write += length_s * of_drawn(capacity.write);
                }
            }
        }
        self.taken = samples.len();
        self.surplus = samples.last().map_or(0.0, |last| {
            last.nodes.iter().filter_map(|node| node.credits).map(|credits| credits.surplus_usd).sum()
        });
    }

    /// What it costs; `drawn` as for [`of_run`].
    pub fn cost(&self, report: &Report, drawn: impl Fn(NodeId) -> Option<u32>) -> RunCost {
        let answered_s = if report.throughput.0 > 0.0 { self.answered / report.throughput.0 } else { 0.0 };
        let (mut time, mut requests) = (0.0, 0.0);
        for line in &report.cost.lines {
            let a_second = line.quantity * line.unit_price / SECONDS_PER_MONTH;
            match line.unit {
                // Counted in the run.
                BillUnit::VcpuHours if line.item == "surplus_credits" => {}
                BillUnit::CapacityHours => time += a_second * self.capacity_s(line),
                BillUnit::Hours
                | BillUnit::GbMonth
                | BillUnit::VcpuHours
                | BillUnit::GbHours
                | BillUnit::Months
                | BillUnit::IopsMonths
                | BillUnit::MibsMonths => time += a_second * self.billed_s(line, &drawn),
                BillUnit::Gb | BillUnit::MillionRequests | BillUnit::LcuHours | BillUnit::GbSeconds => {
                    requests += a_second * answered_s;
                }
            }
        }
        let all = time + requests + self.surplus;
        let day = if self.length_s > 0.0 { all * DAY_S / self.length_s } else { 0.0 };
        RunCost {
            time: dollars(time),
            requests: dollars(requests),
            surplus: dollars(self.surplus),
            day: dollars(day).to_cent(),
        }
    }

    /// The seconds for which a line is billed, in those of what is drawn: half of a fleet for a minute is 30 s.
    fn billed_s(&self, line: &CostLine, drawn: impl Fn(NodeId) -> Option<u32>) -> f64 {
        let of_group = drawn(line.node).filter(|drawn| *drawn > 0 && line.quantity > 0.0 && line.item != "cluster");
        let Some(drawn) = of_group else { return self.length_s };
        if let Some(hosts_s) = self.hosts_s.get(&line.node).filter(|_| is_host(line.item)) {
            return *hosts_s;
        }
        self.instances_s.get(&line.node).copied().unwrap_or(0.0) / f64::from(drawn)
    }

    /// The seconds for which capacity is billed, in those of what is drawn.
    fn capacity_s(&self, line: &CostLine) -> f64 {
        let Some((read, write)) = self.capacity_s.get(&line.node).copied() else { return self.length_s };
        if line.item == "write_capacity" { write } else { read }
    }
}

/// Whether what is billed is of the hosts of instances, and not of the instances.
fn is_host(item: &str) -> bool {
    matches!(item, "instance" | "storage")
}

/// Capacity in that which is drawn.
fn of_drawn(capacity: CapacityOf) -> f64 {
    if capacity.drawn > 0.0 { capacity.units / capacity.drawn } else { 1.0 }
}

fn dollars(amount: f64) -> Usd {
    Usd::from_micros(libm::round(amount * 1e6) as i128)
}
