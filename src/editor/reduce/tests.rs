//! The page's situations, played without a page. They use whatever services the catalogue has, by what these can do.

use super::reduce;
use crate::catalogue;
use crate::catalogue::spec::{Group, Role, Roles, ServiceSpec};
use crate::editor::action::Action;
use crate::editor::change::Change;
use crate::editor::geometry::{Direction, Pt, Rect, Size};
use crate::editor::preference::{Language, Theme};
use crate::editor::scale::Step;
use crate::editor::state::{Editor, Message, Selection};
use crate::editor::tool::{How, Pointer, Tool};
use crate::model::scenario::{Edge, Node, NodeId, Point, Scenario};

const USERS: NodeId = NodeId(1);
const BOX: NodeId = NodeId(2);

fn service(wanted: impl Fn(&catalogue::spec::ServiceSpec) -> bool) -> String {
    catalogue::all().iter().find(|spec| wanted(spec)).expect("the catalogue has such a service").id.to_owned()
}

/// Users and one box with every role, joined.
fn one_box() -> Editor {
    let node = |service: String, roles: &[Role], x: i32| Node {
        roles: roles.iter().copied().collect(),
        service,
        name: String::new(),
        at: Point { x, y: 100 },
        settings: Default::default(),
        zones: Vec::new(),
    };
    let mut scenario = Scenario::default();
    scenario.nodes.insert(USERS, node(service(|spec| spec.group == Group::People), &[], 0));
    scenario.nodes.insert(BOX, node(service(|spec| matches!(spec.roles, Roles::Chosen(_))), &Role::ALL, 300));
    scenario.edges.insert(Edge { from: USERS, to: BOX });
    let mut editor = Editor::new(scenario, Language::En, Theme::System);
    reduce(&mut editor, Action::StageSize(Size { w: 900.0, h: 450.0 }));
    editor
}

fn middle_of(editor: &Editor, id: NodeId) -> Pt {
    editor.viewport.to_screen(editor.card(id).expect("a card").centre())
}

#[test]
fn a_click_selects_and_a_click_beside_deselects() {
    let mut editor = one_box();
    let at = middle_of(&editor, BOX);
    reduce(&mut editor, Action::Down(at, Pointer::Fine));
    reduce(&mut editor, Action::Moved(Pt::new(at.x + 2.0, at.y), false));
    reduce(&mut editor, Action::Up(at));
    assert_eq!(editor.selection, Selection::Node(BOX));
    reduce(&mut editor, Action::Down(Pt::new(2.0, 2.0), Pointer::Fine));
    reduce(&mut editor, Action::Up(Pt::new(2.0, 2.0)));
    assert_eq!(editor.selection, Selection::None);
    assert_eq!(editor.history.depth(), 0);
}

#[test]
fn a_drag_is_one_step_and_needs_no_new_solution() {
    let mut editor = one_box();
    let (at, before) = (middle_of(&editor, BOX), editor.scenario.nodes[&BOX].at);
    reduce(&mut editor, Action::Down(at, Pointer::Fine));
    for step in 1..=30 {
        reduce(&mut editor, Action::Moved(Pt::new(at.x + f64::from(step) * 3.0, at.y), false));
    }
    reduce(&mut editor, Action::Up(at));
    assert_eq!((editor.history.depth(), editor.model_revision), (1, 0));
    assert!(editor.scenario.nodes[&BOX].at.x > before.x + 60);
    reduce(&mut editor, Action::Undo);
    assert_eq!(editor.scenario.nodes[&BOX].at, before);
    reduce(&mut editor, Action::Redo);
    assert!(editor.scenario.nodes[&BOX].at.x > before.x + 60);
}

#[test]
fn two_drags_of_one_card_are_two_steps() {
    let mut editor = one_box();
    for _ in 0..2 {
        let at = middle_of(&editor, BOX);
        reduce(&mut editor, Action::Down(at, Pointer::Fine));
        reduce(&mut editor, Action::Moved(Pt::new(at.x + 40.0, at.y), false));
        reduce(&mut editor, Action::Up(at));
    }
    assert_eq!(editor.history.depth(), 2);
}

