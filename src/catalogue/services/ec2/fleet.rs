//! A fleet of identical instances with roles.

use super::{adapter, cores, purchase, scaling, volumes};
use crate::catalogue::bill::{Bill, HOURS, words};
use crate::catalogue::instances::{self, CreditMode, InstanceType};
use crate::catalogue::region::Region;
use crate::catalogue::settings::{CALLS_WORKERS, Settings};
use crate::catalogue::spec::{
    Ask, BillLine, BillUnit, Blueprint, Choice, Configured, CreditsBlueprint, MemoryBlueprint, Note, ParamDefault,
    ParamKind, ParamSpec, Ports, Resource, Role, SlotBlueprint, SpecError, Text, Unit, Usage, Words,
};

/// Memory of the operating system and its services, GiB (assumption).
const SYSTEM_GIB: f64 = 0.3;

/// Memory of a database server with its buffers, at the least that is sensible, GiB (assumption).
const DATABASE_GIB: f64 = 0.5;

/// Memory of one worker slot, a thread of the application server with its request, GiB (assumption: 10 MiB).
const SLOT_GIB: f64 = 10.0 / 1024.0;

/// What a user sets.
pub(in super::super) static PARAMS: &[ParamSpec] = &[
    ParamSpec {
        key: "type",
        label: Text { en: "Instance type", ko: "인스턴스 유형" },
        kind: ParamKind::Listed { choices: types, has: |region, name| InstanceType::is_offered(name, region) },
        default: ParamDefault::Choice("t3.small"),
        basis: "",
    },
    ParamSpec {
        key: "count",
        label: Text { en: "Instances", ko: "인스턴스 수" },
        kind: ParamKind::Int { min: 1, max: 500, unit: Unit::None },
        default: ParamDefault::Int(1),
        basis: "",
    },
    ParamSpec {
        key: "credit_mode",
        label: Text { en: "CPU credits (T types)", ko: "CPU 크레딧(T 유형)" },
        kind: ParamKind::Choice(credit_modes),
        default: ParamDefault::Choice("default"),
        basis: "AWS default: T2 standard, T3, T3a and T4g unlimited",
    },
    ParamSpec {
        key: "credits_percent",
        label: Text { en: "Credits (in Time)", ko: "크레딧(시간 탭)" },
        kind: ParamKind::Int { min: 0, max: 100, unit: Unit::Percent },
        default: ParamDefault::Int(100),
        basis: "assumption: as a run begins, the most that it keeps, after a quiet day",
    },
    ParamSpec {
        key: "slots",
        label: Text { en: "Worker slots", ko: "워커 슬롯" },
        kind: ParamKind::Int { min: 1, max: 2000, unit: Unit::None },
        default: ParamDefault::Int(100),
        basis: "assumption: threads of the application server",
    },
    ParamSpec {
        key: CALLS_WORKERS,
        label: Text { en: "Calls workers and waits", ko: "워커를 호출하고 기다림" },
        kind: ParamKind::Toggle,
        default: ParamDefault::Toggle(false),
        basis: "of jobs of uploads; off: they are left in a queue",
    },
    purchase::PURCHASE,
    purchase::SPOT_PERCENT,
    purchase::TENANCY,
    cores::THREADING,
    cores::PROCESSES,
    cores::PARALLEL,
    adapter::ENHANCED,
    ParamSpec {
        key: "elastic_ip",
        label: Text { en: "Elastic IP", ko: "탄력적 IP" },
        kind: ParamKind::Toggle,
        default: ParamDefault::Toggle(false),
        basis: "keeps the address over a stop; every public IPv4 address is billed by the hour, attached or not",
    },
    scaling::AUTO_SCALING,
    scaling::MIN,
    scaling::MAX,
    scaling::POLICY,
    scaling::TARGET,
    scaling::STEP_ABOVE,
    scaling::STEP_ADD,
    scaling::STEP_BELOW,
    scaling::STEP_REMOVE,
    scaling::PREDICTIVE,
    scaling::PERIOD,
    scaling::OUT_AFTER,
    scaling::IN_AFTER,
    scaling::COOLDOWN,
    scaling::WARM_UP,
    scaling::SCHEDULED,
    scaling::SCHEDULED_AT,
    scaling::SCHEDULED_MIN,
    scaling::SCHEDULED_DESIRED,
    scaling::APP_START,
    volumes::KIND,
    volumes::SIZE,
    volumes::IOPS,
    volumes::THROUGHPUT,
    volumes::CREDITS,
];

