//! The small picture of the whole drawing.

use crate::lists::Map;

use super::geometry::{Pt, Rect, Size};
use crate::model::scenario::NodeId;

/// Its size.
pub const SIZE: Size = Size { w: 150.0, h: 80.0 };
const MARGIN: f64 = 6.0;

/// The drawing scaled into the small picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Minimap {
    /// Each card.
    pub cards: Vec<(NodeId, Rect)>,
    /// What the stage shows.
    pub view: Rect,
    scale: f64,
    offset: Pt,
}

impl Minimap {
    /// The small picture of these cards and of what the stage shows.
    pub fn of(cards: &Map<NodeId, Rect>, shown: Rect) -> Self {
        let all = Rect::around(cards.values().copied()).map_or(shown, |cards| cards.union(&shown));
        let room = Size { w: SIZE.w - 2.0 * MARGIN, h: SIZE.h - 2.0 * MARGIN };
        let scale = (room.w / all.w.max(1.0)).min(room.h / all.h.max(1.0));
        let offset =
            Pt::new((SIZE.w - all.w * scale) / 2.0 - all.x * scale, (SIZE.h - all.h * scale) / 2.0 - all.y * scale);
        let small = |rect: &Rect| {
            Rect::new(rect.x * scale + offset.x, rect.y * scale + offset.y, rect.w * scale, rect.h * scale)
        };
        Self { cards: cards.iter().map(|(&id, card)| (id, small(card))).collect(), view: small(&shown), scale, offset }
    }

    /// The canvas place under a point of the small picture.
    pub fn to_canvas(&self, at: Pt) -> Pt {
        Pt::new((at.x - self.offset.x) / self.scale, (at.y - self.offset.y) / self.scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_fits_and_a_click_leads_back() {
        let cards =
            [(NodeId(1), Rect::new(-4000.0, 0.0, 148.0, 72.0)), (NodeId(2), Rect::new(900.0, 700.0, 148.0, 72.0))];
        let map = Minimap::of(&cards.into(), Rect::new(0.0, 0.0, 900.0, 450.0));
        for (_, card) in &map.cards {
            assert!(card.x >= 0.0 && card.y >= 0.0 && card.right() <= SIZE.w && card.bottom() <= SIZE.h);
        }
        let back = map.to_canvas(Pt::new(map.cards[1].1.x, map.cards[1].1.y));
        assert!(back.distance(Pt::new(900.0, 700.0)) < 1e-6);
    }

    #[test]
    fn an_empty_drawing_has_a_small_picture_too() {
        let map = Minimap::of(&Map::new(), Rect::new(0.0, 0.0, 900.0, 450.0));
        assert!(map.cards.is_empty() && map.view.w > 0.0);
    }
}
