//! Buckets of credits: servers spend them, and are slow without.

use super::calendar::Kind;
use super::clock::{NANOS, NEVER, whole};
use super::simulation::Simulation;
use crate::engine::queueing::network::Credits;

/// A bucket; a credit is a nanosecond of one server at full speed.
#[derive(Clone, Debug)]
pub(super) struct Bucket {
    pub(super) level: f64,
    at: u64,
    earn: f64,
    cap: f64,
    /// Speed of a server without credits, at least.
    slow: f64,
    /// Credits spent a nanosecond.
    spent: f64,
    /// When it is looked at next.
    look: u64,
    /// When it was empty for the first time.
    pub(super) emptied: Option<u64>,
    /// Nanoseconds for which it was empty.
    pub(super) empty_for: u64,
}

impl Bucket {
    pub(super) fn of(credits: &Credits) -> Self {
        let level = credits.start_s.min(credits.cap_s) * NANOS;
        Self {
            level,
            at: 0,
            earn: credits.earn_per_s,
            cap: credits.cap_s * NANOS,
            slow: credits.speed_when_empty,
            spent: 0.0,
            look: NEVER,
            emptied: (level <= 0.0).then_some(0),
            empty_for: 0,
        }
    }

    /// Brings the level up to now.
    pub(super) fn settle(&mut self, now: u64) {
        let elapsed = now - self.at;
        let change = (self.earn - self.spent) * elapsed as f64;
        if self.level <= 0.0 && change <= 0.0 {
            self.empty_for += elapsed;
        }
        self.level = (self.level + change).min(self.cap);
        // What is spent in half a nanosecond is nothing: times are whole nanoseconds.
        if self.level <= 0.5 * (self.spent - self.earn) || self.level < 0.0 {
            self.level = 0.0;
            if self.spent > self.earn {
                self.emptied = self.emptied.or(Some(now));
            }
        }
        self.at = now;
    }

    /// The speed of so many busy servers from now on, and when the bucket will be empty. Without credits a server is as
    /// fast as what is earned allows, and at least `slow`: a bucket that fills a little and empties again comes to that.
    fn spend(&mut self, busy: f64) -> (f64, u64) {
        if self.level > 0.0 || busy <= self.earn {
            self.spent = busy;
            let lasts = self.level / (busy - self.earn);
            let empty = if busy > self.earn { self.at.saturating_add(whole(libm::ceil(lasts))) } else { NEVER };
            return (1.0, empty);
        }
        let speed = (self.earn / busy).max(self.slow);
        self.spent = busy * speed;
        (speed, NEVER)
    }
}

impl Simulation {
    /// The busy servers of a station with credits have changed, or its bucket is empty.
    pub(super) fn credits_changed(&mut self, station: u32) {
        let at = &mut self.stations[station as usize];
        let id = at.bucket;
        let bucket = &mut self.buckets[id as usize];
        bucket.settle(self.now);
        let (speed, look) = bucket.spend(at.busy.number as f64);
        let before = std::mem::replace(&mut at.speed, speed);
        if look < bucket.look {
            bucket.look = look;
            self.calendar.push(look, Kind::Credits, id);
        }
        if (before - speed).abs() > 0.0 {
            for index in 0..self.stations[station as usize].all.len() {
                let place = self.stations[station as usize].all[index];
                self.retune(place);
            }
        }
    }

    /// A bucket may be empty.
    pub(super) fn look_at_credits(&mut self, id: u32) {
        let bucket = &mut self.buckets[id as usize];
        if bucket.look == self.now {
            bucket.look = NEVER;
            if let Some(credits) = self.network.credits.get(id as usize) {
                self.credits_changed(credits.station as u32);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(earn_per_s: f64, speed_when_empty: f64) -> Bucket {
        Bucket::of(&Credits { station: 0, start_s: 10.0, earn_per_s, cap_s: 12.0, speed_when_empty })
    }

    #[test]
    fn credits_last_as_long_as_more_is_earned_than_spent() {
        let mut bucket = bucket(0.2, 0.1);
        let (speed, empty) = bucket.spend(1.0);
        assert!((speed - 1.0).abs() < 1e-15);
        assert_eq!(empty, 12_500_000_000);
        bucket.settle(empty);
        assert_eq!((bucket.level, bucket.emptied), (0.0, Some(empty)));
        // Then one server is as fast as what is earned, three are at least as fast as the file says.
        assert!((bucket.spend(1.0).0 - 0.2).abs() < 1e-15);
        assert!((bucket.spend(3.0).0 - 0.1).abs() < 1e-15);
    }

    #[test]
    fn credits_are_earned_up_to_the_cap() {
        let mut bucket = bucket(0.5, 0.1);
        bucket.spend(0.0);
        bucket.settle(2_000_000_000);
        assert!((bucket.level - 11e9).abs() < 1.0);
        bucket.settle(90_000_000_000);
        assert!((bucket.level - 12e9).abs() < 1.0);
    }
}
