//! The solved parts of a network at one point of the rounds.

use super::flows::Flows;
use super::layout::{Home, Layout, mixture};
use super::series::Series;
use super::slots::{Group, Held};
use super::station::{Law, Solved};
use super::wait::Wait;
use crate::engine::queueing::complex::{Complex, Line};
use crate::engine::queueing::network::{Network, SlotsId, StationId, Step};
use crate::engine::queueing::service::Service;

/// Solved stations and slots.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Parts {
    pub(super) stations: Vec<Solved>,
    pub(super) slots: Vec<Held>,
    /// Rate and service for which an open station was solved last.
    pub(super) asked: Vec<Option<(f64, Service)>>,
    nobody: (Solved, Held),
}

/// The services that a station sees, weighted by the visits.
pub(super) fn service_seen(flows: &Flows<'_>, station: StationId) -> Service {
    let visits = flows.visits.get(station).map_or(&[][..], Vec::as_slice);
    let coming = visits.iter().filter(|(weight, _)| *weight > 0.0);
    mixture(coming.map(|(weight, service)| (*weight, (*service).clone())).collect())
}

impl Parts {
    /// Nobody is anywhere.
    pub(super) fn empty(network: &Network) -> Self {
        Self {
            stations: vec![Solved::empty(); network.stations.len()],
            slots: vec![Held::empty(); network.slots.len()],
            asked: vec![None; network.stations.len()],
            nobody: (Solved::empty(), Held::empty()),
        }
    }

    pub(super) fn station(&self, id: StationId) -> &Solved {
        self.stations.get(id).unwrap_or(&self.nobody.0)
    }

    pub(super) fn slots(&self, id: SlotsId) -> &Held {
        self.slots.get(id).unwrap_or(&self.nobody.1)
    }

    /// The solved stations inside slots follow from the slots.
    pub(super) fn fill_inside(&mut self, network: &Network, layout: &Layout, flows: &Flows<'_>) {
        for (id, station) in network.stations.iter().enumerate() {
            let Some(Home::Inside(slots)) = layout.stations.get(id).copied() else { continue };
            let held = self.slots(slots);
            let number = held.inside.iter().find(|(of, _)| *of == id).map_or(0.0, |(_, number)| *number);
            let offered = flows.visits_to(id);
            let busy = offered * service_seen(flows, id).mean_s();
            let servers = f64::from(station.servers) * f64::from(station.instances);
            if let Some(solved) = self.stations.get_mut(id) {
                *solved = Solved {
                    offered,
                    utilisation: (busy / servers).min(1.0),
                    number,
                    waiting: (number - busy).max(0.0),
                    ..Solved::empty()
                };
            }
        }
    }
}

/// A class on its way through solved parts.
#[derive(Clone, Copy)]
pub(super) struct Way<'a> {
    pub(super) network: &'a Network,
    pub(super) parts: &'a Parts,
    pub(super) class: usize,
}

impl<'a> Way<'a> {
    /// E(e^(−sT); the route is gone through).
    pub(super) fn transform(&self, route: &[Step], s: Complex, met: Option<&Group>) -> Complex {
        route.iter().fold(Complex::ONE, |product, step| product * self.step(step, s, met))
    }

    pub(super) fn step(&self, step: &Step, s: Complex, met: Option<&Group>) -> Complex {
        match step {
            Step::Visit { station, times, service } => {
                let Some(service) = self.work(*station, service) else { return Complex::ZERO };
                let once = match met {
                    Some(group) => group.law(*station).map_or(Complex::ONE, |law| law.transform(s, service)),
                    None => {
                        let solved = self.parts.station(*station);
                        solved.law.transform(s, service) * solved.passes()
                    }
                };
                if *times == 1 { once } else { once.powu(*times) }
            }
            Step::Delay(delay) => delay.transform(s),
            Step::Branch(ways) => {
                ways.iter().fold(Complex::ZERO, |sum, way| sum + self.transform(&way.route, s, met) * way.probability)
            }
            Step::Repeat { probability, route } => {
                let once = self.transform(route, s, met);
                once * (1.0 - probability) / (Complex::ONE - once * *probability)
            }
            Step::Hold { slots, route } => {
                let held = self.parts.slots(*slots);
                let through = held.groups.iter().fold(Complex::ZERO, |sum, group| {
                    sum + group.wait.transform(s) * self.transform(route, s, Some(group)) * group.weight
                });
                through * held.passes()
            }
            // Nobody waits for what is spawned; calls were written out before.
            Step::Spawn(_) | Step::Call { .. } => Complex::ONE,
            Step::Fail => Complex::ZERO,
        }
    }

    /// Multiplies values on a line by a step's transform there.
    pub(super) fn along(&self, step: &Step, line: Line, product: &mut [Complex]) {
        match step {
            Step::Visit { station, times: 1, service } => {
                let Some(service) = self.work(*station, service) else { return };
                let solved = self.parts.station(*station);
                product.iter_mut().for_each(|value| *value = *value * solved.passes());
                solved.law.along(line, service, product);
            }
            Step::Delay(delay) => delay.along(line, product),
            _ => line.multiply(product, |s| self.step(step, s, None)),
        }
    }

    /// The first moments of the same.
    pub(super) fn series(&self, route: &[Step], met: Option<&Group>) -> Series {
        route.iter().fold(Series::ONE, |product, step| product * self.step_series(step, met))
    }

    pub(super) fn step_series(&self, step: &Step, met: Option<&Group>) -> Series {
        match step {
            Step::Visit { station, times, service } => {
                let Some(service) = self.work(*station, service) else { return Series::NEVER };
                let once = match met {
                    Some(group) => group.law(*station).map_or(Series::ONE, |law| law.series(service)),
                    None => {
                        let solved = self.parts.station(*station);
                        solved.law.series(service).scaled(solved.passes())
                    }
                };
                once.times(*times)
            }
            Step::Delay(delay) => Series::of(delay, 1.0),
            Step::Branch(ways) => ways
                .iter()
                .map(|way| self.series(&way.route, met).scaled(way.probability))
                .fold(Series::NEVER, std::ops::Add::add),
            Step::Repeat { probability, route } => self.series(route, met).repeated(*probability),
            Step::Hold { slots, route } => {
                let held = self.parts.slots(*slots);
                let through = held
                    .groups
                    .iter()
                    .map(|group| (group.wait.series() * self.series(route, Some(group))).scaled(group.weight));
                through.fold(Series::NEVER, std::ops::Add::add).scaled(held.passes())
            }
            Step::Spawn(_) | Step::Call { .. } => Series::ONE,
            Step::Fail => Series::NEVER,
        }
    }

    /// The work of a visit: its own, or what the station has for the class.
    fn work<'s>(&self, station: StationId, own: &'s Option<Service>) -> Option<&'s Service>
    where
        'a: 's,
    {
        own.as_ref().or_else(|| Some(self.network.stations.get(station)?.service_of(self.class)))
    }

    /// The wait alone where a step's time is a wait and a service that is always the same.
    pub(super) fn wait_and_fixed(&self, step: &Step) -> Option<(&'a Wait, f64, f64)> {
        let Step::Visit { station, times: 1, service } = step else { return None };
        let service = self.work(*station, service)?;
        let solved = self.parts.stations.get(*station)?;
        match &solved.law {
            Law::Queue(wait, stretch) => Some((wait, service.fixed_s()? * stretch, solved.passes())),
            Law::Shared(_) => None,
        }
    }
}
