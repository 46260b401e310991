//! The charts of a run.

use yew::prelude::*;

use super::TimeProps;
use super::frame::{Frame, Line};
use super::panel::{Key, Panel, Scale, between, line};
use crate::app::dom::{element, nothing, said};
use crate::app::i18n::timeline::{self, words as texts};
use crate::app::i18n::{self, number};
use crate::editor::change::Label;
use crate::editor::status::WARM;
use crate::editor::time::Metrics;
use crate::editor::time::capacity::{self, Capacity};
use crate::editor::time::columns::Shown;
use crate::editor::time::series::{Point, most, percentile, sample_at};
use crate::engine::timeline::CAUSES;
use crate::engine::timeline::play::{NodeSample, Sample, What};
use crate::model::scenario::NodeId;

/// The narrowest picture; between two of them.
const NARROWEST: f64 = 190.0;
const GAP: f64 = 18.0;
/// What stands beside the charts in their room.
const PADDING: f64 = 24.0;
/// A line for each of so many parts, the busiest.
pub(super) const PARTS: usize = 3;
/// The classes of the lines of parts.
pub(super) const OF_PARTS: [&str; PARTS] = ["tp-1", "tp-2", "tp-3"];
/// The classes of the causes of errors.
const OF_CAUSES: [&str; CAUSES.len()] = ["te-1", "te-2", "te-3", "te-4", "te-5", "te-6"];

/// Attempts are shown where there are so many times as many as requests.
const MORE_ATTEMPTS: f64 = 1.02;

/// How many instances of a fleet are in some state.
type Count = fn(&NodeSample) -> u32;

/// A number at an axis, where there is room for six letters.
pub(super) fn axis(value: f64) -> String {
    match value {
        large if large >= 1e6 => [&number::plain(large / 1e6), "M"].concat(),
        large if large >= 1e4 => [&number::plain(large / 1e3), "k"].concat(),
        small if small < 10.0 => number::plain(small),
        value => number::whole(value),
    }
}

/// Nothing, where a line has columns.
fn level(points: &[Point]) -> Vec<Point> {
    points.iter().map(|point| Point { value: Some(0.0), least: Some(0.0), ..*point }).collect()
}

/// All charts.
pub(super) fn charts(props: &TimeProps) -> Html {
    let room = props.width - PADDING;
    let columns = libm::floor((room + GAP) / (NARROWEST + GAP)).clamp(1.0, 4.0);
    let width = libm::floor((room - GAP * (columns - 1.0)) / columns).max(NARROWEST);
    let panels = props.run.gather(|gathered, samples, log| {
        let failed = log.iter().filter(|entry| matches!(entry.what, What::Failed(_)));
        let duration_s = f64::from(props.editor.scenario.plan.duration_s);
        let (from_s, to_s) = props.editor.time.shown_s(duration_s);
        let metrics = props.editor.time.metrics;
        gathered.borrow_mut().charts.show(Shown { from_s, to_s, columns: Scale::columns(width) }, metrics);
        let shown = Frame {
            props,
            samples,
            gathered,
            now: sample_at(samples, props.editor.time.head_s),
            marks: failed.map(|entry| entry.at_s).collect(),
            width,
            stretches: if props.run.is_fluid() { props.run.stretches() } else { Vec::new() },
            from_s,
            to_s,
            metrics,
        };
        let names = super::compare::names(props);
        let compared = |other: &[Sample]| super::compare::panels(&shown, [samples, other], &names);
        if let Some(both) = props.run.read_other(compared) {
            return both;
        }
        let mut panels = vec![shown.traffic(), shown.latency(), shown.errors()];
        panels.extend(shown.instances());
        panels.push(shown.parts("utilisation"));
        panels.push(shown.parts("waiting"));
        panels.extend(shown.oldest());
        panels.extend(shown.hits());
        panels.extend(shown.credits());
        panels.extend(shown.stale());
        panels
    });
    let class = ["panels columns-", &number::plain(columns)].concat();
    let list = element("ul", &[("class", &class)], panels.into_iter().map(Panel::shown).collect());
    let t = texts(props.editor.language);
    let is_compared = props.run.read_other(|_| ()).is_some();
    let mut notes = Vec::new();
    if is_compared {
        notes.push(t.against_note.to_owned());
    } else if props.run.is_fluid() {
        notes.push(t.methods_note.to_owned());
    }
    notes.push([" ", t.few_answers].concat());
    if props.editor.time.metrics == Metrics::Minute {
        notes.push([" ", t.no_average].concat());
    }
    let note = notes.concat();
    element(
        "div",
        &[("class", "panels-room")],
        vec![
            super::compare::legend(props),
            list,
            so_far(props),
            said("p", "panels-note", note.trim()),
            said("p", "panels-note is-computed", &super::computed(&props.editor, &props.run)),
        ],
    )
}

