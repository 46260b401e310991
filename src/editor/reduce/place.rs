//! Where a part goes that is put in without a place: right of who asks it, left of whom it asks, and free.

use crate::editor::footprint::CARD;
use crate::editor::geometry::{GRID, Pt, Rect, snapped};
use crate::editor::state::Editor;
use crate::model::scenario::{NodeId, Point, Scenario};
use crate::model::wiring;

/// Room for a wire between two columns, and between two rows.
const COLUMN_GAP: f64 = 72.0;
const ROW_GAP: f64 = 28.0;
/// How many grid steps away a free place is looked for.
const REACH: i32 = 40;

/// A free place for a new part of a service.
pub(super) fn free_place(editor: &Editor, service: &str) -> Point {
    let wished = wished_place(editor, service);
    let taken: Vec<Rect> = editor
        .cards()
        .into_values()
        .map(|card| Rect::new(card.x - COLUMN_GAP / 2.0, card.y - ROW_GAP, card.w + COLUMN_GAP, card.h + 2.0 * ROW_GAP))
        .collect();
    let free = |at: Pt| !taken.iter().any(|card| card.overlaps(&Rect::new(at.x, at.y, CARD.w, CARD.h)));
    // A column holds parts that stand in the same place of a request's way: up or down is nearer than aside.
    let cost = |(dx, dy): &(i32, i32)| 3 * dx.abs() + dy.abs();
    let step = f64::from(GRID);
    let at = |(dx, dy): &(i32, i32)| Pt::new(wished.x + f64::from(*dx) * step, wished.y + f64::from(*dy) * step);
    let steps = (-REACH..=REACH).flat_map(|dx| (-REACH..=REACH).map(move |dy| (dx, dy)));
    let nearest = steps.filter(|step| free(at(step))).min_by_key(cost);
    snapped(nearest.map_or(wished, |step| at(&step)), GRID)
}

/// Between who will ask it and whom it will ask, as far as the wiring can tell.
fn wished_place(editor: &Editor, service: &str) -> Pt {
    let middle = editor.middle();
    let Some((edit, id)) = wiring::drop_in(&editor.scenario, service, snapped(middle, GRID)) else { return middle };
    let mut after: Scenario = (*editor.scenario).clone();
    if edit.apply(&mut after).is_err() {
        return middle;
    }
    let around = |ids: Vec<NodeId>| Rect::around(ids.into_iter().filter_map(|id| editor.card(id)));
    let before = around(after.edges_to(id).map(|edge| edge.from).collect());
    let behind = around(after.edges_from(id).map(|edge| edge.to).collect());
    let row = |card: &Rect| card.centre().y - CARD.h / 2.0;
    match (before, behind) {
        (Some(before), Some(behind)) if behind.x - before.right() >= CARD.w + COLUMN_GAP => {
            Pt::new((before.right() + behind.x - CARD.w) / 2.0, (row(&before) + row(&behind)) / 2.0)
        }
        (Some(before), _) => Pt::new(before.right() + COLUMN_GAP, row(&before)),
        (None, Some(behind)) => Pt::new(behind.x - COLUMN_GAP - CARD.w, row(&behind)),
        (None, None) => Rect::around(editor.cards().into_values())
            .map_or(middle, |all| Pt::new(all.right() + COLUMN_GAP, row(&all))),
    }
}