#[test]
fn the_empty_stage_pans() {
    let mut editor = one_box();
    let before = editor.viewport;
    reduce(&mut editor, Action::Down(Pt::new(5.0, 5.0), Pointer::Fine));
    reduce(&mut editor, Action::Moved(Pt::new(105.0, 5.0), false));
    reduce(&mut editor, Action::Up(Pt::new(105.0, 5.0)));
    assert!((before.origin.x - editor.viewport.origin.x - 100.0 / before.zoom).abs() < 1e-9);
    assert_eq!(editor.tool, Tool::Idle);
}

#[test]
fn a_pull_from_a_port_to_a_card_that_is_joined_already_is_refused_with_the_reason() {
    let mut editor = one_box();
    let card = editor.card(USERS).expect("a card");
    let port = editor.viewport.to_screen(Pt::new(card.right(), card.centre().y));
    reduce(&mut editor, Action::Down(port, Pointer::Fine));
    assert_eq!(editor.tool.connects_from(), Some(USERS));
    let end = middle_of(&editor, BOX);
    reduce(&mut editor, Action::Moved(end, false));
    assert!(matches!(&editor.tool, Tool::Connecting { aim: Some(aim), .. } if aim.refusal.is_some()));
    reduce(&mut editor, Action::Up(end));
    assert!(matches!(editor.notices[0].message, Message::Refused(..)));
    assert_eq!(editor.history.depth(), 0);
}

#[test]
fn tap_then_tap_connects() {
    let mut editor = one_box();
    reduce(&mut editor, Action::Disconnect(Edge { from: USERS, to: BOX }));
    reduce(&mut editor, Action::Select(Selection::Node(USERS)));
    let card = editor.card(USERS).expect("a card");
    let port = editor.viewport.to_screen(Pt::new(card.right(), card.centre().y));
    reduce(&mut editor, Action::Down(port, Pointer::Touch));
    reduce(&mut editor, Action::Up(port));
    assert!(matches!(editor.tool, Tool::Connecting { how: How::Taps, .. }));
    let end = middle_of(&editor, BOX);
    reduce(&mut editor, Action::Down(end, Pointer::Touch));
    reduce(&mut editor, Action::Up(end));
    assert!(editor.scenario.edges.contains(&Edge { from: USERS, to: BOX }));
    assert_eq!(editor.tool, Tool::Idle);
}

#[test]
fn escape_gives_a_connection_up() {
    let mut editor = one_box();
    reduce(&mut editor, Action::StartConnecting(USERS));
    reduce(&mut editor, Action::Aim(BOX));
    assert!(reduce(&mut editor, Action::Cancel));
    assert_eq!((editor.tool.clone(), editor.history.depth()), (Tool::Idle, 0));
}

#[test]
fn a_dropped_part_is_selected_and_undone_in_one_step() {
    let mut editor = one_box();
    let before = editor.scenario.clone();
    let data = service(|spec| spec.group == Group::Data && spec.takes_over.is_some());
    reduce(&mut editor, Action::Place(data.clone(), Some(Pt::new(700.0, 100.0))));
    assert!(matches!(&editor.tool, Tool::Placing { at: Some(_), .. }));
    reduce(&mut editor, Action::Drop);
    let id = editor.selection.node().expect("selected");
    assert_eq!(editor.scenario.nodes[&id].service, data);
    assert!(matches!(editor.history.last().map(|step| &step.change), Some(Change::Added(_))));
    reduce(&mut editor, Action::Undo);
    assert_eq!(*editor.scenario, *before);
    assert_eq!(editor.selection, Selection::None);
}

#[test]
fn let_go_beside_the_stage_nothing_is_added() {
    let mut editor = one_box();
    reduce(&mut editor, Action::Place(service(|spec| spec.group == Group::Data), None));
    reduce(&mut editor, Action::Drop);
    assert_eq!((editor.scenario.nodes.len(), editor.tool.clone()), (2, Tool::Idle));
}

