//! What an application asks of data stores for one request.

use super::{Compiler, branch, on_average};
use crate::catalogue::spec::{Ask, Work};
use crate::engine::network::demand::user_bytes;
use crate::engine::queueing::network::Step;
use crate::lists::Map;
use crate::model::scenario::NodeId;
use crate::model::workload::Class;

impl Compiler<'_> {
    /// Caches, databases and files, by the class.
    pub(super) fn data(&mut self, node: NodeId, held: &[NodeId]) -> Vec<Step> {
        let workload = &self.topology.workload;
        let (reads, writes) = match self.class {
            Class::Page => (workload.page_reads, 0.0),
            Class::Write => (workload.write_reads, 1.0),
            Class::Upload => (0.0, 1.0),
            Class::Static | Class::Report => (0.0, 0.0),
        };
        let lookups = reads * workload.cacheable_percent / 100.0;
        let (mut steps, cached) = self.read_cache(node, lookups, held);
        steps.extend(self.ask_databases(node, reads - cached, writes, held));
        match self.class {
            Class::Upload => steps.extend(self.store(node, held)),
            Class::Report => steps.extend(self.ask(node, Ask::Analyze, held)),
            Class::Page | Class::Write | Class::Static => {}
        }
        steps
    }

    /// Asks the caches; also says how many reads of one request they answer.
    fn read_cache(&mut self, node: NodeId, lookups: f64, held: &[NodeId]) -> (Vec<Step>, f64) {
        let (mut steps, mut answered) = (Vec::new(), 0.0);
        for (target, share) in self.targets(node, Ask::CacheRead) {
            let call = self.call(target, Ask::CacheRead, held);
            steps.extend(on_average(lookups * share, call));
            let hit = self.part(target).and_then(|part| part.blueprint.hits).map_or(0.0, |(_, hit)| hit);
            answered += lookups * share * hit;
        }
        (steps, answered)
    }

    /// Reads and writes of one request; each database's connection is held once for all of them.
    fn ask_databases(&mut self, node: NodeId, reads: f64, writes: f64, held: &[NodeId]) -> Vec<Step> {
        let mut asked: Map<NodeId, Vec<(Ask, f64)>> = Map::new();
        for (ask, times) in [(Ask::DbRead, reads), (Ask::DbWrite, writes)] {
            for (target, share) in self.targets(node, ask) {
                if times * share > 0.0 {
                    asked.or_default(target).push((ask, times * share));
                }
            }
        }
        let databases = asked.into_iter().map(|(target, asks)| self.ask_database(target, &asks, held));
        databases.collect::<Vec<_>>().concat()
    }

    fn ask_database(&mut self, target: NodeId, asks: &[(Ask, f64)], held: &[NodeId]) -> Vec<Step> {
        let Some(part) = self.part(target) else { return Vec::new() };
        let once = asks.iter().map(|(_, times)| times).sum::<f64>().min(1.0);
        let slots = part.blueprint.slots.filter(|_| !held.contains(&target));
        let slots = slots.map(|slots| self.slots(part, slots.resource));
        let inside: Vec<NodeId> = held.iter().copied().chain(slots.map(|_| target)).collect();
        let mut queries = Vec::new();
        for (ask, times) in asks {
            let call = self.call(target, *ask, &inside);
            queries.extend(on_average(times / once, call));
        }
        let route = match slots {
            Some(slots) => vec![Step::Hold { slots, route: queries }],
            None => queries,
        };
        branch(vec![(once, route)])
    }

    /// Keeps an uploaded file; where that is elsewhere it is sent there.
    fn store(&mut self, node: NodeId, held: &[NodeId]) -> Vec<Step> {
        let targets = self.targets(node, Ask::StoreFile);
        let away: f64 = targets.iter().filter(|(target, _)| *target != node).map(|(_, share)| share).sum();
        let (_, sent) = user_bytes(&self.topology.workload, Class::Upload);
        let mut steps = Vec::new();
        if let (Some(part), true) = (self.part(node), away > 0.0) {
            steps.extend(self.visits(part, Work { bytes: sent * away, ..Work::default() }));
        }
        steps.extend(self.ask(node, Ask::StoreFile, held));
        steps
    }
}
