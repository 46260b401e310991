use super::SPEC;
use crate::catalogue::region::Region;
use crate::catalogue::services::tests::{Example, lines, speed_of};
use crate::catalogue::spec::{Ask, Note, ParamDefault, Ports, Resource, Role, Usage};

fn seoul() -> Example {
    Example::of(&SPEC, Region::ApNortheast2)
}

#[test]
fn a_month_of_two_in_seoul() {
    let usage = Usage {
        cpu_utilisation: 0.5,
        internet_bytes_per_s: 100_000.0, // 262.8 GB a month
        public: true,
        ..Usage::default()
    };
    assert_eq!(
        seoul().set("count", 2).amounts(&usage),
        lines(&[
            ("instance", "37.96"),        // 730 × 2 × 0.026
            ("storage", "5.47"),          // 30 × 2 × 0.0912 = 5.472
            ("surplus_credits", "43.80"), // (0.5 − 0.2) × 2 vCPUs × 730 × 2 = 876 vCPU-hours × 0.05
            ("public_ipv4", "7.30"),      // 730 × 2 × 0.005
            ("transfer_out", "33.11"),    // 262.8 × 0.126 = 33.1128
        ])
    );
}

#[test]
fn credits_cost_nothing_below_the_baseline_or_in_standard_mode() {
    let items = |example: Example, cpu_utilisation| {
        let bill = example.bill(&Usage { cpu_utilisation, ..Usage::default() });
        bill.iter().map(|line| line.item).collect::<Vec<_>>()
    };
    assert_eq!(items(seoul(), 0.2), ["instance", "storage"]);
    assert_eq!(items(seoul().choose("credit_mode", "standard"), 1.0), ["instance", "storage"]);
    assert_eq!(items(seoul().choose("type", "t2.small"), 1.0), ["instance", "storage"]);
    assert_eq!(items(seoul().choose("type", "m5.large"), 1.0), ["instance", "storage"]);
    let unlimited = seoul().choose("type", "t2.small").choose("credit_mode", "unlimited");
    assert_eq!(items(unlimited, 1.0), ["instance", "storage", "surplus_credits"]);
}

#[test]
fn transfer_out_gets_cheaper_by_tiers() {
    // 8 MB/s are 21,024 GB a month: 10,240 at the first price, 10,784 at the next.
    let usage = Usage { internet_bytes_per_s: 8e6, ..Usage::default() };
    let amounts = Example::of(&SPEC, Region::UsEast1).amounts(&usage);
    assert_eq!(amounts[2..], lines(&[("transfer_out", "921.60"), ("transfer_out", "916.64")]));
}

#[test]
fn stations_are_those_of_the_type() {
    let blueprint = Example::of(&SPEC, Region::UsEast1).choose("type", "m5.large").set("count", 3).blueprint();
    assert_eq!(blueprint.instances, 3);
    assert_eq!(speed_of(&blueprint, Resource::Cpu), 2.0);
    assert_eq!(speed_of(&blueprint, Resource::DiskIops), 3000.0);
    assert_eq!(speed_of(&blueprint, Resource::Network), 0.75e9 / 8.0);
    assert_eq!(blueprint.slots.unwrap().limit, 100);
    assert!(blueprint.notes.is_empty());
}

#[test]
fn memory_caps_the_slots_and_says_so() {
    // 0.5 GiB − 0.3 for the system leaves 204.8 MiB: 20 slots of 10 MiB.
    let blueprint = seoul().choose("type", "t3.nano").blueprint();
    assert_eq!(blueprint.slots.unwrap().limit, 20);
    assert!(blueprint.memory.unwrap().caps_slots);
    assert_eq!(blueprint.notes, [Note::BurstUnlimited { baseline: 0.05 }, Note::MemoryCapsSlots { fits: 20 }]);
    // With a database on it nothing is left; one request at a time still gets through.
    let crowded = seoul().choose("type", "t3.nano").roles(&[Role::App, Role::Database]).blueprint();
    assert_eq!(crowded.slots.unwrap().limit, 1);
    // A t3.small holds everything: 0.3 + 0.5 + 100 × 10 MiB = 1.777 GiB of 2.
    let roomy = seoul().roles(&Role::ALL).blueprint();
    assert!((roomy.memory.unwrap().used_gib - 1.7766).abs() < 1e-4);
    assert_eq!(roomy.slots.unwrap().limit, 100);
}

#[test]
fn ports_are_the_union_of_the_roles() {
    let ports = |roles: &[Role]| seoul().roles(roles).ports();
    assert_eq!(ports(&[Role::Web]).asks, [Ask::AppCall]);
    assert_eq!(ports(&[Role::Web]).answers, [Ask::Page]);
    let app = [Ask::DbWrite, Ask::DbRead, Ask::Analyze, Ask::CacheRead, Ask::StoreFile, Ask::SendJob];
    assert_eq!(ports(&[Role::Web, Role::App]).asks, app);
    assert_eq!(ports(&[Role::App]).answers, [Ask::Page, Ask::AppCall]);
    assert_eq!(ports(&[Role::Files]).answers, [Ask::Static, Ask::StoreFile]);
    assert_eq!(ports(&[Role::Database]).asks, [Ask::Replicate]);
    assert_eq!(ports(&[Role::Worker]), Ports { answers: vec![Ask::RunJob], ..Ports::default() });
    let all = ports(&Role::ALL);
    assert_eq!(all.asks, [&app[..], &[Ask::Replicate]].concat());
    assert_eq!(
        all.answers,
        [Ask::Page, Ask::Static, Ask::AppCall, Ask::DbWrite, Ask::DbRead, Ask::Analyze, Ask::StoreFile, Ask::RunJob]
    );
    assert_eq!(ports(&[]), Ports::default());
}

#[test]
fn the_card_names_the_type_and_how_many() {
    assert_eq!(seoul().subtitle().0, "t3.small");
    assert_eq!(seoul().set("count", 4).subtitle().0, "t3.small × 4");
}

#[test]
fn the_defaults_of_scaling_are_what_their_sources_say() {
    let facts = [
        ("period_s", "period_s"),
        ("out_after", "out_after"),
        ("in_after", "in_after"),
        ("cooldown_s", "cooldown_s"),
        ("warm_up_s", "warm_up_s"),
        ("app_start_s", "app_s"),
    ];
    for (key, fact) in facts {
        let param = (SPEC.params)().iter().find(|param| param.key == key).expect("a setting");
        let ParamDefault::Int(default) = param.default else { panic!("{key}") };
        assert_eq!(default as f64, super::scaling::FACTS.value(fact), "{key}");
    }
}

#[test]
fn only_settings_of_the_chosen_policy_apply() {
    let fixed = seoul().applying();
    assert!(!fixed.contains(&"min") && !fixed.contains(&"step_add") && fixed.contains(&"auto_scaling"));
    let target = seoul().toggle("auto_scaling", true).applying();
    assert!(target.contains(&"target_percent") && !target.contains(&"step_add") && !target.contains(&"cooldown_s"));
    let step = seoul().toggle("auto_scaling", true).choose("policy", "step").applying();
    assert!(!step.contains(&"target_percent") && step.contains(&"step_add") && step.contains(&"cooldown_s"));
}
