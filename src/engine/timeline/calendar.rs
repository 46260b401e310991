//! What is to happen when, and what it is about.

use super::clock::NEVER;
use super::heap::{Heap, MEANING};

/// What happens; the number beside it says to whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A server is done with a request.
    Served,
    /// A request's pause is over.
    Paused,
    /// A waiting request leaves.
    Impatient,
    /// A client tries again.
    Retries,
    /// A request goes on with its program.
    Resumes,
    /// The first of those served together at an instance may be done.
    Pool,
    /// The first in an instance's queue may leave.
    Queue,
    /// The first of those who wait for slots may leave.
    Gate,
    /// A bucket of credits may be empty.
    Credits,
    /// An event of the network.
    Happens,
    /// The balancer notices a death.
    Noticed,
    /// The dead comes back.
    Back,
    /// From here on is measured.
    Measure,
    /// A scaling rule looks at its station.
    Evaluates,
    /// New instances are ready.
    Booted,
    /// Jobs of a queue that were received so long ago are to be had again; about the queue.
    Visible,
}

const KINDS: [Kind; 16] = [
    Kind::Served,
    Kind::Paused,
    Kind::Impatient,
    Kind::Retries,
    Kind::Resumes,
    Kind::Pool,
    Kind::Queue,
    Kind::Gate,
    Kind::Credits,
    Kind::Happens,
    Kind::Noticed,
    Kind::Back,
    Kind::Measure,
    Kind::Evaluates,
    Kind::Booted,
    Kind::Visible,
];

/// Bits of the number beside the kind.
const ABOUT: u32 = 24;

/// All that is to happen. Nothing that happens after the end of the run need stand here, but may.
#[derive(Clone, Debug, Default)]
pub(super) struct Calendar(Heap);

impl Calendar {
    /// Puts in.
    #[inline]
    pub(super) fn push(&mut self, time: u64, kind: Kind, about: u32) {
        const { assert!(KINDS.len() <= 1 << (MEANING - ABOUT)) }
        self.0.push(time, (kind as u32) << ABOUT | about);
    }

    /// When the next thing happens; `NEVER` where nothing does.
    #[inline]
    pub(super) fn next_time(&mut self) -> u64 {
        self.0.first().map_or(NEVER, |entry| entry.time)
    }

    /// Takes the next thing out.
    #[inline]
    pub(super) fn pop(&mut self) -> Option<(Kind, u32)> {
        let meaning = self.0.pop()?.order & ((1 << MEANING) - 1);
        let kind = KINDS.get((meaning >> ABOUT) as usize)?;
        Some((*kind, meaning as u32 & ((1 << ABOUT) - 1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_comes_out_as_it_went_in() {
        let mut calendar = Calendar::default();
        for (index, kind) in KINDS.into_iter().enumerate() {
            calendar.push(index as u64, kind, (1 << ABOUT) - 1 - index as u32);
        }
        for (index, kind) in KINDS.into_iter().enumerate() {
            assert_eq!(calendar.pop(), Some((kind, (1 << ABOUT) - 1 - index as u32)));
        }
        assert_eq!((calendar.next_time(), calendar.pop()), (NEVER, None));
    }
}
