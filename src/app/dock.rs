//! The dock below the drawing: the curves over users, the run in time, and the bill.

use yew::prelude::*;

use super::chart::{CurveTable, GrowthProps, curve_table, growth, multiples};
use super::controls::Button;
use super::cost::{CostProps, cost_tab};
use super::dom::{click, div, either, element, element_on, keydown, said, words};
use super::driver::Curves;
use super::i18n::{self, strings, timeline};
use super::memo::memo;
use super::platform::focus;
use super::platform::listen::SizeWatch;
use super::store::{Dispatch, Same};
use super::time::{self, Run, TimeProps, time_tab};
use crate::catalogue;
use crate::editor::action::Action;
use crate::editor::state::{Dock as Tab, Editor, Sheet};
use crate::editor::time::moment::Moment;
use crate::engine::report::Report;

/// The dock.
#[derive(Properties, PartialEq)]
pub(super) struct DockProps {
    /// The state of the page.
    pub(super) editor: Same<Editor>,
    /// The results.
    pub(super) report: Same<Option<Report>>,
    /// The curves.
    pub(super) curves: Same<Curves>,
    /// The run in time.
    pub(super) run: Run,
    /// Its second at the head.
    pub(super) moment: Same<Option<Moment>>,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
    /// Whether all of the program is there: the curves wait for it.
    pub(super) is_whole: bool,
}

/// The dock.
#[component]
pub(super) fn Dock(props: &DockProps) -> Html {
    let DockProps { editor, dispatch, .. } = props;
    let t = strings(editor.language);
    let room = use_node_ref();
    let has_curves = props.is_whole || editor.sheet == Sheet::Growth;
    let size = use_stage(&room, (editor.dock, has_curves));
    let is_time = editor.dock == Tab::Time;
    let close = Button { icon: "u-close", label: t.close, class: "btn btn-icon dock-close", ..Button::default() };
    let meta = match editor.dock {
        Tab::Time => time::computed(editor, &props.run),
        Tab::Cost => i18n::cost::dated(editor.language, catalogue::SNAPSHOT),
        Tab::Growth => [t.steady, " · ", t.seed, " ", &editor.scenario.seed.0.to_string()].concat(),
    };
    let head = vec![
        tabs(editor, dispatch),
        said("span", "spacer", ""),
        said("span", "meta", &meta),
        close.on(dispatch.just(Action::OpenSheet(Sheet::None))),
    ];
    let shown = match editor.dock {
        Tab::Time => in_time(props, &room, size),
        Tab::Cost => billed(props),
        Tab::Growth if has_curves => over_users(props, &room, size),
        Tab::Growth => panel("growth", Vec::new()),
    };
    let class = if editor.sheet == Sheet::Growth { "dock sheet is-open" } else { "dock sheet" };
    let keys = {
        let dispatch = dispatch.clone();
        keydown(Callback::from(move |event: KeyboardEvent| {
            if is_time {
                time::keys(&event, &dispatch);
            }
        }))
    };
    let parts = vec![div("tabs", head), shown];
    element_on("section", &[("class", class), ("aria-label", t.analysis)], vec![keys], parts)
}

/// The tabs; an arrow goes to the next.
fn tabs(editor: &Editor, dispatch: &Dispatch) -> Html {
    let t = strings(editor.language);
    let tab = |(tab, id, name): (Tab, &str, &str)| {
        let is_current = editor.dock == tab;
        let attributes = [
            ("type", "button"),
            ("role", "tab"),
            ("class", if is_current { "tab is-current" } else { "tab" }),
            ("aria-selected", either(is_current)),
            ("tabindex", if is_current { "0" } else { "-1" }),
            ("data-tab", id),
        ];
        element_on("button", &attributes, vec![click(dispatch.just(Action::OpenDock(tab)))], vec![words(name)])
    };
    let all = [
        (Tab::Growth, "growth", t.growth),
        (Tab::Time, "time", timeline::words(editor.language).tab),
        (Tab::Cost, "cost", t.cost),
    ];
    let (now, dispatch) = (editor.dock, dispatch.clone());
    let arrows = keydown(Callback::from(move |event: KeyboardEvent| {
        let forwards = event.key() == "ArrowRight";
        if forwards || event.key() == "ArrowLeft" {
            event.prevent_default();
            dispatch.send(Action::OpenDock(if forwards { now.next() } else { now.previous() }));
            focus(".tab.is-current");
        }
    }));
    let attributes = [("class", "tab-list"), ("role", "tablist"), ("aria-label", t.analysis)];
    element_on("div", &attributes, vec![arrows], all.map(tab).into_iter().collect())
}

#[inline(never)]
fn over_users(props: &DockProps, room: &NodeRef, size: (f64, f64)) -> Html {
    let language = props.editor.language;
    let shown = GrowthProps {
        scenario: Same::from(props.editor.scenario.clone()),
        users: props.editor.users(),
        report: props.report.clone(),
        curves: props.curves.clone(),
        language,
        size,
    };
    let table = CurveTable { curves: props.curves.clone(), language };
    let charts = vec![growth(room, &shown), multiples(&shown), memo("table", table, curve_table)];
    panel("growth", charts)
}

#[inline(never)]
fn in_time(props: &DockProps, room: &NodeRef, size: (f64, f64)) -> Html {
    let shown = TimeProps {
        editor: props.editor.clone(),
        report: props.report.clone(),
        run: props.run.clone(),
        moment: props.moment.clone(),
        dispatch: props.dispatch.clone(),
        width: size.0,
    };
    panel("in-time", vec![time_tab(room, &shown)])
}

#[inline(never)]
fn billed(props: &DockProps) -> Html {
    let shown =
        CostProps { editor: props.editor.clone(), report: props.report.clone(), dispatch: props.dispatch.clone() };
    panel("billed", vec![memo("bill", shown, cost_tab)])
}

/// What a tab shows.
fn panel(class: &'static str, inside: Vec<Html>) -> Html {
    element("div", &[("key", class), ("class", class), ("role", "tabpanel")], inside)
}

/// The size of the room that is drawn in, of the tab that is open and drawn.
#[hook]
fn use_stage(room: &NodeRef, shown: (Tab, bool)) -> (f64, f64) {
    let size = use_state_eq(|| (588.0, 206.0));
    let (room, setter) = (room.clone(), size.setter());
    use_effect_with(shown, move |_| {
        let watch = room.cast::<web_sys::Element>().map(|room| {
            SizeWatch::new(&room, move |size| {
                if size.w > 1.0 {
                    setter.set((libm::round(size.w).max(220.0), libm::round(size.h).max(120.0)));
                }
            })
        });
        move || drop(watch)
    });
    *size
}
