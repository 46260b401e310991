//! ECS and EKS: the application in containers, on Fargate or on instances of one's own.

mod settings;
mod sizes;

use crate::catalogue::bill::{Bill, HOURS, words};
use crate::catalogue::facts::Table;
use crate::catalogue::instances::{self, CreditMode, InstanceType};
use crate::catalogue::spec::{
    Ask, BillLine, BillUnit, Blueprint, Configured, Group, HostsBlueprint, MemoryBlueprint, Note, Ports, Resource,
    Role, Roles, ScalingBlueprint, ScalingPolicy, ServiceSpec, SlotBlueprint, SpecError, StationBlueprint, Text, Usage,
    Words,
};
use sizes::Size;

static FACTS: Table = Table::new(include_str!("facts.csv"));

/// Memory of a task's own system and runtime, GiB (assumption).
const RUNTIME_GIB: f64 = 0.1;

/// Memory of an instance that its system and the agent take, GiB (assumption).
const HOST_GIB: f64 = 0.3;

/// Memory of one worker slot, GiB (assumption: 10 MiB, as on a box).
const SLOT_GIB: f64 = 10.0 / 1_024.0;

/// Disk of each instance, GiB (assumption).
const HOST_DISK_GIB: f64 = 30.0;

pub(super) static SPEC: ServiceSpec = ServiceSpec {
    id: "containers",
    group: Group::Compute,
    name: Text { en: "Containers (ECS/EKS)", ko: "컨테이너(ECS/EKS)" },
    short: Text { en: "Containers", ko: "컨테이너" },
    purpose: Text { en: "Runs tasks in containers", ko: "컨테이너로 태스크를 실행" },
    card: || Text {
        en: "Runs the application as equal tasks in containers, placed and replaced by ECS or EKS. Use it to ship one image \
             everywhere and to scale in smaller steps than instances. Fargate bills each task's vCPU and memory and needs \
             no servers; on EC2 the instances are yours, and cheaper where they are full. EKS adds a fee for its cluster.",
        ko: "애플리케이션을 똑같은 태스크로 나누어 컨테이너로 실행하고, ECS나 EKS가 배치와 교체를 맡는다. 이미지 하나를 어디서나 \
             쓰고 인스턴스보다 잘게 확장할 때 쓴다. Fargate는 서버 없이 태스크의 vCPU와 메모리만큼 요금을 받는다. EC2에서는 \
             인스턴스를 직접 두며, 꽉 채워 쓰면 더 싸다. EKS는 클러스터 요금이 따로 든다.",
    },
    icon: r#"<path d="M12 2.8 20 7.4v9.2L12 21.2 4 16.6V7.4z"/><path d="M8.3 9.9v4.4M12 8.6v6.8M15.7 9.9v4.4"/>"#,
    params: || settings::ALL,
    roles: Roles::None,
    takes_over: Some(Role::App),
    zonal: true,
    size: None,
    applies: settings::applies,
    ports: |_| Ports {
        asks: vec![Ask::DbWrite, Ask::DbRead, Ask::CacheRead, Ask::StoreFile, Ask::SendJob],
        answers: vec![Ask::Page, Ask::AppCall],
        ..Ports::default()
    },
    blueprint,
    bill,
    subtitle,
    tables: || vec![("facts", &FACTS), ("sizes", &sizes::SIZES)],
};

fn count_of(node: Configured<'_>) -> u32 {
    u32::try_from(node.settings.int("count")).unwrap_or(1).max(1)
}

/// The instances that the tasks run on, and how many there are.
struct Hosts {
    kind: InstanceType,
    /// How many tasks fit on one, by processors and by memory, and how they come and go.
    rule: HostsBlueprint,
    count: u32,
}

/// Those of a node; none on Fargate.
///
/// # Errors
///
/// Where the region does not offer the type, or no task fits on one.
fn hosts(node: Configured<'_>) -> Result<Option<Hosts>, SpecError> {
    let size = Size::of(node)?;
    let name = node.settings.choice("type");
    let unfit = || SpecError::NotOffered { key: "type", value: name.to_owned(), region: node.region.id() };
    let kind = InstanceType::get(name).filter(|kind| kind.price(node.region).is_some()).ok_or_else(unfit)?;
    if !settings::on_ec2(node.settings) {
        return Ok(None);
    }
    let by_memory = libm::floor((kind.gib() - HOST_GIB) / size.gib);
    let each = libm::floor(f64::from(kind.vcpu()) / size.vcpu).min(by_memory).max(0.0) as u32;
    if each == 0 {
        return Err(unfit());
    }
    let seconds = |fact: &str| FACTS.value(fact) as u32;
    let rule = HostsBlueprint {
        each,
        target: node.settings.int("host_target_percent") as f64 / 100.0,
        start_s: u32::try_from(node.settings.int("host_start_s")).unwrap_or(0),
        period_s: seconds("host_period_s"),
        idle_s: seconds("host_idle_s"),
    };
    Ok(Some(Hosts { kind, rule, count: rule.needed(count_of(node)) }))
}

