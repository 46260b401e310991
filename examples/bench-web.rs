//! The times of `benches/`, in a browser: `make bench-web`. Times the case whose place stands in the address behind `#`,
//! or names all where none does, and writes what it found into the page, as JSON.
#![allow(clippy::expect_used, reason = "a bench without its drawing is worth stopping for")]

#[cfg(target_arch = "wasm32")]
#[path = "../benches/support/cases.rs"]
mod cases;

#[cfg(target_arch = "wasm32")]
fn main() {
    let window = web_sys::window().expect("a page");
    let mut cases = cases::all();
    let place = window.location().hash().expect("an address");
    let told = match place.trim_start_matches('#').parse::<usize>() {
        Ok(place) => median_ms(cases.swap_remove(place), &window.performance().expect("a clock")).to_string(),
        Err(_) => format!("{:?}", cases.iter().map(|case| case.name.as_str()).collect::<Vec<_>>()),
    };
    gloo::utils::body().set_text_content(Some(&told));
}

/// The median of its times, milliseconds.
#[cfg(target_arch = "wasm32")]
fn median_ms(case: cases::Case, clock: &web_sys::Performance) -> f64 {
    let now = || clock.now();
    let mut run = (case.ready)();
    // Long enough for the compiler behind the scenes to have done its best.
    let begun = now();
    while now() - begun < 300.0 {
        run();
    }
    let mut times = Vec::new();
    let begun = now();
    while times.len() < 3 || now() - begun < 700.0 {
        // The clock is coarse: short runs are timed several together.
        let (start, mut runs) = (now(), 0.0);
        while runs == 0.0 || now() - start < 2.0 {
            run();
            runs += 1.0;
        }
        times.push((now() - start) / runs);
    }
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
