//! What the last edit did to the limit, in a sentence over the drawing; or what keeps the drawing from being solved.

use yew::prelude::*;

use crate::app::controls::icon;
use crate::app::dom;
use crate::app::driver::Results;
use crate::app::i18n::{self, finding, sentence};
use crate::catalogue::spec::Resource;
use crate::editor::state::Editor;
use crate::editor::verdict::{Verdict, verdict};
use crate::engine::report::Bottleneck;
use crate::model::diagnostic::Severity;
use crate::model::scenario::NodeId;

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
    let name = |bottleneck: Option<Bottleneck>| {
        bottleneck.map(|found| what(editor, found.node, found.resource)).unwrap_or_default()
    };
    (kind, sentence::verdict(editor.language, &verdict, &name(was), &name(now)))
}

/// A part with its resource; a part that is gone was in the drawing before, and is told by the resource alone.
fn what(editor: &Editor, node: NodeId, resource: Resource) -> String {
    let name = editor.scenario.nodes.get(&node).map(|node| i18n::node_name(editor.language, node)).unwrap_or_default();
    sentence::resource_of(editor.language, &name, resource).trim().to_owned()
}
