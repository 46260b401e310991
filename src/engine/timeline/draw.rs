//! Distributions made ready for drawing times from them, in nanoseconds.

use std::sync::Arc;

use libm::{exp, log, log1p, sqrt};

use super::clock::NANOS;
use super::streams::Stream;
use super::ziggurat::Ziggurat;
use crate::engine::queueing::service::Service;

/// Phases of an Erlang distribution that are drawn one by one; more are drawn as one gamma number.
const FEW_PHASES: u32 = 8;

/// A distribution; times are in nanoseconds.
#[derive(Clone, Debug)]
pub(super) enum Sampler {
    Exponential {
        mean: f64,
    },
    Fixed {
        time: f64,
    },
    Erlang {
        phases: u32,
        phase: f64,
    },
    Gamma {
        shape: f64,
        scale: f64,
    },
    /// One of several exponentials: probabilities added up, and means.
    Hyperexponential(Vec<(f64, f64)>),
    LogNormal {
        mu: f64,
        sigma: f64,
    },
    /// One of several others, by probabilities added up.
    Mixture(Vec<(f64, Sampler)>),
}

impl Sampler {
    /// Makes a distribution ready.
    pub(super) fn of(service: &Service) -> Self {
        match service {
            Service::Exponential { mean_s } => Self::Exponential { mean: mean_s * NANOS },
            Service::Deterministic { mean_s } => Self::Fixed { time: mean_s * NANOS },
            Service::Erlang { phases, mean_s } if *phases <= FEW_PHASES => {
                Self::Erlang { phases: *phases, phase: mean_s * NANOS / f64::from(*phases) }
            }
            Service::Erlang { phases, mean_s } => {
                Self::Gamma { shape: f64::from(*phases), scale: mean_s * NANOS / f64::from(*phases) }
            }
            Service::Hyperexponential(phases) => Self::Hyperexponential(
                added_up(phases.iter().map(|phase| phase.probability))
                    .zip(phases.iter().map(|phase| phase.mean_s * NANOS))
                    .collect(),
            ),
            Service::LogNormal { mean_s, .. } if *mean_s <= 0.0 => Self::Fixed { time: 0.0 },
            Service::LogNormal { mean_s, cv } => {
                let variance = log1p(cv * cv);
                Self::LogNormal { mu: log(mean_s * NANOS) - variance / 2.0, sigma: sqrt(variance) }
            }
            Service::Mixture(parts) => Self::Mixture(
                added_up(parts.iter().map(|(share, _)| *share))
                    .zip(parts.iter().map(|(_, part)| Self::of(part)))
                    .collect(),
            ),
        }
    }

    /// A time, nanoseconds.
    #[inline(always)]
    pub(super) fn draw(&self, stream: &mut Stream, ziggurat: &Ziggurat) -> f64 {
        match self {
            Self::Exponential { mean } => mean * ziggurat.exponential(stream),
            other => other.draw_other(stream, ziggurat),
        }
    }

    fn draw_other(&self, stream: &mut Stream, ziggurat: &Ziggurat) -> f64 {
        match self {
            Self::Exponential { mean } => mean * ziggurat.exponential(stream),
            Self::Fixed { time } => *time,
            Self::Erlang { phases, phase } => (0..*phases).map(|_| ziggurat.exponential(stream)).sum::<f64>() * phase,
            Self::Gamma { shape, scale } => gamma(*shape, stream, ziggurat) * scale,
            Self::Hyperexponential(phases) => {
                let mean = chosen(phases, stream.share()).copied().unwrap_or(0.0);
                mean * ziggurat.exponential(stream)
            }
            Self::LogNormal { mu, sigma } => exp(mu + sigma * ziggurat.normal(stream)),
            Self::Mixture(parts) => {
                let share = stream.share();
                chosen(parts, share).map_or(0.0, |part| part.draw_other(stream, ziggurat))
            }
        }
    }
}

/// Probabilities added up.
pub(super) fn added_up(probabilities: impl Iterator<Item = f64>) -> impl Iterator<Item = f64> {
    probabilities.scan(0.0, |sum, probability| {
        *sum += probability;
        Some(*sum)
    })
}

