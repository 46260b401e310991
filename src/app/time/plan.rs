//! What happens: the shape of the traffic, the length of the run, and what fails.

use yew::prelude::*;

use super::{TimeProps, against, gap, row};
use crate::app::controls::{Button, NumberField, choice, select};
use crate::app::dom::{element, said, words};
use crate::app::i18n::number;
use crate::app::i18n::timeline::{self, length, words as texts};
use crate::catalogue;
use crate::catalogue::spec::Choice;
use crate::editor::action::Action;
use crate::editor::time::{TimeAction, failures};
use crate::engine::timeline::play::Method;
use crate::model::plan::{Detail, Failure, Planned, Traffic};

/// Lengths of a run to choose from, seconds.
const LENGTHS: [u32; 10] = [60, 120, 300, 600, 1_200, 1_800, 3_600, 10_800, 21_600, 86_400];
/// A spike and a ramp as they are first, before they are set otherwise: five times as many for a fifth of the run.
const SPIKE_PERCENT: u32 = 500;
const RAMP_PERCENT: u32 = 10;

/// The row of the plan.
pub(super) fn plan(props: &TimeProps) -> Html {
    let t = texts(props.editor.language);
    let mut parts = vec![labelled("time-traffic", t.traffic_shape, shapes(props))];
    parts.extend(settings(props));
    parts.push(labelled("time-length", t.duration, lengths(props)));
    parts.extend(look(props));
    parts.extend(against::against(props));
    parts.push(gap());
    parts.extend(fail(props));
    row("time-plan", t.traffic_shape, parts)
}

pub(super) fn labelled(id: &str, label: &str, control: Html) -> Html {
    let label = element("label", &[("class", "label"), ("for", id)], vec![words(label)]);
    element("span", &[("key", id), ("class", "time-field")], vec![label, control])
}

fn shapes(props: &TimeProps) -> Html {
    let plan = &props.editor.scenario.plan;
    let fifth = plan.duration_s / 5;
    let all = [
        Traffic::Steady,
        Traffic::Spike { factor_percent: SPIKE_PERCENT, from_s: fifth, for_s: fifth },
        Traffic::Ramp { from_percent: RAMP_PERCENT },
        Traffic::Day,
        Traffic::Replay,
    ];
    let kind = std::mem::discriminant::<Traffic>;
    let option = |(index, traffic): (usize, &Traffic)| {
        let name = timeline::traffic(props.editor.language, *traffic);
        choice(&index.to_string(), name, kind(traffic) == kind(&plan.traffic))
    };
    let options = all.iter().enumerate().map(option).collect();
    let chosen = props.dispatch.on(move |value: String| {
        let index: usize = value.parse().unwrap_or(0);
        Action::SetTraffic(all.get(index).copied().unwrap_or(Traffic::Steady))
    });
    select("time-traffic", options, chosen)
}

/// The few numbers that a shape has.
fn settings(props: &TimeProps) -> Vec<Html> {
    let t = texts(props.editor.language);
    let number =
        |id: &'static str, label: &'static str, unit: &'static str, value: u32, set: fn(Traffic, f64) -> Traffic| {
            let traffic = props.editor.scenario.plan.traffic;
            let shown = if id == "spike-factor" { f64::from(value) / 100.0 } else { f64::from(value) };
            let field = NumberField { id, value: number::plain(shown), unit, ..NumberField::default() };
            let set = props.dispatch.on(move |number: f64| Action::SetTraffic(set(traffic, number.clamp(0.0, 1e6))));
            labelled(id, label, field.on(set))
        };
    match props.editor.scenario.plan.traffic {
        Traffic::Steady | Traffic::Day | Traffic::Replay => Vec::new(),
        Traffic::Ramp { from_percent } => {
            vec![number("ramp-from", t.share_at_start, "%", from_percent, |_, percent| Traffic::Ramp {
                from_percent: libm::round(percent) as u32,
            })]
        }
        Traffic::Spike { factor_percent, from_s, for_s } => vec![
            number("spike-factor", t.factor, t.times_unit, factor_percent, |traffic, times| match traffic {
                Traffic::Spike { from_s, for_s, .. } => {
                    Traffic::Spike { factor_percent: libm::round(times * 100.0) as u32, from_s, for_s }
                }
                other => other,
            }),
            number("spike-from", t.from, t.second_unit, from_s, |traffic, seconds| match traffic {
                Traffic::Spike { factor_percent, for_s, .. } => {
                    Traffic::Spike { factor_percent, from_s: libm::round(seconds) as u32, for_s }
                }
                other => other,
            }),
            number("spike-for", t.for_s, t.second_unit, for_s, |traffic, seconds| match traffic {
                Traffic::Spike { factor_percent, from_s, .. } => {
                    Traffic::Spike { factor_percent, from_s, for_s: libm::round(seconds) as u32 }
                }
                other => other,
            }),
        ],
    }
}

fn lengths(props: &TimeProps) -> Html {
    let now = props.editor.scenario.plan.duration_s;
    let mut all = LENGTHS.to_vec();
    if !all.contains(&now) {
        all.push(now);
        crate::lists::sort(&mut all, |a, b| a < b);
    }
    let option = |seconds: u32| choice(&seconds.to_string(), &length(props.editor.language, seconds), seconds == now);
    let options = all.into_iter().map(option).collect();
    select(
        "time-length",
        options,
        props.dispatch.on(move |value: String| Action::SetDuration(value.parse().unwrap_or(now))),
    )
}

