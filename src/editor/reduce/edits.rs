//! Actions that change the drawing.

use super::commit::{commit, settle};
use super::{place, room, view};
use crate::catalogue::free::FreeTier;
use crate::catalogue::region::Region;
use crate::catalogue::settings::Value;
use crate::catalogue::spec::{Group, Role, Roles};
use crate::editor::change::{Change, Label, describe};
use crate::editor::geometry::{Direction, FINE, GRID};
use crate::editor::history::Gesture;
use crate::editor::state::{Editor, Message, Selection, Sheet};
use crate::model::billing::Billing;
use crate::model::edit::Edit;
use crate::model::roles;
use crate::model::scenario::{Edge, NodeId, Point, Scenario};
use crate::model::wiring;

/// The longest name that is kept.
const NAME: usize = 60;

/// Puts a new part at a place, wired where it belongs, and selects it.
pub(super) fn drop_at(editor: &mut Editor, service: &str, at: Point) -> bool {
    let Some((edit, id)) = wiring::drop_in(&editor.scenario, service, at) else {
        return view::tell(editor, Message::CannotAdd);
    };
    let change = Change::Added(Label { service: service.to_owned(), name: String::new() });
    if !commit(editor, edit, Some(change), None) {
        return false;
    }
    editor.selection = Selection::Node(id);
    editor.sheet = Sheet::None;
    view::reveal(editor, id);
    true
}

pub(super) fn add(editor: &mut Editor, service: &str) -> bool {
    let at = place::free_place(editor, service);
    drop_at(editor, service, at)
}

pub(super) fn connect(editor: &mut Editor, edge: Edge) -> bool {
    if let Some(refusal) = wiring::refusal(&editor.scenario, edge) {
        let (from, to) = (Label::of(&editor.scenario, edge.from), Label::of(&editor.scenario, edge.to));
        return view::tell(editor, Message::Refused(from, to, refusal));
    }
    commit(editor, Edit::AddEdge(edge), None, None)
}

pub(super) fn disconnect(editor: &mut Editor, edge: Edge) -> bool {
    commit(editor, Edit::RemoveEdge(edge), None, None)
}

pub(super) fn delete_selected(editor: &mut Editor) -> bool {
    match editor.selection {
        Selection::None => false,
        Selection::Node(id) => remove(editor, id),
        Selection::Edge(edge) => disconnect(editor, edge),
    }
}

/// The users stay: without them there is nothing to work out.
pub(super) fn remove(editor: &mut Editor, id: NodeId) -> bool {
    let spec = editor.scenario.nodes.get(&id).and_then(|node| node.spec());
    if spec.is_some_and(|spec| spec.group == Group::People) {
        return false;
    }
    commit(editor, Edit::RemoveNode(id), None, None)
}

pub(super) fn nudge(editor: &mut Editor, id: NodeId, direction: Direction, coarse: bool) -> bool {
    let Some(node) = editor.scenario.nodes.get(&id) else { return false };
    let step = if coarse { GRID } else { FINE };
    let (dx, dy) = direction.step();
    let at = Point { x: node.at.x.saturating_add(dx * step), y: node.at.y.saturating_add(dy * step) };
    let moved = commit(editor, Edit::Move(id, at), None, Some(Gesture::Nudge(id)));
    if moved {
        view::reveal(editor, id);
    }
    moved
}

pub(super) fn set(editor: &mut Editor, id: NodeId, key: String, value: Value) -> bool {
    let Some(node) = editor.scenario.nodes.get(&id) else { return false };
    let Some(param) = node.spec().and_then(|spec| (spec.params)().iter().find(|param| param.key == key)) else {
        return false;
    };
    if !param.takes(&value, editor.scenario.region) {
        return false;
    }
    let gesture = matches!(value, Value::Int(_)).then(|| Gesture::Setting(id, key.clone()));
    let value = (value != param.default_value()).then_some(value);
    let edit = Edit::Set(id, key, value);
    let change = describe(&edit, &editor.scenario);
    let edit = room::with_room(&editor.scenario, id, edit);
    let done = commit(editor, edit, Some(change), gesture);
    view::refit(editor);
    done
}

