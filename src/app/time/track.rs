//! The track: how many users come when, how far is simulated, what fails, and the head that can be moved.

use yew::prelude::*;

use super::TimeProps;
use crate::app::dom::{div, element, element_on, n, oninput, path, polyline, rect};
use crate::app::i18n::timeline::{clock, words};
use crate::editor::action::Action;
use crate::editor::time::TimeAction;
use crate::engine::timeline::play::{Method, Stretch, What};
use crate::model::plan::Traffic;
use crate::units::decimal;

/// The units of the drawing behind the head: it is stretched to the room there is.
const WIDTH: f64 = 1_000.0;
const HEIGHT: f64 = 24.0;
/// A close-up is at least so wide.
const NARROWEST: f64 = 3.0;
/// Points of the outline of the traffic.
const POINTS: u32 = 200;

/// The track.
pub(super) fn track(props: &TimeProps) -> Html {
    let t = words(props.editor.language);
    let time = props.editor.time;
    let duration = f64::from(props.editor.scenario.plan.duration_s);
    let moved = props.dispatch.on(|event: InputEvent| {
        let input: Option<web_sys::HtmlInputElement> = event.target_dyn_into();
        let to = input.and_then(|input| decimal::parse(&input.value())).unwrap_or(f64::NAN);
        Action::Time(TimeAction::Scrub(to))
    });
    let range = [
        ("type", "range"),
        ("class", "time-range"),
        ("min", "0"),
        ("max", &decimal::fixed(duration, 0)),
        ("step", "1"),
        ("value", &decimal::fixed(libm::floor(time.head_s), 0)),
        ("aria-label", t.head),
        ("aria-valuetext", &clock(time.head_s)),
    ];
    let input = element_on("input", &range, vec![oninput(moved)], Vec::new());
    div("time-track", vec![behind(props, duration), input])
}

fn behind(props: &TimeProps, duration: f64) -> Html {
    let x = |seconds: f64| (seconds / duration).clamp(0.0, 1.0) * WIDTH;
    let mut inside = vec![
        rect("track-ground", 0.0, 0.0, WIDTH, HEIGHT, 0.0),
        rect("track-done", 0.0, 0.0, x(props.editor.time.simulated_s), HEIGHT, 0.0),
        path("track-traffic", &outline(props, duration)),
    ];
    let close = props.run.stretches().into_iter().filter(|stretch| stretch.method == Method::CloseUp);
    let band = |stretch: Stretch| {
        let (from, to) = (x(stretch.from_s), x(stretch.to_s));
        ["M", &n(from), " 0H", &n(to.max(from + NARROWEST)), "V5H", &n(from), "Z"].concat()
    };
    inside.push(path("track-close", &close.map(band).collect::<String>()));
    let upright = |at: f64| ["M", &n(x(at)), " 0V", &n(HEIGHT)].concat();
    for planned in &props.editor.scenario.plan.failures {
        inside.push(path("mark mark-fail", &upright(f64::from(planned.at_s))));
    }
    let scaled = props.run.read(|_, log| {
        let steps = log.iter().filter(|one| matches!(one.what, What::ScaleOut { .. } | What::ScaleIn { .. }));
        steps.map(|step| ["M", &n(x(step.at_s)), " 18V24"].concat()).collect::<String>()
    });
    inside.push(path("mark mark-scale", &scaled));
    let view = ["0 0 ", &n(WIDTH), " ", &n(HEIGHT)].concat();
    let attributes = [("viewBox", view.as_str()), ("preserveAspectRatio", "none"), ("aria-hidden", "true")];
    element("svg", &attributes, inside)
}

/// The planned traffic as an area, its peak as high as the track.
fn outline(props: &TimeProps, duration: f64) -> String {
    let (plan, workload) = (&props.editor.scenario.plan, &props.editor.scenario.workload);
    let active = workload.active_users(f64::from(props.editor.users())).max(1.0);
    let at = |point: u32| duration * f64::from(point) / f64::from(POINTS);
    let shares: Vec<f64> =
        (0..=POINTS).map(|point| plan.active_users(active, workload.think_s(), at(point)) / active).collect();
    let least = if plan.traffic == Traffic::Replay { 0.0 } else { 1.0 };
    let peak = shares.iter().copied().fold(least, f64::max).max(f64::MIN_POSITIVE);
    let place = |(point, share): (u32, &f64)| {
        let x = f64::from(point) / f64::from(POINTS) * WIDTH;
        (x, HEIGHT - share / peak * (HEIGHT - 4.0))
    };
    let way = polyline((0..).zip(&shares).map(place).collect());
    [&way, "V", &n(HEIGHT), "H0Z"].concat()
}
