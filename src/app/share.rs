//! The share dialog: the link, its length, and copying it.

use yew::prelude::*;

use super::controls::{Button, icon};
use super::dom::{closed, div, element, element_on, focus, said, words};
use super::i18n::{sentence, strings};
use super::platform::{self, address, transfer};
use super::store::Dispatch;
use crate::codec::link;
use crate::editor::action::Action;
use crate::editor::state::Editor;

/// The share dialog: modal, so the browser keeps the focus inside and gives it back.
#[inline(never)]
pub(super) fn share(editor: &Editor, dispatch: &Dispatch) -> Html {
    let t = strings(editor.language);
    let whole = [address(), link::write(&editor.scenario)].concat();
    let length = whole.chars().count();
    let copy = {
        let (whole, dispatch) = (whole.clone(), dispatch.clone());
        Callback::from(move |_: MouseEvent| {
            let dispatch = dispatch.clone();
            transfer::copy(&whole, move |done| dispatch.send(Action::Copied(done)));
        })
    };
    let select =
        Callback::from(|event: FocusEvent| event.target_unchecked_into::<web_sys::HtmlInputElement>().select());
    let text = if editor.copied { t.copied } else { t.copy };
    let close = closed(dispatch.just(Action::Share(false)));
    let link =
        [("id", "share-link"), ("type", "text"), ("readonly", "true"), ("value", &whole), ("aria-label", t.link)];
    let row = vec![
        icon("u-link", "icon-14"),
        element_on("input", &link, vec![focus(select)], Vec::new()),
        Button { label: text, text, class: "btn btn-primary", ..Button::default() }.on(copy),
    ];
    let length = vec![icon("u-check", "icon-14"), words(&sentence::link_length(editor.language, length))];
    let done = Button { label: t.done, text: t.done, class: "btn", ..Button::default() };
    let inside = vec![
        element("h2", &[("id", "share-title")], vec![words(t.share_title)]),
        said("p", "", t.share_text),
        div("link-row", row),
        element("p", &[("class", "check"), ("role", "status")], length),
        div("actions", vec![done.on(dispatch.just(Action::Share(false)))]),
    ];
    element_on("dialog", &[("class", "dialog"), ("aria-labelledby", "share-title")], vec![close], inside)
}

/// Shows the dialog once it is there.
#[hook]
pub(super) fn use_share(editor: &Editor) {
    use_effect_with(editor.sharing, |&sharing| {
        if sharing {
            platform::show_dialog();
        }
    });
}
