//! Version 1. Frozen: `tests/it/golden` keeps links and files of it, which must open for ever.
//!
//! It writes everything out, defaults of settings too, so that a drawing does not change its meaning when a later
//! catalogue has other defaults.

use crate::lists::{Map, Set};

use serde::{Deserialize, Serialize};

use super::checks;
use super::decimal::Decimal;
use crate::catalogue::region::Region;
use crate::catalogue::settings::{self, Settings, Value};
use crate::catalogue::spec::Role;
use crate::codec::CodecError;
use crate::model::scenario::{self, NodeId, Point};
use crate::model::workload::{Mix, QueryQuality, Workload};
use crate::units::Seed;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Scenario {
    version: u32,
    #[serde(default)]
    name: String,
    #[serde(default)]
    region: Region,
    #[serde(default = "default_seed")]
    seed: u32,
    #[serde(default)]
    workload: WorkloadV1,
    nodes: Map<u32, Node>,
    #[serde(default)]
    edges: Vec<Edge>,
}

fn default_seed() -> u32 {
    scenario::Scenario::default().seed.0
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Node {
    service: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    name: String,
    at: At,
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    settings: Map<String, Value>,
    #[serde(default, skip_serializing_if = "Set::is_empty")]
    roles: Set<Role>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    zones: Vec<char>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct At {
    x: i32,
    y: i32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Edge {
    from: u32,
    to: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MixV1 {
    page: u32,
    write: u32,
    #[serde(rename = "static")]
    static_file: u32,
    upload: u32,
}

/// Fields that are absent have the default of the program that reads them.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WorkloadV1 {
    users: u32,
    active_percent: Decimal,
    requests_per_minute: Decimal,
    peak_factor: Decimal,
    mix: MixV1,
    timeout_s: Decimal,
    page_cpu_ms: Decimal,
    write_cpu_ms: Decimal,
    upload_cpu_ms: Decimal,
    page_reads: Decimal,
    write_reads: Decimal,
    query_quality: QueryQuality,
    cacheable_percent: Decimal,
    replica_safe_percent: Decimal,
    page_kb: Decimal,
    static_kb: Decimal,
    upload_kb: Decimal,
    jobs_per_upload: Decimal,
    job_cpu_ms: Decimal,
}

impl Default for WorkloadV1 {
    fn default() -> Self {
        Self::from(&Workload::default())
    }
}

impl From<&Workload> for WorkloadV1 {
    fn from(workload: &Workload) -> Self {
        let Mix { page, write, static_file, upload } = workload.mix;
        Self {
            users: workload.users,
            active_percent: Decimal(workload.active_percent),
            requests_per_minute: Decimal(workload.requests_per_minute),
            peak_factor: Decimal(workload.peak_factor),
            mix: MixV1 { page, write, static_file, upload },
            timeout_s: Decimal(workload.timeout_s),
            page_cpu_ms: Decimal(workload.page_cpu_ms),
            write_cpu_ms: Decimal(workload.write_cpu_ms),
            upload_cpu_ms: Decimal(workload.upload_cpu_ms),
            page_reads: Decimal(workload.page_reads),
            write_reads: Decimal(workload.write_reads),
            query_quality: workload.query_quality,
            cacheable_percent: Decimal(workload.cacheable_percent),
            replica_safe_percent: Decimal(workload.replica_safe_percent),
            page_kb: Decimal(workload.page_kb),
            static_kb: Decimal(workload.static_kb),
            upload_kb: Decimal(workload.upload_kb),
            jobs_per_upload: Decimal(workload.jobs_per_upload),
            job_cpu_ms: Decimal(workload.job_cpu_ms),
        }
    }
}

impl From<WorkloadV1> for Workload {
    fn from(wire: WorkloadV1) -> Self {
        let MixV1 { page, write, static_file, upload } = wire.mix;
        Self {
            users: wire.users,
            active_percent: wire.active_percent.0,
            requests_per_minute: wire.requests_per_minute.0,
            peak_factor: wire.peak_factor.0,
            mix: Mix { page, write, static_file, upload },
            timeout_s: wire.timeout_s.0,
            page_cpu_ms: wire.page_cpu_ms.0,
            write_cpu_ms: wire.write_cpu_ms.0,
            upload_cpu_ms: wire.upload_cpu_ms.0,
            page_reads: wire.page_reads.0,
            write_reads: wire.write_reads.0,
            query_quality: wire.query_quality,
            cacheable_percent: wire.cacheable_percent.0,
            replica_safe_percent: wire.replica_safe_percent.0,
            page_kb: wire.page_kb.0,
            static_kb: wire.static_kb.0,
            upload_kb: wire.upload_kb.0,
            jobs_per_upload: wire.jobs_per_upload.0,
            job_cpu_ms: wire.job_cpu_ms.0,
        }
    }
}

impl From<&scenario::Scenario> for Scenario {
    fn from(scenario: &scenario::Scenario) -> Self {
        Self {
            version: 1,
            name: scenario.name.clone(),
            region: scenario.region,
            seed: scenario.seed.0,
            workload: WorkloadV1::from(&scenario.workload),
            nodes: Map::from_iter(scenario.nodes.iter().map(|(id, node)| (id.0, Node::from(node)))),
            edges: scenario.edges.iter().map(|edge| Edge { from: edge.from.0, to: edge.to.0 }).collect(),
        }
    }
}

impl From<&scenario::Node> for Node {
    fn from(node: &scenario::Node) -> Self {
        Self {
            service: node.service.clone(),
            name: node.name.clone(),
            at: At { x: node.at.x, y: node.at.y },
            settings: with_defaults(node),
            roles: node.roles.clone(),
            zones: node.zones.clone(),
        }
    }
}

/// The settings of a node with its service's defaults written out.
fn with_defaults(node: &scenario::Node) -> Map<String, Value> {
    let mut all = node.spec().map(|spec| settings::complete(spec.params, &Settings::default()).0).unwrap_or_default();
    all.extend(node.settings.0.iter().map(|(key, value)| (key.clone(), value.clone())));
    all
}

/// Reads and checks.
pub(super) fn read(json: &[u8]) -> Result<scenario::Scenario, CodecError> {
    let wire: Scenario = serde_json::from_slice(json)?;
    checks::count("nodes", wire.nodes.len(), checks::MAX_NODES)?;
    checks::count("edges", wire.edges.len(), checks::MAX_EDGES)?;
    let edge = |edge: Edge| scenario::Edge { from: NodeId(edge.from), to: NodeId(edge.to) };
    let scenario = scenario::Scenario {
        version: scenario::VERSION,
        name: wire.name,
        region: wire.region,
        seed: Seed(wire.seed),
        workload: Workload::from(wire.workload),
        nodes: Map::from_iter(wire.nodes.into_iter().map(|(id, node)| (NodeId(id), scenario::Node::from(node)))),
        edges: Set::from_iter(wire.edges.into_iter().map(edge)),
    };
    checks::scenario(&scenario)?;
    Ok(without_defaults(scenario))
}

impl From<Node> for scenario::Node {
    fn from(wire: Node) -> Self {
        Self {
            service: wire.service,
            name: wire.name,
            at: Point { x: wire.at.x, y: wire.at.y },
            settings: Settings(wire.settings),
            roles: wire.roles,
            zones: wire.zones,
        }
    }
}

/// In memory a setting that has its default is absent.
fn without_defaults(mut scenario: scenario::Scenario) -> scenario::Scenario {
    for node in scenario.nodes.values_mut() {
        if let Some(spec) = node.spec() {
            let is_default = |key: &str, value: &Value| {
                spec.params.iter().any(|param| param.key == key && param.default_value() == *value)
            };
            node.settings.0.retain(|key, value| !is_default(key, value));
        }
    }
    scenario
}
