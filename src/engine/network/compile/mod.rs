//! From a topology to a network of queues. What becomes of a question at a node is a named route; asking someone else
//! is a call of theirs.

mod data;
mod later;

use crate::lists::{Map, Set};

use super::demand::{passing_work, user_bytes, work};
use super::legend::{ClassMeaning, Legend, RouteMeaning, SlotsMeaning, StationMeaning};
use super::tiers::{spreads, tiers};
use crate::catalogue::latency::user_rtt_ms;
use crate::catalogue::spec::{Ask, Resource, StationBlueprint, ThrottleBlueprint, Work};
use crate::engine::queueing::network::{
    Abandoned, Balancer, Class as RequestClass, Client, Discipline, Efficiency, NamedRoute, Network, RouteId, Slots,
    SlotsId, Station, StationId, Step, Way, Workload,
};
use crate::engine::queueing::service::Service;
use crate::model::scenario::NodeId;
use crate::model::topology::{Part, Topology};
use crate::model::workload::Class;

/// Deepest chain of questions; a checked topology has no circles, so this only guards against mistakes of ours.
const MAX_DEPTH: usize = 64;

/// A network with what its parts stand for.
#[derive(Clone, Debug, PartialEq)]
pub struct Compiled {
    /// The network. Its parts have no names here.
    pub network: Network,
    /// What they stand for.
    pub legend: Legend,
}

/// Compiles a topology for a number of active users.
pub fn compile(topology: &Topology, active_users: u32) -> Compiled {
    let workload = &topology.workload;
    let users = Workload::Closed { users: active_users, think_s: workload.think_s() };
    let client = Client { timeout_s: Some(workload.timeout_s), abandoned: Abandoned::Stops, ..Client::default() };
    let mut compiler = Compiler {
        topology,
        network: Network { client, ..Network::plain(users, Vec::new(), Vec::new()) },
        legend: Legend::of(topology.users),
        stations: Map::new(),
        slots: Map::new(),
        kept: Map::new(),
        routes: Map::new(),
        behind: Map::new(),
        tiers: tiers(topology),
        spreads: spreads(topology),
        class: Class::Page,
    };
    for class in Class::ALL {
        let share = workload.mix.share(class);
        if share > 0.0 {
            compiler.add_class(class, share);
        }
    }
    Compiled { network: compiler.network, legend: compiler.legend }
}

/// A question at a node, with the nodes among those behind it whose slots the request holds already.
type RouteKey = (Class, NodeId, Ask, Vec<NodeId>);

struct Compiler<'a> {
    topology: &'a Topology,
    network: Network,
    legend: Legend,
    stations: Map<(NodeId, Resource), StationId>,
    slots: Map<NodeId, SlotsId>,
    /// Limits on what is done at once of a queue's messages, by the node that has them.
    kept: Map<(NodeId, NodeId), SlotsId>,
    routes: Map<RouteKey, RouteId>,
    /// Of nodes that were asked: itself and all that stand behind it, whatever the question.
    behind: Map<NodeId, Set<NodeId>>,
    tiers: Map<NodeId, NodeId>,
    spreads: Map<NodeId, Balancer>,
    class: Class,
}

impl<'a> Compiler<'a> {
    fn add_class(&mut self, class: Class, share: f64) {
        self.class = class;
        let (out_bytes, sent_bytes) = user_bytes(&self.topology.workload, class);
        let ask = if class == Class::Static { Ask::Static } else { Ask::Page };
        let route = self.users_way(self.topology.users, ask, &[]);
        self.legend.classes.push(ClassMeaning { class, out_bytes, sent_bytes });
        self.network.classes.push(RequestClass { name: String::new(), share, route });
    }

    /// The users' own way to those who are asked: a round trip, but for who only says where others are found.
    fn users_way(&mut self, asker: NodeId, ask: Ask, held: &[NodeId]) -> Vec<Step> {
        let asked = self.targets(asker, ask);
        let ways = asked.into_iter().map(|(target, share)| {
            let of = self.part(target).map(|part| (part.blueprint.names_only, part.blueprint.edge_rtt_ms));
            let rtt_ms = match of {
                Some((true, _)) => 0.0,
                Some((_, Some(near))) => near,
                _ => self.region_rtt_ms(),
            };
            let mut way = delay(rtt_ms / 1_000.0);
            way.extend(self.call(target, ask, held));
            (share, way)
        });
        branch(ways.collect())
    }

