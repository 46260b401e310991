//! Actions that change who comes and what they do.

use super::commit::{commit, settle};
use super::view;
use crate::editor::history::Gesture;
use crate::editor::play::{Play, Progress};
use crate::editor::scale::{self, Step};
use crate::editor::state::{Editor, Message};
use crate::editor::workload_field::Field;
use crate::model::edit::Edit;
use crate::model::workload::{QueryQuality, USERS, Workload};

pub(super) fn set_users(editor: &mut Editor, users: u32) -> bool {
    editor.play = None;
    put_users(editor, users)
}

fn put_users(editor: &mut Editor, users: u32) -> bool {
    let users = users.clamp(*USERS.start(), *USERS.end());
    let workload = Workload { users, ..editor.scenario.workload.clone() };
    commit(editor, Edit::SetWorkload(Box::new(workload)), None, Some(Gesture::Users))
}

pub(super) fn step(editor: &mut Editor, step: Step) -> bool {
    set_users(editor, scale::stepped(editor.users(), step))
}

pub(super) fn set_workload(editor: &mut Editor, field: Field, value: f64) -> bool {
    let mut workload = editor.scenario.workload.clone();
    field.set(&mut workload, value);
    commit(editor, Edit::SetWorkload(Box::new(workload)), None, Some(Gesture::Workload(field.code())))
}

pub(super) fn set_quality(editor: &mut Editor, quality: QueryQuality) -> bool {
    let workload = Workload { query_quality: quality, ..editor.scenario.workload.clone() };
    commit(editor, Edit::SetWorkload(Box::new(workload)), None, None)
}

pub(super) fn toggle_play(editor: &mut Editor, breaks_at: Option<f64>) -> bool {
    if editor.play.take().is_some() {
        settle(editor);
        return true;
    }
    settle(editor);
    if editor.users() >= *USERS.end() {
        put_users(editor, *USERS.start());
    }
    editor.play = Some(Play::from(editor.users(), breaks_at));
    true
}

pub(super) fn grow(editor: &mut Editor, elapsed_ms: f64, breaks_at: Option<f64>, broke: Option<Message>) -> bool {
    let Some(play) = editor.play else { return false };
    match play.after(elapsed_ms, breaks_at) {
        Progress::On(play, users) => {
            editor.play = Some(play);
            put_users(editor, users.max(editor.users()));
            // The growth itself has gone on, even where the rounded number of users has not.
            true
        }
        Progress::Broke(users) => {
            stop_at(editor, users);
            if let Some(message) = broke {
                view::tell(editor, message);
            }
            true
        }
        Progress::End(users) => {
            stop_at(editor, users);
            true
        }
    }
}

fn stop_at(editor: &mut Editor, users: u32) {
    put_users(editor, users);
    editor.play = None;
    settle(editor);
}
