//! Other ways for requests that begin from a second on: fewer hits of a cache, what is lost from a store, and other
//! addresses behind a name.

use super::group::{Doing, Group};
use super::{Play, name};
use crate::engine::network::{aggregate, compile};
use crate::model::topology::Topology;

/// A change of a share by less than this changes no ways, but for the last one.
pub(super) const STEP: f64 = 0.01;

/// Share of a node's instances in service that have lost what they kept.
fn lost_share(group: &Group) -> f64 {
    let serving = || group.members.iter().filter(|member| member.doing == Doing::Serving);
    let empty = serving().filter(|member| member.is_empty).count();
    empty as f64 / (serving().count().max(1) as f64)
}

impl Play {
    /// Looks at what changes the ways of requests, and lets new ones go accordingly.
    pub(super) fn look_after_ways(&mut self) {
        let changed = [self.look_after_caches(), self.look_after_stores(), self.look_after_names()];
        if changed.contains(&true) {
            self.reroute();
        }
    }

    /// Whether other shares of what instances keep are lost than before.
    fn look_after_stores(&mut self) -> bool {
        let mut changed = false;
        for group in self.groups.iter_mut().filter(|group| group.forgets) {
            let share = lost_share(group);
            changed |= share.total_cmp(&std::mem::replace(&mut group.lost_share, share)).is_ne();
        }
        changed
    }

    /// The drawing as it is now.
    fn drawing(&self) -> Topology {
        let mut topology = self.drawn.topology().clone();
        self.caches.put_into(&mut topology, self.flow.is_some());
        for group in self.groups.iter().filter(|group| group.forgets) {
            if let Some(part) = topology.parts.get_mut(&group.node) {
                part.blueprint.lost_share = group.lost_share;
            }
        }
        self.names.iter().for_each(|name| name.put_into(&mut topology, self.second));
        topology
    }

    /// New requests go by the drawing as it is now.
    fn reroute(&mut self) {
        let mut compiled = compile(&self.drawing(), 0);
        name(&mut compiled);
        if let Some(before) = self.simulation.reroute(&compiled.network) {
            self.queues.iter().for_each(|queue| queue.follow(&compiled.legend, before, &mut self.simulation));
        }
        if let Some(flow) = &mut self.flow {
            flow.becomes(aggregate(&compiled.network, &compiled.legend), compiled.network);
        }
    }
}
