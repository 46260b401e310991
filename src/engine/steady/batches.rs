//! Messages that are taken from a queue in batches: how large the batches are, and how long a message waits.
//!
//! Whoever is free takes what waits, up to the size of a batch; one that comes where someone is free goes alone. That is
//! the bulk queue `M/M^[1,b]/c` (Gross & Harris, Fundamentals of Queueing Theory, §3.2), whose numbers waiting are geometric
//! with the root r of λ − (λ + cμ) r + cμ r^(b+1) in (0, 1). A batch takes as long as its messages one after the other, so
//! μ is found with the mean size that it leads to. Nobody is free while messages wait, so a message waits about as long as one
//! by one (M/M/c), and then for the end of its batch: within 12 % of a simulation (tests). Where batches are gathered for a
//! while, a batch is the first message and what comes in that time.

use super::birth_death::erlang_c;

/// Who takes messages, and how.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Taking {
    /// Batches at once.
    pub at_once: u64,
    /// Messages of a batch at most.
    pub most: u32,
    /// Seconds for which a batch is gathered that is not full.
    pub window_s: f64,
}

/// What becomes of messages that come at random.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Batches {
    /// Batches a second.
    pub per_s: f64,
    /// Batches worked on at once, on average.
    pub busy: f64,
    /// Messages that wait on average; none where they pile up.
    pub waiting: Option<f64>,
    /// Mean seconds from coming to the end of the batch; none where they pile up.
    pub sojourn_s: Option<f64>,
    /// Messages a second by which they pile up; 0 where they do not.
    pub growth_per_s: f64,
}

/// So many messages a second, each of `service_s`.
pub fn batches(arrivals: f64, service_s: f64, taking: Taking) -> Batches {
    let (at_once, most) = (taking.at_once.max(1), taking.most.max(1));
    let size_in_window = gathered(arrivals * taking.window_s, most);
    if arrivals <= 0.0 || service_s <= 0.0 {
        let sojourn_s = Some(taking.window_s + service_s);
        return Batches {
            per_s: arrivals / size_in_window,
            busy: 0.0,
            waiting: Some(0.0),
            sojourn_s,
            growth_per_s: 0.0,
        };
    }
    let (load, most_rate) = (arrivals * service_s, at_once as f64 / service_s);
    if arrivals >= most_rate {
        let (per_s, busy) = (most_rate / f64::from(most), at_once as f64);
        return Batches { per_s, busy, waiting: None, sojourn_s: None, growth_per_s: arrivals - most_rate };
    }
    let bulk = Bulk::settled(arrivals, service_s, at_once, most);
    let one_by_one_s = erlang_c(at_once, load) * service_s / (at_once as f64 - load);
    if size_in_window <= 1.0 + 1e-9 {
        return Batches {
            per_s: arrivals / bulk.size,
            busy: load,
            waiting: Some(arrivals * one_by_one_s),
            sojourn_s: Some(one_by_one_s + bulk.met * service_s),
            growth_per_s: 0.0,
        };
    }
    let size = size_in_window.max(bulk.size);
    // The first of a batch waits for all of the time in which the others come, they on average for half of it.
    let open_s = (size_in_window - 1.0) / arrivals;
    let gathering_s = open_s * (size_in_window + 1.0) / (2.0 * size_in_window);
    let wait_s = one_by_one_s * size;
    Batches {
        per_s: arrivals / size,
        busy: load,
        waiting: Some(arrivals * (gathering_s + wait_s)),
        sojourn_s: Some(gathering_s + wait_s + size * service_s),
        growth_per_s: 0.0,
    }
}

/// Calls a second that bring nothing, of so many who each wait `call_s` for the next of the messages.
pub fn empty_calls(arrivals: f64, callers: f64, call_s: f64) -> f64 {
    if callers <= 0.0 || call_s <= 0.0 {
        return 0.0;
    }
    let met = arrivals * call_s / callers;
    if met < 1e-9 { callers / call_s } else { arrivals / libm::expm1(met) }
}

/// Mean seconds from coming to done where messages belong to groups, of each of which one is worked on at a time: each
/// group is a queue of its own whose service is the wait for someone and the work. None where they pile up.
pub fn in_order(arrivals: f64, sojourn_s: f64, groups: u32) -> Option<f64> {
    let free = 1.0 - arrivals * sojourn_s / f64::from(groups.max(1));
    (free > 0.0).then_some(sojourn_s / free)
}

