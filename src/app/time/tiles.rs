//! The four large numbers in a second of the run, each with its curve over the run.

use yew::prelude::*;

use super::Run;
use crate::app::controls::status_icon;
use crate::app::dom::{circle, element, n, nothing, path, said, words};
use crate::app::i18n::timeline::{self, words as texts};
use crate::app::i18n::{self, number, strings};
use crate::app::readouts::{Readout, SPARK, bold, requests, value};
use crate::codec::digits;
use crate::editor::change::Label;
use crate::editor::state::Editor;
use crate::editor::status::Status;
use crate::editor::time::Metrics;
use crate::editor::time::columns::Shown;
use crate::editor::time::moment::{Moment, status};
use crate::editor::time::series::{Point, percentile};
use crate::engine::timeline::CAUSES;
use crate::engine::timeline::play::Sample;
use crate::units::Usd;

/// A millisecond and more are drawn on a logarithmic scale: seconds.
const FASTEST_S: f64 = 0.001;

/// The large numbers of that second.
#[inline(never)]
pub(in crate::app) fn tiles(editor: &Editor, run: &Run, moment: &Moment) -> Vec<Html> {
    let shown = Shown { from_s: 0.0, to_s: f64::from(editor.scenario.plan.duration_s), columns: SPARK.0 as u32 };
    run.gather(|gathered, _, _| gathered.borrow_mut().sparks.show(shown, Metrics::Second));
    let tile = Tile { editor, run, moment };
    vec![tile.latency(), tile.throughput(), tile.fullest(), tile.cost()]
}

struct Tile<'a> {
    editor: &'a Editor,
    run: &'a Run,
    moment: &'a Moment,
}

