//! `headroom network` as it is run.

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
fn what_has_no_steady_state_is_told_with_its_place() {
    let limited = TWO_TIERS.replace("\"db\": {", "\"db\": {\"limit\": 10, ");
    let path = file_with("limited.json", limited.as_bytes());
    assert!(
        complaint_of(&["network", &path, "--steady"]).contains("stations.db: no steady state is known here: a limit")
    );
    assert!(complaint_of(&["network", &path, "--json"]).contains("--steady"));
}
