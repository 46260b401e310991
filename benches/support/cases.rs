//! What is timed, natively (`benches/`) and in the browser (`examples/bench-web.rs`): the same code for both.

use std::cell::RefCell;
use std::hint::black_box;

use headroom::catalogue::settings::Value;
use headroom::codec::network_file;
use headroom::engine::queueing::network::Network;
use headroom::engine::queueing::steady;
use headroom::engine::timeline::Simulation;
use headroom::engine::{Engine, sweep};
use headroom::model::scenario::{Edge, NodeId, Scenario};
use headroom::model::topology::Topology;
use headroom::model::validate;
use headroom::model::workload::Mix;
use headroom::presets;

#[path = "simulated.rs"]
mod simulated;

use simulated::{ONE_QUEUE, simulation, three_tiers};

/// The numbers of users.
pub(crate) const USERS: [u32; 4] = [10, 1_000, 100_000, 1_000_000];

/// Something to be timed.
pub(crate) struct Case {
    /// Its name: what, of what size, at how many users.
    pub(crate) name: String,
    /// Makes it ready; what comes of that does it once a call.
    pub(crate) ready: Box<dyn FnOnce() -> Box<dyn FnMut()>>,
}

impl Case {
    fn new<T: 'static>(name: String, make: impl FnOnce() -> T + 'static, run: impl Fn(&T) + 'static) -> Self {
        let ready = move || {
            let of = make();
            Box::new(move || run(&of)) as Box<dyn FnMut()>
        };
        Self { name, ready: Box::new(ready) }
    }
}

/// Everything that is timed, in order.
pub(crate) fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    let ready = |topology: &Topology| drop(black_box(Engine::new(topology)));
    for (name, drawing) in fleets() {
        let topology = topology(&drawing);
        cases.push(Case::new(format!("ready, {name}"), || topology, ready));
    }
    for (name, drawing) in drawings() {
        let topology = topology(&drawing);
        let engine = {
            let topology = topology.clone();
            move || Engine::new(&topology)
        };
        cases.push(Case::new(format!("ready, {name}"), || topology, ready));
        for users in USERS {
            let solve = move |engine: &Engine| drop(black_box(engine.solve(black_box(users))));
            cases.push(Case::new(format!("solve, {name}, {users} users"), engine.clone(), solve));
        }
        let swept = |engine: &Engine| drop(black_box(sweep::drawing::adaptive(engine, 10, 1_000_000)));
        cases.push(Case::new(format!("sweep, {name}"), engine, swept));
    }
    for stations in [6, 20, 60] {
        for Chain { name, workload, service, range } in chains() {
            let network = move || chain(&workload, stations, service);
            let solve = |network: &Network| drop(black_box(steady::solve(black_box(network))));
            cases.push(Case::new(format!("solve, {stations} stations, {name}"), network.clone(), solve));
            if let Some((from, to)) = range {
                let swept = move |network: &Network| drop(black_box(sweep::network::adaptive(network, from, to)));
                cases.push(Case::new(format!("sweep, {stations} stations, {name}"), network, swept));
            }
        }
    }
    let queues = [("one queue", ONE_QUEUE.to_owned()), ("three tiers, 1,000,000 active users", three_tiers(1_000_000))];
    for (name, file) in queues {
        let ready = move || {
            let mut simulation = simulation(&file);
            simulation.run_events(2 * EVENTS);
            RefCell::new(simulation)
        };
        let run = |simulation: &RefCell<Simulation>| {
            black_box(simulation.borrow_mut().run_events(EVENTS));
        };
        // A million events in milliseconds are nanoseconds an event.
        cases.push(Case::new(format!("simulate a million events, {name}"), ready, run));
    }
    cases
}

/// Events of a call.
const EVENTS: u64 = 1_000_000;

