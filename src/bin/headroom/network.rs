//! Networks of queues for people.

use headroom::codec::digits;
use headroom::engine::queueing::network::{Network, Station, Workload};

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
