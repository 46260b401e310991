//! A drawing as a network file: the network that it is compiled to, with names.

use crate::catalogue::spec::Ask;
use crate::codec::report_json::{NodeNames, resource_key};
use crate::engine::network::{Compiled, compile};
use crate::engine::queueing::network::Network;
use crate::lists::Set;
use crate::model::scenario::Scenario;
use crate::model::topology::Topology;

/// The network of a drawing at a number of users, of whom the active ones are rounded to whole ones.
pub fn of_drawing(scenario: &Scenario, topology: &Topology, users: u32) -> Network {
    let active = libm::round(topology.workload.active_users(f64::from(users)));
    let Compiled { mut network, legend } = compile(topology, active as u32);
    let nodes = NodeNames::of(scenario);
    let mut taken = Set::new();
    for (class, meaning) in network.classes.iter_mut().zip(&legend.classes) {
        class.name = meaning.class.id().to_owned();
    }
    for (station, meaning) in network.stations.iter_mut().zip(&legend.stations) {
        station.name = free(&mut taken, [nodes.get(meaning.node), resource_key(meaning.resource).to_owned()].join(" "));
    }
    for (slots, meaning) in network.slots.iter_mut().zip(&legend.slots) {
        slots.name = free(&mut taken, [nodes.get(meaning.node), resource_key(meaning.resource).to_owned()].join(" "));
    }
    for (named, meaning) in network.routes.iter_mut().zip(&legend.routes) {
        let class = network.classes.get(meaning.class).map_or("", |class| &class.name);
        named.name = free(&mut taken, [&nodes.get(meaning.node), ask_key(meaning.ask), "for", class].join(" "));
    }
    network.name.clone_from(&scenario.name);
    network
}

/// A name that is not taken yet: this one, or with a number behind it.
fn free(taken: &mut Set<String>, name: String) -> String {
    let mut found = name.clone();
    let mut number = 2;
    while !taken.insert(found.clone()) {
        found = format!("{name} {number}");
        number += 1;
    }
    found
}

fn ask_key(ask: Ask) -> &'static str {
    match ask {
        Ask::Page => "page",
        Ask::Static => "static",
        Ask::AppCall => "app_call",
        Ask::DbWrite => "db_write",
        Ask::DbRead => "db_read",
        Ask::Analyze => "analyze",
        Ask::CacheRead => "cache_read",
        Ask::StoreFile => "store_file",
        Ask::SendJob => "send_job",
        Ask::RunJob => "run_job",
        Ask::Replicate => "replicate",
        Ask::Notify => "notify",
    }
}
