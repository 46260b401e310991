//! Users: where every request comes from.

use crate::catalogue::latency::Place;
use crate::catalogue::region::Region;
use crate::catalogue::spec::{
    Ask, Blueprint, Choice, Group, ParamDefault, ParamKind, ParamSpec, Ports, Roles, ServiceSpec, Text,
};

pub(super) static SPEC: ServiceSpec = ServiceSpec {
    id: "users",
    group: Group::People,
    name: Text { en: "Users", ko: "사용자" },
    short: Text { en: "Users", ko: "사용자" },
    purpose: Text { en: "Who visits, and from where", ko: "누가 어디서 접속하는가" },
    card: || Text {
        en: "Every request starts here. How many users there are, how often they ask and for what stands in the \
             workload; here is only where they are. The farther from the region, the longer each round trip, however \
             fast the servers are.",
        ko: "모든 요청이 여기서 시작된다. 사용자 수, 요청 빈도와 종류는 워크로드에서 정하고 여기서는 위치만 정한다. \
             리전에서 멀수록 서버가 아무리 빨라도 왕복 시간이 길어진다.",
    },
    icon: r#"<circle cx="9" cy="8" r="3.2"/><path d="M3 19.5c.5-3.6 2.8-5.5 6-5.5s5.5 1.9 6 5.5"/><path d="M15.2 5.3a3 3 0 0 1 0 5.6M17.3 14.4c2.1.6 3.4 2.3 3.7 5.1"/>"#,
    params: || {
        &[ParamSpec {
            key: "place",
            label: Text { en: "Where they are", ko: "위치" },
            kind: ParamKind::Choice(places),
            default: ParamDefault::Choice("seoul"),
            basis: "",
        }]
    },
    roles: Roles::None,
    takes_over: None,
    zonal: false,
    size: None,
    applies: |_, _| true,
    ports: |_| Ports { asks: vec![Ask::Page, Ask::Static], answers: vec![Ask::Notify], ..Ports::default() },
    blueprint: |_| Ok(Blueprint { instances: 1, ..Blueprint::default() }),
    bill: |_, _| Ok(Vec::new()),
    tables: || vec![],
    subtitle: |node| Place::from_id(node.settings.choice("place")).name().into(),
};

fn places(_: Region) -> Vec<Choice> {
    let choice = |place: Place| Choice::plain(place.id(), place.name());
    Place::ALL.into_iter().map(choice).collect()
}

#[cfg(test)]
mod tests;
