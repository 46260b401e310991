//! Where the parts of a network stand: outside all slots or inside which, and what goes together.

use super::station;
use super::why::{Unsolvable, Why};
use crate::engine::queueing::network::{Abandoned, Balancer, Discipline, Network, SlotsId, StationId, Step, Workload};
use crate::engine::queueing::service::Service;

/// Where something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Home {
    /// No request comes there.
    Nowhere,
    /// Outside all slots.
    Outside,
    /// Right inside these slots.
    Inside(SlotsId),
}

/// Where every part stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Layout {
    /// Of each station.
    pub(super) stations: Vec<Home>,
    /// Of each of the slots.
    pub(super) slots: Vec<Home>,
}

impl Layout {
    /// Lays a network out.
    ///
    /// # Errors
    ///
    /// What the steady engine cannot solve.
    pub(super) fn of(network: &Network) -> Result<Self, Unsolvable> {
        steady_only(network)?;
        let mut made = Self {
            stations: vec![Home::Nowhere; network.stations.len()],
            slots: vec![Home::Nowhere; network.slots.len()],
        };
        for class in &network.classes {
            made.route(network, &class.route, Home::Outside)?;
        }
        made.check(network)?;
        Ok(made)
    }

    fn route(&mut self, network: &Network, route: &[Step], at: Home) -> Result<(), Unsolvable> {
        for step in route {
            match step {
                Step::Visit { station, .. } => {
                    put(&mut self.stations, *station, at).map_err(|()| Unsolvable {
                        place: station_place(network, *station),
                        why: Why::InsideAndOutside,
                    })?;
                }
                Step::Hold { slots, route } => {
                    put(&mut self.slots, *slots, at)
                        .map_err(|()| Unsolvable { place: slots_place(network, *slots), why: Why::InsideAndOutside })?;
                    self.route(network, route, Home::Inside(*slots))?;
                }
                Step::Branch(ways) => {
                    for way in ways {
                        self.route(network, &way.route, at)?;
                    }
                }
                Step::Repeat { route, .. } => self.route(network, route, at)?,
                Step::Spawn(route) => self.route(network, route, Home::Outside)?,
                Step::Delay(_) | Step::Call { .. } | Step::Fail => {}
            }
        }
        Ok(())
    }

    fn check(&self, network: &Network) -> Result<(), Unsolvable> {
        let is_closed = matches!(network.workload, Workload::Closed { .. });
        for (id, (station, home)) in network.stations.iter().zip(&self.stations).enumerate() {
            let place = || station_place(network, id);
            let service = plain_mixture(network, id);
            match home {
                Home::Nowhere => {}
                Home::Outside => {
                    station::check(station, &service, is_closed).map_err(|why| Unsolvable { place: place(), why })?;
                }
                Home::Inside(_) => {
                    let spread =
                        station.instances > 1 && !matches!(station.balancer, Balancer::Random | Balancer::SharedQueue);
                    let general = station.discipline == Discipline::Fifo && !service.is_exponential();
                    let limited = station.limit.is_some() || station.patience.is_some();
                    if spread || general || limited || !station.efficiency.is_full() {
                        return Err(Unsolvable { place: place(), why: Why::InsideSlots });
                    }
                }
            }
        }
        self.check_slots(network)
    }

    fn check_slots(&self, network: &Network) -> Result<(), Unsolvable> {
        for (id, (slots, home)) in network.slots.iter().zip(&self.slots).enumerate() {
            let is_inside = matches!(home, Home::Inside(_));
            let fixed = matches!(slots.patience, Some(crate::engine::queueing::network::Patience::Fixed(_)));
            let why = match () {
                () if is_inside => Why::InsideSlots,
                () if fixed => Why::FixedPatience,
                () => continue,
            };
            return Err(Unsolvable { place: slots_place(network, id), why });
        }
        Ok(())
    }
}

fn put(homes: &mut [Home], id: usize, at: Home) -> Result<(), ()> {
    match homes.get_mut(id) {
        Some(home) if *home == Home::Nowhere => *home = at,
        Some(home) if *home == at => {}
        _ => return Err(()),
    }
    Ok(())
}

