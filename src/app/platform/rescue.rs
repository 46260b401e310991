//! What happens when the program itself fails: the drawing is kept, and a screen outside of the program says so.
//!
//! A panic ends the WebAssembly instance, so nothing of ours can draw any more. The hook below runs before that: it
//! keeps the last drawing in the browser's store and tells `static/recovery.js`, which shows a screen that stands in
//! `index.html` from the start.

use std::cell::RefCell;
use std::rc::Rc;

use web_sys::Event;

use super::{storage, window};
use crate::codec::file;
use crate::model::scenario::Scenario;

/// The event that tells `static/recovery.js`.
const EVENT: &str = "headroom-failed";

thread_local! {
    static LAST: RefCell<Option<Rc<Scenario>>> = const { RefCell::new(None) };
}

/// Notes the drawing that is to be kept should the program fail now.
pub fn remember(scenario: &Rc<Scenario>) {
    LAST.with(|last| {
        if let Ok(mut last) = last.try_borrow_mut() {
            *last = Some(scenario.clone());
        }
    });
}

/// Has every panic reported on the console, and the drawing kept.
pub fn watch_for_panics() {
    yew::set_custom_panic_hook(Box::new(|info| {
        report(&info.to_string());
        rescue();
    }));
}

fn report(text: &str) {
    if let Some(console) = window().and_then(|window| js_sys::Reflect::get(&window, &"console".into()).ok())
        && let Ok(error) = js_sys::Reflect::get(&console, &"error".into())
        && let Ok(error) = wasm_bindgen::JsCast::dyn_into::<js_sys::Function>(error)
    {
        let _ = error.call1(&console, &text.into());
    }
}

/// Keeps the last drawing and shows the screen that says so.
pub fn rescue() {
    let scenario = LAST.with(|last| last.try_borrow().ok().and_then(|last| last.clone()));
    if let Some(scenario) = scenario {
        storage::write(storage::RESCUED, &file::write(&scenario));
    }
    if let (Some(window), Ok(event)) = (window(), Event::new(EVENT)) {
        let _ = window.dispatch_event(&event);
    }
}
