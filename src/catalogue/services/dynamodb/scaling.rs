//! Auto scaling of a provisioned table: its capacity follows what is used.

use super::FACTS;
use super::capacity::key;
use crate::catalogue::settings::Settings;
use crate::catalogue::spec::{CapacityScaling, ParamDefault, ParamKind, ParamSpec, Text, Unit};

/// Whether it does.
pub(super) const AUTO_SCALING: ParamSpec = ParamSpec {
    key: "auto_scaling",
    label: Text { en: "Auto scaling (in Time)", ko: "Auto Scaling(시간 탭)" },
    kind: ParamKind::Toggle,
    default: ParamDefault::Toggle(false),
    basis: "what is set is the least; more after two minutes above the target, less after fifteen below",
};

/// The most reads.
pub(super) const READ_MOST: ParamSpec = ParamSpec {
    key: "read_most",
    label: Text { en: "Most RCU", ko: "최대 RCU" },
    kind: ParamKind::Int { min: 1, max: 40_000, unit: Unit::None },
    default: ParamDefault::Int(2_000),
    basis: "",
};

/// The most writes.
pub(super) const WRITE_MOST: ParamSpec = ParamSpec {
    key: "write_most",
    label: Text { en: "Most WCU", ko: "최대 WCU" },
    kind: ParamKind::Int { min: 1, max: 40_000, unit: Unit::None },
    default: ParamDefault::Int(1_000),
    basis: "",
};

/// How much of it should be used.
pub(super) const TARGET: ParamSpec = ParamSpec {
    key: "target_percent",
    label: Text { en: "Target utilisation", ko: "목표 사용률" },
    kind: ParamKind::Int { min: 20, max: 90, unit: Unit::Percent },
    default: ParamDefault::Int(70),
    basis: "AWS's example; 20 to 90: DynamoDB developer guide",
};

pub(super) fn is_on(settings: &Settings) -> bool {
    settings.on(AUTO_SCALING.key)
}

/// The rule for one kind. What is set is the least, and never more than the most.
pub(super) fn of(settings: &Settings, kind: &str) -> CapacityScaling {
    let number = |key: &str| u32::try_from(settings.int(key)).unwrap_or(1);
    let least = number(key(kind));
    let most = number(if kind == "read" { READ_MOST.key } else { WRITE_MOST.key });
    let fact = |name: &str| FACTS.value(name) as u32;
    CapacityScaling {
        min: least,
        max: most.max(least),
        target: settings.int(TARGET.key) as f64 / 100.0,
        period_s: fact("scaling.period_s"),
        out_after: fact("scaling.out_after"),
        in_after: fact("scaling.in_after"),
    }
}
