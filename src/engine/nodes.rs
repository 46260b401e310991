//! What each node does at a solution: how full its resources are, what it answers, what waits for it.

use crate::lists::Map;

use super::later::{self, Later};
use super::network::{Network, Scope, ScopeId};
use super::report::{Limit, NodeReport, QueueUse, ResourceUse};
use super::steady::jobs::Backlog;
use super::steady::{Solution, Solver};
use crate::catalogue::latency::user_rtt_ms;
use crate::catalogue::spec::Resource;
use crate::lists;
use crate::model::scenario::NodeId;
use crate::model::topology::{Part, Topology};
use crate::units::{Millis, PerSecond, Ratio};

/// Every node's report.
pub fn all(topology: &Topology, solver: &Solver, solution: &Solution, limits: &[Limit]) -> Map<NodeId, NodeReport> {
    let view = View { topology, solver, solution, limits };
    Map::from_iter(topology.parts.values().map(|part| (part.id, view.node(part))))
}

/// How full a resource of a node is, 0…1; 0 for one it does not have or that nothing uses.
pub fn utilisation(solver: &Solver, solution: &Solution, node: NodeId, resource: Resource) -> f64 {
    let network = solver.network();
    if let Some(station) = station_of(network, node, resource) {
        return solver.utilisation(solution, station);
    }
    match scope_of(network, node, resource) {
        Some((scope, inside)) => slots_used(solver, solution, scope, inside, node).map_or(0.0, |(used, slots)| {
            let later = later::held(solver, solution, node, resource).map_or(0.0, |(used, _)| used);
            ((used + later) / slots).min(1.0)
        }),
        None => later::held(solver, solution, node, resource).map_or(0.0, |(used, count)| used / count),
    }
}

/// Slots of a node in use on average; 0 where it has none.
pub fn slots_held(solver: &Solver, solution: &Solution, part: &Part) -> f64 {
    let Some(slots) = part.blueprint.slots else { return 0.0 };
    let found = scope_of(solver.network(), part.id, slots.resource);
    found.and_then(|(id, scope)| slots_used(solver, solution, id, scope, part.id)).map_or(0.0, |(used, _)| used)
}

/// User requests a second that a node refuses because all its slots are held: its part, by its entries, of those that
/// its tier refuses.
fn refused(solver: &Solver, solution: &Solution, node: NodeId) -> f64 {
    let scopes = solver.network().scopes.iter().enumerate().filter(|(_, scope)| scope.refuses);
    let share = |scope: &Scope| {
        let entries: f64 = scope.holders.iter().map(|holder| holder.entries).sum();
        let own: f64 = scope.holders.iter().filter(|holder| holder.node == node).map(|holder| holder.entries).sum();
        if entries > 0.0 { own / entries } else { 0.0 }
    };
    scopes.map(|(id, scope)| share(scope) * solver.refused_rps(solution, id)).sum()
}

/// Mean time that a question spends at each node and behind, for nodes with traffic.
pub fn residences(topology: &Topology, solver: &Solver, solution: &Solution) -> Map<NodeId, Millis> {
    let of = |part: &Part| Some((part.id, residence(solver, solution, part, rate(solver, solution, part))?));
    Map::from_iter(topology.parts.values().filter_map(of))
}

/// Questions a second that a node answers or passes on.
fn rate(solver: &Solver, solution: &Solution, part: &Part) -> f64 {
    solver.per_second(solution, |path| {
        path.traffic.asks.iter().filter(|((node, _), _)| *node == part.id).fold(0.0, |sum, (_, rate)| sum + rate)
    })
}

fn residence(solver: &Solver, solution: &Solution, part: &Part, rate: f64) -> Option<Millis> {
    let stations = solver.network().stations.iter().enumerate().filter(|(_, station)| station.node == part.id);
    let there: f64 = stations.map(|(id, _)| solver.number_at(solution, id)).sum();
    (rate > 0.0).then(|| Millis(1_000.0 * there / rate + part.blueprint.delay_ms))
}

fn station_of(network: &Network, node: NodeId, resource: Resource) -> Option<usize> {
    network.stations.iter().position(|station| station.node == node && station.resource == resource)
}

fn scope_of(network: &Network, node: NodeId, resource: Resource) -> Option<(ScopeId, &Scope)> {
    let holds =
        |scope: &Scope| scope.resource == Some(resource) && scope.holders.iter().any(|holder| holder.node == node);
    network.scopes.iter().enumerate().find(|(_, scope)| holds(scope))
}

/// Slots of a node in use on average, and its slots. Each holder has its share of those inside, by its entries.
fn slots_used(solver: &Solver, solution: &Solution, id: ScopeId, scope: &Scope, node: NodeId) -> Option<(f64, f64)> {
    let holder = scope.holders.iter().find(|holder| holder.node == node)?;
    let entries: f64 = scope.holders.iter().map(|holder| holder.entries).sum();
    let slots = holder.slots as f64;
    if entries <= 0.0 {
        return Some((0.0, slots));
    }
    let used = solver.number_inside(solution, id) * holder.entries / entries;
    Some((used.min(slots), slots))
}

struct View<'a> {
    topology: &'a Topology,
    solver: &'a Solver,
    solution: &'a Solution,
    limits: &'a [Limit],
}

