//! An instance of an Aurora cluster: the writer, or a reader. Storage is the cluster's and grows by itself.

use crate::catalogue::bill::{Bill, HOURS, millions_a_month, words};
use crate::catalogue::facts::{Row, Table};
use crate::catalogue::instances::{self, CreditMode, InstanceType, classes};
use crate::catalogue::latency;
use crate::catalogue::region::Region;
use crate::catalogue::services::rds;
use crate::catalogue::settings::Settings;
use crate::catalogue::spec::{
    Ask, BillUnit, Blueprint, Choice, Configured, Note, ParamDefault, ParamKind, ParamSpec, SpecError,
    StationBlueprint, Text, Unit, Usage, Words,
};
use crate::units::decimal;

pub(in super::super) static CLASSES: Table = Table::new(include_str!("facts.csv"));
pub(in super::super) static SERVERLESS: Table = Table::new(include_str!("serverless.csv"));
pub(in super::super) static PRICES: Table = Table::new(include_str!("prices.csv"));

/// Fixed instances or capacity that follows the load.
pub(in super::super) const CAPACITY: ParamSpec = ParamSpec {
    key: "capacity",
    label: Text { en: "Capacity", ko: "용량 유형" },
    kind: ParamKind::Choice(capacities),
    default: ParamDefault::Choice("provisioned"),
    basis: "",
};

/// How big.
pub(in super::super) const CLASS: ParamSpec = ParamSpec {
    key: "class",
    label: Text { en: "Instance class", ko: "인스턴스 클래스" },
    kind: ParamKind::Choice(offered),
    default: ParamDefault::Choice("db.t3.medium"),
    basis: "",
};

/// The least that serverless capacity falls to.
pub(in super::super) const ACU_MIN: ParamSpec = ParamSpec {
    key: "acu_min",
    label: Text { en: "Minimum ACUs", ko: "최소 ACU" },
    kind: ParamKind::Choice(smallest),
    default: ParamDefault::Choice("0.5"),
    basis: "one ACU has about 2 GiB of memory",
};

/// The most that serverless capacity rises to.
pub(in super::super) const ACU_MAX: ParamSpec = ParamSpec {
    key: "acu_max",
    label: Text { en: "Maximum ACUs", ko: "최대 ACU" },
    kind: ParamKind::Choice(largest),
    default: ParamDefault::Choice("8"),
    basis: "one ACU is taken as a quarter of a vCPU, as db.r6g.large has two for the memory of eight",
};

/// Reads that go to the cluster's storage.
pub(in super::super) const READ_IO: ParamSpec = ParamSpec {
    key: "io_per_1000_reads",
    label: Text { en: "Storage I/O of 1,000 reads", ko: "읽기 1,000건의 스토리지 I/O" },
    kind: ParamKind::Int { min: 0, max: 100_000, unit: Unit::None },
    default: ParamDefault::Int(50),
    basis: "assumption: one point read in a hundred is not in memory, and an indexed query is five of them",
};

const PROVISIONED: &str = "provisioned";
const SERVERLESS_V2: &str = "serverless_v2";

fn capacities(_: Region) -> Vec<Choice> {
    let provisioned = words("Provisioned", "프로비저닝됨");
    vec![Choice::plain(PROVISIONED, provisioned), Choice::plain(SERVERLESS_V2, Words::same("Serverless v2"))]
}

fn offered(region: Region) -> Vec<Choice> {
    classes::listed(&CLASSES, |row| row.number(region.id()).is_some())
}

fn acus(table: &'static Table) -> impl Iterator<Item = Choice> {
    table.rows().iter().map(|row| Choice::plain(row.key, Words::same(&format!("{} ACU", row.key))))
}

fn smallest(_: Region) -> Vec<Choice> {
    std::iter::once(Choice::plain("0.5", Words::same("0.5 ACU"))).chain(acus(&SERVERLESS)).collect()
}

fn largest(_: Region) -> Vec<Choice> {
    acus(&SERVERLESS).collect()
}

fn is_serverless(settings: &Settings) -> bool {
    settings.choice(CAPACITY.key) == SERVERLESS_V2
}

/// Whether a setting of an instance has a meaning.
pub(in super::super) fn applies(settings: &Settings, key: &str) -> bool {
    match key {
        "class" => !is_serverless(settings),
        "acu_min" | "acu_max" => is_serverless(settings),
        _ => true,
    }
}

fn missing(node: Configured<'_>, key: &'static str) -> SpecError {
    SpecError::NotOffered { key, value: node.settings.choice(key).to_owned(), region: node.region.id() }
}

