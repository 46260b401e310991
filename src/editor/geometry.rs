//! Points, rectangles and the viewport. Canvas units are CSS pixels at 100 %; screen points count from the stage's corner.

use crate::model::scenario::Point;

/// The finest step that a card moves by.
pub const FINE: i32 = 4;
/// The step of the dots behind the drawing.
pub const GRID: i32 = 20;
/// The smallest and the largest zoom.
pub const ZOOM: std::ops::RangeInclusive<f64> = 0.2..=2.5;

/// A place.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pt {
    /// Rightwards.
    pub x: f64,
    /// Downwards.
    pub y: f64,
}

impl Pt {
    /// The place at these coordinates.
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// How far another place is.
    pub fn distance(self, other: Self) -> f64 {
        libm::hypot(self.x - other.x, self.y - other.y)
    }
}

impl From<Point> for Pt {
    fn from(point: Point) -> Self {
        Self::new(f64::from(point.x), f64::from(point.y))
    }
}

/// Width and height.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

/// An upright rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left.
    pub x: f64,
    /// Top.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Rect {
    /// The rectangle of a size at a corner.
    pub const fn new(x: f64, y: f64, w: f64, h: f64) -> Self {
        Self { x, y, w, h }
    }

    /// The right edge.
    pub fn right(&self) -> f64 {
        self.x + self.w
    }

    /// The bottom edge.
    pub fn bottom(&self) -> f64 {
        self.y + self.h
    }

    /// The middle.
    pub fn centre(&self) -> Pt {
        Pt::new(self.x + self.w / 2.0, self.y + self.h / 2.0)
    }

    /// Whether a place is inside.
    pub fn contains(&self, at: Pt) -> bool {
        at.x >= self.x && at.x <= self.right() && at.y >= self.y && at.y <= self.bottom()
    }

    /// Whether the two share any area.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }

    /// Grown by a margin on every side.
    pub fn grown(&self, by: f64) -> Self {
        Self::new(self.x - by, self.y - by, self.w + 2.0 * by, self.h + 2.0 * by)
    }

    /// The smallest rectangle around both.
    pub fn union(&self, other: &Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        Self::new(x, y, self.right().max(other.right()) - x, self.bottom().max(other.bottom()) - y)
    }

    /// The smallest rectangle around all; none around nothing.
    pub fn around(rects: impl IntoIterator<Item = Self>) -> Option<Self> {
        rects.into_iter().reduce(|all, rect| all.union(&rect))
    }
}

/// Which part of the drawing the stage shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    /// The canvas place in the stage's top left corner.
    pub origin: Pt,
    /// Screen pixels for a canvas unit.
    pub zoom: f64,
}

impl Default for Viewport {
    fn default() -> Self {
        Self { origin: Pt::new(0.0, 0.0), zoom: 1.0 }
    }
}

impl Viewport {
    /// The canvas place under a screen point.
    pub fn to_canvas(&self, screen: Pt) -> Pt {
        Pt::new(self.origin.x + screen.x / self.zoom, self.origin.y + screen.y / self.zoom)
    }

    /// Where a canvas place is on the screen.
    pub fn to_screen(&self, canvas: Pt) -> Pt {
        Pt::new((canvas.x - self.origin.x) * self.zoom, (canvas.y - self.origin.y) * self.zoom)
    }

    /// What a stage of this size shows.
    pub fn shown(&self, stage: Size) -> Rect {
        Rect::new(self.origin.x, self.origin.y, stage.w / self.zoom, stage.h / self.zoom)
    }

    /// Zoomed by a factor; the canvas place under `about` stays where it is.
    #[must_use]
    pub fn zoomed(&self, about: Pt, factor: f64) -> Self {
        let zoom = (self.zoom * factor).max(*ZOOM.start()).min(*ZOOM.end());
        let fixed = self.to_canvas(about);
        Self { origin: Pt::new(fixed.x - about.x / zoom, fixed.y - about.y / zoom), zoom }
    }

    /// Moved by screen pixels, as a hand pushes paper.
    #[must_use]
    pub fn panned(&self, dx: f64, dy: f64) -> Self {
        Self { origin: Pt::new(self.origin.x - dx / self.zoom, self.origin.y - dy / self.zoom), zoom: self.zoom }
    }

