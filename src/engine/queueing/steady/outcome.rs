//! From solved parts to a report.

use super::flows::Flows;
use super::latency::{self, Law, Share};
use super::layout::{Home, Layout};
use super::report::{ClassReport, SlotsReport, State, StationReport, Steady};
use super::series::Series;
use super::state::{Parts, Way};
use super::station;
use crate::engine::queueing::network::{Client, Network, Step};

/// Attempts of a class less likely than this are left out of its percentiles.
const NEGLIGIBLE: f64 = 1e-9;

/// How an attempt of a class ends.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Attempt {
    /// Probability that it fails: refused, left, or too late.
    pub(super) fails: f64,
    /// Mean seconds until a failed one has failed.
    pub(super) failed_after_s: f64,
}

/// How an attempt of a class ends at the solved parts.
pub(super) fn attempt(way: Way<'_>, route: &[Step], client: &Client) -> Attempt {
    let lost = failing(way, route);
    let late = client.timeout_s.map_or(0.0, |timeout_s| {
        let through: f64 = latency::laws(way, route).iter().map(|law| law.ends * (1.0 - law.tail(timeout_s))).sum();
        (1.0 - through - lost.ends).max(0.0)
    });
    let fails = (lost.ends + late).clamp(0.0, 1.0);
    let after_s = lost.first + late * client.timeout_s.unwrap_or(0.0);
    let after_s = if fails > 0.0 { after_s / fails } else { 0.0 };
    Attempt { fails, failed_after_s: client.timeout_s.map_or(after_s, |timeout_s| after_s.min(timeout_s)) }
}

/// Mean attempts of a request whose attempts fail with a probability: 1 + p + … + pᵏ for k retries.
pub(super) fn attempts(fails: f64, client: &Client) -> f64 {
    let (mut sum, mut left) = (1.0, 1.0);
    for _ in &client.backoff_s {
        left *= fails;
        sum += left;
    }
    sum
}

/// The time until an attempt is refused or leaves, for those that do.
fn failing(way: Way<'_>, route: &[Step]) -> Series {
    let (mut lost, mut through) = (Series::NEVER, Series::ONE);
    for step in route {
        let here = match step {
            Step::Visit { station, times, service } => {
                let solved = way.parts.station(*station);
                let once =
                    way.step_series(&Step::Visit { station: *station, times: 1, service: service.clone() }, None);
                let waited = solved.waiting / solved.offered.max(f64::MIN_POSITIVE);
                let served = wait_series(&solved.law).scaled(solved.passes()).first;
                let left = Series { ends: 0.0, first: (waited - served).max(0.0), half_second: 0.0 };
                let gave_up = Series { ends: solved.gave_up, ..left };
                let gave_up = if solved.gave_up > 0.0 { gave_up } else { Series::NEVER };
                let one = gave_up + Series::ONE.scaled(solved.refused);
                (0..*times).fold((Series::NEVER, Series::ONE), |(sum, before), _| (sum + before * one, before * once)).0
            }
            Step::Branch(ways) => ways
                .iter()
                .map(|one| failing(way, &one.route).scaled(one.probability))
                .fold(Series::NEVER, std::ops::Add::add),
            Step::Repeat { probability, route } => {
                way.series(route, None).any_number(*probability) * failing(way, route)
            }
            Step::Hold { slots, route } => {
                let held = way.parts.slots(*slots);
                let waited = if held.gave_up > 0.0 { held.waiting / held.offered.max(f64::MIN_POSITIVE) } else { 0.0 };
                let gave_up = Series { ends: held.gave_up, first: waited, half_second: 0.0 };
                gave_up + Series::ONE.scaled(held.refused) + failing(way, route).scaled(held.passes())
            }
            Step::Fail => Series::ONE,
            Step::Delay(_) | Step::Spawn(_) | Step::Call { .. } => Series::NEVER,
        };
        lost = lost + through * here;
        through = through * way.step_series(step, None);
    }
    lost
}

fn wait_series(law: &station::Law) -> Series {
    match law {
        station::Law::Queue(wait, _) => wait.series(),
        station::Law::Shared(_) => Series::ONE,
    }
}

