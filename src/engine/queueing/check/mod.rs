//! Whether the numbers of a network make sense: the one place where their limits stand.

use super::network::{Client, Credits, Event, Network, Patience, Run, ScalingRule, Slots, Station, Workload};
use super::service::Service;

mod routes;

/// The longest time, seconds: some thirty years.
pub const MAX_TIME_S: f64 = 1e9;

/// The highest rate, 1/s.
pub const MAX_RATE_PER_S: f64 = 1e9;

/// The most servers, instances, slots or places in a queue.
pub const MAX_COUNT: u32 = 1_000_000;

/// The most users.
pub const MAX_USERS: u32 = 10_000_000;

/// The most phases of an Erlang or hyperexponential distribution.
pub const MAX_PHASES: u32 = 1_000;

/// The largest coefficient of variation of a log-normal distribution.
pub const MAX_CV: f64 = 20.0;

/// The most stations, slots, classes, events, rules, windows and retries, each.
pub const MAX_ITEMS: usize = 500;

/// The most named routes.
pub const MAX_ROUTES: usize = 5_000;

/// The most steps of all routes together.
pub const MAX_STEPS: usize = 20_000;

/// The most levels of steps inside steps, calls included.
pub const MAX_DEPTH: usize = 200;

/// How far shares and probabilities may be from adding to 1.
pub const SUM_PRECISION: f64 = 1e-6;

/// Something in a network that makes no sense.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// Where, as in the network file: `stations.web.servers`.
    pub place: String,
    /// What is wrong there.
    pub kind: FaultKind,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FaultKind {
    /// A number outside its range.
    OutOfRange {
        /// The least that it may be.
        min: f64,
        /// The most that it may be.
        max: f64,
    },
    /// Shares or probabilities do not add to 1.
    DoNotAddToOne {
        /// What they add to.
        sum: f64,
    },
    /// A list is empty that must not be, or has more entries than it may.
    BadLength {
        /// The fewest.
        min: usize,
        /// The most.
        max: usize,
    },
    /// Times that must rise do not.
    NotRising,
    /// A step names a station, slots or a class that there is not.
    Unknown,
    /// Slots are held inside slots of the same name.
    HeldTwice,
    /// A named route comes back to itself.
    CallsItself,
    /// Steps stand inside steps on more levels than there may be.
    TooDeep {
        /// The most levels.
        max: usize,
    },
}

/// Everything that makes no sense, in the order of the file. A network without faults can be given to the engines.
pub fn faults(network: &Network) -> Vec<Fault> {
    let mut found = Found::default();
    found.length("stations", network.stations.len(), 0);
    found.length("slots", network.slots.len(), 0);
    found.workload(&network.workload);
    found.length("classes", network.classes.len(), 1);
    found.sum("classes", network.classes.iter().map(|class| class.share));
    found.routes(network);
    for station in &network.stations {
        found.station(network, station);
    }
    for (id, slots) in network.slots.iter().enumerate() {
        found.slots(id, slots);
    }
    found.client(&network.client);
    found.in_time(network);
    found.list
}

#[derive(Default)]
struct Found {
    list: Vec<Fault>,
}

impl Found {
    fn add(&mut self, place: String, kind: FaultKind) {
        self.list.push(Fault { place, kind });
    }

    fn range(&mut self, place: &str, value: f64, min: f64, max: f64) {
        // Written so that what is not a number is out of range.
        if !(value >= min && value <= max) {
            self.add(place.to_owned(), FaultKind::OutOfRange { min, max });
        }
    }

    fn count(&mut self, place: &str, value: u32, max: u32) {
        self.range(place, f64::from(value), 1.0, f64::from(max));
    }

    fn time(&mut self, place: &str, value: f64) {
        self.range(place, value, 0.0, MAX_TIME_S);
    }

    fn length(&mut self, place: &str, length: usize, min: usize) {
        if length < min || length > MAX_ITEMS {
            self.add(place.to_owned(), FaultKind::BadLength { min, max: MAX_ITEMS });
        }
    }

