//! A drawing in time as JSON (docs/cli.md). Numbers are not rounded; what is undefined is `null`.

use super::json::Writer;
use super::report_json::{NodeNames, resource_key};
use super::timeline_json::{self, cause_key};
use crate::catalogue::spec::Resource;
use crate::engine::cost::over_time::RunCost;
use crate::engine::timeline::play::{Entry, Failure, Method, Sample, Span, What};
use crate::engine::timeline::{CAUSES, Report};
use crate::model::scenario::Scenario;

/// The run: how it was computed, its log and its measurements.
pub fn play(scenario: &Scenario, users: u32, seed: u64, play: &Span, cost: &RunCost) -> String {
    let mut out = Out { json: Writer::new(true), names: NodeNames::of(scenario) };
    out.run(users, seed, (play, cost));
    out.json.done()
}

/// Two runs with the same users, traffic and seed.
pub fn against(runs: [(&Scenario, &Span, &RunCost); 2], users: u32, seed: u64) -> String {
    let [(scenario, one, cost), (other_scenario, other, other_cost)] = runs;
    let mut out = Out { json: Writer::new(true), names: NodeNames::of(scenario) };
    out.json.open('{');
    out.json.key("a");
    out.run(users, seed, (one, cost));
    out.names = NodeNames::of(other_scenario);
    out.json.key("b");
    out.run(users, seed, (other, other_cost));
    out.json.close('}');
    out.json.done()
}

/// Several runs: what they have found together, and what happened in each.
pub fn repeated(scenario: &Scenario, users: u32, report: &Report, logs: &[Vec<Entry>]) -> String {
    let mut out = Out { json: Writer::new(true), names: NodeNames::of(scenario) };
    out.json.open('{');
    out.json.number("users", f64::from(users));
    out.json.key("report");
    out.json = timeline_json::written(out.json, report);
    out.json.key("logs");
    out.json.open('[');
    for log in logs {
        out.json.item();
        out.log(log);
    }
    out.json.close(']');
    out.json.close('}');
    out.json.done()
}

/// The word for a method.
pub const fn method_key(method: Method) -> &'static str {
    match method {
        Method::Full => "full",
        Method::Fluid => "fluid",
        Method::CloseUp => "close_up",
        Method::Sampled => "sampled",
    }
}
struct Out {
    json: Writer,
    names: NodeNames,
}

impl Out {
    fn run(&mut self, users: u32, seed: u64, (play, cost): (&Span, &RunCost)) {
        self.json.open('{');
        self.json.number("users", f64::from(users));
        self.json.number("seed", seed as f64);
        self.json.number("duration_s", play.duration_s());
        self.cost(cost);
        self.json.key("methods");
        self.json.open('[');
        for stretch in play.stretches() {
            self.json.item();
            self.json.open('{');
            self.json.number("from_s", stretch.from_s);
            self.json.number("to_s", stretch.to_s);
            self.json.word("method", method_key(stretch.method));
            self.json.close('}');
        }
        self.json.close(']');
        self.json.key("log");
        self.log(play.log());
        self.json.key("seconds");
        self.json.open('[');
        play.samples().iter().for_each(|sample| self.sample(sample));
        self.json.close(']');
        self.json.close('}');
    }

    fn log(&mut self, log: &[Entry]) {
        self.json.open('[');
        log.iter().for_each(|entry| self.entry(*entry));
        self.json.close(']');
    }

    fn node(&mut self, node: crate::model::scenario::NodeId) {
        let name = self.names.get(node);
        self.json.word("node", &name);
    }

    fn cost(&mut self, cost: &RunCost) {
        self.json.key("cost_usd");
        self.json.open('{');
        let parts = [("total", cost.total()), ("time", cost.time), ("requests", cost.requests)];
        for (key, amount) in parts.into_iter().chain([("surplus", cost.surplus), ("day", cost.day)]) {
            self.json.number(key, amount.dollars());
        }
        self.json.close('}');
    }

