//! The luck of a request behind a balancer: when so many are around, how full is the one queue that it is sent to?
//!
//! In a product-form network the number at one queue, against all others inside, is a birth–death process: it rises with
//! what the rest sends and falls with its own servers. What the rest sends is read off the speeds of the whole, at the
//! population at which as many are elsewhere on average. What is found is then weighted so that the mean time is what
//! the speeds say; that takes out the small error of this, and lets those who are sent in turn find shorter queues.

use std::cell::RefCell;

use super::birth_death::{Weighted, distribution};
use super::profile::Profile;
use crate::lists::Map;

/// How many kinds of luck are told apart.
pub(super) const KINDS: usize = 8;

/// Cumulative probabilities at which one kind ends and the next begins: finer where the queue is long.
const EDGES: [f64; KINDS] = [0.3, 0.55, 0.75, 0.88, 0.95, 0.983, 0.995, 1.0];

/// Populations up to this one are told apart one by one, larger ones in steps of [`GROWTH`].
const EXACT: f64 = 16.0;
const GROWTH: f64 = 1.15;

/// Newton steps towards the known mean; each gains as many digits as there are.
const STEPS: u32 = 4;

/// One kind of luck.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Kind {
    /// How likely.
    pub(super) weight: f64,
    /// Time beyond that of a request alone, over its mean: 1 on average.
    pub(super) excess: f64,
    /// Mean square of the same.
    pub(super) square: f64,
}

/// The queues of one station, seen from one of them.
#[derive(Debug)]
pub(super) struct Luck {
    servers: f64,
    /// Requests a second that one busy server of it ends.
    speed: f64,
    /// By rising mean number elsewhere: requests a second that the rest sends.
    rest: Vec<(f64, f64)>,
    /// By rising population: mean time at the queue over that of a request alone, less 1.
    excess: Vec<(f64, f64)>,
    /// What was asked for before, by population.
    known: RefCell<Map<u64, [Kind; KINDS]>>,
}

impl Luck {
    /// The luck at `queues` equal queues of `servers` that work, for `demand_s` seconds of a server a request, among all
    /// that `inside` tells of; their number is in its `column`.
    #[inline(never)]
    pub(super) fn new(inside: &Profile, column: usize, (queues, servers): (u32, u32), demand_s: f64) -> Self {
        let queues = f64::from(queues);
        let (mut rest, mut excess) = (Vec::new(), Vec::new());
        for population in inside.populations() {
            let (number, rate) = (inside.number(column, population), inside.rate(population));
            rest.push((population - number / queues, rate));
            excess.push((population, (number / (rate * demand_s) - 1.0).max(0.0)));
        }
        Self { servers: f64::from(servers), speed: queues / demand_s, rest, excess, known: RefCell::default() }
    }

    /// The kinds of luck of a request that makes the number inside this; their weights add to 1.
    pub(super) fn at(&self, population: f64) -> [Kind; KINDS] {
        let (low, high) = around(population.max(1.0));
        let share = if high > low { ((population.max(1.0) - low) / (high - low)).min(1.0) } else { 0.0 };
        let (low, high) = (self.row(low), self.row(high));
        let mut between = low;
        for (kind, other) in between.iter_mut().zip(high) {
            kind.excess += share * (other.excess - kind.excess);
            kind.square += share * (other.square - kind.square);
        }
        between
    }

    fn row(&self, population: f64) -> [Kind; KINDS] {
        let key = population as u64;
        if let Some(row) = self.known.borrow().get(&key) {
            return *row;
        }
        let row = self.kinds(&self.found(population));
        self.known.borrow_mut().insert(key, row);
        row
    }

    /// The number that is found at the queue by a request that makes the number inside this.
    fn found(&self, population: f64) -> Vec<Weighted> {
        let (others, mean) = (population - 1.0, read(&self.excess, population));
        let mut tilt = 0.0;
        let mut states = Vec::new();
        for _ in 0..STEPS {
            let factor = libm::exp(tilt);
            let sent = |here: f64| read(&self.rest, others - here);
            let ended = |here: f64| self.speed * here.min(self.servers);
            states = distribution(others as u64, |here| factor * sent(here) / ended(here + 1.0));
            let number: f64 = states.iter().map(|entry| entry.weight * entry.state).sum();
            let found = self.mean_excess(&states);
            // By how much the mean grows with the logarithm of what is sent: its covariance with the number.
            let slope: f64 =
                states.iter().map(|entry| entry.weight * self.excess(entry) * (entry.state - number)).sum();
            if slope <= 0.0 || libm::fabs(found - mean) <= 1e-6 * mean {
                break;
            }
            tilt += ((mean - found) / slope).clamp(-1.0, 1.0);
        }
        states
    }

