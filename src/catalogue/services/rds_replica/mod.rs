//! RDS read replica: a copy of a database that answers reads.

use super::rds;
use crate::catalogue::spec::{
    Ask, Blueprint, Configured, Group, LagBlueprint, ParamDefault, ParamKind, ParamSpec, Ports, Roles, ServiceSpec,
    SpecError, Text, Unit,
};

/// How far it is behind.
const LAG: ParamSpec = ParamSpec {
    key: "lag_ms",
    label: Text { en: "Lag (in Time)", ko: "복제 지연(시간 탭)" },
    kind: ParamKind::Int { min: 0, max: 600_000, unit: Unit::Millis },
    default: ParamDefault::Int(1_000),
    basis: "assumption: CloudWatch tells it in whole seconds",
};

/// On how many rows reads and writes meet.
pub(super) const ROWS: ParamSpec = ParamSpec {
    key: "hot_rows",
    label: Text { en: "Rows (in Time)", ko: "행 수(시간 탭)" },
    kind: ParamKind::Int { min: 1, max: 100_000_000, unit: Unit::None },
    default: ParamDefault::Int(10_000),
    basis: "assumption: each is read and written as often as any other",
};

fn blueprint(node: Configured<'_>) -> Result<Blueprint, SpecError> {
    let lag_s = node.settings.int("lag_ms") as f64 / 1_000.0;
    let lag = LagBlueprint { lag_s, rows: node.settings.int("hot_rows") as f64 };
    Ok(Blueprint { lag: Some(lag), ..rds::blueprint(node)? })
}

pub(super) static SPEC: ServiceSpec = ServiceSpec {
    id: "rds_replica",
    group: Group::Data,
    name: Text { en: "RDS read replica", ko: "RDS 읽기 복제본" },
    short: Text { en: "Read replica", ko: "읽기 복제본" },
    purpose: Text { en: "Copies the data, takes reads", ko: "데이터를 복제해 읽기를 나눈다" },
    card: || Text {
        en: "A copy of an RDS database that follows its changes and answers reads. Use it when reads fill the database \
             and a cache cannot hold them. It is a moment behind, repeats every write, and therefore does nothing for a \
             database that is full of writes.",
        ko: "RDS 데이터베이스의 변경을 따라가며 읽기에 답하는 복제본이다. 읽기가 데이터베이스를 채우고 캐시로도 덜 수 없을 \
             때 쓴다. 내용이 조금 늦고 모든 쓰기를 똑같이 반복하므로, 쓰기가 가득 찬 데이터베이스에는 도움이 되지 않는다.",
    },
    icon: r#"<ellipse cx="9" cy="5.5" rx="6" ry="2.3"/><path d="M3 5.5v9.7c0 1 1.7 1.9 4 2.2M15 5.5V8"/><ellipse cx="15.5" cy="12" rx="5.5" ry="2"/><path d="M10 12v7c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2v-7"/>"#,
    params: || &[rds::ENGINE, rds::CLASS, rds::STORAGE, LAG, ROWS],
    roles: Roles::None,
    takes_over: None,
    zonal: true,
    size: None,
    applies: |_, _| true,
    ports: |_| Ports { answers: vec![Ask::DbRead, Ask::Analyze, Ask::Replicate], ..Ports::default() },
    blueprint,
    bill: rds::bill,
    tables: || vec![],
    subtitle: rds::subtitle,
};

#[cfg(test)]
mod tests;
