//! How a fleet follows its load: EC2 Auto Scaling, as settings.

use crate::catalogue::facts::Table;
use crate::catalogue::region::Region;
use crate::catalogue::settings::Settings;
use crate::catalogue::spec::{
    Choice, Configured, ParamDefault, ParamKind, ParamSpec, ScalingBlueprint, ScalingPolicy, ScheduledBlueprint, Text,
    Unit,
};

/// What stands behind the defaults; a test holds them to it.
pub(super) static FACTS: Table = Table::new(include_str!("scaling.csv"));

const fn toggle(key: &'static str, label: Text) -> ParamSpec {
    ParamSpec { key, label, kind: ParamKind::Toggle, default: ParamDefault::Toggle(false), basis: "" }
}

/// A whole number from and to, with its unit and default.
const fn int(key: &'static str, label: Text, (min, max, unit): (i64, i64, Unit), default: i64) -> ParamSpec {
    let kind = ParamKind::Int { min, max, unit };
    ParamSpec { key, label, kind, default: ParamDefault::Int(default), basis: "" }
}

const fn based(param: ParamSpec, basis: &'static str) -> ParamSpec {
    ParamSpec { basis, ..param }
}

const INSTANCES: (i64, i64, Unit) = (1, 500, Unit::None);
const PERCENT: (i64, i64, Unit) = (1, 100, Unit::Percent);

/// Whether the fleet scales.
pub(super) const AUTO_SCALING: ParamSpec =
    toggle("auto_scaling", Text { en: "Auto Scaling (in Time)", ko: "Auto Scaling(시간 탭)" });
/// The fewest and the most.
pub(super) const MIN: ParamSpec = int("min", Text { en: "Fewest instances", ko: "최소 인스턴스 수" }, INSTANCES, 1);
pub(super) const MAX: ParamSpec = int("max", Text { en: "Most instances", ko: "최대 인스턴스 수" }, INSTANCES, 10);

/// By which rule.
pub(super) const POLICY: ParamSpec = ParamSpec {
    key: "policy",
    label: Text { en: "Dynamic policy", ko: "동적 조정 정책" },
    kind: ParamKind::Choice(policies),
    default: ParamDefault::Choice("target"),
    basis: "",
};
pub(super) const TARGET: ParamSpec = based(
    int("target_percent", Text { en: "Target CPU utilisation", ko: "목표 CPU 사용률" }, (10, 90, Unit::Percent), 50),
    "assumption: a common choice",
);
pub(super) const STEP_ABOVE: ParamSpec = based(
    int("step_above", Text { en: "Add above CPU of", ko: "추가 기준 CPU(초과)" }, PERCENT, 70),
    "assumption: a common choice",
);
pub(super) const STEP_ADD: ParamSpec =
    int("step_add", Text { en: "Instances added", ko: "추가할 인스턴스 수" }, INSTANCES, 1);
pub(super) const STEP_BELOW: ParamSpec = based(
    int("step_below", Text { en: "Take away below CPU of", ko: "제거 기준 CPU(미만)" }, PERCENT, 30),
    "assumption: a common choice",
);
pub(super) const STEP_REMOVE: ParamSpec =
    int("step_remove", Text { en: "Instances taken away", ko: "제거할 인스턴스 수" }, INSTANCES, 1);
/// Ahead of a forecast.
pub(super) const PREDICTIVE: ParamSpec = toggle("predictive", Text { en: "Predictive scaling", ko: "예측 조정" });

const DATAPOINTS: &str = "assumption: as the alarms of target tracking";
pub(super) const PERIOD: ParamSpec =
    based(int("period_s", Text { en: "Alarm period", ko: "경보 기간" }, (10, 300, Unit::Seconds), 60), DATAPOINTS);
