//! One chart over time: a caption with its values at the head, and a picture of lines and areas.

use yew::prelude::*;

use crate::app::dom::{block, element, n, path, said, text, words};
use crate::app::i18n::timeline::clock;
use crate::editor::time::series::Point;

/// The height of a picture.
const HEIGHT: f64 = 78.0;
/// Room for the numbers of the axis on the left, and for times below.
const LEFT: f64 = 38.0;
const BOTTOM: f64 = 15.0;
const TOP: f64 = 5.0;
/// What is less apart than this is one line.
const THINNEST: f64 = 0.5;

/// What a line or an area is called, and its value at the head.
pub(super) struct Key {
    /// Its class in the style sheet; it gives the colour.
    pub(super) class: &'static str,
    /// Its name.
    pub(super) name: String,
    /// Its value.
    pub(super) value: String,
}

/// Where seconds and values are in a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    /// The width of the picture.
    pub(super) width: f64,
    /// The first second that is shown, and how many are.
    pub(super) from_s: f64,
    pub(super) duration_s: f64,
    /// The value at the bottom; more than 0 where the axis is logarithmic.
    pub(super) low: f64,
    /// The value at the top.
    pub(super) high: f64,
}

impl Scale {
    /// Columns of a pixel each, between the axes of a picture so wide.
    pub(super) fn columns(width: f64) -> u32 {
        (width - LEFT).max(1.0) as u32
    }

    fn x(&self, seconds: f64) -> f64 {
        LEFT + ((seconds - self.from_s) / self.duration_s).clamp(0.0, 1.0) * (self.width - LEFT - 1.0)
    }

    fn y(&self, value: f64) -> f64 {
        let share = if self.low > 0.0 {
            libm::log10(value.max(self.low) / self.low) / libm::log10(self.high / self.low)
        } else {
            value / self.high
        };
        HEIGHT - BOTTOM - share.clamp(0.0, 1.0) * (HEIGHT - BOTTOM - TOP)
    }
}

/// A line of steps, with all that is between the least and the largest value of a column; a gap where there is none.
pub(super) fn line(scale: &Scale, class: &str, points: &[Point]) -> Html {
    let (mut way, mut on) = (String::new(), false);
    for point in points {
        let (Some(value), Some(least)) = (point.value, point.least) else {
            on = false;
            continue;
        };
        let (top, bottom) = (scale.y(value), scale.y(least));
        let y = n(top);
        if on {
            way.push('V');
        } else {
            way.push_str(&["M", &n(scale.x(point.from_s)), " "].concat());
        }
        way.push_str(&y);
        if bottom - top >= THINNEST {
            way.push_str(&["V", &n(bottom), "V", &y].concat());
        }
        way.push('H');
        way.push_str(&n(scale.x(point.to_s)));
        on = true;
    }
    path(&["tl ", class].concat(), &way)
}

/// The area between two lines, wherever `over` is more than `under`.
pub(super) fn between(scale: &Scale, class: &str, over: &[Point], under: &[Point]) -> Html {
    let mut way = String::new();
    for (high, low) in over.iter().zip(under) {
        let (Some(top), Some(bottom)) = (high.value, low.value) else { continue };
        if top <= bottom {
            continue;
        }
        let (from, to) = (n(scale.x(high.from_s)), n(scale.x(high.to_s)));
        let (top, bottom) = (n(scale.y(top)), n(scale.y(bottom)));
        way.push_str(&["M", &from, " ", &bottom, "V", &top, "H", &to, "V", &bottom, "Z"].concat());
    }
    path(&["ta ", class].concat(), &way)
}

