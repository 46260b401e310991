//! What happened, as a list that is read aloud, and the run as a table.

use yew::prelude::*;

use super::{TimeProps, plan, replay, resilience};
use crate::app::dom::{block, element, said, words};
use crate::app::i18n::number;
use crate::app::i18n::timeline::{clock, entry, words as texts};
use crate::editor::time::series;
use crate::engine::timeline::play::{Entry, Sample, What};

/// The log shows so many lines, the last ones.
const LINES: usize = 200;
/// The table has so many rows at most.
const ROWS: usize = 60;

/// What is planned to fail, and what happened.
pub(super) fn log(props: &TimeProps) -> Html {
    let (language, scenario) = (props.editor.language, &props.editor.scenario);
    let t = texts(language);
    let mut lines: Vec<Html> = props.run.read(|_, log| {
        let first = log.len().saturating_sub(LINES);
        let line = |(index, one): (usize, &Entry)| {
            let parts =
                vec![said("span", "log-at", &clock(one.at_s)), said("span", "", &entry(language, scenario, one))];
            let key = index.to_string();
            element("li", &[("key", key.as_str()), ("class", class(one)), ("data-at", &clock(one.at_s))], parts)
        };
        log.iter().enumerate().skip(first).map(line).collect()
    });
    if let Some(cut) = props.run.cut_s() {
        let parts = vec![said("span", "log-at", &clock(cut)), said("span", "", t.cut_short)];
        lines.push(element("li", &[("key", "cut"), ("class", "log-bad")], parts));
    }
    let empty = if lines.is_empty() { said("p", "nothing", t.nothing_yet) } else { said("p", "is-empty", "") };
    let live = [("role", "log"), ("aria-live", "polite"), ("aria-label", t.log)];
    let list = element("div", &live, vec![element("ol", &[("class", "log")], lines)]);
    let parts = vec![
        replay::replay(props),
        resilience::resilience(props),
        plan::planned(props),
        said("h2", "", t.log),
        empty,
        list,
    ];
    element("div", &[("class", "time-log"), ("tabindex", "0"), ("role", "region"), ("aria-label", t.log)], parts)
}

const fn class(entry: &Entry) -> &'static str {
    match entry.what {
        What::Failed(_)
        | What::ThrottlingBegins { .. }
        | What::DiskCreditsGone(_)
        | What::StoreLost(_)
        | What::CreditsGone { .. }
        | What::ErrorsBegin
        | What::CircuitOpens(_)
        | What::DeadLetters(_)
        | What::CacheCold(_) => "log-bad",
        What::Back(_)
        | What::ThrottlingEnds { .. }
        | What::NamedAgain(_)
        | What::HostsReady { .. }
        | What::FailedOver { .. }
        | What::Resized { .. }
        | What::InService { .. }
        | What::ErrorsEnd
        | What::CircuitCloses(_)
        | What::CacheWarm(_) => "log-good",
        _ => "log-plain",
    }
}

/// The table, and how far the run was when it was made: nobody reads along, so it follows in steps.
pub(super) struct TableProps {
    shown: TimeProps,
    step: u32,
}

impl TableProps {
    /// The table of a run; of one that plays, every half minute.
    pub(super) fn of(props: &TimeProps) -> Self {
        let simulated = props.editor.time.simulated_s as u32;
        let step = if props.editor.time.playing { simulated / 30 * 30 } else { simulated };
        Self { shown: props.clone(), step }
    }
}

impl PartialEq for TableProps {
    fn eq(&self, other: &Self) -> bool {
        let still = self.shown.editor.time.playing || self.shown.run == other.shown.run;
        still && self.step == other.step && self.shown.editor.language == other.shown.editor.language
    }
}

/// The run as a table, for those who read rather than see: the charts show the same.
pub(super) fn table(TableProps { shown: props, .. }: &TableProps) -> Html {
    let language = props.editor.language;
    let t = texts(language);
    let heads =
        [t.time, t.active, t.offered, t.done, "p50", "p95", "p99", t.errors, t.in_service, t.waiting, t.utilisation];
    let heads = heads.map(|name| element("th", &[("scope", "col")], vec![words(name)]));
    let rows = props.run.read(|samples, _| {
        let every = samples.len().div_ceil(ROWS).max(1);
        samples.iter().skip(every - 1).step_by(every).map(|sample| row(props, sample)).collect()
    });
    let parts = vec![
        block("caption", "", vec![words(t.as_table)]),
        block("thead", "", vec![block("tr", "", heads.into_iter().collect())]),
        block("tbody", "", rows),
    ];
    // A table keeps its width: around it stands what hides it.
    block("div", "visually-hidden", vec![block("table", "", parts)])
}

fn row(props: &TimeProps, sample: &Sample) -> Html {
    let language = props.editor.language;
    let latency = |index: usize| {
        series::percentile(sample, index).map_or_else(|| "–".to_owned(), |s| number::duration(language, s * 1_000.0))
    };
    let in_service: u32 = sample.nodes.iter().map(|node| node.in_service).sum();
    let waiting: f64 = sample.nodes.iter().map(|node| node.waiting).sum();
    let fullest = sample.nodes.iter().map(|node| node.utilisation).fold(0.0, f64::max);
    let cells = [
        number::whole(sample.active_users),
        number::rate(language, sample.offered_per_s),
        number::rate(language, sample.done_per_s),
        latency(0),
        latency(1),
        latency(2),
        number::rate(language, sample.failed_per_s.iter().sum()),
        number::whole(f64::from(in_service)),
        number::whole(waiting),
        number::utilisation(fullest),
    ];
    let at = element("th", &[("scope", "row")], vec![words(&clock(sample.at_s))]);
    let cells = cells.iter().map(|value| said("td", "", value));
    element("tr", &[("data-at", &clock(sample.at_s))], std::iter::once(at).chain(cells).collect())
}
