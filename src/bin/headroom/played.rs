//! A drawing in time for people: its log, and one row for every tenth of the run.

use headroom::codec::digits;
use headroom::codec::report_json::NodeNames;
use headroom::engine::cost::over_time::RunCost;
use headroom::engine::timeline::play::{Entry, Failure, Play, Sample, What};
use headroom::model::scenario::{NodeId, Scenario};

use crate::text::table;

/// Rows of the table.
const ROWS: usize = 10;

/// A run.
pub(crate) fn report(scenario: &Scenario, users: u32, seed: u64, play: &Play, cost: &RunCost) -> String {
    let names = NodeNames::of(scenario);
    let requests: f64 = play.samples().iter().map(|sample| sample.done_per_s + failed(sample)).sum();
    let title = format!(
        "{} · {} users · {} s · seed {seed} · {} requests simulated",
        if scenario.name.is_empty() { "Unnamed" } else { &scenario.name },
        digits::count(f64::from(users)),
        digits::six(play.duration_s()),
        digits::count(requests)
    );
    let mut parts = format!("{title}\n\n{}", table(seconds(play.samples()), &[0, 1, 2, 3, 4, 5, 6, 7]));
    if !play.log().is_empty() {
        let row = |entry: &Entry| vec![format!("{} s", digits::six(entry.at_s)), sentence(&names, entry.what)];
        parts += &format!("\n{}", table(play.log().iter().map(row).collect(), &[0]));
    }
    parts += &format!(
        "\ncosts ${} (time ${}, requests ${}, surplus credits ${}); a day like it ${}\n",
        digits::dollars(cost.total()),
        digits::dollars(cost.time),
        digits::dollars(cost.requests),
        digits::dollars(cost.surplus),
        digits::dollars(cost.day)
    );
    parts
}

fn failed(sample: &Sample) -> f64 {
    sample.failed_per_s.iter().sum()
}

/// A head, and the means of each tenth of the run; percentiles are the worst second's.
fn seconds(samples: &[Sample]) -> Vec<Vec<String>> {
    let heads = ["until s", "users", "asked/s", "sent/s", "done/s", "failed/s", "worst p50 ms", "worst p99 ms"];
    let mut rows = vec![heads.map(str::to_owned).to_vec()];
    for part in samples.chunks(samples.len().div_ceil(ROWS).max(1)) {
        let mean = |read: fn(&Sample) -> f64| part.iter().map(read).sum::<f64>() / part.len() as f64;
        let worst = |index: usize| {
            let found = part.iter().filter_map(|sample| Some(sample.latency_s?[index])).fold(0.0, f64::max);
            if found > 0.0 { digits::millis(1_000.0 * found) } else { "–".to_owned() }
        };
        rows.push(vec![
            digits::six(part.last().map_or(0.0, |sample| sample.at_s)),
            digits::count(libm::round(mean(|sample| sample.active_users))),
            digits::rate(mean(|sample| sample.offered_per_s)),
            digits::rate(mean(|sample| sample.attempts_per_s)),
            digits::rate(mean(|sample| sample.done_per_s)),
            digits::rate(mean(failed)),
            worst(0),
            worst(2),
        ]);
    }
    rows
}

fn sentence(names: &NodeNames, what: What) -> String {
    let of = |node: NodeId| names.get(node);
    match what {
        What::Failed(Failure::Instance(node)) => format!("an instance of {} dies", of(node)),
        What::Failed(Failure::Spot(node)) => format!("an instance of {} gets its Spot interruption notice", of(node)),
        What::Failed(Failure::Node { node, for_s }) => format!("{} is gone for {for_s} s", of(node)),
        What::Failed(Failure::Zone { zone, for_s }) => format!("zone {zone} is gone for {for_s} s"),
        What::Failed(Failure::Resize { node, to, for_s, .. }) => {
            format!("{} is down for {for_s} s to become {to}", of(node))
        }
        What::Failed(Failure::Slow { node, factor_percent, for_s }) => {
            format!("all work of {} takes {factor_percent} % of its time for {for_s} s", of(node))
        }
        What::Noticed(node) => format!("the dead instances of {} get no more requests", of(node)),
        What::Back(node) => format!("{} is back", of(node)),
        What::FailedOver { node, zone } => format!("the standby of {} in zone {zone} takes over", of(node)),
        What::Resized { node, to } => format!("{} is {to} now", of(node)),
        What::ScaleOut { node, from, to } => format!("{}: {from} → {to} instances wanted", of(node)),
        What::ScaleIn { node, from, to } => format!("{}: {from} → {to} instances wanted, the others drain", of(node)),
        What::Scheduled { node, min, desired } => {
            format!("{}: scheduled, {min} instances at least and {desired} now", of(node))
        }
        What::CreditsGone { node, unlimited: true } => {
            format!("{} has no CPU credits left: surplus is billed", of(node))
        }
        What::CreditsGone { node, unlimited: false } => {
            format!("{} has no CPU credits left: it falls to its baseline", of(node))
        }
        What::InService { node, count } => format!("{}: {count} instances get requests", of(node)),
        What::ErrorsBegin => "more than 1 % of the requests fail from here on".to_owned(),
        What::ErrorsEnd => "requests fail no more".to_owned(),
        What::CacheCold(node) => format!("{} is back, and empty", of(node)),
        What::CacheWarm(node) => format!("{} is warm again", of(node)),
        What::DeadLetters(node) => format!("the first job of {} goes to the dead-letter queue", of(node)),
        What::CircuitOpens(class) => format!("the clients' circuit breaker for {} opens", class.id()),
        What::CircuitCloses(class) => format!("the clients' circuit breaker for {} closes", class.id()),
    }
}
