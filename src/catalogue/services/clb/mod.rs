//! Classic Load Balancer: the load balancer before the others.

use crate::catalogue::balancer;
use crate::catalogue::bill::{gb_a_month, words};
use crate::catalogue::facts::Table;
use crate::catalogue::spec::{
    Ask, BillLine, BillUnit, Blueprint, Configured, Group, Ports, Roles, ServiceSpec, SpecError, Text, Usage,
};

static FACTS: Table = Table::new(include_str!("facts.csv"));

pub(super) static SPEC: ServiceSpec = ServiceSpec {
    id: "clb",
    group: Group::Edge,
    name: Text::same("Classic Load Balancer"),
    short: Text::same("Classic LB"),
    purpose: Text { en: "The older load balancer", ko: "이전 세대 로드 밸런서" },
    card: || Text {
        en: "The previous generation: it spreads requests over identical servers, without rules by path or host and \
             without target groups. It is billed by the hour and by the gigabyte instead of capacity units. Drawings of \
             older systems have it; for a new one take an ALB or an NLB.",
        ko: "이전 세대 로드 밸런서다. 경로나 호스트에 따른 규칙과 대상 그룹 없이 똑같은 서버에 요청을 나눈다. 용량 단위 \
             대신 시간과 GB 단위로 과금된다. 오래된 시스템에서 볼 수 있으며 새로 만든다면 ALB나 NLB를 쓴다.",
    },
    icon: r#"<circle cx="5" cy="12" r="2.4"/><rect x="16.6" y="4.2" width="4.4" height="4.4" rx="1"/><rect x="16.6" y="15.4" width="4.4" height="4.4" rx="1"/><path d="M7.4 12h4.1M16.6 6.4h-2a3 3 0 0 0-3 3v5.2a3 3 0 0 0 3 3h2"/>"#,
    params: || &[],
    roles: Roles::None,
    takes_over: None,
    zonal: false,
    size: None,
    applies: |_, _| true,
    ports: |_| Ports { passes: vec![Ask::Page, Ask::Static], ..Ports::default() },
    // A new server waits for ten checks before it is asked.
    blueprint: |_| Ok(Blueprint { in_turn: true, ..balancer::blueprint(&FACTS) }),
    bill,
    subtitle: |_| words("Previous generation", "이전 세대"),
    tables: || vec![("facts", &FACTS)],
};

/// Gigabytes beside what every load balancer pays.
fn bill(node: Configured<'_>, usage: &Usage) -> Result<Vec<BillLine>, SpecError> {
    let region = node.region;
    Ok(balancer::bill(&FACTS, region, usage, |bill| {
        bill.free("load_balancer", "elb_hours");
        let (label, gb) = (words("Data processed", "처리된 데이터"), gb_a_month(usage.processed_bytes_per_s));
        bill.add("processed", label, gb, BillUnit::Gb, FACTS.fact("gb", region));
        bill.free("processed", "elb_gb");
    }))
}

#[cfg(test)]
mod tests;
