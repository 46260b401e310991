//! What a simulation has found, as JSON (docs/network-file.md). Numbers are not rounded; what is undefined is `null`.

use super::json::Writer;
use crate::engine::timeline::{
    CAUSES, Cause, CreditsReport, End, Estimate, Flow, LatencyEstimate, QueueReport, Report, ScalingReport,
    WindowReport,
};
use crate::units::decimal;

/// The stable word for a cause of failure.
pub const fn cause_key(cause: Cause) -> &'static str {
    match cause {
        Cause::Refused => "refused",
        Cause::WaitTimeout => "wait_timeout",
        Cause::ClientTimeout => "client_timeout",
        Cause::InstanceDied => "instance_died",
        Cause::FailStep => "fail_step",
        Cause::CircuitOpen => "circuit_open",
    }
}

/// The stable word for how a run ended; one that is under way has not.
pub const fn end_key(end: Option<End>) -> &'static str {
    match end {
        Some(End::Complete) => "complete",
        Some(End::TooManyInside) => "too_many_inside",
        Some(End::TimeStoodStill) => "time_stood_still",
        None => "under_way",
    }
}

/// A report as JSON, laid out for people, without a newline at its end.
pub fn report(report: &Report) -> String {
    written(Writer::new(true), report).done()
}

/// The same as a value of something larger.
pub(super) fn written(to: Writer, report: &Report) -> Writer {
    let mut json = Text(to);
    json.object(|json| {
        json.whole("seed", report.seed);
        json.whole("replications", u64::from(report.replications));
        json.0.word("ended", end_key(report.ended));
        json.whole("events", report.events);
        json.number("measured_s", report.measured_s);
        json.estimate("number", &report.number);
        json.flow(&report.requests);
        json.named("classes", &report.classes, |json, (_, flow)| json.flow(flow), |(name, _)| name);
        json.list("windows", &report.windows, Text::window);
        json.named("stations", &report.stations, Text::queue, |queue| &queue.name);
        json.named("slots", &report.slots, Text::queue, |queue| &queue.name);
        json.list("scaling", &report.scaling, Text::scaling);
        json.list("credits", &report.credits, Text::credits);
    });
    json.0
}

struct Text(Writer);

impl Text {
    fn object(&mut self, inside: impl FnOnce(&mut Self)) {
        self.0.open('{');
        inside(self);
        self.0.close('}');
    }

    fn list<T>(&mut self, key: &str, items: &[T], write: impl Fn(&mut Self, &T)) {
        self.0.key(key);
        self.0.open('[');
        for item in items {
            self.0.item();
            self.object(|json| write(json, item));
        }
        self.0.close(']');
    }

    fn named<T>(&mut self, key: &str, items: &[T], write: impl Fn(&mut Self, &T), name: impl Fn(&T) -> &String) {
        self.0.key(key);
        self.object(|json| {
            for item in items {
                json.0.key(name(item));
                json.object(|json| write(json, item));
            }
        });
    }

    fn whole(&mut self, key: &str, value: u64) {
        self.0.key(key);
        self.0.raw(&value.to_string());
    }

    fn raw_number(&mut self, value: f64) {
        if value.is_finite() { self.0.raw(&decimal::shortest(value)) } else { self.0.raw("null") }
    }

    fn number(&mut self, key: &str, value: f64) {
        self.0.key(key);
        self.raw_number(value);
    }

    /// A value, half of its 95 % confidence interval, and what each of several runs found.
    fn estimate(&mut self, key: &str, estimate: &Estimate) {
        self.optional(key, Some(estimate));
    }

    fn optional(&mut self, key: &str, estimate: Option<&Estimate>) {
        self.0.key(key);
        let Some(estimate) = estimate else { return self.0.raw("null") };
        self.object(|json| {
            json.number("value", estimate.value);
            json.number("half_width", estimate.half_width.unwrap_or(f64::NAN));
            if !estimate.each.is_empty() {
                json.0.key("each");
                json.0.open('[');
                for value in &estimate.each {
                    json.0.item();
                    json.raw_number(*value);
                }
                json.0.close(']');
            }
        });
    }

    fn latency(&mut self, key: &str, latency: Option<&LatencyEstimate>) {
        self.0.key(key);
        let Some(latency) = latency else { return self.0.raw("null") };
        self.object(|json| {
            json.estimate("mean", &latency.mean);
            json.estimate("p50", &latency.p50);
            json.estimate("p95", &latency.p95);
            json.estimate("p99", &latency.p99);
        });
    }

    fn causes(&mut self, key: &str, counts: &[u64; CAUSES.len()]) {
        self.0.key(key);
        self.object(|json| {
            for (cause, count) in CAUSES.iter().zip(counts) {
                json.whole(cause_key(*cause), *count);
            }
        });
    }

    fn flow(&mut self, flow: &Flow) {
        self.whole("offered", flow.offered);
        self.whole("done", flow.done);
        self.causes("failed", &flow.failed);
        self.whole("unfinished", flow.unfinished());
        self.whole("attempts", flow.attempts);
        self.causes("attempts_failed", &flow.attempts_failed);
        self.estimate("attempts_each", &flow.attempts_each);
        self.estimate("offered_per_s", &flow.offered_per_s);
        self.estimate("done_per_s", &flow.done_per_s);
        self.estimate("failed_per_s", &flow.failed_per_s);
        self.latency("latency_s", flow.latency.as_ref());
    }

    fn window(&mut self, window: &WindowReport) {
        self.number("from_s", window.window.from_s);
        self.number("to_s", window.window.to_s);
        self.flow(&window.requests);
        self.named("classes", &window.classes, |json, (_, flow)| json.flow(flow), |(name, _)| name);
    }

    fn queue(&mut self, queue: &QueueReport) {
        self.estimate("arrivals_per_s", &queue.arrivals_per_s);
        self.estimate("utilisation", &queue.utilisation);
        self.estimate("number", &queue.number);
        self.estimate("waiting", &queue.waiting);
        self.optional("wait_probability", queue.wait_probability.as_ref());
        self.latency("wait_s", queue.wait.as_ref());
        self.estimate("refused", &queue.refused);
        self.estimate("gave_up", &queue.gave_up);
        self.estimate("died", &queue.died);
        self.estimate("peak_waiting", &queue.peak_waiting);
        self.estimate("peak_at_s", &queue.peak_at_s);
        self.optional("drain_s", queue.drain_s.as_ref());
    }

    fn scaling(&mut self, scaling: &ScalingReport) {
        self.0.word("station", &scaling.station);
        self.list("history", &scaling.history, |json, step| {
            json.number("at_s", step.at_s);
            json.whole("desired", u64::from(step.desired));
            json.whole("starting", u64::from(step.starting));
            json.whole("in_service", u64::from(step.in_service));
        });
    }

    fn credits(&mut self, credits: &CreditsReport) {
        self.0.word("station", &credits.station);
        self.estimate("level_s", &credits.level_s);
        self.optional("emptied_at_s", credits.emptied_at_s.as_ref());
        self.estimate("empty_s", &credits.empty_s);
    }
}
