//! DynamoDB: items by key, with capacity for reads and writes apart.

mod capacity;
mod scaling;

use crate::catalogue::bill::{Bill, HOURS, millions_a_month, words};
use crate::catalogue::facts::Table;
use crate::catalogue::spec::{
    Ask, BillLine, BillUnit, Configured, Group, ParamDefault, ParamKind, ParamSpec, Ports, Role, Roles, ServiceSpec,
    SpecError, Text, Unit, Usage, Words,
};

use capacity::{blueprint, is_provisioned};

static FACTS: Table = Table::new(include_str!("facts.csv"));

pub(super) static SPEC: ServiceSpec = ServiceSpec {
    id: "dynamodb",
    group: Group::Data,
    name: Text::same("DynamoDB"),
    short: Text::same("DynamoDB"),
    purpose: Text { en: "Items by key, any size", ko: "키로 찾는 NoSQL 데이터베이스" },
    card: || Text {
        en: "A NoSQL database without servers: items are read and written by key, and it grows to any number of them. Use \
             it where every access is known beforehand and reads and writes must grow without end. It has no joins, and a \
             table with too little capacity, or one key that everybody asks for, is throttled.",
        ko: "서버 없이 쓰는 NoSQL 데이터베이스로, 항목을 키로 읽고 쓰며 규모의 제한이 없다. 접근 방식을 미리 알고 있고 읽기와 \
             쓰기가 끝없이 늘어날 때 쓴다. 조인은 할 수 없고, 용량이 모자라거나 한 키에 요청이 몰리면 스로틀링된다.",
    },
    icon: r#"<ellipse cx="10" cy="5.3" rx="6.5" ry="2.4"/><path d="M3.5 5.3v13c0 1.3 2.9 2.4 6.5 2.4M16.5 5.3v3.2"/><path d="M17.6 10.5l-4.1 5.6h3.7l-1.3 4.9 4.9-6.6h-3.6z"/>"#,
    params: || {
        &[
            capacity::MODE,
            capacity::READ,
            capacity::WRITE,
            scaling::AUTO_SCALING,
            scaling::READ_MOST,
            scaling::WRITE_MOST,
            scaling::TARGET,
            capacity::RETRIES,
            capacity::ITEM,
            capacity::STRONG,
            capacity::BUSIEST,
            STORAGE,
        ]
    },
    roles: Roles::None,
    takes_over: Some(Role::Database),
    zonal: false,
    size: None,
    applies: |settings, key| match key {
        "read_capacity" | "write_capacity" | "auto_scaling" => is_provisioned(settings),
        "read_most" | "write_most" | "target_percent" => is_provisioned(settings) && scaling::is_on(settings),
        _ => true,
    },
    ports: |_| Ports { answers: vec![Ask::DbWrite, Ask::DbRead, Ask::Analyze], ..Ports::default() },
    blueprint,
    bill,
    subtitle,
    tables: || vec![("facts", &FACTS)],
};

/// How much is kept.
const STORAGE: ParamSpec = ParamSpec {
    key: "storage_gib",
    label: Text { en: "Stored items", ko: "저장 용량" },
    kind: ParamKind::Int { min: 0, max: 1_000_000, unit: Unit::Gib },
    default: ParamDefault::Int(20),
    basis: "assumption: as much as RDS begins with",
};

/// Requests by the unit, or units by the hour, and storage.
fn bill(node: Configured<'_>, usage: &Usage) -> Result<Vec<BillLine>, SpecError> {
    let mut bill = Bill::default();
    let kinds = [
        (
            usage.read_units_per_s,
            "read",
            words("Read request units", "읽기 요청 단위"),
            words("Read capacity units", "읽기 용량 단위"),
        ),
        (
            usage.write_units_per_s,
            "write",
            words("Write request units", "쓰기 요청 단위"),
            words("Write capacity units", "쓰기 용량 단위"),
        ),
    ];
    for (used, kind, asked, kept) in kinds {
        if is_provisioned(node.settings) {
            let capacity = node.settings.int(capacity::key(kind)) as f64;
            let price = FACTS.fact(&format!("provisioned.{kind}"), node.region);
            bill.add(capacity::key(kind), kept, capacity * HOURS, BillUnit::CapacityHours, price);
        } else {
            let price = FACTS.fact(&format!("on_demand.{kind}"), node.region);
            bill.add(capacity::key(kind), asked, millions_a_month(used), BillUnit::MillionRequests, price);
        }
    }
    let gib = node.settings.int("storage_gib") as f64;
    bill.add("storage", words("Storage", "스토리지"), gib, BillUnit::GbMonth, FACTS.fact("storage", node.region));
    Ok(bill.lines())
}

/// Such as `On-demand`, or `200 RCU · 100 WCU`.
fn subtitle(node: Configured<'_>) -> Words {
    if !is_provisioned(node.settings) {
        return words("On-demand", "온디맨드");
    }
    let [read, write] = ["read", "write"].map(|kind| node.settings.int(capacity::key(kind)));
    Words::same(&format!("{read} RCU · {write} WCU"))
}

#[cfg(test)]
mod tests;
