//! The network file as docs/network-file.md has it.

use headroom::codec::network_file;

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
