//! The wait in M/PH/c with few phases, exactly.
//!
//! While all c servers are busy they run independently, so that the number waiting falls geometrically in as many modes
//! as there are ways to spread c servers over the eigenvectors of a single server's phases (spectral expansion: Mitrani &
//! Chakka 1995; that the wait is a sum of so many exponentials: de Smit 1983, Bertsimas 1990). Below c the probabilities
//! of each number follow from those of the next, by elimination from an empty system on.

use super::numeric::{inverse, root, solve, times};
use super::phases::{MOST, Phases};

/// A wait: P(W > t) = Σ share · e^(−rate·t), in units of the mean service.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Exponentials {
    /// Shares (which may be negative) and rates.
    pub(super) terms: Vec<(f64, f64)>,
}

impl Exponentials {
    /// P(W > 0).
    pub(super) fn waits(&self) -> f64 {
        self.terms.iter().map(|(share, _)| share).sum()
    }

    /// E(W).
    pub(super) fn mean(&self) -> f64 {
        self.terms.iter().map(|(share, rate)| share / rate).sum()
    }
}

/// The wait at `servers` busy a share `utilisation` (below 1) of the time.
pub(super) fn wait(service: Phases, servers: usize, utilisation: f64) -> Exponentials {
    let levels = (0..=servers).map(|number| states(number, service.count())).collect();
    let chain = Chain { service, arrivals: utilisation * servers as f64, servers, levels };
    let (below, mass) = chain.below();
    let modes: Vec<Mode> = chain.levels[servers].iter().map(|spread| chain.mode(*spread)).collect();
    // What comes up from below is what each mode has there: Σ aₖ (vₖ B A − λ ÷ wₖ vₖ) = 0.
    let size = modes.len();
    let mut rows = vec![vec![0.0; size + 1]; size];
    let mut weights = Vec::with_capacity(size);
    for (k, mode) in modes.iter().enumerate() {
        for (state, probability) in mode.states.iter().enumerate() {
            rows[state][k] = -probability / mode.fall;
        }
        let lower = times(&mode.states, &below);
        for (state, probability) in chain.levels[servers - 1].iter().zip(&lower) {
            for (phase, entry) in service.entries().into_iter().enumerate().filter(|(_, entry)| *entry > 0.0) {
                rows[position(with(*state, phase), service.count())][k] += probability * entry;
            }
        }
        // One of these balances follows from the others; in its place all probabilities add to 1.
        let weight = mode.states.iter().sum::<f64>() * (chain.arrivals + mode.rate) / mode.rate;
        rows[0][k] = weight + mode.states.iter().zip(&mass).map(|(state, mass)| state * (mass - 1.0)).sum::<f64>();
        weights.push(weight);
    }
    rows[0][size] = 1.0;
    let amounts = solve(rows);
    let terms = amounts.iter().zip(&modes).zip(&weights).map(|((amount, mode), weight)| (amount * weight, mode.rate));
    Exponentials { terms: terms.collect() }
}

/// A mode of a queue with all servers busy.
struct Mode {
    /// Rate of its part of the wait.
    rate: f64,
    /// From one number waiting to the next its probability falls by this factor.
    fall: f64,
    /// Probabilities of the servers' phases, but for a factor.
    states: Vec<f64>,
}

/// Requests in each phase.
type State = [usize; MOST];

/// The ways in which so many requests can be in so many phases, by their position.
fn states(number: usize, phases: usize) -> Vec<State> {
    let of = |later: usize| {
        let longest = if phases > 2 { later } else { 0 };
        (0..=longest).map(move |long| [number - later, later - long, long])
    };
    (0..=number).flat_map(of).collect()
}

/// A state's position among those with as many requests; it is that of the state with one more in the first phase.
fn position([_, second, long]: State, phases: usize) -> usize {
    let later = second + long;
    if phases > 2 { later * (later + 1) / 2 + long } else { later }
}

fn with(mut state: State, phase: usize) -> State {
    state[phase] += 1;
    state
}

fn without(mut state: State, phase: usize) -> Option<State> {
    state[phase] = state[phase].checked_sub(1)?;
    Some(state)
}

/// Number there and phases, in units of the mean service.
struct Chain {
    service: Phases,
    /// Arrivals a service.
    arrivals: f64,
    servers: usize,
    /// The states of each number up to that of the servers.
    levels: Vec<Vec<State>>,
}

