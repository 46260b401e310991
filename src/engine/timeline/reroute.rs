//! Other routes for the requests that begin from a time on; those under way stay on the routes on which they began.

use std::sync::Arc;

use super::simulation::Simulation;
use crate::engine::queueing::network::{Network, Step, Way};

/// Keeps the random numbers of later routes apart from those of the first.
const APART: u64 = 0x9e37_79b9_7f4a_7c15;

impl Simulation {
    /// Requests that begin from here on go by the routes of another network, whose stations and slots are those of this
    /// one by name. Gives how many named routes stand before its own; none, and nothing is changed, where it has a part
    /// that this one does not have.
    pub(super) fn reroute(&mut self, other: &Network) -> Option<usize> {
        let names = Names::of(&self.network, other)?;
        let mut network = other.clone();
        for class in &mut network.classes {
            names.put_into(&mut class.route);
        }
        for named in &mut network.routes {
            names.put_into(&mut named.route);
        }
        let before = self.program.routes.len();
        let seed = self.seed.wrapping_add((before as u64).wrapping_mul(APART));
        let program = std::mem::take(Arc::make_mut(&mut self.program));
        self.program = Arc::new(program.with(&network, seed, &mut self.draws.streams));
        Some(before)
    }

    /// Visits that have come to a station so far.
    pub(super) fn came_to(&self, station: usize) -> u64 {
        self.stations.get(station).map_or(0, |at| at.counts.came)
    }
}

/// Where the parts of another network stand in this one.
struct Names<'a> {
    other: &'a Network,
    stations: Vec<usize>,
    slots: Vec<usize>,
}

impl<'a> Names<'a> {
    fn of(this: &Network, other: &'a Network) -> Option<Self> {
        if this.classes.len() != other.classes.len() {
            return None;
        }
        let station = |name: &str| this.stations.iter().position(|station| station.name == name);
        let slots = |name: &str| this.slots.iter().position(|slots| slots.name == name);
        Some(Self {
            other,
            stations: other.stations.iter().map(|of| station(&of.name)).collect::<Option<_>>()?,
            slots: other.slots.iter().map(|of| slots(&of.name)).collect::<Option<_>>()?,
        })
    }

    fn put_into(&self, route: &mut [Step]) {
        for step in route {
            match step {
                Step::Visit { station, service, .. } => {
                    // What is usual at a station is so in its own network only.
                    if service.is_none() {
                        *service = self.other.stations.get(*station).map(|of| of.service.clone());
                    }
                    *station = self.stations.get(*station).copied().unwrap_or(*station);
                }
                Step::Hold { slots, route } => {
                    *slots = self.slots.get(*slots).copied().unwrap_or(*slots);
                    self.put_into(route);
                }
                Step::Branch(ways) => ways.iter_mut().for_each(|Way { route, .. }| self.put_into(route)),
                Step::Repeat { route, .. } | Step::Spawn(route) => self.put_into(route),
                Step::Call { .. } | Step::Delay(_) | Step::Fail => {}
            }
        }
    }
}
