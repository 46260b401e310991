use super::*;
use crate::engine::queueing::network::{Balancer, Discipline, Event, Patience, Step, Workload};
use crate::engine::queueing::service::Service;

/// Everything that the form has.
const EVERYTHING: &str = r#"{
  "version": 1,
  "name": "Everything",
  "workload": {"open": {"rates": [{"from_s": 0, "rate_per_s": 10}, {"from_s": 60, "rate_per_s": 40.5}]}},
  "classes": {
    "page": {"share": 0.9, "route": [
      {"delay": {"kind": "deterministic", "mean_s": 0.02}},
      {"hold": "workers", "route": [
        {"visit": "web", "times": 2},
        {"branch": [
          {"probability": 0.8, "route": []},
          {"probability": 0.2, "route": [{"visit": "db"}]}
        ]}
      ]},
      {"repeat": 0.1, "route": [{"visit": "db"}]},
      {"call": "log", "times": 2}
    ]},
    "write": {"share": 0.1, "route": [{"branch": [
      {"probability": 0.99, "route": [{"visit": "db"}]}, {"probability": 0.01, "route": [{"fail": {}}]}
    ]}]}
  },
  "routes": {
    "log": [{"spawn": [{"call": "write log"}]}],
    "write log": [{"visit": "db", "service": {"kind": "exponential", "mean_s": 0.001}}]
  },
  "stations": {
    "web": {
      "servers": 4, "discipline": "processor_sharing", "service": {"kind": "erlang", "phases": 2, "mean_s": 0.01},
      "instances": 3, "balancer": "round_robin", "efficiency": {"contention": 0.02, "coherency": 0.0001}
    },
    "db": {
      "service": {"kind": "log_normal", "mean_s": 0.005, "cv": 2},
      "service_by_class": {"write": {"kind": "hyperexponential", "mean_s": 0.01, "scv": 4}},
      "limit": 100, "wait_timeout": {"exponential_mean_s": 2}
    }
  },
  "slots": {"workers": {"count": 50, "waiting_limit": 200, "wait_timeout": {"fixed_s": 5}},
    "more": {"count": 1, "stands_in_for": "workers"}},
  "client": {"timeout_s": 10, "backoff_s": [0.5, 1], "abandoned_work": "stops"},
  "events": [
    {"at_s": 100, "station": "web", "servers": 2},
    {"at_s": 200, "station": "web", "instance_dies": {}, "noticed_after_s": 10, "back_after_s": 60}
  ],
  "scaling": [{"station": "web", "every_s": 60, "target_utilisation": 0.6, "min_instances": 2, "max_instances": 10,
    "boot_s": 90, "servers_per_instance": 4}],
  "credits": [{"station": "web", "start_s": 100, "earn_per_s": 0.2, "cap_s": 1000, "speed_when_empty": 0.2}],
  "run": {"warm_up_s": 50, "duration_s": 500, "seed": 7, "replications": 5, "windows": [{"from_s": 100, "to_s": 160}]}
}"#;

#[test]
fn everything_that_the_form_has_is_read() {
    let network = read(EVERYTHING).expect("reads");
    let Workload::Open(rates) = &network.workload else { panic!("open") };
    assert_eq!((rates.len(), rates[1].rate_per_s), (2, 40.5));
    let web = &network.stations[0];
    assert_eq!((web.servers, web.instances, web.balancer), (4, 3, Balancer::RoundRobin));
    assert_eq!(web.discipline, Discipline::ProcessorSharing);
    let db = &network.stations[1];
    assert_eq!((db.servers, db.limit, db.patience), (1, Some(100), Some(Patience::Exponential(2.0))));
    assert!((db.service_of(1).scv() - 4.0).abs() < 1e-12);
    assert_eq!(*db.service_of(0), Service::LogNormal { mean_s: 0.005, cv: 2.0 });
    assert!(matches!(&network.classes[0].route[1], Step::Hold { slots: 0, route } if route.len() == 2));
    assert!(matches!(&network.classes[0].route[3], Step::Call { route: 0, times: 2 }));
    assert!(matches!(&network.routes[0].route[..], [Step::Spawn(spawned)] if spawned.len() == 1));
    assert!(matches!(&network.routes[1].route[..], [Step::Visit { service: Some(_), .. }]));
    assert_eq!(network.slots[1].stands_in_for, Some(0));
    assert!(matches!(network.events[1], Event::Death { back_after_s: Some(60.0), .. }));
    assert_eq!((network.run.seed, network.run.windows.len()), (7, 1));
    assert_eq!(network.client.backoff_s, [0.5, 1.0]);
}

/// Changes one place of the file and expects a complaint that has these words.
fn refused(from: &str, to: &str, words: &[&str]) {
    assert!(EVERYTHING.contains(from), "{from} is not in the file");
    let complaint = read(&EVERYTHING.replacen(from, to, 1)).expect_err(to).to_string();
    for word in words {
        assert!(complaint.contains(word), "{to}: {complaint}");
    }
}

#[test]
fn an_unknown_key_is_named_with_its_place() {
    refused("\"limit\": 100", "\"limitt\": 100", &["stations.db", "limitt"]);
    refused("\"version\": 1,", "\"version\": 1, \"x\": 1,", &["the file", "\"x\""]);
    refused("\"times\": 2", "\"time\": 2", &["classes.page.route[1].route[0]", "time"]);
    refused("{\"fail\": {}}", "{\"fail\": {}, \"times\": 2}", &["classes.write.route[0].branch[1].route[0]", "times"]);
    refused("\"phases\": 2, \"mean_s\": 0.01", "\"phases\": 2, \"mean\": 0.01", &["stations.web.service", "mean"]);
}

