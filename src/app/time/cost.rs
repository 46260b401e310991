//! What the run has cost up to its head.

use crate::editor::state::Editor;
use crate::engine::cost::over_time::{Played, RunCost};
use crate::engine::report::Report;
use crate::lists::Map;
use crate::model::scenario::{Node, NodeId};

/// The cost of the seconds before the head.
pub(super) fn so_far(editor: &Editor, report: &Report, played: &Played) -> RunCost {
    let scenario = &editor.scenario;
    let of = |(id, node): (&NodeId, &Node)| {
        let made = node.configured(scenario.region, |spec, facts| (spec.blueprint)(facts))?.ok()?;
        made.scaling.map(|_| (*id, made.instances))
    };
    let drawn = Map::from_iter(scenario.nodes.iter().filter_map(of));
    played.cost(report, |id| drawn.get(&id).copied())
}