/// What the run has cost up to its head; nothing before it has begun, or without prices.
fn so_far(props: &TimeProps) -> Html {
    let cost = props.moment.as_ref().and_then(|moment| moment.cost);
    cost.map_or_else(nothing, |cost| {
        said("p", "panels-note run-cost", &i18n::cost::of_run(props.editor.language, &cost))
    })
}

impl Frame<'_> {
    #[inline(never)]
    fn traffic(&self) -> Panel {
        let language = self.props.editor.language;
        let t = texts(language);
        let offered = self.line(("traffic", 0), |sample| sample.offered_per_s);
        let done = self.line(("traffic", 1), |sample| sample.done_per_s);
        let active = self.line(("traffic", 2), |sample| sample.active_users);
        let sent = self.line(("traffic", 3), |sample| sample.attempts_per_s);
        let scale = self.scale(most([&offered.points[..], &done.points, &sent.points]));
        let users = self.scale(most([&active.points[..]]));
        let rate = |line: &Line| self.value(line, |value| number::rate(language, value));
        let mut keys = vec![
            Key { class: "tl-offered", name: t.offered.to_owned(), value: rate(&offered) },
            Key { class: "tl-done", name: t.done.to_owned(), value: rate(&done) },
            Key { class: "ta-active", name: t.active.to_owned(), value: self.value(&active, number::whole) },
        ];
        let mut drawn = vec![
            between(&users, "ta-active", &active.points, &level(&active.points)),
            self.drawn(&scale, "tl-offered", &offered.points),
            self.drawn(&scale, "tl-done", &done.points),
        ];
        let more = |(sent, offered): (&Point, &Point)| {
            sent.value.zip(offered.value).is_some_and(|(sent, offered)| sent > offered * MORE_ATTEMPTS)
        };
        if sent.points.iter().zip(&offered.points).any(more) {
            keys.push(Key { class: "tl-attempts", name: t.attempts.to_owned(), value: rate(&sent) });
            // Below the requests, which they cover where nobody tries again.
            drawn.insert(1, line(&scale, "tl-attempts", &sent.points));
        }
        let ends = ["0".to_owned(), axis(scale.high)];
        self.panel("traffic", t.traffic, keys, scale, ends, drawn)
    }

    #[inline(never)]
    fn latency(&self) -> Panel {
        let language = self.props.editor.language;
        let t = texts(language);
        let percentiles = |index: usize| {
            let key = ("latency", index as u32);
            self.points(key, self.samples, Metrics::Second, |sample| percentile(sample, index))
        };
        let lines = [0, 1, 2].map(percentiles);
        let scale = self.logarithmic(&lines);
        let (low, high) = (scale.low, scale.high);
        let duration = |seconds: f64| number::duration(language, seconds * 1_000.0);
        let classes = ["c-p50", "c-p95", "c-p99"];
        let names = ["p50", "p95", "p99"];
        let both = || lines.iter().zip(classes);
        let keys = both().zip(names).rev();
        let keys =
            keys.map(|((line, class), name)| Key { class, name: name.to_owned(), value: self.value(line, duration) });
        let drawn = both().map(|(line, class)| self.drawn(&scale, class, &line.points)).collect();
        let tick = |seconds: f64| {
            if seconds < 1.0 { number::millis(seconds * 1_000.0) } else { number::seconds(language, seconds) }
        };
        self.panel("latency", t.latency, keys.collect(), scale, [tick(low), tick(high)], drawn)
    }

    #[inline(never)]
    fn errors(&self) -> Panel {
        let language = self.props.editor.language;
        let t = texts(language);
        let upto = |last: usize| {
            let failed = move |sample: &Sample| sample.failed_per_s.iter().take(last + 1).sum();
            self.line(("errors", last as u32), failed).points
        };
        let stacked: Vec<Vec<Point>> = (0..CAUSES.len()).map(upto).collect();
        let scale = self.scale(most(stacked.last().map(Vec::as_slice)));
        let (mut keys, mut drawn) = (Vec::new(), Vec::new());
        for (index, class) in OF_CAUSES.into_iter().enumerate() {
            let failed = move |sample: &Sample| sample.failed_per_s.get(index).copied().unwrap_or(0.0);
            let each = self.line(("cause", index as u32), failed);
            if most([&each.points[..]]) <= 0.0 {
                continue;
            }
            let under = index.checked_sub(1).and_then(|below| stacked.get(below)).cloned();
            let under = under.unwrap_or_else(|| level(&each.points));
            drawn.push(between(&scale, class, stacked.get(index).unwrap_or(&under), &under));
            let value = self.value(&each, |value| number::rate(language, value));
            keys.push(Key { class, name: timeline::cause(language, index).to_owned(), value });
        }
        let ends = if keys.is_empty() { [String::new(), String::new()] } else { ["0".to_owned(), axis(scale.high)] };
        let note = if keys.is_empty() { t.no_errors } else { "" };
        Panel { note: note.to_owned(), ..self.panel("errors", t.errors, keys, scale, ends, drawn) }
    }

    /// Instances of one fleet, with what was in service and not needed, and needed and not in service.
    #[inline(never)]
    fn instances(&self) -> Option<Panel> {
        let editor = &self.props.editor;
        let (language, t) = (editor.language, texts(editor.language));
        let id = self.gathered.borrow_mut().parts(self.samples).fleet_shown(editor.selection.node())?;
        let target = self.target(id);
        let unfit = self.gathered.borrow_mut().unfit(self.samples, id, target);
        let capacity = |sample: &Sample| {
            capacity::of(sample, id).map_or(Capacity::default(), |fleet| capacity::capacity(sample, fleet, target))
        };
        let in_service = self.line(("in service", id.0), |sample| capacity(sample).in_service).points;
        let needed = self.line(("needed", id.0), |sample| capacity(sample).needed).points;
        let count = |name: &'static str, read: fn(&NodeSample) -> u32| {
            let count = |sample: &Sample| capacity::of(sample, id).map_or(0.0, |fleet| f64::from(read(fleet)));
            self.line((name, id.0), count).points
        };
        let desired = count("desired", |fleet| fleet.desired);
        let started = count("started", |fleet| fleet.in_service + fleet.starting);
        let drained = count("drained", |fleet| fleet.in_service + fleet.starting + fleet.draining);
        let foreseen = |sample: &Sample| capacity::of(sample, id).and_then(|fleet| fleet.forecast).map(f64::from);
        let forecast = self.points(("forecast", id.0), self.samples, self.metrics, foreseen).points;
        let high = most([&desired[..], &drained, &needed, &forecast]).max(1.0);
        let scale = self.scale(high);
        let drawn = vec![
            between(&scale, "ta-wasted", &in_service, &needed),
            between(&scale, "ta-missing", &needed, &in_service),
            between(&scale, "ta-starting", &started, &in_service),
            between(&scale, "ta-draining", &drained, &started),
            line(&scale, "tl-desired", &desired),
            self.drawn(&scale, "tl-forecast", &forecast),
            self.drawn(&scale, "tl-in-service", &in_service),
        ];
        let now = self.now.and_then(|sample| capacity::of(sample, id));
        let whole = |read: fn(&NodeSample) -> u32| now.map_or_else(|| "–".to_owned(), |fleet| read(fleet).to_string());
        let mut keys = vec![
            Key { class: "tl-in-service", name: t.in_service.to_owned(), value: whole(|fleet| fleet.in_service) },
            Key { class: "tl-desired", name: t.desired.to_owned(), value: whole(|fleet| fleet.desired) },
        ];
        if let Some(forecast) = now.and_then(|fleet| fleet.forecast) {
            keys.push(Key { class: "tl-forecast", name: t.forecast.to_owned(), value: forecast.to_string() });
        }
        let rare: [(&'static str, &str, Count); 3] = [
            ("ta-starting", t.starting, |fleet| fleet.starting),
            ("ta-draining", t.draining, |fleet| fleet.draining),
            ("ta-dead", t.dead, |fleet| fleet.dead),
        ];
        keys.extend(
            rare.into_iter()
                .filter(|(_, _, read)| now.is_some_and(|fleet| read(fleet) > 0))
                .map(|(class, name, read)| Key { class, name: name.to_owned(), value: whole(read) }),
        );
        let price = self.props.report.as_ref().and_then(|report| capacity::price_of_hour(report, id));
        let minutes = |seconds: f64| timeline::instance_minutes(language, seconds, price);
        keys.push(Key { class: "ta-wasted", name: t.wasted.to_owned(), value: minutes(unfit.wasted_s) });
        keys.push(Key { class: "ta-missing", name: t.missing.to_owned(), value: minutes(unfit.missing_s) });
        let title = [&self.name(id), " ", t.instances].concat();
        let ends = ["0".to_owned(), axis(scale.high)];
        Some(self.panel("instances", &title, keys, scale, ends, drawn))
    }

    /// How full a fleet is to be: as its target tracking says, else where it begins to be warm.
    fn target(&self, id: NodeId) -> f64 {
        let scenario = &self.props.editor.scenario;
        let target = scenario.nodes.get(&id).and_then(|node| {
            node.configured(scenario.region, |spec, facts| {
                let is_one = |key: &str| key == "target_percent" && (spec.applies)(facts.settings, key);
                (spec.params)().iter().any(|param| is_one(param.key)).then(|| facts.settings.int("target_percent"))
            })
        });
        target.flatten().filter(|percent| *percent > 0).map_or(WARM, |percent| percent as f64 / 100.0)
    }

    pub(super) fn name(&self, id: NodeId) -> String {
        i18n::label(self.props.editor.language, &Label::of(&self.props.editor.scenario, id))
    }

    /// Utilisation of the busiest parts, or what waits for them.
    #[inline(never)]
    fn parts(&self, what: &'static str) -> Panel {
        let language = self.props.editor.language;
        let t = texts(language);
        let is_share = what == "utilisation";
        let read = move |node: &NodeSample| if is_share { node.utilisation } else { node.waiting };
        let mut busiest: Vec<(usize, NodeId, f64)> = Vec::new();
        for (place, part) in self.gathered.borrow_mut().parts(self.samples).all().iter().enumerate() {
            busiest.push((place, part.node, if is_share { part.fullest } else { part.waiting }));
        }
        crate::lists::sort(&mut busiest, |a, b| a.2 > b.2);
        busiest.retain(|(_, _, most)| is_share || *most >= 0.5);
        busiest.truncate(PARTS);
        // Measurements have the parts in the same order.
        let of =
            |place: usize| self.line((what, place as u32), move |sample| sample.nodes.get(place).map_or(0.0, read));
        let lines: Vec<(NodeId, Line)> = busiest.iter().map(|(place, id, _)| (*id, of(*place))).collect();
        let high = if is_share { 1.0 } else { most(lines.iter().map(|(_, line)| &line.points[..])) };
        let scale = self.scale(high);
        let value = |value: f64| if is_share { number::utilisation(value) } else { number::whole(value) };
        let keys = lines.iter().zip(OF_PARTS).map(|((id, line), class)| Key {
            class,
            name: self.name(*id),
            value: self.value(line, value),
        });
        let keys: Vec<Key> = keys.collect();
        let drawn = lines
            .iter()
            .zip(OF_PARTS)
            .rev()
            .map(|((_, line), class)| self.drawn(&scale, class, &line.points))
            .collect();
        let none = keys.is_empty() && !is_share;
        let ends = if none {
            [String::new(), String::new()]
        } else {
            ["0".to_owned(), if is_share { value(scale.high) } else { axis(scale.high) }]
        };
        let title = if is_share { t.utilisation } else { t.waiting };
        let note = if none { t.no_errors } else { "" };
        Panel { note: note.to_owned(), ..self.panel(what, title, keys, scale, ends, drawn) }
    }
}
