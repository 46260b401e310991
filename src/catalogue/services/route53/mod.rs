//! Route 53: the name by which users find the first address.

use crate::catalogue::bill::{Bill, millions_a_month, words};
use crate::catalogue::facts::Table;
use crate::catalogue::region::Region;
use crate::catalogue::spec::{
    Ask, BillLine, BillUnit, Blueprint, Choice, Configured, Group, HealthBlueprint, ParamDefault, ParamKind, ParamSpec,
    Ports, Roles, ServiceSpec, SpecError, Text, Unit, Usage,
};

static FACTS: Table = Table::new(include_str!("facts.csv"));

pub(super) static SPEC: ServiceSpec = ServiceSpec {
    id: "route53",
    group: Group::Edge,
    name: Text::same("Route 53"),
    short: Text::same("Route 53"),
    purpose: Text { en: "Finds the address by name", ko: "이름으로 주소를 찾는다" },
    card: || Text {
        en: "DNS: users ask it where a name leads and then go there themselves, so only a first contact waits for it. With \
             weights it splits users between two systems; with health checks it names no address that is down. Answers are \
             kept for their time to live, so a change reaches users only after it.",
        ko: "DNS다. 사용자는 이름이 가리키는 주소를 물은 뒤 직접 접속하므로 처음 연결할 때만 기다린다. 가중치로 사용자를 두 \
             시스템에 나눌 수 있고, 상태 확인을 켜면 장애가 난 주소를 알려 주지 않는다. 응답은 TTL 동안 보관되므로 변경은 \
             그만큼 늦게 반영된다.",
    },
    icon: r#"<path d="M12 2.8l7.5 3v6.4c0 4.4-3 7.4-7.5 9-4.5-1.6-7.5-4.6-7.5-9V5.8z"/><path d="M9 9h3l-2 6M13.5 9h2.2c1.6 0 1.6 2.8 0 2.8h-1c2.2 0 2.2 3.2 0 3.2h-1.4"/>"#,
    params: || {
        &[
            ParamSpec {
                key: "policy",
                label: Text { en: "Routing policy", ko: "라우팅 정책" },
                kind: ParamKind::Choice(policies),
                default: ParamDefault::Choice("simple"),
                basis: "",
            },
            ParamSpec {
                key: "first_percent",
                label: Text { en: "Requests that look up", ko: "조회가 필요한 요청" },
                kind: ParamKind::Int { min: 0, max: 100, unit: Unit::Percent },
                default: ParamDefault::Int(5),
                basis: "assumption: one of twenty requests a minute, with a time to live of 60 s",
            },
        ]
    },
    roles: Roles::None,
    takes_over: None,
    zonal: false,
    size: None,
    applies: |_, _| true,
    ports: |_| Ports { passes: vec![Ask::Page, Ask::Static], ..Ports::default() },
    blueprint: |node| {
        let interval_s = FACTS.value("health.interval_s");
        Ok(Blueprint {
            instances: 1,
            delay_ms: FACTS.value("lookup_ms") * first(node),
            names_only: true,
            health: checks(node).then(|| HealthBlueprint {
                dead_after_s: interval_s * FACTS.value("health.unhealthy"),
                ready_after_s: interval_s,
            }),
            ..Blueprint::default()
        })
    },
    bill,
    subtitle: |node| {
        let chosen = policies(node.region).into_iter().find(|one| one.value == node.settings.choice("policy"));
        chosen.map(|one| one.label).unwrap_or_default()
    },
    tables: || vec![("facts", &FACTS)],
};

fn policies(_: Region) -> Vec<Choice> {
    Choice::list(&[("simple", "Simple", "단순"), ("weighted", "Weighted, health checks", "가중치, 상태 확인")])
}

fn checks(node: Configured<'_>) -> bool {
    node.settings.choice("policy") == "weighted"
}

/// Share of requests that have to ask for the address.
fn first(node: Configured<'_>) -> f64 {
    node.settings.int("first_percent") as f64 / 100.0
}

/// The zone, queries in tiers of millions, and two health checks where there are any.
fn bill(node: Configured<'_>, usage: &Usage) -> Result<Vec<BillLine>, SpecError> {
    let mut bill = Bill::default();
    bill.add("zone", words("Hosted zone", "호스팅 영역"), 1.0, BillUnit::Months, FACTS.fact_in("zone", "all"));
    let queries = millions_a_month((usage.rate(Ask::Page) + usage.rate(Ask::Static)) * first(node));
    let label = words("Queries", "쿼리");
    for (start, price) in FACTS.tiers("queries", "all") {
        let end = if start > 0.0 { f64::INFINITY } else { 1000.0 };
        bill.add("queries", label.clone(), queries.min(end) - start, BillUnit::MillionRequests, price);
    }
    if checks(node) {
        bill.add("checks", words("Health checks", "상태 확인"), 2.0, BillUnit::Months, FACTS.fact_in("check", "all"));
    }
    Ok(bill.lines())
}

#[cfg(test)]
mod tests;
