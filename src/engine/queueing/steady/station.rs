//! One station: which method fits it, and what comes out.

use super::general::Residuals;
use super::series::Series;
use super::shared::Shared;
use super::states::{Arrivals, Counts, Queue};
use super::timeout;
use super::turns;
use super::wait::{Stages, Wait};
use super::why::Why;
use crate::engine::queueing::complex::{Complex, Line};
use crate::engine::queueing::network::{Balancer, Discipline, Efficiency, Patience, Station};
use crate::engine::queueing::service::Service;
use crate::engine::steady::birth_death::erlang_c;

/// A solved station, over all its instances.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Solved {
    /// Visits that come a second.
    pub(super) offered: f64,
    /// Share of them that are refused.
    pub(super) refused: f64,
    /// Share of them that leave without service.
    pub(super) gave_up: f64,
    /// Visits a second by which a backlog grows.
    pub(super) growth: f64,
    /// Busy servers ÷ servers.
    pub(super) utilisation: f64,
    /// Mean number there.
    pub(super) number: f64,
    /// Mean number waiting.
    pub(super) waiting: f64,
    /// Share of those let in who find all servers busy.
    pub(super) waits: f64,
    /// Probability that an instance is empty; of all of them where they share a queue.
    pub(super) idle: f64,
    /// The time there of those who are served.
    pub(super) law: Law,
}

/// The time at a station of those who are served.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Law {
    /// A wait, then one's own service, so much slower.
    Queue(Wait, f64),
    /// Everyone at once.
    Shared(Shared),
}

impl Law {
    /// E(e^(−sT)) for a class's service.
    pub(super) fn transform(&self, s: Complex, service: &Service) -> Complex {
        match self {
            Self::Queue(wait, stretch) => wait.transform(s) * service.transform(s * *stretch),
            Self::Shared(shared) => shared.transform(s, service),
        }
    }

    /// Multiplies values on a line by the transform there.
    pub(super) fn along(&self, line: Line, service: &Service, product: &mut [Complex]) {
        match self {
            Self::Queue(wait, stretch) => {
                line.multiply(product, |s| wait.transform(s));
                service.along(line.scaled(*stretch), product);
            }
            Self::Shared(shared) => shared.along(line, service, product),
        }
    }

    /// The first moments for a class's service.
    pub(super) fn series(&self, service: &Service) -> Series {
        match self {
            Self::Queue(wait, stretch) => wait.series() * Series::of(service, *stretch),
            Self::Shared(shared) => shared.series(service),
        }
    }
}

impl Solved {
    /// Nobody comes.
    pub(super) fn empty() -> Self {
        Self {
            offered: 0.0,
            refused: 0.0,
            gave_up: 0.0,
            growth: 0.0,
            utilisation: 0.0,
            number: 0.0,
            waiting: 0.0,
            waits: 0.0,
            idle: 1.0,
            law: Law::Queue(Wait::None, 1.0),
        }
    }

    /// Share of those who come that are served in the end.
    pub(super) fn passes(&self) -> f64 {
        (1.0 - self.refused - self.gave_up).max(0.0)
    }

    /// Share of those who come that are served before long: a growing backlog is not.
    pub(super) fn flows(&self) -> f64 {
        if self.offered > 0.0 { (self.passes() - self.growth / self.offered).max(0.0) } else { self.passes() }
    }
}

/// Whether a station's features go together.
///
/// # Errors
///
/// The first that does not.
pub(super) fn check(station: &Station, service: &Service, is_closed: bool) -> Result<(), Why> {
    let is_fifo = station.discipline == Discipline::Fifo;
    let is_general = is_fifo && !service.is_exponential();
    let many = station.instances > 1;
    let is_loss_only = station.limit.is_some_and(|limit| limit <= station.servers);
    let slowed = !station.efficiency.is_full();
    if many && station.balancer == Balancer::LeastOutstanding {
        return Err(Why::LeastOutstanding);
    }
    let plain = station.limit.is_none() && station.patience.is_none() && !slowed;
    if many && station.balancer == Balancer::RoundRobin && (is_general || !is_fifo || is_closed || !plain) {
        return Err(Why::RoundRobin);
    }
    if station.patience.is_some() && (is_general || !is_fifo) {
        return Err(Why::PatienceWithService);
    }
    if matches!(station.patience, Some(Patience::Fixed(_))) && (station.limit.is_some() || slowed || is_closed) {
        return Err(Why::FixedPatience);
    }
    if is_general && slowed {
        return Err(Why::GeneralWithEfficiency);
    }
    if is_general && station.limit.is_some() && !is_loss_only {
        return Err(Why::GeneralWithLimit);
    }
    Ok(())
}

