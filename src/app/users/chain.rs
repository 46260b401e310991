//! The chain from users to requests a second to requests in flight; every link can be edited.

use yew::prelude::*;

use crate::app::controls::{NumberField, icon};
use crate::app::dom::{block, div, element, element_on, focusout, said, words};
use crate::app::driver::Results;
use crate::app::i18n::{number, sentence, strings};
use crate::app::store::Dispatch;
use crate::codec::digits;
use crate::editor::action::Action;
use crate::editor::state::Editor;
use crate::editor::workload_field::Field;

/// The chain.
pub(super) fn chain(editor: &Editor, results: &Results, dispatch: &Dispatch) -> Html {
    let (language, t, workload) = (editor.language, strings(editor.language), &editor.scenario.workload);
    let report = results.report.as_ref();
    let users = f64::from(workload.users);
    let time = report.and_then(|report| report.latency).map(|latency| number::duration(language, latency.mean.0));
    let in_flight = report.map_or_else(|| digits::NONE.to_owned(), |report| digits::rate(report.concurrency));
    let links = [
        link(&number::whole(users), t.users_in_chain),
        link(&digits::rate(workload.demanded_rps(users)), t.requests_per_s),
        link(&in_flight, t.in_flight),
    ];
    let factors: Vec<Html> = Field::CHAIN
        .into_iter()
        .zip(sentence::chain_words(language))
        .map(|(field, words)| factor(editor, field, words, dispatch))
        .collect();
    let mut inside = factors;
    if let Some(time) = time {
        inside.push(said("span", "factor-time", &["× ", &time].concat()));
    }
    let settle = vec![focusout(dispatch.just(Action::Settle))];
    let factors = element_on("div", &[("class", "factors")], settle, inside);
    div("chain", vec![block("ol", "", links.into()), factors])
}

fn link(value: &str, unit: &'static str) -> Html {
    let to = element("span", &[("class", "link-to"), ("aria-hidden", "true")], vec![icon("u-right", "")]);
    block("li", "", vec![to, said("b", "", value), said("span", "", unit)])
}

/// A factor: a number that is typed over where it stands, between the words around it.
fn factor(editor: &Editor, field: Field, [before, after]: [&'static str; 2], dispatch: &Dispatch) -> Html {
    let id = ["factor-", field.code()].concat();
    let value = number::plain(field.get(&editor.scenario.workload));
    let label = Some((strings(editor.language).field)(field));
    let input = NumberField { id: &id, class: "factor", label, value, unit: "" };
    let input = input.on(dispatch.on(move |value| Action::SetWorkload(field, value)));
    block("span", "factor-slot", vec![words(before), input, words(after)])
}
