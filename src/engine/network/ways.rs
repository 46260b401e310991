//! The ways that requests of a class may take: a page from a cache nearby, or from far away. Means do not depend on
//! them, percentiles do.

use super::{Path, ScopeId, StationId, Visit};
use crate::engine::queueing::network::{Network, RouteId, Step};
use crate::lists::{self, Map};

/// The most ways that are told apart; beyond, the least likely become one.
const MOST: usize = 24;

/// Ways whose times alone are nearer to each other than this, relative, become one.
const NEAR: f64 = 0.1;

/// One way through.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// Its probability; those of a class add to 1.
    pub probability: f64,
    /// Fixed delays, seconds.
    pub delay_s: f64,
    /// Variance of the delays, seconds².
    pub delay_variance_s2: f64,
    /// Stations it visits.
    pub visits: Map<StationId, Visit>,
    /// Scopes it enters: how often.
    pub entries: Map<ScopeId, f64>,
}

impl Way {
    /// Nothing on the way.
    fn nothing() -> Self {
        Self { probability: 1.0, delay_s: 0.0, delay_variance_s2: 0.0, visits: Map::new(), entries: Map::new() }
    }

    /// All of a path as one way.
    pub fn whole(path: &Path) -> Self {
        Self { delay_s: path.delay_s, visits: path.visits.clone(), entries: path.entries.clone(), ..Self::nothing() }
    }

    /// The time that it takes with nobody else there, seconds.
    fn alone_s(&self) -> f64 {
        self.delay_s + self.visits.values().map(|visit| visit.demand_s).sum::<f64>()
    }

    /// This way and then another.
    fn then(&self, next: &Self) -> Self {
        let mut made = self.clone();
        made.probability *= next.probability;
        made.delay_s += next.delay_s;
        made.delay_variance_s2 += next.delay_variance_s2;
        for (station, visit) in &next.visits {
            made.visits.or_default(*station).join(visit);
        }
        for (scope, entries) in &next.entries {
            *made.entries.or_default(*scope) += entries;
        }
        made
    }

    /// One way in place of two: with their means, and what they vary between each other.
    fn mixed(&self, other: &Self) -> Self {
        let probability = self.probability + other.probability;
        let share = if probability > 0.0 { self.probability / probability } else { 0.5 };
        let mean = |one: f64, two: f64| share * one + (1.0 - share) * two;
        let between = |one: f64, two: f64| share * (1.0 - share) * (one - two) * (one - two);
        let mut visits = Map::new();
        for station in self.visits.keys().chain(other.visits.keys()) {
            let [one, two] = [self, other].map(|way| way.visits.get(station).copied().unwrap_or_default());
            let variance_s2 = mean(one.variance_s2, two.variance_s2) + between(one.demand_s, two.demand_s);
            let (count, demand_s) = (mean(one.count, two.count), mean(one.demand_s, two.demand_s));
            visits.insert(*station, Visit { count, demand_s, variance_s2 });
        }
        let mut entries = Map::new();
        for scope in self.entries.keys().chain(other.entries.keys()) {
            let [one, two] = [self, other].map(|way| way.entries.get(scope).copied().unwrap_or(0.0));
            entries.insert(*scope, mean(one, two));
        }
        Self {
            probability,
            delay_s: mean(self.delay_s, other.delay_s),
            delay_variance_s2: mean(self.delay_variance_s2, other.delay_variance_s2)
                + between(self.delay_s, other.delay_s),
            visits,
            entries,
        }
    }

    /// So many times the same, on average.
    fn repeated(&self, times: f64) -> Self {
        let mut made = self.clone();
        made.delay_s *= times;
        made.delay_variance_s2 *= times;
        for visit in made.visits.values_mut() {
            (visit.count, visit.demand_s) = (visit.count * times, visit.demand_s * times);
            visit.variance_s2 *= times;
        }
        made.entries.values_mut().for_each(|entries| *entries *= times);
        made
    }
}

