//! What is counted of requests: by class and by the segment of time in which they began. Segments lie between all times
//! at which a window, a batch or the measured time begins or ends; what is asked for is put together from them.

use super::clock::nanos;
use super::histogram::Histogram;
use crate::engine::queueing::network::Run;

/// Why an attempt failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// It was refused: a station or the wait for slots was full.
    Refused,
    /// It waited for a server or slots as long as it may.
    WaitTimeout,
    /// Its client waited as long as it does.
    ClientTimeout,
    /// Its instance died, was dead, or there was none.
    InstanceDied,
    /// Its route says so.
    FailStep,
    /// Its client's circuit breaker was open: it was not sent.
    CircuitOpen,
}

/// All causes, in the order of the counts.
pub const CAUSES: [Cause; 6] = [
    Cause::Refused,
    Cause::WaitTimeout,
    Cause::ClientTimeout,
    Cause::InstanceDied,
    Cause::FailStep,
    Cause::CircuitOpen,
];

/// Counts of one class in one segment.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Cell {
    /// Requests that came.
    pub(super) offered: u64,
    /// Those that were answered.
    pub(super) done: u64,
    /// Those that failed for good, by the cause of their last attempt.
    pub(super) failed: [u64; CAUSES.len()],
    /// Attempts begun.
    pub(super) attempts: u64,
    /// Attempts that failed, by cause.
    pub(super) attempts_failed: [u64; CAUSES.len()],
    /// Nanoseconds that all answers took.
    pub(super) sum: u128,
    /// Nanoseconds that each answer took.
    pub(super) times: Histogram,
}

impl Cell {
    /// Adds what another has counted.
    pub(super) fn merge(&mut self, other: &Self) {
        self.offered += other.offered;
        self.done += other.done;
        self.attempts += other.attempts;
        self.sum += other.sum;
        for index in 0..CAUSES.len() {
            self.failed[index] += other.failed[index];
            self.attempts_failed[index] += other.attempts_failed[index];
        }
        self.times.merge(&other.times);
    }

    /// Requests that failed for good.
    pub(super) fn failures(&self) -> u64 {
        self.failed.iter().sum()
    }
}

/// Parts of the measured time whose means tell how sure a single run is.
pub(super) const BATCHES: u64 = 20;

/// All counts.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    classes: usize,
    /// Where segments end, nanoseconds.
    ends: Vec<u64>,
    /// The segment of now.
    segment: usize,
    /// Where it ends.
    pub(super) next: u64,
    cells: Vec<Cell>,
    /// What happens now, where someone wants to know it: requests by the time at which they come and end.
    pub(super) meter: Option<Box<Cell>>,
    /// Requests of each class that ended since the end of the warm-up: answered, and failed for good.
    ended: Vec<(u64, u64)>,
}

impl Tally {
    /// No counts yet.
    pub(super) fn new(run: &Run, classes: usize) -> Self {
        let ends = ends(run);
        let cells = vec![Cell::default(); ends.len() * classes];
        Self {
            classes,
            segment: 0,
            next: ends.first().copied().unwrap_or(u64::MAX),
            ends,
            cells,
            meter: None,
            ended: vec![(0, 0); classes],
        }
    }

    /// How many counts of classes and segments a run needs.
    pub(super) fn size(run: &Run, classes: usize) -> usize {
        ends(run).len() * classes
    }

    /// The segment of a time that does not go back.
    #[inline]
    pub(super) fn segment(&mut self, now: u64) -> u16 {
        while now >= self.next {
            self.segment += 1;
            self.next = self.ends.get(self.segment).copied().unwrap_or(u64::MAX);
        }
        self.segment as u16
    }

    /// The counts of a segment and a class.
    #[inline]
    pub(super) fn cell(&mut self, segment: u16, class: u16) -> Option<&mut Cell> {
        self.cells.get_mut(usize::from(segment) * self.classes + usize::from(class))
    }

    /// A request of a class is answered, or has failed for good.
    #[inline]
    pub(super) fn end(&mut self, class: u16, is_done: bool) {
        if let Some((done, failed)) = self.ended.get_mut(usize::from(class)) {
            *if is_done { done } else { failed } += 1;
        }
    }

    /// From here on ends are counted.
    pub(super) fn measure(&mut self) {
        self.ended.fill((0, 0));
    }

    /// Requests of a class, or all, that were answered and that failed in the measured time.
    pub(super) fn ended(&self, class: Option<usize>) -> (u64, u64) {
        let wanted = self.ended.iter().enumerate().filter(|(of, _)| class.is_none_or(|class| class == *of));
        wanted.fold((0, 0), |sum, (_, (done, failed))| (sum.0 + done, sum.1 + failed))
    }

    /// The counts between two times, which are among the segments' ends (or 0), of one class or all.
    pub(super) fn between(&self, from: u64, to: u64, class: Option<usize>) -> Cell {
        let mut sum = Cell::default();
        let mut start = 0;
        for (segment, end) in self.ends.iter().enumerate() {
            if start >= from && *end <= to {
                let cells = &self.cells[segment * self.classes..(segment + 1) * self.classes];
                let wanted = cells.iter().enumerate().filter(|(of, _)| class.is_none_or(|class| class == *of));
                wanted.for_each(|(_, cell)| sum.merge(cell));
            }
            start = *end;
        }
        sum
    }
}

/// Where each batch ends, and where the first begins.
pub(super) fn batches(run: &Run) -> Vec<u64> {
    let (from, to) = (nanos(run.warm_up_s), nanos(run.duration_s));
    let length = to.saturating_sub(from);
    (0..=BATCHES).map(|batch| from + (u128::from(length) * u128::from(batch) / u128::from(BATCHES)) as u64).collect()
}

fn ends(run: &Run) -> Vec<u64> {
    let end = nanos(run.duration_s);
    let mut ends = vec![end];
    ends.extend(batches(run));
    for window in &run.windows {
        ends.extend([nanos(window.from_s), nanos(window.to_s)]);
    }
    ends.retain(|at| *at > 0 && *at <= end);
    crate::lists::sort_unique(&mut ends);
    ends
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::queueing::network::Window;

    #[test]
    fn windows_are_put_together_from_segments() {
        let windows = vec![Window { from_s: 3.0, to_s: 7.5 }, Window { from_s: 5.0, to_s: 20.0 }];
        let run = Run { warm_up_s: 2.0, duration_s: 10.0, windows, ..Run::default() };
        let mut tally = Tally::new(&run, 2);
        for tenth in 0..100 {
            let segment = tally.segment(nanos(f64::from(tenth) / 10.0));
            if let Some(cell) = tally.cell(segment, (tenth % 2) as u16) {
                cell.offered += 1;
            }
        }
        let count = |from_s: f64, to_s: f64, class| tally.between(nanos(from_s), nanos(to_s), class).offered;
        assert_eq!((count(0.0, 10.0, None), count(2.0, 10.0, None)), (100, 80));
        assert_eq!((count(3.0, 7.5, None), count(5.0, 20.0, None), count(3.0, 7.5, Some(0))), (45, 50, 23));
        let batches = batches(&run);
        assert!(batches.windows(2).all(|pair| tally.between(pair[0], pair[1], None).offered == 4));
    }
}
