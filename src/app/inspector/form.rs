//! The settings of a part, each field made from its description in the catalogue.

use yew::prelude::*;

use crate::app::controls::{Button, NumberField, choice_if, field, select, ticked};
use crate::app::dom::{self, block, element, element_on, said, when};
use crate::app::i18n::{self, strings, text, words};
use crate::app::store::Dispatch;
use crate::catalogue;
use crate::catalogue::region::Region;
use crate::catalogue::settings::{Settings, Value};
use crate::catalogue::spec::{Choice, ParamKind, ParamSpec, Unit};
use crate::editor::action::Action;
use crate::editor::preference::Language;
use crate::model::scenario::NodeId;

/// The settings of a part.
#[derive(Clone, PartialEq)]
pub(super) struct FormProps {
    /// Which part.
    pub(super) id: NodeId,
    /// Its service.
    pub(super) service: &'static str,
    /// Its settings, complete.
    pub(super) settings: Settings,
    /// Where it stands.
    pub(super) region: Region,
    /// The language.
    pub(super) language: Language,
    /// Where actions go.
    pub(super) dispatch: Dispatch,
}

/// The settings of a part.
pub(super) fn form(props: &FormProps) -> Html {
    let Some(spec) = catalogue::get(props.service) else { return said("div", "is-empty", "") };
    let params = (spec.params)();
    let applies = |param: &&ParamSpec| (spec.applies)(&props.settings, param.key);
    let fields: Vec<Html> = params.iter().filter(applies).map(|param| param_field(props, param)).collect();
    let class = if params.is_empty() { "settings is-empty" } else { "settings" };
    let mut parts = vec![said("h3", "", strings(props.language).settings)];
    parts.extend(fields);
    block("section", class, parts)
}

fn param_field(props: &FormProps, param: &'static ParamSpec) -> Html {
    let id = format!("set-{}-{}", props.id.0, param.key);
    let label = text(props.language, param.label);
    let (class, control) = match param.kind {
        ParamKind::Choice(choices) | ParamKind::Listed { choices, .. } => {
            ("is-wide", choice_field(props, param, &id, &choices(props.region), &elsewhere(choices, props.region)))
        }
        ParamKind::Int { min, max, unit } => ("", stepper(props, param, &id, min, max, unit)),
        ParamKind::Toggle => ("", toggle(props, param, &id)),
    };
    field(param.key, class, &id, label, control)
}

fn set(props: &FormProps, param: &'static ParamSpec, value: Value) -> Action {
    Action::Set(props.id, param.key.to_owned(), value)
}

/// What other regions offer and this one does not.
fn elsewhere(choices: fn(Region) -> Vec<Choice>, region: Region) -> Vec<Choice> {
    let here = choices(region);
    let is_here = |one: &Choice| here.iter().any(|other| other.value == one.value);
    Region::ALL.into_iter().flat_map(choices).filter(|one| !is_here(one)).collect()
}

/// Choices under their headings, in the catalogue's order; behind them what the region does not offer.
fn choice_field(props: &FormProps, param: &'static ParamSpec, id: &str, here: &[Choice], missing: &[Choice]) -> Html {
    let (language, chosen) = (props.language, props.settings.choice(param.key));
    let option = |one: &Choice, offered: bool| {
        let not_offered = if offered { "" } else { strings(language).not_offered };
        let parts = [words(language, &one.label), &one.note, not_offered];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        choice_if(offered, &one.value, &parts.join(" · "), one.value == chosen)
    };
    let mut options = under_headings(language, here, &|one| option(one, true));
    options.extend(under_headings(language, missing, &|one| option(one, false)));
    let node = props.id;
    select(id, options, props.dispatch.on(move |value| Action::Set(node, param.key.to_owned(), Value::Choice(value))))
}

fn under_headings(language: Language, choices: &[Choice], option: &dyn Fn(&Choice) -> Html) -> Vec<Html> {
    let mut options: Vec<Html> = Vec::new();
    let mut rest = choices;
    while let Some(first) = rest.first() {
        let count = rest.iter().take_while(|one| one.group == first.group).count();
        let (members, others) = rest.split_at(count);
        let members: Vec<Html> = members.iter().map(option).collect();
        let heading = words(language, &first.group);
        if heading.is_empty() {
            options.extend(members);
        } else {
            options.push(element("optgroup", &[("key", heading), ("label", heading)], members));
        }
        rest = others;
    }
    options
}

fn stepper(props: &FormProps, param: &'static ParamSpec, id: &str, min: i64, max: i64, unit: Unit) -> Html {
    let t = strings(props.language);
    let (node, now, label) = (props.id, props.settings.int(param.key), text(props.language, param.label));
    let step = |icon: &str, word: &str, by: i64, disabled: bool| {
        let action = set(props, param, Value::Int((now + by).clamp(min, max)));
        let label = [label, ": ", word].concat();
        Button { icon, label: &label, disabled, ..Button::default() }.on(props.dispatch.just(action))
    };
    let typed = props.dispatch.on(move |number: f64| {
        Action::Set(node, param.key.to_owned(), Value::Int((libm::round(number) as i64).clamp(min, max)))
    });
    let input = NumberField {
        id,
        class: "stepper-number",
        value: now.to_string(),
        unit: i18n::unit(props.language, unit),
        label: None,
    };
    let parts = vec![step("u-minus", t.less, -1, now <= min), input.on(typed), step("u-plus", t.more, 1, now >= max)];
    element("span", &[("class", "stepper"), ("role", "group"), ("aria-label", label)], parts)
}

fn toggle(props: &FormProps, param: &'static ParamSpec, id: &str) -> Html {
    let (node, on, t) = (props.id, props.settings.on(param.key), strings(props.language));
    let change =
        props.dispatch.on(move |event: Event| Action::Set(node, param.key.to_owned(), Value::Toggle(ticked(&event))));
    let input = [("id", id), ("class", "switch"), ("type", "checkbox"), ("role", "switch"), ("checked", when(on))];
    let input = element_on("input", &input, vec![dom::change(change)], Vec::new());
    let word = element("span", &[("aria-hidden", "true")], vec![dom::words(if on { t.on } else { t.off })]);
    block("span", "switch-row", vec![input, word])
}
