//! A bill, and the catalogue that it is made from, as JSON and CSV: `docs/cli.md` says what each field is.

use serde::Serialize;

use super::report_json::{NodeNames, finite, quoted};
use crate::catalogue::free::{self, FreeTier};
use crate::catalogue::settings::Value;
use crate::catalogue::spec::{BillUnit, Citation, Confidence, ParamKind, ParamSpec, ServiceSpec, Text};
use crate::catalogue::{self, Figure, region::Region};
use crate::engine::report::{CostLine, Report};
use crate::model::scenario::Scenario;
use crate::units::Usd;

#[derive(Serialize)]
struct BillJson {
    users: u32,
    region: &'static str,
    snapshot: &'static str,
    free_tier: FreeTier,
    krw_per_usd: RateJson,
    month: MoneyJson,
    free_tier_usd: Usd,
    per_1000_users: MoneyJson,
    per_million_requests: Option<MoneyJson>,
    lines: Vec<LineJson>,
}

#[derive(Serialize)]
struct RateJson {
    value: f64,
    assumed: bool,
    as_of: &'static str,
}

#[derive(Serialize)]
struct MoneyJson {
    usd: Usd,
    krw: i64,
}

impl MoneyJson {
    fn of(usd: Usd, rate: f64) -> Self {
        Self { usd, krw: i64::try_from(usd.won(rate)).unwrap_or(i64::MAX) }
    }
}

#[derive(Serialize)]
struct WordsJson<'a> {
    en: &'a str,
    ko: &'a str,
}

#[derive(Serialize)]
struct LineJson {
    node: String,
    item: &'static str,
    label: String,
    quantity: Option<f64>,
    unit: BillUnit,
    unit_price: Option<f64>,
    usd: Usd,
    krw: i64,
    how: Option<String>,
    source: String,
    as_of: String,
    confidence: Confidence,
    assumption: bool,
}

/// The bill of a report as JSON, laid out for people, without a newline at its end.
pub fn bill(scenario: &Scenario, report: &Report) -> String {
    let names = NodeNames::of(scenario);
    let billing = scenario.billing;
    let rate = billing.rate();
    let assumed = billing.krw_per_usd.is_none();
    let as_of = if assumed { catalogue::krw_per_usd().1.as_of } else { "" };
    let money = |usd| MoneyJson::of(usd, rate);
    let json = BillJson {
        users: report.users,
        region: scenario.region.id(),
        snapshot: catalogue::SNAPSHOT,
        free_tier: billing.free_tier,
        krw_per_usd: RateJson { value: rate, assumed, as_of },
        month: money(report.cost.total),
        free_tier_usd: report.cost.free(),
        per_1000_users: money(report.cost.per_thousand_users(report.users)),
        per_million_requests: report.cost.per_million_requests(report.throughput).map(money),
        lines: report.cost.lines.iter().map(|line| line_json(line, &names, rate)).collect(),
    };
    serde_json::to_string_pretty(&json).unwrap_or_default()
}

fn line_json(line: &CostLine, names: &NodeNames, rate: f64) -> LineJson {
    LineJson {
        node: names.get(line.node),
        item: line.item,
        label: line.label.en.clone(),
        quantity: finite(line.quantity),
        unit: line.unit,
        unit_price: finite(line.unit_price),
        usd: line.usd,
        krw: MoneyJson::of(line.usd, rate).krw,
        how: line.how.as_ref().map(|how| how.en.clone()),
        source: line.source.text().to_owned(),
        as_of: line.as_of.clone(),
        confidence: line.confidence,
        assumption: line.confidence.is_assumption(),
    }
}

/// The bill as CSV (RFC 4180, newline ended), one row a line.
pub fn bill_csv(scenario: &Scenario, report: &Report) -> String {
    let names = NodeNames::of(scenario);
    let head = "node,item,label,quantity,unit,unit_price_usd,usd,how,source,as_of,confidence\n";
    let word = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let row = |line: &CostLine| {
        let unit = word(serde_json::to_value(line.unit).unwrap_or_default());
        let confidence = word(serde_json::to_value(line.confidence).unwrap_or_default());
        let how = line.how.as_ref().map_or("", |how| &how.en);
        let cells = [
            quoted(&not_a_formula(names.get(line.node))),
            line.item.to_owned(),
            quoted(&line.label.en),
            line.quantity.to_string(),
            unit,
            line.unit_price.to_string(),
            line.usd.to_string(),
            quoted(how),
            quoted(line.source.text()),
            line.as_of.clone(),
            confidence,
        ];
        cells.join(",") + "\n"
    };
    std::iter::once(head.to_owned()).chain(report.cost.lines.iter().map(row)).collect()
}

