//! One of several queues that get requests in turn: each sees every n-th, so its gaps are Erlang-n. Exact for
//! exponential service (GI/M/c, by the method of phases).

/// The most phases and the most states that are told apart. Erlang gaps of a thousand phases are even to 3 %.
const MAX_PHASES: u64 = 1_000;
const MAX_STATES: u64 = 4_000_000;

/// A queue in turn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct InTurn {
    /// Share of the requests that wait.
    pub(super) waits: f64,
    /// Of those who find all servers busy, the share that finds yet another one waiting (σ).
    pub(super) sigma: f64,
    /// Probability that nobody is there.
    pub(super) idle: f64,
}

/// A queue of `servers` at a utilisation below 1 that gets every `queues`-th request of a Poisson stream.
///
/// Number n and phase i make a line of places y = n·k + i. A phase ends at rate λ and moves up by one; a service moves
/// down by k. Across every cut as many go up as down: λ p(y) = Σ μ(z) p(z) over the k places above. From the far end,
/// where p falls geometrically, every place follows from those above it, and every term is positive.
pub(super) fn in_turn(queues: u64, servers: u64, utilisation: f64) -> InTurn {
    let phases = queues.clamp(1, MAX_PHASES).min((MAX_STATES / servers.max(1)).max(1));
    let (k, c) = (phases as f64, servers as f64);
    // In units of one server's rate: phases end at this rate.
    let phase_rate = utilisation * c * k;
    let fall = fall(k, phase_rate / c);
    let width = phases as usize;
    // The last k places, nearest first, while going down from the first place where the geometric tail holds.
    let top = servers * phases;
    let mut above: Vec<f64> = (0..width).map(|step| power(fall, step as f64)).collect();
    let sigma = power(fall, k);
    // Arrivals see the last phase of each number; beyond the top each group of k places is σ times the one before.
    let seen_at_top = power(fall, k - 1.0);
    let waiting = seen_at_top / (1.0 - sigma);
    let all_at_top: f64 = above.iter().sum::<f64>() / (1.0 - sigma);
    let (mut seen_below, mut all_below, mut idle) = (0.0, 0.0, 0.0);
    let (mut scale, mut flow) = (1.0, above.iter().sum::<f64>() * c);
    for y in (0..top).rev() {
        let p = flow / phase_rate;
        let number = y / phases;
        if y % phases == phases - 1 {
            seen_below += p;
        }
        all_below += p;
        if number == 0 {
            idle += p;
        }
        // The window moves down: p comes in, the farthest goes out.
        let slot = (y % phases) as usize;
        let out = std::mem::replace(&mut above[slot], p);
        let out_number = (y + phases) / phases;
        flow += number as f64 * p - out_number.min(servers) as f64 * out;
        if y % phases == 0 {
            // All k places above are of this number now: what rounding left is swept out.
            flow = number as f64 * above.iter().sum::<f64>();
        }
        if p > 1e200 {
            let down = 1e-200;
            above.iter_mut().for_each(|value| *value *= down);
            (seen_below, all_below, idle, scale) = (seen_below * down, all_below * down, idle * down, scale * down);
            flow *= down;
        }
    }
    let waits = waiting * scale / (waiting * scale + seen_below);
    InTurn { waits, sigma, idle: idle / (all_below + all_at_top * scale) }
}

/// The factor w below 1 between neighbouring places of the tail: r = w(1 − wᵏ) ÷ (1 − w) with r phases a service.
fn fall(k: f64, rate: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..200 {
        let w = low + (high - low) / 2.0;
        if w * -libm::expm1(k * libm::log(w)) / (1.0 - w) < rate {
            low = w;
        } else {
            high = w;
        }
        if high - low < 1e-16 {
            break;
        }
    }
    low
}

fn power(base: f64, exponent: f64) -> f64 {
    libm::exp(exponent * libm::log(base))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::steady::birth_death::erlang_c;

    #[test]
    fn every_request_in_one_queue_is_erlangs() {
        for (servers, utilisation) in [(1, 0.3), (4, 0.8), (16, 0.95), (300, 0.99)] {
            let found = in_turn(1, servers, utilisation);
            let exact = erlang_c(servers, utilisation * servers as f64);
            assert!((found.waits - exact).abs() < 1e-9, "{servers}: {} {exact}", found.waits);
            assert!((found.sigma - utilisation).abs() < 1e-12);
        }
    }

    #[test]
    fn one_server_in_turn_has_the_root_of_its_gaps() {
        // GI/M/1: the share that waits is σ = (1 + (1 − σ) ÷ (k ρ))^−k.
        for queues in [2, 5, 40] {
            let found = in_turn(queues, 1, 0.8);
            let image = libm::pow(1.0 + (1.0 - found.sigma) / (queues as f64 * 0.8), -(queues as f64));
            assert!((found.sigma - image).abs() < 1e-12);
            assert!((found.waits - found.sigma).abs() < 1e-10, "{queues}: {found:?}");
            assert!((found.idle - 0.2).abs() < 1e-10);
        }
    }
}
