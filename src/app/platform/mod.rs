//! The browser. The only module that touches the window, the document, storage, the clipboard and files; everything
//! that can be refused there comes back as a value, and nothing panics.

pub(super) mod frame;
pub(super) mod later;
pub(super) mod listen;
pub(super) mod storage;
pub(super) mod transfer;
pub(super) mod typing;

mod rescue;

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, HtmlInputElement, Window};

use crate::editor::geometry::{Pt, Size};
use crate::editor::preference::{Language, Theme};

pub use rescue::{remember, rescue, watch_for_panics};

/// Where the page is put; the body where the shell has no place for it.
pub fn host() -> Option<Element> {
    let document = document()?;
    document.get_element_by_id("app").or_else(|| document.body().map(JsCast::unchecked_into))
}

fn window() -> Option<Window> {
    web_sys::window()
}

fn document() -> Option<Document> {
    window()?.document()
}

/// Milliseconds since the page was opened.
pub(super) fn now() -> f64 {
    window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
}

/// The day that it is, counted from the first of January 1970.
pub(super) fn today() -> i64 {
    (js_sys::Date::now() / 86_400_000.0) as i64
}

/// The language that the browser asks for.
pub(super) fn browser_language() -> Language {
    window().and_then(|window| window.navigator().language()).map_or(Language::En, |code| Language::from_code(&code))
}

/// Says in which language the page is, and what it shows.
pub(super) fn set_language(language: Language, title: &str) {
    let Some(document) = document() else { return };
    document.set_title(title);
    set_root("lang", Some(language.code()));
}

/// Puts the page into the colours of a theme.
pub(super) fn set_theme(theme: Theme) {
    set_root("data-theme", matches!(theme, Theme::Light | Theme::Dark).then(|| theme.code()));
    set_root("data-contrast", (theme == Theme::Contrast).then_some("more"));
}

fn set_root(name: &str, value: Option<&str>) {
    let Some(root) = document().and_then(|document| document.document_element()) else { return };
    // Neither can fail: the names are plain.
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}

/// Gives the focus to the first element of a selector.
pub(super) fn focus(selector: &str) {
    let found = document().and_then(|document| document.query_selector(selector).ok().flatten());
    if let Some(element) = found {
        // SVG elements have no common type with HTML's for this, but the same method.
        let _ = element.unchecked_into::<HtmlElement>().focus();
    }
}

/// Gives the focus to a text field, with what it holds selected: typing replaces it.
pub(super) fn select(id: &str) {
    let field = document().and_then(|document| document.get_element_by_id(id));
    if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) {
        let _ = field.focus();
        field.select();
    }
}

/// The value of an attribute of the focused element.
pub(super) fn focused_attribute(name: &str) -> Option<String> {
    document()?.active_element()?.get_attribute(name)
}

/// Whether the focus is where text is typed, so that letters are no commands there.
pub(super) fn is_typing(target: Option<web_sys::EventTarget>) -> bool {
    let element = target.and_then(|target| target.dyn_into::<Element>().ok());
    element.is_some_and(|element| match element.tag_name().as_str() {
        "INPUT" => element.get_attribute("type").is_none_or(|kind| !matches!(kind.as_str(), "checkbox" | "radio")),
        "SELECT" | "TEXTAREA" => true,
        _ => false,
    })
}

/// Gives the page to its dialog.
pub(super) fn show_dialog() {
    let found = document().and_then(|document| document.query_selector("dialog").ok().flatten());
    if let Some(dialog) = found.and_then(|found| found.dyn_into::<web_sys::HtmlDialogElement>().ok()) {
        // Refused only where it is open already.
        let _ = dialog.show_modal();
    }
}

/// Whether a dialog has the page.
pub(super) fn has_dialog() -> bool {
    document().and_then(|document| document.query_selector("dialog[open]").ok().flatten()).is_some()
}

/// A point of the window, counted from the corner of an element.
pub(super) fn inside(element: &Element, client_x: f64, client_y: f64) -> Pt {
    let bounds = element.get_bounding_client_rect();
    Pt::new(client_x - bounds.left(), client_y - bounds.top())
}

/// A point of the window, counted from the corner of the stage; none outside of it.
pub(super) fn on_stage(client_x: f64, client_y: f64) -> Option<Pt> {
    let stage = document()?.query_selector(".stage").ok().flatten()?;
    let bounds = stage.get_bounding_client_rect();
    let at = Pt::new(client_x - bounds.left(), client_y - bounds.top());
    let within = at.x >= 0.0 && at.y >= 0.0 && at.x <= bounds.width() && at.y <= bounds.height();
    // A sheet may lie over the stage.
    let top = document()?.element_from_point(client_x as f32, client_y as f32);
    let covered = top.is_some_and(|top| top.closest(".sheet").ok().flatten().is_some());
    (within && !covered).then_some(at)
}

/// The size of an element.
pub(super) fn size_of(element: &Element) -> Size {
    let bounds = element.get_bounding_client_rect();
    Size { w: bounds.width(), h: bounds.height() }
}

/// Has all that a pointer does sent to an element, wherever it goes.
pub(super) fn capture(element: &Element, pointer: i32) {
    // Refused where the pointer is gone already; then there is nothing to capture.
    let _ = element.set_pointer_capture(pointer);
}

/// The address of this page without what stands in its fragment.
pub(super) fn address() -> String {
    let href = window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    href.split('#').next().unwrap_or_default().to_owned()
}

/// What stands in the fragment of the address.
pub(super) fn fragment() -> String {
    window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

/// Takes the fragment off the address, so that reloading shows the drawing as it is then and not as it came.
pub(super) fn clear_fragment() {
    let Some(history) = window().and_then(|window| window.history().ok()) else { return };
    let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&address()));
}
