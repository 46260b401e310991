//! The speed of a part of the network by the number of requests inside it: its flow-equivalent server.

use std::cell::Cell;
use std::rc::Rc;

use super::birth_death::{distribution, each_state};

/// Populations up to this one are tabulated one by one, larger ones in steps of [`GROWTH`].
const EXACT: u64 = 24;

/// Below this share of the likeliest, a number of requests at a centre that refuses no longer counts.
const NEGLIGIBLE: f64 = 1e-13;

/// Step between neighbouring tabulated populations beyond [`EXACT`].
const GROWTH: f64 = 1.08;

/// Something with a speed that depends on how many requests are in it. Speeds never fall with the population.
#[derive(Clone, Debug)]
pub enum Centre {
    /// A processor-sharing queue.
    Queue {
        /// Servers.
        servers: f64,
        /// Seconds of a server per request.
        demand_s: f64,
    },
    /// A pure delay per request, seconds.
    Delay(f64),
    /// Several identical queues (see [`super::groups`]); the profile is that of a demand of 1 s.
    Group {
        /// Speeds for a demand of one second.
        unit: Rc<Profile>,
        /// Seconds of a server per request, over all queues.
        demand_s: f64,
    },
    /// An aggregate; beyond `limit` requests wait outside it, or are refused.
    Aggregate {
        /// Its speed by population.
        profile: Profile,
        /// The most that work inside at once.
        limit: f64,
        /// Whether who comes beyond the limit is refused.
        refuses: bool,
    },
}

/// How many times as fast as the others those leave who are refused where nothing else takes any time: at once.
const AT_ONCE: f64 = 1e6;

impl Centre {
    /// Requests finished a second with `population` here. Infinite where a request needs nothing.
    pub fn rate(&self, population: f64) -> f64 {
        match self {
            Self::Queue { servers, demand_s } => population.min(*servers) / demand_s,
            Self::Delay(seconds) => population / seconds,
            Self::Group { unit, demand_s } => unit.rate(population) / demand_s,
            Self::Aggregate { profile, limit, refuses } => {
                let full = profile.rate(population.min(*limit));
                if *refuses && population > *limit { full * AT_ONCE } else { full }
            }
        }
    }

    /// Of the requests that leave a second with `population` here, those that were refused: inside, or where more are
    /// here than may be.
    fn refused(&self, population: f64) -> f64 {
        let Self::Aggregate { profile, limit, .. } = self else { return 0.0 };
        let inside = population.min(*limit);
        profile.refused(inside) + self.rate(population) - profile.rate(inside)
    }

    /// The most that can be here; who comes then is refused.
    fn most(&self) -> Option<f64> {
        match self {
            Self::Aggregate { limit, refuses: true, .. } => Some(*limit),
            _ => None,
        }
    }

    /// The population at which its speed stops rising at once; it has to be tabulated.
    fn bend(&self) -> Option<f64> {
        match self {
            Self::Queue { servers, .. } => Some(*servers),
            Self::Aggregate { limit, .. } => Some(*limit),
            Self::Delay(_) | Self::Group { .. } => None,
        }
    }

    /// Whether someone is refused here or inside.
    fn refuses(&self) -> bool {
        matches!(self, Self::Aggregate { profile, refuses, .. } if *refuses || !profile.refused.is_empty())
    }

    fn is_nothing(&self) -> bool {
        match self {
            Self::Queue { demand_s, .. } | Self::Group { demand_s, .. } => *demand_s <= 0.0,
            Self::Delay(seconds) => *seconds <= 0.0,
            Self::Aggregate { profile, .. } => profile.is_empty(),
        }
    }

    /// How many columns it adds to a profile.
    fn columns(&self) -> usize {
        match self {
            Self::Queue { .. } | Self::Delay(_) | Self::Group { .. } => 1,
            Self::Aggregate { profile, .. } => 1 + profile.columns,
        }
    }

    /// Adds `weight` × the mean number in each of its columns, with `population` here: for an aggregate first those
    /// waiting outside, then its own columns.
    fn add_numbers(&self, population: f64, weight: f64, row: &mut [f64]) {
        let Some((first, rest)) = row.split_first_mut() else { return };
        match self {
            Self::Queue { .. } | Self::Delay(_) | Self::Group { .. } => *first += weight * population,
            Self::Aggregate { profile, limit, .. } => {
                let working = population.min(*limit);
                *first += weight * (population - working);
                profile.add_numbers(working, weight, rest);
            }
        }
    }
}

