//! Instance types of EC2, on which RDS and ElastiCache run too: sizes, speeds, prices.
//!
//! Those of the first drawing stand in tables of their own (`types.csv`, `speed.csv`), so that the many others need not
//! come before the page is seen (docs/decisions/0005).

pub(crate) mod classes;
mod credits;
mod families;
mod store;

use super::facts::{Fact, Row, Table};
use super::region::Region;
use super::spec::{Choice, Note, Resource, StationBlueprint, Words};
use crate::units::decimal::significant;

pub(crate) use families::heading;

static TYPES: Table = Table::new(include_str!("types.csv"));
static MORE_TYPES: Table = Table::new(include_str!("more_types.csv"));
static SPEEDS: Table = Table::new(include_str!("speed.csv"));
static MORE_SPEEDS: Table = Table::new(include_str!("more_speed.csv"));
static DISK: Table = Table::new(include_str!("disk.csv"));

/// The tables of instance types, by name.
pub(super) fn tables() -> [(&'static str, &'static Table); 8] {
    [
        ("instances/types", &TYPES),
        ("instances/more_types", &MORE_TYPES),
        ("instances/speed", &SPEEDS),
        ("instances/more_speed", &MORE_SPEEDS),
        ("instances/families", &families::FAMILIES),
        ("instances/disk", &DISK),
        ("instances/store", &store::STORES),
        ("instances/credits", &credits::FACTS),
    ]
}

/// The type whose vCPU is the reference: speed 1.
const REFERENCE: &str = "m5";

/// What a burstable instance does when its CPU credits are spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CreditMode {
    /// Goes on at full speed; what is above the baseline is billed.
    Unlimited,
    /// Falls to the baseline.
    Standard,
}

/// The speed of a family's vCPU against the reference vCPU.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Speed {
    /// 1 is the reference vCPU.
    pub(crate) ratio: f64,
    /// True where the family has no measurement of its own.
    pub(crate) assumed: bool,
}

/// The speed of a family: the geometric mean of its ratios to the reference in two measurements, a static web server
/// (mostly the kernel's network) and Redis (mostly memory and one thread). `speed.csv` names the type measured;
/// where that is another family's, the speed is assumed.
pub(crate) fn family_speed(family: &str) -> Speed {
    let measured = speed_row(family).map_or("", |row| family_of(row.word("measured")));
    let ratio = match (speed_row(measured), speed_row(REFERENCE)) {
        (Some(row), Some(reference)) => {
            let web = row.value("web") / reference.value("web");
            let redis = row.value("redis") / reference.value("redis");
            libm::sqrt(web * redis)
        }
        _ => 1.0,
    };
    Speed { ratio, assumed: measured != family }
}

fn speed_row(family: &str) -> Option<&'static Row> {
    SPEEDS.row(family).or_else(|| later_speed_row(family))
}

fn type_row(name: &str) -> Option<&'static Row> {
    TYPES.row(name).or_else(|| later_type_row(name))
}

// What the first screen does not run must not be swallowed by what it does run: their tables come later with them.

#[inline(never)]
fn later_speed_row(family: &str) -> Option<&'static Row> {
    MORE_SPEEDS.row(family)
}

#[inline(never)]
fn later_type_row(name: &str) -> Option<&'static Row> {
    MORE_TYPES.row(name)
}

/// Whether the driver of enhanced networking can be left off: on types that are older than the Nitro system. (T2 has
/// none; Nitro has nothing else.)
pub(crate) fn may_lack_enhanced(family: &str) -> bool {
    speed_row(family).is_some_and(|row| row.number("optional_driver").is_some())
}

/// Whether AWS counts a family to the previous generation.
pub(crate) fn is_previous(family: &str) -> bool {
    speed_row(family).is_some_and(|row| row.number("previous").is_some())
}

/// `t3` of `t3.small`.
pub(crate) fn family_of(type_name: &str) -> &str {
    type_name.split('.').next().unwrap_or_default()
}

/// An instance type.
#[derive(Clone, Copy)]
pub(crate) struct InstanceType {
    row: &'static Row,
}

impl InstanceType {
    /// The type with this name.
    pub(crate) fn get(name: &str) -> Option<Self> {
        type_row(name).map(|row| Self { row })
    }

    /// Every type offered in a region, by family and size.
    pub(crate) fn offered(region: Region) -> impl Iterator<Item = Self> {
        let rows = TYPES.rows().iter().chain(MORE_TYPES.rows());
        rows.map(|row| Self { row }).filter(move |kind| kind.price(region).is_some())
    }

    /// Whether a region offers a type of this name.
    pub(crate) fn is_offered(name: &str, region: Region) -> bool {
        Self::get(name).is_some_and(|kind| kind.price(region).is_some())
    }

