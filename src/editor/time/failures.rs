//! What can fail in a drawing, and failures coming into its plan.

use crate::catalogue;
use crate::catalogue::spec::{Blueprint, CapacityRule, Group, Resource};
use crate::lists::Set;
use crate::model::plan::{Failure, MAX_FAILURES, Plan, Planned};
use crate::model::scenario::{Node, NodeId, Scenario};

/// How long a node or a zone is gone, seconds, where nobody says.
const GONE_S: u32 = 120;
/// How slow a slow node is, percent of its service times.
const SLOW_PERCENT: u32 = 400;

/// How long a box is down that is stopped, changed and started (assumption: 30 s to stop, 25 s to launch, 30 s for the
/// application), and one whose address is taken over (assumption).
const RESTART_S: u32 = 85;
const CUT_OVER_S: u32 = 5;

/// What can fail of one node, the likeliest first, and what can be done to it.
pub fn of_node(scenario: &Scenario, id: NodeId) -> Vec<Failure> {
    let node = scenario.nodes.get(&id);
    let Some((node, spec)) = node.and_then(|node| Some((node, node.spec()?))) else { return Vec::new() };
    if spec.group == Group::People {
        return Vec::new();
    }
    let mut all = vec![
        Failure::Node { node: id, for_s: GONE_S },
        Failure::Slow { node: id, factor_percent: SLOW_PERCENT, for_s: GONE_S },
    ];
    if spec.zonal {
        all.insert(0, Failure::Instance(id));
    }
    let blueprint = blueprint(scenario, node);
    if blueprint.as_ref().is_some_and(|blueprint| blueprint.notice_s.is_some()) {
        all.push(Failure::Spot(id));
    }
    if blueprint.is_some_and(|blueprint| blueprint.hosts.is_some()) {
        all.push(Failure::Host(id));
    }
    all.extend(capacity(scenario, id, node));
    all.extend(resizes(scenario, id, node));
    all
}

/// Twice the capacity of a part that is given so much and throttles beyond it.
fn capacity(scenario: &Scenario, id: NodeId, node: &Node) -> Option<Failure> {
    let blueprint = blueprint(scenario, node)?;
    let twice = |resource: Resource| {
        let (_, throttle) = blueprint.throttles.iter().find(|(of, _)| *of == resource)?;
        let is_set = !matches!(throttle.rule, CapacityRule::Peak { .. });
        is_set.then_some((2.0 * throttle.units) as u32)
    };
    let (read, write) = (twice(Resource::ReadCapacity)?, twice(Resource::WriteCapacity)?);
    Some(Failure::Capacity { node: id, read, write })
}

/// A larger instance type for a box, in both ways. A fleet is better replaced one by one.
fn resizes(scenario: &Scenario, id: NodeId, node: &Node) -> Vec<Failure> {
    let is_box =
        blueprint(scenario, node).is_some_and(|blueprint| blueprint.scaling.is_none() && blueprint.instances == 1);
    let now = node.configured(scenario.region, |spec, facts| Some(facts.settings.choice(spec.size?).to_owned()));
    let bigger = now.flatten().and_then(|now| catalogue::bigger_type(&now, scenario.region)).filter(|_| is_box);
    let ways = |to| {
        let way = |cut_over, for_s| Failure::Resize { node: id, to, cut_over, for_s };
        vec![way(false, RESTART_S), way(true, CUT_OVER_S)]
    };
    bigger.map(ways).unwrap_or_default()
}

/// How a node behaves as it is set; none where it has a fault.
fn blueprint(scenario: &Scenario, node: &Node) -> Option<Blueprint> {
    node.configured(scenario.region, |spec, facts| (spec.blueprint)(facts).ok())?
}

/// What can fail in a drawing: zones, then each node.
pub fn all(scenario: &Scenario) -> Vec<Failure> {
    let mut zones: Set<char> = Set::new();
    for node in scenario.nodes.values() {
        zones.extend(node.zones_of(scenario.region, instances(scenario, node)));
    }
    let zones = zones.iter().map(|zone| Failure::Zone { zone: *zone, for_s: GONE_S });
    zones.chain(scenario.nodes.keys().flat_map(|id| of_node(scenario, *id))).collect()
}

/// How many instances of a node stand in zones.
fn instances(scenario: &Scenario, node: &Node) -> u32 {
    let zonal = node.spec().is_some_and(|spec| spec.zonal);
    blueprint(scenario, node).filter(|_| zonal).map_or(0, |blueprint| blueprint.instances)
}

/// What the button fails: what was chosen, if it still can; else the first that can fail of what is selected, or of all.
pub fn chosen(scenario: &Scenario, choice: Option<Failure>, selected: Option<NodeId>) -> Option<Failure> {
    let all = all(scenario);
    let of_selected = || of_node(scenario, selected?).first().copied();
    choice.filter(|choice| all.contains(choice)).or_else(of_selected).or_else(|| all.first().copied())
}

/// The node that a failure strikes; none for a zone.
pub const fn struck(failure: Failure) -> Option<NodeId> {
    match failure {
        Failure::Instance(node) | Failure::Spot(node) | Failure::Host(node) => Some(node),
        Failure::Node { node, .. }
        | Failure::Slow { node, .. }
        | Failure::Resize { node, .. }
        | Failure::Capacity { node, .. } => Some(node),
        Failure::Zone { .. } => None,
    }
}

/// How long a failure lasts, seconds; none where it is over at once.
pub const fn lasts(failure: Failure) -> Option<u32> {
    match failure {
        Failure::Instance(_) | Failure::Spot(_) | Failure::Host(_) | Failure::Capacity { .. } => None,
        Failure::Node { for_s, .. } | Failure::Zone { for_s, .. } => Some(for_s),
        Failure::Slow { for_s, .. } | Failure::Resize { for_s, .. } => Some(for_s),
    }
}

