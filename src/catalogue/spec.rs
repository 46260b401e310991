//! The vocabulary a service is described in. The model wires by [`Ask`]s and [`Role`]s, the engine interprets
//! [`Blueprint`]s, the page is generated from [`ServiceSpec`]s; nobody else knows a service by name.

use serde::Serialize;

use super::facts::{Fact, Table};
use super::messages::{Messages, PollBlueprint, RetryBlueprint};
use super::region::Region;
use super::settings::Settings;
use crate::units::Usd;

/// A text in both languages. AWS service names stay English in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// English.
    pub en: &'static str,
    /// Korean.
    pub ko: &'static str,
}

impl Text {
    /// The same in both languages: service names, instance types, units.
    pub const fn same(text: &'static str) -> Self {
        Self { en: text, ko: text }
    }
}

/// The palette's groups, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Those who visit. Always exactly one node; not in the palette.
    People,
    /// What stands between the users and the servers.
    Edge,
    /// What runs code.
    Compute,
    /// What keeps data.
    Data,
    /// What carries messages.
    Messaging,
}

/// What a server can be made to do. Several roles on one box share its CPU, memory, disk and network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Takes HTTP requests and hands the dynamic ones on.
    Web,
    /// Runs the application's code.
    App,
    /// Keeps the relational data.
    Database,
    /// Keeps and serves static and uploaded files.
    Files,
    /// Does the background jobs.
    Worker,
}

impl Role {
    /// Every role, in the order of a request's way.
    pub const ALL: [Self; 5] = [Self::Web, Self::App, Self::Database, Self::Files, Self::Worker];

    /// Its name in files and links.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::App => "app",
            Self::Database => "database",
            Self::Files => "files",
            Self::Worker => "worker",
        }
    }

    /// The role with this name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.id() == id)
    }
}

/// One kind of question that one part of a drawing asks another. An edge is possible where the asker's questions
/// meet something that its target answers or passes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    /// A dynamic HTTP request: a page, a write or an upload.
    Page,
    /// A static file by HTTP.
    Static,
    /// From a web server to the application.
    AppCall,
    /// A query that changes data, or must see the newest.
    DbWrite,
    /// A query that only reads.
    DbRead,
    /// A query that goes through many rows.
    Analyze,
    /// A look-up in a cache beside the database.
    CacheRead,
    /// Keeping an uploaded file.
    StoreFile,
    /// Leaving a job to be done later.
    SendJob,
    /// Handing a job to whoever does it.
    RunJob,
    /// A copy of each change, from a primary to its replica.
    Replicate,
    /// Handing a message to whoever has subscribed.
    Notify,
}

/// What a node, as it is set, asks of others, answers itself, and passes on unanswered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ports {
    /// Questions it has for others.
    pub asks: Vec<Ask>,
    /// Questions it answers.
    pub answers: Vec<Ask>,
    /// Questions it hands to whoever stands behind it.
    pub passes: Vec<Ask>,
}

/// A unit shown behind a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A bare count.
    None,
    /// MB (2²⁰ bytes, as Lambda counts).
    Mb,
    /// GiB.
    Gib,
    /// kB.
    Kb,
    /// Percent.
    Percent,
    /// Milliseconds.
    Millis,
    /// Seconds.
    Seconds,
}

/// One choice of a [`ParamKind`] that is a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What a scenario stores.
    pub value: String,
    /// What a person reads.
    pub label: Words,
    /// A short remark beside it, such as `2 vCPU · 4 GiB`.
    pub note: String,
    /// A heading that choices stand under, such as an instance family; empty for none.
    pub group: Words,
}

impl Choice {
    /// A choice without remark and heading.
    pub fn plain(value: &str, label: impl Into<Words>) -> Self {
        Self { value: value.to_owned(), label: label.into(), note: String::new(), group: Words::default() }
    }

    /// Choices without remark and heading: value, English and Korean label of each.
    pub fn list(all: &[(&str, &str, &str)]) -> Vec<Self> {
        let choice = |(value, en, ko): &(&str, &str, &str)| {
            Self::plain(value, Words { en: (*en).to_owned(), ko: (*ko).to_owned() })
        };
        all.iter().map(choice).collect()
    }
}

