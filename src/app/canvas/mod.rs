//! The drawing: the stage with its cards and wires, and the tools that float over it.

mod alive;
mod face;
mod fleet;
mod keys;
mod minimap;
mod moment;
mod node;
mod pointer;
mod stage;
mod wire;

use yew::prelude::*;

use super::controls::{Button, icon, icon_button};
use super::dom::{div, element, said, words};
use super::driver::Results;
use super::i18n::{number, strings};
use super::memo::memo;
use super::store::{Dispatch, Same};
use super::table::{TableProps, table};
use super::users::verdict::verdict_note;
use crate::editor::action::Action;
use crate::editor::change::Label;
use crate::editor::preference::Language;
use crate::editor::state::{Editor, View};
use crate::editor::time::moment::Moment;
use crate::editor::tool::{Aim, Tool};
use crate::model::scenario::NodeId;
use minimap::minimap;
use stage::Stage;

/// One press of a zoom button.
pub(super) const ZOOM_STEP: f64 = 1.25;

/// The drawing, as cards or as tables.
pub(super) fn canvas(
    editor: &Same<Editor>,
    results: &Results,
    moment: &Same<Option<Moment>>,
    dispatch: &Dispatch,
) -> Html {
    let is_table = editor.view == View::Table;
    let shown =
        if is_table { tables(editor, results, moment, dispatch) } else { diagram(editor, results, moment, dispatch) };
    let class = if is_table { "canvas is-table" } else { "canvas" };
    div(class, vec![shown, switch(editor, moment, dispatch), verdict_note(editor, results)])
}

#[inline(never)]
fn tables(editor: &Editor, results: &Results, moment: &Same<Option<Moment>>, dispatch: &Dispatch) -> Html {
    let props = TableProps {
        scenario: Same::from(editor.scenario.clone()),
        report: results.report.clone(),
        moment: moment.clone(),
        dispatch: dispatch.clone(),
        language: editor.language,
    };
    memo("table", props, table)
}

fn diagram(editor: &Same<Editor>, results: &Results, moment: &Same<Option<Moment>>, dispatch: &Dispatch) -> Html {
    let t = strings(editor.language);
    let zoom = |by: f64| dispatch.just(Action::ZoomMiddle(by));
    let buttons = vec![
        icon_button("u-minus", t.zoom_out, "-", zoom(1.0 / ZOOM_STEP)),
        said("span", "pct", &number::percent(editor.viewport.zoom)),
        icon_button("u-plus", t.zoom_in, "+", zoom(ZOOM_STEP)),
        icon_button("u-fit", t.fit, "F", dispatch.just(Action::Fit)),
    ];
    let zoom = element("div", &[("class", "zoom"), ("role", "group"), ("aria-label", t.view)], buttons);
    let inside = vec![
        html! { <Stage key="stage" editor={editor.clone()} report={results.report.clone()} moment={moment.clone()} dispatch={dispatch.clone()} /> },
        hint(editor),
        element(
            "div",
            &[("key", "zoom"), ("class", "float float-bl")],
            vec![minimap(editor, results.report.as_ref(), moment.as_ref(), dispatch), zoom],
        ),
    ];
    element("div", &[("key", "diagram"), ("class", "canvas-stage")], inside)
}

fn switch(editor: &Editor, moment: &Option<Moment>, dispatch: &Dispatch) -> Html {
    let t = strings(editor.language);
    let button = |view: View, icon: &str, text: &str| {
        let pressed = Some(editor.view == view);
        Button { icon, label: text, text, class: "btn-quiet", pressed, ..Button::default() }
            .on(dispatch.just(Action::Show(view)))
    };
    let buttons = vec![button(View::Diagram, "u-diagram", t.diagram), button(View::Table, "u-table", t.table)];
    let group = element("div", &[("class", "segmented"), ("role", "group"), ("aria-label", t.view)], buttons);
    let mut parts = vec![group];
    if moment.is_some() {
        parts.push(super::time::chip(editor));
    }
    element("div", &[("key", "switch"), ("class", "float float-tl")], parts)
}

/// What to do next, while something is under way or nothing is there.
fn hint(editor: &Editor) -> Html {
    let t = strings(editor.language);
    let alone = editor.scenario.nodes.len() <= 1;
    match &editor.tool {
        Tool::Connecting { from, aim, .. } => connecting(editor, *from, aim.as_ref()),
        _ if alone => empty(editor.language),
        _ => element(
            "p",
            &[("key", "hint"), ("class", "visually-hidden"), ("id", "keys-hint")],
            vec![words(t.keys_hint)],
        ),
    }
}

/// Whether a connection can end where the pointer is, and why not.
#[inline(never)]
fn connecting(editor: &Editor, from: NodeId, aim: Option<&Aim>) -> Html {
    let refusal = aim.and_then(|aim| Some((aim.node, aim.refusal.as_ref()?)));
    let who = |id| Label::of(&editor.scenario, id);
    let refused = refusal.map(|(to, why)| super::i18n::message::refused(editor.language, &who(from), &who(to), why));
    let class = if refused.is_some() { "float float-hint is-refused" } else { "float float-hint" };
    let said = refused.unwrap_or_else(|| strings(editor.language).connecting_hint.to_owned());
    element("p", &[("key", "hint"), ("class", class), ("role", "status")], vec![words(&said)])
}

#[inline(never)]
fn empty(language: Language) -> Html {
    let t = strings(language);
    let parts = vec![icon("p-ec2", "icon-48 g-compute"), said("h2", "", t.empty_title), said("p", "", t.empty_text)];
    element("div", &[("key", "empty"), ("class", "empty")], parts)
}
