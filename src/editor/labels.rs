//! Where the numbers on the wires stand: on the wire where there is room, else beside it, never on a card or on each other.

use crate::lists::Map;

use super::geometry::{Pt, Rect};
use super::routing::Route;
use crate::model::scenario::{Edge, NodeId};

/// Height of a label.
pub const HEIGHT: f64 = 18.0;

const SHARES: [f64; 7] = [0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78];
const ASIDE: [f64; 3] = [0.0, 13.0, -13.0];

/// The centres of the labels with these widths; one that has no room anywhere is left out.
pub fn place(routes: &Map<Edge, Route>, cards: &Map<NodeId, Rect>, widths: &[(Edge, f64)]) -> Map<Edge, Pt> {
    // Two pixels over the edge of a card do no harm.
    let mut taken: Vec<Rect> = cards.values().map(|card| card.grown(-2.0)).collect();
    let mut placed = Map::new();
    for &(edge, width) in widths {
        let Some(route) = routes.get(&edge) else { continue };
        let spot = ASIDE.into_iter().flat_map(|aside| SHARES.map(|share| beside(route, share, aside))).find(|&at| {
            let label = around(at, width);
            !taken.iter().any(|other| other.overlaps(&label))
        });
        if let Some(at) = spot {
            taken.push(around(at, width));
            placed.insert(edge, at);
        }
    }
    placed
}

/// The label's rectangle.
pub fn around(at: Pt, width: f64) -> Rect {
    Rect::new(at.x - width / 2.0, at.y - HEIGHT / 2.0, width, HEIGHT)
}

fn beside(route: &Route, share: f64, aside: f64) -> Pt {
    let at = route.at(share);
    let (before, after) = (route.at(share - 0.02), route.at(share + 0.02));
    let flat = (after.x - before.x).abs() >= (after.y - before.y).abs();
    // Beside an upright wire a label has to move by more, being wider than high.
    if flat { Pt::new(at.x, at.y + aside) } else { Pt::new(at.x + aside * 2.4, at.y) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editor::routing;

    #[test]
    fn labels_touch_neither_cards_nor_each_other() {
        let cards: Map<NodeId, Rect> = [(0.0, 100.0), (200.0, 0.0), (200.0, 100.0), (200.0, 200.0)]
            .into_iter()
            .enumerate()
            .map(|(n, (x, y))| (NodeId(n as u32), Rect::new(x, y, 148.0, 72.0)))
            .collect();
        let edges = [1, 2, 3].map(|to| Edge { from: NodeId(0), to: NodeId(to) });
        let routes = routing::routes(&cards, edges);
        let placed = place(&routes, &cards, &edges.map(|edge| (edge, 50.0)));
        let rects: Vec<Rect> = placed.values().map(|&at| around(at, 50.0)).collect();
        for (index, rect) in rects.iter().enumerate() {
            assert!(cards.values().all(|card| !card.grown(-2.0).overlaps(rect)));
            assert!(rects[index + 1..].iter().all(|other| !other.overlaps(rect)));
        }
        assert!(placed.len() >= 2);
    }

    #[test]
    fn a_label_without_room_is_left_out() {
        let cards: Map<NodeId, Rect> =
            [(NodeId(0), Rect::new(0.0, 0.0, 148.0, 72.0)), (NodeId(1), Rect::new(172.0, 0.0, 148.0, 72.0))].into();
        let edge = Edge { from: NodeId(0), to: NodeId(1) };
        let routes = routing::routes(&cards, [edge]);
        assert!(place(&routes, &cards, &[(edge, 90.0)]).is_empty());
    }
}
