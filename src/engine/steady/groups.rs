//! Identical queues that share requests: the flow-equivalent server of a group, for a demand of one second over all.

use libm::{exp, log};

use super::alike::Alike;
use super::birth_death::{Weighted, distribution, erlang_c};
use super::profile::Profile;

/// How requests are spread over the queues of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spread {
    /// Each to any of them, whatever the others do. Product form, hence exact.
    Random,
    /// In turn.
    RoundRobin,
}

/// Utilisations at which the number in a round-robin queue is tabulated.
const UTILISATIONS: u32 = 160;

/// The tables of round robin are set right so often, at each of so many utilisations, up to this one.
const ROUNDS: u32 = 3;
const CHECKED_EACH: usize = 4;
const CHECKED_TO: f64 = 0.97;

/// Beyond so many times its mean no number in an open group matters.
const SPAN: f64 = 12.0;

/// The flow-equivalent server of `queues` queues of `servers` each, for work of this squared coefficient of variation
/// (which matters only in turn).
pub fn profile(spread: Spread, queues: u32, servers: u32, largest: u64, scv: f64) -> Profile {
    match spread {
        Spread::Random => random(queues.max(1), servers.max(1), largest),
        Spread::RoundRobin => round_robin(queues.max(1), servers.max(1), largest, scv),
    }
}

/// Exact in the tabulated populations.
fn random(queues: u32, servers: u32, largest: u64) -> Profile {
    let alike = Alike::new(queues, servers);
    let bends = [f64::from(servers)];
    // Of several queues none is full at a known number.
    let bends = if queues == 1 { &bends[..] } else { &[] };
    Profile::from_rates(largest, bends, |population| alike.rate(population))
}

/// In turn, each queue sees every `queues`-th request: Erlang-distributed gaps. The waits lie between those of random
/// spread and those of one queue for all servers. How far between is read, at the utilisation that belongs to a
/// population, off the open queues: GI/M/c (the M/M/c wait, shortened as GI/M/1 shortens the M/M/1 wait) against M/M/c
/// alone and against one M/M/c queue with all the servers; then it is set right until the speeds give the mean number of
/// the open queues.
fn round_robin(queues: u32, servers: u32, largest: u64, scv: f64) -> Profile {
    let mut turns = InTurn::new((queues, servers), largest, scv);
    let checked = turns.most.max(largest);
    (0..ROUNDS).for_each(|_| turns.set_right(&turns.speeds(checked)));
    turns.speeds(largest)
}

/// An open group in turn, at one utilisation.
struct Row {
    rho: f64,
    /// Mean number in the group.
    number: f64,
    /// The same of one queue for all servers.
    pooled: f64,
    /// How far the wait in turn lies from the pooled wait (0) to the random one (1).
    share: f64,
}

impl Row {
    fn open((queues, servers): (u32, u32), scv: f64, step: u32) -> Self {
        let all = queues * servers;
        // Closer together towards one, where the numbers grow without bound.
        let rho = 1.0 - exp(-12.0 * f64::from(step) / f64::from(UTILISATIONS));
        let random = f64::from(queues) * waiting(servers, rho);
        let pooled = waiting(all, rho);
        let sigma = arrival_root(queues, rho);
        // In heavy traffic the number in a shared processor goes with (ca² + cs²) ÷ (1 + cs²): even gaps help less the
        // more the work varies. For exponential work that is half of what they can.
        let exponential = (sigma / (1.0 - sigma)) / (rho / (1.0 - rho));
        let in_turn = random * (1.0 - (1.0 - exponential) * 2.0 / (1.0 + scv)).max(0.0);
        let share = if random > pooled { ((in_turn - pooled) / (random - pooled)).clamp(0.0, 1.0) } else { 0.0 };
        let busy = f64::from(all) * rho;
        Self { rho, number: busy + in_turn.max(pooled), pooled: busy + pooled, share }
    }

