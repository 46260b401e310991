//! Drawings whose plans use every key of the form, for golden links. What a released link says stays: a new key gets a
//! drawing of its own here.

use headroom::catalogue;
use headroom::catalogue::settings::Value;
use headroom::model::coupling::counterpart;
use headroom::model::plan::{Detail, Failure, Plan, Planned, Traffic};
use headroom::model::replay::Replay;
use headroom::model::resilience::{Breaker, Resilience};
use headroom::model::scenario::{NodeId, Scenario};
use headroom::presets;

/// Each by the name of its golden link.
pub(crate) fn drawings() -> Vec<(&'static str, Scenario)> {
    [("plan-failures", failures()), ("plan-replay", replay()), ("plan-close-ups", close_ups()), ("tight", tight())]
        .into_iter()
        .filter_map(|(name, scenario)| Some((name, scenario?)))
        .collect()
}

fn node(scenario: &Scenario, service: &str) -> Option<NodeId> {
    scenario.nodes.iter().find(|(_, node)| node.service == service).map(|(id, _)| *id)
}

/// A spike, everything that can fail, and all that clients do about it.
fn failures() -> Option<Scenario> {
    let mut scenario = presets::scenario("load-balancer")?;
    let (fleet, database) = (node(&scenario, "ec2")?, node(&scenario, "rds")?);
    let settings = &mut scenario.nodes.get_mut(&fleet)?.settings;
    settings.0.insert("purchase".to_owned(), Value::Choice("spot".to_owned()));
    let all = [
        Failure::Instance(fleet),
        Failure::Node { node: database, for_s: 30 },
        Failure::Zone { zone: 'b', for_s: 45 },
        Failure::Slow { node: database, factor_percent: 250, for_s: 60 },
        Failure::Spot(fleet),
        Failure::Resize { node: database, to: catalogue::instance_type("m5.large")?, cut_over: true, for_s: 7 },
    ];
    let planned = |(index, failure): (u32, Failure)| Planned { at_s: 60 + 30 * index, failure };
    scenario.plan = Plan {
        traffic: Traffic::Spike { factor_percent: 450, from_s: 90, for_s: 120 },
        duration_s: 1_200,
        failures: (0..).zip(all).map(planned).collect(),
        resilience: Resilience {
            backoff_ms: vec![200, 1_000],
            finishes_abandoned: true,
            queue_limit: Some(50),
            breaker: Some(Breaker { failure_percent: 25, window_s: 20, min_requests: 40, open_s: 15 }),
        },
        detail: Detail::Full,
        ..Plan::default()
    };
    Some(scenario)
}

/// Recorded traffic.
fn replay() -> Option<Scenario> {
    let mut scenario = presets::scenario("cache")?;
    let replay = Replay::parse("time,rate\n0,10\n60,40\n300,5\n").ok()?;
    scenario.plan = Plan { duration_s: 300, ..Plan::default() }.replaying(replay);
    Some(scenario)
}

/// A day as a fluid, with minutes that are looked at closely.
fn close_ups() -> Option<Scenario> {
    let mut scenario = presets::scenario("read-replica")?;
    scenario.plan = Plan {
        traffic: Traffic::Day,
        duration_s: 86_400,
        detail: Detail::Fluid,
        close_ups: vec![12_345, 75_600],
        ..Plan::default()
    };
    Some(scenario)
}

/// Callers that wait for workers, and a ramp.
fn tight() -> Option<Scenario> {
    let mut scenario = counterpart(&presets::scenario("queue-workers")?).ok()?.scenario;
    scenario.plan = Plan { traffic: Traffic::Ramp { from_percent: 20 }, ..Plan::default() };
    Some(scenario)
}
