//! `headroom network` as it is run.

use crate::cli::{complaint_of, file_with, stdout_of};

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
