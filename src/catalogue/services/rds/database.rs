//! A database instance: the primary, or a read replica.

use crate::catalogue::bill::{Bill, HOURS, words};
use crate::catalogue::facts::{Fact, Row, Table};
use crate::catalogue::instances::classes;
use crate::catalogue::latency;
use crate::catalogue::region::Region;
use crate::catalogue::spec::{
    BillLine, BillUnit, Blueprint, Choice, Configured, ParamDefault, ParamKind, ParamSpec, SpecError, Text, Unit,
    Usage, Words,
};

pub(super) static CLASSES: Table = Table::new(include_str!("facts.csv"));
pub(super) static PRICES: Table = Table::new(include_str!("prices.csv"));

/// Which database.
pub(in super::super) const ENGINE: ParamSpec = ParamSpec {
    key: "engine",
    label: Text { en: "Engine", ko: "엔진" },
    kind: ParamKind::Choice(engines),
    default: ParamDefault::Choice("mysql"),
    basis: "",
};

/// How big.
pub(in super::super) const CLASS: ParamSpec = ParamSpec {
    key: "class",
    label: Text { en: "Instance class", ko: "인스턴스 클래스" },
    kind: ParamKind::Choice(offered),
    default: ParamDefault::Choice("db.t3.micro"),
    basis: "",
};

/// How much disk.
pub(in super::super) const STORAGE: ParamSpec = ParamSpec {
    key: "storage_gib",
    label: Text { en: "Storage (gp3)", ko: "스토리지(gp3)" },
    kind: ParamKind::Int { min: 20, max: 16384, unit: Unit::Gib },
    default: ParamDefault::Int(20),
    basis: "",
};

/// How long a standby takes.
pub(in super::super) const FAILOVER: ParamSpec = ParamSpec {
    key: "failover_s",
    label: Text { en: "Failover (in Time)", ko: "장애 조치(시간 탭)" },
    kind: ParamKind::Int { min: 1, max: 3_600, unit: Unit::Seconds },
    default: ParamDefault::Int(90),
    basis: "AWS: typically 60 to 120 s",
};

const ENGINES: [(&str, &str); 2] = [("mysql", "MySQL"), ("postgres", "PostgreSQL")];

fn engines(_: Region) -> Vec<Choice> {
    ENGINES.into_iter().map(|(value, name)| Choice::plain(value, Words::same(name))).collect()
}

fn offered(region: Region) -> Vec<Choice> {
    classes::listed(&CLASSES, |row| ENGINES.iter().all(|(engine, _)| single_price(row, engine, region).is_some()))
}

fn single_price(row: &Row, engine: &str, region: Region) -> Option<Fact> {
    row.number(&format!("{engine}.{}", region.id()))
}

/// A standby costs as much as the primary; where a price of both is known, it is that.
fn multi_price(row: &Row, engine: &str, region: Region, single: Fact) -> Fact {
    let column = format!("multi.{engine}.{}", region.id());
    row.number(&column).unwrap_or_else(|| row.derived(&column, 2.0 * single.value))
}

/// The row of a node's class, its engine, and the price of a single instance.
fn class_of(node: Configured<'_>) -> Result<(&'static Row, &str, Fact), SpecError> {
    let name = node.settings.choice("class");
    let engine = node.settings.choice("engine");
    CLASSES
        .row(name)
        .and_then(|row| Some((row, engine, single_price(row, engine, node.region)?)))
        .ok_or_else(|| SpecError::NotOffered { key: "class", value: name.to_owned(), region: node.region.id() })
}

/// Processors, disk, network and connections. The disk gives what the volume can and the instance takes; a standby adds nothing, for it answers no queries.
pub(in super::super) fn blueprint(node: Configured<'_>) -> Result<Blueprint, SpecError> {
    let (row, engine, _) = class_of(node)?;
    let (cpu, notes, kind) = classes::machine(row);
    let striped = node.settings.int("storage_gib") as f64 >= PRICES.value("striped_gib");
    let iops = PRICES.value(if striped { "iops.striped" } else { "iops" });
    let machine = kind.map(|kind| [kind.disk(iops), kind.network()]);
    Ok(Blueprint {
        instances: 1,
        stations: std::iter::once(cpu).chain(machine.into_iter().flatten()).collect(),
        slots: Some(classes::connections(row, engine)),
        delay_ms: latency::zone_rtt_ms(),
        notes,
        failover_s: node.settings.on("multi_az").then(|| u32::try_from(node.settings.int("failover_s")).unwrap_or(1)),
        ..Blueprint::default()
    })
}

/// Instance hours, storage, and surplus CPU credits of T classes (of the primary: what a standby uses is not known).
pub(in super::super) fn bill(node: Configured<'_>, usage: &Usage) -> Result<Vec<BillLine>, SpecError> {
    let (row, engine, single) = class_of(node)?;
    let region = node.region;
    let multi = node.settings.on("multi_az");
    let mut bill = Bill::default();
    let price = if multi { multi_price(row, engine, region, single) } else { single };
    bill.add("instance", subtitle(node), HOURS, BillUnit::Hours, price);
    if !multi && row.key.ends_with(".micro") {
        bill.free("instance", "rds_hours");
    }

    let gib = node.settings.int("storage_gib") as f64;
    let (item, label) = if multi {
        ("multi", words("gp3 storage, Multi-AZ", "gp3 스토리지, 다중 AZ"))
    } else {
        ("single", words("gp3 storage", "gp3 스토리지"))
    };
    bill.add("storage", label, gib, BillUnit::GbMonth, PRICES.fact(item, region));
    if !multi {
        bill.free("storage", "rds_storage");
    }

    classes::add_surplus(&mut bill, row, 1.0, usage.cpu_utilisation, PRICES.fact("surplus", region));
    Ok(bill.lines())
}

/// Such as `MySQL`.
pub(in super::super) fn engine_name(node: Configured<'_>) -> &str {
    let engine = node.settings.choice("engine");
    ENGINES.iter().find(|(value, _)| *value == engine).map_or(engine, |(_, name)| name)
}

/// Such as `db.t3.micro · MySQL · Multi-AZ`.
pub(in super::super) fn subtitle(node: Configured<'_>) -> Words {
    let both = format!("{} · {}", node.settings.choice("class"), engine_name(node));
    if node.settings.on("multi_az") {
        words(format!("{both} · Multi-AZ"), format!("{both} · 다중 AZ"))
    } else {
        Words::same(&both)
    }
}
