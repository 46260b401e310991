//! What the engine says: plain results that the page and the command line show as they are.

use crate::lists::Map;

use crate::catalogue::spec::{Confidence, Note, Resource, Words};
use crate::model::scenario::{Edge, NodeId};
use crate::model::workload::Class;
use crate::units::{Millis, PerSecond, Ratio, SECONDS_PER_MONTH, Usd};

/// The state of the whole drawing at its users.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Every resource has headroom.
    Ok,
    /// Some resource is asked for more than it has: requests queue, and the slowest give up.
    Saturated,
    /// An open flow is above the capacity of who does it: its backlog grows without end.
    Unstable,
}

/// Latency of successful user requests.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Latency {
    /// Mean.
    pub mean: Millis,
    /// Half are faster.
    pub p50: Millis,
    /// 95 of 100 are faster.
    pub p95: Millis,
    /// 99 of 100 are faster.
    pub p99: Millis,
}

/// How full one resource of one node is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ResourceUse {
    /// Which resource.
    pub resource: Resource,
    /// 0…1.
    pub utilisation: Ratio,
    /// In use on average, over all instances (busy vCPUs, IOPS, bytes/s, slots, GiB).
    pub used: f64,
    /// There to be used, over all instances, in the same unit.
    pub capacity: f64,
    /// Users at which what is demanded equals what there is (design §3.6); none without demand.
    pub limit_users: Option<f64>,
    /// For slots: the node that they mostly wait on, where it is not this one, with the share of the holding time.
    pub held_by: Option<(NodeId, Ratio)>,
}

/// Backlog of a queue that background jobs go through.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QueueUse {
    /// Jobs a second that come in.
    pub arrivals: PerSecond,
    /// Jobs waiting on average; none where the backlog grows without end.
    pub waiting: Option<f64>,
    /// Mean time from sending to done; none where the backlog grows.
    pub time_to_done: Option<Millis>,
    /// Growth of the backlog, jobs a second; 0 where stable.
    pub growth: PerSecond,
}

/// What one node does.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeReport {
    /// Its resources, fullest first.
    pub resources: Vec<ResourceUse>,
    /// Questions that it answers or passes on, a second.
    pub rate: PerSecond,
    /// Mean time that a question spends here and behind, milliseconds; none without traffic.
    pub residence: Option<Millis>,
    /// Share of look-ups that it answers itself, for caches and CDNs.
    pub hit_ratio: Option<Ratio>,
    /// Its backlog, for queues.
    pub queue: Option<QueueUse>,
    /// User requests on average waiting for one of its slots.
    pub waiting: f64,
    /// User requests a second that it refuses (throttles) because all its slots are held.
    pub refused: PerSecond,
    /// Remarks on how it is modelled.
    pub notes: Vec<Note>,
    /// Time of the users' round trip, for the users' node.
    pub rtt: Option<Millis>,
}

impl Report {
    /// User requests a second that parts refuse (throttle) because all their slots are held; they are among the failures.
    pub fn refused(&self) -> PerSecond {
        PerSecond(self.nodes.values().map(|node| node.refused.0).sum())
    }
}

/// The resource with the smallest limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bottleneck {
    /// Where.
    pub node: NodeId,
    /// What.
    pub resource: Resource,
    /// How full it is now, 0…1.
    pub utilisation: Ratio,
    /// Its limit in users.
    pub breaks_at_users: f64,
    /// 1 − users ÷ limit; negative past the limit.
    pub headroom: f64,
}

/// A resource's limit, one row of the ranking.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    /// Where.
    pub node: NodeId,
    /// What.
    pub resource: Resource,
    /// At how many users.
    pub users: f64,
}

/// One line of the bill.
#[derive(Clone, Debug, PartialEq)]
pub struct CostLine {
    /// Whose.
    pub node: NodeId,
    /// Stable code of what is billed.
    pub item: &'static str,
    /// For people.
    pub label: Words,
    /// How the quantity was found, where it is not what the unit says; or what is odd about the price.
    pub how: Option<Words>,
    /// How many; negative where the free tier takes it off.
    pub quantity: f64,
    /// Of what.
    pub unit: crate::catalogue::spec::BillUnit,
    /// US dollars for one.
    pub unit_price: f64,
    /// Quantity × price, rounded half up to the cent.
    pub usd: Usd,
    /// Where the price comes from.
    pub source: crate::catalogue::spec::Source,
    /// Its date.
    pub as_of: String,
    /// How far to trust it.
    pub confidence: Confidence,
}

/// The monthly bill.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cost {
    /// Sum of the lines.
    pub total: Usd,
    /// The lines, in node order.
    pub lines: Vec<CostLine>,
}

impl Cost {
    /// The bill shared among users, for each thousand of them; rounded half up to the cent.
    pub fn per_thousand_users(&self, users: u32) -> Usd {
        Usd::from_micros(self.total.micros().saturating_mul(1_000) / i128::from(users.max(1))).to_cent()
    }

    /// The bill shared among the successful requests of a month, for each million of them; none without any.
    pub fn per_million_requests(&self, throughput: PerSecond) -> Option<Usd> {
        let millions = throughput.0 * SECONDS_PER_MONTH / 1e6;
        let micros = self.total.micros() as f64 / millions;
        (millions > 0.0 && micros.is_finite()).then(|| Usd::from_micros(libm::round(micros) as i128).to_cent())
    }

    /// What the free tier takes off, as a positive amount.
    pub fn free(&self) -> Usd {
        let off = self.lines.iter().filter(|line| line.quantity < 0.0).map(|line| -line.usd.micros());
        Usd::from_micros(off.sum())
    }
}

/// Everything at one number of users.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Users.
    pub users: u32,
    /// State of the whole.
    pub state: State,
    /// Demanded requests a second.
    pub demanded: PerSecond,
    /// Ended user requests a second, successful ones only.
    pub throughput: PerSecond,
    /// User requests under way at once (throughput × latency, Little's law), failed ones included.
    pub concurrency: f64,
    /// Latency over all classes; none without successful requests.
    pub latency: Option<Latency>,
    /// Mean latency by class, for classes with traffic.
    pub class_mean: Map<Class, Millis>,
    /// Failed ÷ ended.
    pub error_rate: Ratio,
    /// Failed user requests a second.
    pub failures: PerSecond,
    /// The bottleneck; none without demand.
    pub bottleneck: Option<Bottleneck>,
    /// Every limit, smallest first.
    pub limits: Vec<Limit>,
    /// By node.
    pub nodes: Map<NodeId, NodeReport>,
    /// Questions a second along each edge, and failures a second on it.
    pub flows: Map<Edge, PerSecond>,
    /// The bill.
    pub cost: Cost,
}

/// One point of a sweep over users.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepPoint {
    /// Users.
    pub users: u32,
    /// Successful user requests a second.
    pub throughput: PerSecond,
    /// Latency over all classes; none without successful requests.
    pub latency: Option<Latency>,
    /// The same by class, for classes with successful requests.
    pub classes: Map<Class, Latency>,
    /// Mean time that a question spends at each node and behind, for nodes with traffic.
    pub residence: Map<NodeId, Millis>,
    /// Failed ÷ ended.
    pub error_rate: Ratio,
    /// US dollars a month.
    pub cost: Usd,
    /// Utilisation of each node's resources at these users.
    pub utilisation: Map<(NodeId, Resource), Ratio>,
}

/// Curves over users.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sweep {
    /// Points by rising users.
    pub points: Vec<SweepPoint>,
    /// Users at which p99 is twice its value at 10 users; none where it never is.
    pub knee_users: Option<f64>,
}
