//! Network Load Balancer: spreads connections without looking into them.

use crate::catalogue::balancer::{self, Dimension};
use crate::catalogue::bill::words;
use crate::catalogue::facts::Table;
use crate::catalogue::spec::{Ask, BillLine, Configured, Group, Ports, Roles, ServiceSpec, SpecError, Text, Usage};

static FACTS: Table = Table::new(include_str!("facts.csv"));

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
    // A hash is no round robin: targets are met at random.
    blueprint: |_| Ok(balancer::blueprint(&FACTS)),
    bill,
    subtitle: |_| words("Layer 4", "4계층"),
    tables: || vec![("facts", &FACTS)],
};

/// Capacity units beside what every load balancer pays. The free tier has none of its hours.
fn bill(node: Configured<'_>, usage: &Usage) -> Result<Vec<BillLine>, SpecError> {
    let of = |amount: f64, key, en, ko| Dimension { units: amount / FACTS.value(key), name: Text { en, ko } };
    let dimensions = [
        of(balancer::new_connections(&FACTS, usage), "nlcu.new", "new flows", "신규 흐름"),
        of(usage.open_connections, "nlcu.active", "active flows", "활성 흐름"),
        of(balancer::gb_an_hour(usage), "nlcu.gb", "processed bytes", "처리된 바이트"),
    ];
    Ok(balancer::bill(&FACTS, node.region, usage, |bill| {
        balancer::add_units(bill, &FACTS, "NLCU", node.region, &dimensions);
    }))
}

#[cfg(test)]
mod tests;
