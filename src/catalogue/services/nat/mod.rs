//! NAT gateway: the way out for instances without a public address.

use crate::catalogue::bill::{Bill, HOURS, gb_a_month, words};
use crate::catalogue::facts::Table;
use crate::catalogue::spec::{
    Ask, BillLine, BillUnit, Blueprint, Configured, Group, ParamDefault, ParamKind, ParamSpec, Ports, Roles,
    ServiceSpec, SpecError, Text, Unit, Usage,
};

static FACTS: Table = Table::new(include_str!("facts.csv"));

pub(super) static SPEC: ServiceSpec = ServiceSpec {
    id: "nat",
    group: Group::Edge,
    name: Text { en: "NAT gateway", ko: "NAT 게이트웨이" },
    short: Text::same("NAT"),
    purpose: Text { en: "Way out of private subnets", ko: "프라이빗 서브넷의 출구" },
    card: || Text {
        en: "Lets instances in private subnets reach what is outside, and nobody outside reach them. Each gateway is billed \
             by the hour and every gigabyte through it, also to a file store in the same region: for that there is a \
             gateway endpoint without charge.",
        ko: "프라이빗 서브넷의 인스턴스가 밖으로 나갈 수 있게 하고 밖에서는 들어오지 못하게 한다. 게이트웨이마다 시간당 \
             요금과 통과하는 GB당 요금이 붙으며, 같은 리전의 파일 저장소로 가는 데이터도 마찬가지다. 그 용도로는 무료인 \
             게이트웨이 엔드포인트가 있다.",
    },
    icon: r#"<path d="M3.5 5.5v13h8v-13z"/><path d="M8 12h12.5M17 8.5l3.5 3.5-3.5 3.5"/>"#,
    params: || {
        &[
            ParamSpec {
                key: "count",
                label: Text { en: "Gateways", ko: "게이트웨이 수" },
                kind: ParamKind::Int { min: 1, max: 6, unit: Unit::None },
                default: ParamDefault::Int(1),
                basis: "one in each zone, where a zone that fails must not take the others' way out along",
            },
            ParamSpec {
                key: "other_gib",
                label: Text { en: "Other traffic a month", ko: "월간 기타 트래픽" },
                kind: ParamKind::Int { min: 0, max: 1_000_000, unit: Unit::Gib },
                default: ParamDefault::Int(0),
                basis: "updates, calls to others: what the drawing does not show",
            },
        ]
    },
    roles: Roles::None,
    takes_over: None,
    zonal: false,
    size: None,
    applies: |_, _| true,
    ports: |_| Ports { passes: vec![Ask::StoreFile], ..Ports::default() },
    // No station: it scales by itself from 5 to 100 Gbit/s.
    blueprint: |_| Ok(Blueprint { instances: 1, ..Blueprint::default() }),
    bill,
    subtitle: |node| {
        let count = node.settings.int("count");
        words(format!("Gateways: {count}"), format!("게이트웨이 {count}개"))
    },
    tables: || vec![("facts", &FACTS)],
};

/// Hours of each gateway with its public address, and every GB.
fn bill(node: Configured<'_>, usage: &Usage) -> Result<Vec<BillLine>, SpecError> {
    let region = node.region;
    let count = node.settings.int("count") as f64;
    let mut bill = Bill::default();
    let hours = HOURS * count;
    bill.add("nat_gateway", words("NAT gateway", "NAT 게이트웨이"), hours, BillUnit::Hours, FACTS.fact("hour", region));
    let other = node.settings.int("other_gib") as f64 * 1.073_741_824;
    let gb = gb_a_month(usage.processed_bytes_per_s) + other;
    bill.add("processed", words("Data processed", "처리된 데이터"), gb, BillUnit::Gb, FACTS.fact("gb", region));
    bill.add_addresses(count, region);
    Ok(bill.lines())
}

#[cfg(test)]
mod tests;
