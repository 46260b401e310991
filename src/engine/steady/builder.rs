//! The profiles of a network: what stands in the outermost scope as a list of centres, what is nested as aggregates.

use crate::lists::Map;
use std::rc::Rc;

use super::centre::{Centred, Column, Fleet};
use super::groups::{self, Spread};
use super::luck::Luck;
use super::profile::{Centre, Profile};
use crate::engine::network::{Network, ROOT, ScopeId, Station};

/// The centres of the outermost scope, for so many requests at most.
pub(super) fn centres(network: &Network, most: u64) -> Vec<Centred> {
    Builder { network, groups: Map::new() }.centres(most)
}

/// A nested scope as one centre.
struct Child {
    centre: Centre,
    /// What its columns count: those waiting to enter it, then those inside.
    columns: Vec<Column>,
    fleets: Vec<Fleet>,
}

struct Builder<'a> {
    network: &'a Network,
    groups: Map<(Spread, u32, u32, u64, u64), Rc<Profile>>,
}

impl Builder<'_> {
    /// The centres of the outermost scope.
    fn centres(mut self, most: u64) -> Vec<Centred> {
        let network = self.network;
        let mut found = Vec::new();
        for (id, station) in network.stations.iter().enumerate() {
            if station.scope == ROOT && station.demand_s > 0.0 {
                let profile = Profile::of(&[self.station(station, most)], most);
                let fleets = fleets(network, &profile, &[Column::Station(id)], 0);
                found.push(Centred::new(network, profile, vec![Column::Station(id)], fleets));
            }
        }
        for (id, _) in network.scopes.iter().enumerate().filter(|(_, child)| child.parent == Some(ROOT)) {
            let Child { centre, columns, fleets } = self.child(id, most);
            let profile = Profile::of(&[centre], most);
            if !profile.is_empty() {
                let refuses = network.scopes.get(id).filter(|scope| scope.refuses);
                let most = refuses.and_then(|scope| scope.limit()).map(|limit| limit.max(1));
                found.push(Centred { most, ..Centred::new(network, profile, columns, fleets) });
            }
        }
        found
    }

    /// A nested scope as one centre.
    fn child(&mut self, scope: ScopeId, most: u64) -> Child {
        let network = self.network;
        let limit = network.scopes.get(scope).and_then(|scope| scope.limit()).unwrap_or(u64::MAX).max(1);
        let largest = limit.min(most);
        let delay_s = network.scopes.get(scope).map_or(0.0, |scope| scope.delay_s);
        let mut centres = vec![Centre::Delay(delay_s)];
        let mut columns = vec![Column::Waiting(scope), Column::Delay(scope)];
        let mut nested = Vec::new();
        for (id, station) in network.stations.iter().enumerate() {
            if station.scope == scope && station.demand_s > 0.0 {
                centres.push(self.station(station, largest));
                columns.push(Column::Station(id));
            }
        }
        let stations = columns.len();
        // Those that refuse come last: how often they are asked when full is up to all the others.
        let inner = |refuses: bool| {
            let all = network.scopes.iter().enumerate();
            all.filter(move |(_, child)| child.parent == Some(scope) && child.refuses == refuses).map(|(id, _)| id)
        };
        for id in inner(false).chain(inner(true)) {
            let child = self.child(id, largest);
            nested.extend(child.fleets.into_iter().map(|fleet| fleet.moved(columns.len())));
            centres.push(child.centre);
            columns.extend(child.columns);
        }
        let profile = Profile::of(&centres, largest);
        let mut fleets = fleets(network, &profile, columns.get(1..stations).unwrap_or_default(), 1);
        fleets.extend(nested);
        let refuses = network.scopes.get(scope).is_some_and(|scope| scope.refuses);
        Child { centre: Centre::Aggregate { profile, limit: limit as f64, refuses }, columns, fleets }
    }

    fn station(&mut self, station: &Station, largest: u64) -> Centre {
        let demand_s = station.total_demand_s();
        if station.instances == 1 {
            return Centre::Queue { servers: f64::from(station.servers), demand_s };
        }
        self.group(station, largest, demand_s)
    }

    /// A station of several instances. The first screen has none (docs/decisions/0005).
    #[inline(never)]
    fn group(&mut self, station: &Station, largest: u64, demand_s: f64) -> Centre {
        let (spread, instances, servers) = (station.spread, station.instances, station.servers);
        // At random it does not matter how much the work varies.
        let scv = if spread == Spread::Random { 1.0 } else { station.scv };
        let made = || Rc::new(groups::profile(spread, instances, servers, largest, scv));
        let unit = Rc::clone(self.groups.or_insert_with((spread, instances, servers, largest, scv.to_bits()), made));
        Centre::Group { unit, demand_s }
    }
}

/// The fleets among the first columns of a scope's profile; the profile's own stand so many places further on in those
/// of the centre.
fn fleets(network: &Network, inside: &Profile, columns: &[Column], further: usize) -> Vec<Fleet> {
    let fleet = |(place, column): (usize, &Column)| {
        let Column::Station(id) = *column else { return None };
        let station = network.stations.get(id).filter(|station| station.instances > 1)?;
        Some(Fleet {
            column: place + further,
            inside: further..further + inside.columns(),
            luck: Luck::new(inside, place, (station.instances, station.servers), station.total_demand_s()),
        })
    };
    columns.iter().enumerate().filter_map(fleet).collect()
}
