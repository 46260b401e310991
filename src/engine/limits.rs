//! Limits (design §3.6): the users at which the demanded rate × the demand per request equals a resource's capacity.
//! For slots held while waiting, the demand is the holding time solved at that limit.

use super::network::{HeldBy, Holder, Network, ROOT, ScopeId};
use super::report::Limit;
use super::root::Bracket;
use super::steady::Solver;
use crate::catalogue::spec::Resource;
use crate::model::scenario::NodeId;
use crate::model::workload::Workload;

/// Precision of a slot limit, relative.
const PRECISION: f64 = 1e-6;

/// Every limit of a network, smallest first. Resources without demand have none.
pub fn all(solver: &Solver, workload: &Workload) -> Vec<Limit> {
    let rps_per_user = workload.demanded_rps(1.0);
    if rps_per_user <= 0.0 {
        return Vec::new();
    }
    let network = solver.network();
    let mut limits = station_limits(network, rps_per_user);
    for (scope, inside) in network.scopes.iter().enumerate().skip(ROOT + 1) {
        let (Some(resource), true) = (inside.resource, inside.entries > 0.0) else { continue };
        for holder in inside.holders.iter().filter(|holder| holder.entries > 0.0) {
            if let Some(users) = slot_limit(solver, workload, scope, holder) {
                limits.push(Limit { node: holder.node, resource, users });
            }
        }
    }
    for limit in job_limits(network, rps_per_user) {
        if !limits.iter().any(|known| known.node == limit.node && known.resource == limit.resource) {
            limits.push(limit);
        }
    }
    crate::lists::sort(&mut limits, |one, other| one.users < other.users);
    limits
}

/// Limits that only jobs hold: as many as come in the time that one is worked on. Each queue has batches of its own.
fn job_limits(network: &Network, rps_per_user: f64) -> Vec<Limit> {
    let mut needs: Vec<(HeldBy, Option<NodeId>, f64)> = Vec::new();
    for flow in &network.jobs {
        let share = network.paths.iter().find(|path| path.class == flow.class).map_or(0.0, |path| path.share);
        let held = share * flow.per_request * flow.work_s() * rps_per_user;
        for limit in &flow.held {
            let queue = (limit.resource == Resource::Batches).then_some(flow.queue);
            match needs.iter_mut().find(|(known, of, _)| known == limit && *of == queue) {
                Some((.., sum)) => *sum += held,
                None => needs.push((*limit, queue, held)),
            }
        }
    }
    let limit = |(held, _, sum): (HeldBy, Option<NodeId>, f64)| Limit {
        node: held.node,
        resource: held.resource,
        users: held.count as f64 / sum,
    };
    needs.into_iter().filter(|(.., sum)| *sum > 0.0).map(limit).collect()
}

fn station_limits(network: &Network, rps_per_user: f64) -> Vec<Limit> {
    let with_demand = network.stations.iter().filter(|station| station.total_demand_s() > 0.0);
    with_demand
        .map(|station| Limit {
            node: station.node,
            resource: station.resource,
            users: station.capacity() / (station.total_demand_s() * rps_per_user),
        })
        .collect()
}

/// Finds the users at which demanded rate × holding time = slots. The product rises with users, from its value for one
/// user up; above the top of the search it is taken as having no limit.
fn slot_limit(solver: &Solver, workload: &Workload, scope: ScopeId, holder: &Holder) -> Option<f64> {
    let rps_per_user = workload.demanded_rps(1.0);
    let slots = holder.slots as f64;
    let entries: f64 = solver.network().scopes.get(scope)?.holders.iter().map(|holder| holder.entries).sum();
    let share = holder.entries / entries;
    // In logarithms the product is close to a straight line, so false position is fast.
    let excess = |users: f64| {
        let solution = solver.solve_active(workload.active_users(users));
        let held = solver.holding_s(&solution, scope) * share;
        libm::log(users * rps_per_user * held / slots)
    };
    let light = solver.holding_s(&solver.solve_active(workload.active_users(1e-3)), scope) * share;
    if light <= 0.0 {
        return None;
    }
    // Holding times only grow with users: the limit is at most what the lightest load would give, and at least what the
    // holding time there would give.
    let high = libm::log(slots / (rps_per_user * light)) + 1e-6;
    let above = excess(libm::exp(high));
    let low = high - above.max(0.0);
    let below = excess(libm::exp(low));
    if below > -PRECISION {
        return Some(libm::exp(low));
    }
    let mut between = Bracket::new((low, below), (high, above));
    while !between.is_narrow(PRECISION) {
        let at = between.next();
        between.narrow(at, excess(libm::exp(at)));
    }
    Some(libm::exp(between.low()))
}
