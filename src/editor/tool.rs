//! What the pointer is doing on the stage, as a small state machine. Screen points count from the stage's corner.

use super::geometry::{Pt, Viewport};
use crate::model::scenario::NodeId;
use crate::model::wiring::Refusal;

/// A press that moves less than this is a click.
const SLOP: f64 = 4.0;
/// The same for a finger.
const SLOP_TOUCH: f64 = 9.0;

/// What presses: it decides how near a hit has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointer {
    /// A mouse or a pen.
    Fine,
    /// A finger.
    Touch,
}

impl Pointer {
    /// How far a press may move and still be a click.
    pub const fn slop(self) -> f64 {
        match self {
            Self::Fine => SLOP,
            Self::Touch => SLOP_TOUCH,
        }
    }

    /// How far from a small thing a press still hits it, in screen pixels.
    pub const fn reach(self) -> f64 {
        match self {
            Self::Fine => 8.0,
            Self::Touch => 22.0,
        }
    }
}

/// How a connection is being made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// By pulling from a port, the button held.
    Pull,
    /// By one tap on the start and another on the end; also by keys.
    Taps,
}

/// The end that a connection in the making points at.
#[derive(Clone, Debug, PartialEq)]
pub struct Aim {
    /// The node.
    pub node: NodeId,
    /// Why it cannot be connected, if it cannot.
    pub refusal: Option<Refusal>,
}

/// What the pointer is doing.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Tool {
    /// Nothing.
    #[default]
    Idle,
    /// It pressed a card and has not moved yet.
    Pressed {
        /// Which.
        node: NodeId,
        /// Where, on the screen.
        at: Pt,
        /// Where, from the card's corner, in canvas units.
        grab: Pt,
        /// With what.
        pointer: Pointer,
    },
    /// It drags a card.
    Dragging {
        /// Which.
        node: NodeId,
        /// Where it holds the card, from its corner.
        grab: Pt,
    },
    /// It pressed the empty stage, and moves the paper once it moves.
    Panning {
        /// Where it pressed.
        at: Pt,
        /// The view at that time.
        view: Viewport,
        /// Whether it has moved.
        moved: bool,
        /// With what.
        pointer: Pointer,
    },
    /// It joins two nodes.
    Connecting {
        /// From.
        from: NodeId,
        /// Where its loose end is, on the canvas.
        to: Pt,
        /// What it points at.
        aim: Option<Aim>,
        /// In which way.
        how: How,
    },
    /// It brings a new part from the palette.
    Placing {
        /// Of which service.
        service: String,
        /// The card's corner on the canvas, while over the stage.
        at: Option<Pt>,
    },
}

impl Tool {
    /// The node that a connection in the making starts from.
    pub const fn connects_from(&self) -> Option<NodeId> {
        match self {
            Self::Connecting { from, .. } => Some(*from),
            _ => None,
        }
    }

    /// The node being dragged.
    pub const fn drags(&self) -> Option<NodeId> {
        match self {
            Self::Dragging { node, .. } => Some(*node),
            _ => None,
        }
    }
}
