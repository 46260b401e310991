//! Whole numbers of any size: what exact conversion between binary and decimal needs of them.

use std::cmp::Ordering;

/// A whole number of any size: its digits to the base 2³², lowest first, without zeros at the end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Big(Vec<u32>);

impl Big {
    /// Whether it is 0.
    pub(super) const fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// Times a factor, plus something.
    pub(super) fn times_plus(&mut self, factor: u32, more: u32) {
        let mut carry = u64::from(more);
        for digit in &mut self.0 {
            carry += u64::from(*digit) * u64::from(factor);
            *digit = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    /// The length in binary digits.
    pub(super) fn bits(&self) -> i64 {
        let top = self.0.last().map_or(0, |digit| 32 - i64::from(digit.leading_zeros()));
        (self.0.len().saturating_sub(1) * 32) as i64 + top
    }

    /// Times 2^`by`.
    pub(super) fn shift(&mut self, by: u32) {
        for _ in 0..by % 32 {
            self.times_plus(2, 0);
        }
        let zeros = vec![0; (by / 32) as usize];
        self.0.splice(0..0, zeros);
    }

    /// Half of it, rounded down.
    fn halve(&mut self) {
        let mut carry = 0;
        for digit in self.0.iter_mut().rev() {
            let low = *digit & 1;
            *digit = *digit >> 1 | carry << 31;
            carry = low;
        }
        self.tidy();
    }

    /// Takes off a number that is not larger.
    fn minus(&mut self, other: &Self) {
        let mut borrow = 0;
        for (index, digit) in self.0.iter_mut().enumerate() {
            let less = u64::from(other.0.get(index).copied().unwrap_or(0)) + borrow;
            let have = u64::from(*digit);
            borrow = u64::from(have < less);
            *digit = (have + (borrow << 32) - less) as u32;
        }
        self.tidy();
    }

    /// Which is larger.
    pub(super) fn cmp(&self, other: &Self) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }

    fn tidy(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }
}

impl From<u64> for Big {
    fn from(number: u64) -> Self {
        let mut made = Self(vec![number as u32, (number >> 32) as u32]);
        made.tidy();
        made
    }
}

/// The quotient, and what is left over. The quotient must have at most `bits` bits, of which there are 128.
pub(super) fn divided(mut above: Big, mut below: Big, bits: u32) -> (u128, Big) {
    below.shift(bits - 1);
    let mut quotient = 0;
    for _ in 0..bits {
        quotient <<= 1;
        if above.cmp(&below) != Ordering::Less {
            above.minus(&below);
            quotient |= 1;
        }
        below.halve();
    }
    (quotient, above)
}
