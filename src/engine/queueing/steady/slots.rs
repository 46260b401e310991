//! Slots that are held across stations. What runs inside is replaced by one server whose speed depends on how many are
//! inside (Norton's theorem for queueing networks, Chandy, Herzog and Woo 1975), by the profiles of `engine::steady`;
//! the slots are then a queue by states. Exact in the mean for product-form insides, up to the profile's interpolation.

use std::rc::Rc;

use super::flows::Flows;
use super::layout::{Home, Layout};
use super::state::service_seen;
use super::states::Arrivals;
use super::wait::{Stages, Wait};
use crate::engine::queueing::network::{Balancer, Network, Patience, SlotsId, StationId};
use crate::engine::steady::birth_death::{Weighted, distribution, each_state};
use crate::engine::steady::groups::{self, Spread};
use crate::engine::steady::profile::{Centre, Profile};

/// Numbers inside that are told apart in percentiles.
const GROUPS: usize = 24;

/// What runs inside slots.
#[derive(Clone, Debug)]
pub(super) struct Inside {
    profile: Profile,
    columns: Vec<Column>,
}

/// What a column of the profile counts, and the mean time a request has there by itself.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Column {
    Delay,
    Station(StationId, f64),
    /// Slots inside these, and how often they are entered per entry of the outermost.
    Waiting(SlotsId, f64),
}

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

/// What some of those let in meet: how everything inside is slowed by those who are there.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Group {
    pub(super) weight: f64,
    /// For a slot.
    pub(super) wait: Wait,
    /// Of each station: time there ÷ service.
    stretch: Vec<(StationId, f64)>,
    /// Mean wait for each of the slots inside, seconds.
    inner_waits: Vec<(SlotsId, f64)>,
}

impl Group {
    pub(super) fn stretch(&self, station: StationId) -> f64 {
        self.stretch.iter().find(|(of, _)| *of == station).map_or(1.0, |(_, stretch)| *stretch)
    }

