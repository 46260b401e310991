//! How the bill is made and read, in version 1: left out where it is the default, so that older drawings stay as they
//! are.

use super::plan::text;
use crate::catalogue::free::FreeTier;
use crate::codec::json::{Json, Taker, Writer};
use crate::model::billing::Billing;

/// Writes it behind its key; nothing where it is the default.
pub(super) fn write(json: &mut Writer, billing: &Billing) {
    if *billing == Billing::default() {
        return;
    }
    json.key("billing");
    json.open('{');
    json.word("free_tier", billing.free_tier.id());
    if let Some(rate) = billing.krw_per_usd {
        json.number("krw_per_usd", rate);
    }
    json.close('}');
}

/// Reads it.
#[inline(never)]
pub(super) fn read(taker: &mut Taker, json: Json<'_>) -> Billing {
    let mut fields = taker.object(json);
    let free_tier = FreeTier::from_id(&text(taker, &mut fields, "free_tier"));
    if free_tier.is_none() {
        taker.refuse_at(&fields, "off, twelve_months or credits as the free tier");
    }
    let krw_per_usd = fields.take("krw_per_usd").map(|json| taker.decimal(&json));
    taker.end(fields);
    Billing { free_tier: free_tier.unwrap_or_default(), krw_per_usd }
}
