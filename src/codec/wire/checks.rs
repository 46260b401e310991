//! What a drawing from outside must hold to before the rest of the program sees it. Whether it makes sense as an
//! architecture is for `model::validate` to say; these are the limits that keep the program itself safe.

use crate::catalogue::settings::Value;
use crate::catalogue::spec::{ParamKind, ServiceSpec};
use crate::codec::CodecError;
use crate::model::billing::{Billing, RATES};
use crate::model::plan::{
    DURATION_S, Failure, MAX_CLOSE_UPS, MAX_FAILURES, MAX_PERCENT, Plan, Planned, Traffic, UNITS,
};
use crate::model::scenario::{Node, NodeId, Scenario};
use crate::model::validate::workload_fields;
pub(super) use crate::model::validate::{MAX_EDGES, MAX_NODES};

/// The longest name, characters.
const MAX_NAME: usize = 120;

/// The longest word of the form's own (service, key or value of a setting), characters.
const MAX_WORD: usize = 80;

/// The most settings of a node.
const MAX_SETTINGS: usize = 60;

/// The most zones listed for a node's instances.
const MAX_ZONES: usize = 1_000;

/// The largest id of a node: room for as many edits as anyone makes, and far from the end of the number range.
const MAX_ID: u32 = 1_000_000;

/// How far from the origin a card may stand.
const MAX_PLACE: i32 = 100_000;

/// The largest weight of a request class in the mix.
const MAX_WEIGHT: u32 = 1_000_000;

/// Fails where there are more than the limit.
pub(super) fn count(what: &'static str, count: usize, limit: usize) -> Result<(), CodecError> {
    if count > limit { Err(CodecError::TooMany { what, count, limit }) } else { Ok(()) }
}

/// Checks everything but counts of nodes and edges.
pub(super) fn scenario(scenario: &Scenario) -> Result<(), CodecError> {
    ensure(is_name(&scenario.name), || "name".to_owned())?;
    workload(scenario)?;
    plan(&scenario.plan)?;
    let rate = scenario.billing.krw_per_usd;
    // To the hundredth, as it is kept.
    ensure(rate.is_none_or(|rate| RATES.contains(&rate) && Billing::typed(rate) == Some(rate)), || {
        "billing.krw_per_usd".to_owned()
    })?;
    for (id, node) in &scenario.nodes {
        check_node(*id, node)?;
    }
    for edge in &scenario.edges {
        let ends_exist = [edge.from, edge.to].iter().all(|end| scenario.nodes.contains_key(end));
        ensure(ends_exist, || format!("edges.{}-{}", edge.from.0, edge.to.0))?;
    }
    Ok(())
}

fn ensure(holds: bool, place: impl FnOnce() -> String) -> Result<(), CodecError> {
    if holds { Ok(()) } else { Err(CodecError::BadValue { place: place() }) }
}

fn workload(scenario: &Scenario) -> Result<(), CodecError> {
    for (field, value, min, max) in workload_fields(&scenario.workload) {
        ensure((min..=max).contains(&value), || format!("workload.{field}"))?;
    }
    let mix = scenario.workload.mix;
    let weights = [mix.page, mix.write, mix.static_file, mix.upload, mix.report];
    ensure(weights.iter().all(|weight| *weight <= MAX_WEIGHT), || "workload.mix".to_owned())
}

/// Nodes that a failure names need not be there: they may have been taken out since.
#[inline(never)]
fn plan(plan: &Plan) -> Result<(), CodecError> {
    let percent = |percent: u32| (1..=MAX_PERCENT).contains(&percent);
    let seconds = |seconds: u32| seconds <= *DURATION_S.end();
    ensure(DURATION_S.contains(&plan.duration_s), || "plan.duration_s".to_owned())?;
    ensure(
        match plan.traffic {
            Traffic::Steady | Traffic::Day => true,
            Traffic::Replay => plan.replay.is_sane(),
            Traffic::Spike { factor_percent, from_s, for_s } => {
                percent(factor_percent) && seconds(from_s) && seconds(for_s)
            }
            Traffic::Ramp { from_percent } => from_percent <= 100,
        },
        || "plan.traffic".to_owned(),
    )?;
    ensure(plan.resilience.clone().in_range() == plan.resilience, || "plan.resilience".to_owned())?;
    count("plan.close_ups", plan.close_ups.len(), MAX_CLOSE_UPS)?;
    let rising = plan.close_ups.windows(2).all(|pair| pair.first() < pair.last());
    ensure(rising && plan.close_ups.iter().all(|at_s| seconds(*at_s)), || "plan.close_ups".to_owned())?;
    count("plan.failures", plan.failures.len(), MAX_FAILURES)?;
    let sane = |planned: &Planned| {
        seconds(planned.at_s)
            && match planned.failure {
                Failure::Instance(_) | Failure::Spot(_) | Failure::Host(_) => true,
                Failure::Capacity { read, write, .. } => [read, write].iter().all(|units| UNITS.contains(units)),
                Failure::Node { for_s, .. } | Failure::Resize { for_s, .. } => seconds(for_s),
                Failure::Zone { zone, for_s } => zone.is_ascii_lowercase() && seconds(for_s),
                Failure::Slow { factor_percent, for_s, .. } => percent(factor_percent) && seconds(for_s),
            }
    };
    ensure(plan.failures.iter().all(sane), || "plan.failures".to_owned())
}

fn check_node(id: NodeId, node: &Node) -> Result<(), CodecError> {
    let place = |field: &str| format!("nodes.{}{field}", id.0);
    let on_canvas = |at: i32| (-MAX_PLACE..=MAX_PLACE).contains(&at);
    ensure((1..=MAX_ID).contains(&id.0), || place(""))?;
    ensure(is_word(&node.service), || place(".service"))?;
    ensure(is_name(&node.name), || place(".name"))?;
    ensure(on_canvas(node.at.x) && on_canvas(node.at.y), || place(".at"))?;
    count("zones", node.zones.len(), MAX_ZONES)?;
    ensure(node.zones.iter().all(char::is_ascii_lowercase), || place(".zones"))?;
    count("settings", node.settings.0.len(), MAX_SETTINGS)?;
    for (key, value) in &node.settings.0 {
        ensure(is_word(key), || place(".settings"))?;
        ensure(is_sane(node.spec(), key, value), || place(&format!(".settings.{key}")))?;
    }
    Ok(())
}

/// A word, or a number that the setting takes. Whether the region offers a word is not asked here: a drawing may be
/// shared while it has a fault that the page shows.
fn is_sane(spec: Option<&ServiceSpec>, key: &str, value: &Value) -> bool {
    let kind = spec.and_then(|spec| (spec.params)().iter().find(|param| param.key == key)).map(|param| param.kind);
    match (value, kind) {
        (Value::Choice(word), Some(ParamKind::Choice(_) | ParamKind::Listed { .. }) | None) => is_word(word),
        (Value::Int(number), Some(ParamKind::Int { min, max, .. })) => (min..=max).contains(number),
        (Value::Int(_), None) | (Value::Toggle(_), Some(ParamKind::Toggle) | None) => true,
        _ => false,
    }
}

/// Whether this can be shown on one line, in a page or a terminal.
fn is_name(text: &str) -> bool {
    text.chars().count() <= MAX_NAME && !text.chars().any(char::is_control)
}

/// Whether this could be a service, a key or a value of the catalogue.
fn is_word(text: &str) -> bool {
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || "_-./+ ".contains(letter);
    text.len() <= MAX_WORD && text.chars().all(allowed)
}
