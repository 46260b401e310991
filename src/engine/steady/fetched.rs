//! Jobs that instances fetch into slots of their own: any idle slot is as likely to fetch the next one, and the jobs of an
//! instance share its processors.
//!
//! With k jobs at an instance of S slots and n processors another comes at a rate in proportion to S − k, and one is done at
//! the rate min(k, n) ÷ s. That is reversible: the probability of (k₁, …) is Π f(kᵢ) times a factor of their sum, where
//! f(k + 1) ÷ f(k) = (S − k) ÷ min(k + 1, n). The sums over all with the same number are convolutions; jobs that find no idle
//! slot wait outside, and then all processors are busy (exact for exponential jobs).

use super::jobs::{Backlog, backlog};

/// Instances that fetch jobs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fetchers {
    /// How many.
    pub instances: u32,
    /// Processors of each.
    pub servers: u32,
    /// Slots of each.
    pub slots: u32,
}

/// Up to so many slots in all numbers are added up exactly; with more, instances are taken as independent.
const MOST: u32 = 2_000;

/// Less than this share of the most likely number is nothing.
const NEGLIGIBLE: f64 = 1e-18;

/// The backlog of so many jobs a second, each of `service_s` of one processor; `delay_s` passes besides.
pub fn fetched(arrivals: f64, service_s: f64, by: Fetchers, delay_s: f64) -> Backlog {
    let instances = u64::from(by.instances.max(1));
    let at_work = instances * u64::from(by.servers.min(by.slots).max(1));
    let load = arrivals * service_s;
    // Where each job has a processor, or there is one instance only, all are one queue; so it is where jobs pile up.
    if by.slots <= by.servers || instances == 1 || load <= 0.0 || load >= at_work as f64 {
        return backlog(arrivals, service_s, at_work, 0.0, delay_s);
    }
    let alone = Alone::of(load / instances as f64, by);
    let number = if by.instances.saturating_mul(by.slots) <= MOST {
        alone.number_of_all(load, at_work as f64, by)
    } else {
        alone.mean() * instances as f64
    };
    let sojourn_s = number / arrivals;
    Backlog { waiting: Some((number - load).max(0.0)), sojourn_s: Some(delay_s + sojourn_s), growth_per_s: 0.0 }
}

/// One instance that is given jobs at a rate in proportion to its idle slots.
struct Alone {
    /// That rate for each idle slot, × the length of a job.
    rate: f64,
    /// Probabilities of the number of its jobs.
    numbers: Vec<f64>,
}

impl Alone {
    /// At the rate at which so many of its processors are busy on average.
    fn of(busy: f64, by: Fetchers) -> Self {
        let at = |rate: f64| Self { rate, numbers: numbers(rate, by) };
        let servers = f64::from(by.servers);
        let busy_at = |made: &Self| made.sum(|number| number.min(servers));
        let (mut low, mut high) = (0.0, 1.0);
        while busy_at(&at(high)) < busy && high < 1e12 {
            (low, high) = (high, 2.0 * high);
        }
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if busy_at(&at(middle)) < busy { low = middle } else { high = middle }
        }
        at(high)
    }

    fn sum(&self, of: impl Fn(f64) -> f64) -> f64 {
        self.numbers.iter().enumerate().map(|(number, weight)| weight * of(number as f64)).sum()
    }

    fn mean(&self) -> f64 {
        self.sum(|number| number)
    }

    /// The mean number of jobs at several and waiting outside.
    fn number_of_all(&self, load: f64, at_work: f64, by: Fetchers) -> f64 {
        let all = power(&self.numbers, by.instances);
        let slots = f64::from(by.instances) * f64::from(by.slots);
        let (mut sum, mut weighted, mut factor) = (0.0, 0.0, 0.0);
        // In logarithms, against the most likely number.
        let mut logs = Vec::with_capacity(all.len());
        for (number, weight) in all.iter().enumerate() {
            logs.push(if *weight > 0.0 { libm::log(*weight) + factor } else { f64::NEG_INFINITY });
            factor += libm::log(load / ((slots - number as f64).max(1.0) * self.rate));
        }
        let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let mut last = 0.0;
        for (number, log) in logs.iter().enumerate() {
            let weight = libm::exp(log - most);
            (sum, weighted) = (sum + weight, weighted + weight * number as f64);
            last = if number as f64 >= slots { weight } else { 0.0 };
        }
        let full = load / at_work;
        let outside = last * full / (1.0 - full);
        (weighted + outside * (slots + 1.0 / (1.0 - full))) / (sum + outside)
    }
}

