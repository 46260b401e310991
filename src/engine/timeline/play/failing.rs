//! What fails, is missed, and comes back.

use super::group::{Doing, Member};
use super::{Failure, Play, What};
use crate::model::scenario::NodeId;

/// What comes to an end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum End {
    /// Those of a node that are dead now are asked no more.
    Missed(NodeId),
    /// All dead instances of a node work again.
    Node(NodeId),
    /// All dead instances of a zone work again.
    Zone(char),
    /// A node is as fast as it was.
    Slow(NodeId),
    /// A node's standby takes over.
    Failover(NodeId),
    /// A node is another instance type; whether it is a new instance.
    Resized(NodeId, &'static str, bool),
}

impl Play {
    /// Something fails now, where there is something of the kind that could.
    pub(super) fn strike(&mut self, failure: Failure) {
        let struck = match failure {
            Failure::Instance(node) => self.kill(|group, _| group == node, Some(1)),
            Failure::Host(node) => self.kill_host(node),
            Failure::Spot(node) => self.interrupt(node),
            Failure::Capacity { node, read, write } => self.set_capacity(node, read, write),
            Failure::Resize { node, to, cut_over, for_s } => self.resize(node, to, cut_over, for_s),
            Failure::Node { node, for_s } => {
                self.ends_in(for_s, End::Node(node));
                self.kill(|group, _| group == node, None)
            }
            Failure::Zone { zone, for_s } => {
                self.ends_in(for_s, End::Zone(zone));
                self.groups.iter_mut().for_each(|group| group.down.push(zone));
                self.kill_hosts_in(zone);
                self.kill(|_, member| member.zone == zone, None)
            }
            Failure::Slow { node, factor_percent, for_s } => {
                self.ends_in(for_s, End::Slow(node));
                self.slow(node, f64::from(factor_percent) / 100.0)
            }
        };
        if struck {
            self.note(What::Failed(failure));
        }
        std::mem::take(&mut self.lost).into_iter().for_each(|node| self.note(What::StoreLost(node)));
    }

    pub(super) fn ends_in(&mut self, seconds: u32, end: End) {
        self.ends.push((self.second.saturating_add(seconds), end));
    }

    /// Kills instances; whether there were any. Of each node so many that serve, or all that there are: those that
    /// start and drain too.
    pub(super) fn kill(&mut self, dies: impl Fn(NodeId, &Member) -> bool, most: Option<usize>) -> bool {
        let mut struck = Vec::new();
        for group in &mut self.groups {
            let lives = |member: &Member| match member.doing {
                Doing::Serving => true,
                Doing::Starting(_) | Doing::Draining => most.is_none(),
                Doing::Dead | Doing::Missed | Doing::Gone => false,
            };
            let members = group.members.iter().enumerate();
            let doomed = members
                .filter(|(_, member)| lives(member) && dies(group.node, member))
                .map(|(index, _)| index)
                .take(most.unwrap_or(usize::MAX))
                .collect::<Vec<_>>();
            doomed.iter().for_each(|index| group.kill(&mut self.simulation, *index));
            if !doomed.is_empty() {
                struck.push((group.node, group.missed_after_s, group.failover_s, group.forgets));
            }
        }
        for (node, missed_after_s, failover_s, forgets) in &struck {
            if *forgets {
                self.lost.push(*node);
            }
            self.ends_in(*missed_after_s, End::Missed(*node));
            if let Some(after_s) = failover_s {
                self.ends_in(*after_s, End::Failover(*node));
            }
        }
        !struck.is_empty()
    }

    fn slow(&mut self, node: NodeId, factor: f64) -> bool {
        let group = self.groups.iter().find(|group| group.node == node && !group.stations.is_empty());
        if let Some(group) = group {
            group.stretch(&mut self.simulation, factor);
        }
        group.is_some()
    }

    /// What has come to an end by now.
    pub(super) fn end_what_is_over(&mut self) {
        let now = self.second;
        let (over, left): (Vec<_>, Vec<_>) = std::mem::take(&mut self.ends).into_iter().partition(|(at, _)| *at <= now);
        self.ends = left;
        for (_, end) in over {
            match end {
                End::Missed(node) => self.miss(node),
                End::Node(node) => self.bring_back(|group, _| group == node),
                End::Zone(zone) => self.zone_is_back(zone),
                End::Resized(node, to, new) => self.resized(node, to, new),
                End::Failover(node) => self.fail_over(node),
                End::Slow(node) => {
                    if self.slow(node, 1.0) {
                        self.note(What::Back(node));
                    }
                }
            }
        }
    }

    fn miss(&mut self, node: NodeId) {
        let mut missed = false;
        // Of what a name leads to and is gone as a whole, users are told by the name.
        let named = self.names.iter().any(|name| name.leads_to(node));
        for group in self.groups.iter_mut().filter(|group| group.node == node) {
            let is_told = !named || group.count().in_service > 0;
            for index in 0..group.members.len() {
                missed |= is_told && group.members.get(index).is_some_and(|member| member.doing == Doing::Dead);
                group.miss(&mut self.simulation, index);
            }
        }
        if missed {
            self.note(What::Noticed(node));
        }
    }

    fn zone_is_back(&mut self, zone: char) {
        for group in &mut self.groups {
            if let Some(place) = group.down.iter().position(|down| *down == zone) {
                group.down.remove(place);
            }
        }
        // It may have failed twice, and is back when both are over.
        if self.groups.iter().all(|group| !group.down.contains(&zone)) {
            self.bring_back(|_, of| of == zone);
        }
    }

    fn bring_back(&mut self, comes: impl Fn(NodeId, char) -> bool) {
        let mut back = Vec::new();
        // What fails over to a standby comes back with that.
        for group in self.groups.iter_mut().filter(|group| group.failover_s.is_none()) {
            for index in 0..group.members.len() {
                let Some(member) = group.members.get(index) else { continue };
                let dead = matches!(member.doing, Doing::Dead | Doing::Missed);
                if dead && comes(group.node, member.zone) {
                    group.revive(&mut self.simulation, index);
                    back.push(group.node);
                }
            }
        }
        back.dedup();
        back.into_iter().for_each(|node| self.note(What::Back(node)));
    }
}
