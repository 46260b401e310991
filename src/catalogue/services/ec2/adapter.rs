//! The network adapter. Newer types have only the enhanced one; on older ones it can be left off.

use crate::catalogue::instances::{self, InstanceType};
use crate::catalogue::settings::Settings;
use crate::catalogue::spec::{Configured, ParamDefault, ParamKind, ParamSpec, StationBlueprint, Text};

use super::scaling::FACTS;

/// Whether the driver of the enhanced adapter is on.
pub(super) const ENHANCED: ParamSpec = ParamSpec {
    key: "enhanced_networking",
    label: Text { en: "Enhanced networking", ko: "향상된 네트워킹" },
    kind: ParamKind::Toggle,
    default: ParamDefault::Toggle(true),
    basis: "assumption: without it half the bandwidth, and 0.1 ms more",
};

/// Whether a setting has a meaning as the others are set.
pub(super) fn applies(settings: &Settings, key: &str) -> bool {
    key != ENHANCED.key
        || InstanceType::get(settings.choice("type")).is_some_and(|kind| instances::may_lack_enhanced(kind.family()))
}

fn is_off(node: Configured<'_>, kind: InstanceType) -> bool {
    !node.settings.on(ENHANCED.key) && instances::may_lack_enhanced(kind.family())
}

/// The network of an instance.
pub(super) fn network(node: Configured<'_>, kind: InstanceType) -> StationBlueprint {
    let network = kind.network();
    let share = if is_off(node, kind) { FACTS.value("plain.share") } else { 1.0 };
    StationBlueprint { speed: network.speed * share, ..network }
}

/// Milliseconds that the adapter adds to each answer.
pub(super) fn delay_ms(node: Configured<'_>, kind: InstanceType) -> f64 {
    if is_off(node, kind) { FACTS.value("plain.delay_ms") } else { 0.0 }
}
