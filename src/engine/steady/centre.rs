//! A centre of the outermost scope: one station, or one scope with all that is nested in it.

use std::ops::Range;
use std::rc::Rc;

use super::luck::Luck;
use super::profile::Profile;
use crate::engine::network::{Network, Path, ScopeId, StationId, Visit, Way};
use crate::lists::Map;

/// What a column of a profile counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// Requests in a fixed delay of a scope.
    Delay(ScopeId),
    /// Requests at a station, background work included.
    Station(StationId),
    /// Requests waiting to enter a scope.
    Waiting(ScopeId),
}

/// A fleet: several equal queues of which a request goes to one.
pub(super) struct Fleet {
    /// The column that counts those at all of its queues.
    pub(super) column: usize,
    /// The columns that count those in its scope.
    pub(super) inside: Range<usize>,
    /// How full the one is.
    pub(super) luck: Luck,
}

impl Fleet {
    /// The same with its columns so many places further on.
    pub(super) fn moved(self, places: usize) -> Self {
        let inside = self.inside.start + places..self.inside.end + places;
        Self { column: self.column + places, inside, ..self }
    }
}

/// A centre with its profile.
pub(super) struct Centred {
    /// Its speed, in user requests of the whole mix a second.
    pub(super) profile: Rc<Profile>,
    /// What the profile's columns count; the first names the centre.
    pub(super) columns: Vec<Column>,
    /// Its stations of several queues.
    pub(super) fleets: Vec<Fleet>,
    /// Share of all user requests that come here.
    pub(super) share: f64,
    /// Whether background work goes through it.
    pub(super) has_background: bool,
    /// The most requests that can be here, where who comes then is refused.
    pub(super) most: Option<u64>,
}

impl Centred {
    pub(super) fn new(network: &Network, profile: Profile, columns: Vec<Column>, fleets: Vec<Fleet>) -> Self {
        let has_background = has_background(network, &columns);
        let mut made = Self { profile: Rc::new(profile), columns, fleets, share: 1.0, has_background, most: None };
        let share: f64 = network.paths.iter().map(|path| path.share * made.comes(path)).sum();
        made.share = if share > 0.0 { share.min(1.0) } else { 1.0 };
        made
    }

    /// Share of a class's requests that come here.
    pub(super) fn comes(&self, path: &Path) -> f64 {
        self.share(&path.visits, &path.entries)
    }

    /// Share of the requests that go a way that come here.
    pub(super) fn comes_on(&self, way: &Way) -> f64 {
        self.share(&way.visits, &way.entries)
    }

    fn share(&self, visits: &Map<StationId, Visit>, entries: &Map<ScopeId, f64>) -> f64 {
        let times = match self.columns.first() {
            Some(Column::Station(station)) => visits.get(station).map_or(0.0, |visit| visit.count),
            Some(Column::Waiting(scope)) => entries.get(scope).copied().unwrap_or(0.0),
            Some(Column::Delay(_)) | None => 0.0,
        };
        times.min(1.0)
    }

    /// By column, the share of the time there that no user waits for, when `rates` requests a second get through. On a
    /// shared processor background work that keeps it busy a share ρ of the time slows users down to 1 − ρ (BCMP, open
    /// beside closed classes); the profile has it slow them down as if they waited for all of it.
    pub(super) fn unwaited(&self, network: &Network, rates: &[f64]) -> Vec<f64> {
        let share = |(column, rate): (&Column, &f64)| {
            let Column::Station(id) = column else { return 0.0 };
            let Some(station) = network.stations.get(*id) else { return 0.0 };
            let background = station.background_s;
            // Where each has processors of its own, nobody is slowed by others.
            let scope = network.scopes.get(station.scope);
            let own = scope.is_some_and(|scope| {
                scope.refuses && scope.limit().is_some_and(|limit| limit as f64 <= station.capacity())
            });
            let free = if own { 1.0 } else { 1.0 - rate * background / station.capacity() };
            if background <= 0.0 || free <= 0.0 {
                return 0.0;
            }
            (1.0 - station.demand_s / (station.total_demand_s() * free)).max(0.0)
        };
        self.columns.iter().zip(rates).map(share).collect()
    }

    /// Brings the rates of each column closer to a newly found one. Where the station is nearly idle the new one is
    /// right; where it is the bottleneck the step is that of Newton's method there.
    pub(super) fn approach(&self, network: &Network, rates: &mut [f64], found: f64) {
        for (rate, column) in rates.iter_mut().zip(&self.columns) {
            let Column::Station(id) = column else { continue };
            let Some(station) = network.stations.get(*id) else { continue };
            let waited = station.demand_s / station.total_demand_s();
            let busy = (found * station.total_demand_s() / station.capacity()).min(1.0);
            *rate += (1.0 - busy * busy * (1.0 - waited)) * (found - *rate);
        }
    }
}

fn has_background(network: &Network, columns: &[Column]) -> bool {
    columns.iter().any(|column| match column {
        Column::Station(id) => network.stations.get(*id).is_some_and(|station| station.background_s > 0.0),
        Column::Delay(_) | Column::Waiting(_) => false,
    })
}
