//! Jobs of a queue as a fluid: those that wait, by when they were sent, those that fail and are hidden for a while, and
//! those put aside. The age of the oldest is the horizontal distance between all that were sent and all that were done.

use std::collections::VecDeque;

use super::asking::NOBODY;
use crate::catalogue::spec::QueueBlueprint;

/// More entries than this are put together in pairs of neighbours.
const MOST: usize = 4_096;

/// Jobs that were sent at a time.
#[derive(Clone, Copy, Debug)]
struct Sent {
    at_s: f64,
    amount: f64,
    receives: u32,
    /// Whether they fail however often they are tried.
    poison: bool,
}

/// The jobs of those who do them.
#[derive(Clone, Debug, Default)]
pub(super) struct Backlog {
    /// Those that can be received, in their order.
    line: VecDeque<Sent>,
    pub(super) waiting: f64,
    /// Those that failed, by when they can be received again.
    hidden: VecDeque<(f64, Sent)>,
    /// Those in the dead-letter queue.
    pub(super) dead: f64,
    /// Those that are worked on, and how long the oldest of them has been on average, seconds.
    working: f64,
    worked_s: f64,
    now_s: f64,
}

impl Backlog {
    /// Jobs are sent in a second, and as many are done as can be, with those that wait first. How many were received.
    pub(super) fn pass(&mut self, at_s: f64, came: f64, most: f64, rules: QueueBlueprint) -> f64 {
        self.now_s = at_s;
        self.show_hidden(rules);
        for (share, poison) in [(1.0 - rules.poison, false), (rules.poison, true)] {
            if came * share > NOBODY {
                self.waiting += came * share;
                self.line.push_back(Sent { at_s, amount: came * share, receives: 0, poison });
            }
        }
        let mut left = most;
        while let Some(sent) = self.line.front_mut() {
            let goes = sent.amount.min(left);
            (sent.amount, left) = (sent.amount - goes, left - goes);
            self.waiting -= goes;
            if sent.poison && goes > 0.0 {
                let failed = Sent { amount: goes, receives: sent.receives.saturating_add(1), ..*sent };
                self.hidden.push_back((at_s + rules.visibility_s, failed));
            }
            if sent.amount > NOBODY {
                break;
            }
            self.line.pop_front();
        }
        if self.line.is_empty() {
            self.waiting = 0.0;
        } else if self.line.len() > MOST {
            self.thin_out();
        }
        most - left
    }

    /// Those that failed can be received again, or are put aside.
    fn show_hidden(&mut self, rules: QueueBlueprint) {
        while let Some((_, sent)) = self.hidden.front().copied().filter(|(due_s, _)| *due_s <= self.now_s) {
            self.hidden.pop_front();
            if rules.max_receives.is_some_and(|most| sent.receives >= most) {
                self.dead += sent.amount;
            } else {
                self.waiting += sent.amount;
                self.line.push_back(sent);
            }
        }
    }

    /// Every two neighbours as one, sent when they were on average.
    fn thin_out(&mut self) {
        let alike = |one: &Sent, other: &Sent| one.poison == other.poison && one.receives == other.receives;
        let mut all = std::mem::take(&mut self.line).into_iter().peekable();
        while let Some(sent) = all.next() {
            let pair = all.next_if(|next| alike(&sent, next)).map(|next| {
                let amount = sent.amount + next.amount;
                Sent { at_s: sent.at_s + (next.at_s - sent.at_s) * next.amount / amount, amount, ..sent }
            });
            self.line.push_back(pair.unwrap_or(sent));
        }
    }

    /// How many are worked on now, each for so many seconds.
    pub(super) fn work_on(&mut self, number: f64, service_s: f64) {
        self.working = number;
        self.worked_s = service_s * oldest_of(number);
    }

    /// The age of the oldest job that is neither done nor put aside, seconds.
    pub(super) fn oldest_s(&self) -> f64 {
        let sent = self.line.iter().take(1).chain(self.hidden.iter().map(|(_, sent)| sent)).map(|sent| sent.at_s);
        let first = sent.fold(self.now_s, f64::min);
        self.now_s - first + self.worked_s
    }

    /// Those that were received and are neither done nor to be had again.
    pub(super) fn in_flight(&self) -> f64 {
        self.working + self.hidden.iter().map(|(_, sent)| sent.amount).sum::<f64>()
    }
}

