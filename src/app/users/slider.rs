//! The control of the users: a logarithmic scale with where the drawing bends and breaks.

use yew::prelude::*;

use crate::app::dom::{element, group, n, path, rect, symbol, text};
use crate::app::driver::Results;
use crate::app::i18n::{self, number, sentence, strings};
use crate::app::platform::{capture, inside};
use crate::app::store::Dispatch;
use crate::editor::action::Action;
use crate::editor::flags::{self, Side, Spot, Wanted};
use crate::editor::geometry::Rect;
use crate::editor::measure::text_width;
use crate::editor::scale::{self, Step};
use crate::editor::state::Editor;
use crate::engine::report::Limit;
use crate::model::workload::USERS;

/// Where the track runs, and the room beside it inside the drawing.
const TRACK_Y: f64 = 40.0;
const INSET: f64 = 9.0;
/// Narrower than this there is room for one flag, and numbers are short.
const NARROW: f64 = 420.0;
/// So many limits after the first have a flag.
const FURTHER: usize = 3;

/// A flag above the scale.
struct Flag {
    users: f64,
    text: String,
    kind: &'static str,
}

/// Where numbers of users are along the scale.
#[derive(Clone, Copy)]
struct Scale {
    width: f64,
}

impl Scale {
    fn x(self, users: f64) -> f64 {
        INSET + scale::position(users) * (self.width - 2.0 * INSET)
    }

    fn is_narrow(self) -> bool {
        self.width < NARROW
    }
}

/// The control, of a width in pixels.
pub(super) fn slider(svg: &NodeRef, width: f64, editor: &Editor, results: &Results, dispatch: &Dispatch) -> Html {
    let along = Scale { width };
    let (users, language) = (editor.users(), editor.language);
    let limits = results.report.as_ref().map(|report| report.limits.as_slice());
    let class = if limits.is_some() { "" } else { "is-unsolved" };
    let limits = limits.unwrap_or_default();
    let first = limits.first().map(|limit| limit.users);
    let knee = results.curves.knee.filter(|knee| first.is_none_or(|first| *knee < first));
    let flags = flags(editor, limits, knee, along.is_narrow());
    let spoken = flags.iter().find(|flag| flag.kind == "first").map(|flag| flag.text.clone());
    let thumb_x = along.x(f64::from(users));
    let layers = vec![
        track(along, knee, first.filter(|first| *first < f64::from(*USERS.end()))),
        ticks(along),
        flag_layer(&flags, along, thumb_x),
        thumb(thumb_x),
    ];
    let drag = drag(svg, dispatch, width);
    html! {
        <div class="scale">
            <svg
                ref={svg.clone()} class="slider" role="slider" tabindex="0" aria-label={strings(language).users}
                aria-valuemin={USERS.start().to_string()} aria-valuemax={USERS.end().to_string()} aria-valuenow={users.to_string()}
                aria-valuetext={sentence::users_value(language, users, spoken.as_deref())}
                onpointerdown={drag.clone()} onpointermove={drag} onpointerup={dispatch.just(Action::Settle)}
                onkeydown={keys(dispatch)} onkeyup={dispatch.just(Action::Settle)}
            >
                {element("g", &[("aria-hidden", "true"), ("class", class)], layers)}
            </svg>
        </div>
    }
}

/// The flags in order of importance: the first limit, the knee, then further limits.
fn flags(editor: &Editor, limits: &[Limit], knee: Option<f64>, narrow: bool) -> Vec<Flag> {
    let (language, t) = (editor.language, strings(editor.language));
    let what = |limit: &Limit| i18n::resource_of(language, &editor.scenario, limit.node, limit.resource);
    let mut flags = Vec::new();
    let on_scale = |limit: &&Limit| limit.users <= f64::from(*USERS.end());
    if let Some(first) = limits.first().filter(on_scale) {
        let text = if narrow {
            sentence::breaks_at(language, first.users)
        } else {
            sentence::breaks_flag(language, &what(first), first.resource, first.users)
        };
        flags.push(Flag { users: first.users, text, kind: "first" });
    }
    if narrow {
        return flags;
    }
    if let Some(knee) = knee {
        flags.push(Flag { users: knee, text: format!("{} {}", t.knee, number::limit(knee)), kind: "knee" });
    }
    for (index, limit) in limits.iter().skip(1).filter(on_scale).take(FURTHER).enumerate() {
        let text = if index == 0 {
            sentence::next_flag(language, &what(limit), limit.users)
        } else {
            format!("{} {}", what(limit), number::limit(limit.users))
        };
        flags.push(Flag { users: limit.users, text, kind: "next" });
    }
    flags
}

fn flag_layer(flags: &[Flag], along: Scale, thumb: f64) -> Html {
    let icon = |flag: &Flag| if flag.kind == "first" { 18.0 } else { 0.0 };
    let wanted: Vec<Wanted> = flags
        .iter()
        .map(|flag| {
            let bold = if flag.kind == "first" { 1.07 } else { 1.0 };
            Wanted { x: along.x(flag.users), width: text_width(&flag.text, 11.0) * bold + icon(flag) }
        })
        .collect();
    let taken = [Rect::new(thumb - 11.0, TRACK_Y - 12.0, 22.0, 24.0)];
    // Where there is little room, there is some at the left: the number of users ends before the scale.
    let (before, beyond) = if along.is_narrow() { (28.0, 0.0) } else { (0.0, 16.0) };
    let spots = flags::place(&wanted, -before, along.width + beyond, &taken);
    group(
        "flags",
        flags.iter().enumerate().map(|(index, flag)| one_flag(flag, wanted[index].x, spots[index])).collect(),
    )
}

