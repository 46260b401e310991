//! From a network with its routes to demands: how often and how long a request of each class is where, whatever the
//! order. It is all that the steady state of a product-form network depends on.
//!
//! Each class's routes are walked from the callers to the called, so that a route is walked once with all that comes to
//! it. The walk is done twice: first only to see from where each scope is entered and where the work of each station
//! comes from, so that their homes (whence most comes) are known; then for good. What enters a scope from elsewhere than
//! its home is *background* there.

use super::demand::exchanged_bytes;
use super::legend::{Legend, RouteMeaning, SlotsMeaning};
use super::limits::{kept, scopes};
use super::ways;
use super::{HeldBy, Holder, JobFlow, Network, Path, ROOT, Scope, ScopeId, Station};
use crate::catalogue::spec::Ask;
use crate::engine::queueing::calls;
use crate::engine::queueing::network::{self as queueing, Balancer, Discipline, RouteId, SlotsId, Step};
use crate::engine::queueing::service::Service;
use crate::engine::steady::groups::Spread;
use crate::lists::Map;
use crate::model::scenario::{Edge, NodeId};

/// The demands of a network whose parts stand for what the legend says. Empty where its routes call each other in
/// circles.
pub fn aggregate(of: &queueing::Network, legend: &Legend) -> Network {
    let order = calls::callees_first(of).unwrap_or_default();
    let scopes = scopes(of);
    let mut scouting = Walk::new(of, legend, &scopes, Homes::default());
    scouting.classes(&order);
    let homes = scouting.found.homes();
    let mut walk = Walk::new(of, legend, &scopes, homes);
    walk.classes(&order);
    walk.vary();
    walk.network
}

/// Where in the walk we are.
#[derive(Clone, Copy, PartialEq)]
struct At {
    scope: ScopeId,
    /// Where some scope on the way was entered from elsewhere than its home: the scope that it was entered from. The
    /// time spent beyond is a delay there, and background where it is spent.
    visiting_from: Option<ScopeId>,
    /// The route that we are in; none in the class's own.
    route: Option<RouteId>,
    /// Whether nobody waits for what is done here, and the job that it belongs to.
    unwaited: Option<Option<JobId>>,
}

/// Where a job flow stands in [`Network::jobs`].
type JobId = usize;

/// Where everything belongs.
#[derive(Clone, Debug, Default)]
struct Homes {
    /// Of a scope: the earlier one that it is entered from most.
    scopes: Map<ScopeId, ScopeId>,
    /// Of a station: the scope that most of its work comes from.
    stations: Map<usize, ScopeId>,
}

/// What the first walk finds.
#[derive(Clone, Debug, Default)]
struct Found {
    entered: Map<(ScopeId, ScopeId), f64>,
    worked: Map<(usize, ScopeId), f64>,
}

impl Found {
    fn homes(&self) -> Homes {
        Homes {
            scopes: most(self.entered.iter().filter(|((scope, from), _)| from < scope)),
            stations: most(self.worked.iter()),
        }
    }
}

/// By the first of each pair, the second with the most; the earlier of equals.
fn most<'a>(pairs: impl Iterator<Item = (&'a (usize, usize), &'a f64)>) -> Map<usize, usize> {
    let mut best: Map<usize, (usize, f64)> = Map::new();
    for (&(of, from), &weight) in pairs {
        if best.get(&of).is_none_or(|(_, most)| weight > *most) {
            best.insert(of, (from, weight));
        }
    }
    Map::from_iter(best.into_iter().map(|(of, (from, _))| (of, from)))
}

struct Walk<'a> {
    of: &'a queueing::Network,
    legend: &'a Legend,
    /// Of each of the slots.
    scopes: &'a [ScopeId],
    homes: Homes,
    found: Found,
    network: Network,
    /// The class that is walked, and its path.
    class: usize,
    path: Path,
    /// Of each station: visits per request of the mix, their work and its square.
    work: Vec<(f64, f64, f64)>,
    /// Of each named route, how often we come to it from where.
    due: Vec<Vec<(At, f64)>>,
}

