//! Reading decimal numbers, exactly: the nearest binary number, ties to the even one, as std reads them. std's own way is
//! faster through a table of 10 kB that does not compress; here a number is divided out.

use super::big::{Big, divided};

/// Longer numbers than this are not read: nobody writes them.
const MAX_DIGITS: usize = 800;

/// The number that a text says: digits with a point, a sign and an exponent or without. None for anything else.
/// What is larger than every number is infinite, what is smaller than every number is 0.
pub fn parse(text: &str) -> Option<f64> {
    let (sign, text) = match text.as_bytes() {
        [b'-', rest @ ..] => (-1.0, rest),
        [b'+', rest @ ..] => (1.0, rest),
        rest => (1.0, rest),
    };
    let end = text.iter().position(|byte| matches!(byte, b'e' | b'E')).unwrap_or(text.len());
    let (digits, power) = text.split_at(end);
    let power = if power.is_empty() { 0 } else { exponent(power.get(1..)?)? };
    let (number, fraction) = mantissa(digits)?;
    Some(sign * nearest(number, power - fraction))
}

/// The digits as one whole number, and how many of them stand behind the point.
fn mantissa(digits: &[u8]) -> Option<(Big, i64)> {
    let mut number = Big::default();
    let (mut count, mut fraction, mut point) = (0, 0, false);
    for &byte in digits {
        match byte {
            // Told at once: the work grows with the square of the digits.
            b'0'..=b'9' if count == MAX_DIGITS => return None,
            b'0'..=b'9' => {
                number.times_plus(10, u32::from(byte - b'0'));
                count += 1;
                fraction += i64::from(point);
            }
            b'.' if !point => point = true,
            _ => return None,
        }
    }
    (count > 0).then_some((number, fraction))
}

fn exponent(text: &[u8]) -> Option<i64> {
    let (sign, digits) = match text {
        [b'-', rest @ ..] => (-1, rest),
        [b'+', rest @ ..] => (1, rest),
        rest => (1, rest),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    // Far outside of what a number can be, exactness does not matter.
    Some(sign * digits.iter().fold(0, |sum: i64, byte| (sum * 10 + i64::from(byte - b'0')).min(100_000)))
}

/// The number nearest to `number` × 10^`power`.
pub(super) fn nearest(number: Big, power: i64) -> f64 {
    if number.is_zero() || power < -2_000 {
        return 0.0;
    }
    if power > 400 {
        return f64::INFINITY;
    }
    let (mut above, mut below) = (number, Big::from(1));
    for _ in 0..power.abs() {
        if power > 0 { above.times_plus(10, 0) } else { below.times_plus(10, 0) }
    }
    // Scaled so that the quotient has 64 or 65 bits.
    let scale = 64 - (above.bits() - below.bits());
    if scale > 0 {
        above.shift(scale as u32)
    } else {
        below.shift(scale.unsigned_abs() as u32)
    }
    let (quotient, rest) = divided(above, below, 66);
    rounded(quotient, !rest.is_zero(), -scale)
}

/// `quotient` × 2^`power`, of which a little more is left over or not, to the nearest number.
fn rounded(quotient: u128, rest: bool, power: i64) -> f64 {
    let bits = 128 - i64::from(quotient.leading_zeros());
    // 53 bits are kept, and fewer where the number is too small for that.
    let drop = (bits - 53).max(-1074 - power);
    if drop > 100 {
        return 0.0;
    }
    let (kept, dropped) = (quotient >> drop, quotient & ((1 << drop) - 1));
    let half = 1u128 << (drop - 1);
    let up = dropped > half || (dropped == half && (rest || kept & 1 == 1));
    libm::scalbn((kept + u128::from(up)) as f64, (power + drop).min(5_000) as i32)
}

#[cfg(test)]
mod tests {
    use super::parse;

    fn as_std_reads(text: &str) {
        let (ours, std) = (parse(text).unwrap(), text.parse::<f64>().unwrap());
        assert_eq!(ours.to_bits(), std.to_bits(), "{text}: {ours:e}, not {std:e}");
    }

    #[test]
    fn plain_numbers_are_read_as_std_reads_them() {
        for text in ["0", "-0", "+1", "17.2", ".5", "5.", "0.1", "1000000", "1e3", "1E-3", "123456789.123456789"] {
            as_std_reads(text);
        }
    }

    #[test]
    fn the_ends_of_the_range_are_read_as_std_reads_them() {
        let ends = [
            "1.7976931348623157e308",
            "1.7976931348623159e308",
            "1e309",
            "1e400",
            "5e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "1e-325",
            "1e-999",
            "2.2250738585072011e-308",
            "2.2250738585072014e-308",
        ];
        ends.into_iter().for_each(as_std_reads);
    }

    #[test]
    fn halves_go_to_the_even_number() {
        for text in [
            "9007199254740993",
            "9007199254740995",
            "9007199254740993.0000000001",
            "1.00000000000000011102230246251565404236316680908203125",
        ] {
            as_std_reads(text);
        }
    }

    #[test]
    fn every_number_reads_back_to_its_own_bits() {
        let mut seed = 0x9e37_79b9_7f4a_7c15u64;
        for _ in 0..5_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let number = f64::from_bits(seed);
            if number.is_finite() {
                as_std_reads(&format!("{number:e}"));
                as_std_reads(&format!("{number:.20e}"));
            }
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "-", ".", "e5", "1e", "1e+", "1.2.3", "0x10", "1 ", "nan", "inf", "1_000", "１"] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(parse(&"1".repeat(500_000)), None);
    }
}
