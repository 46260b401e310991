//! What can fail in a drawing, and failures coming into its plan.

use crate::catalogue::spec::Group;
use crate::lists::Set;
use crate::model::plan::{Failure, MAX_FAILURES, Plan, Planned};
use crate::model::scenario::{Node, NodeId, Scenario};

/// How long a node or a zone is gone, seconds, where nobody says.
const GONE_S: u32 = 120;
/// How slow a slow node is, percent of its service times.
const SLOW_PERCENT: u32 = 400;

/// What can fail of one node, the likeliest first.
pub fn of_node(node: &Node, id: NodeId) -> Vec<Failure> {
    let Some(spec) = node.spec().filter(|spec| spec.group != Group::People) else { return Vec::new() };
    let gone = Failure::Node { node: id, for_s: GONE_S };
    let slow = Failure::Slow { node: id, factor_percent: SLOW_PERCENT, for_s: GONE_S };
    if spec.zonal { vec![Failure::Instance(id), gone, slow] } else { vec![gone, slow] }
}

/// What can fail in a drawing: zones, then each node.
pub fn all(scenario: &Scenario) -> Vec<Failure> {
    let mut zones: Set<char> = Set::new();
    for node in scenario.nodes.values() {
        zones.extend(node.zones_of(scenario.region, instances(scenario, node)));
    }
    let zones = zones.iter().map(|zone| Failure::Zone { zone: *zone, for_s: GONE_S });
    zones.chain(scenario.nodes.iter().flat_map(|(id, node)| of_node(node, *id))).collect()
}

/// How many instances of a node stand in zones.
fn instances(scenario: &Scenario, node: &Node) -> u32 {
    let count = node.configured(scenario.region, |spec, facts| {
        (spec.blueprint)(facts).map_or(0, |blueprint| if spec.zonal { blueprint.instances } else { 0 })
    });
    count.unwrap_or(0)
}

/// What the button fails: what was chosen, if it still can; else the first that can fail of what is selected, or of all.
pub fn chosen(scenario: &Scenario, choice: Option<Failure>, selected: Option<NodeId>) -> Option<Failure> {
    let all = all(scenario);
    let of_selected = || {
        let id = selected?;
        of_node(scenario.nodes.get(&id)?, id).first().copied()
    };
    choice.filter(|choice| all.contains(choice)).or_else(of_selected).or_else(|| all.first().copied())
}

/// The node that a failure strikes; none for a zone.
pub const fn struck(failure: Failure) -> Option<NodeId> {
    match failure {
        Failure::Instance(node) | Failure::Node { node, .. } | Failure::Slow { node, .. } => Some(node),
        Failure::Zone { .. } => None,
    }
}

/// How long a failure lasts, seconds; none where it is over at once.
pub const fn lasts(failure: Failure) -> Option<u32> {
    match failure {
        Failure::Instance(_) => None,
        Failure::Node { for_s, .. } | Failure::Zone { for_s, .. } | Failure::Slow { for_s, .. } => Some(for_s),
    }
}

/// The same failure, so long.
#[must_use]
pub const fn lasting(failure: Failure, for_s: u32) -> Failure {
    match failure {
        Failure::Instance(_) => failure,
        Failure::Node { node, .. } => Failure::Node { node, for_s },
        Failure::Zone { zone, .. } => Failure::Zone { zone, for_s },
        Failure::Slow { node, factor_percent, .. } => Failure::Slow { node, factor_percent, for_s },
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
    let computed = |plan: &Plan| (plan.traffic, plan.duration_s, plan.detail, plan.close_ups.clone());
    if computed(begun) != computed(plan) {
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
    use crate::model::plan::Traffic;

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
    fn only_what_lasts_can_last_longer() {
        let zone = Failure::Zone { zone: 'a', for_s: 120 };
        assert_eq!(lasting(zone, 30), Failure::Zone { zone: 'a', for_s: 30 });
        assert_eq!((lasts(zone), struck(zone)), (Some(120), None));
        let instance = Failure::Instance(NodeId(4));
        assert_eq!((lasting(instance, 30), lasts(instance)), (instance, None));
    }
}
