//! The same part made bigger and made more, side by side: what each takes, costs, and leaves when one instance dies.
//!
//! Each is a drawing of its own, solved by the engine as any other.

use crate::catalogue;
use crate::catalogue::settings::Value;
use crate::catalogue::spec::{ParamKind, ServiceSpec};
use crate::engine::Engine;
use crate::engine::report::Report;
use crate::model::diagnostic::{Diagnostic, Severity};
use crate::model::scenario::{NodeId, Scenario};
use crate::model::validate;
use crate::units::{PerSecond, Usd};

/// The key of the setting that says how many instances there are.
const COUNT: &str = "count";

/// A way to size a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// As it is.
    Now,
    /// The next larger instance type.
    Bigger,
    /// The next one with more vCPUs, where that is another.
    MoreCores,
    /// One more of the same.
    OneMore,
    /// As many of the same as cost about what the largest of these do.
    SameMoney,
}

/// What dies with one instance or one zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// One instance: all of the part dies with it.
    Instance,
    /// Several instances in one zone.
    Zone,
    /// Neither takes all of it along.
    None,
}

/// A part, sized in one way.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// How.
    pub way: Way,
    /// Its instance type.
    pub kind: String,
    /// How many instances.
    pub count: i64,
    /// Requests a second of all users at which the first of its resources is full; none where nothing of it fills up or
    /// the drawing cannot be solved.
    pub capacity: Option<PerSecond>,
    /// What the part costs a month at the users as they are; none where the drawing cannot be solved.
    pub month: Option<Usd>,
    /// What takes all of it along; none where the drawing cannot be solved.
    pub loss: Option<Loss>,
    /// Why it cannot be solved.
    pub fault: Option<Diagnostic>,
}

struct Sized {
    way: Way,
    kind: String,
    count: i64,
    loss: Option<Loss>,
    engine: Option<Engine>,
    fault: Option<Diagnostic>,
}

/// A part in all ways, ready to be solved at any number of users.
pub struct Sizes {
    node: NodeId,
    /// Requests a second that one user demands.
    per_user: f64,
    all: Vec<Sized>,
}

impl Sizes {
    /// The ways to size a part; none for a part without instance type and number.
    pub fn of(scenario: &Scenario, node: NodeId) -> Option<Self> {
        let (spec, kind, count) = scenario.nodes.get(&node)?.configured(scenario.region, |spec, configured| {
            let kind = spec.size.filter(|_| has_count(spec)).map(|key| configured.settings.choice(key).to_owned());
            (spec.id, kind, configured.settings.int(COUNT).max(1))
        })?;
        let (kind, key) = (kind?, catalogue::get(spec)?.size?);
        let sized = |way, kind: &str, count| sized(scenario, node, (key, way, kind, count));
        let mut all = vec![sized(Way::Now, &kind, count)];
        let next = catalogue::next_type(&kind, scenario.region);
        let with_more = catalogue::bigger_type(&kind, scenario.region).filter(|more| Some(*more) != next);
        for (way, kind) in [(Way::Bigger, next), (Way::MoreCores, with_more)] {
            all.extend(kind.map(|kind| sized(way, kind, count)));
        }
        let largest = all.last().map_or(Way::Now, |one| one.way);
        all.push(sized(Way::OneMore, &kind, count + 1));
        let month = |one: &Sized| Some(of_part(&one.engine.as_ref()?.solve(scenario.workload.users), node).dollars());
        let instances = |way| all.iter().find(|one| one.way == way).and_then(month);
        if let (Some(now), Some(bigger), Some(more)) =
            (instances(Way::Now), instances(largest), instances(Way::OneMore))
        {
            let added = libm::round((bigger - now) / (more - now));
            if added.is_finite() && added > 1.0 {
                all.push(sized(Way::SameMoney, &kind, count + added as i64));
            }
        }
        Some(Self { node, per_user: scenario.workload.demanded_rps(1.0), all })
    }

    /// What each way is at a number of users.
    pub fn rows(&self, users: u32) -> Vec<Row> {
        self.all.iter().map(|one| self.row(one, users)).collect()
    }

    fn row(&self, one: &Sized, users: u32) -> Row {
        let report = one.engine.as_ref().map(|engine| engine.solve(users));
        let limit = report.as_ref().and_then(|report| {
            let limits = report.nodes.get(&self.node)?.resources.iter().filter_map(|resource| resource.limit_users);
            limits.reduce(f64::min)
        });
        Row {
            way: one.way,
            kind: one.kind.clone(),
            count: one.count,
            capacity: limit.map(|users| PerSecond(users * self.per_user)),
            month: report.as_ref().map(|report| of_part(report, self.node)),
            loss: one.loss,
            fault: one.fault.clone(),
        }
    }
}

fn has_count(spec: &ServiceSpec) -> bool {
    (spec.params)().iter().any(|param| param.key == COUNT && matches!(param.kind, ParamKind::Int { .. }))
}

fn of_part(report: &Report, node: NodeId) -> Usd {
    report.cost.lines.iter().filter(|line| line.node == node).map(|line| line.usd).sum()
}

