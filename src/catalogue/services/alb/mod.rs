//! Application Load Balancer: one address before many servers.

use crate::catalogue::bill::{Bill, HOURS, words};
use crate::catalogue::facts::Table;
use crate::catalogue::spec::{
    Ask, BillLine, BillUnit, Blueprint, Configured, Group, HealthBlueprint, ParamDefault, ParamKind, ParamSpec, Ports,
    Roles, ServiceSpec, SpecError, Text, Unit, Usage,
};
use crate::units::decimal::significant;

static FACTS: Table = Table::new(include_str!("facts.csv"));

/// Public addresses of a load balancer: one in each zone it stands in, of which it needs two (assumption: no more).
const ADDRESSES: f64 = 2.0;

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
    // No station: it grows with its traffic. How long that takes is not modelled.
    // It goes round its targets in turn, as its target groups do unless another algorithm is chosen.
    blueprint: |_| {
        let interval_s = FACTS.value("health.interval_s");
        Ok(Blueprint {
            instances: 1,
            delay_ms: FACTS.value("delay_ms"),
            in_turn: true,
            health: Some(HealthBlueprint {
                dead_after_s: interval_s * FACTS.value("health.unhealthy"),
                ready_after_s: interval_s * FACTS.value("health.first"),
            }),
            ..Blueprint::default()
        })
    },
    bill,
    tables: || vec![("facts", &FACTS)],
    subtitle: |_| words("2 Availability Zones", "가용 영역 2개"),
};

/// Hours, capacity units, public addresses, and what goes out to users.
///
/// A capacity unit is the largest of its dimensions. New connections a second are not in a steady drawing: assumed is
/// that each open connection is kept alive and made anew once in the load balancer's idle time (60 s). Every request is
/// taken through all the rules; the first ten are free.
fn bill(node: Configured<'_>, usage: &Usage) -> Result<Vec<BillLine>, SpecError> {
    let region = node.region;
    let mut bill = Bill::default();
    let label = words("Load balancer", "로드 밸런서");
    bill.add("load_balancer", label, HOURS, BillUnit::Hours, FACTS.fact("hour", region));
    bill.remark("load_balancer", "capacity units (LCU) are billed on top", "용량 단위(LCU)는 따로 과금");
    bill.free("load_balancer", "elb_hours");
    lcu(&mut bill, node, usage);
    bill.add_addresses(ADDRESSES, region);
    bill.remark(
        "public_ipv4",
        "billed by the hour since February 2024, attached or not; assumption: one address in each of two zones",
        "2024년 2월부터 연결 여부와 관계없이 시간당 과금, 가정: 가용 영역 2개에 주소 하나씩",
    );
    bill.add_internet(usage.internet_bytes_per_s, region);
    Ok(bill.lines())
}

/// The capacity units of an average second: the largest of the four dimensions.
fn lcu(bill: &mut Bill, node: Configured<'_>, usage: &Usage) {
    let requests = usage.rate(Ask::Page) + usage.rate(Ask::Static);
    let beyond_free = (node.settings.int("rules") as f64 - FACTS.value("lcu.free_rules")).max(0.0);
    let dimensions = [
        (usage.open_connections / FACTS.value("idle_s") / FACTS.value("lcu.new"), "new connections", "신규 연결"),
        (usage.open_connections / FACTS.value("lcu.active"), "active connections", "활성 연결"),
        (usage.processed_bytes_per_s * 3600.0 / 1e9 / FACTS.value("lcu.gb"), "processed bytes", "처리된 바이트"),
        (requests * beyond_free / FACTS.value("lcu.rules"), "rule evaluations", "규칙 평가"),
    ];
    let (mut units, mut en, mut ko) = dimensions[0];
    for (of, name, ko_name) in dimensions {
        if of > units {
            (units, en, ko) = (of, name, ko_name);
        }
    }
    if units <= 0.0 {
        return;
    }
    let label = words(format!("LCU ({en})"), format!("LCU({ko})"));
    bill.add("lcu", label, HOURS * units, BillUnit::LcuHours, FACTS.fact("lcu", node.region));
    let each = |name: fn(&(f64, &'static str, &'static str)) -> &'static str| {
        let said: Vec<String> =
            dimensions.iter().map(|one| format!("{} {}", name(one), significant(one.0, 3))).collect();
        said.join(", ")
    };
    bill.remark(
        "lcu",
        format!("the largest of {}; assumption: each open connection is made anew once in 60 s", each(|one| one.1)),
        format!("{} 중 가장 큰 값, 가정: 열린 연결은 60초에 한 번 새로 맺음", each(|one| one.2)),
    );
    bill.free("lcu", "lcu_hours");
}

#[cfg(test)]
mod tests;