    fn region_rtt_ms(&self) -> f64 {
        user_rtt_ms(self.topology.place, self.topology.region)
    }

    fn part(&self, node: NodeId) -> Option<&'a Part> {
        self.topology.parts.get(&node)
    }

    fn targets(&self, node: NodeId, ask: Ask) -> Vec<(NodeId, f64)> {
        self.topology.routes.get(&(node, ask)).cloned().unwrap_or_default()
    }

    /// Asks a node, holding the slots of some.
    fn call(&mut self, node: NodeId, ask: Ask, held: &[NodeId]) -> Option<Step> {
        self.route(node, ask, held).map(|route| Step::Call { route, times: 1 })
    }

    /// Asks one of those who are asked by a node, each by its share.
    fn ask(&mut self, node: NodeId, ask: Ask, held: &[NodeId]) -> Vec<Step> {
        let targets = self.targets(node, ask);
        branch(targets.into_iter().map(|(to, share)| (share, Vec::from_iter(self.call(to, ask, held)))).collect())
    }

    /// The named route of a question at a node; made when it is first asked for.
    fn route(&mut self, node: NodeId, ask: Ask, held: &[NodeId]) -> Option<RouteId> {
        let part = self.part(node)?;
        if held.len() > MAX_DEPTH {
            return None;
        }
        self.look_behind(node);
        let behind = self.behind.get(&node)?;
        // Only what may be entered again makes a difference.
        let held: Vec<NodeId> = held.iter().copied().filter(|holder| behind.contains(holder)).collect();
        let key = (self.class, node, ask, held.clone());
        if let Some(&known) = self.routes.get(&key) {
            return Some(known);
        }
        let id = self.network.routes.len();
        self.routes.insert(key, id);
        let passes = !part.ports.answers.contains(&ask);
        self.network.routes.push(NamedRoute { name: String::new(), route: Vec::new() });
        let class = self.network.classes.len();
        let names_only = passes && part.blueprint.names_only;
        self.legend.routes.push(RouteMeaning { class, node, ask, passes, names_only });
        let steps = match ask {
            Ask::Replicate => self.copying(part),
            _ if passes => self.passing(part, ask, &held),
            _ => self.answering(part, ask, &held),
        };
        if let Some(named) = self.network.routes.get_mut(id) {
            named.route = steps;
        }
        Some(id)
    }

    fn look_behind(&mut self, node: NodeId) {
        if self.behind.contains_key(&node) {
            return;
        }
        let mut met = Set::new();
        let mut due = vec![node];
        while let Some(next) = due.pop() {
            if met.insert(next) {
                let asked = self.topology.routes.iter().filter(|((asker, _), _)| *asker == next);
                due.extend(asked.flat_map(|(_, targets)| targets.iter().map(|(target, _)| *target)));
            }
        }
        self.behind.insert(node, met);
    }

    /// Hands a question on, where it is not answered on the way.
    fn passing(&mut self, part: &'a Part, ask: Ask, held: &[NodeId]) -> Vec<Step> {
        let mut steps = delay(part.blueprint.delay_ms / 1_000.0);
        steps.extend(self.visits(part, passing_work(part, ask, self.class, &self.topology.workload)));
        if let Some(delivery) = part.blueprint.delivery {
            steps.extend(self.deliver(part.id, ask, delivery));
            return steps;
        }
        let missed = part.blueprint.hits.filter(|(hit, _)| *hit == ask).map_or(1.0, |(_, share)| 1.0 - share);
        let mut onwards = match part.blueprint.edge_rtt_ms {
            Some(_) => delay(self.region_rtt_ms() / 1_000.0),
            None => Vec::new(),
        };
        let asked =
            if part.blueprint.names_only { self.users_way(part.id, ask, held) } else { self.ask(part.id, ask, held) };
        onwards.extend(asked);
        steps.extend(branch(vec![(missed, onwards)]));
        steps
    }

    fn answering(&mut self, part: &'a Part, ask: Ask, held: &[NodeId]) -> Vec<Step> {
        let Some(slots) = part.blueprint.slots.filter(|_| !held.contains(&part.id)) else {
            return self.answer(part, ask, held);
        };
        let slots = self.slots(part, slots.resource);
        let held: Vec<NodeId> = held.iter().copied().chain([part.id]).collect();
        vec![Step::Hold { slots, route: self.answer(part, ask, &held) }]
    }

    /// What a node does for an answer, whose slots are held.
    fn answer(&mut self, part: &'a Part, ask: Ask, held: &[NodeId]) -> Vec<Step> {
        let workload = &self.topology.workload;
        let jobs = if self.class == Class::Upload { workload.jobs_per_upload } else { 0.0 };
        // Nobody else does the jobs where none takes them.
        let handed = [Ask::SendJob, Ask::RunJob].into_iter().find(|ask| !self.targets(part.id, *ask).is_empty());
        let inline = if handed.is_some() { 0.0 } else { jobs };
        let mut steps = delay(part.blueprint.delay_ms / 1_000.0);
        steps.extend(self.visits(part, work(part, ask, self.class, workload, inline)));
        if matches!(ask, Ask::Static | Ask::DbRead | Ask::Analyze) {
            steps.extend(branch(vec![(part.blueprint.lost_share, vec![Step::Fail])]));
        }
        match ask {
            Ask::Page if !part.ports.answers.contains(&Ask::AppCall) => {
                steps.extend(self.ask(part.id, Ask::AppCall, held));
            }
            Ask::Page | Ask::AppCall => {
                steps.extend(self.data(part.id, held));
                if let Some(ask) = handed {
                    steps.extend(self.hand_on(part.id, ask, jobs, held));
                }
            }
            Ask::DbWrite => steps.extend(self.replicate(part.id)),
            Ask::SendJob => steps.extend(self.jobs(part.id)),
            Ask::Static
            | Ask::DbRead
            | Ask::Analyze
            | Ask::CacheRead
            | Ask::StoreFile
            | Ask::RunJob
            | Ask::Notify
            | Ask::Replicate => {}
        }
        steps
    }

    /// The slots of a node; made, with those of its whole tier, when they are first met.
    fn slots(&mut self, part: &Part, resource: Resource) -> SlotsId {
        if let Some(&known) = self.slots.get(&part.id) {
            return known;
        }
        let tier = self.tiers.get(&part.id).copied().unwrap_or(part.id);
        let first = self.network.slots.len();
        let members = self.tiers.iter().filter(|(_, of)| **of == tier).map(|(id, _)| *id);
        for member in members.filter_map(|id| self.topology.parts.get(&id)) {
            let Some(slots) = member.blueprint.slots else { continue };
            let count = slots.limit.saturating_mul(member.blueprint.instances.max(1));
            let id = self.network.slots.len();
            let stands_in_for = (id > first).then_some(first);
            let name = String::new();
            let waiting_limit = slots.refuses.then_some(0);
            self.network.slots.push(Slots { name, count, waiting_limit, patience: None, stands_in_for });
            self.legend.slots.push(SlotsMeaning { node: member.id, resource, queue: None });
            self.slots.insert(member.id, id);
        }
        self.slots.get(&part.id).copied().unwrap_or(first)
    }

    /// Visits to the stations of a part that an amount of work needs.
    fn visits(&mut self, part: &Part, amount: Work) -> Vec<Step> {
        let mut steps = Vec::new();
        for blueprint in &part.blueprint.stations {
            let units = match blueprint.resource {
                Resource::Cpu => amount.cpu_s,
                Resource::DiskIops => amount.disk_ops,
                Resource::Network => amount.bytes,
                Resource::Requests => amount.requests,
                Resource::ReadCapacity => amount.read_units,
                Resource::WriteCapacity => amount.write_units,
                Resource::Scan => amount.rows,
                Resource::WorkerSlots
                | Resource::Connections
                | Resource::QuerySlots
                | Resource::Concurrency
                | Resource::Batches
                | Resource::MessageGroups
                | Resource::Memory => 0.0,
            };
            if units > 0.0 && blueprint.speed > 0.0 {
                let (times, work) = calls(part, blueprint, units);
                let station = self.station(part, blueprint, &work);
                let usual = self.network.stations.get(station).is_some_and(|known| known.service == work);
                steps.push(Step::Visit { station, times, service: (!usual).then_some(work) });
            }
        }
        steps
    }

    /// The station of a resource; made when it is first needed, with the work that it is needed for as the usual one.
    fn station(&mut self, part: &Part, blueprint: &StationBlueprint, work: &Service) -> StationId {
        let key = (part.id, blueprint.resource);
        if let Some(&known) = self.stations.get(&key) {
            return known;
        }
        // A limit on a rate lets requests through one after the other; everything else is shared.
        let in_turn =
            matches!(blueprint.resource, Resource::Requests | Resource::ReadCapacity | Resource::WriteCapacity);
        let id = self.network.stations.len();
        self.network.stations.push(Station {
            name: String::new(),
            servers: blueprint.servers.max(1),
            discipline: if in_turn { Discipline::Fifo } else { Discipline::ProcessorSharing },
            service: work.clone(),
            service_by_class: Vec::new(),
            limit: None,
            patience: None,
            instances: part.blueprint.instances.max(1),
            balancer: self.spreads.get(&part.id).copied().unwrap_or(Balancer::Random),
            efficiency: Efficiency::default(),
        });
        self.legend.stations.push(StationMeaning {
            node: part.id,
            resource: blueprint.resource,
            speed: blueprint.speed,
            throttle: throttle_of(part, blueprint.resource),
        });
        self.stations.insert(key, id);
        id
    }
}

