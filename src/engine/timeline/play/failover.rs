//! A standby in another zone takes over: nobody answers meanwhile, then the node is where its standby was.

use super::failing::End;
use super::group::{Doing, Group};
use super::{Play, What};
use crate::model::scenario::NodeId;

impl Group {
    /// Whether an instance is dead.
    fn has_dead(&self) -> bool {
        self.members.iter().any(|member| matches!(member.doing, Doing::Dead | Doing::Missed))
    }

    /// Where the standby of an instance in a zone is.
    fn standby_of(&self, zone: char) -> char {
        let [one, other] = self.zones;
        if zone == one { other } else { one }
    }
}

impl Play {
    /// A standby takes over, unless its own zone is gone: then as soon as that is back.
    pub(super) fn fail_over(&mut self, node: NodeId) {
        let Some(group) = self.groups.iter_mut().find(|group| group.node == node && group.has_dead()) else { return };
        let dead = |member: &&super::group::Member| matches!(member.doing, Doing::Dead | Doing::Missed);
        let zone = group.members.iter().find(dead).map_or('a', |member| group.standby_of(member.zone));
        if group.down.contains(&zone) {
            self.ends.push((self.second.saturating_add(1), End::Failover(node)));
            return;
        }
        for index in 0..group.members.len() {
            group.revive(&mut self.simulation, index);
            if let Some(member) = group.members.get_mut(index) {
                member.zone = zone;
            }
        }
        self.note(What::FailedOver { node, zone });
    }
}
