//! Circuit breakers of clients: where too many attempts of a class fail, none is sent for a while, and then one, which
//! decides how it goes on (Nygard 2007, "Release It!").

use super::clock::NANOS;
use super::simulation::Simulation;
use super::tally::Cause;
use crate::model::resilience::Breaker as Rule;

/// What a breaker does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// It lets all attempts through, and counts how they end.
    Closed,
    /// It lets none through up to a time.
    Open(u64),
    /// It has let one through, and waits for its end.
    Probing,
}

/// One breaker.
#[derive(Clone, Debug)]
struct Breaker {
    rule: Rule,
    state: State,
    /// Attempts of each second of the window, by second modulo their number: answered and failed.
    seconds: Vec<(u32, u32)>,
    /// The latest second that is counted.
    second: u64,
    /// The sums over the window.
    sum: (u64, u64),
}

/// A breaker that opened or closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Turn {
    pub(super) class: u16,
    pub(super) opens: bool,
}

/// The breakers of all classes; none where there is no rule.
#[derive(Clone, Debug, Default)]
pub(super) struct Circuits {
    breakers: Vec<Breaker>,
    turns: Vec<Turn>,
}

impl Breaker {
    fn new(rule: Rule) -> Self {
        let seconds = vec![(0, 0); rule.window_s.max(1) as usize];
        Self { rule, state: State::Closed, seconds, second: 0, sum: (0, 0) }
    }

    /// Forgets the seconds that have left the window by now.
    fn roll(&mut self, now: u64) {
        let (second, length) = (now / NANOS as u64, self.seconds.len() as u64);
        for over in (self.second + 1..=second).take(self.seconds.len()) {
            if let Some(old) = self.seconds.get_mut((over % length) as usize) {
                self.sum.0 -= u64::from(old.0);
                self.sum.1 -= u64::from(old.1);
                *old = (0, 0);
            }
        }
        self.second = second;
    }

    fn clear(&mut self) {
        self.seconds.fill((0, 0));
        self.sum = (0, 0);
    }

    fn count(&mut self, now: u64, (done, failed): (u32, u32)) {
        self.roll(now);
        let place = (self.second % self.seconds.len() as u64) as usize;
        if let Some(of) = self.seconds.get_mut(place) {
            *of = (of.0 + done, of.1 + failed);
        }
        self.sum = (self.sum.0 + u64::from(done), self.sum.1 + u64::from(failed));
    }

    fn is_too_bad(&self) -> bool {
        let all = self.sum.0 + self.sum.1;
        all >= u64::from(self.rule.min_requests) && self.sum.1 * 100 >= u64::from(self.rule.failure_percent) * all
    }

    fn open(&mut self, now: u64) {
        self.state = State::Open(now.saturating_add(u64::from(self.rule.open_s) * NANOS as u64));
        self.clear();
    }

    /// Whether an attempt is sent, and whether it decides how it goes on.
    fn lets_through(&mut self, now: u64) -> (bool, bool) {
        match self.state {
            State::Closed => (true, false),
            State::Open(until) if now >= until => {
                self.state = State::Probing;
                (true, true)
            }
            State::Open(_) | State::Probing => (false, false),
        }
    }

    /// An attempt has ended; whether the breaker opens or closes by it.
    fn ended(&mut self, now: u64, probe: bool, is_done: bool) -> Option<bool> {
        match self.state {
            State::Closed => {
                self.count(now, (u32::from(is_done), u32::from(!is_done)));
                if is_done || !self.is_too_bad() {
                    return None;
                }
                self.open(now);
                Some(true)
            }
            State::Probing if probe && is_done => {
                self.state = State::Closed;
                self.second = now / NANOS as u64;
                Some(false)
            }
            State::Probing if probe => {
                self.open(now);
                None
            }
            State::Open(_) | State::Probing => None,
        }
    }
}

impl Circuits {
    /// A breaker of this rule for each of so many classes.
    pub(super) fn of(rule: Option<Rule>, classes: usize) -> Self {
        let breakers = rule.map_or_else(Vec::new, |rule| vec![Breaker::new(rule); classes]);
        Self { breakers, turns: Vec::new() }
    }

    #[inline(always)]
    pub(super) fn is_any(&self) -> bool {
        !self.breakers.is_empty()
    }

    /// So many attempts of a class have ended at once, answered and failed.
    pub(super) fn ended_together(&mut self, now: u64, class: u16, (done, failed): (u32, u32)) {
        let Some(breaker) = self.breakers.get_mut(usize::from(class)) else { return };
        if breaker.state != State::Closed || done + failed == 0 {
            return;
        }
        breaker.count(now, (done, failed));
        if failed > 0 && breaker.is_too_bad() {
            breaker.open(now);
            self.turns.push(Turn { class, opens: true });
        }
    }

