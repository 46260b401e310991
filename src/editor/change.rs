//! What an edit did, as a code that the page says in words, and how far its effects reach.

use super::time::failures::struck;
use super::workload_field::Field;
use crate::catalogue::region::Region;
use crate::catalogue::settings::{self, Value};
use crate::catalogue::spec::Role;
use crate::model::billing::Billing;
use crate::model::edit::Edit;
use crate::model::plan::{Plan, Planned, Traffic};
use crate::model::scenario::{Edge, Node, NodeId, Scenario};
use crate::model::workload::{QueryQuality, Workload};

/// Who a node is, also after it is gone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    /// Its service's id.
    pub service: String,
    /// The name given by the user; empty for the service's own.
    pub name: String,
}

impl Label {
    /// Who a node of a drawing is.
    pub fn of(scenario: &Scenario, id: NodeId) -> Self {
        scenario.nodes.get(&id).map(Self::from).unwrap_or_default()
    }
}

impl From<&Node> for Label {
    fn from(node: &Node) -> Self {
        Self { service: node.service.clone(), name: node.name.clone() }
    }
}

/// What was done.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A part was put in.
    Added(Label),
    /// A part was taken out.
    Removed(Label),
    /// Two parts were joined.
    Connected(Label, Label),
    /// Two parts were parted.
    Disconnected(Label, Label),
    /// A card was moved.
    Moved(Label),
    /// A setting was changed.
    Setting {
        /// Whose.
        who: Label,
        /// Which.
        key: String,
        /// From what.
        from: Value,
        /// To what.
        to: Value,
    },
    /// A role was given or taken.
    Role(Label, Role, bool),
    /// A role was split out onto a part of its own.
    Split(Label, Role, Label),
    /// Instances were put into other zones.
    Zones(Label),
    /// A part was named.
    Named(Label),
    /// The drawing was named.
    Renamed,
    /// The drawing was moved to a region.
    Region(Region),
    /// The number of users was changed.
    Users(u32, u32),
    /// A number of the workload was changed.
    Workload(Field, f64, f64),
    /// The quality of the queries was changed.
    Quality(QueryQuality, QueryQuality),
    /// The shape of the traffic in time was changed.
    Traffic(Traffic, Traffic),
    /// The length of the run was changed, seconds.
    Duration(u32, u32),
    /// A failure was planned (true) or taken out of the plan; of whom, where it strikes one part.
    Failure(Label, Planned, bool),
    /// What clients and servers do about failures was changed.
    Resilience,
    /// What happens in time was changed in another way.
    Plan,
    /// How the bill is made and read was changed.
    Billing(Billing, Billing),
    /// Another drawing was put in its place.
    Opened,
    /// Several things at once.
    Several,
}

impl Change {
    /// This change, then that of the same gesture, as one.
    #[must_use]
    pub fn joined(self, then: Self) -> Self {
        match (self, then) {
            (Self::Users(from, _), Self::Users(_, to)) => Self::Users(from, to),
            (Self::Workload(field, from, _), Self::Workload(_, _, to)) => Self::Workload(field, from, to),
            (Self::Traffic(from, _), Self::Traffic(_, to)) => Self::Traffic(from, to),
            (Self::Duration(from, _), Self::Duration(_, to)) => Self::Duration(from, to),
            (Self::Billing(from, _), Self::Billing(_, to)) => Self::Billing(from, to),
            (Self::Setting { from, .. }, Self::Setting { who, key, to, .. }) => Self::Setting { who, key, from, to },
            (_, then) => then,
        }
    }

    /// Whether it changed what happens in time only.
    pub const fn is_of_plan(&self) -> bool {
        matches!(self, Self::Traffic(..) | Self::Duration(..) | Self::Failure(..) | Self::Resilience | Self::Plan)
    }

    /// Whether it changed the drawing's structure, so that its effect on the limit is worth a sentence.
    pub fn is_structural(&self) -> bool {
        let elsewhere = matches!(self, Self::Users(..) | Self::Renamed | Self::Opened | Self::Billing(..));
        !elsewhere && !matches!(self, Self::Moved(_) | Self::Named(_)) && !self.is_of_plan()
    }
}

/// What has to be worked out anew after an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Only the picture.
    Look,
    /// The results at the new number of users; the curves stay.
    Users,
    /// Everything.
    Model,
}

/// How far an edit reaches.
pub fn reach(edit: &Edit, before: &Scenario) -> Reach {
    match edit {
        Edit::Move(..) | Edit::RenameNode(..) | Edit::Rename(_) | Edit::SetPlan(_) => Reach::Look,
        Edit::SetBilling(billing) if billing.free_tier == before.billing.free_tier => Reach::Look,
        Edit::SetWorkload(workload) if differs_in_users_only(&before.workload, workload) => Reach::Users,
        Edit::Batch(edits) => edits.iter().map(|edit| reach(edit, before)).max().unwrap_or(Reach::Look),
        _ => Reach::Model,
    }
}

fn differs_in_users_only(before: &Workload, after: &Workload) -> bool {
    Workload { users: after.users, ..before.clone() } == *after
}

