//! Results as JSON: whatever the engine says, the JSON has no number that is none.

use headroom::lists::Map;

use headroom::catalogue::spec::Resource;
use headroom::codec::report_json;
use headroom::engine::report::{Latency, Report, ResourceUse, State, Sweep, SweepPoint};
use headroom::model::scenario::{NodeId, Scenario};
use headroom::model::validate;
use headroom::units::{Millis, PerSecond, Ratio, Usd};
use headroom::{engine, presets};
use serde_json::Value;

fn drawing() -> Scenario {
    presets::scenario("one-box").expect("a preset")
}

fn solved() -> Report {
    engine::solve(&validate::check(&drawing()).0.expect("sound"), 100)
}

#[test]
fn numbers_that_are_none_become_null() {
    let mut report = solved();
    let nan = Millis(f64::NAN);
    report.latency = Some(Latency { mean: nan, p50: nan, p95: nan, p99: Millis(f64::INFINITY) });
    report.throughput = PerSecond(f64::NEG_INFINITY);
    report.error_rate = Ratio(f64::NAN);
    for limit in &mut report.limits {
        limit.users = f64::INFINITY;
    }
    for ResourceUse { utilisation, .. } in report.nodes.values_mut().flat_map(|node| &mut node.resources) {
        *utilisation = Ratio(f64::NAN);
    }
    for line in &mut report.cost.lines {
        line.quantity = f64::NAN;
        line.unit_price = f64::INFINITY;
    }
    let json: Value = serde_json::from_str(&report_json::report(&drawing(), &report)).expect("JSON");
    assert_eq!(json["latency_ms"]["p99"], Value::Null);
    assert_eq!(json["throughput_rps"], Value::Null);
    assert_eq!(json["limits"][0]["users"], Value::Null);
    assert_eq!(json["utilisation"]["ec2-2"]["cpu"], Value::Null);
    assert_eq!(json["cost_usd_month"]["lines"][0]["quantity"], Value::Null);
}

#[test]
fn what_is_undefined_is_null_and_not_left_out() {
    let mut report = solved();
    report.latency = None;
    report.bottleneck = None;
    report.state = State::Unstable;
    let json: Value = serde_json::from_str(&report_json::report(&drawing(), &report)).expect("JSON");
    assert_eq!(json["latency_ms"]["mean"], Value::Null);
    assert!(json["latency_ms"].as_object().is_some_and(|latency| latency.len() == 4));
    assert_eq!(json["bottleneck"], Value::Null);
    assert_eq!(json["state"], "unstable");
}

#[test]
fn csv_quotes_names_and_leaves_the_undefined_empty() {
    let mut scenario = drawing();
    scenario.nodes.get_mut(&NodeId(2)).expect("the box").name = "a \"b\", c".to_owned();
    let utilisation = Map::from([((NodeId(2), Resource::Cpu), Ratio(f64::NAN))]);
    let point = SweepPoint {
        users: 10,
        throughput: PerSecond(1.5),
        latency: None,
        classes: Map::new(),
        residence: Map::new(),
        error_rate: Ratio(0.0),
        cost: Usd::from_micros(1_234_567),
        utilisation,
    };
    let csv = report_json::sweep_csv(&scenario, &Sweep { points: vec![point], knee_users: None });
    let expected = "users,throughput_rps,mean_ms,p50_ms,p95_ms,p99_ms,error_rate,cost_usd_month,\
                    \"utilisation a \"\"b\"\", c cpu\"\n10,1.5,,,,,0,1.23,\n";
    assert_eq!(csv, expected);
}
