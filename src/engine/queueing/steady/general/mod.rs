//! The wait for service of any distribution, open and first come first served: M/G/c.
//!
//! One server: Pollaczek and Khinchine, exact. Several (`several`): services of two phases are solved exactly by their
//! states (`spectrum`), as are even ones by the roots of their transform (`even`). Others are stood for by the phases
//! that are nearest to them (`phases`) or lie between even services and two equal phases. Numbers of servers that are
//! too large are solved at fewer that are as short of spare ones.

mod even;
mod numeric;
mod phases;
mod several;
mod spectrum;

use super::series::Series;
use crate::engine::queueing::complex::Complex;
use crate::engine::queueing::service::Service;
use crate::engine::steady::birth_death::erlang_c;
use even::Even;
use several::Given;

/// Where fewer wait, and where less is spare, a wait is as with exponential services but for its mean.
const RARE: f64 = 1e-8;
const CRITICAL: f64 = 1e-6;

/// The wait in M/G/c.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Residuals {
    /// Share of the requests that wait.
    pub(super) waits: f64,
    /// Mean wait of those who wait, seconds.
    delay_s: f64,
    shape: Shape,
}

/// The wait of those who wait, in units of its mean.
#[derive(Clone, Debug, PartialEq)]
enum Shape {
    /// One server: a geometric number of excesses.
    Excesses { service: Service, utilisation: f64, half_second: f64 },
    /// A mixture of the waits for even services, with its share, and for two phases.
    Mixed { even: Option<(f64, Box<Even>)>, terms: Vec<(f64, f64)> },
}

impl Shape {
    /// Half the second moment.
    fn half_second(&self) -> f64 {
        match self {
            Self::Excesses { half_second, .. } => *half_second,
            Self::Mixed { even, terms } => {
                let share = even.as_ref().map_or(0.0, |(share, _)| *share);
                let phased: f64 = terms.iter().map(|(share, rate)| share / (rate * rate)).sum();
                let even =
                    even.as_ref().map_or(0.0, |(_, even)| even.half_second * even.waits / (even.mean * even.mean));
                phased * (1.0 - share) + even * share
            }
        }
    }
}

impl Residuals {
    /// The wait at `servers` busy a share `utilisation` (below 1) of the time.
    pub(super) fn new(service: &Service, servers: u64, utilisation: f64) -> Self {
        if servers <= 1 {
            return Self::single(service, utilisation);
        }
        let count = servers as f64;
        let erlang = erlang_c(servers, utilisation * count);
        let (scv, mean_s) = (service.scv(), service.mean_s());
        let spare = count * (1.0 - utilisation);
        let plain = erlang < RARE || 1.0 - utilisation < CRITICAL;
        let shaped = if plain { None } else { several::wait(service, servers, utilisation, (erlang, 1.0 / spare)) };
        let Given { waits, delay, shape } = shaped.unwrap_or_else(|| {
            let shape = Shape::Mixed { even: None, terms: vec![(1.0, 1.0)] };
            Given { waits: erlang, delay: factor(count, utilisation, scv) / spare, shape }
        });
        Self { waits, delay_s: delay * mean_s, shape }
    }

    fn single(service: &Service, utilisation: f64) -> Self {
        let mean_s = service.mean_s();
        let excess = service.moment(2) / (2.0 * mean_s);
        let half = service.moment(3) / (6.0 * mean_s);
        let odds = utilisation / (1.0 - utilisation);
        let delay_s = excess / (1.0 - utilisation);
        let half_second = (half + odds * excess * excess) / (1.0 - utilisation) / (delay_s * delay_s);
        Self {
            waits: utilisation,
            delay_s,
            shape: Shape::Excesses { service: service.clone(), utilisation, half_second },
        }
    }

    pub(super) fn transform(&self, s: Complex) -> Complex {
        let given = match &self.shape {
            Shape::Excesses { service, utilisation, .. } => {
                let excess = (Complex::ONE - service.transform(s)) / (s * service.mean_s());
                excess * (1.0 - utilisation) / (Complex::ONE - excess * *utilisation)
            }
            Shape::Mixed { even, terms } => {
                let s = s * self.delay_s;
                let share = even.as_ref().map_or(0.0, |(share, _)| *share);
                let phased = terms
                    .iter()
                    .fold(Complex::ZERO, |sum, (share, rate)| sum + (s * (1.0 / rate) + 1.0).inverse() * *share);
                let even = even.as_ref().map_or(Complex::ZERO, |(_, even)| {
                    let whole = even.transform(s * (even.waits / even.mean));
                    (whole - Complex::new(1.0 - even.waits, 0.0)) * (1.0 / even.waits)
                });
                phased * (1.0 - share) + even * share
            }
        };
        given * self.waits + (1.0 - self.waits)
    }