impl<'a> Walk<'a> {
    fn new(of: &'a queueing::Network, legend: &'a Legend, scopes: &'a [ScopeId], homes: Homes) -> Self {
        let root =
            Scope { resource: None, holders: Vec::new(), parent: None, entries: 1.0, delay_s: 0.0, refuses: false };
        let mut network = Network { scopes: vec![root], ..Network::default() };
        for id in ROOT + 1..=scopes.iter().copied().max().unwrap_or(ROOT) {
            let tier = scopes.iter().enumerate().filter(|(_, scope)| **scope == id);
            let held = tier.filter_map(|(slots, _)| Some((slots, legend.slots.get(slots)?, of.slots.get(slots)?)));
            let held: Vec<(SlotsId, &SlotsMeaning, &queueing::Slots)> = held.collect();
            let holder = |(id, meaning, slots): &(SlotsId, &SlotsMeaning, &queueing::Slots)| Holder {
                node: meaning.node,
                id: *id,
                slots: u64::from(slots.count),
                entries: 0.0,
            };
            network.scopes.push(Scope {
                resource: held.first().map(|(_, meaning, _)| meaning.resource),
                holders: held.iter().map(holder).collect(),
                parent: homes.scopes.get(&id).copied().or(Some(ROOT)),
                entries: 0.0,
                delay_s: 0.0,
                refuses: held.first().is_some_and(|(.., slots)| slots.waiting_limit == Some(0)),
            });
        }
        let stations = of.stations.iter().zip(&legend.stations).enumerate();
        network.stations = stations
            .map(|(id, (of, meaning))| Station {
                node: meaning.node,
                resource: meaning.resource,
                scope: homes.stations.get(&id).copied().unwrap_or(ROOT),
                instances: of.instances,
                spread: if of.balancer == Balancer::RoundRobin { Spread::RoundRobin } else { Spread::Random },
                servers: of.servers,
                scv: 1.0,
                in_turn: of.discipline == Discipline::Fifo,
                throttle: meaning.throttle,
                speed: meaning.speed,
                demand_s: 0.0,
                background_s: 0.0,
            })
            .collect();
        let due = vec![Vec::new(); of.routes.len()];
        let work = vec![(0.0, 0.0, 0.0); of.stations.len()];
        Self {
            of,
            legend,
            scopes,
            homes,
            found: Found::default(),
            network,
            class: 0,
            path: Path::new(0, 0.0),
            work,
            due,
        }
    }

    fn classes(&mut self, callees_first: &[RouteId]) {
        let network = self.of;
        for (id, class) in network.classes.iter().enumerate().filter(|(_, class)| class.share > 0.0) {
            self.class = id;
            self.path = Path::new(id, class.share);
            self.steps(&class.route, At { scope: ROOT, visiting_from: None, route: None, unwaited: None }, 1.0);
            for route in callees_first.iter().rev() {
                let due = self.due.get_mut(*route).map(std::mem::take).unwrap_or_default();
                let steps = network.routes.get(*route).map_or(&[][..], |named| &named.route);
                for (at, weight) in due {
                    self.steps(steps, At { route: Some(*route), ..at }, weight);
                }
            }
            self.per_job();
            self.path.ways = ways::of(network, id, self.scopes);
            self.path.pass_throttled();
            let path = std::mem::replace(&mut self.path, Path::new(0, 0.0));
            self.network.paths.push(path);
        }
    }

    /// How much the work of a visit varies at each station.
    fn vary(&mut self) {
        for (station, (count, sum, squares)) in self.network.stations.iter_mut().zip(&self.work) {
            if *count > 0.0 && *sum > 0.0 {
                station.scv = (squares * count / (sum * sum) - 1.0).max(0.0);
            }
        }
    }

