//! A card.

use yew::prelude::*;

use super::alive::{self, drops};
use super::face::{Detail, Face, Placed};
use super::fleet::instances;
use crate::app::controls::hue;
use crate::app::dom::{circle, element, group, n, path, rect, symbol, text};
use crate::app::i18n::{number, strings};
use crate::editor::geometry::Size;
use crate::editor::preference::Language;
use crate::editor::status::Status;

/// A card and how it is shown.
#[derive(PartialEq)]
pub(super) struct CardProps {
    /// The card.
    pub(super) placed: Placed,
    /// How much of it can be read.
    pub(super) detail: Detail,
    /// Whether it is selected.
    pub(super) selected: bool,
    /// Whether it is being dragged.
    pub(super) lifted: bool,
    /// Whether it can be let fail here.
    pub(super) bolt: bool,
    /// Whether a connection in the making points at it, and whether it may.
    pub(super) aimed: Option<bool>,
    /// The language.
    pub(super) language: Language,
}

/// A card.
pub(super) fn card(props: &CardProps) -> Html {
    let Placed { face, rect: place, footprint } = &props.placed;
    let (size, code) = (footprint.size, face.status.code());
    let states = [
        if props.selected { " is-selected" } else { "" },
        if props.lifted { " is-lifted" } else { "" },
        if footprint.zones.is_empty() { "" } else { " is-fleet" },
        match props.aimed {
            Some(true) => " is-aimed",
            Some(false) => " is-refused",
            None => "",
        },
    ];
    let class = ["node node--", code, &states.concat()].concat();
    let transform = ["translate(", &n(place.x), " ", &n(place.y), ")"].concat();
    let attributes = [
        ("class", class.as_str()),
        ("transform", &transform),
        ("tabindex", "0"),
        ("role", "group"),
        ("aria-current", if props.selected { "true" } else { "" }),
        ("aria-label", &face.spoken(props.language)),
        ("data-node", &face.id.0.to_string()),
        ("data-service", &face.service),
        ("data-status", code),
    ];
    let mut inside = vec![
        rect("focus-box", -4.0, -4.0, size.w + 8.0, size.h + 8.0, 13.0),
        rect("card", 0.0, 0.0, size.w, size.h, 10.0),
    ];
    if props.detail == Detail::Ring {
        far(face, size, &mut inside);
    } else {
        near(props, size, &mut inside);
    }
    inside.push(trouble(face, size, props.language));
    inside.push(handles(size, props.bolt, props.language));
    element("g", &attributes, inside)
}

/// The card from near enough to be read.
fn near(props: &CardProps, size: Size, inside: &mut Vec<Html>) {
    let Placed { face, footprint, .. } = &props.placed;
    let cut = face.cut(size, props.detail);
    let status = ["st-", face.status.code()].concat();
    let sign = ["s-", face.status.code()].concat();
    let fleet = !footprint.zones.is_empty();
    let full = props.detail == Detail::Full;
    let foot_h = if fleet { 28.0 } else { 24.0 };
    let foot = size.h - foot_h;
    let base = foot + foot_h / 2.0 + 4.0;
    let ring_y = if full || fleet { 24.0 } else { 36.0 };
    if full || fleet {
        inside.push(path("foot-tint", &tint(size, foot)));
        inside.push(path("card-foot", &["M0 ", &n(foot), "h", &n(size.w)].concat()));
    }
    ring(face, 25.0, ring_y, 16.0, inside);
    inside.push(symbol(&["pic ", hue(face.group)].concat(), &["p-", &face.service].concat(), 16.0, ring_y - 9.0, 18.0));
    if full {
        inside.push(text("node-name", 50.0, 21.0, &cut.name));
        inside.push(text("node-sub", 50.0, 37.0, &cut.subtitle));
    } else {
        inside.push(text("node-name node-name-large", 48.0, if fleet { 31.0 } else { 32.0 }, &cut.name));
    }
    if fleet {
        inside.push(instances(&footprint.zones, face, full, props.language));
    }
    if let Some(run) = face.in_time.as_ref().filter(|run| (full || fleet) && !run.marks.is_empty()) {
        inside.push(alive::instances(run, size));
    }
    if full || fleet {
        inside.push(symbol(&status, &sign, 10.0, base - 11.0, 14.0));
        inside.push(text("node-res", 30.0, base, &cut.foot));
        inside.push(text("node-pct", size.w - 11.0, base, &face.value.clone()));
    } else {
        let value = if face.value.is_empty() { cut.foot } else { face.value.clone() };
        inside.push(symbol(&status, &sign, 49.0, 42.0, 17.0));
        inside.push(text("node-pct node-pct-large", 72.0, 57.0, &value));
    }
}

