//! SNS: topics that hand each message to all who have subscribed.

use crate::catalogue::bill::{Bill, millions_a_month, words};
use crate::catalogue::facts::Table;
use crate::catalogue::region::Region;
use crate::catalogue::spec::{
    Ask, BillLine, BillUnit, Blueprint, Choice, Configured, DeliveryBlueprint, Group, ParamDefault, ParamKind,
    ParamSpec, Ports, Roles, ServiceSpec, SpecError, Text, Unit, Usage, Words,
};
use crate::units::decimal::significant;

static FACTS: Table = Table::new(include_str!("facts.csv"));

pub(super) static SPEC: ServiceSpec = ServiceSpec {
    id: "sns",
    group: Group::Messaging,
    name: Text::same("SNS"),
    short: Text::same("SNS"),
    purpose: Text { en: "One message to many", ko: "메시지 하나를 여럿에게" },
    card: || Text {
        en: "A topic hands each message that is published to everyone who has subscribed: queues, functions, users. Use it \
             where several parts must learn of the same thing, each at its own pace behind a queue of its own. It keeps \
             nothing: who is not there when a message comes has missed it.",
        ko: "주제에 게시된 메시지를 구독한 모두(큐, 함수, 사용자)에게 전달한다. 여러 부분이 같은 일을 알아야 하고, 각자 자기 큐에서 \
             제 속도로 처리하게 할 때 쓴다. 보관은 하지 않는다. 메시지가 올 때 받을 수 없으면 놓친다.",
    },
    icon: r#"<circle cx="5.5" cy="12" r="2.7"/><path d="M8.2 12h4.3M12.5 5v14M12.5 5h4M12.5 12h4M12.5 19h4"/><path d="m15.5 3 2.4 2-2.4 2M15.5 10l2.4 2-2.4 2M15.5 17l2.4 2-2.4 2"/>"#,
    params: || {
        &[
            ParamSpec {
                key: "topics",
                label: Text { en: "Topics", ko: "주제" },
                kind: ParamKind::Choice(topics),
                default: ParamDefault::Choice("one"),
                basis: "",
            },
            ParamSpec {
                key: "user_deliveries",
                label: Text { en: "Users told of each message", ko: "메시지마다 알릴 사용자 수" },
                kind: ParamKind::Int { min: 0, max: 1_000, unit: Unit::None },
                default: ParamDefault::Int(0),
                basis: "where the topic is joined to the users, at least one",
            },
            ParamSpec {
                key: "user_channel",
                label: Text { en: "Users are told by", ko: "사용자 알림 방법" },
                kind: ParamKind::Choice(channels),
                default: ParamDefault::Choice("email"),
                basis: "",
            },
        ]
    },
    roles: Roles::None,
    takes_over: None,
    zonal: false,
    size: None,
    applies: |_, _| true,
    ports: |_| Ports { asks: vec![Ask::Notify], passes: vec![Ask::SendJob], ..Ports::default() },
    // No station: its quota of publishes is tens of thousands a second.
    blueprint: |node| {
        let to_all = node.settings.choice("topics") == "one";
        let told = u32::try_from(node.settings.int("user_deliveries")).unwrap_or(0).max(1);
        let delivery = Some(DeliveryBlueprint { delay_s: FACTS.value("delivery_ms") / 1_000.0, to_all, told });
        Ok(Blueprint { instances: 1, delay_ms: FACTS.value("publish_ms"), delivery, ..Blueprint::default() })
    },
    bill,
    subtitle,
    tables: || vec![("facts", &FACTS)],
};

fn topics(_: Region) -> Vec<Choice> {
    Choice::list(&[
        ("one", "One: each message to all", "하나: 메시지를 모두에게"),
        ("many", "One for each subscriber", "구독자마다 하나"),
    ])
}

fn channels(_: Region) -> Vec<Choice> {
    Choice::list(&[("email", "Email", "이메일"), ("http", "HTTP", "HTTP"), ("push", "Mobile push", "모바일 푸시")])
}

/// Publishes, and what goes to users, of whose mails and calls the first of a month are free. Deliveries to queues and
/// functions cost nothing.
fn bill(node: Configured<'_>, usage: &Usage) -> Result<Vec<BillLine>, SpecError> {
    let mut bill = Bill::default();
    let published = millions_a_month(usage.rate(Ask::SendJob));
    let price = |key| FACTS.fact(key, node.region);
    bill.add("publish", words("Publishes", "게시"), published, BillUnit::MillionRequests, price("publish"));
    bill.free("publish", "sns_publish");
    // A drawing from before topics could be joined to users only has their number.
    let joined = millions_a_month(usage.messages.told);
    let told = if joined > 0.0 { joined } else { published * node.settings.int("user_deliveries") as f64 };
    let (label, channel, free) = match node.settings.choice("user_channel") {
        "http" => (words("HTTP deliveries", "HTTP 전달"), "http", FACTS.value("http_free")),
        "push" => (words("Mobile push deliveries", "모바일 푸시 전달"), "push", 0.0),
        _ => (words("Email deliveries", "이메일 전달"), "email", FACTS.value("email_free")),
    };
    bill.add("user_deliveries", label, told - free / 1e6, BillUnit::MillionRequests, price(channel));
    if free > 0.0 {
        let count = significant(free, 6);
        let (en, ko) = (format!("the first {count} a month cost nothing"), format!("매월 처음 {count}건은 무료"));
        bill.remark("user_deliveries", en, ko);
    }
    Ok(bill.lines())
}

fn subtitle(node: Configured<'_>) -> Words {
    match node.settings.choice("topics") {
        "many" => words("A topic for each", "구독자마다 주제 하나"),
        _ => words("One topic", "주제 하나"),
    }
}

#[cfg(test)]
mod tests;
