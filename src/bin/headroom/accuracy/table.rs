//! The error table for people, worst first.

use super::{Compared, LeftOut};
use crate::text::table;

/// The kinds of numbers, in the order of the columns.
const KINDS: [&str; 6] = ["mean", "probability", "p50", "p95", "p99", "bound"];

/// The whole page of text.
pub(super) fn of(rows: &[Compared], general: &[Compared], left_out: &[LeftOut]) -> String {
    let head = format!("{} rows compared, {} left out\n", rows.len(), left_out.len());
    let near = "approximations nearest to their bound\n\n".to_owned() + &worst(rows, 20);
    let near_general = "nearest to their bound among these\n\n".to_owned() + &worst(general, 12);
    [head, families(rows), near, services(general), near_general, reasons(left_out)].join("\n")
}

/// Each family's largest error against rows of theory, and against simulations.
fn families(rows: &[Compared]) -> String {
    let mut names: Vec<&str> = rows.iter().map(|row| row.family.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let largest = |family: &str, kind: Option<&str>| {
        let fits = rows.iter().filter(|row| row.family == family && kind.is_none_or(|kind| row.kind == kind));
        fits.map(|row| row.error).reduce(f64::max)
    };
    names.sort_by(|one, other| largest(other, None).unwrap_or(0.0).total_cmp(&largest(one, None).unwrap_or(0.0)));
    let mut lines = vec![["family", "rows", "method"].iter().chain(&KINDS).map(|&word| word.to_owned()).collect()];
    for name in names {
        let count = rows.iter().filter(|row| row.family == name).count();
        let mut line = vec![name.to_owned(), count.to_string(), method(name).to_owned()];
        line.extend(KINDS.iter().map(|kind| largest(name, Some(kind)).map_or_else(|| "–".to_owned(), percent)));
        lines.push(line);
    }
    "largest error, % of the reference value (simulated ones have an error of their own)\n\n".to_owned()
        + &table(lines, &[1, 3, 4, 5, 6, 7, 8])
}

/// Several servers with general service: each service's largest errors, and what of them the simulation cannot explain.
fn services(rows: &[Compared]) -> String {
    let kinds = ["probability", "mean", "p50", "p95", "p99", "wait p50", "wait p95", "wait p99"];
    let mut names: Vec<&str> = rows.iter().map(|row| row.family.as_str()).collect();
    names.dedup();
    let mut lines = vec![["service", "numbers"].iter().chain(&kinds).map(|&word| word.to_owned()).collect()];
    for name in names {
        let of = |kind: &str| rows.iter().filter(move |row| row.family == name && row.kind == kind).collect::<Vec<_>>();
        let largest = |kind: &&str| {
            let error = of(kind).into_iter().map(|row| row.error).reduce(f64::max);
            let beyond = of(kind).into_iter().map(|row| (row.error - row.half_width()).max(0.0)).reduce(f64::max);
            let cell = |(error, beyond)| format!("{:.1} ({:.1})", 100.0 * error, 100.0 * beyond);
            error.zip(beyond).map_or_else(|| "–".to_owned(), cell)
        };
        let count = rows.iter().filter(|row| row.family == name).count();
        lines.push([name.to_owned(), count.to_string()].into_iter().chain(kinds.iter().map(largest)).collect());
    }
    "several servers with general service: largest error, % (beyond the 95 % interval of the simulation)\n\n".to_owned()
        + &table(lines, &[1, 2, 3, 4, 5, 6, 7, 8, 9])
}

/// The rows nearest to what they may be off, or past it.
fn worst(rows: &[Compared], count: usize) -> String {
    let mut ranked: Vec<&Compared> = rows.iter().filter(|row| row.bound > 1e-5).collect();
    ranked.sort_by(|one, other| (other.error / other.allowed()).total_cmp(&(one.error / one.allowed())));
    let mut lines = vec![["row", "number", "expected", "found", "error %", "bound %"].map(str::to_owned).to_vec()];
    lines.extend(ranked.iter().take(count).map(|row| {
        vec![
            row.params.clone(),
            row.metric.clone(),
            format!("{:.6}", row.expected),
            format!("{:.6}", row.found),
            percent(row.error),
            percent(row.allowed()),
        ]
    }));
    table(lines, &[2, 3, 4, 5])
}

fn reasons(left_out: &[LeftOut]) -> String {
    let rows =
        left_out.iter().map(|row| vec![row.case.clone(), row.params.clone(), row.metric.clone(), row.why.clone()]);
    "left out\n\n".to_owned() + &table(rows.collect(), &[])
}

/// Percent with two digits that count, or `<1e-7` for what is rounding.
fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    match percent {
        _ if percent < 1e-7 => "<1e-7".to_owned(),
        _ if percent < 0.01 => format!("{percent:.0e}"),
        _ if percent < 10.0 => format!("{percent:.2}"),
        _ => format!("{percent:.1}"),
    }
}

fn method(family: &str) -> &'static str {
    match family {
        "M/M/c" => "Erlang C, exact",
        "M/M/c/K" => "birth–death, exact",
        "M/M/c with patience" => "birth–death, offered wait, exact",
        "M/G/1" => "Pollaczek–Khinchine",
        "M/G/c" => "phases and roots, near exact",
        "Jackson networks" => "product form, exact",
        "delays and branches" => "transforms, exact",
        "closed, several stations" => "finite-source decomposition",
        "closed, one station" => "birth–death, exact",
        "scalability law" => "birth–death, exact",
        "processor sharing" => "exact in the mean",
        _ => "fixed point, exact",
    }
}

impl Compared {
    /// What it may be off, relative: the larger of the method's bound and the row's tolerance.
    fn allowed(&self) -> f64 {
        self.bound.max(self.row_tolerance)
    }
}
