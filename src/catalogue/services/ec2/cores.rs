//! How many of its processors an application can use: a process that runs one thread at a time, as under a global
//! interpreter lock, has one core, and work that is done one after the other has one for all.

use crate::catalogue::region::Region;
use crate::catalogue::settings::Settings;
use crate::catalogue::spec::{
    Choice, Configured, Note, ParamDefault, ParamKind, ParamSpec, Role, StationBlueprint, Text, Unit,
};

/// Memory of a process with its code, GiB (assumption: 100 MiB).
const PROCESS_GIB: f64 = 100.0 / 1024.0;

/// How the application uses cores.
pub(super) const THREADING: ParamSpec = ParamSpec {
    key: "threading",
    label: Text { en: "Each process uses", ko: "프로세스당 사용 코어" },
    kind: ParamKind::Choice(threadings),
    default: ParamDefault::Choice("all"),
    basis: "",
};
pub(super) const PROCESSES: ParamSpec = ParamSpec {
    key: "processes",
    label: Text { en: "Processes an instance", ko: "인스턴스당 프로세스" },
    kind: ParamKind::Int { min: 1, max: 256, unit: Unit::None },
    default: ParamDefault::Int(1),
    basis: "",
};
pub(super) const PARALLEL: ParamSpec = ParamSpec {
    key: "parallel_percent",
    label: Text { en: "Parallel fraction", ko: "병렬 처리 비율" },
    kind: ParamKind::Int { min: 0, max: 100, unit: Unit::Percent },
    default: ParamDefault::Int(100),
    basis: "assumption: requests share nothing; Amdahl's law for what is below",
};

fn threadings(_: Region) -> Vec<Choice> {
    Choice::list(&[
        ("all", "All cores (threads)", "모든 코어(스레드)"),
        ("one", "One core (single-threaded, GIL)", "코어 1개(단일 스레드, GIL)"),
    ])
}

fn one_core(settings: &Settings) -> bool {
    settings.choice(THREADING.key) == "one"
}

/// Whether a setting has a meaning as the others are set.
pub(super) fn applies(settings: &Settings, key: &str) -> bool {
    key != PROCESSES.key || one_core(settings)
}

fn processes(node: Configured<'_>) -> u32 {
    u32::try_from(node.settings.int(PROCESSES.key)).unwrap_or(1).max(1)
}

/// Memory of its processes, GiB, where it needs several.
pub(super) fn memory_gib(node: Configured<'_>) -> f64 {
    if one_core(node.settings) { f64::from(processes(node) - 1) * PROCESS_GIB } else { 0.0 }
}

/// Cores that are used, of so many: one a process, and one more for a database on the same box.
fn used(node: Configured<'_>, vcpu: u32) -> u32 {
    let database = u32::from(node.roles.contains(&Role::Database));
    if one_core(node.settings) { vcpu.min(processes(node) + database) } else { vcpu }
}

/// How many cores' work is done of so many vCPUs, by Amdahl's law: n cores do that of n ÷ (1 + (1 − p)(n − 1)), where p
/// is the parallel fraction.
pub(super) fn capacity(node: Configured<'_>, vcpu: u32) -> f64 {
    let serial = 1.0 - node.settings.int(PARALLEL.key) as f64 / 100.0;
    let n = f64::from(used(node, vcpu));
    n / (1.0 + serial * (n - 1.0))
}

/// The processors that do work, of all that an instance has, how many times as fast they are with credits, and what is
/// to be said of them.
///
/// As many cores as the capacity, rounded up, stand for all, so that a request alone is hardly slower. `standard` is the
/// baseline of a type that falls to it in the long run: fewer cores share the credits of all.
pub(super) fn usable(
    node: Configured<'_>,
    cpu: StationBlueprint,
    standard: Option<f64>,
) -> (StationBlueprint, f64, Option<Note>) {
    let all = f64::from(cpu.servers);
    let capacity = capacity(node, cpu.servers);
    let servers = libm::ceil(capacity - 1e-9).max(1.0);
    let baseline = standard.unwrap_or(1.0);
    let long_run = if capacity < all { (baseline * all / capacity).min(1.0) } else { baseline };
    let speed = if capacity < all { cpu.speed / baseline * long_run * capacity / servers } else { cpu.speed };
    let note = (capacity < all).then_some(Note::CoresIdle { used: capacity, of: cpu.servers });
    (StationBlueprint { servers: servers as u32, speed, ..cpu }, 1.0 / long_run, note)
}
