//! The chart of CPU credits.

use super::super::panel::{Key, Panel, line};
use super::{OF_PARTS, PARTS, Shown};
use crate::app::i18n::number;
use crate::app::i18n::timeline::{self, words as texts};
use crate::editor::time::capacity;
use crate::editor::time::series::{self, Point, most};
use crate::engine::timeline::play::{CreditsSample, Sample};
use crate::model::scenario::NodeId;

impl Shown<'_> {
    /// Credits, where there are any: what is left of an instance's, and what surplus costs so far.
    #[inline(never)]
    pub(super) fn credits(&self) -> Option<Panel> {
        let language = self.props.editor.language;
        let t = texts(language);
        let nodes = &self.samples.last()?.nodes;
        let with = nodes.iter().filter(|node| node.credits.is_some()).take(PARTS);
        let of = |sample: &Sample, id: NodeId| capacity::of(sample, id).and_then(|node| node.credits);
        let lines: Vec<(NodeId, Vec<Point>)> = with
            .map(|node| {
                let (id, read) = (node.node, move |sample: &Sample| Some(of(sample, node.node)?.left_s / 60.0));
                (id, series::line(self.samples, self.metrics, read))
            })
            .collect();
        if lines.is_empty() {
            return None;
        }
        let scale = self.scale(most(lines.iter().map(|(_, points)| &points[..])));
        let mut keys: Vec<Key> = Vec::new();
        for ((id, points), class) in lines.iter().zip(OF_PARTS) {
            keys.push(Key { class, name: self.name(*id), value: self.value(points, number::whole) });
            let surplus = self.now.and_then(|sample| of(sample, *id)).filter(|credits| credits.surplus_s > 0.0);
            if let Some(CreditsSample { surplus_s, surplus_usd, .. }) = surplus {
                let value = timeline::vcpu_hours(language, surplus_s / 3_600.0, surplus_usd);
                keys.push(Key { class: "ta-missing", name: t.surplus.to_owned(), value });
            }
        }
        let drawn = lines.iter().zip(OF_PARTS).map(|((_, points), class)| line(&scale, class, points)).collect();
        let ends = ["0".to_owned(), number::whole(scale.high)];
        Some(self.panel("credits", t.credits, keys, scale, ends, drawn))
    }
}
