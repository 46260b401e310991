//! What an arriving request meets: the states of the network that arrivals see, gathered into a few crowds from the
//! emptiest to the fullest, finer towards the full end because the high percentiles are made there.

use super::birth_death::Weighted;
use super::centre::{Column, Fleet};
use super::fate;
use super::percentiles::Component;
use super::profile::Profile;

use crate::engine::network::{Network, ScopeId, StationId, Visit, Way};
use crate::lists::Map;

/// Cumulative probabilities at which one crowd ends and the next begins.
const EDGES: [f64; 20] = [
    0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.86, 0.9, 0.93, 0.95, 0.965, 0.975, 0.983, 0.989, 0.993, 0.996, 0.998, 1.0,
];

/// A crowd: how likely it is met, and how everything is slowed by it.
#[derive(Clone, Debug, Default)]
pub(super) struct Crowd {
    weight: f64,
    /// Of the stations with traffic: how they are slowed.
    slowed: Vec<Slowed>,
    /// Mean seconds to wait for each entry of a scope, and the mean number waiting.
    waits: Vec<(ScopeId, f64, f64)>,
    /// Variance over the crowd's states of the response time, over its squared mean.
    spread: f64,
}

/// How a station is slowed by a crowd.
#[derive(Clone, Copy, Debug)]
struct Slowed {
    station: StationId,
    /// Time there ÷ time there alone, mean and variance over the queues that one may be sent to.
    stretch: f64,
    variance: f64,
    /// Mean number there.
    number: f64,
}

impl Crowd {
    /// The time of one way of a class at this centre in this crowd, fixed delays left out. At each station the crowd is
    /// as far from the usual as it lasts for.
    fn component(&self, network: &Network, way: &Way, lasting: &[Lasting]) -> Component {
        let (mut mean, mut variance) = (0.0, 0.0);
        for (slowed, lasting) in self.slowed.iter().zip(lasting) {
            let Some(visit) = way.visits.get(&slowed.station) else { continue };
            let turns = network.stations.get(slowed.station).is_some_and(|station| station.in_turn);
            let stretch = lasting.usual + lasting.share * (slowed.stretch - lasting.usual);
            let (sum, spread) =
                if turns { in_turn(*visit, slowed.stretch, slowed.number) } else { shared(*visit, stretch) };
            let varied = slowed.variance * lasting.share * lasting.share;
            mean += sum;
            variance += spread + varied * (visit.demand_s * visit.demand_s + visit.variance_s2);
        }
        for (scope, wait_s, waiting) in &self.waits {
            let Some(entries) = way.entries.get(scope) else { continue };
            mean += entries * wait_s;
            variance += entries * wait_s * wait_s / waiting.max(0.05);
        }
        variance += self.spread * mean * mean;
        Component { weight: self.weight, shift: 0.0, mean, variance }
    }
}

/// The time of one way of a class at a centre, by the crowds there; `turnover` tells of each station how much of its crowd
/// goes with each second of work, 1/s.
pub(super) fn components(
    crowds: &[Crowd],
    network: &Network,
    way: &Way,
    turnover: &Map<StationId, f64>,
) -> Vec<Component> {
    let Some(first) = crowds.first() else { return Vec::new() };
    let lasting: Vec<Lasting> =
        (0..first.slowed.len()).map(|place| Lasting::of(crowds, place, way, turnover)).collect();
    crowds.iter().map(|crowd| crowd.component(network, way, &lasting)).collect()
}

/// How long the crowd at a station lasts, for the work of some visits.
struct Lasting {
    /// Mean stretch over all crowds.
    usual: f64,
    /// How far from it the crowd remains on average: 1 where it outlasts the visits.
    share: f64,
}