/// The row of a node's class.
fn class_of(node: Configured<'_>) -> Result<&'static Row, SpecError> {
    let row = CLASSES.row(node.settings.choice(CLASS.key)).filter(|row| row.number(node.region.id()).is_some());
    row.ok_or_else(|| missing(node, CLASS.key))
}

/// The least and the most ACUs; the least is no more than the most.
fn acu_range(node: Configured<'_>) -> Result<(f64, f64), SpecError> {
    let acu = |key| decimal::parse(node.settings.choice(key)).ok_or_else(|| missing(node, key));
    let (least, most) = (acu(ACU_MIN.key)?, acu(ACU_MAX.key)?);
    Ok((least.min(most), most))
}

/// Processors, network and connections of so many instances. The cluster's storage has no limit
/// of its own that is known.
pub(in super::super) fn blueprint(node: Configured<'_>, instances: u32) -> Result<Blueprint, SpecError> {
    let (row, stations, notes) =
        if is_serverless(node.settings) { serverless(node)? } else { provisioned(class_of(node)?) };
    let engine = node.settings.choice(rds::ENGINE.key);
    Ok(Blueprint {
        instances,
        stations,
        slots: Some(classes::connections(row, engine)),
        delay_ms: latency::zone_rtt_ms(),
        notes,
        ..Blueprint::default()
    })
}

type Machine = (&'static Row, Vec<StationBlueprint>, Vec<Note>);

fn provisioned(row: &'static Row) -> Machine {
    let (cpu, notes, kind) = classes::machine(row);
    (row, std::iter::once(cpu).chain(kind.map(InstanceType::network)).collect(), notes)
}

/// All the capacity that it may rise to; that it rises takes no time. A share of a vCPU is a slower one.
fn serverless(node: Configured<'_>) -> Result<Machine, SpecError> {
    let (_, most) = acu_range(node)?;
    let row = SERVERLESS.row(node.settings.choice(ACU_MAX.key)).ok_or_else(|| missing(node, ACU_MAX.key))?;
    let vcpu = most * PRICES.value("acu_vcpu");
    let servers = vcpu.max(1.0) as u32;
    let speed = instances::family_speed("r6g");
    let (mut cpu, notes) = instances::processors(servers, speed, None, CreditMode::Unlimited);
    cpu.speed *= vcpu / f64::from(servers);
    Ok((row, vec![cpu], notes))
}

/// Instances by the hour, or the ACUs that their load needs, and what goes to the cluster's storage.
pub(in super::super) fn add_instances(
    bill: &mut Bill,
    node: Configured<'_>,
    usage: &Usage,
    instances: f64,
) -> Result<(), SpecError> {
    if is_serverless(node.settings) {
        let (least, most) = acu_range(node)?;
        let used = (usage.cpu_utilisation * most).clamp(least, most);
        let label = words("Serverless v2 capacity (ACU)", "Serverless v2 용량(ACU)");
        bill.add("acu", label, used * instances * HOURS, BillUnit::CapacityHours, PRICES.fact("acu", node.region));
        bill.remark(
            "acu",
            "as many ACUs as the CPU utilisation needs, at least the minimum",
            "CPU 사용률에 필요한 만큼의 ACU, 최소 용량 이상",
        );
    } else {
        let row = class_of(node)?;
        let label = if instances > 1.0 { format!("{} × {instances}", row.key) } else { row.key.to_owned() };
        let price = row.number(node.region.id()).unwrap_or_default();
        bill.add("instance", Words::same(&label), HOURS * instances, BillUnit::Hours, price);
        classes::add_surplus(bill, row, instances, usage.cpu_utilisation, PRICES.fact("surplus", node.region));
    }
    Ok(())
}

/// Requests to the cluster's storage: of reads, and so many for each write.
pub(in super::super) fn add_io(bill: &mut Bill, node: Configured<'_>, usage: &Usage, per_write: f64) {
    let reads = usage.rate(Ask::DbRead) * node.settings.int(READ_IO.key) as f64 / 1_000.0;
    let requests = millions_a_month(reads + usage.rate(Ask::DbWrite) * per_write);
    let label = words("Storage I/O requests", "스토리지 I/O 요청");
    bill.add("io", label, requests, BillUnit::MillionRequests, PRICES.fact("io", node.region));
}

/// Such as `db.r6g.large`, or `Serverless v2 · 0.5–8 ACU`.
pub(in super::super) fn size(node: Configured<'_>) -> String {
    if !is_serverless(node.settings) {
        return node.settings.choice(CLASS.key).to_owned();
    }
    let [least, most] = [ACU_MIN, ACU_MAX].map(|param| node.settings.choice(param.key));
    format!("{least}–{most} ACU")
}
