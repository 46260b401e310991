//! Messages at the foot of the screen. Most go by themselves; those that ask something stay.

use yew::prelude::*;

use super::controls::icon;
use super::dom::{click, element, element_on, said, words};
use super::i18n::{message::message, strings};
use super::keeper;
use super::platform::frame;
use super::store::Dispatch;
use crate::editor::action::Action;
use crate::editor::preference::Language;
use crate::editor::state::{Editor, Message, Notice};

/// So long a message stands, in milliseconds.
const STANDS_MS: u32 = 7_000;

/// The messages.
pub(super) fn notices(editor: &Editor, dispatch: &Dispatch) -> Html {
    let toasts = editor.notices.iter().map(|notice| toast(notice, editor.language, dispatch)).collect();
    let attributes = [("key", "toasts"), ("class", "toasts"), ("role", "status"), ("aria-live", "polite")];
    element("div", &attributes, toasts)
}

/// Takes the oldest message that does not stay away after its time.
#[hook]
pub(super) fn use_passing(editor: &Editor, dispatch: &Dispatch) {
    let oldest = editor.notices.iter().find(|notice| !notice.message.stays()).map(|notice| notice.id);
    let dispatch = dispatch.clone();
    use_effect_with(oldest, move |oldest| {
        let timer = oldest.map(|id| frame::after(STANDS_MS, move || dispatch.send(Action::Dismiss(id))));
        move || drop(timer)
    });
}

#[inline(never)]
fn toast(notice: &Notice, language: Language, dispatch: &Dispatch) -> Html {
    let t = strings(language);
    let id = notice.id;
    let load = {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| {
            dispatch.send(keeper::kept());
            dispatch.send(Action::Dismiss(id));
        })
    };
    let asks = notice.message == Message::OtherTab;
    let button = |label: &str, call: Callback<MouseEvent>| {
        element_on("button", &[("type", "button")], vec![click(call)], vec![words(label)])
    };
    let mut inside =
        vec![icon(symbol(&notice.message), "icon-14"), said("span", "toast-text", &message(language, &notice.message))];
    if asks {
        inside.push(button(t.load_it, load));
    }
    inside.push(button(if asks { t.keep_mine } else { t.dismiss }, dispatch.just(Action::Dismiss(id))));
    let attributes = [("key", &*id.to_string()), ("class", "toast"), ("data-message", code(&notice.message))];
    element("div", &attributes, inside)
}

const fn symbol(message: &Message) -> &'static str {
    match message {
        Message::Copied => "u-check",
        Message::Broke(..) => "s-saturated",
        _ => "s-warm",
    }
}

const fn code(message: &Message) -> &'static str {
    match message {
        Message::Refused(..) => "refused",
        Message::CannotOpen(..) => "cannot-open",
        Message::CannotWrite => "cannot-write",
        Message::CannotAdd => "cannot-add",
        Message::Broke(..) => "broke",
        Message::StoreFull => "store-full",
        Message::OtherTab => "other-tab",
        Message::Copied => "copied",
        Message::NotCopied => "not-copied",
    }
}