impl Lasting {
    /// In M/M/1 with processor sharing the variance of the time for work x is 2ρ ÷ (1 − ρ)² × (y − 1 + e^(−y)) ÷ y² × x²
    /// where y = (1 − ρ)x ÷ s for a mean service of s (Yashkov 1983; Ott 1984): that of a crowd that lasts, for little
    /// work, and less and less of it for more, while others come and go.
    fn of(crowds: &[Crowd], place: usize, way: &Way, turnover: &Map<StationId, f64>) -> Self {
        let slowed = |crowd: &Crowd| crowd.slowed.get(place).map_or(0.0, |slowed| crowd.weight * slowed.stretch);
        let weight: f64 = crowds.iter().map(|crowd| crowd.weight).sum();
        let usual = crowds.iter().map(slowed).sum::<f64>() / weight;
        let station = crowds.first().and_then(|crowd| crowd.slowed.get(place)).map(|slowed| slowed.station);
        let visit = station.and_then(|station| way.visits.get(&station)).copied().unwrap_or_default();
        let turnover = station.and_then(|station| turnover.get(&station)).copied().unwrap_or(0.0);
        Self { usual, share: libm::sqrt(lasting(visit, turnover)) }
    }
}

/// The mean of 2(y − 1 + e^(−y)) ÷ y², weighted with the square of the work x, over visits whose work is gamma
/// distributed; y = `turnover` × x.
fn lasting(visit: Visit, turnover: f64) -> f64 {
    let Visit { demand_s, variance_s2, .. } = visit;
    let mean = turnover * demand_s;
    let variance = turnover * turnover * variance_s2;
    let square = mean * mean + variance;
    if square < 1e-6 {
        return 1.0;
    }
    let gone = if variance > 1e-9 * mean * mean {
        libm::exp(-mean * mean / variance * libm::log(1.0 + variance / mean))
    } else {
        libm::exp(-mean)
    };
    (2.0 * (mean - 1.0 + gone) / square).clamp(0.0, 1.0)
}

/// Mean and variance of visits to a processor-sharing station, slowed by the crowd.
pub(super) fn shared(visit: Visit, stretch: f64) -> (f64, f64) {
    (visit.demand_s * stretch, visit.variance_s2 * stretch * stretch)
}

/// The same where requests are let through in turn, as a rate limit does: the wait is that of `number` before us.
fn in_turn(visit: Visit, stretch: f64, number: f64) -> (f64, f64) {
    let (service, spread) = shared(visit, 1.0);
    let wait = service * (stretch - 1.0);
    (service + wait, spread + wait * wait / number.max(0.05))
}

/// What is needed to see a centre as those do who arrive at it.
pub(super) struct Met<'a> {
    pub(super) network: &'a Network,
    pub(super) profile: &'a Profile,
    pub(super) columns: &'a [Column],
    pub(super) fleets: &'a [Fleet],
    pub(super) active: f64,
    /// The most that can be here; who comes then is refused.
    pub(super) most: f64,
    /// The longest time here per user request of the mix.
    pub(super) patience_s: f64,
}

impl Met<'_> {
    /// The crowds met by requests that arrive and get through. In a closed network a request sees the others as they
    /// are without itself: state k with a probability in proportion to p(k) × (active − k); it then makes them k + 1.
    pub(super) fn crowds(&self, states: &[Weighted]) -> Vec<Crowd> {
        let total: f64 = states.iter().map(|entry| self.seen(entry)).sum();
        if total <= 0.0 {
            return Vec::new();
        }
        let seen = states.iter().map(|entry| (entry.state + 1.0, self.seen(entry) / total));
        let mut gathered = cut(seen, self.columns.len(), |sums, population, part| sums.add(self, *population, part));
        if !self.fleets.is_empty() {
            gathered = fate::told_apart(self, &gathered);
        }
        gathered.into_iter().filter_map(|sums| sums.crowd(self)).collect()
    }

    /// Whether those counted in a column have got a slot of a scope that refuses others.
    fn is_behind_refusal(&self, column: Column) -> bool {
        let inside = match column {
            Column::Delay(scope) => Some(scope),
            Column::Station(station) => self.network.stations.get(station).map(|station| station.scope),
            Column::Waiting(scope) => self.network.scopes.get(scope).and_then(|scope| scope.parent),
        };
        let mut refusing = self.network.scopes.iter().enumerate().filter(|(_, scope)| scope.refuses);
        inside.is_some_and(|inside| refusing.any(|(scope, _)| self.network.is_within(inside, scope)))
    }

    fn seen(&self, entry: &Weighted) -> f64 {
        let with_us = entry.state + 1.0;
        if with_us > self.most {
            return 0.0;
        }
        let rate = self.profile.rate(with_us);
        let through = (rate * self.patience_s / with_us).min(1.0);
        let answered = if rate > 0.0 { 1.0 - self.profile.refused(with_us) / rate } else { 1.0 };
        entry.weight * (self.active - entry.state).max(0.0) * through * answered
    }
}

