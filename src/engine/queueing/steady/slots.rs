//! Slots that are held across stations. What runs inside is replaced by one server whose speed depends on how many are
//! inside (Norton's theorem for queueing networks, Chandy, Herzog and Woo 1975), by the profiles of `engine::steady`;
//! the slots are then a queue by states. Exact in the mean for product-form insides, up to the profile's interpolation.
//! For percentiles, a request finds at each station inside what product form says for the others inside, by the station
//! against the profile of all the rest; the times at the stations are taken as independent, as they are where the slots
//! are not the limit.

use super::inside::Inside;
use super::states::{Arrivals, MOST_THERE};
use super::station::Law;
use super::wait::{Stages, Wait};
use crate::engine::queueing::network::{Network, Patience, SlotsId, StationId};
use crate::engine::steady::birth_death::{Weighted, distribution, each_state};

/// Numbers inside that are told apart in percentiles.
const GROUPS: usize = 24;

/// Solved slots.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Held {
    /// Entries that come a second.
    pub(super) offered: f64,
    /// Share refused.
    pub(super) refused: f64,
    /// Share that leaves without a slot.
    pub(super) gave_up: f64,
    /// Entries a second by which the backlog grows.
    pub(super) growth: f64,
    /// Mean number of slots held.
    pub(super) held: f64,
    /// Mean number waiting for one.
    pub(super) waiting: f64,
    /// Share of those let in who find no slot free.
    pub(super) waits: f64,
    /// What those let in meet.
    pub(super) groups: Vec<Group>,
    /// Of each station inside: busy servers and number there.
    pub(super) inside: Vec<(StationId, f64)>,
}

/// What some of those let in meet.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Group {
    pub(super) weight: f64,
    /// For a slot.
    pub(super) wait: Wait,
    /// Of each station inside: the time there.
    pub(super) laws: Vec<(StationId, Law)>,
}

impl Group {
    /// The time at a station inside.
    pub(super) fn law(&self, station: StationId) -> Option<&Law> {
        self.laws.iter().find(|(of, _)| *of == station).map(|(_, law)| law)
    }
}

impl Held {
    /// Nobody comes.
    pub(super) fn empty() -> Self {
        Self {
            offered: 0.0,
            refused: 0.0,
            gave_up: 0.0,
            growth: 0.0,
            held: 0.0,
            waiting: 0.0,
            waits: 0.0,
            groups: vec![Group { weight: 1.0, wait: Wait::None, laws: Vec::new() }],
            inside: Vec::new(),
        }
    }

    /// Share of those who come that get through in the end.
    pub(super) fn passes(&self) -> f64 {
        (1.0 - self.refused - self.gave_up).max(0.0)
    }

    /// The same without a growing backlog.
    pub(super) fn flows(&self) -> f64 {
        if self.offered > 0.0 { (self.passes() - self.growth / self.offered).max(0.0) } else { self.passes() }
    }
}

impl Inside<'_> {
    /// Solves the slots.
    pub(super) fn solve(&self, network: &Network, slots: SlotsId, arrivals: Arrivals) -> Held {
        let Some(of) = network.slots.get(slots) else { return Held::empty() };
        let nobody = match arrivals {
            Arrivals::Open(rate) => rate <= 0.0,
            Arrivals::Finite { users, .. } => users == 0,
        };
        if nobody || self.profile.is_empty() {
            let offered = if let Arrivals::Open(rate) = arrivals { rate } else { 0.0 };
            return Held { offered, ..Held::empty() };
        }
        let count = f64::from(of.count);
        let leave_rate = match of.patience {
            Some(Patience::Exponential(mean_s)) => 1.0 / mean_s,
            _ => 0.0,
        };
        let limit = of.waiting_limit.map(|limit| u64::from(of.count) + u64::from(limit));
        let full = self.rate(count);
        match (arrivals, limit) {
            (Arrivals::Open(rate), None) if leave_rate <= 0.0 && rate >= full => {
                return self.overloaded(rate, count, full);
            }
            _ => {}
        }
        let queue = Waiting { inside: self, count, leave_rate, limit, arrivals };
        queue.solve()
    }

    fn overloaded(&self, rate: f64, count: f64, full: f64) -> Held {
        let group = Group { weight: 1.0, wait: Wait::Endless, laws: Vec::new() };
        Held {
            offered: rate,
            growth: rate - full,
            held: count,
            waiting: f64::INFINITY,
            waits: 1.0,
            groups: vec![group],
            inside: self.numbers(&[Weighted { state: count, weight: 1.0 }], count),
            ..Held::empty()
        }
    }
}

