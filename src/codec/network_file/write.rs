//! Writing a network file: what is read back is the same network.

use crate::codec::json::Writer;
use crate::engine::queueing::network::{
    Abandoned, Balancer, Client, Credits, Efficiency, Event, Network, Patience, Run, ScalingRule, Slots, Station, Step,
    Workload,
};
use crate::engine::queueing::service::Service;
use crate::units::decimal;

/// The text of a network, with a newline at its end. Names must be there and differ, as in a file.
pub fn write(network: &Network) -> String {
    let mut file = File { json: Writer::new(true), network };
    file.all();
    file.json.done() + "\n"
}

struct File<'a> {
    json: Writer,
    network: &'a Network,
}

impl File<'_> {
    fn all(&mut self) {
        let network = self.network;
        self.json.open('{');
        self.json.number("version", f64::from(super::VERSION));
        if !network.name.is_empty() {
            self.json.word("name", &network.name);
        }
        self.workload();
        self.json.key("classes");
        self.json.open('{');
        for class in &network.classes {
            self.json.key(&class.name);
            self.json.open('{');
            self.json.number("share", class.share);
            self.json.key("route");
            self.route(&class.route);
            self.json.close('}');
        }
        self.json.close('}');
        self.named("routes", &network.routes, |file, named| {
            file.json.key(&named.name);
            file.route(&named.route);
        });
        self.named("stations", &network.stations, Self::station);
        self.named("slots", &network.slots, Self::slots);
        self.client(&network.client);
        self.list("events", &network.events, |file, event| file.event(*event));
        self.list("scaling", &network.scaling, |file, rule| file.scaling(rule));
        self.list("credits", &network.credits, |file, credits| file.credits(credits));
        self.run(&network.run);
        self.json.close('}');
    }

    /// An object of named things; nothing where there are none.
    fn named<T>(&mut self, key: &str, items: &[T], write: impl Fn(&mut Self, &T)) {
        if items.is_empty() {
            return;
        }
        self.json.key(key);
        self.json.open('{');
        items.iter().for_each(|item| write(self, item));
        self.json.close('}');
    }

    /// A list of objects; nothing where there are none.
    fn list<T>(&mut self, key: &str, items: &[T], write: impl Fn(&mut Self, &T)) {
        if items.is_empty() {
            return;
        }
        self.json.key(key);
        self.json.open('[');
        for item in items {
            self.json.item();
            self.json.open('{');
            write(self, item);
            self.json.close('}');
        }
        self.json.close(']');
    }

    /// An object behind a key.
    fn object(&mut self, key: &str, write: impl FnOnce(&mut Self)) {
        self.json.key(key);
        self.json.open('{');
        write(self);
        self.json.close('}');
    }

    fn workload(&mut self) {
        let workload = &self.network.workload;
        self.object("workload", |file| match workload {
            Workload::Closed { users, think_s } => file.object("closed", |file| {
                file.json.number("users", f64::from(*users));
                file.json.number("think_mean_s", *think_s);
            }),
            Workload::Open(rates) => file.object("open", |file| {
                file.list("rates", rates, |file, rate| {
                    file.json.number("from_s", rate.from_s);
                    file.json.number("rate_per_s", rate.rate_per_s);
                });
            }),
        });
    }

    fn route(&mut self, route: &[Step]) {
        self.json.open('[');
        for step in route {
            self.json.item();
            self.json.open('{');
            self.step(step);
            self.json.close('}');
        }
        self.json.close(']');
    }

    fn step(&mut self, step: &Step) {
        let network = self.network;
        match step {
            Step::Visit { station, times, service } => {
                self.json.word("visit", network.stations.get(*station).map_or("", |station| &station.name));
                self.times(*times);
                if let Some(service) = service {
                    self.service("service", service);
                }
            }
            Step::Call { route, times } => {
                self.json.word("call", network.routes.get(*route).map_or("", |named| &named.name));
                self.times(*times);
            }
            Step::Spawn(route) => {
                self.json.key("spawn");
                self.route(route);
            }
            Step::Delay(service) => self.service("delay", service),
            Step::Branch(ways) => self.list("branch", ways, |file, way| {
                file.json.number("probability", way.probability);
                file.json.key("route");
                file.route(&way.route);
            }),
            Step::Repeat { probability, route } => {
                self.json.number("repeat", *probability);
                self.json.key("route");
                self.route(route);
            }
            Step::Hold { slots, route } => {
                self.json.word("hold", network.slots.get(*slots).map_or("", |slots| &slots.name));
                self.json.key("route");
                self.route(route);
            }
            Step::Fail => self.object("fail", |_| {}),
        }
    }

    fn times(&mut self, times: u32) {
        if times != 1 {
            self.json.number("times", f64::from(times));
        }
    }

    fn service(&mut self, key: &str, service: &Service) {
        self.object(key, |file| match service {
            Service::Exponential { mean_s } => file.kind("exponential", *mean_s),
            Service::Deterministic { mean_s } => file.kind("deterministic", *mean_s),
            Service::Erlang { phases, mean_s } => {
                file.kind("erlang", *mean_s);
                file.json.number("phases", f64::from(*phases));
            }
            Service::LogNormal { mean_s, cv } => {
                file.kind("log_normal", *mean_s);
                file.json.number("cv", *cv);
            }
            Service::Hyperexponential(phases) => {
                file.json.word("kind", "hyperexponential");
                file.list("branches", phases, |file, phase| {
                    file.json.number("probability", phase.probability);
                    file.json.number("mean_s", phase.mean_s);
                });
            }
            // What a queue sees of several classes: no network has it as its own.
            Service::Mixture(_) => file.kind("exponential", service.mean_s()),
        });
    }

    fn kind(&mut self, kind: &str, mean_s: f64) {
        self.json.word("kind", kind);
        self.json.number("mean_s", mean_s);
    }

    fn station(&mut self, station: &Station) {
        let network = self.network;
        self.object(&station.name, |file| {
            file.json.number("servers", f64::from(station.servers));
            file.json.word("discipline", super::stations::name_of(&super::stations::DISCIPLINES, station.discipline));
            file.service("service", &station.service);
            file.named("service_by_class", &station.service_by_class, |file, (class, service)| {
                file.service(network.classes.get(*class).map_or("", |class| &class.name), service);
            });
            file.limit("limit", station.limit);
            file.patience(station.patience);
            if station.instances > 1 {
                file.json.number("instances", f64::from(station.instances));
            }
            if station.balancer != Balancer::SharedQueue {
                file.json.word("balancer", super::stations::name_of(&super::stations::BALANCERS, station.balancer));
            }
            if !station.efficiency.is_full() {
                let Efficiency { contention, coherency } = station.efficiency;
                file.object("efficiency", |file| {
                    file.json.number("contention", contention);
                    file.json.number("coherency", coherency);
                });
            }
        });
    }

    fn slots(&mut self, slots: &Slots) {
        let first = slots.stands_in_for.and_then(|first| self.network.slots.get(first));
        self.object(&slots.name, |file| {
            file.json.number("count", f64::from(slots.count));
            file.limit("waiting_limit", slots.waiting_limit);
            file.patience(slots.patience);
            if let Some(first) = first {
                file.json.word("stands_in_for", &first.name);
            }
        });
    }

    fn limit(&mut self, key: &str, limit: Option<u32>) {
        if let Some(limit) = limit {
            self.json.number(key, f64::from(limit));
        }
    }

    fn patience(&mut self, patience: Option<Patience>) {
        let (key, seconds) = match patience {
            None => return,
            Some(Patience::Fixed(seconds)) => ("fixed_s", seconds),
            Some(Patience::Exponential(mean_s)) => ("exponential_mean_s", mean_s),
        };
        self.object("wait_timeout", |file| file.json.number(key, seconds));
    }

    fn client(&mut self, client: &Client) {
        if *client == Client::default() {
            return;
        }
        self.object("client", |file| {
            if let Some(timeout_s) = client.timeout_s {
                file.json.number("timeout_s", timeout_s);
            }
            if !client.backoff_s.is_empty() {
                file.json.key("backoff_s");
                file.json.open('[');
                for seconds in &client.backoff_s {
                    file.json.item();
                    file.json.raw(&decimal::shortest(*seconds));
                }
                file.json.close(']');
            }
            if client.abandoned == Abandoned::Stops {
                file.json.word("abandoned_work", "stops");
            }
        });
    }

    fn place(&mut self, station: usize) {
        let name = self.network.stations.get(station).map_or("", |station| &station.name);
        self.json.word("station", name);
    }

    fn event(&mut self, event: Event) {
        match event {
            Event::Servers { at_s, station, servers } => {
                self.json.number("at_s", at_s);
                self.place(station);
                self.json.number("servers", f64::from(servers));
            }
            Event::Death { at_s, station, noticed_after_s, back_after_s } => {
                self.json.number("at_s", at_s);
                self.place(station);
                self.object("instance_dies", |_| {});
                self.json.number("noticed_after_s", noticed_after_s);
                if let Some(back_after_s) = back_after_s {
                    self.json.number("back_after_s", back_after_s);
                }
            }
        }
    }

    fn scaling(&mut self, rule: &ScalingRule) {
        self.place(rule.station);
        self.json.number("every_s", rule.every_s);
        self.json.number("target_utilisation", rule.target_utilisation);
        self.json.number("min_instances", f64::from(rule.min_instances));
        self.json.number("max_instances", f64::from(rule.max_instances));
        self.json.number("boot_s", rule.boot_s);
        self.json.number("servers_per_instance", f64::from(rule.servers_per_instance));
    }

    fn credits(&mut self, credits: &Credits) {
        self.place(credits.station);
        self.json.number("start_s", credits.start_s);
        self.json.number("earn_per_s", credits.earn_per_s);
        self.json.number("cap_s", credits.cap_s);
        self.json.number("speed_when_empty", credits.speed_when_empty);
    }

    fn run(&mut self, run: &Run) {
        if *run == Run::default() {
            return;
        }
        self.object("run", |file| {
            file.json.number("warm_up_s", run.warm_up_s);
            file.json.number("duration_s", run.duration_s);
            file.json.number("seed", run.seed as f64);
            file.json.number("replications", f64::from(run.replications));
            file.list("windows", &run.windows, |file, window| {
                file.json.number("from_s", window.from_s);
                file.json.number("to_s", window.to_s);
            });
        });
    }
}
