//! The same run with other random numbers, several times: what they have in common, and how sure that is.

use super::{Entry, Plan, Play};
use crate::engine::queueing::network::Window;
use crate::engine::timeline::outcome::Outcome;
use crate::engine::timeline::report::{self, Report};
use crate::engine::timeline::{End, Refused};
use crate::model::topology::Topology;

/// The most windows of a run, and the shortest, seconds.
const WINDOWS: u32 = 60;
const SHORTEST_S: u32 = 60;

/// Several runs of a plan, each simulated request by request.
#[derive(Clone, Debug)]
pub struct Repeated {
    /// All of them together, in whole and by window. Its stations and slots are those of the compiled network, in its
    /// order.
    pub report: Report,
    /// What happened in each.
    pub logs: Vec<Vec<Entry>>,
}

impl Repeated {
    /// So many runs, the first with this seed, each further one with one more. The same seeds in another drawing are the
    /// same users: what differs is the drawing's (common random numbers).
    ///
    /// # Errors
    ///
    /// As [`Play::new`].
    pub fn new(topology: &Topology, users: u32, plan: &Plan, seed: u64, runs: u32) -> Result<Self, Refused> {
        let (mut outcomes, mut logs): (Vec<Outcome>, Vec<Vec<Entry>>) = (Vec::new(), Vec::new());
        let mut sum: Option<Outcome> = None;
        let mut last = Play::begin(topology, users, plan, seed, windows(plan.duration_s))?;
        let mut ended = None;
        for run in 0..runs.max(1) {
            if run > 0 {
                let seed = seed.wrapping_add(u64::from(run));
                last = Play::begin(topology, users, plan, seed, windows(plan.duration_s))?;
            }
            ended = last.run(u64::MAX, f64::INFINITY).ended;
            let mut outcome = last.simulation.outcome();
            match &mut sum {
                Some(sum) => sum.absorb(&mut outcome),
                None => sum = Some(outcome.clone()),
            }
            outcomes.push(outcome);
            logs.push(std::mem::take(&mut last.log));
            if ended != Some(End::Complete) {
                break;
            }
        }
        let sum = sum.unwrap_or_else(|| last.simulation.outcome());
        let report = report::of(&last.simulation.network, seed, &outcomes, &sum);
        Ok(Self { report: Report { ended, ..report }, logs })
    }
}

/// Equal parts of a run, of a minute or more.
fn windows(duration_s: u32) -> Vec<Window> {
    let length_s = duration_s.div_ceil(WINDOWS).max(SHORTEST_S);
    let window =
        |from_s: u32| Window { from_s: f64::from(from_s), to_s: f64::from((from_s + length_s).min(duration_s)) };
    (0..duration_s).step_by(length_s as usize).map(window).collect()
}
