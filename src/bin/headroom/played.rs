//! A drawing in time for people: its log, and one row for every tenth of the run.

use headroom::codec::digits;
use headroom::codec::report_json::{NodeNames, resource_key};
use headroom::engine::cost::over_time::RunCost;
use headroom::engine::timeline::play::{Entry, Failure, Method, Sample, Span, What, with_starts};
use headroom::model::scenario::{NodeId, Scenario};

use crate::text::table;

/// Rows of the table.
const ROWS: usize = 10;

/// A run.
pub(crate) fn report(scenario: &Scenario, users: u32, seed: u64, play: &Span, cost: &RunCost) -> String {
    let names = NodeNames::of(scenario);
    let title = title(scenario, users, seed, play);
    let mut parts = format!("{title}\n\n{}", table(seconds(play), &[0, 1, 2, 3, 4, 5, 6, 7]));
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

/// What happened in each of several runs.
pub(crate) fn happened(scenario: &Scenario, logs: &[Vec<Entry>], seed: u64) -> String {
    let names = NodeNames::of(scenario);
    let mut parts = String::new();
    for (run, log) in (0_u64..).zip(logs).filter(|(_, log)| !log.is_empty()) {
        let row = |entry: &Entry| vec![format!("{} s", digits::six(entry.at_s)), sentence(&names, entry.what)];
        let seed = seed.wrapping_add(run);
        parts += &format!("\nseed {seed}\n{}", table(log.iter().map(row).collect(), &[0]));
    }
    parts
}

/// Two runs, one below the other, and what differs over all of them.
pub(crate) fn against(runs: [(&Scenario, &Span, &RunCost); 2], users: u32, seed: u64) -> String {
    let [one, other] = runs.map(|(scenario, span, cost)| report(scenario, users, seed, span, cost));
    let heads = ["", "requests", "failed", "failed %", "worst p50 ms", "worst p99 ms"].map(str::to_owned).to_vec();
    let row = |(name, (_, span, _)): (&str, &(&Scenario, &Span, &RunCost))| {
        let sum = |read: fn(&Sample) -> f64| {
            let each = with_starts(span.samples()).map(|(from_s, sample)| (sample.at_s - from_s) * read(sample));
            each.sum::<f64>()
        };
        let (done, lost) = (sum(|sample| sample.done_per_s), sum(failed));
        let all: Vec<&Sample> = span.samples().iter().collect();
        vec![
            name.to_owned(),
            digits::count(libm::round(done + lost)),
            digits::count(libm::round(lost)),
            digits::six(100.0 * lost / (done + lost).max(1.0)),
            worst(&all, 0),
            worst(&all, 2),
        ]
    };
    let mut rows = vec![heads];
    rows.extend(["A", "B"].into_iter().zip(&runs).map(row));
    format!("A: {one}\nB: {other}\n{}", table(rows, &[1, 2, 3, 4, 5]))
}

/// Which drawing, for whom, and how it was computed.
fn title(scenario: &Scenario, users: u32, seed: u64, play: &Span) -> String {
    let of = |method: Method| {
        let stretches = play.stretches().into_iter().filter(move |stretch| stretch.method == method);
        let inside = move |from_s: f64| stretches.clone().any(|one| one.from_s <= from_s && from_s < one.to_s);
        let requests = with_starts(play.samples()).filter(|(from_s, _)| inside(*from_s));
        requests.map(|(from_s, sample)| (sample.at_s - from_s) * (sample.done_per_s + failed(sample))).sum::<f64>()
    };
    let count = |method: Method| digits::count(libm::round(of(method)));
    let method = if of(Method::Sampled) > 0.0 {
        format!("{} requests by sampled instances, {} as a fluid", count(Method::Sampled), count(Method::Fluid))
    } else if play.is_fluid() {
        format!("{} requests as a fluid, {} simulated", count(Method::Fluid), count(Method::CloseUp))
    } else {
        format!("{} requests simulated", count(Method::Full))
    };
    format!(
        "{} · {} users · {} s · seed {seed} · {method}",
        if scenario.name.is_empty() { "Unnamed" } else { &scenario.name },
        digits::count(f64::from(users)),
        digits::six(play.duration_s()),
    )
}

/// The worst percentile of some seconds.
fn worst(part: &[&Sample], index: usize) -> String {
    let found = part.iter().filter_map(|sample| sample.latency_s?.get(index).copied()).fold(0.0, f64::max);
    if found > 0.0 { digits::millis(1_000.0 * found) } else { "–".to_owned() }
}

fn failed(sample: &Sample) -> f64 {
    sample.failed_per_s.iter().sum()
}

/// A head, and the means of each tenth of the run; percentiles are the worst second's.
fn seconds(play: &Span) -> Vec<Vec<String>> {
    let heads = ["until s", "users", "asked/s", "sent/s", "done/s", "failed/s", "worst p50 ms", "worst p99 ms"];
    let mut rows = vec![heads.map(str::to_owned).to_vec()];
    let last = play.samples().last().map_or(0.0, |sample| sample.at_s);
    for row in 0..ROWS {
        let [from, to] = [row, row + 1].map(|tenth| libm::ceil(last * tenth as f64 / ROWS as f64));
        let inside = |(start, sample): &(f64, &Sample)| *start >= from && (*start < to || sample.at_s <= to);
        let part: Vec<(f64, &Sample)> = with_starts(play.samples()).filter(inside).collect();
        let length: f64 = part.iter().map(|(start, sample)| sample.at_s - start).sum();
        let Some((_, end)) = part.last().filter(|_| length > 0.0) else { continue };
        let mean = |read: fn(&Sample) -> f64| {
            part.iter().map(|(start, sample)| (sample.at_s - start) * read(sample)).sum::<f64>() / length
        };
        let all: Vec<&Sample> = part.iter().map(|(_, sample)| *sample).collect();
        rows.push(vec![
            digits::six(end.at_s),
            digits::count(libm::round(mean(|sample| sample.active_users))),
            digits::rate(mean(|sample| sample.offered_per_s)),
            digits::rate(mean(|sample| sample.attempts_per_s)),
            digits::rate(mean(|sample| sample.done_per_s)),
            digits::rate(mean(failed)),
            worst(&all, 0),
            worst(&all, 2),
        ]);
    }
    rows
}

fn sentence(names: &NodeNames, what: What) -> String {
    let of = |node: NodeId| names.get(node);
    match what {
        What::Failed(Failure::Instance(node)) => format!("an instance of {} dies", of(node)),
        What::Failed(Failure::Host(node)) => format!("a host of {} dies with all that is on it", of(node)),
        What::Failed(Failure::Spot(node)) => format!("an instance of {} gets its Spot interruption notice", of(node)),
        What::Failed(Failure::Node { node, for_s }) => format!("{} is gone for {for_s} s", of(node)),
        What::Failed(Failure::Zone { zone, for_s }) => format!("zone {zone} is gone for {for_s} s"),
        What::Failed(Failure::Resize { node, to, for_s, .. }) => {
            format!("{} is down for {for_s} s to become {to}", of(node))
        }
        What::Failed(Failure::Capacity { node, read, write }) => {
            format!("the capacity of {} is set to {read} RCU and {write} WCU", of(node))
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
        What::Hosts { node, from, to } => format!("{}: {from} → {to} hosts", of(node)),
        What::HostsReady { node, count } => format!("{}: {count} hosts are ready", of(node)),
        What::DiskCreditsGone(node) => format!("a gp2 volume of {} has no I/O credits left", of(node)),
        What::StoreLost(node) => format!("what {} kept on its instance store is lost", of(node)),
        What::NamedNoMore { node, kept_s } => {
            format!("{} is named no more: users keep older answers for up to {kept_s} s", of(node))
        }
        What::NamedAgain(node) => format!("{} is named again", of(node)),
        What::Capacity { node, resource, from, to } => {
            format!("{}: {from} → {to} units of {}", of(node), resource_key(resource))
        }
        What::ThrottlingBegins { node, resource } => {
            format!("{} throttles: no {} is left", of(node), resource_key(resource))
        }
        What::ThrottlingEnds { node, resource } => {
            format!("{} throttles no more: {} is enough", of(node), resource_key(resource))
        }
        What::CircuitOpens(class) => format!("the clients' circuit breaker for {} opens", class.id()),
        What::CircuitCloses(class) => format!("the clients' circuit breaker for {} closes", class.id()),
    }
}
