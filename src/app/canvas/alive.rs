//! What moves on a card in a run: its instances by what they do, and what waits for it.

use yew::prelude::*;

use super::face::InTime;
use crate::app::dom::{circle, element, group, n, path, rect, symbol, words};
use crate::app::i18n::timeline;
use crate::editor::footprint::TEXT_X;
use crate::editor::geometry::Size;
use crate::editor::preference::Language;
use crate::editor::time::moment::Instance;

/// The strip of the instances: above the foot of a card.
const STRIP_Y: f64 = 42.0;
const STRIP_H: f64 = 4.0;
const GAP: f64 = 2.5;
const WIDEST: f64 = 12.0;
/// From one drop to the next.
const DROP: f64 = 7.0;

/// A mark for each instance. What it does is told by its shape first.
#[inline(never)]
pub(super) fn instances(of: &InTime, size: Size) -> Html {
    let room = size.w - TEXT_X - 10.0;
    let count = of.marks.len().max(1) as f64;
    let width = ((room - GAP * (count - 1.0)) / count).clamp(2.0, WIDEST);
    let one = |(place, state): (usize, &Instance)| {
        let x = TEXT_X + place as f64 * (width + GAP);
        let class = ["alive alive-", state.code()].concat();
        match state {
            Instance::InService | Instance::Starting => rect(&class, x, STRIP_Y, width, STRIP_H, 1.5),
            // Half of it is gone.
            Instance::Draining => {
                let half = rect(&class, x, STRIP_Y + STRIP_H / 2.0, width, STRIP_H / 2.0, 1.0);
                group("", vec![rect("alive alive-outline", x, STRIP_Y, width, STRIP_H, 1.5), half])
            }
            Instance::Dead => path(&class, &cross(x, STRIP_Y, width.min(6.0), STRIP_H)),
        }
    };
    group("instances", of.marks.iter().enumerate().map(one).collect())
}

/// What lets a part fail: at the corner of its card.
#[inline(never)]
pub(super) fn bolt(size: Size, language: Language) -> Html {
    let name = element("title", &[], vec![words(timeline::words(language).fail)]);
    let sign = symbol("bolt-sign", "u-bolt", size.w - 7.0, -7.0, 14.0);
    group("bolt", vec![name, circle("bolt-ground", size.w, 0.0, 10.0), sign])
}

fn cross(x: f64, y: f64, w: f64, h: f64) -> String {
    let (left, right, top, bottom) = (n(x), n(x + w), n(y), n(y + h));
    ["M", &left, " ", &top, "L", &right, " ", &bottom, "M", &right, " ", &top, "L", &left, " ", &bottom].concat()
}

/// What waits, as drops before the number, and where that begins.
pub(super) fn drops(count: usize, class: &str) -> (Vec<Html>, f64) {
    let drop = |place: usize| circle(class, 8.0 + place as f64 * DROP, -11.0, 2.5);
    ((0..count).map(drop).collect(), 8.0 + count as f64 * DROP)
}