    pub(super) fn inner_wait_s(&self, slots: SlotsId) -> f64 {
        self.inner_waits.iter().find(|(of, _)| *of == slots).map_or(0.0, |(_, wait)| *wait)
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
            groups: vec![Group { weight: 1.0, wait: Wait::None, stretch: Vec::new(), inner_waits: Vec::new() }],
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

impl Inside {
    /// What runs inside slots, per entry let in.
    pub(super) fn of(network: &Network, layout: &Layout, flows: &Flows, slots: SlotsId) -> Self {
        let mut columns = Vec::new();
        let entries = flows.let_in.get(slots).copied().unwrap_or(0.0);
        let largest = network.slots.get(slots).map_or(1, |slots| u64::from(slots.count));
        let profile = profile(network, layout, flows, (slots, entries, largest), &mut columns);
        Self { profile, columns }
    }

    /// Entries a second that get through with so many inside; endless where they need no time.
    fn rate(&self, inside: f64) -> f64 {
        if self.profile.is_empty() { f64::INFINITY } else { self.profile.rate(inside) }
    }

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
        let group = Group { weight: 1.0, wait: Wait::Endless, stretch: Vec::new(), inner_waits: Vec::new() };
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

    /// Mean number at each station inside.
    fn numbers(&self, states: &[Weighted], count: f64) -> Vec<(StationId, f64)> {
        let mut row = vec![0.0; self.profile.columns()];
        for entry in states {
            self.profile.add_numbers(entry.state.min(count), entry.weight, &mut row);
        }
        let of = |(column, number): (&Column, f64)| match column {
            Column::Station(station, _) => Some((*station, number)),
            Column::Delay | Column::Waiting(..) => None,
        };
        self.columns.iter().zip(row).filter_map(of).collect()
    }

    /// What those meet who make the number inside `inside`.
    fn group(&self, inside: f64, weight: f64, wait: Wait) -> Group {
        let rate = self.rate(inside);
        let mut group = Group { weight, wait, stretch: Vec::new(), inner_waits: Vec::new() };
        for (index, column) in self.columns.iter().enumerate() {
            let time_s = self.profile.number(index, inside) / rate;
            match column {
                Column::Station(station, alone_s) if *alone_s > 0.0 => {
                    group.stretch.push((*station, time_s / alone_s));
                }
                Column::Waiting(slots, entries) if *entries > 0.0 => {
                    group.inner_waits.push((*slots, time_s / entries));
                }
                _ => {}
            }
        }
        group
    }
}

/// The profile of what is right inside slots, with that of slots inside them; `entries` is what all is counted per.
fn profile(
    network: &Network,
    layout: &Layout,
    flows: &Flows,
    (slots, entries, largest): (SlotsId, f64, u64),
    columns: &mut Vec<Column>,
) -> Profile {
    if entries <= 0.0 {
        return Profile::default();
    }
    columns.push(Column::Delay);
    let mut centres = vec![Centre::Delay(flows.delay_inside_s.get(slots).copied().unwrap_or(0.0) / entries)];
    for (id, station) in network.stations.iter().enumerate() {
        if layout.stations.get(id) != Some(&Home::Inside(slots)) {
            continue;
        }
        let demand_s = service_seen(network, flows, id).mean_s() * flows.visits_to(id) / entries;
        columns.push(Column::Station(id, demand_s));
        let servers = f64::from(station.servers);
        let spread = station.instances > 1 && station.balancer == Balancer::Random;
        centres.push(if spread {
            let unit = groups::profile(Spread::Random, station.instances, station.servers, largest);
            Centre::Group { unit: Rc::new(unit), demand_s }
        } else {
            Centre::Queue { servers: servers * f64::from(station.instances), demand_s }
        });
    }
    for (id, inner) in network.slots.iter().enumerate() {
        if layout.slots.get(id) != Some(&Home::Inside(slots)) {
            continue;
        }
        let share = flows.entries.get(id).copied().unwrap_or(0.0) / entries;
        columns.push(Column::Waiting(id, share));
        let count = u64::from(inner.count).min(largest);
        let profile = profile(network, layout, flows, (id, entries, count), columns);
        centres.push(Centre::Aggregate { profile, limit: count as f64 });
    }
    Profile::of(&centres, largest)
}

/// The queue for slots.
struct Waiting<'a> {
    inside: &'a Inside,
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
            Arrivals::Open(_) => self.limit.unwrap_or(u64::from(u32::MAX)),
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

    /// Gathers what is met: by the number inside where a slot is free, and all who wait together.
    fn groups(&self, met: &[Weighted], held: &mut Held) {
        let (mut weight, mut sum) = (0.0, 0.0);
        let mut places = Vec::new();
        for entry in met {
            if entry.state >= self.count {
                places.push((entry.state - self.count + 1.0, entry.weight));
                continue;
            }
            if weight > 0.0 && (weight + entry.weight) * GROUPS as f64 > 1.0 {
                held.groups.push(self.inside.group(sum / weight, weight, Wait::None));
                (weight, sum) = (0.0, 0.0);
            }
            weight += entry.weight;
            sum += entry.weight * (entry.state + 1.0);
        }
        if weight > 0.0 {
            held.groups.push(self.inside.group(sum / weight, weight, Wait::None));
        }
        held.waits = places.iter().map(|(_, weight)| weight).sum();
        if held.waits > 0.0 {
            places.iter_mut().for_each(|place| place.1 /= held.waits);
            let mut stages = Stages::new(places, self.inside.rate(self.count));
            stages.leave_rate = self.leave_rate;
            let served = held.waits * stages.served();
            held.groups.push(self.inside.group(self.count, served, Wait::Stages(stages)));
        }
        let total: f64 = held.groups.iter().map(|group| group.weight).sum();
        held.groups.iter_mut().for_each(|group| group.weight /= total);
    }
}
