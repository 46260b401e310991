//! Results as JSON and CSV, stable: `docs/cli.md` says what each field is. Numbers that are not finite become null.

use crate::lists::{Map, Set};

use serde::Serialize;

use crate::catalogue::spec::{BillUnit, Resource};
use crate::engine::report::{Cost, CostLine, Latency, Report, State, Sweep, SweepPoint};
use crate::model::scenario::{NodeId, Scenario};
use crate::model::workload::Class;
use crate::units::Usd;

/// Readable, unique names of a drawing's nodes: the name that the user gave where it is the only one of its kind,
/// else `<service>-<id>`.
#[derive(Clone, Debug)]
pub struct NodeNames(Map<NodeId, String>);

impl NodeNames {
    /// The names of a drawing's nodes.
    pub fn of(scenario: &Scenario) -> Self {
        let fallback = |id: &NodeId, service: &str| format!("{service}-{}", id.0);
        let fallbacks = Set::from_iter(scenario.nodes.iter().map(|(id, node)| fallback(id, &node.service)));
        let is_taken = |name: &str| {
            fallbacks.contains(name) || scenario.nodes.values().filter(|node| node.name == name).count() > 1
        };
        let name = |(id, node): (&NodeId, &crate::model::scenario::Node)| {
            let given = !node.name.is_empty() && !is_taken(&node.name);
            (*id, if given { node.name.clone() } else { fallback(id, &node.service) })
        };
        Self(Map::from_iter(scenario.nodes.iter().map(name)))
    }

    /// The name of a node; its bare id for one that the drawing does not have.
    pub fn get(&self, id: NodeId) -> String {
        self.0.get(&id).cloned().unwrap_or_else(|| id.0.to_string())
    }
}

/// The key of a resource in JSON and CSV, such as `disk_iops`.
pub fn resource_key(resource: Resource) -> &'static str {
    match resource {
        Resource::Cpu => "cpu",
        Resource::DiskIops => "disk_iops",
        Resource::Network => "network",
        Resource::Requests => "requests",
        Resource::ReadCapacity => "read_capacity",
        Resource::WriteCapacity => "write_capacity",
        Resource::Scan => "scan",
        Resource::WorkerSlots => "worker_slots",
        Resource::Connections => "connections",
        Resource::QuerySlots => "query_slots",
        Resource::Concurrency => "concurrency",
        Resource::Batches => "batches",
        Resource::MessageGroups => "message_groups",
        Resource::Memory => "memory",
    }
}

/// The key of a state in JSON.
pub fn state_key(state: State) -> &'static str {
    match state {
        State::Ok => "ok",
        State::Saturated => "saturated",
        State::Unstable => "unstable",
    }
}

type Utilisation = Map<String, Map<&'static str, Option<f64>>>;

#[derive(Serialize)]
struct ReportJson {
    users: u32,
    state: &'static str,
    throughput_rps: Option<f64>,
    latency_ms: LatencyJson,
    error_rate: Option<f64>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    refused_rps: Map<String, Option<f64>>,
    bottleneck: Option<BottleneckJson>,
    utilisation: Utilisation,
    limits: Vec<LimitJson>,
    cost_usd_month: CostJson,
}

/// A mean and percentiles, in the unit of the field that holds them.
#[derive(Default, Serialize)]
pub(super) struct LatencyJson {
    pub(super) mean: Option<f64>,
    pub(super) p50: Option<f64>,
    pub(super) p95: Option<f64>,
    pub(super) p99: Option<f64>,
}

#[derive(Serialize)]
struct BottleneckJson {
    node: String,
    resource: &'static str,
    utilisation: Option<f64>,
    breaks_at_users: Option<f64>,
}

#[derive(Serialize)]
struct LimitJson {
    node: String,
    resource: &'static str,
    users: Option<f64>,
}

#[derive(Serialize)]
struct CostJson {
    total: Usd,
    lines: Vec<LineJson>,
}

#[derive(Serialize)]
struct LineJson {
    node: String,
    item: &'static str,
    quantity: Option<f64>,
    unit: BillUnit,
    unit_price: Option<f64>,
    usd: Usd,
    source: String,
}

#[derive(Serialize)]
struct SweepJson {
    knee_users: Option<f64>,
    points: Vec<PointJson>,
}

#[derive(Serialize)]
struct PointJson {
    users: u32,
    throughput_rps: Option<f64>,
    latency_ms: LatencyJson,
    latency_by_class_ms: Map<Class, LatencyJson>,
    residence_ms: Map<String, Option<f64>>,
    error_rate: Option<f64>,
    utilisation: Utilisation,
    cost_usd_month: Usd,
}

pub(super) fn finite(number: f64) -> Option<f64> {
    number.is_finite().then_some(number)
}

fn latency(latency: Option<Latency>) -> LatencyJson {
    latency.map_or_else(LatencyJson::default, |latency| LatencyJson {
        mean: finite(latency.mean.0),
        p50: finite(latency.p50.0),
        p95: finite(latency.p95.0),
        p99: finite(latency.p99.0),
    })
}

