//! SQS: jobs, kept until someone takes them.

use crate::catalogue::bill::{Bill, millions_a_month, words};
use crate::catalogue::facts::Table;
use crate::catalogue::spec::{
    Ask, BillLine, BillUnit, Blueprint, Configured, Group, ParamDefault, ParamKind, ParamSpec, Ports, QueueBlueprint,
    Roles, ServiceSpec, SpecError, Text, Unit, Usage,
};

static FACTS: Table = Table::new(include_str!("facts.csv"));

/// API requests that one job takes: send, receive, delete. Empty receives and batches are left out.
const REQUESTS_PER_JOB: f64 = 3.0;

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
    params: || {
        &[
            ParamSpec {
                key: "visibility_s",
                label: Text { en: "Visibility timeout", ko: "표시 제한 시간" },
                kind: ParamKind::Int { min: 1, max: 43_200, unit: Unit::Seconds },
                default: ParamDefault::Int(30),
                basis: "awsdocs/amazon-sqs-developer-guide@39de636d:doc_source/sqs-visibility-timeout.md:7",
            },
            ParamSpec {
                key: "dead_letter",
                label: Text { en: "Dead-letter queue", ko: "배달 못한 편지 대기열" },
                kind: ParamKind::Toggle,
                default: ParamDefault::Toggle(false),
                basis: "",
            },
            ParamSpec {
                key: "max_receives",
                label: Text { en: "Maximum receives", ko: "최대 수신 수" },
                kind: ParamKind::Int { min: 1, max: 1_000, unit: Unit::None },
                default: ParamDefault::Int(10),
                basis: "Amazon SQS API Reference, SetQueueAttributes, RedrivePolicy: maxReceiveCount, default 10",
            },
            ParamSpec {
                key: "poison_percent",
                label: Text { en: "Jobs that always fail", ko: "항상 실패하는 작업" },
                kind: ParamKind::Int { min: 0, max: 100, unit: Unit::Percent },
                default: ParamDefault::Int(0),
                basis: "",
            },
        ]
    },
    roles: Roles::None,
    takes_over: None,
    zonal: false,
    size: None,
    applies: |_, _| true,
    ports: |_| Ports { asks: vec![Ask::RunJob], answers: vec![Ask::SendJob], ..Ports::default() },
    // No station: the throughput of a standard queue is nearly unlimited.
    blueprint: |node| {
        let queue = Some(kept(node));
        Ok(Blueprint { instances: 1, delay_ms: FACTS.value("delay_ms"), queue, ..Blueprint::default() })
    },
    bill,
    subtitle: |_| words("Standard queue", "표준 대기열"),
};

/// What becomes of jobs that are not done; it shows in time only.
fn kept(node: Configured<'_>) -> QueueBlueprint {
    let number = |key| u32::try_from(node.settings.int(key)).unwrap_or(0);
    QueueBlueprint {
        visibility_s: f64::from(number("visibility_s")),
        max_receives: node.settings.on("dead_letter").then(|| number("max_receives")),
        poison: f64::from(number("poison_percent")) / 100.0,
    }
}

/// Requests, three for each job.
fn bill(node: Configured<'_>, usage: &Usage) -> Result<Vec<BillLine>, SpecError> {
    let mut bill = Bill::default();
    let requests = millions_a_month(usage.rate(Ask::SendJob) * REQUESTS_PER_JOB);
    if requests > 0.0 {
        let label = words("Requests, 3 a job", "요청, 작업당 3건");
        bill.add("requests", label, requests, BillUnit::MillionRequests, FACTS.fact("requests", node.region));
        bill.remark("send, receive and delete each job");
    }
    Ok(bill.lines())
}

#[cfg(test)]
mod tests;
