//! Speaks what happened, to those who do not see it: the last edit, what it did to the limit, and the numbers.

use yew::prelude::*;

use super::driver::Results;
use super::i18n::{self, finding, number, sentence, strings};
use super::platform::frame;
use super::store::Same;
use crate::editor::state::Editor;
use crate::model::diagnostic::Severity;

/// So long after the last change it speaks, in milliseconds: a drag is told once, at its end.
const DELAY_MS: u32 = 700;

/// What is spoken.
#[hook]
pub(super) fn use_announcer(editor: &Same<Editor>, results: &Results) -> String {
    let said = use_state_eq(String::new);
    let (setter, editor, results) = (said.setter(), editor.clone(), results.clone());
    let key = (editor.history.serial(), editor.users(), editor.model_revision, editor.language as u8);
    use_effect_with(key, move |_| {
        let timer = (editor.history.depth() > 0)
            .then(|| frame::after(DELAY_MS, move || setter.set(summary(&editor, &results))));
        move || drop(timer)
    });
    (*said).clone()
}

/// The last edit and the four numbers, in one go.
#[inline(never)]
fn summary(editor: &Editor, results: &Results) -> String {
    let (language, t) = (editor.language, strings(editor.language));
    let change = editor.history.last().map(|step| i18n::change::change(language, editor.scenario.region, &step.change));
    let mut said = vec![change.unwrap_or_default()];
    if let Some(report) = &*results.report {
        if let Some(latency) = report.latency {
            said.push(format!("{} {}", t.latency_p99, number::duration(language, latency.p99.0)));
        }
        said.push(format!("{} {}", t.throughput, number::rate(language, report.throughput.0)));
        if let Some(found) = report.bottleneck {
            let what = i18n::resource_of(language, &editor.scenario, found.node, found.resource);
            said.push(sentence::whole(language, &what, &found, f64::from(report.users)));
        }
        said.push(format!("{} {}", t.cost_per_month, number::money(report.cost.total)));
    }
    let problems = results.solvable.found.iter().filter(|found| found.severity() == Severity::Error);
    said.extend(problems.map(|found| finding::finding(language, &editor.scenario, found)));
    let said: Vec<&str> = said.iter().map(|part| part.trim_end_matches('.')).filter(|part| !part.is_empty()).collect();
    said.join(". ")
}
