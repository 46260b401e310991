//! From a network to a run that is about to begin.

use std::sync::Arc;

use super::calendar::{Calendar, Kind};
use super::clock::Area;
use super::credits::Bucket;
use super::draw::Draws;
use super::plan::Plan;
use super::program::Program;
use super::scaling::Scaler;
use super::simulation::{Parts, Simulation};
use super::source::Source;
use super::station::{Counts, Gate, Instance, Queue, Station, Waits};
use super::streams::{Purpose, Stream, name_hash};
use super::tally::Tally;
use super::ziggurat::Ziggurat;
use crate::engine::queueing::check::{self, Fault};
use crate::engine::queueing::network::{Balancer, Network};

/// The most instances that do not share a queue, over all stations.
pub const MOST_INSTANCES: u32 = 1_000_000;

/// The most counts of classes and parts of the run between ends of windows.
const MOST_CELLS: usize = 50_000;

/// Why a network is not simulated.
#[derive(Clone, Debug, PartialEq)]
pub enum Refused {
    /// It makes no sense there.
    Faulty(Fault),
    /// It has more than [`MOST_INSTANCES`] instances that do not share a queue.
    TooManyInstances,
    /// Its classes and windows ask for more counts than are kept.
    TooManyWindows,
}

impl Simulation {
    /// A run of a network, empty at its start. The same seed gives the same run, everywhere.
    ///
    /// # Errors
    ///
    /// Where the network makes no sense or is too large.
    pub fn new(network: &Network, seed: u64) -> Result<Self, Refused> {
        if let Some(fault) = check::faults(network).into_iter().next() {
            return Err(Refused::Faulty(fault));
        }
        if Tally::size(&network.run, network.classes.len()) > MOST_CELLS {
            return Err(Refused::TooManyWindows);
        }
        let mut streams = vec![Stream::of(seed, 0, Purpose::Arrivals), Stream::of(seed, 0, Purpose::Classes)];
        let mut calendar = Calendar::default();
        Plan::put(network, &mut calendar);
        let (stations, instances) = stations(network, seed, &mut streams)?;
        let gates = gates(network, seed, &mut streams);
        let program = Program::of(network, seed, &mut streams);
        let mut draws = Draws { streams, ziggurat: Arc::new(Ziggurat::new()) };
        let scalers: Vec<Scaler> = network
            .scaling
            .iter()
            .map(|rule| Scaler::of(*rule, network.stations.get(rule.station).map_or(0, |station| station.instances)))
            .collect();
        for (id, scaler) in (0..).zip(&scalers) {
            calendar.push(scaler.first_look(), Kind::Evaluates, id);
        }
        let source = Source::of(network, 0, 1, &mut draws);
        let buckets = network.credits.iter().map(Bucket::of).collect();
        let parts = Parts { program, calendar, source, stations, instances, gates, buckets, scalers, draws };
        Ok(Self::of(network, seed, parts))
    }
}

/// A number for a part by its name; parts of the same name differ by how many came before.
fn part<'a>(kind: u64, name: &str, before: impl Iterator<Item = &'a str>) -> u64 {
    let same = before.filter(|other| *other == name).count() as u64;
    name_hash(name).wrapping_add(kind).wrapping_add(same << 32)
}

fn stations(network: &Network, seed: u64, streams: &mut Vec<Stream>) -> Result<(Vec<Station>, Vec<Instance>), Refused> {
    let (mut stations, mut instances) = (Vec::new(), Vec::new());
    for (id, of) in network.stations.iter().enumerate() {
        let part = part(1, &of.name, network.stations[..id].iter().map(|other| other.name.as_str()));
        let mut station = Station::of(network, id, streams.len() as u32);
        for purpose in [Purpose::Service, Purpose::Balance, Purpose::Patience] {
            streams.push(Stream::of(seed, part, purpose));
        }
        let (count, copies) = if of.balancer == Balancer::SharedQueue { (1, of.instances) } else { (of.instances, 1) };
        if instances.len() + count as usize > MOST_INSTANCES as usize {
            return Err(Refused::TooManyInstances);
        }
        for _ in 0..count {
            let place = instances.len() as u32;
            let servers = of.servers.saturating_mul(copies);
            instances.push(station.instance(id as u32, copies, servers));
            station.routed.push(place);
            station.all.push(place);
            station.capacity.up(0, u64::from(servers));
        }
        stations.push(station);
    }
    Ok((stations, instances))
}

fn gates(network: &Network, seed: u64, streams: &mut Vec<Stream>) -> Vec<Gate> {
    let mut gates = Vec::new();
    for (id, of) in network.slots.iter().enumerate() {
        let part = part(2, &of.name, network.slots[..id].iter().map(|other| other.name.as_str()));
        let patience_stream = streams.len() as u32;
        streams.push(Stream::of(seed, part, Purpose::Patience));
        gates.push(Gate {
            count: of.count,
            waiting_limit: of.waiting_limit.unwrap_or(u32::MAX),
            waits: Waits::of(of.patience),
            patience_stream,
            environments: None,
            owned: None,
            batching: None,
            retries: None,
            later: 0,
            receives: true,
            queue: Queue::default(),
            held: Area::default(),
            waiting: Area::default(),
            counts: Counts::default(),
        });
    }
    gates
}