    /// P(W > t), where it is a sum of exponentials.
    pub(super) fn tail(&self, t: f64) -> Option<f64> {
        let Shape::Mixed { even: None, terms } = &self.shape else { return None };
        let given: f64 = terms.iter().map(|(share, rate)| share * libm::exp(-rate * t / self.delay_s)).sum();
        Some((self.waits * given).clamp(0.0, 1.0))
    }

    pub(super) fn series(&self) -> Series {
        let half_second = self.shape.half_second();
        Series {
            ends: 1.0,
            first: self.waits * self.delay_s,
            half_second: self.waits * half_second * self.delay_s * self.delay_s,
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn exponential() -> Service {
        Service::Exponential { mean_s: 1.0 }
    }

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
        let wait = Residuals::new(&exponential(), 4, 0.8);
        assert!((wait.series().first - 0.745_540_589_734).abs() < 1e-7);
        for s in [0.1, 1.0, 5.0] {
            let exact = 1.0 - 0.596_432_471_787 + 0.596_432_471_787 * 0.8 / (0.8 + s);
            assert!((wait.transform(Complex::new(s, 0.0)).re - exact).abs() < 1e-7, "{s}");
        }
    }

    #[test]
    fn moments_are_those_of_the_transform_whatever_the_service() {
        let services = [
            Service::Deterministic { mean_s: 0.2 },
            Service::Erlang { phases: 5, mean_s: 0.2 },
            Service::balanced(0.2, 8.0),
            Service::LogNormal { mean_s: 0.2, cv: 2.0 },
        ];
        for (service, servers) in
            services.iter().flat_map(|service| [2, 7, 40, 3_000].map(|servers| (service, servers)))
        {
            let wait = Residuals::new(service, servers, 0.95);
            let series = wait.series();
            let h = 1e-3 * series.first;
            let [below, above] =
                [-1.0, 1.0].map(|side| wait.transform(Complex::new(side * h / series.half_second, 0.0)).re);
            let s = h / series.half_second;
            assert!(((below - above) / (2.0 * s) - series.first).abs() < 1e-4 * series.first, "{service:?} {servers}");
            let second = (below + above - 2.0) / (s * s) / 2.0;
            assert!((second - series.half_second).abs() < 1e-3 * series.half_second, "{service:?} {servers} {second}");
        }
    }

    #[test]
    fn no_service_and_no_load_gives_what_is_no_wait() {
        let services = [
            Service::Deterministic { mean_s: 1e5 },
            Service::Erlang { phases: 1_000, mean_s: 1.0 },
            Service::balanced(1.0, 1e4),
            Service::LogNormal { mean_s: 1e-3, cv: 0.01 },
            Service::LogNormal { mean_s: 1.0, cv: 100.0 },
            Service::Mixture(vec![
                (0.5, Service::Deterministic { mean_s: 1.0 }),
                (0.5, Service::Deterministic { mean_s: 1e-9 }),
            ]),
            Service::Mixture(vec![
                (1.0 - 1e-9, Service::Deterministic { mean_s: 1e-6 }),
                (1e-9, Service::Exponential { mean_s: 1e6 }),
            ]),
        ];
        for service in &services {
            for servers in [1, 2, 3, 4, 5, 12, 13, 100, 101, 10_000, 1_000_000] {
                for utilisation in [1e-12, 1e-4, 0.1, 0.5, 0.9, 0.999, 0.999_999, 1.0 - 1e-12] {
                    let wait = Residuals::new(service, servers, utilisation);
                    let series = wait.series();
                    let told = format!("{service:?} {servers} {utilisation} {series:?}");
                    assert!(
                        (0.0..=1.0).contains(&wait.waits) && series.first >= 0.0 && series.first.is_finite(),
                        "{told}"
                    );
                    assert!(
                        2.0 * series.half_second >= series.first * series.first * 0.999
                            && series.half_second.is_finite(),
                        "{told}"
                    );
                }
            }
        }
    }

    #[test]
    fn even_services_wait_about_half_as_long_and_never_longer_than_in_light_traffic() {
        assert!((deterministic_factor(4.0, 0.999_9) - 0.5).abs() < 1e-3);
        assert!((deterministic_factor(4.0, 1e-3) - 0.8).abs() < 1e-12);
    }
}
