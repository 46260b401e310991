//! Aurora: a relational database whose instances share one storage. This is the cluster with its writer.

mod instance;

use crate::catalogue::bill::{Bill, words};
use crate::catalogue::services::rds;
use crate::catalogue::spec::{
    Ask, BillLine, BillUnit, Blueprint, Configured, Group, ParamDefault, ParamKind, ParamSpec, Ports, Role, Roles,
    ServiceSpec, SpecError, Text, Unit, Usage, Words,
};

pub(super) use instance::PRICES;
pub(super) use instance::{ACU_MAX, ACU_MIN, CAPACITY, CLASS, READ_IO, add_instances, add_io, applies, size};

/// How much the cluster keeps.
const STORAGE: ParamSpec = ParamSpec {
    key: "storage_gib",
    label: Text { en: "Stored data", ko: "저장 용량" },
    kind: ParamKind::Int { min: 1, max: 131_072, unit: Unit::Gib },
    default: ParamDefault::Int(20),
    basis: "assumption: as much as RDS begins with; it grows by itself",
};

/// Writes that go to the cluster's storage.
const WRITE_IO: ParamSpec = ParamSpec {
    key: "io_per_write",
    label: Text { en: "Storage I/O of a write", ko: "쓰기 1건의 스토리지 I/O" },
    kind: ParamKind::Int { min: 0, max: 1_000, unit: Unit::None },
    default: ParamDefault::Int(2),
    basis: "assumption: as the disk operations of a transaction on RDS, 2.2",
};

/// How long a reader takes to become the writer.
const FAILOVER: ParamSpec = ParamSpec {
    key: "failover_s",
    label: Text { en: "Failover to a reader (in Time)", ko: "리더로 장애 조치(시간 탭)" },
    kind: ParamKind::Int { min: 1, max: 3_600, unit: Unit::Seconds },
    default: ParamDefault::Int(30),
    basis: "AWS: less than 60 s, often less than 30 s (second-hand)",
};

pub(super) static SPEC: ServiceSpec = ServiceSpec {
    id: "aurora",
    group: Group::Data,
    name: Text::same("Aurora"),
    short: Text::same("Aurora"),
    purpose: Text { en: "SQL on shared storage", ko: "스토리지를 공유하는 SQL" },
    card: || Text {
        en: "MySQL or PostgreSQL whose instances share one storage across three zones. Use it in place of RDS for many \
             readers that are hardly behind, a failover within half a minute, or capacity that follows the load \
             (Serverless v2). There is still one writer, and each access to the storage is billed.",
        ko: "세 가용 영역에 걸친 스토리지를 인스턴스들이 공유하는 MySQL·PostgreSQL이다. 거의 뒤처지지 않는 리더가 많이 \
             필요하거나, 30초 안팎의 장애 조치나 부하를 따라가는 용량(Serverless v2)이 필요할 때 RDS 대신 쓴다. 라이터는 \
             여전히 하나이고, 스토리지 접근마다 요금이 붙는다.",
    },
    icon: r#"<ellipse cx="12" cy="16.2" rx="7.5" ry="2.5"/><path d="M4.5 16.2v2.4c0 1.4 3.4 2.5 7.5 2.5s7.5-1.1 7.5-2.5v-2.4"/><path d="M12 13.7V9.5M7 14.2L5 9M17 14.2L19 9"/><circle cx="12" cy="6.5" r="3"/><circle cx="4.6" cy="7" r="1.7"/><circle cx="19.4" cy="7" r="1.7"/>"#,
    params: || &[rds::ENGINE, CAPACITY, CLASS, ACU_MIN, ACU_MAX, STORAGE, READ_IO, WRITE_IO, FAILOVER],
    roles: Roles::None,
    takes_over: Some(Role::Database),
    zonal: true,
    size: None,
    applies,
    ports: |_| Ports {
        asks: vec![Ask::Replicate],
        answers: vec![Ask::DbWrite, Ask::DbRead, Ask::Analyze],
        ..Ports::default()
    },
    blueprint: |node| {
        let promotion_s = u32::try_from(node.settings.int(FAILOVER.key)).ok();
        Ok(Blueprint { promotion_s, ..instance::blueprint(node, 1)? })
    },
    bill,
    subtitle: |node| Words::same(&format!("{} · {}", size(node), rds::engine_name(node))),
    tables: || {
        vec![("facts", &instance::CLASSES), ("serverless", &instance::SERVERLESS), ("prices", &instance::PRICES)]
    },
};

/// The blueprint of readers.
pub(super) fn readers(node: Configured<'_>, count: u32) -> Result<Blueprint, SpecError> {
    instance::blueprint(node, count)
}

/// The writer, the cluster's storage, and what the writer asks of it.
fn bill(node: Configured<'_>, usage: &Usage) -> Result<Vec<BillLine>, SpecError> {
    let mut bill = Bill::default();
    add_instances(&mut bill, node, usage, 1.0)?;
    let gib = node.settings.int(STORAGE.key) as f64;
    let price = PRICES.fact("storage", node.region);
    bill.add("storage", words("Aurora storage", "Aurora 스토리지"), gib, BillUnit::GbMonth, price);
    add_io(&mut bill, node, usage, node.settings.int(WRITE_IO.key) as f64);
    Ok(bill.lines())
}

#[cfg(test)]
mod tests;
