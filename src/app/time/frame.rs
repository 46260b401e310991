//! What the charts of a run have in common: what is shown of it, its axes, and how a line shows its method.

use std::cell::RefCell;

use yew::prelude::*;

use super::TimeProps;
use super::panel::{self, Panel, Scale, line};
use crate::editor::time::Metrics;
use crate::editor::time::gathered::{Gathered, Key};
use crate::editor::time::series::{self, Point, most, rounded_up};
use crate::engine::timeline::play::{Method, Sample, Stretch};

/// What all charts are made from.
pub(super) struct Frame<'a> {
    pub(super) props: &'a TimeProps,
    pub(super) samples: &'a [Sample],
    pub(super) gathered: &'a RefCell<Gathered>,
    pub(super) now: Option<&'a Sample>,
    pub(super) marks: Vec<f64>,
    /// How each part was computed, where it is a fluid.
    pub(super) stretches: Vec<Stretch>,
    pub(super) width: f64,
    /// From when to when is shown, seconds.
    pub(super) from_s: f64,
    pub(super) to_s: f64,
    pub(super) metrics: Metrics,
}

/// A line of a chart.
pub(super) struct Line {
    /// Its columns.
    pub(super) points: Vec<Point>,
    /// Its value at the head.
    now: Option<f64>,
}

impl Frame<'_> {
    /// The line of what is read of this run.
    pub(super) fn line(&self, key: Key, read: impl Fn(&Sample) -> f64) -> Line {
        self.points(key, self.samples, self.metrics, |sample| Some(read(sample)))
    }

    /// The line of what is read of some run.
    pub(super) fn points(
        &self,
        key: Key,
        samples: &[Sample],
        metrics: Metrics,
        read: impl Fn(&Sample) -> Option<f64>,
    ) -> Line {
        let points = self.gathered.borrow_mut().charts.line(key, samples, metrics, &read);
        let head_s = self.props.editor.time.head_s;
        let now = match metrics {
            Metrics::Second => series::sample_at(samples, head_s).and_then(read),
            Metrics::Minute => {
                let reached = points.partition_point(|point| point.from_s < head_s.max(0.5));
                reached.checked_sub(1).and_then(|last| points.get(last)).and_then(|point| point.value)
            }
        };
        Line { points, now }
    }

    /// A line drawn as it was computed: dotted where it is a fluid.
    pub(super) fn drawn(&self, scale: &Scale, class: &str, points: &[Point]) -> Html {
        if self.stretches.is_empty() {
            return line(scale, class, points);
        }
        let close = |point: &Point| {
            let at = (point.from_s.max(self.from_s) + point.to_s) / 2.0;
            let found = self.stretches.iter().find(|stretch| stretch.from_s <= at && at < stretch.to_s);
            found.is_some_and(|stretch| stretch.method == Method::CloseUp)
        };
        let of = |wanted: bool| -> Vec<Point> {
            points
                .iter()
                .map(|point| if close(point) == wanted { *point } else { Point { value: None, ..*point } })
                .collect()
        };
        let fluid = line(scale, &[class, " is-fluid"].concat(), &of(false));
        crate::app::dom::group("", vec![fluid, line(scale, class, &of(true))])
    }

    /// The value of a line at the head, as the charts average.
    pub(super) fn value(&self, line: &Line, shown: impl Fn(f64) -> String) -> String {
        line.now.map_or_else(|| "–".to_owned(), shown)
    }

    pub(super) fn scale(&self, high: f64) -> Scale {
        let duration_s = self.to_s - self.from_s;
        Scale { width: self.width, from_s: self.from_s, duration_s, low: 0.0, high: rounded_up(high) }
    }

    /// A logarithmic scale for times in seconds.
    pub(super) fn logarithmic(&self, lines: &[Line]) -> Scale {
        let high = most(lines.iter().map(|line| &line.points[..])).max(0.1);
        let all = lines.iter().flat_map(|line| &line.points);
        let least = all.filter_map(|point| point.least).fold(high, f64::min).max(0.000_1);
        let power = |value: f64, round: fn(f64) -> f64| libm::pow(10.0, round(libm::log10(value)));
        let low = power(least * 0.98, libm::floor);
        let high = power(high * 1.02, libm::ceil).max(low * 10.0);
        Scale { low, high, ..self.scale(1.0) }
    }

    pub(super) fn panel(
        &self,
        id: &'static str,
        title: &str,
        keys: Vec<panel::Key>,
        scale: Scale,
        ends: [String; 2],
        drawn: Vec<Html>,
    ) -> Panel {
        Panel {
            id,
            title: title.to_owned(),
            keys,
            note: String::new(),
            scale,
            ends,
            drawn,
            marks: self.marks.clone(),
            close: self.close_ups(),
            head_s: self.props.editor.time.head_s,
        }
    }

    fn close_ups(&self) -> Vec<(f64, f64)> {
        let close = self.stretches.iter().filter(|stretch| stretch.method == Method::CloseUp);
        close.map(|stretch| (stretch.from_s, stretch.to_s)).collect()
    }
}
