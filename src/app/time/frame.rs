//! What the charts of a run have in common: what is shown of it, its axes, and how a line shows its method.

use yew::prelude::*;

use super::TimeProps;
use super::panel::{Key, Panel, Scale, line};
use crate::editor::time::Metrics;
use crate::editor::time::series::{self, Point, most, rounded_up};
use crate::engine::timeline::play::{Method, Sample, Stretch};

/// What all charts are made from.
pub(super) struct Frame<'a> {
    pub(super) props: &'a TimeProps,
    pub(super) samples: &'a [Sample],
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

impl Frame<'_> {
    pub(super) fn line(&self, read: impl Fn(&Sample) -> f64) -> Vec<Point> {
        self.points(self.samples, self.metrics, |sample| Some(read(sample)))
    }

    /// The line of what is shown of some measurements.
    pub(super) fn points(
        &self,
        samples: &[Sample],
        metrics: Metrics,
        read: impl Fn(&Sample) -> Option<f64>,
    ) -> Vec<Point> {
        if metrics == Metrics::Minute {
            let mut points = series::line(samples, metrics, read);
            points.retain(|point| point.to_s > self.from_s && point.from_s < self.to_s);
            return points;
        }
        let first = samples.partition_point(|sample| sample.at_s <= self.from_s);
        let behind = samples.partition_point(|sample| sample.at_s <= self.to_s);
        series::line(samples.get(first..behind).unwrap_or_default(), metrics, read)
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
                .map(|point| Point { value: point.value.filter(|_| close(point) == wanted), ..*point })
                .collect()
        };
        let fluid = line(scale, &[class, " is-fluid"].concat(), &of(false));
        crate::app::dom::group("", vec![fluid, line(scale, class, &of(true))])
    }

    /// The value of a line at the head, as the charts average.
    fn at_head(&self, points: &[Point]) -> Option<f64> {
        let head = self.props.editor.time.head_s;
        let reached = points.iter().take_while(|point| point.from_s < head.max(0.5));
        reached.last().and_then(|point| point.value)
    }

    pub(super) fn value(&self, points: &[Point], shown: impl Fn(f64) -> String) -> String {
        self.at_head(points).map_or_else(|| "–".to_owned(), shown)
    }

    pub(super) fn scale(&self, high: f64) -> Scale {
        let duration_s = self.to_s - self.from_s;
        Scale { width: self.width, from_s: self.from_s, duration_s, low: 0.0, high: rounded_up(high) }
    }

    /// A logarithmic scale for times in seconds.
    pub(super) fn logarithmic(&self, lines: &[Vec<Point>]) -> Scale {
        let high = most(lines.iter().map(Vec::as_slice)).max(0.1);
        let least = lines.iter().flatten().filter_map(|point| point.value).fold(high, f64::min).max(0.000_1);
        let power = |value: f64, round: fn(f64) -> f64| libm::pow(10.0, round(libm::log10(value)));
        let low = power(least * 0.98, libm::floor);
        let high = power(high * 1.02, libm::ceil).max(low * 10.0);
        Scale { low, high, ..self.scale(1.0) }
    }

    pub(super) fn panel(
        &self,
        id: &'static str,
        title: &str,
        keys: Vec<Key>,
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
