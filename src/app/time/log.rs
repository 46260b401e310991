//! What happened, as a list that is read aloud.

use yew::prelude::*;

use super::{TimeProps, plan, replay, resilience};
use crate::app::dom::{element, said};
use crate::app::i18n::timeline::{clock, entry, words as texts};
use crate::engine::timeline::play::{Entry, What};

/// The log shows so many lines, the last ones.
const LINES: usize = 200;

/// What is planned to fail, and what happened.
pub(super) fn log(LogProps { shown: props, .. }: &LogProps) -> Html {
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
        plan::detail(props),
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

/// What the log shows, and how long it is: it is drawn anew when something happens.
pub(super) struct LogProps {
    shown: TimeProps,
    run: u32,
    entries: usize,
}

impl LogProps {
    /// The log of a run.
    pub(super) fn of(props: &TimeProps) -> Self {
        let entries = props.run.read(|_, log| log.len()) + usize::from(props.run.cut_s().is_some());
        Self { shown: props.clone(), run: props.run.serial(), entries }
    }
}

impl PartialEq for LogProps {
    fn eq(&self, other: &Self) -> bool {
        let (editor, before) = (&self.shown.editor, &other.shown.editor);
        (self.run, self.entries) == (other.run, other.entries)
            && std::rc::Rc::ptr_eq(&editor.scenario, &before.scenario)
            && editor.language == before.language
            && editor.time.replay_fault == before.time.replay_fault
    }
}
