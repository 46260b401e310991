//! Random networks from a seed, the same natively and in the browser.

use headroom::engine::queueing::network::{
    Abandoned, Balancer, Class, Client, Credits, Discipline, Efficiency, Event, Network, Patience, RateFrom, Run,
    ScalingRule, Slots, Station, Step, Way, Window, Workload,
};
use headroom::engine::queueing::service::Service;

/// Small numbers from a seed (splitmix64).
pub(crate) struct Draws(u64);

impl Draws {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    /// Evenly from 0 up to 1.
    pub(crate) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / 9_007_199_254_740_992.0
    }

    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn one_in(&mut self, count: u64) -> bool {
        self.below(count) == 0
    }

    /// Evenly on a logarithmic axis.
    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low * libm::exp(self.share() * libm::log(high / low))
    }
}

fn service(draws: &mut Draws, mean_s: f64) -> Service {
    match draws.below(8) {
        0 => Service::Deterministic { mean_s },
        1 => Service::Erlang { phases: 1 + draws.below(5) as u32, mean_s },
        2 => Service::balanced(mean_s, 1.0 + 5.0 * draws.share()),
        3 => Service::LogNormal { mean_s, cv: 0.2 + 2.0 * draws.share() },
        _ => Service::Exponential { mean_s },
    }
}

fn station(draws: &mut Draws, id: u64, mean_s: f64) -> Station {
    let servers = 1 + draws.below(9) as u32;
    let patience = match draws.below(10) {
        0 => Some(Patience::Fixed(mean_s * draws.between(0.1, 50.0))),
        1 => Some(Patience::Exponential(mean_s * draws.between(0.1, 50.0))),
        _ => None,
    };
    Station {
        name: format!("s{id}"),
        servers,
        discipline: if draws.one_in(3) { Discipline::ProcessorSharing } else { Discipline::Fifo },
        service: service(draws, mean_s),
        service_by_class: Vec::new(),
        limit: draws.one_in(5).then(|| servers + draws.below(40) as u32),
        patience,
        instances: if draws.one_in(3) { 1 + draws.below(5) as u32 } else { 1 },
        balancer: [Balancer::SharedQueue, Balancer::Random, Balancer::RoundRobin][draws.below(3) as usize],
        efficiency: if draws.one_in(8) {
            Efficiency { contention: 0.2 * draws.share(), coherency: 0.01 * draws.share() }
        } else {
            Efficiency::default()
        },
    }
}

/// A network of some stations, with whatever else the file has that can be steady.
pub(crate) fn network(seed: u64) -> Network {
    let draws = &mut Draws::new(seed);
    let count = 1 + draws.below(5);
    let scale = draws.between(1e-4, 1e3);
    let stations: Vec<Station> = (0..count)
        .map(|id| {
            let mean_s = scale * draws.between(0.1, 10.0);
            station(draws, id, mean_s)
        })
        .collect();
    let slots = if draws.one_in(3) {
        vec![Slots {
            name: "slots".to_owned(),
            count: 1 + draws.below(60) as u32,
            waiting_limit: None,
            patience: None,
            stands_in_for: None,
        }]
    } else {
        Vec::new()
    };
    let classes = classes(draws, &stations, &slots);
    let demand_s: f64 = stations.iter().map(|station| station.service.mean_s() / capacity(station)).fold(0.0, f64::max);
    let load = draws.between(0.01, 3.0);
    let load = if draws.one_in(6) { 1.0 + (draws.share() - 0.5) * 1e-6 } else { load };
    let closed = draws.one_in(2);
    let workload = if closed {
        let think_s = scale * draws.between(0.1, 1e4);
        let users = (load * think_s / demand_s).clamp(0.0, 1e6) as u32;
        Workload::Closed { users, think_s: if draws.one_in(10) { 0.0 } else { think_s } }
    } else {
        let rate_per_s = if draws.one_in(20) { 0.0 } else { load / demand_s };
        Workload::Open(vec![RateFrom { from_s: 0.0, rate_per_s }])
    };
    let client = if !closed && draws.one_in(3) {
        Client {
            timeout_s: draws.one_in(2).then(|| scale * draws.between(1.0, 1e3)),
            backoff_s: (0..draws.below(4)).map(|_| scale * draws.share()).collect(),
            abandoned: Abandoned::Continues,
        }
    } else {
        Client::default()
    };
    Network { name: format!("random {seed}"), slots, client, ..Network::plain(workload, classes, stations) }
}

