//! The network file as docs/network-file.md has it.

use headroom::codec::network_file;

use crate::cli::{file_with, headroom};

const PAGE: &str = include_str!("../../docs/network-file.md");

/// The pieces of JSON in the tables are complete where they stand for a value.
#[test]
fn every_distribution_of_the_page_is_read() {
    let cells = PAGE.split('`').filter(|cell| cell.starts_with("{\"kind\""));
    let mut read = 0;
    for cell in cells {
        let file = format!(
            r#"{{"version": 1, "workload": {{"open": {{"rate_per_s": 1}}}}, "classes": {{"a": {{"route": [{{"delay": {cell}}}]}}}}}}"#
        );
        network_file::read(&file).unwrap_or_else(|error| panic!("{cell}: {error}"));
        read += 1;
    }
    assert_eq!(read, 6);
}

#[test]
fn the_parts_of_the_page_make_a_file() {
    let cell = |start: &str| PAGE.split('`').find(|cell| cell.starts_with(start)).expect("on the page");
    let file = format!(
        r#"{{"version": 1, "workload": {}, "classes": {{"a": {{"route": [{}]}}}},
            "stations": {{"web": {{"service": {}}}}}, "client": {}, "run": {},
            "events": [{}, {}], "scaling": [{}], "credits": [{}], "slots": {{"s": {}}}}}"#,
        cell("{\"open\": {\"rates\""),
        cell("{\"visit\": \"web\"}"),
        cell("{\"kind\""),
        cell("{\"timeout_s\""),
        cell("{\"warm_up_s\""),
        cell("{\"at_s\": 60, \"station\": \"web\", \"servers\""),
        cell("{\"at_s\": 60, \"station\": \"web\", \"instance_dies\""),
        cell("{\"station\": \"web\", \"every_s\""),
        cell("{\"station\": \"web\", \"start_s\""),
        cell("{\"count\""),
    );
    network_file::read(&file).unwrap_or_else(|error| panic!("{error}\n{file}"));
}

/// What stands between a fence of this kind and its end, in the order of the page.
pub(crate) fn blocks(kind: &str) -> Vec<&'static str> {
    let start = format!("\n```{kind}\n");
    PAGE.split(start.as_str()).skip(1).filter_map(|rest| rest.split("\n```").next()).collect()
}

#[test]
fn every_example_prints_what_the_page_shows() {
    let (examples, shown) = (blocks("json"), blocks("text"));
    assert!(examples.len() >= 5 && examples.len() == shown.len());
    for (example, shown) in examples.into_iter().zip(shown) {
        let output = headroom(&["network", &file_with("example.json", example.as_bytes()), "--steady"]);
        let printed = [output.stdout, output.stderr].concat();
        assert_eq!(String::from_utf8_lossy(&printed).trim_end(), shown);
    }
}

#[test]
fn the_played_example_prints_what_the_page_shows() {
    let file = file_with("played.json", blocks("json").last().expect("examples").as_bytes());
    let printed = String::from_utf8(headroom(&["network", &file, "--simulate"]).stdout).expect("UTF-8");
    assert_eq!(printed.trim_end(), blocks("console")[0]);
}
