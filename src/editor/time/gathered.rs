//! What has been read of a run so far, so that each measurement is read once, however often the charts are drawn.

use super::Metrics;
use super::capacity::{self, Capacity};
use super::columns::{Columns, Shown};
use super::series::Point;
use crate::engine::cost::over_time::Played;
use crate::engine::timeline::play::{NodeSample, Sample};
use crate::lists::Map;
use crate::model::scenario::NodeId;

/// Names a line: its chart, and its place or its part there.
pub type Key = (&'static str, u32);

/// Lines over the same part of a run.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    shown: Option<(Shown, Metrics)>,
    lines: Map<Key, Columns>,
}

/// What has been read of one run.
#[derive(Clone, Debug, Default)]
pub struct Gathered {
    /// The lines of the charts.
    pub charts: Lines,
    /// The small curves beside the large numbers.
    pub sparks: Lines,
    parts: Parts,
    unfit: Map<NodeId, Unfit>,
    played: Played,
}

impl Lines {
    /// Begins the lines anew where something else is shown than before.
    pub fn show(&mut self, shown: Shown, metrics: Metrics) {
        if self.shown != Some((shown, metrics)) {
            self.shown = Some((shown, metrics));
            self.lines = Map::new();
        }
    }

    /// A line, up to the newest measurement. A key always means the same thing to read.
    pub fn line(
        &mut self,
        key: Key,
        samples: &[Sample],
        metrics: Metrics,
        read: impl Fn(&Sample) -> Option<f64>,
    ) -> Vec<Point> {
        let Some((shown, _)) = self.shown else { return Vec::new() };
        let columns = self.lines.or_insert_with(key, || Columns::new(shown, metrics));
        columns.take(samples, read);
        columns.points().to_vec()
    }
}

impl Gathered {
    /// What the parts have been like at most and at least.
    pub fn parts(&mut self, samples: &[Sample]) -> &Parts {
        self.parts.take(samples);
        &self.parts
    }

    /// Instance-seconds of a fleet above and below what its load needed.
    pub fn unfit(&mut self, samples: &[Sample], fleet: NodeId, target: f64) -> Unfit {
        let unfit = self.unfit.or_default(fleet);
        unfit.take(samples, fleet, target);
        *unfit
    }

    /// What of the run the bill depends on, up to a time.
    pub fn played(&mut self, samples: &[Sample], to_s: f64) -> &Played {
        let passed = samples.partition_point(|sample| sample.at_s <= to_s);
        self.played.take_to(samples.get(..passed).unwrap_or_default());
        &self.played
    }
}

/// Instance-seconds in service and not needed, and needed and not in service.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Unfit {
    taken: usize,
    /// In service and not needed.
    pub wasted_s: f64,
    /// Needed and not in service.
    pub missing_s: f64,
}

impl Unfit {
    fn take(&mut self, samples: &[Sample], fleet: NodeId, target: f64) {
        let start = |index: usize| index.checked_sub(1).and_then(|at| samples.get(at)).map_or(0.0, |one| one.at_s);
        for (index, sample) in samples.iter().enumerate().skip(self.taken) {
            let there = capacity::of(sample, fleet);
            let capacity = there.map_or(Capacity::default(), |there| capacity::capacity(sample, there, target));
            let seconds = sample.at_s - start(index);
            self.wasted_s += seconds * capacity.wasted();
            self.missing_s += seconds * capacity.missing();
        }
        self.taken = samples.len();
    }
}

/// What each part of a run has been like, in the order of its measurements.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parts {
    taken: usize,
    parts: Vec<Part>,
}

/// What one part has been like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Which.
    pub node: NodeId,
    /// The fewest instances …
    pub fewest: u32,
    /// … and the most.
    pub most: u32,
    /// The highest utilisation, 0…1.
    pub fullest: f64,
    /// The most requests that waited.
    pub waiting: f64,
    /// The hit ratio of a cache at first, and whether it was ever another.
    hits: (Option<f64>, bool),
}

impl Parts {
    /// Every part.
    pub fn all(&self) -> &[Part] {
        &self.parts
    }

    fn take(&mut self, samples: &[Sample]) {
        for sample in samples.get(self.taken..).unwrap_or_default() {
            // All measurements have the same parts in the same order.
            if self.parts.is_empty() {
                self.parts = sample.nodes.iter().map(Part::first).collect();
            }
            for (part, node) in self.parts.iter_mut().zip(&sample.nodes) {
                part.take(node);
            }
        }
        self.taken = samples.len();
    }

