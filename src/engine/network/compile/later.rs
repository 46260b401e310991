//! What happens later, while no user waits: jobs, and copies to replicas.

use super::{Compiler, branch, delay, on_average};
use crate::catalogue::spec::{Ask, DeliveryBlueprint, Resource};
use crate::engine::network::demand::work;
use crate::engine::network::legend::SlotsMeaning;
use crate::engine::queueing::network::{Slots, SlotsId, Step};
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

    /// What becomes of a job that has come to a queue: some worker does it. Where jobs are in order, one of each group is
    /// worked on at a time.
    pub(super) fn jobs(&mut self, queue: NodeId) -> Vec<Step> {
        let targets = self.targets(queue, Ask::RunJob);
        let route = branch(targets.into_iter().map(|(to, share)| (share, self.handed(queue, to))).collect());
        let groups = self.part(queue).and_then(|part| part.blueprint.queue).and_then(|rules| rules.groups);
        spawned(match groups {
            Some(count) if !route.is_empty() => {
                let slots = self.kept_slots((queue, queue), Resource::MessageGroups, count);
                vec![Step::Hold { slots, route }]
            }
            _ => route,
        })
    }

    /// A job is handed to who does it, at most so many batches at once where it is given batches.
    fn handed(&mut self, queue: NodeId, to: NodeId) -> Vec<Step> {
        let route = Vec::from_iter(self.call(to, Ask::RunJob, &[]));
        match self.part(to).and_then(|part| part.blueprint.polls) {
            Some(polls) if !route.is_empty() => {
                let slots = self.kept_slots((to, queue), Resource::Batches, polls.most);
                vec![Step::Hold { slots, route }]
            }
            _ => route,
        }
    }

    /// A limit of a node on what is done at once of a queue's messages; made when it is first met.
    fn kept_slots(&mut self, (node, queue): (NodeId, NodeId), resource: Resource, count: u32) -> SlotsId {
        if let Some(&known) = self.kept.get(&(node, queue)) {
            return known;
        }
        let id = self.network.slots.len();
        let name = String::new();
        self.network.slots.push(Slots { name, count, waiting_limit: None, patience: None, stands_in_for: None });
        self.legend.slots.push(SlotsMeaning { node, resource, queue: Some(queue) });
        self.kept.insert((node, queue), id);
        id
    }

    /// A message is handed to all who have subscribed, or to one of them, and nobody waits for it.
    #[inline(never)]
    pub(super) fn deliver(&mut self, node: NodeId, ask: Ask, delivery: DeliveryBlueprint) -> Vec<Step> {
        let kept = self.targets(node, ask).into_iter().map(|(to, share)| (to, ask, share));
        let told = self.targets(node, Ask::Notify).into_iter().map(|(to, share)| (to, Ask::Notify, share));
        let (kept, told): (Vec<_>, Vec<_>) = (kept.collect(), told.collect());
        let all = (kept.len() + told.len()) as f64;
        let of_list = |list: &[(NodeId, Ask, f64)]| list.len() as f64 / all;
        let parts = [of_list(&kept), of_list(&told)];
        let subscribed = kept.into_iter().map(|one| (one, parts[0])).chain(told.into_iter().map(|one| (one, parts[1])));
        let ways: Vec<(f64, Vec<Step>)> = subscribed
            .map(|((to, ask, share), part)| {
                let times = if to == self.topology.users { delivery.told } else { 1 };
                let route = self.route(to, ask, &[]);
                (share * part, route.map(|route| Step::Call { route, times }).into_iter().collect())
            })
            .collect();
        let ways: Vec<Vec<Step>> =
            if delivery.to_all { ways.into_iter().map(|(_, way)| way).collect() } else { vec![branch(ways)] };
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
