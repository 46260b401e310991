//! What clients do when requests fail, and what servers do when too many come: retries, circuit breakers, bounded queues.
//! Part of the plan of a run; the steady state knows nothing of it.

use serde::Serialize;

/// The most retries of a request.
pub const MAX_RETRIES: usize = 10;

/// The longest wait before a retry, milliseconds.
pub const MAX_BACKOFF_MS: u32 = 600_000;

/// The longest queue that can be asked for.
pub const MAX_QUEUE: u32 = 1_000_000;

/// The longest window and break of a circuit breaker, seconds.
pub const MAX_BREAKER_S: u32 = 600;

/// The most attempts that a circuit breaker can wait for before it judges.
pub const MAX_MIN_REQUESTS: u32 = 100_000;

/// What clients and servers do about failures and overload.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Resilience {
    /// Milliseconds before each new attempt; as many retries as entries.
    pub backoff_ms: Vec<u32>,
    /// Whether servers go on with work whose client has given up, as they do who do not notice that.
    pub finishes_abandoned: bool,
    /// The most requests that wait for a worker of each instance; more are refused. None for no bound.
    pub queue_limit: Option<u32>,
    /// The clients' circuit breaker; none where they have none.
    pub breaker: Option<Breaker>,
}

/// When a circuit breaker opens, and for how long. One for each kind of request, shared by all clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Breaker {
    /// From this share of failed attempts in the window on it opens, percent.
    pub failure_percent: u32,
    /// The window, seconds.
    pub window_s: u32,
    /// With fewer attempts in the window it does not judge.
    pub min_requests: u32,
    /// Seconds for which it lets nothing through; then one attempt decides.
    pub open_s: u32,
}

impl Default for Breaker {
    /// The defaults of Polly 8 (<https://www.pollydocs.org/strategies/circuit-breaker#defaults>): 10 % of at least 100 in
    /// 30 s, open for 5 s.
    fn default() -> Self {
        Self { failure_percent: 10, window_s: 30, min_requests: 100, open_s: 5 }
    }
}

impl Resilience {
    /// Waits before so many retries: those that there are, and behind them twice as long each time, from one second on
    /// and up to 20 (as the AWS SDKs' standard mode, whose random factor is left out:
    /// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html>).
    #[must_use]
    pub fn backoff_of(&self, retries: usize) -> Vec<u32> {
        let mut waits = self.backoff_ms.clone();
        waits.truncate(retries.min(MAX_RETRIES));
        while waits.len() < retries.min(MAX_RETRIES) {
            let next = waits.last().map_or(1_000, |last| last.saturating_mul(2).clamp(1, 20_000));
            waits.push(next);
        }
        waits
    }

    /// This with every number in its range.
    #[must_use]
    pub fn in_range(mut self) -> Self {
        self.backoff_ms.truncate(MAX_RETRIES);
        self.backoff_ms.iter_mut().for_each(|wait| *wait = (*wait).min(MAX_BACKOFF_MS));
        self.queue_limit = self.queue_limit.map(|limit| limit.min(MAX_QUEUE));
        self.breaker = self.breaker.map(|breaker| Breaker {
            failure_percent: breaker.failure_percent.clamp(1, 100),
            window_s: breaker.window_s.clamp(1, MAX_BREAKER_S),
            min_requests: breaker.min_requests.clamp(1, MAX_MIN_REQUESTS),
            open_s: breaker.open_s.clamp(1, MAX_BREAKER_S),
        });
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_retries_wait_twice_as_long_each_time_and_fewer_keep_the_first() {
        let waits = |backoff_ms: &[u32], retries| {
            Resilience { backoff_ms: backoff_ms.to_vec(), ..Resilience::default() }.backoff_of(retries)
        };
        assert_eq!(waits(&[], 6), [1_000, 2_000, 4_000, 8_000, 16_000, 20_000]);
        assert_eq!((waits(&[50, 70], 3), waits(&[50, 70], 1)), (vec![50, 70, 140], vec![50]));
        assert_eq!(waits(&[], 99).len(), MAX_RETRIES);
    }

    #[test]
    fn what_is_out_of_range_is_put_into_it() {
        let wild = Resilience {
            backoff_ms: vec![u32::MAX; 99],
            queue_limit: Some(u32::MAX),
            breaker: Some(Breaker { failure_percent: 0, window_s: 0, min_requests: 0, open_s: u32::MAX }),
            ..Resilience::default()
        };
        let tame = wild.in_range();
        assert_eq!((tame.backoff_ms.len(), tame.queue_limit), (MAX_RETRIES, Some(MAX_QUEUE)));
        let breaker = Breaker { failure_percent: 1, window_s: 1, min_requests: 1, open_s: MAX_BREAKER_S };
        assert_eq!((tame.breaker, tame.clone().in_range()), (Some(breaker), tame));
    }
}