/// How a resource of a part throttles; none where it does not.
fn throttle_of(part: &Part, resource: Resource) -> Option<ThrottleBlueprint> {
    part.blueprint.throttles.iter().find(|(of, _)| *of == resource).map(|(_, throttle)| *throttle)
}

/// The visits that an amount of work is, and the seconds of each. What counts units exactly is always as much; large
/// work there is several calls.
fn calls(part: &Part, blueprint: &StationBlueprint, units: f64) -> (u32, Service) {
    match throttle_of(part, blueprint.resource) {
        None => (1, Service::Exponential { mean_s: units / blueprint.speed }),
        Some(throttle) => {
            let times = libm::ceil(units / throttle.call_units).max(1.0);
            (times as u32, Service::Deterministic { mean_s: units / times / blueprint.speed })
        }
    }
}

/// A fixed delay; nothing where it takes no time.
fn delay(seconds: f64) -> Vec<Step> {
    let step = Step::Delay(Service::Deterministic { mean_s: seconds });
    if seconds > 0.0 { vec![step] } else { Vec::new() }
}

/// One of several ways by their probabilities, or none of them for the rest of the requests.
fn branch(mut ways: Vec<(f64, Vec<Step>)>) -> Vec<Step> {
    ways.retain(|(share, way)| *share > 0.0 && !way.is_empty());
    let taken: f64 = ways.iter().map(|(share, _)| share).sum();
    if ways.len() == 1 && taken >= 1.0 {
        return ways.pop().map_or_else(Vec::new, |(_, way)| way);
    }
    if ways.is_empty() {
        return Vec::new();
    }
    if taken < 1.0 {
        ways.push((1.0 - taken, Vec::new()));
    }
    let way = |(probability, route)| Way { probability, route };
    vec![Step::Branch(ways.into_iter().map(way).collect())]
}

/// A call so many times on average: the whole times always, once more with the rest as its probability.
fn on_average(times: f64, call: Option<Step>) -> Vec<Step> {
    let Some(Step::Call { route, .. }) = call else { return Vec::new() };
    let whole = libm::floor(times);
    let mut steps = Vec::new();
    if whole > 0.0 {
        steps.push(Step::Call { route, times: whole as u32 });
    }
    steps.extend(branch(vec![(times - whole, vec![Step::Call { route, times: 1 }])]));
    steps
}
