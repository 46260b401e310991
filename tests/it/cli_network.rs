//! `headroom network` as it is run.

use serde_json::Value;

use crate::cli::{complaint_of, file_with, json_of, keys, stdout_of};

const TWO_TIERS: &str = r#"{"version": 1, "name": "Two tiers", "workload": {"open": {"rate_per_s": 80}},
  "classes": {"page": {"route": [{"visit": "web"}, {"visit": "db"}]}},
  "stations": {
    "web": {"servers": 4, "service": {"kind": "exponential", "mean_s": 0.04}},
    "db": {"service": {"kind": "deterministic", "mean_s": 0.01}}
  }}"#;

#[test]
fn a_network_file_is_told_in_words() {
    let told = stdout_of(&["network", &file_with("two-tiers.json", TWO_TIERS.as_bytes())]);
    for words in ["Two tiers", "open, 80/s", "web: 4 servers, 0.04 s of one a visit"] {
        assert!(told.contains(words), "{words} is not in {told}");
    }
}

#[test]
fn a_fault_in_a_network_file_is_told_with_its_place() {
    let path = file_with("no-servers.json", TWO_TIERS.replace("\"servers\": 4", "\"servers\": 0").as_bytes());
    assert!(complaint_of(&["network", &path]).contains("stations.web.servers"));
    assert!(complaint_of(&["network", "no-such-file.json"]).contains("no-such-file.json"));
}

#[test]
fn a_steady_state_has_the_documented_json() {
    let path = file_with("two-tiers-steady.json", TWO_TIERS.as_bytes());
    let steady = json_of(&["network", &path, "--steady", "--json"]);
    let page = include_str!("../../docs/cli.md");
    let parts = [&steady, &steady["classes"]["page"], &steady["stations"]["db"], &steady["latency_s"]];
    for word in parts.into_iter().flat_map(keys) {
        assert!(page.contains(&format!("`{word}`")), "{word} is not in docs/cli.md");
    }
    assert_eq!(steady["state"], "ok");
    assert!((steady["stations"]["web"]["utilisation"].as_f64().expect("a number") - 0.8).abs() < 1e-12);
}

#[test]
fn a_sweep_over_rates_has_the_limits_the_knee_and_the_edge_of_what_is_steady() {
    let path = file_with("two-tiers-sweep.json", TWO_TIERS.as_bytes());
    let sweep = json_of(&["network", &path, "--steady", "--sweep", "1..200", "--json"]);
    assert_eq!(keys(&sweep), ["knee", "limits", "points"]);
    let limit = sweep["limits"][0]["load"].as_f64().expect("a number");
    assert!((limit - 100.0).abs() < 1e-9 && sweep["limits"][1]["station"].is_string());
    let points = sweep["points"].as_array().expect("points");
    let loads: Vec<f64> = points.iter().filter_map(|point| point["load"].as_f64()).collect();
    assert!(loads.windows(2).all(|pair| pair[0] < pair[1]) && loads[0] == 1.0 && loads.last() == Some(&200.0));
    for point in points {
        let load = point["load"].as_f64().expect("a number");
        let is_steady = load < 100.0 - 1e-9;
        assert_eq!(point["latency_s"].is_object(), is_steady, "{point}");
        assert_eq!(point["state"] == "ok", is_steady, "{point}");
        assert!((point["done_per_s"].as_f64().expect("a number") - load.min(100.0)).abs() < 1e-6, "{point}");
    }
    // p99 at the lowest rate, and at the knee: twice as long.
    let knee = sweep["knee"].as_f64().expect("a knee");
    let p99 = |load: f64| {
        let at = TWO_TIERS.replace("\"rate_per_s\": 80", &format!("\"rate_per_s\": {load}"));
        let steady = json_of(&["network", &file_with("two-tiers-at.json", at.as_bytes()), "--steady", "--json"]);
        steady["latency_s"]["p99"].as_f64().expect("a number")
    };
    assert!((p99(knee) / p99(1.0) - 2.0).abs() < 1e-4);
}