/// A station's services with equal weights: enough to see whether they are all the same exponential.
fn plain_mixture(network: &Network, station: StationId) -> Service {
    mixture(services(network, station).into_iter().map(|service| (1.0, service.clone())).collect())
}

/// What a station is visited for by classes with a share; named routes count for each of them.
pub(super) fn services(network: &Network, station: StationId) -> Vec<&Service> {
    let mut found = Vec::new();
    for (id, class) in network.classes.iter().enumerate().filter(|(_, class)| class.share > 0.0) {
        let Some(of) = network.stations.get(station) else { continue };
        let named = network.routes.iter().map(|named| named.route.as_slice());
        for route in named.chain([class.route.as_slice()]) {
            services_at(route, station, of.service_of(id), &mut found);
        }
    }
    found
}

/// Services with weights as one; a single one stays itself.
pub(super) fn mixture(mut parts: Vec<(f64, Service)>) -> Service {
    let total: f64 = parts.iter().map(|(weight, _)| weight).sum();
    if total <= 0.0 {
        return Service::Deterministic { mean_s: 0.0 };
    }
    let all_same = parts.windows(2).all(|pair| pair[0].1 == pair[1].1);
    if all_same {
        return parts.swap_remove(0).1;
    }
    Service::Mixture(parts.into_iter().map(|(weight, service)| (weight / total, service)).collect())
}

/// Adds the services of a route's visits to a station, where `own` is what it has for the class.
fn services_at<'a>(route: &'a [Step], wanted: StationId, own: &'a Service, found: &mut Vec<&'a Service>) {
    for step in route {
        match step {
            Step::Visit { station, service, .. } if *station == wanted => found.push(service.as_ref().unwrap_or(own)),
            _ => step.parts().into_iter().for_each(|part| services_at(part, wanted, own, found)),
        }
    }
}

/// What changes in time has no steady state here.
fn steady_only(network: &Network) -> Result<(), Unsolvable> {
    let no = |place: &str, why| Err(Unsolvable { place: place.to_owned(), why });
    let is_changing = match &network.workload {
        Workload::Open(rates) => rates.windows(2).any(|pair| pair[0].rate_per_s != pair[1].rate_per_s),
        Workload::Closed { .. } => false,
    };
    if is_changing {
        return no("workload.open.rates", Why::ChangingRate);
    }
    if !network.events.is_empty() {
        return no("events", Why::Event);
    }
    if !network.scaling.is_empty() {
        return no("scaling", Why::Scaling);
    }
    if !network.credits.is_empty() {
        return no("credits", Why::Credits);
    }
    let client = &network.client;
    if client.timeout_s.is_some() && client.abandoned == Abandoned::Stops {
        return no("client.abandoned_work", Why::AbandonedStops);
    }
    if matches!(network.workload, Workload::Closed { think_s, .. } if think_s <= 0.0) && fails_at_once(network) {
        return no("workload.closed.think_mean_s", Why::NoPause);
    }
    let is_closed = matches!(network.workload, Workload::Closed { .. });
    if is_closed && network.classes.iter().any(|class| spawns(&class.route)) {
        return no("classes", Why::ClosedSpawn);
    }
    if is_closed && (client.timeout_s.is_some() || !client.backoff_s.is_empty()) {
        return no("client", Why::ClosedClient);
    }
    Ok(())
}

/// Whether a request can fail without having taken any time.
fn fails_at_once(network: &Network) -> bool {
    let refused = network.stations.iter().any(|station| station.limit.is_some())
        || network.slots.iter().any(|slots| slots.waiting_limit.is_some());
    refused || network.classes.iter().any(|class| has_failures(&class.route))
}

fn has_failures(route: &[Step]) -> bool {
    route.iter().any(|step| matches!(step, Step::Fail) || step.parts().into_iter().any(has_failures))
}

fn spawns(route: &[Step]) -> bool {
    route.iter().any(|step| matches!(step, Step::Spawn(_)) || step.parts().into_iter().any(spawns))
}

fn station_place(network: &Network, id: StationId) -> String {
    let name = network.stations.get(id).map_or("?", |station| station.name.as_str());
    format!("stations.{name}")
}

fn slots_place(network: &Network, id: SlotsId) -> String {
    let name = network.slots.get(id).map_or("?", |slots| slots.name.as_str());
    format!("slots.{name}")
}
