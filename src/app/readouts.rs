//! The four numbers that answer the four questions, each with its curve and what the last edit did to it.

use yew::prelude::*;

use super::controls::{icon, status_icon};
use super::dom::{block, circle, click, div, element, element_on, n, path, polyline, said, words};
use super::driver::{Curves, Results};
use super::i18n::sentence::Look;
use super::i18n::{self, number, sentence, strings};
use super::store::Dispatch;
use super::time::{Run, tiles};
use crate::codec::digits;
use crate::editor::action::Action;
use crate::editor::change::Change;
use crate::editor::preference::Language;
use crate::editor::scale;
use crate::editor::state::Editor;
use crate::editor::status::Status;
use crate::editor::time::moment::Moment;
use crate::engine::report::{Bottleneck, Report, SweepPoint};
use crate::units::{Usd, decimal};

/// Size of a sparkline.
pub(super) const SPARK: (f64, f64) = (92.0, 40.0);

/// How a change is judged.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Good {
    /// Less is better.
    Less,
    /// More is better.
    More,
    /// Neither: spending is no fault.
    Neutral,
}

/// The read-outs.
pub(super) fn readouts(
    editor: &Editor,
    results: &Results,
    (run, moment): (&Run, &Option<Moment>),
    dispatch: &Dispatch,
) -> Html {
    let t = strings(editor.language);
    let mut all = vec![since(editor, dispatch)];
    match moment {
        Some(moment) => all.extend(tiles(editor, run, moment)),
        None => all.extend([
            latency(editor, results),
            throughput(editor, results),
            bottleneck(editor, results),
            cost(editor, results),
        ]),
    }
    element("section", &[("class", "readouts"), ("aria-label", t.results)], all)
}

/// A read-out: its name, what changed, the number, its curve, and what stands below.
pub(super) struct Readout {
    /// Names it.
    pub(super) id: &'static str,
    /// Its class in the style sheet.
    pub(super) class: &'static str,
    /// What it is.
    pub(super) caption: &'static str,
    /// What changed.
    pub(super) chip: Html,
    /// The number.
    pub(super) value: Html,
    /// Its curve.
    pub(super) spark: Html,
    /// What stands below.
    pub(super) sub: Vec<Html>,
    /// The number of users where it breaks, of a bottleneck.
    pub(super) breaks_at: Option<String>,
}

impl Readout {
    /// It as an element.
    pub(super) fn html(self) -> Html {
        let top = div("top", vec![said("span", "cap", self.caption), self.chip]);
        let attributes = [
            ("key", self.id),
            ("class", self.class),
            ("data-readout", self.id),
            ("data-breaks-at", self.breaks_at.as_deref().unwrap_or_default()),
        ];
        element("div", &attributes, vec![top, self.value, self.spark, block("span", "sub", self.sub)])
    }
}

/// A number with its unit.
pub(super) fn value(number: String, unit: &'static str) -> Html {
    block("span", "value", vec![words(&number), said("span", "unit", unit)])
}

/// Requests a second with their unit.
pub(super) fn requests(amount: &str, language: Language) -> Html {
    let t = strings(language);
    let units = [said("span", "unit unit-long", t.requests_per_s), said("span", "unit unit-short", t.per_s)];
    block("span", "value", std::iter::once(words(amount)).chain(units).collect())
}

/// Words that stand out.
pub(super) fn bold(content: &str) -> Html {
    said("b", "", content)
}

fn since(editor: &Editor, dispatch: &Dispatch) -> Html {
    let t = strings(editor.language);
    let inside = match editor.history.last() {
        Some(step) => last_change(editor, &step.change, dispatch),
        None => vec![said("span", "cap", t.no_change), said("p", "", t.no_change_hint)],
    };
    element("div", &[("key", "since"), ("class", "since")], inside)
}

#[inline(never)]
fn last_change(editor: &Editor, change: &Change, dispatch: &Dispatch) -> Vec<Html> {
    let t = strings(editor.language);
    let text = i18n::change::change(editor.language, editor.scenario.region, change);
    let what = element("b", &[("title", &text)], vec![words(&text)]);
    let undo = vec![icon("u-undo", "icon-14"), words(t.undo_this)];
    let press = vec![click(dispatch.just(Action::Undo))];
    let undo = element_on("button", &[("type", "button"), ("class", "btn-link")], press, undo);
    vec![said("span", "cap", t.change_since), what, undo]
}

fn both(results: &Results) -> (Option<&Report>, Option<&Report>) {
    (results.before.as_ref(), results.report.as_ref())
}