/// The first whose added-up probability is above a share; the last where rounding leaves none.
#[inline]
pub(super) fn chosen<T>(list: &[(f64, T)], share: f64) -> Option<&T> {
    list.iter().find(|(up_to, _)| share < *up_to).or(list.last()).map(|(_, item)| item)
}

/// A gamma number of a shape of at least 1 (Marsaglia & Tsang 2000b).
fn gamma(shape: f64, stream: &mut Stream, ziggurat: &Ziggurat) -> f64 {
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / sqrt(9.0 * d);
    loop {
        let x = ziggurat.normal(stream);
        let root = 1.0 + c * x;
        if root > 0.0 {
            let cube = root * root * root;
            if log(1.0 - stream.share()) < 0.5 * x * x + d - d * cube + d * log(cube) {
                return d * cube;
            }
        }
    }
}

/// Streams by number, and the layers that all draw with.
#[derive(Clone, Debug)]
pub(super) struct Draws {
    pub(super) streams: Vec<Stream>,
    pub(super) ziggurat: Arc<Ziggurat>,
}

impl Draws {
    /// All streams go on elsewhere, each with the seed mixed in.
    pub(super) fn reseed(&mut self, seed: u64) {
        self.streams.iter_mut().for_each(|stream| stream.reseed(seed));
    }

    /// Exponential of mean 1 from a stream.
    #[inline(always)]
    pub(super) fn exponential(&mut self, stream: u32) -> f64 {
        self.ziggurat.exponential(&mut self.streams[stream as usize])
    }

    /// From a distribution, nanoseconds.
    #[inline(always)]
    pub(super) fn time(&mut self, sampler: &Sampler, stream: u32) -> f64 {
        sampler.draw(&mut self.streams[stream as usize], &self.ziggurat)
    }

    /// Evenly from 0 up to 1.
    #[inline]
    pub(super) fn share(&mut self, stream: u32) -> f64 {
        self.streams[stream as usize].share()
    }

    /// Evenly one of so many.
    #[inline]
    pub(super) fn below(&mut self, stream: u32, count: u32) -> u32 {
        self.streams[stream as usize].below(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::timeline::streams::Purpose;

    #[test]
    fn every_distribution_has_its_mean_and_variance() {
        let services = [
            Service::Exponential { mean_s: 0.2 },
            Service::Deterministic { mean_s: 0.2 },
            Service::Erlang { phases: 3, mean_s: 0.2 },
            Service::Erlang { phases: 40, mean_s: 0.2 },
            Service::balanced(0.2, 3.0),
            Service::LogNormal { mean_s: 0.2, cv: 0.8 },
            Service::Mixture(vec![
                (0.3, Service::Deterministic { mean_s: 0.1 }),
                (0.7, Service::Exponential { mean_s: 0.2 }),
            ]),
        ];
        let ziggurat = Ziggurat::new();
        let mut stream = Stream::of(5, 5, Purpose::Service);
        for service in services {
            let sampler = Sampler::of(&service);
            let draws: Vec<f64> = (0..200_000).map(|_| sampler.draw(&mut stream, &ziggurat) / NANOS).collect();
            let mean =
                |power: i32| draws.iter().map(|draw| (0..power).map(|_| draw).product::<f64>()).sum::<f64>() / 2e5;
            let error = |moment: u32| {
                let exact = service.moment(moment);
                let spread = sqrt((service_moment(&service, 2 * moment) - exact * exact).max(0.0) / 2e5);
                (mean(moment as i32) - exact).abs() / (spread + 1e-12)
            };
            assert!(error(1) < 4.5 && error(2) < 4.5, "{service:?}: {} {}", error(1), error(2));
        }
    }

    /// E(Sⁿ) for n up to 4, the fourth bounded by what a hyperexponential of the same spread has.
    fn service_moment(service: &Service, order: u32) -> f64 {
        match order {
            0..=3 => service.moment(order),
            _ => 30.0 * service.moment(2) * service.moment(2),
        }
    }
}
