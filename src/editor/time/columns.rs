//! What a chart draws of many measurements: columns about a pixel wide, each with the largest and the least value in it.
//! A column is made once, from measurements in the order of time, in whatever pieces they come.

use super::Metrics;
use super::series::{MINUTE_S, Point};
use crate::engine::timeline::play::Sample;

/// What is drawn of a run, and in how many columns at most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shown {
    /// From when, seconds since the start …
    pub from_s: f64,
    /// … to when.
    pub to_s: f64,
    /// Columns in between.
    pub columns: u32,
}

/// The columns of one line.
#[derive(Clone, Debug)]
pub struct Columns {
    shown: Shown,
    metrics: Metrics,
    /// Measurements that have been read.
    taken: usize,
    /// What was read in the minute that is under way, times its seconds.
    minute: Option<f64>,
    points: Vec<Point>,
}

impl Columns {
    /// No column yet.
    pub fn new(shown: Shown, metrics: Metrics) -> Self {
        Self { shown, metrics, taken: 0, minute: Some(0.0), points: Vec::new() }
    }

    /// The columns of what has been taken.
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// Reads those measurements that are new since the last time.
    pub fn take(&mut self, samples: &[Sample], read: impl Fn(&Sample) -> Option<f64>) {
        let mut before_s = self.taken.checked_sub(1).and_then(|last| samples.get(last)).map_or(0.0, |last| last.at_s);
        for sample in samples.get(self.taken..).unwrap_or_default() {
            let (from_s, to_s) = (std::mem::replace(&mut before_s, sample.at_s), sample.at_s);
            if to_s > self.shown.to_s {
                break;
            }
            self.taken += 1;
            if to_s > self.shown.from_s {
                self.one(from_s, to_s, read(sample));
            }
        }
    }

    fn one(&mut self, from_s: f64, to_s: f64, value: Option<f64>) {
        if self.metrics == Metrics::Second {
            return self.push(Point { from_s, to_s, value, least: value });
        }
        self.minute = self.minute.zip(value).map(|(sum, value)| sum + (to_s - from_s) * value);
        // A minute is known when it is over.
        if to_s % MINUTE_S == 0.0 {
            let value = self.minute.replace(0.0).map(|sum| sum / MINUTE_S);
            self.push(Point { from_s: to_s - MINUTE_S, to_s, value, least: value });
        }
    }

    /// Puts a value into the last column, where that still has room for its seconds, else into a new one.
    fn push(&mut self, new: Point) {
        let each_s = (self.shown.to_s - self.shown.from_s) / f64::from(self.shown.columns.max(1));
        match self.points.last_mut().filter(|last| new.to_s - last.from_s <= each_s * (1.0 + 1e-9)) {
            Some(last) => {
                last.to_s = new.to_s;
                last.value = [last.value, new.value].into_iter().flatten().reduce(f64::max);
                last.least = [last.least, new.least].into_iter().flatten().reduce(f64::min);
            }
            None => self.points.push(new),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::series::tests::second;
    use super::*;

    const HOUR: Shown = Shown { from_s: 0.0, to_s: 3_600.0, columns: 200 };

    fn run(seconds: usize, offered: impl Fn(usize) -> f64) -> Vec<Sample> {
        (1..=seconds).map(|at| second(at as f64, offered(at), offered(at), None)).collect()
    }

    fn offered(sample: &Sample) -> Option<f64> {
        Some(sample.offered_per_s)
    }

    fn columns(samples: &[Sample], shown: Shown, metrics: Metrics) -> Vec<Point> {
        let mut columns = Columns::new(shown, metrics);
        columns.take(samples, offered);
        columns.points().to_vec()
    }

    #[test]
    fn an_hour_has_as_many_columns_as_there_is_room_for_with_its_peak_and_its_dip() {
        let samples = run(3_600, |at| {
            if at == 1_801 {
                900.0
            } else if at == 1_805 {
                1.0
            } else {
                10.0
            }
        });
        let points = columns(&samples, HOUR, Metrics::Second);
        assert_eq!(points.len(), 200);
        // Seconds 1,801 to 1,818 are one column.
        let one = points.iter().find(|point| point.from_s == 1_800.0);
        assert_eq!(one, Some(&Point { from_s: 1_800.0, to_s: 1_818.0, value: Some(900.0), least: Some(1.0) }));
        assert_eq!(points.last().map(|point| point.to_s), Some(3_600.0));
    }

    #[test]
    fn a_run_read_in_pieces_has_the_columns_of_one_read_at_once() {
        let samples = run(3_600, |at| (at * 7919 % 101) as f64);
        for metrics in [Metrics::Second, Metrics::Minute] {
            let mut pieces = Columns::new(HOUR, metrics);
            for end in (0..=3_600).step_by(37).chain([3_600]) {
                pieces.take(&samples[..end], offered);
            }
            assert_eq!(pieces.points(), columns(&samples, HOUR, metrics));
        }
    }

    #[test]
    fn a_minute_hides_the_peak_that_its_seconds_show() {
        // Ten seconds of 600 in a minute of 0: the average of the minute is 100.
        let samples = run(60, |at| if (11..=20).contains(&at) { 600.0 } else { 0.0 });
        let minute = Shown { to_s: 60.0, ..HOUR };
        let most = |points: Vec<Point>| points.iter().filter_map(|point| point.value).fold(0.0, f64::max);
        assert_eq!(most(columns(&samples, minute, Metrics::Second)), 600.0);
        let averages = columns(&samples, minute, Metrics::Minute);
        assert_eq!(averages, [Point { from_s: 0.0, to_s: 60.0, value: Some(100.0), least: Some(100.0) }]);
    }

    #[test]
    fn a_minute_is_known_only_when_it_is_over() {
        assert!(columns(&run(59, |_| 1.0), HOUR, Metrics::Minute).is_empty());
        assert_eq!(columns(&run(119, |_| 1.0), HOUR, Metrics::Minute).len(), 1);
    }

    #[test]
    fn only_what_is_shown_is_read() {
        let near = Shown { from_s: 120.0, to_s: 240.0, columns: 1_000 };
        let points = columns(&run(600, |at| at as f64), near, Metrics::Second);
        assert_eq!((points.len(), points[0].value, points[119].value), (120, Some(121.0), Some(240.0)));
    }

    #[test]
    fn what_nothing_was_measured_of_is_a_gap() {
        let mut columns = Columns::new(HOUR, Metrics::Second);
        columns.take(&run(18, |_| 1.0), |_| None);
        assert_eq!(columns.points(), [Point { from_s: 0.0, to_s: 18.0, value: None, least: None }]);
    }
}
