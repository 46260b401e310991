//! Target tracking: a group looks at its processors' utilisation, one data point after the other, and wants as many
//! instances as would bring it to the target.

use crate::catalogue::spec::ScalingBlueprint;

/// Below this share of the target a data point counts for fewer instances (assumption: AWS scales in at 90 % of it).
const LOW: f64 = 0.9;

/// A group's rule at work.
#[derive(Clone, Debug)]
pub(super) struct Scaling {
    rule: ScalingBlueprint,
    /// Seconds from the decision to the first request: start, application, first health check.
    pub(super) ready_s: u32,
    /// Data points in a row above the target, and well below it.
    above: u32,
    below: u32,
    /// The processors' busy and capacity integrals at the last data point.
    before: (f64, f64),
}

impl Scaling {
    pub(super) fn of(rule: ScalingBlueprint, ready_after_s: f64) -> Self {
        let ready_s = libm::ceil(rule.start_s + ready_after_s) as u32;
        Self { rule, ready_s, above: 0, below: 0, before: (0.0, 0.0) }
    }

    /// Seconds between data points.
    pub(super) fn period_s(&self) -> u32 {
        (self.rule.period_s as u32).max(1)
    }

    /// A data point: the integrals of busy and all processors now; `in_service` instances did the work of which there
    /// should be `desired`. Gives how many there should be from here on.
    pub(super) fn look(&mut self, now: (f64, f64), in_service: u32, desired: u32) -> u32 {
        let (busy, capacity) = (now.0 - self.before.0, now.1 - self.before.1);
        self.before = now;
        let utilisation = if capacity > 0.0 { busy / capacity } else { 0.0 };
        self.above = if utilisation > self.rule.target { self.above + 1 } else { 0 };
        self.below = if utilisation < LOW * self.rule.target { self.below + 1 } else { 0 };
        let wanted = libm::ceil(f64::from(in_service) * utilisation / self.rule.target - 1e-9) as u32;
        let next = match () {
            () if self.above >= self.rule.out_after => wanted.max(desired),
            () if self.below >= self.rule.in_after => wanted.min(desired),
            () => desired,
        };
        next.clamp(self.rule.min, self.rule.max.max(self.rule.min))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule() -> Scaling {
        let rule =
            ScalingBlueprint { min: 2, max: 6, target: 0.5, period_s: 60.0, out_after: 3, in_after: 15, start_s: 55.0 };
        Scaling::of(rule, 30.0)
    }

    /// Looks so often at this utilisation of so many two-processor instances; gives what is wanted after each look.
    fn looks(rule: &mut Scaling, times: u32, utilisation: f64, instances: u32, desired: u32) -> Vec<u32> {
        let mut wanted = Vec::new();
        for _ in 0..times {
            let capacity = 120.0 * f64::from(instances);
            let now = (rule.before.0 + utilisation * capacity, rule.before.1 + capacity);
            wanted.push(rule.look(now, instances, *wanted.last().unwrap_or(&desired)));
        }
        wanted
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
}
