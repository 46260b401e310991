//! Redshift: queries over many rows, away from the database that users write to.

use crate::catalogue::bill::{Bill, HOURS, words};
use crate::catalogue::facts::{Row, Table};
use crate::catalogue::instances;
use crate::catalogue::region::Region;
use crate::catalogue::spec::{
    Ask, BillLine, BillUnit, Blueprint, Choice, Configured, Group, ParamDefault, ParamKind, ParamSpec, Ports, Resource,
    Roles, ServiceSpec, SlotBlueprint, SpecError, StationBlueprint, Text, Unit, Usage, Words,
};

static NODES: Table = Table::new(include_str!("facts.csv"));
static RATES: Table = Table::new(include_str!("rates.csv"));

/// How big each node is.
const NODE_TYPE: ParamSpec = ParamSpec {
    key: "node_type",
    label: Text { en: "Node type", ko: "노드 유형" },
    kind: ParamKind::Choice(node_types),
    default: ParamDefault::Choice("ra3.xlplus"),
    basis: "",
};

/// How many nodes.
const COUNT: ParamSpec = ParamSpec {
    key: "count",
    label: Text { en: "Nodes", ko: "노드 수" },
    kind: ParamKind::Int { min: 1, max: 128, unit: Unit::None },
    default: ParamDefault::Int(2),
    basis: "",
};

/// How many queries run at once.
const SLOTS: ParamSpec = ParamSpec {
    key: "concurrency",
    label: Text { en: "Queries at once", ko: "동시 쿼리 수" },
    kind: ParamKind::Int { min: 1, max: 50, unit: Unit::None },
    default: ParamDefault::Int(5),
    basis: "AWS: the default queue of manual WLM runs five, all queues together at most 50",
};

/// How fast a vCPU goes through rows.
const SCAN: ParamSpec = ParamSpec {
    key: "mrows_per_vcpu",
    label: Text { en: "Rows a second of a vCPU (millions)", ko: "vCPU당 초당 행 수(백만)" },
    kind: ParamKind::Int { min: 1, max: 1_000, unit: Unit::None },
    default: ParamDefault::Int(20),
    basis: "assumption: ten times a database that keeps rows, for only the columns that a query names are read",
};

/// How much is kept.
const STORAGE: ParamSpec = ParamSpec {
    key: "storage_gib",
    label: Text { en: "Stored data", ko: "저장 용량" },
    kind: ParamKind::Int { min: 0, max: 1_000_000, unit: Unit::Gib },
    default: ParamDefault::Int(100),
    basis: "assumption",
};

pub(super) static SPEC: ServiceSpec = ServiceSpec {
    id: "redshift",
    group: Group::Data,
    name: Text::same("Redshift"),
    short: Text::same("Redshift"),
    purpose: Text { en: "Reports over many rows", ko: "많은 행을 훑는 분석" },
    card: || Text {
        en: "A data warehouse: keeps data by columns on several nodes, all of which work on each query. Send reports here \
             (give them a share of the mix), so that they do not fill the database that users wait for. It runs few \
             queries at once and is no place for single rows or frequent writes.",
        ko: "데이터를 열 단위로 여러 노드에 저장하고 모든 노드가 한 쿼리를 함께 처리하는 데이터 웨어하우스다. 리포트를 이리로 \
             보내면(요청 구성에서 비율을 준다) 사용자가 기다리는 데이터베이스를 채우지 않는다. 동시에 처리하는 쿼리는 적고, \
             한 행씩 읽거나 자주 쓰는 일에는 맞지 않는다.",
    },
    icon: r#"<path d="M12 2.8l7.5 3.7v11L12 21.2l-7.5-3.7v-11z"/><path d="M8.5 15.5v-4M12 17v-9M15.5 15.5v-5.5"/>"#,
    params: || &[NODE_TYPE, COUNT, SLOTS, SCAN, STORAGE],
    roles: Roles::None,
    takes_over: None,
    zonal: true,
    size: None,
    applies: |settings, key| key != "storage_gib" || settings.choice("node_type").starts_with("ra3"),
    ports: |_| Ports { answers: vec![Ask::Analyze], ..Ports::default() },
    blueprint,
    bill,
    subtitle: |node| {
        let (kind, count) = (node.settings.choice(NODE_TYPE.key), node.settings.int(COUNT.key));
        Words::same(&format!("{kind} × {count}"))
    },
    tables: || vec![("facts", &NODES), ("rates", &RATES)],
};

fn node_types(region: Region) -> Vec<Choice> {
    let offered = NODES.rows().iter().filter(|row| row.number(region.id()).is_some());
    offered
        .map(|row| instances::choice(row.key, instances::family_of(row.key), row.value("vcpu"), row.value("gib")))
        .collect()
}

fn node_of(node: Configured<'_>) -> Result<&'static Row, SpecError> {
    let name = node.settings.choice(NODE_TYPE.key);
    NODES.row(name).filter(|row| row.number(node.region.id()).is_some()).ok_or_else(|| SpecError::NotOffered {
        key: NODE_TYPE.key,
        value: name.to_owned(),
        region: node.region.id(),
    })
}

/// One cluster whose nodes work on each query together, and share their time between those that run at once.
fn blueprint(node: Configured<'_>) -> Result<Blueprint, SpecError> {
    let vcpus = node_of(node)?.value("vcpu") * node.settings.int(COUNT.key) as f64;
    let speed = vcpus * node.settings.int(SCAN.key) as f64 * 1e6;
    let limit = u32::try_from(node.settings.int(SLOTS.key)).unwrap_or(1);
    Ok(Blueprint {
        instances: 1,
        stations: vec![StationBlueprint { resource: Resource::Scan, servers: 1, speed }],
        slots: Some(SlotBlueprint { resource: Resource::QuerySlots, limit, refuses: false }),
        delay_ms: RATES.value("delay_ms"),
        ..Blueprint::default()
    })
}

/// Node hours; managed storage of RA3 nodes, which others have on their own disks.
fn bill(node: Configured<'_>, _: &Usage) -> Result<Vec<BillLine>, SpecError> {
    let row = node_of(node)?;
    let count = node.settings.int(COUNT.key);
    let mut bill = Bill::default();
    let price = row.number(node.region.id()).unwrap_or_default();
    bill.add("node", Words::same(&format!("{} × {count}", row.key)), HOURS * count as f64, BillUnit::Hours, price);
    if row.key.starts_with("ra3") {
        let gib = node.settings.int(STORAGE.key) as f64;
        let label = words("Managed storage", "관리형 스토리지");
        bill.add("storage", label, gib, BillUnit::GbMonth, RATES.fact("storage", node.region));
    }
    Ok(bill.lines())
}

#[cfg(test)]
mod tests;
