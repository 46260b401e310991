//! What is to happen, soonest first: a heap of four children a node over whole numbers, in one list.
//!
//! Entries of the same time keep the order in which they came, so a run does not depend on how the heap lies.

/// A time, and behind it the order of coming with what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// When: nanoseconds, or the bits of a number that is not negative, which sort as it does.
    pub(super) time: u64,
    /// Order of coming in the high bits, meaning in the low ones.
    pub(super) order: u64,
}

/// Bits of an entry's order that say what it is about.
pub(super) const MEANING: u32 = 28;

/// What stands where there is no entry: later than any.
const VACANT: u128 = u128::MAX;

/// The heap. Its entries are one number each, the time in the high half; below a parent there is always room for four,
/// so that the first of them is found without asking how many there are.
#[derive(Clone, Debug, Default)]
pub(super) struct Heap {
    entries: Vec<u128>,
    length: usize,
    came: u64,
    /// The first entry is taken out and its place not filled yet: what comes next is mostly put right there.
    hollow: bool,
}

impl Heap {
    /// Puts in.
    #[inline(always)]
    pub(super) fn push(&mut self, time: u64, meaning: u32) {
        let entry = u128::from(time) << 64 | u128::from(self.came << MEANING | u64::from(meaning));
        self.came += 1;
        if self.hollow {
            self.hollow = false;
            self.sink(entry);
            return;
        }
        let place = self.length;
        self.length += 1;
        if place >= self.entries.len() {
            let room = if place == 0 { 1 } else { 4 };
            self.entries.resize(self.entries.len() + room, VACANT);
        }
        self.rise(place, entry);
    }

    /// The soonest.
    #[inline(always)]
    pub(super) fn first(&mut self) -> Option<Entry> {
        self.fill();
        let first = *self.entries.first()?;
        (self.length > 0).then_some(Entry { time: (first >> 64) as u64, order: first as u64 })
    }

    /// Takes the soonest out.
    #[inline]
    pub(super) fn pop(&mut self) -> Option<Entry> {
        let first = self.first();
        self.hollow = first.is_some();
        first
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.entries.clear();
        (self.length, self.hollow) = (0, false);
    }

    #[inline(always)]
    fn fill(&mut self) {
        if self.hollow {
            self.hollow = false;
            self.length -= 1;
            let last = std::mem::replace(&mut self.entries[self.length], VACANT);
            if self.length > 0 {
                self.sink(last);
            }
        }
    }

    /// Puts an entry where the first was.
    #[inline]
    fn sink(&mut self, entry: u128) {
        let entries = self.entries.as_mut_slice();
        let mut place = 0;
        while let Some(&[a, b, c, d]) = entries.get(4 * place + 1..4 * place + 5) {
            // Choices without branches: which child comes first cannot be foreseen.
            let (one, first) = if b < a { (1, b) } else { (0, a) };
            let (other, second) = if d < c { (3, d) } else { (2, c) };
            let (child, least) = if second < first { (other, second) } else { (one, first) };
            if entry < least {
                break;
            }
            entries[place] = least;
            place = 4 * place + 1 + child;
        }
        entries[place] = entry;
    }

    #[inline]
    fn rise(&mut self, mut place: usize, entry: u128) {
        let entries = self.entries.as_mut_slice();
        while place > 0 {
            let parent = (place - 1) / 4;
            if entries[parent] < entry {
                break;
            }
            entries[place] = entries[parent];
            place = parent;
        }
        entries[place] = entry;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_out_by_time_and_those_of_one_time_as_they_came() {
        let mut heap = Heap::default();
        let mut word = 1_u64;
        let mut expected = Vec::new();
        let mut found = Vec::new();
        for round in 0..5_000_u32 {
            word = word.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let time = u64::from(round / 7) + (word >> 60);
            heap.push(time, round & 0xff);
            expected.push((time, round));
            if word >> 33 & 1 == 0 {
                found.extend(heap.pop());
            }
        }
        let taken = found.len();
        while let Some(entry) = heap.pop() {
            found.push(entry);
        }
        assert_eq!(found.len(), expected.len());
        // What was left at the end comes in order, and each one once.
        assert!(found[taken..].windows(2).all(|pair| (pair[0].time, pair[0].order) < (pair[1].time, pair[1].order)));
        let mut all: Vec<(u64, u64)> = found.iter().map(|entry| (entry.time, entry.order >> MEANING)).collect();
        all.sort_by_key(|(_, came)| *came);
        let came: Vec<(u64, u64)> = expected.iter().map(|(time, round)| (*time, u64::from(*round))).collect();
        assert_eq!(all, came);
    }

    #[test]
    fn what_is_put_in_right_after_taking_out_finds_its_place() {
        let mut heap = Heap::default();
        for time in [5, 3, 9, 1] {
            heap.push(time, 0);
        }
        let mut times = Vec::new();
        times.extend(heap.pop().map(|entry| entry.time));
        heap.push(7, 0);
        while let Some(entry) = heap.pop() {
            times.push(entry.time);
        }
        assert_eq!(times, [1, 3, 5, 7, 9]);
    }
}
