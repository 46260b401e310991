//! Messages that are refused where all slots are held, and tried again later: each time after twice as long, up to a
//! longest wait. Jobs of a queue are tried until they are to be had again; others until they are too old.

use super::calendar::Kind;
use super::clock::nanos;
use super::request::Doing;
use super::simulation::Simulation;
use super::tally::Cause;
use crate::catalogue::spec::RetryBlueprint;

/// The rules, times in nanoseconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Retries {
    first: u64,
    most: u64,
    lasts: u64,
}

impl Retries {
    pub(super) fn of(rules: RetryBlueprint) -> Self {
        Self { first: nanos(rules.first_s), most: nanos(rules.most_s), lasts: nanos(rules.for_s) }
    }

    /// How long is waited after so many refusals.
    fn wait(&self, refusals: u16) -> u64 {
        let doubled = self.first.saturating_mul(1 << u32::from(refusals.saturating_sub(1)).min(40));
        doubled.min(self.most)
    }
}

impl Simulation {
    /// A request finds all slots held: it fails, or is tried again.
    #[inline(never)]
    pub(super) fn refuse(&mut self, id: u32, slots: u32) {
        let gate = &mut self.gates[slots as usize];
        gate.counts.refused += 1;
        let request = &mut self.requests[id];
        let Some(retries) = gate.retries.filter(|_| request.waits_for_anyone()) else {
            return self.fail(id, Cause::Refused);
        };
        let is_late = if request.receives > 0 {
            request.queue == 0
        } else {
            self.now.saturating_sub(request.born) >= retries.lasts
        };
        let before = request.attempt;
        gate.later += u64::from(before == 0);
        if is_late {
            gate.later -= 1;
            gate.counts.gave_up += 1;
            request.attempt = 0;
            return self.fail(id, Cause::Refused);
        }
        request.attempt = before.saturating_add(1);
        let (due, place) = (self.now.saturating_add(retries.wait(before + 1)), request.place);
        self.wait_until(id, due, place, Doing::Going, Kind::Resumes);
    }

    /// A message that had been refused has got one of the slots.
    #[inline]
    pub(super) fn no_longer_refused(&mut self, id: u32, slots: u32) {
        let request = &mut self.requests[id];
        if request.attempt > 0 && request.waits_for_anyone() {
            request.attempt = 0;
            self.gates[slots as usize].later -= 1;
        }
    }

    /// Messages that were refused at some slots and are still to be tried.
    pub(super) fn tried_later(&self, slots: usize) -> u64 {
        self.gates.get(slots).map_or(0, |gate| gate.later)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest() {
        let retries = Retries::of(RetryBlueprint { first_s: 1.0, most_s: 300.0, for_s: 21_600.0 });
        let waits: Vec<u64> = (1..=11).map(|refusals| retries.wait(refusals) / 1_000_000_000).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
    }
}
