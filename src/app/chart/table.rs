//! The curves as a table, for those who read rather than see.

use yew::prelude::*;

use crate::app::dom::{block, element, said, words};
use crate::app::driver::Curves;
use crate::app::i18n::{number, strings};
use crate::app::store::Same;
use crate::editor::preference::Language;
use crate::engine::report::SweepPoint;

/// A row has at least so many times the users of the one before.
const APART: f64 = 1.7;

/// The curves as a table.
#[derive(PartialEq)]
pub(in crate::app) struct CurveTable {
    /// The curves.
    pub(in crate::app) curves: Same<Curves>,
    /// The language.
    pub(in crate::app) language: Language,
}

/// The curves as a table. It is read, not seen: the chart beside it shows the same.
pub(in crate::app) fn curve_table(shown: &CurveTable) -> Html {
    let CurveTable { curves, language } = shown;
    let t = strings(*language);
    let time = |ms: Option<f64>| ms.map_or_else(|| "–".to_owned(), |ms| number::duration(*language, ms));
    let row = |point: &SweepPoint| {
        let latency = point.latency;
        let cells = [
            time(latency.map(|latency| latency.p50.0)),
            time(latency.map(|latency| latency.p95.0)),
            time(latency.map(|latency| latency.p99.0)),
            number::rate(*language, point.throughput.0),
            number::percent(point.error_rate.0),
            number::money(point.cost),
        ];
        let cells: Vec<Html> = cells.iter().map(|value| said("td", "", value)).collect();
        let users = [("scope", "row")];
        let users = element("th", &users, vec![words(&number::whole(f64::from(point.users)))]);
        element("tr", &[], std::iter::once(users).chain(cells).collect())
    };
    let mut next = 0.0;
    let apart = |point: &&SweepPoint| {
        let users = f64::from(point.users);
        let is_next = users >= next;
        next = if is_next { users * APART } else { next };
        is_next
    };
    let rows: Vec<Html> = curves.points.iter().filter(apart).map(row).collect();
    let heads = [t.users_axis, "p50", "p95", "p99", t.throughput, t.errors, t.cost_per_month];
    let heads = heads.map(|name| element("th", &[("scope", "col")], vec![words(name)]));
    let rows = vec![
        block("caption", "", vec![words(t.as_table)]),
        block("thead", "", vec![block("tr", "", heads.into_iter().collect())]),
        block("tbody", "", rows),
    ];
    block("table", "visually-hidden", rows)
}
