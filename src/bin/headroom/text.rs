//! Results for people, as plain tables. Every number is rounded by `codec::digits`, as on the page.

use headroom::codec::digits;
use headroom::codec::report_json::{NodeNames, resource_key, state_key};
use headroom::engine::report::{Cost, Latency, Report, Sweep};
use headroom::model::scenario::Scenario;
use headroom::presets as story;

/// The presets, one a line, name first.
pub(crate) fn presets() -> String {
    let rows = story::all().iter().map(|preset| vec![preset.id.to_owned(), (preset.line)().en.to_owned()]).collect();
    table(rows, &[])
}

/// One report.
pub(crate) fn report(scenario: &Scenario, report: &Report) -> String {
    let names = NodeNames::of(scenario);
    let users = digits::count(f64::from(report.users));
    let title = if scenario.name.is_empty() { "Unnamed" } else { &scenario.name };
    let head = format!("{title} · {} · {users} users\n", scenario.region.id());
    let cost = "\ncost a month\n".to_owned() + &bill(&report.cost, &names);
    [head, String::new(), summary(report, &names), "\n".to_owned(), resources(report, &names), cost].concat()
}

fn summary(report: &Report, names: &NodeNames) -> String {
    let row = |name: &str, value: String| vec![name.to_owned(), value];
    let mut rows = vec![
        row("state", state_key(report.state).to_owned()),
        row("latency", latency(report.latency)),
        row(
            "throughput",
            format!("{} requests/s of {} demanded", digits::rate(report.throughput.0), digits::rate(report.demanded.0)),
        ),
        row("errors", format!("{} %", digits::percent(report.error_rate.0))),
    ];
    if let Some(bottleneck) = report.bottleneck {
        rows.push(row(
            "bottleneck",
            format!(
                "{} {}, {} % busy, breaks at {} users",
                names.get(bottleneck.node),
                resource_key(bottleneck.resource),
                digits::percent(bottleneck.utilisation.0),
                digits::users(bottleneck.breaks_at_users)
            ),
        ));
    }
    rows.push(row("cost", format!("${} a month", digits::dollars(report.cost.total))));
    table(rows, &[])
}

fn latency(latency: Option<Latency>) -> String {
    let Some(latency) = latency else { return digits::NONE.to_owned() };
    let Latency { mean, p50, p95, p99 } = latency;
    let [p50, p95, p99, mean] = [p50, p95, p99, mean].map(|time| digits::millis(time.0));
    format!("p50 {p50} ms · p95 {p95} ms · p99 {p99} ms · mean {mean} ms")
}

fn resources(report: &Report, names: &NodeNames) -> String {
    let mut rows = vec![["node", "resource", "busy %", "breaks at users"].map(str::to_owned).to_vec()];
    for (id, node) in &report.nodes {
        for used in &node.resources {
            rows.push(vec![
                names.get(*id),
                resource_key(used.resource).to_owned(),
                digits::percent(used.utilisation.0),
                used.limit_users.map_or_else(|| digits::NONE.to_owned(), digits::users),
            ]);
        }
    }
    table(rows, &[2, 3])
}

/// The lines of a bill with their total.
pub(crate) fn bill(cost: &Cost, names: &NodeNames) -> String {
    let mut rows = vec![["node", "item", "quantity", "unit", "unit price", "USD"].map(str::to_owned).to_vec()];
    for line in &cost.lines {
        let unit = serde_json::to_value(line.unit).ok().and_then(|unit| unit.as_str().map(str::to_owned));
        rows.push(vec![
            names.get(line.node),
            line.item.to_owned(),
            digits::six(line.quantity),
            unit.unwrap_or_default(),
            digits::six(line.unit_price),
            digits::dollars(line.usd),
        ]);
    }
    let blank = String::new;
    rows.push(vec!["total".to_owned(), blank(), blank(), blank(), blank(), digits::dollars(cost.total)]);
    table(rows, &[2, 4, 5])
}

/// A sweep.
pub(crate) fn sweep(sweep: &Sweep) -> String {
    let header = ["users", "requests/s", "p50 ms", "p95 ms", "p99 ms", "errors %", "USD a month"];
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    for point in &sweep.points {
        let time = |pick: fn(&Latency) -> f64| {
            point.latency.as_ref().map_or_else(|| digits::NONE.to_owned(), |latency| digits::millis(pick(latency)))
        };
        rows.push(vec![
            digits::count(f64::from(point.users)),
            digits::rate(point.throughput.0),
            time(|latency| latency.p50.0),
            time(|latency| latency.p95.0),
            time(|latency| latency.p99.0),
            digits::percent(point.error_rate.0),
            digits::dollars(point.cost),
        ]);
    }
    let knee = sweep.knee_users.map(|users| format!("\nknee at {} users\n", digits::users(users)));
    table(rows, &[0, 1, 2, 3, 4, 5, 6]) + &knee.unwrap_or_default()
}

/// Rows in columns as wide as their widest cell; the columns of `right` are set to the right.
pub(crate) fn table(rows: Vec<Vec<String>>, right: &[usize]) -> String {
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..rows.iter().map(Vec::len).max().unwrap_or(0)).map(width).collect();
    let cell = |(column, (text, width)): (usize, (&String, &usize))| {
        if right.contains(&column) { format!("{text:>width$}") } else { format!("{text:<width$}") }
    };
    let line = |row: &Vec<String>| {
        let cells: Vec<String> = row.iter().zip(&widths).enumerate().map(cell).collect();
        cells.join("  ").trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}
