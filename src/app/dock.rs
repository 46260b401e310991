//! The dock below the drawing: the curves over users.

use yew::prelude::*;

use super::chart::{CurveTable, GrowthProps, curve_table, growth, multiples};
use super::controls::Button;
use super::dom::{div, element, said};
use super::driver::Curves;
use super::i18n::strings;
use super::memo::memo;
use super::platform::listen::SizeWatch;
use super::store::{Dispatch, Same};
use crate::editor::action::Action;
use crate::editor::preference::Language;
use crate::editor::state::Sheet;
use crate::engine::report::Report;
use crate::model::scenario::Scenario;

/// The dock.
#[derive(Properties, PartialEq)]
pub(super) struct DockProps {
    /// The drawing, for names.
    pub(super) scenario: Same<Scenario>,
    /// The number of users.
    pub(super) users: u32,
    /// The results.
    pub(super) report: Same<Option<Report>>,
    /// The curves.
    pub(super) curves: Same<Curves>,
    /// Whether it is open, where it is a sheet.
    pub(super) open: bool,
    /// The language.
    pub(super) language: Language,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// The dock.
#[component]
pub(super) fn Dock(props: &DockProps) -> Html {
    let DockProps { scenario, users, report, curves, open, language, dispatch } = props;
    let t = strings(*language);
    let svg = use_node_ref();
    let size = use_stage(&svg);
    let shown = GrowthProps {
        scenario: scenario.clone(),
        users: *users,
        report: report.clone(),
        curves: curves.clone(),
        language: *language,
        size,
    };
    let close = Button { icon: "u-close", label: t.close, class: "btn btn-icon dock-close", ..Button::default() };
    let tabs = vec![
        said("h2", "tab is-current", t.growth),
        said("span", "spacer", ""),
        said("span", "meta", &[t.steady, " · ", t.seed, " ", &scenario.seed.0.to_string()].concat()),
        close.on(dispatch.just(Action::OpenSheet(Sheet::None))),
    ];
    let table = CurveTable { curves: curves.clone(), language: *language };
    let charts = vec![growth(&svg, &shown), multiples(&shown), memo("table", table, curve_table)];
    let class = if *open { "dock sheet is-open" } else { "dock sheet" };
    element("section", &[("class", class), ("aria-label", t.analysis)], vec![div("tabs", tabs), div("growth", charts)])
}

#[hook]
fn use_stage(svg: &NodeRef) -> (f64, f64) {
    let size = use_state_eq(|| (588.0, 206.0));
    let (svg, setter) = (svg.clone(), size.setter());
    use_effect_with((), move |_| {
        let watch = svg.cast::<web_sys::Element>().map(|svg| {
            SizeWatch::new(&svg, move |size| {
                if size.w > 1.0 {
                    setter.set((libm::round(size.w).max(220.0), libm::round(size.h).max(120.0)));
                }
            })
        });
        move || drop(watch)
    });
    *size
}
