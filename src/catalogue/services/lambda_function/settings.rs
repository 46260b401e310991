//! What a user sets of a function.

use crate::catalogue::bill::words;
use crate::catalogue::region::Region;
use crate::catalogue::spec::{Choice, ParamDefault, ParamKind, ParamSpec, Text, Unit};

pub(super) static ALL: &[ParamSpec] = &[
    ParamSpec {
        key: "memory_mb",
        label: Text { en: "Memory", ko: "메모리" },
        kind: ParamKind::Int { min: 128, max: 10_240, unit: Unit::Mb },
        default: ParamDefault::Int(1_769),
        basis: "awsdocs/aws-lambda-developer-guide@38e9014e:doc_source/gettingstarted-limits.md:30; one vCPU at 1,769 MB",
    },
    ParamSpec {
        key: "parallel_percent",
        label: Text { en: "Work that runs in parallel", ko: "병렬로 처리되는 작업" },
        kind: ParamKind::Int { min: 0, max: 100, unit: Unit::Percent },
        default: ParamDefault::Int(0),
        basis: "assumption: one thread; above 1,769 MB only this part gets faster",
    },
    ParamSpec {
        key: "concurrency",
        label: Text { en: "Concurrency limit", ko: "동시성 한도" },
        kind: ParamKind::Int { min: 1, max: 100_000, unit: Unit::None },
        default: ParamDefault::Int(1_000),
        basis: "awsdocs/aws-lambda-developer-guide@38e9014e:doc_source/gettingstarted-limits.md:13: of an account in a region; \
                less where a part is reserved for this function, more on request",
    },
    ParamSpec {
        key: "architecture",
        label: Text { en: "Architecture", ko: "아키텍처" },
        kind: ParamKind::Choice(architectures),
        default: ParamDefault::Choice("x86_64"),
        basis: "assumption: both are as fast",
    },
    ParamSpec {
        key: "runtime",
        label: Text { en: "Runtime (cold start)", ko: "런타임(콜드 스타트)" },
        kind: ParamKind::Choice(runtimes),
        default: ParamDefault::Choice("python3.12"),
        basis: "maxday/lambda-perf@6070b794:data/last.json (2026-08-22): initialisation of an empty function, 1,024 MB, arm64",
    },
    ParamSpec {
        key: "app_init_ms",
        label: Text { en: "Own initialisation", ko: "애플리케이션 초기화" },
        kind: ParamKind::Int { min: 0, max: 10_000, unit: Unit::Millis },
        default: ParamDefault::Int(500),
        basis: "assumption: loading the application's own modules, on top of the runtime",
    },
    ParamSpec {
        key: "keep_s",
        label: Text { en: "Idle environments kept", ko: "유휴 환경 유지 시간" },
        kind: ParamKind::Int { min: 1, max: 7_200, unit: Unit::Seconds },
        default: ParamDefault::Int(600),
        basis: "assumption: AWS does not say how long; minutes are commonly seen",
    },
];

fn architectures(_: Region) -> Vec<Choice> {
    plain(&["x86_64", "arm64"])
}

fn runtimes(_: Region) -> Vec<Choice> {
    plain(&["python3.12", "nodejs22.x", "java21", "dotnet8", "ruby3.4", "go", "rust"])
}

fn plain(values: &[&str]) -> Vec<Choice> {
    let choice = |value: &&str| Choice::plain(value, words(*value, *value));
    values.iter().map(choice).collect()
}
