//! The palette: every tier by group, found by typing, put in by dragging, pressing or Enter.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use yew::prelude::*;

use super::controls::{Button, icon, icon_button, pictogram};
use super::dom::{
    On, block, click, div, element, element_on, keydown, oninput, pointercancel, pointerdown, pointermove, pointerup,
    said, words,
};
use super::i18n::{strings, text};
use super::platform::later::Later;
use super::platform::{capture, on_stage};
use super::store::Dispatch;
use crate::catalogue;
use crate::catalogue::spec::{Group, ServiceSpec};
use crate::editor::action::Action;
use crate::editor::preference::Language;
use crate::editor::state::Sheet;
use crate::editor::tool::Pointer;

const GROUPS: [Group; 4] = [Group::Edge, Group::Compute, Group::Data, Group::Messaging];

/// The palette.
#[derive(Properties, PartialEq)]
pub(super) struct PaletteProps {
    /// The language.
    pub(super) language: Language,
    /// Whether it is open, where it is a sheet.
    pub(super) open: bool,
    /// Whether the list's texts and pictograms are there.
    pub(super) later: Later,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// The palette.
#[component]
pub(super) fn Palette(props: &PaletteProps) -> Html {
    let PaletteProps { language, open, later, dispatch } = props;
    let t = strings(*language);
    let wanted = use_state(String::new);
    let press: Press = use_mut_ref(|| None);
    // The field itself holds what is typed: it is read, and never drawn.
    let typed = {
        let wanted = wanted.clone();
        Callback::from(move |event: InputEvent| wanted.set(field_of(&event).value()))
    };
    // The list comes behind the first screen; who asks for it earlier gets it at once.
    let asked = use_state(|| false);
    let is_asked = *later == Later::There || *asked || *open || !wanted.is_empty();
    let keys = {
        let (wanted, dispatch) = (wanted.clone(), dispatch.clone());
        Callback::from(move |event: KeyboardEvent| key_pressed(&event, &wanted, &dispatch))
    };
    let head =
        vec![said("h2", "", t.add), icon_button("u-close", t.close, "", dispatch.just(Action::OpenSheet(Sheet::None)))];
    let input = [("id", "find-tier"), ("type", "search"), ("placeholder", t.find_tier), ("autocomplete", "off")];
    let search = vec![
        icon("u-search", ""),
        said("span", "visually-hidden", t.find_tier),
        element_on("input", &input, vec![oninput(typed), keydown(keys)], Vec::new()),
        element("span", &[("class", "kbd"), ("aria-hidden", "true")], vec![words("/")]),
    ];
    let list = match *later {
        _ if is_asked => tiers(&wanted, *language),
        Later::Missing => {
            let asked = asked.clone();
            vec![
                Button { text: t.load_it, label: t.load_it, class: "btn", ..Button::default() }
                    .on(Callback::from(move |_| asked.set(true))),
            ]
        }
        _ => Vec::new(),
    };
    let parts = vec![
        div("sheet-head", head),
        block("label", "search", search),
        element_on("div", &[("class", "palette-list")], handlers(&press, dispatch, *language), list),
    ];
    let class = if *open { "palette sheet is-open" } else { "palette sheet" };
    element("nav", &[("class", class), ("aria-label", t.tiers)], parts)
}

/// Escape empties the field, Enter puts in the tier at the top.
#[inline(never)]
fn key_pressed(event: &KeyboardEvent, wanted: &UseStateHandle<String>, dispatch: &Dispatch) {
    match event.key().as_str() {
        "Escape" => {
            field_of(event).set_value("");
            wanted.set(String::new());
        }
        "Enter" if !wanted.trim().is_empty() => {
            if let Some(spec) = first_shown(&found(wanted)) {
                dispatch.send(Action::Add(spec.id.to_owned()));
                field_of(event).select();
            }
        }
        _ => {}
    }
}

/// The tiers that are wanted, by group.
#[inline(never)]
fn tiers(wanted: &str, language: Language) -> Vec<Html> {
    let found = found(wanted);
    let mut list: Vec<Html> = GROUPS.into_iter().map(|group| group_of(group, &found, language)).collect();
    if found.is_empty() {
        let nothing = [("key", "nothing"), ("class", "nothing"), ("role", "status")];
        list.push(element("p", &nothing, vec![words(strings(language).no_tier)]));
    }
    list
}

fn found(wanted: &str) -> Vec<&'static ServiceSpec> {
    catalogue::all().iter().copied().filter(|spec| is_wanted(spec, wanted)).collect()
}

fn field_of(event: &Event) -> web_sys::HtmlInputElement {
    event.target_unchecked_into()
}

