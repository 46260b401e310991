//! Queues whose state is the number of requests there: birth–death processes. They are exact for exponential service
//! under either discipline and for processor sharing of any service (Cohen 1979), with a limit, with exponential
//! patience, with finitely many users, and with servers that slow each other.

use super::general;
use crate::engine::queueing::network::Efficiency;
use crate::engine::steady::birth_death::{Weighted, distribution, each_state};

/// The most states that are taken one by one where there may be two peaks.
const MOST_STATES: u64 = 3_000_000;

/// More than can be there at any rate and patience; every number up to it is exact as a float.
pub(super) const MOST_THERE: u64 = 1 << 53;

/// How requests come to a queue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Arrivals {
    /// A Poisson stream, 1/s.
    Open(f64),
    /// From so many users, each of whom comes back after `away_s` on average (exponential).
    Finite {
        /// How many.
        users: u64,
        /// Seconds.
        away_s: f64,
    },
}

/// A queue by its states.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Queue {
    /// Servers over all instances.
    pub(super) servers: u64,
    /// Instances that share the queue.
    pub(super) instances: u64,
    /// Mean service, seconds of one server.
    pub(super) mean_s: f64,
    /// Squared coefficient of variation of the service; 1 for all but first-come-first-served queues.
    pub(super) scv: f64,
    /// What busy servers lose to each other.
    pub(super) efficiency: Efficiency,
    /// The most that may be there.
    pub(super) limit: Option<u64>,
    /// Rate at which each waiting request leaves, 1/s.
    pub(super) leave_rate: f64,
    /// How requests come.
    pub(super) arrivals: Arrivals,
}

/// What a queue's states say.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Counts {
    /// Requests that come a second, refused ones included.
    pub(super) offered: f64,
    /// Of them, those let in.
    pub(super) admitted: f64,
    /// Mean number of busy servers.
    pub(super) busy: f64,
    /// Mean number there.
    pub(super) number: f64,
    /// Mean number waiting for a server.
    pub(super) waiting: f64,
    /// Probability that nobody is there.
    pub(super) idle: f64,
    /// Share of those let in who find all servers busy.
    pub(super) waits: f64,
    /// The number that those let in find, with probabilities.
    pub(super) met: Vec<Weighted>,
}

impl Queue {
    /// Requests a second that come with `present` there.
    pub(super) fn arrival_rate(&self, present: f64) -> f64 {
        match self.arrivals {
            Arrivals::Open(rate) => rate,
            Arrivals::Finite { users, away_s } => (users as f64 - present).max(0.0) / away_s,
        }
    }

    /// Requests a second that are served with `present` there.
    pub(super) fn service_rate(&self, present: f64) -> f64 {
        let instances = self.instances as f64;
        instances * self.efficiency.capacity(present.min(self.servers as f64) / instances) / self.mean_s
    }

    fn departure_rate(&self, present: f64) -> f64 {
        self.service_rate(present) + (present - self.servers as f64).max(0.0) * self.leave_rate
    }

    /// p(n + 1) ÷ p(n).
    fn ratio(&self, present: f64) -> f64 {
        let up = self.arrival_rate(present);
        if present < self.servers as f64 || self.scv == 1.0 {
            return up / self.departure_rate(present + 1.0);
        }
        // Where requests wait, the ratio with which the mean wait of the open queue comes out: at most that is known of
        // general service. It is 1 where as many come as are served, and there the spread is that of heavy traffic.
        let load = up / self.service_rate(present + 1.0);
        let waited = |load: f64| {
            let longer = general::factor(self.servers as f64, load, self.scv) * load;
            longer / (1.0 - load + longer)
        };
        if load < 1.0 { waited(load) } else { 1.0 / waited((1.0 / load).min(1.0)) }
    }

    fn last(&self) -> u64 {
        let users = match self.arrivals {
            Arrivals::Open(_) => MOST_THERE,
            Arrivals::Finite { users, .. } => users,
        };
        users.min(self.limit.unwrap_or(users))
    }

    /// Probabilities of the number there.
    fn states(&self) -> Vec<Weighted> {
        if matches!(self.arrivals, Arrivals::Finite { away_s, .. } if away_s <= 0.0) {
            // Nobody is ever elsewhere.
            return vec![Weighted { state: self.last() as f64, weight: 1.0 }];
        }
        if self.efficiency.coherency > 0.0 {
            return self.every_state();
        }
        if self.is_wide() {
            return distribution(self.last(), |present| self.ratio(present));
        }
        // Few users make small probabilities cheap to keep.
        let negligible = if matches!(self.arrivals, Arrivals::Finite { .. }) { 1e-300 } else { 1e-15 };
        each_state(self.last(), negligible, |present| self.ratio(present))
    }

    /// Whether there are too many likely states to take each by itself.
    fn is_wide(&self) -> bool {
        let Arrivals::Open(rate) = self.arrivals else { return false };
        let load = rate / self.service_rate(self.servers as f64);
        let near_critical = libm::fabs(1.0 - load) < 1e-4 && self.last() > 1_000_000;
        near_critical && self.leave_rate <= 0.0 || self.leave_rate > 0.0 && rate / self.leave_rate > 1e9
    }