/// The queue for slots.
struct Waiting<'a> {
    inside: &'a Inside<'a>,
    count: f64,
    leave_rate: f64,
    limit: Option<u64>,
    arrivals: Arrivals,
}

impl Waiting<'_> {
    fn coming(&self, present: f64) -> f64 {
        match self.arrivals {
            Arrivals::Open(rate) => rate,
            Arrivals::Finite { away_s, .. } if away_s <= 0.0 => self.inside.rate(present.min(self.count)),
            Arrivals::Finite { users, away_s } => (users as f64 - present).max(0.0) / away_s,
        }
    }

    fn ratio(&self, present: f64) -> f64 {
        let next = present + 1.0;
        let leaving = (next - self.count).max(0.0) * self.leave_rate;
        self.coming(present) / (self.inside.rate(next.min(self.count)) + leaving)
    }

    fn states(&self) -> Vec<Weighted> {
        let last = match self.arrivals {
            Arrivals::Open(_) => self.limit.unwrap_or(MOST_THERE),
            Arrivals::Finite { users, .. } => users.min(self.limit.unwrap_or(users)),
        };
        match self.arrivals {
            Arrivals::Finite { away_s, .. } if away_s <= 0.0 => {
                vec![Weighted { state: last as f64, weight: 1.0 }]
            }
            Arrivals::Open(_) => distribution(last, |present| self.ratio(present)),
            Arrivals::Finite { .. } => each_state(last, 1e-15, |present| self.ratio(present)),
        }
    }

    fn solve(&self) -> Held {
        let states = self.states();
        let full = self.limit.map_or(f64::INFINITY, |limit| limit as f64);
        let mut held = Held { groups: Vec::new(), ..Held::empty() };
        let mut met = Vec::new();
        for entry in &states {
            let coming = entry.weight * self.coming(entry.state);
            held.offered += coming;
            held.held += entry.weight * entry.state.min(self.count);
            held.waiting += entry.weight * (entry.state - self.count).max(0.0);
            if entry.state < full && coming > 0.0 {
                // Where nobody is ever elsewhere, who comes finds all the others.
                let itself = matches!(self.arrivals, Arrivals::Finite { away_s, .. } if away_s <= 0.0);
                let found = if itself { entry.state - 1.0 } else { entry.state };
                met.push(Weighted { state: found, weight: coming });
            }
        }
        let admitted: f64 = met.iter().map(|entry| entry.weight).sum();
        if admitted <= 0.0 {
            return Held::empty();
        }
        held.refused = (1.0 - admitted / held.offered).max(0.0);
        held.gave_up = (self.leave_rate * held.waiting / held.offered).min(1.0);
        met.iter_mut().for_each(|entry| entry.weight /= admitted);
        held.inside = self.inside.numbers(&states, self.count);
        self.groups(&met, &mut held);
        held
    }

    /// Gathers what is met: those who find a slot free, by the number inside, and those who wait for one.
    fn groups(&self, met: &[Weighted], held: &mut Held) {
        let mut inside: Vec<(f64, f64)> = Vec::new();
        let (mut weight, mut sum) = (0.0, 0.0);
        let mut places = Vec::new();
        for entry in met {
            if entry.state >= self.count {
                places.push((entry.state - self.count + 1.0, entry.weight));
                continue;
            }
            if weight > 0.0 && (weight + entry.weight) * GROUPS as f64 > 1.0 {
                inside.push((sum / weight, weight));
                (weight, sum) = (0.0, 0.0);
            }
            weight += entry.weight;
            sum += entry.weight * (entry.state + 1.0);
        }
        if weight > 0.0 {
            inside.push((sum / weight, weight));
        }
        held.waits = places.iter().map(|(_, weight)| weight).sum();
        let free: f64 = inside.iter().map(|(_, weight)| weight).sum();
        if free > 0.0 {
            held.groups.push(self.inside.group(&inside, free, Wait::None));
        }
        if held.waits > 0.0 {
            places.iter_mut().for_each(|place| place.1 /= held.waits);
            let mut stages = Stages::new(places, self.inside.rate(self.count));
            stages.leave_rate = self.leave_rate;
            let served = held.waits * stages.served();
            held.groups.push(self.inside.group(&[(self.count, 1.0)], served, Wait::Stages(stages)));
        }
        let total: f64 = held.groups.iter().map(|group| group.weight).sum();
        held.groups.iter_mut().for_each(|group| group.weight /= total);
    }
}
