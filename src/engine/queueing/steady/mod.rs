//! The steady state of a general network.
//!
//! [`solve`] lays the network out (`layout`), finds how often requests come to each part (`flows`), solves each part by
//! the method that fits it (`station`, `slots`), again and again until losses, retries and the users' cycle agree
//! (`open`, `closed`), and reads response times off transforms (`latency`, `invert`). docs/model.md has the methods.

mod anderson;
mod closed;
mod flows;
mod general;
mod inside;
mod invert;
mod latency;
mod layout;
mod limits;
mod open;
mod outcome;
mod product;
mod report;
mod series;
mod shared;
mod slots;
mod state;
mod states;
mod station;
#[cfg(test)]
mod tests;
mod timeout;
mod turns;
mod wait;
mod why;

pub use latency::Latency;
pub use limits::StationLimit;
pub use report::{ClassReport, SlotsReport, State, StationReport, Steady};
pub use why::{Unsolvable, Why};

use std::borrow::Cow;

use super::calls::{self, Shape};
use super::check;
use super::network::{Network, Workload};
use layout::Layout;

/// The most rounds of any solution.
pub const MOST_ROUNDS: u32 = most(most(open::ROUNDS, closed::ROUNDS), crate::engine::steady::ROUNDS);

const fn most(one: u32, other: u32) -> u32 {
    if one > other { one } else { other }
}

/// A network that has a steady state, ready to be solved at any load.
pub struct Solver<'a>(Method<'a>);

/// How a network is solved.
enum Method<'a> {
    /// Each part by itself, without calls.
    Parts(Box<(Cow<'a, Network>, Layout)>),
    /// By aggregation, for users who think so long.
    Product(&'a Network, f64),
}

impl<'a> Solver<'a> {
    /// Finds the method.
    ///
    /// # Errors
    ///
    /// What has no steady answer here, the first of it.
    pub fn of(network: &'a Network) -> Result<Self, Unsolvable> {
        if let Some(fault) = check::faults(network).into_iter().next() {
            return Err(Unsolvable { place: fault.place, why: Why::Faulty });
        }
        // What the decomposition cannot do, aggregation may.
        let parts = written_out(network).and_then(|network| {
            let layout = Layout::of(&network)?;
            Ok(Method::Parts(Box::new((network, layout))))
        });
        let product = |unsolvable| Ok(Method::Product(network, product::think_s(network).ok_or(unsolvable)?));
        parts.or_else(product).map(Self)
    }

    /// Solves at the network's own load.
    pub fn solve(&self) -> Steady {
        self.solve_at(match &self.network().workload {
            Workload::Open(rates) => rates.first().map_or(0.0, |rate| rate.rate_per_s),
            Workload::Closed { users, .. } => f64::from(*users),
        })
    }

    /// Solves at another load: so many requests a second where arrivals are open, else so many users, whole ones.
    pub fn solve_at(&self, load: f64) -> Steady {
        match &self.0 {
            Method::Product(network, think_s) => product::solve(network, load, *think_s),
            Method::Parts(parts) => {
                let (network, layout) = &**parts;
                match network.workload {
                    Workload::Open(_) => open::solve(network, layout, load),
                    Workload::Closed { think_s, .. } => closed::solve(network, layout, load as u64, think_s),
                }
            }
        }
    }

    /// Where each station is asked for as much as it has, smallest first; none known where the network is solved by
    /// aggregation.
    pub fn limits(&self) -> Vec<StationLimit> {
        match &self.0 {
            Method::Parts(parts) => limits::all(&parts.0),
            Method::Product(..) => Vec::new(),
        }
    }

    fn network(&self) -> &Network {
        match &self.0 {
            Method::Parts(parts) => &parts.0,
            Method::Product(network, _) => network,
        }
    }
}

/// Solves the steady state of a network.
///
/// # Errors
///
/// What has no steady answer here, the first of it.
pub fn solve(network: &Network) -> Result<Steady, Unsolvable> {
    Ok(Solver::of(network)?.solve())
}

/// The network without calls, if it is not too long for that.
fn written_out(network: &Network) -> Result<Cow<'_, Network>, Unsolvable> {
    let shapes = calls::shapes(network).unwrap_or_default();
    let steps = network.classes.iter().map(|class| Shape::of(&class.route, &shapes).steps);
    if steps.fold(0, usize::saturating_add) > check::MAX_STEPS {
        return Err(Unsolvable { place: "classes".to_owned(), why: Why::TooLong });
    }
    Ok(calls::written_out(network))
}
