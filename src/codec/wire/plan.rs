//! The plan of a run in the form of version 1: left out where nothing happens, so that older drawings stay as they are.

use super::{replay, resilience};
use crate::catalogue;
use crate::codec::json::{Json, Members, Taker, Writer};
use crate::model::plan::{Detail, Failure, Plan, Planned, Traffic};
use crate::model::replay::Replay;
use crate::model::scenario::NodeId;

/// Writes the plan behind its key; nothing where it is the default.
pub(super) fn write(json: &mut Writer, plan: &Plan) {
    if *plan == Plan::default() {
        return;
    }
    json.key("plan");
    json.open('{');
    json.whole("duration_s", plan.duration_s.into());
    match plan.traffic {
        Traffic::Steady => json.word("traffic", "steady"),
        Traffic::Day => json.word("traffic", "day"),
        Traffic::Replay => {
            json.word("traffic", "replay");
            replay::write(json, &plan.replay);
        }
        Traffic::Spike { factor_percent, from_s, for_s } => {
            json.word("traffic", "spike");
            json.whole("factor_percent", factor_percent.into());
            json.whole("from_s", from_s.into());
            json.whole("for_s", for_s.into());
        }
        Traffic::Ramp { from_percent } => {
            json.word("traffic", "ramp");
            json.whole("from_percent", from_percent.into());
        }
    }
    match plan.detail {
        Detail::Auto => {}
        Detail::Full => json.word("detail", "full"),
        Detail::Fluid => json.word("detail", "fluid"),
        Detail::Sampled => json.word("detail", "sampled"),
    }
    if !plan.close_ups.is_empty() {
        json.key("close_ups");
        json.open('[');
        for at_s in &plan.close_ups {
            json.item();
            json.raw(&at_s.to_string());
        }
        json.close(']');
    }
    if !plan.failures.is_empty() {
        json.key("failures");
        json.open('[');
        for planned in &plan.failures {
            json.item();
            write_failure(json, *planned);
        }
        json.close(']');
    }
    resilience::write(json, &plan.resilience);
    json.close('}');
}

fn write_failure(json: &mut Writer, planned: Planned) {
    json.open('{');
    json.whole("at_s", planned.at_s.into());
    match planned.failure {
        Failure::Instance(node) => {
            json.word("what", "instance");
            json.whole("node", node.0.into());
        }
        Failure::Host(node) => {
            json.word("what", "host");
            json.whole("node", node.0.into());
        }
        Failure::Spot(node) => {
            json.word("what", "spot");
            json.whole("node", node.0.into());
        }
        Failure::Node { node, for_s } => {
            json.word("what", "node");
            json.whole("node", node.0.into());
            json.whole("for_s", for_s.into());
        }
        Failure::Zone { zone, for_s } => {
            json.word("what", "zone");
            json.word("zone", zone.encode_utf8(&mut [0; 4]));
            json.whole("for_s", for_s.into());
        }
        Failure::Resize { node, to, cut_over, for_s } => {
            json.word("what", if cut_over { "cut_over" } else { "resize" });
            json.whole("node", node.0.into());
            json.word("to", to);
            json.whole("for_s", for_s.into());
        }
        Failure::Capacity { node, read, write } => {
            json.word("what", "capacity");
            json.whole("node", node.0.into());
            json.whole("read", read.into());
            json.whole("write", write.into());
        }
        Failure::Slow { node, factor_percent, for_s } => {
            json.word("what", "slow");
            json.whole("node", node.0.into());
            json.whole("factor_percent", factor_percent.into());
            json.whole("for_s", for_s.into());
        }
    }
    json.close('}');
}