/// A text in both languages that may be made from data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// English.
    pub en: String,
    /// Korean.
    pub ko: String,
}

impl Words {
    /// The same in both languages.
    pub fn same(text: &str) -> Self {
        Self { en: text.to_owned(), ko: text.to_owned() }
    }
}

impl From<Text> for Words {
    fn from(text: Text) -> Self {
        Self { en: text.en.to_owned(), ko: text.ko.to_owned() }
    }
}

/// What values a parameter takes.
#[derive(Clone, Copy, Debug)]
pub enum ParamKind {
    /// One of a list, which may depend on the region.
    Choice(fn(Region) -> Vec<Choice>),
    /// One of a list so long that it is not made only to ask whether a value is in it.
    Listed {
        /// The list.
        choices: fn(Region) -> Vec<Choice>,
        /// Whether a value is in it.
        has: fn(Region, &str) -> bool,
    },
    /// A whole number from `min` to `max`.
    Int {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
        /// Its unit.
        unit: Unit,
    },
    /// On or off.
    Toggle,
}

impl ParamKind {
    /// The list that a value is one of; none for a number or a switch.
    pub const fn choices(self) -> Option<fn(Region) -> Vec<Choice>> {
        match self {
            Self::Choice(choices) | Self::Listed { choices, .. } => Some(choices),
            Self::Int { .. } | Self::Toggle => None,
        }
    }
}

/// The default of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParamDefault {
    /// For a choice.
    Choice(&'static str),
    /// For a choice that drawings from before it had no name for: what they mean, and what a new node is given.
    Since {
        /// In a drawing that does not say.
        before: &'static str,
        /// Of a new node.
        new: &'static str,
    },
    /// For a whole number.
    Int(i64),
    /// For a toggle.
    Toggle(bool),
}

/// A setting of a node, from which the inspector makes a field.
#[derive(Clone, Copy, Debug)]
pub struct ParamSpec {
    /// Its key in a scenario.
    pub key: &'static str,
    /// Its label.
    pub label: Text,
    /// Its values.
    pub kind: ParamKind,
    /// The value a new node has.
    pub default: ParamDefault,
    /// Where the default or its meaning comes from; empty for a plain choice of the user's.
    pub basis: &'static str,
}

/// Which roles a node of a service has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Roles {
    /// It has none to choose.
    None,
    /// Any of them may be chosen; a new node has these.
    Chosen(&'static [Role]),
}

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

/// Environments that code runs in, made when they are needed and kept for a while.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ColdStartBlueprint {
    /// Seconds until a new one works on its first request.
    pub start_s: f64,
    /// Seconds for which one is kept that does nothing.
    pub keep_s: f64,
    /// The most that are made at once.
    pub burst: u32,
    /// How many more may be made each second, up to that.
    pub more_per_s: f64,
    /// Those that are always there.
    pub provisioned: u32,
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

/// How many instances a group should have, by what it sees of its processors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ScalingPolicy {
    /// Only what is forecast or scheduled.
    None,
    /// As many as would bring the utilisation to a target, 0…1.
    Target(f64),
    /// So many more above a utilisation, and so many fewer below another (0…1).
    Step {
        /// Above this, more.
        above: f64,
        /// How many more.
        add: u32,
        /// Below this, fewer.
        below: f64,
        /// How many fewer.
        remove: u32,
    },
}

/// Capacity that is set at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScheduledBlueprint {
    /// Seconds since the start of the run.
    pub at_s: u32,
    /// Fewest instances from then on.
    pub min: u32,
    /// How many there should be then.
    pub desired: u32,
}