/// Mean size of a batch that is its first message and those that come in a while, `more` on average, up to a size.
fn gathered(more: f64, most: u32) -> f64 {
    // Σ P(1 + N ≥ k) for k = 1…most, N Poisson.
    let (mut size, mut below, mut term) = (1.0, 0.0, libm::exp(-more));
    if more > f64::from(most) + 40.0 * libm::sqrt(more) || term <= 0.0 {
        return (1.0 + more).min(f64::from(most));
    }
    for k in 1..most {
        below += term;
        size += (1.0 - below).max(0.0);
        term *= more / f64::from(k);
        if below >= 1.0 - 1e-13 {
            break;
        }
    }
    size
}

/// The bulk queue at some mean size of batches.
#[derive(Clone, Copy, Debug)]
struct Bulk {
    /// Mean size of the batches that it leads to, and of those that messages find themselves in.
    size: f64,
    met: f64,
}

impl Bulk {
    /// Where the mean size is the one that it leads to: larger ones take longer, so that fewer wait for each.
    fn settled(arrivals: f64, service_s: f64, at_once: u64, most: u32) -> Self {
        let at = |size: f64| Self::of(arrivals, size * service_s, at_once, most);
        let (mut low, mut high) = (1.0, f64::from(most));
        let mut found = at(low);
        for _ in 0..60 {
            if high - low <= 1e-10 * low || found.size <= low + 1e-12 {
                break;
            }
            let middle = 0.5 * (low + high);
            let next = at(middle);
            if next.size > middle {
                (low, found) = (middle, next);
            } else {
                high = middle;
            }
        }
        found
    }

    fn of(arrivals: f64, batch_s: f64, at_once: u64, most: u32) -> Self {
        let (load, rate) = (arrivals * batch_s, at_once as f64 / batch_s);
        let root = root(arrivals, rate, most);
        // Weights of the numbers busy below all, and their sums; the last is that of all busy and nobody waiting.
        let (mut weight, mut sum, mut busy) = (1.0, 0.0, 0.0);
        for number in 0..at_once {
            sum += weight;
            busy += weight * number as f64;
            weight *= load / (number + 1) as f64;
            if weight > 1e200 {
                (weight, sum, busy) = (1.0, sum / weight, busy / weight);
            }
        }
        let idle = sum;
        let all = weight / (1.0 - root);
        (sum, busy) = (sum + all, busy + at_once as f64 * all);
        let batches = busy / sum / batch_s;
        let squares = arrivals * idle / sum + rate * weight / sum * squares(root, most);
        Self { size: arrivals / batches, met: squares / arrivals }
    }
}

/// Σ r^q min(q, b)² over q = 1, 2, …
fn squares(root: f64, most: u32) -> f64 {
    let (mut sum, mut power) = (0.0, 1.0);
    for number in 1..most {
        power *= root;
        sum += power * f64::from(number) * f64::from(number);
    }
    sum + power * root / (1.0 - root) * f64::from(most) * f64::from(most)
}