    /// From sums over all jobs of a request of this class to one job.
    fn per_job(&mut self) {
        for flow in self.network.jobs.iter_mut().filter(|flow| flow.class == self.class && flow.per_request > 0.0) {
            flow.stations.values_mut().for_each(|seconds| *seconds /= flow.per_request);
            flow.delay_s /= flow.per_request;
        }
    }

    fn steps(&mut self, steps: &'a [Step], at: At, weight: f64) {
        for step in steps {
            match step {
                Step::Visit { station, times, service } => {
                    let Some(of) = self.of.stations.get(*station) else { continue };
                    let work = service.as_ref().unwrap_or_else(|| of.service_of(self.class));
                    self.visit(*station, weight * f64::from(*times), work, at);
                }
                Step::Call { route, times } => self.call(*route, weight * f64::from(*times), at),
                Step::Spawn(steps) => self.steps(steps, At { unwaited: Some(None), ..at }, weight),
                Step::Delay(delay) => self.delay(weight * delay.mean_s(), at),
                Step::Branch(ways) => {
                    ways.iter().for_each(|way| self.steps(&way.route, at, weight * way.probability));
                }
                Step::Repeat { probability, route } => self.steps(route, at, weight / (1.0 - probability)),
                Step::Hold { slots, route } => {
                    let inside = self.enter(*slots, weight, at);
                    self.steps(route, inside, weight);
                }
                Step::Fail => {}
            }
        }
    }

    fn call(&mut self, route: RouteId, weight: f64, at: At) {
        let unwaited = match self.legend.routes.get(route) {
            Some(meaning) => self.hop(*meaning, weight, at),
            None => at.unwaited,
        };
        let at = At { route: Some(route), unwaited, ..at };
        let Some(due) = self.due.get_mut(route) else { return };
        match due.iter_mut().find(|(known, _)| *known == at) {
            Some((_, sum)) => *sum += weight,
            None => due.push((at, weight)),
        }
    }

    /// Counts a question on its way; returns whether anyone waits for it.
    fn hop(&mut self, to: RouteMeaning, weight: f64, at: At) -> Option<Option<JobId>> {
        let legend = self.legend;
        let before = at.route.and_then(|route| legend.routes.get(route));
        let from = before.map_or(legend.users, |meaning| meaning.node);
        let by_users = at.route.is_none() || before.is_some_and(|meaning| meaning.names_only);
        let traffic = &mut self.path.traffic;
        let user_bytes = legend.classes.get(self.class).map_or((0.0, 0.0), |class| (class.out_bytes, class.sent_bytes));
        if from != to.node {
            let edge = Edge { from, to: to.node };
            *traffic.edges.or_default(edge) += weight;
            *traffic.exchanged_bytes.or_default(edge) += weight * exchanged_bytes(to.ask, user_bytes);
        }
        *traffic.asks.or_default((to.node, to.ask)) += weight;
        if let Some(class) = legend.classes.get(self.class) {
            if by_users && !to.names_only {
                *traffic.internet_bytes.or_default(to.node) += weight * class.out_bytes;
                *traffic.uploaded_bytes.or_default(to.node) += weight * class.sent_bytes;
            }
            if to.passes && !to.names_only {
                *traffic.processed_bytes.or_default(to.node) += weight * (class.out_bytes + class.sent_bytes);
            }
        }
        match at.unwaited {
            Some(None) if to.ask == Ask::RunJob => Some(Some(self.job(from, to.node, weight))),
            // Who is given messages one by one keeps them itself until it can take them.
            Some(None) if to.ask == Ask::Notify && to.node != legend.users => {
                Some(Some(self.job(to.node, to.node, weight)))
            }
            unwaited => unwaited,
        }
    }

