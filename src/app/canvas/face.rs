//! What a card says, worked out from the drawing and its results, before anything is drawn.

use yew::prelude::*;

use super::moment;
use crate::app::i18n::{self, number, sentence, strings};
use crate::catalogue::spec::Group;
use crate::editor::footprint::{Footprint, TEXT_X};
use crate::editor::geometry::{Rect, Size};
use crate::editor::measure::{fitted, text_width};
use crate::editor::preference::Language;
use crate::editor::state::Editor;
use crate::editor::status::{self, Status};
use crate::editor::time::moment::{Instance, Moment};
use crate::engine::report::{NodeReport, Report};
use crate::model::scenario::{Node, NodeId};

/// How much of a card can be read at a zoom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Detail {
    /// Everything.
    Full,
    /// Name and value.
    Some,
    /// The ring and its status.
    Ring,
}

impl Detail {
    /// What can be read at a zoom.
    pub(super) fn at(zoom: f64) -> Self {
        match zoom {
            z if z < 0.42 => Self::Ring,
            z if z < 0.74 => Self::Some,
            _ => Self::Full,
        }
    }

    /// Its class on the stage.
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Full => "detail-full",
            Self::Some => "detail-some",
            Self::Ring => "detail-ring",
        }
    }
}

/// What a card says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Face {
    /// Whose.
    pub(super) id: NodeId,
    /// Its service.
    pub(super) service: AttrValue,
    /// The hue of its pictogram.
    pub(super) group: Group,
    /// Its name.
    pub(super) name: String,
    /// The line below the name.
    pub(super) subtitle: String,
    /// How it is doing.
    pub(super) status: Status,
    /// The resource or the remark at its foot.
    pub(super) foot: String,
    /// The number at its foot.
    pub(super) value: String,
    /// How full its ring is, percent; none for parts that cannot fill up.
    pub(super) ring: Option<u8>,
    /// CPU of its instances, for a fleet.
    pub(super) cpu: Option<f64>,
    /// Questions a second.
    pub(super) rate: f64,
    /// Requests waiting for it, where worth showing.
    pub(super) waiting: f64,
    /// Requests failing because of it a second.
    pub(super) failing: f64,
    /// What it is called in front of a number, for an instance.
    pub(super) short_role: AttrValue,
    /// Where the drawing stands, for the names of zones.
    pub(super) region: &'static str,
    /// What a second of the run adds; none in the steady state.
    pub(super) in_time: Option<InTime>,
}

/// What a card says of a second of the run only.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct InTime {
    /// What its instances do, a mark for each.
    pub(super) marks: Vec<Instance>,
    /// How many instances get requests.
    pub(super) in_service: u32,
    /// Drops for what waits.
    pub(super) drops: usize,
    /// Zones that have failed.
    pub(super) dead_zones: Vec<char>,
}

/// What the card of a node says.
pub(super) fn face(editor: &Editor, report: Option<&Report>, id: NodeId, node: &Node) -> Face {
    let language = editor.language;
    let spec = node.spec();
    let group = spec.map_or(Group::Compute, |spec| spec.group);
    let result = report.and_then(|report| report.nodes.get(&id));
    let status = report.map_or(Status::Idle, |report| status::of_node(report, id, group));
    let subtitle = node.configured(editor.scenario.region, |spec, configured| (spec.subtitle)(configured));
    let (foot, value) = foot(editor, result, status, group);
    let blames = report.filter(|report| report.bottleneck.is_some_and(|bottleneck| bottleneck.node == id));
    Face {
        id,
        service: node.service.clone().into(),
        group,
        name: i18n::node_name(language, node),
        subtitle: subtitle.map(|words| i18n::words(language, &words).to_owned()).unwrap_or_default(),
        status,
        foot,
        value,
        ring: result.and_then(ring),
        cpu: result.and_then(cpu),
        rate: result.map_or(0.0, |result| result.rate.0),
        waiting: result.map_or(0.0, |result| result.waiting),
        failing: blames.map_or(0.0, |report| report.failures.0),
        short_role: node.roles.first().map_or("", |role| (strings(language).role)(*role)).into(),
        region: editor.scenario.region.id(),
        in_time: None,
    }
}

fn ring(result: &NodeReport) -> Option<u8> {
    status::limiting(result).map(|resource| (resource.utilisation.0.clamp(0.0, 1.0) * 100.0) as u8)
}