    /// Whether an attempt of a class is sent, and whether it decides how it goes on.
    pub(super) fn lets_through(&mut self, now: u64, class: u16) -> (bool, bool) {
        self.breakers.get_mut(usize::from(class)).map_or((true, false), |breaker| breaker.lets_through(now))
    }

    /// Trials that are under way are forgotten: the next attempt is one.
    pub(super) fn forget_trials(&mut self, now: u64) {
        for breaker in self.breakers.iter_mut().filter(|breaker| breaker.state == State::Probing) {
            breaker.state = State::Open(now);
        }
    }

    /// An attempt of a class has ended.
    pub(super) fn ended(&mut self, now: u64, class: u16, probe: bool, is_done: bool) {
        let Some(breaker) = self.breakers.get_mut(usize::from(class)) else { return };
        if let Some(opens) = breaker.ended(now, probe, is_done) {
            self.turns.push(Turn { class, opens });
        }
    }
}

impl Simulation {
    /// Clients have circuit breakers by this rule from here on, one for each class.
    pub(super) fn set_breakers(&mut self, rule: Option<Rule>) {
        self.circuits = Circuits::of(rule, self.network.classes.len());
    }

    /// Breakers that opened or closed since this was asked last.
    pub(super) fn take_turns(&mut self) -> Vec<Turn> {
        std::mem::take(&mut self.circuits.turns)
    }

    /// Whether an attempt is not sent, because its class's breaker is open: then its request has failed for good.
    pub(super) fn is_cut_off(&mut self, id: u32) -> bool {
        let (now, request) = (self.now, &mut self.requests[id]);
        let Some(breaker) = self.circuits.breakers.get_mut(usize::from(request.class)) else { return false };
        let (is_sent, probe) = breaker.lets_through(now);
        request.probe = probe;
        if !is_sent {
            self.fail_for_good(id, Cause::CircuitOpen);
        }
        !is_sent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = NANOS as u64;

    fn breaker() -> Breaker {
        Breaker::new(Rule { failure_percent: 50, window_s: 10, min_requests: 4, open_s: 5 })
    }

    #[test]
    fn it_opens_at_its_share_of_failures_and_not_below_its_number_of_requests() {
        let mut few = breaker();
        assert_eq!([false; 3].map(|done| few.ended(SECOND, false, done)), [None; 3]);
        assert_eq!(few.ended(SECOND, false, false), Some(true));
        let mut half = breaker();
        let ends = [true, true, true, false, false, false].map(|done| half.ended(SECOND, false, done));
        // Three answered, then 1 of 4, 2 of 5, 3 of 6.
        assert_eq!(ends, [None, None, None, None, None, Some(true)]);
    }

    #[test]
    fn what_is_older_than_its_window_does_not_count() {
        let mut breaker = breaker();
        (0..3).for_each(|_| assert_eq!(breaker.ended(SECOND, false, false), None));
        // The failures of second 1 are in the window up to second 10.
        let mut late = breaker.clone();
        assert_eq!(breaker.ended(10 * SECOND, false, false), Some(true));
        assert_eq!(late.ended(11 * SECOND, false, false), None);
        assert_eq!(late.sum, (0, 1));
        assert_eq!(late.ended(5_000 * SECOND, false, false), None);
        assert_eq!(late.sum, (0, 1));
    }

    #[test]
    fn after_its_time_one_attempt_decides() {
        let mut breaker = breaker();
        assert_eq!([false; 4].map(|done| breaker.ended(0, false, done))[3], Some(true));
        assert_eq!(breaker.lets_through(5 * SECOND - 1), (false, false));
        assert_eq!(breaker.lets_through(5 * SECOND), (true, true));
        assert_eq!(breaker.lets_through(5 * SECOND), (false, false), "one at a time");
        // An attempt of before that ends now does not decide.
        assert_eq!(breaker.ended(6 * SECOND, false, true), None);
        assert_eq!(breaker.ended(6 * SECOND, true, false), None, "it stays open");
        assert_eq!(breaker.lets_through(11 * SECOND - 1), (false, false));
        assert_eq!(breaker.lets_through(11 * SECOND), (true, true));
        assert_eq!(breaker.ended(11 * SECOND, true, true), Some(false));
        assert_eq!(breaker.lets_through(11 * SECOND), (true, false));
    }
}
