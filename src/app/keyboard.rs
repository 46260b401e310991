//! Keys that hold anywhere on the page, and the commands they give.

use yew::prelude::*;

use super::canvas::ZOOM_STEP;
use super::driver::Results;
use super::platform::{has_dialog, is_typing, listen, select, typing};
use super::store::{Dispatch, Same};
use super::topbar::files;
use crate::editor::action::Action;
use crate::editor::command::{Chord, Command, anywhere};
use crate::editor::state::{Editor, Sheet};

/// A key event as the editor reads it.
pub(super) fn chord<'a>(event: &KeyboardEvent, key: &'a str) -> Chord<'a> {
    Chord { key, ctrl: event.ctrl_key() || event.meta_key(), shift: event.shift_key(), alt: event.alt_key() }
}

/// Listens for keys anywhere on the page.
#[hook]
pub(super) fn use_keys(editor: &Same<Editor>, results: &Results, dispatch: &Dispatch) {
    let breaks_at = breaks_at(results);
    let current = use_mut_ref(|| (editor.clone(), breaks_at));
    *current.borrow_mut() = (editor.clone(), breaks_at);
    let dispatch = dispatch.clone();
    use_effect_with((), move |_| {
        let listener = listen::keys(move |event| {
            let key = event.key();
            if has_dialog() || (is_typing(event.target()) && key != "Escape") {
                return;
            }
            let (editor, breaks_at) = current.borrow().clone();
            if let Some(command) = anywhere(chord(event, &key)) {
                event.prevent_default();
                run(&editor, breaks_at, &dispatch, command);
            }
        });
        let typing = typing::keep();
        move || drop((listener, typing))
    });
}

/// Where the drawing breaks.
pub(super) fn breaks_at(results: &Results) -> Option<f64> {
    results.report.as_ref()?.bottleneck.map(|bottleneck| bottleneck.breaks_at_users)
}

fn run(editor: &Editor, breaks_at: Option<f64>, dispatch: &Dispatch, command: Command) {
    match command {
        Command::Undo => dispatch.send(Action::Undo),
        Command::Redo => dispatch.send(Action::Redo),
        Command::ZoomIn => dispatch.send(Action::ZoomMiddle(ZOOM_STEP)),
        Command::ZoomOut => dispatch.send(Action::ZoomMiddle(1.0 / ZOOM_STEP)),
        Command::ZoomReset => dispatch.send(Action::ZoomMiddle(1.0 / editor.viewport.zoom)),
        Command::Fit => dispatch.send(Action::Fit),
        Command::FindTier => {
            dispatch.send(Action::OpenSheet(Sheet::Add));
            select("find-tier");
        }
        Command::Play => dispatch.send(Action::TogglePlay(breaks_at)),
        Command::Save => files::save(editor, dispatch),
        Command::Open => files::pick(dispatch),
        Command::Cancel => {
            dispatch.send(Action::Cancel);
            dispatch.send(Action::OpenSheet(Sheet::None));
        }
        // These hold on the stage only.
        Command::Delete | Command::Connect | Command::Fail | Command::Choose | Command::Arrow(..) => {}
    }
}