impl Chain {
    /// The matrix B with π(c − 1) = π(c) B, and for each state of c the mass of all numbers up to c, relative to it.
    fn below(&self) -> (Vec<Vec<f64>>, Vec<f64>) {
        let (mut below, mut mass): (Vec<Vec<f64>>, Vec<f64>) = (vec![Vec::new()], vec![1.0]);
        for number in 0..self.servers {
            // π(n + 1) D = π(n) M, where D is what ends and M what leaves a state less what comes from other states.
            let inverse = inverse(self.leaving(number, &below));
            below = self.levels[number + 1].iter().map(|state| self.ending(*state, &inverse)).collect();
            let summed = |row: &Vec<f64>| 1.0 + row.iter().zip(&mass).map(|(share, mass)| share * mass).sum::<f64>();
            mass = below.iter().map(summed).collect();
        }
        (below, mass)
    }

    /// M = what leaves − what goes on to the second phase − B A, A being the arrivals.
    fn leaving(&self, number: usize, below: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let phases = self.service.count();
        let all = &self.levels[number];
        let fewer = if number > 0 { self.levels[number - 1].as_slice() } else { &[] };
        let row = |(from, state): (usize, &State)| {
            let mut row = vec![0.0; all.len()];
            row[from] = self.arrivals;
            for (phase, mean) in self.service.means.iter().enumerate() {
                row[from] += state[phase] as f64 / mean;
            }
            if let Some(rest) = without(*state, 0) {
                row[position(with(rest, 1), phases)] -= state[0] as f64 / self.service.means[0] * self.service.goes_on;
            }
            for (before, share) in fewer.iter().zip(&below[from]) {
                for (phase, entry) in self.service.entries().into_iter().enumerate().filter(|(_, entry)| *entry > 0.0) {
                    row[position(with(*before, phase), phases)] -= self.arrivals * entry * share;
                }
            }
            row
        };
        all.iter().enumerate().map(row).collect()
    }

    /// A row of D times a matrix: one of the requests in a state ends.
    fn ending(&self, state: State, matrix: &[Vec<f64>]) -> Vec<f64> {
        let mut row = vec![0.0; matrix.len()];
        for (phase, (mean, exit)) in self.service.means.iter().zip(self.service.exits()).enumerate() {
            let Some(rest) = without(state, phase) else { continue };
            let rate = state[phase] as f64 / mean * exit;
            let line = &matrix[position(rest, self.service.count())];
            row.iter_mut().zip(line).for_each(|(sum, cell)| *sum += rate * cell);
        }
        row
    }

    /// The mode with so many servers in each eigenvector of a server's phases: its rate η, with which w = λ ÷ (λ + η)
    /// and η + Σ kⱼ θⱼ(w) = 0.
    fn mode(&self, spread: State) -> Mode {
        let only_first = spread[0] == self.servers;
        let excess = |rate: f64| {
            let sum: f64 = self.eigenvalues(rate).iter().zip(spread).map(|(value, count)| count as f64 * value).sum();
            // Nothing is a root too where all are in the first; without the factor η it is gone.
            if only_first { 1.0 + sum / rate } else { rate + sum }
        };
        let (mut low, mut high) = (1e-9, 1.0);
        while excess(high) < 0.0 && high < 1e12 {
            (low, high) = (high, high * 4.0);
        }
        let rate = root(excess, low, high);
        let phases = self.service.count();
        let mut made = vec![1.0];
        let mut number = 0;
        for (value, count) in self.eigenvalues(rate).into_iter().zip(spread) {
            let vector = self.eigenvector(value);
            for _ in 0..count {
                let mut more = vec![0.0; self.levels[number + 1].len()];
                for (state, probability) in self.levels[number].iter().zip(&made) {
                    for (phase, part) in vector.iter().enumerate().take(phases) {
                        more[position(with(*state, phase), phases)] += probability * part;
                    }
                }
                (made, number) = (more, number + 1);
            }
        }
        Mode { rate, fall: self.arrivals / (self.arrivals + rate), states: made }
    }

