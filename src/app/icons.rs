//! The symbols that the page uses, once, to be referred to by id. Strokes and colours come from the style sheet.

use yew::prelude::*;

use crate::catalogue;
use crate::catalogue::spec::ServiceSpec;

/// The page's own symbols: id, the side of its square, and its inside. `u` are tools, `s` are states.
const SYMBOLS: &[(&str, u32, &str)] = &[
    ("u-undo", 24, r#"<path d="M8.5 5L4 9.5 8.5 14"/><path d="M4.5 9.5H14a5.5 5.5 0 0 1 0 11h-3"/>"#),
    ("u-redo", 24, r#"<path d="M15.5 5L20 9.5 15.5 14"/><path d="M19.5 9.5H10a5.5 5.5 0 0 0 0 11h3"/>"#),
    ("u-play", 24, r#"<path d="M8 5.2v13.6L19 12z"/>"#),
    ("u-share", 24, r#"<path d="M12 15V4M7.5 8L12 3.5 16.5 8M5 13v6.5h14V13"/>"#),
    (
        "u-sun",
        24,
        r#"<circle cx="12" cy="12" r="4"/><path d="M12 2.5v2.2M12 19.3v2.2M2.5 12h2.2M19.3 12h2.2M5.3 5.3l1.5 1.5M17.2 17.2l1.5 1.5M18.7 5.3l-1.5 1.5M6.8 17.2l-1.5 1.5"/>"#,
    ),
    ("u-moon", 24, r#"<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z"/>"#),
    (
        "u-contrast",
        24,
        r#"<circle cx="12" cy="12" r="8.5"/><path d="M12 3.5a8.5 8.5 0 0 1 0 17z" fill="currentColor"/>"#,
    ),
    ("u-search", 24, r#"<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5L21 21"/>"#),
    ("u-plus", 24, r#"<path d="M12 5v14M5 12h14"/>"#),
    ("u-minus", 24, r#"<path d="M5 12h14"/>"#),
    ("u-fit", 24, r#"<path d="M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5"/>"#),
    ("u-chev", 24, r#"<path d="M6 9l6 6 6-6"/>"#),
    ("u-step", 24, r#"<path d="M6 5.5v13l9-6.5zM18 5.5v13"/>"#),
    ("u-restart", 24, r#"<path d="M6 5.5v13M18 5.5v13L9 12z"/>"#),
    ("u-bolt", 24, r#"<path d="M13 3L5.5 13.5H11L10 21l7.5-10.5H12z"/>"#),
    ("u-right", 24, r#"<path d="M5 12h14M13 6l6 6-6 6"/>"#),
    ("u-chevr", 24, r#"<path d="M9 6l6 6-6 6"/>"#),
    ("u-close", 24, r#"<path d="M6 6l12 12M18 6L6 18"/>"#),
    ("u-up", 24, r#"<path d="M12 20V5M5.5 11L12 4.5 18.5 11"/>"#),
    ("u-down", 24, r#"<path d="M12 4v15M5.5 13l6.5 6.5 6.5-6.5"/>"#),
    ("u-swap", 24, r#"<path d="M4 8h15M15 4l4 4-4 4M20 16H5M9 12l-4 4 4 4"/>"#),
    ("u-table", 24, r#"<rect x="3.5" y="4.5" width="17" height="15" rx="2"/><path d="M3.5 10h17M9.5 10v9.5"/>"#),
    (
        "u-diagram",
        24,
        r#"<rect x="3" y="8.5" width="6.5" height="7" rx="1.5"/><rect x="15" y="3.5" width="6" height="6" rx="1.5"/><rect x="15" y="14.5" width="6" height="6" rx="1.5"/><path d="M9.5 12H12V6.5h3M12 12v5.5h3"/>"#,
    ),
    (
        "u-link",
        24,
        r#"<path d="M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1"/>"#,
    ),
    ("u-dots", 24, r#"<path d="M5 12h.01M12 12h.01M19 12h.01"/>"#),
    ("u-chart", 24, r#"<path d="M4 4v16h16"/><path d="M7 15c5 0 6-1 7.5-4S17 6 20 6"/>"#),
    ("u-check", 24, r#"<path d="M5 12.5l4.5 4.5L19 7.5"/>"#),
    ("s-idle", 16, r#"<circle class="glyph-own" cx="8" cy="8" r="5.7"/><path class="glyph-own" d="M5.5 8h5"/>"#),
    ("s-healthy", 16, r#"<circle class="body" cx="8" cy="8" r="7"/><path class="glyph" d="M5 8.3l2.1 2.1L11.2 6"/>"#),
    (
        "s-warm",
        16,
        r#"<path class="body" d="M7 1.8a1.2 1.2 0 0 1 2 0l6.3 11a1.2 1.2 0 0 1-1 1.8H1.7a1.2 1.2 0 0 1-1-1.8z"/><path class="glyph" d="M8 6v3.6M8 12h.01"/>"#,
    ),
    (
        "s-saturated",
        16,
        r#"<path class="body" d="M5.2 1h5.6L15 5.2v5.6L10.8 15H5.2L1 10.8V5.2z"/><path class="glyph" d="M4.8 8h6.4"/>"#,
    ),
    (
        "s-failing",
        16,
        r#"<path class="body" d="M8 .3L15.7 8 8 15.7.3 8z"/><path class="glyph" d="M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4"/>"#,
    ),
    (
        "s-booting",
        16,
        r#"<circle class="glyph-own" cx="8" cy="8" r="6.6" stroke-dasharray="2.6 1.6"/><path class="glyph-own" d="M8 11V5.4M5.6 7.6L8 5.2l2.4 2.4"/>"#,
    ),
    (
        "s-draining",
        16,
        r#"<rect class="body" x="1.2" y="1.2" width="13.6" height="13.6" rx="2.4"/><path class="glyph" d="M8 4.6v6M5.4 8.2L8 10.8l2.6-2.6"/>"#,
    ),
    ("u-pause", 24, r#"<path d="M8 5.5v13M16 5.5v13"/>"#),
    (
        "u-tune",
        24,
        r#"<path d="M4 7.5h8.5M17.5 7.5H20M4 16.5h2.5M11.5 16.5H20"/><circle cx="15" cy="7.5" r="2.5"/><circle cx="9" cy="16.5" r="2.5"/>"#,
    ),
    (
        "u-gear",
        24,
        r#"<circle cx="12" cy="12" r="3"/><path d="M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2M18.4 5.6l-2.2 2.2M7.8 16.2l-2.2 2.2"/>"#,
    ),
    ("u-trash", 24, r#"<path d="M4.5 7h15M9.5 7V4.5h5V7M6.5 7l.8 12.5h9.4L17.5 7M10.3 10.5v5.5M13.7 10.5v5.5"/>"#),
    ("u-file", 24, r#"<path d="M6 3.5h8l4.5 4.5v12.5H6zM13.5 3.5V8.5h5"/>"#),
    ("u-split", 24, r#"<path d="M4 12h5M9 12c4 0 3-6 8-6M9 12c4 0 3 6 8 6M14.5 3L18 6l-3.5 3M14.5 15l3.5 3-3.5 3"/>"#),
];

/// The page's own symbols, and those of the services that the first screen shows.
pub(super) fn symbols((): &()) -> Html {
    let own = SYMBOLS.iter().map(|(id, side, inside)| symbol(id, *side, inside));
    defined(own.chain(catalogue::first().into_iter().map(pictogram)).collect())
}

/// The pictograms of all other services: they come behind the first screen.
#[inline(never)]
pub(super) fn pictograms((): &()) -> Html {
    let is_new = |spec: &&&ServiceSpec| catalogue::first().iter().all(|first| first.id != spec.id);
    defined(catalogue::all().iter().filter(is_new).map(|spec| pictogram(spec)).collect())
}

fn defined(symbols: String) -> Html {
    // Nothing of it comes from a drawing: it is all written in this program.
    Html::from_html_unchecked(
        format!(r#"<svg class="defs" aria-hidden="true" focusable="false"><defs>{symbols}</defs></svg>"#).into(),
    )
}

fn pictogram(spec: &ServiceSpec) -> String {
    symbol(&format!("p-{}", spec.id), 24, spec.icon)
}

fn symbol(id: &str, side: u32, inside: &str) -> String {
    format!(r#"<symbol id="{id}" viewBox="0 0 {side} {side}">{inside}</symbol>"#)
}
