//! What a read and a write take of a table's capacity, and how much of it there is.

use super::{FACTS, scaling};
use crate::catalogue::region::Region;
use crate::catalogue::settings::Settings;
use crate::catalogue::spec::{
    Ask, Blueprint, CapacityRule, Choice, Configured, ParamDefault, ParamKind, ParamSpec, Resource, SpecError,
    StationBlueprint, Text, ThrottleBlueprint, Unit, Work,
};

/// Whether capacity is paid as it is used or kept.
pub(super) const MODE: ParamSpec = ParamSpec {
    key: "capacity_mode",
    label: Text { en: "Capacity mode", ko: "용량 모드" },
    kind: ParamKind::Choice(modes),
    default: ParamDefault::Choice("on_demand"),
    basis: "",
};

/// Reads a second that are kept.
pub(super) const READ: ParamSpec = ParamSpec {
    key: "read_capacity",
    label: Text { en: "Read capacity units (RCU)", ko: "읽기 용량 단위(RCU)" },
    kind: ParamKind::Int { min: 1, max: 40_000, unit: Unit::None },
    default: ParamDefault::Int(200),
    basis: "one unit: a strongly consistent read of 4 KB a second, or two eventually consistent ones; the most: AWS's quota for a table",
};

/// Writes a second that are kept.
pub(super) const WRITE: ParamSpec = ParamSpec {
    key: "write_capacity",
    label: Text { en: "Write capacity units (WCU)", ko: "쓰기 용량 단위(WCU)" },
    kind: ParamKind::Int { min: 1, max: 40_000, unit: Unit::None },
    default: ParamDefault::Int(100),
    basis: "one unit: a write of 1 KB a second; the most: AWS's quota for a table",
};

/// How large what is read or written at once is.
pub(super) const ITEM: ParamSpec = ParamSpec {
    key: "item_kb",
    label: Text { en: "Item size", ko: "항목 크기" },
    kind: ParamKind::Int { min: 1, max: 400, unit: Unit::Kb },
    default: ParamDefault::Int(2),
    basis: "assumption: as the result of a query; at most 400 KB (no citable source)",
};

/// Whether reads see every earlier write.
pub(super) const STRONG: ParamSpec = ParamSpec {
    key: "strong_reads",
    label: Text { en: "Strongly consistent reads", ko: "강력한 일관된 읽기" },
    kind: ParamKind::Toggle,
    default: ParamDefault::Toggle(false),
    basis: "",
};

/// How uneven the keys are.
pub(super) const BUSIEST: ParamSpec = ParamSpec {
    key: "busiest_percent",
    label: Text { en: "Requests for the busiest key", ko: "가장 바쁜 키의 요청 비율" },
    kind: ParamKind::Int { min: 0, max: 100, unit: Unit::Percent },
    default: ParamDefault::Int(0),
    basis: "assumption: all keys alike; one partition takes at most 3,000 RCU and 1,000 WCU",
};

/// How often the SDK asks again.
pub(super) const RETRIES: ParamSpec = ParamSpec {
    key: "retries",
    label: Text { en: "SDK retries when throttled", ko: "스로틀링 시 SDK 재시도" },
    kind: ParamKind::Int { min: 0, max: 10, unit: Unit::None },
    default: ParamDefault::Int(2),
    basis: "three attempts: standard retry mode of the AWS SDKs; up to 50 ms before the first retry, twice as long before each further one: DynamoDB developer guide",
};

const ON_DEMAND: (&str, Text) = ("on_demand", Text { en: "On-demand", ko: "온디맨드" });
const PROVISIONED: (&str, Text) = ("provisioned", Text { en: "Provisioned", ko: "프로비저닝됨" });

fn modes(_: Region) -> Vec<Choice> {
    let choice = |(value, label): (&str, Text)| Choice::plain(value, label);
    [ON_DEMAND, PROVISIONED].map(choice).to_vec()
}

pub(super) fn is_provisioned(settings: &Settings) -> bool {
    settings.choice(MODE.key) == PROVISIONED.0
}

/// The setting that keeps capacity for a kind of request.
pub(super) fn key(kind: &str) -> &'static str {
    if kind == "read" { READ.key } else { WRITE.key }
}

/// Units that one question takes: an item is counted in whole units.
pub(super) fn units(settings: &Settings, ask: Ask) -> f64 {
    let item_kb = settings.int(ITEM.key) as f64;
    let whole = |unit: &str| libm::ceil(item_kb / FACTS.value(unit));
    match ask {
        Ask::DbWrite => whole("write_unit_kb"),
        _ if settings.on(STRONG.key) => whole("read_unit_kb"),
        _ => whole("read_unit_kb") * FACTS.value("eventual"),
    }
}

/// Units a second of one kind: what is kept, or AWS's quota for a table.
fn of_table(settings: &Settings, kind: &str) -> f64 {
    if is_provisioned(settings) { settings.int(key(kind)) as f64 } else { FACTS.value("table") }
}

/// Units a second at which the partition of the busiest key is full; endless where all keys are alike.
fn of_partition(settings: &Settings, kind: &str) -> f64 {
    FACTS.value(&["partition.", kind].concat()) / (settings.int(BUSIEST.key) as f64 / 100.0)
}

/// How a table throttles requests of one kind. A provisioned one keeps what is unused; one on demand follows its peak.
fn throttle(settings: &Settings, kind: &str) -> ThrottleBlueprint {
    let fact = |name: &str| FACTS.value(&[kind, name].concat());
    let (kept_s, rule) = if !is_provisioned(settings) {
        let rule = CapacityRule::Peak {
            first: fact(".first_peak"),
            factor: FACTS.value("peak_factor"),
            after_s: FACTS.value("peak_s") as u32,
        };
        (FACTS.value("on_demand.kept_s"), rule)
    } else if scaling::is_on(settings) {
        (FACTS.value("kept_s"), CapacityRule::Follows(scaling::of(settings, kind)))
    } else {
        (FACTS.value("kept_s"), CapacityRule::Set)
    };
    ThrottleBlueprint {
        units: of_table(settings, kind),
        most_units: of_partition(settings, kind),
        call_units: fact(".call_units"),
        kept_s,
        retries: u32::try_from(settings.int(RETRIES.key)).unwrap_or(0),
        backoff_s: FACTS.value("backoff_s"),
        rule,
    }
}

/// Two limits, one for reads and one for writes.
pub(super) fn blueprint(node: Configured<'_>) -> Result<Blueprint, SpecError> {
    let settings = node.settings;
    let limits = [(Resource::ReadCapacity, "read"), (Resource::WriteCapacity, "write")];
    let station = |(resource, kind)| {
        let speed = of_table(settings, kind).min(of_partition(settings, kind));
        StationBlueprint { resource, servers: 1, speed }
    };
    let read = Work { read_units: units(settings, Ask::DbRead), ..Work::default() };
    let write = Work { write_units: units(settings, Ask::DbWrite), ..Work::default() };
    Ok(Blueprint {
        instances: 1,
        stations: limits.map(station).to_vec(),
        throttles: limits.map(|(resource, kind)| (resource, throttle(settings, kind))).to_vec(),
        handles: vec![(Ask::DbWrite, write), (Ask::DbRead, read)],
        delay_ms: FACTS.value("delay_ms"),
        ..Blueprint::default()
    })
}