#[test]
fn a_sweep_over_users_has_whole_ones() {
    let closed = TWO_TIERS.replace("\"open\": {\"rate_per_s\": 80}", "\"closed\": {\"users\": 9, \"think_mean_s\": 5}");
    let path = file_with("two-tiers-users.json", closed.as_bytes());
    let sweep = json_of(&["network", &path, "--steady", "--sweep=1..1000", "--json"]);
    let points = sweep["points"].as_array().expect("points");
    let users: Vec<f64> = points.iter().filter_map(|point| point["load"].as_f64()).collect();
    assert!(users.iter().all(|users| users.fract() == 0.0) && users.contains(&500.0), "{users:?}");
    let told = stdout_of(&["network", &path, "--steady", "--sweep", "1..1000"]);
    assert!(told.contains("limit of web  500") && told.contains("\nknee "), "{told}");
    for (range, complaint) in
        [("1.5..10", "whole numbers"), ("10..1", "rising"), ("1..x", "rising"), ("0..9", "rising")]
    {
        assert!(complaint_of(&["network", &path, "--steady", "--sweep", range]).contains(complaint), "{range}");
    }
    assert!(complaint_of(&["network", &path, "--sweep", "1..9"]).contains("--steady"));
}

#[test]
fn what_has_no_steady_state_is_told_with_its_place() {
    let limited = TWO_TIERS.replace("\"db\": {", "\"db\": {\"limit\": 10, ");
    let path = file_with("limited.json", limited.as_bytes());
    assert!(
        complaint_of(&["network", &path, "--steady"]).contains("stations.db: no steady state is known here: a limit")
    );
    assert!(complaint_of(&["network", &path, "--json"]).contains("--steady"));
    assert!(complaint_of(&["network", &path, "--steady", "--simulate"]).contains("exclude"));
}

/// All keys below a value but those of `classes`, `stations` and `slots`, which are names.
fn all_keys(value: &Value, found: &mut Vec<String>) {
    for (key, value) in value.as_object().into_iter().flatten() {
        found.push(key.clone());
        let named = ["classes", "stations", "slots"].contains(&key.as_str());
        let inner = value.as_object().into_iter().flatten().filter(|_| named).map(|(_, value)| value);
        inner.chain((!named).then_some(value)).for_each(|value| all_keys(value, found));
    }
    value.as_array().into_iter().flatten().for_each(|value| all_keys(value, found));
}

#[test]
fn what_is_played_has_the_documented_json() {
    let in_time = r#""scaling": [{"station": "web", "every_s": 10, "target_utilisation": 0.6, "min_instances": 1, "max_instances": 4, "boot_s": 5, "servers_per_instance": 4}],
      "credits": [{"station": "db", "start_s": 1, "earn_per_s": 0.1, "cap_s": 1, "speed_when_empty": 0.9}],
      "slots": {"s": {"count": 500}},
      "run": {"duration_s": 60, "replications": 3, "windows": [{"from_s": 10, "to_s": 20}]}, "stations": {"#;
    let file = TWO_TIERS.replace("\"stations\": {", in_time);
    let played = json_of(&["network", &file_with("played-tiers.json", file.as_bytes()), "--simulate", "--json"]);
    let page = include_str!("../../docs/network-file.md");
    let mut keys = Vec::new();
    all_keys(&played, &mut keys);
    assert!(keys.len() > 100);
    for key in keys {
        assert!(page.contains(&format!("`{key}`")), "{key} is not in docs/network-file.md");
    }
    assert_eq!(played["ended"], "complete");
    assert_eq!(played["latency_s"]["p99"]["each"].as_array().map(Vec::len), Some(3));
    // 80/s at 40 ms each are 3.2 of four servers.
    let found = played["stations"]["web"]["number"]["value"].as_f64().expect("a number");
    assert!((3.2..12.0).contains(&found), "{found}");
}
