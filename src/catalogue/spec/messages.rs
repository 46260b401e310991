//! What services say of messages that nobody waits for: who takes them, how many at a time, and what becomes of those that
//! cannot be taken yet.

/// How a part is handed what waits in a queue: in batches, of which it has so many at a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PollBlueprint {
    /// The most messages of a batch.
    pub batch: u32,
    /// Seconds for which messages are gathered before a batch begins that is not full.
    pub window_s: f64,
    /// Batches at a time that a queue begins with, and keeps to where little comes.
    pub start: u32,
    /// How many more of them there may be each second while messages wait.
    pub more_per_s: f64,
    /// The most of them.
    pub most: u32,
    /// Whether of a batch with a message that fails only that one is handed out again.
    pub partial: bool,
    /// Seconds that a call for messages waits where there are none.
    pub call_s: f64,
    /// The most messages that one call brings or deletes.
    pub per_call: u32,
}

impl PollBlueprint {
    /// The same for a queue that keeps an order: smaller batches, and nothing is gathered.
    #[must_use]
    pub fn in_order(self) -> Self {
        Self { batch: self.batch.min(self.per_call), window_s: 0.0, ..self }
    }
}

/// How a message that could not be taken is tried again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RetryBlueprint {
    /// Seconds until it is tried again for the first time; each further time twice as long.
    pub first_s: f64,
    /// The longest of those waits, seconds.
    pub most_s: f64,
    /// Seconds after which it is given up.
    pub for_s: f64,
}

/// What a part had to do with messages that nobody waits for, each a second but for the last.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Messages {
    /// Messages that went to users.
    pub told: f64,
    /// Of a queue: messages that were taken in batches, not one call each.
    pub polled: f64,
    /// Of a queue: calls for them, those that brought nothing included, and calls that deleted them.
    pub calls: f64,
    /// Of those who take batches: how many they begin, and messages that come one by one.
    pub begun: f64,
    /// Of those who take batches: how many are worked on at once, and messages that come one by one.
    pub at_once: f64,
}
