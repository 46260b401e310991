//! Writing decimal numbers: exactly for other programs, rounded for people.

use super::big::{Big, divided};
use super::read::nearest;

/// The shortest decimal number that reads back to the same bits, always with a point or an exponent: `30.0`, `0.1`,
/// `1e16`. (For a few powers of 2 one digit more than the shortest, and more digits below the normal range.) What is not finite becomes `0.0`.
pub fn shortest(value: f64) -> String {
    let size = value.abs();
    let sign = if value.is_sign_negative() { "-" } else { "" };
    if size == 0.0 || !size.is_finite() {
        return [sign, "0.0"].concat();
    }
    // 15 digits that read back are the shortest once their zeros are cut; 17 always read back.
    let all = [15, 16].into_iter().map(|digits| exact(size, digits));
    let back = |&(digits, power): &(u64, i32)| nearest(Big::from(digits), i64::from(power)) == size;
    let (mut digits, mut power) = all.into_iter().find(back).unwrap_or_else(|| exact(size, 17));
    while digits % 10 == 0 {
        digits /= 10;
        power += 1;
    }
    [sign, &laid_out(digits, power)].concat()
}

/// `digits` × 10^`power` as std's `{:?}` lays it out.
fn laid_out(digits: u64, power: i32) -> String {
    let text = digits.to_string();
    let first = power + text.len() as i32 - 1;
    if (-4..16).contains(&first) {
        return plain(&text, power, true);
    }
    let (head, rest) = text.split_at(1);
    [head, if rest.is_empty() { "" } else { "." }, rest, "e", &first.to_string()].concat()
}

/// `value` to so many significant digits, at most 17, exactly: digits × 10^power, ties to the even digit.
fn exact(value: f64, count: i32) -> (u64, i32) {
    let mut first = libm::floor(libm::log10(value)) as i32;
    loop {
        let power = first - count + 1;
        let digits = scaled(value, -power);
        // The logarithm may be off by one next to a power of ten.
        if digits >= 10u64.pow(count as u32) {
            first += 1;
        } else if digits < 10u64.pow(count as u32 - 1) {
            first -= 1;
        } else {
            return (digits, power);
        }
    }
}

/// `value` × 10^`power` as a whole number, ties to the even one; it must be below 2^63.
fn scaled(value: f64, power: i32) -> u64 {
    let (bits, biased) = (value.to_bits() & ((1 << 52) - 1), (value.to_bits() >> 52) as i32);
    let (mantissa, exponent) = if biased == 0 { (bits, -1074) } else { (bits | 1 << 52, biased - 1075) };
    let (mut above, mut below) = (Big::from(mantissa), Big::from(1));
    for _ in 0..power.abs() {
        if power > 0 { above.times_plus(10, 0) } else { below.times_plus(10, 0) }
    }
    if exponent > 0 {
        above.shift(exponent.unsigned_abs())
    } else {
        below.shift(exponent.unsigned_abs())
    }
    let (quotient, mut rest) = divided(above, below.clone(), 64);
    rest.times_plus(2, 0);
    let quotient = quotient as u64;
    quotient + u64::from(rest.cmp(&below).is_gt() || (rest == below && quotient & 1 == 1))
}

/// A number with so many places behind the point, for people: `-1.50`. For finite numbers below 10^300.
pub fn fixed(value: f64, places: u32) -> String {
    let digits = libm::rint(value.abs() * ten_to(places));
    let text = plain(&whole(digits), -(places as i32), false);
    if value < 0.0 && digits > 0.0 { ["-", &text].concat() } else { text }
}

/// A number with one place behind the point, or none where that is 0: `3.5`, `-2`. Within ±10^17.
pub fn tenths(value: f64) -> String {
    let tenths = libm::round(value * 10.0) as i64;
    let (sign, size) = (if tenths < 0 { "-" } else { "" }, tenths.unsigned_abs());
    let whole = (size / 10).to_string();
    if size % 10 == 0 { [sign, &whole].concat() } else { [sign, &whole, ".", &(size % 10).to_string()].concat() }
}

/// A number with so many significant digits, without zeros behind the last of them: `0.0123`, `18500`.
pub fn significant(value: f64, count: u32) -> String {
    let size = value.abs();
    if size == 0.0 || !size.is_finite() {
        return "0".to_owned();
    }
    let (mut digits, mut power) = exact(size, count as i32);
    while digits % 10 == 0 {
        digits /= 10;
        power += 1;
    }
    [if value < 0.0 { "-" } else { "" }, &plain(&digits.to_string(), power, false)].concat()
}

