//! Network Load Balancer: spreads connections without looking into them.

use crate::catalogue::bill::{Bill, HOURS, words};
use crate::catalogue::facts::Table;
use crate::catalogue::spec::{
    Ask, BillLine, BillUnit, Blueprint, Configured, Group, HealthBlueprint, Ports, Roles, ServiceSpec, SpecError, Text,
    Usage,
};

static FACTS: Table = Table::new(include_str!("facts.csv"));

/// Public addresses: one in each zone it stands in, of which it has two (assumption: no more).
const ADDRESSES: f64 = 2.0;

pub(super) static SPEC: ServiceSpec = ServiceSpec {
    id: "nlb",
    group: Group::Edge,
    name: Text::same("Network Load Balancer"),
    short: Text::same("NLB"),
    purpose: Text { en: "Spreads connections, fast", ko: "연결을 빠르게 나눈다" },
    card: || Text {
        en: "Works at layer 4: it hands on whole connections by a hash and reads nothing of the requests in them, so it adds \
             almost no time and takes sudden peaks. Use it for other protocols than HTTP, fixed addresses or the lowest \
             latency. It cannot route by path, and spreads less evenly than an ALB.",
        ko: "4계층에서 동작한다. 요청 내용을 보지 않고 연결을 해시로 나누어 넘기므로 지연 시간이 거의 늘지 않고 갑작스러운 \
             피크도 견딘다. HTTP가 아닌 프로토콜, 고정 주소, 최저 지연 시간이 필요할 때 쓴다. 경로별 라우팅은 할 수 없고 \
             ALB보다 덜 고르게 나뉜다.",
    },
    icon: r#"<rect x="2.8" y="9.8" width="4.4" height="4.4" rx="1"/><circle cx="19" cy="5.2" r="2.2"/><circle cx="19" cy="12" r="2.2"/><circle cx="19" cy="18.8" r="2.2"/><path d="M7.2 12h9.6M9 10.5l7.8-4.6M9 13.5l7.8 4.6"/>"#,
    params: || &[],
    roles: Roles::None,
    takes_over: None,
    zonal: false,
    size: None,
    applies: |_, _| true,
    ports: |_| Ports { passes: vec![Ask::Page, Ask::Static], ..Ports::default() },
    // No station: it takes millions of requests a second. A hash is no round robin: targets are met at random.
    blueprint: |_| {
        let interval_s = FACTS.value("health.interval_s");
        Ok(Blueprint {
            instances: 1,
            delay_ms: FACTS.value("delay_ms"),
            health: Some(HealthBlueprint {
                dead_after_s: interval_s * FACTS.value("health.unhealthy"),
                ready_after_s: interval_s * FACTS.value("health.first"),
            }),
            ..Blueprint::default()
        })
    },
    bill,
    subtitle: |_| words("Layer 4", "4계층"),
    tables: || vec![("facts", &FACTS)],
};

/// Hours, capacity units (the largest of three dimensions), public addresses, and what goes out to users.
///
/// Assumed is that each open connection is made anew once in the idle time (350 s).
fn bill(node: Configured<'_>, usage: &Usage) -> Result<Vec<BillLine>, SpecError> {
    let region = node.region;
    let mut bill = Bill::default();
    bill.add(
        "load_balancer",
        words("Load balancer", "로드 밸런서"),
        HOURS,
        BillUnit::Hours,
        FACTS.fact("hour", region),
    );
    let new = usage.open_connections / FACTS.value("idle_s") / FACTS.value("nlcu.new");
    let active = usage.open_connections / FACTS.value("nlcu.active");
    let bytes = usage.processed_bytes_per_s * 3600.0 / 1e9 / FACTS.value("nlcu.gb");
    let label = if bytes >= new.max(active) {
        words("NLCU (processed bytes)", "NLCU(처리된 바이트)")
    } else if active >= new {
        words("NLCU (active flows)", "NLCU(활성 흐름)")
    } else {
        words("NLCU (new flows)", "NLCU(신규 흐름)")
    };
    let units = new.max(active).max(bytes);
    bill.add("lcu", label, HOURS * units, BillUnit::LcuHours, FACTS.fact("nlcu", region));
    bill.add_addresses(ADDRESSES, region);
    bill.add_internet(usage.internet_bytes_per_s, region);
    Ok(bill.lines())
}

#[cfg(test)]
mod tests;
