//! Networks of queues for people.

use headroom::codec::digits;
use headroom::codec::network_json::state_key;
use headroom::engine::queueing::check::{MAX_RATE_PER_S, MAX_USERS};
use headroom::engine::queueing::network::{Network, Station, Workload};
use headroom::engine::queueing::steady::{Latency, SlotsReport, StationReport, Steady};
use headroom::engine::sweep::network::{NetworkPoint, NetworkSweep};

use crate::text::table;

/// What is in a network file.
pub(crate) fn contents(network: &Network) -> String {
    let mut rows = vec![vec!["workload".to_owned(), workload(&network.workload)]];
    let classes = network.classes.iter().map(|class| format!("{} {} %", class.name, digits::percent(class.share)));
    rows.push(vec!["classes".to_owned(), classes.collect::<Vec<_>>().join(", ")]);
    rows.extend(network.stations.iter().map(|station| vec!["station".to_owned(), self::station(station)]));
    let slots = network.slots.iter().map(|slots| format!("{}: {}", slots.name, digits::count(f64::from(slots.count))));
    rows.extend(slots.map(|slots| vec!["slots".to_owned(), slots]));
    let in_time = [
        ("events", network.events.len()),
        ("scaling rules", network.scaling.len()),
        ("credit buckets", network.credits.len()),
    ];
    let there = in_time.into_iter().filter(|(_, count)| *count > 0);
    rows.extend(there.map(|(what, count)| vec![what.to_owned(), digits::count(count as f64)]));
    let title = if network.name.is_empty() { "Unnamed" } else { &network.name };
    format!("{title}\n\n{}", table(rows, &[]))
}

fn workload(workload: &Workload) -> String {
    match workload {
        Workload::Closed { users, think_s } => {
            format!("{} users who think {think_s} s on average", digits::count(f64::from(*users)))
        }
        Workload::Open(rates) => {
            let pieces = rates.iter().map(|rate| match rate.from_s {
                0.0 => format!("{}/s", digits::six(rate.rate_per_s)),
                from_s => format!("{}/s from {from_s} s on", digits::six(rate.rate_per_s)),
            });
            format!("open, {}", pieces.collect::<Vec<_>>().join(", "))
        }
    }
}

fn station(station: &Station) -> String {
    let servers = digits::count(f64::from(station.servers));
    let instances = if station.instances > 1 {
        format!("{} × ", digits::count(f64::from(station.instances)))
    } else {
        String::new()
    };
    let mean_s = digits::six(station.service.mean_s());
    format!("{}: {instances}{servers} servers, {mean_s} s of one a visit", station.name)
}

/// Below this share of the requests a rate is not worth telling.
const NEGLIGIBLE: f64 = 1e-9;

/// A steady state.
pub(crate) fn steady(name: &str, steady: &Steady) -> String {
    let title = if name.is_empty() { "Unnamed" } else { name };
    let lower = steady.lower.as_deref().map(|lower| "\nthe lower of the two states\n\n".to_owned() + &body(lower));
    format!("{title}\n\n{}{}", body(steady), lower.unwrap_or_default())
}

/// Whether a network can be swept over a range.
pub(crate) fn check_range(network: &Network, from: f64, to: f64) -> Result<(), String> {
    match network.workload {
        Workload::Closed { .. } if libm::floor(from) != from || libm::floor(to) != to || to > f64::from(MAX_USERS) => {
            Err(format!("--sweep takes whole numbers of users up to {MAX_USERS} here"))
        }
        Workload::Open(_) if to > MAX_RATE_PER_S => Err(format!("--sweep takes rates up to {MAX_RATE_PER_S}/s")),
        _ => Ok(()),
    }
}

