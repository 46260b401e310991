//! The small parts that everything else is made of.

use yew::prelude::*;
use yew::virtual_dom::{Key, VTag};

use super::dom::{On, block, blur, change, click, either, element, element_on, keydown, said, when, words};
use super::platform::typing::take;
use super::store::Dispatch;
use crate::catalogue::spec::Group;
use crate::editor::action::Action;
use crate::editor::status::Status;
use crate::units::decimal;

/// A symbol of `icons`, drawn in the colour of the text.
pub(super) fn icon(name: &str, class: &str) -> Html {
    let (class, href) = (["icon ", class].concat(), ["#", name].concat());
    element("svg", &[("class", &class), ("aria-hidden", "true")], vec![element("use", &[("href", &href)], Vec::new())])
}

/// A service's pictogram in the hue of its group.
pub(super) fn pictogram(service: &str, group: Group, class: &str) -> Html {
    icon(&["p-", service].concat(), &[class, " ", hue(group)].concat())
}

/// The class that gives a pictogram the hue of its group.
pub(super) const fn hue(group: Group) -> &'static str {
    match group {
        Group::People => "g-people",
        Group::Edge => "g-edge",
        Group::Compute => "g-compute",
        Group::Data => "g-data",
        Group::Messaging => "g-messaging",
    }
}

/// The icon of a status, by shape before colour.
pub(super) fn status_icon(status: Status) -> Html {
    let code = status.code();
    let (class, href) = (["status-icon st-", code].concat(), ["#s-", code].concat());
    let drawn = vec![element("use", &[("href", &href)], Vec::new())];
    element("svg", &[("class", &class), ("viewBox", "0 0 16 16"), ("aria-hidden", "true")], drawn)
}

/// A button.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Button<'a> {
    /// Its icon.
    pub(super) icon: &'a str,
    /// The class of its icon.
    pub(super) icon_class: &'a str,
    /// What it does, in words.
    pub(super) label: &'a str,
    /// The key that does the same.
    pub(super) keys: &'a str,
    /// The words it shows; empty shows the icon only.
    pub(super) text: &'a str,
    /// Its classes.
    pub(super) class: &'a str,
    /// Whether it does nothing now.
    pub(super) disabled: bool,
    /// Whether it is pressed, for one that stays so.
    pub(super) pressed: Option<bool>,
}

impl Button<'_> {
    /// The button, and what it does.
    pub(super) fn on(&self, onclick: Callback<MouseEvent>) -> Html {
        let title =
            if self.keys.is_empty() { self.label.to_owned() } else { format!("{} ({})", self.label, self.keys) };
        let attributes = [
            ("type", "button"),
            ("class", self.class),
            ("aria-label", self.label),
            ("title", &title),
            ("disabled", when(self.disabled)),
            ("aria-pressed", self.pressed.map_or("", either)),
        ];
        let mut inside = Vec::new();
        if !self.icon.is_empty() {
            inside.push(icon(self.icon, self.icon_class));
        }
        if !self.text.is_empty() {
            inside.push(said("span", "", self.text));
        }
        element_on("button", &attributes, vec![click(onclick)], inside)
    }
}

/// A button with an icon only.
pub(super) fn icon_button(icon: &str, label: &str, keys: &str, onclick: Callback<MouseEvent>) -> Html {
    Button { icon, label, keys, class: "btn btn-icon", ..Button::default() }.on(onclick)
}

/// A field for a number that is taken over when it is left or Enter is pressed.
#[derive(Clone, Default, PartialEq)]
pub(super) struct NumberField<'a> {
    /// Names the input for its label.
    pub(super) id: &'a str,
    /// The value, as text.
    pub(super) value: String,
    /// The unit behind it.
    pub(super) unit: &'a str,
    /// A label for those who do not see one.
    pub(super) label: Option<&'static str>,
    /// The class of the frame; empty for the usual one.
    pub(super) class: &'a str,
}

impl NumberField<'_> {
    /// The field, and what is done with a number.
    pub(super) fn on(self, onnumber: Callback<f64>) -> Html {
        let taken = Callback::from(move |event: Event| {
            if let Some(number) = take(&event).and_then(|text| parsed(&text)) {
                onnumber.emit(number);
            }
        });
        let given_up = Callback::from(|event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.prevent_default();
                take(&event);
            }
        });
        let left = Callback::from(|event: FocusEvent| drop(take(&event)));
        let input = [
            ("id", self.id),
            ("type", "text"),
            ("inputmode", "decimal"),
            ("autocomplete", "off"),
            ("aria-label", self.label.unwrap_or_default()),
            ("value", &self.value),
        ];
        let does = vec![change(taken), keydown(given_up), blur(left)];
        let mut inside = vec![element_on("input", &input, does, Vec::new())];
        if !self.unit.is_empty() {
            inside.push(said("span", "unit", self.unit));
        }
        block("span", if self.class.is_empty() { "number" } else { self.class }, inside)
    }
}

/// What a field for a name does when it has been given one, and when it is left.
pub(super) fn naming(dispatch: &Dispatch, action: impl Fn(String) -> Action + 'static) -> Vec<On> {
    let named = dispatch.on(move |event: Event| action(take(&event).unwrap_or_default()));
    let left = dispatch.on(|event: FocusEvent| {
        take(&event);
        Action::Settle
    });
    vec![change(named), blur(left)]
}

/// A number as people type it: with grouping commas, blanks, or a `k` or an `M` behind.
fn parsed(text: &str) -> Option<f64> {
    let text: String = text.chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
    let (digits, factor) = match text.strip_suffix(['k', 'K']) {
        Some(digits) => (digits, 1e3),
        None => text.strip_suffix(['m', 'M']).map_or((text.as_str(), 1.0), |digits| (digits, 1e6)),
    };
    decimal::parse(digits).map(|number| number * factor).filter(|number| number.is_finite())
}

/// A choice of one, with what is done with the value chosen.
pub(super) fn select(id: &str, options: Vec<Html>, onvalue: Callback<String>) -> Html {
    let onchange = onvalue.reform(|event: Event| event.target_unchecked_into::<web_sys::HtmlSelectElement>().value());
    let select = element_on("select", &[("id", id)], vec![change(onchange)], options);
    block("span", "select", vec![select, icon("u-chev", "")])
}

/// One choice. Whether it is the chosen one is a property: the attribute counts only until the user has chosen.
pub(super) fn choice(value: &str, label: &str, selected: bool) -> Html {
    choice_if(true, value, label, selected)
}

/// The same, which cannot be taken where it is not offered.
pub(super) fn choice_if(offered: bool, value: &str, label: &str, selected: bool) -> Html {
    let mut option = VTag::new("option");
    if !offered {
        option.add_attribute("disabled", "disabled");
    }
    option.key = Some(Key::from(value.to_owned()));
    option.add_attribute("value", value.to_owned());
    option.add_property("selected", selected);
    option.add_child(label.into());
    option.into()
}

/// A control with its label in front.
pub(super) fn field(key: &str, class: &str, id: &str, label: &str, control: Html) -> Html {
    let label = element("label", &[("class", "label"), ("for", id)], vec![words(label)]);
    element("div", &[("key", key), ("class", &["field ", class].concat())], vec![label, control])
}

/// Whether a box is ticked.
pub(super) fn ticked(event: &Event) -> bool {
    event.target_dyn_into().is_some_and(|input: web_sys::HtmlInputElement| input.checked())
}
