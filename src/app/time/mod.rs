//! The dock's tab of time: the run with its controls, charts and log.

mod against;
mod capacity;
mod charts;
mod compare;
mod cost;
mod frame;
mod kept;
mod log;
mod panel;
mod parts;
mod plan;
mod replay;
mod resilience;
mod run;
mod run_table;
mod tiles;
mod track;
mod transport;

use yew::prelude::*;
use yew::virtual_dom::VTag;

use super::dom::{div, element, said};
use super::i18n::timeline::{self, words};
use super::memo::memo;
use super::store::{Dispatch, Same};
use crate::editor::action::Action;
use crate::editor::state::Editor;
use crate::editor::time::moment::Moment;
use crate::editor::time::{TimeAction, series};
use crate::engine::report::Report;
use crate::engine::timeline::play::Method;

pub(super) use parts::{connections, parts};
pub(super) use run::{Run, use_moment, use_run};
pub(super) use tiles::tiles;

/// What every part of the tab is made from.
#[derive(Clone, PartialEq)]
pub(super) struct TimeProps {
    /// The state of the page.
    pub(super) editor: Same<Editor>,
    /// The results of the steady state, for prices.
    pub(super) report: Same<Option<Report>>,
    /// The run.
    pub(super) run: Run,
    /// Its second at the head.
    pub(super) moment: Same<Option<Moment>>,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
    /// The width of the charts' room.
    pub(super) width: f64,
}

/// The tab.
#[inline(never)]
pub(super) fn time_tab(room: &NodeRef, props: &TimeProps) -> Html {
    let t = words(props.editor.language);
    let seen = [("class", "time-charts"), ("tabindex", "0"), ("role", "region"), ("aria-label", t.charts)];
    let mut charts = VTag::new("div");
    for (name, value) in seen {
        charts.add_attribute(name, value);
    }
    charts.node_ref = room.clone();
    charts.add_child(if props.run.is_refused() {
        said("p", "problem", t.cannot)
    } else {
        memo("charts", props.clone(), charts::charts)
    });
    let parts = vec![
        transport::transport(props),
        plan::plan(props),
        charts.into(),
        memo("log", log::LogProps::of(props), log::log),
        memo("run-table", run_table::TableProps::of(props), run_table::table),
    ];
    let slices = props.run.slices();
    let attributes = [
        ("class", "time"),
        ("data-head", &crate::units::decimal::fixed(props.editor.time.head_s, 3)),
        ("data-simulated", &crate::units::decimal::fixed(props.editor.time.simulated_s, 3)),
        ("data-slices", &slices.count.to_string()),
        ("data-most-events", &slices.most_events.to_string()),
        ("data-longest-ms", &crate::units::decimal::fixed(slices.longest_ms, 1)),
    ];
    element("div", &attributes, parts)
}

/// How the numbers came about.
#[inline(never)]
pub(super) fn computed(editor: &Editor, run: &Run) -> String {
    let stretches = if run.is_fluid() { Some(run.stretches()) } else { None };
    let counted = run.read(|samples, _| {
        (series::requests(samples), stretches.map(|stretches| series::simulated(samples, &stretches)))
    });
    let seed = editor.scenario.seed.0;
    let said = match run.stretches().iter().any(|stretch| stretch.method == Method::Sampled) {
        true => timeline::computed_from_sample(editor.language, counted.0, seed),
        false => timeline::computed(editor.language, counted, seed),
    };
    let late = editor.time.simulated_s < editor.time.head_s;
    if late { [words(editor.language).simulating, " ", &said].concat() } else { said }
}

/// The keys of the tab: Space plays and stops, a point goes on by a second. Buttons and fields keep their own.
#[inline(never)]
pub(super) fn keys(event: &KeyboardEvent, dispatch: &Dispatch) {
    let target = event.target_dyn_into::<web_sys::Element>();
    let tag = target.as_ref().map(web_sys::Element::tag_name).unwrap_or_default();
    let is_range = target.and_then(|target| target.get_attribute("type")).as_deref() == Some("range");
    let action = match (event.key().as_str(), tag.as_str()) {
        (" ", "BUTTON" | "SELECT") => return,
        (_, "INPUT") if !is_range => return,
        (" ", _) => TimeAction::Toggle,
        (".", _) => TimeAction::Step,
        _ => return,
    };
    event.prevent_default();
    dispatch.send(Action::Time(action));
}

/// Where the run is, for the cards that show it.
#[inline(never)]
pub(super) fn chip(editor: &Editor) -> Html {
    let t = words(editor.language);
    let at = timeline::clock(editor.time.head_s);
    let chip = [("key", "run-at"), ("class", "run-at"), ("title", t.shown_on_cards)];
    element("span", &chip, vec![super::dom::words(&[t.tab, " ", &at].concat())])
}

/// Nothing but a frame, for the parts of a row.
fn row(class: &'static str, label: &str, parts: Vec<Html>) -> Html {
    element("div", &[("class", class), ("role", "group"), ("aria-label", label)], parts)
}

/// What stands between parts of a row.
fn gap() -> Html {
    div("spacer", Vec::new())
}