    /// Time beyond that of a request alone, over that, of those who find so many.
    fn excess(&self, found: &Weighted) -> f64 {
        ((found.state + 1.0) / self.servers - 1.0).max(0.0)
    }

    fn mean_excess(&self, found: &[Weighted]) -> f64 {
        found.iter().map(|entry| entry.weight * self.excess(entry)).sum()
    }

    /// The kinds of luck, from the number found by rising number.
    fn kinds(&self, found: &[Weighted]) -> [Kind; KINDS] {
        let mean = self.mean_excess(found);
        let mut kinds = [Kind::default(); KINDS];
        let mut states = found.iter().copied();
        let (mut passed, mut state) = (0.0, states.next());
        for (kind, edge) in kinds.iter_mut().zip(EDGES) {
            kind.weight = edge - passed;
            while let Some(entry) = state {
                // What rounding leaves over belongs to the last.
                let part = if edge < 1.0 { entry.weight.min(edge - passed) } else { entry.weight };
                let here = self.excess(&entry) / mean.max(f64::MIN_POSITIVE);
                kind.excess += part * here;
                kind.square += part * here * here;
                passed += part;
                if part < entry.weight {
                    state = Some(Weighted { weight: entry.weight - part, ..entry });
                    break;
                }
                state = states.next();
            }
            passed = edge;
        }
        if mean <= 1e-12 {
            return kinds.map(|kind| Kind { excess: 1.0, square: 1.0, ..kind });
        }
        kinds.map(|Kind { weight, excess, square }| Kind { weight, excess: excess / weight, square: square / weight })
    }
}

/// The populations told apart on both sides of one.
fn around(population: f64) -> (f64, f64) {
    if population <= EXACT {
        return (libm::floor(population), libm::ceil(population));
    }
    let step = libm::floor(libm::log(population / EXACT) / libm::log(GROWTH));
    let at = |step: f64| libm::floor(EXACT * libm::pow(GROWTH, step));
    (at(step), at(step + 1.0))
}

/// Reads a line through points that rise, from nothing at nothing on, level beyond the last.
fn read(points: &[(f64, f64)], at: f64) -> f64 {
    let above = points.partition_point(|(place, _)| *place < at);
    let low = above.checked_sub(1).and_then(|below| points.get(below)).copied().unwrap_or((0.0, 0.0));
    let Some(high) = points.get(above) else { return low.1 };
    if high.0 > low.0 { low.1 + (high.1 - low.1) * ((at - low.0) / (high.0 - low.0)).max(0.0) } else { high.1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::steady::groups::{self, Spread};
    use crate::engine::steady::profile::Centre;
    use std::rc::Rc;

    fn luck(queues: u32, servers: u32) -> Luck {
        let unit = Rc::new(groups::profile(Spread::Random, queues, servers, 2_000, 1.0));
        let inside = Profile::of(&[Centre::Group { unit, demand_s: 1.0 }], 2_000);
        Luck::new(&inside, 0, (queues, servers), 1.0)
    }

    fn mean(kinds: &[Kind; KINDS], of: impl Fn(&Kind) -> f64) -> f64 {
        kinds.iter().map(|kind| kind.weight * of(kind)).sum()
    }

    #[test]
    fn among_single_servers_every_division_of_the_others_is_as_likely_as_any() {
        // Uniform over compositions of m others into q: mean m ÷ q, E j² = m(2m + q − 1) ÷ (q(q + 1)).
        for (queues, population) in [(2, 5.0), (3, 12.0), (6, 10.0), (6, 60.0), (20, 40.0), (6, 600.0)] {
            let (q, m) = (f64::from(queues), population - 1.0);
            let expected = m * (2.0 * m + q - 1.0) / (q * (q + 1.0)) / (m / q) / (m / q);
            let kinds = luck(queues, 1).at(population);
            assert!((mean(&kinds, |kind| kind.excess) - 1.0).abs() < 1e-9);
            let found = mean(&kinds, |kind| kind.square);
            assert!((found / expected - 1.0).abs() < 0.05, "{queues} {population}: {found} for {expected}");
        }
    }

    #[test]
    fn kinds_run_from_the_luckiest_to_the_unluckiest_and_add_to_one() {
        for population in [1.0, 2.5, 17.3, 300.0, 1_999.0] {
            let kinds = luck(4, 2).at(population);
            assert!((mean(&kinds, |_| 1.0) - 1.0).abs() < 1e-12);
            assert!(kinds.windows(2).all(|pair| pair[0].excess <= pair[1].excess + 1e-9), "{population}: {kinds:?}");
        }
    }

    #[test]
    fn with_nobody_else_there_is_no_luck() {
        assert!(luck(4, 2).at(1.0).iter().all(|kind| kind.excess == 1.0 && kind.square == 1.0));
    }
}
