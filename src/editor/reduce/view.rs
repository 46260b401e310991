//! Actions that change what is seen, not what is drawn.

use crate::catalogue::spec::Group;
use crate::editor::geometry::{Pt, Rect, Size, Viewport};
use crate::editor::state::{Editor, Message, Notice, Selection};
use crate::model::scenario::{Node, NodeId};

/// Free room around a fitted drawing: left, top, right, bottom. On top floats the switch of views.
const MARGIN: [f64; 4] = [28.0, 60.0, 28.0, 28.0];
/// The corner where the minimap floats, on stages wide enough to have one.
const MINIMAP: Size = Size { w: 178.0, h: 134.0 };
const MINIMAP_FROM: f64 = 700.0;
/// A stage narrower than this is a phone's.
const NARROW: f64 = 560.0;
/// The least zoom at which a whole drawing can be read, and the one at which a part of it is shown otherwise.
const READABLE: f64 = 0.74;
const CLOSE: f64 = 1.0;
/// As many messages stand on the screen at most.
const NOTICES: usize = 3;

pub(super) fn set<T: PartialEq>(slot: &mut T, value: T) -> bool {
    let changed = *slot != value;
    *slot = value;
    changed
}

pub(super) fn zoom(editor: &mut Editor, about: Pt, factor: f64) -> bool {
    if !factor.is_finite() || factor <= 0.0 {
        return false;
    }
    look(editor, editor.viewport.zoomed(about, factor))
}

pub(super) fn zoom_middle(editor: &mut Editor, factor: f64) -> bool {
    let middle = Pt::new(editor.stage.w / 2.0, editor.stage.h / 2.0);
    zoom(editor, middle, factor)
}

pub(super) fn pan(editor: &mut Editor, dx: f64, dy: f64) -> bool {
    look(editor, editor.viewport.panned(dx, dy))
}

pub(super) fn centre_on(editor: &mut Editor, at: Pt) -> bool {
    let Viewport { zoom, .. } = editor.viewport;
    let origin = Pt::new(at.x - editor.stage.w / zoom / 2.0, at.y - editor.stage.h / zoom / 2.0);
    look(editor, Viewport { origin, zoom })
}

fn look(editor: &mut Editor, viewport: Viewport) -> bool {
    if !(viewport.origin.x.is_finite() && viewport.origin.y.is_finite()) {
        return false;
    }
    editor.fitted = false;
    set(&mut editor.viewport, viewport)
}

/// Shows the whole drawing. On a phone that is the user's own choice of view from then on.
pub(super) fn fit(editor: &mut Editor) -> bool {
    editor.fitted = editor.stage.w >= NARROW;
    fit_whole(editor)
}

fn fit_whole(editor: &mut Editor) -> bool {
    let Some(content) = Rect::around(editor.cards().into_values()) else { return false };
    if editor.stage.w < 1.0 {
        return false;
    }
    let viewport = fitted(editor, content);
    set(&mut editor.viewport, viewport)
}

/// The largest view in which no card lies under the minimap: as it is, or with room left for it.
fn fitted(editor: &Editor, content: Rect) -> Viewport {
    let [left, top, right, bottom] = MARGIN;
    let plain = Viewport::fitting(content, editor.stage, MARGIN);
    if editor.stage.w < MINIMAP_FROM {
        return plain;
    }
    let beside = Viewport::fitting(content, editor.stage, [MINIMAP.w, top, right, bottom]);
    let above = Viewport::fitting(content, editor.stage, [left, top, right, MINIMAP.h]);
    let covered = |view: &Viewport| {
        let corner = Rect::new(0.0, editor.stage.h - MINIMAP.h, MINIMAP.w, MINIMAP.h);
        editor.cards().into_values().any(|card| {
            let at = view.to_screen(Pt::new(card.x, card.y));
            Rect::new(at.x, at.y, card.w * view.zoom, card.h * view.zoom).overlaps(&corner)
        })
    };
    let room = if beside.zoom >= above.zoom { beside } else { above };
    if covered(&plain) { room } else { plain }
}