/// What comes with probabilities in rising order, gathered into crowds that end at the [`EDGES`].
pub(super) fn cut<T>(
    coming: impl Iterator<Item = (T, f64)>,
    columns: usize,
    add: impl Fn(&mut Gathering, &T, f64),
) -> Vec<Gathering> {
    let mut crowds = Vec::new();
    let mut gathering = Gathering::new(columns);
    let mut passed = 0.0;
    let mut edges = EDGES.iter();
    let mut edge = edges.next().copied();
    for (one, mut weight) in coming {
        // What lies on an edge is in both crowds, so that nothing jumps when it moves across.
        while let Some(end) = edge.filter(|end| passed + weight > *end) {
            let part = (end - passed).max(0.0);
            add(&mut gathering, &one, part);
            (passed, weight) = (passed + part, weight - part);
            crowds.push(std::mem::replace(&mut gathering, Gathering::new(columns)));
            edge = edges.next().copied();
        }
        add(&mut gathering, &one, weight);
        passed += weight;
    }
    crowds.push(gathering);
    crowds.retain(|sums| sums.weight > 0.0);
    crowds
}

/// The times at several centres together, after a fixed delay: the components of the centre whose time varies most,
/// each with the mean and variance of all the others added (the centres are taken as independent).
pub(super) fn together(centres: &[Vec<Component>], delay_s: f64, delay_variance_s2: f64) -> Vec<Component> {
    let moments: Vec<(f64, f64)> = centres.iter().map(|components| moments(components)).collect();
    let widest = moments.iter().enumerate().max_by(|one, other| one.1.1.total_cmp(&other.1.1)).map(|(index, _)| index);
    let (mut mean, mut variance) = (0.0, delay_variance_s2);
    for (index, (own_mean, own_variance)) in moments.iter().enumerate() {
        if Some(index) != widest || *own_variance <= 0.0 {
            mean += own_mean;
            variance += own_variance;
        }
    }
    let alone = vec![Component { weight: 1.0, shift: 0.0, mean: 0.0, variance: 0.0 }];
    // Who meets nobody anywhere needs no telling apart of crowds.
    let met = widest.filter(|index| moments.get(*index).is_some_and(|(_, variance)| *variance > 0.0));
    let own = met.and_then(|index| centres.get(index)).unwrap_or(&alone);
    let add = |component: &Component| Component {
        weight: component.weight,
        shift: delay_s,
        mean: component.mean + mean,
        variance: component.variance + variance,
    };
    own.iter().map(add).collect()
}

/// Mean and variance of a mixture.
fn moments(components: &[Component]) -> (f64, f64) {
    let mean: f64 = components.iter().map(|component| component.weight * component.mean).sum();
    let square: f64 = components
        .iter()
        .map(|component| component.weight * (component.variance + component.mean * component.mean))
        .sum();
    (mean, (square - mean * mean).max(0.0))
}

/// Sums over the states of one crowd.
#[derive(Clone)]
pub(super) struct Gathering {
    pub(super) weight: f64,
    /// By column: seconds there.
    pub(super) times: Vec<f64>,
    /// By column: variance of the seconds there over the queues that one may be sent to.
    pub(super) squares: Vec<f64>,
    pub(super) numbers: Vec<f64>,
    pub(super) response: f64,
    pub(super) response_squared: f64,
    /// Seconds by which responses are longer than the client's patience.
    pub(super) shortened: f64,
}