fn latency(editor: &Editor, results: &Results) -> Html {
    let (language, t) = (editor.language, strings(editor.language));
    let (before, now) = both(results);
    let p99 = |report: &Report| report.latency.map(|latency| latency.p99.0);
    let (amount, unit) =
        now.and_then(p99).map_or((digits::NONE.to_owned(), ""), |ms| number::duration_parts(language, ms));
    let sub = now.and_then(|report| report.latency).map(|latency| number::duration(language, latency.p50.0));
    let curve = |point: &SweepPoint| point.latency.map(|latency| libm::log10(latency.p99.0.max(0.1)));
    Readout {
        id: "latency",
        class: "readout",
        caption: t.latency_p99,
        chip: delta(before.and_then(p99), now.and_then(p99), Good::Less, language, &|ms| {
            number::duration(language, ms)
        }),
        value: value(amount, unit),
        spark: spark(&results.curves, editor.users(), &curve, Status::Healthy),
        sub: vec![words("p50 "), bold(&sub.unwrap_or_else(|| digits::NONE.to_owned()))],
        breaks_at: None,
    }
    .html()
}

fn throughput(editor: &Editor, results: &Results) -> Html {
    let (language, t) = (editor.language, strings(editor.language));
    let (before, now) = both(results);
    let rate = |report: &Report| report.throughput.0;
    let curve = |point: &SweepPoint| Some(libm::log10(point.throughput.0.max(0.01)));
    let failures = now.map(|report| report.failures.0).filter(|failures| *failures >= 0.005);
    let failures = failures.map(|failures| [" · ", &number::rate(language, failures), " ", t.time_out].concat());
    let refused = now.and_then(|report| sentence::throttled(language, report.refused()));
    let failures =
        failures.map(|failures| [Some(failures), refused].into_iter().flatten().collect::<Vec<_>>().join(", "));
    let amount = now.map_or_else(|| digits::NONE.to_owned(), |report| digits::rate(report.throughput.0));
    let errors = now.map_or_else(|| digits::NONE.to_owned(), |report| number::percent(report.error_rate.0));
    Readout {
        id: "throughput",
        class: "readout",
        caption: t.throughput,
        chip: delta(before.map(rate), now.map(rate), Good::More, language, &|rate| number::rate(language, rate)),
        value: requests(&amount, editor.language),
        spark: spark(&results.curves, editor.users(), &curve, Status::Healthy),
        sub: vec![words(t.errors), words(" "), bold(&errors), said("span", "sub-more", &failures.unwrap_or_default())],
        breaks_at: None,
    }
    .html()
}

fn bottleneck(editor: &Editor, results: &Results) -> Html {
    let t = strings(editor.language);
    let (before, now) = both(results);
    let found = now.and_then(|report| report.bottleneck);
    let curve = move |point: &SweepPoint| {
        found.and_then(|found| point.utilisation.get(&(found.node, found.resource))).map(|share| share.0)
    };
    let status = found.map_or(Status::Idle, |found| Status::of(found.utilisation.0));
    let nothing = if now.is_some() { t.no_bottleneck } else { t.no_result };
    let what = |found: Bottleneck| i18n::resource_of(editor.language, &editor.scenario, found.node, found.resource);
    let name = found.map(what).unwrap_or_else(|| nothing.to_owned());
    Readout {
        id: "bottleneck",
        class: "readout is-wide-sub",
        caption: t.bottleneck,
        chip: moved(editor, before.and_then(|report| report.bottleneck), found),
        value: element(
            "span",
            &[("class", "value value-word"), ("title", &name)],
            vec![status_icon(status), said("span", "", &name)],
        ),
        spark: spark(&results.curves, editor.users(), &curve, status),
        sub: found.map(|found| breaks(editor.language, &found)).unwrap_or_default(),
        breaks_at: found.map(|found| decimal::fixed(found.breaks_at_users, 3)),
    }
    .html()
}

/// Where it breaks, and how far that is.
fn breaks(language: Language, found: &Bottleneck) -> Vec<Html> {
    let piece = |(text, look): (String, Look)| match look {
        Look::Plain => words(&text),
        Look::Bold => bold(&text),
        Look::Alarm => said("b", "t-saturated", &text),
    };
    let (limit, headroom) = sentence::breaks_and_headroom(language, found);
    let more = block("span", "sub-more", limit.into_iter().map(piece).collect());
    std::iter::once(more).chain(headroom.into_iter().map(piece)).collect()
}

/// What filled up first before; or, after an edit of the drawing, that it still is the same.
fn moved(editor: &Editor, before: Option<Bottleneck>, now: Option<Bottleneck>) -> Html {
    before.zip(now).map_or_else(|| said("span", "", ""), |(was, now)| moved_from(editor, was, now))
}

#[inline(never)]
fn moved_from(editor: &Editor, was: Bottleneck, now: Bottleneck) -> Html {
    let t = strings(editor.language);
    let same_place = (was.node, was.resource) == (now.node, now.resource);
    let change = now.breaks_at_users - was.breaks_at_users;
    let structural = editor.history.last().is_some_and(|step| step.change.is_structural());
    if !same_place {
        let name = i18n::told_apart(editor.language, &editor.scenario, &was, &now);
        return chip("delta-even", "u-swap", sentence::was(editor.language, &name), "");
    }
    if change.abs() > was.breaks_at_users * 0.001 {
        let (class, arrow) = if change > 0.0 { ("delta-better", "u-up") } else { ("delta-worse", "u-down") };
        return chip(class, arrow, number::limit(change.abs()), "");
    }
    if structural {
        return chip("delta-even", "", t.unchanged.to_owned(), "");
    }
    said("span", "", "")
}

