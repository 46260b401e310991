//! Who is asked what: from the edges and the ports to shares of each question.

use crate::lists::Map;

use super::scenario::{NodeId, Scenario};
use super::topology::Part;
use crate::catalogue::spec::{Ask, Ports};

/// For each asker and question: who is asked, with the share of the questions. Shares of one list add to 1.
pub type Routes = Map<(NodeId, Ask), Vec<(NodeId, f64)>>;

/// The questions that can go along an edge between parts with these ports.
pub fn shared(from: &Ports, to: &Ports) -> Vec<Ask> {
    let takes = |ask: &Ask| to.answers.contains(ask) || to.passes.contains(ask);
    let mut asks: Vec<Ask> = from.asks.iter().chain(&from.passes).copied().filter(takes).collect();
    crate::lists::sort_unique(&mut asks);
    asks
}

/// Finds the routes of a drawing. A part that can answer its own question does so. A question to several parts is
/// shared by their instances, with exceptions: a part that keeps answers nearby (a CDN) comes before all others,
/// reads are shared between primary and replicas by the workload's replica-safe
/// share, and reports go to those made for them.
pub fn find(scenario: &Scenario, parts: &Map<NodeId, Part>) -> Routes {
    let mut finder = Finder { scenario, parts, weights: Map::new() };
    let mut routes = Routes::new();
    for (&id, part) in parts {
        for &ask in part.ports.asks.iter().chain(&part.ports.passes) {
            let shares = finder.shares(id, part, ask);
            if !shares.is_empty() {
                routes.insert((id, ask), shares);
            }
        }
    }
    routes
}

struct Finder<'a> {
    scenario: &'a Scenario,
    parts: &'a Map<NodeId, Part>,
    /// How many instances stand behind a part for a question; kept, so that no part is looked behind twice.
    weights: Map<(NodeId, Ask), f64>,
}

