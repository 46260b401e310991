//! The wait for service of any distribution, open: M/G/c.
//!
//! The shape follows Tijms, van Hoorn and Federgruen (1981): whoever waits sees the first of c running services end (the
//! least of c equilibrium excesses), and behind that a geometric number of further times: excesses of S ÷ c, as at one
//! server that is c times as fast, in the share in which a long service holds the queue up, else the first of c again.
//! For one server that is the formula of Pollaczek and Khinchine, and for exponential service Erlang's: both exact. For
//! several servers the mean is Kimura's (1986) with that of M/D/c by Cosmetatos (1975).

use super::series::Series;
use crate::engine::queueing::complex::Complex;
use crate::engine::queueing::service::Service;
use crate::engine::steady::birth_death::erlang_c;

/// Points of the quadrature over the first of the running services to end.
const POINTS: u32 = 120;

/// The wait in M/G/c.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Residuals {
    /// Share of the requests that wait.
    pub(super) waits: f64,
    servers: f64,
    utilisation: f64,
    held_up: f64,
    service: Service,
    /// All waits are this much longer than the shape says.
    stretch: f64,
    /// Of the first of c running services to end: times and weights.
    first: Vec<(f64, f64)>,
    /// Mean and half the second moment of a wait, given that there is one, before the stretch.
    given: (f64, f64),
}

impl Residuals {
    /// The wait at `servers` busy a share `utilisation` (below 1) of the time.
    pub(super) fn new(service: &Service, servers: u64, utilisation: f64) -> Self {
        let count = servers as f64;
        let held_up = held_up(count, utilisation);
        let waits = erlang_c(servers, utilisation * count);
        let first = first_to_end(service, count);
        let mean = service.mean_s();
        let (one, half_two) = first.iter().fold((0.0, 0.0), |(one, half_two), (time, weight)| {
            (one + weight * time, half_two + weight * time * time / 2.0)
        });
        let excess = held_up * service.moment(2) / (2.0 * mean) / count + (1.0 - held_up) * one;
        let half_excess = held_up * service.moment(3) / (6.0 * mean) / (count * count) + (1.0 - held_up) * half_two;
        let odds = utilisation / (1.0 - utilisation);
        let given_mean = one + odds * excess;
        let given_half = half_two + one * odds * excess + odds * half_excess + odds * odds * excess * excess;
        let erlang = mean / (count * (1.0 - utilisation));
        let wanted = erlang * factor(count, utilisation, service.scv());
        let stretch = if servers > 1 && given_mean > 0.0 { wanted / given_mean } else { 1.0 };
        let given = (given_mean, given_half);
        Self { waits, servers: count, utilisation, held_up, service: service.clone(), stretch, first, given }
    }

    pub(super) fn transform(&self, s: Complex) -> Complex {
        let s = s * self.stretch;
        let fast = s * (1.0 / self.servers);
        let excess = (Complex::ONE - self.service.transform(fast)) / (fast * self.service.mean_s());
        let first = if self.servers > 1.0 {
            self.first.iter().fold(Complex::ZERO, |sum, (time, weight)| sum + (s * -*time).exp() * *weight)
        } else {
            excess
        };
        let later = excess * self.held_up + first * (1.0 - self.held_up);
        let given = first * (1.0 - self.utilisation) / (Complex::ONE - later * self.utilisation);
        given * self.waits + (1.0 - self.waits)
    }

    pub(super) fn series(&self) -> Series {
        let (one, half_two) = self.given;
        Series {
            ends: 1.0,
            first: self.waits * one * self.stretch,
            half_second: self.waits * half_two * self.stretch * self.stretch,
        }
    }
}

/// The share of a long service that holds up those behind the first wait. With c servers one long service holds up one
/// of them; the others have c − 1 servers for a load of cρ, and fall behind by the share 1 − c(1 − ρ) of its length, if
/// at all. Else it is the others' departures that those in the queue wait for, each like the first. For one server both
/// are the same.
fn held_up(servers: f64, utilisation: f64) -> f64 {
    (1.0 - servers * (1.0 - utilisation)).clamp(0.0, 1.0)
}