/// How the run is computed.
pub(super) fn detail(props: &TimeProps) -> Html {
    let now = props.editor.scenario.plan.detail;
    let option = |(index, detail): (usize, &Detail)| {
        choice(&index.to_string(), timeline::detail(props.editor.language, *detail), *detail == now)
    };
    let chosen = props.dispatch.on(move |value: String| {
        let index: usize = value.parse().unwrap_or(0);
        Action::SetDetail(Detail::ALL.get(index).copied().unwrap_or_default())
    });
    let options = Detail::ALL.iter().enumerate().map(option).collect();
    labelled("time-detail", texts(props.editor.language).detail, select("time-detail", options, chosen))
}

/// The button that simulates the minute at the head, where that is a fluid.
fn look(props: &TimeProps) -> Option<Html> {
    let t = texts(props.editor.language);
    let method = props.run.method_at(props.editor.time.head_s + 1.0);
    let disabled = method == Some(Method::CloseUp);
    let button = Button { label: t.look_hint, text: t.look, class: "btn time-look", disabled, ..Button::default() };
    props.run.is_fluid().then(|| button.on(props.dispatch.just(Action::Look)))
}

/// What fails, and the button that fails it.
fn fail(props: &TimeProps) -> Vec<Html> {
    let editor = &props.editor;
    let t = texts(editor.language);
    let all = failures::all(&editor.scenario);
    let Some(chosen) = failures::chosen(&editor.scenario, editor.time.choice, editor.selection.node()) else {
        return Vec::new();
    };
    let name = |failure: Failure| timeline::failure(editor.language, &editor.scenario, failure);
    let option = |(index, failure): (usize, &Failure)| choice(&index.to_string(), &name(*failure), *failure == chosen);
    let options = all.iter().enumerate().map(option).collect();
    let choose = props.dispatch.on(move |value: String| {
        let index: usize = value.parse().unwrap_or(0);
        Action::Time(TimeAction::Choose(all.get(index).copied().unwrap_or(chosen)))
    });
    let verb = timeline::verb(editor.language, chosen);
    let label = [verb, ": ", &name(chosen)].concat();
    let button = Button {
        icon: "u-bolt",
        icon_class: "icon-14",
        label: &label,
        text: verb,
        class: "btn time-fail",
        ..Button::default()
    };
    vec![
        labelled("what-fails", t.what_fails, select("what-fails", options, choose)),
        button.on(props.dispatch.just(Action::Fail(chosen))),
    ]
}

/// The planned failures, each with when and how long, and a button that takes it out.
#[inline(never)]
pub(super) fn planned(props: &TimeProps) -> Html {
    let t = texts(props.editor.language);
    let plan = &props.editor.scenario.plan;
    if plan.failures.is_empty() {
        return said("div", "is-empty", "");
    }
    let rows = (0..plan.failures.len()).filter_map(|index| one_planned(props, index)).collect();
    let list = element("ul", &[("class", "planned")], rows);
    element("section", &[("key", "planned"), ("class", "time-planned")], vec![said("h2", "", t.planned), list])
}

fn one_planned(props: &TimeProps, index: usize) -> Option<Html> {
    let editor = &props.editor;
    let (t, planned) = (texts(editor.language), *editor.scenario.plan.failures.get(index)?);
    let name = timeline::failure(editor.language, &editor.scenario, planned.failure);
    let field = |id: String, label: &'static str, value: u32, set: Callback<f64>| {
        let field = NumberField {
            id: &id,
            value: value.to_string(),
            unit: texts(editor.language).second_unit,
            ..NumberField::default()
        };
        labelled(&id, label, field.on(set))
    };
    let at = props.dispatch.on(move |seconds: f64| {
        Action::Replan(index, Planned { at_s: libm::round(seconds.clamp(0.0, 1e6)) as u32, ..planned })
    });
    let label = [crate::app::i18n::strings(editor.language).remove, ": ", &name].concat();
    let remove =
        Button { icon: "u-close", icon_class: "icon-12", label: &label, class: "btn btn-icon", ..Button::default() };
    let mut parts = vec![
        said("span", "planned-name", &name),
        remove.on(props.dispatch.just(Action::Unplan(index))),
        field(["fails-at-", &index.to_string()].concat(), t.at, planned.at_s, at),
    ];
    if let Some(for_s) = failures::lasts(planned.failure) {
        let lasting = props.dispatch.on(move |seconds: f64| {
            let failure = failures::lasting(planned.failure, libm::round(seconds.clamp(1.0, 1e6)) as u32);
            Action::Replan(index, Planned { failure, ..planned })
        });
        parts.push(field(["fails-for-", &index.to_string()].concat(), t.lasting, for_s, lasting));
    }
    parts.extend(size(props, index));
    parts.extend(super::capacity::fields(props, index));
    Some(element("li", &[], parts))
}

/// The instance type that a node is to become, of all that it can be.
fn size(props: &TimeProps, index: usize) -> Option<Html> {
    let scenario = &props.editor.scenario;
    let planned = *scenario.plan.failures.get(index)?;
    let Failure::Resize { node, to, cut_over, for_s } = planned.failure else { return None };
    let spec = scenario.nodes.get(&node)?.spec()?;
    let param = (spec.params)().iter().find(|param| Some(param.key) == spec.size)?;
    let choices = param.kind.choices()?;
    let option = |one: &Choice| choice(&one.value, &one.value, one.value == to);
    let options = choices(scenario.region).iter().map(option).collect();
    let chosen = props.dispatch.on(move |value: String| {
        let to = catalogue::instance_type(&value).unwrap_or(to);
        Action::Replan(index, Planned { failure: Failure::Resize { node, to, cut_over, for_s }, ..planned })
    });
    let id = ["fails-to-", &index.to_string()].concat();
    let control = select(&id, options, chosen);
    Some(labelled(&id, texts(props.editor.language).to_type, control))
}
