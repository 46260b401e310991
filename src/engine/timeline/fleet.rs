//! Fleets: stations whose instances belong together, as processor, disk and network of one machine do. A request that
//! comes to one of them is on one machine, and finds the machine's own instance at each of the fleet's stations.

use super::request::HOMES;
use super::simulation::Simulation;
use crate::engine::queueing::network::Balancer;

/// No fleet.
pub(super) const NO_FLEET: u16 = u16::MAX;

/// A fleet.
#[derive(Clone, Debug)]
pub(super) struct Fleet {
    balancer: Balancer,
    stream: u32,
    turn: u32,
    /// Machines that get requests.
    routed: Vec<u16>,
    /// Of every machine that there ever was: its instance at each of the stations.
    places: Vec<Vec<u32>>,
}

impl Fleet {
    /// Machines that get requests.
    pub(super) fn routed(&self) -> &[u16] {
        &self.routed
    }

    /// A machine's instances, in the order of the fleet's stations.
    pub(super) fn places(&self, machine: u16) -> &[u32] {
        self.places.get(usize::from(machine)).map_or(&[], Vec::as_slice)
    }
}

impl Simulation {
    /// Makes one fleet of some stations with as many instances each; machines are numbered as the instances are.
    pub(super) fn make_fleet(&mut self, stations: &[usize]) -> u16 {
        let id = self.fleets.len() as u16;
        let all: Vec<Vec<u32>> = stations.iter().map(|station| self.places_of(*station)).collect();
        let machines = all.iter().map(Vec::len).min().unwrap_or(0);
        let first = stations.first().and_then(|station| self.stations.get(*station));
        self.fleets.push(Fleet {
            balancer: first.map_or(Balancer::Random, |at| at.balancer),
            stream: first.map_or(0, |at| at.balance_stream),
            turn: 0,
            routed: (0..machines as u16).collect(),
            places: (0..machines)
                .map(|machine| all.iter().filter_map(|at| at.get(machine)).copied().collect())
                .collect(),
        });
        for (place, station) in (0..).zip(stations) {
            if let Some(at) = self.stations.get_mut(*station) {
                at.fleet = (id, place);
            }
        }
        id
    }

    /// A new machine with such instances gets requests; its number, none where there are too many.
    pub(super) fn put_machine(&mut self, fleet: u16, stations: &[usize], servers: &[u32]) -> Option<u16> {
        let machine = u16::try_from(self.fleets.get(usize::from(fleet))?.places.len()).ok()?;
        let each = stations.iter().zip(servers);
        let places = each.filter_map(|(station, servers)| self.put_instance(*station, *servers)).collect();
        let of = self.fleets.get_mut(usize::from(fleet))?;
        of.places.push(places);
        of.routed.push(machine);
        Some(machine)
    }

    /// Nothing new comes to a machine.
    pub(super) fn unroute_machine(&mut self, fleet: u16, machine: u16) {
        if let Some(of) = self.fleets.get_mut(usize::from(fleet)) {
            of.routed.retain(|routed| *routed != machine);
        }
    }

    /// A machine gets requests again.
    pub(super) fn route_machine(&mut self, fleet: u16, machine: u16) {
        if let Some(of) = self.fleets.get_mut(usize::from(fleet))
            && !of.routed.contains(&machine)
        {
            of.routed.push(machine);
        }
    }

    /// A machine's instances, in the order of the fleet's stations.
    pub(super) fn places_of_machine(&self, fleet: u16, machine: u16) -> Vec<u32> {
        let of = self.fleets.get(usize::from(fleet));
        of.map_or_else(Vec::new, |of| of.places(machine).to_vec())
    }

    /// The instance of a fleet's station on the machine that a request is on; it is put on one where it is on none.
    pub(super) fn instance_in_fleet(&mut self, id: u32, fleet: u16, place: u16) -> Option<u32> {
        let of = self.fleets.get_mut(usize::from(fleet))?;
        let homes = &mut self.requests[id].homes;
        let known = homes.iter().find(|(of, _)| *of == fleet).map(|(_, machine)| *machine);
        let machine = match known {
            Some(machine) => machine,
            None => {
                let count = of.routed.len() as u32;
                let turn = match of.balancer {
                    _ if count == 0 => return None,
                    Balancer::Random => self.draws.below(of.stream, count),
                    Balancer::SharedQueue | Balancer::RoundRobin | Balancer::LeastOutstanding => of.turn % count,
                };
                of.turn = turn + 1;
                let machine = of.routed.get(turn as usize).copied()?;
                homes.rotate_right(1);
                homes[0] = (fleet, machine);
                machine
            }
        };
        of.places.get(usize::from(machine)).and_then(|places| places.get(usize::from(place))).copied()
    }

    /// Whether a request is on a machine.
    pub(super) fn is_on(&self, id: u32, fleet: u16, machine: u16) -> bool {
        self.requests[id].homes.contains(&(fleet, machine))
    }
}

/// On no machine.
pub(super) const NOWHERE: [(u16, u16); HOMES] = [(NO_FLEET, 0); HOMES];