/// Probabilities of the number of jobs at an instance.
fn numbers(rate: f64, by: Fetchers) -> Vec<f64> {
    let mut found = vec![1.0];
    let (mut weight, mut sum) = (1.0, 1.0);
    for number in 0..by.slots {
        weight *= rate * f64::from(by.slots - number) / f64::from((number + 1).min(by.servers));
        sum += weight;
        found.push(weight);
        if sum > 1e200 {
            found.iter_mut().for_each(|one| *one /= sum);
            (weight, sum) = (weight / sum, 1.0);
        }
        if weight < NEGLIGIBLE * sum && number >= by.servers {
            break;
        }
    }
    found.iter_mut().for_each(|one| *one /= sum);
    found
}

/// Probabilities of the sum of so many independent numbers.
fn power(one: &[f64], times: u32) -> Vec<f64> {
    let (mut made, mut squared, mut left) = (vec![1.0], one.to_vec(), times);
    while left > 0 {
        if left % 2 == 1 {
            made = sum_of(&made, &squared);
        }
        left /= 2;
        if left > 0 {
            squared = sum_of(&squared, &squared);
        }
    }
    made
}

/// Probabilities of the sum of two independent numbers.
fn sum_of(one: &[f64], other: &[f64]) -> Vec<f64> {
    let mut made = vec![0.0; one.len() + other.len() - 1];
    for (place, weight) in one.iter().enumerate().filter(|(_, weight)| **weight > NEGLIGIBLE * NEGLIGIBLE) {
        for (to, more) in made.iter_mut().skip(place).zip(other) {
            *to += weight * more;
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sojourn_s(load: f64, instances: u32, servers: u32, slots: u32) -> f64 {
        fetched(load, 1.0, Fetchers { instances, servers, slots }, 0.0).sojourn_s.unwrap()
    }

    fn near(found: f64, expected: f64, tolerance: f64) {
        assert!((found / expected - 1.0).abs() < tolerance, "{found} {expected}");
    }

    #[test]
    fn one_instance_is_a_queue_with_its_processors_whatever_its_slots() {
        let expected = backlog(1.5, 1.0, 2, 0.0, 0.0).sojourn_s.unwrap();
        for slots in [2, 3, 100] {
            near(sojourn_s(1.5, 1, 2, slots), expected, 1e-12);
        }
    }

    #[test]
    fn with_endless_slots_jobs_are_spread_at_random() {
        // Two M/M/2 with half of the jobs each.
        let expected = backlog(1.4, 1.0, 2, 0.0, 0.0).sojourn_s.unwrap();
        near(sojourn_s(2.8, 2, 2, 1_000), expected, 0.01);
        near(sojourn_s(14.0, 10, 2, 5_000), expected, 0.002);
    }

    #[test]
    fn two_instances_with_three_slots_and_two_processors_are_their_chain_of_states() {
        // States: jobs at each (0 … 3), and those outside where both are full. Steps of a hundredth of a job, until nothing
        // changes.
        let load = 3.2;
        let outside = 150;
        let mut states = vec![vec![0.0_f64; 4]; 4];
        let mut queue = vec![0.0_f64; outside];
        states[0][0] = 1.0;
        let step = 0.02;
        for _ in 0..60_000 {
            let (mut next, mut waiting) = (states.clone(), queue.clone());
            for a in 0..4_usize {
                for b in 0..4_usize {
                    let here = states[a][b] * step;
                    let idle = (6 - a - b) as f64;
                    let mut go = |to: Option<(usize, usize)>, rate: f64| {
                        next[a][b] -= here * rate;
                        match to {
                            Some((a, b)) => next[a][b] += here * rate,
                            None => waiting[0] += here * rate,
                        }
                    };
                    if idle > 0.0 {
                        if a < 3 {
                            go(Some((a + 1, b)), load * (3 - a) as f64 / idle);
                        }
                        if b < 3 {
                            go(Some((a, b + 1)), load * (3 - b) as f64 / idle);
                        }
                    } else {
                        go(None, load);
                    }
                    if a > 0 {
                        go(Some((a - 1, b)), a.min(2) as f64);
                    }
                    if b > 0 {
                        go(Some((a, b - 1)), b.min(2) as f64);
                    }
                }
            }
            for q in 0..outside {
                let here = queue[q] * step;
                waiting[q] -= here * 4.0;
                if q == 0 {
                    next[3][3] += here * 4.0
                } else {
                    waiting[q - 1] += here * 4.0
                }
                if q + 1 < outside {
                    waiting[q] -= here * load;
                    waiting[q + 1] += here * load;
                }
            }
            (states, queue) = (next, waiting);
        }
        let inside: f64 =
            (0..4).flat_map(|a| (0..4).map(move |b| (a, b))).map(|(a, b)| (a + b) as f64 * states[a][b]).sum();
        let out: f64 = queue.iter().enumerate().map(|(q, weight)| (7 + q) as f64 * weight).sum();
        near(sojourn_s(load, 2, 2, 3), (inside + out) / load, 1e-4);
    }
}
