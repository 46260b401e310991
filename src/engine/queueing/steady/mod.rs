//! The steady state of a general network.
//!
//! [`solve`] lays the network out (`layout`), finds how often requests come to each part (`flows`), solves each part by
//! the method that fits it (`station`, `slots`), again and again until losses, retries and the users' cycle agree
//! (`open`, `closed`), and reads response times off transforms (`latency`, `invert`). docs/model.md has the methods.

mod closed;
mod flows;
mod general;
mod inside;
mod invert;
mod latency;
mod layout;
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

/// Solves the steady state of a network.
///
/// # Errors
///
/// What has no steady answer here, the first of it.
pub fn solve(network: &Network) -> Result<Steady, Unsolvable> {
    if let Some(fault) = check::faults(network).into_iter().next() {
        return Err(Unsolvable { place: fault.place, why: Why::Faulty });
    }
    // What the decomposition cannot do, aggregation may.
    let or_product = |unsolvable| product::solve(network).ok_or(unsolvable);
    let written_out = match written_out(network) {
        Ok(network) => network,
        Err(unsolvable) => return or_product(unsolvable),
    };
    let layout = match Layout::of(&written_out) {
        Ok(layout) => layout,
        Err(unsolvable) => return or_product(unsolvable),
    };
    let network = &*written_out;
    Ok(match &network.workload {
        Workload::Open(rates) => {
            let rate = rates.first().map_or(0.0, |rate| rate.rate_per_s);
            open::solve(network, &layout, rate)
        }
        Workload::Closed { users, think_s } => closed::solve(network, &layout, u64::from(*users), *think_s),
    })
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
