//! The curves and their axes, drawn by plotters.

use plotters::prelude::*;
use yew::prelude::*;

use super::axes::{Axes, BOTTOM, LEFT, TOP};
use super::paper::{FINE, Ink, Paper};
use crate::app::dom::element;
use crate::app::driver::Curves;
use crate::app::i18n::number;
use crate::app::store::Same;
use crate::editor::preference::Language;
use crate::engine::report::Latency;
use crate::model::workload::USERS;

/// The curves.
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

/// The curves.
pub(super) fn plot(props: &PlotProps) -> Html {
    let (paper, shapes) = Paper::new(props.axes.width, props.axes.height);
    // Drawing on paper cannot fail; were there an error, what is drawn so far is shown.
    let _ = draw(props, paper);
    element("g", &[("class", "plot"), ("aria-hidden", "true")], shapes.drawn())
}

fn fine(pixels: f64) -> u32 {
    (pixels * FINE) as u32
}

fn draw(props: &PlotProps, paper: Paper) -> Result<(), Box<dyn std::error::Error>> {
    let PlotProps { curves, axes, limit, language } = props;
    let (least, most) = (f64::from(*USERS.start()), f64::from(*USERS.end()));
    let area = paper.into_drawing_area();
    let mut chart = ChartBuilder::on(&area)
        .margin_top(fine(TOP))
        .margin_right(fine(axes.width - axes.right()))
        .x_label_area_size(fine(BOTTOM))
        .y_label_area_size(fine(LEFT))
        .build_cartesian_2d((least..most).log_scale(), (axes.low..axes.high).log_scale())?;
    if let Some(limit) = limit.filter(|limit| *limit < most) {
        let past = Rectangle::new([(limit.max(least), axes.high), (most, axes.low)], Ink::Past.color().filled());
        chart.draw_series(std::iter::once(past))?;
    }
    let label = |ink: Ink| ("", fine(11.0)).into_font().color(&ink.color());
    let decades = libm::round(libm::log10(axes.high / axes.low)) as usize + 1;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(Ink::Grid.color())
        .axis_style(Ink::Axis.color())
        .x_labels(6)
        .y_labels(decades)
        .x_label_style(label(Ink::Label))
        .y_label_style(label(Ink::Label))
        .x_label_formatter(&|users| users_label(*users, axes.width))
        .y_label_formatter(&|ms| time_label(*language, *ms))
        .draw()?;
    let curve = |value: fn(&Latency) -> f64| {
        let points = curves.points.iter();
        points.filter_map(move |point| Some((f64::from(point.users), value(&point.latency?)))).collect::<Vec<_>>()
    };
    chart.draw_series(LineSeries::new(curve(|latency| latency.p50.0), Ink::P50.color()))?;
    chart.draw_series(LineSeries::new(curve(|latency| latency.p95.0), Ink::P95.color()))?;
    chart.draw_series(LineSeries::new(curve(|latency| latency.p99.0), Ink::P99.color()))?;
    Ok(())
}

fn users_label(users: f64, width: f64) -> String {
    if width < 420.0 { number::short(users as u32) } else { number::whole(users) }
}

fn time_label(language: Language, ms: f64) -> String {
    if ms < 1_000.0 { number::millis(ms) } else { number::seconds(language, ms / 1_000.0) }
}
