//! Lambda: the application without servers, or what does the jobs of queues and topics. Each request or batch of messages
//! is an execution with processors of its own; beyond the limit on executions at once requests are refused, and messages
//! tried again.

mod messages;
mod settings;

use crate::catalogue::bill::{Bill, HOURS, millions_a_month, words};
use crate::catalogue::facts::Table;
use crate::catalogue::spec::{
    Ask, BillLine, BillUnit, Blueprint, ColdStartBlueprint, Configured, Group, Ports, Resource, Roles, ServiceSpec,
    SlotBlueprint, SpecError, StationBlueprint, Text, Usage, Words,
};
use crate::units::SECONDS_PER_MONTH;

static FACTS: Table = Table::new(include_str!("facts.csv"));

/// MB in the GB that execution time is billed by.
const MB_PER_GB: f64 = 1_024.0;

/// Seconds of an hour: what is always ready is priced by the second.
const SECONDS_PER_HOUR: f64 = 3_600.0;

/// From so many executions at once on, their number is taken as constant.
const MANY: f64 = 700.0;

pub(super) static SPEC: ServiceSpec = ServiceSpec {
    id: "lambda_function",
    group: Group::Compute,
    name: Text::same("Lambda"),
    short: Text::same("Lambda"),
    purpose: Text { en: "Runs code without servers", ko: "서버 없이 코드를 실행" },
    card: || Text {
        en: "Runs the application for each request in an environment of its own and bills only the time that it runs. Use \
             it for traffic that comes and goes, and where nobody wants to look after servers. Beyond its concurrency \
             requests are throttled, not queued; new environments start cold, and every execution holds a database \
             connection while it queries. Behind a queue it is given batches, behind a topic one message at a time.",
        ko: "요청마다 따로 마련된 환경에서 애플리케이션을 실행하고, 실행한 시간만큼만 요금을 받는다. 트래픽이 들쭉날쭉하거나 \
             서버를 관리하고 싶지 않을 때 쓴다. 동시성 한도를 넘은 요청은 기다리지 않고 스로틀링된다. 새 환경은 콜드 \
             스타트를 겪고, 실행마다 쿼리하는 동안 데이터베이스 연결을 하나씩 잡는다. 대기열 뒤에서는 메시지를 배치로, 주제 \
             뒤에서는 한 건씩 받는다.",
    },
    icon: r#"<rect x="3.5" y="3.5" width="17" height="17" rx="2.6"/><path d="M8 7.5h2.4l5.4 9.5H18M11.4 11.2 8 17"/>"#,
    params: || settings::ALL,
    roles: Roles::None,
    takes_over: Some(crate::catalogue::spec::Role::App),
    zonal: false,
    size: None,
    applies: |_, _| true,
    ports: |_| Ports {
        asks: vec![Ask::DbWrite, Ask::DbRead, Ask::CacheRead, Ask::StoreFile, Ask::SendJob],
        answers: vec![Ask::Page, Ask::AppCall, Ask::RunJob, Ask::Notify],
        ..Ports::default()
    },
    blueprint,
    bill,
    subtitle,
    tables: || vec![("facts", &FACTS)],
};

/// One station with as many servers as there may be executions: whoever runs has its own. What is asked beyond that is
/// refused.
fn blueprint(node: Configured<'_>) -> Result<Blueprint, SpecError> {
    let limit = u32::try_from(node.settings.int("concurrency")).unwrap_or(1).max(1);
    let cpu = StationBlueprint { resource: Resource::Cpu, servers: limit, speed: speed(node) };
    Ok(Blueprint {
        instances: 1,
        stations: vec![cpu],
        slots: Some(SlotBlueprint { resource: Resource::Concurrency, limit, refuses: true }),
        cold_start: Some(cold_start(node)),
        polls: Some(messages::polls(node)),
        retries: Some(messages::retries()),
        ..Blueprint::default()
    })
}

/// Seconds of the reference vCPU that an execution does a second. Up to one vCPU in proportion to its memory; more of them
/// help the part of the work that runs in parallel (Amdahl 1967).
fn speed(node: Configured<'_>) -> f64 {
    let vcpus = node.settings.int("memory_mb") as f64 / FACTS.value("vcpu_mb");
    let parallel = node.settings.int("parallel_percent") as f64 / 100.0;
    let threads = if vcpus > 1.0 { 1.0 / (1.0 - parallel + parallel / vcpus) } else { vcpus };
    FACTS.value("vcpu_speed") * threads
}

