//! Knee, limit and the users now, with the values there, over the curves.

use yew::prelude::*;

use super::GrowthProps;
use super::axes::{Axes, LEFT, TOP};
use crate::app::dom::{circle, element, group, n, path, rect, text};
use crate::app::i18n::{self, number, sentence, strings};
use crate::editor::measure::text_width;
use crate::engine::report::{Latency, Limit};
use crate::model::workload::USERS;

/// The markers.
pub(super) fn markers(shown: &GrowthProps, axes: &Axes, limit: Option<Limit>) -> Html {
    let now = axes.x(f64::from(shown.users));
    let upright = |x: f64, top: f64| ["M", &n(x), " ", &n(top), "V", &n(axes.bottom())].concat();
    let limit = limit.filter(|limit| limit.users < f64::from(*USERS.end()));
    let knee = shown.curves.knee.filter(|knee| limit.is_none_or(|limit| *knee < limit.users));
    let latency = shown.report.as_ref().and_then(|report| report.latency);
    let mut drawn = Vec::new();
    if let Some(knee) = knee {
        drawn.push(path("knee-line", &upright(axes.x(knee), TOP + 16.0)));
    }
    if let Some(limit) = limit {
        drawn.push(path("break-line", &upright(axes.x(limit.users), TOP)));
    }
    drawn.push(path("now-line", &upright(now, 18.0)));
    if let Some(latency) = latency {
        let values = [("d-p50", latency.p50), ("d-p95", latency.p95), ("d-p99", latency.p99)];
        drawn.extend(values.map(|(class, value)| circle(&["now-dot ", class].concat(), now, axes.y(value.0), 4.0)));
    }
    drawn.push(legend(shown, latency));
    labels(shown, axes, now, knee, limit, &mut drawn);
    element("g", &[("class", "markers"), ("aria-hidden", "true")], drawn)
}

/// What the curves are, with the values at the users now. It stands where no curve of a growing system is: top left.
fn legend(shown: &GrowthProps, latency: Option<Latency>) -> Html {
    let value = |ms: Option<f64>| ms.map_or_else(|| "–".to_owned(), |ms| number::duration(shown.language, ms));
    let rows = [
        ("p99", latency.map(|latency| latency.p99.0)),
        ("p95", latency.map(|latency| latency.p95.0)),
        ("p50", latency.map(|latency| latency.p50.0)),
    ];
    let (x, mut y) = (LEFT + 8.0, TOP + 12.0);
    let mut drawn = vec![rect("legend-ground", x - 4.0, y - 11.0, 116.0, 56.0, 6.0)];
    for (name, ms) in rows {
        drawn.push(path(&["c-", name].concat(), &["M", &n(x), " ", &n(y), "h16"].concat()));
        drawn.push(text(&["l-", name].concat(), x + 22.0, y + 4.0, name));
        drawn.push(text(&["end l-", name].concat(), x + 106.0, y + 4.0, &value(ms)));
        y += 17.0;
    }
    group("legend", drawn)
}

/// The chip of the users now and the limit's label share the line above the curves: the chip moves out of the way.
fn labels(shown: &GrowthProps, axes: &Axes, now: f64, knee: Option<f64>, limit: Option<Limit>, drawn: &mut Vec<Html>) {
    let language = shown.language;
    let right = axes.right() + 18.0;
    let mut taken = None;
    if let Some(limit) = limit {
        let what = i18n::resource_of(language, &shown.scenario, limit.node, limit.resource);
        let words = sentence::breaks_flag(language, &what, limit.resource, limit.users);
        let (x, width) = (axes.x(limit.users), text_width(&words, 11.0) * 1.08);
        let left = if x + 8.0 + width <= right { x + 8.0 } else { x - 8.0 - width };
        drawn.push(text("l-break", left, 14.0, &words));
        taken = Some((left, left + width));
    }
    if let Some(knee) = knee {
        let words = [strings(language).knee, " ", &number::limit(knee)].concat();
        let x = axes.x(knee);
        if x - 6.0 - text_width(&words, 11.0) > LEFT + 118.0 {
            drawn.push(text("l-knee end", x - 6.0, TOP + 26.0, &words));
        } else if axes.width > 420.0 {
            drawn.push(text("l-knee", x + 6.0, TOP + 26.0, &words));
        }
    }
    let users = number::whole(f64::from(shown.users));
    let chip = text_width(&users, 11.0) * 1.08 + 14.0;
    let left = chip_place(now, chip, taken, right);
    drawn.push(rect("now-chip", left, 2.0, chip, 17.0, 4.0));
    drawn.push(text("now-text mid", left + chip / 2.0, 14.0, &users));
}

/// Over its line if there is room, else as near beside the limit's label as it gets.
fn chip_place(now: f64, width: f64, taken: Option<(f64, f64)>, right: f64) -> f64 {
    // Less than the gap wished for below, so that rounding does not rule those places out.
    let free = |left: f64| taken.is_none_or(|(from, to)| left + width + 3.0 <= from || left >= to + 3.0);
    let inside = |left: f64| left >= 2.0 && left + width <= right;
    let mut wishes = vec![now - width / 2.0, now - width, now];
    if let Some((from, to)) = taken {
        wishes.extend([from - 4.0 - width, to + 4.0]);
    }
    wishes
        .iter()
        .copied()
        .find(|&left| free(left) && inside(left))
        .unwrap_or((now - width / 2.0).min(right - width).max(2.0))
}
