//! What a box does, and where its instances stand.

use yew::prelude::*;

use super::Shown;
use crate::app::controls::{Button, choice, field, select, ticked};
use crate::app::dom::{self, block, element, element_on, said, when};
use crate::app::i18n::{self, capital, strings};
use crate::catalogue::spec::Role;
use crate::editor::action::Action;
use crate::editor::preference::Language;
use crate::model::roles;
use crate::model::scenario::{Node, NodeId, Scenario};

/// More instances than this have their zones behind a fold.
const OPEN_UP_TO: u32 = 4;

/// The roles of a box, each with a button that splits it out.
pub(super) fn roles_form(shown: Shown<'_>, id: NodeId, node: &Node) -> Html {
    let rows: Vec<Html> = Role::ALL.into_iter().map(|role| one_role(shown, id, node, role)).collect();
    let mut parts = vec![said("h3", "", strings(shown.editor.language).roles)];
    parts.extend(rows);
    block("section", "roles", parts)
}

fn one_role(shown: Shown<'_>, id: NodeId, node: &Node, role: Role) -> Html {
    let (editor, t) = (shown.editor, strings(shown.editor.language));
    let on = node.roles.contains(&role);
    let is_last = on && node.roles.len() == 1;
    let name = (t.role)(role);
    let target = if on { split_target(&editor.scenario, id, role, editor.language) } else { None };
    let code = role.id();
    let input = ["role-", code].concat();
    let change = shown.dispatch.on(move |event: Event| Action::SetRole(id, role, ticked(&event)));
    let split = target.map(|target| {
        let text = [t.split_out, " → ", &target].concat();
        let label = [&text, ": ", name].concat();
        Button {
            icon: "u-split",
            icon_class: "icon-12",
            label: &label,
            text: &text,
            class: "btn btn-small",
            ..Button::default()
        }
        .on(shown.dispatch.just(Action::SplitOut(id, role)))
    });
    let tick = [("id", input.as_str()), ("type", "checkbox"), ("checked", when(on)), ("disabled", when(is_last))];
    let parts = vec![
        element_on("input", &tick, vec![dom::change(change)], Vec::new()),
        element("label", &[("for", &input)], vec![dom::words(&capital(name))]),
        split.unwrap_or_default(),
    ];
    element("div", &[("key", code), ("class", "role-row"), ("data-role", code)], parts)
}

/// What a role would be split out to.
fn split_target(scenario: &Scenario, id: NodeId, role: Role, language: Language) -> Option<String> {
    let (edit, new) = roles::split_out(scenario, id, role)?;
    let mut after = scenario.clone();
    edit.apply(&mut after).ok()?;
    Some(i18n::node_name(language, after.nodes.get(&new)?))
}

/// The zones of a part's instances.
pub(super) fn zones(shown: Shown<'_>, id: NodeId, node: &Node) -> Html {
    let (editor, t) = (shown.editor, strings(shown.editor.language));
    let instances = editor.footprints.get(&id).map_or(1, |footprint| footprint.instances);
    let zones = node.zones_of(editor.scenario.region, instances);
    let rows: Vec<Html> = zones.into_iter().enumerate().map(|(index, zone)| one_zone(shown, id, index, zone)).collect();
    if instances > OPEN_UP_TO {
        let title = [t.zones, " (", &instances.to_string(), ")"].concat();
        let mut parts = vec![said("summary", "", &title)];
        parts.extend(rows);
        block("section", "zones", vec![block("details", "", parts)])
    } else {
        let mut parts = vec![said("h3", "", t.zones)];
        parts.extend(rows);
        block("section", "zones", parts)
    }
}

fn one_zone(shown: Shown<'_>, id: NodeId, index: usize, zone: char) -> Html {
    let region = shown.editor.scenario.region;
    let number = (index + 1).to_string();
    let input = ["zone-", &number].concat();
    let option = |letter: &char| {
        let value = letter.to_string();
        choice(&value, &[region.id(), &value].concat(), *letter == zone)
    };
    let change =
        shown.dispatch.on(move |value: String| Action::SetZone(id, index, value.chars().next().unwrap_or('a')));
    let label = [strings(shown.editor.language).zone, " ", &number].concat();
    field(&number, "", &input, &label, select(&input, region.zones().iter().map(option).collect(), change))
}
