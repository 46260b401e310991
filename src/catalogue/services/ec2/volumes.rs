//! The disk of each instance: an EBS volume, or an instance store.

use crate::catalogue::bill::{Bill, words};
use crate::catalogue::instances::{self, InstanceType};
use crate::catalogue::region::Region;
use crate::catalogue::settings::Settings;
use crate::catalogue::spec::{
    BillUnit, Choice, Configured, CreditsBlueprint, Note, ParamDefault, ParamKind, ParamSpec, Resource, Role,
    StationBlueprint, Text, Unit,
};

use crate::units::decimal::significant;

const KIB: f64 = 1024.0;

/// Bytes of an operation of a database: a page of InnoDB (assumption for all databases).
const PAGE: f64 = 16.0 * KIB;

/// Bytes of an operation on files: the largest that a volume counts as one (docs/model.md).
const LARGEST: f64 = 256.0 * KIB;

/// What kind of disk.
pub(super) const KIND: ParamSpec = ParamSpec {
    key: "disk_kind",
    label: Text { en: "Disk type", ko: "디스크 유형" },
    kind: ParamKind::Choice(kinds),
    default: ParamDefault::Choice("gp3"),
    basis: "",
};
pub(super) const SIZE: ParamSpec = ParamSpec {
    key: "disk_gib",
    label: Text { en: "EBS volume", ko: "EBS 볼륨" },
    kind: ParamKind::Int { min: 8, max: 16384, unit: Unit::Gib },
    default: ParamDefault::Int(30),
    basis: "",
};
pub(super) const IOPS: ParamSpec = ParamSpec {
    key: "disk_iops",
    label: Text { en: "IOPS (gp3)", ko: "IOPS(gp3)" },
    kind: ParamKind::Int { min: 3_000, max: 16_000, unit: Unit::None },
    default: ParamDefault::Int(3_000),
    basis: "3,000 are included; at most 500 for each GiB: EC2 user guide, 2023-06",
};
pub(super) const THROUGHPUT: ParamSpec = ParamSpec {
    key: "disk_mibs",
    label: Text { en: "MiB/s (gp3)", ko: "MiB/s(gp3)" },
    kind: ParamKind::Int { min: 125, max: 1_000, unit: Unit::None },
    default: ParamDefault::Int(125),
    basis: "125 are included; at most 0.25 for each of the IOPS: EC2 user guide, 2023-06",
};

pub(super) const CREDITS: ParamSpec = ParamSpec {
    key: "disk_credits_percent",
    label: Text { en: "I/O credits (in Time)", ko: "I/O 크레딧(시간 탭)" },
    kind: ParamKind::Int { min: 0, max: 100, unit: Unit::Percent },
    default: ParamDefault::Int(100),
    basis: "a new volume is full: 5.4 million: EC2 user guide, 2023-06",
};

fn kinds(_: Region) -> Vec<Choice> {
    Choice::list(&[
        ("gp3", "EBS gp3", "EBS gp3"),
        ("gp2", "EBS gp2", "EBS gp2"),
        ("local", "Instance store (I3, Z1d, G5 …)", "인스턴스 스토어(I3, Z1d, G5 등)"),
    ])
}

/// Whether a setting has a meaning as the others are set.
pub(super) fn applies(settings: &Settings, key: &str) -> bool {
    match key {
        _ if [IOPS.key, THROUGHPUT.key].contains(&key) => settings.choice(KIND.key) == "gp3",
        _ if key == CREDITS.key => settings.choice(KIND.key) == "gp2",
        _ => true,
    }
}

/// What a volume gives in the long run.
struct Volume {
    iops: f64,
    mibs: f64,
}

fn gib(node: Configured<'_>) -> f64 {
    node.settings.int(SIZE.key) as f64
}

