//! The charts of what only some parts have: messages, keys, credits, stale reads.

use super::charts::{OF_PARTS, PARTS};
use super::frame::{Frame, Line};
use super::panel::{Key, Panel};
use crate::app::i18n::number;
use crate::app::i18n::timeline::{self, words as texts};
use crate::editor::time::capacity;
use crate::editor::time::series::most;
use crate::engine::timeline::play::NodeSample;
use crate::model::scenario::NodeId;

/// What a part keeps; none where it keeps no such thing.
type Read = fn(&NodeSample) -> Option<f64>;

impl Frame<'_> {
    /// A line for each part that keeps something, the first few; none where no part does.
    #[inline(never)]
    fn kept(
        &self,
        id: &'static str,
        title: &str,
        read: Read,
        least_high: f64,
        say: fn(&Self, f64) -> String,
    ) -> Option<Panel> {
        let nodes = self.samples.last()?.nodes.iter().filter(|node| read(node).is_some()).take(PARTS);
        let of = |node: &NodeSample| {
            let part = node.node;
            (part, self.points((id, part.0), self.samples, self.metrics, |sample| read(capacity::of(sample, part)?)))
        };
        let lines: Vec<(NodeId, Line)> = nodes.map(of).collect();
        if lines.is_empty() {
            return None;
        }
        let scale = self.scale(most(lines.iter().map(|(_, line)| &line.points[..])).max(least_high));
        let keys = lines.iter().zip(OF_PARTS).map(|((id, line), class)| Key {
            class,
            name: self.name(*id),
            value: self.value(line, |value| say(self, value)),
        });
        let drawn =
            lines.iter().zip(OF_PARTS).map(|((_, line), class)| self.drawn(&scale, class, &line.points)).collect();
        let ends = ["0".to_owned(), say(self, scale.high)];
        Some(self.panel(id, title, keys.collect(), scale, ends, drawn))
    }

    /// The oldest message of each queue, with what it keeps besides.
    pub(super) fn oldest(&self) -> Option<Panel> {
        let t = texts(self.props.editor.language);
        let seconds = |shown: &Self, value: f64| number::seconds(shown.props.editor.language, libm::round(value));
        let mut panel = self.kept("oldest", t.oldest, |node| Some(node.queue?.oldest_s), 1.0, seconds)?;
        let queues = || self.now.into_iter().flat_map(|sample| &sample.nodes).filter_map(|node| node.queue);
        let in_flight: f64 = queues().map(|queue| queue.in_flight).sum();
        let dead: f64 = queues().map(|queue| queue.dead_lettered).sum();
        for (name, sum) in [(t.in_flight, in_flight), (t.dead_lettered, dead)] {
            if sum > 0.0 {
                panel.keys.push(Key { class: "tk-more", name: name.to_owned(), value: number::whole(sum) });
            }
        }
        Some(panel)
    }

    /// The hit ratios of caches, where one of them does not always have its usual hits.
    pub(super) fn hits(&self) -> Option<Panel> {
        if !self.gathered.borrow_mut().parts(self.samples).hits_change() {
            return None;
        }
        let t = texts(self.props.editor.language);
        self.kept("hits", t.cache_hits, |node| node.hit_ratio, 1.0, |_, value| number::utilisation(value))
    }

    /// CPU credits: what is left of an instance's, in vCPU-minutes, and what surplus costs so far.
    pub(super) fn credits(&self) -> Option<Panel> {
        let language = self.props.editor.language;
        let t = texts(language);
        let left = |node: &NodeSample| Some(node.credits?.left_s / 60.0);
        let mut panel = self.kept("credits", t.credits, left, 0.0, |_, value| number::whole(value))?;
        let nodes = self.now.into_iter().flat_map(|sample| &sample.nodes).filter_map(|node| node.credits);
        for credits in nodes.filter(|credits| credits.surplus_s > 0.0) {
            let value = timeline::vcpu_hours(language, credits.surplus_s / 3_600.0, credits.surplus_usd);
            panel.keys.push(Key { class: "ta-missing", name: t.surplus.to_owned(), value });
        }
        Some(panel)
    }

    /// The share of reads that missed a change, where there are replicas.
    pub(super) fn stale(&self) -> Option<Panel> {
        let share = |node: &NodeSample| {
            let read = node.stale_reads?;
            Some(if read.reads > 0.0 { read.stale / read.reads } else { 0.0 })
        };
        let title = texts(self.props.editor.language).stale_reads;
        self.kept("stale", title, share, 0.01, |_, value| number::percent(value))
    }
}