    fn entry(&mut self, entry: Entry) {
        self.json.item();
        self.json.open('{');
        self.json.number("at_s", entry.at_s);
        match entry.what {
            What::Failed(failure) => self.failure(failure),
            What::Noticed(node) => self.of("noticed", node),
            What::Back(node) => self.of("back", node),
            What::FailedOver { node, zone } => {
                self.of("failed_over", node);
                self.json.word("zone", zone.encode_utf8(&mut [0; 4]));
            }
            What::Resized { node, to } => {
                self.of("resized", node);
                self.json.word("to", to);
            }
            What::ScaleOut { node, from, to } => self.scaled("scale_out", node, (from, to)),
            What::ScaleIn { node, from, to } => self.scaled("scale_in", node, (from, to)),
            What::Scheduled { node, min, desired } => {
                self.of("scheduled", node);
                self.json.number("min", f64::from(min));
                self.json.number("desired", f64::from(desired));
            }
            What::CreditsGone { node, unlimited } => {
                self.of("credits_gone", node);
                self.json.word("mode", if unlimited { "unlimited" } else { "standard" });
            }
            What::Hosts { node, from, to } => self.scaled("hosts", node, (from, to)),
            What::HostsReady { node, count } => {
                self.of("hosts_ready", node);
                self.json.number("count", f64::from(count));
            }
            What::DiskCreditsGone(node) => self.of("io_credits_gone", node),
            What::StoreLost(node) => self.of("store_lost", node),
            What::NamedNoMore { node, kept_s } => {
                self.of("named_no_more", node);
                self.json.number("kept_s", f64::from(kept_s));
            }
            What::NamedAgain(node) => self.of("named_again", node),
            What::Capacity { node, resource, from, to } => {
                self.scaled("capacity", node, (from, to));
                self.json.word("resource", resource_key(resource));
            }
            What::ThrottlingBegins { node, resource } => self.throttling("throttling_begins", node, resource),
            What::ThrottlingEnds { node, resource } => self.throttling("throttling_ends", node, resource),
            What::InService { node, count } => {
                self.of("in_service", node);
                self.json.number("count", f64::from(count));
            }
            What::ErrorsBegin => self.json.word("what", "errors_begin"),
            What::ErrorsEnd => self.json.word("what", "errors_end"),
            What::CacheCold(node) => self.of("cache_cold", node),
            What::CacheWarm(node) => self.of("cache_warm", node),
            What::DeadLetters(node) => self.of("dead_letters", node),
            What::CircuitOpens(class) => self.circuit("circuit_opens", class),
            What::CircuitCloses(class) => self.circuit("circuit_closes", class),
        }
        self.json.close('}');
    }

    fn of(&mut self, what: &str, node: crate::model::scenario::NodeId) {
        self.json.word("what", what);
        self.node(node);
    }

    fn throttling(&mut self, what: &str, node: crate::model::scenario::NodeId, resource: Resource) {
        self.of(what, node);
        self.json.word("resource", resource_key(resource));
    }

    fn circuit(&mut self, what: &str, class: crate::model::workload::Class) {
        self.json.word("what", what);
        self.json.word("class", class.id());
    }

    fn scaled(&mut self, what: &str, node: crate::model::scenario::NodeId, (from, to): (u32, u32)) {
        self.of(what, node);
        self.json.number("from", f64::from(from));
        self.json.number("to", f64::from(to));
    }

