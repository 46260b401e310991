//! Response times of a class, and percentiles of mixtures of them.

use std::f64::consts::SQRT_2;

use super::invert;
use super::series::Series;
use super::state::Way;
use super::wait::Wait;
use crate::engine::queueing::complex::{Complex, Line};
use crate::engine::queueing::network::Step;

/// The most ways through branches that are told apart; beyond, branches stay in the transform.
const MOST_PATHS: usize = 64;

/// A distribution is read from so many standard deviations below its mean on, where that is above nothing: narrow
/// peaks far from nothing would need ever more terms.
const REACH: f64 = 14.0;

/// Nearer to that end than this, in standard deviations, nothing has ended yet.
const NOTHING_YET: f64 = 8.0;

/// Means of more standard deviations than this are read off the normal distribution.
const NARROW: f64 = 400.0;

/// Precision of a percentile, relative.
const PRECISION: f64 = 1e-10;

/// Mean and percentiles, seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Latency {
    /// Mean.
    pub mean_s: f64,
    /// Half are faster.
    pub p50_s: f64,
    /// 95 of 100 are faster.
    pub p95_s: f64,
    /// 99 of 100 are faster.
    pub p99_s: f64,
}

/// One way through a route: what is always the same, the waits, and the rest.
#[derive(Clone)]
struct Path<'a> {
    weight: f64,
    fixed_s: f64,
    waits: Vec<&'a Wait>,
    steps: Vec<&'a Step>,
}

/// The time of one way through, given that it is gone through to the end.
#[derive(Clone)]
pub(super) struct Law<'a> {
    way: Way<'a>,
    path: Path<'a>,
    /// Probability of this way and of getting through.
    pub(super) ends: f64,
    /// Mean of all, and of what is not fixed, seconds.
    pub(super) mean_s: f64,
    rest_s: f64,
    sd_s: f64,
    at_once: f64,
    from_s: f64,
}

/// The laws of all ways through a class's route.
pub(super) fn laws<'a>(way: Way<'a>, route: &'a [Step]) -> Vec<Law<'a>> {
    let paths = expand(way, route);
    paths.into_iter().map(|path| Law::new(way, path)).filter(|law| law.ends > 0.0).collect()
}

/// The law of a wait alone.
pub(super) fn of_wait<'a>(way: Way<'a>, wait: &'a Wait) -> Law<'a> {
    Law::new(way, Path { weight: 1.0, fixed_s: 0.0, waits: vec![wait], steps: Vec::new() })
}

fn expand<'a>(way: Way<'a>, route: &'a [Step]) -> Vec<Path<'a>> {
    let mut paths = vec![Path { weight: 1.0, fixed_s: 0.0, waits: Vec::new(), steps: Vec::new() }];
    for step in route {
        if let Step::Branch(ways) = step {
            let ends: Vec<Path<'a>> = ways
                .iter()
                .filter(|one| one.probability > 0.0)
                .flat_map(|one| {
                    let share = one.probability;
                    expand(way, &one.route).into_iter().map(move |path| Path { weight: path.weight * share, ..path })
                })
                .collect();
            if paths.len() * ends.len() <= MOST_PATHS {
                paths = paths.iter().flat_map(|path| ends.iter().map(move |end| path.then(end))).collect();
                continue;
            }
        }
        for path in &mut paths {
            path.push(way, step);
        }
    }
    paths
}

impl<'a> Path<'a> {
    fn then(&self, end: &Self) -> Self {
        let mut made = self.clone();
        made.weight *= end.weight;
        made.fixed_s += end.fixed_s;
        made.waits.extend(&end.waits);
        made.steps.extend(&end.steps);
        made
    }

    fn push(&mut self, way: Way<'a>, step: &'a Step) {
        if let Step::Delay(delay) = step
            && let Some(fixed_s) = delay.fixed_s()
        {
            self.fixed_s += fixed_s;
            return;
        }
        match way.wait_and_fixed(step) {
            Some((wait, fixed_s, passes)) => {
                self.fixed_s += fixed_s;
                self.weight *= passes;
                if *wait != Wait::None {
                    self.waits.push(wait);
                }
            }
            None => self.steps.push(step),
        }
    }

    fn is_single_peaked(&self) -> bool {
        !self.steps.iter().any(|step| matches!(step, Step::Branch(_) | Step::Repeat { .. }))
    }
}

impl<'a> Law<'a> {
    fn new(way: Way<'a>, path: Path<'a>) -> Self {
        let start = Series::ONE.scaled(path.weight);
        let waited = path.waits.iter().fold(start, |sum, wait| sum * wait.series());
        let rest = path.steps.iter().fold(waited, |sum, step| sum * way.step_series(step, None));
        let at_once = path.waits.iter().map(|wait| wait.at_once()).product::<f64>();
        let at_once = if path.steps.is_empty() { at_once } else { 0.0 };
        let (rest_s, sd_s) = (rest.mean(), rest.sd());
        let from_s = if path.is_single_peaked() { (rest_s - REACH * sd_s).max(0.0) } else { 0.0 };
        Self { ends: rest.ends, mean_s: path.fixed_s + rest_s, rest_s, sd_s, at_once, from_s, way, path }
    }