/// The same failure, so long.
#[must_use]
pub const fn lasting(failure: Failure, for_s: u32) -> Failure {
    match failure {
        Failure::Instance(_) | Failure::Spot(_) | Failure::Host(_) | Failure::Capacity { .. } => failure,
        Failure::Node { node, .. } => Failure::Node { node, for_s },
        Failure::Zone { zone, .. } => Failure::Zone { zone, for_s },
        Failure::Slow { node, factor_percent, .. } => Failure::Slow { node, factor_percent, for_s },
        Failure::Resize { node, to, cut_over, .. } => Failure::Resize { node, to, cut_over, for_s },
    }
}

/// The plan with one more failure, in the order of time; none where it is full.
pub fn with(plan: &Plan, planned: Planned) -> Option<Plan> {
    let mut plan = plan.clone();
    if plan.failures.len() >= MAX_FAILURES || planned.at_s > plan.duration_s {
        return None;
    }
    let behind = plan.failures.iter().position(|other| other.at_s > planned.at_s).unwrap_or(plan.failures.len());
    plan.failures.insert(behind, planned);
    Some(plan)
}

/// What a run that was begun with one plan, and has come so far, has to be told to go on by another; none where it has
/// to be run anew.
pub fn added_since(begun: &Plan, plan: &Plan, simulated_s: f64) -> Option<Vec<Planned>> {
    let anew = |plan: &Plan| Plan { failures: Vec::new(), ..plan.clone() };
    if anew(begun) != anew(plan) {
        return None;
    }
    let mut added = plan.failures.clone();
    for old in &begun.failures {
        let same = added.iter().position(|new| new == old)?;
        added.remove(same);
    }
    added.iter().all(|new| f64::from(new.at_s) >= simulated_s).then_some(added)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::settings::Value;
    use crate::model::plan::Traffic;
    use crate::presets;

    fn planned(at_s: u32) -> Planned {
        Planned { at_s, failure: Failure::Instance(NodeId(2)) }
    }

    fn plan(at: &[u32]) -> Plan {
        Plan { failures: at.iter().map(|at| planned(*at)).collect(), ..Plan::default() }
    }

    #[test]
    fn failures_stand_in_the_order_of_time() {
        let all = with(&plan(&[60, 300]), planned(120)).map(|plan| plan.failures);
        assert_eq!(all, Some(vec![planned(60), planned(120), planned(300)]));
    }

    #[test]
    fn a_full_plan_takes_no_more_and_none_after_its_end() {
        assert_eq!(with(&plan(&[5; MAX_FAILURES]), planned(9)), None);
        assert_eq!(with(&plan(&[]), planned(601)), None);
    }

    #[test]
    fn a_failure_put_in_ahead_of_a_run_is_told_to_it() {
        assert_eq!(added_since(&plan(&[60]), &plan(&[60, 120]), 120.0), Some(vec![planned(120)]));
        assert_eq!(added_since(&plan(&[60]), &plan(&[60]), 300.0), Some(Vec::new()));
    }

    #[test]
    fn a_run_begins_anew_where_its_past_or_its_traffic_has_changed() {
        assert_eq!(added_since(&plan(&[60]), &plan(&[60, 90]), 91.0), None);
        assert_eq!(added_since(&plan(&[60, 90]), &plan(&[60]), 10.0), None);
        let ramp = Plan { traffic: Traffic::Ramp { from_percent: 10 }, ..plan(&[60]) };
        assert_eq!(added_since(&plan(&[60]), &ramp, 0.0), None);
    }

    #[test]
    fn a_fixed_box_can_grow_in_two_ways_and_a_group_that_scales_cannot() {
        let mut scenario = presets::scenario("one-box").unwrap_or_default();
        let Some(id) = scenario.nodes.iter().find(|(_, node)| node.service == "ec2").map(|(id, _)| *id) else {
            panic!("a box")
        };
        let grows = |scenario: &Scenario| {
            let all = of_node(scenario, id);
            all.into_iter().filter(|one| matches!(one, Failure::Resize { to: "t3.xlarge", .. })).count()
        };
        assert_eq!(grows(&scenario), 2);
        if let Some(node) = scenario.nodes.get_mut(&id) {
            node.settings.0.insert("auto_scaling".to_owned(), Value::Toggle(true));
        }
        assert_eq!(grows(&scenario), 0);
    }

    #[test]
    fn only_spot_capacity_can_be_taken_back() {
        let mut scenario = presets::scenario("load-balancer").unwrap_or_default();
        let taken = |scenario: &Scenario| all(scenario).iter().filter(|one| matches!(one, Failure::Spot(_))).count();
        assert_eq!(taken(&scenario), 0);
        for node in scenario.nodes.values_mut().filter(|node| node.service == "ec2") {
            node.settings.0.insert("purchase".to_owned(), Value::Choice("spot".to_owned()));
        }
        assert_eq!(taken(&scenario), 1);
    }

    #[test]
    fn only_what_lasts_can_last_longer() {
        let zone = Failure::Zone { zone: 'a', for_s: 120 };
        assert_eq!(lasting(zone, 30), Failure::Zone { zone: 'a', for_s: 30 });
        assert_eq!((lasts(zone), struck(zone)), (Some(120), None));
        let instance = Failure::Instance(NodeId(4));
        assert_eq!((lasting(instance, 30), lasts(instance)), (instance, None));
    }
}
