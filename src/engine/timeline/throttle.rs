//! Stations that throttle: who asks for more than there is is refused at once, waits and asks again, and fails in the
//! end. What is not used is kept for a while. (Nobody waits in a line here.)

use super::calendar::Kind;
use super::clock::{NANOS, whole};
use super::fleet::NO_FLEET;
use super::request::Doing;
use super::simulation::Simulation;
use super::tally::Cause;
use crate::catalogue::spec::ThrottleBlueprint;

/// Capacity of a station and what is kept of it. Amounts are nanoseconds of the station's speed as drawn.
#[derive(Clone, Debug)]
pub(super) struct Throttle {
    /// Capacity, in times the station's speed as drawn; and what is let through at most, however much is kept.
    rate: f64,
    most: f64,
    /// Nanoseconds of capacity that are kept.
    kept: f64,
    /// What there is, and what may still be let through at once.
    level: f64,
    room: f64,
    at: u64,
    retries: u32,
    /// The longest wait before the first retry, nanoseconds.
    backoff: f64,
    /// What was let through, and what there was of capacity.
    used: f64,
    offered: f64,
    /// Attempts that were refused.
    refused: u64,
}

/// What is shown of a station that throttles.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct ThrottleState {
    /// Capacity, in times the station's speed as drawn.
    pub(super) rate: f64,
    /// Seconds of that capacity that are kept.
    pub(super) kept_s: f64,
    /// Seconds of the speed as drawn that were let through so far, and that there were of capacity.
    pub(super) used_s: f64,
    pub(super) offered_s: f64,
    /// Attempts refused so far.
    pub(super) refused: u64,
}

impl Throttle {
    /// That of a station of some speed, full.
    pub(super) fn of(rules: &ThrottleBlueprint, speed: f64) -> Self {
        let (rate, kept) = (rules.units / speed, rules.kept_s * NANOS);
        let most = rules.most_units / speed;
        Self {
            rate,
            most,
            kept,
            level: rate * kept,
            room: most * NANOS,
            at: 0,
            retries: rules.retries,
            backoff: rules.backoff_s * NANOS,
            used: 0.0,
            offered: 0.0,
            refused: 0,
        }
    }

    /// Brings everything up to now.
    fn settle(&mut self, now: u64) {
        let elapsed = now.saturating_sub(self.at) as f64;
        self.level = (self.level + self.rate * elapsed).min(self.rate * self.kept);
        self.room = (self.room + self.most * elapsed).min(self.most * NANOS);
        self.offered += self.rate.min(self.most) * elapsed;
        self.at = now;
    }

    /// Whether so much is let through now. What is more than ever is kept takes all of it.
    fn take(&mut self, now: u64, work: f64) -> bool {
        self.settle(now);
        let there = self.level >= work.min(self.rate * self.kept) && self.room >= work.min(self.most * NANOS);
        if there {
            self.spend(work);
        } else {
            self.refused += 1;
        }
        there
    }

    fn spend(&mut self, work: f64) {
        self.level -= work;
        self.room -= work;
        self.used += work;
    }
}

impl Simulation {
    /// From here on a station of some speed throttles.
    pub(super) fn throttle(&mut self, station: usize, rules: &ThrottleBlueprint, speed: f64) {
        if let Some(at) = self.stations.get_mut(station) {
            at.throttle = Some(Box::new(Throttle::of(rules, speed)));
        }
    }

    /// A visit to a station that throttles: whether the request goes on at once; none at any other station.
    #[inline(always)]
    pub(super) fn throttled(&mut self, id: u32, station: u32) -> Option<bool> {
        self.stations[station as usize].throttle.is_some().then(|| self.ask_throttled(id, station))
    }

    fn ask_throttled(&mut self, id: u32, station: u32) -> bool {
        let fleet = self.stations[station as usize].fleet;
        let place = match fleet.0 {
            NO_FLEET => self.stations[station as usize].routed.first().copied(),
            fleet_id => self.instance_in_fleet(id, fleet_id, fleet.1),
        };
        let alive = place.and_then(|place| self.instances.get(place as usize)).is_some_and(|instance| instance.alive);
        let at = &mut self.stations[station as usize];
        at.counts.came += 1;
        if !alive {
            at.counts.died += 1;
            self.fail(id, Cause::InstanceDied);
            return false;
        }
        let request = &self.requests[id];
        let sampler = match self.program.works.get(request.work as usize) {
            Some(own) => own,
            None => &at.samplers[at.services[usize::from(request.class)] as usize],
        };
        let work = self.draws.time(sampler, at.service_stream) * at.stretch;
        let Some(throttle) = &mut at.throttle else { return true };
        if throttle.take(self.now, work) {
            self.requests[id].tries = 0;
            self.visited(id);
            return true;
        }
        self.ask_again(id, station);
        false
    }

