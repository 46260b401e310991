//! Predictive scaling: the plan's traffic is known ahead, and instances are started as long before as they need.
//!
//! Real predictive scaling learns from two weeks of history. A run has the plan instead: its forecast is right, but for
//! the randomness of the load itself.

use super::Play;
use super::group::Group;
use crate::catalogue::spec::Resource;
use crate::engine::report::Report;
use crate::model::topology::Part;

/// What a group needs, by the share of all users who are there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Forecast {
    /// Instances that serve all users, each as full as wanted.
    for_all: f64,
}

impl Forecast {
    /// From the limits of the steady state: so many users fill the processors of so many instances.
    pub(super) fn of(part: &Part, users: u32, report: &Report) -> Option<Self> {
        let target = part.blueprint.scaling?.forecast_target.filter(|target| *target > 0.0)?;
        let resources = &report.nodes.get(&part.id)?.resources;
        let limit = resources.iter().find(|resource| resource.resource == Resource::Cpu)?.limit_users?;
        let full = f64::from(part.blueprint.instances) * f64::from(users) / limit;
        (limit > 0.0).then_some(Self { for_all: full / target })
    }

    /// Instances for a share of the users.
    pub(super) fn needed(self, share: f64) -> u32 {
        libm::ceil(self.for_all * share - 1e-9).clamp(0.0, f64::from(u32::MAX)) as u32
    }
}

impl Play {
    /// What a group needs in this second, and the most that it will need up to when an instance started now is ready.
    pub(super) fn forecast(&self, group: &Group) -> Option<(u32, u32)> {
        let (forecast, ahead) = (group.forecast?, group.scaling.as_ref()?.ready_s);
        let share = |second: u32| self.plan.traffic.share(f64::from(second), f64::from(self.plan.duration_s));
        let most = (self.second..=self.second.saturating_add(ahead)).map(share).fold(0.0, f64::max);
        Some((forecast.needed(share(self.second)), forecast.needed(most)))
    }
}

#[cfg(test)]
mod tests {
    use super::Forecast;

    #[test]
    fn instances_are_whole_and_enough() {
        let forecast = Forecast { for_all: 5.0 };
        assert_eq!([0.0, 0.2, 0.21, 1.0].map(|share| forecast.needed(share)), [0, 1, 2, 5]);
    }
}
