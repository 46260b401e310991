//! A simulated network for people.

use headroom::codec::digits;
use headroom::codec::timeline_json::{cause_key, end_key};
use headroom::engine::timeline::{CAUSES, End, Estimate, Flow, LatencyEstimate, QueueReport, Report};

use crate::text::table;

/// The most steps of a scaling history that are told; JSON has them all.
const MOST_STEPS: usize = 20;

/// What a simulation has found.
pub(crate) fn report(name: &str, report: &Report) -> String {
    let title = if name.is_empty() { "Unnamed" } else { name };
    let runs = if report.replications == 1 { "run" } else { "runs" };
    let mut rows = vec![
        vec![
            "simulated".to_owned(),
            format!(
                "{} {runs}, {} s measured of each, seed {}, {} events",
                digits::count(f64::from(report.replications)),
                digits::six(report.measured_s),
                report.seed,
                digits::count(report.events as f64)
            ),
        ],
        vec!["requests".to_owned(), requests(&report.requests)],
        vec!["response".to_owned(), latency(report.requests.latency.as_ref())],
    ];
    if report.ended != Some(End::Complete) {
        rows.insert(1, vec!["ended".to_owned(), end_key(report.ended).replace('_', " ")]);
    }
    if report.classes.len() > 1 {
        rows.extend(
            report.classes.iter().map(|(name, flow)| vec![format!("  {name}"), latency(flow.latency.as_ref())]),
        );
    }
    for window in &report.windows {
        let span = format!("{}…{} s", window.window.from_s, window.window.to_s);
        rows.push(vec![span.clone(), requests(&window.requests)]);
        rows.push(vec![String::new(), latency(window.requests.latency.as_ref())]);
    }
    rows.extend(failures(&report.requests));
    format!("{title}\n\n{}{}", table(rows, &[]), parts(report))
}

fn parts(report: &Report) -> String {
    let mut parts = String::new();
    for (what, busy, queues) in [("station", "busy %", &report.stations), ("slots", "held %", &report.slots)] {
        if !queues.is_empty() {
            let heads =
                [what, "visits/s", busy, "there", "waiting", "wait p99 ms", "lost %", "peak", "drained after s"];
            let rows = std::iter::once(heads.map(str::to_owned).to_vec()).chain(queues.iter().map(queue)).collect();
            parts += &format!("\n{}", table(rows, &[1, 2, 3, 4, 5, 6, 7, 8]));
        }
    }
    for scaling in &report.scaling {
        let heads = ["s", "desired", "starting", "in service"].map(str::to_owned).to_vec();
        let count = |number: u32| digits::count(f64::from(number));
        let steps = scaling.history.iter().take(MOST_STEPS);
        let rows = steps.map(|step| {
            vec![digits::six(step.at_s), count(step.desired), count(step.starting), count(step.in_service)]
        });
        let rows = std::iter::once(heads).chain(rows).collect();
        parts += &format!("\ninstances of {}, first run\n{}", scaling.station, table(rows, &[0, 1, 2, 3]));
        if scaling.history.len() > MOST_STEPS {
            parts += &format!("… {} more\n", scaling.history.len() - MOST_STEPS);
        }
    }
    for credits in &report.credits {
        let emptied = credits.emptied_at_s.as_ref().map_or_else(
            || "never empty".to_owned(),
            |at| format!("empty for the first time at {} s", with_half_width(at, digits::six)),
        );
        let left = digits::six(credits.level_s.value);
        parts += &format!("\ncredits of {}: {emptied}; {left} server-seconds left at the end\n", credits.station);
    }
    parts
}

fn with_half_width(estimate: &Estimate, digits: fn(f64) -> String) -> String {
    let half_width = estimate.half_width.map(|half_width| format!(" ± {}", digits(half_width)));
    digits(estimate.value) + &half_width.unwrap_or_default()
}

fn requests(flow: &Flow) -> String {
    let rate = |estimate: &Estimate| digits::rate(estimate.value);
    let mut text = format!("{}/s, {}/s done", rate(&flow.offered_per_s), rate(&flow.done_per_s));
    if flow.failed_per_s.value > 0.0 {
        text += &format!(", {}/s failed", rate(&flow.failed_per_s));
    }
    if flow.attempts > flow.offered && flow.offered > 0 {
        text += &format!(", {} attempts each", digits::six(flow.attempts as f64 / flow.offered as f64));
    }
    if flow.unfinished() > 0 {
        text += &format!(", {} unfinished", digits::count(flow.unfinished() as f64));
    }
    text
}

/// Why requests failed, one line where any did.
fn failures(flow: &Flow) -> Option<Vec<String>> {
    let causes = CAUSES.iter().zip(flow.failed).filter(|(_, count)| *count > 0);
    let told: Vec<String> = causes
        .map(|(cause, count)| format!("{} {}", digits::count(count as f64), cause_key(*cause).replace('_', " ")))
        .collect();
    (!told.is_empty()).then(|| vec!["failed".to_owned(), told.join(", ")])
}

fn latency(latency: Option<&LatencyEstimate>) -> String {
    let ms = |estimate: &Estimate| with_half_width(estimate, |seconds| digits::millis(1_000.0 * seconds));
    latency.map_or_else(
        || digits::NONE.to_owned(),
        |at| format!("mean {} ms, p50 {}, p95 {}, p99 {}", ms(&at.mean), ms(&at.p50), ms(&at.p95), ms(&at.p99)),
    )
}

fn queue(of: &QueueReport) -> Vec<String> {
    let none = || digits::NONE.to_owned();
    vec![
        of.name.clone(),
        digits::rate(of.arrivals_per_s.value),
        digits::percent(of.utilisation.value),
        digits::rate(of.number.value),
        digits::rate(of.waiting.value),
        of.wait.as_ref().map_or_else(none, |wait| digits::millis(1_000.0 * wait.p99.value)),
        digits::percent(of.refused.value + of.gave_up.value + of.died.value),
        digits::count(of.peak_waiting.value),
        of.drain_s.as_ref().map_or_else(none, |drain| digits::six(drain.value)),
    ]
}
