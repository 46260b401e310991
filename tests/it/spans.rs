//! Long runs: the fluid beside the simulation where both can be had, and a day in little time and memory.

use headroom::catalogue::settings::Value;
use headroom::engine::timeline::play::{Detail, Failure, Method, Plan, Planned, Sample, Span, Traffic, What};
use headroom::model::scenario::{NodeId, Scenario};
use headroom::model::validate;
use headroom::presets;

const SEED: u64 = 20_261_121;

pub(crate) fn preset(id: &str) -> Scenario {
    presets::scenario(id).expect("a preset of the story")
}

pub(crate) fn node(scenario: &Scenario, service: &str) -> NodeId {
    *scenario.nodes.iter().find(|(_, node)| node.service == service).expect("a node of the service").0
}

pub(crate) fn set(scenario: &mut Scenario, id: NodeId, key: &str, value: Value) {
    scenario.nodes.get_mut(&id).expect("a node").settings.0.insert(key.to_owned(), value);
}

pub(crate) fn span(scenario: &Scenario, users: u32, plan: &Plan) -> Span {
    let topology = validate::check(scenario).0.expect("a drawing that makes sense");
    Span::new(&topology, users, plan, SEED).expect("a drawing that can be played")
}

pub(crate) fn played(scenario: &Scenario, users: u32, plan: &Plan) -> Span {
    let mut span = span(scenario, users, plan);
    while span.run(1_000_000, f64::INFINITY).ended.is_none() {}
    span
}

/// What is compared: of a part of a run, the mean over its seconds, and how sure the simulated one is.
pub(crate) struct Compared {
    pub(crate) full: f64,
    pub(crate) sure: f64,
    pub(crate) fluid: f64,
}

/// Means over some seconds of both; three standard errors of their difference, from eight batches or more, of up to 20 s.
pub(crate) fn compared(
    full: &Span,
    fluid: &Span,
    seconds: (f64, f64),
    read: &dyn Fn(&Sample) -> Option<f64>,
) -> Compared {
    let inside = |span: &Span| -> Vec<f64> {
        let samples = span.samples().iter().filter(|sample| sample.at_s > seconds.0 && sample.at_s <= seconds.1);
        samples.filter_map(read).collect()
    };
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    // A part of the fluid may be a close-up, which has an error of its own.
    let error = |values: &[f64]| {
        let batches: Vec<f64> = values.chunks_exact((values.len() / 8).clamp(1, 20)).map(mean).collect();
        let middle = mean(&batches);
        let squares: f64 = batches.iter().map(|batch| (batch - middle) * (batch - middle)).sum();
        squares / (batches.len() * (batches.len() - 1)) as f64
    };
    let (of_full, of_fluid) = (inside(full), inside(fluid));
    let sure = 3.0 * (error(&of_full) + error(&of_fluid)).sqrt();
    Compared { full: mean(&of_full), sure, fluid: mean(&of_fluid) }
}

/// Both methods for the same plan, without close-ups inside the seconds that are compared.
pub(crate) fn both(scenario: &Scenario, users: u32, plan: &Plan) -> (Span, Span) {
    let of = |detail| played(scenario, users, &Plan { detail, ..plan.clone() });
    (of(Detail::Full), of(Detail::Fluid))
}

pub(crate) fn agrees(what: &str, compared: &Compared, relative: f64, absolute: f64) {
    let Compared { full, sure, fluid } = compared;
    let allowed = sure + relative * full.abs() + absolute;
    assert!((full - fluid).abs() <= allowed, "{what}: {full} simulated, {fluid} as a fluid, ± {allowed}");
}

