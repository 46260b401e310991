//! A node as the engine sees it: stations, slots and delays.

use serde::Serialize;

use super::in_time::{ColdStartBlueprint, CreditsBlueprint, LagBlueprint, QueueBlueprint, ScalingBlueprint};
use super::messages::{PollBlueprint, RetryBlueprint};
use super::note::Note;
use super::questions::Ask;
use super::throttle::ThrottleBlueprint;

/// A resource that requests compete for, or that fills up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Resource {
    /// Processor time.
    Cpu,
    /// Disk operations.
    DiskIops,
    /// Network bandwidth.
    Network,
    /// A limit on requests a second.
    Requests,
    /// A limit on units of reads a second.
    ReadCapacity,
    /// A limit on units of writes a second.
    WriteCapacity,
    /// Rows gone through a second.
    Scan,
    /// Requests the application works on at once; held while waiting on others.
    WorkerSlots,
    /// Database connections; held while a query runs.
    Connections,
    /// Queries that run at once.
    QuerySlots,
    /// Executions at once, each with processors of its own.
    Concurrency,
    /// Batches of messages at once that are taken from a queue.
    Batches,
    /// Groups of messages, of each of which one is worked on at a time.
    MessageGroups,
    /// Memory. It caps how many slots fit; it has no demand per request.
    Memory,
}

/// A resource of each instance of a node, as the engine sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StationBlueprint {
    /// Which resource.
    pub resource: Resource,
    /// Servers working in parallel (vCPUs; 1 for a link or a rate).
    pub servers: u32,
    /// Work done a second by one server: reference-vCPU seconds (CPU), operations (disk), bytes (network), requests, units
    /// of capacity, rows.
    pub speed: f64,
}

/// Work that one question puts on the node answering it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Work {
    /// Seconds of the reference vCPU (docs/model.md).
    pub cpu_s: f64,
    /// Disk operations.
    pub disk_ops: f64,
    /// Bytes through its network interface.
    pub bytes: f64,
    /// Requests counted against a rate limit.
    pub requests: f64,
    /// Units counted against a limit on reads.
    pub read_units: f64,
    /// Units counted against a limit on writes.
    pub write_units: f64,
    /// Rows gone through.
    pub rows: f64,
}

/// A limit on requests being worked on at once in one instance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SlotBlueprint {
    /// What the limit is called.
    pub resource: Resource,
    /// How many.
    pub limit: u32,
    /// Whether who comes when all are held is refused (throttled), instead of waiting.
    pub refuses: bool,
}

/// How memory is used in one instance; shown, and the reason where it caps the slots.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MemoryBlueprint {
    /// What there is, GiB.
    pub total_gib: f64,
    /// What is taken before the first request, GiB.
    pub used_gib: f64,
    /// True where fewer slots fit than are set.
    pub caps_slots: bool,
}

/// How messages are handed on to those who have subscribed, while nobody waits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DeliveryBlueprint {
    /// Seconds from the message to its delivery.
    pub delay_s: f64,
    /// Whether each goes to all of them, and not to one of them by its share.
    pub to_all: bool,
    /// Users told of each message where they have subscribed.
    pub told: u32,
}

/// How someone who hands questions on finds out who answers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HealthBlueprint {
    /// Seconds until a dead instance is asked no more.
    pub dead_after_s: f64,
    /// Seconds until a new one that would answer is asked.
    pub ready_after_s: f64,
}

/// Hosts of instances that come and go by themselves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HostsBlueprint {
    /// Instances that fit on one.
    pub each: u32,
    /// Share of the hosts that should be needed, 0…1: the rest is spare.
    pub target: f64,
    /// Seconds from the start of a host until instances are placed on it.
    pub start_s: u32,
    /// Seconds between two looks at whether there are enough.
    pub period_s: u32,
    /// Seconds after which an empty host that is not needed ends.
    pub idle_s: u32,
}

impl HostsBlueprint {
    /// Hosts that there should be for so many instances.
    pub fn needed(&self, instances: u32) -> u32 {
        let full = f64::from(instances.div_ceil(self.each.max(1)));
        libm::ceil(full / self.target - 1e-9) as u32
    }
}

