//! Limits: the load at which what is demanded of a station equals what it can do, each by itself, without losses and
//! retries (the meaning that docs/model.md gives the limits of drawings).

use super::flows::Flows;
use super::state::{Parts, service_seen};
use crate::engine::queueing::network::{Network, Workload};

/// Where a station is asked for as much as it has.
#[derive(Clone, Debug, PartialEq)]
pub struct StationLimit {
    /// The station's name.
    pub station: String,
    /// Users, or requests a second where arrivals are open.
    pub load: f64,
}

/// Every station's limit, smallest first. Those that nobody comes to have none; closed users who do not think demand
/// without end.
pub(super) fn all(network: &Network) -> Vec<StationLimit> {
    let per_user = match network.workload {
        Workload::Open(_) => 1.0,
        Workload::Closed { think_s, .. } => 1.0 / think_s,
    };
    let shares: Vec<f64> = network.classes.iter().map(|class| class.share * per_user).collect();
    let flows = Flows::of(network, &shares, &Parts::empty(network));
    let limit = |(id, station): (usize, &crate::engine::queueing::network::Station)| {
        let servers = station.efficiency.capacity(f64::from(station.servers)) * f64::from(station.instances);
        let load = servers / (flows.visits_to(id) * service_seen(&flows, id).mean_s());
        (load.is_finite() && load > 0.0).then(|| StationLimit { station: station.name.clone(), load })
    };
    let mut limits: Vec<StationLimit> = network.stations.iter().enumerate().filter_map(limit).collect();
    crate::lists::sort(&mut limits, |one, other| one.load < other.load);
    limits
}