#[test]
fn parts_added_by_key_never_cover_each_other() {
    let mut editor = one_box();
    for spec in catalogue::all().iter().filter(|spec| spec.group != Group::People) {
        reduce(&mut editor, Action::Add(spec.id.to_owned()));
    }
    let cards: Vec<_> = editor.cards().into_values().collect();
    for (index, card) in cards.iter().enumerate() {
        assert!(cards[index + 1..].iter().all(|other| !other.overlaps(card)), "{cards:?}");
    }
}

#[test]
fn an_unknown_part_is_not_added_but_told() {
    let mut editor = one_box();
    reduce(&mut editor, Action::Add("nonsense".to_owned()));
    assert_eq!(editor.notices[0].message, Message::CannotAdd);
}

#[test]
fn the_users_cannot_be_deleted() {
    let mut editor = one_box();
    reduce(&mut editor, Action::Select(Selection::Node(USERS)));
    assert!(!reduce(&mut editor, Action::DeleteSelected));
    reduce(&mut editor, Action::Select(Selection::Node(BOX)));
    assert!(reduce(&mut editor, Action::DeleteSelected));
    assert_eq!(editor.selection, Selection::None);
    assert!(editor.scenario.edges.is_empty());
}

#[test]
fn a_drag_of_the_users_control_is_one_step_and_keeps_the_curves() {
    let mut editor = one_box();
    for users in [20, 400, 18_000] {
        reduce(&mut editor, Action::SetUsers(users));
    }
    reduce(&mut editor, Action::Settle);
    assert_eq!((editor.users(), editor.history.depth(), editor.model_revision), (18_000, 1, 0));
    assert_eq!(editor.history.last().map(|step| step.change.clone()), Some(Change::Users(10, 18_000)));
    reduce(&mut editor, Action::StepUsers(Step::Most));
    reduce(&mut editor, Action::Undo);
    assert_eq!(editor.users(), 18_000);
    reduce(&mut editor, Action::Undo);
    assert_eq!(editor.users(), 10);
}

#[test]
fn growth_stops_and_tells_where_the_drawing_breaks_and_goes_on_when_pressed_again() {
    let mut editor = one_box();
    let breaks_at = Some(487.2);
    reduce(&mut editor, Action::TogglePlay(breaks_at));
    let broke = || Some(Message::CannotAdd);
    while editor.play.is_some() {
        assert!(reduce(&mut editor, Action::Grow { elapsed_ms: 16.0, breaks_at, broke: broke() }), "growth is kept");
    }
    assert_eq!((editor.users(), editor.notices.len(), editor.history.depth()), (488, 1, 1));
    reduce(&mut editor, Action::TogglePlay(breaks_at));
    while editor.play.is_some() {
        reduce(&mut editor, Action::Grow { elapsed_ms: 50.0, breaks_at, broke: broke() });
    }
    assert_eq!((editor.users(), editor.history.depth()), (1_000_000, 2));
}

#[test]
fn undo_stops_growth() {
    let mut editor = one_box();
    reduce(&mut editor, Action::TogglePlay(None));
    reduce(&mut editor, Action::Grow { elapsed_ms: 90.0, breaks_at: None, broke: None });
    reduce(&mut editor, Action::Undo);
    assert!(editor.play.is_none());
    assert_eq!(editor.users(), 10);
}

#[test]
fn the_last_role_of_a_box_stays() {
    let mut editor = one_box();
    let roles = editor.scenario.nodes[&BOX].role_list();
    for role in &roles {
        reduce(&mut editor, Action::SetRole(BOX, *role, false));
    }
    assert_eq!(editor.scenario.nodes[&BOX].roles.len(), 1);
    assert_eq!(editor.history.depth(), roles.len() - 1);
}

#[test]
fn an_opened_drawing_can_be_undone() {
    let mut editor = one_box();
    let before = editor.scenario.clone();
    reduce(&mut editor, Action::Open(Box::default()));
    assert!(editor.scenario.nodes.is_empty());
    reduce(&mut editor, Action::Undo);
    assert_eq!(*editor.scenario, *before);
}

