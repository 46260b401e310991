//! Two drawings under the same load.

use super::plan::{Failure, Plan};
use super::scenario::Scenario;

impl Scenario {
    /// Another drawing with this one's users, what they do, its seed and what happens in time. Of the failures those of
    /// zones, and those of parts that the other has too: the same number and service.
    #[must_use]
    pub fn put_upon(&self, other: &Self) -> Self {
        let has = |failure: &Failure| match failure {
            Failure::Zone { .. } => true,
            Failure::Instance(node)
            | Failure::Spot(node)
            | Failure::Host(node)
            | Failure::Node { node, .. }
            | Failure::Resize { node, .. }
            | Failure::Capacity { node, .. }
            | Failure::Slow { node, .. } => {
                let service = |of: &Self| of.nodes.get(node).map(|node| node.service.clone());
                service(self).is_some() && service(self) == service(other)
            }
        };
        let mut failures = self.plan.failures.clone();
        failures.retain(|planned| has(&planned.failure));
        Self {
            workload: self.workload.clone(),
            seed: self.seed,
            plan: Plan { failures, ..self.plan.clone() },
            ..other.clone()
        }
    }
}
