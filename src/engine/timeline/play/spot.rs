//! Spot capacity that is taken back: with the notice an instance drains and the group starts another, as with Capacity
//! Rebalancing; when the notice is over it ends, whatever is in it.

use super::Play;
use super::group::{Doing, Group};
use crate::engine::timeline::simulation::Simulation;
use crate::model::scenario::NodeId;

impl Play {
    /// The oldest instance of a node that serves gets its notice; whether there was one.
    pub(super) fn interrupt(&mut self, node: NodeId) -> bool {
        let now = self.second;
        let Some(group) = self.groups.iter_mut().find(|group| group.node == node) else { return false };
        let serving = group.members.iter().position(|member| member.doing == Doing::Serving);
        let (Some(index), Some(notice_s)) = (serving, group.notice_s) else { return false };
        group.drain(&mut self.simulation, index);
        if let Some(member) = group.members.get_mut(index) {
            member.ends_s = Some(now.saturating_add(notice_s));
        }
        true
    }
}

impl Group {
    /// Instances whose notice is over end.
    pub(super) fn end_notices(&mut self, simulation: &mut Simulation, now: u32) {
        for index in 0..self.members.len() {
            if self.members.get(index).is_some_and(|member| member.ends_s.is_some_and(|ends_s| ends_s <= now)) {
                self.kill(simulation, index);
            }
        }
    }
}
