//! The whole page, put together.

use yew::prelude::*;

use super::announcer::use_announcer;
use super::canvas::canvas;
use super::controls::icon;
use super::dock::Dock;
use super::dom::{click, div, element, element_on, nothing, said, when, words};
use super::driver::{Results, use_results};
use super::i18n::strings;
use super::icons::{pictograms, symbols};
use super::inspector::{inspector, put_away};
use super::keeper::{initial, use_keeper};
use super::keyboard::use_keys;
use super::memo::memo;
use super::notices::{notices, use_passing};
use super::palette::Palette;
use super::platform::later::{Later, use_later};
use super::readouts::readouts;
use super::share::{share, use_share};
use super::store::{Dispatch, Same, Store};
use super::time::{Run, use_moment, use_run};
use super::topbar::{Topbar, preferences};
use super::users::{Users, use_growth};
use crate::editor::action::Action;
use crate::editor::state::{Dock as Tab, Editor, Sheet};
use crate::editor::time::moment::Moment;

/// The whole page.
#[component]
pub fn App() -> Html {
    let store = use_reducer(|| Store(Same::new(initial())));
    let editor = store.0.clone();
    let dispatch = Dispatch(store.dispatcher());
    let later = use_later();
    // What stands around the drawing comes behind it.
    let is_whole = later == Later::There;
    let results = use_results(&editor, is_whole || editor.sheet == Sheet::Growth);
    let run = use_run(&editor, &dispatch);
    let moment = use_moment(&editor, &run, &results.report);
    use_keeper(&editor, &dispatch);
    use_keys(&editor, &results, &dispatch);
    use_growth(&editor, &results, &dispatch);
    use_passing(&editor, &dispatch);
    use_share(&editor);
    let spoken = use_announcer(&editor, &results);
    let workspace = vec![
        html! { <Users key="users" editor={editor.clone()} results={results.clone()} dispatch={dispatch.clone()} /> },
        readouts(&editor, &results, (&run, &moment), &dispatch),
        html! { <Palette key="palette" {later} language={editor.language} open={editor.sheet == Sheet::Add} dispatch={dispatch.clone()} /> },
        div(
            if editor.dock == Tab::Growth { "centre" } else { "centre is-tall" },
            vec![
                canvas(&editor, &results, &moment, &dispatch),
                dock(&editor, &results, (&run, &moment), &dispatch, is_whole),
            ],
        ),
        inspector(&editor, &results, &dispatch, is_whole),
        settings(&editor, &dispatch),
    ];
    let announcer = [
        ("key", "announcer"),
        ("class", "visually-hidden"),
        ("role", "status"),
        ("aria-live", "polite"),
        ("id", "announcer"),
    ];
    let dialog = if editor.sharing { share(&editor, &dispatch) } else { nothing() };
    let parts = vec![
        memo("symbols", (), symbols),
        if is_whole { memo("pictograms", (), pictograms) } else { nothing() },
        html! { <Topbar key="topbar" editor={editor.clone()} dispatch={dispatch.clone()} /> },
        element("main", &[("key", "workspace"), ("class", "workspace")], workspace),
        navigation(&editor, &dispatch),
        notices(&editor, &dispatch),
        element("div", &announcer, vec![words(&spoken)]),
        element("div", &[("key", "dialogs"), ("class", "dialogs")], vec![dialog]),
    ];
    div(&["app ", sheet_class(editor.sheet)].concat(), parts)
}

const fn sheet_class(sheet: Sheet) -> &'static str {
    match sheet {
        Sheet::None => "sheet-none",
        Sheet::Add => "sheet-add",
        Sheet::Inspector => "sheet-inspector",
        Sheet::Growth => "sheet-growth",
        Sheet::Settings => "sheet-settings",
    }
}

fn dock(
    editor: &Same<Editor>,
    results: &Results,
    (run, moment): (&Run, &Same<Option<Moment>>),
    dispatch: &Dispatch,
    is_whole: bool,
) -> Html {
    html! {
        <Dock
            editor={editor.clone()} report={results.report.clone()} curves={results.curves.clone()} run={run.clone()}
            moment={moment.clone()} dispatch={dispatch.clone()} {is_whole}
        />
    }
}

/// Language and colours where the top bar has no room for them.
fn settings(editor: &Editor, dispatch: &Dispatch) -> Html {
    let t = strings(editor.language);
    let class = if editor.sheet == Sheet::Settings { "settings-sheet sheet is-open" } else { "settings-sheet sheet" };
    let inside = vec![
        div("sheet-head", vec![said("h2", "", t.settings_tab)]),
        preferences(editor, "preferences preferences-sheet", dispatch),
    ];
    element("section", &[("class", class), ("aria-label", t.settings_tab)], inside)
}

/// The way between sheets on a small screen.
fn navigation(editor: &Editor, dispatch: &Dispatch) -> Html {
    let t = strings(editor.language);
    let entries = [
        (Sheet::None, "u-diagram", t.drawing),
        (Sheet::Add, "u-plus", t.add),
        (Sheet::Growth, "u-chart", t.analysis),
        (Sheet::Inspector, "u-tune", t.inspector),
        (Sheet::Settings, "u-gear", t.settings_tab),
    ];
    let button = |(sheet, symbol, label): (Sheet, &'static str, &'static str)| {
        let attributes = [("type", "button"), ("aria-current", when(editor.sheet == sheet))];
        let press = vec![click(if sheet == Sheet::None {
            put_away(dispatch)
        } else {
            dispatch.just(Action::OpenSheet(sheet))
        })];
        element_on("button", &attributes, press, vec![icon(symbol, "icon-20"), said("span", "", label)])
    };
    let attributes = [("key", "nav"), ("class", "bottom-nav"), ("aria-label", t.nav)];
    element("nav", &attributes, entries.into_iter().map(button).collect())
}