/// The same with what has no steady state: servers change, instances die and come back, rules add and take instances,
/// credits run out, clients stop what they no longer wait for. All of it happens within the time of some thousand visits.
pub(crate) fn in_time(seed: u64) -> Network {
    let mut network = network(seed);
    let draws = &mut Draws::new(!seed);
    let visit_s =
        network.stations.iter().map(|station| station.service.mean_s() / capacity(station)).fold(0.0, f64::max);
    let duration_s = (2_000.0 * visit_s).max(1e-3);
    for station in 0..network.stations.len() {
        if draws.one_in(4) {
            network.stations[station].balancer = Balancer::LeastOutstanding;
        }
        let at_s = duration_s * draws.share();
        match draws.below(5) {
            0 => network.events.push(Event::Servers { at_s, station, servers: 1 + draws.below(6) as u32 }),
            1 => network.events.push(Event::Death {
                at_s,
                station,
                noticed_after_s: 0.1 * duration_s * draws.share(),
                back_after_s: draws.one_in(2).then(|| 0.3 * duration_s * draws.share()),
            }),
            2 => network.scaling.push(ScalingRule {
                station,
                every_s: (duration_s / 20.0).max(1e-3),
                target_utilisation: 0.3 + 0.5 * draws.share(),
                min_instances: 1,
                max_instances: 12,
                boot_s: 0.1 * duration_s * draws.share(),
                servers_per_instance: 1 + draws.below(3) as u32,
            }),
            3 => network.credits.push(Credits {
                station,
                start_s: 0.2 * duration_s * draws.share(),
                earn_per_s: draws.share(),
                cap_s: duration_s,
                speed_when_empty: 0.5 * draws.share(),
            }),
            _ => {}
        }
    }
    if draws.one_in(2) {
        network.client.abandoned = Abandoned::Stops;
    }
    if draws.one_in(3) {
        network.client.timeout_s = Some(visit_s * draws.between(10.0, 1e3));
        network.client.backoff_s = (0..draws.below(4)).map(|_| visit_s * draws.share()).collect();
    }
    for slots in &mut network.slots {
        slots.waiting_limit = draws.one_in(2).then(|| draws.below(30) as u32);
        slots.patience = draws.one_in(2).then(|| Patience::Fixed(visit_s * draws.between(1.0, 100.0)));
    }
    let windows = vec![Window { from_s: 0.2 * duration_s, to_s: 0.7 * duration_s }];
    network.run = Run { warm_up_s: 0.1 * duration_s, duration_s, windows, ..Run::default() };
    network
}

fn capacity(station: &Station) -> f64 {
    f64::from(station.servers) * f64::from(station.instances)
}

fn classes(draws: &mut Draws, stations: &[Station], slots: &[Slots]) -> Vec<Class> {
    let count = 1 + draws.below(2);
    (0..count)
        .map(|id| {
            let mut route: Vec<Step> = (0..stations.len()).map(Step::visit).collect();
            if !slots.is_empty() {
                // The last station and what follows is inside.
                let inside = route.split_off(stations.len() - 1);
                route.push(Step::Hold { slots: 0, route: inside });
            }
            if draws.one_in(3) {
                let probability = draws.share();
                let ways = vec![
                    Way { probability, route: Vec::new() },
                    Way {
                        probability: 1.0 - probability,
                        route: vec![Step::Delay(Service::Exponential { mean_s: 0.01 })],
                    },
                ];
                route.insert(0, Step::Branch(ways));
            }
            if draws.one_in(4) {
                route = vec![Step::Repeat { probability: 0.5 * draws.share(), route }];
            }
            Class { name: format!("c{id}"), share: 1.0 / count as f64, route }
        })
        .collect()
}
