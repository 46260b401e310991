//! CPU credits of a node's instances, and I/O credits of their volumes, looked at when a second is over: what an instance has used comes off its balance, and
//! without any it is no faster than what it earns (standard), or what it uses is surplus (unlimited).

use super::group::{Doing, Group, Member};
use super::{Play, What};
use crate::catalogue::spec::{Blueprint, CreditsBlueprint, Resource};
use crate::engine::timeline::simulation::Simulation;
use crate::model::topology::Topology;

/// So many seconds of one vCPU, one credit, are there again before an instance counts as having some. (Of a disk too.)
const SOME_S: f64 = 60.0;

/// The balance of one instance, vCPU-seconds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Balance {
    /// Below 0 what is owed: surplus, and in standard mode what was used in the last second without being there.
    level_s: f64,
    /// Used up to the last look.
    used_s: f64,
}

impl Balance {
    pub(super) fn of(level_s: f64) -> Self {
        Self { level_s, used_s: 0.0 }
    }

    /// With so much, and what was used so far.
    pub(super) fn with(self, level_s: f64) -> Self {
        Self { level_s, ..self }
    }

    /// A second is over, at whose end the instance has used so much since it began. Gives what it used in it, and what is
    /// charged because no more can be owed.
    fn second(&mut self, rule: &CreditsBlueprint, used_s: f64) -> (f64, f64) {
        let used = used_s - std::mem::replace(&mut self.used_s, used_s);
        self.level_s = (self.level_s + rule.earn_per_s - used).min(rule.cap_s);
        let charged = if rule.unlimited { (-rule.cap_s - self.level_s).max(0.0) } else { 0.0 };
        self.level_s += charged;
        (used, charged)
    }
}

/// The credits of a node.
#[derive(Clone, Debug)]
pub(super) struct Credits {
    rule: CreditsBlueprint,
    /// The place among the group's stations of what they are for.
    place: usize,
    /// Used by all instances so far, also by those that are gone.
    pub(super) used_s: f64,
    /// Surplus that is charged whatever comes: more than can be owed, and of instances that are gone.
    charged_s: f64,
    /// Whether some instance has none.
    gone: bool,
}

/// What is shown of a node's credits.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CreditsSample {
    /// Left, vCPU-seconds an instance, on average of those in service.
    pub left_s: f64,
    /// Surplus of the run so far, vCPU-seconds of all instances: what would be billed if they ended now.
    pub surplus_s: f64,
    /// Its price, US dollars.
    pub surplus_usd: f64,
}

impl Credits {
    pub(super) fn of(rule: Option<CreditsBlueprint>, place: Option<usize>) -> Option<Self> {
        Some(Self { rule: rule?, place: place?, used_s: 0.0, charged_s: 0.0, gone: false })
    }

    /// By another rule from here on: that of another instance type.
    pub(super) fn becomes(&mut self, rule: CreditsBlueprint) {
        self.rule = rule;
    }

    /// What is left of a volume's credits, where it is behind another instance type that is as fast as this rule says.
    pub(super) fn behind(&self, balance: Balance, rule: &CreditsBlueprint) -> Balance {
        balance.with(balance.level_s / self.rule.cap_s * rule.cap_s)
    }

    /// What an instance of the rule has that had so much before: a new one what it gets at launch.
    pub(super) fn carried(&self, balance: Balance, new: bool) -> Balance {
        balance.with(if new { self.rule.launch_s } else { balance.level_s.min(self.rule.cap_s) })
    }

    /// The balance of an instance as the run begins.
    pub(super) fn at_start(&self) -> Balance {
        Balance::of(self.rule.start_s)
    }

    /// The balance of an instance launched later.
    pub(super) fn at_launch(&self) -> Balance {
        Balance::of(self.rule.launch_s)
    }

    /// What an instance owes is charged when it goes.
    pub(super) fn leaves(&mut self, balance: Balance) {
        if self.rule.unlimited {
            self.charged_s += (-balance.level_s).max(0.0);
        }
    }
}

impl Credits {
    /// A second is over for those who have credits. Whether one of them has lost its last in it.
    fn spend(
        &mut self,
        simulation: &mut Simulation,
        fleet: u16,
        members: &mut [Member],
        balance: fn(&mut Member) -> &mut Balance,
    ) -> bool {
        let mut least = f64::INFINITY;
        for member in members {
            let Some(machine) = member.machine else { continue };
            let Some(place) = simulation.places_of_machine(fleet, machine).get(self.place).copied() else { continue };
            if matches!(member.doing, Doing::Dead | Doing::Missed) {
                continue;
            }
            let balance = balance(member);
            let (used, charged) = balance.second(&self.rule, simulation.used_s(place));
            self.used_s += used;
            self.charged_s += charged;
            least = least.min(balance.level_s);
            if !self.rule.unlimited {
                let most = if balance.level_s > 0.0 { f64::INFINITY } else { self.rule.earn_per_s };
                simulation.limit_servers(place, most);
            }
        }
        let was_gone = self.gone;
        self.gone = least <= 0.0 || (was_gone && least <= SOME_S);
        self.gone && !was_gone
    }
}