fn volume(node: Configured<'_>) -> Volume {
    let gib = gib(node);
    let fact = instances::disk_fact;
    if node.settings.choice(KIND.key) == "gp2" {
        let iops = (fact("gp2.per_gib") * gib).max(fact("gp2.least")).min(fact("gp2.most"));
        let full = gib >= fact("gp2.full_gib");
        return Volume { iops, mibs: fact(if full { "gp2.mibs" } else { "gp2.mibs_small" }) };
    }
    let included = instances::gp3_iops();
    let iops = (node.settings.int(IOPS.key) as f64).min(fact("gp3.iops_per_gib") * gib).max(included);
    let most = fact("gp3.mibs_per_iops") * iops;
    Volume { iops, mibs: (node.settings.int(THROUGHPUT.key) as f64).min(most).max(fact("gp3.mibs")) }
}

/// The disk of an instance in the long run, and what it is beside that.
pub(super) struct Disk {
    pub(super) station: StationBlueprint,
    /// I/O credits with which it is faster for a while.
    pub(super) credits: Option<CreditsBlueprint>,
    /// Whether what is on it is lost when the instance stops.
    pub(super) forgets: bool,
    pub(super) note: Option<Note>,
}

/// The disk of an instance. A volume gives no more operations, and no more bytes, than the type's way to its volumes
/// takes; an instance store is beside that way.
pub(super) fn disk(node: Configured<'_>, kind: InstanceType) -> Disk {
    let wanted = node.settings.choice(KIND.key);
    if wanted == "local"
        && let Some(iops) = kind.store_iops()
    {
        let station = StationBlueprint { resource: Resource::DiskIops, servers: 1, speed: iops };
        return Disk { station, credits: None, forgets: true, note: Some(Note::StoreIsLost) };
    }
    let volume = volume(node);
    let bytes = volume.mibs * KIB * KIB;
    let bytes = kind.ebs_mbps().map_or(bytes, |mbps| bytes.min(mbps * 1e6 / 8.0));
    let of_bytes = bytes / if node.roles == [Role::Files] { LARGEST } else { PAGE };
    let station = kind.disk(volume.iops.min(of_bytes));
    let most = instances::disk_fact("gp2.burst");
    let bursts = wanted == "gp2" && volume.iops < most;
    let burst = kind.disk(most.min(of_bytes)).speed;
    let note = match wanted {
        "local" => Some(Note::NoStore),
        _ if bursts => {
            let minutes = instances::disk_fact("gp2.credits") / (most - volume.iops) / 60.0;
            Some(Note::DiskBurst { iops: volume.iops, burst: most, minutes })
        }
        _ => None,
    };
    let credits = (bursts && burst > station.speed).then(|| credits(node, volume.iops, (burst, station.speed)));
    Disk { station, credits, forgets: false, note }
}

/// The credits of a volume: each is an operation, and those of the baseline are earned.
fn credits(node: Configured<'_>, earned: f64, (burst, long_run): (f64, f64)) -> CreditsBlueprint {
    let cap_s = instances::disk_fact("gp2.credits") / burst;
    CreditsBlueprint {
        start_s: cap_s * node.settings.int(CREDITS.key) as f64 / 100.0,
        launch_s: cap_s,
        earn_per_s: earned / burst,
        cap_s,
        unlimited: false,
        burst: burst / long_run,
        surplus_usd: 0.0,
    }
}

/// Adds the volumes of a number of instances: their size, and of gp3 what is provisioned above what is included.
pub(super) fn add(bill: &mut Bill, node: Configured<'_>, count: f64) {
    let name = if node.settings.choice(KIND.key) == "gp2" { "gp2" } else { "gp3" };
    let number = significant(count, 6);
    let text = format!("EBS {name} {} GiB × {number}", node.settings.int(SIZE.key));
    let price = |key| instances::disk_price(key, node.region);
    bill.add("storage", words(text.clone(), text), gib(node) * count, BillUnit::GbMonth, price(name));
    if name == "gp2" {
        return;
    }
    let volume = volume(node);
    let iops = (volume.iops - instances::gp3_iops()) * count;
    let label = words("Provisioned IOPS", "프로비저닝된 IOPS");
    bill.add("storage_iops", label, iops, BillUnit::IopsMonths, price("gp3.iops"));
    let mibs = (volume.mibs - instances::disk_fact("gp3.mibs")) * count;
    let label = words("Provisioned throughput", "프로비저닝된 처리량");
    bill.add("storage_throughput", label, mibs, BillUnit::MibsMonths, price("gp3.throughput"));
}
