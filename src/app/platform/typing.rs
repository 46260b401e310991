//! What is being typed. Yew writes what a field holds with every redraw; from the moment that a field gets the focus
//! until it is left, or what it holds is taken over, nothing writes over it.

use std::cell::Cell;

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, HtmlTextAreaElement};

use super::document;

thread_local! {
    /// Whether the field with the focus is kept as it is.
    static KEPT: Cell<bool> = const { Cell::new(false) };
}

/// Keeps each field from its focus on, and from each letter on.
pub(in crate::app) fn keep() -> Option<[EventListener; 2]> {
    let document = document()?;
    Some(["focusin", "input"].map(|event| EventListener::new(&document, event, |_| KEPT.set(true))))
}

/// What a field with the focus holds that is not to be written over.
pub(in crate::app) fn kept(id: &str) -> Option<String> {
    let field = document()?.active_element()?.dyn_into::<HtmlInputElement>().ok()?;
    (KEPT.get() && field.id() == id).then(|| field.value())
}

/// What a field of several lines holds, where that is not to be written over: it has the focus, or `keeps` says so.
pub(in crate::app) fn kept_lines(id: &str, keeps: bool) -> Option<String> {
    let document = document()?;
    let typed = || KEPT.get() && document.active_element().is_some_and(|active| active.id() == id);
    let field = document.get_element_by_id(id)?.dyn_into::<HtmlTextAreaElement>().ok()?;
    (keeps || typed()).then(|| field.value())
}

/// What a field holds, taken out of it: it shows what was drawn last, and what becomes of the text comes with the next
/// drawing.
pub(in crate::app) fn take(event: &Event) -> Option<String> {
    let field = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    let text = field.value();
    KEPT.set(false);
    field.set_value(&field.default_value());
    Some(text)
}