/// Speeds, and the mean number in each part, by population.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    populations: Vec<f64>,
    rates: Vec<f64>,
    /// For each tabulated population, how much of its rate is refused; empty where nobody is.
    refused: Vec<f64>,
    columns: usize,
    /// For each tabulated population, the mean number in each column.
    numbers: Vec<Vec<f64>>,
    /// Where the population was found that was asked for last.
    last: Cell<usize>,
}

impl Profile {
    /// The flow-equivalent server of centres in series, for populations up to `largest`. A centre adds one column, an
    /// aggregate one for those waiting outside it and then its own. Exact in the tabulated populations for
    /// product-form centres.
    pub fn of(centres: &[Centre], largest: u64) -> Self {
        let mut made = Self::default();
        for centre in centres {
            if centre.is_nothing() {
                made.skip(centre.columns());
            } else if made.populations.is_empty() {
                let bends = centres.iter().filter_map(Centre::bend);
                made = Self::single(centre, made.columns, grid(largest, bends));
            } else {
                made = made.joined(centre);
            }
        }
        made
    }

    /// A flow-equivalent server given by its speeds: `rate(population)` for tabulated populations up to `largest`.
    pub fn from_rates(largest: u64, bends: &[f64], rate: impl Fn(f64) -> f64) -> Self {
        let populations = grid(largest, bends.iter().copied());
        let rates = populations.iter().map(|population| rate(*population)).collect();
        let numbers = populations.iter().map(|population| vec![*population]).collect();
        Self { populations, rates, refused: Vec::new(), columns: 1, numbers, last: Cell::new(0) }
    }

    /// Requests a second that leave with `population` inside: those that are finished, and those that are refused.
    pub fn rate(&self, population: f64) -> f64 {
        let Some(place) = self.place(population) else { return 0.0 };
        place.between(|index| self.rates.get(index).copied().unwrap_or(f64::INFINITY))
    }

    /// Requests a second that are refused with `population` inside.
    pub fn refused(&self, population: f64) -> f64 {
        if self.refused.is_empty() {
            return 0.0;
        }
        let Some(place) = self.place(population) else { return 0.0 };
        place.between(|index| self.refused.get(index).copied().unwrap_or(0.0))
    }

    /// The tabulated populations, rising.
    pub fn populations(&self) -> impl Iterator<Item = f64> {
        self.populations.iter().copied()
    }

    /// Mean number in a column with `population` inside.
    pub fn number(&self, column: usize, population: f64) -> f64 {
        let Some(place) = self.place(population) else { return 0.0 };
        place.between(|index| self.numbers.get(index).and_then(|row| row.get(column)).copied().unwrap_or(0.0))
    }

    /// Adds `weight` × the mean number in each column with `population` inside.
    pub fn add_numbers(&self, population: f64, weight: f64, row: &mut [f64]) {
        let sums = row.iter_mut();
        sums.zip(self.numbers_at(population)).for_each(|(sum, number)| *sum += weight * number);
    }

    /// Mean number in each column with `population` inside.
    pub fn numbers_at(&self, population: f64) -> impl Iterator<Item = f64> {
        let row = |index: usize| self.numbers.get(index).map(Vec::as_slice).unwrap_or_default();
        let place = self.place(population);
        let (high, share) = place.as_ref().map_or((&[][..], 0.0), |place| (row(place.high), place.share));
        let low = place.and_then(|place| place.low).map_or(&[][..], row);
        high.iter()
            .enumerate()
            .map(move |(column, number)| share * number + (1.0 - share) * low.get(column).copied().unwrap_or(0.0))
    }

    /// The same with a share of the time in each column taken off, as if it took none.
    pub fn without(&self, shares: &[f64]) -> Self {
        let mut made = self.clone();
        let rows = made.populations.iter().zip(&mut made.rates).zip(&mut made.numbers);
        for ((population, rate), row) in rows {
            for (number, share) in row.iter_mut().zip(shares) {
                *number *= 1.0 - share;
            }
            let left: f64 = row.iter().sum();
            if left > 0.0 {
                *rate *= population / left;
                row.iter_mut().for_each(|number| *number *= population / left);
            }
        }
        made
    }

    /// How many columns it has.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Whether nothing inside takes any time.
    pub fn is_empty(&self) -> bool {
        self.populations.is_empty()
    }

