//! Component tests. They run in a headless browser: `make web`.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::expect_used, reason = "a test stops at the first surprise, helpers included")]

#[path = "support/digest.rs"]
mod digest;
#[path = "support/networks.rs"]
mod networks;

use headroom::app::App;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn the_page_has_one_main_heading() -> Result<(), JsValue> {
    let host = gloo::utils::document().create_element("div")?;
    gloo::utils::body().append_child(&host)?;

    yew::Renderer::<App>::with_root(host.clone()).render();
    yew::scheduler::flush().await;

    assert_eq!(host.get_elements_by_tag_name("h1").length(), 1);
    Ok(())
}

#[wasm_bindgen_test]
fn the_engine_says_here_what_it_says_natively() {
    assert_eq!(digest::digest(), digest::GOLDEN.trim());
}

#[wasm_bindgen_test]
fn networks_have_the_steady_states_that_they_have_natively() {
    assert_eq!(digest::networks_digest(), digest::GOLDEN_NETWORKS.trim());
}

#[wasm_bindgen_test]
fn networks_are_played_here_as_they_are_natively() {
    assert_eq!(digest::trace_digest(), digest::GOLDEN_TRACE.trim());
}
