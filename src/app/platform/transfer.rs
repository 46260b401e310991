//! Files and the clipboard.

use js_sys::Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, HtmlInputElement, Url};

use super::{document, window};

/// Files larger than this are not read: no drawing is.
const MAX_FILE: f64 = 4.0 * 1024.0 * 1024.0;

/// Offers a text as a file to keep. False where the browser refuses.
pub(in crate::app) fn download(name: &str, text: &str) -> bool {
    offer(name, text).is_some()
}

fn offer(name: &str, text: &str) -> Option<()> {
    let kind = BlobPropertyBag::new();
    kind.set_type("application/json");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&JsValue::from_str(text)), &kind).ok()?;
    let address = Url::create_object_url_with_blob(&blob).ok()?;
    let link: HtmlAnchorElement = document()?.create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // The browser has taken the file by then.
    super::frame::after(10_000, move || {
        let _ = Url::revoke_object_url(&address);
    })
    .forget();
    Some(())
}

/// Lets the user pick a file of a kind, and hands its text over; none where it is too large to be read.
pub(in crate::app) fn pick(kind: &str, each: impl Fn(Option<String>) + 'static) {
    let input = document().and_then(|document| document.create_element("input").ok());
    let Some(input) = input.and_then(|input| input.dyn_into::<HtmlInputElement>().ok()) else { return };
    input.set_type("file");
    input.set_accept(kind);
    let picked = input.clone();
    let closure = Closure::once_into_js(move || {
        let Some(file) = picked.files().and_then(|files| files.get(0)) else { return };
        if file.size() > MAX_FILE {
            each(None);
            return;
        }
        let read = Closure::once_into_js(move |text: JsValue| each(text.as_string()));
        when_settled(&file.text(), &Array::of1(&read));
    });
    input.set_onchange(Some(closure.unchecked_ref()));
    input.click();
}

/// Puts a text on the clipboard, and says whether it got there.
pub(in crate::app) fn copy(text: &str, each: impl Fn(bool) + Clone + 'static) {
    let Some(window) = window() else { return each(false) };
    let clipboard = js_sys::Reflect::get(&window.navigator(), &"clipboard".into()).unwrap_or(JsValue::UNDEFINED);
    if clipboard.is_undefined() {
        // Only secure pages have one.
        return each(false);
    }
    let promise = window.navigator().clipboard().write_text(text);
    let failed = each.clone();
    let done = Closure::once_into_js(move |_: JsValue| each(true));
    let refused = Closure::once_into_js(move |_: JsValue| failed(false));
    when_settled(&promise, &Array::of2(&done, &refused));
}

/// Hands a promise what to call when it is kept, and when it is not.
fn when_settled(promise: &JsValue, calls: &Array) {
    let then = js_sys::Reflect::get(promise, &"then".into()).ok();
    if let Some(then) = then.and_then(|then| then.dyn_into::<js_sys::Function>().ok()) {
        let _ = then.apply(promise, calls);
    }
}
