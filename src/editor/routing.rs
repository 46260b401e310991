//! The way of each wire: a smooth curve from a side of one card to a side of another, around the others where that is cheap.

use crate::lists::Map;
use crate::units::decimal::tenths;

use super::geometry::{Pt, Rect};
use crate::model::scenario::{Edge, NodeId};

/// Drawings with more cards than this have their wires take the straight way, so that a drag stays fluid.
const AVOID_UP_TO: usize = 40;
/// A gap between two cards that is wide enough for a wire to run across.
const GAP: f64 = 24.0;

/// A side of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Left.
    Left,
    /// Right.
    Right,
    /// Top.
    Top,
    /// Bottom.
    Bottom,
}

impl Side {
    /// Every side.
    pub const ALL: [Self; 4] = [Self::Left, Self::Right, Self::Top, Self::Bottom];

    const fn outward(self) -> Pt {
        match self {
            Self::Left => Pt::new(-1.0, 0.0),
            Self::Right => Pt::new(1.0, 0.0),
            Self::Top => Pt::new(0.0, -1.0),
            Self::Bottom => Pt::new(0.0, 1.0),
        }
    }

    /// The middle of this side of a card.
    pub fn middle(self, card: &Rect) -> Pt {
        self.along(card, 0.5)
    }

    const fn is_upright(self) -> bool {
        matches!(self, Self::Left | Self::Right)
    }

    fn along(self, card: &Rect, share: f64) -> Pt {
        match self {
            Self::Left => Pt::new(card.x, card.y + card.h * share),
            Self::Right => Pt::new(card.right(), card.y + card.h * share),
            Self::Top => Pt::new(card.x + card.w * share, card.y),
            Self::Bottom => Pt::new(card.x + card.w * share, card.bottom()),
        }
    }

    /// The angle of an arrow that goes into this side, in degrees.
    pub const fn arrow_angle(self) -> i32 {
        match self {
            Self::Left => 0,
            Self::Top => 90,
            Self::Right => 180,
            Self::Bottom => -90,
        }
    }
}

/// A wire: a cubic curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Route {
    /// Its beginning, the two points that bend it, and its end.
    pub points: [Pt; 4],
    /// The side that it leaves.
    pub from: Side,
    /// The side that it enters.
    pub to: Side,
}

impl Route {
    /// The curve between two points on two sides.
    pub fn between(start: Pt, from: Side, end: Pt, to: Side) -> Self {
        let reach = if from.is_upright() == to.is_upright() && from != to {
            let gap = if from.is_upright() { (end.x - start.x).abs() } else { (end.y - start.y).abs() };
            (gap / 2.0).clamp(12.0, 140.0)
        } else {
            (start.distance(end) / 2.0).clamp(28.0, 120.0)
        };
        let bent = |at: Pt, side: Side| Pt::new(at.x + side.outward().x * reach, at.y + side.outward().y * reach);
        Self { points: [start, bent(start, from), bent(end, to), end], from, to }
    }

    /// The place at a share of the curve.
    pub fn at(&self, t: f64) -> Pt {
        let [a, b, c, d] = self.points;
        let s = 1.0 - t;
        let (wa, wb, wc, wd) = (s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t);
        Pt::new(wa * a.x + wb * b.x + wc * c.x + wd * d.x, wa * a.y + wb * b.y + wc * c.y + wd * d.y)
    }

    /// Places along the curve, its ends included.
    pub fn samples(&self, count: u32) -> impl Iterator<Item = Pt> + '_ {
        (0..=count).map(move |n| self.at(f64::from(n) / f64::from(count)))
    }

    /// How near the curve comes to a place.
    pub fn distance(&self, place: Pt) -> f64 {
        let points: Vec<Pt> = self.samples(32).collect();
        points.windows(2).map(|pair| to_segment(place, pair[0], pair[1])).fold(f64::INFINITY, f64::min)
    }

    /// The curve as SVG path data.
    pub fn path(&self) -> String {
        let mut way = String::new();
        for (before, point) in ["M", "C", " ", " "].into_iter().zip(self.points) {
            for part in [before, &tenths(point.x), " ", &tenths(point.y)] {
                way.push_str(part);
            }
        }
        way
    }
}

