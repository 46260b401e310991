//! From a drawing to a topology, with everything found on the way.

use crate::lists::{Map, Set};

use super::diagnostic::{Diagnostic, Severity};
use super::routes::{self, Routes};
use super::scenario::{Node, NodeId, Scenario};
use super::topology::{Part, Topology};
use super::workload::{Class, USERS, Workload};
use crate::catalogue::latency::Place;
use crate::catalogue::settings::{self, Value};
use crate::catalogue::spec::{Ask, Configured, Group, Resource};

/// The most nodes that a drawing may have.
pub const MAX_NODES: usize = 200;

/// The most edges that a drawing may have.
pub const MAX_EDGES: usize = 600;

/// Checks a drawing. Everything found is returned; the topology is there where nothing of it is an error.
pub fn check(scenario: &Scenario) -> (Option<Topology>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    if scenario.nodes.len() > MAX_NODES || scenario.edges.len() > MAX_EDGES {
        return (None, vec![Diagnostic::TooLarge]);
    }
    check_workload(&scenario.workload, &mut found);
    let mut parts = make_parts(scenario, &mut found);
    promote_readers(scenario, &mut parts);
    shorten_failovers(scenario, &mut parts);
    receive_in_batches(scenario, &mut parts);
    check_edges(scenario, &parts, &mut found);
    let Some(users) = the_users(&parts, &mut found) else {
        return (None, found);
    };
    let routes = routes::find(scenario, &parts);
    if let Some(node) = routes::circle(&routes) {
        found.push(Diagnostic::Cycle { node });
    }
    check_reach(scenario, users, &parts, &routes, &mut found);
    if found.iter().any(|diagnostic| diagnostic.severity() == Severity::Error) {
        return (None, found);
    }
    let place = parts.get(&users).map_or(Place::default(), |part| Place::from_id(part.settings.choice("place")));
    let topology = Topology {
        region: scenario.region,
        workload: scenario.workload.clone(),
        place,
        users,
        parts,
        routes,
        free_tier: scenario.billing.free_tier,
        edges: scenario.edges.iter().copied().collect(),
    };
    (Some(topology), found)
}