    /// The flow of jobs of this class from a queue to who does them.
    #[inline(never)]
    fn job(&mut self, queue: NodeId, worker: NodeId, per_request: f64) -> JobId {
        let class = self.class;
        let same = |flow: &JobFlow| flow.queue == queue && flow.worker == worker && flow.class == class;
        let jobs = &mut self.network.jobs;
        let id = jobs.iter().position(same).unwrap_or(jobs.len());
        if id == jobs.len() {
            let (stations, held) = (Map::new(), kept(self.of, self.legend, queue, worker));
            let slots = held.iter().map(|held| held.count).min().unwrap_or(u64::MAX);
            jobs.push(JobFlow { queue, worker, class, per_request: 0.0, stations, slots, held, delay_s: 0.0 });
        }
        if let Some(flow) = jobs.get_mut(id) {
            flow.per_request += per_request;
        }
        id
    }

    fn visit(&mut self, id: usize, count: f64, work: &Service, at: At) {
        let seconds = work.mean_s();
        let Some(station) = self.network.stations.get_mut(id) else { return };
        let demand = self.path.share * count * seconds;
        if let Some((visits, sum, squares)) = self.work.get_mut(id) {
            *visits += self.path.share * count;
            *sum += demand;
            *squares += self.path.share * count * work.moment(2);
        }
        if station.throttle.is_some() {
            station.background_s += demand;
            return self.path.throttled.or_default(id).add(count, work);
        }
        if let Some(job) = at.unwaited {
            station.background_s += demand;
            self.path.unwaited.or_default(id).add(count, work);
            if let Some(flow) = job.and_then(|job| self.network.jobs.get_mut(job)) {
                *flow.stations.or_default(id) += count * seconds;
            }
            return;
        }
        self.path.visits.or_default(id).add(count, work);
        *self.found.worked.or_default((id, at.scope)) += demand;
        if at.visiting_from.is_none() && station.scope == at.scope {
            station.demand_s += demand;
            return;
        }
        station.background_s += demand;
        if let Some(scope) = self.network.scopes.get_mut(at.visiting_from.unwrap_or(at.scope)) {
            scope.delay_s += demand;
        }
    }

    fn delay(&mut self, seconds: f64, at: At) {
        if let Some(job) = at.unwaited {
            if let Some(flow) = job.and_then(|job| self.network.jobs.get_mut(job)) {
                flow.delay_s += seconds;
            }
            return;
        }
        self.path.delay_s += seconds;
        if let Some(scope) = self.network.scopes.get_mut(at.visiting_from.unwrap_or(at.scope)) {
            scope.delay_s += self.path.share * seconds;
        }
    }

    /// Enters the scope of some slots, where we are not in it yet.
    fn enter(&mut self, slots: SlotsId, weight: f64, at: At) -> At {
        if let Some(job) = at.unwaited {
            *self.path.unwaited_entries.or_default(slots) += weight;
            let count = self.of.slots.get(slots).map_or(u64::MAX, |slots| u64::from(slots.count));
            if let Some(flow) = job.and_then(|job| self.network.jobs.get_mut(job)) {
                flow.slots = flow.slots.min(count);
                if let Some(meaning) = self.legend.slots.get(slots) {
                    let held = HeldBy { node: meaning.node, resource: meaning.resource, count };
                    if !flow.held.contains(&held) {
                        flow.held.push(held);
                    }
                }
            }
            return at;
        }
        let Some(&scope) = self.scopes.get(slots).filter(|scope| **scope != at.scope) else { return at };
        let share = self.path.share * weight;
        *self.found.entered.or_default((scope, at.scope)) += share;
        *self.path.entries.or_default(scope) += weight;
        let away = self.homes.scopes.get(&scope).is_some_and(|home| *home != at.scope).then_some(at.scope);
        let visiting_from = at.visiting_from.or(away);
        if let Some(entered) = self.network.scopes.get_mut(scope) {
            if visiting_from.is_none() {
                entered.entries += share;
            }
            if let Some(holder) = entered.holders.iter_mut().find(|holder| holder.id == slots) {
                holder.entries += share;
            }
        }
        At { scope, visiting_from, ..at }
    }
}