/// A task as an instance: its processors, on EC2 its part of the network, worker slots and memory.
fn blueprint(node: Configured<'_>) -> Result<Blueprint, SpecError> {
    let (size, hosts) = (Size::of(node)?, hosts(node)?);
    let (vcpu_speed, notes) = match &hosts {
        Some(Hosts { kind, .. }) => {
            let (cpu, notes) = instances::processors(1, kind.speed(), kind.baseline(), kind.default_credits());
            (cpu.speed, notes)
        }
        None => (FACTS.value("vcpu_speed"), vec![Note::SpeedAssumed]),
    };
    let mut notes = notes;
    // Less than one vCPU is one that is slower.
    let cpu = StationBlueprint {
        resource: Resource::Cpu,
        servers: (size.vcpu as u32).max(1),
        speed: vcpu_speed * size.vcpu.min(1.0),
    };
    let network = hosts.as_ref().map(|hosts| {
        let whole = hosts.kind.network();
        StationBlueprint { speed: whole.speed / f64::from(hosts.rule.each), ..whole }
    });
    let fits = libm::floor((size.gib - RUNTIME_GIB) / SLOT_GIB).max(1.0) as u32;
    let wanted = u32::try_from(node.settings.int("slots")).unwrap_or(1).max(1);
    let slots = wanted.min(fits);
    if fits < wanted {
        notes.push(Note::MemoryCapsSlots { fits });
    }
    Ok(Blueprint {
        instances: count_of(node),
        stations: std::iter::once(cpu).chain(network).collect(),
        slots: Some(SlotBlueprint { resource: Resource::WorkerSlots, limit: slots, refuses: false }),
        memory: Some(MemoryBlueprint {
            total_gib: size.gib,
            used_gib: RUNTIME_GIB + f64::from(slots) * SLOT_GIB,
            caps_slots: fits < wanted,
        }),
        scaling: Some(scaling(node)),
        hosts: hosts.map(|hosts| hosts.rule),
        noticed_s: Some(FACTS.value("noticed_s") as u32),
        notes,
        ..Blueprint::default()
    })
}

/// Target tracking of the service's mean CPU utilisation, by the alarms and cooldowns that instances have too; else as
/// many tasks as are set, so that dead ones are replaced.
fn scaling(node: Configured<'_>) -> ScalingBlueprint {
    let settings = node.settings;
    let count = |key| u32::try_from(settings.int(key)).unwrap_or(1).max(1);
    let start = if settings::on_ec2(settings) { "ec2_start_s" } else { "fargate_start_s" };
    let start_s = settings.int(start) as f64 + settings.int("app_start_s") as f64;
    let base = ScalingBlueprint { start_s, ..super::ec2::target_tracking() };
    if !settings.on("auto_scaling") {
        let all = count_of(node);
        return ScalingBlueprint { min: all, max: all, policy: ScalingPolicy::None, ..base };
    }
    ScalingBlueprint {
        min: count("min"),
        max: count("max").max(count("min")),
        policy: ScalingPolicy::Target(settings.int("target_percent") as f64 / 100.0),
        ..base
    }
}

/// Tasks by the hour on Fargate, or the instances that they run on; the cluster of EKS; addresses and transfer of what
/// users reach directly.
fn bill(node: Configured<'_>, usage: &Usage) -> Result<Vec<BillLine>, SpecError> {
    let (size, region) = (Size::of(node)?, node.region);
    let count = f64::from(count_of(node));
    let mut bill = Bill::default();
    match hosts(node)? {
        Some(hosts) => bill_hosts(&mut bill, node, usage, (size, &hosts)),
        None => {
            let price = |what: &str| FACTS.fact(&[node.settings.choice("architecture"), what].concat(), region);
            let hours = HOURS * count;
            let label = words("Fargate vCPU", "Fargate vCPU");
            bill.add("task_vcpu", label, hours * size.vcpu, BillUnit::VcpuHours, price(".vcpu"));
            let label = words("Fargate memory", "Fargate 메모리");
            bill.add("task_memory", label, hours * size.gib, BillUnit::GbHours, price(".gb"));
        }
    }
    if node.settings.choice("orchestrator") == "eks" {
        let label = words("EKS cluster", "EKS 클러스터");
        bill.add("cluster", label, HOURS, BillUnit::Hours, FACTS.fact("eks.cluster", region));
    }
    if usage.public {
        bill.add_addresses(count, region);
    }
    bill.add_internet(usage.internet_bytes_per_s, region);
    Ok(bill.lines())
}

fn bill_hosts(bill: &mut Bill, node: Configured<'_>, usage: &Usage, (size, hosts): (Size, &Hosts)) {
    let (kind, region, count) = (hosts.kind, node.region, f64::from(hosts.count));
    let label = Words::same(&format!("{} × {}", kind.name(), hosts.count));
    bill.add("instance", label, HOURS * count, BillUnit::Hours, kind.price(region).unwrap_or_default());
    let label = Words::same(&format!("EBS gp3 {HOST_DISK_GIB} GiB × {}", hosts.count));
    bill.add("storage", label, HOST_DISK_GIB * count, BillUnit::GbMonth, instances::disk_price("gp3", region));
    if let (Some(baseline), CreditMode::Unlimited) = (kind.baseline(), kind.default_credits()) {
        let busy = usage.cpu_utilisation * size.vcpu * f64::from(count_of(node));
        let surplus = (busy - baseline * f64::from(kind.vcpu()) * count) * HOURS;
        let label = words("Surplus CPU credits", "잉여 CPU 크레딧");
        bill.add("surplus_credits", label, surplus, BillUnit::VcpuHours, kind.surplus_price(region));
    }
}

/// Such as `ECS, Fargate × 2`.
fn subtitle(node: Configured<'_>) -> Words {
    let orchestrator = if node.settings.choice("orchestrator") == "eks" { "EKS" } else { "ECS" };
    let on = if settings::on_ec2(node.settings) { node.settings.choice("type") } else { "Fargate" };
    Words::same(&format!("{orchestrator}, {on} × {}", count_of(node)))
}

#[cfg(test)]
mod tests;
