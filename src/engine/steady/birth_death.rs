//! Probabilities of a birth–death process on 0…N whose ratio of neighbours falls with the state, so that it has one
//! peak: found by bisection and walked outwards from, so the cost follows the width of the peak and not N.

use libm::{exp, log};

/// Below this share of the peak a state no longer counts.
const NEGLIGIBLE: f64 = 1e-13;

/// Farther from the peak than this many states, neighbours are gathered into blocks of one in so many of the
/// distance.
const FINENESS: f64 = 128.0;

/// A state with its probability, or a block of neighbouring states: its mean and the probability of all of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weighted {
    /// The state.
    pub state: f64,
    /// Its probability.
    pub weight: f64,
}

/// The stationary distribution. `ratio(k)` is p(k + 1) ÷ p(k) for k in 0…`last` − 1; it must not rise with k.
/// The weights add to 1.
pub fn distribution(last: u64, ratio: impl Fn(f64) -> f64) -> Vec<Weighted> {
    walked((FINENESS, NEGLIGIBLE), last, ratio)
}

/// The same state by state, however wide the peak is, down to states of `negligible` times the peak's probability.
pub fn each_state(last: u64, negligible: f64, ratio: impl Fn(f64) -> f64) -> Vec<Weighted> {
    walked((f64::INFINITY, negligible), last, ratio)
}

fn walked(cut: (f64, f64), last: u64, ratio: impl Fn(f64) -> f64) -> Vec<Weighted> {
    let peak = find_peak(last, &ratio);
    let mut states = Vec::new();
    walk(peak as f64, -1.0, (cut, peak as f64), &ratio, &mut states);
    states.reverse();
    states.push(Weighted { state: peak as f64, weight: 1.0 });
    walk(peak as f64, 1.0, (cut, (last - peak) as f64), &ratio, &mut states);
    let total: f64 = states.iter().map(|entry| entry.weight).sum();
    for entry in &mut states {
        entry.weight /= total;
    }
    states
}

