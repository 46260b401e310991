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

use super::calls::{self, Shape};
use super::check;
use super::network::{Network, Workload};
use layout::Layout;

/// The most rounds of any solution.
pub const MOST_ROUNDS: u32 = if open::ROUNDS > closed::ROUNDS { open::ROUNDS } else { closed::ROUNDS };

/// Solves the steady state of a network.
///
/// # Errors
///
/// What has no steady answer here, the first of it.
pub fn solve(network: &Network) -> Result<Steady, Unsolvable> {
    sound(network)?;
    let network = &*calls::written_out(network);
    let layout = Layout::of(network)?;
    Ok(match &network.workload {
        Workload::Open(rates) => {
            let rate = rates.first().map_or(0.0, |rate| rate.rate_per_s);
            open::solve(network, &layout, rate)
        }
        Workload::Closed { users, think_s } => closed::solve(network, &layout, u64::from(*users), *think_s),
    })
}

/// Whether a network can be looked at at all.
fn sound(network: &Network) -> Result<(), Unsolvable> {
    if let Some(fault) = check::faults(network).into_iter().next() {
        return Err(Unsolvable { place: fault.place, why: Why::Faulty });
    }
    let shapes = calls::shapes(network).unwrap_or_default();
    let steps = |class: &super::network::Class| Shape::of(&class.route, &shapes).steps;
    let all = network.classes.iter().map(steps).fold(0, usize::saturating_add);
    if all > check::MAX_STEPS {
        return Err(Unsolvable { place: "classes".to_owned(), why: Why::TooLong });
    }
    Ok(())
}