    /// Whether the hit ratio of any cache was ever another than at first.
    pub fn hits_change(&self) -> bool {
        self.parts.iter().any(|part| part.hits.1)
    }

    /// The fleet whose chart is shown: the selected one, else the one whose number changes most, else the largest.
    pub fn fleet_shown(&self, selected: Option<NodeId>) -> Option<NodeId> {
        let selected = selected.filter(|wanted| self.parts.iter().any(|part| part.node == *wanted));
        // Of equals the first: max_by_key takes the last.
        let largest = || self.parts.iter().rev().max_by_key(|part| (part.most - part.fewest, part.most));
        selected.or_else(|| largest().map(|part| part.node))
    }
}

impl Part {
    fn first(node: &NodeSample) -> Self {
        let instances = instances(node);
        let hits = (node.hit_ratio, false);
        Self { node: node.node, fewest: instances, most: instances, fullest: 0.0, waiting: 0.0, hits }
    }

    fn take(&mut self, node: &NodeSample) {
        let instances = instances(node);
        self.fewest = self.fewest.min(instances);
        self.most = self.most.max(instances);
        self.fullest = self.fullest.max(node.utilisation);
        self.waiting = self.waiting.max(node.waiting);
        self.hits.1 |= node.hit_ratio != self.hits.0;
    }
}

const fn instances(node: &NodeSample) -> u32 {
    node.in_service + node.starting + node.dead
}

#[cfg(test)]
mod tests {
    use super::super::series::tests::{fleet, second};
    use super::*;

    #[test]
    fn wasted_and_missing_are_summed_over_the_run() {
        let samples = [second(1.0, 100.0, 100.0, Some(fleet(10, 0.3))), second(2.0, 200.0, 100.0, Some(fleet(3, 1.0)))];
        let mut gathered = Gathered::default();
        // One more second of the same is counted once.
        gathered.unfit(&samples[..1], NodeId(3), 0.6);
        let unfit = gathered.unfit(&samples, NodeId(3), 0.6);
        assert!((unfit.wasted_s - 5.0).abs() < 1e-9 && (unfit.missing_s - 7.0).abs() < 1e-9, "{unfit:?}");
    }

    #[test]
    fn the_fleet_that_scales_is_shown_unless_another_is_selected() {
        let other = |in_service: u32| NodeSample { node: NodeId(7), ..fleet(in_service, 0.5) };
        let both = |at: f64, one: u32, two: u32| Sample {
            nodes: vec![other(one), fleet(two, 0.5)],
            ..second(at, 1.0, 1.0, None)
        };
        let samples = [both(1.0, 8, 2), both(2.0, 8, 3)];
        let mut gathered = Gathered::default();
        let parts = gathered.parts(&samples);
        assert_eq!(parts.fleet_shown(None), Some(NodeId(3)));
        assert_eq!(parts.fleet_shown(Some(NodeId(7))), Some(NodeId(7)));
        assert_eq!(parts.fleet_shown(Some(NodeId(9))), Some(NodeId(3)));
        assert_eq!(Parts::default().fleet_shown(None), None);
    }

    #[test]
    fn a_cache_that_is_emptied_changes_its_hits() {
        let cache =
            |at: f64, ratio: f64| second(at, 1.0, 1.0, Some(NodeSample { hit_ratio: Some(ratio), ..fleet(1, 0.2) }));
        let samples = [cache(1.0, 0.9), cache(2.0, 0.9), cache(3.0, 0.0)];
        let mut gathered = Gathered::default();
        assert!(!gathered.parts(&samples[..2]).hits_change());
        assert!(gathered.parts(&samples).hits_change());
    }

    #[test]
    fn other_bounds_begin_the_lines_anew() {
        let samples: Vec<Sample> = (1..=60).map(|at| second(f64::from(at), f64::from(at), 1.0, None)).collect();
        let mut lines = Lines::default();
        let all = Shown { from_s: 0.0, to_s: 60.0, columns: 600 };
        let mut line = |shown: Shown| {
            lines.show(shown, Metrics::Second);
            lines.line(("traffic", 0), &samples, Metrics::Second, |sample| Some(sample.offered_per_s)).len()
        };
        assert_eq!((line(all), line(Shown { from_s: 30.0, ..all }), line(all)), (60, 30, 60));
    }
}
