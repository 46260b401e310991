//! What of a part can fail in the run in time, each by a button.

use yew::prelude::*;

use super::Shown;
use crate::app::controls::Button;
use crate::app::dom::{block, div, said};
use crate::app::i18n::timeline::{failure, failure_kind, verb, words};
use crate::editor::action::Action;
use crate::editor::time::failures::of_node;
use crate::model::plan::Failure;
use crate::model::scenario::NodeId;

/// The buttons of a part; none for users.
#[inline(never)]
pub(super) fn fail(shown: Shown<'_>, id: NodeId) -> Html {
    let (language, scenario) = (shown.editor.language, &shown.editor.scenario);
    let t = words(language);
    let one = |one: Failure| {
        let label = [verb(language, one), ": ", &failure(language, scenario, one)].concat();
        let text = failure_kind(language, one);
        Button { label: &label, text: &text, class: "btn btn-small", ..Button::default() }
            .on(shown.dispatch.just(Action::Fail(one)))
    };
    let all: Vec<Html> = of_node(scenario, id).into_iter().map(one).collect();
    let class = if all.is_empty() { "fail-section is-empty" } else { "fail-section" };
    block("section", class, vec![said("h3", "", t.fail_section), div("fail-row", all)])
}