/// The mean of the largest of exponential times with mean 1, of a Poisson number of them with this mean:
/// ∫ (1 − exp(−m e⁻ˣ)) dx over all ages, which is ∫ (1 − e⁻ᵗ) ÷ t dt up to m.
fn oldest_of(mean: f64) -> f64 {
    const EULER: f64 = 0.577_215_664_901_532_9;
    if mean > 40.0 {
        return EULER + libm::log(mean);
    }
    // Its series alternates; in this form no digits are lost: e⁻ᵐ Σ mᵏ ÷ k! × H(k).
    let (mut term, mut harmonic, mut sum) = (libm::exp(-mean), 0.0, 0.0);
    for k in 1..200 {
        term *= mean / f64::from(k);
        harmonic += 1.0 / f64::from(k);
        sum += term * harmonic;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: QueueBlueprint = QueueBlueprint {
        visibility_s: 30.0,
        max_receives: Some(3),
        poison: 0.0,
        groups: None,
        once_within_s: None,
        calls: None,
    };

    #[test]
    fn the_oldest_is_as_old_as_all_that_were_sent_are_ahead_of_all_that_were_done() {
        // 50 a second come and 40 are done: A(t) = 50 t and D(t) = 40 t, so that the oldest at t was sent at 0.8 t.
        let mut backlog = Backlog::default();
        for second in 1..=1_000 {
            assert_eq!(backlog.pass(f64::from(second), 50.0, 40.0, PLAIN), 40.0);
            assert!((backlog.oldest_s() - 0.2 * f64::from(second)).abs() <= 1.0, "{second}: {}", backlog.oldest_s());
        }
        assert!((backlog.waiting - 10_000.0).abs() < 1e-6);
        // Then nothing comes: it is empty after 10,000 ÷ 40 s, and its oldest is of second 1,000 at the end.
        for second in 1_001..1_250 {
            backlog.pass(f64::from(second), 0.0, 40.0, PLAIN);
        }
        assert!((backlog.oldest_s() - 250.0).abs() < 2.0, "{}", backlog.oldest_s());
        backlog.pass(1_251.0, 0.0, 40.0, PLAIN);
        assert_eq!((backlog.waiting, backlog.oldest_s()), (0.0, 0.0));
    }

    #[test]
    fn a_backlog_of_a_day_is_kept_in_few_entries_and_keeps_its_age() {
        let mut backlog = Backlog::default();
        for second in 1..=86_400 {
            backlog.pass(f64::from(second), 50.0, 40.0, PLAIN);
        }
        assert!(backlog.line.len() <= MOST);
        assert!((backlog.oldest_s() / 17_280.0 - 1.0).abs() < 0.01, "{}", backlog.oldest_s());
        assert!((backlog.waiting - 864_000.0).abs() < 1.0);
    }

    #[test]
    fn jobs_that_always_fail_are_received_thrice_a_visibility_timeout_apart_and_then_put_aside() {
        let mut backlog = Backlog::default();
        let rules = QueueBlueprint { poison: 0.1, ..PLAIN };
        let received: f64 = (0..200).map(|second| backlog.pass(f64::from(second), 10.0, 1e9, rules)).sum();
        // One a second is bad: those sent up to 110 s were received thrice and are dead, by second 199.
        assert!((backlog.dead - 110.0).abs() < 1e-6, "{}", backlog.dead);
        assert!((backlog.in_flight() - 90.0).abs() < 1e-6, "{}", backlog.in_flight());
        assert!((received - (2_000.0 + 170.0 + 140.0)).abs() < 1e-6, "{received}");
        assert_eq!(backlog.oldest_s(), 89.0);
    }

    #[test]
    fn the_oldest_of_one_is_its_mean_age_and_of_many_grows_with_their_logarithm() {
        // Of one or none, 1 − e⁻ᵐ is nearly m; beyond, γ + ln m + E1(m), at 40 to the last digit.
        assert!((oldest_of(1e-6) - 1e-6).abs() < 1e-12);
        assert!((oldest_of(1.0) - 0.796_599_599_297_053_2).abs() < 1e-12);
        assert!((oldest_of(40.0) - oldest_of(40.000_001)).abs() < 1e-7);
    }
}
