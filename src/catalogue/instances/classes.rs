//! Instance classes of databases, such as `db.t3.micro`: an instance type under a database. Their tables are the
//! services'; each has `vcpu`, `gib` and connections by engine (`conn.mysql`).

use super::{CreditMode, InstanceType, choice, family_of, family_speed, processors};
use crate::catalogue::bill::{Bill, HOURS, words};
use crate::catalogue::facts::{Fact, Row, Table};
use crate::catalogue::spec::{BillUnit, Choice, Note, Resource, SlotBlueprint, StationBlueprint};

/// Classes of a table, those that are offered.
pub(crate) fn listed(table: &'static Table, is_offered: impl Fn(&Row) -> bool) -> Vec<Choice> {
    let rows = table.rows().iter().filter(|row| is_offered(row));
    rows.map(|row| choice(row.key, family_of(base(row.key)), row.value("vcpu"), row.value("gib"))).collect()
}

/// `t3.micro` of `db.t3.micro`.
fn base(class: &str) -> &str {
    class.strip_prefix("db.").unwrap_or(class)
}

/// Processors of a class, with the remarks that belong to them, and the instance type that it is, where that is known. T
/// classes run unlimited, as AWS sets them up.
pub(crate) fn machine(row: &Row) -> (StationBlueprint, Vec<Note>, Option<InstanceType>) {
    let kind = InstanceType::get(base(row.key));
    let baseline = kind.and_then(InstanceType::baseline);
    let speed = family_speed(family_of(base(row.key)));
    let (cpu, notes) = processors(row.value("vcpu") as u32, speed, baseline, CreditMode::Unlimited);
    (cpu, notes, kind)
}

/// Connections that an engine takes by default.
pub(crate) fn connections(row: &Row, engine: &str) -> SlotBlueprint {
    let limit = row.value(&["conn.", engine].concat()) as u32;
    SlotBlueprint { resource: Resource::Connections, limit, refuses: false }
}

/// Adds what so many instances of a T class use above their baseline.
pub(crate) fn add_surplus(bill: &mut Bill, row: &Row, instances: f64, utilisation: f64, price: Fact) {
    let Some(baseline) = InstanceType::get(base(row.key)).and_then(InstanceType::baseline) else { return };
    let surplus = (utilisation - baseline) * row.value("vcpu") * HOURS * instances;
    let label = words("Surplus CPU credits", "잉여 CPU 크레딧");
    bill.add("surplus_credits", label, surplus, BillUnit::VcpuHours, price);
}
