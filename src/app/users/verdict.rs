//! What the last edit did to the limit, in a sentence over the drawing; or what keeps the drawing from being solved.

use yew::prelude::*;

use crate::app::controls::icon;
use crate::app::dom;
use crate::app::driver::Results;
use crate::app::i18n::{self, finding};
use crate::editor::state::Editor;
use crate::editor::verdict::{Verdict, verdict};
use crate::model::diagnostic::Severity;

/// The sentence.
pub(in crate::app) fn verdict_note(editor: &Editor, results: &Results) -> Html {
    let (kind, text) = said(editor, results);
    let class = ["float float-verdict ", kind, if text.is_empty() { " is-empty" } else { "" }].concat();
    let inside = vec![icon(symbol(kind), "icon-14"), dom::said("span", "", &text)];
    dom::element("p", &[("key", "verdict"), ("class", &class), ("data-verdict", kind)], inside)
}

const fn symbol(kind: &str) -> &'static str {
    match kind.as_bytes() {
        b"raised" => "u-up",
        b"lowered" => "u-down",
        b"same" => "u-swap",
        _ => "u-dots",
    }
}

fn said(editor: &Editor, results: &Results) -> (&'static str, String) {
    let problem = results.solvable.found.iter().find(|found| found.severity() == Severity::Error);
    if let Some(problem) = problem {
        return ("problem", finding::finding(editor.language, &editor.scenario, problem));
    }
    let structural = editor.history.last().is_some_and(|step| step.change.is_structural());
    let (Some(before), Some(report), true) = (&*results.before, &*results.report, structural) else {
        return ("none", String::new());
    };
    let Some(verdict) = verdict(before, report) else { return ("none", String::new()) };
    let (kind, was, now) = match &verdict {
        Verdict::Raised { was, now } => ("raised", Some(*was), *now),
        Verdict::Same(now) => ("same", None, Some(*now)),
        Verdict::Lowered { was, now } => ("lowered", *was, Some(*now)),
    };
    let scenario = &editor.scenario;
    let was_name = was.map(|was| i18n::resource_of(editor.language, scenario, was.node, was.resource));
    let now_name = now.map(|now| i18n::told_apart(editor.language, scenario, &now, &was.unwrap_or(now)));
    let (was, now) = (was_name.unwrap_or_default(), now_name.unwrap_or_default());
    (kind, i18n::verdict::verdict(editor.language, &verdict, &was, &now))
}