    fn sum(&mut self, place: &str, shares: impl Iterator<Item = f64>) {
        let sum: f64 = shares.sum();
        if sum.is_nan() || libm::fabs(sum - 1.0) > SUM_PRECISION {
            self.add(place.to_owned(), FaultKind::DoNotAddToOne { sum });
        }
    }

    fn workload(&mut self, workload: &Workload) {
        match workload {
            Workload::Open(rates) => {
                let place = "workload.open.rates";
                self.length(place, rates.len(), 1);
                for (index, rate) in rates.iter().enumerate() {
                    self.range(&format!("{place}[{index}].rate_per_s"), rate.rate_per_s, 0.0, MAX_RATE_PER_S);
                    self.time(&format!("{place}[{index}].from_s"), rate.from_s);
                }
                let rising = rates.windows(2).all(|pair| pair[0].from_s < pair[1].from_s);
                if !rising || rates.first().is_some_and(|rate| rate.from_s != 0.0) {
                    self.add(place.to_owned(), FaultKind::NotRising);
                }
            }
            Workload::Closed { users, think_s } => {
                self.range("workload.closed.users", f64::from(*users), 0.0, f64::from(MAX_USERS));
                self.time("workload.closed.think_mean_s", *think_s);
            }
        }
    }

    fn service(&mut self, place: &str, service: &Service) {
        match service {
            Service::Exponential { mean_s } | Service::Deterministic { mean_s } => {
                self.time(&format!("{place}.mean_s"), *mean_s);
            }
            Service::Erlang { phases, mean_s } => {
                self.count(&format!("{place}.phases"), *phases, MAX_PHASES);
                self.time(&format!("{place}.mean_s"), *mean_s);
            }
            Service::Hyperexponential(phases) => {
                let place = format!("{place}.branches");
                self.length(&place, phases.len(), 1);
                self.sum(&place, phases.iter().map(|phase| phase.probability));
                for (index, phase) in phases.iter().enumerate() {
                    self.range(&format!("{place}[{index}].probability"), phase.probability, 0.0, 1.0);
                    self.time(&format!("{place}[{index}].mean_s"), phase.mean_s);
                }
            }
            Service::LogNormal { mean_s, cv } => {
                self.time(&format!("{place}.mean_s"), *mean_s);
                self.range(&format!("{place}.cv"), *cv, 0.0, MAX_CV);
            }
            Service::Mixture(parts) => {
                self.sum(place, parts.iter().map(|(share, _)| *share));
                parts.iter().for_each(|(_, part)| self.service(place, part));
            }
        }
    }

    fn station(&mut self, network: &Network, station: &Station) {
        let place = format!("stations.{}", station.name);
        self.count(&format!("{place}.servers"), station.servers, MAX_COUNT);
        self.count(&format!("{place}.instances"), station.instances, MAX_COUNT);
        self.service(&format!("{place}.service"), &station.service);
        for (class, service) in &station.service_by_class {
            match network.classes.get(*class) {
                Some(class) => self.service(&format!("{place}.service_by_class.{}", class.name), service),
                None => self.add(format!("{place}.service_by_class"), FaultKind::Unknown),
            }
        }
        if let Some(limit) = station.limit {
            self.range(&format!("{place}.limit"), f64::from(limit), f64::from(station.servers), f64::from(MAX_COUNT));
        }
        self.patience(&place, station.patience);
        self.range(&format!("{place}.efficiency.contention"), station.efficiency.contention, 0.0, 1.0);
        self.range(&format!("{place}.efficiency.coherency"), station.efficiency.coherency, 0.0, 1.0);
    }

    fn patience(&mut self, place: &str, patience: Option<Patience>) {
        let at = |key: &str| format!("{place}.wait_timeout.{key}");
        match patience {
            Some(Patience::Fixed(seconds)) => self.time(&at("fixed_s"), seconds),
            Some(Patience::Exponential(mean)) => self.range(&at("exponential_mean_s"), mean, 1e-9, MAX_TIME_S),
            None => {}
        }
    }

    fn slots(&mut self, id: usize, slots: &Slots) {
        let place = format!("slots.{}", slots.name);
        if slots.stands_in_for.is_some_and(|first| first >= id) {
            self.add(format!("{place}.stands_in_for"), FaultKind::Unknown);
        }
        self.count(&format!("{place}.count"), slots.count, MAX_COUNT);
        if let Some(limit) = slots.waiting_limit {
            self.range(&format!("{place}.waiting_limit"), f64::from(limit), 0.0, f64::from(MAX_COUNT));
        }
        self.patience(&place, slots.patience);
    }

