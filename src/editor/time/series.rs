//! What the charts draw of a run's samples.

use crate::engine::timeline::play::{Method, Sample, Stretch, with_starts};

/// Seconds of a minute.
pub const MINUTE_S: f64 = 60.0;

/// Fewer answers than these in a second do not make a p50, p95 and p99: of 99 answers no hundredth is the slowest.
pub const LEAST_ANSWERS: [f64; 3] = [2.0, 20.0, 100.0];

/// A point of a line: from when to when, and its value; none is a gap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Since the start of the run, seconds.
    pub from_s: f64,
    /// Seconds.
    pub to_s: f64,
    /// The largest value in between, in the unit of what was read.
    pub value: Option<f64>,
    /// The least one.
    pub least: Option<f64>,
}

/// p50, p95 or p99 of a second in seconds; none where it has too few answers for it.
pub fn percentile(sample: &Sample, index: usize) -> Option<f64> {
    let least = LEAST_ANSWERS.get(index)?;
    sample.latency_s.filter(|_| sample.done_per_s >= *least)?.get(index).copied()
}

/// The largest value of some lines; 0 for none.
pub fn most<'a>(lines: impl IntoIterator<Item = &'a [Point]>) -> f64 {
    lines.into_iter().flatten().filter_map(|point| point.value).fold(0.0, f64::max)
}

/// A round number that is not less: 1, 2, 2.5 or 5 times a power of ten.
pub fn rounded_up(value: f64) -> f64 {
    if !(value > 0.0 && value.is_finite()) {
        return 1.0;
    }
    let power = libm::pow(10.0, libm::floor(libm::log10(value)));
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0];
    steps.into_iter().map(|step| step * power).find(|round| *round >= value * (1.0 - 1e-9)).unwrap_or(value)
}

/// The sample of the second in which the head is; none where none has been simulated.
pub fn sample_at(samples: &[Sample], head_s: f64) -> Option<&Sample> {
    let index = samples.partition_point(|sample| sample.at_s < head_s);
    samples.get(index).or(samples.last())
}

/// Requests offered up to the last sample.
pub fn requests(samples: &[Sample]) -> f64 {
    with_starts(samples).map(|(from_s, sample)| (sample.at_s - from_s) * sample.offered_per_s).sum()
}

/// Requests offered in close-ups, whose measurements are seconds.
pub fn simulated(samples: &[Sample], stretches: &[Stretch]) -> f64 {
    let close = stretches.iter().filter(|stretch| stretch.method == Method::CloseUp);
    let inside = close.flat_map(|stretch| {
        let behind = |at_s: f64| samples.partition_point(|sample| sample.at_s <= at_s);
        samples.get(behind(stretch.from_s)..behind(stretch.to_s)).unwrap_or_default()
    });
    inside.map(|sample| sample.offered_per_s).sum()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::engine::timeline::play::NodeSample;
    use crate::model::scenario::NodeId;

    /// A second with so many requests offered and done, and a fleet as given.
    pub(in crate::editor::time) fn second(at_s: f64, offered: f64, done: f64, fleet: Option<NodeSample>) -> Sample {
        Sample {
            at_s,
            active_users: offered * 2.0,
            offered_per_s: offered,
            attempts_per_s: offered,
            done_per_s: done,
            failed_per_s: [0.0, 0.0, offered - done, 0.0, 0.0, 0.0],
            latency_s: Some([0.1, 0.2, 0.4]),
            nodes: fleet.into_iter().collect(),
        }
    }

    /// A fleet with so many in service, so full.
    pub(in crate::editor::time) fn fleet(in_service: u32, utilisation: f64) -> NodeSample {
        NodeSample { utilisation, desired: in_service, in_service, ..NodeSample::idle(NodeId(3)) }
    }

    #[test]
    fn requests_of_close_ups_are_counted_apart() {
        let samples = run(100, |_| 5.0);
        let of = |from_s, to_s, method| Stretch { from_s, to_s, method };
        let stretches = [of(0.0, 40.0, Method::Fluid), of(40.0, 70.0, Method::CloseUp), of(70.0, 100.0, Method::Fluid)];
        assert_eq!((requests(&samples), simulated(&samples, &stretches)), (500.0, 150.0));
    }

    fn run(seconds: usize, offered: impl Fn(usize) -> f64) -> Vec<Sample> {
        (1..=seconds).map(|at| second(at as f64, offered(at), offered(at), None)).collect()
    }

    #[test]
    fn too_few_answers_leave_a_gap_and_no_number() {
        let of = |done: f64| [0, 1, 2].map(|index| percentile(&second(1.0, done, done, None), index));
        assert_eq!(of(1.0), [None; 3]);
        assert_eq!(of(19.0), [Some(0.1), None, None]);
        assert_eq!(of(99.0), [Some(0.1), Some(0.2), None]);
        assert_eq!(of(100.0), [Some(0.1), Some(0.2), Some(0.4)]);
        assert_eq!(percentile(&second(1.0, 500.0, 500.0, None), 3), None);
    }

    #[test]
    fn an_axis_ends_at_a_round_number() {
        assert_eq!([0.0, 0.7, 1.0, 1.01, 21.0, 260.0].map(rounded_up), [1.0, 1.0, 1.0, 2.0, 25.0, 500.0]);
        assert_eq!(rounded_up(f64::INFINITY), 1.0);
    }

    #[test]
    fn the_head_shows_the_second_it_is_in() {
        let samples = run(3, |at| at as f64);
        let at = |head: f64| sample_at(&samples, head).map(|sample| sample.at_s);
        assert_eq!([0.0, 0.4, 1.0, 1.1, 3.0, 9.0].map(at), [1.0, 1.0, 1.0, 2.0, 3.0, 3.0].map(Some));
        assert_eq!(sample_at(&[], 1.0), None);
    }
}
