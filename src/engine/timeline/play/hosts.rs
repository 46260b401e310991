//! Hosts that instances stand on, several on one, as tasks do on instances of one's own: an instance is placed where
//! there is room, or waits for a host that starts; a host that dies takes along all that is on it.

use super::Play;
use super::group::{Doing, Group, Member};
use super::log::What;
use crate::catalogue::spec::HostsBlueprint;
use crate::model::scenario::NodeId;

/// It waits for a host.
pub(super) const WAITS: u32 = u32::MAX;

/// What is shown of a node's hosts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct HostsSample {
    /// Those on which instances are placed.
    pub there: u32,
    /// Those that start.
    pub starting: u32,
    /// Those that are drawn.
    pub drawn: u32,
    /// Instances that wait for one.
    pub waiting: u32,
}

/// A host.
#[derive(Clone, Copy, Debug)]
struct Host {
    id: u32,
    zone: char,
    /// From when on instances are placed on it.
    ready: u32,
    /// Since when it is empty.
    empty: Option<u32>,
}

/// The hosts of a node.
#[derive(Clone, Debug)]
pub(super) struct Hosts {
    rule: HostsBlueprint,
    all: Vec<Host>,
    drawn: u32,
    /// Hosts that there ever were.
    made: u32,
    /// Those that are ready were told so.
    told: u32,
}

impl Hosts {
    /// As many as the instances need that a run begins with, in their zones one after the other.
    pub(super) fn of(rule: HostsBlueprint, zones: &[char]) -> Self {
        let drawn = rule.needed(zones.len() as u32);
        let host = |(id, zone): (u32, &char)| Host { id, zone: *zone, ready: 0, empty: None };
        let all: Vec<Host> = (0..drawn).zip(zones.iter().cycle()).map(host).collect();
        Self { rule, all, drawn, made: drawn, told: drawn }
    }

    /// Where an instance stands that a run begins with, by its number: its host and that one's zone.
    pub(super) fn first_place(&self, index: usize) -> Option<(u32, char)> {
        let host = self.all.get(index.checked_rem(self.all.len())?)?;
        Some((host.id, host.zone))
    }

    /// All in a zone are gone.
    pub(super) fn lose_zone(&mut self, zone: char) {
        self.all.retain(|host| host.zone != zone);
    }

    fn sample(&self, waiting: u32, now: u32) -> HostsSample {
        let there = self.all.iter().filter(|host| host.ready <= now).count() as u32;
        HostsSample { there, starting: self.all.len() as u32 - there, drawn: self.drawn, waiting }
    }
}

/// Whether an instance takes room on its host.
fn is_there(member: &Member) -> bool {
    !matches!(member.doing, Doing::Dead | Doing::Missed | Doing::Gone)
}

impl Group {
    /// Instances that wait for a host.
    fn waiting_for_hosts(&self) -> u32 {
        self.members.iter().filter(|member| member.doing == Doing::Starting(WAITS)).count() as u32
    }

    fn on_host(&self, id: u32) -> u32 {
        self.members.iter().filter(|member| member.host == Some(id) && is_there(member)).count() as u32
    }

    /// The hosts in a second: those that wait are placed, and hosts start and end. `start_s` is what an instance takes
    /// once it has a place.
    fn run_hosts(&mut self, now: u32) -> Vec<What> {
        let Some(mut hosts) = self.hosts.take() else { return Vec::new() };
        let mut told = Vec::new();
        let ready = hosts.all.iter().filter(|host| host.ready <= now).count() as u32;
        if ready > hosts.told {
            told.push(What::HostsReady { node: self.node, count: ready });
        }
        hosts.told = ready;
        self.place(&hosts, now);
        if now > 0 && now.is_multiple_of(hosts.rule.period_s.max(1)) {
            told.extend(self.scale_hosts(&mut hosts, now));
        }
        self.hosts = Some(hosts);
        told
    }