    /// The most that is looked at.
    fn most(&self) -> u64 {
        libm::ceil(SPAN * self.number) as u64
    }
}

/// The speeds of a group in turn.
struct InTurn {
    capacity: f64,
    at_random: Profile,
    /// By rising number.
    rows: Vec<Row>,
    /// The most that is looked at.
    most: u64,
}

impl InTurn {
    fn new((queues, servers): (u32, u32), largest: u64, scv: f64) -> Self {
        let rows: Vec<Row> = (1..UTILISATIONS).map(|step| Row::open((queues, servers), scv, step)).collect();
        // The open queues that are looked at have as many however few there are at most here.
        let most = rows.iter().filter(|row| row.rho < CHECKED_TO).map(Row::most).max().unwrap_or(1);
        let at_random = random(queues, servers, largest.max(most));
        Self { capacity: f64::from(queues) * f64::from(servers), at_random, rows, most }
    }

    fn speeds(&self, largest: u64) -> Profile {
        Profile::from_rates(largest, &[self.capacity], |population| self.rate(population))
    }

    fn rate(&self, population: f64) -> f64 {
        let pooled = population.min(self.capacity);
        let share = self.share(population);
        1.0 / ((1.0 - share) / pooled + share / self.at_random.rate(population))
    }

    fn share(&self, population: f64) -> f64 {
        let above = self.rows.partition_point(|row| row.number < population);
        let Some(high) = self.rows.get(above) else { return self.rows.last().map_or(0.0, |row| row.share) };
        let Some(low) = above.checked_sub(1).and_then(|below| self.rows.get(below)) else { return high.share };
        low.share + (high.share - low.share) * (population - low.number) / (high.number - low.number)
    }

    /// Makes the shares larger where the speeds, as a birth–death process, have too few in the group, and smaller where
    /// too many. Close to a utilisation of one they need none of that.
    fn set_right(&mut self, speeds: &Profile) {
        let checked: Vec<(usize, f64)> = self.checked().map(|(index, row)| (index, self.factor(row, speeds))).collect();
        let last = checked.last().map_or(0, |(index, _)| index + CHECKED_EACH);
        let factor = |index: usize| {
            let place = index as f64 / CHECKED_EACH as f64;
            let low = checked.get(index / CHECKED_EACH).map_or(1.0, |(_, factor)| *factor);
            let high = checked.get(index / CHECKED_EACH + 1).map_or(1.0, |(_, factor)| *factor);
            low + (high - low) * (place - libm::floor(place))
        };
        for (index, row) in self.rows.iter_mut().enumerate().take(last) {
            row.share = (row.share * factor(index)).clamp(0.0, 1.0);
        }
    }

    /// The rows at which the speeds are looked at, with their places.
    fn checked(&self) -> impl Iterator<Item = (usize, &Row)> {
        self.rows.iter().enumerate().step_by(CHECKED_EACH).filter(|(_, row)| row.rho < CHECKED_TO)
    }

    /// By how much the share at a utilisation is too small.
    fn factor(&self, row: &Row, speeds: &Profile) -> f64 {
        let number: f64 = self.states(row, speeds).iter().map(|entry| entry.weight * entry.state).sum();
        let (beyond, wanted) = (number - row.pooled, row.number - row.pooled);
        if beyond > 1e-9 * number { (wanted / beyond).clamp(0.5, 2.0) } else { 1.0 }
    }

    /// The numbers in the open group at a utilisation, by the speeds.
    fn states(&self, row: &Row, speeds: &Profile) -> Vec<Weighted> {
        let offered = self.capacity * row.rho;
        distribution(row.most(), |present| offered / speeds.rate(present + 1.0))
    }
}

/// Mean number waiting in M/M/c at utilisation `rho`.
fn waiting(servers: u32, rho: f64) -> f64 {
    erlang_c(u64::from(servers), f64::from(servers) * rho) * rho / (1.0 - rho)
}

