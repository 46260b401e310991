//! ElastiCache: answers to reads, kept in memory.

mod holding;

use crate::catalogue::bill::{Bill, HOURS, words};
use crate::catalogue::facts::{Row, Table};
use crate::catalogue::instances::{self, CreditMode, InstanceType};
use crate::catalogue::region::Region;
use crate::catalogue::settings::Settings;
use crate::catalogue::spec::{
    Ask, BillLine, BillUnit, Blueprint, Choice, Configured, Group, ParamDefault, ParamKind, ParamSpec, Ports, Resource,
    Roles, ServiceSpec, SlotBlueprint, SpecError, Text, Unit, Usage, Words, Work,
};

static NODES: Table = Table::new(include_str!("facts.csv"));
static RATES: Table = Table::new(include_str!("rates.csv"));

pub(super) static SPEC: ServiceSpec = ServiceSpec {
    id: "elasticache",
    group: Group::Data,
    name: Text::same("ElastiCache"),
    short: Text::same("ElastiCache"),
    purpose: Text { en: "Answers repeat reads fast", ko: "반복 조회에 바로 답한다" },
    card: || Text {
        en: "A cache in memory beside the database (Redis or Memcached): the application looks here first and asks the \
             database only for what is missing. Use it when the same things are read again and again. It does nothing for \
             writes, and what it answers may be a moment old.",
        ko: "데이터베이스 옆에 두는 인메모리 캐시(Redis, Memcached)다. 애플리케이션은 먼저 여기서 찾고 없는 것만 \
             데이터베이스에 묻는다. 같은 데이터를 거듭 읽을 때 쓴다. 쓰기에는 도움이 되지 않고, 돌려주는 값이 조금 지난 \
             것일 수 있다.",
    },
    icon: r#"<path d="M13.2 2.8L5.5 13.3h5.3L9.8 21.2 18.5 10h-5.8z"/>"#,
    params: || {
        &[
            ParamSpec {
                key: "engine",
                label: Text { en: "Engine", ko: "엔진" },
                kind: ParamKind::Choice(engines),
                default: ParamDefault::Choice("redis"),
                basis: "",
            },
            ParamSpec {
                key: "node_type",
                label: Text { en: "Node type", ko: "노드 유형" },
                kind: ParamKind::Choice(node_types),
                default: ParamDefault::Choice("cache.t3.micro"),
                basis: "",
            },
            NODE_COUNT,
            MULTI_AZ,
            FAILOVER,
            holding::HITS_BY,
            ParamSpec {
                key: "hit_percent",
                label: Text { en: "Cache hit ratio", ko: "캐시 적중률" },
                kind: ParamKind::Int { min: 0, max: 100, unit: Unit::Percent },
                default: ParamDefault::Int(90),
                basis: "assumption",
            },
            ParamSpec {
                key: "working_set",
                label: Text { en: "Keys of the working set", ko: "작업 집합의 키 수" },
                kind: ParamKind::Int { min: 100, max: 100_000_000, unit: Unit::None },
                default: ParamDefault::Int(100_000),
                basis: "assumption: keys read again and again; a cache that comes back empty warms up with those that it holds, all equally likely",
            },
            holding::ITEM_BYTES,
            holding::SKEW,
            holding::CEILING,
        ]
    },
    roles: Roles::None,
    takes_over: None,
    zonal: true,
    size: None,
    applies,
    ports: |_| Ports { answers: vec![Ask::CacheRead], ..Ports::default() },
    blueprint,
    bill,
    tables: || vec![("facts", &NODES), ("rates", &RATES)],
    subtitle: |node| {
        let engine = if threaded(node) { "Memcached" } else { "Redis" };
        let both = format!("{} · {engine}", node.settings.choice("node_type"));
        match (nodes(node), is_multi_az(node)) {
            (_, true) => words(format!("{both} · Multi-AZ"), format!("{both} · 다중 AZ")),
            (1, _) => Words::same(&both),
            (count, _) => Words::same(&format!("{both} × {count}")),
        }
    },
};

/// How many nodes share the keys.
const NODE_COUNT: ParamSpec = ParamSpec {
    key: "nodes",
    label: Text { en: "Nodes", ko: "노드 수" },
    kind: ParamKind::Int { min: 1, max: 40, unit: Unit::None },
    default: ParamDefault::Int(1),
    basis: "clients of Memcached spread the keys over the nodes; at most 40 (assumption: AWS's default quota, no citable source)",
};

/// A replica in another zone.
const MULTI_AZ: ParamSpec = ParamSpec {
    key: "multi_az",
    label: Text { en: "Multi-AZ", ko: "다중 AZ" },
    kind: ParamKind::Toggle,
    default: ParamDefault::Toggle(false),
    basis: "",
};

/// How long the replica takes.
const FAILOVER: ParamSpec = ParamSpec {
    key: "failover_s",
    label: Text { en: "Failover (in Time)", ko: "장애 조치(시간 탭)" },
    kind: ParamKind::Int { min: 1, max: 3_600, unit: Unit::Seconds },
    default: ParamDefault::Int(5),
    basis: "AWS: usually just a few seconds (awsdocs/amazon-elasticache-docs@1acbf640:doc_source/redis/AutoFailover.md); 5 is taken",
};