/// How a group of instances follows its load.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScalingBlueprint {
    /// Fewest instances.
    pub min: u32,
    /// Most instances.
    pub max: u32,
    /// What it does by what it sees.
    pub policy: ScalingPolicy,
    /// The utilisation, 0…1, at which forecast load is to be served (predictive scaling); none without a forecast.
    pub forecast_target: Option<f64>,
    /// What is set at a time.
    pub scheduled: Option<ScheduledBlueprint>,
    /// Seconds of one data point of the alarm.
    pub period_s: u32,
    /// Data points in a row above the limit before more are started.
    pub out_after: u32,
    /// Data points in a row below the limit before some are taken away.
    pub in_after: u32,
    /// Seconds from one step to the next at least.
    pub cooldown_s: u32,
    /// Seconds for which a new instance counts as not yet settled: none is taken away meanwhile.
    pub warm_up_s: u32,
    /// Seconds from the start of an instance until it would answer.
    pub start_s: f64,
}

/// CPU credits of each instance, in vCPU-seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CreditsBlueprint {
    /// What an instance has as a run begins.
    pub start_s: f64,
    /// What an instance has that is launched later.
    pub launch_s: f64,
    /// Earned a second.
    pub earn_per_s: f64,
    /// The most that are kept.
    pub cap_s: f64,
    /// Whether it goes on at full speed without credits, and the surplus is billed.
    pub unlimited: bool,
    /// How many times as fast its processors are with credits as the blueprint's station, which is that of the long run.
    pub burst: f64,
    /// US dollars for a vCPU-hour of surplus.
    pub surplus_usd: f64,
}

/// How far a copy of data is behind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LagBlueprint {
    /// Seconds from a change to its being seen.
    pub lag_s: f64,
    /// Rows that reads and changes go to, each as likely as any other.
    pub rows: f64,
}

/// How a queue keeps jobs and hands them out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QueueBlueprint {
    /// Seconds after a job was received in which it is hidden; one that is not done by then is handed out again.
    pub visibility_s: f64,
    /// Receives after which a job that is not done goes to the dead-letter queue; none where there is none.
    pub max_receives: Option<u32>,
    /// Share of jobs that fail however often they are tried, 0…1.
    pub poison: f64,
    /// Where jobs are kept in order: how many groups there are, of each of which one is worked on at a time; none where
    /// they are not.
    pub groups: Option<u32>,
    /// Seconds in which a job that is sent once more is kept once only; none where it is kept as often as it is sent.
    pub once_within_s: Option<f64>,
    /// Where calls are limited: how many a second for each action, and how many jobs are sent with one.
    pub calls: Option<(f64, u32)>,
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

/// A node as the engine sees it: instances of stations, slots, delays. Made by the service from a node's settings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Blueprint {
    /// Identical instances sharing the traffic evenly.
    pub instances: u32,
    /// What each instance has.
    pub stations: Vec<StationBlueprint>,
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
    /// How the number of its instances follows the load; none where it is fixed.
    pub scaling: Option<ScalingBlueprint>,
    /// CPU credits of each instance; none where its processors are always as fast.
    pub credits: Option<CreditsBlueprint>,
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

/// A remark of a service on how it is modelled, as a code with numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Note {
    /// Burstable type, unlimited: full speed; above the baseline (share of a vCPU) surplus credits are billed.
    BurstUnlimited {
        /// Baseline, share of each vCPU.
        baseline: f64,
    },
    /// Burstable type, standard: the long run has only the baseline; bursts are faster until credits end.
    BurstStandard {
        /// Baseline, share of each vCPU.
        baseline: f64,
    },
    /// Fewer worker slots fit in memory than were set.
    MemoryCapsSlots {
        /// How many fit.
        fits: u32,
    },
    /// The speed of this type is an assumption: no measurement of its family.
    SpeedAssumed,
    /// The type is of the previous generation: AWS has newer ones.
    PreviousGeneration,
    /// Not all of its vCPUs do work: its processes are too few, or its work is not parallel enough.
    CoresIdle {
        /// Cores' work that is done.
        used: f64,
        /// vCPUs.
        of: u32,
    },
    /// A volume that is faster until its I/O credits end.
    DiskBurst {
        /// Operations a second in the long run.
        iops: f64,
        /// Operations a second with credits.
        burst: f64,
        /// Minutes from a full bucket to its end.
        minutes: f64,
    },
    /// What is on the instance store is lost when the instance stops.
    StoreIsLost,
    /// The type has no instance store; it has a volume instead.
    NoStore,
}