/// The fields of a workload that must be finite and lie in a range, with that range.
pub fn workload_fields(workload: &Workload) -> [(&'static str, f64, f64, f64); 18] {
    [
        ("users", f64::from(workload.users), 1.0, f64::from(*USERS.end())),
        ("active_percent", workload.active_percent, 0.0, 100.0),
        ("requests_per_minute", workload.requests_per_minute, 0.0, 6_000.0),
        ("peak_factor", workload.peak_factor, 0.0, 100.0),
        ("timeout_s", workload.timeout_s, 0.1, 3_600.0),
        ("page_cpu_ms", workload.page_cpu_ms, 0.0, 60_000.0),
        ("write_cpu_ms", workload.write_cpu_ms, 0.0, 60_000.0),
        ("upload_cpu_ms", workload.upload_cpu_ms, 0.0, 60_000.0),
        ("page_reads", workload.page_reads, 0.0, 1_000.0),
        ("write_reads", workload.write_reads, 0.0, 1_000.0),
        ("cacheable_percent", workload.cacheable_percent, 0.0, 100.0),
        ("replica_safe_percent", workload.replica_safe_percent, 0.0, 100.0),
        ("page_kb", workload.page_kb, 0.0, 1_000_000.0),
        ("static_kb", workload.static_kb, 0.0, 1_000_000.0),
        ("upload_kb", workload.upload_kb, 0.0, 10_000_000.0),
        ("jobs_per_upload", workload.jobs_per_upload, 0.0, 1_000.0),
        ("job_cpu_ms", workload.job_cpu_ms, 0.0, 3_600_000.0),
        ("report_mrows", workload.report_mrows, 0.0, 100_000.0),
    ]
}

fn check_workload(workload: &Workload, found: &mut Vec<Diagnostic>) {
    for (field, value, min, max) in workload_fields(workload) {
        if !(value.is_finite() && (min..=max).contains(&value)) {
            found.push(Diagnostic::BadWorkload { field });
        }
    }
    if Class::ALL.iter().all(|class| workload.mix.share(*class) == 0.0) {
        found.push(Diagnostic::BadWorkload { field: "mix" });
    }
}

fn make_parts(scenario: &Scenario, found: &mut Vec<Diagnostic>) -> Map<NodeId, Part> {
    let mut parts = Map::new();
    for (&id, node) in &scenario.nodes {
        match make_part(scenario, id, node) {
            Ok(part) => {
                parts.insert(id, part);
            }
            Err(diagnostic) => found.push(diagnostic),
        }
    }
    parts
}

/// Whose readers can take over has a standby where one is joined to it.
fn promote_readers(scenario: &Scenario, parts: &mut Map<NodeId, Part>) {
    for edge in &scenario.edges {
        let follows = parts.get(&edge.to).is_some_and(|part| part.ports.answers.contains(&Ask::Replicate));
        if let (true, Some(part)) = (follows, parts.get_mut(&edge.from)) {
            part.blueprint.failover_s = part.blueprint.promotion_s.or(part.blueprint.failover_s);
        }
    }
}

/// Who is asked through a pool of connections that follows the new primary is back sooner.
fn shorten_failovers(scenario: &Scenario, parts: &mut Map<NodeId, Part>) {
    for edge in &scenario.edges {
        let share = parts.get(&edge.from).and_then(|part| part.blueprint.failover_share);
        let failover = parts.get_mut(&edge.to).and_then(|part| part.blueprint.failover_s.as_mut());
        if let (Some(share), Some(failover_s)) = (share, failover) {
            *failover_s = libm::ceil(f64::from(*failover_s) * share).max(1.0) as u32;
        }
    }
}

/// Where all who do a queue's jobs take them in batches, as many are received with a call.
fn receive_in_batches(scenario: &Scenario, parts: &mut Map<NodeId, Part>) {
    let batch = |queue: NodeId| {
        let asked = scenario.edges_from(queue).filter_map(|edge| parts.get(&edge.to));
        let takers = asked.filter(|part| part.ports.answers.contains(&Ask::RunJob));
        let batches: Option<Vec<u32>> = takers.map(|part| Some(part.blueprint.polls?.in_order().batch)).collect();
        batches?.into_iter().min()
    };
    let received: Vec<(NodeId, u32)> = parts.keys().filter_map(|id| Some((*id, batch(*id)?))).collect();
    for (queue, received) in received {
        let Some(part) = parts.get_mut(&queue) else { continue };
        let Some((calls, sent)) = part.blueprint.queue.and_then(|rules| rules.calls) else { continue };
        let limits = part.blueprint.stations.iter_mut().filter(|station| station.resource == Resource::Requests);
        limits.for_each(|station| station.speed = calls * f64::from(sent.min(received)));
    }
}

fn make_part(scenario: &Scenario, id: NodeId, node: &Node) -> Result<Part, Diagnostic> {
    let Some(spec) = node.spec() else {
        return Err(Diagnostic::UnknownService { node: id, service: node.service.clone() });
    };
    if let Some(key) = bad_setting((spec.params)(), &node.settings.0, scenario) {
        return Err(Diagnostic::BadSetting { node: id, key });
    }
    let settings = settings::complete((spec.params)(), &node.settings);
    let roles = node.role_list();
    let configured = Configured { region: scenario.region, settings: &settings, roles: &roles };
    let ports = (spec.ports)(configured);
    let blueprint = (spec.blueprint)(configured).map_err(|error| match error {
        crate::catalogue::spec::SpecError::NotOffered { key, .. } => {
            Diagnostic::BadSetting { node: id, key: key.to_owned() }
        }
    })?;
    let zones = node.zones_of(scenario.region, blueprint.instances.max(1));
    Ok(Part { id, spec, settings, roles, zones, blueprint, ports })
}

fn bad_setting(
    params: &[crate::catalogue::spec::ParamSpec],
    given: &Map<String, Value>,
    scenario: &Scenario,
) -> Option<String> {
    given
        .iter()
        .find(|(key, value)| {
            !params.iter().any(|param| param.key == key.as_str() && param.takes(value, scenario.region))
        })
        .map(|(key, _)| key.clone())
}

fn check_edges(scenario: &Scenario, parts: &Map<NodeId, Part>, found: &mut Vec<Diagnostic>) {
    for &edge in &scenario.edges {
        if !scenario.nodes.contains_key(&edge.from) || !scenario.nodes.contains_key(&edge.to) {
            found.push(Diagnostic::DanglingEdge { edge });
        } else if let (Some(from), Some(to)) = (parts.get(&edge.from), parts.get(&edge.to))
            && (edge.from == edge.to || routes::shared(&from.ports, &to.ports).is_empty())
        {
            found.push(Diagnostic::SenselessEdge { edge });
        }
    }
}

fn the_users(parts: &Map<NodeId, Part>, found: &mut Vec<Diagnostic>) -> Option<NodeId> {
    let mut users = parts.values().filter(|part| part.spec.group == Group::People).map(|part| part.id);
    match (users.next(), users.next()) {
        (Some(only), None) => Some(only),
        (None, _) => {
            found.push(Diagnostic::NoUsers);
            None
        }
        (Some(_), Some(_)) => {
            found.push(Diagnostic::ManyUsers);
            None
        }
    }
}

/// Follows every question that the workload makes from the users on; finds the unanswered, circles and the idle.
fn check_reach(
    scenario: &Scenario,
    users: NodeId,
    parts: &Map<NodeId, Part>,
    routes: &Routes,
    found: &mut Vec<Diagnostic>,
) {
    let mut reach = Reach { scenario, parts, routes, seen: Set::new(), found: Vec::new() };
    let mix = scenario.workload.mix;
    let dynamic = Class::ALL.iter().any(|class| *class != Class::Static && mix.share(*class) > 0.0);
    for (ask, wanted) in [(Ask::Page, dynamic), (Ask::Static, mix.share(Class::Static) > 0.0)] {
        if wanted {
            reach.follow(users, ask, true);
        }
    }
    if scenario.edges_from(users).next().is_none() {
        reach.found = vec![Diagnostic::UsersReachNothing];
    }
    let reached = Set::from_iter(reach.seen.iter().map(|(node, _)| *node));
    found.append(&mut reach.found);
    for &id in parts.keys() {
        if id != users && !reached.contains(&id) {
            found.push(Diagnostic::Idle { node: id });
        }
    }
}

struct Reach<'a> {
    scenario: &'a Scenario,
    parts: &'a Map<NodeId, Part>,
    routes: &'a Routes,
    seen: Set<(NodeId, Ask)>,
    found: Vec<Diagnostic>,
}

