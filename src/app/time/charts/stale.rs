//! The chart of stale reads.

use super::super::panel::{Key, Panel, line};
use super::{OF_PARTS, PARTS, Shown};
use crate::app::i18n::number;
use crate::app::i18n::timeline::words as texts;
use crate::editor::time::capacity;
use crate::editor::time::series::{self, Point, most};
use crate::engine::timeline::play::Sample;
use crate::model::scenario::NodeId;

impl Shown<'_> {
    /// The share of reads that missed a change, where there are replicas.
    #[inline(never)]
    pub(super) fn stale(&self) -> Option<Panel> {
        let nodes = &self.samples.last()?.nodes;
        let share = |sample: &Sample, id: NodeId| {
            let read = capacity::of(sample, id)?.stale_reads?;
            (read.reads > 0.0).then(|| read.stale / read.reads)
        };
        let with = nodes.iter().filter(|node| node.stale_reads.is_some()).take(PARTS);
        let of = |id: NodeId| series::line(self.samples, self.metrics, |sample| share(sample, id));
        let lines: Vec<(NodeId, Vec<Point>)> = with.map(|node| (node.node, of(node.node))).collect();
        if lines.is_empty() {
            return None;
        }
        let scale = self.scale(most(lines.iter().map(|(_, points)| &points[..])).max(0.01));
        let both = || lines.iter().zip(OF_PARTS);
        let keys = both().map(|((id, points), class)| Key {
            class,
            name: self.name(*id),
            value: self.value(points, number::percent),
        });
        let drawn = both().map(|((_, points), class)| line(&scale, class, points)).collect();
        let ends = [number::percent(0.0), number::percent(scale.high)];
        let title = texts(self.props.editor.language).stale_reads;
        Some(self.panel("stale", title, keys.collect(), scale, ends, drawn))
    }
}