    /// The states one by one from 0 on, for servers that get slower together than fewer would be: there may be two peaks.
    fn every_state(&self) -> Vec<Weighted> {
        let (mut logarithm, mut highest) = (0.0, 0.0_f64);
        let mut states = vec![Weighted { state: 0.0, weight: 0.0 }];
        for present in 0..self.last() {
            let ratio = self.ratio(present as f64);
            logarithm += libm::log(ratio.max(1e-300));
            highest = highest.max(logarithm);
            states.push(Weighted { state: present as f64 + 1.0, weight: logarithm });
            if present > self.servers && ratio < 1.0 && (logarithm < highest - 35.0 || present > MOST_STATES) {
                break;
            }
        }
        let weigh = |entry: &Weighted| Weighted { weight: libm::exp(entry.weight - highest), ..*entry };
        let mut states: Vec<Weighted> = states.iter().map(weigh).collect();
        let total: f64 = states.iter().map(|entry| entry.weight).sum();
        states.iter_mut().for_each(|entry| entry.weight /= total);
        states
    }

    /// For general service the states with waiting get one factor more, such that what is served is what comes.
    fn balanced(&self, states: &mut [Weighted]) {
        let servers = self.servers as f64;
        let surplus =
            |entry: &Weighted| entry.weight * (self.arrival_rate(entry.state) - self.service_rate(entry.state));
        let below: f64 = states.iter().filter(|entry| entry.state < servers).map(surplus).sum();
        let above: f64 = states.iter().filter(|entry| entry.state >= servers).map(surplus).sum();
        let factor = if above < 0.0 && below > 0.0 { -below / above } else { 1.0 };
        states.iter_mut().filter(|entry| entry.state >= servers).for_each(|entry| entry.weight *= factor);
        let total: f64 = states.iter().map(|entry| entry.weight).sum();
        states.iter_mut().for_each(|entry| entry.weight /= total);
    }

    /// Solves the queue.
    pub(super) fn counts(&self) -> Counts {
        let mut states = self.states();
        if self.scv != 1.0 {
            self.balanced(&mut states);
        }
        let servers = self.servers as f64;
        let mut counts = Counts::default();
        let full = self.limit.map_or(f64::INFINITY, |limit| limit as f64);
        for entry in &states {
            let coming = entry.weight * self.coming(entry.state);
            counts.offered += coming;
            counts.busy += entry.weight * entry.state.min(servers);
            counts.number += entry.weight * entry.state;
            counts.waiting += entry.weight * (entry.state - servers).max(0.0);
            if entry.state <= 0.0 {
                counts.idle = entry.weight;
            }
            if entry.state < full && coming > 0.0 {
                counts.admitted += coming;
                counts.waits += if self.found(entry.state) >= servers { coming } else { 0.0 };
                counts.met.push(Weighted { state: self.found(entry.state), weight: coming });
            }
        }
        if counts.admitted > 0.0 {
            counts.waits /= counts.admitted;
            counts.met.iter_mut().for_each(|entry| entry.weight /= counts.admitted);
            counts.met.retain(|entry| entry.weight > 1e-16);
        }
        counts
    }

    /// How many others someone finds who comes in a state: all, or all others where nobody is ever elsewhere.
    fn found(&self, present: f64) -> f64 {
        match self.arrivals {
            Arrivals::Finite { away_s, .. } if away_s <= 0.0 => present - 1.0,
            _ => present,
        }
    }

    /// Requests a second that come in a state. Users who are never elsewhere come back as soon as they are served, and
    /// find the others.
    fn coming(&self, present: f64) -> f64 {
        match self.arrivals {
            Arrivals::Finite { away_s, .. } if away_s <= 0.0 => self.service_rate(present),
            _ => self.arrival_rate(present),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue(servers: u64, arrivals: Arrivals) -> Queue {
        let efficiency = Efficiency::default();
        Queue { servers, instances: 1, mean_s: 1.0, scv: 1.0, efficiency, limit: None, leave_rate: 0.0, arrivals }
    }

    #[test]
    fn what_is_served_and_what_leaves_is_what_comes() {
        for scv in [0.0, 0.5, 1.0, 4.0] {
            for users in [3, 40, 70, 2_000] {
                let queue = Queue { scv, ..queue(4, Arrivals::Finite { users, away_s: 12.0 }) };
                let counts = queue.counts();
                assert!((counts.busy - counts.offered).abs() < 0.02 * counts.busy, "{scv} {users}: {counts:?}");
            }
        }
    }

    #[test]
    fn a_loss_system_loses_as_erlang_says() {
        let counts = Queue { limit: Some(10), ..queue(10, Arrivals::Open(5.0)) }.counts();
        assert!((1.0 - counts.admitted / counts.offered - 0.018_384_570_336_6).abs() < 1e-12);
    }

    #[test]
    fn retrograde_servers_keep_their_states_in_sum() {
        let efficiency = Efficiency { contention: 0.05, coherency: 0.01 };
        let counts = Queue { efficiency, ..queue(30, Arrivals::Finite { users: 100, away_s: 20.0 }) }.counts();
        assert!((counts.offered * 20.0 + counts.number - 100.0).abs() < 1e-9);
    }
}
