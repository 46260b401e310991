//! The checked drawing: the only input that the engine takes.

use crate::lists::Map;

use super::scenario::{Edge, NodeId};
use super::workload::Workload;
use crate::catalogue::free::FreeTier;
use crate::catalogue::latency::Place;
use crate::catalogue::region::Region;
use crate::catalogue::settings::Settings;
use crate::catalogue::spec::{Ask, Blueprint, Ports, Role, ServiceSpec};

/// A node with everything the engine needs to know of it.
#[derive(Clone)]
pub struct Part {
    /// Which node.
    pub id: NodeId,
    /// Its service.
    pub spec: &'static ServiceSpec,
    /// Its settings, complete.
    pub settings: Settings,
    /// Its roles.
    pub roles: Vec<Role>,
    /// The zone of each of its instances.
    pub zones: Vec<char>,
    /// How it behaves.
    pub blueprint: Blueprint,
    /// What it asks, answers, passes.
    pub ports: Ports,
}

/// A drawing that makes sense, with who asks whom what.
#[derive(Clone)]
pub struct Topology {
    /// Where it stands.
    pub region: Region,
    /// Who comes and what they do.
    pub workload: Workload,
    /// Where the users are.
    pub place: Place,
    /// The users' node.
    pub users: NodeId,
    /// The parts by id.
    pub parts: Map<NodeId, Part>,
    /// For each asker and question: who is asked, each with its share of the questions (shares add to 1).
    pub routes: Map<(NodeId, Ask), Vec<(NodeId, f64)>>,
    /// Which account pays the bill.
    pub free_tier: FreeTier,
    /// The drawing's edges.
    pub edges: Vec<Edge>,
}
