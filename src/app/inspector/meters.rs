//! How full each resource of a part is, fullest first.

use yew::prelude::*;

use crate::app::controls::status_icon;
use crate::app::dom::{block, div, element, rect, said};
use crate::app::i18n::{capital, number, sentence, strings};
use crate::editor::preference::Language;
use crate::editor::status::Status;
use crate::engine::report::{NodeReport, ResourceUse};

/// The meters.
pub(super) fn meters(report: &NodeReport, language: Language) -> Html {
    let meters: Vec<Html> = report.resources.iter().map(|resource| meter(resource, language)).collect();
    let backlog = report.queue.map(|queue| sentence::backlog(language, &queue)).unwrap_or_default();
    let mut parts = vec![said("h3", "", strings(language).live)];
    parts.extend(meters);
    parts.push(said("p", "source", &backlog));
    block("section", "meters", parts)
}

fn meter(resource: &ResourceUse, language: Language) -> Html {
    let share = resource.utilisation.0;
    // What has no demand does not fill up with more users: memory that is taken is no warning.
    let status = if resource.limit_users.is_some() { Status::of(share) } else { Status::Healthy };
    let status = if share <= 0.0 { Status::Idle } else { status };
    let (used, capacity) = sentence::amounts(language, resource);
    let bar = vec![
        rect("bar-track", 0.0, 0.0, 100.0, 6.0, 0.0),
        rect(&["bar-", status.code()].concat(), 0.0, 0.0, (share * 100.0).clamp(0.0, 100.0), 6.0, 0.0),
    ];
    let attributes =
        [("class", "bar"), ("viewBox", "0 0 100 6"), ("preserveAspectRatio", "none"), ("aria-hidden", "true")];
    let name = capital((strings(language).resource)(resource.resource));
    let parts = vec![
        status_icon(status),
        said("span", "meter-name", &name),
        element("svg", &attributes, bar),
        said("span", "of", &[&used, " / ", &capacity].concat()),
        said("span", "val", &number::utilisation(share)),
    ];
    div("meter", parts)
}
