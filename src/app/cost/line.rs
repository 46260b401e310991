//! One line of the bill. What it is made of unfolds by a press, Enter or Space.

use yew::prelude::*;

use crate::app::dom::{block, div, element, nothing, said, words};
use crate::app::i18n::cost::{calculation, confidence, dollars, formula, won, words as texts};
use crate::app::i18n::{self, strings};
use crate::editor::citation::address;
use crate::editor::preference::Language;
use crate::engine::report::CostLine;
use crate::model::scenario::NodeId;

/// A line, closed.
pub(super) fn line(language: Language, rate: f64, node: NodeId, place: usize, line: &CostLine) -> Html {
    let mark =
        if line.confidence.is_assumption() { said("span", "assumed", strings(language).assumption) } else { nothing() };
    let head = vec![
        block("span", "bill-label", vec![words(i18n::words(language, &line.label)), mark]),
        said("span", "bill-calc", &calculation(line)),
        said("span", "bill-usd", &dollars(line.usd)),
        said("span", "bill-won", &won(line.usd, rate)),
        said("span", "visually-hidden", texts(language).show_source),
    ];
    let class = if line.quantity < 0.0 { "bill-line is-free" } else { "bill-line" };
    let key = [&node.0.to_string(), "-", &place.to_string()].concat();
    let inside = vec![block("summary", "", head), facts(language, line)];
    let details = element("details", &[("class", class), ("data-item", line.item)], inside);
    element("li", &[("key", &key)], vec![details])
}

/// Formula, source, date and confidence.
fn facts(language: Language, line: &CostLine) -> Html {
    let t = texts(language);
    let date = if line.as_of.is_empty() { t.undated } else { &line.as_of };
    let how = line.how.as_ref().map(|how| i18n::words(language, how));
    let mut formula = vec![said("span", "bill-formula", &formula(language, line))];
    formula.extend(how.map(|how| said("span", "bill-how", how)));
    let rows = [
        (t.how, block("dd", "", formula)),
        (t.source, block("dd", "bill-source", vec![source(line.source.text())])),
        (t.as_of, said("dd", "", date)),
        (t.confidence, said("dd", "", confidence(language, line.confidence))),
    ];
    block(
        "dl",
        "bill-facts",
        rows.into_iter().map(|(name, value)| div("", vec![said("dt", "", name), value])).collect(),
    )
}

/// A source, as a link where it names an address.
pub(in crate::app) fn source(source: &str) -> Html {
    match address(source) {
        Some(address) => {
            let attributes = [("href", address.as_str()), ("target", "_blank"), ("rel", "noopener noreferrer")];
            element("a", &attributes, vec![words(source)])
        }
        None => words(source),
    }
}
