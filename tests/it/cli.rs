//! The command line as it is run: its output, its exit codes, and the one line that says what is wrong.

use std::path::PathBuf;
use std::process::{Command, Output};

use headroom::codec::{digits, file, link};
use headroom::model::validate;
use headroom::{engine, presets};
use serde_json::Value;

pub(crate) fn headroom(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_headroom")).args(arguments).output().expect("the program runs")
}

pub(crate) fn stdout_of(arguments: &[&str]) -> String {
    let output = headroom(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

pub(crate) fn json_of(arguments: &[&str]) -> Value {
    serde_json::from_str(&stdout_of(arguments)).expect("JSON")
}

/// What is said about input that cannot be used: one line, exit code 2, nothing on standard output.
pub(crate) fn complaint_of(arguments: &[&str]) -> String {
    let output = headroom(arguments);
    let complaint = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {complaint}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
    assert_eq!(complaint.lines().count(), 1, "{complaint:?}");
    assert!(complaint.starts_with("headroom: ") && complaint.ends_with('\n'), "{complaint:?}");
    complaint
}

/// A file in the place that cargo keeps for tests.
pub(crate) fn file_with(name: &str, text: &[u8]) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).expect("written");
    path.to_str().expect("a path in UTF-8").to_owned()
}

pub(crate) fn keys(value: &Value) -> Vec<&str> {
    value.as_object().map(|object| object.keys().map(String::as_str).collect()).unwrap_or_default()
}

#[test]
fn presets_are_listed_in_story_order_name_first() {
    let listed = stdout_of(&["presets"]);
    let names: Vec<&str> = listed.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let story = [
        "one-box",
        "database-to-rds",
        "files-to-s3",
        "cloudfront",
        "load-balancer",
        "read-replica",
        "cache",
        "queue-workers",
    ];
    assert_eq!(names, story);
}

#[test]
fn a_preset_is_printed_as_a_file_that_opens() {
    for preset in presets::all() {
        let text = stdout_of(&["preset", preset.id]);
        assert_eq!(file::read(&text).ok(), preset.scenario(), "{}", preset.id);
        assert_eq!(serde_json::from_str::<Value>(&text).expect("JSON")["version"], 1);
    }
}

#[test]
fn every_preset_solves_to_the_documented_json() {
    for preset in presets::all() {
        let text = stdout_of(&["solve", preset.id, "--json"]);
        let report: Value = serde_json::from_str(&text).expect("JSON");
        let mut fields = [
            "users",
            "state",
            "throughput_rps",
            "latency_ms",
            "error_rate",
            "bottleneck",
            "utilisation",
            "limits",
            "cost_usd_month",
        ];
        fields.sort_unstable();
        assert_eq!(keys(&report), fields, "{}", preset.id);
        assert_eq!(report["users"], 10);
        assert_eq!(report["state"], "ok");
        assert_eq!(keys(&report["latency_ms"]), ["mean", "p50", "p95", "p99"]);
        assert_eq!(keys(&report["bottleneck"]), ["breaks_at_users", "node", "resource", "utilisation"]);
        let lines = report["cost_usd_month"]["lines"].as_array().expect("lines");
        let line_fields = ["item", "node", "quantity", "source", "unit", "unit_price", "usd"];
        assert!(!lines.is_empty() && lines.iter().all(|line| keys(line) == line_fields), "{lines:?}");
        assert_documented(&report);
    }
}

/// Every field, resource and unit of a report is described in docs/cli.md.
fn assert_documented(report: &Value) {
    let page = include_str!("../../docs/cli.md");
    let nodes = report["utilisation"].as_object().expect("by node");
    let resources = nodes.values().flat_map(keys);
    let lines = report["cost_usd_month"]["lines"].as_array().expect("lines");
    let units = lines.iter().filter_map(|line| line["unit"].as_str());
    for word in keys(report).into_iter().chain(keys(&lines[0])).chain(resources).chain(units) {
        assert!(page.contains(&format!("`{word}`")), "{word} is not in docs/cli.md");
    }
}

