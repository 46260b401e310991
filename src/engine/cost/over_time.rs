//! What a run in time costs: the steady bill's prices over the seconds that were played.
//!
//! What is billed by the hour or by what is kept costs every second alike; of a group that follows its load, for each
//! instance that was there (starting, in service or draining). What is billed by requests and bytes costs each answered
//! request what it costs on average in the steady month, tiers and all. Surplus credits are those that the run counted.

use crate::catalogue::spec::BillUnit;
use crate::engine::report::{CostLine, Report};
use crate::engine::timeline::play::{NodeSample, Sample, with_starts};
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
    let answered: f64 = with_lengths(samples).map(|(length_s, sample)| length_s * sample.done_per_s).sum();
    let answered_s = if report.throughput.0 > 0.0 { answered / report.throughput.0 } else { 0.0 };
    let (mut time, mut requests) = (0.0, 0.0);
    for line in &report.cost.lines {
        let a_second = line.quantity * line.unit_price / SECONDS_PER_MONTH;
        match line.unit {
            // Counted in the run.
            BillUnit::VcpuHours if line.item == "surplus_credits" => {}
            BillUnit::CapacityHours => time += a_second * capacity_s(line, samples),
            BillUnit::Hours
            | BillUnit::GbMonth
            | BillUnit::VcpuHours
            | BillUnit::GbHours
            | BillUnit::Months
            | BillUnit::IopsMonths
            | BillUnit::MibsMonths => time += a_second * seconds(line, samples, &drawn),
            BillUnit::Gb | BillUnit::MillionRequests | BillUnit::LcuHours | BillUnit::GbSeconds => {
                requests += a_second * answered_s
            }
        }
    }
    let surplus = samples
        .last()
        .map_or(0.0, |last| last.nodes.iter().filter_map(|node| node.credits).map(|credits| credits.surplus_usd).sum());
    let day = if samples.is_empty() { 0.0 } else { (time + requests + surplus) * DAY_S / length_s(samples) };
    RunCost { time: dollars(time), requests: dollars(requests), surplus: dollars(surplus), day: dollars(day).to_cent() }
}

fn dollars(amount: f64) -> Usd {
    Usd::from_micros(libm::round(amount * 1e6) as i128)
}

/// The seconds for which a line is billed, in those of what is drawn: half of a fleet for a minute is 30 s.
fn seconds(line: &CostLine, samples: &[Sample], drawn: impl Fn(NodeId) -> Option<u32>) -> f64 {
    let of_group = drawn(line.node).filter(|drawn| *drawn > 0 && line.quantity > 0.0 && line.item != "cluster");
    let Some(drawn) = of_group else { return length_s(samples) };
    let there = |node: &NodeSample| match node.hosts {
        Some(hosts) if is_host(line.item) && hosts.drawn > 0 => {
            f64::from(hosts.there + hosts.starting) / f64::from(hosts.drawn) * f64::from(drawn)
        }
        _ => f64::from(node.starting + node.in_service + node.draining),
    };
    let of = |sample: &Sample| sample.nodes.iter().find(|node| node.node == line.node).map_or(0.0, there);
    with_lengths(samples).map(|(length_s, sample)| length_s * of(sample)).sum::<f64>() / f64::from(drawn)
}

/// Whether what is billed is of the hosts of instances, and not of the instances.
fn is_host(item: &str) -> bool {
    matches!(item, "instance" | "storage")
}

/// The seconds for which capacity is billed, in those of what is drawn: twice as much for a minute is 120 s.
fn capacity_s(line: &CostLine, samples: &[Sample]) -> f64 {
    let share = |sample: &Sample| {
        let node = sample.nodes.iter().find(|node| node.node == line.node);
        let of = node.and_then(|node| node.capacity).map(|capacity| match line.item {
            "write_capacity" => capacity.write,
            _ => capacity.read,
        });
        of.filter(|of| of.drawn > 0.0).map_or(1.0, |of| of.units / of.drawn)
    };
    with_lengths(samples).map(|(length_s, sample)| length_s * share(sample)).sum()
}

/// Measurements with their lengths: one second in a simulation, up to ten in a fluid.
fn with_lengths(samples: &[Sample]) -> impl Iterator<Item = (f64, &Sample)> {
    with_starts(samples).map(|(from_s, sample)| (sample.at_s - from_s, sample))
}

fn length_s(samples: &[Sample]) -> f64 {
    samples.last().map_or(0.0, |last| last.at_s)
}
