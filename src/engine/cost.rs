//! The monthly bill of a steady state that lasts the month: each service bills the usage that the network gives it.

use crate::lists::{Map, Set};

use super::network::{Network, Traffic};
use super::report::{Cost, CostLine};
use super::steady::{Solution, Solver};
use crate::catalogue::spec::{Ask, BillLine, Configured, Resource, Usage};
use crate::model::scenario::NodeId;
use crate::model::topology::{Part, Topology};

/// The bill of a topology at a solution.
pub fn bill(topology: &Topology, solver: &Solver, solution: &Solution) -> Cost {
    let mut lines = Vec::new();
    for part in topology.parts.values() {
        let usage = usage(topology, solver, solution, part);
        let configured = Configured { region: topology.region, settings: &part.settings, roles: &part.roles };
        // A topology is checked: its settings are offered, so a service can price them.
        let billed = (part.spec.bill)(configured, &usage).unwrap_or_default();
        lines.extend(billed.into_iter().map(|line| cost_line(part.id, line)));
    }
    Cost { total: lines.iter().map(|line| line.usd).sum(), lines }
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
        slots_held: super::nodes::slots_held(solver, solution, part),
        public: network.paths.iter().any(|path| path.traffic.internet_bytes.contains_key(&part.id)),
        user_place: topology.place,
    }
}

fn cpu_utilisation(network: &Network, solver: &Solver, solution: &Solution, node: NodeId) -> f64 {
    let cpu = network.stations.iter().position(|station| station.node == node && station.resource == Resource::Cpu);
    cpu.map_or(0.0, |station| solver.utilisation(solution, station))
}
