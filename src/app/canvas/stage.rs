//! The stage: one SVG with every wire and every card, and the pointer and the keys on it.

use crate::lists::Map;

use yew::prelude::*;

use super::face::{Detail, Placed, placed};
use super::keys;
use super::node::{CardProps, card};
use super::pointer::use_pointer;
use super::wire::{self, Wire, edge_id, loose, wires};
use crate::app::dom::{circle, element, group, group_at, n, rect, symbol};
use crate::app::i18n::strings;
use crate::app::memo::memo;
use crate::app::platform::listen::SizeWatch;
use crate::app::store::{Dispatch, Same};
use crate::editor::action::Action;
use crate::editor::footprint::CARD;
use crate::editor::geometry::Rect;
use crate::editor::hit::has_bolt;
use crate::editor::routing;
use crate::editor::state::{Editor, Selection};
use crate::editor::time::moment::Moment;
use crate::editor::tool::{Aim, Tool};
use crate::engine::report::Report;
use crate::model::scenario::{Edge, NodeId};
use crate::units::decimal;

/// The stage.
#[derive(Properties, PartialEq)]
pub(super) struct StageProps {
    /// The state of the page.
    pub(super) editor: Same<Editor>,
    /// The results.
    pub(super) report: Same<Option<Report>>,
    /// The second of the run that is shown; none for the steady state.
    pub(super) moment: Same<Option<Moment>>,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// The stage.
#[component]
pub(super) fn Stage(props: &StageProps) -> Html {
    let StageProps { editor, report, dispatch, .. } = props;
    let svg = use_node_ref();
    let pointer = use_pointer(&svg, dispatch);
    use_size(&svg, dispatch);
    let detail = Detail::at(editor.viewport.zoom);
    let view = editor.viewport;
    html! {
        <svg
            ref={svg} class={["stage ", detail.class(), tool_class(&editor.tool)].concat()} role="application"
            aria-label={format!("{}: {}", strings(editor.language).drawing, editor.scenario.nodes.len())}
            aria-describedby="keys-hint" data-zoom={decimal::fixed(view.zoom, 4)}
            data-origin={[decimal::fixed(view.origin.x, 2), decimal::fixed(view.origin.y, 2)].join(" ")}
            onpointerdown={pointer.down} onpointermove={pointer.moved} onpointerup={pointer.up.clone()}
            onpointercancel={pointer.up} onwheel={pointer.wheel}
            onkeydown={keys::down(editor, dispatch)} onkeyup={keys::up(dispatch)} onfocusin={keys::focused(editor, dispatch)}
        >
            {dots(editor)}
            {drawing(editor, report.as_ref(), props.moment.as_ref(), detail)}
        </svg>
    }
}

fn drawing(editor: &Editor, report: Option<&Report>, moment: Option<&Moment>, detail: Detail) -> Html {
    let cards = placed(editor, report, moment);
    let rects = Map::from_iter(cards.iter().map(|card| (card.face.id, card.rect)));
    let statuses = Map::from_iter(cards.iter().map(|card| (card.face.id, card.face.status)));
    let routes = routing::routes(&rects, editor.scenario.edges.iter().copied());
    let rates = rates(editor, report, moment);
    let wires = wires(&routes, &rects, &statuses, &rates, detail, editor.language);
    let view = editor.viewport;
    let moved = |origin: f64| decimal::fixed(-origin * view.zoom, 2);
    let (x, y, zoom) = (moved(view.origin.x), moved(view.origin.y), decimal::fixed(view.zoom, 6));
    let transform = ["translate(", &x, " ", &y, ") scale(", &zoom, ")"].concat();
    let labels = wires.iter().filter_map(|wire| wire::label(wire, detail)).collect();
    let lines = wires.into_iter().map(|wire| line(editor, wire)).collect();
    let loose = under_way(editor, &rects);
    let cards = cards.into_iter().map(|card| card_of(editor, card, detail)).collect();
    let layers = [("wires", lines), ("labels", labels), ("cards", cards), ("under-way", vec![loose])];
    let layer = |(class, inside): (&'static str, Vec<Html>)| {
        let hidden = if class == "cards" { "" } else { "true" };
        element("g", &[("class", class), ("aria-hidden", hidden)], inside)
    };
    element("g", &[("transform", &transform)], layers.into_iter().map(layer).collect())
}

/// Questions a second along each wire, in the steady state or in a second of the run.
fn rates(editor: &Editor, report: Option<&Report>, moment: Option<&Moment>) -> Map<Edge, f64> {
    let Some(report) = report else { return Map::new() };
    let rate = |edge: &Edge| match moment {
        Some(moment) => moment.rate(&editor.scenario, report, *edge),
        None => report.flows.get(edge).map_or(0.0, |rate| rate.0),
    };
    Map::from_iter(editor.scenario.edges.iter().map(|edge| (*edge, rate(edge))))
}

fn line(editor: &Editor, wire: Wire) -> Html {
    let selected = editor.selection == Selection::Edge(wire.edge);
    memo(edge_id(wire.edge), (wire, selected), wire::line)
}

const fn tool_class(tool: &Tool) -> &'static str {
    match tool {
        Tool::Panning { moved: true, .. } => " is-panning",
        Tool::Dragging { .. } => " is-dragging",
        Tool::Connecting { .. } => " is-connecting",
        _ => "",
    }
}

