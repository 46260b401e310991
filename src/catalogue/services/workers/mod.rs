//! Workers: EC2 instances that do background jobs.

use super::ec2;
use crate::catalogue::settings::CALLS_WORKERS;
use crate::catalogue::spec::{Group, Role, Roles, ServiceSpec, Text};

pub(super) static SPEC: ServiceSpec = ServiceSpec {
    id: "workers",
    group: Group::Compute,
    name: Text { en: "Workers", ko: "워커" },
    short: Text { en: "Workers", ko: "워커" },
    purpose: Text { en: "Do slow jobs in background", ko: "느린 작업을 뒤에서 처리한다" },
    card: || Text {
        en: "EC2 instances that take jobs from a queue and do them while no user waits: thumbnails, mails, reports. Use \
             them when slow work holds up pages, or comes in bursts. Work whose result the user needs at once does not \
             belong here.",
        ko: "큐에서 작업을 꺼내 사용자를 기다리게 하지 않고 처리하는 EC2 인스턴스다. 섬네일, 메일, 보고서 같은 작업을 \
             맡긴다. 느린 작업이 페이지 응답을 붙잡거나 한꺼번에 몰릴 때 쓴다. 사용자에게 결과가 바로 필요한 작업에는 \
             맞지 않는다.",
    },
    icon: r#"<circle cx="12" cy="12" r="3"/><path d="M12 2.8v3M12 18.2v3M2.8 12h3M18.2 12h3M5.5 5.5l2.1 2.1M16.4 16.4l2.1 2.1M18.5 5.5l-2.1 2.1M7.6 16.4l-2.1 2.1"/><circle cx="12" cy="12" r="6.2"/>"#,
    params: || ec2::PARAMS,
    roles: Roles::Chosen(&[Role::Worker]),
    takes_over: Some(Role::Worker),
    zonal: true,
    size: Some("type"),
    applies: |settings, key| key != CALLS_WORKERS && ec2::applies(settings, key),
    ports: ec2::ports,
    blueprint: ec2::blueprint,
    bill: ec2::bill,
    tables: || vec![],
    subtitle: ec2::subtitle,
};

#[cfg(test)]
mod tests;
