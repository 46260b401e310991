//! Sampling of curves that are made up.

use super::{KNEE_PRECISION, Load, MOST_POINTS, Progress, Sampling};

/// A curve over the load, with p99 as e to it.
struct Curve<F: Fn(f64) -> f64> {
    height: F,
    limits: Vec<f64>,
    whole: bool,
}

impl<F: Fn(f64) -> f64> Load for Curve<F> {
    type Point = (f64, f64);

    fn point(&self, load: f64) -> (f64, f64) {
        (load, (self.height)(load))
    }

    fn heights(&self, point: &(f64, f64)) -> Vec<f64> {
        vec![point.1]
    }

    fn p99(&self, point: &(f64, f64)) -> Option<f64> {
        Some(libm::exp(point.1))
    }

    fn p99_at(&self, load: f64) -> Option<f64> {
        Some(libm::exp((self.height)(load)))
    }

    fn nearest(&self, load: f64) -> f64 {
        if self.whole { libm::round(load) } else { load }
    }

    fn base(&self) -> f64 {
        10.0
    }

    fn limits(&self) -> Vec<f64> {
        self.limits.clone()
    }
}

fn swept<F: Fn(f64) -> f64>(of: &Curve<F>) -> (Vec<f64>, Option<f64>) {
    let mut sampling = Sampling::adaptive(of, 10.0, 1e6);
    while sampling.step(of) != Progress::Done {}
    (sampling.points().iter().map(|point| point.0).collect(), sampling.knee())
}

#[test]
fn a_straight_line_keeps_its_rough_points_and_its_knee_is_where_it_has_risen_by_the_logarithm_of_two() {
    let (points, knee) = swept(&Curve { height: |load| 0.1 * libm::log(load), limits: vec![500.0], whole: false });
    assert!(points.len() < 20 && points.contains(&500.0), "{points:?}");
    let exact = 10.0 * libm::exp2(10.0);
    assert!(knee.is_some_and(|knee| libm::fabs(knee / exact - 1.0) < 2.0 * KNEE_PRECISION), "{knee:?}");
}

#[test]
fn points_gather_at_a_bend_wherever_it_is() {
    for bend in [37.0, 1_234.0, 77_777.0] {
        let height = |load: f64| 40.0 * (libm::log(load) - libm::log(bend)).max(0.0);
        let (points, _) = swept(&Curve { height, limits: Vec::new(), whole: false });
        let nearest = points.iter().map(|load| libm::fabs(libm::log(load / bend))).fold(f64::INFINITY, f64::min);
        assert!(nearest < 0.05 && points.len() < 40, "{bend}: {points:?}");
    }
}

#[test]
fn a_curve_that_is_nowhere_straight_is_given_up_at_the_cap() {
    let wild = Curve { height: |load| 1e3 * libm::sin(1e3 * load), limits: vec![20.0, 30.0], whole: false };
    let (points, _) = swept(&wild);
    assert!((MOST_POINTS..=MOST_POINTS + 1).contains(&points.len()), "{}", points.len());
}

#[test]
fn whole_loads_are_solved_once_each() {
    let few = Curve { height: |load| 9.0 * libm::sin(load), limits: vec![12.4, 12.6, 5.0], whole: true };
    let mut sampling = Sampling::adaptive(&few, 10.0, 20.0);
    while sampling.step(&few) != Progress::Done {}
    let points: Vec<f64> = sampling.points().iter().map(|point| point.0).collect();
    assert_eq!(points, (10..=20).map(f64::from).collect::<Vec<_>>());
}
