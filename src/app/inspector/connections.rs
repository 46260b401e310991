//! Who asks a part and whom it asks, with a way to join and part them that needs no pointer.

use yew::prelude::*;

use super::{Shown, name_of};
use crate::app::controls::{choice, field, icon_button, select};
use crate::app::dom::{block, element, said};
use crate::app::i18n::strings;
use crate::editor::action::Action;
use crate::model::scenario::{Edge, NodeId};
use crate::model::wiring;

/// The connections of a part.
pub(super) fn connections(shown: Shown<'_>, id: NodeId) -> Html {
    let (scenario, t) = (&shown.editor.scenario, strings(shown.editor.language));
    let fits = |to: &NodeId| wiring::refusal(scenario, Edge { from: id, to: *to }).is_none();
    let mut options = vec![choice("", t.choose, true)];
    for to in scenario.nodes.keys().copied().filter(fits) {
        options.push(choice(&to.0.to_string(), &name_of(shown.editor, to), false));
    }
    let dispatch = shown.dispatch.clone();
    let change = Callback::from(move |value: String| {
        if let Ok(to) = value.parse() {
            dispatch.send(Action::Connect(Edge { from: id, to: NodeId(to) }));
        }
    });
    let to_others =
        (options.len() > 1).then(|| field("to", "", "connect-to", t.connect_to, select("connect-to", options, change)));
    let parts = vec![
        said("h3", "", t.connections),
        list(shown, t.asked_by, scenario.edges_to(id).map(|edge| (edge, edge.from)).collect()),
        list(shown, t.asks, scenario.edges_from(id).map(|edge| (edge, edge.to)).collect()),
        to_others.unwrap_or_default(),
    ];
    block("section", "wires-section", parts)
}

fn list(shown: Shown<'_>, title: &'static str, edges: Vec<(Edge, NodeId)>) -> Html {
    let t = strings(shown.editor.language);
    let row = |(edge, other): (Edge, NodeId)| {
        let name = name_of(shown.editor, other);
        let remove = [t.remove, ": ", &name].concat();
        let parts = vec![
            said("span", "cap", title),
            said("span", "wire-name", &name),
            icon_button("u-close", &remove, "", shown.dispatch.just(Action::Disconnect(edge))),
        ];
        element("li", &[("key", &format!("{}-{}", edge.from.0, edge.to.0))], parts)
    };
    let class = if edges.is_empty() { "wire-list is-empty" } else { "wire-list" };
    element("ul", &[("class", class), ("aria-label", title)], edges.into_iter().map(row).collect())
}
