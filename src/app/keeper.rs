//! What outlives the page: the drawing, the language and the colours in the browser's store, and a drawing in a link.

use yew::prelude::*;

use super::i18n::{strings, text};
use super::platform::{self, frame, listen, storage};
use super::store::{Dispatch, Same};
use crate::codec::{file, link};
use crate::editor::action::Action;
use crate::editor::preference::{Language, Theme};
use crate::editor::state::{Editor, Message, Source};
use crate::model::scenario::Scenario;
use crate::presets::{self, Preset};

/// The drawing is kept so long after its last change, in milliseconds.
const DELAY_MS: u32 = 400;

/// The page as it is opened: a link's drawing, else the one kept here, else the first of the story.
pub(super) fn initial() -> Editor {
    let language =
        storage::read(storage::LANGUAGE).map_or_else(platform::browser_language, |code| Language::from_code(&code));
    let theme = storage::read(storage::THEME).map_or(Theme::System, |code| Theme::from_code(&code));
    let fragment = platform::fragment();
    let mut problem = None;
    let linked = link::is_link(&fragment).then(|| link::open(&fragment)).and_then(|read| match read {
        Ok(scenario) => Some(scenario),
        Err(error) => {
            problem = Some(Message::CannotOpen(Source::Link, error));
            None
        }
    });
    let scenario = linked.or_else(|| match storage::read(storage::DRAWING).map(|kept| file::read(&kept)) {
        Some(Ok(scenario)) => Some(scenario),
        Some(Err(error)) => {
            problem.get_or_insert(Message::CannotOpen(Source::Stored, error));
            None
        }
        None => None,
    });
    let first = || presets::all().first().and_then(|preset| stage(preset, language)).unwrap_or_default();
    let mut editor = Editor::new(scenario.unwrap_or_else(first), language, theme);
    if let Some(message) = problem {
        crate::editor::reduce::reduce(&mut editor, Action::Tell(message));
    }
    editor
}

/// The drawing of a stage of the story, named in the language of the page.
pub(super) fn stage(preset: &Preset, language: Language) -> Option<Scenario> {
    let name = text(language, preset.name).to_owned();
    preset.scenario().map(|scenario| Scenario { name, ..scenario })
}

/// Keeps everything that outlives the page.
#[hook]
pub(super) fn use_keeper(editor: &Same<Editor>, dispatch: &Dispatch) {
    use_drawing(editor, dispatch);
    use_links(dispatch);
    use_effect_with((editor.language, editor.scenario.name.clone()), |(language, name)| {
        let name = if name.is_empty() { strings(*language).untitled } else { name };
        platform::set_language(*language, &format!("{name} · Headroom"));
    });
    use_choice(storage::LANGUAGE, editor.language.code());
    use_choice(storage::THEME, editor.theme.code());
    use_effect_with(editor.theme, |theme| platform::set_theme(*theme));
}

/// Keeps a choice from the first time on that it is changed: until then the browser decides.
#[hook]
fn use_choice(key: &'static str, code: &'static str) {
    let first = use_mut_ref(|| Some(code));
    use_effect_with(code, move |code| {
        if first.borrow_mut().take() != Some(*code) {
            storage::write(key, code);
        }
    });
}

/// Keeps the drawing, and does not write over what another tab has kept until the user says so.
#[hook]
fn use_drawing(editor: &Same<Editor>, dispatch: &Dispatch) {
    let foreign = use_mut_ref(|| false);
    let latest = use_mut_ref(|| editor.scenario.clone());
    *latest.borrow_mut() = editor.scenario.clone();
    platform::remember(&editor.scenario);
    let asks = editor.notices.iter().any(|notice| notice.message == Message::OtherTab);
    let unkept = use_mut_ref(|| false);
    let keep = {
        let (foreign, latest, dispatch, unkept) = (foreign.clone(), latest, dispatch.clone(), unkept.clone());
        move || {
            if *foreign.borrow() || !std::mem::take(&mut *unkept.borrow_mut()) {
                return;
            }
            let scenario = latest.borrow().clone();
            if !storage::write(storage::DRAWING, &file::write(&scenario)) {
                dispatch.send(Action::Tell(Message::StoreFull));
            }
        }
    };
    {
        let (keep, first) = (keep.clone(), use_mut_ref(|| true));
        let (unkept, foreign) = (unkept.clone(), foreign.clone());
        use_effect_with((Same::from(editor.scenario.clone()), asks), move |(_, asks)| {
            // Once the question is answered, this tab's drawing counts again.
            *foreign.borrow_mut() = *asks;
            // What was just opened is kept already, unless it came in a link.
            let opened = std::mem::replace(&mut *first.borrow_mut(), false) && !link::is_link(&platform::fragment());
            *unkept.borrow_mut() |= !opened;
            let timer = (!opened).then(|| frame::after(DELAY_MS, keep));
            move || drop(timer)
        });
    }
    let dispatch = dispatch.clone();
    use_effect_with((), move |_| {
        let changed = listen::store(storage::DRAWING, move || {
            *foreign.borrow_mut() = true;
            dispatch.send(Action::Tell(Message::OtherTab));
        });
        let leaving = listen::leaving(keep);
        move || drop((changed, leaving))
    });
}

/// Opens a link that is put into the address, and takes it off again once it is opened.
#[hook]
fn use_links(dispatch: &Dispatch) {
    let dispatch = dispatch.clone();
    use_effect_with((), move |_| {
        let tidy = || frame::after(DELAY_MS + 100, platform::clear_fragment);
        let opened = link::is_link(&platform::fragment()).then(tidy);
        let listener = listen::fragment(move || {
            let fragment = platform::fragment();
            if !link::is_link(&fragment) {
                return;
            }
            dispatch.send(match link::open(&fragment) {
                Ok(scenario) => Action::Open(Box::new(scenario)),
                Err(error) => Action::Tell(Message::CannotOpen(Source::Link, error)),
            });
            platform::clear_fragment();
        });
        move || drop((opened, listener))
    });
}

/// The drawing that another tab has kept.
pub(super) fn kept() -> Action {
    match storage::read(storage::DRAWING).map(|kept| file::read(&kept)) {
        Some(Ok(scenario)) => Action::Open(Box::new(scenario)),
        Some(Err(error)) => Action::Tell(Message::CannotOpen(Source::Stored, error)),
        None => Action::Cancel,
    }
}
