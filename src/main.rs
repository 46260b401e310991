//! Mounts the app in the page; does nothing outside a browser.

fn main() {
    #[cfg(target_arch = "wasm32")]
    mount();
}

#[cfg(target_arch = "wasm32")]
fn mount() {
    use headroom::app::{App, platform};

    platform::watch_for_panics();
    if let Some(host) = platform::host() {
        yew::Renderer::<App>::with_root(host).render();
    }
}
