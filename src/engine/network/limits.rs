//! The limits of a network on what is done at once: which of them are one scope, and which a queue's messages hold.

use super::legend::Legend;
use super::{HeldBy, ROOT, ScopeId};
use crate::engine::queueing::network::{self as queueing, SlotsId, Step};
use crate::model::scenario::NodeId;

/// The scope of each of the slots: those that stand in for each other share one. Numbered as a request meets them, so
/// that who holds stands before what is held inside.
pub(super) fn scopes(of: &queueing::Network) -> Vec<ScopeId> {
    let mut met = Met { of, scopes: vec![None; of.slots.len()], routes: vec![false; of.routes.len()], next: ROOT + 1 };
    of.classes.iter().for_each(|class| met.steps(&class.route));
    (0..of.slots.len()).map(|slots| met.slots(slots)).collect()
}

struct Met<'a> {
    of: &'a queueing::Network,
    /// Of the first of each tier.
    scopes: Vec<Option<ScopeId>>,
    routes: Vec<bool>,
    next: ScopeId,
}

impl Met<'_> {
    fn slots(&mut self, slots: SlotsId) -> ScopeId {
        let mut first = slots;
        // Each stands in for an earlier one, so this ends.
        while let Some(earlier) = self.of.slots.get(first).and_then(|slots| slots.stands_in_for) {
            first = earlier;
        }
        let Some(place) = self.scopes.get_mut(first) else { return ROOT };
        let scope = *place.get_or_insert(self.next);
        self.next = self.next.max(scope + 1);
        scope
    }

    fn steps(&mut self, steps: &[Step]) {
        for step in steps {
            match step {
                Step::Hold { slots, .. } => _ = self.slots(*slots),
                Step::Call { route, .. } => {
                    let known = self.routes.get_mut(*route).is_none_or(|met| std::mem::replace(met, true));
                    if let (false, Some(named)) = (known, self.of.routes.get(*route)) {
                        self.steps(&named.route);
                    }
                }
                _ => {}
            }
            step.parts().into_iter().for_each(|part| self.steps(part));
        }
    }
}

/// The limits on what is done at once of a queue's messages, by who does them.
pub(super) fn kept(of: &queueing::Network, legend: &Legend, queue: NodeId, worker: NodeId) -> Vec<HeldBy> {
    let slots = of.slots.iter().zip(&legend.slots);
    let kept =
        slots.filter(|(_, meaning)| meaning.queue == Some(queue) && (meaning.node == worker || meaning.node == queue));
    kept.map(|(slots, meaning)| HeldBy {
        node: meaning.node,
        resource: meaning.resource,
        count: u64::from(slots.count),
    })
    .collect()
}
