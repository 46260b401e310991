//! Replicas that lag behind: reads that may see what has been changed since.
//!
//! A read at a replica sees the data as they were a lag ago. Reads and writes go to rows of which each is as likely as
//! any other: a read of one of `rows` rows misses a change with 1 − (1 − 1/rows)ⁿ, where n changes came in the last lag.
//! That is added up, so that a rare event takes no long run to be seen.

use std::collections::VecDeque;

use super::clock::nanos;
use super::simulation::Simulation;

/// What a named route is to a replica.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Meaning {
    /// Nothing.
    Other,
    /// It changes data of the replicas of this group.
    Write(usize),
    /// It reads at this replica.
    Read(usize),
}

/// A replica.
#[derive(Clone, Copy, Debug)]
pub(super) struct Replica {
    group: usize,
    lag: u64,
    /// The logarithm of the probability that one change is of another row than a read.
    ln_other: f64,
    reads: u64,
    stale: f64,
}

/// All that are watched.
#[derive(Clone, Debug, Default)]
pub(super) struct Watch {
    /// Of each named route.
    meanings: Vec<Meaning>,
    replicas: Vec<Replica>,
    /// Of each group: when changes came, within the longest lag.
    writes: Vec<VecDeque<u64>>,
    longest: u64,
}

impl Replica {
    /// A replica of a group, so many seconds behind, of so many rows.
    pub(super) fn of(group: usize, lag_s: f64, rows: f64) -> Self {
        let ln_other = if rows > 1.0 { libm::log1p(-1.0 / rows) } else { f64::NEG_INFINITY };
        Self { group, lag: nanos(lag_s), ln_other, reads: 0, stale: 0.0 }
    }
}

impl Watch {
    pub(super) fn of(meanings: Vec<Meaning>, replicas: Vec<Replica>) -> Self {
        let groups = replicas.iter().map(|replica| replica.group + 1).max().unwrap_or(0);
        let longest = replicas.iter().map(|replica| replica.lag).max().unwrap_or(0);
        Self { meanings, replicas, writes: vec![VecDeque::new(); groups], longest }
    }

    fn meet(&mut self, route: u32, now: u64) {
        match self.meanings.get(route as usize) {
            Some(Meaning::Write(group)) => {
                let Some(writes) = self.writes.get_mut(*group) else { return };
                while writes.front().is_some_and(|at| at.saturating_add(self.longest) <= now) {
                    writes.pop_front();
                }
                writes.push_back(now);
            }
            Some(Meaning::Read(replica)) => {
                let Some(replica) = self.replicas.get_mut(*replica) else { return };
                replica.reads += 1;
                let Some(writes) = self.writes.get(replica.group) else { return };
                let since = writes.partition_point(|at| at.saturating_add(replica.lag) <= now);
                let changes = writes.len() - since;
                if changes > 0 {
                    replica.stale += -libm::expm1(replica.ln_other * changes as f64);
                }
            }
            _ => {}
        }
    }

    /// Reads of a replica since the last look, and how many of them were stale.
    pub(super) fn take(&mut self, replica: usize) -> (f64, f64) {
        self.replicas.get_mut(replica).map_or((0.0, 0.0), |replica| {
            (std::mem::take(&mut replica.reads) as f64, std::mem::take(&mut replica.stale))
        })
    }
}

impl Simulation {
    /// From here on reads at replicas are watched.
    pub(super) fn watch(&mut self, watch: Watch) {
        self.watch = Some(Box::new(watch));
    }

    /// A request goes into a named route.
    #[inline]
    pub(super) fn meet(&mut self, route: u32) {
        if let Some(watch) = &mut self.watch {
            watch.meet(route, self.now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const S: u64 = 1_000_000_000;

    /// Route 0 writes, route 1 reads at a replica two seconds behind.
    fn watched(rows: f64) -> Watch {
        Watch::of(vec![Meaning::Write(0), Meaning::Read(0), Meaning::Other], vec![Replica::of(0, 2.0, rows)])
    }

    #[test]
    fn of_a_single_row_every_read_within_the_lag_is_stale() {
        let mut watch = watched(1.0);
        watch.meet(0, 10 * S);
        for at in [10, 11, 12, 13] {
            watch.meet(1, at * S);
        }
        // At 10 and 11; at 12 the change has come.
        assert_eq!(watch.take(0), (4.0, 2.0));
        assert_eq!(watch.take(0), (0.0, 0.0));
    }

    #[test]
    fn of_four_rows_two_changes_hit_seven_sixteenths() {
        let mut watch = watched(4.0);
        [0, 1, 2, 3].into_iter().for_each(|at| watch.meet(0, at * S));
        watch.meet(2, 3 * S);
        watch.meet(1, 3 * S + S / 2);
        // Those of 2 and 3: 1 − (3/4)².
        assert!((watch.take(0).1 - 7.0 / 16.0).abs() < 1e-12);
    }
}
