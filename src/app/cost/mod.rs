//! The dock's tab of cost: the bill by part, each line with its formula, source, date and confidence on demand.

mod head;
mod line;

use yew::prelude::*;

pub(super) use line::source;

use super::controls::pictogram;
use super::dom::{block, div, element, said};
use super::i18n::cost::{dollars, old, won, words};
use super::i18n::node_name;
use super::platform;
use super::store::{Dispatch, Same};
use crate::catalogue;
use crate::editor::citation::days_if_old;
use crate::editor::state::Editor;
use crate::engine::report::{CostLine, Report};
use crate::model::scenario::{Node, NodeId};
use crate::units::Usd;

/// What the tab is made from.
#[derive(Clone, PartialEq)]
pub(super) struct CostProps {
    /// The state of the page.
    pub(super) editor: Same<Editor>,
    /// The results.
    pub(super) report: Same<Option<Report>>,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// The tab.
#[inline(never)]
pub(super) fn cost_tab(props: &CostProps) -> Html {
    let language = props.editor.language;
    let t = words(language);
    let Some(report) = props.report.as_ref() else { return said("p", "bill-empty", t.nothing) };
    let seen =
        [("key", "lines"), ("class", "bill-parts"), ("tabindex", "0"), ("role", "region"), ("aria-label", t.tab)];
    let mut parts = vec![notes(props)];
    parts.extend(props.editor.scenario.nodes.iter().filter_map(|(id, node)| part(props, report, *id, node)));
    parts.push(said("p", "bill-scope", t.scope));
    div("bill-tab", vec![head::head(props, report), element("div", &seen, parts)])
}

/// That the prices are old, and the rule of the free tier.
fn notes(props: &CostProps) -> Html {
    let language = props.editor.language;
    let days = days_if_old(catalogue::SNAPSHOT, platform::today());
    let mut notes = Vec::new();
    if let Some(days) = days {
        notes.push(said("p", "bill-old", &old(language, catalogue::SNAPSHOT, days)));
    }
    notes.extend(head::rule(props));
    notes.extend(head::allowances(props));
    block("div", "bill-notes", notes)
}

/// A part with its lines; nothing for one that costs nothing.
fn part(props: &CostProps, report: &Report, id: NodeId, node: &Node) -> Option<Html> {
    let (language, rate) = (props.editor.language, props.editor.scenario.billing.rate());
    let lines: Vec<&CostLine> = report.cost.lines.iter().filter(|line| line.node == id).collect();
    if lines.is_empty() {
        return None;
    }
    let sum: Usd = lines.iter().map(|line| line.usd).sum();
    let picture = node.spec().map(|spec| pictogram(spec.id, spec.group, "icon-20")).unwrap_or_default();
    let head = vec![
        picture,
        said("h2", "", &node_name(language, node)),
        said("span", "bill-usd", &dollars(sum)),
        said("span", "bill-won", &won(sum, rate)),
    ];
    let rows = lines.iter().enumerate().map(|(place, of)| line::line(language, rate, id, place, of)).collect();
    let key = id.0.to_string();
    let inside = vec![div("bill-part-head", head), block("ul", "", rows)];
    Some(element("section", &[("key", &key), ("class", "bill-part"), ("data-node", &key)], inside))
}
