//! A small chart for each part: how full its first resource gets with the users.

use yew::prelude::*;

use super::GrowthProps;
use crate::app::dom::{circle, element, n, path, polyline, text};
use crate::app::i18n::{self, number, sentence, strings};
use crate::editor::measure::{fitted, text_width};
use crate::editor::scale;
use crate::editor::status::Status;
use crate::engine::report::{Limit, SweepPoint};
use crate::model::scenario::NodeId;

const WIDTH: f64 = 152.0;
/// So many have room.
const MOST: usize = 6;

/// The small charts, those that fill up first in front.
pub(in crate::app) fn multiples(shown: &GrowthProps) -> Html {
    let limits = shown.report.as_ref().map(|report| first_limits(&report.limits)).unwrap_or_default();
    let charts: Vec<Html> =
        limits.into_iter().take(MOST).map(|limit| element("li", &[], vec![small(shown, limit)])).collect();
    element("ul", &[("class", "multiples"), ("aria-label", strings(shown.language).utilisation)], charts)
}

/// The smallest limit of each part.
fn first_limits(limits: &[Limit]) -> Vec<Limit> {
    let mut seen: Vec<NodeId> = Vec::new();
    let first = |limit: &&Limit| {
        let new = !seen.contains(&limit.node);
        seen.push(limit.node);
        new
    };
    limits.iter().filter(first).copied().collect()
}

fn small(props: &GrowthProps, limit: Limit) -> Html {
    let language = props.language;
    let name = props.scenario.nodes.get(&limit.node).map(|node| i18n::node_name(language, node)).unwrap_or_default();
    let resource = (strings(language).resource)(limit.resource);
    let report = props.report.as_ref();
    let share = report
        .and_then(|report| report.nodes.get(&limit.node))
        .and_then(|node| node.resources.iter().find(|used| used.resource == limit.resource))
        .map_or(0.0, |used| used.utilisation.0.min(1.0));
    let code = Status::of(share).code();
    let x = |users: f64| scale::position(users) * WIDTH;
    let y = |share: f64| 54.0 - share.clamp(0.0, 1.0) * 30.0;
    let share_at = |point: &SweepPoint| point.utilisation.get(&(limit.node, limit.resource)).map(|share| share.0);
    let points = props.curves.points.iter();
    let points = points.filter_map(|point| Some((x(f64::from(point.users)), y(share_at(point)?)))).collect();
    let now = x(f64::from(props.users));
    let value = number::utilisation(share);
    let room = WIDTH - text_width(&value, 11.5) - 8.0;
    let name = fitted(&name, 11.5, room);
    let rest = fitted(resource, 11.0, (room - text_width(&name, 11.5) - 5.0).max(0.0));
    let breaks = sentence::breaks_at(language, limit.users);
    let label = [&name, " ", resource, " ", &value, ", ", &breaks].concat();
    let title = vec![
        element("tspan", &[("class", "strong")], vec![name.into()]),
        element("tspan", &[("class", "tick-label"), ("dx", "4")], vec![rest.into()]),
    ];
    let drawn = vec![
        element("text", &[("x", "0"), ("y", "12")], title),
        text("end strong", WIDTH, 12.0, &value),
        path("axis", "M0 54H152"),
        path("sm-cap", "M0 24H152"),
        path(&["sm-line sm-line-", code].concat(), &polyline(points)),
        path("sm-now", &["M", &n(now), " 18V54"].concat()),
        circle(&["sm-dot sm-dot-", code].concat(), now, y(share), 3.5),
        text("tick-label on-curve", 0.0, 40.0, &breaks),
    ];
    let attributes =
        [("class", "multiple"), ("viewBox", "-4 0 160 60"), ("role", "img"), ("aria-label", label.as_str())];
    element("svg", &attributes, drawn)
}