fn types(region: Region) -> Vec<Choice> {
    let choice = |kind: InstanceType| Choice {
        value: kind.name().to_owned(),
        label: Words::same(kind.name()),
        note: kind.figures(),
        group: instances::heading(kind.family()),
    };
    InstanceType::offered(region).map(choice).collect()
}

fn credit_modes(_: Region) -> Vec<Choice> {
    Choice::list(&[
        ("default", "Default of the type", "유형의 기본값"),
        ("unlimited", "Unlimited", "무제한"),
        ("standard", "Standard", "표준"),
    ])
}

/// The union of what its roles ask and answer. What the box answers by itself it still asks, so that another may take
/// it over; but an application on the same box is always the one that is called.
pub(in super::super) fn ports(node: Configured<'_>) -> Ports {
    let mut ports = Ports::default();
    let hands_on = if node.settings.on(CALLS_WORKERS) { Ask::RunJob } else { Ask::SendJob };
    for role in node.roles {
        let (asks, answers): (&[Ask], &[Ask]) = match role {
            Role::Web => (&[Ask::AppCall], &[Ask::Page]),
            Role::App => (
                &[Ask::DbWrite, Ask::DbRead, Ask::Analyze, Ask::CacheRead, Ask::StoreFile, hands_on],
                &[Ask::AppCall, Ask::Page],
            ),
            Role::Database => (&[Ask::Replicate], &[Ask::DbWrite, Ask::DbRead, Ask::Analyze]),
            Role::Files => (&[], &[Ask::Static, Ask::StoreFile]),
            Role::Worker => (&[], &[Ask::RunJob]),
        };
        ports.asks.extend(asks);
        ports.answers.extend(answers);
    }
    if node.roles.contains(&Role::App) {
        ports.asks.retain(|ask| *ask != Ask::AppCall);
    }
    for list in [&mut ports.asks, &mut ports.answers] {
        crate::lists::sort_unique(list);
    }
    ports
}

fn kind_of(node: Configured<'_>) -> Result<InstanceType, SpecError> {
    let name = node.settings.choice("type");
    InstanceType::get(name).filter(|kind| kind.price(node.region).is_some()).ok_or_else(|| SpecError::NotOffered {
        key: "type",
        value: name.to_owned(),
        region: node.region.id(),
    })
}

fn credits_of(node: Configured<'_>, kind: InstanceType) -> CreditMode {
    match node.settings.choice("credit_mode") {
        "unlimited" => CreditMode::Unlimited,
        "standard" => CreditMode::Standard,
        _ => kind.default_credits(),
    }
}

/// Whether a setting has a meaning as the others are set.
pub(in super::super) fn applies(settings: &Settings, key: &str) -> bool {
    match key {
        "credit_mode" | "credits_percent" => {
            InstanceType::get(settings.choice("type")).is_some_and(|kind| kind.baseline().is_some())
        }
        _ => {
            let of_parts = [purchase::applies, cores::applies, adapter::applies, volumes::applies, scaling::applies];
            of_parts.into_iter().all(|applies| applies(settings, key))
        }
    }
}

fn count_of(node: Configured<'_>) -> u32 {
    u32::try_from(node.settings.int("count")).unwrap_or(1).max(1)
}

