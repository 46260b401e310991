//! The network of queues that a topology compiles to: the one input of the steady engine.
//!
//! A *station* is a resource of one node: `instances` identical queues of `servers` each. A *scope* is what runs inside
//! a limit on requests worked on at once (worker slots, connections); scopes nest, the outermost has no limit. A *path*
//! is what one class of requests meets on its way. Work is in seconds of a server, so a station's demand per request
//! divided by its servers bounds the throughput, whatever the unit of its resource.
//!
//! **Invariant:** every number of a network is finite and not negative; a compiled network has no cycles.

mod aggregate;
mod compile;
pub mod demand;
pub mod legend;
mod limits;
mod tiers;
mod ways;

use crate::lists::Map;

use crate::catalogue::spec::{Ask, Resource, ThrottleBlueprint};
use crate::model::scenario::{Edge, NodeId};

use super::queueing::service::Service;
use super::steady::groups::Spread;

pub use aggregate::aggregate;
pub use compile::{Compiled, compile};
pub use ways::Way;

/// Where a scope stands in [`Network::scopes`].
pub type ScopeId = usize;

/// Where a station stands in [`Network::stations`].
pub type StationId = usize;

/// The outermost scope: everything between the users' request and its response.
pub const ROOT: ScopeId = 0;

/// A resource of a node that requests compete for.
#[derive(Clone, Debug, PartialEq)]
pub struct Station {
    /// Whose.
    pub node: NodeId,
    /// Which.
    pub resource: Resource,
    /// The scope it works in.
    pub scope: ScopeId,
    /// Identical queues sharing the requests.
    pub instances: u32,
    /// How they share them.
    pub spread: Spread,
    /// Servers of each queue.
    pub servers: u32,
    /// Squared coefficient of variation of the work of a visit, over all classes.
    pub scv: f64,
    /// Whether requests are let through one after the other instead of sharing the servers.
    pub in_turn: bool,
    /// How it refuses what is beyond its capacity; none where that waits. Who is let through does not wait, so it is
    /// nobody's queue: its work is [`Path::throttled`], and background here.
    pub throttle: Option<ThrottleBlueprint>,
    /// Units of the resource that one server does a second, to show utilisation in the resource's own unit.
    pub speed: f64,
    /// Seconds of a server per user request, over all classes and instances, in the scope it works in.
    pub demand_s: f64,
    /// The same brought in from other scopes, or by work that nobody waits for: it takes speed away but is not queued
    /// for there.
    pub background_s: f64,
}

impl Station {
    /// Servers over all instances.
    pub fn capacity(&self) -> f64 {
        f64::from(self.instances) * f64::from(self.servers)
    }

    /// Seconds of a server per user request, whoever asks.
    pub fn total_demand_s(&self) -> f64 {
        self.demand_s + self.background_s
    }
}

/// A limit on requests being worked on at once, and what runs inside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Scope {
    /// What the limit is; none for the outermost.
    pub resource: Option<Resource>,
    /// The nodes that hold the limit together, each with its slots over all instances.
    pub holders: Vec<Holder>,
    /// The scope it is entered from most.
    pub parent: Option<ScopeId>,
    /// How often a user request enters it, on average over all classes.
    pub entries: f64,
    /// Fixed delay inside it per user request, seconds.
    pub delay_s: f64,
    /// Whether who comes when all slots are held is refused, instead of waiting for one.
    pub refuses: bool,
}

impl Scope {
    /// Slots over all holders; none for the outermost.
    pub fn limit(&self) -> Option<u64> {
        self.resource.map(|_| self.holders.iter().map(|holder| holder.slots).sum())
    }
}

/// A node that holds part of a scope's limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Holder {
    /// Which node.
    pub node: NodeId,
    /// Its place among the network's slots.
    pub id: usize,
    /// Its slots over all instances.
    pub slots: u64,
    /// How often a user request enters here, on average over all classes.
    pub entries: f64,
}

/// What requests of one class meet.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// Its place among the classes.
    pub class: usize,
    /// Its share of the requests.
    pub share: f64,
    /// Fixed delays on the way, seconds: round trips, balancers, managed services without a queue.
    pub delay_s: f64,
    /// Stations it visits: how often, and the seconds of a server in all.
    pub visits: Map<StationId, Visit>,
    /// Scopes it enters: how often.
    pub entries: Map<ScopeId, f64>,
    /// Visits that a request causes without waiting for them: copies, and jobs done later.
    pub unwaited: Map<StationId, Visit>,
    /// Visits to stations that throttle: each is let through or refused.
    pub throttled: Map<StationId, Visit>,
    /// The ways that its requests may take.
    pub ways: Vec<Way>,
    /// Slots that work which nobody waits for enters: how often, by their place in the network.
    pub unwaited_entries: Map<usize, f64>,
    /// What the bill and the drawing need.
    pub traffic: Traffic,
}

