//! Networks in time: a simulation of discrete events, request by request.
//!
//! [`Simulation`] is one run of a [`Network`](super::queueing::network::Network), [`Study`] several with what they have
//! in common. A run is a loop over events in whole nanoseconds; the same seed gives the same bytes everywhere.

mod batches;
mod breaker;
mod build;
mod calendar;
mod calls;
mod client;
mod clock;
mod confidence;
mod credits;
mod draw;
mod environments;
mod fleet;
mod fluid;
mod gates;
mod heap;
mod histogram;
mod jobs;
mod ordered;
mod outcome;
mod owned;
mod plan;
pub mod play;
mod pool;
mod program;
mod refused;
mod report;
mod request;
mod reroute;
mod scaling;
mod simulation;
mod source;
mod station;
mod steer;
mod streams;
mod study;
mod tally;
mod throttle;
mod visits;
mod watch;
mod ziggurat;

#[cfg(test)]
mod tests;

pub use build::{MOST_INSTANCES, Refused};
pub use confidence::Estimate;
pub use report::{CreditsReport, Flow, LatencyEstimate, QueueReport, Report, ScalingReport, WindowReport};
pub use scaling::ScalingStep;
pub use simulation::{End, MOST_INSIDE, Progress, Simulation};
pub use study::Study;
pub use tally::{CAUSES, Cause};
