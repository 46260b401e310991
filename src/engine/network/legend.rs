//! What the parts of a compiled network stand for in the drawing.

use crate::catalogue::spec::{Ask, Resource, ThrottleBlueprint};
use crate::engine::queueing::network::Network;
use crate::model::scenario::NodeId;
use crate::model::workload::Class;

/// What the parts of a compiled network stand for, by their places in its lists.
#[derive(Clone, Debug, PartialEq)]
pub struct Legend {
    /// Where the requests come from.
    pub users: NodeId,
    /// Of each class.
    pub classes: Vec<ClassMeaning>,
    /// Of each station.
    pub stations: Vec<StationMeaning>,
    /// Of all slots.
    pub slots: Vec<SlotsMeaning>,
    /// Of each named route.
    pub routes: Vec<RouteMeaning>,
}

/// A class.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClassMeaning {
    /// Which.
    pub class: Class,
    /// Bytes that users get for a request.
    pub out_bytes: f64,
    /// Bytes that users send with it.
    pub sent_bytes: f64,
}

/// A station is a resource of a node.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StationMeaning {
    /// Whose.
    pub node: NodeId,
    /// Which.
    pub resource: Resource,
    /// Units of the resource that one server does a second.
    pub speed: f64,
    /// How it refuses what is beyond that; none where it waits.
    pub throttle: Option<ThrottleBlueprint>,
}

/// Slots are a limit of a node.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SlotsMeaning {
    /// Whose.
    pub node: NodeId,
    /// What the limit is called.
    pub resource: Resource,
    /// The queue whose messages they are for; none for a limit of whatever comes.
    pub queue: Option<NodeId>,
}

/// A named route is what becomes of a question at a node.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RouteMeaning {
    /// The place of the class that it is for.
    pub class: usize,
    /// Where.
    pub node: NodeId,
    /// Which question.
    pub ask: Ask,
    /// Whether it is handed on unanswered.
    pub passes: bool,
    /// Whether the node only says where others are found, so that what it is asked does not pass through it.
    pub names_only: bool,
}

impl Legend {
    /// Nothing stands for anything yet.
    pub fn of(users: NodeId) -> Self {
        Self { users, classes: Vec::new(), stations: Vec::new(), slots: Vec::new(), routes: Vec::new() }
    }

    /// Where a resource of a node stands; none where nobody needs it.
    pub fn station(&self, node: NodeId, resource: Resource) -> Option<usize> {
        self.stations.iter().position(|meaning| meaning.node == node && meaning.resource == resource)
    }

    /// Of a network that is no drawing: every part is a node of its own.
    pub fn plain(network: &Network) -> Self {
        let station =
            |id| StationMeaning { node: NodeId(id as u32), resource: Resource::Cpu, speed: 1.0, throttle: None };
        let stations = network.stations.len();
        let slots =
            |id| SlotsMeaning { node: NodeId((stations + id) as u32), resource: Resource::WorkerSlots, queue: None };
        Self {
            stations: (0..stations).map(station).collect(),
            slots: (0..network.slots.len()).map(slots).collect(),
            ..Self::of(NodeId(u32::MAX))
        }
    }
}