    /// The eigenvalues of a server's phases where each end is counted w = λ ÷ (λ + rate), from the largest on: the roots
    /// of 1 = w · E(e^(−θS)), which are all real and below nothing.
    fn eigenvalues(&self, rate: f64) -> [f64; MOST] {
        let [first, second, long] = self.service.means;
        let fall = self.arrivals / (self.arrivals + rate);
        let (share, goes_on) = (fall * (1.0 - self.service.long), self.service.goes_on);
        // (1 + θx)(1 + θy) − w ((1 − b)(1 + θy) + b), where the constant is exact for small rates too.
        let constant = (rate + self.arrivals * self.service.long) / (self.arrivals + rate);
        let short = [constant, first + second - share * (1.0 - goes_on) * second, first * second];
        if self.service.count() == 2 {
            let [one, other] = quadratic(short);
            return [one, other, 0.0];
        }
        // The same times (1 + θz) − w l (1 + θx)(1 + θy).
        let through = fall * self.service.long;
        let cubic = [
            rate / (self.arrivals + rate),
            short[1] + short[0] * long - through * (first + second),
            short[2] + short[1] * long - through * first * second,
            short[2] * long,
        ];
        // From the right of the largest root Newton's method does not miss it.
        let mut at = 0.0;
        for _ in 0..100 {
            let value = ((cubic[3] * at + cubic[2]) * at + cubic[1]) * at + cubic[0];
            let slope = (3.0 * cubic[3] * at + 2.0 * cubic[2]) * at + cubic[1];
            let step = value / slope;
            if libm::fabs(step) <= 1e-15 * libm::fabs(at) || slope <= 0.0 {
                break;
            }
            at -= step;
        }
        let two = cubic[2] + cubic[3] * at;
        let [one, other] = quadratic([cubic[1] + two * at, two, cubic[3]]);
        [at, one, other]
    }

    /// A left eigenvector of a server's phases, the sizes of its parts adding to 1.
    fn eigenvector(&self, value: f64) -> [f64; MOST] {
        let Phases { means: [first, second, long], goes_on, long: share } = self.service;
        // αⱼ ÷ (θ + 1 ÷ mean), and on from the first to the second, times all their bottoms.
        let [by_first, by_second, by_long] = [first, second, long].map(|mean| 1.0 + value * mean);
        let by_long = if share > 0.0 { by_long } else { 1.0 };
        let one = (1.0 - share) * first * by_second * by_long;
        let two = (1.0 - share) * goes_on * second * by_long;
        let three = share * long * by_first * by_second;
        let size = libm::fabs(one) + libm::fabs(two) + libm::fabs(three);
        [one / size, two / size, three / size]
    }
}

/// The roots of a + bθ + cθ², both real, the larger first.
fn quadratic([a, b, c]: [f64; 3]) -> [f64; 2] {
    let spread = libm::sqrt((b * b - 4.0 * a * c).max(0.0));
    let far = -(b + spread) / 2.0;
    [a / far, far / c]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::queueing::service::Service;
    use crate::engine::steady::birth_death::erlang_c;

    #[test]
    fn one_server_waits_as_pollaczek_and_khinchine_say() {
        let phased = [
            Phases::ERLANG,
            Phases::two(&Service::balanced(1.0, 4.0), 0.2),
            Phases::three(&Service::LogNormal { mean_s: 1.0, cv: 2.0 }, 0.2),
        ];
        for (phases, scv) in phased.into_iter().zip([0.5, 4.0, 4.0]) {
            let found = wait(phases, 1, 0.8);
            assert!((found.waits() - 0.8).abs() < 1e-9, "{phases:?}: {found:?}");
            assert!((found.mean() - 2.0 * (1.0 + scv)).abs() < 1e-2, "{phases:?}: {found:?}");
        }
    }

    #[test]
    fn phases_that_are_all_alike_wait_as_erlang_says() {
        // A long phase nearly like the first, and a second that hardly anybody needs.
        let phases = Phases { means: [1.0, 0.3, 1.000_1], goes_on: 1e-6, long: 0.4 };
        for (servers, utilisation) in [(2, 0.3), (4, 0.8), (6, 0.95)] {
            let found = wait(phases, servers, utilisation);
            let exact = erlang_c(servers as u64, utilisation * servers as f64);
            assert!((found.waits() - exact).abs() < 2e-4, "{servers}: {} {exact}", found.waits());
            let mean = exact / (servers as f64 * (1.0 - utilisation));
            assert!((found.mean() - mean).abs() < 1e-3 * mean, "{servers}: {} {mean}", found.mean());
        }
    }

    #[test]
    fn tails_fall_from_the_share_that_waits_to_nothing() {
        let phases = Phases::three(&Service::LogNormal { mean_s: 1.0, cv: 1.5 }, 0.1);
        for (phases, servers) in [(phases, 4), (Phases::ERLANG, 12), (Phases::ERLANG, 7)] {
            let found = wait(phases, servers, 0.7);
            let tail = |t: f64| found.terms.iter().map(|(share, rate)| share * libm::exp(-rate * t)).sum::<f64>();
            for step in 0..100 {
                let t = 0.1 * f64::from(step);
                assert!(tail(t + 0.1) <= tail(t) && tail(t + 0.1) >= 0.0, "{servers} at {t}");
            }
        }
    }
}