/// Where a figure comes from: the key of a text, which is read when it is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Source(pub(super) &'static str);

impl Source {
    /// Page, repository and revision, or the word that it is an assumption. Empty for a source that is not listed (a test
    /// forbids it).
    pub fn text(self) -> &'static str {
        super::facts::source_text(self.0)
    }
}

/// Where a figure comes from, since when, and how far to trust it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Citation {
    /// What says so.
    pub source: Source,
    /// Date of the figure (ISO), empty where unknown.
    pub as_of: &'static str,
    /// How far to trust it.
    pub confidence: Confidence,
}

/// How far a figure can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Printed in the source.
    Exact,
    /// Derived by a checked rule, second-hand, or published for another setting.
    Typical,
    /// Scaled, or second-hand with a known error.
    Estimate,
    /// Unsourced: an assumption, and shown as one.
    Memory,
}

impl Confidence {
    /// Whether a figure is shown as an assumption: nobody printed it.
    pub const fn is_assumption(self) -> bool {
        matches!(self, Self::Memory | Self::Estimate)
    }
}

/// What a node did in the steady state; from it a service makes its bill.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Usage {
    /// Questions answered or passed on, a second, by kind.
    pub asks_per_s: Vec<(Ask, f64)>,
    /// Bytes a second sent to users on the internet from this node.
    pub internet_bytes_per_s: f64,
    /// Bytes a second processed for users in both directions (load balancers).
    pub processed_bytes_per_s: f64,
    /// Bytes a second passed in from users to what stands behind (uploads).
    pub uploaded_bytes_per_s: f64,
    /// CPU utilisation, 0…1, of its instances on average.
    pub cpu_utilisation: f64,
    /// Connections open at once.
    pub open_connections: f64,
    /// Units of read capacity used a second.
    pub read_units_per_s: f64,
    /// vCPUs of those whom it hands questions on to: of each of them, by its instances together.
    pub vcpus_behind: Vec<f64>,
    /// Slots held on average, over all instances, by requests that someone waits for.
    pub slots_held: f64,
    /// What it had to do with messages that nobody waits for.
    pub messages: Messages,
    /// True where users reach it directly by a public address.
    pub public: bool,
    /// The users' place, for prices by geography.
    pub user_place: super::latency::Place,
}

impl Usage {
    /// Questions of one kind a second.
    pub fn rate(&self, ask: Ask) -> f64 {
        self.asks_per_s.iter().filter(|(kind, _)| *kind == ask).map(|(_, rate)| rate).sum()
    }
}

/// The unit a bill line counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BillUnit {
    /// Hours of an instance, a node or a load balancer.
    Hours,
    /// GB (10⁹ bytes) a month of transfer.
    Gb,
    /// GiB-months of storage.
    GbMonth,
    /// Millions of requests.
    MillionRequests,
    /// Hours of load balancer capacity units.
    LcuHours,
    /// vCPU-hours: of surplus CPU credits, or of tasks.
    VcpuHours,
    /// Hours of one unit of provisioned capacity.
    CapacityHours,
    /// GB of memory × hours of tasks.
    GbHours,
    /// GB of memory × seconds of execution.
    GbSeconds,
    /// Months of a thing.
    Months,
    /// Operations a second that a volume is provisioned with, for a month.
    IopsMonths,
    /// MiB a second that a volume is provisioned with, for a month.
    MibsMonths,
}

/// One line of a monthly bill: quantity × unit price.
#[derive(Clone, Debug, PartialEq)]
pub struct BillLine {
    /// A short stable code of what is billed, such as `instance` or `transfer_out`.
    pub item: &'static str,
    /// What a person reads, such as `t3.small × 2`.
    pub label: Words,
    /// How many.
    pub quantity: f64,
    /// Of what.
    pub unit: BillUnit,
    /// Price of one, in micro-dollars (may have a fraction of one).
    pub unit_price_micros: f64,
    /// How the quantity was found, where it is not what the unit says; or what is odd about the price.
    pub how: Option<Words>,
    /// The price list in tiers that it is from, where it is from one: a month's use of all parts climbs it together.
    pub tiers: Option<Tiers>,
    /// The allowance of the free tier that pays for it, as long as there is some left; none where there is none.
    pub free: Option<&'static str>,
    /// Where the price comes from.
    pub source: Source,
    /// Its date.
    pub as_of: String,
    /// How far to trust it.
    pub confidence: Confidence,
}

