//! The wait for several servers.

use super::even::Even;
use super::phases::Phases;
use super::{Shape, spectrum};
use crate::engine::queueing::service::Service;
use crate::engine::steady::birth_death::erlang_c;

/// The most servers for which two phases, three phases and even services are solved; more are carried over.
const MOST_SERVERS: u64 = 12;
const FEW_SERVERS: u64 = 6;
const MOST_EVEN: u64 = 100;

/// The least utilisation that is carried over to.
const LEAST_BUSY: f64 = 0.1;

/// The least scv that two phases have; below, they are mixed with even services.
const LEAST_VARIABLE: f64 = 0.5;

/// The least scv for which three phases are looked for.
const LEAST_OF_THREE: f64 = 0.75;

/// The slowest rate, in services, at which a queue is taken to forget: beyond, transforms differ by rounding only.
const SLOWEST: f64 = 1e-4;

/// The share that waits, and the wait of those, in units of the service.
pub(super) struct Given {
    pub(super) waits: f64,
    pub(super) delay: f64,
    pub(super) shape: Shape,
}

/// The same for services of phases: shares and rates of the wait in units of the delay.
struct Phased {
    waits: f64,
    delay: f64,
    terms: Vec<(f64, f64)>,
}

/// The same for even services.
struct Evenly {
    waits: f64,
    delay: f64,
    shape: Box<Even>,
}

/// The wait at `servers` busy a share `utilisation` of the time, where exponential services wait with a probability and
/// then so long; none where rounding leaves nothing of it.
pub(super) fn wait(service: &Service, servers: u64, utilisation: f64, exponential: (f64, f64)) -> Option<Given> {
    let scv = service.scv();
    let is_sound = |found: &Given| found.is_sound(exponential, scv);
    if scv < LEAST_VARIABLE {
        return Some(little_variable(scv, servers, utilisation)).filter(is_sound);
    }
    let at = relaxation(servers, utilisation, scv);
    let is_two = matches!(service, Service::Hyperexponential(phases) if phases.len() == 2);
    let fine = (scv >= LEAST_OF_THREE && !is_two).then(|| three_phases(service, at, servers, utilisation));
    let made = |Phased { waits, delay, terms }| Given { waits, delay, shape: Shape::Mixed { even: None, terms } };
    let rough = || made(phased(Phases::two(service, at), servers, utilisation, MOST_SERVERS));
    fine.map(made).filter(is_sound).or_else(|| Some(rough()).filter(is_sound))
}

/// Between even services and two equal phases by the scv, each part in its own shape.
fn little_variable(scv: f64, servers: u64, utilisation: f64) -> Given {
    let (even, other) = (evenly(servers, utilisation), phased(Phases::ERLANG, servers, utilisation, MOST_SERVERS));
    let share = 1.0 - scv / LEAST_VARIABLE;
    Given {
        waits: share * even.waits + (1.0 - share) * other.waits,
        delay: share * even.delay + (1.0 - share) * other.delay,
        shape: Shape::Mixed { even: Some((share, even.shape)), terms: other.terms },
    }
}

/// By three phases, which are solved for few servers only; what more servers change is seen with two.
fn three_phases(service: &Service, at: f64, servers: u64, utilisation: f64) -> Phased {
    let three = phased(Phases::three(service, at), servers, utilisation, FEW_SERVERS);
    if servers <= FEW_SERVERS {
        return three;
    }
    let two = Phases::two(service, at);
    let [few, most] = [FEW_SERVERS, MOST_SERVERS].map(|most| phased(two, servers, utilisation, most));
    // The less is to do, the more it counts that whoever waits is alone, for the first of all services to end.
    let (_, busy) = alike(servers, utilisation, FEW_SERVERS);
    let mean_s = service.mean_s();
    let alone =
        first_to_end(servers, |t| service.excess_tail(t * mean_s)) / first_to_end(servers, |t| two.excess_tail(t));
    let longer = busy * three.delay / few.delay + (1.0 - busy) * alone;
    Phased { waits: (three.waits * most.waits / few.waits).min(1.0), delay: most.delay * longer, terms: three.terms }
}

/// Mean time until the first of so many services ends whose excesses, in units of the service, have this tail: the
/// integral of the tail's power, over the logarithm of the time.
fn first_to_end(servers: u64, tail: impl Fn(f64) -> f64) -> f64 {
    let count = servers as f64;
    let step = 0.25;
    let part = |index: i32| {
        let time = libm::exp(step * f64::from(index)) / count;
        time * libm::pow(tail(time), count)
    };
    step * (-40..=24).map(part).sum::<f64>()
}

