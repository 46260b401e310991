//! Wires: their line, the dots that flow along them, their arrow and their number.

use crate::lists::Map;

use yew::prelude::*;

use super::face::Detail;
use crate::app::dom::{element, group, n, path, rect, text};
use crate::app::i18n::number;
use crate::editor::geometry::{Pt, Rect};
use crate::editor::labels;
use crate::editor::measure::text_width;
use crate::editor::preference::Language;
use crate::editor::routing::{Route, Side};
use crate::editor::status::{Status, density};
use crate::model::scenario::{Edge, NodeId};
use crate::units::decimal;

/// A wire ready to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Wire {
    /// What it joins.
    pub(super) edge: Edge,
    /// Its way.
    pub(super) route: Route,
    /// Questions a second.
    pub(super) rate: f64,
    /// How its target is doing.
    pub(super) status: Status,
    /// Its number and where that stands.
    pub(super) label: Option<(Pt, String, f64)>,
}

/// Every wire with its number placed; the busiest choose their place first.
pub(super) fn wires(
    routes: &Map<Edge, Route>,
    cards: &Map<NodeId, Rect>,
    statuses: &Map<NodeId, Status>,
    rates: &Map<Edge, f64>,
    detail: Detail,
    language: Language,
) -> Vec<Wire> {
    let rate = |edge: &Edge| rates.get(edge).copied().unwrap_or(0.0);
    let size = if detail == Detail::Full { 11.0 } else { 15.0 };
    let mut wanted: Vec<(Edge, f64)> = routes
        .keys()
        .filter(|edge| detail != Detail::Ring && rate(edge) > 0.0)
        .map(|edge| (*edge, text_width(&number::rate(language, rate(edge)), size) + 10.0))
        .collect();
    crate::lists::sort(&mut wanted, |a, b| rate(&a.0) > rate(&b.0));
    let places = labels::place(routes, cards, &wanted);
    let widths = Map::from_iter(wanted);
    routes
        .iter()
        .map(|(&edge, &route)| {
            let label = places.get(&edge).zip(widths.get(&edge));
            Wire {
                edge,
                route,
                rate: rate(&edge),
                status: statuses.get(&edge.to).copied().unwrap_or_default(),
                label: label.map(|(at, width)| (*at, number::rate(language, rate(&edge)), *width)),
            }
        })
        .collect()
}

/// A wire, and whether it is selected.
pub(super) type WireProps = (Wire, bool);

/// A wire without its number: numbers are drawn above all wires.
pub(super) fn line((wire, selected): &WireProps) -> Html {
    let Wire { edge, route, rate, status, .. } = wire;
    let way = route.path();
    let density = density(*rate);
    let class = ["edge-g", edge_class(*status), if *selected { " edge--selected" } else { "" }].concat();
    let mut inside = vec![path("edge-hit", &way), path("edge", &way)];
    if density > 0 {
        inside.push(path(&["edge-flow flow-", &density.to_string()].concat(), &way));
    }
    inside.push(arrow(route.points[3], route.to));
    let id = edge_id(*edge);
    element("g", &[("class", &class), ("data-edge", &id), ("data-rate", &decimal::fixed(*rate, 3))], inside)
}

/// A connection's name in the page.
pub(super) fn edge_id(edge: Edge) -> String {
    [&edge.from.0.to_string(), "-", &edge.to.0.to_string()].concat()
}

const fn edge_class(status: Status) -> &'static str {
    match status {
        Status::Saturated => " edge--saturated",
        Status::Failing => " edge--failing",
        _ => "",
    }
}

fn arrow(at: Pt, side: Side) -> Html {
    let transform = ["translate(", &n(at.x), " ", &n(at.y), ") rotate(", &side.arrow_angle().to_string(), ")"].concat();
    element("path", &[("class", "edge-arrow"), ("d", "M0 0L-8 -4.5V4.5z"), ("transform", &transform)], Vec::new())
}

/// The number of a wire.
pub(super) fn label(wire: &Wire, detail: Detail) -> Option<Html> {
    let (at, words, width) = wire.label.as_ref()?;
    let place = labels::around(*at, *width);
    let base = at.y + if detail == Detail::Full { 4.0 } else { 5.5 };
    let full = matches!(wire.status, Status::Saturated | Status::Failing);
    let class = [
        "edge-label",
        if full { " edge-label-saturated" } else { "" },
        if detail == Detail::Full { "" } else { " edge-label-large" },
    ];
    Some(group(
        "",
        vec![
            rect("edge-pill", place.x, place.y, place.w, place.h, 9.0),
            text(&class.concat(), at.x, base, &words.clone()),
        ],
    ))
}

/// A connection in the making, from a card to the pointer.
#[inline(never)]
pub(super) fn loose(card: &Rect, to: Pt, refused: bool) -> Html {
    let side = Side::ALL.into_iter().min_by(|a, b| a.middle(card).distance(to).total_cmp(&b.middle(card).distance(to)));
    let side = side.unwrap_or(Side::Right);
    let entry = match side {
        Side::Left => Side::Right,
        Side::Right => Side::Left,
        Side::Top => Side::Bottom,
        Side::Bottom => Side::Top,
    };
    let route = Route::between(side.middle(card), side, to, entry);
    let class = if refused { "edge-g edge--refused" } else { "edge-g edge--ghost" };
    group(class, vec![path("edge", &route.path()), arrow(to, entry)])
}
