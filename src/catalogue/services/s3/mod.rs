//! S3: files, off the servers.

use crate::catalogue::bill::{Bill, millions_a_month, words};
use crate::catalogue::facts::Table;
use crate::catalogue::spec::{
    Ask, BillLine, BillUnit, Blueprint, Configured, Group, ParamDefault, ParamKind, ParamSpec, Ports, Resource, Role,
    Roles, ServiceSpec, SpecError, StationBlueprint, Text, Unit, Usage, Words, Work,
};

static FACTS: Table = Table::new(include_str!("facts.csv"));

pub(super) static SPEC: ServiceSpec = ServiceSpec {
    id: "s3",
    group: Group::Data,
    name: Text::same("S3"),
    short: Text::same("S3"),
    purpose: Text { en: "Files, off the servers", ko: "파일을 서버 밖에 둔다" },
    card: || Text {
        en: "Object storage without a size limit: keeps uploads and serves static files, so that servers can come and go. \
             Move files here first; it takes load off the servers and costs little. A first byte takes longer than from a \
             server's own disk, so put CloudFront before it for users.",
        ko: "용량 제한이 없는 객체 스토리지다. 업로드한 파일을 보관하고 정적 파일을 제공하므로 서버를 자유롭게 늘리고 줄일 \
             수 있다. 서버의 부하를 덜고 비용도 적게 드니 파일부터 옮긴다. 첫 바이트까지는 서버의 디스크보다 오래 걸리므로 \
             사용자 앞에는 CloudFront를 함께 둔다.",
    },
    icon: r#"<ellipse cx="12" cy="6" rx="8" ry="2.7"/><path d="M4 6l2 12.8c.2 1.3 2.9 2.2 6 2.2s5.8-.9 6-2.2L20 6"/><path d="M6 12.2c1.4.8 3.5 1.3 6 1.3"/>"#,
    params: || {
        &[
            ParamSpec {
                key: "storage_gib",
                label: Text { en: "Stored files", ko: "저장 용량" },
                kind: ParamKind::Int { min: 0, max: 1_000_000, unit: Unit::Gib },
                default: ParamDefault::Int(50),
                basis: "assumption",
            },
            ParamSpec {
                key: "prefixes",
                label: Text { en: "Prefixes asked alike", ko: "고르게 쓰는 접두사" },
                kind: ParamKind::Int { min: 1, max: 1_000, unit: Unit::None },
                default: ParamDefault::Int(1),
                basis: "assumption: all files under one prefix, the least favourable case; each takes 5,500 reads or 3,500 writes a second",
            },
        ]
    },
    roles: Roles::None,
    takes_over: Some(Role::Files),
    zonal: false,
    size: None,
    applies: |_, _| true,
    ports: |_| Ports { answers: vec![Ask::Static, Ask::StoreFile], ..Ports::default() },
    blueprint,
    bill,
    tables: || vec![("facts", &FACTS)],
    subtitle: |node| Words::same(&format!("{} GiB", node.settings.int("storage_gib"))),
};

/// The request rate that AWS names for one prefix, counted in reads: a write takes more of it. Files are asked for
/// evenly over the prefixes.
fn blueprint(node: Configured<'_>) -> Result<Blueprint, SpecError> {
    let reads = FACTS.value("get_rate");
    let prefixes = u32::try_from(node.settings.int("prefixes")).unwrap_or(1);
    let read = Work { requests: 1.0, ..Work::default() };
    let write = Work { requests: reads / FACTS.value("put_rate"), ..Work::default() };
    Ok(Blueprint {
        instances: 1,
        stations: vec![StationBlueprint { resource: Resource::Requests, servers: prefixes, speed: reads }],
        handles: vec![(Ask::Static, read), (Ask::StoreFile, write)],
        delay_ms: FACTS.value("delay_ms"),
        ..Blueprint::default()
    })
}

/// Storage in tiers, requests by kind, and what goes out to users directly.
fn bill(node: Configured<'_>, usage: &Usage) -> Result<Vec<BillLine>, SpecError> {
    let region = node.region;
    let mut bill = Bill::default();
    let stored = node.settings.int("storage_gib") as f64;
    let label = words("S3 Standard storage", "S3 Standard 스토리지");
    bill.add_tiers("storage", &label, stored, BillUnit::GbMonth, &FACTS, ("storage", region.id()));
    bill.free("storage", "s3_storage");
    let requests = [
        ("requests_get", "GET requests", "GET 요청", Ask::Static, "get", "s3_get"),
        ("requests_put", "PUT requests", "PUT 요청", Ask::StoreFile, "put", "s3_put"),
    ];
    for (item, en, ko, ask, price, free) in requests {
        let millions = millions_a_month(usage.rate(ask));
        // Priced by the thousand.
        bill.add_per(item, words(en, ko), millions, BillUnit::MillionRequests, FACTS.fact(price, region), 1000.0);
        bill.free(item, free);
    }
    bill.add_internet(usage.internet_bytes_per_s, region);
    Ok(bill.lines())
}

#[cfg(test)]
mod tests;
