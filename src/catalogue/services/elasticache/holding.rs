//! What a cache holds: as many keys as fit into its memory, and of them the hits.

use super::{RATES, is_memcached};
use crate::catalogue::popularity::most_popular;
use crate::catalogue::region::Region;
use crate::catalogue::settings::Settings;
use crate::catalogue::spec::{Choice, Configured, ParamDefault, ParamKind, ParamSpec, Text, Unit};

const GIB: f64 = 1_073_741_824.0;

/// Where the hit ratio comes from.
pub(super) const HITS_BY: ParamSpec = ParamSpec {
    key: "hits_by",
    label: Text { en: "Hit ratio comes from", ko: "적중률의 근거" },
    kind: ParamKind::Choice(ways),
    default: ParamDefault::Since { before: TYPED.0, new: MEMORY.0 },
    basis: "",
};

/// How large what is kept for a key is.
pub(super) const ITEM_BYTES: ParamSpec = ParamSpec {
    key: "item_bytes",
    label: Text { en: "Bytes of a key's value", ko: "키 하나의 값 크기(바이트)" },
    kind: ParamKind::Int { min: 1, max: 10_000_000, unit: Unit::None },
    default: ParamDefault::Int(2_000),
    basis: "assumption: the result of a query",
};

/// How uneven the keys are.
pub(super) const SKEW: ParamSpec = ParamSpec {
    key: "zipf_percent",
    label: Text { en: "Skew of the keys (Zipf exponent)", ko: "키의 쏠림(지프 지수)" },
    kind: ParamKind::Int { min: 0, max: 200, unit: Unit::Percent },
    default: ParamDefault::Int(80),
    basis: "assumption: 0.8, as Breslau and others found 0.64 to 0.83 for pages of the web (INFOCOM 1999); 0 % is all alike",
};

/// Hits where everything fits.
pub(super) const CEILING: ParamSpec = ParamSpec {
    key: "fits_percent",
    label: Text { en: "Hit ratio where all keys fit", ko: "모든 키가 들어갈 때의 적중률" },
    kind: ParamKind::Int { min: 0, max: 100, unit: Unit::Percent },
    default: ParamDefault::Int(90),
    basis: "assumption: the rest has expired or was changed",
};

const TYPED: (&str, Text) = ("typed", Text { en: "A number of yours", ko: "직접 입력" });
const MEMORY: (&str, Text) = ("memory", Text { en: "Memory and keys", ko: "메모리와 키" });

fn ways(_: Region) -> Vec<Choice> {
    let choice = |(value, label): (&str, Text)| Choice::plain(value, label);
    [MEMORY, TYPED].map(choice).to_vec()
}

pub(super) fn is_by_memory(settings: &Settings) -> bool {
    settings.choice(HITS_BY.key) == MEMORY.0
}

/// The usual hits of a cache and the keys that they are for.
pub(super) struct Held {
    /// Share of the look-ups, 0…1.
    pub(super) hits: f64,
    /// Keys that are there.
    pub(super) keys: f64,
}

/// What a cache of so many nodes with so much memory each holds. The most popular keys that fit are taken to be those that are there, as where
/// the least used are given up first.
pub(super) fn held(node: Configured<'_>, nodes: u32, gib: f64) -> Held {
    let settings = node.settings;
    let keys = settings.int("working_set") as f64;
    if !is_by_memory(settings) {
        return Held { hits: settings.int("hit_percent") as f64 / 100.0, keys };
    }
    let fits = libm::floor(f64::from(nodes) * usable_bytes(settings, gib) / key_bytes(settings)).clamp(1.0, keys);
    let asked = most_popular(fits, keys, settings.int(SKEW.key) as f64 / 100.0);
    Held { hits: settings.int(CEILING.key) as f64 / 100.0 * asked, keys: fits }
}

/// Memory of a node for data: Redis keeps some for backups and failovers, Memcached for connections.
fn usable_bytes(settings: &Settings, gib: f64) -> f64 {
    let usable = if is_memcached(settings) {
        (gib - RATES.value("memcached.reserved_gib")).max(0.0)
    } else {
        gib * RATES.value("redis.usable")
    };
    usable * GIB
}

fn key_bytes(settings: &Settings) -> f64 {
    let engine = if is_memcached(settings) { "memcached" } else { "redis" };
    settings.int(ITEM_BYTES.key) as f64 + RATES.value(&format!("{engine}.overhead_bytes"))
}
