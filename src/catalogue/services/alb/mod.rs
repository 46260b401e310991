//! Application Load Balancer: one address before many servers.

use crate::catalogue::balancer::{self, Dimension};
use crate::catalogue::bill::words;
use crate::catalogue::facts::Table;
use crate::catalogue::spec::{
    Ask, BillLine, Blueprint, Configured, Group, ParamDefault, ParamKind, ParamSpec, Ports, Roles, ServiceSpec,
    SpecError, Text, Unit, Usage,
};

static FACTS: Table = Table::new(include_str!("facts.csv"));

pub(super) static SPEC: ServiceSpec = ServiceSpec {
    id: "alb",
    group: Group::Edge,
    name: Text::same("Application Load Balancer"),
    short: Text::same("ALB"),
    purpose: Text { en: "Spreads requests evenly", ko: "요청을 고르게 나눈다" },
    card: || Text {
        en: "Takes every request at one address and spreads them over the healthy servers behind it. Needed from the \
             second server on, and worth it before, to replace a server without an outage. It grows by itself and adds \
             a little to each request; it cannot help a database that is full.",
        ko: "한 주소로 모든 요청을 받아 뒤에 있는 정상 서버에 나눈다. 서버가 두 대 이상이면 꼭 필요하고, 한 대일 때도 \
             중단 없이 서버를 바꾸려면 쓸 만하다. 스스로 확장되며 요청마다 지연 시간이 조금 더해진다. 데이터베이스가 \
             한계에 이르렀을 때는 도움이 되지 않는다.",
    },
    icon: r#"<circle cx="4.8" cy="12" r="2.2"/><circle cx="19" cy="5.2" r="2.2"/><circle cx="19" cy="12" r="2.2"/><circle cx="19" cy="18.8" r="2.2"/><path d="M7 12h9.8M9.5 12c3.5 0 3-6.8 7.3-6.8M9.5 12c3.5 0 3 6.8 7.3 6.8"/>"#,
    params: || {
        &[ParamSpec {
            key: "rules",
            label: Text { en: "Listener rules", ko: "리스너 규칙" },
            kind: ParamKind::Int { min: 1, max: 100, unit: Unit::None },
            default: ParamDefault::Int(1),
            basis: "the first ten are free; each one more is evaluated with every request",
        }]
    },
    roles: Roles::None,
    takes_over: None,
    zonal: false,
    size: None,
    applies: |_, _| true,
    ports: |_| Ports { passes: vec![Ask::Page, Ask::Static], ..Ports::default() },
    // It goes round its targets in turn, as its target groups do unless another algorithm is chosen.
    blueprint: |_| Ok(Blueprint { in_turn: true, ..balancer::blueprint(&FACTS) }),
    bill,
    tables: || vec![("facts", &FACTS)],
    subtitle: |_| words("2 Availability Zones", "가용 영역 2개"),
};

/// Capacity units beside what every load balancer pays. Every request is taken through all the rules; the first ten are
/// free.
fn bill(node: Configured<'_>, usage: &Usage) -> Result<Vec<BillLine>, SpecError> {
    let requests = usage.rate(Ask::Page) + usage.rate(Ask::Static);
    let beyond_free = (node.settings.int("rules") as f64 - FACTS.value("lcu.free_rules")).max(0.0);
    let of = |amount: f64, key, en, ko| Dimension { units: amount / FACTS.value(key), name: Text { en, ko } };
    let dimensions = [
        of(balancer::new_connections(&FACTS, usage), "lcu.new", "new connections", "신규 연결"),
        of(usage.open_connections, "lcu.active", "active connections", "활성 연결"),
        of(balancer::gb_an_hour(usage), "lcu.gb", "processed bytes", "처리된 바이트"),
        of(requests * beyond_free, "lcu.rules", "rule evaluations", "규칙 평가"),
    ];
    Ok(balancer::bill(&FACTS, node.region, usage, |bill| {
        bill.free("load_balancer", "elb_hours");
        balancer::add_units(bill, &FACTS, "LCU", node.region, &dimensions);
        bill.free("lcu", "lcu_hours");
    }))
}

#[cfg(test)]
mod tests;