    fn client(&mut self, client: &Client) {
        if let Some(timeout_s) = client.timeout_s {
            self.range("client.timeout_s", timeout_s, 1e-9, MAX_TIME_S);
        }
        self.length("client.backoff_s", client.backoff_s.len(), 0);
        for (index, seconds) in client.backoff_s.iter().enumerate() {
            self.time(&format!("client.backoff_s[{index}]"), *seconds);
        }
    }

    fn in_time(&mut self, network: &Network) {
        let stations = network.stations.len();
        self.length("events", network.events.len(), 0);
        for (index, event) in network.events.iter().enumerate() {
            self.event(&format!("events[{index}]"), event, stations);
        }
        self.length("scaling", network.scaling.len(), 0);
        for (index, rule) in network.scaling.iter().enumerate() {
            self.scaling(&format!("scaling[{index}]"), rule, stations);
        }
        self.length("credits", network.credits.len(), 0);
        for (index, credits) in network.credits.iter().enumerate() {
            self.credits(&format!("credits[{index}]"), credits, stations);
        }
        self.run(&network.run);
    }

    fn named_station(&mut self, place: &str, station: usize, stations: usize) {
        if station >= stations {
            self.add(format!("{place}.station"), FaultKind::Unknown);
        }
    }

    fn event(&mut self, place: &str, event: &Event, stations: usize) {
        let (at_s, station) = match event {
            Event::Servers { at_s, station, .. } | Event::Death { at_s, station, .. } => (*at_s, *station),
        };
        self.time(&format!("{place}.at_s"), at_s);
        self.named_station(place, station, stations);
        match event {
            Event::Servers { servers, .. } => self.count(&format!("{place}.servers"), *servers, MAX_COUNT),
            Event::Death { noticed_after_s, back_after_s, .. } => {
                self.time(&format!("{place}.noticed_after_s"), *noticed_after_s);
                self.time(&format!("{place}.back_after_s"), back_after_s.unwrap_or(0.0));
            }
        }
    }

    fn scaling(&mut self, place: &str, rule: &ScalingRule, stations: usize) {
        self.named_station(place, rule.station, stations);
        self.range(&format!("{place}.every_s"), rule.every_s, 1e-3, MAX_TIME_S);
        self.range(&format!("{place}.target_utilisation"), rule.target_utilisation, 0.01, 1.0);
        self.count(&format!("{place}.min_instances"), rule.min_instances, MAX_COUNT);
        let (min, max) = (f64::from(rule.min_instances), f64::from(MAX_COUNT));
        self.range(&format!("{place}.max_instances"), f64::from(rule.max_instances), min, max);
        self.time(&format!("{place}.boot_s"), rule.boot_s);
        self.count(&format!("{place}.servers_per_instance"), rule.servers_per_instance, MAX_COUNT);
    }

    fn credits(&mut self, place: &str, credits: &Credits, stations: usize) {
        self.named_station(place, credits.station, stations);
        self.time(&format!("{place}.start_s"), credits.start_s);
        self.range(&format!("{place}.earn_per_s"), credits.earn_per_s, 0.0, MAX_RATE_PER_S);
        self.time(&format!("{place}.cap_s"), credits.cap_s);
        self.range(&format!("{place}.speed_when_empty"), credits.speed_when_empty, 0.0, 1.0);
    }

    fn run(&mut self, run: &Run) {
        self.time("run.warm_up_s", run.warm_up_s);
        self.range("run.duration_s", run.duration_s, 1e-3, MAX_TIME_S);
        self.count("run.replications", run.replications, 100_000);
        self.length("run.windows", run.windows.len(), 0);
        for (index, window) in run.windows.iter().enumerate() {
            let place = format!("run.windows[{index}]");
            self.time(&format!("{place}.from_s"), window.from_s);
            self.range(&format!("{place}.to_s"), window.to_s, window.from_s, MAX_TIME_S);
        }
    }
}
