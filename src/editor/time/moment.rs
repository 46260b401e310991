//! One second of a run, as all of the page shows it: the large numbers, cards, wires, tables.

use crate::catalogue::spec::Group;
use crate::editor::status::{Status, of_node};
use crate::engine::cost::over_time::RunCost;
use crate::engine::report::Report;
use crate::engine::timeline::play::{Method, NodeSample, Sample};
use crate::model::plan::{Failure, Plan};
use crate::model::scenario::{Edge, NodeId, Scenario};

/// The most marks that stand for instances: of more, each mark is several.
pub const MARKS: usize = 10;

/// A second of the run.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// Where the head is, seconds.
    pub head_s: f64,
    /// What was measured in its second.
    pub second: Sample,
    /// How that was computed; none where all of the run is simulated.
    pub method: Option<Method>,
    /// Zones that have failed and are not back.
    pub dead_zones: Vec<char>,
    /// What the run has cost up to the head; none without prices.
    pub cost: Option<RunCost>,
    /// Requests a second in the steady state of the same drawing.
    pub steady_per_s: f64,
}

/// What an instance does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instance {
    /// It gets requests and work.
    InService,
    /// It is starting.
    Starting,
    /// It finishes what it has, and goes.
    Draining,
    /// It is dead.
    Dead,
}

impl Instance {
    /// Its word in class names.
    pub const fn code(self) -> &'static str {
        match self {
            Self::InService => "in-service",
            Self::Starting => "starting",
            Self::Draining => "draining",
            Self::Dead => "dead",
        }
    }
}

impl Moment {
    /// What was measured at a node; none for one that cannot be busy.
    pub fn node(&self, id: NodeId) -> Option<&NodeSample> {
        self.second.nodes.iter().find(|node| node.node == id)
    }

    /// How a node is doing: as measured, or as in the steady state where nothing is measured of it.
    pub fn status(&self, report: Option<&Report>, id: NodeId, group: Group) -> Status {
        match self.node(id) {
            Some(node) => status(node),
            None => report.map_or(Status::Idle, |report| of_node(report, id, group)),
        }
    }

    /// The fullest part of the second.
    pub fn fullest(&self) -> Option<&NodeSample> {
        // Of equals the first.
        let nodes = self.second.nodes.iter().rev();
        nodes.max_by(|a, b| a.utilisation.total_cmp(&b.utilisation))
    }

    /// Requests that failed for good, a second.
    pub fn failed_per_s(&self) -> f64 {
        self.second.failed_per_s.iter().sum()
    }

    /// Failed of those requests that ended, 0…1.
    pub fn error_share(&self) -> f64 {
        let failed = self.failed_per_s();
        let ended = failed + self.second.done_per_s;
        if ended > 0.0 { failed / ended } else { 0.0 }
    }

    /// What flows inside the drawing, as a share of the steady state: each answered request takes the same wires.
    pub fn flow(&self) -> f64 {
        self.share(self.second.done_per_s)
    }

    /// Whether all of a node is dead: nothing flows there.
    pub fn is_gone(&self, id: NodeId) -> bool {
        self.node(id).is_some_and(|node| node.dead > 0 && node.in_service == 0)
    }

    /// Questions a second that a node answers, of those that it answers in the steady state.
    pub fn answered(&self, id: NodeId, steady: f64) -> f64 {
        if self.is_gone(id) { 0.0 } else { steady * self.flow() }
    }

    /// Questions a second along a wire. What users send is what they try, answered or not.
    pub fn rate(&self, scenario: &Scenario, report: &Report, edge: Edge) -> f64 {
        if self.is_gone(edge.from) || self.is_gone(edge.to) {
            return 0.0;
        }
        let steady = report.flows.get(&edge).map_or(0.0, |rate| rate.0);
        let spec = scenario.nodes.get(&edge.from).and_then(|node| node.spec());
        let is_users = spec.is_some_and(|spec| spec.group == Group::People);
        steady * if is_users { self.share(self.second.attempts_per_s) } else { self.flow() }
    }

    fn share(&self, per_s: f64) -> f64 {
        if self.steady_per_s > 0.0 { per_s / self.steady_per_s } else { 1.0 }
    }
}

/// Failing before full before starting before leaving.
pub fn status(node: &NodeSample) -> Status {
    match node {
        node if node.dead > 0 => Status::Failing,
        node if Status::of(node.utilisation) == Status::Saturated => Status::Saturated,
        node if node.starting > 0 => Status::Booting,
        node if node.draining > 0 => Status::Draining,
        node => Status::of(node.utilisation),
    }
}

/// A mark for each instance of a node, or, of many, for several; each state that there is has one at least. None where
/// there is nothing to tell: a single instance that works.
pub fn marks(node: &NodeSample) -> Vec<Instance> {
    let counts = [
        (Instance::InService, node.in_service),
        (Instance::Starting, node.starting),
        (Instance::Draining, node.draining),
        (Instance::Dead, node.dead),
    ];
    let all: u32 = counts.iter().map(|(_, count)| count).sum();
    if all == 0 || node.in_service == 1 && all == 1 {
        return Vec::new();
    }
    let marks = (all as usize).min(MARKS);
    let share = |count: u32| libm::round(f64::from(count) * marks as f64 / f64::from(all)) as usize;
    let rare: Vec<(Instance, usize)> = counts[1..]
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(state, count)| (*state, share(*count).max(1)))
        .collect();
    let others: usize = rare.iter().map(|(_, marks)| marks).sum();
    let least = usize::from(node.in_service > 0);
    let working = marks.saturating_sub(others).max(least);
    let mut shown = vec![Instance::InService; if node.in_service > 0 { working } else { 0 }];
    shown.extend(rare.into_iter().flat_map(|(state, marks)| vec![state; marks]));
    shown
}

