//! The steady state of a network: exact for product-form networks, by aggregation (Norton's theorem for queueing
//! networks, Chandy–Herzog–Woo 1975): what runs inside a limit is replaced by one server whose speed depends on how
//! many are inside, from the innermost limit outwards; the outermost is a birth–death process between thinking and
//! waiting users. Means are exact where every station is processor sharing or exponential (BCMP 1975).

mod alike;
pub mod batches;
pub mod birth_death;
mod builder;
mod centre;
mod crowd;
mod fate;
pub mod fetched;
pub mod groups;
pub mod jobs;
mod luck;
pub mod percentiles;
pub mod profile;
pub mod response;
mod rounds;
mod solver;
pub mod throttle;

pub use solver::{Crowds, Habits, ROUNDS, Solution, Solver};

#[cfg(test)]
mod tests;
