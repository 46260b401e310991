//! How many events a slice between two frames may take: as many as fit into a few milliseconds here, and never more than
//! a fixed number.

/// The least and the most events of a slice.
pub const EVENTS: std::ops::RangeInclusive<u64> = 500..=80_000;

/// So many of them are spent between two looks at the clock: some events take longer than others.
pub const CHUNK: u64 = 4_000;

/// So long a slice should take, milliseconds: half a frame is left for drawing.
pub const SLICE_MS: f64 = 8.0;

/// The events of the next slice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget(u64);

impl Default for Budget {
    fn default() -> Self {
        Self(4_000)
    }
}

impl Budget {
    /// How many events.
    pub const fn events(self) -> u64 {
        self.0
    }

    /// Whether a slice of which so many are spent, for so long, goes on.
    pub fn goes_on(self, spent: u64, took_ms: f64) -> bool {
        spent < self.0 && took_ms < SLICE_MS * 0.75
    }

    /// The budget after a slice of so many events that took so long. It grows to twice as many at most, and shrinks at
    /// once.
    #[must_use]
    pub fn after(self, events: u64, took_ms: f64) -> Self {
        // The clock of a browser is coarse: a slice shorter than it can tell says only that there is room.
        let fitting = if took_ms < 0.5 { f64::INFINITY } else { events as f64 * (SLICE_MS * 0.75) / took_ms };
        // A slice that did not use its budget says nothing against it.
        let least = if took_ms < SLICE_MS * 0.75 { self.0 } else { *EVENTS.start() };
        let next = fitting.min(self.0 as f64 * 2.0) as u64;
        Self(next.max(least).clamp(*EVENTS.start(), *EVENTS.end()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The budget after many slices on a machine that does so many events a millisecond.
    fn settled(events_per_ms: f64) -> u64 {
        let mut budget = Budget::default();
        for _ in 0..50 {
            budget = budget.after(budget.events(), budget.events() as f64 / events_per_ms);
        }
        budget.events()
    }

    #[test]
    fn a_slice_fits_between_two_frames_on_any_machine() {
        for events_per_ms in [100.0, 1_000.0, 8_000.0, 20_000.0] {
            let took = settled(events_per_ms) as f64 / events_per_ms;
            assert!(took <= SLICE_MS, "{took} ms at {events_per_ms} events a ms");
            assert!(
                took >= SLICE_MS / 4.0 || settled(events_per_ms) == *EVENTS.end(),
                "{took} ms at {events_per_ms} events a ms"
            );
        }
    }

    #[test]
    fn the_number_of_events_is_bounded_whatever_the_clock_says() {
        for took in [0.0, -1.0, f64::NAN, 1e-9, 1e9] {
            let mut budget = Budget::default();
            for _ in 0..100 {
                budget = budget.after(budget.events(), took);
                assert!(EVENTS.contains(&budget.events()));
            }
        }
        assert_eq!(settled(1e9), *EVENTS.end());
        assert_eq!(settled(0.001), *EVENTS.start());
    }

    #[test]
    fn a_slice_ends_with_its_budget_or_its_time() {
        let budget = Budget(10_000);
        assert!(budget.goes_on(9_999, 5.9));
        assert!(!budget.goes_on(10_000, 0.0) && !budget.goes_on(1, 6.0));
    }

    #[test]
    fn a_slice_that_had_little_to_do_keeps_the_budget() {
        let budget = Budget::default();
        assert!(budget.after(3, 0.6).events() >= budget.events());
    }

    #[test]
    fn one_slow_slice_shrinks_the_next_at_once() {
        assert_eq!(Budget(80_000).after(80_000, 64.0).events(), 7_500);
    }
}
