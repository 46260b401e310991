//! The curves over users: the main chart, a small one for each part, and the same as a table.

mod axes;
mod markers;
mod multiples;
mod paper;
mod plot;
mod table;

use yew::prelude::*;

use super::driver::Curves;
use super::i18n::{number, strings};
use super::memo::memo;
use super::store::Same;
use crate::editor::preference::Language;
use crate::engine::report::Report;
use crate::model::scenario::Scenario;
use axes::Axes;
use plot::{PlotProps, plot};

pub(super) use multiples::multiples;
pub(super) use table::{CurveTable, curve_table};

/// What the charts show.
#[derive(PartialEq)]
pub(super) struct GrowthProps {
    /// The drawing, for names.
    pub(super) scenario: Same<Scenario>,
    /// The number of users.
    pub(super) users: u32,
    /// The results.
    pub(super) report: Same<Option<Report>>,
    /// The curves.
    pub(super) curves: Same<Curves>,
    /// The language.
    pub(super) language: Language,
    /// Width and height of the main chart.
    pub(super) size: (f64, f64),
}

/// The main chart: the curves are drawn anew only when they change, the markers with every number of users.
pub(super) fn growth(svg: &NodeRef, shown: &GrowthProps) -> Html {
    let axes = Axes::of(&shown.curves, shown.size.0, shown.size.1);
    let limit = shown.report.as_ref().and_then(|report| report.limits.first().copied());
    let users = number::users(shown.language, f64::from(shown.users));
    let knee = shown.curves.knee.map(|knee| [", ", strings(shown.language).knee, " ", &number::limit(knee)].concat());
    let label = ["p50, p95, p99: ", &users, &knee.unwrap_or_default()].concat();
    let curves = PlotProps {
        curves: shown.curves.clone(),
        axes,
        limit: limit.map(|limit| limit.users),
        language: shown.language,
    };
    html! {
        <svg ref={svg.clone()} class="growth-chart" role="img" aria-label={label}>
            {memo("plot", curves, plot)}
            {markers::markers(shown, &axes, limit)}
        </svg>
    }
}
