//! Random numbers: a stream for each part of a network and each purpose, so that another part more does not change what
//! is drawn for this one.

/// A stream: xoshiro256++ (Blackman & Vigna 2019).
#[derive(Clone, Debug)]
pub(super) struct Stream([u64; 4]);

/// What a stream is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// When requests come.
    Arrivals,
    /// Which class they are of.
    Classes,
    /// Work at a station.
    Service,
    /// To which instance they go, and who is on one that dies.
    Balance,
    /// How long they wait at most.
    Patience,
    /// Delays of a route.
    Delay,
    /// Ways and repetitions of a route.
    Ways,
}

/// The next state of splitmix64 (Steele, Lea & Flood 2014), and its output.
fn splitmix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed(*state)
}

const fn mixed(mut word: u64) -> u64 {
    word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

/// FNV-1a of a name (Fowler, Noll & Vo).
pub(super) fn name_hash(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

impl Stream {
    /// The stream of a part, called by a number of its own, for a purpose.
    pub(super) fn of(seed: u64, part: u64, purpose: Purpose) -> Self {
        let mut state =
            mixed(mixed(seed ^ 0x6865_6164_726f_6f6d).wrapping_add(mixed(part))).wrapping_add(purpose as u64);
        state = mixed(state);
        Self([splitmix(&mut state), splitmix(&mut state), splitmix(&mut state), splitmix(&mut state)])
    }

    /// Goes on elsewhere: at a place that depends on where it is and on the seed.
    pub(super) fn reseed(&mut self, seed: u64) {
        let mut state = mixed(seed ^ mixed(self.bits()));
        self.0 = [splitmix(&mut state), splitmix(&mut state), splitmix(&mut state), splitmix(&mut state)];
    }

    /// 64 random bits.
    #[inline(always)]
    pub(super) fn bits(&mut self) -> u64 {
        let [a, b, c, d] = &mut self.0;
        let word = a.wrapping_add(*d).rotate_left(23).wrapping_add(*a);
        let shifted = *b << 17;
        *c ^= *a;
        *d ^= *b;
        *b ^= *c;
        *a ^= *d;
        *c ^= shifted;
        *d = d.rotate_left(45);
        word
    }

    /// Evenly from 0 up to 1, 1 left out.
    #[inline]
    pub(super) fn share(&mut self) -> f64 {
        unit(self.bits())
    }

    /// Evenly one of so many, by the high half of a product (Lemire 2019, without its rejection: the error is below
    /// 2⁻³²).
    #[inline]
    pub(super) fn below(&mut self, count: u32) -> u32 {
        (((self.bits() >> 32) * u64::from(count)) >> 32) as u32
    }
}

/// The highest 53 bits as a number from 0 up to 1.
#[inline]
pub(super) fn unit(bits: u64) -> f64 {
    // From a signed number: processors have no instruction for unsigned ones.
    (bits >> 11) as i64 as f64 * (1.0 / 9_007_199_254_740_992.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_of_parts_and_purposes_have_nothing_to_do_with_each_other() {
        let mut streams = Vec::new();
        for part in [0, 1, name_hash("web"), name_hash("db")] {
            for purpose in [Purpose::Service, Purpose::Balance] {
                for seed in [1, 2] {
                    streams.push(Stream::of(seed, part, purpose));
                }
            }
        }
        let draws: Vec<Vec<f64>> =
            streams.iter_mut().map(|stream| (0..4_000).map(|_| stream.share() - 0.5).collect()).collect();
        for (index, one) in draws.iter().enumerate() {
            for other in &draws[..index] {
                let product: f64 = one.iter().zip(other).map(|(a, b)| 12.0 * a * b).sum();
                // The correlation has a standard deviation of 1/√4000; 120 pairs.
                assert!((product / 4_000.0).abs() < 4.5 / 4_000_f64.sqrt(), "{product}");
            }
        }
    }

    #[test]
    fn a_part_more_does_not_change_the_draws_of_another() {
        let draw = |name: &str| Stream::of(7, name_hash(name), Purpose::Service).bits();
        assert_eq!(draw("db"), draw("db"));
        assert_ne!(draw("db"), draw("web"));
    }

    #[test]
    fn shares_are_even() {
        let mut stream = Stream::of(1, 2, Purpose::Ways);
        let mut counts = [0_u32; 16];
        for _ in 0..160_000 {
            counts[(stream.share() * 16.0) as usize] += 1;
            assert!(stream.below(3) < 3);
        }
        assert!(counts.iter().all(|count| count.abs_diff(10_000) < 450), "{counts:?}");
    }
}
