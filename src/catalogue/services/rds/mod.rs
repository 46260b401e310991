//! RDS: a managed relational database.

mod database;

use crate::catalogue::spec::{Ask, Group, ParamDefault, ParamKind, ParamSpec, Ports, Role, Roles, ServiceSpec, Text};

use database::FAILOVER;
pub(super) use database::{CLASS, ENGINE, STORAGE, bill, blueprint, engine_name, subtitle};

/// A standby in another zone.
const MULTI_AZ: ParamSpec = ParamSpec {
    key: "multi_az",
    label: Text { en: "Multi-AZ", ko: "다중 AZ" },
    kind: ParamKind::Toggle,
    default: ParamDefault::Toggle(false),
    basis: "",
};

pub(super) static SPEC: ServiceSpec = ServiceSpec {
    id: "rds",
    group: Group::Data,
    name: Text::same("RDS"),
    short: Text::same("RDS"),
    purpose: Text { en: "Managed MySQL, Postgres", ko: "관리형 MySQL·PostgreSQL" },
    card: || Text {
        en: "A relational database that AWS installs, patches and backs up. Move the database here before you add \
             application servers, so that all of them share one truth. It grows only upwards in size: for more reads put a \
             cache or read replicas beside it.",
        ko: "설치, 패치, 백업을 AWS가 맡는 관계형 데이터베이스다. 애플리케이션 서버를 늘리기 전에 데이터베이스를 여기로 \
             옮겨야 모든 서버가 같은 데이터를 본다. 쓰기는 인스턴스 크기를 키워야만 늘어난다. 읽기가 많으면 옆에 캐시나 \
             읽기 복제본을 둔다.",
    },
    icon: r#"<ellipse cx="12" cy="5.8" rx="7.5" ry="2.8"/><path d="M4.5 5.8v12.4c0 1.5 3.4 2.8 7.5 2.8s7.5-1.3 7.5-2.8V5.8"/><path d="M4.5 12c0 1.5 3.4 2.8 7.5 2.8s7.5-1.3 7.5-2.8"/>"#,
    params: || &[ENGINE, CLASS, MULTI_AZ, FAILOVER, STORAGE],
    roles: Roles::None,
    takes_over: Some(Role::Database),
    zonal: true,
    size: None,
    applies: |settings, key| key != "failover_s" || settings.on("multi_az"),
    ports: |_| Ports {
        asks: vec![Ask::Replicate],
        answers: vec![Ask::DbWrite, Ask::DbRead, Ask::Analyze],
        ..Ports::default()
    },
    blueprint,
    bill,
    tables: || vec![("facts", &database::CLASSES), ("prices", &database::PRICES)],
    subtitle,
};

#[cfg(test)]
mod tests;