/// Names in both languages, so that an English name is found in a Korean page too.
fn is_wanted(spec: &ServiceSpec, wanted: &str) -> bool {
    let wanted = wanted.trim().to_ascii_lowercase();
    let texts = [spec.id, spec.name.en, spec.name.ko, spec.short.en, spec.short.ko, spec.purpose.en, spec.purpose.ko];
    spec.group != Group::People
        && (wanted.is_empty() || texts.iter().any(|text| text.to_ascii_lowercase().contains(&wanted)))
}

/// The tier at the top: the list goes by groups.
fn first_shown(found: &[&'static ServiceSpec]) -> Option<&'static ServiceSpec> {
    GROUPS.into_iter().find_map(|group| found.iter().copied().find(|spec| spec.group == group))
}

fn group_of(group: Group, found: &[&'static ServiceSpec], language: Language) -> Html {
    let tiers: Vec<Html> = found.iter().filter(|spec| spec.group == group).map(|spec| tier(spec, language)).collect();
    let id = format!("tiers-{}", group as u8);
    let mut inside = Vec::new();
    if !tiers.is_empty() {
        inside.push(element("h2", &[("id", &id)], vec![words((strings(language).group)(group))]));
        inside.push(element("ul", &[("aria-labelledby", &id)], tiers));
    }
    element("div", &[("key", &id), ("class", "tier-group")], inside)
}

fn tier(spec: &ServiceSpec, language: Language) -> Html {
    let names =
        vec![said("span", "name", text(language, spec.name)), said("span", "what", text(language, spec.purpose))];
    let row = [("type", "button"), ("class", "tier"), ("data-service", spec.id)];
    let tile = block("span", "tile", vec![pictogram(spec.id, spec.group, "")]);
    let row = element("button", &row, vec![tile, block("span", "text", names)]);
    // Another language makes other rows, and so other tips.
    element("li", &[("key", &[spec.id, language.code()].concat())], vec![row])
}

/// A tier that is pressed: which, where, and whether it is being dragged.
struct Pressed {
    service: String,
    x: f64,
    y: f64,
    dragged: bool,
}

type Press = Rc<RefCell<Option<Pressed>>>;

fn row_of(event: &Event) -> Option<(web_sys::Element, String)> {
    let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let row = target.closest(".tier").ok().flatten()?;
    let service = row.get_attribute("data-service")?;
    Some((row, service))
}

/// What a tier is and when to use it, in the tip of the tier under the pointer. It is written when the pointer comes:
/// the texts of all tiers need not be there before.
fn explain(event: &PointerEvent, language: Language) {
    let Some((row, service)) = row_of(event).filter(|(row, _)| !row.has_attribute("title")) else { return };
    if let Some(spec) = catalogue::get(&service) {
        // Nothing is lost where a tip cannot be written.
        let _ = row.set_attribute("title", text(language, (spec.card)()));
    }
}

/// A press that moves becomes a drag over the stage; one that does not, like Enter, puts the tier at a free place.
fn handlers(press: &Press, dispatch: &Dispatch, language: Language) -> Vec<On> {
    let down = {
        let press = press.clone();
        Callback::from(move |event: PointerEvent| {
            let Some((row, service)) = row_of(&event).filter(|_| event.button() == 0) else { return };
            if event.pointer_type() == "touch" {
                // A finger scrolls the list; its tap is a click.
                return;
            }
            // At once: the first move of a quick hand is outside of the row already.
            capture(&row, event.pointer_id());
            let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
            *press.borrow_mut() = Some(Pressed { service, x, y, dragged: false });
        })
    };
    let moved = {
        let (press, dispatch) = (press.clone(), dispatch.clone());
        Callback::from(move |event: PointerEvent| {
            explain(&event, language);
            let mut press = press.borrow_mut();
            let Some(pressed) = press.as_mut().filter(|_| event.buttons() & 1 == 1) else { return };
            let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
            pressed.dragged |= libm::hypot(x - pressed.x, y - pressed.y) >= Pointer::Fine.slop();
            if pressed.dragged {
                dispatch.send(Action::Place(pressed.service.clone(), on_stage(x, y)));
            }
        })
    };
    let up = {
        let (press, dispatch) = (press.clone(), dispatch.clone());
        Callback::from(move |event: PointerEvent| {
            if press.borrow().as_ref().is_some_and(|pressed| pressed.dragged) {
                dispatch.send(if event.type_() == "pointerup" { Action::Drop } else { Action::Cancel });
            }
        })
    };
    let pressed = {
        let (press, dispatch) = (press.clone(), dispatch.clone());
        Callback::from(move |event: MouseEvent| {
            // The click that ends a drag is none.
            let dragged = press.borrow_mut().take().is_some_and(|pressed| pressed.dragged);
            if let Some((_, service)) = row_of(&event).filter(|_| !dragged) {
                dispatch.send(Action::Add(service));
            }
        })
    };
    vec![pointerdown(down), pointermove(moved), pointerup(up.clone()), pointercancel(up), click(pressed)]
}