/// Rates within three standard errors and 2 %, utilisations within three standard errors and 0.02.
pub(crate) fn rates_agree(name: &str, (full, fluid): (&Span, &Span), seconds: (f64, f64)) {
    let offered = compared(full, fluid, seconds, &|sample| Some(sample.offered_per_s));
    let done = compared(full, fluid, seconds, &|sample| Some(sample.done_per_s));
    let failed = compared(full, fluid, seconds, &|sample| Some(sample.failed_per_s.iter().sum()));
    agrees(&format!("{name}, offered"), &offered, 0.02, 0.0);
    agrees(&format!("{name}, done"), &done, 0.02, 0.0);
    agrees(&format!("{name}, failed"), &failed, 0.05, 0.002 * offered.full);
    for index in 0..full.samples()[0].nodes.len() {
        let busy = compared(full, fluid, seconds, &|sample| Some(sample.nodes[index].utilisation));
        // The mean over seconds of the fullest resource in each is a little above the fullest's mean.
        agrees(&format!("{name}, node {index}"), &busy, 0.0, 0.03);
        let there = compared(full, fluid, seconds, &|sample| Some(f64::from(sample.nodes[index].in_service)));
        agrees(&format!("{name}, instances of node {index}"), &there, 0.0, 0.02);
    }
}

/// p50, p95 and p99 of seconds: within three standard errors and the steady engine's own bounds.
fn percentiles_agree(name: &str, (full, fluid): (&Span, &Span), seconds: (f64, f64)) {
    for (index, relative) in [(0, 0.05), (1, 0.1), (2, 0.15)] {
        let found = compared(full, fluid, seconds, &|sample| Some(sample.latency_s?[index]));
        agrees(&format!("{name}, percentile {index}"), &found, relative, 0.001);
    }
}

pub(crate) fn plan(duration_s: u32, traffic: Traffic, failures: &[(u32, Failure)]) -> Plan {
    let failures = failures.iter().map(|&(at_s, failure)| Planned { at_s, failure }).collect();
    Plan { duration_s, traffic, failures, ..Plan::default() }
}

#[test]
fn fluid_and_simulation_agree_while_there_is_room() {
    for (id, users) in [("one-box", 1_500), ("load-balancer", 4_000), ("queue-workers", 20_000)] {
        let (full, fluid) = both(&preset(id), users, &plan(400, Traffic::Steady, &[]));
        assert!(fluid.stretches().iter().all(|stretch| stretch.method == Method::Fluid), "{id}");
        rates_agree(id, (&full, &fluid), (20.0, 400.0));
    }
    // Seconds of 1,200 answers have percentiles of their own.
    let (full, fluid) = both(&preset("queue-workers"), 20_000, &plan(400, Traffic::Steady, &[]));
    percentiles_agree("queue-workers", (&full, &fluid), (20.0, 400.0));
}

#[test]
fn fluid_and_simulation_agree_where_users_wait_and_give_up() {
    let one = preset("one-box");
    let (full, fluid) = both(&one, 6_000, &plan(800, Traffic::Steady, &[]));
    rates_agree("overloaded", (&full, &fluid), (60.0, 800.0));
    for (index, relative) in [(0, 0.1), (1, 0.1)] {
        let found = compared(&full, &fluid, (60.0, 800.0), &|sample| Some(sample.latency_s?[index]));
        agrees("overloaded, percentile", &found, relative, 0.0);
    }
}

#[test]
fn far_beyond_what_can_be_done_the_fluid_is_the_steady_state_and_within_a_sixth_of_the_simulation() {
    // Pages time out after 30 s, files from the edge do not need the fleet. In the simulation requests with much work
    // give up first, so that more of the others are answered; neither the fluid nor the steady engine knows that.
    let balanced = preset("load-balancer");
    for users in [60_000, 200_000] {
        let (full, fluid) = both(&balanced, users, &plan(400, Traffic::Steady, &[]));
        let report = headroom::engine::solve(&validate::check(&balanced).0.expect("a drawing"), users);
        let ended = compared(&full, &fluid, (100.0, 400.0), &|sample| Some(sample.offered_per_s));
        let done = compared(&full, &fluid, (100.0, 400.0), &|sample| Some(sample.done_per_s));
        assert!(
            (done.fluid / report.throughput.0 - 1.0).abs() < 0.03,
            "{users}: {} {}",
            done.fluid,
            report.throughput.0
        );
        agrees(&format!("{users}, offered"), &ended, 0.16, 0.0);
        agrees(&format!("{users}, done"), &done, 0.16, 0.0);
    }
}

