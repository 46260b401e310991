//! What clients and servers do about failures and overload: folded up under one heading.

use yew::prelude::*;

use super::TimeProps;
use super::plan::labelled;
use crate::app::controls::{NumberField, ticked};
use crate::app::dom::{block, change, element, element_on, said, when};
use crate::app::i18n::timeline::words as texts;
use crate::editor::action::Action;
use crate::model::resilience::{Breaker, Resilience};

/// The queue that is taken first where it is to have a bound (assumption: as many as Tomcat lets wait, `acceptCount`).
const QUEUE_LIMIT: u32 = 100;

/// The settings.
#[inline(never)]
pub(super) fn resilience(props: &TimeProps) -> Html {
    let t = texts(props.editor.language);
    let now = &props.editor.scenario.plan.resilience;
    let on = now != &Resilience::default();
    let word = crate::app::i18n::strings(props.editor.language).on;
    let title = if on { [t.resilience, " · ", word].concat() } else { t.resilience.to_owned() };
    let mut parts = vec![said("summary", "", &title)];
    parts.extend(retries(props));
    parts.push(toggle(props, "finishes-abandoned", t.finishes_abandoned, now.finishes_abandoned, |now, on| {
        Resilience { finishes_abandoned: on, ..now }
    }));
    parts.push(toggle(props, "queue-bound", t.queue_bound, now.queue_limit.is_some(), |now, on| Resilience {
        queue_limit: on.then_some(QUEUE_LIMIT),
        ..now
    }));
    parts.extend(now.queue_limit.map(|limit| {
        number(props, "queue-limit", t.queue_limit, "", limit, |now, limit| Resilience {
            queue_limit: Some(limit),
            ..now
        })
    }));
    parts.push(toggle(props, "circuit-breaker", t.breaker, now.breaker.is_some(), |now, on| Resilience {
        breaker: on.then(Breaker::default),
        ..now
    }));
    parts.extend(now.breaker.map_or_else(Vec::new, |breaker| of_breaker(props, breaker)));
    element("details", &[("key", "resilience"), ("class", "time-planned resilience")], parts)
}

fn retries(props: &TimeProps) -> Vec<Html> {
    let t = texts(props.editor.language);
    let waits = &props.editor.scenario.plan.resilience.backoff_ms;
    let count = number(props, "retries", t.retries, "", waits.len() as u32, |now, count| Resilience {
        backoff_ms: now.backoff_of(count as usize),
        ..now
    });
    let wait = |(index, wait): (usize, &u32)| {
        let id = ["backoff-", &index.to_string()].concat();
        let label = [t.wait_before, " ", &(index + 1).to_string()].concat();
        number(props, &id, &label, t.milli_unit, *wait, move |mut now, wait| {
            if let Some(of) = now.backoff_ms.get_mut(index) {
                *of = wait;
            }
            now
        })
    };
    std::iter::once(count).chain(waits.iter().enumerate().map(wait)).collect()
}

fn of_breaker(props: &TimeProps, breaker: Breaker) -> Vec<Html> {
    let t = texts(props.editor.language);
    let field = |id: &str, label: &str, unit: &str, value: u32, set: fn(Breaker, u32) -> Breaker| {
        number(props, id, label, unit, value, move |now, value| Resilience {
            breaker: now.breaker.map(|breaker| set(breaker, value)),
            ..now
        })
    };
    vec![
        field("breaker-share", t.breaker_share, "%", breaker.failure_percent, |breaker, failure_percent| Breaker {
            failure_percent,
            ..breaker
        }),
        field("breaker-of", t.breaker_of, "", breaker.min_requests, |breaker, min_requests| Breaker {
            min_requests,
            ..breaker
        }),
        field("breaker-window", t.breaker_window, t.second_unit, breaker.window_s, |breaker, window_s| Breaker {
            window_s,
            ..breaker
        }),
        field("breaker-open", t.breaker_open, t.second_unit, breaker.open_s, |breaker, open_s| Breaker {
            open_s,
            ..breaker
        }),
    ]
}

fn number(
    props: &TimeProps,
    id: &str,
    label: &str,
    unit: &str,
    value: u32,
    set: impl Fn(Resilience, u32) -> Resilience + 'static,
) -> Html {
    let now = props.editor.scenario.plan.resilience.clone();
    let set = props
        .dispatch
        .on(move |number: f64| Action::SetResilience(set(now.clone(), libm::round(number.clamp(0.0, 1e9)) as u32)));
    let field = NumberField { id, value: value.to_string(), unit, ..NumberField::default() };
    labelled(id, label, field.on(set))
}

fn toggle(
    props: &TimeProps,
    id: &str,
    label: &str,
    on: bool,
    set: impl Fn(Resilience, bool) -> Resilience + 'static,
) -> Html {
    let now = props.editor.scenario.plan.resilience.clone();
    let set = props.dispatch.on(move |event: Event| Action::SetResilience(set(now.clone(), ticked(&event))));
    let input = [("id", id), ("class", "switch"), ("type", "checkbox"), ("role", "switch"), ("checked", when(on))];
    let input = element_on("input", &input, vec![change(set)], Vec::new());
    let label = element("label", &[("for", id)], vec![crate::app::dom::words(label)]);
    block("span", "time-switch", vec![input, label])
}
