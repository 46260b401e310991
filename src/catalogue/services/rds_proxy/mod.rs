//! RDS Proxy: a pool of connections before a database.

use crate::catalogue::bill::{Bill, HOURS, words};
use crate::catalogue::facts::Table;
use crate::catalogue::spec::{
    Ask, BillLine, BillUnit, Blueprint, Configured, Group, ParamDefault, ParamKind, ParamSpec, Ports, Roles,
    ServiceSpec, SpecError, Text, Unit, Usage,
};

static FACTS: Table = Table::new(include_str!("facts.csv"));

/// How much of a failover it saves.
const SHORTER: ParamSpec = ParamSpec {
    key: "shorter_percent",
    label: Text { en: "Failover shorter by (in Time)", ko: "장애 조치 단축(시간 탭)" },
    kind: ParamKind::Int { min: 0, max: 99, unit: Unit::Percent },
    default: ParamDefault::Int(66),
    basis: "AWS: up to 66 % (second-hand); the most is taken",
};

pub(super) static SPEC: ServiceSpec = ServiceSpec {
    id: "rds_proxy",
    group: Group::Data,
    name: Text::same("RDS Proxy"),
    short: Text::same("RDS Proxy"),
    purpose: Text { en: "Pools DB connections", ko: "DB 연결을 모아 나눠 쓴다" },
    card: || Text {
        en: "A pool of connections between the application and RDS or Aurora: many clients share the few connections that \
             a database has. Use it where servers or functions come and go in numbers, and for shorter failovers. Each \
             query takes a little longer, and a database that is short of CPU gets no faster.",
        ko: "애플리케이션과 RDS·Aurora 사이에서 연결을 모아 두는 풀이다. 많은 클라이언트가 데이터베이스의 적은 연결을 나눠 \
             쓴다. 서버나 함수가 수시로 늘고 줄 때, 장애 조치를 줄이고 싶을 때 쓴다. 쿼리마다 조금 더 걸리고, CPU가 \
             모자란 데이터베이스를 빠르게 해 주지는 않는다.",
    },
    icon: r#"<path d="M3 5.5h4.5l3 5M3 12h7.5M3 18.5h4.5l3-5"/><rect x="10.5" y="9.5" width="4" height="5" rx="1"/><path d="M14.5 12H17"/><ellipse cx="19" cy="9" rx="2.5" ry="1.2"/><path d="M16.5 9v6c0 .7 1.1 1.2 2.5 1.2s2.5-.5 2.5-1.2V9"/>"#,
    params: || &[SHORTER],
    roles: Roles::None,
    takes_over: None,
    zonal: false,
    size: None,
    applies: |_, _| true,
    ports: |_| Ports { passes: vec![Ask::DbWrite, Ask::DbRead, Ask::Analyze], ..Ports::default() },
    // No station: it scales with the database behind it.
    blueprint: |node| {
        Ok(Blueprint {
            instances: 1,
            delay_ms: FACTS.value("delay_ms"),
            failover_share: Some(1.0 - node.settings.int(SHORTER.key) as f64 / 100.0),
            ..Blueprint::default()
        })
    },
    bill,
    subtitle: |_| words("Connection pool", "연결 풀"),
    tables: || vec![("facts", &FACTS)],
};

/// The vCPUs of the databases behind it, at least two for each.
fn bill(node: Configured<'_>, usage: &Usage) -> Result<Vec<BillLine>, SpecError> {
    let mut bill = Bill::default();
    let least = FACTS.value("least_vcpus");
    let vcpus: f64 = usage.vcpus_behind.iter().map(|vcpus| vcpus.max(least)).sum();
    let label = words("vCPUs of the databases behind it", "뒤에 있는 데이터베이스의 vCPU");
    bill.add("vcpu", label, vcpus * HOURS, BillUnit::VcpuHours, FACTS.fact("vcpu", node.region));
    Ok(bill.lines())
}

#[cfg(test)]
mod tests;
