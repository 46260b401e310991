//! Time as whole nanoseconds: sums of them are exact and do not depend on their order.

/// Later than anything that happens.
pub(super) const NEVER: u64 = u64::MAX;

/// Nanoseconds in a second.
pub(super) const NANOS: f64 = 1e9;

/// 2⁵²: added to a smaller number, it leaves the nearest whole number in the lowest bits.
const SHIFT: f64 = 4_503_599_627_370_496.0;

/// The nearest whole number to one that is not negative. Quicker than a cast, which must look for what does not fit.
#[inline]
pub(super) fn whole(number: f64) -> u64 {
    if number < SHIFT { (number + SHIFT).to_bits() & 0x000f_ffff_ffff_ffff } else { number as u64 }
}

/// Seconds as nanoseconds.
pub(super) fn nanos(seconds: f64) -> u64 {
    whole(seconds * NANOS)
}

/// Nanoseconds as seconds.
pub(super) fn seconds(nanos: u64) -> f64 {
    nanos as f64 / NANOS
}

/// A number kept in time, and its integral: what comes at t takes t off a sum, and what goes adds it again, so that the
/// integral up to any time is that sum and the number times the time.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Area {
    /// The number now.
    pub(super) number: u64,
    sum: i128,
    start: i128,
}

impl Area {
    /// So many come.
    #[inline]
    pub(super) fn up(&mut self, now: u64, by: u64) {
        self.number += by;
        self.sum -= i128::from(now) * i128::from(by);
    }

    /// One comes.
    #[inline]
    pub(super) fn one_more(&mut self, now: u64) {
        self.number += 1;
        self.sum -= i128::from(now);
    }

    /// One goes.
    #[inline]
    pub(super) fn one_less(&mut self, now: u64) {
        self.number = self.number.saturating_sub(1);
        self.sum += i128::from(now);
    }

    /// The integral grows by so much, whatever the number.
    pub(super) fn add(&mut self, by: i128) {
        self.sum += by;
    }

    /// The number becomes another.
    pub(super) fn set(&mut self, now: u64, number: u64) {
        self.sum += i128::from(now) * (i128::from(self.number) - i128::from(number));
        self.number = number;
    }

    /// The integral from the start on, number × nanoseconds.
    pub(super) fn total(&self, now: u64) -> i128 {
        self.sum + i128::from(self.number) * i128::from(now)
    }

    /// From here on is measured.
    pub(super) fn measure_from(&mut self, now: u64) {
        self.start = self.total(now);
    }

    /// The integral of what is measured, number × seconds.
    pub(super) fn measured_s(&self, now: u64) -> f64 {
        (self.total(now) - self.start) as f64 / NANOS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_to_the_nearest_whole_one() {
        for (number, rounded) in
            [(0.0, 0), (0.49, 0), (0.51, 1), (1e9 + 0.6, 1_000_000_001), (6e15, 6_000_000_000_000_000)]
        {
            assert_eq!(whole(number), rounded, "{number}");
        }
        assert_eq!(nanos(1.5), 1_500_000_000);
    }

    #[test]
    fn an_area_is_the_integral_of_a_number_in_time() {
        let mut area = Area::default();
        area.one_more(10);
        area.up(20, 2);
        area.one_less(50);
        // 1 for 10, 3 for 30, 2 for 50.
        assert_eq!(area.total(100), 10 + 90 + 100);
        area.measure_from(100);
        area.set(100, 5);
        assert!((area.measured_s(300) - 1_000e-9).abs() < 1e-15);
    }
}
