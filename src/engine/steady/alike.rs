//! Equal queues to any of which a request goes, whatever the others do: how fast they are together, exactly, with so many
//! inside.
//!
//! The network is of product form. With F(z) = Σ zʲ ÷ (1·2·…·min(j, c)·…), the sum over the numbers at one queue of c
//! servers, its normalising constant with k inside n of them is the coefficient of zᵏ in Fⁿ, and its speed is n times the
//! ratio of two neighbouring ones (Buzen 1973). Both are integrals of Fⁿ ÷ zᵏ⁺¹ round a circle (Cauchy), so that the speed
//! is n times the mean of z over it. The circle passes through the point at which the open queues hold as many on average;
//! from there the weights fall as those of a normal distribution do, and some tens of places are exact to the last digits,
//! however many queues, servers and requests there are.

use std::cell::Cell;

use super::birth_death::erlang_c;
use crate::engine::queueing::complex::Complex;
use crate::engine::root::Bracket;

/// Places that do not matter: below this share of the largest weight.
const NEGLIGIBLE: f64 = 1e-18;

/// Twice as many places change the speed by less than this share of it.
const SETTLED: f64 = 1e-12;

/// The most times that the places are doubled.
const DOUBLED: u32 = 12;

/// Places a standard deviation of the weights, and places besides.
const DENSITY: f64 = 9.0;
const FEWEST: f64 = 32.0;

/// How close to the number inside that of the open queues is, by the logarithm of what is busy over what is free.
const CLOSE: f64 = 1e-3;

/// Equal queues, for a demand of one second over all.
#[derive(Debug)]
pub(super) struct Alike {
    queues: f64,
    power: u32,
    servers: f64,
    /// Places that were looked at.
    places: Cell<u64>,
}

/// A circle round nothing or round the number of servers, through a point of the open queues.
struct Circle {
    inside: f64,
    /// Work in servers that is offered to each open queue, and what is left free of them.
    load: f64,
    free: f64,
    /// Whether its middle is the pole at the number of servers.
    round_pole: bool,
    /// F without its pole, at the point.
    top: f64,
}

impl Alike {
    /// So many queues of so many servers.
    pub(super) fn new(queues: u32, servers: u32) -> Self {
        Self { queues: f64::from(queues), power: queues, servers: f64::from(servers.max(1)), places: Cell::new(0) }
    }

    /// Requests finished a second with so many inside, one or more.
    pub(super) fn rate(&self, inside: f64) -> f64 {
        if self.power <= 1 {
            return inside.min(self.servers);
        }
        if self.servers <= 1.0 {
            // Every division among them is as likely as any.
            return self.queues * inside / (inside + self.queues - 1.0);
        }
        let circle = self.circle(inside);
        let mut count = libm::ceil(DENSITY * self.deviation(&circle) + FEWEST);
        let mut sums = self.sums(&circle, count, (0.0, 1.0));
        let mut found = sums.1 / sums.0;
        for _ in 0..DOUBLED {
            // Those between the places.
            let more = self.sums(&circle, count, (0.5, 1.0));
            sums = (sums.0 + more.0, sums.1 + more.1);
            count *= 2.0;
            let before = std::mem::replace(&mut found, sums.1 / sums.0);
            if libm::fabs(found - before) <= SETTLED * found {
                break;
            }
        }
        self.queues * found
    }

    /// How many places were looked at so far.
    #[cfg(test)]
    pub(super) fn places(&self) -> u64 {
        self.places.get()
    }

    fn circle(&self, inside: f64) -> Circle {
        let free = self.free(inside / self.queues);
        let load = self.servers * (1.0 - free);
        let top = self.top(Complex::new(load, 0.0)).re;
        // Beyond this no power of z is left over, so that the circle may be drawn round the pole alone.
        let round_pole = inside >= self.queues * (self.servers - 1.0);
        Circle { inside, load, free, round_pole, top }
    }

    /// What is left free of each server of an open queue that holds about so many on average: any circle will do, and the
    /// closer to it the better. A single server as fast as all of them holds fewer, and with those in service more.
    fn free(&self, each: f64) -> f64 {
        let free = |odds: f64| 1.0 / (1.0 + libm::exp(odds));
        let beside = |odds: f64| libm::log(self.number(free(odds)) / each);
        let [low, high] = [libm::log(each / (1.0 + self.servers)) - CLOSE, libm::log(each) + CLOSE];
        let mut bracket = Bracket::new((low, beside(low)), (high, beside(high)));
        while !bracket.is_narrow(CLOSE) {
            let at = bracket.next();
            bracket.narrow(at, beside(at));
        }
        free(bracket.low())
    }

    /// Mean number at an open queue of which so much is free.
    fn number(&self, free: f64) -> f64 {
        let load = self.servers * (1.0 - free);
        load + erlang_c(self.servers as u64, load) * (1.0 - free) / free
    }

    /// F without its pole: Σ (1 − j ÷ c) zʲ ÷ j!, j below c.
    fn top(&self, z: Complex) -> Complex {
        let (mut term, mut sum) = (Complex::ONE, Complex::ONE);
        let mut j = 1.0;
        while j < self.servers {
            term = term * z * (1.0 / j);
            sum = sum + term * (1.0 - j / self.servers);
            j += 1.0;
        }
        sum
    }

