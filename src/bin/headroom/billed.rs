//! The bill for people.

use headroom::catalogue;
use headroom::catalogue::free::FreeTier;
use headroom::codec::digits;
use headroom::codec::report_json::NodeNames;
use headroom::engine::report::{CostLine, Report};
use headroom::model::scenario::Scenario;
use headroom::units::Usd;

use super::text;

/// The bill of a report.
pub(crate) fn report(scenario: &Scenario, report: &Report) -> String {
    let names = NodeNames::of(scenario);
    let rate = scenario.billing.rate();
    let money = |usd: Usd| vec![digits::dollars(usd), digits::count(usd.won(rate) as f64)];
    let row = |name: &str, usd: Option<Usd>| {
        let none = || vec![digits::NONE.to_owned(); 2];
        [vec![name.to_owned()], usd.map_or_else(none, money)].concat()
    };
    let summary = vec![
        vec![String::new(), "USD".to_owned(), "KRW".to_owned()],
        row("a month", Some(report.cost.total)),
        row("per 1,000 users", Some(report.cost.per_thousand_users(report.users))),
        row("per million requests", report.cost.per_million_requests(report.throughput)),
    ];
    [
        format!(
            "{} users · {} · price list of {}\n",
            digits::count(f64::from(report.users)),
            scenario.region.id(),
            catalogue::SNAPSHOT
        ),
        basis(scenario, rate),
        text::table(summary, &[1, 2]),
        "\n".to_owned(),
        text::bill(&report.cost, &names),
        "\nwhere each price comes from\n".to_owned(),
        report.cost.lines.iter().map(|line| citation(line, &names)).collect(),
    ]
    .concat()
}

fn basis(scenario: &Scenario, rate: f64) -> String {
    let tier = match scenario.billing.free_tier {
        FreeTier::Off => "free tier off",
        FreeTier::TwelveMonths => "free tier of an account opened before 2025-07-15, first 12 months",
        FreeTier::Credits => "what is always free; an account opened since 2025-07-15 also has credits, not taken off",
    };
    let assumed = if scenario.billing.krw_per_usd.is_none() {
        format!(" (assumption of {})", catalogue::krw_per_usd().1.as_of)
    } else {
        String::new()
    };
    format!("{tier} · 1 USD = {} KRW{assumed}\n\n", digits::six(rate))
}

fn citation(line: &CostLine, names: &NodeNames) -> String {
    let how = line.how.as_ref().map(|how| format!("; {}", how.en)).unwrap_or_default();
    let date = if line.as_of.is_empty() { "undated" } else { &line.as_of };
    let mark = if line.confidence.is_assumption() { " [assumption]" } else { "" };
    format!("{} {}{mark}: {} ({date}){how}\n", names.get(line.node), line.label.en, line.source.text())
}
