//! What is wrong or remarkable in a drawing: codes and ids, no prose.

use super::scenario::{Edge, NodeId};
use crate::catalogue::spec::Ask;

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The drawing cannot be solved until the user mends it.
    Error,
    /// It can be solved; the user should know.
    Warning,
}

/// Something found in a drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Diagnostic {
    /// Nobody visits: there is no users' node. (H001)
    NoUsers,
    /// There is more than one users' node. (H002)
    ManyUsers,
    /// The users reach nothing that answers their requests. (H003)
    UsersReachNothing,
    /// A node asks something that nobody answers. (H004)
    Unanswered {
        /// Who asks.
        node: NodeId,
        /// What.
        ask: Ask,
    },
    /// The catalogue has no such service. (H005)
    UnknownService {
        /// Whose.
        node: NodeId,
        /// Its service.
        service: String,
    },
    /// A setting has a value that is not offered. (H006)
    BadSetting {
        /// Whose.
        node: NodeId,
        /// Which.
        key: String,
    },
    /// An edge joins what does not fit together. (H007)
    SenselessEdge {
        /// Which.
        edge: Edge,
    },
    /// An edge ends at a node that is not there. (H008)
    DanglingEdge {
        /// Which.
        edge: Edge,
    },
    /// Requests would go round in a circle. (H009)
    Cycle {
        /// Through whom.
        node: NodeId,
    },
    /// A node that no request reaches. (H011; there is no H010)
    Idle {
        /// Which.
        node: NodeId,
    },
    /// A number of the workload is not usable. (H012)
    BadWorkload {
        /// Which field.
        field: &'static str,
    },
    /// More nodes or edges than a drawing may have. (H013)
    TooLarge,
}

impl Diagnostic {
    /// Its stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoUsers => "H001",
            Self::ManyUsers => "H002",
            Self::UsersReachNothing => "H003",
            Self::Unanswered { .. } => "H004",
            Self::UnknownService { .. } => "H005",
            Self::BadSetting { .. } => "H006",
            Self::SenselessEdge { .. } => "H007",
            Self::DanglingEdge { .. } => "H008",
            Self::Cycle { .. } => "H009",
            Self::Idle { .. } => "H011",
            Self::BadWorkload { .. } => "H012",
            Self::TooLarge => "H013",
        }
    }

    /// How much it matters.
    pub const fn severity(&self) -> Severity {
        match self {
            Self::Idle { .. } => Severity::Warning,
            _ => Severity::Error,
        }
    }
}
