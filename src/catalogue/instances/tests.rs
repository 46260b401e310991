use super::*;
use crate::catalogue::spec::Confidence;

#[test]
fn every_type_offered_resolves() {
    for region in Region::ALL {
        let names: Vec<_> = InstanceType::offered(region).map(InstanceType::name).collect();
        // 290 types; Seoul has no A1 (5), M5n (8), H1 (4) and of Inf2 only the smallest (3).
        assert_eq!(names.len(), if region == Region::UsEast1 { 290 } else { 270 });
        for name in names {
            let kind = InstanceType::get(name).unwrap();
            assert!(kind.vcpu() >= 1 && kind.gib() >= 0.5, "{name}");
            assert!(kind.speed().ratio > 0.5 && kind.speed().ratio < 3.0, "{name}");
            assert!(kind.network().speed > 1e6, "{name}");
            assert!(kind.disk(gp3_iops()).speed >= 250.0, "{name}");
            assert_eq!(kind.baseline().is_some(), name.starts_with('t'), "{name}");
            assert_eq!(kind.gpus().is_some(), name.starts_with(['p', 'g']), "{name}");
            let unknown = ["t2", "p2", "p3", "g2", "g3"].contains(&kind.family());
            assert_eq!(kind.ebs_mbps().is_none(), unknown, "{name}");
            assert_eq!(kind.surplus_price(region).value > 0.0, name.starts_with('t'), "{name}");
        }
    }
    assert!(InstanceType::get("t3.giant").is_none());
    assert!(InstanceType::is_offered("a1.large", Region::UsEast1));
    assert!(!InstanceType::is_offered("a1.large", Region::ApNortheast2));
}

#[test]
fn a_bigger_size_is_never_slower_nor_cheaper() {
    for region in Region::ALL {
        let types: Vec<_> = InstanceType::offered(region).collect();
        for pair in types.windows(2).filter(|pair| pair[0].family() == pair[1].family()) {
            let [small, big] = [pair[0], pair[1]];
            let what = format!("{} and {}", small.name(), big.name());
            assert!(small.vcpu() <= big.vcpu(), "{what}");
            // More vCPUs but one accelerator instead of four: it costs less, and its network is slower.
            if what == "g5.12xlarge and g5.16xlarge" {
                assert!(small.gpus() > big.gpus() && small.store_iops() > big.store_iops());
                continue;
            }
            assert!(small.store_iops() <= big.store_iops(), "{what}");
            assert!(small.ebs_mbps() <= big.ebs_mbps(), "{what}");
            assert!(small.price(region).unwrap().value < big.price(region).unwrap().value, "{what}");
            assert!(small.gib() < big.gib(), "{what}");
            assert!(small.network().speed <= big.network().speed, "{what}");
            assert!(small.disk(gp3_iops()).speed <= big.disk(gp3_iops()).speed, "{what}");
            for mode in [CreditMode::Unlimited, CreditMode::Standard] {
                let total = |kind: InstanceType| {
                    let (cpu, _) = processors(kind.vcpu(), kind.speed(), kind.baseline(), mode);
                    f64::from(cpu.servers) * cpu.speed
                };
                assert!(total(small) <= total(big), "{what} {mode:?}");
            }
        }
    }
}

#[test]
fn prices_are_those_of_the_region() {
    let price = |region| InstanceType::get("t3.medium").unwrap().price(region).unwrap();
    assert_eq!(price(Region::ApNortheast2).value, 0.0520);
    assert_eq!(price(Region::UsEast1).value, 0.0416);
    assert_eq!(price(Region::UsEast1).citation().confidence, Confidence::Exact);
    let t4g = InstanceType::get("t4g.small").unwrap().surplus_price(Region::UsEast1);
    assert_eq!((t4g.value, t4g.citation().confidence), (0.04, Confidence::Memory));
}

#[test]
fn the_reference_has_speed_one_and_others_their_measured_ratio() {
    assert_eq!(family_speed("m5"), Speed { ratio: 1.0, assumed: false });
    // c5.large against m5.large: 36,934 ÷ 32,303 files and 40,343 ÷ 34,981 SETs, so √(1.1434 × 1.1533).
    assert!((family_speed("c5").ratio - 1.1483).abs() < 1e-4);
    // t3.large: √(32,076 ÷ 32,303 × 31,622 ÷ 34,981).
    assert!((family_speed("t3").ratio - 0.9474).abs() < 1e-4);
}

#[test]
fn a_family_without_a_measurement_takes_its_relatives_and_says_so() {
    let t3a = family_speed("t3a");
    assert_eq!(t3a, Speed { ratio: family_speed("t3").ratio, assumed: true });
    let (_, notes) = processors(2, t3a, None, CreditMode::Unlimited);
    assert_eq!(notes, [Note::SpeedAssumed]);
    assert_eq!(family_speed("z9"), Speed { ratio: 1.0, assumed: true });
}