impl View<'_> {
    fn node(&self, part: &Part) -> NodeReport {
        let rate = rate(self.solver, self.solution, part);
        let mut resources = self.stations(part);
        resources.extend(self.slots(part));
        resources.extend(self.kept(part));
        resources.extend(memory(part));
        lists::sort(&mut resources, |one, other| one.utilisation > other.utilisation);
        NodeReport {
            resources,
            rate: PerSecond(rate),
            residence: residence(self.solver, self.solution, part, rate),
            hit_ratio: part.blueprint.hits.map(|(_, share)| Ratio(share)),
            queue: self.queue(part.id),
            waiting: self.waiting(part.id),
            refused: PerSecond(refused(self.solver, self.solution, part.id)),
            notes: part.blueprint.notes.clone(),
            rtt: (part.id == self.topology.users)
                .then(|| Millis(user_rtt_ms(self.topology.place, self.topology.region))),
        }
    }

    fn limit(&self, node: NodeId, resource: Resource) -> Option<f64> {
        let found = self.limits.iter().find(|limit| limit.node == node && limit.resource == resource);
        found.map(|limit| limit.users)
    }

    fn stations(&self, part: &Part) -> Vec<ResourceUse> {
        let instances = f64::from(part.blueprint.instances.max(1));
        let used = |resource| utilisation(self.solver, self.solution, part.id, resource);
        let stations = part.blueprint.stations.iter();
        stations
            .map(|station| {
                let servers = instances * f64::from(station.servers);
                // CPU is shown in vCPUs, the others in what they do a second.
                let speed = if station.resource == Resource::Cpu { 1.0 } else { station.speed };
                let share = used(station.resource);
                ResourceUse {
                    resource: station.resource,
                    utilisation: Ratio(share),
                    used: share * servers * speed,
                    capacity: servers * speed,
                    limit_users: self.limit(part.id, station.resource),
                    held_by: None,
                }
            })
            .collect()
    }

    fn slots(&self, part: &Part) -> Option<ResourceUse> {
        let resource = part.blueprint.slots?.resource;
        let (id, scope) = scope_of(self.solver.network(), part.id, resource)?;
        let (waited, slots) = slots_used(self.solver, self.solution, id, scope, part.id)?;
        let later = later::held(self.solver, self.solution, part.id, resource).map_or(0.0, |(used, _)| used);
        let used = (waited + later).min(slots);
        Some(ResourceUse {
            resource,
            utilisation: Ratio(used / slots),
            used,
            capacity: slots,
            limit_users: self.limit(part.id, resource),
            held_by: self.held_by(id, scope),
        })
    }

    /// The other node where those who hold the slots of a scope mostly are, where that is more than half of them.
    fn held_by(&self, id: ScopeId, scope: &Scope) -> Option<(NodeId, Ratio)> {
        let all = self.solver.number_inside(self.solution, id);
        let mut by_node: Map<NodeId, f64> = Map::new();
        for (node, number) in self.solver.numbers_by_node(self.solution, id) {
            *by_node.or_default(node) += number;
        }
        let (node, most) = by_node.into_iter().max_by(|one, other| one.1.total_cmp(&other.1))?;
        let elsewhere = scope.holders.iter().all(|holder| holder.node != node);
        (elsewhere && all > 0.0 && most > 0.5 * all).then_some((node, Ratio(most / all)))
    }

    fn waiting(&self, node: NodeId) -> f64 {
        let scopes = self.solver.network().scopes.iter().enumerate();
        let mine = scopes.filter(|(_, scope)| scope.holders.iter().any(|holder| holder.node == node));
        mine.map(|(id, _)| self.solver.number_waiting(self.solution, id)).sum()
    }

    /// The backlog of a queue, over all that fetch from it.
    fn queue(&self, node: NodeId) -> Option<QueueUse> {
        let later = Later { topology: self.topology, solver: self.solver, solution: self.solution };
        let mut found: Option<QueueUse> = None;
        for flow in later::flows(self.solver, self.solution).iter().filter(|flow| flow.of.queue == node) {
            let arrivals = flow.arrivals;
            let Backlog { waiting, sojourn_s, growth_per_s } = later.backlog(flow);
            let done = sojourn_s.map(|seconds| Millis(1_000.0 * seconds));
            let so_far = found.get_or_insert(QueueUse {
                arrivals: PerSecond(0.0),
                waiting: Some(0.0),
                time_to_done: done,
                growth: PerSecond(0.0),
            });
            let before = so_far.arrivals.0;
            so_far.time_to_done = match (so_far.time_to_done, done) {
                (Some(one), Some(other)) if before + arrivals > 0.0 => {
                    Some(Millis((one.0 * before + other.0 * arrivals) / (before + arrivals)))
                }
                (Some(one), Some(_)) => Some(one),
                _ => None,
            };
            so_far.arrivals.0 += arrivals;
            so_far.waiting = so_far.waiting.zip(waiting).map(|(one, other)| one + other);
            so_far.growth.0 += growth_per_s;
        }
        found
    }

    /// Limits on what is worked on at once of queues' messages.
    fn kept(&self, part: &Part) -> Vec<ResourceUse> {
        let kept = [Resource::Batches, Resource::MessageGroups].into_iter();
        kept.filter_map(|resource| {
            let (used, capacity) = later::held(self.solver, self.solution, part.id, resource)?;
            let limit_users = self.limit(part.id, resource);
            let utilisation = Ratio(used / capacity);
            Some(ResourceUse { resource, utilisation, used, capacity, limit_users, held_by: None })
        })
        .collect()
    }
}

/// Memory is not competed for: it is full or not.
fn memory(part: &Part) -> Option<ResourceUse> {
    let memory = part.blueprint.memory?;
    let instances = f64::from(part.blueprint.instances.max(1));
    Some(ResourceUse {
        resource: Resource::Memory,
        utilisation: Ratio((memory.used_gib / memory.total_gib).min(1.0)),
        used: memory.used_gib * instances,
        capacity: memory.total_gib * instances,
        limit_users: None,
        held_by: None,
    })
}
