//! What clients and servers do about failures, in the plan of version 1: left out where they do nothing.

use super::plan::count;
use crate::codec::json::{Json, Taker, Writer};
use crate::model::resilience::{Breaker, Resilience};

/// Writes it behind its key; nothing where it is the default.
pub(super) fn write(json: &mut Writer, resilience: &Resilience) {
    if *resilience == Resilience::default() {
        return;
    }
    json.key("resilience");
    json.open('{');
    if !resilience.backoff_ms.is_empty() {
        json.key("backoff_ms");
        json.open('[');
        for wait in &resilience.backoff_ms {
            json.item();
            json.raw(&wait.to_string());
        }
        json.close(']');
    }
    if resilience.finishes_abandoned {
        json.word("abandoned", "continues");
    }
    if let Some(limit) = resilience.queue_limit {
        json.whole("queue_limit", limit.into());
    }
    if let Some(breaker) = resilience.breaker {
        json.key("breaker");
        json.open('{');
        json.whole("failure_percent", breaker.failure_percent.into());
        json.whole("window_s", breaker.window_s.into());
        json.whole("min_requests", breaker.min_requests.into());
        json.whole("open_s", breaker.open_s.into());
        json.close('}');
    }
    json.close('}');
}

/// Reads it.
#[inline(never)]
pub(super) fn read(taker: &mut Taker, json: Json<'_>) -> Resilience {
    let mut fields = taker.object(json);
    let waits = taker.list(fields.take("backoff_ms"));
    let backoff_ms = waits.iter().map(|wait| taker.count(wait)).collect();
    let abandoned = fields.take("abandoned").map(|json| taker.text(json));
    if abandoned.as_ref().is_some_and(|word| word != "continues" && word != "stops") {
        taker.refuse_at(&fields, "continues or stops for what is abandoned");
    }
    let finishes_abandoned = abandoned.is_some_and(|word| word == "continues");
    let queue_limit = fields.take("queue_limit").map(|json| taker.count(&json));
    let breaker = fields.take("breaker").map(|json| breaker(taker, json));
    taker.end(fields);
    Resilience { backoff_ms, finishes_abandoned, queue_limit, breaker }
}

fn breaker(taker: &mut Taker, json: Json<'_>) -> Breaker {
    let mut fields = taker.object(json);
    let breaker = Breaker {
        failure_percent: count(taker, &mut fields, "failure_percent"),
        window_s: count(taker, &mut fields, "window_s"),
        min_requests: count(taker, &mut fields, "min_requests"),
        open_s: count(taker, &mut fields, "open_s"),
    };
    taker.end(fields);
    breaker
}