#[test]
fn in_the_long_run_standard_credits_give_the_baseline() {
    let kind = InstanceType::get("t2.medium").unwrap();
    assert_eq!(kind.default_credits(), CreditMode::Standard);
    let (cpu, notes) = processors(2, Speed { ratio: 1.5, assumed: false }, kind.baseline(), CreditMode::Standard);
    assert!((cpu.speed - 1.5 * 0.2).abs() < 1e-12);
    assert_eq!(notes, [Note::BurstStandard { baseline: 0.2 }]);
    for name in ["t3.medium", "t3a.medium", "t4g.medium"] {
        assert_eq!(InstanceType::get(name).unwrap().default_credits(), CreditMode::Unlimited);
    }
    let (cpu, notes) = processors(2, Speed { ratio: 1.5, assumed: false }, Some(0.2), CreditMode::Unlimited);
    assert_eq!((cpu.speed, notes), (1.5, vec![Note::BurstUnlimited { baseline: 0.2 }]));
}

#[test]
fn the_disk_gives_no_more_than_the_instance_takes() {
    assert_eq!(InstanceType::get("t3.small").unwrap().disk(3000.0).speed, 1000.0);
    assert_eq!(InstanceType::get("m5.large").unwrap().disk(3000.0).speed, 3000.0);
    assert_eq!(InstanceType::get("m5.large").unwrap().disk(12000.0).speed, 3600.0);
    assert_eq!(InstanceType::get("t2.micro").unwrap().disk(3000.0).speed, 3000.0);
}

/// What other sizes of a family did, a vCPU: static files a second and Redis SETs a second
/// (SpareCores/sc-inspector-data@804d3c71, as `speed.csv`).
const OTHER_SIZES: [(&str, f64, f64); 8] = [
    ("t3.micro", 26_859.0, 26_194.0),
    ("t3.medium", 30_569.0, 28_781.0),
    ("m5.xlarge", 32_708.0, 36_290.0),
    ("m5.2xlarge", 31_455.0, 35_239.0),
    ("m5.4xlarge", 30_771.0, 35_342.0),
    ("m6g.xlarge", 29_967.0, 50_902.0),
    ("m7g.xlarge", 55_370.0, 67_019.0),
    ("r6g.xlarge", 27_449.0, 48_907.0),
];

/// docs/model.md states the spread: a family has one speed, and sizes that were measured are within 20 % of it.
#[test]
fn one_speed_a_family_is_within_its_stated_spread_of_every_size_measured() {
    for (name, web, redis) in OTHER_SIZES {
        let measured = ((web / 32_303.0) * (redis / 34_981.0_f64)).sqrt();
        let model = InstanceType::get(name).unwrap().speed();
        assert!(!model.assumed && (measured / model.ratio - 1.0).abs() <= 0.20, "{name}: {} {measured}", model.ratio);
    }
}

#[test]
fn a_heading_says_what_a_family_is_for_what_it_runs_on_and_whether_it_is_old() {
    let heading = |family: &str| heading(family).en;
    assert_eq!(heading("m6g"), "M6G · General purpose · Arm");
    assert_eq!(heading("c4"), "C4 · Compute optimized · x86 · previous generation");
    assert!(is_previous("a1") && !is_previous("t3"));
    let kind = InstanceType::get("g4dn.12xlarge").unwrap();
    assert_eq!(kind.figures(), "48 vCPU · 192 GiB · 4 GPU · 50 Gbit/s · EBS 9500 Mbit/s");
}

#[test]
fn every_family_of_the_notes_is_there() {
    let mut found: Vec<_> = InstanceType::offered(Region::UsEast1).map(InstanceType::family).collect();
    found.dedup();
    let notes = "a1 t2 t3 t3a t4g m5 m5a m5n m6g m6i c4 c5 c5a c5n c6g c6gn c6i r4 r5 r5a r5b r6g x1 x1e z1d d2 h1 i3 \
                 i3en p2 p3 p4d g2 g3 g4dn inf1";
    for family in notes.split(' ').filter(|family| !family.is_empty()) {
        assert!(found.contains(&family), "{family}");
        assert!(super::families::FAMILIES.row(family).is_some(), "{family}");
    }
    assert_eq!(found.len(), 45);
}

#[test]
fn instance_stores_are_those_that_have_a_printed_figure() {
    let mut found: Vec<_> = InstanceType::offered(Region::UsEast1)
        .filter(|kind| kind.store_iops().is_some())
        .map(InstanceType::family)
        .collect();
    found.dedup();
    assert_eq!(found, ["z1d", "i3", "i3en", "p4d", "g4dn", "g5"]);
    // Half reads at 30,000 and half writes at 15,000 a second.
    assert!((InstanceType::get("z1d.large").unwrap().store_iops().unwrap() - 20_000.0).abs() < 1e-6);
}