/// What the parts of a network have come to.
pub(super) struct Outcome<'a> {
    pub(super) network: &'a Network,
    pub(super) layout: &'a Layout,
    pub(super) flows: &'a Flows<'a>,
    pub(super) parts: &'a Parts,
    /// Requests a second.
    pub(super) offered: f64,
    /// Of each class.
    pub(super) attempts: &'a [Attempt],
    /// Seconds a cycle that a closed user thinks; none for open arrivals.
    pub(super) is_saturated: bool,
    pub(super) rounds: u32,
    pub(super) converged: bool,
}

impl Outcome<'_> {
    /// The report.
    pub(super) fn report(&self) -> Steady {
        let laws: Vec<Vec<Law<'_>>> = self
            .network
            .classes
            .iter()
            .enumerate()
            .map(|(id, class)| latency::laws(self.way(id), &class.route))
            .collect();
        let growth = self.growth();
        // Where requests pile up without ever being given up, those answered are no fair sample. What nobody waits for
        // may pile up unseen.
        let piles_up = growth > 0.0 && (0..self.network.classes.len()).any(|class| self.stuck(class) > 1e-9);
        let shares: Vec<Vec<Share<'_>>> = laws.iter().enumerate().map(|(id, laws)| self.shares(id, laws)).collect();
        let classes: Vec<ClassReport> = shares
            .iter()
            .enumerate()
            .map(|(id, shares)| {
                let mut class = self.class(id);
                class.latency = latency::of(shares).filter(|_| !piles_up);
                class
            })
            .collect();
        let all: Vec<Share<'_>> = shares.into_iter().flatten().collect();
        let done_per_s: f64 = classes.iter().map(|class| class.done_per_s).sum();
        let failed_per_s: f64 = classes.iter().map(|class| class.failed_per_s).sum();
        let weighted: f64 = classes.iter().map(|class| class.attempts * class.offered_per_s).sum();
        let latency = match classes.as_slice() {
            [one] => one.latency,
            _ => latency::of(&all).filter(|_| !piles_up),
        };
        Steady {
            state: match () {
                () if growth > 0.0 => State::Unstable,
                () if self.is_saturated => State::Saturated,
                () => State::Ok,
            },
            converged: self.converged,
            rounds: self.rounds,
            offered_per_s: self.offered,
            done_per_s,
            failed_per_s,
            growth_per_s: growth,
            attempts: if self.offered > 0.0 { weighted / self.offered } else { 1.0 },
            number: self.number(),
            latency,
            classes,
            stations: self.stations(),
            slots: self.slots(),
            lower: None,
        }
    }

    fn way(&self, class: usize) -> Way<'_> {
        Way { network: self.network, parts: self.parts, class }
    }

    fn growth(&self) -> f64 {
        let stations: f64 = self.parts.stations.iter().map(|solved| solved.growth).sum();
        stations + self.parts.slots.iter().map(|held| held.growth).sum::<f64>()
    }

    /// Mean number of attempts under way.
    fn number(&self) -> Option<f64> {
        let outside = |home: &Home| *home == Home::Outside;
        let stations = self.parts.stations.iter().zip(&self.layout.stations).filter(|(_, home)| outside(home));
        let slots = self.parts.slots.iter().zip(&self.layout.slots).filter(|(_, home)| outside(home));
        let number: f64 = stations.map(|(solved, _)| solved.number).sum::<f64>()
            + slots.map(|(held, _)| held.held + held.waiting).sum::<f64>()
            + self.flows.delay_s;
        number.is_finite().then_some(number)
    }

    fn attempt(&self, class: usize) -> Attempt {
        self.attempts.get(class).copied().unwrap_or_default()
    }

    fn class(&self, id: usize) -> ClassReport {
        let (name, share) = self.network.classes.get(id).map_or(("", 0.0), |class| (&class.name, class.share));
        let offered_per_s = self.offered * share;
        let fails = self.attempt(id).fails;
        let lost = libm::pow(fails, self.network.client.backoff_s.len() as f64 + 1.0);
        let failed_per_s = offered_per_s * lost;
        ClassReport {
            name: name.to_owned(),
            offered_per_s,
            done_per_s: (offered_per_s - failed_per_s - offered_per_s * self.stuck(id)).max(0.0),
            failed_per_s,
            attempts: attempts(fails, &self.network.client),
            latency: None,
        }
    }

    /// Share of a class's requests that neither get an answer nor fail: without a timeout, those that pile up.
    fn stuck(&self, id: usize) -> f64 {
        let (way, class) = (self.way(id), self.network.classes.get(id));
        match (self.network.client.timeout_s, class) {
            (None, Some(class)) => (1.0 - answered(way, &class.route) - lost_share(way, &class.route)).max(0.0),
            _ => 0.0,
        }
    }

    /// The response times of a class as a mixture over its ways through and its attempts.
    fn shares<'l>(&self, id: usize, laws: &'l [Law<'l>]) -> Vec<Share<'l>> {
        let client = &self.network.client;
        let Attempt { fails, failed_after_s } = self.attempt(id);
        let rate = self.offered * self.network.classes.get(id).map_or(0.0, |class| class.share);
        let cuts: Vec<Option<(f64, f64)>> =
            laws.iter().map(|law| client.timeout_s.map(|timeout_s| (timeout_s, law.tail(timeout_s)))).collect();
        let mut shares = Vec::new();
        let (mut likely, mut shift_s) = (1.0, 0.0);
        for backoff_s in std::iter::once(None).chain(client.backoff_s.iter().map(Some)) {
            if let Some(backoff_s) = backoff_s {
                likely *= fails;
                shift_s += failed_after_s + backoff_s;
            }
            if likely < NEGLIGIBLE {
                break;
            }
            for (law, cut) in laws.iter().zip(&cuts) {
                let in_time = cut.map_or(1.0, |(_, beyond)| 1.0 - beyond);
                if in_time > 1e-12 {
                    shares.push(Share { weight: rate * likely * law.ends * in_time, shift_s, law, cut: *cut });
                }
            }
        }
        shares
    }

    fn stations(&self) -> Vec<StationReport> {
        let all = self.network.stations.iter().zip(&self.parts.stations).zip(&self.layout.stations);
        all.map(|((station, solved), home)| {
            let is_inside = matches!(home, Home::Inside(_));
            let wait = match &solved.law {
                station::Law::Queue(wait, _) if !is_inside && solved.growth <= 0.0 && solved.offered > 0.0 => {
                    let law = latency::of_wait(self.way(0), wait);
                    latency::of(&[Share { weight: 1.0, shift_s: 0.0, law: &law, cut: None }])
                }
                _ => None,
            };
            StationReport {
                name: station.name.clone(),
                arrivals_per_s: solved.offered,
                utilisation: solved.utilisation,
                number: Some(solved.number).filter(|number| number.is_finite()),
                waiting: Some(solved.waiting).filter(|number| number.is_finite()),
                wait_probability: (!is_inside).then_some(solved.waits),
                idle_probability: (!is_inside).then_some(solved.idle),
                refused: solved.refused,
                gave_up: solved.gave_up,
                growth_per_s: solved.growth,
                wait,
            }
        })
        .collect()
    }

    fn slots(&self) -> Vec<SlotsReport> {
        let all = self.network.slots.iter().zip(&self.parts.slots).zip(&self.layout.slots);
        all.enumerate()
            .map(|(id, ((slots, held), home))| SlotsReport {
                name: slots.name.clone(),
                arrivals_per_s: self.flows.entries.get(id).copied().unwrap_or(0.0),
                utilisation: (!matches!(home, Home::Inside(_))).then_some(held.held / f64::from(slots.count)),
                waiting: Some(held.waiting).filter(|number| number.is_finite()),
                wait_probability: Some(held.waits),
                refused: held.refused,
                gave_up: held.gave_up,
                growth_per_s: held.growth,
            })
            .collect()
    }
}

/// Share of the attempts that get through before long.
fn answered(way: Way<'_>, route: &[Step]) -> f64 {
    Flows::through(way.parts, route)
}

/// Share of the attempts that are refused or leave.
fn lost_share(way: Way<'_>, route: &[Step]) -> f64 {
    failing(way, route).ends
}