    fn single(centre: &Centre, before: usize, populations: Vec<f64>) -> Self {
        let rates = populations.iter().map(|population| centre.rate(*population)).collect();
        let refused = if centre.refuses() {
            populations.iter().map(|population| centre.refused(*population)).collect()
        } else {
            Vec::new()
        };
        let columns = before + centre.columns();
        let numbers = populations
            .iter()
            .map(|population| {
                let mut row = vec![0.0; columns];
                centre.add_numbers(*population, 1.0, row.get_mut(before..).unwrap_or_default());
                row
            })
            .collect();
        Self { populations, rates, refused, columns, numbers, last: Cell::new(0) }
    }

    fn skip(&mut self, columns: usize) {
        self.columns += columns;
        for row in &mut self.numbers {
            row.resize(self.columns, 0.0);
        }
    }

    /// Puts one more centre in series: for each population, a birth–death process on the number in the new one.
    fn joined(&self, centre: &Centre) -> Self {
        let columns = self.columns + centre.columns();
        let mut made = Self { populations: self.populations.clone(), columns, ..Self::default() };
        let refuses = centre.refuses() || !self.refused.is_empty();
        for &population in &self.populations {
            let ratio = |there: f64| self.rate(population - there) / centre.rate(there + 1.0);
            // Of who comes to a full one the rest keeps its time, and the full one none (skip-over blocking): so many
            // states, as if there were no more.
            let states = match centre.most() {
                Some(most) => each_state(population.min(most) as u64, NEGLIGIBLE, ratio),
                None => distribution(population as u64, ratio),
            };
            let (mut rate, mut refused) = (0.0, 0.0);
            let mut row = vec![0.0; columns];
            let (old, new) = row.split_at_mut(self.columns);
            for entry in &states {
                let before = population - entry.state;
                rate += entry.weight * self.rate(before);
                if refuses {
                    let turned_away = centre.most().is_some_and(|most| entry.state >= most);
                    let here = if turned_away { self.rate(before) - self.refused(before) } else { 0.0 };
                    refused += entry.weight * (here + self.refused(before) + centre.refused(entry.state));
                }
                self.add_numbers(before, entry.weight, old);
                centre.add_numbers(entry.state, entry.weight, new);
            }
            made.rates.push(rate);
            if refuses {
                made.refused.push(refused);
            }
            made.numbers.push(row);
        }
        made
    }

    /// Where a population lies between the tabulated ones; none for no population.
    fn place(&self, population: f64) -> Option<Place> {
        if population <= 0.0 || self.populations.is_empty() {
            return None;
        }
        let last = self.populations.len() - 1;
        let high = self.index_from(population).min(last);
        let upper = self.populations.get(high).copied().unwrap_or(1.0);
        let low = high.checked_sub(1);
        let lower = low.and_then(|low| self.populations.get(low)).copied().unwrap_or(0.0);
        Some(Place { low, high, share: ((population - lower) / (upper - lower)).min(1.0) })
    }

    /// The first tabulated population that is not below.
    fn index_from(&self, population: f64) -> usize {
        if population <= EXACT as f64 {
            return (libm::ceil(population) as usize).saturating_sub(1);
        }
        // Mostly the same is asked for as before, or a neighbour.
        let last = self.last.get();
        let is_between = |index: usize| {
            let above = self.populations.get(index).is_some_and(|known| *known >= population);
            above
                && index
                    .checked_sub(1)
                    .and_then(|below| self.populations.get(below))
                    .is_some_and(|known| *known < population)
        };
        let near = [last, last + 1, last.saturating_sub(1)].into_iter().find(|index| is_between(*index));
        let found = near.unwrap_or_else(|| self.populations.partition_point(|known| *known < population));
        self.last.set(found);
        found
    }
}

/// Between two tabulated populations; below the first, between nobody and it.
struct Place {
    low: Option<usize>,
    high: usize,
    share: f64,
}

impl Place {
    fn between(&self, value: impl Fn(usize) -> f64) -> f64 {
        let low = self.low.map_or(0.0, &value);
        low + self.share * (value(self.high) - low)
    }
}

/// The tabulated populations: `largest` and the bends up to it included.
fn grid(largest: u64, bends: impl Iterator<Item = f64>) -> Vec<f64> {
    let largest = largest.max(1);
    let mut populations: Vec<f64> =
        bends.map(libm::round).filter(|bend| (1.0..largest as f64).contains(bend)).collect();
    let mut next = 1_u64;
    while next < largest {
        populations.push(next as f64);
        next = if next < EXACT { next + 1 } else { ((next as f64 * GROWTH) as u64).max(next + 1) };
    }
    populations.push(largest as f64);
    crate::lists::sort(&mut populations, |one, other| one < other);
    populations.dedup();
    populations
}

#[cfg(test)]
mod tests;
