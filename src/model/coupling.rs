//! The same drawing coupled the other way: callers that wait for workers (tightly), or a queue in between (loosely).

use super::edit::Edit;
use super::scenario::{Edge, Node, NodeId, Point, Scenario};
use super::workload::Class;
use super::{placement, roles, wiring};
use crate::catalogue;
use crate::catalogue::settings::{self, CALLS_WORKERS, Value};
use crate::catalogue::spec::{Ask, Ports, ServiceSpec};
use crate::lists::Set;

/// How jobs come from those who have them to those who do them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coupling {
    /// The caller waits until the job is done.
    Tight,
    /// The caller leaves the job in a queue.
    Loose,
}

/// The other drawing, and what differs in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Counterpart {
    /// The other drawing.
    pub scenario: Scenario,
    /// How it is coupled.
    pub coupling: Coupling,
    /// Who has jobs.
    pub callers: Vec<NodeId>,
    /// Who does them.
    pub workers: Vec<NodeId>,
    /// What keeps them in between, in the drawing that is coupled loosely.
    pub queues: Vec<NodeId>,
}

/// Why there is no counterpart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoCounterpart {
    /// No request of the workload starts a job.
    NoJobs,
    /// Nobody hands jobs to workers: whoever has them does them.
    NoWorkers,
    /// Jobs come to the queue through a part that hands them on to several.
    HandedOn(NodeId),
    /// This part can leave its jobs in a queue only.
    CannotCall(NodeId),
}

/// The drawing coupled the other way.
///
/// # Errors
///
/// Where there is no caller and no worker between whom a queue stands or could stand.
pub fn counterpart(scenario: &Scenario) -> Result<Counterpart, NoCounterpart> {
    let workload = &scenario.workload;
    let uploads = workload.mix.share(Class::Upload);
    if uploads * workload.jobs_per_upload <= 0.0 {
        return Err(NoCounterpart::NoJobs);
    }
    let drawn = Drawn::of(scenario);
    if !drawn.queues.is_empty() && !drawn.workers.is_empty() {
        return tight(scenario, drawn);
    }
    loose(scenario)
}

/// What stands at both ends of the queues.
#[derive(Default)]
struct Drawn {
    callers: Vec<NodeId>,
    workers: Vec<NodeId>,
    queues: Vec<NodeId>,
}

impl Drawn {
    fn of(scenario: &Scenario) -> Self {
        let keeps = |id: &NodeId| is_queue(&wiring::ports(scenario, *id));
        let queues: Vec<NodeId> = scenario.nodes.keys().copied().filter(keeps).collect();
        let mut drawn = Self { queues, ..Self::default() };
        for edge in &scenario.edges {
            let carried = wiring::carries(scenario, *edge);
            if drawn.queues.contains(&edge.to) && carried.contains(&Ask::SendJob) {
                drawn.callers.push(edge.from);
            }
            if drawn.queues.contains(&edge.from) && carried.contains(&Ask::RunJob) {
                drawn.workers.push(edge.to);
            }
        }
        crate::lists::sort_unique(&mut drawn.callers);
        crate::lists::sort_unique(&mut drawn.workers);
        drawn
    }
}

fn is_queue(ports: &Ports) -> bool {
    ports.answers.contains(&Ask::SendJob) && ports.asks.contains(&Ask::RunJob)
}

/// Without its queues: every caller calls every worker, and waits.
fn tight(scenario: &Scenario, drawn: Drawn) -> Result<Counterpart, NoCounterpart> {
    let mut other = scenario.clone();
    for caller in &drawn.callers {
        if wiring::ports(scenario, *caller).passes.contains(&Ask::SendJob) {
            return Err(NoCounterpart::HandedOn(*caller));
        }
        set_calls(&mut other, *caller, true)?;
    }
    other.nodes.retain(|id, _| !drawn.queues.contains(id));
    other.edges.retain(|edge| !drawn.queues.contains(&edge.from) && !drawn.queues.contains(&edge.to));
    for caller in &drawn.callers {
        other.edges.extend(drawn.workers.iter().map(|worker| Edge { from: *caller, to: *worker }));
    }
    let Drawn { callers, workers, queues } = drawn;
    Ok(Counterpart { scenario: other, coupling: Coupling::Tight, callers, workers, queues })
}

/// With a queue between those who call workers, and these.
fn loose(scenario: &Scenario) -> Result<Counterpart, NoCounterpart> {
    let called = |edge: &&Edge| wiring::carries(scenario, **edge) == [Ask::RunJob];
    let calls: Vec<Edge> = scenario.edges.iter().filter(called).copied().collect();
    let of = |end: fn(&Edge) -> NodeId| {
        let mut all: Vec<NodeId> = calls.iter().map(end).collect();
        crate::lists::sort_unique(&mut all);
        all
    };
    let (callers, workers) = (of(|edge| edge.from), of(|edge| edge.to));
    let (Some(first), Some(queue)) = (calls.first(), queue(scenario)) else { return Err(NoCounterpart::NoWorkers) };
    let mut other = scenario.clone();
    for caller in &callers {
        set_calls(&mut other, *caller, false)?;
    }
    other.edges.retain(|edge| !calls.contains(edge));
    let id = other.next_id();
    let at = |id: NodeId| scenario.nodes.get(&id).map_or(Point::default(), |node| node.at);
    let (from, to) = (at(first.from), at(first.to));
    let between = Point { x: from.x.midpoint(to.x), y: from.y.midpoint(to.y) };
    let node = Node {
        service: queue.id.to_owned(),
        name: String::new(),
        at: placement::free_spot(&other, between),
        settings: settings::fresh((queue.params)()),
        roles: Set::new(),
        zones: Vec::new(),
    };
    other.nodes.insert(id, node);
    other.edges.extend(callers.iter().map(|caller| Edge { from: *caller, to: id }));
    other.edges.extend(workers.iter().map(|worker| Edge { from: id, to: *worker }));
    Ok(Counterpart { scenario: other, coupling: Coupling::Loose, callers, workers, queues: vec![id] })
}

/// The first service of the catalogue that keeps jobs until they are taken.
fn queue(scenario: &Scenario) -> Option<&'static ServiceSpec> {
    catalogue::all().iter().copied().find(|spec| is_queue(&roles::ports_of(scenario, spec)))
}

/// Lets a caller call workers itself, or leave its jobs in a queue.
fn set_calls(scenario: &mut Scenario, caller: NodeId, calls: bool) -> Result<(), NoCounterpart> {
    let can = scenario.nodes.get(&caller).and_then(Node::spec);
    let can = can.is_some_and(|spec| (spec.params)().iter().any(|param| param.key == CALLS_WORKERS));
    let set = Edit::Set(caller, CALLS_WORKERS.to_owned(), Some(Value::Toggle(calls)));
    if can && set.apply(scenario).is_ok() { Ok(()) } else { Err(NoCounterpart::CannotCall(caller)) }
}
