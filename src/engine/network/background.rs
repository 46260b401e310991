//! The part of the walk that no user waits for: jobs done later, and copies to replicas.

use super::compile::{At, Walker};
use super::demand::work;
use super::{JobFlow, ROOT};
use crate::catalogue::spec::Ask;
use crate::model::scenario::NodeId;
use crate::model::workload::Class;

impl Walker<'_> {
    /// The user waits for the sending; what becomes of the jobs is an open flow.
    #[inline(never)]
    pub(super) fn send_jobs(&mut self, node: NodeId, weight: f64, jobs: f64, at: At) {
        for (queue, share) in self.route(node, Ask::SendJob) {
            self.hop(node, queue, Ask::SendJob, weight * jobs * share);
            self.deliver(&[(queue, weight * jobs * share)], Ask::SendJob, at);
            for (worker, part_share) in self.route(queue, Ask::RunJob) {
                self.hop(queue, worker, Ask::RunJob, weight * jobs * share * part_share);
                self.job_flow(queue, worker, weight * jobs * share * part_share);
            }
        }
    }

    fn job_flow(&mut self, queue: NodeId, worker: NodeId, per_request: f64) {
        let Some(part) = self.part(worker) else { return };
        let amount = work(part, Ask::RunJob, Class::Upload, &self.topology.workload, 0.0);
        let scope = self.scope_of(part).unwrap_or(ROOT);
        let mut stations = Vec::new();
        for (station, seconds) in self.seconds(part, amount, scope) {
            self.network.stations[station].jobs_s += self.path.share * per_request * seconds;
            *self.path.unwaited.or_default(station) += per_request * seconds;
            stations.push((station, seconds));
        }
        let known = self
            .network
            .jobs
            .iter_mut()
            .find(|flow| flow.queue == queue && flow.worker == worker && flow.class == self.path.class);
        if let Some(flow) = known {
            flow.per_request += per_request;
        } else {
            let blueprint = &part.blueprint;
            let slots =
                blueprint.slots.map_or(u64::MAX, |slots| u64::from(slots.limit) * u64::from(blueprint.instances));
            let delay_s = blueprint.delay_ms / 1_000.0;
            let class = self.path.class;
            self.network.jobs.push(JobFlow { queue, worker, class, per_request, stations, slots, delay_s });
        }
    }

    /// Copies of each change: work for the replicas that no user waits for.
    pub(super) fn replicate(&mut self, node: NodeId, weight: f64) {
        for edge in self.topology.edges.iter().filter(|edge| edge.from == node) {
            let Some(part) = self.part(edge.to) else { continue };
            if !part.ports.answers.contains(&Ask::Replicate) {
                continue;
            }
            self.hop(node, edge.to, Ask::Replicate, weight);
            let amount = work(part, Ask::Replicate, self.path.class, &self.topology.workload, 0.0);
            let scope = self.scope_of(part).unwrap_or(ROOT);
            for (station, seconds) in self.seconds(part, amount, scope) {
                self.network.stations[station].background_s += self.path.share * weight * seconds;
                *self.path.unwaited.or_default(station) += weight * seconds;
            }
        }
    }
}