    /// A refused request waits before it asks again, or fails.
    fn ask_again(&mut self, id: u32, station: u32) {
        let at = &mut self.stations[station as usize];
        let Some(throttle) = &at.throttle else { return };
        let (tries, place) = (self.requests[id].tries, self.requests[id].place);
        if u32::from(tries) >= throttle.retries {
            at.counts.refused += 1;
            self.requests[id].tries = 0;
            return self.fail(id, Cause::Refused);
        }
        let longest = throttle.backoff * f64::from(1_u32 << tries.min(30));
        let wait = whole(longest * self.draws.share(at.patience_stream));
        self.requests[id].tries = tries + 1;
        self.wait_until(id, self.now.saturating_add(wait), place, Doing::Going, Kind::Resumes);
    }

    /// A station's capacity is so many times its speed as drawn from here on.
    pub(super) fn set_capacity(&mut self, station: usize, rate: f64) {
        let now = self.now;
        if let Some(throttle) = self.stations.get_mut(station).and_then(|at| at.throttle.as_mut()) {
            throttle.settle(now);
            throttle.rate = rate;
            throttle.level = throttle.level.min(rate * throttle.kept);
        }
    }

    /// How a station that throttles is.
    pub(super) fn throttle_state(&mut self, station: usize) -> Option<ThrottleState> {
        let now = self.now;
        let throttle = self.stations.get_mut(station)?.throttle.as_mut()?;
        throttle.settle(now);
        Some(ThrottleState {
            rate: throttle.rate,
            kept_s: throttle.level.max(0.0) / throttle.rate / NANOS,
            used_s: throttle.used / NANOS,
            offered_s: throttle.offered / NANOS,
            refused: throttle.refused,
        })
    }

    /// What was let through and what there was of capacity, seconds; none where a station does not throttle.
    pub(super) fn used_and_offered_s(&self, station: usize) -> Option<(f64, f64)> {
        let throttle = self.stations.get(station)?.throttle.as_ref()?;
        let since = self.now.saturating_sub(throttle.at) as f64;
        let offered = throttle.offered + throttle.rate.min(throttle.most) * since;
        Some((throttle.used / NANOS, offered / NANOS))
    }

    /// Seconds that can be let through in the second that begins now, for a fluid; endless where none throttle.
    pub(super) fn room_in_second_s(&mut self, station: usize) -> f64 {
        let now = self.now;
        let Some(throttle) = self.stations.get_mut(station).and_then(|at| at.throttle.as_mut()) else {
            return f64::INFINITY;
        };
        throttle.settle(now);
        (throttle.level / NANOS + throttle.rate).min(throttle.room / NANOS + throttle.most).max(0.0)
    }

    /// A fluid lets so much through in the second that begins now, and refuses so many.
    pub(super) fn let_through(&mut self, station: usize, used_s: f64, refused: f64) {
        let now = self.now;
        if let Some(throttle) = self.stations.get_mut(station).and_then(|at| at.throttle.as_mut()) {
            throttle.settle(now);
            throttle.spend(used_s * NANOS);
            throttle.refused += whole(refused);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::spec::CapacityRule;

    const SECOND: u64 = 1_000_000_000;

    fn throttle(units: f64, most_units: f64) -> Throttle {
        let rules = ThrottleBlueprint {
            units,
            most_units,
            call_units: f64::INFINITY,
            kept_s: 300.0,
            retries: 2,
            backoff_s: 0.05,
            rule: CapacityRule::Set,
        };
        Throttle::of(&rules, 100.0)
    }

    /// Calls of one unit, so many a second for so long; how many were let through in each second.
    fn asked(throttle: &mut Throttle, a_second: u64, seconds: u64) -> Vec<u64> {
        let unit = NANOS / 100.0;
        let let_in = |second: u64| {
            let at = |call: u64| second * SECOND + (call + 1) * SECOND / a_second;
            (0..a_second).filter(|call| throttle.take(at(*call), unit)).count() as u64
        };
        (0..seconds).map(let_in).collect()
    }

    #[test]
    fn three_hundred_seconds_of_capacity_last_for_three_hundred_at_twice_the_rate() {
        let found = asked(&mut throttle(100.0, f64::INFINITY), 200, 320);
        assert!(found[..299].iter().all(|let_in| *let_in == 200));
        assert!(found[302..].iter().all(|let_in| (99..=101).contains(let_in)), "{:?}", &found[295..]);
    }

    #[test]
    fn a_partition_lets_no_more_through_however_much_is_kept() {
        let found = asked(&mut throttle(100.0, 120.0), 400, 20);
        // A second of it at once, then as much as it gives.
        assert!(found[2..].iter().all(|let_in| (119..=121).contains(let_in)), "{found:?}");
    }

    #[test]
    fn what_is_more_than_can_ever_be_kept_takes_all_of_it() {
        let mut throttle = throttle(1.0, f64::INFINITY);
        assert!(throttle.take(0, 400.0 * NANOS / 100.0));
        assert!(!throttle.take(SECOND, NANOS / 100.0));
    }
}
