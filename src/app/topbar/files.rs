//! New, open and save, and the drawings of the story.

use yew::prelude::*;

use super::menu::Item;
use crate::app::i18n::{is_word, strings, text};
use crate::app::keeper::stage;
use crate::app::platform::transfer;
use crate::app::store::Dispatch;
use crate::catalogue;
use crate::catalogue::spec::Group;
use crate::codec::{CodecError, file};
use crate::editor::action::Action;
use crate::editor::preference::Language;
use crate::editor::state::{Editor, Message, Source};
use crate::model::scenario::{Node, NodeId, Point, Scenario};
use crate::presets;

/// A new drawing: the users, and nobody yet who answers them.
fn blank(editor: &Editor) -> Scenario {
    let mut scenario = Scenario { region: editor.scenario.region, ..Scenario::default() };
    if let Some(people) = catalogue::all().iter().find(|spec| spec.group == Group::People) {
        let node = Node {
            service: people.id.to_owned(),
            name: String::new(),
            at: Point { x: 40, y: 280 },
            settings: Default::default(),
            roles: Default::default(),
            zones: Vec::new(),
        };
        scenario.nodes.insert(NodeId(1), node);
    }
    scenario
}

/// The lines of the file menu.
pub(super) fn items(editor: &Editor, dispatch: &Dispatch) -> Vec<Item> {
    let t = strings(editor.language);
    let item = |label: &'static str, note: &'static str, run: Callback<()>| Item {
        label: label.into(),
        note: note.into(),
        run,
    };
    let new = dispatch.just(Action::Open(Box::new(blank(editor))));
    let picked = {
        let dispatch = dispatch.clone();
        Callback::from(move |()| pick(&dispatch))
    };
    let saved = {
        let (editor, dispatch) = (editor.clone(), dispatch.clone());
        Callback::from(move |()| save(&editor, &dispatch))
    };
    vec![item(t.new, "", new), item(t.open, "Ctrl O", picked), item(t.save, "Ctrl S", saved)]
}

/// The drawings of the story, first to last. The users stay as many as they are.
pub(super) fn story(language: Language, dispatch: &Dispatch) -> Vec<Item> {
    presets::all()
        .iter()
        .enumerate()
        .map(|(index, preset)| {
            let dispatch = dispatch.clone();
            Item {
                label: format!("{}. {}", index + 1, text(language, preset.name)).into(),
                note: text(language, (preset.line)()).into(),
                run: Callback::from(move |()| {
                    if let Some(scenario) = stage(preset, language) {
                        dispatch.send(Action::Open(Box::new(scenario)));
                    }
                }),
            }
        })
        .collect()
}

/// Lets the user pick a file, and opens it.
pub(in crate::app) fn pick(dispatch: &Dispatch) {
    let dispatch = dispatch.clone();
    transfer::pick(".json,application/json", move |content| {
        let read = content.ok_or(CodecError::TooLarge { limit: 0 }).and_then(|content| file::read(&content));
        dispatch.send(match read {
            Ok(scenario) => Action::Open(Box::new(scenario)),
            Err(error) => Action::Tell(Message::CannotOpen(Source::File, error)),
        });
    });
}

/// Offers the drawing as a file.
pub(in crate::app) fn save(editor: &Editor, dispatch: &Dispatch) {
    let name: String = editor.scenario.name.chars().map(|c| if is_word(c) { c } else { '-' }).collect();
    let name = name.trim_matches('-').to_owned();
    let name = if name.is_empty() { "headroom.json".to_owned() } else { format!("{name}.json") };
    if !transfer::download(&name, &file::write(&editor.scenario)) {
        dispatch.send(Action::Tell(Message::CannotWrite));
    }
}