impl Finder<'_> {
    fn shares(&mut self, id: NodeId, part: &Part, ask: Ask) -> Vec<(NodeId, f64)> {
        if part.ports.answers.contains(&ask) {
            return match ask {
                Ask::DbRead => self.own_reads(id),
                Ask::Analyze => {
                    let analysts = self.with_others(id, ask);
                    self.best_analysts(analysts)
                }
                _ => vec![(id, 1.0)],
            };
        }
        let mut targets = self.behind(id, ask);
        if ask == Ask::Analyze {
            return self.best_analysts(targets);
        }
        let near = |target: &NodeId| {
            self.parts.get(target).is_some_and(|part| part.blueprint.hits.is_some_and(|(hit, _)| hit == ask))
        };
        if targets.iter().any(|(target, _)| near(target)) {
            targets.retain(|(target, _)| near(target));
        }
        let mut shares = normalised(targets);
        if part.blueprint.names.is_some_and(|names| names.failover) {
            // All to the first; the others are there for when it does not answer.
            shares = (0_u32..).zip(shares).map(|(place, (to, _))| (to, f64::from(u8::from(place == 0)))).collect();
        }
        if ask == Ask::DbRead {
            shares = self.with_replicas(shares);
        }
        shares
    }

    /// Reads of a box with its own database: itself, and the replicas that it is joined to.
    fn own_reads(&mut self, id: NodeId) -> Vec<(NodeId, f64)> {
        let readers = self.with_others(id, Ask::DbRead);
        self.with_replicas(readers)
    }

    /// Itself, and those that it is joined to who answer as well but do not write.
    fn with_others(&mut self, id: NodeId, ask: Ask) -> Vec<(NodeId, f64)> {
        let others = self.behind(id, ask);
        let others = others.into_iter().filter(|(other, _)| !self.writes(*other));
        std::iter::once((id, 1.0)).chain(others).collect()
    }

    /// Reports go to who is made for them, else to who only reads, else to who also writes.
    fn best_analysts(&self, targets: Vec<(NodeId, f64)>) -> Vec<(NodeId, f64)> {
        let reads = |id: NodeId| self.parts.get(&id).is_some_and(|part| part.ports.answers.contains(&Ask::DbRead));
        let rank = |id: NodeId| if self.writes(id) { 2 } else { u8::from(reads(id)) };
        let best = targets.iter().map(|(id, _)| rank(*id)).min();
        normalised(targets.into_iter().filter(|(id, _)| Some(rank(*id)) == best).collect())
    }

    /// Whether writes can be put to a part, which answers them or hands them on.
    fn writes(&self, id: NodeId) -> bool {
        self.parts
            .get(&id)
            .is_some_and(|part| part.ports.answers.contains(&Ask::DbWrite) || part.ports.passes.contains(&Ask::DbWrite))
    }

    /// Those that a part is joined to who answer a question or have someone behind them who does.
    fn behind(&mut self, id: NodeId, ask: Ask) -> Vec<(NodeId, f64)> {
        let targets: Vec<NodeId> = self.scenario.edges_from(id).map(|edge| edge.to).collect();
        let weighed = targets.into_iter().map(|target| (target, self.weight(target, ask)));
        weighed.collect::<Vec<_>>().into_iter().filter(|(_, weight)| *weight > 0.0).collect()
    }

    /// How many instances stand behind a part for a question; 0 where nobody answers it there.
    fn weight(&mut self, target: NodeId, ask: Ask) -> f64 {
        if let Some(&weight) = self.weights.get(&(target, ask)) {
            return weight;
        }
        let Some(part) = self.parts.get(&target) else { return 0.0 };
        if part.ports.answers.contains(&ask) {
            return f64::from(part.blueprint.instances.max(1));
        }
        if !part.ports.passes.contains(&ask) {
            return 0.0;
        }
        // Until it is known, nobody: so a circle ends here. (The check of a drawing reports circles.)
        self.weights.insert((target, ask), 0.0);
        // Who hands messages on can be given them where anyone has subscribed.
        let told = part.blueprint.delivery.map(|_| Ask::Notify);
        let onwards: Vec<Ask> = std::iter::once(ask).chain(told).collect();
        let behind = onwards.into_iter().flat_map(|ask| self.behind(target, ask));
        let weight = behind.map(|(_, weight)| weight).sum();
        self.weights.insert((target, ask), weight);
        weight
    }

    /// Gives the replica-safe share of reads to those that read only, the rest to the primaries.
    fn with_replicas(&self, shares: Vec<(NodeId, f64)>) -> Vec<(NodeId, f64)> {
        let (primaries, replicas): (Vec<_>, Vec<_>) = shares.into_iter().partition(|(id, _)| self.writes(*id));
        if primaries.is_empty() || replicas.is_empty() {
            return if primaries.is_empty() { replicas } else { primaries };
        }
        let safe = (self.scenario.workload.replica_safe_percent / 100.0).clamp(0.0, 1.0);
        let scaled = |list: Vec<(NodeId, f64)>, part: f64| {
            normalised(list).into_iter().map(move |(id, share)| (id, share * part))
        };
        scaled(primaries, 1.0 - safe).chain(scaled(replicas, safe)).filter(|(_, share)| *share > 0.0).collect()
    }
}

fn normalised(targets: Vec<(NodeId, f64)>) -> Vec<(NodeId, f64)> {
    let total: f64 = targets.iter().map(|(_, weight)| weight).sum();
    targets.into_iter().map(|(id, weight)| (id, weight / total)).collect()
}

/// Parts that pass a question on and get it back: a circle that it would never leave.
pub fn circle(routes: &Routes) -> Option<NodeId> {
    let mut done = Map::new();
    routes.keys().find_map(|&(node, ask)| circle_from(routes, node, ask, &mut done))
}

/// `done` says of each question at a part whether all behind it is known to be free of circles.
fn circle_from(routes: &Routes, node: NodeId, ask: Ask, done: &mut Map<(NodeId, Ask), bool>) -> Option<NodeId> {
    match done.get(&(node, ask)) {
        Some(true) => return None,
        Some(false) => return Some(node),
        None => done.insert((node, ask), false),
    };
    let targets = routes.get(&(node, ask)).map(Vec::as_slice).unwrap_or_default();
    let found = targets
        .iter()
        .filter(|(target, _)| *target != node)
        .find_map(|(target, _)| circle_from(routes, *target, ask, done));
    done.insert((node, ask), true);
    found
}
