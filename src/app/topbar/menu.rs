//! A button with a menu below it, by pointer and by keys.

use yew::prelude::*;

use crate::app::controls::icon;
use crate::app::dom::{click, either, element, element_on, keydown, said};
use crate::app::platform::{self, focus, listen};

/// One line of a menu.
#[derive(Clone, PartialEq)]
pub(super) struct Item {
    /// What it does.
    pub(super) label: AttrValue,
    /// A remark below, or the key that does the same.
    pub(super) note: AttrValue,
    /// What it does.
    pub(super) run: Callback<()>,
}

/// A button with a menu.
pub(super) struct Menu<'a> {
    /// Names it.
    pub(super) id: &'static str,
    /// Its icon.
    pub(super) icon: &'static str,
    /// Its label.
    pub(super) label: &'static str,
    /// Its lines, made when it is open.
    pub(super) items: &'a dyn Fn() -> Vec<Item>,
}

/// Which menu is open: one at a time.
type Open = UseStateHandle<Option<&'static str>>;

/// A button with a menu.
pub(super) fn menu(menu: Menu<'_>, open: &Open) -> Html {
    let Menu { id, icon: symbol, label, items } = menu;
    let is_open = **open == Some(id);
    let items = if is_open { items() } else { Vec::new() };
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| {
            open.set(if is_open { None } else { Some(id) });
            if !is_open {
                focus_item(id, 0);
            }
        })
    };
    let name = ["menu-", id].concat();
    let button = [
        ("type", "button"),
        ("class", "btn btn-quiet"),
        ("id", name.as_str()),
        ("aria-haspopup", "menu"),
        ("aria-expanded", either(is_open)),
        ("aria-label", label),
    ];
    let inside = vec![icon(symbol, "icon-14"), said("span", "menu-label", label), icon("u-chev", "icon-12")];
    let keys = keys(id, items.len(), open);
    let mut parts = vec![element_on("button", &button, vec![click(toggle)], inside)];
    if is_open {
        let lines = items.into_iter().enumerate().map(|(index, item)| line(id, index, item, open)).collect();
        parts.push(element("ul", &[("class", "menu-list"), ("role", "menu"), ("aria-labelledby", &name)], lines));
    }
    element_on("div", &[("class", "menu"), ("data-menu", id)], vec![keydown(keys)], parts)
}

#[inline(never)]
fn line(id: &str, index: usize, item: Item, open: &Open) -> Html {
    let open = open.clone();
    let run = item.run;
    let onclick = Callback::from(move |_: MouseEvent| {
        open.set(None);
        run.emit(());
    });
    let mut inside = vec![said("span", "", &item.label)];
    if !item.note.is_empty() {
        inside.push(said("span", "menu-note", &item.note));
    }
    let place = format!("{id}-{index}");
    let attributes = [("type", "button"), ("role", "menuitem"), ("tabindex", "-1"), ("data-item", place.as_str())];
    element("li", &[("role", "none")], vec![element_on("button", &attributes, vec![click(onclick)], inside)])
}

fn focus_item(id: &str, index: usize) {
    focus(&format!("[data-item=\"{id}-{index}\"]"));
}

fn keys(id: &'static str, count: usize, open: &Open) -> Callback<KeyboardEvent> {
    let open = open.clone();
    Callback::from(move |event: KeyboardEvent| {
        let now =
            platform::focused_attribute("data-item").and_then(|item| item.rsplit('-').next()?.parse::<usize>().ok());
        let count = count.max(1);
        match (event.key().as_str(), now) {
            ("ArrowDown", None) => {
                open.set(Some(id));
                focus_item(id, 0);
            }
            ("ArrowDown", Some(now)) => focus_item(id, (now + 1) % count),
            ("ArrowUp", Some(now)) => focus_item(id, (now + count - 1) % count),
            ("Home", Some(_)) => focus_item(id, 0),
            ("End", Some(_)) => focus_item(id, count - 1),
            ("Escape", _) if open.is_some() => {
                open.set(None);
                focus(&["#menu-", id].concat());
            }
            ("Tab", Some(_)) => return open.set(None),
            _ => return,
        }
        event.prevent_default();
    })
}

/// A press anywhere else closes the menu.
#[hook]
pub(super) fn use_closing(open: &Open) {
    let setter = open.setter();
    use_effect_with(open.is_some(), move |is_open| {
        let listener = is_open.then(|| listen::pressed_outside(".menu", move || setter.set(None))).flatten();
        move || drop(listener)
    });
}
