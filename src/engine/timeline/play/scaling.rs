//! Dynamic scaling: a group looks at its processors' utilisation, one data point after the other, and wants more or fewer
//! instances by its policy.

use crate::catalogue::spec::{ScalingBlueprint, ScalingPolicy, ScheduledBlueprint};

/// Below this share of the target a data point counts for fewer instances (assumption: AWS scales in at 90 % of it).
const LOW: f64 = 0.9;

/// What a group sees of itself at a data point.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    /// Seconds since the start.
    pub(super) now: u32,
    /// The integrals of busy and all processors now.
    pub(super) integrals: (f64, f64),
    /// Instances that did the work.
    pub(super) in_service: u32,
    /// Instances that start, or have not yet been in service for their warm-up.
    pub(super) warming: u32,
    /// How many there should be.
    pub(super) desired: u32,
}

/// A group's rule at work.
#[derive(Clone, Debug)]
pub(super) struct Scaling {
    pub(super) rule: ScalingBlueprint,
    /// Seconds from the decision to the first request: start, application, first health check.
    pub(super) ready_s: u32,
    /// The fewest from now on: what is scheduled changes it.
    min: u32,
    /// Data points in a row above the limit, and below it.
    above: u32,
    below: u32,
    /// The processors' busy and capacity integrals at the last data point.
    before: (f64, f64),
    /// No step before this second.
    rests_until: u32,
}

impl Scaling {
    pub(super) fn of(rule: ScalingBlueprint, ready_after_s: f64) -> Self {
        let ready_s = libm::ceil(rule.start_s + ready_after_s) as u32;
        Self { rule, ready_s, min: rule.min, above: 0, below: 0, before: (0.0, 0.0), rests_until: 0 }
    }

    /// Whether a second ends a data point.
    pub(super) fn is_due(&self, now: u32) -> bool {
        now > 0 && now.is_multiple_of(self.rule.period_s.max(1))
    }

    /// What is scheduled for a second; from then on the fewest are others.
    pub(super) fn scheduled(&mut self, now: u32) -> Option<ScheduledBlueprint> {
        let scheduled = self.rule.scheduled.filter(|scheduled| scheduled.at_s == now)?;
        self.min = scheduled.min;
        Some(scheduled)
    }

    /// A number of instances between the fewest and the most.
    pub(super) fn within(&self, instances: u32) -> u32 {
        instances.clamp(self.min.min(self.rule.max), self.rule.max)
    }

    /// A data point. Gives how many there should be from here on.
    pub(super) fn look(&mut self, seen: Seen) -> u32 {
        let (busy, capacity) = (seen.integrals.0 - self.before.0, seen.integrals.1 - self.before.1);
        self.before = seen.integrals;
        let utilisation = if capacity > 0.0 { busy / capacity } else { 0.0 };
        let next = match self.rule.policy {
            ScalingPolicy::None => seen.desired,
            ScalingPolicy::Target(target) => self.track(target, utilisation, seen),
            ScalingPolicy::Step { above, add, below, remove } => {
                let (out, back) = self.count(utilisation, above, below);
                self.step(
                    if out {
                        (add, 0)
                    } else if back {
                        (0, remove)
                    } else {
                        (0, 0)
                    },
                    seen,
                )
            }
        };
        self.within(next)
    }

    /// Counts a data point; whether there are enough in a row above one limit, and below the other.
    fn count(&mut self, utilisation: f64, high: f64, low: f64) -> (bool, bool) {
        self.above = if utilisation > high { self.above + 1 } else { 0 };
        self.below = if utilisation < low { self.below + 1 } else { 0 };
        (self.above >= self.rule.out_after, self.below >= self.rule.in_after)
    }

    /// As many as would bring the utilisation to the target. Nobody leaves while others warm up.
    fn track(&mut self, target: f64, utilisation: f64, seen: Seen) -> u32 {
        let (out, back) = self.count(utilisation, target, LOW * target);
        let wanted = libm::ceil(f64::from(seen.in_service) * utilisation / target - 1e-9) as u32;
        match () {
            () if out => wanted.max(seen.desired),
            () if back && seen.warming == 0 => wanted.min(seen.desired),
            () => seen.desired,
        }
    }