impl Path {
    /// An empty path of a class.
    pub fn new(class: usize, share: f64) -> Self {
        Self {
            class,
            share,
            delay_s: 0.0,
            visits: Map::new(),
            entries: Map::new(),
            unwaited: Map::new(),
            throttled: Map::new(),
            ways: Vec::new(),
            unwaited_entries: Map::new(),
            traffic: Traffic::default(),
        }
    }

    /// On none of its ways time passes at stations that throttle.
    fn pass_throttled(&mut self) {
        let Self { ways, throttled, .. } = self;
        ways.iter_mut().for_each(|way| way.visits.retain(|station, _| !throttled.contains_key(station)));
    }

    /// How often a request of the class visits a station and waits for it.
    pub fn count(&self, station: StationId) -> f64 {
        self.visits.get(&station).map_or(0.0, |visit| visit.count)
    }

    /// Seconds of a server of a station that a request of the class needs, waited for or not.
    pub fn demand_s(&self, station: StationId) -> f64 {
        let of = |visits: &Map<StationId, Visit>| visits.get(&station).map_or(0.0, |visit| visit.demand_s);
        of(&self.visits) + of(&self.unwaited) + of(&self.throttled)
    }
}

/// The visits of a class to a station.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Visit {
    /// How often, on average.
    pub count: f64,
    /// Seconds of a server in all.
    pub demand_s: f64,
    /// Variance of those seconds, seconds².
    pub variance_s2: f64,
}

impl Visit {
    /// So many visits more, each with this work. A fraction of a visit is one visit or none.
    fn add(&mut self, count: f64, work: &Service) {
        let (mean, square) = (work.mean_s(), work.moment(2));
        let whole = libm::floor(count);
        let perhaps = count - whole;
        self.count += count;
        self.demand_s += count * mean;
        self.variance_s2 +=
            whole * (square - mean * mean).max(0.0) + (perhaps * square - perhaps * perhaps * mean * mean).max(0.0);
    }

    /// These visits and others, one after the other.
    fn join(&mut self, other: &Self) {
        self.count += other.count;
        self.demand_s += other.demand_s;
        self.variance_s2 += other.variance_s2;
    }

    /// Equal exponential visits.
    #[cfg(test)]
    pub fn exponential(count: f64, demand_s: f64) -> Self {
        let mut made = Self::default();
        made.add(count, &Service::Exponential { mean_s: demand_s / count });
        made
    }
}

/// Background jobs of one node: an open flow that nobody waits for.
#[derive(Clone, Debug, PartialEq)]
pub struct JobFlow {
    /// The queue they wait in.
    pub queue: NodeId,
    /// Who does them.
    pub worker: NodeId,
    /// The class whose requests send them, by its place.
    pub class: usize,
    /// Jobs per request of the class.
    pub per_request: f64,
    /// The stations that do them and the seconds of a server for one job.
    pub stations: Map<StationId, f64>,
    /// Jobs worked on at once over all instances.
    pub slots: u64,
    /// The limits that each job holds one of while it is worked on.
    pub held: Vec<HeldBy>,
    /// Fixed delay of one job, seconds.
    pub delay_s: f64,
}

impl JobFlow {
    /// Seconds for which a job is worked on where nobody else is there.
    pub fn work_s(&self) -> f64 {
        self.delay_s + self.stations.values().sum::<f64>()
    }
}

/// A limit that jobs hold one of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeldBy {
    /// Whose.
    pub node: NodeId,
    /// What it is called.
    pub resource: Resource,
    /// How many there are, over all instances.
    pub count: u64,
}

/// Numbers per request of a class that the bill and the drawing need.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Traffic {
    /// Questions along each edge.
    pub edges: Map<Edge, f64>,
    /// Questions answered or passed on by each node.
    pub asks: Map<(NodeId, Ask), f64>,
    /// Bytes that each node sends to users directly.
    pub internet_bytes: Map<NodeId, f64>,
    /// Bytes that each node takes in from users, through whatever stands before it.
    pub uploaded_bytes: Map<NodeId, f64>,
    /// Bytes along each edge in both directions.
    pub exchanged_bytes: Map<Edge, f64>,
    /// Bytes through each passing node in both directions.
    pub processed_bytes: Map<NodeId, f64>,
}

/// A network of queues with the classes that go through it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Network {
    /// Scopes, the outermost first; a parent stands before its children.
    pub scopes: Vec<Scope>,
    /// Stations.
    pub stations: Vec<Station>,
    /// A path for each class with a share.
    pub paths: Vec<Path>,
    /// Background jobs.
    pub jobs: Vec<JobFlow>,
}

impl Network {
    /// Whether a scope is another one or nested in it.
    pub fn is_within(&self, inner: ScopeId, outer: ScopeId) -> bool {
        let mut at = Some(inner);
        for _ in 0..=self.scopes.len() {
            match at {
                Some(scope) if scope == outer => return true,
                Some(scope) => at = self.scopes.get(scope).and_then(|scope| scope.parent),
                None => return false,
            }
        }
        false
    }
}