impl Reach<'_> {
    /// `asker` asks `ask`; those who answer ask on what they need for it.
    fn follow(&mut self, asker: NodeId, ask: Ask, required: bool) {
        let Some(targets) = self.routes.get(&(asker, ask)) else {
            let missing = Diagnostic::Unanswered { node: asker, ask };
            if required && !self.found.contains(&missing) {
                self.found.push(missing);
            }
            return;
        };
        for &(target, _) in targets {
            if !self.seen.insert((target, ask)) {
                continue;
            }
            let Some(part) = self.parts.get(&target) else { continue };
            if !part.ports.answers.contains(&ask) {
                let told = part.blueprint.delivery.is_some() && self.routes.contains_key(&(target, Ask::Notify));
                self.follow(target, ask, !told);
                if told {
                    self.follow(target, Ask::Notify, true);
                }
                continue;
            }
            for (need, required) in self.needs(part, ask) {
                self.follow(target, need, required);
            }
        }
    }

    /// What answering a question makes a part ask: each with whether it cannot do without.
    fn needs(&self, part: &Part, ask: Ask) -> Vec<(Ask, bool)> {
        let workload = &self.scenario.workload;
        match ask {
            Ask::Page if !part.ports.answers.contains(&Ask::AppCall) => vec![(Ask::AppCall, true)],
            Ask::Page | Ask::AppCall => {
                let share = |class| workload.mix.share(class);
                let writes = share(Class::Write) > 0.0 || share(Class::Upload) > 0.0;
                let reads = share(Class::Page) * workload.page_reads + share(Class::Write) * workload.write_reads > 0.0;
                let uploads = share(Class::Upload) > 0.0;
                let mut needs = Vec::new();
                if share(Class::Report) > 0.0 {
                    needs.push((Ask::Analyze, true));
                }
                if writes {
                    needs.push((Ask::DbWrite, true));
                }
                if reads {
                    needs.extend([(Ask::DbRead, true), (Ask::CacheRead, false)]);
                }
                if uploads {
                    needs.push((Ask::StoreFile, true));
                    needs.extend([(Ask::SendJob, false), (Ask::RunJob, false)]);
                }
                needs
            }
            Ask::SendJob => vec![(Ask::RunJob, true)],
            Ask::DbWrite => vec![(Ask::Replicate, false)],
            Ask::Static
            | Ask::DbRead
            | Ask::Analyze
            | Ask::CacheRead
            | Ask::StoreFile
            | Ask::RunJob
            | Ask::Notify
            | Ask::Replicate => Vec::new(),
        }
    }
}