/// How many drops stand for what waits: none, or one more for each doubling, up to a dozen.
pub fn drops(waiting: f64) -> usize {
    if waiting < 1.0 { 0 } else { (libm::floor(libm::log2(waiting)) as usize + 1).min(12) }
}

/// The zones that a plan has failed and not yet brought back at a time.
pub fn dead_zones(plan: &Plan, head_s: f64) -> Vec<char> {
    let dead = plan.failures.iter().filter_map(|planned| match planned.failure {
        Failure::Zone { zone, for_s } => {
            let since_s = head_s - f64::from(planned.at_s);
            (since_s > 0.0 && since_s <= f64::from(for_s)).then_some(zone)
        }
        _ => None,
    });
    let mut dead: Vec<char> = dead.collect();
    crate::lists::sort_unique(&mut dead);
    dead
}

#[cfg(test)]
mod tests {
    use super::super::series::tests::{fleet, second};
    use super::*;
    use crate::model::plan::Planned;

    fn moment(second: Sample) -> Moment {
        Moment { head_s: 1.0, second, method: None, dead_zones: Vec::new(), cost: None, steady_per_s: 100.0 }
    }

    fn counted(node: &NodeSample) -> [usize; 4] {
        let shown = marks(node);
        [Instance::InService, Instance::Starting, Instance::Draining, Instance::Dead]
            .map(|state| shown.iter().filter(|one| **one == state).count())
    }

    #[test]
    fn each_instance_of_a_small_fleet_has_its_mark() {
        let node = NodeSample { starting: 2, draining: 1, dead: 1, ..fleet(3, 0.5) };
        assert_eq!(counted(&node), [3, 2, 1, 1]);
        assert_eq!(marks(&node).len(), 7);
    }

    #[test]
    fn of_a_large_fleet_one_dead_instance_is_still_seen() {
        let node = NodeSample { dead: 1, starting: 1, ..fleet(98, 0.5) };
        assert_eq!(counted(&node), [8, 1, 0, 1]);
    }

    #[test]
    fn one_instance_that_works_needs_no_mark_and_one_that_does_not_has_it() {
        assert!(marks(&fleet(1, 0.5)).is_empty() && marks(&fleet(0, 0.0)).is_empty());
        assert_eq!(counted(&NodeSample { dead: 1, ..fleet(0, 0.0) }), [0, 0, 0, 1]);
        assert_eq!(counted(&NodeSample { starting: 1, ..fleet(0, 0.0) }), [0, 1, 0, 0]);
    }

    #[test]
    fn what_waits_grows_by_a_drop_with_each_doubling() {
        assert_eq!([0.0, 0.9, 1.0, 2.0, 3.9, 4.0, 1_024.0, 1e9].map(drops), [0, 0, 1, 2, 2, 3, 11, 12]);
    }

    #[test]
    fn a_dead_part_is_failing_and_a_full_one_that_starts_more_is_full() {
        assert_eq!(status(&NodeSample { dead: 1, starting: 1, ..fleet(1, 1.0) }), Status::Failing);
        assert_eq!(status(&NodeSample { starting: 1, ..fleet(1, 0.95) }), Status::Saturated);
        assert_eq!(status(&NodeSample { starting: 1, draining: 1, ..fleet(1, 0.5) }), Status::Booting);
        assert_eq!(status(&NodeSample { draining: 1, ..fleet(1, 0.5) }), Status::Draining);
        assert_eq!(status(&fleet(1, 0.7)), Status::Warm);
    }

    #[test]
    fn a_zone_is_dead_from_its_failure_until_it_is_back() {
        let zone = |zone, at_s, for_s| Planned { at_s, failure: Failure::Zone { zone, for_s } };
        let plan = Plan { failures: vec![zone('b', 60, 60), zone('a', 100, 30)], ..Plan::default() };
        let at = |head: f64| dead_zones(&plan, head).into_iter().collect::<String>();
        assert_eq!([60.0, 61.0, 101.0, 120.0, 121.0, 131.0].map(at), ["", "b", "ab", "ab", "a", ""]);
    }

    #[test]
    fn nothing_flows_to_what_is_dead_as_a_whole() {
        let dead = |in_service| NodeSample { dead: 1, ..fleet(in_service, 0.0) };
        let answered = |in_service| moment(second(1.0, 100.0, 50.0, Some(dead(in_service)))).answered(NodeId(3), 80.0);
        assert_eq!((answered(0), answered(1)), (0.0, 40.0));
    }

    #[test]
    fn errors_are_a_share_of_what_ended_and_the_flow_one_of_the_steady_state() {
        let moment = moment(second(1.0, 80.0, 60.0, Some(fleet(2, 0.9))));
        assert!((moment.error_share() - 0.25).abs() < 1e-12);
        assert!((moment.flow() - 0.6).abs() < 1e-12);
        assert_eq!(moment.fullest().map(|node| node.node), Some(NodeId(3)));
        assert_eq!(moment.status(None, NodeId(3), Group::Compute), Status::Saturated);
        assert_eq!(moment.status(None, NodeId(9), Group::Compute), Status::Idle);
    }
}
