//! The scenario: everything that a drawing is, and all that a link carries.

use crate::lists::{Map, Set};

use serde::Serialize;

use super::billing::Billing;
use super::plan::Plan;
use super::workload::Workload;
use crate::catalogue::region::Region;
use crate::catalogue::settings::Settings;
use crate::catalogue::spec::{Configured, Role, ServiceSpec};
use crate::catalogue::{self, settings};
use crate::units::Seed;

/// The version of the scenario's form that this program writes.
pub const VERSION: u32 = 1;

/// Names a node inside one scenario; never used again after the node is deleted and something new is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct NodeId(pub u32);

/// A place on the canvas, in canvas units (1 = one CSS pixel at 100 %). The top left corner of the node's card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Point {
    /// Rightwards.
    pub x: i32,
    /// Downwards.
    pub y: i32,
}

/// One part of the drawing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Node {
    /// The service's id in the catalogue.
    pub service: String,
    /// A name given by the user; empty shows the service's own.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Where its card stands.
    pub at: Point,
    /// Settings that differ from the service's defaults.
    #[serde(skip_serializing_if = "settings_empty")]
    pub settings: Settings,
    /// The roles it has, for services that have any.
    #[serde(skip_serializing_if = "Set::is_empty")]
    pub roles: Set<Role>,
    /// The zone letter of each instance, in order; instances beyond the list go round the region's first two zones.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub zones: Vec<char>,
}

fn settings_empty(settings: &Settings) -> bool {
    settings.0.is_empty()
}

/// A directed connection: `from` asks `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Edge {
    /// Who asks.
    pub from: NodeId,
    /// Who is asked.
    pub to: NodeId,
}

/// A drawing with its workload.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scenario {
    /// The version of this form: [`VERSION`].
    pub version: u32,
    /// Its name, given by the user.
    pub name: String,
    /// Where it stands.
    pub region: Region,
    /// The seed of simulated runs.
    pub seed: Seed,
    /// Who comes and what they do.
    pub workload: Workload,
    /// The parts, by id.
    pub nodes: Map<NodeId, Node>,
    /// The connections.
    pub edges: Set<Edge>,
    /// What happens in time.
    pub plan: Plan,
    /// How the bill is made and read.
    pub billing: Billing,
}

const fn default_seed() -> Seed {
    Seed(42)
}

impl Default for Scenario {
    fn default() -> Self {
        Self {
            version: VERSION,
            name: String::new(),
            region: Region::default(),
            seed: default_seed(),
            workload: Workload::default(),
            nodes: Map::new(),
            edges: Set::new(),
            plan: Plan::default(),
            billing: Billing::default(),
        }
    }
}

impl Node {
    /// The service it is of; none where the catalogue does not know it.
    pub fn spec(&self) -> Option<&'static ServiceSpec> {
        catalogue::get(&self.service)
    }

    /// Its roles as a list, in the order of a request's way.
    pub fn role_list(&self) -> Vec<Role> {
        self.roles.iter().copied().collect()
    }

    /// Calls `read` with the node's facts: region, complete settings, roles.
    pub fn configured<T>(&self, region: Region, read: impl FnOnce(&ServiceSpec, Configured<'_>) -> T) -> Option<T> {
        let spec = self.spec()?;
        let settings = settings::complete((spec.params)(), &self.settings);
        let roles = self.role_list();
        Some(read(spec, Configured { region, settings: &settings, roles: &roles }))
    }
}

impl Node {
    /// The zone of each instance: as set, and beyond that the region's first two in turn.
    pub fn zones_of(&self, region: Region, instances: u32) -> Vec<char> {
        let usual = region.zones();
        (0..instances as usize)
            .map(|index| {
                let turn = usual.get(index % 2).or(usual.first()).copied().unwrap_or('a');
                self.zones.get(index).copied().unwrap_or(turn)
            })
            .collect()
    }
}

impl Scenario {
    /// An id that no node has had.
    pub fn next_id(&self) -> NodeId {
        NodeId(self.nodes.keys().next_back().map_or(1, |last| last.0 + 1))
    }

    /// The edges that leave a node.
    pub fn edges_from(&self, from: NodeId) -> impl Iterator<Item = Edge> + '_ {
        self.edges.iter().copied().filter(move |edge| edge.from == from)
    }

    /// The edges that reach a node.
    pub fn edges_to(&self, to: NodeId) -> impl Iterator<Item = Edge> + '_ {
        self.edges.iter().copied().filter(move |edge| edge.to == to)
    }
}