    /// Standard deviation of the weights along the circle: places a radian, of a normal distribution.
    fn deviation(&self, circle: &Circle) -> f64 {
        // The number in all open queues varies as its mean grows with the logarithm of what is offered.
        const STEP: f64 = 1e-3;
        let free = circle.free;
        let step = STEP * free / (1.0 - free).max(free);
        let slope = (self.number(free - step * (1.0 - free)) - self.number(free + step * (1.0 - free))) / (2.0 * step);
        let around_nothing = libm::sqrt(self.queues * slope.max(0.0));
        if circle.round_pole { around_nothing * free / (1.0 - free) } else { around_nothing }
    }

    /// Sums of the weights, and of z times the weights, over places so far apart; `from` the first, in steps.
    fn sums(&self, circle: &Circle, count: f64, (from, step): (f64, f64)) -> (f64, f64) {
        let (mut weights, mut values) = (0.0, 0.0);
        let mut place = from;
        while place <= count / 2.0 {
            let (weight, z) = self.at(circle, 2.0 * std::f64::consts::PI * place / count);
            self.places.set(self.places.get() + 1);
            // The other half of the circle has the same with the other sign.
            let twice = if place <= 0.0 || place >= count / 2.0 { 1.0 } else { 2.0 };
            weights += twice * weight.re;
            values += twice * (weight * z).re;
            if libm::hypot(weight.re, weight.im) < NEGLIGIBLE {
                break;
            }
            place += step;
        }
        (weights, values)
    }

    /// The weight of a place over that of the point on the line, and z there.
    fn at(&self, circle: &Circle, angle: f64) -> (Complex, Complex) {
        let turn = Complex::new(0.0, angle).exp();
        if circle.round_pole {
            let radius = self.servers * circle.free;
            // z over the point, less 1, with all its digits.
            let aside = (Complex::ONE - turn) * (radius / circle.load);
            let z = (aside + 1.0) * circle.load;
            let top = (self.top(z) * (1.0 / circle.top)).powu(self.power);
            let size = 0.5 * libm::log1p(2.0 * aside.re + aside.re * aside.re + aside.im * aside.im);
            let turned = libm::atan2(aside.im, 1.0 + aside.re);
            let power = Complex::new(-(circle.inside + 1.0) * size, -(circle.inside + 1.0) * turned).exp();
            let pole = Complex::new(0.0, (1.0 - self.queues) * angle).exp();
            return (top * power * pole, z);
        }
        let z = turn * circle.load;
        let pole = Complex::new(circle.free, 0.0) / (Complex::ONE - turn * (1.0 - circle.free));
        let one = self.top(z) * (1.0 / circle.top) * pole;
        (one.powu(self.power) * Complex::new(0.0, -circle.inside * angle).exp(), z)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The coefficients of Fⁿ, by multiplying them out, each times the servers to its power.
    fn multiplied_out(queues: u32, servers: u32, most: usize) -> Vec<f64> {
        let mut one = vec![1.0];
        for j in 1..=most {
            one.push(one[j - 1] * (f64::from(servers) / j as f64).max(1.0));
        }
        let mut all = vec![1.0];
        for _ in 0..queues {
            let mut next = vec![0.0; most + 1];
            for (i, left) in all.iter().enumerate() {
                for (j, right) in one.iter().enumerate().take(most + 1 - i) {
                    next[i + j] += left * right;
                }
            }
            all = next;
        }
        all
    }

    #[test]
    fn speeds_are_ratios_of_the_normalising_constants_multiplied_out() {
        for (queues, servers) in [(2, 1), (2, 2), (3, 4), (5, 8), (7, 3), (12, 2), (2, 32), (25, 4), (60, 2)] {
            let constants = multiplied_out(queues, servers, 300);
            let alike = Alike::new(queues, servers);
            for inside in [1, 2, 3, 5, 8, 13, 24, 40, 75, 120, 200, 299] {
                let expected = f64::from(queues * servers) * constants[inside - 1] / constants[inside];
                let found = alike.rate(inside as f64);
                assert!((found / expected - 1.0).abs() < 1e-11, "{queues} × {servers}, {inside}: {found} {expected}");
            }
        }
    }

    #[test]
    fn a_hundred_queues_of_any_size_with_up_to_a_hundred_million_inside_are_found_with_few_places() {
        for (queues, servers) in [(2, 1), (2, 96), (9, 192), (100, 1), (100, 2), (100, 96), (500, 448)] {
            let alike = Alike::new(queues, servers);
            let capacity = f64::from(queues * servers);
            let (mut before, mut most) = (0.0, 0);
            for inside in (0..=80).map(|tenth| libm::floor(libm::pow(10.0, f64::from(tenth) / 10.0))) {
                let places = alike.places();
                let found = alike.rate(inside);
                most = most.max(alike.places() - places);
                let fits = found >= before && found <= inside.min(capacity) * (1.0 + 1e-12);
                assert!(fits, "{queues} × {servers}, {inside}: {found}");
                before = found;
            }
            assert!(before > capacity * (1.0 - 1e-4), "{queues} × {servers}: {before}");
            assert!(most < 300 && alike.places() < 5_000, "{queues} × {servers}: {most}, {}", alike.places());
        }
    }
}