/// Memcached has several nodes, Redis a replica; one hit ratio is typed, the other comes of the memory.
fn applies(settings: &Settings, key: &str) -> bool {
    let by_memory = holding::is_by_memory(settings);
    match key {
        "nodes" => is_memcached(settings),
        "multi_az" => !is_memcached(settings),
        "failover_s" => !is_memcached(settings) && settings.on("multi_az"),
        "hit_percent" => !by_memory,
        "item_bytes" | "zipf_percent" | "fits_percent" => by_memory,
        _ => true,
    }
}

fn is_memcached(settings: &Settings) -> bool {
    settings.choice("engine") == "memcached"
}

/// Nodes that share the keys.
fn nodes(node: Configured<'_>) -> u32 {
    if threaded(node) { u32::try_from(node.settings.int(NODE_COUNT.key)).unwrap_or(1) } else { 1 }
}

fn is_multi_az(node: Configured<'_>) -> bool {
    !threaded(node) && node.settings.on(MULTI_AZ.key)
}

fn engines(_: Region) -> Vec<Choice> {
    [("redis", "Redis"), ("memcached", "Memcached")]
        .into_iter()
        .map(|(value, name)| Choice::plain(value, Words::same(name)))
        .collect()
}

fn node_types(region: Region) -> Vec<Choice> {
    NODES
        .rows()
        .iter()
        .filter(|row| row.number(region.id()).is_some())
        .map(|row| instances::choice(row.key, family(row.key), row.value("vcpu"), row.value("gib")))
        .collect()
}

/// `t3.micro` of `cache.t3.micro`: the instance type that a node is.
fn base(name: &str) -> &str {
    name.strip_prefix("cache.").unwrap_or(name)
}

fn family(name: &str) -> &str {
    instances::family_of(base(name))
}

/// Memcached uses every vCPU; Redis answers with one thread.
fn threaded(node: Configured<'_>) -> bool {
    is_memcached(node.settings)
}

fn node_of(node: Configured<'_>) -> Result<&'static Row, SpecError> {
    let name = node.settings.choice("node_type");
    NODES.row(name).filter(|row| row.number(node.region.id()).is_some()).ok_or_else(|| SpecError::NotOffered {
        key: "node_type",
        value: name.to_owned(),
        region: node.region.id(),
    })
}

/// A node, or several of Memcached. T nodes have CPU credits of the standard mode
/// (awsdocs/amazon-elasticache-docs@0808af4f:doc_source/redis/CacheNodes.SupportedTypes.md, 2023-05-19): in the long
/// run the whole node has the baseline of all its vCPUs, which for Redis its one thread may use, up to one vCPU.
fn blueprint(node: Configured<'_>) -> Result<Blueprint, SpecError> {
    let row = node_of(node)?;
    let kind = InstanceType::get(base(row.key));
    let vcpu = row.value("vcpu");
    let baseline = kind.and_then(InstanceType::baseline);
    let speed = instances::family_speed(family(row.key));
    let (servers, share, rate) = if threaded(node) {
        (vcpu as u32, baseline, "memcached")
    } else {
        (1, baseline.map(|each| (each * vcpu).min(1.0)), "redis")
    };
    let (cpu, notes) = instances::processors(servers, speed, share, CreditMode::Standard);
    let work = Work { cpu_s: 1.0 / RATES.value(rate), ..Work::default() };
    let held = holding::held(node, nodes(node), row.value("gib"));
    Ok(Blueprint {
        instances: nodes(node),
        stations: std::iter::once(cpu).chain(kind.map(InstanceType::network)).collect(),
        slots: Some(SlotBlueprint {
            resource: Resource::Connections,
            limit: row.value("clients") as u32,
            refuses: false,
        }),
        handles: vec![(Ask::CacheRead, work)],
        delay_ms: RATES.value("delay_ms"),
        hits: Some((Ask::CacheRead, held.hits)),
        working_set: Some(held.keys),
        is_copied: is_multi_az(node),
        failover_s: is_multi_az(node).then(|| u32::try_from(node.settings.int(FAILOVER.key)).unwrap_or(1)),
        notes,
        ..Blueprint::default()
    })
}

/// Node hours: Redis and Memcached cost the same, and a replica as much as its primary.
fn bill(node: Configured<'_>, _: &Usage) -> Result<Vec<BillLine>, SpecError> {
    let row = node_of(node)?;
    let price = row.number(node.region.id()).unwrap_or_default();
    let mut bill = Bill::default();
    let count = if is_multi_az(node) { 2 } else { nodes(node) };
    let times = if count > 1 { format!(" × {count}") } else { String::new() };
    let label = Words::same(&[row.key, &times].concat());
    bill.add("node", label, HOURS * f64::from(count), BillUnit::Hours, price);
    if matches!(row.key, "cache.t2.micro" | "cache.t3.micro") {
        bill.free("node", "cache_hours");
    }
    Ok(bill.lines())
}

#[cfg(test)]
mod tests;
