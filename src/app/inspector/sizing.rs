//! The part as it is, bigger, and more of it, side by side. Worked out once it is unfolded: each row is a drawing to solve.

use yew::prelude::*;

use crate::app::dom::{block, element, element_on, said, words};
use crate::app::i18n::sizing::{loss, way, words as texts};
use crate::app::i18n::{finding, number};
use crate::app::store::Same;
use crate::codec::digits;
use crate::editor::sizing::{Row, Sizes};
use crate::editor::state::Editor;
use crate::model::scenario::NodeId;

/// Which part.
#[derive(Properties, PartialEq)]
pub(super) struct SizingProps {
    /// The state of the page.
    pub(super) editor: Same<Editor>,
    /// Which part.
    pub(super) node: NodeId,
}

/// The table, folded.
#[component]
pub(super) fn Sizing(props: &SizingProps) -> Html {
    let SizingProps { editor, node } = props;
    let t = texts(editor.language);
    let open = use_state(|| false);
    let sizes = {
        let (editor, node) = (editor.clone(), *node);
        use_memo((editor.model_revision, node, *open), move |(_, node, open)| {
            open.then(|| Sizes::of(&editor.scenario, *node)).flatten()
        })
    };
    let toggle = {
        let open = open.clone();
        Callback::from(move |event: MouseEvent| {
            // The browser would open it by itself, and know nothing of what is drawn.
            event.prevent_default();
            open.set(!*open);
        })
    };
    let summary = element_on("summary", &[], vec![crate::app::dom::click(toggle)], vec![words(t.title)]);
    let mut inside = vec![summary];
    if let Some(sizes) = sizes.as_ref() {
        inside.push(table(editor, &sizes.rows(editor.users())));
        inside.push(said("p", "source", t.scope));
    }
    let details = [("class", "sizes"), ("open", if *open { "open" } else { "" })];
    block("section", "sizing", vec![element("details", &details, inside)])
}

fn table(editor: &Editor, rows: &[Row]) -> Html {
    let t = texts(editor.language);
    let head = |(index, name): (usize, &str)| {
        element("th", &[("scope", "col"), ("class", if index > 0 { "num" } else { "" })], vec![words(name)])
    };
    let heads = [t.way, t.capacity, t.month, t.loss].into_iter().enumerate().map(head).collect();
    let body = rows.iter().map(|row| one(editor, row)).collect();
    block("table", "", vec![block("thead", "", vec![block("tr", "", heads)]), block("tbody", "", body)])
}

fn one(editor: &Editor, row: &Row) -> Html {
    let language = editor.language;
    let what = [row.kind.as_str(), " × ", &row.count.to_string()].concat();
    let name = vec![said("span", "way", way(language, row.way)), said("span", "calc", &what)];
    let mut cells = vec![element("th", &[("scope", "row")], name)];
    match &row.fault {
        Some(fault) => {
            let why = finding::finding(language, &editor.scenario, fault);
            cells.push(element("td", &[("colspan", "3")], vec![words(&why)]));
        }
        None => {
            let capacity = row.capacity.map(|capacity| digits::rate(capacity.0));
            let figures = [capacity, row.month.map(number::cents), row.loss.map(|of| loss(language, of).to_owned())];
            cells.extend(figures.map(|figure| said("td", "num", figure.as_deref().unwrap_or(digits::NONE))));
        }
    }
    element("tr", &[("data-way", way_id(row))], cells)
}

/// A name for a row that no language changes.
const fn way_id(row: &Row) -> &'static str {
    use crate::editor::sizing::Way;
    match row.way {
        Way::Now => "now",
        Way::Bigger => "bigger",
        Way::MoreCores => "more-cores",
        Way::OneMore => "one-more",
        Way::SameMoney => "same-money",
    }
}
