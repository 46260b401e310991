//! From a topology to a network: every class of requests is walked once from the users on.
//!
//! The walk is done twice: first only to see from where each scope is entered, so that its home (the scope it is
//! entered from most) is known; then for good. What enters a scope from elsewhere than its home is *background* there.

use crate::lists::{Map, Set};

use super::demand::{passing_work, user_bytes, work};
use super::tiers::{spreads, tiers};
use super::{Holder, Network, Path, ROOT, Scope, ScopeId, Station, StationId};
use crate::catalogue::latency::user_rtt_ms;
use crate::catalogue::spec::{Ask, Resource, Work};
use crate::engine::steady::groups::Spread;
use crate::model::scenario::{Edge, NodeId};
use crate::model::topology::{Part, Topology};
use crate::model::workload::Class;

/// Deepest chain of questions; a checked topology has no circles, so this only guards against mistakes of ours.
const MAX_DEPTH: usize = 64;

/// Compiles a topology.
pub fn compile(topology: &Topology) -> Network {
    let mut scouting = Walker::new(topology, Map::new());
    scouting.walk_all();
    let homes = scouting.homes();
    let mut walker = Walker::new(topology, homes);
    walker.walk_all();
    walker.network
}

/// Where in the walk we are.
#[derive(Clone, Copy)]
pub(super) struct At {
    pub(super) scope: ScopeId,
    /// Where some scope on the way was entered from elsewhere than its home: the scope that it was entered from. The
    /// time spent beyond is a delay there, and background where it is spent.
    visiting_from: Option<ScopeId>,
    depth: usize,
}

pub(super) struct Walker<'a> {
    pub(super) topology: &'a Topology,
    pub(super) network: Network,
    stations: Map<(NodeId, Resource), StationId>,
    scopes: Map<NodeId, ScopeId>,
    tiers: Map<NodeId, NodeId>,
    spreads: Map<NodeId, Spread>,
    homes: Map<ScopeId, ScopeId>,
    entered: Map<(ScopeId, ScopeId), f64>,
    pub(super) path: Path,
}

impl<'a> Walker<'a> {
    fn new(topology: &'a Topology, homes: Map<ScopeId, ScopeId>) -> Self {
        let root = Scope { resource: None, holders: Vec::new(), parent: None, entries: 1.0, delay_s: 0.0 };
        let network = Network { scopes: vec![root], stations: Vec::new(), paths: Vec::new(), jobs: Vec::new() };
        Self {
            topology,
            network,
            stations: Map::new(),
            scopes: Map::new(),
            tiers: tiers(topology),
            spreads: spreads(topology),
            homes,
            entered: Map::new(),
            path: Path::new(Class::Page, 0.0),
        }
    }

    fn walk_all(&mut self) {
        for class in Class::ALL {
            let share = self.topology.workload.mix.share(class);
            if share > 0.0 {
                self.path = Path::new(class, share);
                self.walk_class(class);
                let path = std::mem::replace(&mut self.path, Path::new(class, 0.0));
                self.network.paths.push(path);
            }
        }
    }

    fn walk_class(&mut self, class: Class) {
        let ask = if class == Class::Static { Ask::Static } else { Ask::Page };
        let users = self.topology.users;
        let at = At { scope: ROOT, visiting_from: None, depth: 0 };
        let (out, sent) = user_bytes(&self.topology.workload, class);
        for (target, share) in self.route(users, ask) {
            *self.path.traffic.internet_bytes.or_default(target) += share * out;
            *self.path.traffic.uploaded_bytes.or_default(target) += share * sent;
            let near = self.part(target).and_then(|part| part.blueprint.edge_rtt_ms);
            let rtt_ms = near.unwrap_or_else(|| self.region_rtt_ms());
            self.delay(at, share * rtt_ms / 1_000.0);
            self.hop(users, target, ask, share);
        }
        self.deliver(&self.route(users, ask), ask, at);
    }

    fn region_rtt_ms(&self) -> f64 {
        user_rtt_ms(self.topology.place, self.topology.region)
    }

