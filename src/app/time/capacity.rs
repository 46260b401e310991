//! The capacity that a table is given in the run: a number for reads and one for writes.

use yew::prelude::*;

use super::TimeProps;
use super::plan::labelled;
use crate::app::controls::NumberField;
use crate::editor::action::Action;
use crate::model::plan::{Failure, Planned, UNITS};

/// The fields of what is planned, where it sets capacity.
pub(super) fn fields(props: &TimeProps, index: usize) -> Vec<Html> {
    let Some(planned) = props.editor.scenario.plan.failures.get(index).copied() else { return Vec::new() };
    let Failure::Capacity { node, read, write } = planned.failure else { return Vec::new() };
    let field = |unit: &'static str, value: u32, set: fn(u32, (u32, u32)) -> (u32, u32)| {
        let id = ["fails-", unit, "-", &index.to_string()].concat();
        let field = NumberField { id: &id, value: value.to_string(), unit: "", ..NumberField::default() };
        let chosen = props.dispatch.on(move |units: f64| {
            let units = (libm::round(units.clamp(0.0, 1e9)) as u32).clamp(*UNITS.start(), *UNITS.end());
            let (read, write) = set(units, (read, write));
            Action::Replan(index, Planned { failure: Failure::Capacity { node, read, write }, ..planned })
        });
        labelled(&id, unit, field.on(chosen))
    };
    vec![field("RCU", read, |units, (_, write)| (units, write)), field("WCU", write, |units, (read, _)| (read, units))]
}
