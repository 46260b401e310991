//! The drawing that a run is compared with. It is no part of the drawing: a link does not carry it.

use std::rc::Rc;

use crate::model::coupling::counterpart;
use crate::model::scenario::Scenario;

/// What is compared with.
#[derive(Clone, Debug, Default)]
pub struct Against {
    /// What was chosen.
    pub choice: Choice,
    /// Its drawing, where that is not made of the present one; none where no link has been given yet.
    drawing: Option<Rc<Scenario>>,
    /// Whether what was given is no link.
    pub is_wrong: bool,
    /// Rises with every choice.
    pub stamp: u32,
}

/// What can be chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// Nothing.
    #[default]
    Nothing,
    /// The drawing itself, coupled the other way.
    Counterpart,
    /// A drawing of the story, by its place.
    Preset(usize),
    /// The drawing of a link.
    Link,
}

impl Against {
    /// Another choice; `drawing` where it is known. A link that is none, given where one is asked for, is wrong.
    #[must_use]
    pub fn chosen(&self, choice: Choice, drawing: Option<Scenario>) -> Self {
        let is_wrong = choice == Choice::Link && self.choice == Choice::Link && drawing.is_none();
        Self { choice, drawing: drawing.map(Rc::new), is_wrong, stamp: self.stamp.wrapping_add(1) }
    }

    /// The drawing that one is compared with; none where nothing is chosen, no link has been given, or there is none.
    pub fn other(&self, scenario: &Scenario) -> Option<Rc<Scenario>> {
        match self.choice {
            Choice::Nothing => None,
            Choice::Counterpart => counterpart(scenario).ok().map(|found| Rc::new(found.scenario)),
            Choice::Preset(_) | Choice::Link => self.drawing.clone(),
        }
    }
}

/// Services that a drawing has more of than another, each as often as it has more.
pub fn only_in<'a>(scenario: &'a Scenario, other: &Scenario) -> Vec<&'a str> {
    let mut left: Vec<&str> = other.nodes.values().map(|node| node.service.as_str()).collect();
    let mut only = Vec::new();
    for service in scenario.nodes.values().map(|node| node.service.as_str()) {
        match left.iter().position(|other| *other == service) {
            Some(place) => {
                left.swap_remove(place);
            }
            None => only.push(service),
        }
    }
    only
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::presets;

    fn preset(id: &str) -> Scenario {
        presets::scenario(id).unwrap_or_default()
    }

    #[test]
    fn a_link_is_wrong_only_once_one_has_been_given() {
        let chosen = Against::default().chosen(Choice::Counterpart, None).chosen(Choice::Link, None);
        assert!(!chosen.is_wrong && chosen.other(&preset("cache")).is_none());
        assert!(chosen.chosen(Choice::Link, None).is_wrong);
        let given = chosen.chosen(Choice::Link, Some(preset("cache")));
        assert!(!given.is_wrong && given.other(&preset("one-box")).is_some());
    }

    #[test]
    fn the_counterpart_is_that_of_the_drawing_as_it_is_now() {
        let chosen = Against::default().chosen(Choice::Counterpart, None);
        assert!(chosen.other(&preset("cache")).is_none());
        let loose = preset("queue-workers");
        let tight = chosen.other(&loose).map(|other| (*other).clone()).unwrap_or_default();
        assert_eq!((only_in(&loose, &tight), only_in(&tight, &loose)), (vec!["sqs"], vec![]));
    }
}
