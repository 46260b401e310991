//! Every figure that a part is made from, with its source, date and confidence; and what its settings rest on.

use yew::prelude::*;

use super::form::FormProps;
use crate::app::cost::source;
use crate::app::dom::{block, element, nothing, said, words};
use crate::app::i18n::{cost, figures as texts, strings, text};
use crate::catalogue::spec::{Configured, ParamSpec};
use crate::catalogue::{self, Figure};
use crate::codec::digits;
use crate::editor::preference::Language;

/// The figures of a part, folded.
pub(super) fn figures(props: &FormProps) -> Html {
    let language = props.language;
    let Some(spec) = catalogue::get(props.service) else { return nothing() };
    let configured = Configured { region: props.region, settings: &props.settings, roles: &[] };
    let found = catalogue::figures_of(spec, configured);
    let applies = |param: &&ParamSpec| !param.basis.is_empty() && (spec.applies)(&props.settings, param.key);
    let mut rows: Vec<Html> = found.iter().map(|figure| one(language, figure)).collect();
    rows.extend((spec.params)().iter().filter(applies).map(|param| basis(language, param)));
    let title = texts::title(language, rows.len());
    let inside = vec![said("summary", "", &title), block("ul", "figures", rows)];
    block("section", "sources", vec![element("details", &[], inside)])
}

fn one(language: Language, figure: &Figure) -> Html {
    let citation = figure.citation;
    let column = if figure.column == "all" { String::new() } else { [" · ", figure.column].concat() };
    let mark = if citation.confidence.is_assumption() { assumed(language) } else { nothing() };
    let date = if citation.as_of.is_empty() { texts::undated(language) } else { citation.as_of };
    let head = vec![
        said("code", "figure-name", &[&figure.table, " ", figure.key, &column].concat()),
        said("span", "num", &digits::six(figure.value)),
    ];
    let rest = [" · ", date, " · ", cost::confidence(language, citation.confidence)].concat();
    let about = vec![source(citation.source.text()), words(&rest), mark];
    let key = [&figure.table, ".", figure.key, ".", figure.column].concat();
    element(
        "li",
        &[("key", &key), ("data-figure", &key)],
        vec![block("div", "figure", head), block("p", "source", about)],
    )
}

/// What a setting's default or meaning rests on.
fn basis(language: Language, param: &ParamSpec) -> Html {
    let mark = if param.basis.starts_with("assumption") { assumed(language) } else { nothing() };
    let first = param.basis.rsplit(": ").next().unwrap_or(param.basis);
    let link = if crate::editor::citation::address(first).is_some() { source(first) } else { nothing() };
    element(
        "li",
        &[("key", param.key), ("data-basis", param.key)],
        vec![
            block("div", "figure", vec![said("span", "figure-name", text(language, param.label))]),
            block("p", "source", vec![words(param.basis), words(" "), link, mark]),
        ],
    )
}

fn assumed(language: Language) -> Html {
    said("span", "assumed", strings(language).assumption)
}
