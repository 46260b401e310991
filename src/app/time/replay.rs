//! Recorded traffic: a text to paste into, and a file to load.

use yew::prelude::*;

use super::TimeProps;
use crate::app::controls::Button;
use crate::app::dom::{change, element, element_on, said};
use crate::app::i18n::timeline::{replay_fault, words as texts};
use crate::app::platform::{transfer, typing};
use crate::editor::action::Action;
use crate::model::plan::Traffic;

/// Names the field.
const FIELD: &str = "replay-text";

/// The text of the recording, where that is the shape of the traffic.
#[inline(never)]
pub(super) fn replay(props: &TimeProps) -> Html {
    let editor = &props.editor;
    if editor.scenario.plan.traffic != Traffic::Replay {
        return said("div", "is-empty", "");
    }
    let t = texts(editor.language);
    let taken = props.dispatch.on(|event: Event| {
        let field: web_sys::HtmlTextAreaElement = event.target_unchecked_into();
        Action::SetReplay(field.value())
    });
    // A malformed text stays, to be mended.
    let kept = typing::kept_lines(FIELD, editor.time.replay_fault.is_some());
    let text = kept.unwrap_or_else(|| editor.scenario.plan.replay.text());
    let field = [
        ("id", FIELD),
        ("class", "replay-text"),
        ("rows", "6"),
        ("spellcheck", "false"),
        ("aria-label", t.replay),
        ("aria-describedby", "replay-hint"),
        ("value", &text),
    ];
    let button = Button { label: t.load_csv, text: t.load_csv, class: "btn", ..Button::default() };
    let dispatch = props.dispatch.clone();
    let load = Callback::from(move |_: MouseEvent| {
        let dispatch = dispatch.clone();
        // A file that is too large to be read is as malformed as one that says nothing.
        transfer::pick(".csv,text/csv,text/plain", move |text| {
            dispatch.send(Action::SetReplay(text.unwrap_or_default()));
        });
    });
    let mut parts = vec![
        said("h2", "", t.replay),
        element("p", &[("id", "replay-hint"), ("class", "panel-note")], vec![crate::app::dom::words(t.replay_hint)]),
        element_on("textarea", &field, vec![change(taken)], Vec::new()),
        button.on(load),
    ];
    if let Some(fault) = editor.time.replay_fault {
        let attributes = [("class", "problem"), ("role", "alert")];
        parts.push(element("p", &attributes, vec![crate::app::dom::words(&replay_fault(editor.language, fault))]));
    }
    element("section", &[("key", "replay"), ("class", "time-planned replay")], parts)
}