/// What an edit is about to do to a drawing.
pub fn describe(edit: &Edit, before: &Scenario) -> Change {
    let who = |id: NodeId| Label::of(before, id);
    match edit {
        Edit::AddNode(_, node) => Change::Added(Label::from(node)),
        Edit::RemoveNode(id) => Change::Removed(who(*id)),
        Edit::AddEdge(Edge { from, to }) => Change::Connected(who(*from), who(*to)),
        Edit::RemoveEdge(Edge { from, to }) => Change::Disconnected(who(*from), who(*to)),
        Edit::Move(id, _) => Change::Moved(who(*id)),
        Edit::Set(id, key, value) => setting(before, *id, key, value.as_ref()),
        Edit::SetRole(id, role, on) => Change::Role(who(*id), *role, *on),
        Edit::SetZones(id, _) => Change::Zones(who(*id)),
        Edit::RenameNode(id, name) => Change::Named(Label { name: name.clone(), ..who(*id) }),
        Edit::Rename(_) => Change::Renamed,
        Edit::SetRegion(region) => Change::Region(*region),
        Edit::SetWorkload(workload) => workload_change(&before.workload, workload),
        Edit::SetPlan(plan) => plan_change(before, plan),
        Edit::SetBilling(billing) => Change::Billing(before.billing, *billing),
        Edit::Batch(edits) => batch(edits, before),
        Edit::Replace(_) => Change::Opened,
    }
}

fn setting(before: &Scenario, id: NodeId, key: &str, value: Option<&Value>) -> Change {
    let Some(node) = before.nodes.get(&id) else { return Change::Several };
    let Some(param) = node.spec().and_then(|spec| (spec.params)().iter().find(|param| param.key == key)) else {
        return Change::Several;
    };
    let old = settings::complete(std::slice::from_ref(param), &node.settings).0.remove(key);
    Change::Setting {
        who: Label::from(node),
        key: key.to_owned(),
        from: old.unwrap_or_else(|| param.default_value()),
        to: value.cloned().unwrap_or_else(|| param.default_value()),
    }
}

fn workload_change(before: &Workload, after: &Workload) -> Change {
    if before.users != after.users {
        return Change::Users(before.users, after.users);
    }
    if before.query_quality != after.query_quality {
        return Change::Quality(before.query_quality, after.query_quality);
    }
    Field::ALL
        .into_iter()
        .find(|field| field.get(before) != field.get(after))
        .map_or(Change::Several, |field| Change::Workload(field, field.get(before), field.get(after)))
}

fn plan_change(scenario: &Scenario, after: &Plan) -> Change {
    let before = &scenario.plan;
    if before.traffic != after.traffic || before.replay != after.replay {
        return Change::Traffic(before.traffic, after.traffic);
    }
    if before.duration_s != after.duration_s {
        return Change::Duration(before.duration_s, after.duration_s);
    }
    if before.resilience != after.resilience {
        return Change::Resilience;
    }
    let who = |planned: &Planned| struck(planned.failure).map(|id| Label::of(scenario, id)).unwrap_or_default();
    let added = after.failures.iter().find(|one| !before.failures.contains(one)).copied();
    let gone = before.failures.iter().find(|one| !after.failures.contains(one)).copied();
    match (added, gone) {
        (Some(added), None) => Change::Failure(who(&added), added, true),
        (None, Some(gone)) => Change::Failure(who(&gone), gone, false),
        _ => Change::Plan,
    }
}

/// A batch is told by the part that it adds or takes out; what else it does follows from that.
fn batch(edits: &[Edit], before: &Scenario) -> Change {
    let main = edits
        .iter()
        .find(|edit| matches!(edit, Edit::AddNode(..)))
        .or_else(|| edits.iter().find(|edit| matches!(edit, Edit::RemoveNode(_))))
        .or_else(|| if edits.len() == 1 { edits.first() } else { None });
    main.map_or(Change::Several, |edit| describe(edit, before))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_does_not_need_a_new_solution() {
        let scenario = Scenario::default();
        assert_eq!(reach(&Edit::Move(NodeId(1), Default::default()), &scenario), Reach::Look);
        assert_eq!(reach(&Edit::RemoveNode(NodeId(1)), &scenario), Reach::Model);
    }

    #[test]
    fn more_users_keep_the_curves() {
        let scenario = Scenario::default();
        let more = Workload { users: 500, ..Workload::default() };
        assert_eq!(reach(&Edit::SetWorkload(Box::new(more.clone())), &scenario), Reach::Users);
        assert_eq!(describe(&Edit::SetWorkload(Box::new(more)), &scenario), Change::Users(10, 500));
        let slower = Workload { page_cpu_ms: 30.0, ..Workload::default() };
        assert_eq!(reach(&Edit::SetWorkload(Box::new(slower)), &scenario), Reach::Model);
    }

    #[test]
    fn a_drag_of_the_users_is_told_from_its_start_to_its_end() {
        assert_eq!(Change::Users(10, 40).joined(Change::Users(40, 90)), Change::Users(10, 90));
    }
}