impl Tile<'_> {
    /// What says that this is the run, and when.
    fn chip(&self) -> Html {
        said("span", "delta is-run", &timeline::of_run(self.editor.language, self.moment.head_s))
    }

    fn latency(&self) -> Html {
        let language = self.editor.language;
        let of = |index| percentile(&self.moment.second, index).map(|seconds| seconds * 1_000.0);
        let (amount, unit) = of(2).map_or((digits::NONE.to_owned(), ""), |ms| number::duration_parts(language, ms));
        let p50 = of(0).map_or_else(|| digits::NONE.to_owned(), |ms| number::duration(language, ms));
        let few = if of(2).is_none() { [" · ", texts(language).too_few].concat() } else { String::new() };
        let curve = |sample: &Sample| percentile(sample, 2).map(|seconds| libm::log10(seconds.max(FASTEST_S)));
        Readout {
            id: "latency",
            class: "readout",
            caption: strings(language).latency_p99,
            chip: self.chip(),
            value: value(amount, unit),
            spark: self.spark("latency", Status::Healthy, curve),
            sub: vec![words("p50 "), bold(&p50), said("span", "sub-more", &few)],
            breaks_at: None,
        }
        .html()
    }

    fn throughput(&self) -> Html {
        let (language, second) = (self.editor.language, &self.moment.second);
        let t = strings(language);
        let worst = (0..CAUSES.len()).filter(|cause| second.failed_per_s[*cause] > 0.0);
        let worst = worst.max_by(|a, b| second.failed_per_s[*a].total_cmp(&second.failed_per_s[*b]));
        let cause = worst.map(|cause| {
            let rate = number::rate(language, second.failed_per_s[cause]);
            [" · ", &rate, " ", timeline::cause(language, cause)].concat()
        });
        Readout {
            id: "throughput",
            class: "readout",
            caption: t.throughput,
            chip: self.chip(),
            value: requests(&digits::rate(second.done_per_s), language),
            spark: self.spark("throughput", Status::Healthy, |sample| Some(sample.done_per_s)),
            sub: vec![
                words(t.errors),
                words(" "),
                bold(&number::percent(self.moment.error_share())),
                said("span", "sub-more", &cause.unwrap_or_default()),
            ],
            breaks_at: None,
        }
        .html()
    }

    fn fullest(&self) -> Html {
        let language = self.editor.language;
        let fullest = self.moment.fullest();
        let status = fullest.map_or(Status::Idle, status);
        let name = fullest.map(|node| i18n::label(language, &Label::of(&self.editor.scenario, node.node)));
        let name = name.unwrap_or_else(|| digits::NONE.to_owned());
        let waiting = |waiting: f64| if waiting < 1.0 { String::new() } else { timeline::waiting(language, waiting) };
        let sub = fullest.map(|node| {
            let waits = waiting(node.waiting);
            let more = if waits.is_empty() { waits } else { [" · ", &waits].concat() };
            vec![bold(&number::utilisation(node.utilisation)), said("span", "", &more)]
        });
        let most = |sample: &Sample| sample.nodes.iter().map(|node| node.utilisation).reduce(f64::max);
        Readout {
            id: "bottleneck",
            class: "readout is-wide-sub",
            caption: texts(language).fullest,
            chip: self.chip(),
            value: element(
                "span",
                &[("class", "value value-word"), ("title", &name)],
                vec![status_icon(status), said("span", "", &name)],
            ),
            spark: self.spark("fullest", status, most),
            sub: sub.unwrap_or_default(),
            breaks_at: None,
        }
        .html()
    }

    fn cost(&self) -> Html {
        let language = self.editor.language;
        let told = |amount: fn(&Moment) -> Option<Usd>| {
            amount(self.moment).map_or_else(|| digits::NONE.to_owned(), i18n::cost::small)
        };
        let day = told(|moment| moment.cost.map(|cost| cost.day));
        Readout {
            id: "cost",
            class: "readout is-wide-sub",
            caption: texts(language).cost_so_far,
            chip: self.chip(),
            value: value(told(|moment| moment.cost.map(|cost| cost.total())), ""),
            spark: nothing(),
            sub: vec![words(texts(language).day_like_it), words(" "), bold(&day)],
            breaks_at: None,
        }
        .html()
    }

    /// A curve over the run: what is before the head in ink, what is behind it dotted, and where the head is.
    fn spark(&self, key: &'static str, status: Status, read: impl Fn(&Sample) -> Option<f64>) -> Html {
        let points = self
            .run
            .gather(|gathered, samples, _| gathered.borrow_mut().sparks.line((key, 0), samples, Metrics::Second, read));
        let known = || points.iter().filter_map(|point| Some((point, point.value?)));
        let low = known().map(|(_, value)| value).fold(f64::INFINITY, f64::min).min(0.0);
        let high = known().map(|(_, value)| value).fold(f64::NEG_INFINITY, f64::max);
        let span = if high - low > 1e-9 { high - low } else { 1.0 };
        let (w, h) = SPARK;
        let length_s = f64::from(self.editor.scenario.plan.duration_s).max(1.0);
        let x = |seconds: f64| (seconds / length_s).clamp(0.0, 1.0) * w;
        let y = |value: f64| h - 4.0 - (value - low) / span * (h - 8.0);
        let way = |wanted: &dyn Fn(&Point) -> bool| {
            let mut way = String::new();
            for (point, value) in known().filter(|(point, _)| wanted(point)) {
                way.push(if way.is_empty() { 'M' } else { 'L' });
                way.push_str(&[&n(x(point.to_s)), " ", &n(y(value))].concat());
            }
            way
        };
        let head_s = self.moment.head_s;
        let mut drawn = vec![
            path("base", &["M0 ", &n(h - 0.5), "H", &n(w)].concat()),
            path("future", &way(&|point| point.to_s > head_s)),
            path("past", &way(&|point| point.from_s < head_s)),
        ];
        if let Some((point, value)) = known().take_while(|(point, _)| point.from_s < head_s.max(0.5)).last() {
            let full = matches!(status, Status::Saturated | Status::Failing);
            let class = if full { "dot dot-saturated" } else { "dot" };
            drawn.push(circle(class, x(point.to_s.min(head_s)), y(value), 3.5));
        }
        element("svg", &[("class", "spark"), ("viewBox", "0 0 92 40"), ("aria-hidden", "true")], drawn)
    }
}