#[test]
fn a_close_up_goes_on_where_the_fluid_is() {
    let plan = Plan { detail: Detail::Fluid, close_ups: vec![200], ..plan(400, Traffic::Steady, &[]) };
    let span = played(&preset("load-balancer"), 20_000, &plan);
    let mean = |from_s: f64, to_s: f64, read: &dyn Fn(&Sample) -> f64| {
        let inside = span.samples().iter().filter(|sample| sample.at_s > from_s && sample.at_s <= to_s);
        let values: Vec<f64> = inside.map(read).collect();
        values.iter().sum::<f64>() / values.len() as f64
    };
    assert_eq!(span.stretches()[1].method, Method::CloseUp);
    for (what, read) in [
        ("offered", &(|sample: &Sample| sample.offered_per_s) as &dyn Fn(&Sample) -> f64),
        ("done", &|sample: &Sample| sample.done_per_s),
        ("waiting", &|sample: &Sample| sample.nodes.iter().map(|node| node.waiting).sum()),
    ] {
        let (before, inside) = (mean(100.0, 190.0, read), mean(200.0, 260.0, read));
        assert!((inside / before - 1.0).abs() < 0.08, "{what}: {before} as a fluid, {inside} in the close-up");
    }
}

#[test]
fn fluid_and_simulation_agree_on_a_zone_that_fails() {
    let balanced = preset("load-balancer");
    let zone = Failure::Zone { zone: 'b', for_s: 400 };
    let (full, fluid) = both(&balanced, 3_000, &plan(700, Traffic::Steady, &[(100, zone)]));
    assert_eq!(full.log(), fluid.log());
    // Half of what comes to the fleet fails until it is noticed; then one instance does all; then both.
    for seconds in [(0.0, 80.0), (110.0, 155.0), (180.0, 500.0), (540.0, 700.0)] {
        rates_agree(&format!("{seconds:?}"), (&full, &fluid), seconds);
    }
}

#[test]
fn fluid_and_simulation_scale_the_same_group_at_the_same_seconds() {
    let mut scaled = preset("load-balancer");
    let fleet = node(&scaled, "ec2");
    set(&mut scaled, fleet, "auto_scaling", Value::Toggle(true));
    set(&mut scaled, fleet, "min", Value::Int(2));
    let spike = Traffic::Spike { factor_percent: 300, from_s: 30, for_s: 420 };
    let (full, fluid) = both(&scaled, 2_200, &plan(1_620, spike, &[]));
    // This far from a threshold noise decides nothing.
    assert_eq!(full.log(), fluid.log());
    for seconds in [(400.0, 450.0), (500.0, 1_200.0)] {
        rates_agree(&format!("{seconds:?}"), (&full, &fluid), seconds);
    }
}

#[test]
fn a_backlog_drains_as_long_as_the_spike_left_it() {
    // A ticket sale with long patience: three times the users for a minute. What waits at its end is gone when as much
    // has been answered beyond what comes.
    let one = preset("one-box");
    let spike = Traffic::Spike { factor_percent: 300, from_s: 60, for_s: 60 };
    let (full, fluid) = both(&one, 2_500, &plan(400, spike, &[]));
    let waits = |span: &Span, second: f64| {
        let sample = span.samples().iter().find(|sample| sample.at_s >= second).expect("a second");
        sample.nodes[0].waiting
    };
    let longest =
        |span: &Span| span.samples().iter().filter_map(|sample| Some(sample.latency_s?[1])).fold(0.0, f64::max);
    for span in [&full, &fluid] {
        assert!(waits(span, 115.0) > 100.0 && waits(span, 200.0) == 0.0);
    }
    let (one, other) = (longest(&full), longest(&fluid));
    assert!((one / other - 1.0).abs() < 0.35, "{one} {other}: the worst of 100 seconds of 200 answers each");
}

/// A drawing of all tiers whose fleets follow a million users.
fn all_tiers() -> Scenario {
    let mut scenario = preset("queue-workers");
    for (service, min, max) in [("ec2", 4, 400), ("workers", 2, 200)] {
        let id = node(&scenario, service);
        set(&mut scenario, id, "auto_scaling", Value::Toggle(true));
        set(&mut scenario, id, "min", Value::Int(min));
        set(&mut scenario, id, "max", Value::Int(max));
    }
    scenario
}

