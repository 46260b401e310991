//! A box becomes another instance type: it is down, then as large and fast as that.

use std::fmt;
use std::sync::Arc;

use super::credits::{self, Balance, Credits};
use super::failing::End;
use super::group::{Doing, Group};
use super::{Play, What};
use crate::catalogue::settings::Value;
use crate::catalogue::spec::{Blueprint, Configured, Resource};
use crate::engine::timeline::simulation::Simulation;
use crate::model::scenario::NodeId;
use crate::model::topology::Topology;

/// What was drawn, for instance types that are yet to come.
#[derive(Clone)]
pub(super) struct Drawn(Arc<Topology>);

impl fmt::Debug for Drawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Drawn").field(&self.0.parts.len()).finish()
    }
}

impl Drawn {
    pub(super) fn of(topology: &Topology) -> Self {
        Self(Arc::new(topology.clone()))
    }

    /// All of it.
    pub(super) fn topology(&self) -> &Topology {
        &self.0
    }

    /// How a node is compiled, and how it would be as another instance type; none where it has none or it is not offered.
    fn sized(&self, node: NodeId, to: &str) -> Option<(Blueprint, Blueprint)> {
        let part = self.0.parts.get(&node)?;
        let mut settings = part.settings.clone();
        settings.0.insert(part.spec.size?.to_owned(), Value::Choice(to.to_owned()));
        let facts = Configured { region: self.0.region, settings: &settings, roles: &part.roles };
        let mut sized = (part.spec.blueprint)(facts).ok()?;
        credits::to_full_speed(&mut sized);
        Some((part.blueprint.clone(), sized))
    }
}

impl Play {
    /// All instances of a node go down, to come back as another type. Not where the group replaces what is down.
    pub(super) fn resize(&mut self, node: NodeId, to: &'static str, cut_over: bool, for_s: u32) -> bool {
        let is_fixed = self.groups.iter().any(|group| group.node == node && group.scaling.is_none());
        let can = is_fixed && self.drawn.sized(node, to).is_some() && self.kill(|of, _| of == node, None);
        if can {
            self.ends_in(for_s, End::Resized(node, to, cut_over));
        }
        can
    }

    /// A node comes back as another type.
    pub(super) fn resized(&mut self, node: NodeId, to: &'static str, new: bool) {
        let Some((old, sized)) = self.drawn.sized(node, to) else { return };
        let Some(group) = self.groups.iter_mut().find(|group| group.node == node) else { return };
        group.becomes(&mut self.simulation, &old, &sized, new);
        self.note(What::Resized { node, to });
    }
}

impl Group {
    fn becomes(&mut self, simulation: &mut Simulation, old: &Blueprint, sized: &Blueprint, new: bool) {
        let each = self.resources.iter().zip(&mut self.servers).zip(&mut self.paces);
        for ((resource, servers), pace) in each {
            let of = |blueprint: &Blueprint| blueprint.stations.iter().find(|one| one.resource == *resource).copied();
            if let (Some(before), Some(after)) = (of(old), of(sized)) {
                (*servers, *pace) = (after.servers.max(1), after.speed / before.speed);
            }
        }
        self.slots_each = sized.slots.map_or(0, |slots| slots.limit);
        match (&mut self.credits, sized.credits) {
            (Some(credits), Some(rule)) => credits.becomes(rule),
            (credits, rule) => *credits = Credits::of(rule, self.cpu),
        }
        self.volumes_become(sized, new);
        for index in 0..self.members.len() {
            let Some(member) = self.members.get_mut(index) else { continue };
            if !matches!(member.doing, Doing::Dead | Doing::Missed) {
                continue;
            }
            if let Some(credits) = &self.credits {
                member.balance = credits.carried(member.balance, new);
            }
            let places = member.machine.map(|machine| simulation.places_of_machine(self.fleet, machine));
            places.into_iter().flatten().for_each(|place| simulation.limit_servers(place, f64::INFINITY));
            self.revive(simulation, index);
        }
    }

    /// What is stopped keeps its volume, behind a type that may be faster; what is made from its image has a new one.
    fn volumes_become(&mut self, sized: &Blueprint, new: bool) {
        let place = self.resources.iter().position(|resource| *resource == Resource::DiskIops);
        match (&mut self.disk_credits, sized.disk_credits) {
            (Some(credits), Some(rule)) => {
                for member in &mut self.members {
                    member.volume = if new { Balance::of(rule.launch_s) } else { credits.behind(member.volume, &rule) };
                }
                credits.becomes(rule);
            }
            (credits, rule) => *credits = Credits::of(rule, place),
        }
    }
}