    fn failure(&mut self, failure: Failure) {
        match failure {
            Failure::Instance(node) => self.of("instance_failed", node),
            Failure::Spot(node) => self.of("spot_interruption", node),
            Failure::Host(node) => self.of("host_failed", node),
            Failure::Node { node, for_s } => {
                self.of("node_failed", node);
                self.json.number("for_s", f64::from(for_s));
            }
            Failure::Zone { zone, for_s } => {
                self.json.word("what", "zone_failed");
                self.json.word("zone", zone.encode_utf8(&mut [0; 4]));
                self.json.number("for_s", f64::from(for_s));
            }
            Failure::Resize { node, to, cut_over, for_s } => {
                self.of(if cut_over { "cut_over" } else { "resize" }, node);
                self.json.word("to", to);
                self.json.number("for_s", f64::from(for_s));
            }
            Failure::Capacity { node, read, write } => {
                self.of("capacity_set", node);
                self.json.number("read", f64::from(read));
                self.json.number("write", f64::from(write));
            }
            Failure::Slow { node, factor_percent, for_s } => {
                self.of("slow", node);
                self.json.number("factor_percent", f64::from(factor_percent));
                self.json.number("for_s", f64::from(for_s));
            }
        }
    }

    fn sample(&mut self, sample: &Sample) {
        self.json.item();
        self.json.open('{');
        self.json.number("at_s", sample.at_s);
        self.json.number("active_users", sample.active_users);
        self.json.number("offered_per_s", sample.offered_per_s);
        self.json.number("attempts_per_s", sample.attempts_per_s);
        self.json.number("done_per_s", sample.done_per_s);
        self.json.key("failed_per_s");
        self.json.open('{');
        for (cause, rate) in CAUSES.iter().zip(sample.failed_per_s) {
            self.json.number(cause_key(*cause), rate);
        }
        self.json.close('}');
        self.json.key("latency_s");
        match sample.latency_s {
            None => self.json.raw("null"),
            Some(latency) => {
                self.json.open('{');
                for (key, value) in ["p50", "p95", "p99"].iter().zip(latency) {
                    self.json.number(key, value);
                }
                self.json.close('}');
            }
        }
        self.json.key("nodes");
        self.json.open('{');
        for node in &sample.nodes {
            let name = self.names.get(node.node);
            self.json.key(&name);
            self.json.open('{');
            self.json.number("utilisation", node.utilisation);
            self.json.number("waiting", node.waiting);
            for (key, count) in [
                ("desired", node.desired),
                ("starting", node.starting),
                ("in_service", node.in_service),
                ("draining", node.draining),
                ("dead", node.dead),
            ] {
                self.json.number(key, f64::from(count));
            }
            if let Some(forecast) = node.forecast {
                self.json.number("forecast", f64::from(forecast));
            }
            if let Some(read) = node.stale_reads {
                self.json.number("reads", read.reads);
                self.json.number("stale_reads", read.stale);
            }
            if let Some(credits) = node.credits {
                self.json.number("credits_left_s", credits.left_s);
                self.json.number("surplus_s", credits.surplus_s);
                self.json.number("surplus_usd", credits.surplus_usd);
            }
            if let Some(hosts) = node.hosts {
                let counts =
                    [("hosts", hosts.there), ("hosts_starting", hosts.starting), ("waiting_for_hosts", hosts.waiting)];
                counts.into_iter().for_each(|(key, count)| self.json.number(key, f64::from(count)));
            }
            if let Some(share) = node.io_credits {
                self.json.number("io_credits_left", share);
            }
            if let Some(capacity) = node.capacity {
                let kinds = [("read", capacity.read), ("write", capacity.write)];
                for (kind, of) in kinds.into_iter().filter(|(_, of)| of.drawn > 0.0) {
                    self.json.number(&[kind, "_capacity"].concat(), of.units);
                    self.json.number(&[kind, "_kept_s"].concat(), of.kept_s);
                    self.json.number(&[kind, "_throttled"].concat(), of.refused);
                }
            }
            if let Some(hits) = node.hit_ratio {
                self.json.number("hit_ratio", hits);
            }
            if let Some(environments) = node.environments {
                self.json.number("cold_starts", environments.cold_starts);
                self.json.number("idle_environments", environments.idle);
            }
            if let Some(queue) = node.queue {
                self.json.number("oldest_message_s", queue.oldest_s);
                self.json.number("in_flight", queue.in_flight);
                self.json.number("dead_lettered", queue.dead_lettered);
            }
            self.json.close('}');
        }
        self.json.close('}');
        self.json.close('}');
    }
}