impl Group {
    /// A second is over. What is lost in it: the last CPU credit of an instance, the last I/O credit of a volume.
    fn spend_credits(&mut self, simulation: &mut Simulation) -> (bool, bool) {
        let Self { credits, disk_credits, members, fleet, .. } = self;
        let mut spend = |credits: &mut Option<Credits>, balance: fn(&mut Member) -> &mut Balance| {
            credits.as_mut().is_some_and(|credits| credits.spend(simulation, *fleet, members, balance))
        };
        (spend(credits, |member| &mut member.balance), spend(disk_credits, |member| &mut member.volume))
    }

    /// Share of a full volume's I/O credits that is left, on average of those in service; none where none are kept.
    pub(super) fn disk_credits_sample(&self) -> Option<f64> {
        let credits = self.disk_credits.as_ref()?;
        let serving = || self.members.iter().filter(|member| member.doing == Doing::Serving);
        let levels = serving().map(|member| member.volume.level_s.max(0.0)).sum::<f64>();
        Some(levels / credits.rule.cap_s / (serving().count().max(1) as f64))
    }

    /// What is shown of the credits; none where none are kept.
    pub(super) fn credits_sample(&self) -> Option<CreditsSample> {
        let credits = self.credits.as_ref()?;
        let serving = || self.members.iter().filter(|member| member.doing == Doing::Serving);
        let levels = serving().map(|member| member.balance.level_s.max(0.0)).sum::<f64>();
        let owed = self.members.iter().map(|member| (-member.balance.level_s).max(0.0)).sum::<f64>();
        let surplus_s = if credits.rule.unlimited { credits.charged_s + owed } else { 0.0 };
        Some(CreditsSample {
            left_s: levels / (serving().count().max(1) as f64),
            surplus_s,
            surplus_usd: surplus_s / 3_600.0 * credits.rule.surplus_usd,
        })
    }
}

impl Play {
    /// A second is over: credits are earned and used.
    pub(super) fn spend_credits(&mut self) {
        for index in 0..self.groups.len() {
            let Some(group) = self.groups.get_mut(index) else { continue };
            let (node, (cpu, disk)) = (group.node, group.spend_credits(&mut self.simulation));
            let unlimited = group.credits.as_ref().is_some_and(|credits| credits.rule.unlimited);
            if cpu {
                self.note(What::CreditsGone { node, unlimited });
            }
            if disk {
                self.note(What::DiskCreditsGone(node));
            }
        }
    }
}

/// The drawing with processors and disks as fast as they are with credits: a blueprint has the speed of the long run.
pub(super) fn at_full_speed(topology: &Topology) -> Topology {
    let mut topology = topology.clone();
    topology.parts.values_mut().for_each(|part| to_full_speed(&mut part.blueprint));
    topology
}

/// Makes processors and disks as fast as they are with credits.
pub(super) fn to_full_speed(blueprint: &mut Blueprint) {
    for (resource, credits) in [(Resource::Cpu, blueprint.credits), (Resource::DiskIops, blueprint.disk_credits)] {
        let burst = credits.map_or(1.0, |credits| credits.burst);
        blueprint.stations.iter_mut().filter(|station| station.resource == resource).for_each(|one| one.speed *= burst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: CreditsBlueprint = CreditsBlueprint {
        start_s: 10.0,
        launch_s: 0.0,
        earn_per_s: 0.4,
        cap_s: 12.0,
        unlimited: true,
        burst: 1.0,
        surplus_usd: 0.05,
    };

    #[test]
    fn credits_are_kept_up_to_the_most_and_owed_down_to_as_much() {
        let mut balance = Balance::of(10.0);
        for _ in 0..10 {
            balance.second(&RULE, 0.0);
        }
        assert!((balance.level_s - 12.0).abs() < 1e-9);
        // Two vCPUs at full speed: 1.6 a second more than is earned. 24 vCPU-seconds are 15 s; the sixteenth is charged.
        let charged: Vec<f64> = (1..=16).map(|second| balance.second(&RULE, 2.0 * f64::from(second)).1).collect();
        assert!(charged[..15].iter().all(|charged| *charged < 1e-9) && (charged[15] - 1.6).abs() < 1e-9, "{charged:?}");
    }
}
