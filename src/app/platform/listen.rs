//! What happens outside of any component: keys, the address, other tabs, the size of the stage.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, KeyboardEvent, ResizeObserver, StorageEvent};

use super::{document, size_of, window};
use crate::editor::geometry::Size;

/// Keys that nothing else has taken.
pub(in crate::app) fn keys(mut each: impl FnMut(&KeyboardEvent) + 'static) -> Option<EventListener> {
    let options = EventListenerOptions::enable_prevent_default();
    Some(EventListener::new_with_options(&window()?.into(), "keydown", options, move |event| {
        if let Some(event) = event.dyn_ref::<KeyboardEvent>().filter(|event| !event.default_prevented()) {
            each(event);
        }
    }))
}

/// The fragment of the address being changed, by a pasted link or by going back.
pub(in crate::app) fn fragment(mut each: impl FnMut() + 'static) -> Option<EventListener> {
    Some(EventListener::new(&window()?.into(), "hashchange", move |_| each()))
}

/// A key of the browser's store being changed by another tab.
pub(in crate::app) fn store(key: &'static str, mut each: impl FnMut() + 'static) -> Option<EventListener> {
    Some(EventListener::new(&window()?.into(), "storage", move |event| {
        let changed = event.dyn_ref::<StorageEvent>().and_then(StorageEvent::key);
        if changed.as_deref() == Some(key) {
            each();
        }
    }))
}

/// The page being left or put away.
pub(in crate::app) fn leaving(mut each: impl FnMut() + 'static) -> Option<EventListener> {
    Some(EventListener::new(&document()?.into(), "visibilitychange", move |_| {
        if document().is_some_and(|document| document.hidden()) {
            each();
        }
    }))
}

/// Anything being pressed outside of an element that a selector names.
pub(in crate::app) fn pressed_outside(
    selector: &'static str,
    mut each: impl FnMut() + 'static,
) -> Option<EventListener> {
    Some(EventListener::new(&document()?.into(), "pointerdown", move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if target.is_none_or(|target| target.closest(selector).ok().flatten().is_none()) {
            each();
        }
    }))
}

/// Watches the size of an element until it is dropped.
pub(in crate::app) struct SizeWatch {
    observer: Option<ResizeObserver>,
    _closure: Closure<dyn FnMut()>,
}

impl SizeWatch {
    /// Calls `each` with the size now and whenever it changes.
    pub(in crate::app) fn new(element: &Element, each: impl Fn(Size) + 'static) -> Self {
        let watched = element.clone();
        let closure = Closure::<dyn FnMut()>::new(move || each(size_of(&watched)));
        let observer = ResizeObserver::new(closure.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            observer.observe(element);
        }
        Self { observer, _closure: closure }
    }
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}