fn cpu(result: &NodeReport) -> Option<f64> {
    let cpu = |resource: crate::catalogue::spec::Resource| resource == crate::catalogue::spec::Resource::Cpu;
    result.resources.iter().find(|used| cpu(used.resource)).map(|used| used.utilisation.0)
}

/// The resource that the ring shows, by name, and how full it is; where none fills up, what there is to say instead.
fn foot(editor: &Editor, result: Option<&NodeReport>, status: Status, group: Group) -> (String, String) {
    let (language, t) = (editor.language, strings(editor.language));
    let Some(result) = result else { return (t.no_traffic.to_owned(), String::new()) };
    if group == Group::People {
        let away = result.rtt.map(|rtt| sentence::away(language, rtt.0));
        return (away.unwrap_or_else(|| t.no_traffic.to_owned()), String::new());
    }
    if status == Status::Idle {
        return (t.no_traffic.to_owned(), String::new());
    }
    if let Some(queue) = &result.queue {
        let time = queue.time_to_done.map(|time| number::duration(language, time.0));
        return (sentence::backlog(language, queue), time.unwrap_or_default());
    }
    let limiting = status::limiting(result);
    let hits = result.hit_ratio.map(|ratio| sentence::hits(language, ratio.0));
    match (limiting, hits) {
        (Some(resource), hits) => {
            let name = (t.resource)(resource.resource);
            let held = resource.held_by.and_then(|(by, _)| editor.scenario.nodes.get(&by));
            let name = match (held, hits) {
                (Some(by), _) => sentence::held_by(language, name, &i18n::node_name(language, by)),
                (None, Some(hits)) => format!("{name} · {hits}"),
                (None, None) => name.to_owned(),
            };
            (name, number::utilisation(resource.utilisation.0))
        }
        (None, Some(hits)) => (hits, String::new()),
        (None, None) => (number::rate(language, result.rate.0), String::new()),
    }
}

/// The texts of a face, cut to the room of its card.
pub(super) struct Cut {
    /// The name.
    pub(super) name: String,
    /// The line below.
    pub(super) subtitle: String,
    /// The foot.
    pub(super) foot: String,
}

impl Face {
    /// The texts, cut to the room of a card.
    pub(super) fn cut(&self, size: Size, detail: Detail) -> Cut {
        let room = size.w - TEXT_X - 10.0;
        let foot_room = size.w - 30.0 - 16.0 - text_width(&self.value, 11.5);
        let name =
            if detail == Detail::Some { fitted(&self.name, 19.0, room + 4.0) } else { fitted(&self.name, 13.5, room) };
        let foot_room = if detail == Detail::Some { (size.w - 72.0) / 1.65 } else { foot_room };
        Cut { name, subtitle: fitted(&self.subtitle, 11.0, room), foot: self.short_foot(foot_room) }
    }

    /// Where the whole remark has no room, its first part has.
    fn short_foot(&self, room: f64) -> String {
        if text_width(&self.foot, 11.0) <= room {
            return self.foot.clone();
        }
        let first = self.foot.split([',', '·', '(']).next().unwrap_or_default().trim();
        fitted(first, 11.0, room)
    }

    /// What the card says to those who do not see it.
    pub(super) fn spoken(&self, language: Language) -> String {
        let status = (strings(language).status)(self.status);
        let mut text = format!("{}, {status}, {}", self.name, self.foot);
        if !self.value.is_empty() {
            text = format!("{text} {}", self.value);
        }
        if !self.subtitle.is_empty() {
            text = format!("{text}, {}", self.subtitle);
        }
        text
    }
}

/// A card ready to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Placed {
    /// What it says.
    pub(super) face: Face,
    /// Where it stands.
    pub(super) rect: Rect,
    /// What stands inside it.
    pub(super) footprint: Footprint,
}

/// Every card, in the order they are drawn.
pub(super) fn placed(editor: &Editor, report: Option<&Report>, moment: Option<&Moment>) -> Vec<Placed> {
    let one = |(id, node): (&NodeId, &Node)| {
        Some(Placed {
            face: match moment {
                Some(moment) => moment::of(face(editor, report, *id, node), moment, editor.language),
                None => face(editor, report, *id, node),
            },
            rect: editor.card(*id)?,
            footprint: editor.footprints.get(id)?.clone(),
        })
    };
    editor.scenario.nodes.iter().filter_map(one).collect()
}
