use super::SPEC;
use crate::catalogue::region::Region;
use crate::catalogue::services::tests::{Example, lines, speed_of};
use crate::catalogue::spec::{Ask, Blueprint, Note, ParamDefault, Ports, Resource, Role, Usage};

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

#[test]
fn each_way_of_paying_has_its_price() {
    // 730 h × 0.0416 of a t3.medium in Virginia, and what is off.
    let hours = |example: Example| example.amounts(&Usage::default())[0].1.clone();
    let medium = || Example::of(&SPEC, Region::UsEast1).choose("type", "t3.medium");
    assert_eq!(hours(medium()), "30.37"); // 30.368
    assert_eq!(hours(medium().choose("purchase", "spot")), "12.45"); // × 0.41 = 12.45088
    assert_eq!(hours(medium().choose("purchase", "spot").set("spot_percent", 90)), "3.04"); // × 0.1
    assert_eq!(hours(medium().choose("purchase", "reserved_1y")), "19.05"); // 730 × 0.0261 = 19.053
    assert_eq!(hours(medium().choose("purchase", "reserved_3y")), "13.14"); // 730 × 0.018
    // Families whose share is known have their own.
    let of = |kind| hours(Example::of(&SPEC, Region::UsEast1).choose("type", kind).choose("purchase", "reserved_1y"));
    assert_eq!(of("i3.large"), "78.18"); // 730 × 0.156 × 0.6865 = 78.179
    assert_eq!(of("d2.xlarge"), "293.46"); // 730 × 0.69 × 0.5826 = 293.456
    assert_eq!(of("m6i.large"), "43.97"); // 730 × 0.096 × 0.0261 ÷ 0.0416 = 43.968
    assert_eq!(hours(medium().choose("purchase", "savings_1y")), "21.90"); // 730 × 0.03
    assert_eq!(hours(medium().choose("purchase", "savings_3y")), "15.04"); // 730 × 0.0206 = 15.038
    let spot = medium().choose("purchase", "spot");
    assert_eq!(spot.bill(&Usage::default())[0].label.en, "t3.medium, 59 % off On-Demand");
    assert_eq!(spot.blueprint().notice_s, Some(120));
}

#[test]
fn hardware_of_ones_own_costs_more_and_a_host_is_paid_whole() {
    let node = || Example::of(&SPEC, Region::UsEast1).choose("type", "m5.large").set("count", 3);
    let first = |example: Example, lines: usize| example.amounts(&Usage::default())[..lines].to_vec();
    assert_eq!(first(node(), 1), lines(&[("instance", "210.24")])); // 730 × 3 × 0.096
    assert_eq!(
        first(node().choose("tenancy", "dedicated"), 2),
        lines(&[("instance", "231.26"), ("dedicated_region", "1460.00")]) // × 1.1 = 231.264; 730 × 2
    );
    // One host, 96 vCPUs, holds 48 m5.large: 730 × 4.608 × 1.1 = 3,700.224 for 3 and for 48; 49 need two.
    let host = |count| first(node().choose("tenancy", "host").set("count", count), 1);
    assert_eq!(host(3), lines(&[("instance", "3700.22")]));
    assert_eq!(host(48), host(3));
    assert_eq!(host(49), lines(&[("instance", "7400.45")]));
}

#[test]
fn a_volume_gives_and_costs_what_is_provisioned() {
    let files = |kind: &str| Example::of(&SPEC, Region::UsEast1).choose("type", kind).roles(&[Role::Database]);
    let disk = |example: &Example| speed_of(&example.blueprint(), Resource::DiskIops);
    // m5.4xlarge takes 18,750 operations and 4,750 Mbit/s, 36,239 pages of 16 KiB.
    let fast = files("m5.4xlarge").set("disk_gib", 100).set("disk_iops", 10_000).set("disk_mibs", 500);
    assert_eq!(disk(&fast), 10_000.0);
    assert_eq!(
        fast.amounts(&Usage::default())[1..],
        lines(&[("storage", "8.00"), ("storage_iops", "35.00"), ("storage_throughput", "15.00")]) // 7,000 × 0.005; 375 × 0.04
    );
    // Without its throughput 125 MiB/s are 8,000 pages; 8 GiB allow no more than 500 × 8 = 4,000.
    assert_eq!(disk(&files("m5.4xlarge").set("disk_gib", 100).set("disk_iops", 10_000)), 8_000.0);
    assert_eq!(disk(&files("m5.4xlarge").set("disk_gib", 8).set("disk_iops", 10_000)), 4_000.0);
    // The way of an m5.large to its volumes is 3,600 operations.
    assert_eq!(disk(&files("m5.large").set("disk_gib", 100).set("disk_iops", 10_000)), 3_600.0);
    // A box of files moves 256 KiB at a time: 125 MiB/s are 500 of them; t3.small's 174 Mbit/s are 82.97.
    assert_eq!(disk(&files("m5.4xlarge").roles(&[Role::Files])), 500.0);
    assert!((disk(&files("t3.small").roles(&[Role::Files])) - 174e6 / 8.0 / 262_144.0).abs() < 1e-9);
}