/// A station that `rate` visits a second come to, each needing a time like `service`.
pub(super) fn open(station: &Station, service: &Service, rate: f64) -> Solved {
    if rate <= 0.0 || service.mean_s() <= 0.0 {
        return Solved { offered: rate.max(0.0), ..Solved::empty() };
    }
    let instances = if station.instances > 1 { station.balancer } else { Balancer::SharedQueue };
    match instances {
        Balancer::SharedQueue | Balancer::LeastOutstanding => one(station, service, rate, u64::from(station.instances)),
        Balancer::Random => {
            let count = f64::from(station.instances);
            over_all(one(station, service, rate / count, 1), count)
        }
        Balancer::RoundRobin => in_turn(station, service, rate),
    }
}

/// A station in a closed network: so many users, each coming `visits` times a cycle, which without the time here takes
/// `rest_s`; `before` is the time of a visit found last.
pub(super) fn closed(
    station: &Station,
    service: &Service,
    users: u64,
    (visits, rest_s, before): (f64, f64, f64),
) -> Solved {
    if users == 0 || visits <= 0.0 {
        return Solved::empty();
    }
    let apart = if station.balancer == Balancer::Random { f64::from(station.instances) } else { 1.0 };
    let together = if apart > 1.0 { 1 } else { u64::from(station.instances) };
    // A user away from one instance may be at another.
    let away_s = ((rest_s + visits * before * (apart - 1.0) / apart) * apart / visits).max(0.0);
    if service.mean_s() <= 0.0 {
        return Solved { offered: users as f64 * visits / rest_s.max(f64::MIN_POSITIVE), ..Solved::empty() };
    }
    let queue = queue(station, service, Arrivals::Finite { users, away_s }, together);
    over_all(by_states(&queue, station, service), apart)
}

/// Times as many queues of the same kind.
fn over_all(one: Solved, count: f64) -> Solved {
    Solved {
        offered: one.offered * count,
        growth: one.growth * count,
        number: one.number * count,
        waiting: one.waiting * count,
        ..one
    }
}

fn queue(station: &Station, service: &Service, arrivals: Arrivals, instances: u64) -> Queue {
    let is_loss_only = station.limit.is_some_and(|limit| limit <= station.servers);
    let is_fifo = station.discipline == Discipline::Fifo;
    let scv = if is_fifo && !service.is_exponential() && !is_loss_only { service.scv() } else { 1.0 };
    let leave_rate = match station.patience {
        Some(Patience::Exponential(mean_s)) => 1.0 / mean_s,
        _ => 0.0,
    };
    Queue {
        servers: u64::from(station.servers) * instances,
        instances,
        mean_s: service.mean_s(),
        scv,
        efficiency: station.efficiency,
        limit: station.limit.map(|limit| u64::from(limit) * instances),
        leave_rate,
        arrivals,
    }
}

/// One queue in front of so many instances, open.
fn one(station: &Station, service: &Service, rate: f64, instances: u64) -> Solved {
    let queue = queue(station, service, Arrivals::Open(rate), instances);
    if let Some(Patience::Fixed(patience_s)) = station.patience {
        return impatient(&queue, rate, patience_s);
    }
    let capacity = queue.service_rate(queue.servers as f64);
    if queue.limit.is_none() && queue.leave_rate <= 0.0 && rate >= capacity {
        return overloaded(rate, capacity);
    }
    if queue.limit.is_none() && queue.leave_rate <= 0.0 && station.efficiency.is_full() {
        return endless(&queue, station.discipline, service, rate);
    }
    by_states(&queue, station, service)
}

/// More comes than can be served, and nobody is refused or leaves.
fn overloaded(rate: f64, capacity: f64) -> Solved {
    Solved {
        offered: rate,
        growth: rate - capacity,
        utilisation: 1.0,
        waits: 1.0,
        idle: 0.0,
        number: f64::INFINITY,
        waiting: f64::INFINITY,
        law: Law::Queue(Wait::Endless, 1.0),
        ..Solved::empty()
    }
}

