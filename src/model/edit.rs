//! Changes to a drawing. Every one has an inverse, so every one can be undone.
//! [`Edit::apply`] does the change and returns the edit that takes it back.

use super::billing::Billing;
use super::plan::Plan;
use super::scenario::{Edge, Node, NodeId, Point, Scenario};
use super::workload::Workload;
use crate::catalogue::region::Region;
use crate::catalogue::settings::Value;
use crate::catalogue::spec::Role;

/// A change.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Puts a node in.
    AddNode(NodeId, Node),
    /// Takes a node out, with its edges.
    RemoveNode(NodeId),
    /// Joins two nodes.
    AddEdge(Edge),
    /// Parts them.
    RemoveEdge(Edge),
    /// Moves a node's card.
    Move(NodeId, Point),
    /// Sets one setting; none is the service's default.
    Set(NodeId, String, Option<Value>),
    /// Gives or takes a role.
    SetRole(NodeId, Role, bool),
    /// Sets the zones of a node's instances.
    SetZones(NodeId, Vec<char>),
    /// Names a node.
    RenameNode(NodeId, String),
    /// Names the drawing.
    Rename(String),
    /// Moves the drawing to a region.
    SetRegion(Region),
    /// Changes who comes and what they do.
    SetWorkload(Box<Workload>),
    /// Changes what happens in time.
    SetPlan(Plan),
    /// Changes how the bill is made and read.
    SetBilling(Billing),
    /// Several, in order; undone as one.
    Batch(Vec<Edit>),
    /// Puts a whole drawing in place of this one (open, new, preset).
    Replace(Box<Scenario>),
}

/// Why an edit cannot be done. A caller's fault: the page offers no such edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// There is no such node.
    #[error("no node {0:?}")]
    NoNode(NodeId),
    /// There is a node of that id already.
    #[error("node {0:?} is there already")]
    NodeExists(NodeId),
    /// There is no such edge.
    #[error("no edge {0:?}")]
    NoEdge(Edge),
    /// There is such an edge already.
    #[error("edge {0:?} is there already")]
    EdgeExists(Edge),
}

impl Edit {
    /// Does the change. On an error the scenario is as it was.
    pub fn apply(self, scenario: &mut Scenario) -> Result<Edit, EditError> {
        match self {
            Self::AddNode(id, node) => add_node(scenario, id, node),
            Self::RemoveNode(id) => remove_node(scenario, id),
            Self::AddEdge(edge) => add_edge(scenario, edge),
            Self::RemoveEdge(edge) => {
                if scenario.edges.remove(&edge) {
                    Ok(Self::AddEdge(edge))
                } else {
                    Err(EditError::NoEdge(edge))
                }
            }
            Self::Move(id, at) => {
                let old = std::mem::replace(&mut node_mut(scenario, id)?.at, at);
                Ok(Self::Move(id, old))
            }
            Self::Set(id, key, value) => {
                let settings = &mut node_mut(scenario, id)?.settings.0;
                let old = match value {
                    Some(value) => settings.insert(key.clone(), value),
                    None => settings.remove(&key),
                };
                Ok(Self::Set(id, key, old))
            }
            Self::SetRole(id, role, on) => {
                let roles = &mut node_mut(scenario, id)?.roles;
                let was = if on { !roles.insert(role) } else { roles.remove(&role) };
                Ok(Self::SetRole(id, role, was))
            }
            Self::SetZones(id, zones) => {
                let old = std::mem::replace(&mut node_mut(scenario, id)?.zones, zones);
                Ok(Self::SetZones(id, old))
            }
            Self::RenameNode(id, name) => {
                let old = std::mem::replace(&mut node_mut(scenario, id)?.name, name);
                Ok(Self::RenameNode(id, old))
            }
            Self::Rename(name) => Ok(Self::Rename(std::mem::replace(&mut scenario.name, name))),
            Self::SetRegion(region) => Ok(Self::SetRegion(std::mem::replace(&mut scenario.region, region))),
            Self::SetWorkload(workload) => {
                Ok(Self::SetWorkload(Box::new(std::mem::replace(&mut scenario.workload, *workload))))
            }
            Self::SetPlan(plan) => Ok(Self::SetPlan(std::mem::replace(&mut scenario.plan, plan))),
            Self::SetBilling(billing) => Ok(Self::SetBilling(std::mem::replace(&mut scenario.billing, billing))),
            Self::Batch(edits) => apply_all(scenario, edits),
            Self::Replace(new) => Ok(Self::Replace(Box::new(std::mem::replace(scenario, *new)))),
        }
    }
}

fn node_mut(scenario: &mut Scenario, id: NodeId) -> Result<&mut Node, EditError> {
    scenario.nodes.get_mut(&id).ok_or(EditError::NoNode(id))
}

fn add_node(scenario: &mut Scenario, id: NodeId, node: Node) -> Result<Edit, EditError> {
    if scenario.nodes.contains_key(&id) {
        return Err(EditError::NodeExists(id));
    }
    scenario.nodes.insert(id, node);
    Ok(Edit::RemoveNode(id))
}

fn remove_node(scenario: &mut Scenario, id: NodeId) -> Result<Edit, EditError> {
    let node = scenario.nodes.remove(&id).ok_or(EditError::NoNode(id))?;
    let edges: Vec<Edge> = scenario.edges.iter().copied().filter(|edge| edge.from == id || edge.to == id).collect();
    let mut back = vec![Edit::AddNode(id, node)];
    for edge in edges {
        scenario.edges.remove(&edge);
        back.push(Edit::AddEdge(edge));
    }
    Ok(Edit::Batch(back))
}

fn add_edge(scenario: &mut Scenario, edge: Edge) -> Result<Edit, EditError> {
    for end in [edge.from, edge.to] {
        if !scenario.nodes.contains_key(&end) {
            return Err(EditError::NoNode(end));
        }
    }
    if scenario.edges.insert(edge) { Ok(Edit::RemoveEdge(edge)) } else { Err(EditError::EdgeExists(edge)) }
}

/// Does all or nothing.
fn apply_all(scenario: &mut Scenario, edits: Vec<Edit>) -> Result<Edit, EditError> {
    let mut back = Vec::with_capacity(edits.len());
    for edit in edits {
        match edit.apply(scenario) {
            Ok(inverse) => back.push(inverse),
            Err(error) => {
                for inverse in back.into_iter().rev() {
                    // An inverse of an edit just done always applies.
                    let _ = inverse.apply(scenario);
                }
                return Err(error);
            }
        }
    }
    back.reverse();
    Ok(Edit::Batch(back))
}
