//! The drawing as tables: the same parts, connections and values, for those who read rather than see.

use yew::prelude::*;

use super::controls::status_icon;
use super::dom::{block, click, element, element_on, said, words};
use super::i18n::{self, number, strings};
use super::store::{Dispatch, Same};
use super::time;
use crate::catalogue::spec::Group;
use crate::codec::digits;
use crate::editor::action::Action;
use crate::editor::preference::Language;
use crate::editor::state::Selection;
use crate::editor::status::{self, Status};
use crate::editor::time::moment::Moment;
use crate::engine::report::Report;
use crate::model::scenario::{Edge, Node, NodeId, Scenario};

/// The tables.
#[derive(PartialEq)]
pub(super) struct TableProps {
    /// The drawing.
    pub(super) scenario: Same<Scenario>,
    /// The results.
    pub(super) report: Same<Option<Report>>,
    /// The second of the run that is shown; none for the steady state.
    pub(super) moment: Same<Option<Moment>>,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
    /// The language.
    pub(super) language: Language,
}

/// The tables.
pub(super) fn table(props: &TableProps) -> Html {
    if let Some(moment) = props.moment.as_ref() {
        return tables(vec![time::parts(props, moment), time::connections(props, moment)], props.language);
    }
    let t = strings(props.language);
    let nodes = props.scenario.nodes.iter().map(|(id, node)| node_row(props, *id, node)).collect();
    let edges = props.scenario.edges.iter().map(|edge| edge_row(props, *edge)).collect();
    let node_heads = [t.node, t.service, t.state, t.fullest, t.utilisation, t.limit_column, t.rate];
    let connections = one_table(t.connections, &[t.from, t.to, t.rate], 2, edges);
    tables(vec![one_table(t.nodes, &node_heads, 4, nodes), connections], props.language)
}

fn tables(tables: Vec<Html>, language: Language) -> Html {
    let label = strings(language).table;
    let attributes = [("class", "tables"), ("tabindex", "0"), ("role", "region"), ("aria-label", label)];
    element("div", &attributes, tables)
}

/// A table; its columns from `numbers` on are numbers.
pub(super) fn one_table(caption: &str, heads: &[&str], numbers: usize, rows: Vec<Html>) -> Html {
    let head = |(index, name): (usize, &&str)| {
        let class = if index >= numbers { "num" } else { "" };
        element("th", &[("scope", "col"), ("class", class)], vec![words(name)])
    };
    let heads = block("tr", "", heads.iter().enumerate().map(head).collect());
    block("table", "", vec![said("caption", "", caption), block("thead", "", vec![heads]), block("tbody", "", rows)])
}

fn node_row(props: &TableProps, id: NodeId, node: &Node) -> Html {
    let (language, t) = (props.language, strings(props.language));
    let spec = node.spec();
    let report = props.report.as_ref();
    let result = report.and_then(|report| report.nodes.get(&id));
    let group = spec.map_or(Group::Compute, |spec| spec.group);
    let status = report.map_or(Status::Idle, |report| status::of_node(report, id, group));
    let limiting = result.and_then(status::limiting);
    let number = |value: Option<String>| said("td", "num", value.as_deref().unwrap_or(digits::NONE));
    let mut cells = first_cells(props, id, node, status);
    cells.extend([
        said("td", "", limiting.map_or(digits::NONE, |resource| (t.resource)(resource.resource))),
        number(limiting.map(|resource| number::utilisation(resource.utilisation.0))),
        number(limiting.and_then(|resource| resource.limit_users).map(number::limit)),
        number(result.map(|result| number::rate(language, result.rate.0))),
    ]);
    row_of(id, cells)
}

/// The row of a node.
pub(super) fn row_of(id: NodeId, cells: Vec<Html>) -> Html {
    let id = id.0.to_string();
    element("tr", &[("key", &id), ("data-node", &id)], cells)
}

/// A node's name, which selects it, its service and how it is doing.
pub(super) fn first_cells(props: &TableProps, id: NodeId, node: &Node, status: Status) -> Vec<Html> {
    let (language, t) = (props.language, strings(props.language));
    let select = vec![click(props.dispatch.just(Action::Select(Selection::Node(id))))];
    let name = vec![words(&i18n::node_name(language, node))];
    let name = element_on("button", &[("type", "button"), ("class", "btn-link")], select, name);
    let state = block("span", "with-icon", vec![status_icon(status), words((t.status)(status))]);
    vec![
        element("th", &[("scope", "row")], vec![name]),
        said("td", "", node.spec().map_or("", |spec| i18n::text(language, spec.name))),
        block("td", "", vec![state]),
    ]
}

fn edge_row(props: &TableProps, edge: Edge) -> Html {
    let rate = props.report.as_ref().and_then(|report| report.flows.get(&edge)).map_or(0.0, |rate| rate.0);
    connection(props, edge, rate)
}

/// The row of a connection, with its questions a second.
pub(super) fn connection(props: &TableProps, edge: Edge, rate: f64) -> Html {
    let name = |id: NodeId| {
        let node = props.scenario.nodes.get(&id);
        said("td", "", &node.map(|node| i18n::node_name(props.language, node)).unwrap_or_default())
    };
    let rate = said("td", "num", &number::rate(props.language, rate));
    block("tr", "", vec![name(edge.from), name(edge.to), rate])
}
