//! Why a part, or the whole drawing, is as fast as it is: cause, number and users, before any colour.

use yew::prelude::*;

use super::Shown;
use crate::app::controls::status_icon;
use crate::app::dom::{block, div, element, said, words};
use crate::app::i18n::{self, finding, number, sentence, strings};
use crate::catalogue::spec::Group;
use crate::editor::preference::Language;
use crate::editor::status::{self, Status};
use crate::engine::report::NodeReport;
use crate::model::diagnostic::Diagnostic;
use crate::model::scenario::{NodeId, Scenario};

/// Why a part is as it is.
#[inline(never)]
pub(super) fn why(shown: Shown<'_>, id: NodeId) -> Html {
    let (scenario, language) = (&shown.editor.scenario, shown.editor.language);
    let t = strings(language);
    let report = shown.results.report.as_ref();
    let result = report.and_then(|report| report.nodes.get(&id));
    let group = scenario.nodes.get(&id).and_then(|node| node.spec()).map_or(Group::Compute, |spec| spec.group);
    let status = report.map_or(Status::Idle, |report| status::of_node(report, id, group));
    let users = f64::from(scenario.workload.users);
    let (cause, rest) = result.map(|result| told(scenario, result, status, users, language)).unwrap_or_default();
    let cause = if cause.is_empty() { (t.status)(status).to_owned() } else { cause };
    let limit = result.and_then(status::limiting).and_then(|resource| resource.limit_users);
    let limit = limit.map(|limit| sentence::breaks_at(language, limit)).unwrap_or_default();
    let notes = result.map(|result| result.notes.as_slice()).unwrap_or_default();
    let notes: Vec<Html> = notes.iter().map(|note| said("li", "", &sentence::note(language, note))).collect();
    let mut parts =
        vec![block("h3", "", vec![words(t.why), said("span", "note", &limit)]), reason(status, &cause, &rest)];
    parts.extend(problems(shown, &|found| concerns(found, id)));
    parts.push(block("ul", "notes", notes));
    section(status, parts)
}

fn section(status: Status, parts: Vec<Html>) -> Html {
    element("section", &[("class", "why-section"), ("data-status", status.code())], parts)
}

fn reason(status: Status, cause: &str, rest: &str) -> Html {
    let text = block("p", "", vec![said("b", "", cause), words(" "), words(rest)]);
    div(&["why why-", status.code()].concat(), vec![status_icon(status), text])
}

fn problems(shown: Shown<'_>, which: &dyn Fn(&Diagnostic) -> bool) -> Vec<Html> {
    let Shown { editor, results, .. } = shown;
    let found = results.solvable.found.iter().filter(|found| which(found));
    found.map(|found| said("p", "problem", &finding::finding(editor.language, &editor.scenario, found))).collect()
}

/// Why the drawing is as it is.
pub(super) fn why_all(shown: Shown<'_>) -> Html {
    let (editor, language) = (shown.editor, shown.editor.language);
    let t = strings(language);
    let found = shown.results.report.as_ref().and_then(|report| report.bottleneck);
    let status = found.map_or(Status::Idle, |found| Status::of(found.utilisation.0));
    let text = found.map(|found| {
        let what = i18n::resource_of(language, &editor.scenario, found.node, found.resource);
        sentence::whole(language, &what, &found, f64::from(editor.users()))
    });
    let mut parts = vec![said("h3", "", if text.is_some() { t.why } else { t.problems })];
    parts.extend(text.map(|text| reason(status, &text, "")));
    parts.extend(problems(shown, &|_| true));
    section(status, parts)
}

fn told(scenario: &Scenario, result: &NodeReport, status: Status, users: f64, language: Language) -> (String, String) {
    if let Some(rtt) = result.rtt {
        return (sentence::away(language, rtt.0), String::new());
    }
    if status == Status::Idle {
        return (strings(language).no_traffic.to_owned(), String::new());
    }
    let growing = result.queue.filter(|queue| queue.growth.0 > 0.0);
    if let Some(queue) = growing {
        return (sentence::growing(language, &queue), String::new());
    }
    let Some(resource) = status::limiting(result) else {
        let hits = result.hit_ratio.map(|ratio| sentence::hits(language, ratio.0));
        let backlog = result.queue.map(|queue| sentence::backlog(language, &queue));
        let rate = number::rate(language, result.rate.0);
        return (rate, hits.or(backlog).unwrap_or_default());
    };
    let holder =
        resource.held_by.and_then(|(by, _)| scenario.nodes.get(&by)).map(|node| i18n::node_name(language, node));
    let (cause, held) = sentence::why(language, resource, holder.as_deref());
    let limit = resource.limit_users.map(|limit| sentence::limit(language, users, limit)).unwrap_or_default();
    let refused = sentence::refused(language, result.refused);
    (cause, [refused, held, limit].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "))
}

fn concerns(found: &Diagnostic, id: NodeId) -> bool {
    match found {
        Diagnostic::Unanswered { node, .. }
        | Diagnostic::UnknownService { node, .. }
        | Diagnostic::BadSetting { node, .. }
        | Diagnostic::Cycle { node }
        | Diagnostic::Idle { node } => *node == id,
        Diagnostic::SenselessEdge { edge } | Diagnostic::DanglingEdge { edge } => edge.from == id || edge.to == id,
        Diagnostic::NoUsers
        | Diagnostic::ManyUsers
        | Diagnostic::UsersReachNothing
        | Diagnostic::BadWorkload { .. }
        | Diagnostic::TooLarge => false,
    }
}
