//! What this browser keeps. A browser may keep nothing: then every read finds nothing and every write says so.

use super::window;

/// The drawing.
pub(in crate::app) const DRAWING: &str = "headroom.drawing";
/// The language.
pub(in crate::app) const LANGUAGE: &str = "headroom.language";
/// The theme.
pub(in crate::app) const THEME: &str = "headroom.theme";
/// The drawing as it was when the program failed.
pub(super) const RESCUED: &str = "headroom.rescued";

fn store() -> Option<web_sys::Storage> {
    window()?.local_storage().ok().flatten()
}

/// What is kept under a key.
pub(in crate::app) fn read(key: &str) -> Option<String> {
    store()?.get_item(key).ok().flatten()
}

/// Keeps a text under a key. False where the browser does not.
pub(in crate::app) fn write(key: &str, text: &str) -> bool {
    store().is_some_and(|store| store.set_item(key, text).is_ok())
}