fn to_segment(place: Pt, a: Pt, b: Pt) -> f64 {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let length = dx * dx + dy * dy;
    let t = if length > 0.0 { (((place.x - a.x) * dx + (place.y - a.y) * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    place.distance(Pt::new(a.x + t * dx, a.y + t * dy))
}

/// The routes of all wires. Wires that share a side of a card stand apart, in the order of where they go.
pub fn routes(cards: &Map<NodeId, Rect>, edges: impl IntoIterator<Item = Edge>) -> Map<Edge, Route> {
    let sides: Vec<(Edge, Side, Side)> = edges
        .into_iter()
        .filter_map(|edge| {
            let (from, to) = chosen_sides(cards, edge)?;
            Some((edge, from, to))
        })
        .collect();
    let ports = spread(cards, &sides);
    Map::from_iter(sides.into_iter().filter_map(|(edge, from, to)| {
        let (start, end) = (*ports.get(&(edge, true))?, *ports.get(&(edge, false))?);
        Some((edge, Route::between(start, from, end, to)))
    }))
}

fn chosen_sides(cards: &Map<NodeId, Rect>, edge: Edge) -> Option<(Side, Side)> {
    let (a, b) = (cards.get(&edge.from)?, cards.get(&edge.to)?);
    let natural = natural_sides(a, b);
    if cards.len() > AVOID_UP_TO {
        return Some(natural);
    }
    let others: Vec<Rect> =
        cards.iter().filter(|(id, _)| **id != edge.from && **id != edge.to).map(|(_, card)| card.grown(4.0)).collect();
    let cost = |(from, to): (Side, Side)| {
        let route = Route::between(from.middle(a), from, to.middle(b), to);
        let points: Vec<Pt> = route.samples(24).collect();
        let length: f64 = points.windows(2).map(|pair| pair[0].distance(pair[1])).sum();
        let blocked = points.iter().filter(|&&at| others.iter().any(|card| card.contains(at))).count();
        // The inside of its own two cards is no way either.
        let inside = points[2..points.len() - 2].iter().filter(|&&at| a.contains(at) || b.contains(at)).count();
        length + 120.0 * (blocked + inside) as f64
    };
    let straight = cost(natural);
    Side::ALL
        .into_iter()
        .flat_map(|from| Side::ALL.into_iter().map(move |to| (from, to)))
        .filter(|&pair| pair != natural)
        .map(|pair| (pair, cost(pair) + 80.0))
        .fold((natural, straight), |best, other| if other.1 < best.1 { other } else { best })
        .0
        .into()
}

fn natural_sides(a: &Rect, b: &Rect) -> (Side, Side) {
    if b.x - a.right() >= GAP {
        (Side::Right, Side::Left)
    } else if a.x - b.right() >= GAP {
        (Side::Left, Side::Right)
    } else if b.centre().y >= a.centre().y {
        (Side::Bottom, Side::Top)
    } else {
        (Side::Top, Side::Bottom)
    }
}

/// A wire's end at a side: whether it leaves there, and where along the side its other end lies.
type WireEnd = (Edge, bool, f64);

/// Where each wire leaves (`true`) and enters (`false`).
fn spread(cards: &Map<NodeId, Rect>, sides: &[(Edge, Side, Side)]) -> Map<(Edge, bool), Pt> {
    let mut ends: Map<(NodeId, Side), Vec<WireEnd>> = Map::new();
    for &(edge, from, to) in sides {
        let (Some(a), Some(b)) = (cards.get(&edge.from), cards.get(&edge.to)) else { continue };
        let order = |side: Side, other: &Rect| if side.is_upright() { other.centre().y } else { other.centre().x };
        ends.or_default((edge.from, from)).push((edge, true, order(from, b)));
        ends.or_default((edge.to, to)).push((edge, false, order(to, a)));
    }
    let mut ports = Map::new();
    for ((node, side), mut wires) in ends {
        let Some(card) = cards.get(&node) else { continue };
        crate::lists::sort(&mut wires, |a, b| a.2 < b.2);
        let length = if side.is_upright() { card.h } else { card.w };
        let step = (length / (wires.len() as f64 + 1.0)).min(48.0) / length;
        let first = 0.5 - step * (wires.len() as f64 - 1.0) / 2.0;
        for (index, (edge, leaves, _)) in wires.into_iter().enumerate() {
            ports.insert((edge, leaves), side.along(card, first + step * index as f64));
        }
    }
    ports
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cards(places: &[(f64, f64)]) -> Map<NodeId, Rect> {
        places.iter().enumerate().map(|(n, &(x, y))| (NodeId(n as u32), Rect::new(x, y, 148.0, 72.0))).collect()
    }

    fn edge(from: u32, to: u32) -> Edge {
        Edge { from: NodeId(from), to: NodeId(to) }
    }

    #[test]
    fn neighbours_in_a_row_are_joined_by_a_straight_wire() {
        let routes = routes(&cards(&[(0.0, 0.0), (200.0, 0.0)]), [edge(0, 1)]);
        let route = routes[&edge(0, 1)];
        assert_eq!((route.from, route.to), (Side::Right, Side::Left));
        assert!(route.samples(8).all(|at| at.y == 36.0));
    }

    #[test]
    fn a_part_below_is_entered_from_above() {
        let routes = routes(&cards(&[(0.0, 0.0), (10.0, 140.0)]), [edge(0, 1)]);
        assert_eq!((routes[&edge(0, 1)].from, routes[&edge(0, 1)].to), (Side::Bottom, Side::Top));
    }

    #[test]
    fn wires_on_one_side_do_not_cross_at_the_card() {
        let routes = routes(&cards(&[(0.0, 200.0), (300.0, 400.0), (300.0, 0.0)]), [edge(0, 1), edge(0, 2)]);
        assert!(routes[&edge(0, 2)].points[0].y < routes[&edge(0, 1)].points[0].y);
    }

    #[test]
    fn a_wire_goes_round_a_card_that_stands_between() {
        let cards = cards(&[(0.0, 0.0), (400.0, 0.0), (200.0, 0.0)]);
        let route = routes(&cards, [edge(0, 1)])[&edge(0, 1)];
        let through = route.samples(40).filter(|&at| cards[&NodeId(2)].contains(at)).count();
        assert!(through < 8, "{through} of 40 samples lie inside the card between");
    }

    #[test]
    fn a_dangling_edge_has_no_wire() {
        assert!(routes(&cards(&[(0.0, 0.0)]), [edge(0, 7)]).is_empty());
    }

    #[test]
    fn a_click_beside_a_wire_finds_it() {
        let route = Route::between(Pt::new(0.0, 0.0), Side::Right, Pt::new(100.0, 0.0), Side::Left);
        assert!((route.distance(Pt::new(50.0, 5.0)) - 5.0).abs() < 1e-6);
    }
}
