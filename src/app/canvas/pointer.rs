//! The pointer on the stage: one finger or the mouse drives the editor's tool, two fingers zoom and move the view.

use crate::lists::Map;
use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use crate::app::platform::{capture, inside};
use crate::app::store::Dispatch;
use crate::editor::action::Action;
use crate::editor::geometry::Pt;
use crate::editor::tool::Pointer;

/// What the stage calls.
pub(super) struct Handlers {
    /// A pointer pressed.
    pub(super) down: Callback<PointerEvent>,
    /// It moved.
    pub(super) moved: Callback<PointerEvent>,
    /// It was released, or taken away.
    pub(super) up: Callback<PointerEvent>,
    /// The wheel was turned.
    pub(super) wheel: Callback<WheelEvent>,
}

type Fingers = Rc<RefCell<Map<i32, Pt>>>;

/// The pointer on the stage.
#[hook]
pub(super) fn use_pointer(svg: &NodeRef, dispatch: &Dispatch) -> Handlers {
    let fingers: Fingers = use_mut_ref(Map::new);
    Handlers {
        down: down(svg, dispatch, &fingers),
        moved: moved(svg, dispatch, &fingers),
        up: up(svg, dispatch, &fingers),
        wheel: wheel(svg, dispatch),
    }
}

fn place(svg: &NodeRef, event: &MouseEvent) -> Option<Pt> {
    let stage = svg.cast::<web_sys::Element>()?;
    Some(inside(&stage, f64::from(event.client_x()), f64::from(event.client_y())))
}

fn down(svg: &NodeRef, dispatch: &Dispatch, fingers: &Fingers) -> Callback<PointerEvent> {
    let (svg, dispatch, fingers) = (svg.clone(), dispatch.clone(), fingers.clone());
    Callback::from(move |event: PointerEvent| {
        let (Some(at), Some(stage)) = (place(&svg, &event), svg.cast::<web_sys::Element>()) else { return };
        if event.button() != 0 {
            return;
        }
        capture(&stage, event.pointer_id());
        let mut fingers = fingers.borrow_mut();
        fingers.insert(event.pointer_id(), at);
        if fingers.len() > 1 {
            dispatch.send(Action::Cancel);
            return;
        }
        let pointer = if event.pointer_type() == "touch" { Pointer::Touch } else { Pointer::Fine };
        dispatch.send(Action::Down(at, pointer));
    })
}

fn moved(svg: &NodeRef, dispatch: &Dispatch, fingers: &Fingers) -> Callback<PointerEvent> {
    let (svg, dispatch, fingers) = (svg.clone(), dispatch.clone(), fingers.clone());
    Callback::from(move |event: PointerEvent| {
        let Some(at) = place(&svg, &event) else { return };
        let mut fingers = fingers.borrow_mut();
        if fingers.len() < 2 {
            dispatch.send(Action::Moved(at, event.shift_key()));
            return;
        }
        let before = fingers.clone();
        fingers.insert(event.pointer_id(), at);
        pinch(&dispatch, &before, &fingers);
    })
}

/// The first two fingers zoom about their middle, and move the view with it.
fn pinch(dispatch: &Dispatch, before: &Map<i32, Pt>, after: &Map<i32, Pt>) {
    let two = |fingers: &Map<i32, Pt>| {
        let mut places = fingers.values().copied();
        Some((places.next()?, places.next()?))
    };
    let (Some((a, b)), Some((c, d))) = (two(before), two(after)) else { return };
    let middle = |a: Pt, b: Pt| Pt::new((a.x + b.x) / 2.0, (a.y + b.y) / 2.0);
    let (from, to) = (middle(a, b), middle(c, d));
    dispatch.send(Action::Pan(to.x - from.x, to.y - from.y));
    if a.distance(b) > 1.0 {
        dispatch.send(Action::Zoom { about: to, factor: c.distance(d) / a.distance(b) });
    }
}

fn up(svg: &NodeRef, dispatch: &Dispatch, fingers: &Fingers) -> Callback<PointerEvent> {
    let (svg, dispatch, fingers) = (svg.clone(), dispatch.clone(), fingers.clone());
    Callback::from(move |event: PointerEvent| {
        let Some(at) = place(&svg, &event) else { return };
        let mut fingers = fingers.borrow_mut();
        let pinching = fingers.len() > 1;
        fingers.remove(&event.pointer_id());
        if pinching {
            return;
        }
        let cancelled = event.type_() == "pointercancel";
        dispatch.send(if cancelled { Action::Cancel } else { Action::Up(at) });
    })
}

/// With Control, as a pinch on a trackpad comes, and with a mouse's wheel the view zooms; two fingers on a trackpad move it.
fn wheel(svg: &NodeRef, dispatch: &Dispatch) -> Callback<WheelEvent> {
    let (svg, dispatch) = (svg.clone(), dispatch.clone());
    Callback::from(move |event: WheelEvent| {
        let Some(at) = place(&svg, &event) else { return };
        event.prevent_default();
        let unit = if event.delta_mode() == WheelEvent::DOM_DELTA_PIXEL { 1.0 } else { 33.0 };
        let (dx, dy) = (event.delta_x() * unit, event.delta_y() * unit);
        let pinch = event.ctrl_key() || event.meta_key();
        let is_mouse = dx == 0.0 && dy.abs() >= 50.0;
        dispatch.send(if pinch || is_mouse {
            let speed = if pinch && !is_mouse { 0.01 } else { 0.0016 };
            Action::Zoom { about: at, factor: libm::exp((-dy * speed).clamp(-0.5, 0.5)) }
        } else {
            Action::Pan(-dx, -dy)
        });
    })
}
