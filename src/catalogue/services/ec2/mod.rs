//! EC2: servers that the user sizes and gives roles.

mod adapter;
mod cores;
mod fleet;
mod purchase;
mod scaling;
mod volumes;

use crate::catalogue::spec::{Group, Role, Roles, ServiceSpec, Text};

pub(super) use scaling::target_tracking;

pub(super) use fleet::{PARAMS, applies, bill, blueprint, ports, subtitle};

pub(super) static SPEC: ServiceSpec = ServiceSpec {
    id: "ec2",
    group: Group::Compute,
    name: Text::same("EC2"),
    short: Text::same("EC2"),
    purpose: Text { en: "Servers you size and scale", ko: "직접 고르고 늘리는 서버" },
    card: || Text {
        en: "Virtual servers of a type and number that you choose. One may do everything at first: web, application, \
             database and files then share its processors, memory and disk. Give a role away (database to RDS, files to \
             S3) before you add servers: only what keeps nothing of its own can be multiplied.",
        ko: "유형과 대수를 직접 고르는 가상 서버다. 처음에는 한 대가 웹, 애플리케이션, 데이터베이스, 파일을 모두 맡을 수 \
             있지만 그러면 CPU, 메모리, 디스크를 나누어 쓴다. 서버를 늘리기 전에 데이터베이스는 RDS로, 파일은 S3로 \
             옮긴다. 자기 데이터를 갖지 않는 서버만 여러 대로 늘릴 수 있다.",
    },
    icon: r#"<rect x="5.5" y="5.5" width="13" height="13" rx="2.2"/><rect x="9.5" y="9.5" width="5" height="5" rx="1"/><path d="M9.5 2.5v3M14.5 2.5v3M9.5 18.5v3M14.5 18.5v3M2.5 9.5h3M2.5 14.5h3M18.5 9.5h3M18.5 14.5h3"/>"#,
    params: || PARAMS,
    roles: Roles::Chosen(&[Role::Web, Role::App]),
    takes_over: None,
    zonal: true,
    size: Some("type"),
    applies,
    ports,
    blueprint,
    bill,
    tables: || vec![("scaling", &scaling::FACTS), ("purchase", &purchase::FACTS), ("reserved", &purchase::RESERVED)],
    subtitle,
};

#[cfg(test)]
mod tests;
