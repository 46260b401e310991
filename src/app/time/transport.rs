//! Play, step, restart, where the run is, its speed, and over how long the charts average.

use yew::prelude::*;

use super::{TimeProps, row, track};
use crate::app::controls::Button;
use crate::app::dom::{element, said, words};
use crate::app::i18n::timeline::{self, words as texts};
use crate::editor::action::Action;
use crate::editor::time::{Metrics, NEAR_S, Speed, TimeAction};
use crate::engine::timeline::play::Method;

/// The row of the transport.
pub(super) fn transport(props: &TimeProps) -> Html {
    let t = texts(props.editor.language);
    let time = props.editor.time;
    let act = |action: TimeAction| props.dispatch.just(Action::Time(action));
    let button = |icon, label, keys, pressed, action| {
        Button { icon, label, keys, class: "btn btn-icon", pressed, ..Button::default() }.on(act(action))
    };
    let (icon, label) = if time.playing { ("u-pause", t.pause) } else { ("u-play", t.play) };
    let play = Button {
        icon,
        label,
        keys: "Space",
        class: "play time-play",
        pressed: Some(time.playing),
        ..Button::default()
    };
    let duration = f64::from(props.editor.scenario.plan.duration_s);
    let at = [&timeline::clock(time.head_s), " / ", &timeline::clock(duration)].concat();
    let method = props.run.method_at(time.head_s).filter(|_| props.run.is_fluid());
    let class = match method {
        Some(Method::CloseUp) => "time-method is-close",
        Some(_) => "time-method is-fluid",
        None => "time-method is-empty",
    };
    let method = method.map_or("", |method| timeline::method(props.editor.language, method));
    let parts = vec![
        play.on(act(TimeAction::Toggle)),
        button("u-restart", t.restart, "", None, TimeAction::Restart),
        button("u-step", t.step, ".", None, TimeAction::Step),
        track::track(props),
        element("span", &[("class", "time-at")], vec![words(&at)]),
        said("span", class, method),
        speeds(props),
        near(props, duration),
        metrics(props),
    ];
    row("transport", t.tab, parts)
}

fn speeds(props: &TimeProps) -> Html {
    let t = texts(props.editor.language);
    let one = |speed: Speed| {
        let text = speed.factor().map_or_else(|| t.most.to_owned(), |_| [speed.code(), "×"].concat());
        let label = [t.speed, " ", &text].concat();
        let pressed = Some(props.editor.time.speed == speed);
        Button { label: &label, text: &text, pressed, ..Button::default() }
            .on(props.dispatch.just(Action::Time(TimeAction::Speed(speed))))
    };
    row("segmented time-speeds", t.speed, Speed::ALL.into_iter().map(one).collect())
}

/// All of a long run, or a few minutes of it.
fn near(props: &TimeProps, duration_s: f64) -> Html {
    let t = texts(props.editor.language);
    if duration_s <= NEAR_S {
        return said("span", "is-empty", "");
    }
    let one = |near: bool, text: &str| {
        let pressed = Some(props.editor.time.near == near);
        let label = [t.shown_span, " ", text].concat();
        Button { label: &label, text, pressed, ..Button::default() }
            .on(props.dispatch.just(Action::Time(TimeAction::Near(near))))
    };
    row("segmented time-near", t.shown_span, vec![one(false, t.whole), one(true, t.near)])
}

fn metrics(props: &TimeProps) -> Html {
    let t = texts(props.editor.language);
    let one = |metrics: Metrics, text: &str, label: &str| {
        let pressed = Some(props.editor.time.metrics == metrics);
        Button { label, text, pressed, ..Button::default() }
            .on(props.dispatch.just(Action::Time(TimeAction::Metrics(metrics))))
    };
    let both = vec![one(Metrics::Second, t.second, t.second_hint), one(Metrics::Minute, t.minute, t.minute_hint)];
    row("segmented time-metrics", t.metrics, both)
}