#[test]
fn a_day_of_a_million_users_has_close_ups_and_bounded_slices() {
    let zone = Failure::Zone { zone: 'b', for_s: 1_200 };
    let plan = Plan { close_ups: vec![30_000], ..plan(86_400, Traffic::Day, &[(40_000, zone)]) };
    let mut day = span(&all_tiers(), 1_000_000, &plan);
    assert!(day.is_fluid());
    let (mut most, mut before) = (0, 0);
    loop {
        let progress = day.run(4_000, f64::INFINITY);
        most = most.max(progress.events - before);
        before = progress.events;
        if progress.ended.is_some() {
            break;
        }
    }
    // A slice ends with the second of the fluid in which its budget ends, with its steady states, or with what a new number
    // of instances needs, which is a step of its own.
    assert!(most <= 60_000, "{most}");
    assert!(before < 60_000_000, "{before}: about a minute in the slowest browser");
    let stretches = day.stretches();
    assert!(stretches.windows(2).all(|pair| pair[0].to_s == pair[1].from_s));
    assert_eq!((stretches[0].from_s, stretches[stretches.len() - 1].to_s), (0.0, 86_400.0));
    let close = |at_s: f64| {
        let found = stretches.iter().find(|stretch| stretch.from_s <= at_s && at_s < stretch.to_s);
        found.is_some_and(|stretch| stretch.method == Method::CloseUp)
    };
    // What was asked for, the failure, and the peak at 21 h.
    assert!([30_000.0, 40_000.0, 75_600.0].into_iter().all(close), "{stretches:?}");
    // One measurement after the other, each second in a close-up, ten seconds else: 8,640 and some.
    assert!(day.samples().windows(2).all(|pair| pair[0].at_s < pair[1].at_s));
    assert!((8_640..9_400).contains(&day.samples().len()), "{}", day.samples().len());
    // A real day: the users at midnight, at 5, and at 21 h.
    let users = |hour: f64| {
        let sample = day.samples().iter().find(|sample| sample.at_s >= hour * 3_600.0).expect("an hour");
        libm::round(sample.active_users / 1_000.0)
    };
    assert_eq!([5.0, 12.5, 21.0].map(users), [20.0, 80.0, 100.0]);
}

#[test]
fn a_fluid_is_the_same_in_slices_of_any_size_and_with_a_failure_planned_ahead() {
    let scenario = all_tiers();
    let zone = Failure::Zone { zone: 'a', for_s: 300 };
    let plan_with = |failures: &[(u32, Failure)]| Plan { detail: Detail::Fluid, ..plan(7_200, Traffic::Day, failures) };
    let whole = played(&scenario, 60_000, &plan_with(&[(5_000, zone)]));
    let mut told = span(&scenario, 60_000, &plan_with(&[]));
    while told.run(700, 4_000.0).now_s < 4_000.0 {}
    assert!(!told.plan_failure(Planned { at_s: 4_050, failure: zone }), "its close-up would have begun");
    assert!(told.plan_failure(Planned { at_s: 5_000, failure: zone }));
    while told.run(900, f64::INFINITY).ended.is_none() {}
    assert_eq!(told.log(), whole.log());
    assert_eq!(told.stretches(), whole.stretches());
    assert!(told.samples() == whole.samples(), "the same numbers to the last bit");
}

#[test]
fn short_runs_are_simulated_in_full_and_long_ones_only_with_few_users() {
    let one = preset("one-box");
    let fluid = |users, duration_s| span(&one, users, &plan(duration_s, Traffic::Day, &[])).is_fluid();
    assert!(!fluid(1_000_000, 600) && !fluid(10, 86_400));
    assert!(fluid(1_000_000, 7_200));
    let full = Plan { detail: Detail::Full, ..plan(7_200, Traffic::Day, &[]) };
    assert!(!span(&one, 1_000_000, &full).is_fluid());
}

#[test]
fn another_drawing_gets_the_users_and_the_failures_that_it_can_have() {
    let (mut one, other) = (preset("load-balancer"), preset("one-box"));
    one.workload.users = 7_777;
    let all = [
        Failure::Zone { zone: 'a', for_s: 9 },
        Failure::Instance(node(&one, "ec2")),
        Failure::Instance(node(&one, "rds")),
    ];
    one.plan.failures = all.map(|failure| Planned { at_s: 5, failure }).to_vec();
    let made = one.put_upon(&other);
    assert_eq!((made.workload.users, &made.nodes), (7_777, &other.nodes));
    let left: Vec<Failure> = made.plan.failures.iter().map(|planned| planned.failure).collect();
    // One box has an EC2 of the same number, and no database of its own.
    assert_eq!(left, all[..2]);
}