fn one_flag(flag: &Flag, x: f64, spot: Option<Spot>) -> Html {
    let line = ["flag flag-", flag.kind].concat();
    let Some(spot) = spot else {
        return path(&line, &["M", &n(x), " ", &n(flags::FOOT), "V", &n(flags::FOOT - 6.0)].concat());
    };
    let left = spot.side == Side::Left;
    let bend = if left { x - flags::BEND + 4.0 } else { x + flags::BEND - 4.0 };
    let text_x = if left { x - flags::BEND } else { x + flags::BEND };
    // The icon stands between the leader and the text.
    let (icon_x, text_x) = match (flag.kind, left) {
        ("first", true) => (text_x - 13.0, text_x - 18.0),
        ("first", false) => (text_x, text_x + 18.0),
        _ => (text_x, text_x),
    };
    let way = ["M", &n(x), " ", &n(flags::FOOT), "V", &n(spot.bend()), "H", &n(bend)].concat();
    let mut drawn = vec![path(&line, &way)];
    if flag.kind == "first" {
        drawn.push(symbol("st-saturated", "s-saturated", icon_x, spot.top() - 0.5, 13.0));
    }
    let class = ["flag-text-", flag.kind, if left { " end" } else { "" }].concat();
    drawn.push(text(&class, text_x, spot.top() + 10.0, &flag.text.clone()));
    group("", drawn)
}

/// Green up to the knee, amber up to the limit, hatched red beyond; without a colour where nothing is known.
fn track(along: Scale, knee: Option<f64>, limit: Option<f64>) -> Html {
    let end = f64::from(*USERS.end());
    let line = |class: &str, from: f64, to: f64| {
        let (from, to) = (along.x(from), along.x(to));
        path(class, &["M", &n(from), " ", &n(TRACK_Y), "H", &n(to.max(from))].concat())
    };
    let calm = knee.or(limit).unwrap_or(end);
    let mut drawn =
        vec![line("seg seg-ok", f64::from(*USERS.start()), calm), line("seg seg-warm", calm, limit.unwrap_or(end))];
    if let Some(limit) = limit {
        drawn.push(line("seg seg-over-rest", limit, end));
        drawn.push(line("seg-hatch", limit, end));
    }
    group("", drawn)
}

fn ticks(along: Scale) -> Html {
    let narrow = along.is_narrow();
    let mut drawn = Vec::new();
    for tick in scale::ticks().filter(|tick| tick.major || !narrow) {
        let x = along.x(f64::from(tick.users));
        drawn.push(path("tick", &["M", &n(x), if tick.major { " 47v6" } else { " 47v3" }].concat()));
        if tick.major {
            let label = if narrow { number::short(tick.users) } else { number::whole(f64::from(tick.users)) };
            let anchor = match tick.users {
                10 if narrow => "axis-label",
                1_000_000 if narrow => "axis-label end",
                _ => "axis-label mid",
            };
            drawn.push(text(anchor, x, 66.0, &label));
        }
    }
    group("", drawn)
}

fn thumb(x: f64) -> Html {
    let grip = ["M", &n(x - 2.5), " 36v8M", &n(x + 2.5), " 36v8"].concat();
    group(
        "thumb-g",
        vec![
            rect("thumb-focus", x - 13.0, 24.0, 26.0, 32.0, 9.0),
            rect("thumb", x - 9.0, 28.0, 18.0, 24.0, 6.0),
            path("thumb-grip", &grip),
        ],
    )
}

/// Pressing anywhere on the scale goes there, and goes on with the pointer.
fn drag(svg: &NodeRef, dispatch: &Dispatch, width: f64) -> Callback<PointerEvent> {
    let (svg, dispatch) = (svg.clone(), dispatch.clone());
    Callback::from(move |event: PointerEvent| {
        let pressed = event.type_() == "pointerdown" && event.button() == 0;
        if !pressed && event.buttons() & 1 == 0 {
            return;
        }
        let Some(element) = svg.cast::<web_sys::Element>() else { return };
        if pressed {
            capture(&element, event.pointer_id());
            dispatch.send(Action::Settle);
        }
        let at = inside(&element, f64::from(event.client_x()), 0.0);
        let position = (at.x - INSET) / (width - 2.0 * INSET);
        dispatch.send(Action::SetUsers(scale::rounded(scale::users_at(position))));
    })
}

fn keys(dispatch: &Dispatch) -> Callback<KeyboardEvent> {
    let dispatch = dispatch.clone();
    Callback::from(move |event: KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowRight" | "ArrowUp" => Step::More,
            "ArrowLeft" | "ArrowDown" => Step::Fewer,
            "PageUp" => Step::MuchMore,
            "PageDown" => Step::MuchFewer,
            "Home" => Step::Least,
            "End" => Step::Most,
            _ => return,
        };
        event.prevent_default();
        dispatch.send(Action::StepUsers(step));
    })
}
