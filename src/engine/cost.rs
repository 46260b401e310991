//! The monthly bill of a steady state that lasts the month: each service bills the usage that the network gives it.

pub mod over_time;

use crate::lists::{Map, Set};

use super::later::Later;
use super::network::{Network, Traffic};
use super::report::{Cost, CostLine};
use super::steady::{Solution, Solver};
use crate::catalogue::bill::{between_zones, in_tiers};
use crate::catalogue::free::{FreeTier, deductions};
use crate::catalogue::spec::{Ask, BillLine, Configured, Resource, Tiers, Usage};
use crate::model::scenario::{Edge, NodeId};
use crate::model::topology::{Part, Topology};

/// The bill of a topology at a solution.
pub fn bill(topology: &Topology, solver: &Solver, solution: &Solution) -> Cost {
    let mut lines = Vec::new();
    for part in topology.parts.values() {
        let usage = usage(topology, solver, solution, part);
        let configured = Configured { region: topology.region, settings: &part.settings, roles: &part.roles };
        // A topology is checked: its settings are offered, so a service can price them.
        let mut billed = (part.spec.bill)(configured, &usage).unwrap_or_default();
        billed.extend(between_zones(crossing_bytes_per_s(topology, solver, solution, part), topology.region));
        lines.extend(billed.into_iter().map(|line| (part.id, line)));
    }
    settled(lines, topology.free_tier)
}

/// The bill of one account: its parts climb price lists in tiers together, and the free tier pays for some of it. What
/// it takes off stands behind the lines of its part.
fn settled(lines: Vec<(NodeId, BillLine)>, free_tier: FreeTier) -> Cost {
    let mut lines = pooled(lines);
    let off = if free_tier == FreeTier::Off { Vec::new() } else { deductions(&lines, free_tier) };
    for (node, line) in off {
        let behind = lines.iter().rposition(|(other, _)| *other == node).map_or(lines.len(), |last| last + 1);
        lines.insert(behind, (node, line));
    }
    let lines: Vec<CostLine> = lines.into_iter().map(|(node, line)| cost_line(node, line)).collect();
    Cost { total: lines.iter().map(|line| line.usd).sum(), lines }
}

/// Each part has billed what is priced in tiers as if it were alone: whoever comes later goes on where the others of
/// the same price list left off.
fn pooled(lines: Vec<(NodeId, BillLine)>) -> Vec<(NodeId, BillLine)> {
    let mut climbed: Vec<(Tiers, f64)> = Vec::new();
    let mut settled: Vec<(NodeId, BillLine)> = Vec::new();
    let mut rest = lines.into_iter().peekable();
    while let Some((node, line)) = rest.next() {
        let Some(tiers) = line.tiers.clone() else {
            settled.push((node, line));
            continue;
        };
        let mut quantity = line.quantity;
        while let Some((_, more)) = rest.next_if(|(other, more)| *other == node && more.tiers.as_ref() == Some(&tiers))
        {
            quantity += more.quantity;
        }
        let known = climbed.iter_mut().find(|(list, _)| list.list == tiers.list);
        let from = known.as_ref().map_or(0.0, |(_, so_far)| *so_far);
        let made = in_tiers(line.item, line.unit, &tiers, (from, from + quantity));
        settled
            .extend(made.into_iter().map(|made| (node, BillLine { free: line.free, how: line.how.clone(), ..made })));
        match known {
            Some((_, so_far)) => *so_far += quantity,
            None => climbed.push((tiers, quantity)),
        }
    }
    settled
}

/// Bytes a second that a part exchanges with those it asks in other zones: of those who both stand in zones, the share
/// of pairs of instances that do not share one, for everyone asks everyone equally often.
fn crossing_bytes_per_s(topology: &Topology, solver: &Solver, solution: &Solution, part: &Part) -> f64 {
    let crossing = |edge: &Edge| {
        let to = topology.parts.get(&edge.to).filter(|to| to.spec.zonal && part.spec.zonal)?;
        let pairs = part.zones.iter().flat_map(|one| to.zones.iter().map(move |other| one != other));
        let (all, apart) = pairs.fold((0.0, 0.0), |(all, apart), is| (all + 1.0, apart + f64::from(u8::from(is))));
        let bytes = solver.per_second(solution, |path| path.traffic.exchanged_bytes.get(edge).copied().unwrap_or(0.0));
        Some(if all > 0.0 { bytes * apart / all } else { 0.0 })
    };
    topology.edges.iter().filter(|edge| edge.from == part.id).filter_map(crossing).sum()
}

