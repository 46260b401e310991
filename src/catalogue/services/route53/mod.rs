//! Route 53: the name by which users find the first address.

use crate::catalogue::bill::{Bill, millions_a_month, words};
use crate::catalogue::facts::Table;
use crate::catalogue::region::Region;
use crate::catalogue::spec::{
    Ask, BillLine, BillUnit, Blueprint, Choice, Configured, Group, HealthBlueprint, NamesBlueprint, ParamDefault,
    ParamKind, ParamSpec, Ports, Roles, ServiceSpec, SpecError, Text, Unit, Usage,
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
             weights it splits users between two systems, with failover the second is for when the first is down; health \
             checks find that out. Answers are kept for their time to live, so a change reaches users only after it.",
        ko: "DNS다. 사용자는 이름이 가리키는 주소를 물은 뒤 직접 접속하므로 처음 연결할 때만 기다린다. 가중치로 사용자를 두 \
             시스템에 나누거나, 장애 조치로 첫 번째가 멈췄을 때만 두 번째로 보낼 수 있다. 장애는 상태 확인으로 알아낸다. \
             응답은 TTL 동안 보관되므로 변경은 그만큼 늦게 반영된다.",
    },
    icon: r#"<path d="M12 2.8l7.5 3v6.4c0 4.4-3 7.4-7.5 9-4.5-1.6-7.5-4.6-7.5-9V5.8z"/><path d="M9 9h3l-2 6M13.5 9h2.2c1.6 0 1.6 2.8 0 2.8h-1c2.2 0 2.2 3.2 0 3.2h-1.4"/>"#,
    params: || {
        &[
            ParamSpec {
                key: "policy",
                label: Text { en: "Routing policy", ko: "라우팅 정책" },
                kind: ParamKind::Choice(policies),
                default: ParamDefault::Choice("simple"),
                basis: "failover: all to the part that was put in first, as long as it answers",
            },
            ParamSpec {
                key: "check_interval",
                label: Text { en: "Health check interval", ko: "상태 확인 간격" },
                kind: ParamKind::Choice(intervals),
                default: ParamDefault::Choice("30"),
                basis: "10 or 30 s: Route 53 developer guide, 2023-06",
            },
            ParamSpec {
                key: "check_threshold",
                label: Text { en: "Failure threshold", ko: "실패 임계값" },
                kind: ParamKind::Int { min: 1, max: 10, unit: Unit::None },
                default: ParamDefault::Int(3),
                basis: "checks in a row, to fail and to be well again; three are the default of AWS (no citable source)",
            },
            ParamSpec {
                key: "ttl_s",
                label: Text { en: "Time to live", ko: "TTL" },
                kind: ParamKind::Int { min: 0, max: 86_400, unit: Unit::Seconds },
                default: ParamDefault::Int(60),
                basis: "AWS recommends 60 s or less with health checks: Route 53 developer guide",
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
    applies: |settings, key| {
        !matches!(key, "check_interval" | "check_threshold" | "ttl_s") || settings.choice("policy") != "simple"
    },
    ports: |_| Ports { passes: vec![Ask::Page, Ask::Static], ..Ports::default() },
    blueprint: |node| {
        Ok(Blueprint {
            instances: 1,
            delay_ms: FACTS.value("lookup_ms") * first(node),
            names_only: true,
            health: checks(node).then(|| health(node)),
            names: checks(node).then(|| NamesBlueprint {
                kept_s: node.settings.int("ttl_s") as f64,
                failover: node.settings.choice("policy") == "failover",
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
    Choice::list(&[
        ("simple", "Simple", "단순"),
        ("weighted", "Weighted, health checks", "가중치, 상태 확인"),
        ("failover", "Failover, health checks", "장애 조치, 상태 확인"),
    ])
}

fn intervals(_: Region) -> Vec<Choice> {
    Choice::list(&[("30", "30 s", "30초"), ("10", "10 s (fast)", "10초(빠른 간격)")])
}

/// A part counts as failed, or as well again, after so many checks.
fn health(node: Configured<'_>) -> HealthBlueprint {
    let checked_s = interval_s(node) * node.settings.int("check_threshold") as f64;
    HealthBlueprint { dead_after_s: checked_s, ready_after_s: checked_s }
}

fn interval_s(node: Configured<'_>) -> f64 {
    FACTS.value(if is_fast(node) { "health.fast_s" } else { "health.interval_s" })
}

fn is_fast(node: Configured<'_>) -> bool {
    node.settings.choice("check_interval") == "10"
}

fn checks(node: Configured<'_>) -> bool {
    node.settings.choice("policy") != "simple"
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
        let fast = if is_fast(node) { 2.0 } else { 0.0 };
        let label = words("Health checks, fast interval", "상태 확인, 빠른 간격");
        bill.add("checks_fast", label, fast, BillUnit::Months, FACTS.fact_in("check.feature", "all"));
    }
    Ok(bill.lines())
}

#[cfg(test)]
mod tests;
