//! What a card says while the run in time is shown: how the part was in one second of it.

use super::face::Face;
use crate::app::i18n::number;
use crate::app::i18n::timeline::words;
use crate::editor::preference::Language;
use crate::editor::status::Status;
use crate::engine::report::Report;
use crate::engine::timeline::play::{NodeSample, Sample};

/// A second of the run, and what flows in it as a share of the steady state: each answered request takes the same wires.
#[derive(Clone, Copy)]
pub(super) struct Moment<'a> {
    second: &'a Sample,
    /// The share.
    pub(super) flow: f64,
}

impl<'a> Moment<'a> {
    /// A second beside the steady state of the same drawing.
    #[inline(never)]
    pub(super) fn new(second: &'a Sample, report: Option<&Report>) -> Self {
        let steady = report.map_or(0.0, |report| report.throughput.0);
        Self { second, flow: if steady > 0.0 { second.done_per_s / steady } else { 1.0 } }
    }
}

/// The card in a second of the run.
#[inline(never)]
pub(super) fn of(face: Face, moment: Moment<'_>, language: Language) -> Face {
    let second = moment.second;
    let rate = face.rate * moment.flow;
    let Some(node) = second.nodes.iter().find(|node| node.node == face.id) else {
        // What cannot fill up tells its rate.
        let tells_rate = face.foot == number::rate(language, face.rate);
        let foot = if tells_rate { number::rate(language, rate) } else { face.foot.clone() };
        return Face { rate, foot, ..face };
    };
    let status = status(node);
    let failing = if status == Status::Failing { second.failed_per_s.iter().sum() } else { 0.0 };
    let foot = foot(node, language).unwrap_or_else(|| face.foot.clone());
    Face {
        status,
        foot,
        value: number::utilisation(node.utilisation),
        ring: Some((node.utilisation.clamp(0.0, 1.0) * 100.0) as u8),
        cpu: face.cpu.map(|_| node.utilisation),
        rate,
        waiting: node.waiting,
        failing,
        ..face
    }
}

/// Failing before full before starting before leaving.
fn status(node: &NodeSample) -> Status {
    match node {
        node if node.dead > 0 => Status::Failing,
        node if Status::of(node.utilisation) == Status::Saturated => Status::Saturated,
        node if node.starting > 0 => Status::Booting,
        node if node.draining > 0 => Status::Draining,
        node => Status::of(node.utilisation),
    }
}

/// Instances that do not work, by what they do instead.
fn foot(node: &NodeSample, language: Language) -> Option<String> {
    let t = words(language);
    let counts = [(node.dead, t.dead), (node.starting, t.starting), (node.draining, t.draining)];
    let said: Vec<String> = counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| match language {
            Language::En => [&count.to_string(), " ", name].concat(),
            Language::Ko => [name, " ", &count.to_string()].concat(),
        })
        .collect();
    (!said.is_empty()).then(|| said.join(", "))
}
