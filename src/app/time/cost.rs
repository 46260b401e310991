//! What the run has cost up to its head.

use yew::prelude::*;

use super::TimeProps;
use crate::app::dom::{nothing, said};
use crate::app::i18n::cost;
use crate::engine::cost::over_time::of_run;
use crate::engine::timeline::play::Sample;
use crate::model::scenario::NodeId;

/// The cost of the seconds before the head; nothing where there are none, or no prices.
pub(super) fn so_far(props: &TimeProps, samples: &[Sample]) -> Html {
    let passed = samples.iter().take_while(|sample| sample.at_s <= props.editor.time.head_s).count();
    let passed = samples.get(..passed).unwrap_or_default();
    let Some(report) = props.report.as_ref().filter(|_| !passed.is_empty()) else { return nothing() };
    let scenario = &props.editor.scenario;
    let drawn = |id: NodeId| {
        let blueprint =
            scenario.nodes.get(&id)?.configured(scenario.region, |spec, node| (spec.blueprint)(node))?.ok()?;
        blueprint.scaling.map(|_| blueprint.instances)
    };
    said("p", "panels-note run-cost", &cost::of_run(props.editor.language, &of_run(report, passed, drawn)))
}
