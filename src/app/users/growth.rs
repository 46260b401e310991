//! Users growing by themselves, frame by frame.

use yew::prelude::*;

use crate::app::driver::Results;
use crate::app::keyboard::breaks_at;
use crate::app::platform::frame::Frames;
use crate::app::store::{Dispatch, Same};
use crate::editor::action::Action;
use crate::editor::change::Label;
use crate::editor::state::{Editor, Message};

/// Grows the users as long as the editor plays.
#[hook]
pub(in crate::app) fn use_growth(editor: &Same<Editor>, results: &Results, dispatch: &Dispatch) {
    let limit = breaks_at(results);
    let now = use_mut_ref(|| (limit, None));
    *now.borrow_mut() = (limit, broke(editor, results));
    let dispatch = dispatch.clone();
    use_effect_with(editor.play.is_some(), move |&playing| {
        let frames = playing.then(|| {
            let mut last = None;
            Frames::run(move |time| {
                let elapsed_ms = last.replace(time).map_or(0.0, |last| time - last);
                let (breaks_at, broke) = now.borrow().clone();
                dispatch.send(Action::Grow { elapsed_ms, breaks_at, broke });
                true
            })
        });
        move || drop(frames)
    });
}

/// What to tell when the users come to where the drawing breaks.
fn broke(editor: &Editor, results: &Results) -> Option<Message> {
    let bottleneck = results.report.as_ref()?.bottleneck?;
    let users = libm::ceil(bottleneck.breaks_at_users.min(1e9)) as u32;
    Some(Message::Broke(Label::of(&editor.scenario, bottleneck.node), bottleneck.resource, users))
}
