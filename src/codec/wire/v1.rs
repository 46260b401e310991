//! Version 1. Frozen: `tests/it/golden` keeps links and files of it, which must open for ever.
//!
//! It writes everything out, defaults of settings too, so that a drawing does not change its meaning when a later
//! catalogue has other defaults.

use super::{checks, plan};
use crate::catalogue::region::Region;
use crate::catalogue::settings::{self, Settings, Value};
use crate::catalogue::spec::Role;
use crate::codec::CodecError;
use crate::codec::json::{Is, Json, Members, Taker, Writer};
use crate::lists::{Map, Set};
use crate::model::scenario::{Edge, Node, NodeId, Point, Scenario, VERSION};
use crate::model::workload::{Mix, QueryQuality, Workload};
use crate::units::Seed;

/// The drawing as text.
pub(super) fn write(scenario: &Scenario, is_pretty: bool) -> String {
    let mut json = Writer::new(is_pretty);
    json.open('{');
    json.whole("version", 1);
    json.word("name", &scenario.name);
    json.word("region", scenario.region.id());
    json.whole("seed", scenario.seed.0.into());
    json.key("workload");
    write_workload(&mut json, &mut scenario.workload.clone());
    json.key("nodes");
    json.open('{');
    for (id, node) in &scenario.nodes {
        json.key(&id.0.to_string());
        write_node(&mut json, node);
    }
    json.close('}');
    json.key("edges");
    json.open('[');
    for edge in &scenario.edges {
        json.item();
        pair(&mut json, ("from", edge.from.0.into()), ("to", edge.to.0.into()));
    }
    json.close(']');
    plan::write(&mut json, &scenario.plan);
    json.close('}');
    json.done()
}

fn pair(json: &mut Writer, one: (&str, i64), other: (&str, i64)) {
    json.open('{');
    json.whole(one.0, one.1);
    json.whole(other.0, other.1);
    json.close('}');
}

fn write_workload(json: &mut Writer, workload: &mut Workload) {
    json.open('{');
    json.whole("users", workload.users.into());
    write_decimals(json, &first_decimals(workload));
    json.key("mix");
    json.open('{');
    for (key, weight) in weights(&mut workload.mix) {
        json.whole(key, (*weight).into());
    }
    json.close('}');
    write_decimals(json, &work_decimals(workload));
    json.word("query_quality", workload.query_quality.id());
    write_decimals(json, &last_decimals(workload));
    json.close('}');
}

fn write_decimals(json: &mut Writer, decimals: &[(&str, &mut f64)]) {
    for (key, value) in decimals {
        json.number(key, **value);
    }
}