    pub(super) fn part(&self, node: NodeId) -> Option<&'a Part> {
        self.topology.parts.get(&node)
    }

    pub(super) fn route(&self, node: NodeId, ask: Ask) -> Vec<(NodeId, f64)> {
        self.topology.routes.get(&(node, ask)).cloned().unwrap_or_default()
    }

    pub(super) fn hop(&mut self, from: NodeId, to: NodeId, ask: Ask, weight: f64) {
        if from != to {
            *self.path.traffic.edges.or_default(Edge { from, to }) += weight;
        }
        *self.path.traffic.asks.or_default((to, ask)) += weight;
    }

    /// Brings a question to those who answer it, through those who pass it on; each of them is met once, with all that
    /// comes to it.
    pub(super) fn deliver(&mut self, first: &[(NodeId, f64)], ask: Ask, at: At) {
        let at = At { depth: at.depth + 1, ..at };
        if at.depth > MAX_DEPTH {
            return;
        }
        let mut due: Map<NodeId, f64> = Map::new();
        for (node, weight) in first {
            *due.or_default(*node) += weight;
        }
        for node in self.on_the_way(first, ask) {
            let (Some(part), Some(weight)) = (self.part(node), due.remove(&node)) else { continue };
            if weight <= 0.0 {
                continue;
            }
            if part.ports.answers.contains(&ask) {
                self.answer(part, ask, weight, at);
            } else {
                for (target, weight) in self.pass(part, ask, weight, at) {
                    *due.or_default(target) += weight;
                }
            }
        }
    }

    /// Everyone whom a question meets, each after all who may hand it to them.
    fn on_the_way(&self, first: &[(NodeId, f64)], ask: Ask) -> Vec<NodeId> {
        let mut met = Set::new();
        let mut order = Vec::new();
        for (node, _) in first {
            self.visit_behind(*node, ask, &mut met, &mut order);
        }
        order.reverse();
        order
    }

    fn visit_behind(&self, node: NodeId, ask: Ask, met: &mut Set<NodeId>, order: &mut Vec<NodeId>) {
        if !met.insert(node) {
            return;
        }
        let answers = self.part(node).is_some_and(|part| part.ports.answers.contains(&ask));
        if !answers {
            for (target, _) in self.route(node, ask) {
                self.visit_behind(target, ask, met, order);
            }
        }
        order.push(node);
    }

    /// Hands a question on; returns to whom and how often.
    fn pass(&mut self, part: &'a Part, ask: Ask, weight: f64, at: At) -> Vec<(NodeId, f64)> {
        let workload = &self.topology.workload;
        self.delay(at, weight * part.blueprint.delay_ms / 1_000.0);
        self.visit(part, passing_work(part, ask, self.path.class, workload), weight, at);
        let (out, sent) = user_bytes(workload, self.path.class);
        *self.path.traffic.processed_bytes.or_default(part.id) += weight * (out + sent);
        let missed = part.blueprint.hits.filter(|(hit, _)| *hit == ask).map_or(1.0, |(_, share)| 1.0 - share);
        if part.blueprint.edge_rtt_ms.is_some() {
            self.delay(at, weight * missed * self.region_rtt_ms() / 1_000.0);
        }
        let onwards: Vec<(NodeId, f64)> =
            self.route(part.id, ask).into_iter().map(|(target, share)| (target, weight * missed * share)).collect();
        for (target, weight) in &onwards {
            self.hop(part.id, *target, ask, *weight);
        }
        onwards
    }

    fn answer(&mut self, part: &'a Part, ask: Ask, weight: f64, at: At) {
        let at = self.enter(part, weight, at);
        let workload = &self.topology.workload;
        let class = self.path.class;
        let jobs = if class == Class::Upload { workload.jobs_per_upload } else { 0.0 };
        let queued = !self.route(part.id, Ask::SendJob).is_empty();
        let inline = if queued { 0.0 } else { jobs };
        self.delay(at, weight * part.blueprint.delay_ms / 1_000.0);
        self.visit(part, work(part, ask, class, workload, inline), weight, at);
        match ask {
            Ask::Page if !part.ports.answers.contains(&Ask::AppCall) => self.ask(part.id, Ask::AppCall, weight, at),
            Ask::Page | Ask::AppCall => {
                self.data(part.id, weight, at);
                if queued && jobs > 0.0 {
                    self.send_jobs(part.id, weight, jobs, at);
                }
            }
            Ask::DbWrite => self.replicate(part.id, weight),
            Ask::Static
            | Ask::DbRead
            | Ask::CacheRead
            | Ask::StoreFile
            | Ask::SendJob
            | Ask::RunJob
            | Ask::Replicate => {}
        }
    }

    fn ask(&mut self, node: NodeId, ask: Ask, weight: f64, at: At) {
        let targets: Vec<(NodeId, f64)> =
            self.route(node, ask).into_iter().map(|(target, share)| (target, weight * share)).collect();
        for (target, weight) in &targets {
            self.hop(node, *target, ask, *weight);
        }
        self.deliver(&targets, ask, at);
    }

    /// What the application asks of data stores for one request of the class.
    fn data(&mut self, node: NodeId, weight: f64, at: At) {
        let workload = &self.topology.workload;
        let (reads, writes) = match self.path.class {
            Class::Page => (workload.page_reads, 0.0),
            Class::Write => (workload.write_reads, 1.0),
            Class::Upload => (0.0, 1.0),
            Class::Static => (0.0, 0.0),
        };
        let cached = self.read_cache(node, weight, reads * workload.cacheable_percent / 100.0, at);
        self.ask_database(node, weight * (reads - cached), weight * writes, at);
        if self.path.class == Class::Upload {
            self.store(node, weight, at);
        }
    }

    /// Asks the caches; returns how many reads of one request they answer.
    fn read_cache(&mut self, node: NodeId, weight: f64, lookups: f64, at: At) -> f64 {
        let mut answered = 0.0;
        for (target, share) in self.route(node, Ask::CacheRead) {
            self.hop(node, target, Ask::CacheRead, weight * lookups * share);
            self.deliver(&[(target, weight * lookups * share)], Ask::CacheRead, at);
            let hit = self.part(target).and_then(|part| part.blueprint.hits).map_or(0.0, |(_, hit)| hit);
            answered += lookups * share * hit;
        }
        answered
    }

    /// Reads and writes of one request; each database's connection is held once for all of them.
    fn ask_database(&mut self, node: NodeId, reads: f64, writes: f64, at: At) {
        let mut asked: Map<NodeId, Vec<(Ask, f64)>> = Map::new();
        for (ask, weight) in [(Ask::DbRead, reads), (Ask::DbWrite, writes)] {
            for (target, share) in self.route(node, ask) {
                if weight * share > 0.0 {
                    asked.or_default(target).push((ask, weight * share));
                }
            }
        }
        for (target, asks) in asked {
            let Some(part) = self.part(target) else { continue };
            let once = asks.iter().map(|(_, weight)| weight).sum::<f64>().min(1.0);
            let inside = self.enter(part, once, At { depth: at.depth + 1, ..at });
            for (ask, weight) in asks {
                self.hop(node, target, ask, weight);
                self.deliver(&[(target, weight)], ask, inside);
            }
        }
    }

    fn store(&mut self, node: NodeId, weight: f64, at: At) {
        let targets = self.route(node, Ask::StoreFile);
        let away: f64 = targets.iter().filter(|(target, _)| *target != node).map(|(_, share)| share).sum();
        let (_, sent) = user_bytes(&self.topology.workload, Class::Upload);
        if let (Some(part), true) = (self.part(node), away > 0.0) {
            self.visit(part, Work { bytes: sent * away, ..Work::default() }, weight, at);
        }
        self.ask(node, Ask::StoreFile, weight, at);
    }

    /// Enters the part's scope, where it has one and we are not in it yet.
    fn enter(&mut self, part: &'a Part, weight: f64, at: At) -> At {
        let Some(scope) = self.scope_of(part) else { return at };
        if scope == at.scope {
            return at;
        }
        let share = self.path.share * weight;
        *self.entered.or_default((scope, at.scope)) += share;
        *self.path.entries.or_default(scope) += weight;
        let home = self.homes.get(&scope).copied();
        let away = home.is_some_and(|home| home != at.scope).then_some(at.scope);
        let visiting_from = at.visiting_from.or(away);
        let entered = &mut self.network.scopes[scope];
        entered.parent = home.or(Some(ROOT));
        if visiting_from.is_none() {
            entered.entries += share;
        }
        if let Some(holder) = entered.holders.iter_mut().find(|holder| holder.node == part.id) {
            holder.entries += share;
        }
        At { scope, visiting_from, ..at }
    }

    /// The scope of a part with slots; made, with its whole tier as holders, when it is first met.
    pub(super) fn scope_of(&mut self, part: &Part) -> Option<ScopeId> {
        part.blueprint.slots?;
        let tier = *self.tiers.get(&part.id)?;
        if let Some(&scope) = self.scopes.get(&tier) {
            return Some(scope);
        }
        let members =
            self.tiers.iter().filter(|(_, of)| **of == tier).filter_map(|(id, _)| self.topology.parts.get(id));
        let holders: Vec<Holder> = members
            .filter_map(|member| {
                let slots = member.blueprint.slots?;
                let slots = u64::from(slots.limit) * u64::from(member.blueprint.instances.max(1));
                Some(Holder { node: member.id, slots, entries: 0.0 })
            })
            .collect();
        let resource = part.blueprint.slots.map(|slots| slots.resource);
        let scope = self.network.scopes.len();
        self.network.scopes.push(Scope { resource, holders, parent: Some(ROOT), entries: 0.0, delay_s: 0.0 });
        self.scopes.insert(tier, scope);
        Some(scope)
    }

    fn delay(&mut self, at: At, seconds: f64) {
        self.path.delay_s += seconds;
        let scope = at.visiting_from.unwrap_or(at.scope);
        self.network.scopes[scope].delay_s += self.path.share * seconds;
    }

    fn visit(&mut self, part: &Part, amount: Work, weight: f64, at: At) {
        for (station, seconds) in self.seconds(part, amount, at.scope) {
            let entry = self.path.visits.or_default(station);
            entry.count += weight;
            entry.demand_s += weight * seconds;
            let demand = self.path.share * weight * seconds;
            let home = self.network.stations[station].scope;
            if at.visiting_from.is_some() || home != at.scope {
                self.network.stations[station].background_s += demand;
                self.network.scopes[at.visiting_from.unwrap_or(at.scope)].delay_s += demand;
            } else {
                self.network.stations[station].demand_s += demand;
            }
        }
    }

    /// The stations of a part that an amount of work needs, each with its seconds of a server.
    pub(super) fn seconds(&mut self, part: &Part, amount: Work, scope: ScopeId) -> Vec<(StationId, f64)> {
        let mut needed = Vec::new();
        for blueprint in &part.blueprint.stations {
            let units = match blueprint.resource {
                Resource::Cpu => amount.cpu_s,
                Resource::DiskIops => amount.disk_ops,
                Resource::Network => amount.bytes,
                Resource::Requests => amount.requests,
                Resource::WorkerSlots | Resource::Connections | Resource::Memory => 0.0,
            };
            if units <= 0.0 || blueprint.speed <= 0.0 {
                continue;
            }
            let key = (part.id, blueprint.resource);
            let station = *self.stations.or_insert_with(key, || {
                self.network.stations.push(Station {
                    node: part.id,
                    resource: blueprint.resource,
                    scope,
                    instances: part.blueprint.instances.max(1),
                    spread: self.spreads.get(&part.id).copied().unwrap_or(Spread::Random),
                    servers: blueprint.servers.max(1),
                    speed: blueprint.speed,
                    demand_s: 0.0,
                    background_s: 0.0,
                    jobs_s: 0.0,
                });
                self.network.stations.len() - 1
            });
            needed.push((station, units / blueprint.speed));
        }
        needed
    }

    /// For each scope, the earlier one that it is entered from most.
    fn homes(&self) -> Map<ScopeId, ScopeId> {
        let mut best: Map<ScopeId, (ScopeId, f64)> = Map::new();
        for (&(scope, from), &weight) in &self.entered {
            if from < scope && best.get(&scope).is_none_or(|(_, most)| weight > *most) {
                best.insert(scope, (from, weight));
            }
        }
        Map::from_iter(best.into_iter().map(|(scope, (from, _))| (scope, from)))
    }
}