/// A chart.
pub(super) struct Panel {
    /// Names it.
    pub(super) id: &'static str,
    /// Its title.
    pub(super) title: String,
    /// Its lines and areas.
    pub(super) keys: Vec<Key>,
    /// A remark below the caption; empty for none.
    pub(super) note: String,
    /// Its axes.
    pub(super) scale: Scale,
    /// What the axis says at the bottom and at the top.
    pub(super) ends: [String; 2],
    /// Lines and areas, drawn.
    pub(super) drawn: Vec<Html>,
    /// Failures, seconds.
    pub(super) marks: Vec<f64>,
    /// Close-ups of a fluid, from and to, seconds.
    pub(super) close: Vec<(f64, f64)>,
    /// The head, seconds.
    pub(super) head_s: f64,
}

impl Panel {
    /// The chart as an element of a list.
    #[inline(never)]
    pub(super) fn shown(self) -> Html {
        let said_of = |key: &Key| [key.name.as_str(), " ", &key.value].concat();
        let all: Vec<String> = self.keys.iter().map(said_of).collect();
        let label = [&self.title, " ", &clock(self.head_s), ": ", &all.join(", "), ". ", &self.note].concat();
        let picture = self.picture(&label);
        let key = |key: &Key| {
            let parts = vec![words(&key.name), words(" "), said("b", "", &key.value)];
            block("span", &["tk ", key.class].concat(), parts)
        };
        let mut caption = vec![said("b", "panel-title", &self.title)];
        caption.extend(self.keys.iter().map(key));
        if !self.note.is_empty() {
            caption.push(said("span", "panel-note", &self.note));
        }
        let attributes = [("key", self.id), ("class", "panel"), ("data-panel", self.id)];
        element("li", &attributes, vec![block("p", "panel-caption", caption), picture])
    }

    /// Where requests are simulated in a run that is a fluid else.
    fn bands(&self) -> Html {
        let scale = &self.scale;
        let band = |(from_s, to_s): &(f64, f64)| {
            let (from, to) = (scale.x(*from_s), scale.x(*to_s));
            ["M", &n(from), " ", &n(TOP), "H", &n(to.max(from + 1.5)), "V", &n(HEIGHT - BOTTOM), "H", &n(from), "Z"]
                .concat()
        };
        let shown = |(from_s, to_s): &&(f64, f64)| *to_s > scale.from_s && *from_s < scale.from_s + scale.duration_s;
        path("close-band", &self.close.iter().filter(shown).map(band).collect::<String>())
    }

    fn picture(&self, label: &str) -> Html {
        let scale = &self.scale;
        let (right, bottom) = (scale.width - 1.0, HEIGHT - BOTTOM);
        let across = |y: f64| ["M", &n(LEFT), " ", &n(y), "H", &n(right)].concat();
        let mut inside = vec![self.bands(), path("gl", &[across(TOP), across((TOP + bottom) / 2.0)].concat())];
        inside.extend(self.drawn.iter().cloned());
        inside.push(path("axis", &across(bottom)));
        let upright = |at: f64| ["M", &n(scale.x(at)), " ", &n(TOP), "V", &n(bottom)].concat();
        let shown = |at: &&f64| (scale.from_s..=scale.from_s + scale.duration_s).contains(*at);
        let marks = self.marks.iter().filter(shown);
        inside.push(path("mark mark-fail", &marks.map(|at| upright(*at)).collect::<String>()));
        inside.push(path("now-line", &upright(self.head_s)));
        let [low, high] = &self.ends;
        inside.push(text("tick-label end", LEFT - 4.0, bottom, low));
        inside.push(text("tick-label end", LEFT - 4.0, TOP + 7.0, high));
        let times = [(0.0, "tick-label"), (0.5, "tick-label mid"), (1.0, "tick-label end")];
        inside.extend(times.map(|(share, class)| {
            let at = scale.from_s + scale.duration_s * share;
            text(class, scale.x(at), HEIGHT - 3.0, &clock(at))
        }));
        let attributes = [
            ("class", "panel-picture"),
            ("role", "img"),
            ("aria-label", label),
            ("width", &n(scale.width)),
            ("height", &n(HEIGHT)),
        ];
        element("svg", &attributes, inside)
    }
}