/// The ways of a class; `scopes` has the scope of each of the network's slots.
pub(super) fn of(network: &Network, class: usize, scopes: &[ScopeId]) -> Vec<Way> {
    let Some(of) = network.classes.get(class) else { return Vec::new() };
    let mut finder = Finder { network, class, scopes, known: Map::new() };
    let found = finder.route(&of.route, super::ROOT);
    gathered(found)
}

struct Finder<'a> {
    network: &'a Network,
    class: usize,
    scopes: &'a [ScopeId],
    /// Of named routes, by the scope that they are called from.
    known: Map<(RouteId, ScopeId), Vec<Way>>,
}

impl Finder<'_> {
    fn route(&mut self, route: &[Step], scope: ScopeId) -> Vec<Way> {
        let mut ways = vec![Way::nothing()];
        for step in route {
            let next = self.step(step, scope);
            ways = fewer(ways.iter().flat_map(|way| next.iter().map(move |next| way.then(next))).collect());
        }
        ways
    }

    fn step(&mut self, step: &Step, scope: ScopeId) -> Vec<Way> {
        let mut way = Way::nothing();
        match step {
            Step::Visit { station, times, service } => {
                let own = self.network.stations.get(*station).map(|of| of.service_of(self.class));
                if let Some(work) = service.as_ref().or(own) {
                    way.visits.or_default(*station).add(f64::from(*times), work);
                }
            }
            Step::Delay(delay) => {
                let mean = delay.mean_s();
                way.delay_s = mean;
                way.delay_variance_s2 = (delay.moment(2) - mean * mean).max(0.0);
            }
            Step::Call { route, times } => {
                let once = self.named(*route, scope);
                return match times {
                    1 => once,
                    times => once
                        .into_iter()
                        .reduce(|one, other| one.mixed(&other))
                        .map_or_else(Vec::new, |one| vec![one.repeated(f64::from(*times))]),
                };
            }
            Step::Branch(ways) => {
                let mut found = Vec::new();
                for one in ways {
                    let inner = self.route(&one.route, scope);
                    found.extend(
                        inner.into_iter().map(|way| Way { probability: way.probability * one.probability, ..way }),
                    );
                }
                return fewer(found);
            }
            Step::Repeat { probability, route } => {
                let once = self.route(route, scope).into_iter().reduce(|one, other| one.mixed(&other));
                return once.into_iter().map(|way| way.repeated(1.0 / (1.0 - probability))).collect();
            }
            Step::Hold { slots, route } => {
                let inside = self.scopes.get(*slots).copied().unwrap_or(scope);
                let mut ways = self.route(route, inside);
                if inside != scope {
                    ways.iter_mut().for_each(|way| *way.entries.or_default(inside) += 1.0);
                }
                return ways;
            }
            Step::Spawn(_) | Step::Fail => {}
        }
        vec![way]
    }

    fn named(&mut self, route: RouteId, scope: ScopeId) -> Vec<Way> {
        if let Some(known) = self.known.get(&(route, scope)) {
            return known.clone();
        }
        let steps = self.network.routes.get(route).map_or(&[][..], |named| &named.route);
        let found = self.route(steps, scope);
        self.known.insert((route, scope), found.clone());
        found
    }
}

/// No more ways than can be told apart.
fn fewer(mut ways: Vec<Way>) -> Vec<Way> {
    ways.retain(|way| way.probability > 0.0);
    if ways.len() <= MOST {
        return ways;
    }
    lists::sort(&mut ways, |one, other| one.probability > other.probability);
    let rest = ways.split_off(MOST - 1);
    ways.extend(rest.into_iter().reduce(|one, other| one.mixed(&other)));
    ways
}

/// Ways that take nearly the same time alone become one.
fn gathered(mut ways: Vec<Way>) -> Vec<Way> {
    lists::sort(&mut ways, |one, other| one.alone_s() < other.alone_s());
    let mut made: Vec<Way> = Vec::new();
    for way in ways {
        match made.last_mut() {
            Some(last) if way.alone_s() - last.alone_s() <= NEAR * way.alone_s() => *last = last.mixed(&way),
            _ => made.push(way),
        }
    }
    made
}
