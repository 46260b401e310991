//! A card that grows pushes those aside that it would cover, in the same step of undo.

use crate::lists::{Map, Set};

use crate::editor::footprint::footprints;
use crate::editor::geometry::{GRID, Pt, Rect, snapped};
use crate::model::edit::Edit;
use crate::model::scenario::{NodeId, Scenario};

/// What stays free between a card that pushes and one that is pushed.
const GAP: f64 = 24.0;

/// The edit, and the moves that make room for what it makes of a node's card.
pub(super) fn with_room(scenario: &Scenario, id: NodeId, edit: Edit) -> Edit {
    let mut after = scenario.clone();
    if edit.clone().apply(&mut after).is_err() {
        return edit;
    }
    let moves = moves(cards(scenario), cards(&after), id);
    if moves.is_empty() { edit } else { Edit::Batch(std::iter::once(edit).chain(moves).collect()) }
}

fn cards(scenario: &Scenario) -> Map<NodeId, Rect> {
    let sizes = footprints(scenario);
    let card = |(id, node): (&NodeId, &crate::model::scenario::Node)| {
        let size = sizes.get(id)?.size;
        Some((*id, Rect::new(f64::from(node.at.x), f64::from(node.at.y), size.w, size.h)))
    };
    Map::from_iter(scenario.nodes.iter().filter_map(card))
}

/// Each card that has been pushed pushes on; one that has moved or grown stays where it then is.
fn moves(before: Map<NodeId, Rect>, mut cards: Map<NodeId, Rect>, grown: NodeId) -> Vec<Edit> {
    let mut settled = Set::from_iter([grown]);
    let mut pushing = vec![grown];
    let mut moves = Vec::new();
    while let Some(pusher) = pushing.pop() {
        let Some(&room) = cards.get(&pusher) else { continue };
        let old = before.get(&pusher).copied().unwrap_or(room);
        let pushed: Vec<(NodeId, Rect)> = cards
            .iter()
            .filter(|(id, card)| !settled.contains(*id) && card.overlaps(&room) && !card.overlaps(&old))
            .map(|(id, card)| (*id, *card))
            .collect();
        for (id, card) in pushed {
            let fixed: Vec<Rect> = settled.iter().filter_map(|id| cards.get(id)).copied().collect();
            let to = aside(&card, &room, &fixed);
            moves.push(Edit::Move(id, snapped(to, GRID)));
            settled.insert(id);
            cards.insert(id, Rect::new(to.x, to.y, card.w, card.h));
            pushing.push(id);
        }
    }
    moves
}

/// The shortest way out of a rectangle that does not lead onto a card that stays.
fn aside(card: &Rect, room: &Rect, fixed: &[Rect]) -> Pt {
    let step = f64::from(GRID);
    let down = |value: f64| libm::floor(value / step) * step;
    let up = |value: f64| libm::ceil(value / step) * step;
    let mut ways = [
        Pt::new(card.x, up(room.bottom() + GAP)),
        Pt::new(card.x, down(room.y - GAP - card.h)),
        Pt::new(up(room.right() + GAP), card.y),
        Pt::new(down(room.x - GAP - card.w), card.y),
    ];
    let from = Pt::new(card.x, card.y);
    crate::lists::sort(&mut ways, |a, b| from.distance(*a) < from.distance(*b));
    let free = |at: &Pt| !fixed.iter().any(|other| other.overlaps(&Rect::new(at.x, at.y, card.w, card.h)));
    ways.iter().copied().find(free).unwrap_or(ways[0])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::scenario::Point;

    fn rects(places: &[(f64, f64, f64, f64)]) -> Map<NodeId, Rect> {
        places.iter().enumerate().map(|(n, &(x, y, w, h))| (NodeId(n as u32), Rect::new(x, y, w, h))).collect()
    }

    #[test]
    fn a_card_below_one_that_grows_moves_down_and_pushes_the_next() {
        let before = rects(&[(0.0, 0.0, 148.0, 72.0), (0.0, 100.0, 148.0, 72.0), (0.0, 200.0, 148.0, 72.0)]);
        let after = rects(&[(0.0, 0.0, 172.0, 120.0), (0.0, 100.0, 148.0, 72.0), (0.0, 200.0, 148.0, 72.0)]);
        let moves = moves(before, after, NodeId(0));
        assert_eq!(
            moves,
            [Edit::Move(NodeId(1), Point { x: 0, y: 160 }), Edit::Move(NodeId(2), Point { x: 0, y: 260 })]
        );
    }

    #[test]
    fn cards_that_covered_each_other_before_are_left_alone() {
        let before = rects(&[(0.0, 0.0, 148.0, 72.0), (20.0, 20.0, 148.0, 72.0)]);
        let after = rects(&[(0.0, 0.0, 172.0, 212.0), (20.0, 20.0, 148.0, 72.0)]);
        assert!(moves(before, after, NodeId(0)).is_empty());
    }
}