#[test]
fn gp2_grows_with_its_size_and_bursts_until_its_credits_end() {
    let gp2 = |gib| {
        Example::of(&SPEC, Region::UsEast1).choose("type", "m5.4xlarge").choose("disk_kind", "gp2").set("disk_gib", gib)
    };
    let disk = |gib| speed_of(&gp2(gib).blueprint(), Resource::DiskIops);
    assert_eq!([disk(20), disk(100), disk(1_000), disk(6_000)], [100.0, 300.0, 3_000.0, 16_000.0]);
    // 5.4 million credits ÷ (3,000 − 300) are 2,000 s (AWS's own table).
    let Note::DiskBurst { minutes, .. } = gp2(100).blueprint().notes[0] else { panic!() };
    assert!((minutes * 60.0 - 2_000.0).abs() < 1e-9);
    assert!(gp2(1_000).blueprint().notes.is_empty());
    assert_eq!(gp2(100).amounts(&Usage::default())[1..], lines(&[("storage", "10.00")]));
}

#[test]
fn an_instance_store_is_faster_than_any_volume_and_lost() {
    let local = |kind: &str| Example::of(&SPEC, Region::UsEast1).choose("type", kind).choose("disk_kind", "local");
    let blueprint = local("i3.large").blueprint();
    // As many reads as writes: 2 ÷ (1/100,125 + 1/35,000).
    assert!((speed_of(&blueprint, Resource::DiskIops) - 2.0 / (1.0 / 100_125.0 + 1.0 / 35_000.0)).abs() < 1e-6);
    assert!(blueprint.notes.contains(&Note::StoreIsLost));
    assert!(local("t3.small").blueprint().notes.contains(&Note::NoStore));
}

#[test]
fn a_process_with_one_core_leaves_the_others_idle() {
    let node = || Example::of(&SPEC, Region::UsEast1).choose("type", "m5.xlarge").roles(&[Role::App]);
    let cpu = |example: &Example| speed_of(&example.blueprint(), Resource::Cpu);
    assert_eq!(cpu(&node()), 4.0);
    let one = node().choose("threading", "one");
    assert_eq!(cpu(&one), 1.0);
    assert_eq!(one.blueprint().notes, [Note::CoresIdle { used: 1.0, of: 4 }]);
    // A larger type does not help it, more processes do.
    assert_eq!(cpu(&node().choose("type", "m5.4xlarge").choose("threading", "one")), 1.0);
    assert_eq!(cpu(&node().choose("threading", "one").set("processes", 3)), 3.0);
    assert_eq!(cpu(&node().choose("threading", "one").set("processes", 9)), 4.0);
    // A database beside it has a core of its own.
    assert_eq!(cpu(&node().choose("threading", "one").roles(&[Role::App, Role::Database])), 2.0);
    // Amdahl with nine tenths: 4 ÷ (1 + 0.1 × 3) = 3.08; nothing parallel: one core.
    assert!((cpu(&node().set("parallel_percent", 90)) - 4.0 / 1.3).abs() < 1e-12);
    assert_eq!(cpu(&node().set("parallel_percent", 0)), 1.0);
}

#[test]
fn fewer_cores_share_the_credits_of_all() {
    // t2.medium in standard mode: 20 % of two vCPUs are 40 % of the one core that is used.
    let node = |key: &str| Example::of(&SPEC, Region::UsEast1).choose("type", "t2.medium").choose("threading", key);
    let (all, one) = (node("all").blueprint(), node("one").blueprint());
    let speed = |blueprint: &Blueprint| speed_of(blueprint, Resource::Cpu);
    assert!((speed(&all) - speed(&one)).abs() < 1e-12);
    assert!((all.credits.unwrap().burst - 5.0).abs() < 1e-12);
    assert!((one.credits.unwrap().burst - 2.5).abs() < 1e-12);
}

#[test]
fn only_older_types_can_do_without_enhanced_networking() {
    let node =
        |kind: &str, on| Example::of(&SPEC, Region::UsEast1).choose("type", kind).toggle("enhanced_networking", on);
    let network = |kind, on| speed_of(&node(kind, on).blueprint(), Resource::Network);
    assert_eq!(network("m4.large", false), network("m4.large", true) / 2.0);
    assert_eq!(network("m5.large", false), network("m5.large", true));
    assert_eq!(node("m4.large", false).blueprint().delay_ms, 0.1);
    assert!(node("m4.large", true).applying().contains(&"enhanced_networking"));
    assert!(!node("m5.large", true).applying().contains(&"enhanced_networking"));
}

#[test]
fn a_fixed_address_is_billed_even_where_nobody_comes() {
    let node = |on| Example::of(&SPEC, Region::UsEast1).toggle("elastic_ip", on).set("count", 2);
    let address = |on, public| {
        let bill = node(on).amounts(&Usage { public, ..Usage::default() });
        bill.into_iter().find(|(item, _)| *item == "public_ipv4").map(|(_, usd)| usd)
    };
    assert_eq!(address(false, false), None);
    for (on, public) in [(true, false), (true, true), (false, true)] {
        assert_eq!(address(on, public).as_deref(), Some("7.30")); // 730 × 2 × 0.005, once
    }
}