/// The card from far away: only its ring, large, and its status.
#[inline(never)]
fn far(face: &Face, size: Size, inside: &mut Vec<Html>) {
    let (x, y, code) = (size.w / 2.0, size.h / 2.0, face.status.code());
    ring(face, x, y, 28.0, inside);
    inside.push(symbol(&["pic ", hue(face.group)].concat(), &["p-", &face.service].concat(), x - 16.0, y - 16.0, 32.0));
    inside.push(symbol(&["st-", code].concat(), &["s-", code].concat(), x + 14.0, y + 6.0, 26.0));
}

fn ring(face: &Face, x: f64, y: f64, r: f64, inside: &mut Vec<Html>) {
    inside.push(circle("ring-track", x, y, r));
    if let Some(full) = face.ring.filter(|_| face.status != Status::Idle) {
        let dashes = [&full.max(1).to_string(), " 100"].concat();
        let attributes = [
            ("class", "ring"),
            ("cx", &n(x)),
            ("cy", &n(y)),
            ("r", &n(r)),
            ("pathLength", "100"),
            ("stroke-dasharray", &dashes),
        ];
        inside.push(element("circle", &attributes, Vec::new()));
    }
}

/// The foot of a card, round at its lower corners.
fn tint(size: Size, foot: f64) -> String {
    let (w, h) = (size.w - 2.0, size.h - foot - 10.0);
    ["M1 ", &n(foot), "h", &n(w), "v", &n(h), "a9 9 0 0 1-9 9H10a9 9 0 0 1-9-9z"].concat()
}

/// Requests that wait and fail because of this part, above it. In a run a part may have some that is not full.
fn trouble(face: &Face, size: Size, language: Language) -> Html {
    let full = is_full(face) || face.in_time.as_ref().is_some_and(|run| run.drops > 0);
    group("trouble", if full { waiting_and_failing(face, size, language) } else { Vec::new() })
}

const fn is_full(face: &Face) -> bool {
    matches!(face.status, Status::Saturated | Status::Failing)
}

#[inline(never)]
fn waiting_and_failing(face: &Face, size: Size, language: Language) -> Vec<Html> {
    let t = strings(language);
    let mut inside = Vec::new();
    let mut above = -7.0;
    if face.waiting >= 0.5 {
        // In the steady state three say that there are some; in a run they grow.
        let count = face.in_time.as_ref().map_or(3, |run| run.drops);
        let [drop, words] =
            if is_full(face) { ["waiting", "edge-label-saturated"] } else { ["waiting is-calm", "edge-label-calm"] };
        let (dots, end) = drops(count, drop);
        inside.extend(dots);
        let waiting = [&number::whole(face.waiting), " ", t.waiting].concat();
        inside.push(text(words, end, above, &waiting));
        // Many drops need all of the row.
        above = if count > 3 { -22.0 } else { above };
    }
    if face.failing >= 0.005 {
        let failing = ["✕ ", &number::rate(language, face.failing), " ", t.fail].concat();
        inside.push(text("edge-label-saturated end", size.w - 6.0, above, &failing));
    }
    inside
}

/// The frame of a selected card, the ports that connections are pulled from, and in a run the bolt that lets it fail.
fn handles(size: Size, bolt: bool, language: Language) -> Html {
    let mut inside = vec![rect("select-box", -1.0, -1.0, size.w + 2.0, size.h + 2.0, 11.0)];
    let ports = [(0.0, size.h / 2.0), (size.w, size.h / 2.0), (size.w / 2.0, 0.0), (size.w / 2.0, size.h)];
    inside.extend(ports.map(|(x, y)| circle("port", x, y, 4.5)));
    if bolt {
        inside.push(alive::bolt(size, language));
    }
    group("handles", inside)
}