fn cold_start(node: Configured<'_>) -> ColdStartBlueprint {
    let runtime_ms = FACTS.value(&["init_ms.", node.settings.choice("runtime")].concat());
    ColdStartBlueprint {
        start_s: (runtime_ms + node.settings.int("app_init_ms") as f64) / 1_000.0,
        keep_s: node.settings.int("keep_s") as f64,
        burst: FACTS.value("burst") as u32,
        more_per_s: FACTS.value("more_per_s"),
        provisioned: u32::try_from(provisioned(node)).unwrap_or(0),
    }
}

/// Requests, and memory × time of execution, in tiers; what is always ready; what goes out to users that call it directly.
fn bill(node: Configured<'_>, usage: &Usage) -> Result<Vec<BillLine>, SpecError> {
    let mut bill = Bill::default();
    let requests = millions_a_month(usage.rate(Ask::Page) + usage.rate(Ask::AppCall) + usage.messages.begun);
    let label = words("Requests", "요청");
    bill.add("requests", label, requests, BillUnit::MillionRequests, FACTS.fact("requests", node.region));
    if usage.messages.begun > 0.0 {
        bill.remark("requests", "one for each batch of messages", "메시지 배치마다 한 건");
    }

    let memory_mb = node.settings.int("memory_mb");
    let architecture = node.settings.choice("architecture");
    let gb = memory_mb as f64 / MB_PER_GB;
    let at_once = usage.slots_held + usage.messages.at_once;
    let ready = ready_at_once(at_once, provisioned(node));
    let label = words(format!("Duration at {memory_mb} MB"), format!("실행 시간, {memory_mb}MB"));
    let tiers = (architecture, node.region.id());
    let gb_s = (at_once - ready) * gb * SECONDS_PER_MONTH;
    bill.add_tiers("duration", &label, gb_s, BillUnit::GbSeconds, &FACTS, tiers);
    bill.remark(
        "duration",
        "executions at once on average × memory × seconds of the month",
        "평균 동시 실행 수 × 메모리 × 한 달의 초",
    );
    add_provisioned(&mut bill, node, ready * gb * SECONDS_PER_MONTH);
    bill.free("requests", "lambda_requests");
    bill.free("duration", "lambda_duration");
    bill.add_internet(usage.internet_bytes_per_s, node.region);
    Ok(bill.lines())
}

/// Environments that are always ready; they count against the limit.
fn provisioned(node: Configured<'_>) -> i64 {
    node.settings.int("provisioned").min(node.settings.int("concurrency"))
}

/// What is always ready, and the time of execution in it.
fn add_provisioned(bill: &mut Bill, node: Configured<'_>, gb_s: f64) {
    let count = provisioned(node);
    let memory_mb = node.settings.int("memory_mb");
    let label = words(
        format!("Provisioned concurrency, {count} × {memory_mb} MB"),
        format!("프로비저닝된 동시성, {count} × {memory_mb}MB"),
    );
    let gb_hours = count as f64 * memory_mb as f64 / MB_PER_GB * HOURS;
    let price = FACTS.fact("provisioned", node.region);
    bill.add_per("provisioned", label, gb_hours, BillUnit::GbHours, price, SECONDS_PER_HOUR);
    let label = words("Duration in provisioned concurrency", "프로비저닝된 동시성의 실행 시간");
    let price = FACTS.fact("provisioned_duration", node.region);
    bill.add("provisioned_duration", label, gb_s, BillUnit::GbSeconds, price);
}

/// Of so many executions at once on average, those that find an environment among so many that are always ready. They come
/// at random and each at once, so that their number is Poisson's.
fn ready_at_once(at_once: f64, ready: i64) -> f64 {
    // E[min(N, r)] = Σ P(N ≥ k) for k = 1…r.
    let (mut found, mut below, mut term) = (0.0, 0.0, libm::exp(-at_once));
    if at_once > MANY {
        return at_once.min(ready as f64);
    }
    for k in 1..=ready {
        below += term;
        found += 1.0 - below;
        term *= at_once / k as f64;
        if k as f64 > at_once && below >= 1.0 - 1e-12 {
            break;
        }
    }
    found.clamp(0.0, at_once)
}

/// Such as `1769 MB, up to 1000`.
fn subtitle(node: Configured<'_>) -> Words {
    let (memory_mb, limit) = (node.settings.int("memory_mb"), node.settings.int("concurrency"));
    words(format!("{memory_mb} MB, up to {limit}"), format!("{memory_mb}MB, 최대 {limit}개"))
}

#[cfg(test)]
mod tests;
