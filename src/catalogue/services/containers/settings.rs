//! What a user sets of a container service.

use super::sizes;
use crate::catalogue::bill::words;
use crate::catalogue::instances;
use crate::catalogue::instances::InstanceType;
use crate::catalogue::region::Region;
use crate::catalogue::settings::Settings;
use crate::catalogue::spec::{Choice, ParamDefault, ParamKind, ParamSpec, Text, Unit, Words};

const START: &str = "assumption: to pull and start the image; on EC2 it is there already";

pub(super) static ALL: &[ParamSpec] = &[
    ParamSpec {
        key: "orchestrator",
        label: Text { en: "Orchestrator", ko: "오케스트레이터" },
        kind: ParamKind::Choice(|_| choices(&[("ecs", "ECS"), ("eks", "EKS")])),
        default: ParamDefault::Choice("ecs"),
        basis: "",
    },
    ParamSpec {
        key: "launch",
        label: Text { en: "Launch type", ko: "시작 유형" },
        kind: ParamKind::Choice(|_| choices(&[("fargate", "Fargate"), ("ec2", "EC2")])),
        default: ParamDefault::Choice("fargate"),
        basis: "",
    },
    ParamSpec {
        key: sizes::KEY,
        label: Text { en: "Task size", ko: "태스크 크기" },
        kind: ParamKind::Choice(sizes::choices),
        default: ParamDefault::Choice("1-2"),
        basis: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html (sizes of Fargate tasks)",
    },
    int("count", Text { en: "Tasks", ko: "태스크 수" }, (1, 500, Unit::None), 2, ""),
    int(
        "slots",
        Text { en: "Worker slots a task", ko: "태스크당 워커 슬롯" },
        (1, 2_000, Unit::None),
        100,
        "assumption: threads of the application server",
    ),
    ParamSpec {
        key: "architecture",
        label: Text { en: "Architecture", ko: "아키텍처" },
        kind: ParamKind::Choice(|_| choices(&[("x86_64", "x86_64"), ("arm64", "arm64")])),
        default: ParamDefault::Choice("x86_64"),
        basis: "assumption: both are as fast",
    },
    ParamSpec {
        key: "type",
        label: Text { en: "Instance type", ko: "인스턴스 유형" },
        kind: ParamKind::Choice(types),
        default: ParamDefault::Choice("m5.large"),
        basis: "",
    },
    ParamSpec {
        key: "auto_scaling",
        label: Text { en: "Auto Scaling (in Time)", ko: "Auto Scaling(시간 탭)" },
        kind: ParamKind::Toggle,
        default: ParamDefault::Toggle(false),
        basis: "",
    },
    int("min", Text { en: "Fewest tasks", ko: "최소 태스크 수" }, (1, 500, Unit::None), 2, ""),
    int("max", Text { en: "Most tasks", ko: "최대 태스크 수" }, (1, 500, Unit::None), 20, ""),
    int(
        "target_percent",
        Text { en: "Target CPU utilisation", ko: "목표 CPU 사용률" },
        (10, 90, Unit::Percent),
        50,
        "assumption: a common choice",
    ),
    int("fargate_start_s", Text { en: "Task start", ko: "태스크 시작" }, (0, 1_800, Unit::Seconds), 40, START),
    int("ec2_start_s", Text { en: "Task start", ko: "태스크 시작" }, (0, 1_800, Unit::Seconds), 10, START),
    int(
        "app_start_s",
        Text { en: "Application start", ko: "애플리케이션 시작" },
        (0, 1_800, Unit::Seconds),
        30,
        "assumption",
    ),
    int(
        "host_start_s",
        Text { en: "Host start", ko: "호스트 시작" },
        (0, 1_800, Unit::Seconds),
        55,
        "25 s to launch an instance (measured by others); 30 s for its system and the agent (assumption)",
    ),
    int(
        "host_target_percent",
        Text { en: "Target capacity of hosts", ko: "호스트 목표 용량" },
        (1, 100, Unit::Percent),
        100,
        "100: all hosts full, the default of a capacity provider; 90 keeps a tenth spare: ECS API reference",
    ),
];

const fn int(
    key: &'static str,
    label: Text,
    (min, max, unit): (i64, i64, Unit),
    default: i64,
    basis: &'static str,
) -> ParamSpec {
    ParamSpec { key, label, kind: ParamKind::Int { min, max, unit }, default: ParamDefault::Int(default), basis }
}

fn choices(all: &[(&str, &str)]) -> Vec<Choice> {
    let choice = |(value, label): &(&str, &str)| Choice::plain(value, words(*label, *label));
    all.iter().map(choice).collect()
}

fn types(region: Region) -> Vec<Choice> {
    let choice = |kind: InstanceType| {
        // Not under its family: what a bigger one costs is told by how many there are.
        Choice { group: Words::default(), ..instances::choice(kind.name(), "", f64::from(kind.vcpu()), kind.gib()) }
    };
    InstanceType::offered(region).map(choice).collect()
}

/// Whether they run on instances of one's own.
pub(super) fn on_ec2(settings: &Settings) -> bool {
    settings.choice("launch") == "ec2"
}

/// Whether a setting has a meaning as the others are set.
pub(super) fn applies(settings: &Settings, key: &str) -> bool {
    let scales = settings.on("auto_scaling");
    match key {
        "architecture" => !on_ec2(settings),
        "type" => on_ec2(settings),
        "min" | "max" | "target_percent" => scales,
        "fargate_start_s" => !on_ec2(settings),
        "ec2_start_s" | "host_start_s" | "host_target_percent" => on_ec2(settings),
        _ => true,
    }
}