impl Given {
    /// Whether it can be a wait at all, and lies where waits lie. What does not is lost to rounding.
    fn is_sound(&self, (erlang, delay): (f64, f64), scv: f64) -> bool {
        let longest = 1.1 * (1.0 + scv.max(1.0)) / 2.0;
        let near = |value: f64, low: f64, high: f64| value >= low && value <= high;
        let Shape::Mixed { terms, .. } = &self.shape else { return false };
        let sum = |of: fn(&(f64, f64)) -> f64| terms.iter().map(of).sum::<f64>();
        near(self.waits, 0.5 * erlang, libm::fmin(1.5 * erlang, 1.0))
            && near(self.delay, 0.3 * delay, longest * delay)
            && near(sum(|(share, _)| *share), 1.0 - 1e-6, 1.0 + 1e-6)
            && near(sum(|(share, rate)| share / rate), 1.0 - 1e-6, 1.0 + 1e-6)
            && near(self.shape.half_second(), 0.5, f64::MAX)
            && terms.iter().all(|(_, rate)| *rate > 0.0)
    }
}

/// The rate, in services, at which a queue forgets: of the time scale at which heavy traffic moves it.
fn relaxation(servers: u64, utilisation: f64, scv: f64) -> f64 {
    let spare = 1.0 - utilisation;
    (servers as f64 * spare * spare * 2.0 / (1.0 + scv)).max(SLOWEST)
}

/// As many servers as can be solved, and their utilisation, with the same number of spare servers in units of the
/// square root of all: there queues of many servers are alike (Halfin & Whitt 1981).
fn alike(servers: u64, utilisation: f64, most: u64) -> (u64, f64) {
    if servers <= most {
        return (servers, utilisation);
    }
    let spare = (1.0 - utilisation) * libm::sqrt(servers as f64 / most as f64);
    (most, (1.0 - spare).max(LEAST_BUSY))
}

/// Probability of waiting and mean wait of those who wait with exponential service.
fn exponential(servers: u64, busy: f64) -> (f64, f64) {
    let count = servers as f64;
    (erlang_c(servers, busy * count), 1.0 / (count * (1.0 - busy)))
}

/// The wait for services of phases, solved for at most so many servers.
fn phased(phases: Phases, servers: u64, utilisation: f64, most: u64) -> Phased {
    let solved = |most: u64| {
        let (fewer, busy) = alike(servers, utilisation, most);
        let found = spectrum::wait(phases, fewer as usize, busy);
        let (waits, mean) = (found.waits(), found.mean());
        let (delay, plain) = (mean / waits, exponential(fewer, busy));
        let terms = found.terms.iter().map(|(share, rate)| (share / waits, rate * delay)).collect();
        Phased { waits: waits / plain.0, delay: delay / plain.1, terms }
    };
    let mut found = solved(most);
    if servers > most {
        // The rest of the way, which goes with the square root of the servers, by the way from half as many on.
        let half = solved(most / 2);
        let place = |servers: u64| 1.0 / libm::sqrt(servers as f64);
        let share = (place(servers) - place(most)) / (place(most) - place(most / 2));
        found.waits += share * (found.waits - half.waits);
        found.delay += share * (found.delay - half.delay);
        // With little to do half as many are not alike any more.
        if alike(servers, utilisation, most / 2).1 > LEAST_BUSY {
            found.terms.iter_mut().for_each(|(part, _)| *part *= 1.0 + share);
            found.terms.extend(half.terms.iter().map(|(part, rate)| (-share * part, *rate)));
        }
    }
    let (waits, delay) = exponential(servers, utilisation);
    Phased { waits: (found.waits * waits).min(1.0), delay: found.delay * delay, terms: found.terms }
}

/// The wait for even services.
fn evenly(servers: u64, utilisation: f64) -> Evenly {
    let (fewer, busy) = alike(servers, utilisation, MOST_EVEN);
    let shape = Even::new(fewer as u32, busy);
    let (plain, wanted) = (exponential(fewer, busy), exponential(servers, utilisation));
    let waits = (shape.waits / plain.0 * wanted.0).min(1.0);
    Evenly { waits, delay: shape.mean / shape.waits / plain.1 * wanted.1, shape: Box::new(shape) }
}