/// M/M/c, M/G/c and M/G/c with processor sharing.
fn endless(queue: &Queue, discipline: Discipline, service: &Service, rate: f64) -> Solved {
    let load = rate * queue.mean_s;
    let utilisation = load / queue.servers as f64;
    let waits = erlang_c(queue.servers, load);
    let spare = queue.servers as f64 / queue.mean_s - rate;
    let law = match discipline {
        Discipline::ProcessorSharing => Law::Shared(Shared::new(queue, &queue.counts().met, service.is_exponential())),
        Discipline::Fifo if service.is_exponential() => Law::Queue(Wait::Exponential { waits, rate: spare }, 1.0),
        Discipline::Fifo => {
            Law::Queue(Wait::Residuals(Box::new(Residuals::new(service, queue.servers, utilisation))), 1.0)
        }
    };
    let (waits, waiting) = match &law {
        Law::Queue(wait, _) => (1.0 - wait.at_once(), rate * wait.series().first),
        Law::Shared(_) => (waits, rate * waits / spare),
    };
    let idle = (1.0 - waits) * timeout::empty(queue.servers - 1, load);
    Solved { offered: rate, utilisation, number: waiting + load, waiting, waits, idle, law, ..Solved::empty() }
}

/// M/M/c + D.
fn impatient(queue: &Queue, rate: f64, patience_s: f64) -> Solved {
    let found = timeout::fixed(rate, queue.servers, queue.mean_s, patience_s);
    let served = 1.0 - found.gave_up;
    let busy = rate * served * queue.mean_s;
    let wait = Wait::Cut { at_once: found.at_once / served, decay: found.decay, longest_s: patience_s };
    Solved {
        offered: rate,
        gave_up: found.gave_up,
        utilisation: busy / queue.servers as f64,
        number: found.waiting + busy,
        waiting: found.waiting,
        waits: 1.0 - found.at_once,
        idle: found.idle,
        law: Law::Queue(if patience_s > 0.0 { wait } else { Wait::None }, 1.0),
        ..Solved::empty()
    }
}

/// By the probabilities of the number there.
fn by_states(queue: &Queue, station: &Station, service: &Service) -> Solved {
    let counts = queue.counts();
    let offered = counts.offered;
    if offered <= 0.0 {
        return Solved::empty();
    }
    let law = match station.discipline {
        Discipline::ProcessorSharing => Law::Shared(Shared::new(queue, &counts.met, service.is_exponential())),
        Discipline::Fifo => first_come(queue, &counts, station.efficiency),
    };
    Solved {
        offered,
        refused: (1.0 - counts.admitted / offered).max(0.0),
        gave_up: (queue.leave_rate * counts.waiting / offered).min(1.0),
        growth: 0.0,
        utilisation: (counts.busy / queue.servers as f64).min(1.0),
        number: counts.number,
        waiting: counts.waiting,
        waits: counts.waits.min(1.0),
        idle: counts.idle,
        law,
    }
}

/// The wait by the number found: one departure more than there are waiting.
fn first_come(queue: &Queue, counts: &Counts, efficiency: Efficiency) -> Law {
    let servers = queue.servers as f64;
    let mut places = vec![(0.0, 0.0)];
    for entry in &counts.met {
        match places.first_mut() {
            Some(none) if entry.state < servers => none.1 += entry.weight,
            _ => places.push((entry.state - servers + 1.0, entry.weight)),
        }
    }
    let mut stages = Stages::new(places, queue.service_rate(servers));
    stages.leave_rate = queue.leave_rate;
    if queue.scv != 1.0 {
        let mean = Wait::Stages(stages.clone()).series().first;
        stages.scv = queue.scv;
        stages.stretch = if mean > 0.0 { counts.waiting / counts.offered / mean } else { 1.0 };
    }
    let served = counts.admitted - queue.leave_rate * counts.waiting;
    let slower = if efficiency.is_full() || served <= 0.0 { 1.0 } else { counts.busy / (served * queue.mean_s) };
    Law::Queue(Wait::Stages(stages), slower)
}

/// Queues that get requests in turn, exponential service.
fn in_turn(station: &Station, service: &Service, rate: f64) -> Solved {
    let (instances, servers) = (f64::from(station.instances), f64::from(station.servers));
    let capacity = instances * servers / service.mean_s();
    if rate >= capacity {
        return overloaded(rate, capacity);
    }
    let found = turns::in_turn(u64::from(station.instances), u64::from(station.servers), rate / capacity);
    let fall = servers / service.mean_s() * (1.0 - found.sigma);
    let wait = Wait::Exponential { waits: found.waits, rate: fall };
    let waiting = rate * found.waits / fall;
    Solved {
        offered: rate,
        utilisation: rate / capacity,
        number: waiting + rate * service.mean_s(),
        waiting,
        waits: found.waits,
        idle: found.idle,
        law: Law::Queue(wait, 1.0),
        ..Solved::empty()
    }
}
