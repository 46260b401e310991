//! The top bar: the name of the drawing, files and the story, undo and redo, language, colours and the share button.

pub(super) mod files;
mod menu;

use yew::prelude::*;

use super::controls::{Button, icon, naming};
use super::dom::{block, click, div, either, element, element_on, keydown, path, said, words};
use super::i18n::{strings, text};
use super::platform::typing::take;
use super::store::{Dispatch, Same};
use crate::editor::action::Action;
use crate::editor::preference::{Language, Theme};
use crate::editor::state::Editor;
use menu::{Menu, menu, use_closing};

/// The top bar.
#[derive(Properties, PartialEq)]
pub(super) struct TopbarProps {
    /// The state of the page.
    pub(super) editor: Same<Editor>,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// The top bar.
#[component]
pub(super) fn Topbar(props: &TopbarProps) -> Html {
    let TopbarProps { editor, dispatch } = props;
    let t = strings(editor.language);
    let open = use_state_eq(|| None::<&'static str>);
    use_closing(&open);
    let (files, story) = (|| files::items(editor, dispatch), || files::story(editor.language, dispatch));
    let both = || files().into_iter().chain(story()).collect();
    let menus = [
        Menu { id: "file", icon: "u-file", label: t.file, items: &files },
        Menu { id: "more", icon: "u-dots", label: t.more_menu, items: &both },
        Menu { id: "story", icon: "u-chart", label: t.story, items: &story },
    ];
    let [file, more, story] = menus.map(|one| menu(one, &open));
    let step = |icon: &str, label: &str, keys: &str, disabled: bool, action: Action| {
        Button { icon, label, keys, disabled, class: "btn btn-icon", ..Button::default() }.on(dispatch.just(action))
    };
    let share = Button {
        icon: "u-share",
        icon_class: "icon-14",
        label: t.share,
        text: t.share,
        class: "btn btn-primary share-button",
        ..Button::default()
    };
    let brand = vec![mark(), said("span", "", "Headroom")];
    let inside = vec![
        div("brand", brand),
        name(editor, dispatch),
        said("span", "spacer", ""),
        file,
        more,
        story,
        said("span", "sep", ""),
        step("u-undo", t.undo, "Ctrl Z", editor.history.depth() == 0, Action::Undo),
        step("u-redo", t.redo, "Ctrl Shift Z", editor.history.next().is_none(), Action::Redo),
        said("span", "sep", ""),
        preferences(editor, "preferences preferences-top", dispatch),
        share.on(dispatch.just(Action::Share(true))),
    ];
    block("header", "topbar", inside)
}

fn mark() -> Html {
    let bars = vec![path("mark", "M3.5 18V9.5M10 18v-6M16.5 18V9.5"), path("mark-gap", "M2.5 2.5h15")];
    element("svg", &[("viewBox", "0 0 20 20"), ("aria-hidden", "true")], bars)
}

/// The name of the drawing: a heading that is also a field.
fn name(editor: &Editor, dispatch: &Dispatch) -> Html {
    let (t, scenario) = (strings(editor.language), &editor.scenario);
    let name = &scenario.name;
    let keys = Callback::from(|event: KeyboardEvent| {
        let key = event.key();
        if key == "Escape" {
            event.prevent_default();
            take(&event);
        }
        if key == "Enter" || key == "Escape" {
            drop(event.target_unchecked_into::<web_sys::HtmlElement>().blur());
        }
    });
    let shown = if name.is_empty() { t.untitled } else { name };
    let input = [
        ("id", "drawing-name"),
        ("size", "1"),
        ("type", "text"),
        ("value", name),
        ("placeholder", t.untitled),
        ("aria-label", t.drawing_name),
        ("maxlength", "60"),
        ("autocomplete", "off"),
        ("spellcheck", "false"),
    ];
    let mut listeners = naming(dispatch, Action::Name);
    listeners.push(keydown(keys));
    let input = element_on("input", &input, listeners, Vec::new());
    // The hidden twin gives the field the width of its text.
    let twin = element("span", &[("class", "name-twin"), ("aria-hidden", "true")], vec![words(shown)]);
    let region = [("class", "crumb"), ("title", text(editor.language, scenario.region.name()))];
    let inside = vec![
        said("h1", "visually-hidden", &["Headroom: ", shown].concat()),
        block("span", "name-field", vec![twin, input]),
        element("span", &region, vec![words(scenario.region.id())]),
    ];
    div("scenario", inside)
}

/// Language and colours. They stand twice on the page: a small screen has them in a sheet.
pub(super) fn preferences(editor: &Editor, class: &'static str, dispatch: &Dispatch) -> Html {
    let t = strings(editor.language);
    let languages: Vec<Html> =
        Language::ALL.into_iter().map(|choice| language_button(choice, editor, dispatch)).collect();
    let themes: Vec<Html> = Theme::CHOICES.into_iter().map(|choice| theme_button(choice, editor, dispatch)).collect();
    let group = |label: &str, buttons: Vec<Html>| {
        element("div", &[("class", "segmented"), ("role", "group"), ("aria-label", label)], buttons)
    };
    div(class, vec![group(t.language, languages), group(t.theme, themes)])
}

fn language_button(choice: Language, editor: &Editor, dispatch: &Dispatch) -> Html {
    let name = if choice == Language::En { "EN" } else { "한국어" };
    let attributes = [
        ("type", "button"),
        ("lang", choice.code()),
        ("aria-pressed", either(choice == editor.language)),
        ("data-language", choice.code()),
    ];
    element_on("button", &attributes, vec![click(dispatch.just(Action::Speak(choice)))], vec![words(name)])
}

/// Pressing the chosen one again goes back to what the system says.
fn theme_button(choice: Theme, editor: &Editor, dispatch: &Dispatch) -> Html {
    let t = strings(editor.language);
    let (label, symbol) = match choice {
        Theme::Dark => (t.dark, "u-moon"),
        Theme::Contrast => (t.contrast, "u-contrast"),
        Theme::Light | Theme::System => (t.light, "u-sun"),
    };
    let chosen = choice == editor.theme;
    let attributes = [
        ("type", "button"),
        ("aria-label", label),
        ("title", label),
        ("aria-pressed", either(chosen)),
        ("data-theme-choice", choice.code()),
    ];
    let next = Action::Paint(if chosen { Theme::System } else { choice });
    element_on("button", &attributes, vec![click(dispatch.just(next))], vec![icon(symbol, "")])
}
