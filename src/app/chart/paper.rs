//! What plotters draws on: a list of shapes, each with a class for its colour, so that themes and the strict policy
//! hold. Coordinates are finer than pixels, since plotters' are whole numbers.

use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;

use plotters::prelude::*;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};
use yew::prelude::*;

use crate::app::dom;
use crate::editor::measure::text_width;

/// So many of plotters' units are a pixel.
pub(super) const FINE: f64 = 8.0;

/// What a shape is: its class in the style sheet. plotters carries it as a colour that is never seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    /// A line of the grid.
    Grid,
    /// An axis and its ticks.
    Axis,
    /// The label of a tick.
    Label,
    /// The area past the limit.
    Past,
    /// The median.
    P50,
    /// The 95th percentile.
    P95,
    /// The 99th.
    P99,
}

const INKS: [(Ink, &str); 7] = [
    (Ink::Grid, "gl"),
    (Ink::Axis, "axis"),
    (Ink::Label, "tick-label"),
    (Ink::Past, "past-break"),
    (Ink::P50, "c-p50"),
    (Ink::P95, "c-p95"),
    (Ink::P99, "c-p99"),
];

impl Ink {
    /// The colour that stands for it.
    pub(super) const fn color(self) -> RGBColor {
        RGBColor(0, 0, self as u8)
    }

    fn class(color: BackendColor) -> &'static str {
        INKS.get(usize::from(color.rgb.2)).map_or("axis", |(_, class)| class)
    }
}

/// A shape.
#[derive(Clone, Debug, PartialEq)]
enum Shape {
    Line(&'static str, String),
    Rect(&'static str, [f64; 4]),
    Text(&'static str, (f64, f64), String),
}

/// The shapes drawn so far.
#[derive(Clone, Default)]
pub(super) struct Shapes(Rc<RefCell<Vec<Shape>>>);

impl Shapes {
    /// All shapes as nodes of the page.
    pub(super) fn drawn(&self) -> Vec<Html> {
        self.0.borrow().iter().map(drawn).collect()
    }
}

fn drawn(shape: &Shape) -> Html {
    match shape {
        Shape::Line(class, way) => dom::path(class, way),
        Shape::Rect(class, [x, y, w, h]) => dom::rect(class, *x, *y, *w, *h, 0.0),
        Shape::Text(class, (x, y), words) => dom::text(class, *x, *y, words),
    }
}

/// The backend.
pub(super) struct Paper {
    size: (u32, u32),
    shapes: Shapes,
}

impl Paper {
    /// Paper of a size in pixels, and what will be drawn on it.
    pub(super) fn new(width: f64, height: f64) -> (Self, Shapes) {
        let shapes = Shapes::default();
        let size = ((width * FINE) as u32, (height * FINE) as u32);
        (Self { size, shapes: shapes.clone() }, shapes)
    }

    fn add(&self, shape: Shape) {
        self.shapes.0.borrow_mut().push(shape);
    }
}

fn px(coordinate: i32) -> f64 {
    f64::from(coordinate) / FINE
}

fn path(points: impl IntoIterator<Item = BackendCoord>) -> String {
    dom::polyline(points.into_iter().map(|(x, y)| (px(x), px(y))).collect())
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for Paper {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Drawn {
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        // A line without opacity is one that was asked not to be drawn.
        if style.color().alpha > 0.0 {
            self.add(Shape::Line(Ink::class(style.color()), path([from, to])));
        }
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(&mut self, a: BackendCoord, b: BackendCoord, style: &S, _: bool) -> Drawn {
        let (left, right, top, bottom) = (px(a.0.min(b.0)), px(a.0.max(b.0)), px(a.1.min(b.1)), px(a.1.max(b.1)));
        self.add(Shape::Rect(Ink::class(style.color()), [left, top, right - left, bottom - top]));
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, points: I, style: &S) -> Drawn {
        if style.color().alpha > 0.0 {
            self.add(Shape::Line(Ink::class(style.color()), path(points)));
        }
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, at: BackendCoord) -> Drawn {
        use plotters_backend::text_anchor::{HPos, VPos};
        let size = style.size() / FINE;
        let width = text_width(text, size);
        let x = match style.anchor().h_pos {
            HPos::Left => px(at.0),
            HPos::Center => px(at.0) - width / 2.0,
            HPos::Right => px(at.0) - width,
        };
        // A label at the end of an axis stays on the paper.
        let x = x.min(px(self.size.0 as i32) - width - 1.0);
        let y = match style.anchor().v_pos {
            VPos::Top => px(at.1) + size * 0.85,
            VPos::Center => px(at.1) + size * 0.35,
            VPos::Bottom => px(at.1),
        };
        self.add(Shape::Text(Ink::class(style.color()), (x, y), text.to_owned()));
        Ok(())
    }

    /// plotters would put a styled element into the page for every label to measure it.
    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        Ok((text_width(text, style.size()) as u32, style.size() as u32))
    }
}