#[test]
fn a_bad_value_is_named_with_its_place() {
    refused("\"servers\": 4", "\"servers\": 0", &["stations.web.servers"]);
    refused("\"servers\": 4", "\"servers\": 1.5", &["stations.web.servers", "whole"]);
    refused("\"servers\": 4", "\"servers\": \"4\"", &["stations.web.servers", "number"]);
    refused("\"mean_s\": 0.005", "\"mean_s\": -1", &["stations.db.service.mean_s"]);
    refused("\"share\": 0.9", "\"share\": 0.8", &["classes", "add to 0.9"]);
    refused("\"probability\": 0.8", "\"probability\": 0.7", &["classes.page.route[1].route[1].branch", "add to 0.9"]);
    refused("\"repeat\": 0.1", "\"repeat\": 1", &["classes.page.route[2].repeat"]);
    refused("\"from_s\": 60", "\"from_s\": 0", &["workload.open.rates", "rise"]);
    refused("round_robin", "round", &["stations.web.balancer", "round_robin"]);
    refused("\"limit\": 100", "\"limit\": 0", &["stations.db.limit"]);
    refused("\"scv\": 4", "\"scv\": 0.5", &["stations.db.service_by_class.write.scv"]);
    refused("\"version\": 1", "\"version\": 2", &["version"]);
    refused("\"max_instances\": 10", "\"max_instances\": 1", &["scaling[0].max_instances"]);
    refused("\"to_s\": 160", "\"to_s\": 60", &["run.windows[0].to_s"]);
}

#[test]
fn a_name_that_nothing_has_is_told() {
    refused("{\"visit\": \"web\"", "{\"visit\": \"wep\"", &["classes.page.route[1].route[0].visit", "wep", "stations"]);
    refused("\"hold\": \"workers\"", "\"hold\": \"slot\"", &["slot"]);
    refused("\"service_by_class\": {\"write\"", "\"service_by_class\": {\"wright\"", &["wright", "classes"]);
    refused(
        "\"station\": \"web\", \"servers\"",
        "\"station\": \"cache\", \"servers\"",
        &["events[0].station", "cache"],
    );
}

#[test]
fn a_key_that_stands_twice_or_is_missing_is_told() {
    refused("\"limit\": 100", "\"limit\": 100, \"limit\": 101", &["line 34", "twice"]);
    refused("\"count\": 50, ", "", &["slots.workers", "\"count\" is missing"]);
    refused(
        "\"fixed_s\": 5",
        "\"fixed_s\": 5, \"exponential_mean_s\": 1",
        &["slots.workers.wait_timeout", "exactly one"],
    );
}

#[test]
fn slots_cannot_be_held_twice_by_one_request() {
    let inner = "{\"hold\": \"workers\", \"route\": [{\"visit\": \"web\"}]}";
    refused("{\"visit\": \"web\", \"times\": 2}", inner, &["classes.page.route[1].route[0].hold", "already held"]);
}

#[test]
fn slots_cannot_be_held_twice_through_a_call() {
    let spawned = "[{\"spawn\": [{\"call\": \"write log\"}]}]";
    let held = "[{\"hold\": \"more\", \"route\": [{\"call\": \"write log\"}]}]";
    assert!(read(&EVERYTHING.replacen(spawned, held, 1)).is_ok());
    let inner = "\"write log\": [{\"hold\": \"more\", \"route\": []}, ";
    let both = EVERYTHING.replacen(spawned, held, 1).replacen("\"write log\": [", inner, 1);
    let complaint = read(&both).expect_err("held twice").to_string();
    assert!(complaint.contains("routes.log[0].route[0].call") && complaint.contains("already held"), "{complaint}");
}

#[test]
fn calls_that_come_round_or_lead_nowhere_are_told() {
    refused("\"write log\": [", "\"write log\": [{\"call\": \"log\"}, ", &["routes", "comes back to itself"]);
    refused("\"call\": \"log\"", "\"call\": \"lock\"", &["classes.page.route[3].call", "lock", "routes"]);
    refused("\"stands_in_for\": \"workers\"", "\"stands_in_for\": \"more\"", &["slots.more.stands_in_for"]);
}

#[test]
fn calls_stacked_too_high_are_refused() {
    let mut stack: String = (1..300).map(|id| format!(r#""r{id}": [{{"call": "r{}"}}], "#, id - 1)).collect();
    stack.push_str(r#""r0": [], "log": "#);
    let complaint = read(&EVERYTHING.replacen("\"log\": ", &stack, 1)).expect_err("too deep").to_string();
    assert!(complaint.contains("levels"), "{complaint}");
}

#[test]
fn what_is_no_json_or_too_deep_or_too_long_is_refused() {
    assert!(matches!(read("{"), Err(NetworkFileError::Malformed { .. })));
    assert!(matches!(read(&"[".repeat(100_000)), Err(NetworkFileError::Malformed { .. })));
    assert!(matches!(read(&" ".repeat(MAX_JSON + 1)), Err(NetworkFileError::TooLarge { .. })));
    assert!(matches!(read("[]"), Err(NetworkFileError::Unexpected { .. })));
}
