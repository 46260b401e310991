//! What load balancers have in common: a delay, health checks, addresses, and a bill that begins with hours.
//!
//! Each brings its facts: `delay_ms`, `hour`, `health.interval_s`, and how many checks in a row decide that a server is
//! asked (`health.ready`) or no longer asked (`health.unhealthy`).

use super::bill::{Bill, HOURS, words};
use super::facts::Table;
use super::region::Region;
use super::spec::{BillLine, BillUnit, Blueprint, HealthBlueprint, Text, Usage};
use crate::units::decimal::significant;

/// Public addresses of a load balancer: one in each zone it stands in, of which it needs two (assumption: no more).
const ADDRESSES: f64 = 2.0;

/// One that grows with its traffic: it has no station. How long that takes is not modelled.
pub(crate) fn blueprint(facts: &Table) -> Blueprint {
    let interval_s = facts.value("health.interval_s");
    Blueprint {
        instances: 1,
        delay_ms: facts.value("delay_ms"),
        health: Some(HealthBlueprint {
            dead_after_s: interval_s * facts.value("health.unhealthy"),
            ready_after_s: interval_s * facts.value("health.ready"),
        }),
        ..Blueprint::default()
    }
}

/// Hours, what its kind bills for the traffic, public addresses, and what goes out to users.
pub(crate) fn bill(facts: &Table, region: Region, usage: &Usage, traffic: impl FnOnce(&mut Bill)) -> Vec<BillLine> {
    let mut bill = Bill::default();
    let label = words("Load balancer", "로드 밸런서");
    bill.add("load_balancer", label, HOURS, BillUnit::Hours, facts.fact("hour", region));
    traffic(&mut bill);
    bill.add_addresses(ADDRESSES, region);
    bill.remark(
        "public_ipv4",
        "billed by the hour since February 2024, attached or not; assumption: one address in each of two zones",
        "2024년 2월부터 연결 여부와 관계없이 시간당 과금, 가정: 가용 영역 2개에 주소 하나씩",
    );
    bill.add_internet(usage.internet_bytes_per_s, region);
    bill.lines()
}

/// One thing that a capacity unit is measured by: how many units it alone would be.
pub(crate) struct Dimension {
    pub(crate) units: f64,
    pub(crate) name: Text,
}

/// Capacity units of an average second, such as `LCU`: the largest of their dimensions. Their facts stand under their
/// name in small letters.
///
/// New connections a second are not in a steady drawing: assumed is that each open connection is kept alive and made
/// anew once in the load balancer's idle time (`new_connections`).
pub(crate) fn add_units(bill: &mut Bill, facts: &Table, name: &str, region: Region, dimensions: &[Dimension]) {
    let on_top = format!("capacity units ({name}) are billed on top");
    bill.remark("load_balancer", on_top, format!("용량 단위({name})는 따로 과금"));
    let larger = |best: &Dimension, one: &Dimension| one.units > best.units;
    let largest = dimensions.iter().reduce(|best, one| if larger(best, one) { one } else { best });
    let Some(largest) = largest.filter(|largest| largest.units > 0.0) else { return };
    let label = words(format!("{name} ({})", largest.name.en), format!("{name}({})", largest.name.ko));
    let price = facts.fact(&name.to_ascii_lowercase(), region);
    bill.add("lcu", label, HOURS * largest.units, BillUnit::LcuHours, price);
    let each = |text: fn(&Text) -> &'static str| {
        let said = dimensions.iter().map(|one| format!("{} {}", text(&one.name), significant(one.units, 3)));
        said.collect::<Vec<_>>().join(", ")
    };
    let idle_s = significant(facts.value("idle_s"), 6);
    bill.remark(
        "lcu",
        format!(
            "the largest of {}; assumption: each open connection is made anew once in {idle_s} s",
            each(|name| name.en)
        ),
        format!("{} 중 가장 큰 값, 가정: 열린 연결은 {idle_s}초에 한 번 새로 맺음", each(|name| name.ko)),
    );
}

/// New connections a second, by that assumption.
pub(crate) fn new_connections(facts: &Table, usage: &Usage) -> f64 {
    usage.open_connections / facts.value("idle_s")
}

/// GB an hour that pass through.
pub(crate) fn gb_an_hour(usage: &Usage) -> f64 {
    usage.processed_bytes_per_s * 3600.0 / 1e9
}
