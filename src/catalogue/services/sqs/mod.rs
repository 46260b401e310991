//! SQS: jobs, kept until someone takes them.

mod settings;

use crate::catalogue::bill::{Bill, millions_a_month, words};
use crate::catalogue::facts::Table;
use crate::catalogue::settings::Settings;
use crate::catalogue::spec::{
    Ask, BillLine, BillUnit, Blueprint, Configured, Group, Ports, QueueBlueprint, Resource, Roles, ServiceSpec,
    SpecError, StationBlueprint, Text, Usage,
};
use crate::units::decimal::significant;

static FACTS: Table = Table::new(include_str!("facts.csv"));

pub(super) static SPEC: ServiceSpec = ServiceSpec {
    id: "sqs",
    group: Group::Messaging,
    name: Text::same("SQS"),
    short: Text::same("SQS"),
    purpose: Text { en: "Holds jobs until taken", ko: "가져갈 때까지 작업을 보관" },
    card: || Text {
        en: "A queue between those who have jobs and those who do them. Use it so that users need not wait for slow work, \
             and so that a burst becomes a line instead of an outage. It makes no work smaller: if the workers cannot keep \
             up, the line grows.",
        ko: "작업을 맡기는 쪽과 처리하는 쪽 사이의 큐다. 사용자가 느린 작업을 기다리지 않게 하고, 요청이 몰려도 장애 대신 \
             줄을 서게 할 때 쓴다. 작업 자체를 줄여 주지는 않는다. 워커가 따라가지 못하면 줄은 계속 길어진다.",
    },
    icon: r#"<path d="M6 5H3v14h3M18 5h3v14h-3"/><rect x="6.5" y="9" width="3" height="6" rx=".8"/><rect x="11" y="9" width="3" height="6" rx=".8"/><path d="M16.8 12h.01"/>"#,
    params: || settings::ALL,
    roles: Roles::None,
    takes_over: None,
    zonal: false,
    size: None,
    applies: |settings, key| !matches!(key, "high_throughput" | "groups") || is_fifo(settings),
    ports: |_| Ports { asks: vec![Ask::RunJob], answers: vec![Ask::SendJob], ..Ports::default() },
    blueprint: |node| {
        let (stations, queue) = (limit(node).into_iter().collect(), Some(kept(node)));
        Ok(Blueprint { instances: 1, stations, delay_ms: FACTS.value("delay_ms"), queue, ..Blueprint::default() })
    },
    bill,
    tables: || vec![("facts", &FACTS)],
    subtitle: |node| match is_fifo(node.settings) {
        true => words("FIFO queue", "FIFO 대기열"),
        false => words("Standard queue", "표준 대기열"),
    },
};

fn is_fifo(settings: &Settings) -> bool {
    settings.choice("kind") == "fifo"
}

/// Calls a second for each action that a FIFO queue takes. None for a standard queue, whose throughput is nearly unlimited.
fn calls_per_s(node: Configured<'_>) -> Option<f64> {
    let high = node.settings.on("high_throughput");
    let key = if high { "fifo.high_rate" } else { "fifo.rate" };
    is_fifo(node.settings).then(|| FACTS.fact(key, node.region).value)
}

/// Messages a second that it takes: calls × the messages of a call, for whichever of sending and receiving is less.
fn limit(node: Configured<'_>) -> Option<StationBlueprint> {
    let calls = calls_per_s(node)?;
    let batch = node.settings.int("send_batch").min(node.settings.int("receive_batch")).max(1) as f64;
    Some(StationBlueprint { resource: Resource::Requests, servers: 1, speed: calls * batch })
}

/// What becomes of jobs that are not done; it shows in time only.
fn kept(node: Configured<'_>) -> QueueBlueprint {
    let number = |key| u32::try_from(node.settings.int(key)).unwrap_or(0);
    QueueBlueprint {
        visibility_s: f64::from(number("visibility_s")),
        max_receives: node.settings.on("dead_letter").then(|| number("max_receives")),
        poison: f64::from(number("poison_percent")) / 100.0,
        groups: is_fifo(node.settings).then(|| number("groups").max(1)),
        once_within_s: is_fifo(node.settings).then(|| FACTS.value("dedup_s")),
        calls: calls_per_s(node).map(|calls| (calls, number("send_batch").max(1))),
    }
}

/// Requests: a job is sent, received and deleted, several with a call where that is set. Functions receive and delete in
/// batches, and call also where nothing is; empty calls of others are left out.
fn bill(node: Configured<'_>, usage: &Usage) -> Result<Vec<BillLine>, SpecError> {
    let mut bill = Bill::default();
    let batch = |key| node.settings.int(key).max(1) as f64;
    let (sent, polled) = (usage.rate(Ask::SendJob), usage.messages.polled);
    let fetched = (sent - polled).max(0.0);
    let calls = sent / batch("send_batch") + 2.0 * fetched / batch("receive_batch") + usage.messages.calls;
    let price = FACTS.fact(if is_fifo(node.settings) { "fifo.requests" } else { "requests" }, node.region);
    let label = if sent > 0.0 {
        let each = significant(calls / sent, 3);
        words(format!("Requests, {each} a job"), format!("요청, 작업당 {each}건"))
    } else {
        words("Requests", "요청")
    };
    bill.add("requests", label, millions_a_month(calls), BillUnit::MillionRequests, price);
    if polled > 0.0 {
        let (en, ko) = (
            "each job is sent; functions receive and delete in batches, and call every 20 s where nothing is",
            "작업마다 전송하고, 함수는 배치로 수신·삭제하며 비어 있으면 20초마다 호출",
        );
        bill.remark("requests", en, ko);
    } else {
        bill.remark("requests", "each job is sent, received and deleted", "작업마다 전송·수신·삭제 요청");
    }
    bill.free("requests", "sqs_requests");
    Ok(bill.lines())
}

#[cfg(test)]
mod tests;
