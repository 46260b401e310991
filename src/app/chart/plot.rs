//! The curves and their axes, drawn by plotters.

use std::convert::Infallible;

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use yew::prelude::*;

use super::axes::{Axes, LEFT, TOP};
use super::paper::{FINE, Ink, Paper};
use crate::app::dom::element;
use crate::app::driver::Curves;
use crate::app::i18n::number;
use crate::app::store::Same;
use crate::editor::preference::Language;
use crate::editor::scale;
use crate::engine::report::Latency;
use crate::model::workload::USERS;

/// What the plot shows.
#[derive(PartialEq)]
pub(super) struct PlotProps {
    /// The curves.
    pub(super) curves: Same<Curves>,
    /// The axes.
    pub(super) axes: Axes,
    /// Where the drawing breaks.
    pub(super) limit: Option<f64>,
    /// The language.
    pub(super) language: Language,
}

/// The plot: axes and curves.
pub(super) fn plot(props: &PlotProps) -> Html {
    let (paper, shapes) = Paper::new(props.axes.width, props.axes.height);
    // Drawing on paper cannot fail; were there an error, what is drawn so far is shown.
    let _ = draw(props, paper);
    element("g", &[("class", "plot"), ("aria-hidden", "true")], shapes.drawn())
}

type Area<Coordinates> = DrawingArea<Paper, Coordinates>;
type Drawn = Result<(), DrawingAreaErrorKind<Infallible>>;

/// A coordinate of the paper.
fn fine(pixels: f64) -> i32 {
    (pixels * FINE) as i32
}

fn draw(props: &PlotProps, paper: Paper) -> Drawn {
    let PlotProps { curves, axes, limit, language } = props;
    let area = paper.into_drawing_area();
    let place = |users: f64, ms: f64| (fine(axes.x(users)), fine(axes.y(ms)));
    let most = f64::from(*USERS.end());
    if let Some(limit) = limit.filter(|limit| *limit < most) {
        area.draw(&Rectangle::new([place(limit, axes.high), place(most, axes.low)], Ink::Past.color().filled()))?;
    }
    draw_times(&area, axes, *language)?;
    draw_users(&area, axes)?;
    let curve = |ink: Ink, value: fn(&Latency) -> f64| {
        let points = curves.points.iter();
        let points = points.filter_map(|point| Some(place(f64::from(point.users), value(&point.latency?)))).collect();
        line(&area, ink, points)
    };
    curve(Ink::P50, |latency| latency.p50.0)?;
    curve(Ink::P95, |latency| latency.p95.0)?;
    curve(Ink::P99, |latency| latency.p99.0)
}

/// The axis of latency, with a line across for each power of ten.
fn draw_times(area: &Area<Shift>, axes: &Axes, language: Language) -> Drawn {
    let (left, right) = (fine(LEFT), fine(axes.right()));
    let mut ms = axes.low;
    while ms <= axes.high * 1.01 {
        let y = fine(axes.y(ms));
        line(area, Ink::Grid, vec![(left, y), (right, y)])?;
        label(area, &time_label(language, ms), (left - fine(7.0), y), Pos::new(HPos::Right, VPos::Center))?;
        ms *= 10.0;
    }
    line(area, Ink::Axis, vec![(left, fine(TOP)), (left, fine(axes.bottom()))])
}

/// The axis of users, with a tick for each power of ten.
fn draw_users(area: &Area<Shift>, axes: &Axes) -> Drawn {
    let bottom = fine(axes.bottom());
    for tick in scale::ticks().filter(|tick| tick.major) {
        let x = fine(axes.x(f64::from(tick.users)));
        line(area, Ink::Axis, vec![(x, bottom), (x, bottom + fine(4.0))])?;
        label(area, &users_label(tick.users, axes.width), (x, bottom + fine(6.0)), Pos::new(HPos::Center, VPos::Top))?;
    }
    line(area, Ink::Axis, vec![(fine(LEFT), bottom), (fine(axes.right()), bottom)])
}

fn line(area: &Area<Shift>, ink: Ink, points: Vec<(i32, i32)>) -> Drawn {
    area.draw(&PathElement::new(points, ink.color()))
}

fn label(area: &Area<Shift>, words: &str, at: (i32, i32), pos: Pos) -> Drawn {
    let style = ("", fine(11.0)).into_font().color(&Ink::Label.color()).pos(pos);
    area.draw_text(words, &style, at)
}

fn users_label(users: u32, width: f64) -> String {
    if width < 420.0 { number::short(users) } else { number::whole(f64::from(users)) }
}

fn time_label(language: Language, ms: f64) -> String {
    if ms < 1_000.0 { number::millis(ms) } else { number::seconds(language, ms / 1_000.0) }
}
