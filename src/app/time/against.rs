//! What the run is compared with: the drawing coupled the other way, one of the story, or that of a link.

use yew::prelude::*;

use super::TimeProps;
use super::plan::labelled;
use crate::app::controls::{choice, select};
use crate::app::dom::{change, element, element_on, nothing, words};
use crate::app::i18n;
use crate::app::i18n::timeline::words as texts;
use crate::app::platform::typing::take;
use crate::codec::link;
use crate::editor::action::Action;
use crate::editor::time::against::Choice;
use crate::presets;

/// The value of the option for a link.
const LINK: &str = "link";
/// That for the drawing coupled the other way.
const COUPLING: &str = "coupling";

/// The choice, and the field for a link where that is chosen.
pub(super) fn against(props: &TimeProps) -> Vec<Html> {
    let language = props.editor.language;
    let t = texts(language);
    let chosen = props.editor.against.choice;
    let mut options = vec![
        choice("", t.against_none, chosen == Choice::Nothing),
        choice(COUPLING, t.against_coupling, chosen == Choice::Counterpart),
    ];
    let names = presets::all().iter().map(|preset| i18n::text(language, preset.name)).enumerate();
    options.extend(names.map(|(place, name)| choice(&place.to_string(), name, chosen == Choice::Preset(place))));
    options.push(choice(LINK, t.against_paste, chosen == Choice::Link));
    let choose = props.dispatch.on(|value: String| {
        let choice = match value.parse() {
            Ok(place) => Choice::Preset(place),
            Err(_) if value == LINK => Choice::Link,
            Err(_) if value == COUPLING => Choice::Counterpart,
            Err(_) => Choice::Nothing,
        };
        Action::Compare(choice, None)
    });
    let mut parts = vec![labelled("time-against", t.against, select("time-against", options, choose))];
    if chosen == Choice::Link {
        parts.push(field(props));
    }
    parts
}

/// The field for a link. A link that is none leaves it as it is, and says so.
fn field(props: &TimeProps) -> Html {
    let t = texts(props.editor.language);
    let given = props.dispatch.on(|event: Event| {
        let text = take(&event).unwrap_or_default();
        let drawing = link::open(text.trim()).ok().map(Box::new);
        Action::Compare(Choice::Link, drawing)
    });
    let attributes = [
        ("type", "text"),
        ("class", "against-link"),
        ("aria-label", t.against_link),
        ("placeholder", t.against_link),
        ("autocomplete", "off"),
        ("spellcheck", "false"),
    ];
    let input = element_on("input", &attributes, vec![change(given)], Vec::new());
    let wrong = match props.editor.against.is_wrong {
        true => element("span", &[("class", "against-name problem"), ("role", "alert")], vec![words(t.against_bad)]),
        false => nothing(),
    };
    element("span", &[("key", "against-link"), ("class", "time-field")], vec![input, wrong])
}
