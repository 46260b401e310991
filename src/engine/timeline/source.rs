//! Where requests come from: a stream whose rate is given, or users of whom those who think ask next.

use super::clock::{NANOS, NEVER, nanos, whole};
use super::draw::{Draws, added_up, chosen};
use crate::engine::queueing::network::{Network, Workload};

/// How the next arrival is found.
#[derive(Clone, Debug)]
enum Form {
    /// A Poisson stream: from these times on, so many nanoseconds between requests on average.
    Open { gap: f64, until: u64, pieces: Vec<(u64, f64)>, piece: usize },
    /// Users as one stream. Those who think ask at a rate of number ÷ mean think time. It is drawn for a `bound`, a few
    /// more than those who think, and an arrival counts with probability thinking ÷ bound (thinning: Lewis & Shedler
    /// 1979); where more come to think than the bound has, it is drawn anew, which a memoryless time does not mind.
    /// Where users have become fewer, `leaving` of them go when they have their answers.
    Closed { users: u32, thinking: u32, think: f64, bound: u32, leaving: u32 },
}

/// Where requests come from.
#[derive(Clone, Debug)]
pub(super) struct Source {
    form: Form,
    /// When the next may come.
    pub(super) next: u64,
    arrivals: u32,
    classes: u32,
    /// Shares of the classes, added up.
    shares: Vec<(f64, u16)>,
    /// Where only some ask of all who would.
    picked: Option<Picked>,
}

/// Every so many of those who would ask ask: counted together for classes that are told apart by a flag.
#[derive(Clone, Debug)]
struct Picked {
    every: u32,
    flags: Vec<bool>,
    counts: [u32; 2],
}

impl Picked {
    /// Whether the next of a class asks.
    fn asks(&mut self, class: u16) -> bool {
        let flag = self.flags.get(usize::from(class)).copied().unwrap_or(false);
        let count = &mut self.counts[usize::from(flag)];
        *count = (*count + 1) % self.every;
        *count == 0
    }
}

/// A few more than so many, so that the bound does not change all the time.
fn bound(thinking: u32, users: u32) -> u32 {
    (thinking + thinking / 16 + 2).min(users)
}

/// Nanoseconds between requests in a piece, and where it ends.
fn of_piece(pieces: &[(u64, f64)], piece: usize) -> (f64, u64) {
    let gap = pieces.get(piece).map_or(f64::INFINITY, |piece| piece.1);
    (gap, pieces.get(piece + 1).map_or(NEVER, |piece| piece.0))
}

impl Source {
    /// The source of a network, drawing from two streams.
    pub(super) fn of(network: &Network, arrivals: u32, classes: u32, draws: &mut Draws) -> Self {
        let form = match &network.workload {
            Workload::Open(rates) => {
                let piece = |at: &crate::engine::queueing::network::RateFrom| {
                    (nanos(at.from_s), if at.rate_per_s > 0.0 { NANOS / at.rate_per_s } else { f64::INFINITY })
                };
                let pieces: Vec<(u64, f64)> = rates.iter().map(piece).collect();
                let (gap, until) = of_piece(&pieces, 0);
                Form::Open { gap, until, pieces, piece: 0 }
            }
            Workload::Closed { users, think_s } => {
                Form::Closed { users: *users, thinking: *users, think: think_s * NANOS, bound: *users, leaving: 0 }
            }
        };
        let shares = added_up(network.classes.iter().map(|class| class.share)).zip(0..).collect();
        let mut made = Self { form, next: NEVER, arrivals, classes, shares, picked: None };
        made.draw(0, draws);
        made
    }

    /// Someone may come: gives the class where one does.
    #[inline]
    pub(super) fn arrive(&mut self, now: u64, draws: &mut Draws) -> Option<u16> {
        let comes = match &mut self.form {
            Form::Open { .. } => true,
            Form::Closed { thinking, bound, .. } => {
                let comes = thinking == bound || draws.share(self.arrivals) * f64::from(*bound) < f64::from(*thinking);
                *thinking -= u32::from(comes);
                comes
            }
        };
        if comes && self.picked.is_some() {
            return self.pick(now, draws);
        }
        self.draw(now, draws);
        comes.then(|| self.class(draws))
    }