    /// The view in which a rectangle fills the stage within margins (left, top, right, bottom), never above 100 %.
    pub fn fitting(content: Rect, stage: Size, margin: [f64; 4]) -> Self {
        let [left, top, right, bottom] = margin;
        let room = Size { w: (stage.w - left - right).max(1.0), h: (stage.h - top - bottom).max(1.0) };
        let zoom = (room.w / content.w.max(1.0)).min(room.h / content.h.max(1.0)).max(*ZOOM.start()).min(1.0);
        let (free_x, free_y) = (room.w - content.w * zoom, room.h - content.h * zoom);
        Self {
            origin: Pt::new(content.x - (left + free_x / 2.0) / zoom, content.y - (top + free_y / 2.0) / zoom),
            zoom,
        }
    }
}

/// The nearest place whose coordinates are multiples of a step.
pub fn snapped(at: Pt, step: i32) -> Point {
    let round = |value: f64| {
        let steps = libm::round(value / f64::from(step.max(1)));
        (steps.clamp(-50_000.0, 50_000.0) as i32) * step.max(1)
    };
    Point { x: round(at.x), y: round(at.y) }
}

/// A direction of the arrow keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Leftwards.
    Left,
    /// Rightwards.
    Right,
    /// Upwards.
    Up,
    /// Downwards.
    Down,
}

impl Direction {
    /// One step in this direction.
    pub const fn step(self) -> (i32, i32) {
        match self {
            Self::Left => (-1, 0),
            Self::Right => (1, 0),
            Self::Up => (0, -1),
            Self::Down => (0, 1),
        }
    }
}

/// Which of some places is the next one in a direction: near, and not far off the straight line.
pub fn nearest<T: Copy>(from: Pt, direction: Direction, places: impl IntoIterator<Item = (T, Pt)>) -> Option<T> {
    let (dx, dy) = direction.step();
    let (dx, dy) = (f64::from(dx), f64::from(dy));
    places
        .into_iter()
        .filter_map(|(item, at)| {
            let (x, y) = (at.x - from.x, at.y - from.y);
            let ahead = x * dx + y * dy;
            let aside = (x * dy).abs() + (y * dx).abs();
            (ahead > 1.0).then_some((item, ahead + 2.0 * aside))
        })
        .min_by(|(_, a), (_, b)| a.total_cmp(b))
        .map(|(item, _)| item)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zooming_keeps_the_place_under_the_pointer() {
        let view = Viewport { origin: Pt::new(-40.0, 12.0), zoom: 0.8 };
        let about = Pt::new(333.0, 120.0);
        let after = view.zoomed(about, 1.7);
        assert!(view.to_canvas(about).distance(after.to_canvas(about)) < 1e-9);
    }

    #[test]
    fn zoom_stops_at_its_ends() {
        let view = Viewport::default();
        assert_eq!(view.zoomed(Pt::default(), 100.0).zoom, *ZOOM.end());
        assert_eq!(view.zoomed(Pt::default(), 0.001).zoom, *ZOOM.start());
    }

    #[test]
    fn a_fitted_drawing_lies_inside_the_margins() {
        let content = Rect::new(-300.0, 80.0, 2400.0, 500.0);
        let stage = Size { w: 900.0, h: 450.0 };
        let view = Viewport::fitting(content, stage, [10.0, 50.0, 10.0, 10.0]);
        let corner = view.to_screen(Pt::new(content.x, content.y));
        let end = view.to_screen(Pt::new(content.right(), content.bottom()));
        assert!(corner.x >= 9.999 && corner.y >= 49.999 && end.x <= 890.001 && end.y <= 440.001);
    }

    #[test]
    fn a_small_drawing_is_not_blown_up() {
        let view = Viewport::fitting(Rect::new(0.0, 0.0, 100.0, 70.0), Size { w: 900.0, h: 450.0 }, [0.0; 4]);
        assert_eq!(view.zoom, 1.0);
    }

    #[test]
    fn snapping_survives_places_far_away() {
        assert_eq!(snapped(Pt::new(13.0, -11.0), FINE), Point { x: 12, y: -12 });
        let far = snapped(Pt::new(f64::NAN, 1e300), GRID);
        assert_eq!(far, Point { x: 0, y: 1_000_000 });
    }

    #[test]
    fn an_arrow_finds_the_neighbour_it_points_at() {
        let places = [(1, Pt::new(200.0, 0.0)), (2, Pt::new(90.0, 200.0)), (3, Pt::new(-50.0, 0.0))];
        assert_eq!(nearest(Pt::default(), Direction::Right, places), Some(1));
        assert_eq!(nearest(Pt::default(), Direction::Down, places), Some(2));
        assert_eq!(nearest(Pt::default(), Direction::Up, places), None);
    }
}
