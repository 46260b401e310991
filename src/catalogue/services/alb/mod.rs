//! Application Load Balancer: one address before many servers.

use crate::catalogue::bill::{Bill, HOURS, words};
use crate::catalogue::facts::Table;
use crate::catalogue::spec::{
    Ask, BillLine, BillUnit, Blueprint, Configured, Group, HealthBlueprint, Ports, Roles, ServiceSpec, SpecError, Text,
    Usage,
};

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
    params: || &[],
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
    subtitle: |_| words("2 Availability Zones", "가용 영역 2개"),
};

/// Hours, capacity units, public addresses, and what goes out to users.
///
/// A capacity unit is the largest of its dimensions. New connections a second are not in a steady drawing: assumed is
/// that each open connection is kept alive and made anew once in the load balancer's idle time (60 s). There are no
/// rules beyond the first ten, which are free.
fn bill(node: Configured<'_>, usage: &Usage) -> Result<Vec<BillLine>, SpecError> {
    let region = node.region;
    let mut bill = Bill::default();
    let label = words("Load balancer", "로드 밸런서");
    bill.add("load_balancer", label, HOURS, BillUnit::Hours, FACTS.fact("hour", region));

    let new = usage.open_connections / FACTS.value("idle_s") / FACTS.value("lcu.new");
    let active = usage.open_connections / FACTS.value("lcu.active");
    let bytes = usage.processed_bytes_per_s * 3600.0 / 1e9 / FACTS.value("lcu.gb");
    let units = new.max(active).max(bytes);
    let label = if units > new.max(active) {
        words("LCU (processed bytes)", "LCU(처리된 바이트)")
    } else if units > new {
        words("LCU (active connections)", "LCU(활성 연결)")
    } else {
        words("LCU (new connections)", "LCU(신규 연결)")
    };
    if units > 0.0 {
        bill.add("lcu", label, HOURS * units, BillUnit::LcuHours, FACTS.fact("lcu", region));
        bill.remark("assumption: each open connection is made anew once in 60 s");
    }
    bill.add_addresses(ADDRESSES, region);
    bill.remark("assumption: one address in each of two zones");
    bill.add_internet(usage.internet_bytes_per_s, region);
    Ok(bill.lines())
}

#[cfg(test)]
mod tests;
