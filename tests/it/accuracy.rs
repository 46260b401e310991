//! The steady engine against reference values: every row of tests/fixtures/oracles.csv that is a network, through
//! `headroom accuracy`, which solves network files.

use std::sync::OnceLock;

use serde_json::Value;

use crate::cli::stdout_of;

/// Solved once for all tests here.
fn accuracy() -> &'static Value {
    static ACCURACY: OnceLock<Value> = OnceLock::new();
    ACCURACY.get_or_init(|| serde_json::from_str(&stdout_of(&["accuracy", "--json"])).expect("JSON"))
}

fn rows() -> &'static Vec<Value> {
    accuracy()["rows"].as_array().expect("rows")
}

fn text<'a>(row: &'a Value, key: &str) -> &'a str {
    row[key].as_str().expect("a text")
}

fn number(row: &Value, key: &str) -> f64 {
    row[key].as_f64().expect("a number")
}

/// What a method may be off, relative: what is promised, apart from what the program declares.
fn promised(case: &str, kind: &str) -> f64 {
    let is_percentile = ["p50", "p95", "p99"].iter().any(|level| kind.ends_with(level));
    match case {
        "MGc" if kind == "probability" => 0.05,
        "MGc" if kind == "mean" => 0.10,
        "MGc" if kind.starts_with("wait") => 0.10,
        "MGc" | "MG1" | "MD1" if is_percentile => 0.05,
        "ClosedMVA" | "ClosedMultiserver" if kind == "mean" => 0.005,
        _ if is_percentile => 1e-6,
        _ => 0.0,
    }
}

#[test]
fn every_reference_value_is_met_within_its_methods_bound() {
    let off = rows().iter().filter(|row| {
        let allowed = promised(text(row, "case"), text(row, "kind")).max(number(row, "row_tolerance"));
        number(row, "error").is_nan() || number(row, "error") > allowed
    });
    let told: Vec<String> = off.map(ToString::to_string).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn queues_that_nobody_looked_at_are_met_within_the_same_bounds() {
    let rows = accuracy()["general_service"].as_array().expect("rows");
    assert!(rows.len() > 1_500, "{}", rows.len());
    let off = rows.iter().filter(|row| {
        let allowed = promised("MGc", text(row, "kind")).max(number(row, "row_tolerance"));
        number(row, "error").is_nan() || number(row, "error") > allowed
    });
    let told: Vec<String> = off.map(ToString::to_string).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn no_method_declares_more_than_was_promised() {
    for row in rows() {
        assert!(number(row, "bound") <= promised(text(row, "case"), text(row, "kind")), "{row}");
    }
}

#[test]
fn every_row_is_compared_or_left_out_for_a_reason() {
    let left_out = accuracy()["left_out"].as_array().expect("rows");
    let all = include_str!("../fixtures/oracles.csv").lines().count() - 1;
    assert_eq!((rows().len() + left_out.len(), all), (1_010, 1_010));
    // Only what is no network, or a limit of networks, may be left out.
    for row in left_out {
        let case = text(row, "case");
        let may = ["JSQ(d) mean-field", "FanOutMax", "QueueDrain", "CPUCredits(token bucket)", "USL"].contains(&case);
        assert!(may || text(row, "params").ends_with("vCPU=inf"), "{row}");
        assert!(!text(row, "why").is_empty());
    }
}

#[test]
fn the_page_of_accuracy_is_what_the_command_prints() {
    let page = include_str!("../../docs/accuracy.md");
    let printed = stdout_of(&["accuracy"]);
    assert!(page.contains(&format!("```text\n{}\n```", printed.trim_end())), "docs/accuracy.md is behind:\n{printed}");
}
