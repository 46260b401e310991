//! Curves over a load, users or requests a second: solved close together where they bend, far apart where they are
//! straight on a logarithmic axis, one solution at a time so that a page can stop between two of them.
//!
//! [`Sampling`] decides where to solve; what is solved is a [`Load`]: a drawing ([`drawing`]) or a network of queues
//! ([`network`]).

pub mod drawing;
pub mod network;
#[cfg(test)]
mod tests;

use super::root::Bracket;

/// With so many points curves are not refined any more. The rough curve and every limit have points however many
/// limits there are.
pub const MOST_POINTS: usize = 128;

/// Steps of the rough curve: so many per decade of the load, and at least so many in all.
const PER_DECADE: f64 = 3.0;
const FEWEST: f64 = 6.0;

/// Neighbours closer than this, in logarithms, have no room between them for more that could be seen.
pub const NARROWEST: f64 = 4e-3;

/// What may be missed between two points: of times and rates this share, …
const RELATIVE: f64 = 0.04;

/// … and of utilisation and errors this much.
const ABSOLUTE: f64 = 0.02;

/// The number of users that the knee is measured against (docs/model.md).
const FEW_USERS: f64 = 10.0;

/// Precision of the knee, relative.
pub const KNEE_PRECISION: f64 = 1e-6;

/// What is solved at one load after the other.
pub trait Load {
    /// A point of the curves.
    type Point: Clone;

    /// Solves at a load.
    fn point(&self, load: f64) -> Self::Point;

    /// The height of each curve at a point, as many at every point, in units of what may be missed between two points;
    /// NaN where there is none.
    fn heights(&self, point: &Self::Point) -> Vec<f64>;

    /// The 99th percentile of the response time at a point, in any unit; none without responses.
    fn p99(&self, point: &Self::Point) -> Option<f64>;

    /// The same at any load, continuous in it.
    fn p99_at(&self, load: f64) -> Option<f64>;

    /// The nearest load that can be solved.
    fn nearest(&self, load: f64) -> f64;

    /// The load whose p99 is half that at the knee.
    fn base(&self) -> f64;

    /// Where resources have their limits.
    fn limits(&self) -> Vec<f64>;
}

/// How far a sweep is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The rough curve is not there yet.
    Starting,
    /// There is a rough curve from end to end. It gets finer, then the knee is looked for.
    Refining,
    /// Nothing is left to do.
    Done,
}

/// A sweep under way. What comes out depends on what is solved alone, not on when the steps are made.
pub struct Sampling<P> {
    /// Loads of the rough curve that are left, the next one last.
    rough: Vec<f64>,
    /// Whether it is refined behind that.
    adapts: bool,
    /// By rising load.
    samples: Vec<Sample<P>>,
    knee: Knee,
}

/// A load that is solved.
struct Sample<P> {
    load: f64,
    /// Its logarithm.
    at: f64,
    heights: Vec<f64>,
    point: P,
}

/// The search for the knee, in logarithms of the load and of p99 ÷ twice its base.
enum Knee {
    NotLooked,
    Looking { twice: f64, between: Bracket },
    Found(Option<f64>),
}

impl<P: Clone> Sampling<P> {
    /// A sweep from one load to a larger one, both above 0, with points where the curves need them.
    pub fn adaptive(of: &impl Load<Point = P>, from: f64, to: f64) -> Self {
        let inside = of.limits().into_iter().map(|load| of.nearest(load)).filter(|load| (from..to).contains(load));
        let mut marks: Vec<f64> = inside.chain([from, to]).collect();
        crate::lists::sort(&mut marks, |one, other| one < other);
        let steps = (libm::log10(to / from) * PER_DECADE).max(FEWEST) / libm::log(to / from);
        let pieces =
            marks.windows(2).flat_map(|pair| spread(of, pair[0], pair[1], steps * libm::log(pair[1] / pair[0])));
        Self::with(pieces.chain([to]).collect(), true)
    }

    /// A sweep over so many loads, evenly spread on a logarithmic axis, ends included, none twice.
    pub fn even(of: &impl Load<Point = P>, from: f64, to: f64, points: u32) -> Self {
        let steps = f64::from(points.max(2) - 1);
        Self::with(spread(of, from, to, steps).chain([to]).collect(), false)
    }

    fn with(mut rough: Vec<f64>, adapts: bool) -> Self {
        // Limits that differ by rounding alone are one.
        rough.dedup_by(|one, other| libm::fabs(*one - *other) <= 1e-9 * *one);
        rough.reverse();
        Self { rough, adapts, samples: Vec::new(), knee: Knee::NotLooked }
    }

    /// Solves at most twice; a sweep is done when this says so.
    pub fn step(&mut self, of: &impl Load<Point = P>) -> Progress {
        match self.knee {
            Knee::NotLooked => match self.rough.pop().or_else(|| self.widest_gap(of)) {
                Some(load) => self.solve(of, load),
                None => self.look_for_knee(of),
            },
            Knee::Looking { twice, between } => self.narrow(of, twice, between),
            Knee::Found(_) => {}
        }
        match self.knee {
            Knee::Found(_) => Progress::Done,
            _ if self.rough.is_empty() => Progress::Refining,
            _ => Progress::Starting,
        }
    }

