//! What happened in a play, told by codes.

use super::Failure;
use crate::catalogue::spec::Resource;
use crate::model::scenario::NodeId;
use crate::model::workload::Class;

/// Something that happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    /// Seconds since the start.
    pub at_s: f64,
    /// What.
    pub what: What,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum What {
    /// Something failed.
    Failed(Failure),
    /// The balancer sends nothing more to the dead instances of a node.
    Noticed(NodeId),
    /// All or some of a node is back, or as fast as before.
    Back(NodeId),
    /// A node's standby has taken over.
    FailedOver {
        /// Of which node.
        node: NodeId,
        /// Where it is now.
        zone: char,
    },
    /// A node is back as another instance type.
    Resized {
        /// Which.
        node: NodeId,
        /// The name of the type.
        to: &'static str,
    },
    /// A group wants more instances.
    ScaleOut {
        /// Whose.
        node: NodeId,
        /// How many it wanted.
        from: u32,
        /// How many it wants now.
        to: u32,
    },
    /// A group wants fewer instances.
    ScaleIn {
        /// Whose.
        node: NodeId,
        /// How many it wanted.
        from: u32,
        /// How many it wants now.
        to: u32,
    },
    /// A scheduled action sets capacity.
    Scheduled {
        /// Whose.
        node: NodeId,
        /// Fewest from now on.
        min: u32,
        /// How many there should be now.
        desired: u32,
    },
    /// The CPU credits of an instance are gone.
    CreditsGone {
        /// Of which node.
        node: NodeId,
        /// Whether it goes on at full speed, for a price; else it is as slow as its baseline.
        unlimited: bool,
    },
    /// The I/O credits of a volume are gone: it is as slow as its baseline.
    DiskCreditsGone(NodeId),
    /// An instance that stopped or died has lost what was on its instance store.
    StoreLost(NodeId),
    /// Users are no more led to a part that does not answer; those who keep an older answer still go there.
    NamedNoMore {
        /// Which part.
        node: NodeId,
        /// Seconds for which answers are kept.
        kept_s: u32,
    },
    /// Users are led to a part again.
    NamedAgain(NodeId),
    /// More or fewer hosts for the instances of a node.
    Hosts {
        /// Whose.
        node: NodeId,
        /// How many there were.
        from: u32,
        /// How many there are, those that start among them.
        to: u32,
    },
    /// Instances are placed on new hosts.
    HostsReady {
        /// Whose.
        node: NodeId,
        /// How many are ready.
        count: u32,
    },
    /// Capacity follows what is used.
    Capacity {
        /// Whose.
        node: NodeId,
        /// Of which kind.
        resource: Resource,
        /// How many units a second there were.
        from: u32,
        /// How many there are now.
        to: u32,
    },
    /// What is kept of unused capacity is used up: what is beyond the capacity is refused.
    ThrottlingBegins {
        /// By which node.
        node: NodeId,
        /// What there is not enough of.
        resource: Resource,
    },
    /// Nothing is refused any more.
    ThrottlingEnds {
        /// By which node.
        node: NodeId,
        /// What there is enough of.
        resource: Resource,
    },
    /// New instances get requests.
    InService {
        /// Whose.
        node: NodeId,
        /// How many get requests now.
        count: u32,
    },
    /// From here on requests fail: more than one in a hundred of a second's.
    ErrorsBegin,
    /// They do no more.
    ErrorsEnd,
    /// A cache is back, and empty.
    CacheCold(NodeId),
    /// It has nearly as many hits again as it usually has.
    CacheWarm(NodeId),
    /// The first job of a queue goes to its dead-letter queue.
    DeadLetters(NodeId),
    /// The clients' circuit breaker for a kind of request opens: none is sent for a while.
    CircuitOpens(Class),
    /// It closes: all are sent again.
    CircuitCloses(Class),
}