fn sized(scenario: &Scenario, node: NodeId, (key, way, kind, count): (&str, Way, &str, i64)) -> Sized {
    let mut drawing = scenario.clone();
    if let Some(node) = drawing.nodes.get_mut(&node) {
        node.settings.0.insert(key.to_owned(), Value::Choice(kind.to_owned()));
        node.settings.0.insert(COUNT.to_owned(), Value::Int(count));
    }
    let (topology, found) = validate::check(&drawing);
    let fault = found.into_iter().find(|found| found.severity() == Severity::Error).filter(|_| topology.is_none());
    let part = topology.as_ref().and_then(|topology| topology.parts.get(&node));
    let loss = part.map(|part| match part.zones.as_slice() {
        [_] => Loss::Instance,
        [first, rest @ ..] if rest.iter().all(|zone| zone == first) => Loss::Zone,
        _ => Loss::None,
    });
    Sized { way, kind: kind.to_owned(), count, loss, engine: topology.as_ref().map(Engine::new), fault }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::presets;

    /// Two t3.small behind a load balancer, 1,000 users.
    fn rows(kind: &str, count: i64) -> Vec<Row> {
        let mut scenario = presets::scenario("load-balancer").unwrap();
        let fleet = |node: &&mut crate::model::scenario::Node| node.spec().is_some_and(|spec| spec.size.is_some());
        let boxes: Vec<NodeId> =
            scenario.nodes.iter().filter(|(_, node)| node.spec().unwrap().size.is_some()).map(|(id, _)| *id).collect();
        for node in scenario.nodes.values_mut().filter(fleet) {
            node.settings.0.insert("type".to_owned(), Value::Choice(kind.to_owned()));
            node.settings.0.insert("count".to_owned(), Value::Int(count));
            node.zones.clear();
        }
        Sizes::of(&scenario, boxes[0]).unwrap().rows(1_000)
    }

    #[test]
    fn the_next_size_of_a_linear_family_is_worth_as_much_as_twice_as_many() {
        let rows = rows("m5.large", 2);
        let ways: Vec<_> = rows.iter().map(|row| (row.way, row.kind.as_str(), row.count)).collect();
        assert_eq!(
            ways,
            [
                (Way::Now, "m5.large", 2),
                (Way::Bigger, "m5.xlarge", 2),
                (Way::OneMore, "m5.large", 3),
                (Way::SameMoney, "m5.large", 4)
            ]
        );
        // CPU fills up first: capacity goes with vCPUs, 4, 8, 6 and 8.
        let capacity: Vec<f64> = rows.iter().map(|row| row.capacity.unwrap().0).collect();
        for (found, vcpus) in capacity.iter().zip([4.0, 8.0, 6.0, 8.0]) {
            assert!((found / capacity[0] - vcpus / 4.0).abs() < 1e-9, "{capacity:?}");
        }
        // Twice the price of an instance is that of two; what four have more is two more disks of 30 GiB at $0.0912.
        let month: Vec<f64> = rows.iter().map(|row| row.month.unwrap().dollars()).collect();
        assert!((month[3] - month[1] - 2.0 * 30.0 * 0.0912).abs() < 0.02, "{month:?}");
        assert!((month[1] - month[0] - 2.0 * 730.0 * 0.118).abs() < 0.02, "{month:?}");
    }

    #[test]
    fn one_instance_is_a_single_point_of_failure_and_a_second_one_in_another_zone_is_not() {
        let rows = rows("t3.small", 1);
        let loss: Vec<_> = rows.iter().map(|row| (row.way, row.loss.unwrap())).collect();
        assert_eq!(loss[0], (Way::Now, Loss::Instance));
        assert_eq!(loss[1], (Way::Bigger, Loss::Instance));
        assert_eq!(loss[3], (Way::OneMore, Loss::None));
    }

    #[test]
    fn more_memory_for_the_same_processors_takes_no_more_requests() {
        let rows = rows("t3.small", 1);
        let kinds: Vec<_> = rows.iter().map(|row| (row.way, row.kind.as_str())).collect();
        assert_eq!(kinds[1..3], [(Way::Bigger, "t3.medium"), (Way::MoreCores, "t3.xlarge")]);
        let capacity: Vec<f64> = rows.iter().map(|row| row.capacity.unwrap().0).collect();
        // Two vCPUs, two, and four.
        assert!((capacity[1] / capacity[0] - 1.0).abs() < 1e-9 && (capacity[2] / capacity[0] - 2.0).abs() < 1e-9);
        assert!(rows[1].month > rows[0].month);
    }

    #[test]
    fn the_largest_type_has_no_next_and_a_part_without_a_type_has_no_sizes() {
        assert!(rows("m5.24xlarge", 1).iter().all(|row| row.way != Way::Bigger));
        let scenario = presets::scenario("load-balancer").unwrap();
        let other = scenario.nodes.iter().find(|(_, node)| node.spec().unwrap().size.is_none()).unwrap();
        assert!(Sizes::of(&scenario, *other.0).is_none());
    }

    #[test]
    fn a_way_that_cannot_be_solved_says_why() {
        let mut scenario = presets::scenario("one-box").unwrap();
        scenario.edges = crate::lists::Set::new();
        let boxes = scenario.nodes.iter().find(|(_, node)| node.spec().unwrap().size.is_some()).map(|(id, _)| *id);
        let rows = Sizes::of(&scenario, boxes.unwrap()).unwrap().rows(10);
        assert!(rows.iter().all(|row| row.month.is_none() && row.fault.is_some()));
    }
}