/// How names lead to one of several.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NamesBlueprint {
    /// Seconds for which users keep the answer that they were given.
    pub kept_s: f64,
    /// Whether all are led to the first, as long as it answers; else to each by its weight.
    pub failover: bool,
}

/// A node as the engine sees it: instances of stations, slots, delays. Made by the service from a node's settings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Blueprint {
    /// Identical instances sharing the traffic evenly.
    pub instances: u32,
    /// What each instance has.
    pub stations: Vec<StationBlueprint>,
    /// Stations that refuse what is beyond their capacity, by their resource; the others have it wait.
    pub throttles: Vec<(Resource, ThrottleBlueprint)>,
    /// The limit on requests worked on at once, an instance.
    pub slots: Option<SlotBlueprint>,
    /// How environments start that hold the slots; none where whoever holds one can begin at once.
    pub cold_start: Option<ColdStartBlueprint>,
    /// Memory of each instance.
    pub memory: Option<MemoryBlueprint>,
    /// Work of answering a question, where the service and not the workload decides it.
    pub handles: Vec<(Ask, Work)>,
    /// A fixed delay added to each question it answers or passes on, milliseconds.
    pub delay_ms: f64,
    /// True where it hands questions on in turn (round robin) and not at random.
    pub in_turn: bool,
    /// True where it only says where others are found: users then go there themselves, and no bytes pass through it.
    pub names_only: bool,
    /// How it finds out who answers, where it hands questions on.
    pub health: Option<HealthBlueprint>,
    /// How it names those to whom users go, where it only does that and leaves out who does not answer.
    pub names: Option<NamesBlueprint>,
    /// How the number of its instances follows the load; none where it is fixed.
    pub scaling: Option<ScalingBlueprint>,
    /// The hosts that its instances stand on, several on one; none where each has what it needs to itself.
    pub hosts: Option<HostsBlueprint>,
    /// Seconds until whoever runs its instances knows that one is dead, where no balancer does; none where nobody looks.
    pub noticed_s: Option<u32>,
    /// CPU credits of each instance; none where its processors are always as fast.
    pub credits: Option<CreditsBlueprint>,
    /// I/O credits of each instance's volume, in seconds of its disk with credits; none where it is always as fast.
    pub disk_credits: Option<CreditsBlueprint>,
    /// Whether what an instance keeps is lost when it stops.
    pub forgets: bool,
    /// Share of what it keeps that is gone, 0…1: questions for that find nothing. Only in a run.
    pub lost_share: f64,
    /// CPU work of taking over a copy of a change, as a share of the change's, over all instances; none where each copy is
    /// as much work as the change.
    pub copy_share: Option<f64>,
    /// How far what it answers is behind; none where it is never.
    pub lag: Option<LagBlueprint>,
    /// Seconds from the notice to the end of an instance whose capacity is taken back (Spot); none where it never is.
    pub notice_s: Option<u32>,
    /// Seconds until a standby in another zone takes over; none without one.
    pub failover_s: Option<u32>,
    /// The same where a reader that gets its changes takes over; none where readers never do.
    pub promotion_s: Option<u32>,
    /// Share of their failover that is left, 0…1, for those it hands questions on to; none where it changes nothing.
    pub failover_share: Option<f64>,
    /// How it hands on messages that nobody waits for, where it does.
    pub delivery: Option<DeliveryBlueprint>,
    /// How it keeps jobs, where it is a queue.
    pub queue: Option<QueueBlueprint>,
    /// How it is handed what queues keep, where that comes in batches.
    pub polls: Option<PollBlueprint>,
    /// What becomes of messages that it refuses; none where they are lost.
    pub retries: Option<RetryBlueprint>,
    /// Share of the questions of this kind that it answers itself instead of passing them on.
    pub hits: Option<(Ask, f64)>,
    /// Whether it keeps what it holds when another instance takes over from it.
    pub is_copied: bool,
    /// Equally likely keys that these hits are for; none where it never starts empty.
    pub working_set: Option<f64>,
    /// Where its users are served from nearby: their round trip to it, milliseconds, instead of that to the region.
    pub edge_rtt_ms: Option<f64>,
    /// What the page says about this node beyond its settings, as a code.
    pub notes: Vec<Note>,
}