/// A name that a spreadsheet does not take for a formula.
fn not_a_formula(name: String) -> String {
    if name.starts_with(['=', '+', '-', '@']) { ["'", &name].concat() } else { name }
}

#[derive(Serialize)]
struct CatalogueJson {
    snapshot: &'static str,
    regions: Vec<&'static str>,
    services: Vec<ServiceJson>,
    free_tier: Vec<FreeJson>,
    figures: Vec<FigureJson>,
}

#[derive(Serialize)]
struct ServiceJson {
    id: &'static str,
    name: WordsJson<'static>,
    purpose: WordsJson<'static>,
    card: WordsJson<'static>,
    settings: Vec<SettingJson>,
}

#[derive(Serialize)]
struct SettingJson {
    key: &'static str,
    label: WordsJson<'static>,
    default: Value,
    basis: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<[i64; 2]>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<ChoicesJson>,
}

#[derive(Serialize)]
struct ChoicesJson {
    region: &'static str,
    values: Vec<String>,
}

#[derive(Serialize)]
struct FreeJson {
    what: String,
    what_ko: String,
    always: bool,
    #[serde(flatten)]
    citation: CitationJson,
}

#[derive(Serialize)]
struct FigureJson {
    table: String,
    key: &'static str,
    column: &'static str,
    value: f64,
    #[serde(flatten)]
    citation: CitationJson,
}

#[derive(Serialize)]
struct CitationJson {
    source: &'static str,
    as_of: &'static str,
    confidence: Confidence,
}

impl From<Citation> for CitationJson {
    fn from(Citation { source, as_of, confidence }: Citation) -> Self {
        Self { source: source.text(), as_of, confidence }
    }
}

impl From<Text> for WordsJson<'static> {
    fn from(Text { en, ko }: Text) -> Self {
        Self { en, ko }
    }
}

/// Everything that the catalogue knows, each figure with its citation, as JSON without a newline at its end.
pub fn catalogue() -> String {
    let figure = |Figure { table, key, column, value, citation }: Figure| FigureJson {
        table,
        key,
        column,
        value,
        citation: citation.into(),
    };
    let free = free::rules().map(|(what, always, citation)| FreeJson {
        what: what.en,
        what_ko: what.ko,
        always,
        citation: citation.into(),
    });
    let json = CatalogueJson {
        snapshot: catalogue::SNAPSHOT,
        regions: Region::ALL.iter().map(|region| region.id()).collect(),
        services: catalogue::all().iter().map(|spec| service(spec)).collect(),
        free_tier: free.collect(),
        figures: catalogue::figures().into_iter().map(figure).collect(),
    };
    serde_json::to_string_pretty(&json).unwrap_or_default()
}

fn service(spec: &ServiceSpec) -> ServiceJson {
    ServiceJson {
        id: spec.id,
        name: spec.name.into(),
        purpose: spec.purpose.into(),
        card: (spec.card)().into(),
        settings: (spec.params)().iter().map(setting).collect(),
    }
}

fn setting(param: &ParamSpec) -> SettingJson {
    let of = |region: &Region, choices: fn(Region) -> Vec<catalogue::spec::Choice>| ChoicesJson {
        region: region.id(),
        values: choices(*region).into_iter().map(|choice| choice.value).collect(),
    };
    let (range, choices) = match param.kind {
        ParamKind::Choice(choices) | ParamKind::Listed { choices, .. } => {
            (None, Region::ALL.iter().map(|region| of(region, choices)).collect())
        }
        ParamKind::Int { min, max, .. } => (Some([min, max]), Vec::new()),
        ParamKind::Toggle => (None, Vec::new()),
    };
    SettingJson {
        key: param.key,
        label: param.label.into(),
        default: param.default_value(),
        basis: param.basis,
        range,
        choices,
    }
}