fn cost(cost: &Cost, names: &NodeNames) -> CostJson {
    let line = |line: &CostLine| LineJson {
        node: names.get(line.node),
        item: line.item,
        quantity: finite(line.quantity),
        unit: line.unit,
        unit_price: finite(line.unit_price),
        usd: line.usd,
        source: line.source.text().to_owned(),
    };
    CostJson { total: cost.total, lines: cost.lines.iter().map(line).collect() }
}

/// A report as JSON, laid out for people, without a newline at its end.
pub fn report(scenario: &Scenario, report: &Report) -> String {
    let names = NodeNames::of(scenario);
    let mut utilisation = Utilisation::new();
    for (id, node) in &report.nodes {
        let resources = utilisation.or_default(names.get(*id));
        resources.extend(node.resources.iter().map(|used| (resource_key(used.resource), finite(used.utilisation.0))));
    }
    let refusing = report.nodes.iter().filter(|(_, node)| node.refused.0 > 0.0);
    let json = ReportJson {
        users: report.users,
        state: state_key(report.state),
        throughput_rps: finite(report.throughput.0),
        latency_ms: latency(report.latency),
        error_rate: finite(report.error_rate.0),
        refused_rps: Map::from_iter(refusing.map(|(id, node)| (names.get(*id), finite(node.refused.0)))),
        bottleneck: report.bottleneck.map(|bottleneck| BottleneckJson {
            node: names.get(bottleneck.node),
            resource: resource_key(bottleneck.resource),
            utilisation: finite(bottleneck.utilisation.0),
            breaks_at_users: finite(bottleneck.breaks_at_users),
        }),
        utilisation,
        limits: limits(report, &names),
        cost_usd_month: cost(&report.cost, &names),
    };
    serde_json::to_string_pretty(&json).unwrap_or_default()
}

fn limits(report: &Report, names: &NodeNames) -> Vec<LimitJson> {
    let limit = |limit: &crate::engine::report::Limit| LimitJson {
        node: names.get(limit.node),
        resource: resource_key(limit.resource),
        users: finite(limit.users),
    };
    report.limits.iter().map(limit).collect()
}

/// A sweep as JSON, laid out for people, without a newline at its end.
pub fn sweep(scenario: &Scenario, sweep: &Sweep) -> String {
    let names = NodeNames::of(scenario);
    let point = |point: &SweepPoint| PointJson {
        users: point.users,
        throughput_rps: finite(point.throughput.0),
        latency_ms: latency(point.latency),
        latency_by_class_ms: Map::from_iter(point.classes.iter().map(|(class, found)| (*class, latency(Some(*found))))),
        residence_ms: Map::from_iter(point.residence.iter().map(|(id, time)| (names.get(*id), finite(time.0)))),
        error_rate: finite(point.error_rate.0),
        utilisation: point_utilisation(point, &names),
        cost_usd_month: point.cost,
    };
    let json =
        SweepJson { knee_users: sweep.knee_users.and_then(finite), points: sweep.points.iter().map(point).collect() };
    serde_json::to_string_pretty(&json).unwrap_or_default()
}

fn point_utilisation(point: &SweepPoint, names: &NodeNames) -> Utilisation {
    let mut utilisation = Utilisation::new();
    for ((id, resource), used) in &point.utilisation {
        utilisation.or_default(names.get(*id)).insert(resource_key(*resource), finite(used.0));
    }
    utilisation
}

/// A sweep as CSV (RFC 4180, newline ended): one row a point, one column a resource. Empty where undefined.
pub fn sweep_csv(scenario: &Scenario, sweep: &Sweep) -> String {
    let names = NodeNames::of(scenario);
    let resources: Set<(NodeId, Resource)> =
        sweep.points.iter().flat_map(|point| point.utilisation.keys().copied()).collect();
    let fixed = ["users", "throughput_rps", "mean_ms", "p50_ms", "p95_ms", "p99_ms", "error_rate", "cost_usd_month"];
    let mut header: Vec<String> = fixed.map(str::to_owned).to_vec();
    // The prefix also keeps a spreadsheet from taking a name for a formula.
    header.extend(
        resources
            .iter()
            .map(|(id, resource)| quoted(&format!("utilisation {} {}", names.get(*id), resource_key(*resource)))),
    );
    let rows = sweep.points.iter().map(|point| csv_row(point, &resources));
    std::iter::once(header.join(",")).chain(rows).map(|row| row + "\n").collect()
}

fn csv_row(point: &SweepPoint, resources: &Set<(NodeId, Resource)>) -> String {
    let cell = |number: Option<f64>| number.map(|number| number.to_string()).unwrap_or_default();
    let LatencyJson { mean, p50, p95, p99 } = latency(point.latency);
    let mut cells = vec![point.users.to_string(), cell(finite(point.throughput.0))];
    cells.extend([mean, p50, p95, p99].map(cell));
    cells.extend([cell(finite(point.error_rate.0)), point.cost.to_string()]);
    cells.extend(resources.iter().map(|key| cell(point.utilisation.get(key).and_then(|used| finite(used.0)))));
    cells.join(",")
}

pub(super) fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}