/// The first and the largest drawing of the story, and drawings of one class of requests by their resources.
fn drawings() -> Vec<(String, Scenario)> {
    let story = |id: &str| presets::scenario(id).expect("a preset of the story");
    let mut all: Vec<(String, Scenario)> =
        ["one-box", "queue-workers"].map(|id| (format!("drawing {id}"), story(id))).into();
    for boxes in [1, 6, 20] {
        let mut drawing = story("load-balancer");
        drawing.workload.mix = Mix { page: 1, write: 0, static_file: 0, upload: 0, report: 0 };
        more_boxes(&mut drawing, boxes);
        let resources = Engine::new(&topology(&drawing)).limits().len();
        all.push((format!("drawing of {resources} resources"), drawing));
    }
    all
}

/// Drawings whose application has so many instances.
fn fleets() -> Vec<(String, Scenario)> {
    let mut all = Vec::new();
    for id in ["load-balancer", "queue-workers"] {
        for count in [2, 5, 10, 20, 40, 60, 100] {
            let mut drawing = presets::scenario(id).expect("a preset of the story");
            for node in drawing.nodes.values_mut().filter(|node| node.service == "ec2") {
                node.settings.0.insert("count".to_owned(), Value::Int(count));
            }
            all.push((format!("{count} instances, {id}"), drawing));
        }
    }
    all
}

/// Gives a drawing so many of its application's nodes, each joined as the first is.
fn more_boxes(drawing: &mut Scenario, count: u32) {
    let (first, node) = drawing.nodes.iter().find(|(_, node)| node.service == "ec2").expect("a box");
    let (first, node) = (*first, node.clone());
    let joined: Vec<Edge> =
        drawing.edges.iter().copied().filter(|edge| edge.from == first || edge.to == first).collect();
    for id in (1_000..).map(NodeId).take(count as usize - 1) {
        drawing.nodes.insert(id, node.clone());
        let moved = |at: NodeId| if at == first { id } else { at };
        for edge in &joined {
            drawing.edges.insert(Edge { from: moved(edge.from), to: moved(edge.to) });
        }
    }
}

fn topology(drawing: &Scenario) -> Topology {
    validate::check(drawing).0.expect("a drawing that can be solved")
}

/// A network of stations in a row.
struct Chain {
    name: String,
    /// As in the network file.
    workload: String,
    /// The same, without the mean.
    service: &'static str,
    /// The users or rates that it is swept over, if it is.
    range: Option<(f64, f64)>,
}

fn chains() -> Vec<Chain> {
    let open = |name: &str, service, range| Chain {
        name: format!("open, {name}"),
        workload: "{\"open\": {\"rate_per_s\": 80}}".to_owned(),
        service,
        range,
    };
    let closed = |users: u32| Chain {
        name: format!("closed, {users} users"),
        workload: format!("{{\"closed\": {{\"users\": {users}, \"think_mean_s\": 10}}}}"),
        service: "\"exponential\"",
        range: (users == 1_000).then_some((10.0, 1e6)),
    };
    let open = [
        open("exponential", "\"exponential\"", Some((1.0, 200.0))),
        open("log-normal", "\"log_normal\", \"cv\": 2", None),
    ];
    open.into_iter().chain(USERS.map(closed)).collect()
}

/// Stations with four servers in a row, the slowest at 80 % of its capacity where arrivals are open.
fn chain(workload: &str, stations: usize, service: &str) -> Network {
    let of = |id: usize| {
        let mean_s = 0.04 * (1.0 - 0.5 * id as f64 / stations as f64);
        format!("\"s{id}\": {{\"servers\": 4, \"service\": {{\"kind\": {service}, \"mean_s\": {mean_s}}}}}")
    };
    let route = (0..stations).map(|id| format!("{{\"visit\": \"s{id}\"}}")).collect::<Vec<_>>().join(", ");
    let stations = (0..stations).map(of).collect::<Vec<_>>().join(", ");
    let file = format!(
        "{{\"version\": 1, \"workload\": {workload}, \"classes\": {{\"all\": {{\"route\": [{route}]}}}}, \"stations\": {{{stations}}}}}"
    );
    network_file::read(&file).expect("a network file")
}
