//! The sums of the bill in both moneys, and what the user decides about it.

use yew::prelude::*;

use super::{CostProps, source};
use crate::app::controls::{NumberField, choice, select};
use crate::app::dom::{block, div, element, nothing, said, words};
use crate::app::i18n::cost::{dollars, free_rule, free_tier, won, words as texts};
use crate::app::i18n::{self, figures, number, strings};
use crate::catalogue::spec::{Citation, Words};
use crate::catalogue::{self, free::FreeTier};
use crate::codec::digits;
use crate::editor::action::Action;
use crate::engine::report::Report;
use crate::units::Usd;

/// The head of the tab.
pub(super) fn head(props: &CostProps, report: &Report) -> Html {
    let t = texts(props.editor.language);
    let rate = props.editor.scenario.billing.rate();
    let cost = &report.cost;
    let figure = |key: &'static str, name: &str, amount: Option<Usd>| {
        let usd = amount.map_or_else(|| digits::NONE.to_owned(), dollars);
        let krw = amount.map_or_else(|| digits::NONE.to_owned(), |amount| won(amount, rate));
        let inside = vec![said("dt", "", name), said("dd", "bill-usd", &usd), said("dd", "bill-won", &krw)];
        element("div", &[("class", "bill-figure"), ("data-figure", key)], inside)
    };
    let mut figures = vec![
        figure("month", t.month, Some(cost.total)),
        figure("users", t.per_thousand, Some(cost.per_thousand_users(report.users))),
        figure("requests", t.per_million, cost.per_million_requests(report.throughput)),
    ];
    if cost.free() != Usd::ZERO {
        figures.push(figure("free", t.off_by_free_tier, Some(cost.free())));
    }
    div("bill-head", vec![element("dl", &[("class", "bill-figures")], figures), tier(props), krw(props)])
}

fn tier(props: &CostProps) -> Html {
    let (language, now) = (props.editor.language, props.editor.scenario.billing.free_tier);
    let option = |tier: FreeTier| choice(tier.id(), free_tier(language, tier), tier == now);
    let options = FreeTier::ALL.map(option).into_iter().collect();
    let chosen = props.dispatch.on(|value: String| Action::SetFreeTier(FreeTier::from_id(&value).unwrap_or_default()));
    labelled("free-tier", texts(language).free_tier, vec![select("free-tier", options, chosen)])
}

fn krw(props: &CostProps) -> Html {
    let (t, billing) = (texts(props.editor.language), props.editor.scenario.billing);
    let field = NumberField {
        id: "krw-rate",
        value: number::plain(billing.rate()),
        unit: t.rate_unit,
        ..NumberField::default()
    };
    let field = field.on(props.dispatch.on(Action::SetKrw));
    let citation = catalogue::krw_per_usd().1;
    let assumed = if billing.krw_per_usd.is_none() {
        let said_of = [t.assumed_rate, " ", citation.as_of].concat();
        let inside = vec![said("summary", "assumed", &said_of), said("p", "source", citation.source.text())];
        element("details", &[("class", "bill-rate-source")], inside)
    } else {
        nothing()
    };
    labelled("krw-rate", t.rate, vec![field, assumed])
}

fn labelled(id: &'static str, label: &str, control: Vec<Html>) -> Html {
    let label = element("label", &[("class", "label"), ("for", id)], vec![words(label)]);
    let inside = std::iter::once(label).chain(control).collect();
    element("span", &[("key", id), ("class", "bill-field")], inside)
}

/// What the free tier that is in force pays for, each with its source, folded.
pub(super) fn allowances(props: &CostProps) -> Option<Html> {
    let (language, tier) = (props.editor.language, props.editor.scenario.billing.free_tier);
    let row = |(what, always, citation): (Words, bool, Citation)| {
        let mark = if citation.confidence.is_assumption() {
            said("span", "assumed", strings(language).assumption)
        } else {
            nothing()
        };
        let rest = [" (", figures::lasts(language, always), ") "].concat();
        block("li", "", vec![words(i18n::words(language, &what)), words(&rest), source(citation.source.text()), mark])
    };
    let rules = catalogue::free::rules().filter(|(_, always, _)| *always || tier == FreeTier::TwelveMonths);
    let inside =
        vec![said("summary", "", figures::free_rules(language)), block("ul", "source", rules.map(row).collect())];
    (tier != FreeTier::Off).then(|| element("details", &[("key", "free"), ("class", "bill-free")], inside))
}

/// The rule of the free tier that is in force.
pub(super) fn rule(props: &CostProps) -> Option<Html> {
    let (language, tier) = (props.editor.language, props.editor.scenario.billing.free_tier);
    let total = props.report.as_ref().map_or(0.0, |report| report.cost.total.dollars());
    let months = (total > 0.0).then(|| catalogue::free::credits().0 / total);
    let source = catalogue::free::credits_citation().source.text();
    let rule = free_rule(language, tier, months);
    (tier != FreeTier::Off).then(|| element("p", &[("class", "bill-rule"), ("title", source)], vec![words(&rule)]))
}
