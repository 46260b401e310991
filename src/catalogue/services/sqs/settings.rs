//! What a user sets of a queue.

use crate::catalogue::region::Region;
use crate::catalogue::spec::{Choice, ParamDefault, ParamKind, ParamSpec, Text, Unit};

/// Messages of a call at most.
const IN_CALL: ParamKind = ParamKind::Int { min: 1, max: 10, unit: Unit::None };

const IN_CALL_BASIS: &str = "awsdocs/amazon-sqs-developer-guide@39de636d:doc_source/welcome.md:37 (ten at most)";

pub(super) static ALL: &[ParamSpec] = &[
    ParamSpec {
        key: "kind",
        label: Text { en: "Queue type", ko: "대기열 유형" },
        kind: ParamKind::Choice(kinds),
        default: ParamDefault::Choice("standard"),
        basis: "",
    },
    ParamSpec {
        key: "high_throughput",
        label: Text { en: "High throughput mode", ko: "높은 처리량 모드" },
        kind: ParamKind::Toggle,
        default: ParamDefault::Toggle(false),
        basis: "",
    },
    ParamSpec {
        key: "groups",
        label: Text { en: "Message groups", ko: "메시지 그룹 수" },
        kind: ParamKind::Int { min: 1, max: 100_000, unit: Unit::None },
        default: ParamDefault::Int(1_000),
        basis: "assumption: as many as there are users or orders that need an order of their own; jobs go to any of them",
    },
    ParamSpec {
        key: "send_batch",
        label: Text { en: "Messages sent a call", ko: "호출당 전송 메시지 수" },
        kind: IN_CALL,
        default: ParamDefault::Int(1),
        basis: IN_CALL_BASIS,
    },
    ParamSpec {
        key: "receive_batch",
        label: Text { en: "Messages received a call", ko: "호출당 수신 메시지 수" },
        kind: IN_CALL,
        default: ParamDefault::Int(1),
        basis: IN_CALL_BASIS,
    },
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
];

fn kinds(_: Region) -> Vec<Choice> {
    Choice::list(&[("standard", "Standard", "표준"), ("fifo", "FIFO", "FIFO")])
}