fn cost_line(node: NodeId, line: BillLine) -> CostLine {
    CostLine {
        node,
        item: line.item,
        quantity: line.quantity,
        unit: line.unit,
        unit_price: line.unit_price_micros / 1e6,
        usd: line.amount(),
        label: line.label,
        how: line.how,
        source: line.source,
        as_of: line.as_of,
        confidence: line.confidence,
    }
}

/// What a node did.
fn usage(topology: &Topology, solver: &Solver, solution: &Solution, part: &Part) -> Usage {
    let network = solver.network();
    let bytes = |read: fn(&Traffic) -> &Map<NodeId, f64>| {
        solver.per_second(solution, |path| read(&path.traffic).get(&part.id).copied().unwrap_or(0.0))
    };
    let known = network.paths.iter().flat_map(|path| path.traffic.asks.keys());
    let asks = Set::from_iter(known.filter(|(node, _)| *node == part.id).map(|(_, ask)| *ask));
    let rate =
        |ask: Ask| solver.per_second(solution, |path| path.traffic.asks.get(&(part.id, ask)).copied().unwrap_or(0.0));
    Usage {
        asks_per_s: asks.into_iter().map(|ask| (ask, rate(ask))).collect(),
        internet_bytes_per_s: bytes(|traffic| &traffic.internet_bytes),
        processed_bytes_per_s: bytes(|traffic| &traffic.processed_bytes),
        uploaded_bytes_per_s: bytes(|traffic| &traffic.uploaded_bytes),
        cpu_utilisation: cpu_utilisation(network, solver, solution, part.id),
        open_connections: solution.active,
        read_units_per_s: used_per_s(solver, solution, part.id, Resource::ReadCapacity),
        write_units_per_s: used_per_s(solver, solution, part.id, Resource::WriteCapacity),
        vcpus_behind: vcpus_behind(topology, part),
        slots_held: super::nodes::slots_held(solver, solution, part),
        messages: Later { topology, solver, solution }.messages(part),
        public: network.paths.iter().any(|path| path.traffic.internet_bytes.contains_key(&part.id)),
        user_place: topology.place,
    }
}

/// What a node does of a resource a second, in the resource's units; 0 where it has none.
fn used_per_s(solver: &Solver, solution: &Solution, node: NodeId, resource: Resource) -> f64 {
    let mut stations = solver.network().stations.iter().enumerate();
    let found = stations.find(|(_, station)| station.node == node && station.resource == resource);
    found.map_or(0.0, |(id, station)| solver.utilisation(solution, id) * station.capacity() * station.speed)
}

/// vCPUs of each of those whom a part hands questions on to.
fn vcpus_behind(topology: &Topology, part: &Part) -> Vec<f64> {
    let routes = part.ports.passes.iter().filter_map(|ask| topology.routes.get(&(part.id, *ask)));
    let behind = Set::from_iter(routes.flatten().map(|(target, _)| *target));
    let vcpus = |target: &Part| {
        let cpu = target.blueprint.stations.iter().find(|station| station.resource == Resource::Cpu);
        f64::from(target.blueprint.instances) * cpu.map_or(0.0, |cpu| f64::from(cpu.servers))
    };
    behind.iter().filter_map(|target| topology.parts.get(target)).map(vcpus).collect()
}

fn cpu_utilisation(network: &Network, solver: &Solver, solution: &Solution, node: NodeId) -> f64 {
    let cpu = network.stations.iter().position(|station| station.node == node && station.resource == Resource::Cpu);
    cpu.map_or(0.0, |station| solver.utilisation(solution, station))
}
