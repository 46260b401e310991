use super::{FACTS, SPEC};
use crate::catalogue::region::Region;
use crate::catalogue::services::tests::{Example, lines, speed_of};
use crate::catalogue::settings::Value;
use crate::catalogue::spec::{Resource, ScalingPolicy, SpecError, Usage};

fn tasks(region: Region, size: &str, count: i64) -> Example {
    Example::of(&SPEC, region).choose("task", size).set("count", count)
}

#[test]
fn a_month_of_four_tasks_on_fargate() {
    // 4 × 730 h × 0.5 vCPU = 1,460 × 0.04048 = 59.1008; × 1 GiB = 2,920 × 0.004445 = 12.9794.
    let expected = lines(&[("task_vcpu", "59.10"), ("task_memory", "12.98")]);
    assert_eq!(tasks(Region::UsEast1, "0.5-1", 4).amounts(&Usage::default()), expected);
    // 1,460 × 0.04656 = 67.9776; 2,920 × 0.00511 = 14.9212; the cluster 730 × 0.10.
    let seoul = tasks(Region::ApNortheast2, "0.5-1", 4).choose("orchestrator", "eks");
    let expected = lines(&[("task_vcpu", "67.98"), ("task_memory", "14.92"), ("cluster", "73.00")]);
    assert_eq!(seoul.amounts(&Usage::default()), expected);
}

#[test]
fn on_ec2_the_instances_are_billed_that_the_tasks_need() {
    // m5.large has 2 vCPUs: two tasks of 1 vCPU fit, so five tasks need three. 3 × 730 × 0.096 = 210.24; 90 GiB × 0.08.
    let example = tasks(Region::UsEast1, "1-2", 5).choose("launch", "ec2");
    let expected = lines(&[("instance", "210.24"), ("storage", "7.20")]);
    assert_eq!(example.amounts(&Usage::default()), expected);
    // By memory: 8 GiB less 0.3 hold one task of 4 GiB.
    let by_memory = tasks(Region::UsEast1, "0.5-4", 2).choose("launch", "ec2");
    assert_eq!(by_memory.amounts(&Usage::default())[0], ("instance", "140.16".to_owned()));
}

#[test]
fn a_task_that_is_larger_than_its_instance_is_refused() {
    let error = tasks(Region::UsEast1, "4-8", 1).choose("launch", "ec2").try_blueprint().unwrap_err();
    let SpecError::NotOffered { key, value, .. } = error;
    assert_eq!((key, value.as_str()), ("type", "m5.large"));
}

#[test]
fn a_task_has_its_vcpus_and_a_fraction_is_a_slower_one() {
    let cpu = |size| {
        let made = tasks(Region::UsEast1, size, 1).blueprint();
        (speed_of(&made, Resource::Cpu), made.stations[0].servers)
    };
    assert_eq!(cpu("0.25-0.5"), (0.25, 1));
    assert_eq!(cpu("1-2"), (1.0, 1));
    assert_eq!(cpu("4-30"), (4.0, 4));
    // 0.5 GiB less 0.1 hold 40 slots of 10 MiB.
    let small = tasks(Region::UsEast1, "0.25-0.5", 1).blueprint();
    assert_eq!((small.slots.unwrap().limit, small.memory.unwrap().caps_slots), (40, true));
}

#[test]
fn sizes_are_those_of_fargate() {
    let crate::catalogue::spec::ParamKind::Choice(choices) = (SPEC.params)()[2].kind else { panic!() };
    // 3 + 4 + 7 + 13 + 23 + 12 + 12.
    assert_eq!(choices(Region::UsEast1).len(), 74);
}

#[test]
fn tasks_follow_a_target_and_take_their_time_to_start() {
    let example = tasks(Region::UsEast1, "1-2", 2);
    let fixed = tasks(Region::UsEast1, "1-2", 2).blueprint().scaling.unwrap();
    assert_eq!((fixed.min, fixed.max, fixed.policy), (2, 2, ScalingPolicy::None));
    let rule = example.toggle("auto_scaling", true).blueprint().scaling.unwrap();
    assert_eq!((rule.min, rule.max, rule.policy, rule.start_s), (2, 20, ScalingPolicy::Target(0.5), 70.0));
    assert_eq!((rule.period_s, rule.out_after, rule.in_after), (60, 3, 15));
}

#[test]
fn defaults_are_the_figures() {
    for key in ["fargate_start_s", "ec2_start_s", "app_start_s", "host_start_s", "host_target_percent"] {
        let param = (SPEC.params)().iter().find(|param| param.key == key).unwrap();
        assert_eq!(param.default_value(), Value::Int(FACTS.value(key) as i64), "{key}");
    }
}

#[test]
fn spare_hosts_are_billed_and_fargate_has_none() {
    // Five tasks, two on each m5.large: three hosts; of which three quarters should be needed: four.
    let spare = tasks(Region::UsEast1, "1-2", 5).choose("launch", "ec2").set("host_target_percent", 75);
    // 4 × 730 × 0.096 = 280.32; 120 GiB × 0.08.
    assert_eq!(spare.amounts(&Usage::default()), lines(&[("instance", "280.32"), ("storage", "9.60")]));
    let rule = spare.blueprint().hosts.unwrap();
    assert_eq!((rule.each, rule.start_s, rule.needed(5), rule.needed(0)), (2, 55, 4, 0));
    assert!(tasks(Region::UsEast1, "1-2", 5).blueprint().hosts.is_none());
}