fn card_of(editor: &Editor, placed: Placed, detail: Detail) -> Html {
    let id = placed.face.id;
    let aimed = match &editor.tool {
        Tool::Connecting { aim: Some(Aim { node, refusal }), .. } if *node == id => Some(refusal.is_none()),
        _ => None,
    };
    let selected = editor.selection == Selection::Node(id);
    let lifted = editor.tool.drags() == Some(id);
    memo(
        id.0.to_string(),
        CardProps { placed, detail, selected, lifted, bolt: has_bolt(editor, id), aimed, language: editor.language },
        card,
    )
}

/// A connection or a new card that is not there yet.
fn under_way(editor: &Editor, rects: &Map<NodeId, Rect>) -> Html {
    match &editor.tool {
        Tool::Connecting { from, to, aim, .. } => {
            let refused = aim.as_ref().is_some_and(|aim| aim.refusal.is_some());
            rects.get(from).map_or_else(|| group("", Vec::new()), |card| loose(card, *to, refused))
        }
        Tool::Placing { at: Some(at), service } => {
            let icon = symbol("pic", &["p-", service].concat(), CARD.w / 2.0 - 14.0, CARD.h / 2.0 - 14.0, 28.0);
            group_at("node node--ghost", at.x, at.y, vec![rect("card", 0.0, 0.0, CARD.w, CARD.h, 10.0), icon])
        }
        _ => group("", Vec::new()),
    }
}

/// The dots behind the drawing move with it; far out there are fewer.
fn dots(editor: &Editor) -> Html {
    let view = editor.viewport;
    let mut step = 20.0 * view.zoom;
    while step < 12.0 {
        step *= 2.0;
    }
    let offset = |origin: f64| n((-origin * view.zoom).rem_euclid(step));
    let size = decimal::fixed(step, 3);
    let attributes = [
        ("id", "dots"),
        ("width", size.as_str()),
        ("height", &size),
        ("patternUnits", "userSpaceOnUse"),
        ("x", &offset(view.origin.x)),
        ("y", &offset(view.origin.y)),
    ];
    let pattern = element("pattern", &attributes, vec![circle("grid-dot", 1.0, 1.0, 1.0)]);
    let ground = [("class", "ground"), ("width", "100%"), ("height", "100%"), ("fill", "url(#dots)")];
    group("", vec![element("defs", &[], vec![pattern]), element("rect", &ground, Vec::new())])
}

#[hook]
fn use_size(svg: &NodeRef, dispatch: &Dispatch) {
    let (svg, dispatch) = (svg.clone(), dispatch.clone());
    use_effect_with((), move |_| {
        let watch = svg
            .cast::<web_sys::Element>()
            .map(|stage| SizeWatch::new(&stage, move |size| dispatch.send(Action::StageSize(size))));
        move || drop(watch)
    });
}
