//! The users row: play, the control from ten to a million, and the chain from users to requests.

mod chain;
mod growth;
mod slider;
pub(super) mod verdict;

use yew::prelude::*;

use super::controls::{Button, NumberField};
use super::dom::{div, element, words};
use super::driver::Results;
use super::i18n::{number, strings};
use super::keyboard::breaks_at;
use super::platform::listen::SizeWatch;
use super::store::{Dispatch, Same};
use crate::editor::action::Action;
use crate::editor::scale;
use crate::editor::state::Editor;
pub(super) use growth::use_growth;

/// The users row.
#[derive(Properties, PartialEq)]
pub(super) struct UsersProps {
    /// The state of the page.
    pub(super) editor: Same<Editor>,
    /// The results.
    pub(super) results: Results,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// The users row.
#[component]
pub(super) fn Users(props: &UsersProps) -> Html {
    let UsersProps { editor, results, dispatch } = props;
    let t = strings(editor.language);
    let svg = use_node_ref();
    let width = use_width(&svg);
    let unit = element("div", &[("class", "users-unit"), ("aria-hidden", "true")], vec![words(t.users_unit)]);
    let now = div("users-now", vec![play(editor, results, dispatch), div("", vec![entry(editor, dispatch), unit])]);
    let slider = slider::slider(&svg, width, editor, results, dispatch);
    let parts = vec![now, slider, chain::chain(editor, results, dispatch)];
    element("section", &[("class", "users"), ("aria-label", t.users)], parts)
}

fn play(editor: &Editor, results: &Results, dispatch: &Dispatch) -> Html {
    let t = strings(editor.language);
    let playing = editor.play.is_some();
    let (icon, label) = if playing { ("u-pause", t.pause) } else { ("u-play", t.play) };
    Button { icon, label, keys: "P", class: "play", pressed: Some(playing), ..Button::default() }
        .on(dispatch.just(Action::TogglePlay(breaks_at(results))))
}

fn entry(editor: &Editor, dispatch: &Dispatch) -> Html {
    let value = number::whole(f64::from(editor.users()));
    let label = Some(strings(editor.language).users_entry);
    NumberField { id: "users-entry", class: "users-count", label, value, unit: "" }
        .on(dispatch.on(|users: f64| Action::SetUsers(scale::clamped(libm::round(users) as i64))))
}

#[hook]
fn use_width(svg: &NodeRef) -> f64 {
    let width = use_state_eq(|| 876.0);
    let (svg, setter) = (svg.clone(), width.setter());
    use_effect_with((), move |_| {
        let watch = svg
            .cast::<web_sys::Element>()
            .map(|svg| SizeWatch::new(&svg, move |size| setter.set(libm::round(size.w).max(120.0))));
        move || drop(watch)
    });
    *width
}
