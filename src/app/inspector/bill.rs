//! The bill of a part, or of the whole drawing, with where each price comes from.

use yew::prelude::*;

use super::Shown;
use crate::app::dom::{block, element, nothing, said, words};
use crate::app::i18n::{self, cost, number, sentence, strings};
use crate::editor::preference::Language;
use crate::engine::report::{CostLine, Report};
use crate::model::scenario::NodeId;
use crate::units::Usd;

/// The bill of a part, or of all.
pub(super) fn bill(shown: Shown<'_>, node: Option<NodeId>) -> Html {
    let language = shown.editor.language;
    let t = strings(language);
    let Some(report) = shown.results.report.as_ref() else { return said("section", "bill is-empty", "") };
    let lines: Vec<&CostLine> =
        report.cost.lines.iter().filter(|line| node.is_none_or(|node| line.node == node)).collect();
    let total: Usd = lines.iter().map(|line| line.usd).sum();
    let dates = lines.iter().map(|line| line.as_of.as_str()).filter(|date| date.len() == 10);
    let newest = dates.max().map(|date| [t.price_list, " ", date].concat()).unwrap_or_default();
    let title = sentence::cost_a_month(language, &number::cents(total));
    let rows: Vec<Html> = if node.is_some() {
        lines.iter().map(|line| one_line(line, language)).collect()
    } else {
        by_part(shown, report)
    };
    let head = block("h3", "", vec![words(&title), said("span", "note", &newest)]);
    let body = if rows.is_empty() { said("p", "source", t.no_cost) } else { block("ul", "lines", rows) };
    block("section", "bill", vec![head, body])
}

fn row(title: &str, what: Vec<Html>, amount: Usd) -> Html {
    element("li", &[("title", title)], vec![block("span", "", what), said("span", "num", &cost::dollars(amount))])
}

#[inline(never)]
fn one_line(line: &CostLine, language: Language) -> Html {
    let calc = cost::calculation(line);
    let assumed = line.confidence.is_assumption();
    let what = vec![
        words(i18n::words(language, &line.label)),
        words(" "),
        said("span", "calc", &calc),
        if assumed { said("span", "assumed", strings(language).assumption) } else { nothing() },
    ];
    row(&[line.source.text(), " (", &line.as_of, ")"].concat(), what, line.usd)
}

/// The sum of each part.
fn by_part(shown: Shown<'_>, report: &Report) -> Vec<Html> {
    let nodes = shown.editor.scenario.nodes.iter();
    nodes
        .filter_map(|(&id, node)| {
            let sum: Usd = report.cost.lines.iter().filter(|line| line.node == id).map(|line| line.usd).sum();
            let name = i18n::node_name(shown.editor.language, node);
            (sum != Usd::ZERO).then(|| row("", vec![words(&name)], sum))
        })
        .collect()
}
