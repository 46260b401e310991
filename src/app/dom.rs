//! Elements by function. Written out in `html!`, each of the many on this page is a piece of program of its own, about
//! 400 bytes; these share one (docs/performance.md).

use std::rc::Rc;

use yew::html::{
    onblur, onchange, onclick, onclose, onfocus, onfocusout, onkeydown, onpointercancel, onpointerdown, onpointermove,
    onpointerup,
};
use yew::prelude::*;
use yew::virtual_dom::{Key, Listener, VTag, VText};

use super::platform::typing;

/// A number as SVG writes it: tenths are enough.
pub(super) use crate::units::decimal::tenths as n;

/// What an element does on an event.
pub(super) type On = Rc<dyn Listener>;

/// When it is pressed.
pub(super) fn click(call: Callback<MouseEvent>) -> On {
    Rc::new(onclick::Wrapper::new(call))
}

/// When a field's value has been changed and left.
pub(super) fn change(call: Callback<Event>) -> On {
    Rc::new(onchange::Wrapper::new(call))
}

/// When a key is pressed on it.
pub(super) fn keydown(call: Callback<KeyboardEvent>) -> On {
    Rc::new(onkeydown::Wrapper::new(call))
}

/// When it loses the focus.
pub(super) fn blur(call: Callback<FocusEvent>) -> On {
    Rc::new(onblur::Wrapper::new(call))
}

/// When it gets the focus.
pub(super) fn focus(call: Callback<FocusEvent>) -> On {
    Rc::new(onfocus::Wrapper::new(call))
}

/// When a dialog has been closed.
pub(super) fn closed(call: Callback<Event>) -> On {
    Rc::new(onclose::Wrapper::new(call))
}

/// When the focus leaves all that is inside.
pub(super) fn focusout(call: Callback<FocusEvent>) -> On {
    Rc::new(onfocusout::Wrapper::new(call))
}

/// When the pointer presses it.
pub(super) fn pointerdown(call: Callback<PointerEvent>) -> On {
    Rc::new(onpointerdown::Wrapper::new(call))
}

/// While the pointer moves over it.
pub(super) fn pointermove(call: Callback<PointerEvent>) -> On {
    Rc::new(onpointermove::Wrapper::new(call))
}

/// When the pointer is released.
pub(super) fn pointerup(call: Callback<PointerEvent>) -> On {
    Rc::new(onpointerup::Wrapper::new(call))
}

/// When the pointer is taken away.
pub(super) fn pointercancel(call: Callback<PointerEvent>) -> On {
    Rc::new(onpointercancel::Wrapper::new(call))
}

/// With each letter typed.
pub(super) fn oninput(call: Callback<InputEvent>) -> On {
    Rc::new(yew::html::oninput::Wrapper::new(call))
}

/// An element with attributes; those without a value are left out. `key` tells it from its siblings; `value` and
/// `checked` of a field are what it holds. A field that is typed into has an `id`.
pub(super) fn element(tag: &'static str, attributes: &[(&'static str, &str)], children: Vec<Html>) -> Html {
    element_on(tag, attributes, Vec::new(), children)
}

/// An element that does something on events.
pub(super) fn element_on(
    tag: &'static str,
    attributes: &[(&'static str, &str)],
    listeners: Vec<On>,
    children: Vec<Html>,
) -> Html {
    let mut made = VTag::new(tag);
    let id = attributes.iter().find(|(name, _)| *name == "id").map(|(_, id)| *id);
    for &(name, value) in attributes {
        let owned = || AttrValue::from(value.to_owned());
        match name {
            "key" => made.key = Some(Key::from(value.to_owned())),
            "value" if tag == "input" => {
                made.set_value(Some(id.and_then(typing::kept).map_or_else(owned, AttrValue::from)));
                // What the field shows again when what was typed is taken out of it.
                made.add_attribute(name, owned());
            }
            "value" if tag == "textarea" => made.set_value(Some(owned())),
            "checked" => made.set_checked(!value.is_empty()),
            _ if value.is_empty() => {}
            _ => made.add_attribute(name, owned()),
        }
    }
    for listener in listeners {
        made.add_listener(listener);
    }
    made.add_children(children);
    made.into()
}

/// Nothing, where its siblings keep their places.
pub(super) fn nothing() -> Html {
    Html::default()
}

/// Words alone.
pub(super) fn words(content: &str) -> Html {
    VText::new(content.to_owned()).into()
}

/// An element with a class and words.
pub(super) fn said(tag: &'static str, class: &str, content: &str) -> Html {
    element(tag, &[("class", class)], vec![words(content)])
}

/// An element with a class and others inside.
pub(super) fn block(tag: &'static str, class: &str, children: Vec<Html>) -> Html {
    element(tag, &[("class", class)], children)
}

/// A `div` with a class and others inside.
pub(super) fn div(class: &str, children: Vec<Html>) -> Html {
    block("div", class, children)
}

/// `true` for an attribute that holds, nothing for one that does not.
pub(super) const fn when(holds: bool) -> &'static str {
    if holds { "true" } else { "" }
}

/// `true` or `false` for an attribute that always says which.
pub(super) const fn either(holds: bool) -> &'static str {
    if holds { "true" } else { "false" }
}

/// A path.
pub(super) fn path(class: &str, d: &str) -> Html {
    element("path", &[("class", class), ("d", d)], Vec::new())
}

/// A rectangle; a radius of 0 has sharp corners.
pub(super) fn rect(class: &str, x: f64, y: f64, w: f64, h: f64, radius: f64) -> Html {
    let radius = if radius > 0.0 { n(radius) } else { String::new() };
    let attributes =
        [("class", class), ("x", &n(x)), ("y", &n(y)), ("width", &n(w)), ("height", &n(h)), ("rx", &radius)];
    element("rect", &attributes, Vec::new())
}

/// A circle.
pub(super) fn circle(class: &str, x: f64, y: f64, r: f64) -> Html {
    element("circle", &[("class", class), ("cx", &n(x)), ("cy", &n(y)), ("r", &n(r))], Vec::new())
}

/// A symbol of `icons`, in a square.
pub(super) fn symbol(class: &str, id: &str, x: f64, y: f64, side: f64) -> Html {
    let href = ["#", id].concat();
    let side = n(side);
    let attributes =
        [("class", class), ("href", &href), ("x", &n(x)), ("y", &n(y)), ("width", &side), ("height", &side)];
    element("use", &attributes, Vec::new())
}

/// A line of text in a drawing.
pub(super) fn text(class: &str, x: f64, y: f64, content: &str) -> Html {
    element("text", &[("class", class), ("x", &n(x)), ("y", &n(y))], vec![words(content)])
}

/// A group, moved to a place.
pub(super) fn group_at(class: &str, x: f64, y: f64, children: Vec<Html>) -> Html {
    let transform = ["translate(", &n(x), " ", &n(y), ")"].concat();
    element("g", &[("class", class), ("transform", &transform)], children)
}

/// A group.
pub(super) fn group(class: &str, children: Vec<Html>) -> Html {
    element("g", &[("class", class)], children)
}

/// The path through some points.
pub(super) fn polyline(points: Vec<(f64, f64)>) -> String {
    let mut way = String::new();
    for (x, y) in points {
        way.push(if way.is_empty() { 'M' } else { 'L' });
        way.push_str(&n(x));
        way.push(' ');
        way.push_str(&n(y));
    }
    way
}
