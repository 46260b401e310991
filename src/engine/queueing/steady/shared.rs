//! The time at a queue that everyone shares: a request and those it meets.
//!
//! With exponential work it is exact: the tagged request's time is a first passage of the number of others (as Coffman,
//! Muntz and Trotter 1970 have it for one server), here a tridiagonal system for each value of the transform's
//! argument. With other work the crowd at arrival is taken as lasting: the work, stretched as that crowd stretches it.
//! The mean is exact for both.

use super::series::Series;
use super::states::Queue;
use crate::engine::queueing::complex::{Complex, Line};
use crate::engine::queueing::service::Service;
use crate::engine::steady::birth_death::Weighted;

/// The most states for which the exact form is solved.
const MOST_STATES: usize = 1_500;

/// The most crowds where the crowd is taken as lasting.
const CROWDS: usize = 48;

/// The time at a shared queue.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shared {
    /// The tagged request's chain by the number of others; empty where crowds are used.
    chain: Vec<Link>,
    /// Each crowd's stretch, with probability.
    crowds: Vec<(f64, f64)>,
}

/// One number of others.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Link {
    /// Probability of finding so many.
    met: f64,
    /// The tagged request's end, 1/s.
    ends: f64,
    /// Another one's end, 1/s.
    fewer: f64,
    /// Another arrival, 1/s.
    more: f64,
}

impl Shared {
    /// From a queue and what those let in find.
    pub(super) fn new(queue: &Queue, met: &[Weighted], exponential: bool) -> Self {
        let stretch = |others: f64| (others + 1.0) / (queue.service_rate(others + 1.0) * queue.mean_s);
        let last = met.last().map_or(0.0, |entry| entry.state);
        if !exponential || last as usize > MOST_STATES {
            return Self { chain: Vec::new(), crowds: crowds(met, stretch) };
        }
        let full = queue.limit.map_or(f64::INFINITY, |limit| limit as f64);
        let mut chain: Vec<Link> = (0..=last as u64)
            .map(|others| {
                let others = others as f64;
                let ends = 1.0 / (stretch(others) * queue.mean_s);
                let is_open = others < last && others + 1.0 < full;
                let more = if is_open { queue.arrival_rate(others + 1.0) } else { 0.0 };
                Link { met: 0.0, ends, fewer: others * ends, more }
            })
            .collect();
        for entry in met {
            if let Some(link) = chain.get_mut(entry.state as usize) {
                link.met = entry.weight;
            }
        }
        Self { chain, crowds: crowds(met, stretch) }
    }

    /// From what is met, taken as lasting, and how a number of others stretches the work.
    pub(super) fn lasting(met: &[Weighted], stretch: impl Fn(f64) -> f64) -> Self {
        Self { chain: Vec::new(), crowds: crowds(met, stretch) }
    }

    /// E(e^(−sT)) for a class's work.
    pub(super) fn transform(&self, s: Complex, service: &Service) -> Complex {
        if !self.chain.is_empty() {
            return self.passage(s);
        }
        self.crowds.iter().fold(Complex::ZERO, |sum, (stretch, weight)| sum + service.transform(s * *stretch) * *weight)
    }

    /// Multiplies values on a line by the transform there.
    pub(super) fn along(&self, line: Line, service: &Service, product: &mut [Complex]) {
        if !self.chain.is_empty() {
            return line.multiply(product, |s| self.passage(s));
        }
        let mut sums = vec![Complex::ZERO; line.count];
        for (stretch, weight) in &self.crowds {
            let mut values = vec![Complex::new(*weight, 0.0); line.count];
            service.along(line.scaled(*stretch), &mut values);
            sums.iter_mut().zip(values).for_each(|(sum, value)| *sum = *sum + value);
        }
        product.iter_mut().zip(sums).for_each(|(product, value)| *product = *product * value);
    }

    /// Solves (s + ends + fewer + more) φ(n) = ends + fewer φ(n − 1) + more φ(n + 1) by elimination.
    fn passage(&self, s: Complex) -> Complex {
        let mut rows = Vec::with_capacity(self.chain.len());
        let (mut up, mut known) = (Complex::ZERO, Complex::ZERO);
        for link in &self.chain {
            let bottom = (s + (link.ends + link.fewer + link.more) - up * link.fewer).inverse();
            known = (known * link.fewer + link.ends) * bottom;
            up = bottom * link.more;
            rows.push((up, known));
        }
        let (mut above, mut sum) = (Complex::ZERO, Complex::ZERO);
        for (link, (up, known)) in self.chain.iter().zip(&rows).rev() {
            above = *known + *up * above;
            sum = sum + above * link.met;
        }
        sum
    }

    /// Its first moments; the second is that of a lasting crowd.
    pub(super) fn series(&self, service: &Service) -> Series {
        let of = |(stretch, weight): &(f64, f64)| Series::of(service, *stretch).scaled(*weight);
        self.crowds.iter().map(of).fold(Series::NEVER, std::ops::Add::add)
    }
}

/// Gathers what is met into few crowds of about equal probability, each with the mean stretch.
fn crowds(met: &[Weighted], stretch: impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
    let mut crowds: Vec<(f64, f64)> = Vec::new();
    let (mut weight, mut sum) = (0.0, 0.0);
    for entry in met {
        let now = stretch(entry.state);
        if weight > 0.0 && (weight + entry.weight) * CROWDS as f64 > 1.0 {
            crowds.push((sum / weight, weight));
            (weight, sum) = (0.0, 0.0);
        }
        weight += entry.weight;
        sum += entry.weight * now;
    }
    if weight > 0.0 {
        crowds.push((sum / weight, weight));
    }
    crowds
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::queueing::network::Efficiency;
    use crate::engine::queueing::steady::states::Arrivals;

    #[test]
    fn one_shared_server_has_the_mean_and_variance_of_theory() {
        // M/M/1-PS at ρ = 0.5, μ = 1: E(T) = 2, Var(T) = (1 ÷ (1 − ρ))² (2 + ρ) ÷ (2 − ρ) = 20 ÷ 3 (Ott 1984).
        let queue = Queue {
            servers: 1,
            instances: 1,
            mean_s: 1.0,
            scv: 1.0,
            efficiency: Efficiency::default(),
            limit: None,
            leave_rate: 0.0,
            arrivals: Arrivals::Open(0.5),
        };
        let shared = Shared::new(&queue, &queue.counts().met, true);
        let service = Service::Exponential { mean_s: 1.0 };
        let at = |s: f64| shared.transform(Complex::new(s, 0.0), &service).re;
        let h = 1e-4;
        let mean = (at(-h) - at(h)) / (2.0 * h);
        let second = (at(h) + at(-h) - 2.0) / (h * h);
        assert!((mean - 2.0).abs() < 1e-5 && (second - mean * mean - 20.0 / 3.0).abs() < 1e-3, "{mean} {second}");
        assert!((shared.series(&service).first - 2.0).abs() < 1e-9);
    }
}