/// A price list in tiers.
#[derive(Clone, Debug, PartialEq)]
pub struct Tiers {
    /// Each tier: the quantity from which on it holds, and its price.
    pub(crate) list: Vec<(f64, Fact)>,
    /// What is billed, in words.
    pub(crate) label: Words,
}

impl BillLine {
    /// Quantity × unit price, rounded half up to the cent (what the free tier takes off rounds as what it takes off
    /// did). Exact: the quantity is taken to a millionth of its unit and the price to 10⁻¹² dollars, both as whole
    /// numbers.
    pub fn amount(&self) -> Usd {
        const CENT: i128 = 10_000_000_000_000_000; // in millionths of a unit × 10⁻¹² dollars
        let quantity = libm::round(self.quantity.abs() * 1e6) as i128;
        let price = libm::round(self.unit_price_micros * 1e6) as i128;
        let cents = quantity.saturating_mul(price).saturating_add(CENT / 2) / CENT;
        Usd::from_micros(if self.quantity < 0.0 { -cents } else { cents } * 10_000)
    }
}

/// What a service can go wrong with when it is asked for its blueprint or bill.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpecError {
    /// A setting has a value that the region or the service does not offer. The user picks another.
    #[error("{key} has no {value} in {region}")]
    NotOffered {
        /// The setting.
        key: &'static str,
        /// Its value.
        value: String,
        /// Where.
        region: &'static str,
    },
}

/// A node's own facts that a service needs to describe it.
#[derive(Clone, Copy, Debug)]
pub struct Configured<'a> {
    /// Where it stands.
    pub region: Region,
    /// Its settings, complete with defaults.
    pub settings: &'a Settings,
    /// Its roles; empty for services without.
    pub roles: &'a [Role],
}

/// A service, described. One folder under `services/`, one line in its list.
pub struct ServiceSpec {
    /// Its id in scenarios: stable for ever.
    pub id: &'static str,
    /// Where it stands in the palette.
    pub group: Group,
    /// Its name.
    pub name: Text,
    /// Its name where there is little room, such as on a card of the drawing.
    pub short: Text,
    /// What it is for, in a few words.
    pub purpose: Text,
    /// What it is, when to use it, when not: two or three sentences.
    /// (Made when it is asked for, as the settings are, so that the first screen need not bring along what it does not
    /// show: docs/decisions/0005.)
    pub card: fn() -> Text,
    /// Its pictogram: the inside of a 24 × 24 SVG symbol.
    pub icon: &'static str,
    /// Its settings.
    pub params: fn() -> &'static [ParamSpec],
    /// Its roles.
    pub roles: Roles,
    /// The role it can take over from a box that has it.
    pub takes_over: Option<Role>,
    /// True where each instance stands in a zone that the user picks.
    pub zonal: bool,
    /// The setting that is its instance type, which can be changed while it runs.
    pub size: Option<&'static str>,
    /// Whether a setting has a meaning as the others are set; the page leaves out the others.
    pub applies: fn(&Settings, &str) -> bool,
    /// What it asks, answers and passes on, as it is set.
    pub ports: fn(Configured<'_>) -> Ports,
    /// How it behaves.
    pub blueprint: fn(Configured<'_>) -> Result<Blueprint, SpecError>,
    /// What it costs a month.
    pub bill: fn(Configured<'_>, &Usage) -> Result<Vec<BillLine>, SpecError>,
    /// Its tables of figures, by the names of their files.
    pub(crate) tables: fn() -> Vec<(&'static str, &'static Table)>,
    /// The line under its name on its card, such as `t3.small × 2`.
    pub subtitle: fn(Configured<'_>) -> Words,
}
