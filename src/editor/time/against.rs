//! The drawing that a run is compared with. It is no part of the drawing: a link does not carry it.

use std::rc::Rc;

use crate::model::scenario::Scenario;

/// What is compared with.
#[derive(Clone, Debug, Default)]
pub struct Against {
    /// What was chosen.
    pub choice: Choice,
    /// Its drawing; none where nothing is chosen, or no link has been given yet.
    pub drawing: Option<Rc<Scenario>>,
    /// Rises with every choice.
    pub stamp: u32,
}

/// What can be chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// Nothing.
    #[default]
    Nothing,
    /// A drawing of the story, by its place.
    Preset(usize),
    /// The drawing of a link.
    Link,
}

impl Against {
    /// Another choice; `drawing` where it is known.
    #[must_use]
    pub fn chosen(&self, choice: Choice, drawing: Option<Scenario>) -> Self {
        Self { choice, drawing: drawing.map(Rc::new), stamp: self.stamp.wrapping_add(1) }
    }
}