/// The decimals before the mix, in the order in which they are written.
fn first_decimals(workload: &mut Workload) -> [(&'static str, &mut f64); 3] {
    [
        ("active_percent", &mut workload.active_percent),
        ("requests_per_minute", &mut workload.requests_per_minute),
        ("peak_factor", &mut workload.peak_factor),
    ]
}

/// Those between the mix and the quality of the queries.
fn work_decimals(workload: &mut Workload) -> [(&'static str, &mut f64); 6] {
    [
        ("timeout_s", &mut workload.timeout_s),
        ("page_cpu_ms", &mut workload.page_cpu_ms),
        ("write_cpu_ms", &mut workload.write_cpu_ms),
        ("upload_cpu_ms", &mut workload.upload_cpu_ms),
        ("page_reads", &mut workload.page_reads),
        ("write_reads", &mut workload.write_reads),
    ]
}

/// Those behind it.
fn last_decimals(workload: &mut Workload) -> [(&'static str, &mut f64); 7] {
    [
        ("cacheable_percent", &mut workload.cacheable_percent),
        ("replica_safe_percent", &mut workload.replica_safe_percent),
        ("page_kb", &mut workload.page_kb),
        ("static_kb", &mut workload.static_kb),
        ("upload_kb", &mut workload.upload_kb),
        ("jobs_per_upload", &mut workload.jobs_per_upload),
        ("job_cpu_ms", &mut workload.job_cpu_ms),
    ]
}

fn weights(mix: &mut Mix) -> [(&'static str, &mut u32); 4] {
    [("page", &mut mix.page), ("write", &mut mix.write), ("static", &mut mix.static_file), ("upload", &mut mix.upload)]
}

fn write_node(json: &mut Writer, node: &Node) {
    json.open('{');
    json.word("service", &node.service);
    if !node.name.is_empty() {
        json.word("name", &node.name);
    }
    json.key("at");
    pair(json, ("x", node.at.x.into()), ("y", node.at.y.into()));
    let settings = with_defaults(node);
    if !settings.is_empty() {
        json.key("settings");
        json.open('{');
        for (key, value) in &settings {
            match value {
                Value::Choice(choice) => json.word(key, choice),
                Value::Int(value) => json.whole(key, *value),
                Value::Toggle(on) => {
                    json.key(key);
                    json.raw(if *on { "true" } else { "false" });
                }
            }
        }
        json.close('}');
    }
    words(json, "roles", node.roles.iter().map(|role| role.id().to_owned()).collect());
    words(json, "zones", node.zones.iter().map(|&zone| String::from(zone)).collect());
    json.close('}');
}

/// A list of words; nothing where there is none.
fn words(json: &mut Writer, key: &str, words: Vec<String>) {
    if words.is_empty() {
        return;
    }
    json.key(key);
    json.open('[');
    for word in words {
        json.item();
        json.quoted(&word);
    }
    json.close(']');
}

/// The settings of a node with its service's defaults written out.
fn with_defaults(node: &Node) -> Map<String, Value> {
    let mut all =
        node.spec().map(|spec| settings::complete((spec.params)(), &Settings::default()).0).unwrap_or_default();
    all.extend(node.settings.0.iter().map(|(key, value)| (key.clone(), value.clone())));
    all
}

/// Reads and checks the fields behind the version.
pub(super) fn read(fields: Members<'_>, text: &str) -> Result<Scenario, CodecError> {
    let mut taker = Taker::default();
    let Wire { mut scenario, nodes, edges } = start(&mut taker, fields);
    checks::count("nodes", nodes.len(), checks::MAX_NODES)?;
    checks::count("edges", edges.len(), checks::MAX_EDGES)?;
    for (key, value) in nodes {
        match node_id(&key) {
            Some(id) => {
                scenario.nodes.insert(id, node(&mut taker, value));
            }
            None => taker.refuse(&value, "under a whole number"),
        }
    }
    for value in edges {
        scenario.edges.insert(edge(&mut taker, value));
    }
    taker.done().map_err(|fault| fault.in_text(text))?;
    checks::scenario(&scenario)?;
    Ok(without_defaults(scenario))
}

/// A drawing read but for its parts and connections, which are counted first.
struct Wire<'a> {
    scenario: Scenario,
    nodes: Vec<(String, Json<'a>)>,
    edges: Vec<Json<'a>>,
}

fn start<'a>(taker: &mut Taker, mut fields: Members<'a>) -> Wire<'a> {
    let mut scenario = Scenario { version: VERSION, ..Scenario::default() };
    if let Some(name) = fields.take("name") {
        scenario.name = taker.text(name);
    }
    if let Some(region) = fields.take("region") {
        scenario.region = named(taker, region, "a region", Region::from_id).unwrap_or_default();
    }
    if let Some(seed) = fields.take("seed") {
        scenario.seed = Seed(taker.count(&seed));
    }
    if let Some(workload) = fields.take("workload") {
        read_workload(taker, workload, &mut scenario.workload);
    }
    let nodes = taker.need(&mut fields, "nodes");
    let nodes = taker.object(nodes).rest();
    let edges = taker.list(fields.take("edges"));
    if let Some(json) = fields.take("plan") {
        scenario.plan = plan::read(taker, json);
    }
    taker.end(fields);
    Wire { scenario, nodes, edges }
}

/// Something that is known by its name.
fn named<T>(taker: &mut Taker, json: Json<'_>, wanted: &str, find: fn(&str) -> Option<T>) -> Option<T> {
    let found = if let Is::Text(name) = &json.is { find(name) } else { None };
    if found.is_none() {
        taker.refuse(&json, wanted);
    }
    found
}

/// Fields that are absent keep the default of the program that reads them.
fn read_workload(taker: &mut Taker, json: Json<'_>, workload: &mut Workload) {
    let mut fields = taker.object(json);
    if let Some(users) = fields.take("users") {
        workload.users = taker.count(&users);
    }
    read_decimals(taker, &mut fields, &mut first_decimals(workload));
    if let Some(mix) = fields.take("mix") {
        let mut shares = taker.object(mix);
        for (key, weight) in weights(&mut workload.mix) {
            let share = taker.need(&mut shares, key);
            *weight = taker.count(&share);
        }
        taker.end(shares);
    }
    read_decimals(taker, &mut fields, &mut work_decimals(workload));
    if let Some(quality) = fields.take("query_quality") {
        workload.query_quality =
            named(taker, quality, "a quality of queries", QueryQuality::from_id).unwrap_or_default();
    }
    read_decimals(taker, &mut fields, &mut last_decimals(workload));
    taker.end(fields);
}

fn read_decimals(taker: &mut Taker, fields: &mut Members<'_>, decimals: &mut [(&str, &mut f64)]) {
    for (key, value) in decimals {
        if let Some(json) = fields.take(key) {
            **value = taker.decimal(&json);
        }
    }
}

/// A key as it is written: without zeros or a sign in front, so that no two keys mean the same node.
fn node_id(key: &str) -> Option<NodeId> {
    key.parse().ok().filter(|id: &u32| id.to_string() == key).map(NodeId)
}

fn edge(taker: &mut Taker, json: Json<'_>) -> Edge {
    let mut fields = taker.object(json);
    let (from, to) = (taker.need(&mut fields, "from"), taker.need(&mut fields, "to"));
    taker.end(fields);
    Edge { from: NodeId(taker.count(&from)), to: NodeId(taker.count(&to)) }
}

fn node(taker: &mut Taker, json: Json<'_>) -> Node {
    let mut fields = taker.object(json);
    let service = taker.need(&mut fields, "service");
    let service = taker.text(service);
    let name = fields.take("name").map(|name| taker.text(name)).unwrap_or_default();
    let at = taker.need(&mut fields, "at");
    let at = point(taker, at);
    let mut settings = Settings::default();
    if let Some(given) = fields.take("settings") {
        for (key, value) in taker.object(given).rest() {
            settings.0.insert(key, setting(taker, value));
        }
    }
    let mut roles = Set::new();
    for role in taker.list(fields.take("roles")) {
        roles.extend(named(taker, role, "a role", Role::from_id));
    }
    let mut zones = Vec::new();
    for zone in taker.list(fields.take("zones")) {
        zones.extend(named(taker, zone, "the letter of a zone", only_letter));
    }
    taker.end(fields);
    Node { service, name, at, settings, roles, zones }
}

fn point(taker: &mut Taker, json: Json<'_>) -> Point {
    let mut fields = taker.object(json);
    let mut place = |key| {
        let json = taker.need(&mut fields, key);
        i32::try_from(taker.whole(&json)).unwrap_or_else(|_| {
            taker.refuse(&json, "a place on the canvas");
            0
        })
    };
    let point = Point { x: place("x"), y: place("y") };
    taker.end(fields);
    point
}

fn only_letter(text: &str) -> Option<char> {
    let mut letters = text.chars();
    letters.next().filter(|_| letters.next().is_none())
}

fn setting(taker: &mut Taker, json: Json<'_>) -> Value {
    match json.is {
        Is::Bool(on) => Value::Toggle(on),
        Is::Text(text) => Value::Choice(text),
        Is::Number(_) => Value::Int(taker.whole(&json)),
        _ => {
            taker.refuse(&json, "a word, a whole number, true or false");
            Value::Toggle(false)
        }
    }
}

/// In memory a setting that has its default is absent.
fn without_defaults(mut scenario: Scenario) -> Scenario {
    for node in scenario.nodes.values_mut() {
        if let Some(spec) = node.spec() {
            let is_default = |key: &str, value: &Value| {
                (spec.params)().iter().any(|param| param.key == key && param.default_value() == *value)
            };
            node.settings.0.retain(|key, value| !is_default(key, value));
        }
    }
    scenario
}
