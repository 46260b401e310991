//! CPU credits of a node's instances, looked at when a second is over: what an instance has used comes off its balance, and
//! without any it is no faster than what it earns (standard), or what it uses is surplus (unlimited).

use super::group::{Doing, Group};
use super::{Play, What};
use crate::catalogue::spec::{Blueprint, CreditsBlueprint, Resource};
use crate::engine::timeline::simulation::Simulation;
use crate::model::topology::Topology;

/// So many vCPU-seconds, one credit, are there again before an instance counts as having some.
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
    /// The processors' place among the group's stations.
    cpu: usize,
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
    pub(super) fn of(rule: Option<CreditsBlueprint>, cpu: Option<usize>) -> Option<Self> {
        Some(Self { rule: rule?, cpu: cpu?, used_s: 0.0, charged_s: 0.0, gone: false })
    }

    /// By another rule from here on: that of another instance type.
    pub(super) fn becomes(&mut self, rule: CreditsBlueprint) {
        self.rule = rule;
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

impl Group {
    /// A second is over. Whether this node has lost the last credit of an instance in it.
    fn spend_credits(&mut self, simulation: &mut Simulation) -> bool {
        let Some(credits) = &mut self.credits else { return false };
        let mut least = f64::INFINITY;
        for member in self.members.iter_mut().filter(|member| member.machine.is_some()) {
            let Some(machine) = member.machine else { continue };
            let Some(place) = simulation.places_of_machine(self.fleet, machine).get(credits.cpu).copied() else {
                continue;
            };
            if matches!(member.doing, Doing::Dead | Doing::Missed) {
                continue;
            }
            let (used, charged) = member.balance.second(&credits.rule, simulation.used_s(place));
            credits.used_s += used;
            credits.charged_s += charged;
            least = least.min(member.balance.level_s);
            if !credits.rule.unlimited {
                let most = if member.balance.level_s > 0.0 { f64::INFINITY } else { credits.rule.earn_per_s };
                simulation.limit_servers(place, most);
            }
        }
        let was_gone = credits.gone;
        credits.gone = least <= 0.0 || (was_gone && least <= SOME_S);
        credits.gone && !was_gone
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
            let (node, gone) = (group.node, group.spend_credits(&mut self.simulation));
            if gone {
                let unlimited = group.credits.as_ref().is_some_and(|credits| credits.rule.unlimited);
                self.note(What::CreditsGone { node, unlimited });
            }
        }
    }
}

/// The drawing with processors as fast as they are with credits: a blueprint has the speed of the long run.
pub(super) fn at_full_speed(topology: &Topology) -> Topology {
    let mut topology = topology.clone();
    topology.parts.values_mut().for_each(|part| to_full_speed(&mut part.blueprint));
    topology
}

/// Makes processors as fast as they are with credits.
pub(super) fn to_full_speed(blueprint: &mut Blueprint) {
    let Some(credits) = blueprint.credits else { return };
    for station in blueprint.stations.iter_mut().filter(|station| station.resource == Resource::Cpu) {
        station.speed *= credits.burst;
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
