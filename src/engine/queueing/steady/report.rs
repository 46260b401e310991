//! What the steady engine says about a network.

use super::latency::Latency;

/// How a network stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Everything that comes is served, or refused as it should be, and there is room.
    Ok,
    /// More is demanded of some part than it can do; a limit, patience or the users' own waiting holds it down.
    Saturated,
    /// Somewhere a backlog grows without end.
    Unstable,
    /// Retries hold up either of two states; this is the upper one.
    Bistable,
}

/// The steady state of a network.
#[derive(Clone, Debug, PartialEq)]
pub struct Steady {
    /// How it stands.
    pub state: State,
    /// Whether the rounds ended by themselves; if not, the numbers are those of the last one.
    pub converged: bool,
    /// How many rounds there were.
    pub rounds: u32,
    /// Requests that come a second, retries left out.
    pub offered_per_s: f64,
    /// Of them, those answered in time.
    pub done_per_s: f64,
    /// Those that failed for good.
    pub failed_per_s: f64,
    /// Requests a second by which backlogs grow.
    pub growth_per_s: f64,
    /// Attempts a request.
    pub attempts: f64,
    /// Mean number of attempts in the network; none where it grows without end.
    pub number: Option<f64>,
    /// Response times of requests answered, from the first attempt on; none where there are none, or where those that
    /// are not answered pile up.
    pub latency: Option<Latency>,
    /// By class, in the order of the network.
    pub classes: Vec<ClassReport>,
    /// By station, in the order of the network.
    pub stations: Vec<StationReport>,
    /// By slots, in the order of the network.
    pub slots: Vec<SlotsReport>,
    /// The lower state of a bistable network.
    pub lower: Option<Box<Steady>>,
}

/// A class of requests.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassReport {
    /// Its name.
    pub name: String,
    /// Requests that come a second.
    pub offered_per_s: f64,
    /// Answered a second.
    pub done_per_s: f64,
    /// Failed for good a second.
    pub failed_per_s: f64,
    /// Attempts a request.
    pub attempts: f64,
    /// Response times of those answered.
    pub latency: Option<Latency>,
}

/// A station, over all its instances.
#[derive(Clone, Debug, PartialEq)]
pub struct StationReport {
    /// Its name.
    pub name: String,
    /// Visits that come a second.
    pub arrivals_per_s: f64,
    /// Busy servers ÷ servers.
    pub utilisation: f64,
    /// Mean number there; none where it grows without end.
    pub number: Option<f64>,
    /// Mean number waiting.
    pub waiting: Option<f64>,
    /// Share of those let in who find all servers busy; none inside slots, and where the method does not tell.
    pub wait_probability: Option<f64>,
    /// Probability that a queue is empty; none inside slots.
    pub idle_probability: Option<f64>,
    /// Share refused.
    pub refused: f64,
    /// Share that leaves without service.
    pub gave_up: f64,
    /// Visits a second by which the backlog grows.
    pub growth_per_s: f64,
    /// Waits of those served; none where nobody is, where there is no queue, and inside slots.
    pub wait: Option<Latency>,
}

/// Slots.
#[derive(Clone, Debug, PartialEq)]
pub struct SlotsReport {
    /// Their name.
    pub name: String,
    /// Requests that come for one a second.
    pub arrivals_per_s: f64,
    /// Held ÷ all.
    pub utilisation: Option<f64>,
    /// Mean number waiting for one; none where it grows without end.
    pub waiting: Option<f64>,
    /// Share of those let in who find none free; none where the method does not tell.
    pub wait_probability: Option<f64>,
    /// Share refused.
    pub refused: f64,
    /// Share that leaves without one.
    pub gave_up: f64,
    /// Entries a second by which the backlog grows.
    pub growth_per_s: f64,
}
