//! What those who ask meet in a second of a fluid, and what becomes of them.

use crate::engine::timeline::tally::CAUSES;

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
    /// Share of each that meets a dead instance.
    pub(super) lost: Vec<f64>,
    /// Of those who wait, how many can be answered a second; and how many may wait.
    pub(super) most_rps: f64,
    pub(super) bound: f64,
    pub(super) users: f64,
    /// Mean seconds between requests, and those from request to answer where nobody has to wait.
    pub(super) think_s: f64,
    pub(super) level_s: f64,
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

    /// Those who were answered.
    pub(super) fn done(&self) -> f64 {
        self.at_once.iter().sum::<f64>() + self.served.iter().sum::<f64>()
    }
}