/// Mean wait in M/G/c ÷ that in M/M/c: Kimura's interpolation between M/M/c and M/D/c.
pub(super) fn factor(servers: f64, utilisation: f64, scv: f64) -> f64 {
    if servers <= 1.0 {
        return (1.0 + scv) / 2.0;
    }
    let even = deterministic_factor(servers, utilisation);
    (1.0 + scv) / (2.0 * scv + (1.0 - scv) / even)
}

/// Mean wait in M/D/c ÷ that in M/M/c (Cosmetatos 1975), and never more than its limit for light traffic,
/// c ÷ (c + 1) (Burman & Smith 1983).
fn deterministic_factor(servers: f64, utilisation: f64) -> f64 {
    let correction = (1.0 - utilisation) * (servers - 1.0) * (libm::sqrt(4.0 + 5.0 * servers) - 2.0)
        / (16.0 * servers * utilisation);
    (0.5 * (1.0 + correction)).min(servers / (servers + 1.0))
}

/// Times and weights (adding to 1) of the least of `servers` equilibrium excesses: quadrature in its distribution
/// function. Beyond the point of level q lies (1 − Bₑ(t))ᶜ = 1 − q, so the excess's own tail there is (1 − q)^(1/c).
fn first_to_end(service: &Service, servers: f64) -> Vec<(f64, f64)> {
    if servers <= 1.0 {
        let half = service.moment(2) / (2.0 * service.mean_s());
        return one_server(service, half);
    }
    (0..POINTS)
        .map(|index| {
            // Closer together where the times are long: beyond the level lies the square of what is left of the points.
            let left = 1.0 - (f64::from(index) + 0.5) / f64::from(POINTS);
            let tail = libm::exp(2.0 * libm::log(left) / servers);
            (excess_quantile(service, tail), 2.0 * left / f64::from(POINTS))
        })
        .collect()
}

/// For one server only the moments of the excess are read: two points that have them.
fn one_server(service: &Service, mean: f64) -> Vec<(f64, f64)> {
    let second = service.moment(3) / (3.0 * service.mean_s());
    let sd = libm::sqrt((second - mean * mean).max(0.0));
    vec![(mean - sd, 0.5), (mean + sd, 0.5)]
}

/// The time beyond which the excess lies with probability `tail`.
fn excess_quantile(service: &Service, tail: f64) -> f64 {
    let (mut low, mut high) = (0.0, service.mean_s());
    while service.excess_tail(high) > tail && high < 1e12 {
        low = high;
        high *= 2.0;
    }
    for _ in 0..45 {
        let middle = low + (high - low) / 2.0;
        if service.excess_tail(middle) > tail {
            low = middle;
        } else {
            high = middle;
        }
    }
    low + (high - low) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_server_waits_as_pollaczek_and_khinchine_say() {
        let service = Service::balanced(1.0, 4.0);
        let wait = Residuals::new(&service, 1, 0.8);
        assert!((wait.series().first - 10.0).abs() < 1e-12);
        let slope = (wait.transform(Complex::new(1e-6, 0.0)).re - 1.0) / -1e-6;
        assert!((slope - 10.0).abs() < 1e-2, "{slope}");
    }

    #[test]
    fn exponential_service_waits_as_erlang_says() {
        let wait = Residuals::new(&Service::Exponential { mean_s: 1.0 }, 4, 0.8);
        assert!((wait.series().first - 0.745_540_589_734).abs() < 1e-9);
        for s in [0.1, 1.0, 5.0] {
            let exact = 1.0 - 0.596_432_471_787 + 0.596_432_471_787 * 0.8 / (0.8 + s);
            assert!((wait.transform(Complex::new(s, 0.0)).re - exact).abs() < 1e-4, "{s}");
        }
    }

    #[test]
    fn even_services_wait_about_half_as_long_and_never_longer_than_in_light_traffic() {
        assert!((deterministic_factor(4.0, 0.999_9) - 0.5).abs() < 1e-3);
        assert!((deterministic_factor(4.0, 1e-3) - 0.8).abs() < 1e-12);
    }
}
