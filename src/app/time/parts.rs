//! The drawing as tables in a second of the run.

use yew::prelude::*;

use crate::app::dom::said;
use crate::app::i18n::timeline::{self, words as texts};
use crate::app::i18n::{capital, number, strings};
use crate::app::table::{TableProps, connection, first_cells, one_table, row_of};
use crate::catalogue::spec::Group;
use crate::codec::digits;
use crate::editor::time::moment::Moment;
use crate::model::scenario::{Node, NodeId};

/// Every part: what it was like in that second.
#[inline(never)]
pub(in crate::app) fn parts(props: &TableProps, moment: &Moment) -> Html {
    let language = props.language;
    let (t, of_run) = (strings(language), texts(language));
    let rows = props.scenario.nodes.iter().map(|(id, node)| row(props, moment, *id, node)).collect();
    let [in_service, others] = [of_run.in_service, of_run.not_in_service].map(capital);
    let heads = [t.node, t.service, t.state, &in_service, &others, of_run.waiting, t.utilisation, t.rate];
    one_table(&timeline::at(language, t.nodes, moment.head_s), &heads, 3, rows)
}

fn row(props: &TableProps, moment: &Moment, id: NodeId, node: &Node) -> Html {
    let language = props.language;
    let group = node.spec().map_or(Group::Compute, |spec| spec.group);
    let report = props.report.as_ref();
    let steady = report.and_then(|report| report.nodes.get(&id)).map(|result| result.rate.0);
    let mut cells = first_cells(props, id, node, moment.status(report, id, group));
    let sample = moment.node(id);
    let fleet = sample.filter(|sample| sample.desired > 0 || sample.in_service > 0 || sample.dead > 0);
    let number = |value: Option<String>| said("td", "num", value.as_deref().unwrap_or(digits::NONE));
    let others = fleet.map(|node| timeline::not_in_service(language, node)).filter(|others| !others.is_empty());
    cells.extend([
        number(fleet.map(|node| node.in_service.to_string())),
        number(others),
        number(sample.map(|node| number::whole(node.waiting))),
        number(sample.filter(|node| node.queue.is_none()).map(|node| number::utilisation(node.utilisation))),
        number(steady.map(|rate| number::rate(language, moment.answered(id, rate)))),
    ]);
    row_of(id, cells)
}

/// Every connection: what flowed in that second.
#[inline(never)]
pub(in crate::app) fn connections(props: &TableProps, moment: &Moment) -> Html {
    let t = strings(props.language);
    let rate = |edge| props.report.as_ref().map_or(0.0, |report| moment.rate(&props.scenario, report, edge));
    let rows = props.scenario.edges.iter().map(|edge| connection(props, *edge, rate(*edge))).collect();
    one_table(&timeline::at(props.language, t.connections, moment.head_s), &[t.from, t.to, t.rate], 2, rows)
}
