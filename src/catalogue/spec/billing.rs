//! What a node did, and the lines of its bill.

use serde::Serialize;

use super::citation::{Confidence, Source};
use super::messages::Messages;
use super::questions::Ask;
use super::words::Words;
use crate::catalogue::facts::Fact;
use crate::catalogue::latency::Place;
use crate::units::Usd;

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
    /// Units of write capacity used a second.
    pub write_units_per_s: f64,
    /// vCPUs of those whom it hands questions on to: of each of them, by its instances together.
    pub vcpus_behind: Vec<f64>,
    /// Slots held on average, over all instances, by requests that someone waits for.
    pub slots_held: f64,
    /// What it had to do with messages that nobody waits for.
    pub messages: Messages,
    /// True where users reach it directly by a public address.
    pub public: bool,
    /// The users' place, for prices by geography.
    pub user_place: Place,
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
