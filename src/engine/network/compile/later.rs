//! What happens later, while no user waits: jobs, and copies to replicas.

use super::{Compiler, branch, delay, on_average};
use crate::catalogue::spec::{Ask, DeliveryBlueprint};
use crate::engine::network::demand::work;
use crate::engine::queueing::network::Step;
use crate::model::scenario::NodeId;
use crate::model::topology::Part;

impl Compiler<'_> {
    /// The user waits for the sending of jobs, not for the jobs; or, where workers are called, for the jobs themselves,
    /// with all that is held on the way.
    #[inline(never)]
    pub(super) fn hand_on(&mut self, node: NodeId, ask: Ask, jobs: f64, held: &[NodeId]) -> Vec<Step> {
        let mut steps = Vec::new();
        for (taker, share) in self.targets(node, ask) {
            let call = self.call(taker, ask, held);
            steps.extend(on_average(jobs * share, call));
        }
        steps
    }

    /// What becomes of a job that has come to a queue: some worker does it.
    pub(super) fn jobs(&mut self, queue: NodeId) -> Vec<Step> {
        spawned(self.ask(queue, Ask::RunJob, &[]))
    }

    /// A message is handed to all who have subscribed, or to one of them, and nobody waits for it.
    #[inline(never)]
    pub(super) fn deliver(&mut self, node: NodeId, ask: Ask, delivery: DeliveryBlueprint) -> Vec<Step> {
        let ways: Vec<Vec<Step>> = if delivery.to_all {
            let subscribed = self.targets(node, ask);
            subscribed.into_iter().map(|(target, _)| Vec::from_iter(self.call(target, ask, &[]))).collect()
        } else {
            vec![self.ask(node, ask, &[])]
        };
        let late = |way: Vec<Step>| if way.is_empty() { way } else { [delay(delivery.delay_s), way].concat() };
        ways.into_iter().flat_map(|way| spawned(late(way))).collect()
    }

    /// Each change is copied to the replicas.
    pub(super) fn replicate(&mut self, node: NodeId) -> Vec<Step> {
        let edges = self.topology.edges.iter().filter(|edge| edge.from == node);
        let replicas: Vec<NodeId> = edges
            .map(|edge| edge.to)
            .filter(|to| self.part(*to).is_some_and(|part| part.ports.answers.contains(&Ask::Replicate)))
            .collect();
        let copies = replicas.into_iter().filter_map(|replica| self.call(replica, Ask::Replicate, &[]));
        let copies: Vec<Step> = copies.collect();
        copies.into_iter().flat_map(|copy| spawned(vec![copy])).collect()
    }

    /// The work of taking a copy; a replica has it done beside its connections.
    pub(super) fn copying(&mut self, part: &Part) -> Vec<Step> {
        self.visits(part, work(part, Ask::Replicate, self.class, &self.topology.workload, 0.0))
    }
}

fn spawned(route: Vec<Step>) -> Vec<Step> {
    let route = branch(vec![(1.0, route)]);
    if route.is_empty() { route } else { vec![Step::Spawn(route)] }
}
