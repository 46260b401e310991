//! Recorded traffic in the plan of version 1: times and values in one list, one after the other.

use super::plan::text;
use crate::codec::json::{Members, Taker, Writer};
use crate::model::replay::{Point, Replay, Unit};

/// Writes its members into the plan.
pub(super) fn write(json: &mut Writer, replay: &Replay) {
    json.word("unit", if replay.unit == Unit::Rate { "rate" } else { "users" });
    json.key("points");
    json.open('[');
    for number in replay.points.iter().flat_map(|point| [point.at_s, point.value]) {
        json.item();
        json.raw(&number.to_string());
    }
    json.close(']');
}

/// Reads its members out of the plan.
#[inline(never)]
pub(super) fn read(taker: &mut Taker, fields: &mut Members<'_>) -> Replay {
    let word = text(taker, fields, "unit");
    if word != "rate" && word != "users" {
        taker.refuse_at(fields, "users or rate as the unit");
    }
    let numbers = taker.list(fields.take("points"));
    if !numbers.len().is_multiple_of(2) {
        taker.refuse_at(fields, "as many values as times in the points");
    }
    let numbers: Vec<u32> = numbers.iter().map(|number| taker.count(number)).collect();
    let points = numbers.chunks_exact(2).filter_map(|pair| match pair {
        [at_s, value] => Some(Point { at_s: *at_s, value: *value }),
        _ => None,
    });
    Replay { unit: if word == "rate" { Unit::Rate } else { Unit::Users }, points: points.collect() }
}
