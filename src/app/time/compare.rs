//! Two runs in the same charts: this drawing (A, full lines) and the other (B, dashed lines).

use yew::prelude::*;

use super::TimeProps;
use super::charts::axis;
use super::frame::{Frame, Line};
use super::panel::{Key, Panel, Scale, line};
use crate::app::dom::{block, element, nothing, said, words};
use crate::app::i18n::timeline::{self, words as texts};
use crate::app::i18n::{self, number, strings};
use crate::editor::time::Metrics;
use crate::editor::time::against::Choice;
use crate::editor::time::series::{most, percentile};
use crate::engine::timeline::play::Sample;
use crate::model::coupling::{Coupling, counterpart};
use crate::presets;

/// The classes of both lines.
const CLASSES: [&str; 2] = ["tl-a", "tl-b"];

/// The names of both.
pub(super) fn names(props: &TimeProps) -> [String; 2] {
    let language = props.editor.language;
    let t = texts(language);
    let own = &props.editor.scenario.name;
    let own = if own.is_empty() { t.this_drawing.to_owned() } else { own.clone() };
    let other = match props.editor.against.choice {
        Choice::Preset(place) => presets::all().get(place).map(|preset| i18n::text(language, preset.name).to_owned()),
        Choice::Counterpart => return coupled(props).unwrap_or_default(),
        Choice::Nothing | Choice::Link => {
            props.editor.against.other(&props.editor.scenario).map(|drawing| drawing.name.clone())
        }
    };
    [["A ", &own].concat(), ["B ", &other.unwrap_or_default()].concat()]
}

/// The names of a drawing and of the same coupled the other way.
fn coupled(props: &TimeProps) -> Option<[String; 2]> {
    let t = texts(props.editor.language);
    let [own, other] = match counterpart(&props.editor.scenario).ok()?.coupling {
        Coupling::Tight => [t.loose, t.tight],
        Coupling::Loose => [t.tight, t.loose],
    };
    Some([["A ", own].concat(), ["B ", other].concat()])
}

/// Which line is which, and what differs; or why there is nothing to compare with.
pub(super) fn legend(props: &TimeProps) -> Html {
    let (language, scenario) = (props.editor.language, &props.editor.scenario);
    let against = &props.editor.against;
    let why_not = match (against.choice, counterpart(scenario)) {
        _ if props.run.is_other_refused() => texts(language).against_cannot.to_owned(),
        (Choice::Counterpart, Err(why)) => timeline::no_counterpart(language, scenario, why),
        _ => String::new(),
    };
    if !why_not.is_empty() {
        return element("p", &[("class", "problem"), ("role", "status")], vec![words(&why_not)]);
    }
    let Some(other) = against.other(scenario) else { return nothing() };
    let differs = match (against.choice, counterpart(scenario)) {
        (Choice::Counterpart, Ok(found)) => timeline::coupled(language, scenario, &found),
        _ => timeline::differs(language, [scenario, &other]),
    };
    let key = |(name, class): (&String, &str)| said("span", &["tk tk-line ", class].concat(), name);
    let mut parts: Vec<Html> = names(props).iter().zip(CLASSES).map(key).collect();
    parts.push(said("span", "compare-differs", &differs));
    block("p", "compare-legend", parts)
}

/// The charts of both; `samples` of each.
pub(super) fn panels(frame: &Frame, samples: [&[Sample]; 2], names: &[String; 2]) -> Vec<Panel> {
    let language = frame.props.editor.language;
    let t = texts(language);
    let both = Both { frame, samples, names };
    let rate = |value: f64| number::rate(language, value);
    let seconds = |value: f64| number::duration(language, value * 1_000.0);
    let plain: fn(f64) -> String = number::whole;
    vec![
        both.panel("throughput", strings(language).throughput, false, &|one| Some(one.done_per_s), &rate),
        both.percentile("p50", 0, &seconds),
        both.percentile("p95", 1, &seconds),
        both.percentile("p99", 2, &seconds),
        both.panel("errors", t.errors, false, &|one| Some(one.failed_per_s.iter().sum()), &rate),
        both.panel("utilisation", t.fullest, true, &|one| Some(fullest(one)), &number::utilisation),
        both.panel("waiting", t.waiting, false, &|one| Some(one.nodes.iter().map(|node| node.waiting).sum()), &plain),
        both.panel("instances", t.all_instances, false, &|one| Some(in_service(one)), &plain),
    ]
}

fn fullest(sample: &Sample) -> f64 {
    sample.nodes.iter().map(|node| node.utilisation).fold(0.0, f64::max)
}

fn in_service(sample: &Sample) -> f64 {
    sample.nodes.iter().map(|node| f64::from(node.in_service)).sum()
}

struct Both<'a> {
    frame: &'a Frame<'a>,
    samples: [&'a [Sample]; 2],
    names: &'a [String; 2],
}

impl Both<'_> {
    fn panel(
        &self,
        id: &'static str,
        title: &str,
        is_share: bool,
        read: &dyn Fn(&Sample) -> Option<f64>,
        shown: &dyn Fn(f64) -> String,
    ) -> Panel {
        let lines = self.lines(id, self.frame.metrics, read);
        let high = if is_share { 1.0 } else { most(lines.iter().map(|line| &line.points[..])) };
        self.drawn(id, title, &lines, self.frame.scale(high), shown)
    }

    fn lines(&self, id: &'static str, metrics: Metrics, read: &dyn Fn(&Sample) -> Option<f64>) -> [Line; 2] {
        let [own, other] = self.samples;
        [self.frame.points((id, 0), own, metrics, read), self.frame.points((id, 1), other, metrics, read)]
    }

    fn percentile(&self, id: &'static str, index: usize, shown: &dyn Fn(f64) -> String) -> Panel {
        let lines = self.lines(id, Metrics::Second, &|sample| percentile(sample, index));
        let scale = self.frame.logarithmic(&lines);
        self.drawn(id, id, &lines, scale, shown)
    }

    fn drawn(
        &self,
        id: &'static str,
        title: &str,
        lines: &[Line; 2],
        scale: Scale,
        shown: &dyn Fn(f64) -> String,
    ) -> Panel {
        let key = |((line, class), name): ((&Line, &'static str), &String)| Key {
            class,
            // The letter is enough beside each chart; the note below has the names.
            name: name.chars().take(1).collect(),
            value: self.frame.value(line, shown),
        };
        let keys = lines.iter().zip(CLASSES).zip(self.names).map(key).collect();
        let both = lines.iter().zip(CLASSES);
        let drawn: Vec<Html> = both.rev().map(|(one, class)| line(&scale, class, &one.points)).collect();
        let is_count = scale.high >= 1e4 && scale.low <= 0.0;
        let high = if is_count { axis(scale.high) } else { shown(scale.high) };
        let low = if scale.low > 0.0 { shown(scale.low) } else { "0".to_owned() };
        self.frame.panel(id, title, keys, scale, [low, high], drawn)
    }
}
