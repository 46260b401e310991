//! What code runs in that holds a slot: one is started when none is idle, is used again for a while, and goes when it has
//! been idle for too long. How many may be started in a while is limited.

use std::collections::VecDeque;

use super::clock::{NANOS, nanos};
use crate::catalogue::spec::ColdStartBlueprint;

/// The environments of some slots.
#[derive(Clone, Debug)]
pub(super) struct Environments {
    start: u64,
    keep: u64,
    burst: f64,
    more_per_nano: f64,
    /// How many may be started at `looked_at`.
    may_start: f64,
    looked_at: u64,
    /// Those that are always there, and how many of all are in use.
    provisioned: u64,
    busy: u64,
    /// When each of the idle ones was last used, longest ago first.
    idle: VecDeque<u64>,
    cold_starts: u64,
}

impl Environments {
    /// None yet, and as many may be started as ever.
    pub(super) fn of(rules: ColdStartBlueprint) -> Self {
        Self {
            start: nanos(rules.start_s),
            keep: nanos(rules.keep_s),
            burst: f64::from(rules.burst),
            more_per_nano: rules.more_per_s / NANOS,
            may_start: f64::from(rules.burst),
            looked_at: 0,
            provisioned: u64::from(rules.provisioned),
            busy: 0,
            idle: VecDeque::new(),
            cold_starts: 0,
        }
    }

    /// A request needs one: how long it takes until it can begin; none where no more may be started. The one that was
    /// used last is used first, so that few stay.
    pub(super) fn enter(&mut self, now: u64) -> Option<u64> {
        self.forget(now);
        if self.busy < self.provisioned || self.idle.pop_back().is_some() {
            self.busy += 1;
            return Some(0);
        }
        let passed = now.saturating_sub(self.looked_at) as f64;
        self.may_start = (self.may_start + passed * self.more_per_nano).min(self.burst);
        self.looked_at = now;
        if self.may_start < 1.0 {
            return None;
        }
        self.may_start -= 1.0;
        self.cold_starts += 1;
        self.busy += 1;
        Some(self.start)
    }

    /// A request is done with one. Those that are always there are the first to be used and the last to be left.
    pub(super) fn leave(&mut self, now: u64) {
        self.busy = self.busy.saturating_sub(1);
        if self.busy >= self.provisioned {
            self.idle.push_back(now);
        }
    }

    /// All are gone.
    pub(super) fn lose_all(&mut self) {
        self.idle.clear();
    }

    /// Cold starts so far, and how many are idle.
    pub(super) fn state(&mut self, now: u64) -> (u64, usize) {
        self.forget(now);
        (self.cold_starts, self.idle.len() + self.provisioned.saturating_sub(self.busy) as usize)
    }

    fn forget(&mut self, now: u64) {
        while self.idle.front().is_some_and(|used| now.saturating_sub(*used) > self.keep) {
            self.idle.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = 1_000_000_000;

    fn of(start_s: f64, keep_s: f64, burst: u32, more_per_s: f64) -> Environments {
        Environments::of(ColdStartBlueprint { start_s, keep_s, burst, more_per_s, provisioned: 0 })
    }

    #[test]
    fn one_that_was_used_is_used_again_until_it_has_been_idle_for_too_long() {
        let mut kept = of(0.5, 60.0, 10, 1.0);
        assert_eq!(kept.enter(0), Some(SECOND / 2));
        kept.leave(SECOND);
        assert_eq!(kept.enter(61 * SECOND), Some(0));
        kept.leave(62 * SECOND);
        assert_eq!(kept.enter(123 * SECOND), Some(SECOND / 2));
        assert_eq!(kept.state(123 * SECOND), (2, 0));
    }

    #[test]
    fn those_that_are_always_there_are_used_first_and_never_cold() {
        let mut kept = Environments { provisioned: 2, ..of(0.5, 60.0, 10, 1.0) };
        assert_eq!(kept.state(0), (0, 2));
        assert_eq!([kept.enter(0), kept.enter(0), kept.enter(0)], [Some(0), Some(0), Some(SECOND / 2)]);
        kept.leave(SECOND);
        kept.leave(SECOND);
        // One that was started for it is idle, and one of those that are always there.
        assert_eq!(kept.state(SECOND), (1, 2));
        kept.leave(SECOND);
        assert_eq!([kept.enter(900 * SECOND), kept.enter(900 * SECOND)], [Some(0), Some(0)]);
        assert_eq!(kept.state(900 * SECOND), (1, 0));
    }

    #[test]
    fn no_more_are_started_than_the_burst_and_what_has_come_since() {
        let mut kept = of(0.1, 60.0, 1_000, 100.0);
        let started = |kept: &mut Environments, now| (0..5_000).filter(|_| kept.enter(now).is_some()).count();
        assert_eq!(started(&mut kept, 0), 1_000);
        assert_eq!(started(&mut kept, 2 * SECOND), 200);
        assert_eq!(started(&mut kept, 100 * SECOND), 1_000);
    }
}