/// Processors, disk and network of each instance, its worker slots, and its memory.
pub(in super::super) fn blueprint(node: Configured<'_>) -> Result<Blueprint, SpecError> {
    let kind = kind_of(node)?;
    let (mode, baseline) = (credits_of(node, kind), kind.baseline());
    let (cpu, mut notes) = instances::processors(kind.vcpu(), kind.speed(), baseline, mode);
    let (cpu, burst, idle) = cores::usable(node, cpu, baseline.filter(|_| mode == CreditMode::Standard));
    let disk = volumes::disk(node, kind);
    notes.extend(idle.into_iter().chain(disk.note));

    if instances::is_previous(kind.family()) {
        notes.push(Note::PreviousGeneration);
    }

    let base = SYSTEM_GIB + if node.roles.contains(&Role::Database) { DATABASE_GIB } else { 0.0 };
    let base = base + cores::memory_gib(node);
    let fits = libm::floor((kind.gib() - base) / SLOT_GIB).max(1.0) as u32;
    let wanted = u32::try_from(node.settings.int("slots")).unwrap_or(1).max(1);
    let slots = wanted.min(fits);
    let caps_slots = fits < wanted;
    if caps_slots {
        notes.push(Note::MemoryCapsSlots { fits });
    }

    let credits = kind.credits(mode, node.settings.int("credits_percent") as f64 / 100.0, node.region);
    Ok(Blueprint {
        instances: count_of(node),
        stations: vec![cpu, disk.station, adapter::network(node, kind)],
        disk_credits: disk.credits,
        forgets: disk.forgets,
        slots: Some(SlotBlueprint { resource: Resource::WorkerSlots, limit: slots, refuses: false }),
        memory: Some(MemoryBlueprint {
            total_gib: kind.gib(),
            used_gib: base + f64::from(slots) * SLOT_GIB,
            caps_slots,
        }),
        notes,
        scaling: scaling::of(node),
        delay_ms: adapter::delay_ms(node, kind),
        notice_s: purchase::notice_s(node.settings),
        credits: credits.map(|credits| CreditsBlueprint { burst, ..credits }),
        ..Blueprint::default()
    })
}

/// Instance hours, disks, surplus CPU credits, and for what users reach directly its addresses and transfer out.
pub(in super::super) fn bill(node: Configured<'_>, usage: &Usage) -> Result<Vec<BillLine>, SpecError> {
    let kind = kind_of(node)?;
    let region = node.region;
    let count = f64::from(count_of(node));
    let mut bill = Bill::default();
    let hours = HOURS * count;
    purchase::add(&mut bill, node, (subtitle(node), count), kind)?;
    volumes::add(&mut bill, node, count);
    if matches!(kind.name(), "t2.micro" | "t3.micro") {
        bill.free("instance", "ec2_hours");
    }
    bill.free("storage", "ebs_storage");

    if let (Some(baseline), CreditMode::Unlimited) = (kind.baseline(), credits_of(node, kind)) {
        let surplus =
            (usage.cpu_utilisation * cores::capacity(node, kind.vcpu()) - baseline * f64::from(kind.vcpu())) * hours;
        let label = words("Surplus CPU credits", "잉여 CPU 크레딧");
        bill.add("surplus_credits", label, surplus, BillUnit::VcpuHours, kind.surplus_price(region));
        let (en, ko) = ("CPU above the baseline of every vCPU, all month", "한 달 내내 vCPU의 기준 성능을 넘긴 사용량");
        bill.remark("surplus_credits", en, ko);
    }
    if usage.public || node.settings.on("elastic_ip") {
        bill.add_addresses(count, region);
    }
    bill.add_internet(usage.internet_bytes_per_s, region);
    Ok(bill.lines())
}

/// Such as `t3.small × 2`.
pub(in super::super) fn subtitle(node: Configured<'_>) -> Words {
    let kind = node.settings.choice("type");
    match count_of(node) {
        1 => Words::same(kind),
        count => Words::same(&format!("{kind} × {count}")),
    }
}