    /// So many more or fewer, where no step was a short time ago. Those that warm up count as added already.
    fn step(&mut self, (add, remove): (u32, u32), seen: Seen) -> u32 {
        let next = match () {
            () if seen.now < self.rests_until => seen.desired,
            () if add > 0 => seen.desired.max((seen.desired.saturating_sub(seen.warming)).saturating_add(add)),
            () if seen.warming == 0 => seen.desired.saturating_sub(remove),
            () => seen.desired,
        };
        let next = self.within(next);
        if next != seen.desired {
            self.rests_until = seen.now.saturating_add(self.rule.cooldown_s);
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: ScalingBlueprint = ScalingBlueprint {
        min: 2,
        max: 6,
        policy: ScalingPolicy::Target(0.5),
        forecast_target: None,
        scheduled: None,
        period_s: 60,
        out_after: 3,
        in_after: 15,
        cooldown_s: 300,
        warm_up_s: 300,
        start_s: 55.0,
    };

    fn rule() -> Scaling {
        Scaling::of(RULE, 30.0)
    }

    fn steps(cooldown_s: u32) -> Scaling {
        let policy = ScalingPolicy::Step { above: 0.7, add: 2, below: 0.3, remove: 1 };
        Scaling::of(ScalingBlueprint { policy, out_after: 1, in_after: 2, cooldown_s, ..RULE }, 30.0)
    }

    /// Looks so often, once a minute, at this utilisation of so many two-processor instances of which some warm up;
    /// gives what is wanted after each look.
    fn looked(
        rule: &mut Scaling,
        times: u32,
        utilisation: f64,
        instances: u32,
        warming: u32,
        desired: u32,
    ) -> Vec<u32> {
        let mut wanted = Vec::new();
        for minute in 1..=times {
            let capacity = 120.0 * f64::from(instances);
            let integrals = (rule.before.0 + utilisation * capacity, rule.before.1 + capacity);
            let desired = *wanted.last().unwrap_or(&desired);
            wanted.push(rule.look(Seen { now: 60 * minute, integrals, in_service: instances, warming, desired }));
        }
        wanted
    }

    fn looks(rule: &mut Scaling, times: u32, utilisation: f64, instances: u32, desired: u32) -> Vec<u32> {
        looked(rule, times, utilisation, instances, 0, desired)
    }

    #[test]
    fn three_points_above_the_target_in_a_row_scale_out_in_proportion() {
        assert_eq!(looks(&mut rule(), 3, 0.8, 2, 2), [2, 2, 4]);
        let mut broken = rule();
        assert_eq!(looks(&mut broken, 2, 0.8, 2, 2), [2, 2]);
        assert_eq!(looks(&mut broken, 1, 0.48, 2, 2), [2]);
        assert_eq!(looks(&mut broken, 2, 0.8, 2, 2), [2, 2]);
    }

    #[test]
    fn fifteen_points_well_below_scale_in_and_never_below_the_fewest() {
        let wanted = looks(&mut rule(), 15, 0.1, 6, 6);
        assert_eq!((wanted[13], wanted[14]), (6, 2));
        // 47 % is below the target of 50 %, but not well below.
        assert_eq!(looks(&mut rule(), 30, 0.47, 6, 6), [6; 30]);
    }

    #[test]
    fn never_more_than_the_most() {
        assert_eq!(looks(&mut rule(), 3, 1.0, 5, 5)[2], 6);
    }

    #[test]
    fn nothing_is_taken_away_while_an_instance_warms_up() {
        assert_eq!(looked(&mut rule(), 20, 0.1, 6, 1, 6), [6; 20]);
    }

    #[test]
    fn steps_are_a_cooldown_apart() {
        // At 1:00, and five minutes later again.
        assert_eq!(looks(&mut steps(300), 7, 0.9, 2, 2), [4, 4, 4, 4, 4, 6, 6]);
        // Two points below, then one away each cooldown.
        assert_eq!(looks(&mut steps(180), 8, 0.1, 6, 6), [6, 5, 5, 5, 4, 4, 4, 3]);
    }

    #[test]
    fn without_a_cooldown_a_step_waits_for_what_warms_up() {
        // Two of four warm up: the step of two has been made.
        assert_eq!(looked(&mut steps(0), 3, 0.9, 2, 2, 4), [4, 4, 4]);
        assert_eq!(looks(&mut steps(0), 3, 0.9, 2, 2), [4, 6, 6]);
    }

    #[test]
    fn between_its_limits_a_step_policy_does_nothing() {
        assert_eq!(looks(&mut steps(0), 10, 0.5, 4, 4), [4; 10]);
    }
}