#[test]
fn the_bottleneck_is_the_first_limit_and_utilisations_are_shares() {
    for preset in presets::all() {
        for users in ["10", "40000"] {
            let report = json_of(&["solve", preset.id, "--users", users, "--json"]);
            let first = &report["limits"][0];
            assert_eq!(report["bottleneck"]["node"], first["node"]);
            assert_eq!(report["bottleneck"]["breaks_at_users"], first["users"]);
            let nodes = report["utilisation"].as_object().expect("by node");
            for used in nodes.values().flat_map(|node| node.as_object().expect("by resource").values()) {
                assert!((0.0..=1.0).contains(&used.as_f64().expect("a number")), "{} {users}", preset.id);
            }
            let error_rate = report["error_rate"].as_f64().expect("a number");
            assert!((0.0..=1.0).contains(&error_rate));
        }
    }
}

#[test]
fn the_total_is_the_sum_of_the_lines_to_the_cent() {
    for preset in presets::all() {
        let cost = &json_of(&["solve", preset.id, "--users", "2000", "--json"])["cost_usd_month"];
        let cents = |value: &Value| (value.as_f64().expect("a number") * 100.0).round() as i64;
        let lines = cost["lines"].as_array().expect("lines");
        assert_eq!(cents(&cost["total"]), lines.iter().map(|line| cents(&line["usd"])).sum::<i64>());
    }
}

#[test]
fn preset_file_and_link_give_the_same_digits() {
    for preset in presets::all().iter().step_by(3) {
        let scenario = preset.scenario().expect("a preset opens");
        let path = file_with(&format!("{}.json", preset.id), file::write(&scenario).as_bytes());
        let link = format!("https://example.org/{}", link::write(&scenario));
        let by_name = stdout_of(&["solve", preset.id, "--users", "3000", "--json"]);
        assert_eq!(stdout_of(&["solve", &path, "--users", "3000", "--json"]), by_name);
        assert_eq!(stdout_of(&["solve", &link, "--users=3000", "--json"]), by_name);
    }
}

#[test]
fn the_text_shows_the_digits_that_the_page_shows() {
    for preset in presets::all() {
        let scenario = preset.scenario().expect("a preset opens");
        let report = engine::solve(&validate::check(&scenario).0.expect("sound"), 3_000);
        let text = stdout_of(&["solve", preset.id, "--users", "3000"]);
        let latency = report.latency.expect("a latency");
        let bottleneck = report.bottleneck.expect("a bottleneck");
        for shown in [
            format!("p99 {} ms", digits::millis(latency.p99.0)),
            format!("p50 {} ms", digits::millis(latency.p50.0)),
            format!("{} requests/s", digits::rate(report.throughput.0)),
            format!("breaks at {} users", digits::users(bottleneck.breaks_at_users)),
            format!("${} a month", digits::dollars(report.cost.total)),
        ] {
            assert!(text.contains(&shown), "{shown} is not in {text}");
        }
    }
}

#[test]
fn users_are_those_of_the_scenario_where_none_are_given() {
    let mut scenario = presets::scenario("one-box").expect("a preset");
    scenario.workload.users = 777;
    assert_eq!(json_of(&["solve", &link::write(&scenario), "--json"])["users"], 777);
}

#[test]
fn nodes_are_called_by_their_unique_names() {
    let mut scenario = presets::scenario("files-to-s3").expect("a preset");
    for (node, name) in scenario.nodes.values_mut().zip(["visitors", "twin", "twin", "ec2-2"]) {
        name.clone_into(&mut node.name);
    }
    let report = json_of(&["solve", &link::write(&scenario), "--json"]);
    let called = keys(&report["utilisation"]);
    assert!(["ec2-2", "rds-3", "s3-4"].iter().all(|name| called.contains(name)), "{called:?}");
    assert!(!called.contains(&"twin"));
}

#[test]
fn a_sweep_has_its_points_in_order() {
    let sweep = json_of(&["sweep", "one-box", "--from", "100", "--to", "100000", "--points", "4", "--json"]);
    assert_eq!(keys(&sweep), ["knee_users", "points"]);
    let points = sweep["points"].as_array().expect("points");
    let users: Vec<u64> = points.iter().filter_map(|point| point["users"].as_u64()).collect();
    assert_eq!(users, [100, 1_000, 10_000, 100_000]);
}