/// Reads a plan.
#[inline(never)]
pub(super) fn read(taker: &mut Taker, json: Json<'_>) -> Plan {
    let mut fields = taker.object(json);
    let duration_s = count(taker, &mut fields, "duration_s");
    let kind = text(taker, &mut fields, "traffic");
    let traffic = match kind.as_str() {
        "spike" => Traffic::Spike {
            factor_percent: count(taker, &mut fields, "factor_percent"),
            from_s: count(taker, &mut fields, "from_s"),
            for_s: count(taker, &mut fields, "for_s"),
        },
        "ramp" => Traffic::Ramp { from_percent: count(taker, &mut fields, "from_percent") },
        "day" => Traffic::Day,
        "replay" => Traffic::Replay,
        "steady" => Traffic::Steady,
        _ => {
            taker.refuse_at(&fields, "steady, spike, ramp, day or replay as the traffic");
            Traffic::Steady
        }
    };
    let replay = if traffic == Traffic::Replay { replay::read(taker, &mut fields) } else { Replay::default() };
    let word = fields.take("detail").map(|json| taker.text(json));
    let detail = match word.as_deref() {
        None => Detail::Auto,
        Some("full") => Detail::Full,
        Some("fluid") => Detail::Fluid,
        Some("sampled") => Detail::Sampled,
        Some(_) => {
            taker.refuse_at(&fields, "full, fluid or sampled as the detail");
            Detail::Auto
        }
    };
    let close_ups = taker.list(fields.take("close_ups"));
    let close_ups = close_ups.iter().map(|json| taker.count(json)).collect();
    let failures = taker.list(fields.take("failures"));
    let resilience = fields.take("resilience").map(|json| resilience::read(taker, json)).unwrap_or_default();
    taker.end(fields);
    let failures = failures.into_iter().map(|json| failure(taker, json)).collect();
    Plan { traffic, duration_s, failures, replay, resilience, detail, close_ups }
}

fn failure(taker: &mut Taker, json: Json<'_>) -> Planned {
    let mut fields = taker.object(json);
    let at_s = count(taker, &mut fields, "at_s");
    let what = text(taker, &mut fields, "what");
    let failure = match what.as_str() {
        "instance" => Failure::Instance(node(taker, &mut fields)),
        "spot" => Failure::Spot(node(taker, &mut fields)),
        "host" => Failure::Host(node(taker, &mut fields)),
        "node" => Failure::Node { node: node(taker, &mut fields), for_s: count(taker, &mut fields, "for_s") },
        "zone" => {
            let zone = text(taker, &mut fields, "zone");
            // A zone of more letters or none is refused with the other values.
            let zone = Some(zone.as_str()).filter(|zone| zone.len() == 1).and_then(|zone| zone.chars().next());
            Failure::Zone { zone: zone.unwrap_or(' '), for_s: count(taker, &mut fields, "for_s") }
        }
        "resize" => resize(taker, &mut fields, false),
        "cut_over" => resize(taker, &mut fields, true),
        "capacity" => Failure::Capacity {
            node: node(taker, &mut fields),
            read: count(taker, &mut fields, "read"),
            write: count(taker, &mut fields, "write"),
        },
        "slow" => Failure::Slow {
            node: node(taker, &mut fields),
            factor_percent: count(taker, &mut fields, "factor_percent"),
            for_s: count(taker, &mut fields, "for_s"),
        },
        _ => {
            taker.refuse_at(
                &fields,
                "instance, spot, host, node, zone, resize, cut_over, capacity or slow as what fails",
            );
            Failure::Instance(NodeId(0))
        }
    };
    taker.end(fields);
    Planned { at_s, failure }
}

fn resize(taker: &mut Taker, fields: &mut Members<'_>, cut_over: bool) -> Failure {
    let node = node(taker, fields);
    let to = text(taker, fields, "to");
    let known = catalogue::instance_type(&to);
    if known.is_none() {
        taker.refuse_at(fields, "an instance type as to");
    }
    Failure::Resize { node, to: known.unwrap_or_default(), cut_over, for_s: count(taker, fields, "for_s") }
}

pub(super) fn count(taker: &mut Taker, fields: &mut Members<'_>, key: &str) -> u32 {
    let json = taker.need(fields, key);
    taker.count(&json)
}

pub(super) fn text(taker: &mut Taker, fields: &mut Members<'_>, key: &str) -> String {
    let json = taker.need(fields, key);
    taker.text(json)
}

fn node(taker: &mut Taker, fields: &mut Members<'_>) -> NodeId {
    NodeId(count(taker, fields, "node"))
}
