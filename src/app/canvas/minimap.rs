//! The small picture of the whole drawing; pressing it goes there.

use wasm_bindgen::JsCast;
use yew::prelude::*;

use crate::app::dom::{element_on, n, pointerdown, pointermove, rect};
use crate::app::i18n::strings;
use crate::app::platform::{capture, inside};
use crate::app::store::Dispatch;
use crate::catalogue::spec::Group;
use crate::editor::action::Action;
use crate::editor::minimap::{self, SIZE};
use crate::editor::state::Editor;
use crate::editor::status::{self, Status};
use crate::editor::time::moment::Moment;
use crate::engine::report::Report;
use crate::model::scenario::NodeId;

/// The small picture.
pub(super) fn minimap(editor: &Editor, report: Option<&Report>, moment: Option<&Moment>, dispatch: &Dispatch) -> Html {
    let map = minimap::Minimap::of(&editor.cards(), editor.viewport.shown(editor.stage));
    let mut drawn: Vec<Html> = map
        .cards
        .iter()
        .map(|(id, card)| rect(&class(editor, report, moment, *id), card.x, card.y, card.w, card.h, 2.0))
        .collect();
    drawn.push(rect("mm-view", map.view.x, map.view.y, map.view.w, map.view.h, 3.0));
    let dispatch = dispatch.clone();
    let go = Callback::from(move |event: PointerEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let picture = target.and_then(|target| target.closest(".minimap").ok().flatten());
        let Some(picture) = picture.filter(|_| event.buttons() & 1 == 1) else { return };
        capture(&picture, event.pointer_id());
        let at = inside(&picture, f64::from(event.client_x()), f64::from(event.client_y()));
        dispatch.send(Action::CentreOn(map.to_canvas(at)));
    });
    let view_box = ["0 0 ", &n(SIZE.w), " ", &n(SIZE.h)].concat();
    let attributes = [
        ("class", "minimap"),
        ("viewBox", view_box.as_str()),
        ("role", "img"),
        ("aria-label", strings(editor.language).minimap),
    ];
    element_on("svg", &attributes, vec![pointerdown(go.clone()), pointermove(go)], drawn)
}

fn class(editor: &Editor, report: Option<&Report>, moment: Option<&Moment>, id: NodeId) -> String {
    let group = editor.scenario.nodes.get(&id).and_then(|node| node.spec()).map_or(Group::Compute, |spec| spec.group);
    let status = match moment {
        Some(moment) => moment.status(report, id, group),
        None => report.map_or(Status::Idle, |report| status::of_node(report, id, group)),
    };
    ["mm mm-", status.code()].concat()
}