#[test]
fn a_sweep_as_csv_is_a_rectangle() {
    let csv = stdout_of(&["sweep", "cache", "--points", "9", "--csv"]);
    let rows: Vec<Vec<&str>> = csv.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(rows.len(), 10);
    assert!(rows.iter().all(|row| row.len() == rows[0].len()));
    assert!(
        csv.starts_with("users,throughput_rps,mean_ms,p50_ms,p95_ms,p99_ms,error_rate,cost_usd_month,utilisation ")
    );
    let is_number = |cell: &&str| cell.is_empty() || cell.parse::<f64>().is_ok_and(f64::is_finite);
    assert!(rows[1..].iter().flatten().all(is_number), "{csv}");
}

#[test]
fn help_and_version_are_there() {
    for words in [&["help"][..], &["--help"], &[]] {
        assert!(stdout_of(words).contains("headroom solve SCENARIO"));
    }
    assert_eq!(stdout_of(&["--version"]), format!("headroom {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn words_that_are_not_understood_are_named() {
    let cases: [(&[&str], &str); 11] = [
        (&["sovle", "one-box"], "\"sovle\""),
        (&["solve"], "a scenario is missing"),
        (&["solve", "one-box", "two"], "\"two\""),
        (&["solve", "one-box", "--fast"], "\"--fast\""),
        (&["solve", "one-box", "--csv"], "\"--csv\""),
        (&["solve", "one-box", "--users", "0"], "--users takes a whole number from 1 to 1000000"),
        (&["solve", "one-box", "--users"], "--users takes"),
        (&["sweep", "one-box", "--points", "1"], "--points takes"),
        (&["sweep", "one-box", "--from", "500", "--to", "500"], "is not below"),
        (&["sweep", "one-box", "--json", "--csv"], "exclude"),
        (&["preset", "two-boxes"], "\"two-boxes\""),
    ];
    for (words, said) in cases {
        let complaint = complaint_of(words);
        assert!(complaint.contains(said), "{complaint}");
    }
}

#[test]
fn garbage_is_refused_with_one_line() {
    let link = link::write(&presets::scenario("one-box").expect("a preset"));
    let future = link.replace("s=1.", "s=9.");
    let cut = &link[..link.len() / 2];
    let cases = [
        ("no-such-file.json".to_owned(), "no preset and no link"),
        (env!("CARGO_TARGET_TMPDIR").to_owned(), "as a file"),
        (file_with("empty.json", b""), "not the JSON of a drawing"),
        (file_with("binary.json", &[0xff, 0xfe, 0x00, 0x1b]), "UTF-8"),
        (file_with("lines.json", b"{\"version\":1,\"nodes\":{},\"a\\nb\\u001b[2J\":1}"), "unknown field"),
        (file_with("large.json", &vec![b' '; 2 * 1024 * 1024]), "too large"),
        (file_with("future.json", b"{\"version\":9}"), "newer version"),
        (file_with("nobody.json", b"{\"version\":1,\"nodes\":{}}"), "H001"),
        (future, "newer version"),
        (cut.to_owned(), "cut off"),
        ("#s=1.!!!!".to_owned(), "damaged"),
    ];
    for (scenario, said) in cases {
        let complaint = complaint_of(&["solve", &scenario, "--json"]);
        assert!(complaint.contains(said), "{scenario}: {complaint}");
        complaint_of(&["sweep", &scenario, "--csv"]);
    }
}

#[test]
fn a_drawing_that_cannot_be_solved_is_told_by_its_code() {
    let mut scenario = presets::scenario("database-to-rds").expect("a preset");
    scenario.edges = scenario.edges.iter().copied().take(1).collect();
    assert!(complaint_of(&["solve", &link::write(&scenario)]).contains("H004: nobody answers"));
}

#[test]
fn an_idle_part_is_a_warning_only() {
    let mut scenario = presets::scenario("cache").expect("a preset");
    scenario.edges.retain(|edge| edge.to.0 != 8);
    let output = headroom(&["solve", &link::write(&scenario), "--json"]);
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("headroom: warning: H011"));
    serde_json::from_slice::<Value>(&output.stdout).expect("JSON");
}

#[test]
fn two_drawings_are_simulated_for_the_same_users_and_the_method_is_said() {
    let run = |more: &[&str]| {
        let words = ["simulate", "load-balancer", "--against", "queue-workers", "--users", "500", "--seconds", "60"];
        let output = headroom(&[&words, more].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text")
    };
    let text = run(&[]);
    assert!(
        text.contains("A: Load balancer · 500 users") && text.contains("B: Queue and workers · 500 users"),
        "{text}"
    );
    let json = run(&["--method", "fluid", "--json"]);
    let read: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    for of in ["a", "b"] {
        assert_eq!(read[of]["methods"][0]["method"], "fluid", "{json}");
        assert_eq!(read[of]["seconds"].as_array().map(Vec::len), Some(60));
    }
}

#[test]
fn a_simulated_drawing_says_the_same_for_the_same_seed_in_text_and_json() {
    let run = |more: &[&str]| {
        let words = ["simulate", "load-balancer", "--users", "500", "--seconds", "60"];
        let output = headroom(&[&words, more].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text")
    };
    let text = run(&[]);
    assert!(text.contains("seed 42") && text.contains("worst p99 ms"), "{text}");
    let json: serde_json::Value = serde_json::from_str(&run(&["--json"])).expect("JSON");
    assert_eq!(json["seconds"].as_array().map(Vec::len), Some(60));
    assert_eq!(json["seconds"][59]["nodes"]["ec2-2"]["in_service"], 2.0);
    assert_eq!(run(&["--json"]), run(&["--json", "--seed", "42"]));
    assert_ne!(run(&["--json"]), run(&["--json", "--seed", "43"]));
}

#[test]
fn recorded_traffic_is_played_from_a_csv_and_a_malformed_one_is_told_with_its_line() {
    let good = file_with("recorded.csv", b"time,users\n0,30\n70,90\n");
    let output = headroom(&["simulate", "load-balancer", "--traffic", &good, "--json"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    // As long as the recording; three users in seven seconds more each.
    assert_eq!(json["seconds"].as_array().map(Vec::len), Some(70));
    assert_eq!(json["seconds"][35]["active_users"], 60.0);
    let bad = file_with("malformed.csv", b"time,users\n0,30\n\n10;many\n");
    let output = headroom(&["simulate", "load-balancer", "--traffic", &bad]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("malformed.csv") && said.contains("line 4"), "{said}");
}

#[test]
fn a_bill_is_told_as_json_and_csv_and_follows_the_account_and_the_rate() {
    let bill =
        json_of(&["cost", "one-box", "--users", "500", "--free-tier", "twelve_months", "--krw", "1385.5", "--json"]);
    assert_eq!(bill["free_tier"], "twelve_months");
    assert_eq!(bill["krw_per_usd"]["assumed"], false);
    let lines = bill["lines"].as_array().expect("lines");
    assert!(lines.iter().any(|line| line["item"] == "free_tier" && line["usd"].as_f64() < Some(0.0)));
    assert!(lines.iter().all(|line| line["source"].as_str().is_some_and(|source| !source.is_empty())));
    let sum: f64 = lines.iter().filter_map(|line| line["usd"].as_f64()).sum();
    assert!((sum - bill["month"]["usd"].as_f64().expect("a sum")).abs() < 1e-6);
    let csv = stdout_of(&["cost", "one-box", "--users", "500", "--csv"]);
    assert!(csv.starts_with("node,item,label,quantity,unit,unit_price_usd,usd,how,source,as_of,confidence\n"));
    assert!(complaint_of(&["cost", "one-box", "--free-tier", "always"]).contains("twelve_months"));
    assert!(complaint_of(&["cost", "one-box", "--krw", "0"]).contains("--krw"));
}

#[test]
fn the_catalogue_prints_every_figure_with_its_citation() {
    let all = json_of(&["catalogue"]);
    let figures = all["figures"].as_array().expect("figures");
    assert!(figures.len() > 1_000);
    assert!(figures.iter().all(|figure| figure["source"].as_str().is_some_and(|source| !source.is_empty())));
    assert_eq!(all["services"].as_array().map(Vec::len), Some(headroom::catalogue::all().len()));
}