/// What changed, at the corner of a read-out; a word says what its colour means.
fn chip(class: &str, arrow: &str, change: String, judged: &str) -> Html {
    let arrow = if arrow.is_empty() { said("i", "", "") } else { icon(arrow, "") };
    block(
        "span",
        &["delta ", class].concat(),
        vec![arrow, said("span", "", &change), said("span", "visually-hidden", judged)],
    )
}

fn cost(editor: &Editor, results: &Results) -> Html {
    let (language, t) = (editor.language, strings(editor.language));
    let (before, now) = both(results);
    let dollars = |report: &Report| report.cost.total.dollars();
    let per_thousand = |report: &Report| {
        let micros = report.cost.total.micros() * 1_000 / i128::from(report.users.max(1));
        number::money(Usd::from_micros(micros).to_cent())
    };
    let amount = now.map(per_thousand).unwrap_or_else(|| digits::NONE.to_owned());
    let curve = |point: &SweepPoint| Some(libm::log10(point.cost.dollars().max(0.01)));
    let [words_before, words_after] = sentence::per_thousand(language);
    let total = now.map_or_else(|| digits::NONE.to_owned(), |report| number::money(report.cost.total));
    Readout {
        id: "cost",
        class: "readout",
        caption: t.cost_per_month,
        chip: delta(before.map(dollars), now.map(dollars), Good::Neutral, language, &|change| {
            number::money(Usd::from_micros((change * 1e6) as i128).to_cent())
        }),
        value: value(total, t.per_month),
        spark: spark(&results.curves, editor.users(), &curve, Status::Healthy),
        sub: vec![words(words_before), bold(&amount), words(words_after)],
        breaks_at: None,
    }
    .html()
}

/// How much a number changed with the last edit; nothing where it hardly did.
fn delta(before: Option<f64>, now: Option<f64>, good: Good, language: Language, text: &dyn Fn(f64) -> String) -> Html {
    before.zip(now).map_or_else(|| said("span", "", ""), |(before, now)| changed(before, now, good, language, text))
}

#[inline(never)]
fn changed(before: f64, now: f64, good: Good, language: Language, text: &dyn Fn(f64) -> String) -> Html {
    let change = now - before;
    if change.abs() <= before.abs() * 0.005 || change.abs() < 1e-3 {
        return said("span", "", "");
    }
    let up = change > 0.0;
    let t = strings(language);
    let (class, word) = match (good, up) {
        (Good::Neutral, _) => ("delta-neutral", ""),
        (Good::Less, false) | (Good::More, true) => ("delta-better", t.better),
        _ => ("delta-worse", t.worse),
    };
    chip(class, if up { "u-up" } else { "u-down" }, text(change.abs()), word)
}

/// A curve over all users: what is passed in ink, what is to come dotted, and where we are.
fn spark(curves: &Curves, users: u32, value: &dyn Fn(&SweepPoint) -> Option<f64>, status: Status) -> Html {
    let points: Vec<(f64, f64)> = curves
        .points
        .iter()
        .filter_map(|point| Some((scale::position(f64::from(point.users)), value(point)?)))
        .collect();
    let low = points.iter().map(|point| point.1).fold(f64::INFINITY, f64::min);
    let high = points.iter().map(|point| point.1).fold(f64::NEG_INFINITY, f64::max);
    let span = if high - low > 1e-9 { high - low } else { 1.0 };
    let (w, h) = SPARK;
    let place = |(x, y): (f64, f64)| (x * w, h - 4.0 - (y - low) / span * (h - 8.0));
    let now = scale::position(f64::from(users));
    let here = between(&points, now).map(|y| (now, y));
    let mut past: Vec<(f64, f64)> = points.iter().copied().filter(|point| point.0 < now).collect();
    let mut future: Vec<(f64, f64)> = here.into_iter().collect();
    past.extend(here);
    future.extend(points.iter().copied().filter(|point| point.0 > now));
    let line = |points: Vec<(f64, f64)>| polyline(points.into_iter().map(place).collect());
    let mut drawn = vec![
        path("base", &["M0 ", &n(h - 0.5), "H", &n(w)].concat()),
        path("future", &line(future)),
        path("past", &line(past)),
    ];
    if let Some((x, y)) = here.map(place) {
        let full = matches!(status, Status::Saturated | Status::Failing);
        drawn.push(circle(if full { "dot dot-saturated" } else { "dot" }, x, y, 3.5));
    }
    element("svg", &[("class", "spark"), ("viewBox", "0 0 92 40"), ("aria-hidden", "true")], drawn)
}

/// The value between two points.
fn between(points: &[(f64, f64)], x: f64) -> Option<f64> {
    let after = points.iter().position(|point| point.0 >= x)?;
    let (right, left) = (points[after], points[after.saturating_sub(1)]);
    let width = right.0 - left.0;
    Some(if width > 0.0 { left.1 + (right.1 - left.1) * (x - left.0) / width } else { right.1 })
}