impl Gathering {
    pub(super) fn new(columns: usize) -> Self {
        Self {
            weight: 0.0,
            times: vec![0.0; columns],
            squares: vec![0.0; columns],
            numbers: vec![0.0; columns],
            response: 0.0,
            response_squared: 0.0,
            shortened: 0.0,
        }
    }

    fn add(&mut self, met: &Met<'_>, population: f64, weight: f64) {
        let rate = met.profile.rate(population);
        if rate <= 0.0 {
            return;
        }
        let response = population / rate;
        self.weight += weight;
        self.response += weight * response;
        self.response_squared += weight * response * response;
        // Of those who wait longer than the client's patience only they are answered who got through just in time.
        self.shortened += weight * (response - met.patience_s).max(0.0);
        let answered = rate - met.profile.refused(population);
        let sums = self.times.iter_mut().zip(&mut self.numbers).zip(met.columns);
        for (((time, sum), column), number) in sums.zip(met.profile.numbers_at(population)) {
            // Those who are refused have not been behind the limit.
            let came = if answered < rate && met.is_behind_refusal(*column) { answered } else { rate };
            *time += if came > 0.0 { weight / came * number } else { 0.0 };
            *sum += weight * number;
        }
    }

    /// Adds this share of another's sums.
    pub(super) fn add_share(&mut self, other: &Self, share: f64) {
        let lists =
            [(&mut self.times, &other.times), (&mut self.squares, &other.squares), (&mut self.numbers, &other.numbers)];
        for (sums, others) in lists {
            sums.iter_mut().zip(others).for_each(|(sum, other)| *sum += share * other);
        }
        self.weight += share * other.weight;
        self.response += share * other.response;
        self.response_squared += share * other.response_squared;
        self.shortened += share * other.shortened;
    }

    fn crowd(mut self, met: &Met<'_>) -> Option<Crowd> {
        if self.weight <= 0.0 {
            return None;
        }
        let network = met.network;
        self.shorten(met.columns);
        let mut crowd = Crowd { weight: self.weight, ..Crowd::default() };
        let sums = self.times.iter().zip(&self.numbers).zip(&self.squares);
        for (column, ((time, number), square)) in met.columns.iter().zip(sums) {
            let (time, number) = (time / self.weight, number / self.weight);
            match *column {
                Column::Delay(_) => {}
                Column::Station(station) => {
                    let demand = network.stations.get(station).map_or(0.0, |station| station.demand_s);
                    if demand > 0.0 {
                        let stretch = (time / demand).max(1.0);
                        let variance = square / self.weight / (demand * demand);
                        crowd.slowed.push(Slowed { station, stretch, variance, number });
                    }
                }
                Column::Waiting(id) => {
                    let entries = network.scopes.get(id).map_or(0.0, |scope| scope.entries);
                    if entries > 0.0 && number > 1e-12 {
                        crowd.waits.push((id, time / entries, number));
                    }
                }
            }
        }
        let mean = self.response / self.weight;
        let variance = (self.response_squared / self.weight - mean * mean).max(0.0);
        crowd.spread = if self.shortened > 0.0 || mean <= 0.0 { 0.0 } else { variance / (mean * mean) };
        Some(crowd)
    }

    /// Takes the time beyond the timeout off the longest of the times: the wait in which patience runs out.
    fn shorten(&mut self, columns: &[Column]) {
        if self.shortened <= 0.0 {
            return;
        }
        let waiting = |column: &Column| !matches!(column, Column::Delay(_));
        let longest = columns.iter().zip(&mut self.times).filter(|(column, _)| waiting(column)).map(|(_, time)| time);
        if let Some(time) = longest.max_by(|one, other| one.total_cmp(other)) {
            *time = (*time - self.shortened).max(0.0);
        }
    }
}