    /// Those that wait go to the emptiest host that has room.
    fn place(&mut self, hosts: &Hosts, now: u32) {
        let start_s = self.scaling.as_ref().map_or(0, |scaling| scaling.ready_s);
        for index in 0..self.members.len() {
            if self.members.get(index).is_none_or(|member| member.doing != Doing::Starting(WAITS)) {
                continue;
            }
            let open = hosts.all.iter().filter(|host| host.ready <= now);
            let open = open.map(|host| (self.on_host(host.id), host)).filter(|(on, _)| *on < hosts.rule.each);
            let Some((_, host)) = open.min_by_key(|(on, host)| (*on, host.id)) else { return };
            if let Some(member) = self.members.get_mut(index) {
                (member.host, member.zone) = (Some(host.id), host.zone);
                member.doing = Doing::Starting(now.saturating_add(start_s));
            }
        }
    }

    /// As many hosts as the instances need: more start at once, those that are empty end after a while.
    fn scale_hosts(&mut self, hosts: &mut Hosts, now: u32) -> Option<What> {
        let there = self.members.iter().filter(|member| is_there(member)).count() as u32;
        let needed = hosts.rule.needed(there);
        let count = hosts.all.len() as u32;
        for _ in count..needed {
            let zone = self.next_zone(&hosts.all.iter().map(|host| host.zone).collect::<Vec<_>>());
            let ready = now.saturating_add(hosts.rule.start_s);
            hosts.all.push(Host { id: hosts.made, zone, ready, empty: None });
            hosts.made += 1;
        }
        for host in &mut hosts.all {
            let is_empty = host.ready <= now && self.on_host(host.id) == 0;
            host.empty = if is_empty { host.empty.or(Some(now)) } else { None };
        }
        let mut spare = count.saturating_sub(needed);
        let idle_s = hosts.rule.idle_s;
        hosts.all.retain(|host| {
            let ends = spare > 0 && host.empty.is_some_and(|since| now >= since.saturating_add(idle_s));
            spare -= u32::from(ends);
            !ends
        });
        let (from, to) = (count, hosts.all.len() as u32);
        (from != to).then_some(What::Hosts { node: self.node, from, to })
    }

    /// What is shown of the hosts; none where there are none.
    pub(super) fn hosts_sample(&self, now: u32) -> Option<HostsSample> {
        Some(self.hosts.as_ref()?.sample(self.waiting_for_hosts(), now))
    }
}

impl Play {
    /// The hosts of a group in a second.
    pub(super) fn look_after_hosts(&mut self, index: usize) {
        let now = self.second;
        let told = self.groups.get_mut(index).map(|group| group.run_hosts(now));
        told.into_iter().flatten().for_each(|what| self.note(what));
    }

    /// The fullest host of a node dies with all that is on it; whether there was one.
    pub(super) fn kill_host(&mut self, node: NodeId) -> bool {
        let now = self.second;
        let Some(group) = self.groups.iter_mut().find(|group| group.node == node) else { return false };
        let Some(hosts) = &group.hosts else { return false };
        let there = hosts.all.iter().filter(|host| host.ready <= now);
        let fullest = there.max_by_key(|host| (group.on_host(host.id), u32::MAX - host.id)).map(|host| host.id);
        let Some(id) = fullest else { return false };
        if let Some(hosts) = &mut group.hosts {
            hosts.all.retain(|host| host.id != id);
            hosts.told = hosts.told.saturating_sub(1);
        }
        self.kill(|of, member| of == node && member.host == Some(id), None);
        true
    }

    /// All hosts in a zone are gone.
    pub(super) fn kill_hosts_in(&mut self, zone: char) {
        for group in &mut self.groups {
            if let Some(hosts) = &mut group.hosts {
                hosts.lose_zone(zone);
                hosts.told = hosts.told.min(hosts.all.len() as u32);
            }
        }
    }
}