    /// The points so far, by rising load.
    pub fn points(&self) -> Vec<P> {
        self.samples.iter().map(|sample| sample.point.clone()).collect()
    }

    /// The load at which p99 is twice that at [`Load::base`], to a relative [`KNEE_PRECISION`]; none where it never is,
    /// or is not yet found.
    pub fn knee(&self) -> Option<f64> {
        match self.knee {
            Knee::Found(knee) => knee,
            _ => None,
        }
    }

    fn solve(&mut self, of: &impl Load<Point = P>, load: f64) {
        let place = self.samples.iter().position(|sample| sample.load >= load).unwrap_or(self.samples.len());
        if self.samples.get(place).is_some_and(|known| known.load == load) {
            return;
        }
        let point = of.point(load);
        self.samples.insert(place, Sample { load, at: libm::log(load), heights: of.heights(&point), point });
    }

    /// The load in the middle of the interval in which the curves deviate most from straight lines; none where none is
    /// worth another point.
    fn widest_gap(&self, of: &impl Load<Point = P>) -> Option<f64> {
        if !self.adapts || self.samples.len() >= MOST_POINTS {
            return None;
        }
        let mut worst: Option<(f64, f64)> = None;
        for (index, pair) in self.samples.windows(2).enumerate() {
            let [low, high] = pair else { continue };
            let middle = of.nearest(libm::exp((low.at + high.at) / 2.0));
            if high.at - low.at < NARROWEST || middle <= low.load || middle >= high.load {
                continue;
            }
            let bend = self.bend(index);
            if bend > worst.map_or(1.0, |(most, _)| most) {
                worst = Some((bend, middle));
            }
        }
        worst.map(|(_, middle)| middle)
    }

    /// How far the ends of an interval lie from straight lines across it to the points on either side. Points much
    /// closer than the interval is wide say nothing about it, so that those are looked over.
    fn bend(&self, index: usize) -> f64 {
        let (Some(low), Some(high)) = (self.samples.get(index), self.samples.get(index + 1)) else { return 0.0 };
        // A curve that begins or ends in between does so at some load that is worth finding.
        let edge = |(low, high): (&f64, &f64)| low.is_nan() != high.is_nan();
        if low.heights.iter().zip(&high.heights).any(edge) {
            return f64::INFINITY;
        }
        let far = (high.at - low.at) / 4.0;
        let before = self.samples[..index].iter().rev().find(|sample| low.at - sample.at >= far);
        let after = self.samples.get(index + 2..).unwrap_or_default().iter().find(|sample| sample.at - high.at >= far);
        let left = before.map_or(0.0, |before| deviation(before, low, high));
        let right = after.map_or(0.0, |after| deviation(low, high, after));
        left.max(right)
    }

    fn look_for_knee(&mut self, of: &impl Load<Point = P>) {
        self.knee = Knee::Found(None);
        let Some(base) = of.p99_at(of.base()) else { return };
        let twice = 2.0 * base;
        let mut below = (libm::log(of.base()), height(Some(base), twice));
        for sample in self.samples.iter().filter(|sample| sample.load > of.base()) {
            let found = height(of.p99(&sample.point), twice);
            if found >= 0.0 {
                self.knee = Knee::Looking { twice, between: Bracket::new(below, (sample.at, found)) };
                return;
            }
            below = (sample.at, found);
        }
    }

    fn narrow(&mut self, of: &impl Load<Point = P>, twice: f64, mut between: Bracket) {
        if !between.is_narrow(KNEE_PRECISION) {
            let at = between.next();
            between.narrow(at, height(of.p99_at(libm::exp(at)), twice));
            self.knee = Knee::Looking { twice, between };
            return;
        }
        let knee = libm::exp(between.low());
        self.knee = Knee::Found(Some(knee));
        if self.adapts && self.samples.first().is_some_and(|first| first.load < knee) {
            self.solve(of, of.nearest(knee));
        }
    }
}

/// The loads from one to before another in so many steps, rounded up, evenly spread on a logarithmic axis.
fn spread(of: &impl Load, from: f64, to: f64, steps: f64) -> impl Iterator<Item = f64> {
    let steps = libm::ceil(steps).max(1.0) as u32;
    let span = libm::log(to / from);
    (0..steps).map(move |step| of.nearest(from * libm::exp(span * f64::from(step) / f64::from(steps))))
}

/// p99 against twice that at the base, as a logarithm; nobody's being answered is worse than any wait.
fn height(p99: Option<f64>, twice: f64) -> f64 {
    p99.map_or(30.0, |p99| libm::log(p99 / twice))
}

/// How far the middle one of three points lies from the line between the others, on the curve where that is most of
/// those that have all three.
fn deviation<P>(before: &Sample<P>, middle: &Sample<P>, after: &Sample<P>) -> f64 {
    let share = (middle.at - before.at) / (after.at - before.at);
    let curves = before.heights.iter().zip(&middle.heights).zip(&after.heights);
    let off = curves.map(|((before, middle), after)| libm::fabs(middle - before - share * (after - before)));
    off.filter(|off| !off.is_nan()).fold(0.0, f64::max)
}