/// The root below one of σ = A*(cμ(1 − σ)) for gaps that are Erlang-`phases`: the share of arrivals that wait in GI/M/1.
fn arrival_root(phases: u32, rho: f64) -> f64 {
    let phases = f64::from(phases);
    let image = |sigma: f64| exp(-phases * log(1.0 + (1.0 - sigma) / (phases * rho)));
    let (mut low, mut high) = (0.0, rho);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if image(middle) > middle {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low + high) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_servers_at_random_have_their_closed_form() {
        // Random split over m single servers: X(n) = m n / (m + n − 1) of one server's speed; here m = 7.
        let profile = profile(Spread::Random, 7, 1, 1_000, 1.0);
        for n in [1.0, 3.0, 10.0, 24.0] {
            assert!((profile.rate(n) - 7.0 * n / (6.0 + n)).abs() < 1e-9, "{n}: {}", profile.rate(n));
        }
        let many = profile.rate(1_000.0);
        assert!((many - 7_000.0 / 1_006.0).abs() < 1e-3 * many, "{many}");
    }

    #[test]
    fn the_root_for_one_queue_is_its_utilisation_and_for_many_that_of_even_gaps() {
        assert!((arrival_root(1, 0.8) - 0.8).abs() < 1e-12);
        // D/M/1 at 0.8: σ = exp(−(1 − σ) / 0.8), so σ = 0.6286.
        assert!((arrival_root(100_000, 0.8) - 0.628_6).abs() < 1e-3);
    }

    #[test]
    fn in_turn_an_open_group_has_the_number_of_queues_with_even_gaps() {
        // E6/M/1: N = ρ ÷ (1 − σ) in each of six queues with one server.
        let group = profile(Spread::RoundRobin, 6, 1, 4_000, 1.0);
        for rho in [0.5, 0.7, 0.8, 0.9, 0.95] {
            let states = distribution(4_000, |present| 6.0 * rho / group.rate(present + 1.0));
            let number: f64 = states.iter().map(|entry| entry.weight * entry.state).sum();
            let expected = 6.0 * rho / (1.0 - arrival_root(6, rho));
            assert!((number / expected - 1.0).abs() < 0.015, "{rho}: {number} against {expected}");
        }
    }

    #[test]
    fn in_turn_is_never_slower_than_at_random_nor_faster_than_one_queue() {
        let at_random = profile(Spread::Random, 6, 2, 500, 1.0);
        let in_turn = profile(Spread::RoundRobin, 6, 2, 500, 1.0);
        for population in [1.0, 4.0, 9.0, 15.0, 40.0, 200.0, 500.0] {
            let (random, turn) = (at_random.rate(population), in_turn.rate(population));
            assert!(turn >= 0.97 * random, "{population}: {turn} against {random}");
            assert!(turn <= population.min(12.0) * (1.0 + 1e-9), "{population}: {turn}");
        }
        assert!(in_turn.rate(500.0) > at_random.rate(500.0));
    }

    #[test]
    fn a_hundred_queues_are_made_from_hardly_more_states_than_ten() {
        let states = |queues: u32, servers: u32| {
            let turns = InTurn::new((queues, servers), 100_000, 1.0);
            let speeds = turns.speeds(100_000);
            turns.checked().map(|(_, row)| turns.states(row, &speeds).len()).sum::<usize>()
        };
        for servers in [1, 2, 8, 96] {
            let (ten, hundred) = (states(10, servers), states(100, servers));
            assert!(hundred < 2 * ten && hundred < 40_000, "{servers}: {ten} {hundred}");
        }
    }

    #[test]
    fn speeds_never_fall_with_the_population() {
        let in_turn = profile(Spread::RoundRobin, 12, 4, 5_000, 1.0);
        let mut before = 0.0;
        for population in 1..5_000 {
            let now = in_turn.rate(f64::from(population));
            assert!(now >= before, "{population}");
            before = now;
        }
    }
}
