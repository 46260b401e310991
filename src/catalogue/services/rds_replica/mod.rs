//! RDS read replica: a copy of a database that answers reads.

use super::rds;
use crate::catalogue::spec::{Ask, Group, Ports, Roles, ServiceSpec, Text};

pub(super) static SPEC: ServiceSpec = ServiceSpec {
    id: "rds_replica",
    group: Group::Data,
    name: Text { en: "RDS read replica", ko: "RDS 읽기 복제본" },
    short: Text { en: "Read replica", ko: "읽기 복제본" },
    purpose: Text { en: "Copies the data, takes reads", ko: "데이터를 복제해 읽기를 나눈다" },
    card: Text {
        en: "A copy of an RDS database that follows its changes and answers reads. Use it when reads fill the database \
             and a cache cannot hold them. It is a moment behind, repeats every write, and therefore does nothing for a \
             database that is full of writes.",
        ko: "RDS 데이터베이스의 변경을 따라가며 읽기에 답하는 복제본이다. 읽기가 데이터베이스를 채우고 캐시로도 덜 수 없을 \
             때 쓴다. 내용이 조금 늦고 모든 쓰기를 똑같이 반복하므로, 쓰기가 가득 찬 데이터베이스에는 도움이 되지 않는다.",
    },
    icon: r#"<ellipse cx="9" cy="5.5" rx="6" ry="2.3"/><path d="M3 5.5v9.7c0 1 1.7 1.9 4 2.2M15 5.5V8"/><ellipse cx="15.5" cy="12" rx="5.5" ry="2"/><path d="M10 12v7c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2v-7"/>"#,
    params: &[rds::ENGINE, rds::CLASS, rds::STORAGE],
    roles: Roles::None,
    takes_over: None,
    zonal: true,
    applies: |_, _| true,
    ports: |_| Ports { answers: vec![Ask::DbRead, Ask::Replicate], ..Ports::default() },
    blueprint: rds::blueprint,
    bill: rds::bill,
    subtitle: rds::subtitle,
};

#[cfg(test)]
mod tests;
