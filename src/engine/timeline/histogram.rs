//! A histogram of times: each octave in 128 equal parts, so that a part's half is at most 0.4 % of its time.

/// Parts of an octave, and the bits that number them.
const PARTS: u64 = 128;
const PART_BITS: u32 = 7;

/// Counts of whole numbers (nanoseconds), as many as needed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Histogram {
    /// The part that the first count is of.
    first: usize,
    counts: Vec<u64>,
    /// How many numbers there are.
    pub(super) total: u64,
}

/// The part that a number falls into: its leading bit and the seven behind it.
#[inline]
fn part(value: u64) -> usize {
    if value < PARTS {
        return value as usize;
    }
    let shift = 63 - value.leading_zeros() - PART_BITS;
    ((u64::from(shift) << PART_BITS) + (value >> shift)) as usize
}

/// The smallest number of a part, and how many there are in it.
fn bounds(part: usize) -> (f64, f64) {
    let part = part as u64;
    if part < 2 * PARTS {
        return (part as f64, 1.0);
    }
    let shift = (part >> PART_BITS) - 1;
    let leading = part - (shift << PART_BITS);
    let width = (1_u64 << shift) as f64;
    (leading as f64 * width, width)
}

impl Histogram {
    /// Counts a number.
    #[inline]
    pub(super) fn add(&mut self, value: u64) {
        let part = part(value);
        self.total += 1;
        match self.counts.get_mut(part.wrapping_sub(self.first)) {
            Some(count) => *count += 1,
            None => self.widen(part, 1),
        }
    }

    /// Counts in a part that there is no count of yet. It makes room for an octave at once.
    #[cold]
    fn widen(&mut self, part: usize, by: u64) {
        let octave = part & !(PARTS as usize - 1);
        if self.counts.is_empty() {
            self.first = octave;
        }
        if octave < self.first {
            self.counts.splice(0..0, std::iter::repeat_n(0, self.first - octave));
            self.first = octave;
        }
        let end = octave + PARTS as usize - self.first;
        if end > self.counts.len() {
            self.counts.resize(end, 0);
        }
        self.counts[part - self.first] += by;
    }

    /// Counts what another has counted.
    pub(super) fn merge(&mut self, other: &Self) {
        self.total += other.total;
        for (place, count) in other.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let part = other.first + place;
            match self.counts.get_mut(part.wrapping_sub(self.first)) {
                Some(own) => *own += count,
                None => self.widen(part, *count),
            }
        }
    }

    /// The number that a share of all numbers is at most; numbers are taken as spread evenly within a part. None where
    /// there are none.
    pub(super) fn quantile(&self, share: f64) -> Option<f64> {
        let rank = share * self.total as f64;
        let mut before = 0;
        for (place, count) in self.counts.iter().enumerate() {
            let up_to = before + count;
            if *count > 0 && up_to as f64 >= rank {
                let (start, width) = bounds(self.first + place);
                // One number of a part of its own stands for itself.
                let inside = if width > 1.0 { (rank - before as f64) / *count as f64 } else { 0.0 };
                return Some(start + width * inside.max(0.0));
            }
            before = up_to;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_lies_in_its_part_and_no_part_is_wider_than_promised() {
        let mut value = 1_u64;
        while value < u64::MAX / 3 {
            for number in [value - 1, value, value + value / 3, value + value / 2] {
                let (start, width) = bounds(part(number));
                assert!(start <= number as f64 && number as f64 <= start + width, "{number}: {start} {width}");
                assert!(width <= 1.0 || width / 2.0 <= 0.004 * start, "{number}");
            }
            value *= 2;
        }
    }

    #[test]
    fn quantiles_are_within_four_thousandths() {
        let mut histogram = Histogram::default();
        let values: Vec<u64> = (1..=100_000_u64).map(|index| index * index * 37).collect();
        values.iter().rev().for_each(|value| histogram.add(*value));
        for share in [0.01, 0.25, 0.5, 0.95, 0.99, 0.999] {
            let exact = values[(share * 1e5) as usize - 1] as f64;
            let found = histogram.quantile(share).unwrap_or(0.0);
            assert!((found / exact - 1.0).abs() < 0.004, "{share}: {found} {exact}");
        }
        assert_eq!(Histogram::default().quantile(0.5), None);
    }

    #[test]
    fn two_histograms_merged_are_one_of_all_numbers() {
        let (mut one, mut other, mut all) = (Histogram::default(), Histogram::default(), Histogram::default());
        for index in 0..10_000_u64 {
            let value = index.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (index % 50);
            if index % 3 == 0 {
                one.add(value)
            } else {
                other.add(value)
            }
            all.add(value);
        }
        one.merge(&other);
        for share in [0.1, 0.5, 0.9] {
            assert_eq!(one.quantile(share), all.quantile(share));
        }
        assert_eq!(one.total, all.total);
    }
}