    /// E(e^(−s·rest)), given that it ends, seen from `from_s`.
    fn transform(&self, line: Line) -> Vec<Complex> {
        let mut product = vec![Complex::new(self.path.weight / self.ends, 0.0); line.count];
        if self.from_s > 0.0 {
            line.multiply(&mut product, |s| (s * self.from_s).exp());
        }
        for wait in &self.path.waits {
            line.multiply(&mut product, |s| wait.transform(s));
        }
        for step in &self.path.steps {
            self.way.along(step, line, &mut product);
        }
        product
    }

    /// Where it is nothing but a wait whose tail is known.
    fn known_tail(&self, t: f64) -> Option<f64> {
        match (self.path.waits.as_slice(), self.path.steps.as_slice()) {
            ([wait], []) => wait.tail(t),
            _ => None,
        }
    }

    /// P(T > t), given that it ends.
    pub(super) fn tail(&self, t: f64) -> f64 {
        let rest = t - self.path.fixed_s;
        let from = rest - self.from_s;
        match () {
            () if rest < 0.0 => 1.0,
            () if self.rest_s <= 0.0 => 0.0,
            () if rest <= 0.0 => 1.0 - self.at_once,
            () if self.from_s > 0.0 && from < NOTHING_YET * self.sd_s => 1.0,
            () if self.rest_s > NARROW * self.sd_s => 0.5 * libm::erfc((rest - self.rest_s) / (self.sd_s * SQRT_2)),
            () => self
                .known_tail(rest)
                .unwrap_or_else(|| invert::tail(|line| self.transform(line), from, self.from_s > 0.0)),
        }
    }

    /// E(T; T ≤ t) ÷ P(T ≤ t), given that it ends.
    pub(super) fn mean_within(&self, t: f64) -> f64 {
        let late = self.tail(t);
        let rest = t - self.path.fixed_s;
        if late <= 1e-11 || late >= 1.0 || rest <= 0.0 || self.rest_s > NARROW * self.sd_s {
            return self.mean_s.min(t);
        }
        let from = rest - self.from_s;
        let up_to = self.from_s + invert::mean_up_to(|line| self.transform(line), from, self.from_s > 0.0);
        self.path.fixed_s + ((up_to - rest * late) / (1.0 - late)).clamp(0.0, rest)
    }
}

/// A share of a mixture: a law, later by a shift, and of those only the ones that do not take longer than `cut_s`.
pub(super) struct Share<'a> {
    pub(super) weight: f64,
    pub(super) shift_s: f64,
    pub(super) law: &'a Law<'a>,
    /// The longest, and the share of the law beyond it.
    pub(super) cut: Option<(f64, f64)>,
}

impl Share<'_> {
    fn tail(&self, t: f64) -> f64 {
        let own = t - self.shift_s;
        match self.cut {
            None => self.law.tail(own),
            Some((longest_s, _)) if own >= longest_s => 0.0,
            Some((_, beyond)) => ((self.law.tail(own) - beyond) / (1.0 - beyond)).clamp(0.0, 1.0),
        }
    }

    fn mean_s(&self) -> f64 {
        let own = self.cut.map_or(self.law.mean_s, |(longest_s, _)| self.law.mean_within(longest_s));
        self.shift_s + own
    }
}

/// Mean and percentiles of a mixture; none where its weights are nothing.
pub(super) fn of(shares: &[Share<'_>]) -> Option<Latency> {
    let total: f64 = shares.iter().map(|share| share.weight).sum();
    if total.is_nan() || total <= 0.0 {
        return None;
    }
    let mean_s = shares.iter().map(|share| share.weight * share.mean_s()).sum::<f64>() / total;
    let tail = |t: f64| shares.iter().map(|share| share.weight * share.tail(t)).sum::<f64>() / total;
    let p50_s = quantile(&tail, 0.5, 0.0, mean_s);
    let p95_s = quantile(&tail, 0.05, p50_s, (2.0 * mean_s).max(p50_s));
    let p99_s = quantile(&tail, 0.01, p95_s, (3.0 * mean_s).max(1.5 * p95_s));
    Some(Latency { mean_s, p50_s, p95_s, p99_s })
}

/// The least t with P(T > t) ≤ `beyond`, at least `low`; `guess` is where to look first.
fn quantile(tail: &impl Fn(f64) -> f64, beyond: f64, low: f64, guess: f64) -> f64 {
    let mut low = low;
    let mut below = tail(low) - beyond;
    if below <= 0.0 {
        return low;
    }
    let mut high = guess.max(low * 1.01).max(1e-12);
    let mut above = tail(high) - beyond;
    while above > 0.0 && high < 1e15 {
        (low, below, high) = (high, above, high * 2.0);
        above = tail(high) - beyond;
    }
    // False position in the logarithm of the tail, which is nearly straight; every third step halves.
    let height = |excess: f64| libm::log((excess + beyond).max(1e-30) / beyond);
    for round in 0..120 {
        if high - low <= PRECISION * high {
            break;
        }
        let (one, other) = (height(below), height(above));
        let share = if round % 3 == 2 || one <= other { 0.5 } else { one / (one - other) };
        let middle = low + (high - low) * share.clamp(1e-3, 1.0 - 1e-3);
        let found = tail(middle) - beyond;
        if found > 0.0 {
            (low, below) = (middle, found);
        } else {
            (high, above) = (middle, found);
        }
    }
    high
}