#[test]
fn a_plan_of_a_day_with_its_detail_and_close_ups_is_written_and_read_and_a_malformed_one_refused() {
    use headroom::codec::file;
    let day = Plan {
        detail: Detail::Fluid,
        close_ups: vec![0, 75_600],
        ..plan(86_400, Traffic::Day, &[(86_400, Failure::Zone { zone: 'a', for_s: 86_400 })])
    };
    let scenario = Scenario { plan: day, ..preset("load-balancer") };
    let written = file::write(&scenario);
    assert_eq!(file::read(&written).map(|read| read.plan), Ok(scenario.plan));
    let refused = |from: &str, to: &str| {
        assert!(written.contains(from), "{from} in {written}");
        file::read(&written.replace(from, to)).expect_err("a malformed plan").to_string()
    };
    assert!(refused("\"detail\": \"fluid\"", "\"detail\": \"half\"").contains("full, fluid or sampled"));
    assert!(refused("\"duration_s\": 86400", "\"duration_s\": 86401").contains("plan.duration_s"));
    // In the order of time, each once, and within a day.
    for to in ["75600,\n      0", "0,\n      0", "0,\n      86401"] {
        let found = with_close_ups(&written, to);
        assert!(file::read(&found).expect_err("close-ups").to_string().contains("plan.close_ups"), "{found}");
    }
}

/// The text with other close-ups.
fn with_close_ups(written: &str, close_ups: &str) -> String {
    let (before, rest) = written.split_once("\"close_ups\": [").expect("close-ups");
    let (_, after) = rest.split_once(']').expect("their end");
    format!("{before}\"close_ups\": [{close_ups}]{after}")
}

#[test]
fn credits_run_out_in_a_fluid_when_they_do_in_the_simulation() {
    let mut scenario = preset("one-box");
    let id = node(&scenario, "ec2");
    set(&mut scenario, id, "credit_mode", Value::Choice("standard".to_owned()));
    set(&mut scenario, id, "credits_percent", Value::Int(1));
    scenario.workload.timeout_s = 60.0;
    let (full, fluid) = both(&scenario, 3_600, &plan(300, Traffic::Steady, &[]));
    let gone = |span: &Span| {
        let entry = span.log().iter().find(|entry| matches!(entry.what, What::CreditsGone { .. }));
        entry.expect("credits that run out").at_s
    };
    assert!((gone(&full) - gone(&fluid)).abs() <= 4.0, "{} and {}", gone(&full), gone(&fluid));
    rates_agree("credits", (&full, &fluid), (20.0, 200.0));
}

#[test]
fn a_cache_that_comes_back_empty_warms_up_in_a_fluid_as_in_the_simulation() {
    let scenario = preset("cache");
    let id = node(&scenario, "elasticache");
    let failure = Failure::Node { node: id, for_s: 60 };
    let (full, fluid) = both(&scenario, 8_000, &plan(400, Traffic::Steady, &[(100, failure)]));
    let hits = |sample: &Sample| sample.nodes.iter().find(|node| node.node == id)?.hit_ratio;
    for seconds in [(110.0, 160.0), (165.0, 225.0), (300.0, 400.0)] {
        agrees(&format!("hits at {seconds:?}"), &compared(&full, &fluid, seconds, &hits), 0.03, 0.02);
    }
}

#[test]
fn a_box_of_another_type_does_as_much_in_a_fluid_as_in_the_simulation() {
    let scenario = preset("one-box");
    let id = node(&scenario, "ec2");
    let change = Failure::Resize { node: id, to: "m5.xlarge", cut_over: false, for_s: 60 };
    let (full, fluid) = both(&scenario, 3_800, &plan(500, Traffic::Steady, &[(100, change)]));
    let done = |sample: &Sample| Some(sample.done_per_s);
    agrees("done", &compared(&full, &fluid, (300.0, 500.0), &done), 0.03, 0.0);
}