pub(super) fn set_role(editor: &mut Editor, id: NodeId, role: Role, on: bool) -> bool {
    let Some(node) = editor.scenario.nodes.get(&id) else { return false };
    let chosen = node.spec().is_some_and(|spec| matches!(spec.roles, Roles::Chosen(_)));
    let is_last = !on && node.roles.len() == 1;
    if !chosen || is_last || node.roles.contains(&role) == on {
        return false;
    }
    commit(editor, Edit::SetRole(id, role, on), None, None)
}

pub(super) fn split_out(editor: &mut Editor, id: NodeId, role: Role) -> bool {
    let Some((edit, new)) = roles::split_out(&editor.scenario, id, role) else { return false };
    let who = Label::of(&editor.scenario, id);
    let mut after: Scenario = (*editor.scenario).clone();
    if edit.clone().apply(&mut after).is_err() {
        return false;
    }
    let change = Change::Split(who, role, Label::of(&after, new));
    let done = commit(editor, edit, Some(change), None);
    if done {
        editor.selection = Selection::Node(new);
        view::reveal(editor, new);
    }
    done
}

pub(super) fn set_zone(editor: &mut Editor, id: NodeId, instance: usize, zone: char) -> bool {
    let Some(node) = editor.scenario.nodes.get(&id) else { return false };
    let count = editor.footprints.get(&id).map_or(1, |footprint| footprint.instances);
    let mut zones = node.zones_of(editor.scenario.region, count);
    let Some(slot) = zones.get_mut(instance) else { return false };
    *slot = zone;
    commit(editor, Edit::SetZones(id, zones), None, None)
}

pub(super) fn name_node(editor: &mut Editor, id: NodeId, name: &str) -> bool {
    commit(editor, Edit::RenameNode(id, tidy(name)), None, Some(Gesture::Name(Some(id))))
}

pub(super) fn name(editor: &mut Editor, name: &str) -> bool {
    commit(editor, Edit::Rename(tidy(name)), None, Some(Gesture::Name(None)))
}

/// One line, no blanks at the ends, not longer than is kept.
fn tidy(name: &str) -> String {
    let line: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.trim().chars().take(NAME).collect()
}

/// Moves the drawing; settings and zones that the new region does not offer fall back to the default.
pub(super) fn set_free_tier(editor: &mut Editor, free_tier: FreeTier) -> bool {
    set_billing(editor, Billing { free_tier, ..editor.scenario.billing })
}

pub(super) fn set_krw(editor: &mut Editor, rate: f64) -> bool {
    let Some(rate) = Billing::typed(rate) else { return false };
    set_billing(editor, Billing { krw_per_usd: Some(rate), ..editor.scenario.billing })
}

fn set_billing(editor: &mut Editor, billing: Billing) -> bool {
    commit(editor, Edit::SetBilling(billing), None, None)
}

pub(super) fn set_region(editor: &mut Editor, region: Region) -> bool {
    let mut edits = vec![Edit::SetRegion(region)];
    for (&id, node) in &editor.scenario.nodes {
        let Some(spec) = node.spec() else { continue };
        for param in (spec.params)() {
            if node.settings.0.get(param.key).is_some_and(|value| !param.takes(value, region)) {
                edits.push(Edit::Set(id, param.key.to_owned(), None));
            }
        }
        if node.zones.iter().any(|zone| !region.zones().contains(zone)) {
            edits.push(Edit::SetZones(id, Vec::new()));
        }
    }
    commit(editor, Edit::Batch(edits), Some(Change::Region(region)), None)
}

pub(super) fn open(editor: &mut Editor, scenario: Scenario) -> bool {
    editor.play = None;
    settle(editor);
    if !commit(editor, Edit::Replace(Box::new(scenario)), None, None) {
        return false;
    }
    editor.selection = Selection::None;
    editor.sheet = Sheet::None;
    editor.fitted = true;
    view::refit(editor);
    true
}
