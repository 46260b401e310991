//! Independent runs of the same network.

use super::build::Refused;
use super::outcome::Outcome;
use super::report::{self, Report};
use super::simulation::{End, Progress, Simulation};
use crate::engine::queueing::network::Network;

/// As many runs as the network's `run` says: the first with its seed, each further one with one more.
#[derive(Clone, Debug)]
pub struct Study {
    network: Network,
    current: Simulation,
    finished: Vec<Outcome>,
    /// All finished runs together.
    sum: Option<Outcome>,
    ended: Option<End>,
}

impl Study {
    /// Before the first run.
    ///
    /// # Errors
    ///
    /// As [`Simulation::new`].
    pub fn new(network: &Network) -> Result<Self, Refused> {
        let current = Simulation::new(network, network.run.seed)?;
        Ok(Self { network: network.clone(), current, finished: Vec::new(), sum: None, ended: None })
    }

    /// Runs that are at their end.
    pub fn finished(&self) -> u32 {
        self.finished.len() as u32
    }

    /// Goes on for so many events, at most to the end of a run; tells how far that run is. Nothing more happens once the
    /// last run has ended, or one that could not come to its end.
    pub fn run_events(&mut self, budget: u64) -> Progress {
        if self.ended.is_some() {
            return self.current.progress();
        }
        let progress = self.current.run_events(budget);
        if let Some(end) = progress.ended {
            self.finish();
            let seed = self.network.run.seed.wrapping_add(u64::from(self.finished()));
            match Simulation::new(&self.network, seed) {
                Ok(next) if end == End::Complete && self.finished() < self.network.run.replications => {
                    self.current = next;
                }
                _ => self.ended = Some(end),
            }
        }
        progress
    }

    fn finish(&mut self) {
        let mut outcome = self.current.outcome();
        match &mut self.sum {
            Some(sum) => sum.absorb(&mut outcome),
            None => self.sum = Some(outcome.clone()),
        }
        self.finished.push(outcome);
    }

    /// Whether all runs are over, and how the last ended.
    pub const fn ended(&self) -> Option<End> {
        self.ended
    }

    /// Goes on to the end.
    pub fn run(&mut self) {
        while self.ended.is_none() {
            self.run_events(u64::MAX);
        }
    }

    /// What the finished runs have found; before the first has ended, what it has found up to now.
    pub fn report(&self) -> Report {
        match &self.sum {
            Some(sum) => {
                let report = report::of(&self.network, self.network.run.seed, &self.finished, sum);
                Report { ended: self.ended, ..report }
            }
            None => self.current.report(),
        }
    }
}

impl Simulation {
    /// What this run has found up to now.
    pub fn report(&self) -> Report {
        let outcome = self.outcome();
        report::of(&self.network, self.seed, std::slice::from_ref(&outcome), &outcome)
    }
}