    /// From here on so many times as many would ask, and every so many of them asks; those of the classes with the flag
    /// are counted together, and the others too. A stream of a part of the users is then as even as the whole that a
    /// balancer deals out in turn.
    pub(super) fn take_every(&mut self, every: u32, flags: Vec<bool>) {
        self.picked = (every > 1).then_some(Picked { every, flags, counts: [0; 2] });
    }

    /// Someone would ask, who has been taken from those who think.
    #[inline(never)]
    fn pick(&mut self, now: u64, draws: &mut Draws) -> Option<u16> {
        let class = self.class(draws);
        let asks = self.picked.as_mut().is_none_or(|picked| picked.asks(class));
        if let (Form::Closed { thinking, .. }, false) = (&mut self.form, asks) {
            *thinking += 1;
        }
        self.draw(now, draws);
        asks.then_some(class)
    }

    /// A user has an answer, or has given up, and thinks.
    #[inline]
    pub(super) fn think(&mut self, now: u64, draws: &mut Draws) {
        if let Form::Closed { thinking, bound, leaving, .. } = &mut self.form {
            if *leaving > 0 {
                *leaving -= 1;
                return;
            }
            *thinking += 1;
            if *thinking > *bound || *thinking == 1 {
                self.draw(now, draws);
            }
        }
    }

    /// One of those who think asks now, whatever was drawn, for something of some classes; gives the class, none where
    /// nobody thinks.
    pub(super) fn ask_at_once(&mut self, now: u64, classes: &[(f64, u16)], draws: &mut Draws) -> Option<u16> {
        let Form::Closed { thinking, .. } = &mut self.form else { return None };
        *thinking = thinking.checked_sub(1)?;
        self.draw(now, draws);
        let share = draws.share(self.classes);
        chosen(classes, share).copied()
    }

    #[inline]
    /// From here on there are so many users; those who came last go first, at once where they think.
    pub(super) fn set_users(&mut self, now: u64, number: u32, draws: &mut Draws) {
        let Form::Closed { users, thinking, leaving, .. } = &mut self.form else { return };
        let asking = (*users + *leaving).saturating_sub(*thinking);
        *thinking = number.saturating_sub(asking);
        *leaving = asking.saturating_sub(number);
        *users = number;
        self.draw(now, draws);
    }

    fn class(&self, draws: &mut Draws) -> u16 {
        if self.shares.len() < 2 {
            return 0;
        }
        chosen(&self.shares, draws.share(self.classes)).copied().unwrap_or(0)
    }

    /// Draws when the next may come.
    #[inline(always)]
    fn draw(&mut self, now: u64, draws: &mut Draws) {
        self.next = match &mut self.form {
            Form::Open { gap, until, pieces, piece } => {
                let mut from = now;
                loop {
                    let wait = if gap.is_finite() { whole(*gap * draws.exponential(self.arrivals)) } else { NEVER };
                    let at = from.saturating_add(wait);
                    if at < *until || *until == NEVER {
                        break at;
                    }
                    (from, *piece) = (*until, *piece + 1);
                    (*gap, *until) = of_piece(pieces, *piece);
                }
            }
            Form::Closed { thinking: 0, .. } => NEVER,
            Form::Closed { users, thinking, think, bound: most, .. } => {
                *most = bound(*thinking, *users);
                let most = f64::from(*most) * f64::from(self.picked.as_ref().map_or(1, |picked| picked.every));
                now.saturating_add(whole(*think / most * draws.exponential(self.arrivals)))
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_is_never_below_those_who_think_nor_above_all() {
        for (thinking, users) in [(0, 0), (1, 1), (5, 100), (99, 100), (1_000_000, 1_000_000)] {
            assert!((thinking..=users).contains(&bound(thinking, users)));
        }
    }
}