    /// Its name, such as `t3.small`.
    pub(crate) const fn name(self) -> &'static str {
        self.row.key
    }

    /// The next type of its family with more vCPUs that a region offers.
    pub(crate) fn bigger(self, region: Region) -> Option<Self> {
        let bigger = Self::offered(region).filter(|kind| kind.family() == self.family() && kind.vcpu() > self.vcpu());
        bigger.min_by_key(|kind| kind.vcpu())
    }

    /// The next type of its family by price in a region.
    pub(crate) fn next(self, region: Region) -> Option<Self> {
        let price = |kind: Self| kind.price(region).map_or(0.0, |price| price.value);
        let larger = Self::offered(region).filter(|kind| kind.family() == self.family() && price(*kind) > price(self));
        larger.min_by(|one, other| price(*one).total_cmp(&price(*other)))
    }

    /// Its family, such as `t3`.
    pub(crate) fn family(self) -> &'static str {
        family_of(self.row.key)
    }

    /// How many vCPUs it has.
    pub(crate) fn vcpu(self) -> u32 {
        self.row.value("vcpu") as u32
    }

    /// Its memory, GiB.
    pub(crate) fn gib(self) -> f64 {
        self.row.value("gib")
    }

    /// Dollars an hour, on demand, Linux; none where the region does not offer it.
    pub(crate) fn price(self, region: Region) -> Option<Fact> {
        self.row.number(region.id())
    }

    /// The speed of its vCPU.
    pub(crate) fn speed(self) -> Speed {
        family_speed(self.family())
    }

    /// For burstable types, the share of each vCPU that credits pay for in the long run.
    pub(crate) fn baseline(self) -> Option<f64> {
        self.row.number("baseline").map(|percent| percent.value / 100.0)
    }

    /// For burstable types, the credit mode that AWS gives to a new EC2 instance.
    pub(crate) fn default_credits(self) -> CreditMode {
        match speed_row(self.family()).map_or("", |row| row.word("credits")) {
            "standard" => CreditMode::Standard,
            _ => CreditMode::Unlimited,
        }
    }

    /// Dollars for a vCPU-hour of surplus credits.
    pub(crate) fn surplus_price(self, region: Region) -> Fact {
        speed_row(self.family()).and_then(|row| row.number(region.id())).unwrap_or_default()
    }

    /// Its network in the long run: the baseline bandwidth, both directions together.
    pub(crate) fn network(self) -> StationBlueprint {
        let bytes = self.row.value("gbps") * 1e9 / 8.0;
        StationBlueprint { resource: Resource::Network, servers: 1, speed: bytes }
    }

    /// What it passes to and from its volumes in the long run, Mbit/s; none where it is not known (T2, P2, P3, G2, G3).
    pub(crate) fn ebs_mbps(self) -> Option<f64> {
        Some(self.row.number("mbps")?.value)
    }

    /// Accelerators; none where it has none.
    pub(crate) fn gpus(self) -> Option<f64> {
        Some(self.row.number("gpus")?.value)
    }

    /// Its figures beside its name in a list: `2 vCPU · 8 GiB · 0.75 Gbit/s · EBS 650 Mbit/s`.
    pub(crate) fn figures(self) -> String {
        let gpus = self.gpus().map(|count| [&significant(count, 3), " GPU"].concat());
        let network = [&significant(self.row.value("gbps"), 4), " Gbit/s"].concat();
        let volumes = self.ebs_mbps().map(|mbps| ["EBS ", &significant(mbps, 6), " Mbit/s"].concat());
        let parts = [Some(size(f64::from(self.vcpu()), self.gib())), gpus, Some(network), volumes];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// A disk of so many operations a second behind it: it gives no more than the instance can in the long run.
    pub(crate) fn disk(self, volume_iops: f64) -> StationBlueprint {
        let speed = self.row.number("iops").map_or(volume_iops, |own| own.value.min(volume_iops));
        StationBlueprint { resource: Resource::DiskIops, servers: 1, speed }
    }
}

/// Operations a second of a gp3 volume as it comes.
pub(crate) fn gp3_iops() -> f64 {
    DISK.value("iops")
}

/// A price of EBS: `gp3` and `gp2` for a GiB-month, `gp3.iops` for an operation a second and month, `gp3.throughput` for
/// a MiB a second and month.
pub(crate) fn disk_price(key: &str, region: Region) -> Fact {
    DISK.fact(key, region)
}

/// A limit of EBS volumes (`disk.csv`).
pub(crate) fn disk_fact(key: &str) -> f64 {
    DISK.value(key)
}

/// The processors of an instance, with the remarks that belong to them. `baseline` is that of a burstable type.
pub(crate) fn processors(
    servers: u32,
    speed: Speed,
    baseline: Option<f64>,
    mode: CreditMode,
) -> (StationBlueprint, Vec<Note>) {
    let mut notes = Vec::new();
    let mut share = 1.0;
    match (baseline, mode) {
        (Some(baseline), CreditMode::Unlimited) => notes.push(Note::BurstUnlimited { baseline }),
        (Some(baseline), CreditMode::Standard) => {
            share = baseline;
            notes.push(Note::BurstStandard { baseline });
        }
        (None, _) => {}
    }
    if speed.assumed {
        notes.push(Note::SpeedAssumed);
    }
    (StationBlueprint { resource: Resource::Cpu, servers, speed: speed.ratio * share }, notes)
}

/// A choice of an instance type, a class or a node type, under its family.
pub(crate) fn choice(name: &str, family: &str, vcpu: f64, gib: f64) -> Choice {
    Choice { value: name.to_owned(), label: Words::same(name), note: size(vcpu, gib), group: heading(family) }
}

fn size(vcpu: f64, gib: f64) -> String {
    [&significant(vcpu, 6), " vCPU · ", &significant(gib, 6), " GiB"].concat()
}

#[cfg(test)]
mod tests;
