//! Names of a drawing that lead to one of several: who does not answer is found out by health checks, and named no
//! more. Users keep the answer that they were given for a while, each since another moment: until all have asked anew,
//! fewer and fewer of them go on to where it led.

use super::Play;
use super::detours::STEP;
use super::log::What;
use crate::catalogue::spec::{Ask, HealthBlueprint, NamesBlueprint};
use crate::lists::{Map, Set};
use crate::model::scenario::NodeId;
use crate::model::topology::Topology;

/// What is left of an address that nobody is led to, so that the network keeps its parts: one request in so many.
pub(super) const NOBODY: f64 = 1e-12;

/// One to whom a name leads.
#[derive(Clone, Copy, Debug)]
struct Target {
    node: NodeId,
    /// Its weight as drawn.
    weight: f64,
    /// Whether it answers, and since when that is so.
    answers: bool,
    since_s: u32,
    /// Whether it is named.
    named: bool,
    /// The share of users that went there before the last change, and that which will.
    from: f64,
    to: f64,
}

/// A name, and those to whom it leads.
#[derive(Clone, Debug)]
pub(super) struct Name {
    node: NodeId,
    rule: NamesBlueprint,
    health: HealthBlueprint,
    targets: Vec<Target>,
    /// Since when users are led otherwise than before; none where they never were.
    changed_s: Option<u32>,
    /// How far that had come when requests were last led anew, 0…1.
    routed: f64,
}

/// The names of a drawing.
pub(super) fn all(topology: &Topology) -> Vec<Name> {
    let name = |part: &crate::model::topology::Part| {
        let (rule, health) = (part.blueprint.names?, part.blueprint.health?);
        let asks = [Ask::Page, Ask::Static].map(|ask| topology.routes.get(&(part.id, ask)));
        let mut weights: Map<NodeId, f64> = Map::new();
        for (node, share) in asks.into_iter().flatten().flatten() {
            *weights.or_default(*node) += share;
        }
        let all: f64 = weights.values().sum();
        let target = |(node, weight): (NodeId, f64)| Target {
            node,
            weight,
            answers: true,
            since_s: 0,
            named: true,
            from: weight,
            to: weight,
        };
        let targets = weights.into_iter().map(|(node, weight)| target((node, weight / all))).collect();
        Some(Name { node: part.id, rule, health, targets, changed_s: None, routed: 1.0 })
    };
    topology.parts.values().filter_map(name).collect()
}

/// The drawing with a little of everything that a name may lead to, so that the network has all of it.
pub(super) fn with_all(topology: &Topology) -> Topology {
    let mut topology = topology.clone();
    all(&topology).iter().for_each(|name| name.put_into(&mut topology, 0));
    topology
}

impl Name {
    /// Whether it may lead to a part.
    pub(super) fn leads_to(&self, node: NodeId) -> bool {
        self.targets.iter().any(|target| target.node == node)
    }

    /// Of those to whom it may lead, who is named now: who is thought to answer, or all where nobody is.
    fn lead(&mut self) {
        let none = self.targets.iter().all(|target| !target.named);
        let led = |target: &Target| none || target.named;
        let first = self.targets.iter().find(|target| led(target)).map(|target| target.node);
        let all: f64 = self.targets.iter().filter(|target| led(target)).map(|target| target.weight).sum();
        for target in &mut self.targets {
            target.to = match () {
                () if self.rule.failover => f64::from(u8::from(Some(target.node) == first)),
                () if none || target.named => target.weight / all.max(f64::MIN_POSITIVE),
                () => 0.0,
            };
        }
    }

    /// How many of the users have asked since the last change, 0…1.
    fn asked_since(&self, now: u32) -> f64 {
        let since = self.changed_s.map(|changed_s| f64::from(now - changed_s));
        since.filter(|since| *since < self.rule.kept_s).map_or(1.0, |since| since / self.rule.kept_s)
    }

    /// A second begins, with those who answer. What is to be told.
    fn second(&mut self, now: u32, answers: impl Fn(NodeId) -> bool) -> Vec<What> {
        let (mut told, kept_s) = (Vec::new(), self.rule.kept_s as u32);
        for target in &mut self.targets {
            let answers = answers(target.node);
            if answers != std::mem::replace(&mut target.answers, answers) {
                target.since_s = now;
            }
            let after_s = if answers { self.health.ready_after_s } else { self.health.dead_after_s };
            if target.named != answers && f64::from(now - target.since_s) >= after_s {
                target.named = answers;
                let node = target.node;
                told.push(if answers { What::NamedAgain(node) } else { What::NamedNoMore { node, kept_s } });
            }
        }
        if !told.is_empty() {
            let asked = self.asked_since(now);
            for target in &mut self.targets {
                target.from += asked * (target.to - target.from);
            }
            (self.changed_s, self.routed) = (Some(now), -1.0);
            self.lead();
        }
        told
    }

    /// Whether users are led otherwise than requests last were.
    fn is_new(&mut self, now: u32) -> bool {
        let asked = self.asked_since(now);
        let new = (asked - self.routed).abs() >= STEP || (asked >= 1.0 && self.routed < 1.0);
        if new {
            self.routed = asked;
        }
        new
    }

    /// Leads the users of a drawing as they are led now.
    pub(super) fn put_into(&self, topology: &mut Topology, now: u32) {
        let asked = self.asked_since(now);
        let share = |target: &Target| (target.from + asked * (target.to - target.from)).max(NOBODY);
        for ask in [Ask::Page, Ask::Static] {
            let Some(routes) = topology.routes.get_mut(&(self.node, ask)) else { continue };
            // Of those who can be asked this: some may serve nothing but files.
            let shares = |node: &NodeId| self.targets.iter().find(|target| target.node == *node).map_or(0.0, share);
            let all: f64 = routes.iter().map(|(node, _)| shares(node)).sum();
            for (node, of) in routes.iter_mut() {
                *of = shares(node) / all;
            }
        }
    }
}

impl Play {
    /// Looks who answers behind names; whether users are led otherwise now.
    pub(super) fn look_after_names(&mut self) -> bool {
        let mut names = std::mem::take(&mut self.names);
        let (now, mut changed) = (self.second, false);
        for name in &mut names {
            let told = name.second(now, |node| self.answers(node, &mut Set::new()));
            told.into_iter().for_each(|what| self.note(what));
            changed |= name.is_new(now);
        }
        self.names = names;
        changed
    }

    /// Whether a part answers: an instance of it works, or someone behind it answers to whom it only hands on.
    fn answers(&self, node: NodeId, met: &mut Set<NodeId>) -> bool {
        if let Some(group) = self.groups.iter().find(|group| group.node == node) {
            return group.count().in_service > 0;
        }
        let routes = &self.drawn.topology().routes;
        let asked = [Ask::Page, Ask::Static].map(|ask| routes.get(&(node, ask)));
        let behind: Set<NodeId> =
            Set::from_iter(asked.into_iter().flatten().flatten().map(|(target, _)| *target).filter(|to| *to != node));
        !met.insert(node) || behind.iter().next().is_none() || behind.iter().any(|to| self.answers(*to, met))
    }
}
