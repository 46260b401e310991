//! Readers of an Aurora cluster: they answer reads from the storage that the writer writes to.

use super::{aurora, rds, rds_replica};
use crate::catalogue::bill::Bill;
use crate::catalogue::spec::{
    Ask, BillLine, Blueprint, Configured, Group, LagBlueprint, ParamDefault, ParamKind, ParamSpec, Ports, Roles,
    ServiceSpec, SpecError, Text, Unit, Usage, Words,
};

/// How many.
const COUNT: ParamSpec = ParamSpec {
    key: "count",
    label: Text { en: "Readers", ko: "리더 수" },
    kind: ParamKind::Int { min: 1, max: 15, unit: Unit::None },
    default: ParamDefault::Int(1),
    basis: "at most 15 in a cluster: awsdocs/amazon-aurora-user-guide@7a931b46:doc_source/AuroraPostgreSQL.Replication.md:13",
};

/// How far they are behind.
const LAG: ParamSpec = ParamSpec {
    key: "lag_ms",
    label: Text { en: "Lag (in Time)", ko: "복제 지연(시간 탭)" },
    kind: ParamKind::Int { min: 0, max: 600_000, unit: Unit::Millis },
    default: ParamDefault::Int(20),
    basis: "assumption: AWS says usually much less than 100 ms",
};

/// What a change costs each of them.
const APPLY: ParamSpec = ParamSpec {
    key: "apply_percent",
    label: Text { en: "CPU of a change, of the writer's", ko: "변경 1건의 CPU(라이터 대비)" },
    kind: ParamKind::Int { min: 0, max: 100, unit: Unit::Percent },
    default: ParamDefault::Int(10),
    basis: "assumption: a reader only mends the pages that it has in memory, and writes nothing",
};

pub(super) static SPEC: ServiceSpec = ServiceSpec {
    id: "aurora_reader",
    group: Group::Data,
    name: Text { en: "Aurora reader", ko: "Aurora 리더" },
    short: Text { en: "Aurora reader", ko: "Aurora 리더" },
    purpose: Text { en: "More reads, same storage", ko: "같은 스토리지에서 읽기를 늘린다" },
    card: || Text {
        en: "One to fifteen instances that answer reads from the storage of an Aurora cluster. Use them when reads fill the \
             writer, and to have one that takes over when it fails. They hardly repeat the writes, and are some tens of \
             milliseconds behind. For writes they do nothing.",
        ko: "Aurora 클러스터의 스토리지에서 읽기에 답하는 인스턴스로, 1대에서 15대까지 둔다. 읽기가 라이터를 채울 때, 그리고 \
             라이터가 실패하면 이어받을 인스턴스로 쓴다. 쓰기를 거의 반복하지 않고 수십 밀리초만 늦다. 쓰기에는 도움이 되지 \
             않는다.",
    },
    icon: r#"<ellipse cx="12" cy="18" rx="7.5" ry="2.7"/><path d="M6.5 16.2V10M12 15.3V10M17.5 16.2V10"/><rect x="4.2" y="4" width="4.6" height="6" rx="1"/><rect x="9.7" y="4" width="4.6" height="6" rx="1"/><rect x="15.2" y="4" width="4.6" height="6" rx="1"/>"#,
    params: || {
        &[
            rds::ENGINE,
            aurora::CAPACITY,
            aurora::CLASS,
            aurora::ACU_MIN,
            aurora::ACU_MAX,
            COUNT,
            aurora::READ_IO,
            LAG,
            rds_replica::ROWS,
            APPLY,
        ]
    },
    roles: Roles::None,
    takes_over: None,
    zonal: true,
    size: None,
    applies: aurora::applies,
    ports: |_| Ports { answers: vec![Ask::DbRead, Ask::Analyze, Ask::Replicate], ..Ports::default() },
    blueprint,
    bill,
    subtitle: |node| {
        let (size, count) = (aurora::size(node), node.settings.int(COUNT.key));
        Words::same(&format!("{size} × {count} · {}", rds::engine_name(node)))
    },
    tables: || vec![],
};

/// Readers that share reads evenly. A change is work for all of them, put on one of as many as there are.
fn blueprint(node: Configured<'_>) -> Result<Blueprint, SpecError> {
    let count = u32::try_from(node.settings.int(COUNT.key)).unwrap_or(1);
    let share = node.settings.int(APPLY.key) as f64 / 100.0;
    let lag_s = node.settings.int(LAG.key) as f64 / 1_000.0;
    let rows = node.settings.int(rds_replica::ROWS.key) as f64;
    Ok(Blueprint {
        lag: Some(LagBlueprint { lag_s, rows }),
        copy_share: Some(share * f64::from(count)),
        ..aurora::readers(node, count)?
    })
}

/// The readers, and what they ask of the cluster's storage.
fn bill(node: Configured<'_>, usage: &Usage) -> Result<Vec<BillLine>, SpecError> {
    let mut bill = Bill::default();
    aurora::add_instances(&mut bill, node, usage, node.settings.int(COUNT.key) as f64)?;
    aurora::add_io(&mut bill, node, usage, 0.0);
    Ok(bill.lines())
}

#[cfg(test)]
mod tests;