/// The first state from which the probability no longer rises.
fn find_peak(last: u64, ratio: &impl Fn(f64) -> f64) -> u64 {
    let (mut low, mut high) = (0, last);
    while low < high {
        let middle = low + (high - low) / 2;
        if ratio(middle as f64) >= 1.0 {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// Walks away from the peak, upwards (1) or downwards (−1), over so many states: one by one at first, then in blocks
/// that grow with the distance.
fn walk(
    peak: f64,
    direction: f64,
    ((fineness, negligible), states_left): ((f64, f64), f64),
    ratio: &impl Fn(f64) -> f64,
    states: &mut Vec<Weighted>,
) {
    let (mut left, mut distance, mut weight) = (states_left, 0.0, 1.0);
    let mut covered = 0.0;
    while left > 0.0 {
        let block = libm::floor(covered / fineness).max(1.0).min(left);
        let next = covered + (block + 1.0) / 2.0;
        let low = peak + if direction > 0.0 { distance } else { -next };
        let factor = step(ratio, low, next - distance);
        weight *= if direction > 0.0 { factor } else { 1.0 / factor.max(1e-300) };
        distance = next;
        covered += block;
        left -= block;
        states.push(gathered(peak + direction * distance, weight, block, ratio));
        if weight < negligible {
            break;
        }
    }
}

/// A block of neighbouring states around its middle one, whose probability is `weight`. Within the block the
/// probabilities are taken as a geometric series, of which this gives the exact sum and mean.
fn gathered(middle: f64, weight: f64, block: f64, ratio: &impl Fn(f64) -> f64) -> Weighted {
    if block <= 1.0 {
        return Weighted { state: middle, weight };
    }
    let growth = log(ratio((middle - 0.5).max(0.0)).max(1e-300));
    let half = growth / 2.0;
    if libm::fabs(growth * block) < 0.5 {
        let all = block * half;
        let shift = (block * above_reciprocal(all) - above_reciprocal(half)) / 2.0;
        return Weighted { state: middle + shift, weight: weight * block * sinh_over(all) / sinh_over(half) };
    }
    let sum = libm::sinh(block * half) / libm::sinh(half);
    let shift = block / 2.0 / libm::tanh(block * half) - 0.5 / libm::tanh(half);
    Weighted { state: middle + shift, weight: weight * sum }
}

/// sinh x ÷ x by its series, to the precision of a float up to a quarter.
fn sinh_over(x: f64) -> f64 {
    let square = x * x;
    1.0 + square / 6.0 * (1.0 + square / 20.0 * (1.0 + square / 42.0 * (1.0 + square / 72.0 * (1.0 + square / 110.0))))
}

/// coth x − 1 ÷ x likewise.
fn above_reciprocal(x: f64) -> f64 {
    let square = x * x;
    let high = 2.0 / 93_555.0 - square * (1_382.0 / 638_512_875.0 - square * 4.0 / 18_243_225.0);
    x * (1.0 / 3.0 - square * (1.0 / 45.0 - square * (2.0 / 945.0 - square * (1.0 / 4_725.0 - square * high))))
}

/// p(state + distance) ÷ p(state).
fn step(ratio: &impl Fn(f64) -> f64, state: f64, distance: f64) -> f64 {
    if distance <= 1.0 {
        return ratio(state);
    }
    exp(distance * log(ratio(state + (distance - 1.0) / 2.0).max(1e-300)))
}

/// Erlang's C: the probability that a job waits in an M/M/c queue of `servers` offered `load` (in servers, below
/// `servers`), by Erlang's B.
pub fn erlang_c(servers: u64, load: f64) -> f64 {
    let b = erlang_b(servers, load);
    let rho = load / servers as f64;
    b / (1.0 - rho * (1.0 - b))
}

/// Erlang's B: the probability that a job is lost where `servers` without a queue are offered `load`, in servers. Its
/// inverse is the sum, from all servers busy downwards, of each state's probability over that of the last: near a load of
/// all servers only some times the square root of their number matter.
pub fn erlang_b(servers: u64, load: f64) -> f64 {
    let (mut share, mut inverse_b) = (1.0, 1.0);
    for busy in (1..=servers).rev() {
        share *= busy as f64 / load;
        inverse_b += share;
        if inverse_b > 1e300 {
            return 0.0;
        }
        if share < 1e-18 * inverse_b {
            break;
        }
    }
    1.0 / inverse_b
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean_and_sd(states: &[Weighted]) -> (f64, f64) {
        let mean: f64 = states.iter().map(|entry| entry.weight * entry.state).sum();
        let square: f64 = states.iter().map(|entry| entry.weight * (entry.state - mean) * (entry.state - mean)).sum();
        (mean, libm::sqrt(square))
    }

    #[test]
    fn a_machine_repairman_of_ten_matches_the_plain_sum() {
        // M/M/1//10, think 5 s, service 1 s: p(k) by the definition.
        let mut p = vec![1.0_f64];
        for k in 0..10 {
            let last = p[k];
            p.push(last * (10 - k) as f64 / 5.0);
        }
        let total: f64 = p.iter().sum();
        let found = distribution(10, |k| (10.0 - k) / 5.0);
        for entry in found {
            assert!((entry.weight - p[entry.state as usize] / total).abs() < 1e-12);
        }
    }

    #[test]
    fn blocks_keep_mean_and_spread_of_a_wide_peak() {
        // Poisson with mean 1,000,000: sd 1,000.
        let states = distribution(4_000_000, |k| 1e6 / (k + 1.0));
        let (mean, sd) = mean_and_sd(&states);
        assert!((mean - 1e6).abs() < 1.0, "{mean}");
        assert!((sd - 1e3).abs() < 1.0, "{sd}");
        assert!(states.len() < 1_500);
    }

    #[test]
    fn blocks_of_few_that_hardly_grow_are_summed_as_those_that_do() {
        for x in [1e-9, 1e-3, 0.1, 0.25] {
            assert!((sinh_over(x) / (libm::sinh(x) / x) - 1.0).abs() < 1e-14, "{x}");
            assert!((above_reciprocal(x) - (1.0 / libm::tanh(x) - 1.0 / x)).abs() < 1e-15 / x, "{x}");
        }
    }

    #[test]
    fn erlang_c_of_one_server_is_its_utilisation() {
        assert!((erlang_c(1, 0.7) - 0.7).abs() < 1e-12);
        // Two servers at load 1.6: 2ρ²/(1+ρ) with ρ = 0.8.
        assert!((erlang_c(2, 1.6) - 2.0 * 0.64 / 1.8).abs() < 1e-12);
    }

    #[test]
    fn erlang_b_keeps_to_its_recursion_with_few_and_many_servers_idle_and_full() {
        // B(c) = a B(c − 1) ÷ (c + a B(c − 1)).
        for (servers, load) in [(3_u64, 0.01), (40, 39.0), (40, 300.0), (700, 400.0), (9_600, 9_599.0)] {
            let recursion = (1..=servers).fold(1.0, |b, c| load * b / (c as f64 + load * b));
            let found = erlang_b(servers, load);
            assert!((found / recursion - 1.0).abs() < 1e-11, "{servers} {load}: {found} {recursion}");
        }
        assert_eq!((erlang_b(9_600, 1.0), erlang_b(5, 0.0)), (0.0, 0.0));
    }
}