/// Fits again what was fitted and has not been moved by hand since. On a phone a whole drawing would be too small to
/// be read: there its busiest part is shown, as large as it has to be.
pub(super) fn refit(editor: &mut Editor) {
    if !editor.fitted {
        return;
    }
    fit_whole(editor);
    if editor.stage.w >= NARROW || editor.viewport.zoom >= READABLE {
        return;
    }
    if let Some(busiest) = busiest(editor).and_then(|id| editor.card(id)) {
        editor.viewport = close_to(editor, busiest.centre());
    }
}

/// A close view around a place that does not show emptiness beyond the drawing where it could show the drawing.
fn close_to(editor: &Editor, middle: Pt) -> Viewport {
    let [left, top, right, bottom] = MARGIN;
    let content = Rect::around(editor.cards().into_values()).unwrap_or_default();
    let along = |middle: f64, shown: f64, start: f64, end: f64| {
        let free = shown - (end - start);
        if free > 0.0 { start - free / 2.0 } else { (middle - shown / 2.0).max(start).min(end - shown) }
    };
    let Size { w, h } = editor.stage;
    let x = along(middle.x, w / CLOSE, content.x - left, content.right() + right);
    let y = along(middle.y, h / CLOSE, content.y - top, content.bottom() + bottom);
    Viewport { origin: Pt::new(x, y), zoom: CLOSE }
}

/// The part with the most connections, users aside; of several the one that was there first.
fn busiest(editor: &Editor) -> Option<NodeId> {
    let wires = |id: NodeId| editor.scenario.edges.iter().filter(|edge| edge.from == id || edge.to == id).count();
    let people = |node: &Node| node.spec().is_some_and(|spec| spec.group == Group::People);
    let parts = editor.scenario.nodes.iter().filter(|(_, node)| !people(node)).map(|(id, _)| *id);
    parts.rev().max_by_key(|&id| wires(id))
}

pub(super) fn resized(editor: &mut Editor, size: Size) -> bool {
    if !set(&mut editor.stage, size) {
        return false;
    }
    refit(editor);
    // A phone's stage shrinks when what is selected is told below it.
    if let Some(id) = editor.selection.node().filter(|_| size.w < NARROW) {
        reveal(editor, id);
    }
    true
}

/// Brings a card into sight.
pub(super) fn reveal(editor: &mut Editor, id: NodeId) {
    let Some(card) = editor.card(id) else { return };
    let shown = editor.viewport.shown(editor.stage).grown(-12.0 / editor.viewport.zoom);
    let inside = shown.contains(Pt::new(card.x, card.y)) && shown.contains(Pt::new(card.right(), card.bottom()));
    if editor.fitted && editor.stage.w >= NARROW {
        fit_whole(editor);
    } else if !inside {
        centre_on(editor, card.centre());
    }
}

pub(super) fn share(editor: &mut Editor, open: bool) -> bool {
    editor.copied = false;
    set(&mut editor.sharing, open)
}

pub(super) fn copied(editor: &mut Editor, done: bool) -> bool {
    editor.copied = done;
    if done { true } else { tell(editor, Message::NotCopied) }
}

pub(super) fn select(editor: &mut Editor, selection: Selection) -> bool {
    set(&mut editor.selection, selection)
}

/// Shows a message, once: one that says the same again takes the place of the first.
pub(super) fn tell(editor: &mut Editor, message: Message) -> bool {
    let kind = std::mem::discriminant(&message);
    editor.notices.retain(|notice| std::mem::discriminant(&notice.message) != kind);
    if editor.notices.len() >= NOTICES {
        editor.notices.remove(0);
    }
    editor.notices.push(Notice { id: editor.next_notice, message });
    editor.next_notice = editor.next_notice.wrapping_add(1);
    true
}

pub(super) fn dismiss(editor: &mut Editor, id: u32) -> bool {
    let before = editor.notices.len();
    editor.notices.retain(|notice| notice.id != id);
    editor.notices.len() != before
}