/// The root in (0, 1) of λ − (λ + ν) r + ν r^(b+1), where λ < ν b. It is negative right of it, positive left of it.
fn root(arrivals: f64, rate: f64, most: u32) -> f64 {
    let value = |r: f64| arrivals - (arrivals + rate) * r + rate * libm::pow(r, f64::from(most) + 1.0);
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if value(middle) > 0.0 { low = middle } else { high = middle }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64, tolerance: f64) {
        assert!((found - expected).abs() <= tolerance * expected.abs(), "{found} {expected}");
    }

    fn taking(at_once: u64, most: u32, window_s: f64) -> Taking {
        Taking { at_once, most, window_s }
    }

    #[test]
    fn batches_of_one_are_the_queue_with_several_servers() {
        for (load, servers) in [(0.8, 1_u64), (3.0, 4), (90.0, 100)] {
            let found = batches(load, 1.0, taking(servers, 1, 0.0));
            let wait_s = erlang_c(servers, load) / (servers as f64 - load);
            near(found.sojourn_s.unwrap(), 1.0 + wait_s, 1e-7);
            near(found.per_s, load, 1e-9);
            near(found.busy, load, 1e-12);
        }
    }

    #[test]
    fn where_someone_is_always_free_each_message_goes_alone() {
        let found = batches(10.0, 0.1, taking(1_250, 10, 0.0));
        near(found.per_s, 10.0, 1e-9);
        near(found.sojourn_s.unwrap(), 0.1, 1e-9);
    }

    /// Servers, most messages of a batch, load of a server, mean time, mean size: tests/reference/batches.py.
    const SIMULATED: [(u64, u32, f64, f64, f64); 18] = [
        (2, 3, 0.5, 1.522, 1.13),
        (2, 3, 0.7, 2.403, 1.37),
        (2, 3, 0.9, 6.139, 2.03),
        (2, 10, 0.5, 1.591, 1.14),
        (2, 10, 0.7, 2.760, 1.42),
        (2, 10, 0.9, 7.857, 2.61),
        (4, 3, 0.5, 1.191, 1.06),
        (4, 3, 0.7, 1.693, 1.22),
        (4, 3, 0.9, 3.768, 1.82),
        (4, 10, 0.5, 1.223, 1.06),
        (4, 10, 0.7, 1.910, 1.24),
        (4, 10, 0.9, 5.131, 2.09),
        (20, 3, 0.5, 1.002, 1.00),
        (20, 3, 0.7, 1.075, 1.03),
        (20, 3, 0.9, 1.761, 1.32),
        (20, 10, 0.5, 1.003, 1.00),
        (20, 10, 0.7, 1.099, 1.03),
        (20, 10, 0.9, 2.149, 1.31),
    ];

    #[test]
    fn times_are_within_twelve_percent_of_a_simulation_and_sizes_within_fifteen() {
        for (servers, most, load, time_s, size) in SIMULATED {
            let arrivals = load * servers as f64;
            let found = batches(arrivals, 1.0, taking(servers, most, 0.0));
            near(found.sojourn_s.unwrap(), time_s, 0.12);
            near(arrivals / found.per_s, size, 0.15);
        }
    }

    #[test]
    fn near_their_limit_batches_are_full_and_beyond_it_messages_pile_up() {
        // At 99.99 % nearly all of a batch waits for whoever is free next.
        let found = batches(9.999, 1.0, taking(10, 10, 0.0));
        near(found.per_s, 1.0, 0.05);
        assert!(batches(9.9, 1.0, taking(10, 10, 0.0)).per_s > found.per_s);
        let beyond = batches(25.0, 0.5, taking(10, 10, 0.0));
        near(beyond.growth_per_s, 5.0, 1e-12);
        assert_eq!((beyond.busy, beyond.per_s), (10.0, 2.0));
    }

    #[test]
    fn a_window_gathers_the_first_message_and_what_comes_in_it() {
        // 3 a second for 2 s: 1 + 6 on average, nearly never more than 30.
        near(3.0 / batches(3.0, 0.01, taking(1_000, 30, 2.0)).per_s, 7.0, 1e-6);
        // At most two: 1 + P(N ≥ 1).
        near(3.0 / batches(3.0, 0.01, taking(1_000, 2, 2.0)).per_s, 2.0 - libm::exp(-6.0), 1e-9);
        // Where little comes the first waits for all of the window.
        near(batches(1e-6, 0.5, taking(1_000, 100, 2.0)).sojourn_s.unwrap(), 2.5, 1e-4);
    }

    #[test]
    fn idle_callers_call_every_so_often_and_busy_ones_never() {
        near(empty_calls(0.0, 5.0, 20.0), 0.25, 1e-12);
        near(empty_calls(1e-9, 5.0, 20.0), 0.25, 1e-6);
        assert!(empty_calls(100.0, 5.0, 20.0) < 1e-9);
    }

    #[test]
    fn groups_in_order_are_queues_of_their_own() {
        // Ten groups with one of 0.1 s each: 4 a second are 0.4 busy, 0.1 ÷ (1 − 0.04).
        near(in_order(4.0, 0.1, 10).unwrap(), 0.1 / 0.96, 1e-12);
        assert_eq!(in_order(100.0, 0.1, 10), None);
    }
}
