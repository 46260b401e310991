use super::{FACTS, SPEC};
use crate::catalogue::region::Region;
use crate::catalogue::services::tests::{Example, lines, speed_of};
use crate::catalogue::settings::Value;
use crate::catalogue::spec::Messages;
use crate::catalogue::spec::{Ask, ParamDefault, Resource, Usage};

fn with_memory(memory_mb: i64) -> Example {
    Example::of(&SPEC, Region::UsEast1).set("memory_mb", memory_mb)
}

/// Speed of one execution.
fn speed(example: &Example) -> f64 {
    speed_of(&example.blueprint(), Resource::Cpu) / 1_000.0
}

#[test]
fn a_month_of_a_hundred_executions_at_once() {
    // 1,000 requests a second of 0.1 s are 100 at once. 2,628 million requests × 0.20 = 525.60.
    // 100 × 0.5 GB × 2,628,000 s = 131.4 million GB-s × 0.0000166667 = 2,190.00438; on arm64 × 0.0000133334 = 1,752.00876.
    let usage = Usage { asks_per_s: vec![(Ask::Page, 1_000.0)], slots_held: 100.0, ..Usage::default() };
    for region in Region::ALL {
        let example = Example::of(&SPEC, region).set("memory_mb", 512);
        assert_eq!(example.amounts(&usage), lines(&[("requests", "525.60"), ("duration", "2190.00")]));
        let arm = example.choose("architecture", "arm64");
        assert_eq!(arm.amounts(&usage), lines(&[("requests", "525.60"), ("duration", "1752.01")]));
    }
    assert!(with_memory(512).bill(&Usage::default()).is_empty());
}

#[test]
fn beyond_six_thousand_million_gb_seconds_a_month_they_are_cheaper() {
    // 10 GB × 1,000 at once × 2,628,000 s = 26,280 million GB-s: 6,000 at 16.6667, 9,000 at 15, 11,280 at 13.3334 dollars a
    // million: 100,000.20 + 135,000 + 150,400.752.
    let usage = Usage { slots_held: 1_000.0, ..Usage::default() };
    let expected = [("duration", "100000.20"), ("duration", "135000.00"), ("duration", "150400.75")];
    assert_eq!(with_memory(10_240).amounts(&usage), lines(&expected));
}

#[test]
fn processors_come_in_proportion_to_memory_up_to_one_for_a_single_thread() {
    let near = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-9, "{found} {expected}");
    near(speed(&with_memory(1_769)), 1.0);
    near(speed(&with_memory(128)), 128.0 / 1_769.0);
    near(speed(&with_memory(3_538)), 1.0);
    // Two vCPUs of which half of the work can use both: 1 ÷ (0.5 + 0.25).
    near(speed(&with_memory(3_538).set("parallel_percent", 50)), 4.0 / 3.0);
}

#[test]
fn what_comes_beyond_the_concurrency_is_refused() {
    let slots = with_memory(512).set("concurrency", 40).blueprint().slots.unwrap();
    assert!((slots.resource, slots.limit, slots.refuses) == (Resource::Concurrency, 40, true));
}

#[test]
fn a_cold_start_is_that_of_the_runtime_and_the_application() {
    let start = |runtime| with_memory(512).choose("runtime", runtime).blueprint().cold_start.unwrap().start_s;
    assert!((start("python3.12") - 0.582).abs() < 1e-12);
    assert!((start("java21") - 0.7455).abs() < 1e-12);
}

#[test]
fn defaults_are_the_figures() {
    for key in ["concurrency", "keep_s", "app_init_ms"] {
        let param = (SPEC.params)().iter().find(|param| param.key == key).unwrap();
        assert_eq!(param.default_value(), Value::Int(FACTS.value(key) as i64), "{key}");
        assert!(matches!(param.default, ParamDefault::Int(_)));
    }
}

#[test]
fn a_batch_is_one_request_and_messages_take_their_time() {
    // 2 batches a second, 30 at once: 5.256 million × 0.20; 30 × 0.5 GB × 2,628,000 s × 0.0000166667.
    let messages = Messages { begun: 2.0, at_once: 30.0, ..Messages::default() };
    let usage = Usage { messages, ..Usage::default() };
    assert_eq!(with_memory(512).amounts(&usage), lines(&[("requests", "1.05"), ("duration", "657.00")]));
}

#[test]
fn environments_that_are_always_there_cost_the_month_and_less_for_what_runs_in_them() {
    // Ten of 1 GB: 10 × 730 h × 3,600 × 0.0000041667 = 109.5008…; 400 at once fill them: 10 × 2,628,000 × 0.0000097222, and
    // 390 × 2,628,000 × 0.0000166667.
    let usage = Usage { slots_held: 400.0, ..Usage::default() };
    let example = with_memory(1_024).set("provisioned", 10);
    let expected = [("duration", "17082.03"), ("provisioned", "109.50"), ("provisioned_duration", "255.50")];
    assert_eq!(example.amounts(&usage), lines(&expected));
    // Idle ones cost as much.
    assert_eq!(example.amounts(&Usage::default()), lines(&[("provisioned", "109.50")]));
    // In Seoul 10 × 730 × 3,600 × 0.0000051254.
    let seoul = Example::of(&SPEC, Region::ApNortheast2).set("memory_mb", 1_024).set("provisioned", 10);
    assert_eq!(seoul.amounts(&Usage::default()), lines(&[("provisioned", "134.70")]));
}

#[test]
fn of_a_random_number_at_once_some_find_what_is_always_there() {
    // Poisson with mean 2: at least one with 1 − e⁻², at least two with 1 − 3 e⁻².
    let expected = 2.0 - 4.0 * libm::exp(-2.0);
    assert!((super::ready_at_once(2.0, 2) - expected).abs() < 1e-12);
    assert!((super::ready_at_once(2.0, 1_000) - 2.0).abs() < 1e-9);
    assert_eq!(super::ready_at_once(5_000.0, 40), 40.0);
    assert_eq!(super::ready_at_once(0.0, 40), 0.0);
}

#[test]
fn batches_are_ten_unless_they_are_gathered_for_a_while() {
    let polls = |example: Example| example.blueprint().polls.unwrap();
    let plain = polls(with_memory(512));
    assert_eq!((plain.batch, plain.window_s, plain.start, plain.more_per_s, plain.most), (10, 0.0, 5, 5.0, 1_250));
    assert_eq!(polls(with_memory(512).set("batch_size", 500)).batch, 10);
    let gathered = polls(with_memory(512).set("batch_size", 500).set("batch_window_s", 3));
    assert_eq!((gathered.batch, gathered.in_order().batch, gathered.in_order().window_s), (500, 10, 0.0));
    assert_eq!(polls(with_memory(512).set("max_concurrency", 40)).most, 40);
}