/// A sweep.
pub(crate) fn sweep(network: &Network, sweep: &NetworkSweep) -> String {
    let title = if network.name.is_empty() { "Unnamed" } else { &network.name };
    let is_open = matches!(network.workload, Workload::Open(_));
    let load = |load: f64| if is_open { digits::rate(load) + "/s" } else { digits::users(load) };
    let head = ["load", "state", "done/s", "failed/s", "p50 ms", "p95 ms", "p99 ms", "fullest", "busy %"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for NetworkPoint { load: at, steady } in &sweep.points {
        let time = |pick: fn(&Latency) -> f64| {
            let seconds = steady.latency.as_ref().map(pick);
            seconds.map_or_else(|| digits::NONE.to_owned(), |seconds| digits::millis(1_000.0 * seconds))
        };
        let fullest = steady.stations.iter().max_by(|one, other| one.utilisation.total_cmp(&other.utilisation));
        rows.push(vec![
            load(*at),
            state_key(steady.state).to_owned(),
            digits::rate(steady.done_per_s),
            digits::rate(steady.failed_per_s),
            time(|latency| latency.p50_s),
            time(|latency| latency.p95_s),
            time(|latency| latency.p99_s),
            fullest.map_or_else(|| digits::NONE.to_owned(), |station| station.name.clone()),
            fullest.map_or_else(|| digits::NONE.to_owned(), |station| digits::percent(station.utilisation)),
        ]);
    }
    let limits = sweep.limits.iter().map(|limit| vec![format!("limit of {}", limit.station), load(limit.load)]);
    let knee = sweep.knee.map(|knee| vec!["knee".to_owned(), load(knee)]);
    let marks = table(limits.chain(knee).collect(), &[1]);
    format!("{title}\n\n{}\n{marks}", table(rows, &[0, 2, 3, 4, 5, 6, 8]))
}

fn body(steady: &Steady) -> String {
    let mut rows = vec![
        vec!["state".to_owned(), state_key(steady.state).to_owned()],
        vec!["requests".to_owned(), requests(steady)],
        vec!["response".to_owned(), latency(steady.latency)],
    ];
    if steady.classes.len() > 1 {
        rows.extend(steady.classes.iter().map(|class| vec![format!("  {}", class.name), latency(class.latency)]));
    }
    let mut parts = table(rows, &[]);
    if !steady.stations.is_empty() {
        let heads = ["station", "visits/s", "busy %", "there", "waiting", "wait p99 ms", "lost %", "growth/s"];
        let head = heads.map(str::to_owned).to_vec();
        let rows = std::iter::once(head).chain(steady.stations.iter().map(station_row)).collect();
        parts += &format!("\n{}", table(rows, &[1, 2, 3, 4, 5, 6, 7]));
    }
    if !steady.slots.is_empty() {
        let head = ["slots", "entries/s", "held %", "waiting", "lost %", "growth/s"].map(str::to_owned).to_vec();
        let rows = std::iter::once(head).chain(steady.slots.iter().map(slots_row)).collect();
        parts += &format!("\n{}", table(rows, &[1, 2, 3, 4, 5]));
    }
    parts
}

fn requests(steady: &Steady) -> String {
    let mut text = format!("{}/s, {}/s done", digits::rate(steady.offered_per_s), digits::rate(steady.done_per_s));
    for (rate, what) in [(steady.failed_per_s, "failed"), (steady.growth_per_s, "piling up")] {
        if rate > NEGLIGIBLE * steady.offered_per_s {
            text += &format!(", {}/s {what}", digits::rate(rate));
        }
    }
    if steady.attempts > 1.0 + NEGLIGIBLE {
        text += &format!(", {} attempts each", digits::six(steady.attempts));
    }
    text
}

fn latency(latency: Option<Latency>) -> String {
    let ms = |seconds: f64| digits::millis(1_000.0 * seconds);
    latency.map_or_else(
        || digits::NONE.to_owned(),
        |at| format!("mean {} ms, p50 {}, p95 {}, p99 {}", ms(at.mean_s), ms(at.p50_s), ms(at.p95_s), ms(at.p99_s)),
    )
}

fn number(number: Option<f64>) -> String {
    number.map_or_else(|| digits::NONE.to_owned(), digits::rate)
}

fn station_row(of: &StationReport) -> Vec<String> {
    vec![
        of.name.clone(),
        digits::rate(of.arrivals_per_s),
        digits::percent(of.utilisation),
        number(of.number),
        number(of.waiting),
        of.wait.map_or_else(|| digits::NONE.to_owned(), |wait| digits::millis(1_000.0 * wait.p99_s)),
        digits::percent(of.refused + of.gave_up),
        digits::rate(of.growth_per_s),
    ]
}

fn slots_row(of: &SlotsReport) -> Vec<String> {
    vec![
        of.name.clone(),
        digits::rate(of.arrivals_per_s),
        of.utilisation.map_or_else(|| digits::NONE.to_owned(), digits::percent),
        number(of.waiting),
        digits::percent(of.refused + of.gave_up),
        digits::rate(of.growth_per_s),
    ]
}