pub(super) const OUT_AFTER: ParamSpec = based(
    int("out_after", Text { en: "Datapoints to add", ko: "추가 데이터 포인트 수" }, (1, 60, Unit::None), 3),
    DATAPOINTS,
);
pub(super) const IN_AFTER: ParamSpec = based(
    int("in_after", Text { en: "Datapoints to take away", ko: "제거 데이터 포인트 수" }, (1, 60, Unit::None), 15),
    DATAPOINTS,
);
pub(super) const COOLDOWN: ParamSpec = based(
    int("cooldown_s", Text { en: "Cooldown", ko: "휴지 기간" }, (0, 3_600, Unit::Seconds), 300),
    "default of EC2 Auto Scaling",
);
pub(super) const WARM_UP: ParamSpec = based(
    int("warm_up_s", Text { en: "Instance warm-up", ko: "인스턴스 워밍업" }, (0, 3_600, Unit::Seconds), 300),
    "assumption: the default cooldown, where no warm-up is set",
);
/// At a time.
pub(super) const SCHEDULED: ParamSpec = toggle("scheduled", Text { en: "Scheduled action", ko: "예약된 작업" });
pub(super) const SCHEDULED_AT: ParamSpec =
    int("scheduled_at_s", Text { en: "Time of the run", ko: "실행 시각" }, (0, 3_600, Unit::Seconds), 120);
pub(super) const SCHEDULED_MIN: ParamSpec =
    int("scheduled_min", Text { en: "Fewest from then on", ko: "그때부터 최소 수" }, INSTANCES, 4);
pub(super) const SCHEDULED_DESIRED: ParamSpec =
    int("scheduled_desired", Text { en: "Desired then", ko: "그때 원하는 용량" }, INSTANCES, 4);
/// What comes after the launch.
pub(super) const APP_START: ParamSpec = based(
    int("app_start_s", Text { en: "Application start", ko: "애플리케이션 시작" }, (0, 1_800, Unit::Seconds), 30),
    "assumption",
);

fn policies(_: Region) -> Vec<Choice> {
    Choice::list(&[
        ("target", "Target tracking", "대상 추적"),
        ("step", "Step scaling", "단계 조정"),
        ("none", "None", "없음"),
    ])
}

/// Whether a setting has a meaning as the others are set.
pub(super) fn applies(settings: &Settings, key: &str) -> bool {
    let policy = settings.choice("policy");
    let scales = settings.on("auto_scaling");
    match key {
        "min" | "max" | "policy" | "predictive" | "scheduled" | "app_start_s" | "warm_up_s" => scales,
        "target_percent" => scales && (policy == "target" || settings.on("predictive")),
        "step_above" | "step_add" | "step_below" | "step_remove" | "cooldown_s" => scales && policy == "step",
        "period_s" | "out_after" | "in_after" => scales && policy != "none",
        "scheduled_at_s" | "scheduled_min" | "scheduled_desired" => scales && settings.on("scheduled"),
        _ => true,
    }
}

/// Alarms and cooldowns as they come, for whoever else tracks a target.
pub(in super::super) fn target_tracking() -> ScalingBlueprint {
    let figure = |key| FACTS.value(key) as u32;
    ScalingBlueprint {
        min: 1,
        max: 1,
        policy: ScalingPolicy::None,
        forecast_target: None,
        scheduled: None,
        period_s: figure("period_s"),
        out_after: figure("out_after"),
        in_after: figure("in_after"),
        cooldown_s: figure("cooldown_s"),
        warm_up_s: figure("warm_up_s"),
        start_s: 0.0,
    }
}

/// How the fleet follows its load, where it does. It starts from the number of instances that is set.
pub(super) fn of(node: Configured<'_>) -> Option<ScalingBlueprint> {
    let settings = node.settings;
    let count = |key| u32::try_from(settings.int(key)).unwrap_or(0);
    let share = |key| settings.int(key) as f64 / 100.0;
    let min = count("min").max(1);
    let policy = match settings.choice("policy") {
        "target" => ScalingPolicy::Target(share("target_percent")),
        "step" => ScalingPolicy::Step {
            above: share("step_above"),
            add: count("step_add"),
            below: share("step_below"),
            remove: count("step_remove"),
        },
        _ => ScalingPolicy::None,
    };
    let scheduled = settings.on("scheduled").then(|| ScheduledBlueprint {
        at_s: count("scheduled_at_s"),
        min: count("scheduled_min"),
        desired: count("scheduled_desired"),
    });
    settings.on("auto_scaling").then(|| ScalingBlueprint {
        min,
        max: count("max").max(min),
        policy,
        forecast_target: settings.on("predictive").then(|| share("target_percent")),
        scheduled,
        period_s: count("period_s").max(1),
        out_after: count("out_after").max(1),
        in_after: count("in_after").max(1),
        cooldown_s: count("cooldown_s"),
        warm_up_s: count("warm_up_s"),
        start_s: FACTS.value("launch_s") + settings.int("app_start_s") as f64,
    })
}
