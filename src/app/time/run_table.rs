//! The run as a table.

use yew::prelude::*;

use super::TimeProps;
use crate::app::dom::{block, element, said, words};
use crate::app::i18n::timeline::{clock, words as texts};
use crate::app::i18n::{number, strings};
use crate::editor::preference::Language;
use crate::editor::time::series;
use crate::engine::timeline::play::Sample;
use crate::engine::timeline::{CAUSES, Cause};

/// The table has so many rows at most.
const ROWS: usize = 60;

/// The table, and how far the run was when it was made: nobody reads along, so it follows in steps.
pub(super) struct TableProps {
    shown: TimeProps,
    step: u32,
}

impl TableProps {
    /// The table of a run. While it plays, it is made anew every half minute of the run, and not more often than every
    /// five seconds: nine hundred cells take a frame.
    pub(super) fn of(props: &TimeProps) -> Self {
        let simulated = props.editor.time.simulated_s as u32;
        let five_seconds = props.editor.time.speed.factor().map_or(u32::MAX, |factor| (factor * 5.0) as u32);
        let every = five_seconds.max(30);
        let step = if props.editor.time.playing { simulated / every * every } else { simulated };
        Self { shown: props.clone(), step }
    }
}

impl PartialEq for TableProps {
    fn eq(&self, other: &Self) -> bool {
        let still = self.shown.editor.time.playing || self.shown.run == other.shown.run;
        still && self.step == other.step && self.shown.editor.language == other.shown.editor.language
    }
}

/// A column: its heading, and what it says of a second.
struct Column {
    head: &'static str,
    read: fn(&Sample) -> Option<f64>,
    say: fn(Language, f64) -> String,
}

/// The columns that every run has.
fn common(language: Language) -> Vec<Column> {
    let t = texts(language);
    let seconds = |language, seconds: f64| number::duration(language, seconds * 1_000.0);
    let whole = |_, value| number::whole(value);
    vec![
        Column { head: t.active, read: |sample| Some(sample.active_users), say: whole },
        Column { head: t.offered, read: |sample| Some(sample.offered_per_s), say: number::rate },
        Column { head: t.done, read: |sample| Some(sample.done_per_s), say: number::rate },
        Column { head: "p50", read: |sample| series::percentile(sample, 0), say: seconds },
        Column { head: "p95", read: |sample| series::percentile(sample, 1), say: seconds },
        Column { head: "p99", read: |sample| series::percentile(sample, 2), say: seconds },
        Column { head: t.errors, read: |sample| Some(sample.failed_per_s.iter().sum()), say: number::rate },
        Column {
            head: t.in_service,
            read: |sample| Some(sample.nodes.iter().map(|node| f64::from(node.in_service)).sum()),
            say: whole,
        },
        Column { head: t.waiting, read: |sample| Some(sample.nodes.iter().map(|node| node.waiting).sum()), say: whole },
        Column {
            head: t.utilisation,
            read: |sample| sample.nodes.iter().map(|node| node.utilisation).reduce(f64::max),
            say: |_, share| number::utilisation(share),
        },
    ]
}

/// Those of what only some drawings have: queues, caches, replicas, limits that refuse requests.
fn special(language: Language, samples: &[Sample]) -> Vec<Column> {
    let t = texts(language);
    let all = [
        Column {
            head: t.oldest,
            read: |sample| sample.nodes.iter().filter_map(|node| Some(node.queue?.oldest_s)).reduce(f64::max),
            say: |language, seconds| number::duration(language, seconds * 1_000.0),
        },
        Column {
            head: t.cache_hits,
            read: |sample| sample.nodes.iter().filter_map(|node| node.hit_ratio).reduce(f64::min),
            say: |_, share| number::percent(share),
        },
        Column { head: strings(language).throttled, read: refused, say: number::rate },
        Column { head: t.stale_reads, read: stale, say: |_, share| number::percent(share) },
    ];
    all.into_iter().filter(|column| samples.iter().any(|sample| (column.read)(sample).is_some())).collect()
}

/// Requests that a limit refused; none where it refused none.
fn refused(sample: &Sample) -> Option<f64> {
    let place = CAUSES.iter().position(|cause| *cause == Cause::Refused)?;
    sample.failed_per_s.get(place).copied().filter(|rate| *rate > 0.0)
}

/// The share of reads at replicas that missed a change.
fn stale(sample: &Sample) -> Option<f64> {
    let read = || sample.nodes.iter().filter_map(|node| node.stale_reads);
    read().next()?;
    let (reads, stale) = read().fold((0.0, 0.0), |(reads, stale), one| (reads + one.reads, stale + one.stale));
    Some(if reads > 0.0 { stale / reads } else { 0.0 })
}

/// The run as a table, for those who read rather than see: the charts show the same.
pub(super) fn table(TableProps { shown: props, .. }: &TableProps) -> Html {
    let language = props.editor.language;
    let t = texts(language);
    let (columns, rows) = props.run.read(|samples, _| {
        let columns: Vec<Column> = common(language).into_iter().chain(special(language, samples)).collect();
        let every = samples.len().div_ceil(ROWS).max(1);
        let rows = samples.iter().skip(every - 1).step_by(every).map(|sample| row(language, &columns, sample));
        let rows: Vec<Html> = rows.collect();
        (columns, rows)
    });
    let heads = std::iter::once(t.time).chain(columns.iter().map(|column| column.head));
    let heads = heads.map(|name| element("th", &[("scope", "col")], vec![words(name)])).collect();
    let parts = vec![
        block("caption", "", vec![words(t.as_table)]),
        block("thead", "", vec![block("tr", "", heads)]),
        block("tbody", "", rows),
    ];
    // A table keeps its width: around it stands what hides it.
    block("div", "visually-hidden", vec![block("table", "", parts)])
}

fn row(language: Language, columns: &[Column], sample: &Sample) -> Html {
    let cell = |column: &Column| {
        let value = (column.read)(sample).map_or_else(|| "–".to_owned(), |value| (column.say)(language, value));
        said("td", "", &value)
    };
    let at = element("th", &[("scope", "row")], vec![words(&clock(sample.at_s))]);
    let cells = columns.iter().map(cell);
    element("tr", &[("data-at", &clock(sample.at_s))], std::iter::once(at).chain(cells).collect())
}