/// A whole number below 2^63; larger ones in their first 15 digits.
fn whole(number: f64) -> String {
    if number < 9e18 { (number as u64).to_string() } else { significant(number, 15) }
}

fn ten_to(power: u32) -> f64 {
    (0..power).fold(1.0, |product, _| product * 10.0)
}

/// `digits` × 10^`power` without an exponent; `pointed` puts `.0` behind whole numbers.
fn plain(digits: &str, power: i32, pointed: bool) -> String {
    if power >= 0 {
        let zeros = "0".repeat(power.unsigned_abs() as usize);
        return [digits, &zeros, if pointed { ".0" } else { "" }].concat();
    }
    let places = power.unsigned_abs() as usize;
    let digits = ["0".repeat((places + 1).saturating_sub(digits.len())).as_str(), digits].concat();
    let (whole, fraction) = digits.split_at(digits.len() - places);
    [whole, ".", fraction].concat()
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::{fixed, shortest, significant, tenths};

    fn any_numbers() -> impl Iterator<Item = f64> {
        let mut seed = 0x9e37_79b9_7f4a_7c15u64;
        std::iter::repeat_with(move || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            f64::from_bits(seed)
        })
        .filter(|number| number.is_finite())
    }

    #[test]
    fn numbers_that_people_type_are_written_as_std_writes_them() {
        let mut numbers =
            vec![0.0, -0.0, 0.1, 17.2, 30.0, 1.0 / 3.0, 2.0 / 3.0, 1e15, 1e16, 1.5e-7, 1e300, -2.5, 1e-5, 9.9e-6];
        numbers.extend((0..2_000).map(|step| f64::from(step) * 0.37));
        numbers.extend((1..2_000).map(|step| f64::from(step) / 1_000.0));
        for number in numbers {
            assert_eq!(shortest(number), format!("{number:?}"));
        }
    }

    #[test]
    fn every_number_that_is_written_reads_back_to_its_own_bits() {
        for number in any_numbers().take(5_000).chain([5e-324, f64::MAX, f64::MIN_POSITIVE, libm::scalbn(1.0, -44)]) {
            let text = shortest(number);
            assert_eq!(parse(&text).map(f64::to_bits), Some(number.to_bits()), "{text}");
            let std = format!("{number:?}");
            assert!(text.len() <= std.len() + 1 || number.abs() < 1e-300, "{text} is longer than {std}");
        }
    }

    #[test]
    fn places_behind_the_point_are_always_as_many_as_wanted() {
        for (value, places, text) in [
            (1.5, 2, "1.50"),
            (-1.25, 1, "-1.2"),
            (0.04, 1, "0.0"),
            (-0.04, 1, "0.0"),
            (999.96, 1, "1000.0"),
            (1e6, 0, "1000000"),
            (2.5, 0, "2"),
            (0.000_000_4, 6, "0.000000"),
        ] {
            assert_eq!(fixed(value, places), text, "{value}");
        }
        assert_eq!(fixed(1e300, 0).len(), 301);
    }

    #[test]
    fn tenths_are_left_out_where_they_are_0() {
        for (value, text) in [(3.46, "3.5"), (-0.04, "0"), (-2.0, "-2"), (-0.05, "-0.1"), (120.0, "120")] {
            assert_eq!(tenths(value), text);
        }
    }

    #[test]
    fn significant_digits_round_exactly() {
        for (value, count, text) in [
            (9.999, 3, "10"),
            (0.012_345, 3, "0.0123"),
            (18_549.9, 3, "18500"),
            (0.000_000_4, 6, "0.0000004"),
            (-2.345_67, 3, "-2.35"),
            (1_000.0, 3, "1000"),
        ] {
            assert_eq!(significant(value, count), text, "{value}");
        }
        for number in any_numbers().take(2_000) {
            let rounded: f64 = format!("{number:.2e}").parse().unwrap();
            assert_eq!(parse(&significant(number, 3)), Some(rounded), "{number:e}");
        }
    }

    #[test]
    fn what_is_no_number_is_written_as_one() {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(significant(value, 3), "0");
            assert!(parse(&shortest(value)).is_some());
        }
    }
}
