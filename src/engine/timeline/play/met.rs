//! What those who ask meet in a second of a fluid, and what becomes of them.

use crate::engine::timeline::tally::{CAUSES, Cause};

/// What clients do, and servers whose client has given up.
#[derive(Clone, Debug, Default)]
pub(super) struct Rules {
    /// Seconds before each new attempt.
    pub(super) backoff_s: Vec<f64>,
    /// Seconds after which an attempt has failed.
    pub(super) timeout_s: f64,
    /// Whether work goes on whose client has given up.
    pub(super) finishes_abandoned: bool,
}

/// What those who ask meet; lists are by class.
pub(super) struct Met<'a> {
    /// Each class's share of the requests, and its place in the network.
    pub(super) shares: Vec<f64>,
    pub(super) classes: Vec<u16>,
    /// Share of each that needs what is full; work of one that does, the mean of all that do being 1.
    pub(super) waits: &'a [f64],
    pub(super) work: &'a [f64],
    /// Share of each that fails whatever is done.
    pub(super) lost: &'a Losses,
    /// Of those who wait, how many can be answered a second; and how many may wait.
    pub(super) most_rps: f64,
    pub(super) bound: f64,
    pub(super) users: f64,
    /// Mean seconds between requests, and those from request to answer where nobody has to wait.
    pub(super) think_s: f64,
    pub(super) level_s: f64,
}

/// Of each class, the share of its attempts that fail whatever is done.
#[derive(Clone, Debug, Default)]
pub(super) struct Losses {
    /// In all.
    pub(super) all: Vec<f64>,
    /// By cause, as shares of all attempts.
    pub(super) by_cause: Vec<(Cause, Vec<f64>)>,
}

impl Losses {
    /// Of those that come, by cause: each takes its share of those whom the ones before it have left.
    pub(super) fn of(classes: usize, shares: impl IntoIterator<Item = (Cause, Vec<f64>)>) -> Self {
        let mut left = vec![1.0; classes];
        let mut by_cause = Vec::new();
        for (cause, mut share) in shares {
            for (share, left) in share.iter_mut().zip(&mut left) {
                *share *= *left;
                *left -= *share;
            }
            if share.iter().any(|share| *share > 0.0) {
                by_cause.push((cause, share));
            }
        }
        Self { all: left.into_iter().map(|left| 1.0 - left).collect(), by_cause }
    }

    /// Whether anything fails.
    pub(super) fn is_any(&self) -> bool {
        !self.by_cause.is_empty()
    }

    /// The share of requests that fail, of which each class is a share.
    pub(super) fn total(&self, shares: impl Iterator<Item = f64>) -> f64 {
        shares.zip(&self.all).map(|(share, lost)| share * lost).sum()
    }
}

/// What a second was like; lists are by class.
#[derive(Clone, Debug, Default)]
pub(super) struct Second {
    pub(super) offered: f64,
    pub(super) attempts: f64,
    /// For good, by cause.
    pub(super) failed: [f64; CAUSES.len()],
    /// Those answered who did not need what is full, those who did, and work that nobody waited for any more.
    pub(super) at_once: Vec<f64>,
    pub(super) served: Vec<f64>,
    pub(super) wasted: Vec<f64>,
    /// Sum of the waits of those who were answered, seconds.
    pub(super) waits_s: f64,
    /// Attempts whose clients gave up waiting.
    pub(super) given_up: f64,
    /// Of those answered at a later attempt: seconds since the first, and how many.
    pub(super) later: Vec<(f64, f64)>,
}

impl Second {
    pub(super) fn of(classes: usize) -> Self {
        let none = vec![0.0; classes];
        Self { at_once: none.clone(), served: none.clone(), wasted: none, ..Self::default() }
    }

    /// Of a class, those for whom all work was done, whether or not anyone still waited for it.
    pub(super) fn worked(&self, place: usize) -> f64 {
        self.served[place] + self.wasted[place] + self.at_once[place]
    }

    /// Those who were answered.
    pub(super) fn done(&self) -> f64 {
        self.at_once.iter().sum::<f64>() + self.served.iter().sum::<f64>()
    }
}
