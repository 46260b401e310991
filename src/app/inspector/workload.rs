//! Who comes and what they do, and where the drawing stands.

use yew::prelude::*;

use super::Shown;
use crate::app::controls::{NumberField, choice, field, select};
use crate::app::dom::{block, element, said};
use crate::app::i18n::{number, strings, text};
use crate::catalogue::region::Region;
use crate::editor::action::Action;
use crate::editor::workload_field::Field;
use crate::model::workload::QueryQuality;

const MIX: [Field; 5] = [Field::MixPage, Field::MixWrite, Field::MixStatic, Field::MixUpload, Field::MixReport];

/// The workload.
pub(super) fn workload_form(shown: Shown<'_>) -> Html {
    let t = strings(shown.editor.language);
    let fields = |fields: &[Field]| -> Vec<Html> { fields.iter().map(|one| number_field(shown, *one)).collect() };
    let rest: Vec<Field> =
        Field::ALL.into_iter().filter(|field| !Field::CHAIN.contains(field) && !MIX.contains(field)).collect();
    let section = |title: &str, mut parts: Vec<Html>| {
        parts.insert(0, said("h3", "", title));
        block("section", "", parts)
    };
    let mut mix = fields(&MIX);
    mix.push(quality(shown));
    let mut more = vec![said("summary", "", t.more_workload)];
    more.extend(fields(&rest));
    let parts = vec![
        block("section", "region", vec![region(shown)]),
        section(t.chain, fields(&Field::CHAIN)),
        section(t.mix, mix),
        block("section", "", vec![block("details", "", more)]),
    ];
    element("div", &[("key", "workload"), ("class", "workload")], parts)
}

fn number_field(shown: Shown<'_>, one: Field) -> Html {
    let t = strings(shown.editor.language);
    let id = ["workload-", one.code()].concat();
    let value = number::plain(one.get(&shown.editor.scenario.workload));
    let input = NumberField { id: &id, value, unit: (t.field_unit)(one), ..NumberField::default() };
    let input = input.on(shown.dispatch.on(move |value| Action::SetWorkload(one, value)));
    field(one.code(), "", &id, (t.field)(one), input)
}

fn quality(shown: Shown<'_>) -> Html {
    let t = strings(shown.editor.language);
    let now = shown.editor.scenario.workload.query_quality;
    let option =
        |(index, quality): (usize, QueryQuality)| choice(&index.to_string(), (t.quality)(quality), quality == now);
    let change = shown.dispatch.on(|value: String| {
        let chosen = value.parse().ok().and_then(|index: usize| QueryQuality::ALL.get(index).copied());
        Action::SetQuality(chosen.unwrap_or_default())
    });
    let options = QueryQuality::ALL.into_iter().enumerate().map(option).collect();
    field("quality", "is-wide", "query-quality", t.queries, select("query-quality", options, change))
}

fn region(shown: Shown<'_>) -> Html {
    let (language, now) = (shown.editor.language, shown.editor.scenario.region);
    let option = |region: Region| {
        let label = [text(language, region.name()), " · ", region.id()].concat();
        choice(region.id(), &label, region == now)
    };
    let change = shown.dispatch.on(|value: String| Action::SetRegion(Region::from_id(&value).unwrap_or_default()));
    let options = Region::ALL.into_iter().map(option).collect();
    field("region", "is-wide", "region", strings(language).region, select("region", options, change))
}