#[test]
fn arrows_held_down_are_one_step() {
    let mut editor = one_box();
    for _ in 0..5 {
        reduce(&mut editor, Action::Nudge(BOX, Direction::Down, true));
    }
    assert_eq!((editor.scenario.nodes[&BOX].at.y, editor.history.depth()), (200, 1));
}

#[test]
fn names_are_kept_short_and_on_one_line() {
    let mut editor = one_box();
    reduce(&mut editor, Action::Name(format!("  a\nb{}", "x".repeat(200))));
    assert!(editor.scenario.name.starts_with("a b") && editor.scenario.name.chars().count() == 60);
}

#[test]
fn hostile_views_change_nothing() {
    let mut editor = one_box();
    let before = editor.viewport;
    reduce(&mut editor, Action::Zoom { about: Pt::default(), factor: f64::NAN });
    reduce(&mut editor, Action::Pan(f64::INFINITY, 0.0));
    assert_eq!(editor.viewport, before);
}

#[test]
fn on_a_phone_the_busiest_part_is_shown_large_enough_to_be_read() {
    let mut editor = one_box();
    // All but those that would take the application off the box: it is to stay the busiest.
    let stays = |spec: &&&ServiceSpec| spec.group != Group::People && spec.takes_over != Some(Role::App);
    for spec in catalogue::all().iter().filter(stays) {
        reduce(&mut editor, Action::Add(spec.id.to_owned()));
    }
    let drawing = (*editor.scenario).clone();
    reduce(&mut editor, Action::Open(Box::new(drawing)));
    reduce(&mut editor, Action::Select(Selection::None));
    reduce(&mut editor, Action::StageSize(Size { w: 390.0, h: 500.0 }));
    assert_eq!(editor.viewport.zoom, 1.0);
    assert!(editor.viewport.shown(editor.stage).contains(editor.card(BOX).expect("a card").centre()));

    // The whole, once it was asked for, stays the whole.
    reduce(&mut editor, Action::Fit);
    assert!(editor.viewport.zoom < 0.6);
    reduce(&mut editor, Action::StageSize(Size { w: 390.0, h: 330.0 }));
    assert!(editor.viewport.zoom < 0.6);
}

#[test]
fn on_a_phone_a_selected_part_stays_in_sight_when_the_stage_shrinks() {
    let mut editor = one_box();
    reduce(&mut editor, Action::StageSize(Size { w: 390.0, h: 512.0 }));
    reduce(&mut editor, Action::Pan(-60.0, 200.0));
    reduce(&mut editor, Action::Select(Selection::Node(BOX)));
    reduce(&mut editor, Action::StageSize(Size { w: 390.0, h: 340.0 }));
    let (shown, card) = (editor.viewport.shown(editor.stage), editor.card(BOX).expect("a card"));
    assert!(card.y >= shown.y && card.bottom() <= shown.bottom(), "{card:?} {shown:?}");
}

#[test]
fn on_a_phone_the_first_drawing_fills_the_screen_instead_of_standing_beside_emptiness() {
    let mut editor = one_box();
    reduce(&mut editor, Action::StageSize(Size { w: 390.0, h: 512.0 }));
    let (shown, card) = (editor.viewport.shown(editor.stage), editor.card(BOX).expect("a card"));
    assert!(card.x >= shown.x && card.right() <= shown.right());
    let content = Rect::around(editor.cards().into_values()).expect("cards");
    assert!(shown.right() <= content.right() + 40.0, "{shown:?}");
    assert!((shown.centre().y - card.centre().y).abs() < 40.0, "{shown:?}");
}

#[test]
fn every_preset_opens_without_cards_on_top_of_each_other() {
    for preset in crate::presets::all() {
        let mut editor = one_box();
        reduce(&mut editor, Action::Open(Box::new(preset.scenario().expect("a drawing"))));
        let cards: Vec<_> = editor.cards().into_values().collect();
        for (index, card) in cards.iter().enumerate() {
            assert!(cards[index + 1..].iter().all(|other| !other.overlaps(card)), "{}: {cards:?}", preset.id);
        }
    }
}

mod time;
