//! Networks whose simulation is timed, natively and in the browser.

use headroom::codec::network_file;
use headroom::engine::timeline::Simulation;

/// M/M/4 at 80 %.
pub(crate) const ONE_QUEUE: &str = r#"{
  "version": 1, "workload": {"open": {"rate_per_s": 3.2}},
  "classes": {"all": {"route": [{"visit": "queue"}]}},
  "stations": {"queue": {"servers": 4, "service": {"kind": "exponential", "mean_s": 1}}},
  "run": {"duration_s": 1e9}
}"#;

/// Three tiers: web servers behind a balancer, a cache that answers four of five, replicas of a database.
pub(crate) fn three_tiers(users: u32) -> String {
    let web = users.div_ceil(2_000).max(2);
    let replicas = users.div_ceil(40_000).max(2);
    format!(
        r#"{{
  "version": 1, "workload": {{"closed": {{"users": {users}, "think_mean_s": 10}}}},
  "client": {{"timeout_s": 5}},
  "classes": {{"page": {{"route": [
    {{"delay": {{"kind": "deterministic", "mean_s": 0.005}}}},
    {{"visit": "web"}},
    {{"delay": {{"kind": "deterministic", "mean_s": 0.0005}}}},
    {{"branch": [{{"probability": 0.8, "route": []}}, {{"probability": 0.2, "route": [{{"visit": "db"}}]}}]}}
  ]}}}},
  "stations": {{
    "web": {{"servers": 4, "instances": {web}, "balancer": "round_robin", "service": {{"kind": "exponential", "mean_s": 0.016}}}},
    "db": {{"servers": 8, "instances": {replicas}, "balancer": "round_robin", "service": {{"kind": "exponential", "mean_s": 0.007}}}}
  }},
  "run": {{"duration_s": 1e6}}
}}"#
    )
}

/// A run of a network file.
pub(crate) fn simulation(file: &str) -> Simulation {
    Simulation::new(&network_file::read(file).expect("a network file"), 1).expect("a simulation")
}
