//! Whether all of the program is there. A release build comes in two parts (docs/decisions/0005, static/boot.js): what
//! belongs to the first screen but can wait is drawn once the later part has come.

use gloo::events::EventListener;
use yew::prelude::*;

use super::{document, window};

/// Whether the later part is there, is on its way, or could not be fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Later {
    /// It is there, or the program is in one part.
    There,
    /// It is on its way.
    Coming,
    /// It could not be fetched. Who asks for something of it fetches it again.
    Missing,
}

fn now() -> Later {
    let root = document().and_then(|document| document.document_element());
    match root.and_then(|root| root.get_attribute("data-later")).as_deref() {
        Some("coming") => Later::Coming,
        Some("missing") => Later::Missing,
        _ => Later::There,
    }
}

/// Whether the later part is there; draws anew once that changes.
#[hook]
pub(in crate::app) fn use_later() -> Later {
    let state = use_state_eq(now);
    let setter = state.setter();
    use_effect_with((), move |_| {
        let listener =
            window().map(|window| EventListener::new(&window.into(), "headroom-later", move |_| setter.set(now())));
        move || drop(listener)
    });
    *state
}
