//! The inspector: everything about what is selected; the workload where nothing is.

mod bill;
mod connections;
mod fail;
mod figures;
mod form;
mod meters;
mod place;
mod sizing;
mod why;
mod workload;

use yew::prelude::*;

use super::controls::{Button, icon, icon_button, naming, pictogram};
use super::dom::{block, div, element, element_on, said};
use super::driver::Results;
use super::i18n::{self, strings, text};
use super::memo::memo;
use super::store::{Dispatch, Same};
use crate::catalogue::settings;
use crate::catalogue::spec::{Group, Roles, ServiceSpec};
use crate::editor::action::Action;
use crate::editor::state::{Editor, Selection, Sheet};
use crate::model::scenario::{Edge, Node, NodeId};
use form::{FormProps, form};
use sizing::Sizing;

/// What every part of the inspector is made from.
#[derive(Clone, Copy)]
struct Shown<'a> {
    editor: &'a Same<Editor>,
    results: &'a Results,
    dispatch: &'a Dispatch,
}

/// The inspector; empty until it is asked for, as long as the program is not whole.
pub(super) fn inspector(editor: &Same<Editor>, results: &Results, dispatch: &Dispatch, is_whole: bool) -> Html {
    let shown = Shown { editor, results, dispatch };
    let peeks = editor.selection != Selection::None && editor.sheet == Sheet::None;
    let class = match (editor.sheet == Sheet::Inspector, peeks) {
        (true, _) => "inspector sheet is-open",
        (_, true) => "inspector sheet is-peek",
        _ => "inspector sheet",
    };
    let is_asked = is_whole || peeks || editor.sheet == Sheet::Inspector;
    let content = if is_asked { vec![content(shown)] } else { Vec::new() };
    element("aside", &[("class", class), ("aria-label", strings(editor.language).inspector)], content)
}

#[inline(never)]
fn content(shown: Shown<'_>) -> Html {
    let found = match shown.editor.selection {
        Selection::Node(id) => shown.editor.scenario.nodes.get(&id).map(|node| of_node(shown, id, node)),
        Selection::Edge(edge) => Some(of_edge(shown, edge)),
        Selection::None => None,
    };
    found.unwrap_or_else(|| of_nothing(shown))
}

/// Leaves the screen to the drawing.
pub(super) fn put_away(dispatch: &Dispatch) -> Callback<MouseEvent> {
    let dispatch = dispatch.clone();
    Callback::from(move |_| {
        dispatch.send(Action::Select(Selection::None));
        dispatch.send(Action::OpenSheet(Sheet::None));
    })
}

fn head(shown: Shown<'_>, picture: Html, title: Html, line: String, delete: Option<Action>) -> Html {
    let t = strings(shown.editor.language);
    let picked = shown.editor.selection != Selection::None;
    let mut parts = vec![block("span", "tile", vec![picture]), div("insp-title", vec![title, said("p", "", &line)])];
    if let Some(delete) = delete {
        parts.push(icon_button("u-trash", t.delete, "Delete", shown.dispatch.just(delete)));
    }
    if picked {
        let button = Button { icon: "u-close", label: t.close, class: "btn btn-icon insp-close", ..Button::default() };
        parts.push(button.on(put_away(shown.dispatch)));
    }
    div("insp-head", parts)
}

fn of_node(shown: Shown<'_>, id: NodeId, node: &Node) -> Html {
    let Shown { editor, results, dispatch } = shown;
    let language = editor.language;
    let Some(spec) = node.spec() else {
        let title = said("h2", "", &node.service);
        return head(shown, icon("u-dots", "icon-20"), title, String::new(), Some(Action::Remove(id)));
    };
    let is_people = spec.group == Group::People;
    let report = results.report.as_ref().and_then(|report| report.nodes.get(&id));
    let settings = FormProps {
        id,
        service: spec.id,
        settings: settings::complete((spec.params)(), &node.settings),
        region: editor.scenario.region,
        language,
        dispatch: dispatch.clone(),
    };
    let picture = pictogram(spec.id, spec.group, "icon-20");
    let title = name_field(shown, id, node, spec);
    let mut parts = vec![
        head(shown, picture, title, subtitle(editor, node, spec), (!is_people).then_some(Action::Remove(id))),
        why::why(shown, id),
    ];
    parts.extend(report.filter(|report| !report.resources.is_empty()).map(|report| meters::meters(report, language)));
    let sources = memo(["figures-", &id.0.to_string()].concat(), settings.clone(), figures::figures);
    parts.push(memo(["form-", &id.0.to_string()].concat(), settings, form));
    if spec.size.is_some() {
        let key = ["sizing-", &id.0.to_string()].concat();
        parts.push(html! { <Sizing {key} editor={editor.clone()} node={id} /> });
    }
    if matches!(spec.roles, Roles::Chosen(_)) {
        parts.push(place::roles_form(shown, id, node));
    }
    if spec.zonal {
        parts.push(place::zones(shown, id, node));
    }
    parts.push(fail::fail(shown, id));
    parts.push(connections::connections(shown, id));
    parts.push(if is_people { workload::workload_form(shown) } else { bill::bill(shown, Some(id)) });
    parts.push(block(
        "section",
        "about",
        vec![said("h3", "", strings(language).about), said("p", "", text(language, (spec.card)()))],
    ));
    parts.push(sources);
    body(&id.0.to_string(), parts)
}

