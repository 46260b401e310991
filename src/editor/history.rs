//! Undo and redo. A step holds the edit that takes it back; edits of one gesture make one step.

use super::change::Change;
use crate::model::edit::Edit;
use crate::model::scenario::NodeId;

/// How many steps are kept.
pub const DEPTH: usize = 200;

/// What edits belong to one gesture: a second edit of the same gesture joins the step of the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gesture {
    /// A card being dragged.
    Drag(NodeId),
    /// A card being nudged with the arrow keys.
    Nudge(NodeId),
    /// The users being changed.
    Users,
    /// One field of the workload being typed.
    Workload(&'static str),
    /// A setting being stepped.
    Setting(NodeId, String),
    /// The plan of the run being set.
    Plan(PlanField),
    /// A name being typed.
    Name(Option<NodeId>),
}

/// What of a plan is being set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanField {
    /// The shape of the traffic.
    Traffic,
    /// The length of the run.
    Duration,
    /// How the run is computed.
    Detail,
    /// A failure, by its place.
    Failure(usize),
    /// What clients and servers do about failures.
    Resilience,
}

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What takes it back; on the redo side, what does it again.
    pub back: Edit,
    /// What was done.
    pub change: Change,
}

/// The steps of a drawing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
    open: Option<Gesture>,
    serial: u32,
}

impl History {
    /// Notes a step that was done. Within an open gesture only what was done last is kept beside the first way back.
    pub fn record(&mut self, step: Step, gesture: Option<Gesture>) {
        self.undone.clear();
        if gesture.is_some()
            && gesture == self.open
            && let Some(last) = self.done.last_mut()
        {
            last.change = last.change.clone().joined(step.change);
            return;
        }
        self.open = gesture;
        self.serial = self.serial.wrapping_add(1);
        self.done.push(step);
        if self.done.len() > DEPTH {
            self.done.remove(0);
        }
    }

    /// Whether an edit of this gesture would join the last step.
    pub fn continues(&self, gesture: &Gesture) -> bool {
        self.open.as_ref() == Some(gesture) && self.undone.is_empty()
    }

    /// Ends the open gesture.
    pub fn settle(&mut self) {
        self.open = None;
    }

    /// Whether a gesture is open.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Takes the last step off, for it to be undone.
    pub fn pop_done(&mut self) -> Option<Step> {
        self.settle();
        self.serial = self.serial.wrapping_add(1);
        self.done.pop()
    }

    /// Takes the last undone step off, for it to be done again.
    pub fn pop_undone(&mut self) -> Option<Step> {
        self.settle();
        self.serial = self.serial.wrapping_add(1);
        self.undone.pop()
    }

    /// Puts a step back on the side it can be done again from.
    pub fn push_undone(&mut self, step: Step) {
        self.undone.push(step);
    }

    /// Puts a step that was done again back.
    pub fn push_done(&mut self, step: Step) {
        self.done.push(step);
    }

    /// The last step done.
    pub fn last(&self) -> Option<&Step> {
        self.done.last()
    }

    /// The step that redo would do.
    pub fn next(&self) -> Option<&Step> {
        self.undone.last()
    }

    /// Differs whenever another step is the last one.
    pub fn serial(&self) -> u32 {
        self.serial
    }

    /// How many steps can be undone.
    pub fn depth(&self) -> usize {
        self.done.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn renamed(name: &str) -> Step {
        Step { back: Edit::Rename(name.to_owned()), change: Change::Renamed }
    }

    #[test]
    fn a_gesture_is_one_step_with_the_first_way_back() {
        let mut history = History::default();
        for name in ["", "a", "ab"] {
            history.record(renamed(name), Some(Gesture::Name(None)));
        }
        assert_eq!(history.depth(), 1);
        assert_eq!(history.pop_done().map(|step| step.back), Some(Edit::Rename(String::new())));
    }

    #[test]
    fn a_settled_gesture_is_not_joined() {
        let mut history = History::default();
        history.record(renamed(""), Some(Gesture::Users));
        history.settle();
        history.record(renamed("a"), Some(Gesture::Users));
        assert_eq!(history.depth(), 2);
    }

    #[test]
    fn the_oldest_steps_are_forgotten() {
        let mut history = History::default();
        for _ in 0..DEPTH + 5 {
            history.record(renamed(""), None);
        }
        assert_eq!(history.depth(), DEPTH);
    }

    #[test]
    fn something_new_ends_what_could_be_redone() {
        let mut history = History::default();
        history.push_undone(renamed("x"));
        history.record(renamed(""), None);
        assert!(history.next().is_none());
    }
}
