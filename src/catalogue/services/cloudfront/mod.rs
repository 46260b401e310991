//! CloudFront: copies of static files near the users, and their way to the region for the rest.

use crate::catalogue::bill::{Bill, gb_a_month, millions_a_month, words};
use crate::catalogue::facts::Table;
use crate::catalogue::spec::{
    Ask, BillLine, BillUnit, Blueprint, Configured, Group, ParamDefault, ParamKind, ParamSpec, Ports, Resource, Roles,
    ServiceSpec, SpecError, StationBlueprint, Text, Unit, Usage, Work,
};

static FACTS: Table = Table::new(include_str!("facts.csv"));

pub(super) static SPEC: ServiceSpec = ServiceSpec {
    id: "cloudfront",
    group: Group::Edge,
    name: Text::same("CloudFront"),
    short: Text::same("CloudFront"),
    purpose: Text { en: "Keeps copies near users", ko: "사용자 가까이 사본을 둔다" },
    card: || Text {
        en: "A content delivery network: edge locations near the users keep copies of static files and pass the rest on. \
             Use it as soon as files are asked for again and again, or users are far from the region. It does not make \
             pages faster that are made anew for each user.",
        ko: "콘텐츠 전송 네트워크(CDN)다. 사용자 가까운 엣지 로케이션이 정적 파일의 사본을 두고 나머지 요청은 오리진으로 \
             넘긴다. 같은 파일이 거듭 요청되거나 사용자가 리전에서 멀 때 쓴다. 사용자마다 새로 만드는 페이지는 \
             빨라지지 않는다.",
    },
    icon: r#"<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c-5 5-5 12 0 17M12 3.5c5 5 5 12 0 17"/>"#,
    params: || {
        &[
            ParamSpec {
                key: "hit_percent",
                label: Text { en: "Cache hit ratio", ko: "캐시 적중률" },
                kind: ParamKind::Int { min: 0, max: 100, unit: Unit::Percent },
                default: ParamDefault::Int(90),
                basis: "assumption",
            },
            ParamSpec {
                key: "dynamic",
                label: Text { en: "Pages through it too", ko: "동적 요청도 통과" },
                kind: ParamKind::Toggle,
                default: ParamDefault::Toggle(true),
                basis: "users come to the edge, and pages go on from there; off, users ask for pages elsewhere",
            },
        ]
    },
    roles: Roles::None,
    takes_over: None,
    zonal: false,
    size: None,
    applies: |_, _| true,
    ports: |node| {
        let all = [Ask::Page, Ask::Static];
        let passes = all.into_iter().filter(|ask| *ask == Ask::Static || node.settings.on("dynamic")).collect();
        Ports { passes, ..Ports::default() }
    },
    blueprint,
    bill,
    tables: || vec![("facts", &FACTS)],
    subtitle: |node| {
        let percent = node.settings.int("hit_percent");
        words(format!("{percent} % hits"), format!("적중률 {percent}%"))
    },
};

/// The limits of a distribution. They count requests and bytes; the copies themselves are not a resource here.
fn blueprint(node: Configured<'_>) -> Result<Blueprint, SpecError> {
    let request = Work { requests: 1.0, ..Work::default() };
    Ok(Blueprint {
        instances: 1,
        stations: vec![
            StationBlueprint { resource: Resource::Requests, servers: 1, speed: FACTS.value("rate") },
            StationBlueprint { resource: Resource::Network, servers: 1, speed: FACTS.value("gbps") * 1e9 / 8.0 },
        ],
        handles: vec![(Ask::Page, request), (Ask::Static, request)],
        hits: Some((Ask::Static, node.settings.int("hit_percent") as f64 / 100.0)),
        edge_rtt_ms: Some(FACTS.value("edge_ms")),
        ..Blueprint::default()
    })
}

/// Requests and transfer by where the users are: Seoul is in the price class of South Korea, Virginia in that of the
/// United States. Transfer from the region to CloudFront is free; what users send up through it is not.
fn bill(_: Configured<'_>, usage: &Usage) -> Result<Vec<BillLine>, SpecError> {
    let place = usage.user_place.id();
    let mut bill = Bill::default();
    let requests = millions_a_month(usage.rate(Ask::Page) + usage.rate(Ask::Static));
    bill.add_per(
        "requests",
        words("HTTPS requests", "HTTPS 요청"),
        requests,
        BillUnit::MillionRequests,
        FACTS.fact_in("requests", place),
        100.0, // priced by ten thousand
    );
    bill.free("requests", "cdn_requests");
    bill.add_tiers(
        "transfer_out",
        &words("Data transfer to users", "사용자에게 데이터 전송"),
        gb_a_month(usage.internet_bytes_per_s),
        BillUnit::Gb,
        &FACTS,
        ("out", place),
    );
    bill.free("transfer_out", "cdn_transfer");
    bill.add(
        "transfer_to_origin",
        words("Data transfer to the origin", "오리진으로 데이터 전송"),
        gb_a_month(usage.uploaded_bytes_per_s),
        BillUnit::Gb,
        FACTS.fact_in("origin", place),
    );
    Ok(bill.lines())
}

#[cfg(test)]
mod tests;