/// The name is a field; empty, it shows what the service is called.
fn name_field(shown: Shown<'_>, id: NodeId, node: &Node, spec: &ServiceSpec) -> Html {
    let language = shown.editor.language;
    let field = ["name-", &id.0.to_string()].concat();
    let input = [
        ("id", field.as_str()),
        ("class", "name-input"),
        ("type", "text"),
        ("value", node.name.as_str()),
        ("placeholder", text(language, spec.name)),
        ("aria-label", strings(language).name),
        ("maxlength", "60"),
        ("autocomplete", "off"),
        ("spellcheck", "false"),
    ];
    let listeners = naming(shown.dispatch, move |name| Action::NameNode(id, name));
    let heading = said("h2", "visually-hidden", &i18n::node_name(language, node));
    div("", vec![heading, element_on("input", &input, listeners, Vec::new())])
}

fn subtitle(editor: &Editor, node: &Node, spec: &ServiceSpec) -> String {
    let (language, region) = (editor.language, editor.scenario.region);
    let words = node.configured(region, |spec, configured| (spec.subtitle)(configured));
    let line = words.map(|words| i18n::words(language, &words).to_owned()).unwrap_or_default();
    let service = if node.name.is_empty() { "" } else { text(language, spec.name) };
    let place = if spec.group == Group::People { "" } else { region.id() };
    let parts: Vec<&str> = [service, &line, place].into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

fn of_edge(shown: Shown<'_>, edge: Edge) -> Html {
    let Shown { editor, results, dispatch } = shown;
    let (language, t) = (editor.language, strings(editor.language));
    let title = [&name_of(editor, edge.from), " → ", &name_of(editor, edge.to)].concat();
    let rate = results.report.as_ref().and_then(|report| report.flows.get(&edge)).map_or(0.0, |rate| rate.0);
    let asks: Vec<&str> =
        crate::model::wiring::carries(&editor.scenario, edge).into_iter().map(|ask| (t.ask)(ask)).collect();
    let title = said("h2", "", &title);
    let remove = Button {
        icon: "u-trash",
        icon_class: "icon-14",
        label: t.remove,
        text: t.remove,
        class: "btn",
        ..Button::default()
    };
    let fact = |name: &str, value: &str| block("li", "", vec![said("span", "", name), said("span", "", value)]);
    let facts = vec![fact(t.rate, &i18n::number::rate(language, rate)), fact(t.asks, &asks.join(", "))];
    let remove = remove.on(dispatch.just(Action::Disconnect(edge)));
    let delete = Some(Action::Disconnect(edge));
    let parts = vec![
        head(shown, icon("u-link", "icon-20"), title, t.connection.to_owned(), delete),
        block("section", "lines-section", vec![block("ul", "lines", facts), remove]),
    ];
    body("edge", parts)
}

fn of_nothing(shown: Shown<'_>) -> Html {
    let (language, t) = (shown.editor.language, strings(shown.editor.language));
    let title = said("h2", "", t.nothing_selected);
    let line = text(language, shown.editor.scenario.region.name()).to_owned();
    let parts = vec![
        head(shown, icon("u-gear", "icon-20"), title, line, None),
        why::why_all(shown),
        workload::workload_form(shown),
        bill::bill(shown, None),
    ];
    body("nothing", parts)
}

/// The parts of what is selected; those of something else are others.
fn body(key: &str, parts: Vec<Html>) -> Html {
    element("div", &[("key", key), ("class", "insp-body")], parts)
}

fn name_of(editor: &Editor, id: NodeId) -> String {
    editor.scenario.nodes.get(&id).map(|node| i18n::node_name(editor.language, node)).unwrap_or_default()
}
