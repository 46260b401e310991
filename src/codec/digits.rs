//! Numbers as people read them: the one place where the page and the command line round. Digits only, English grouping;
//! units and words are the caller's. What is not a finite number becomes [`NONE`].

use crate::units::{Usd, decimal};

/// Stands for a number that there is none of.
pub const NONE: &str = "–";

/// A count, whole: `18,500`.
pub fn count(number: f64) -> String {
    if number.is_finite() { grouped(&decimal::fixed(number, 0)) } else { NONE.to_owned() }
}

/// A time, three significant digits, so that it does not jump in width: `8.50`, `62.5`, `1,240`, `12,300`.
pub fn millis(millis: f64) -> String {
    padded(millis)
}

/// Users at which something happens, three significant digits: `18,500`, `470`, `4.5`.
pub fn users(users: f64) -> String {
    significant(users, 3)
}

/// A rate: whole above a hundred, three significant digits below: `1,614`, `19.2`, `2.00`.
pub fn rate(per_second: f64) -> String {
    if per_second.abs() >= 99.95 { count(per_second) } else { padded(per_second) }
}

/// A share of 1 as percent: whole from ten on, one decimal below: `97`, `4.2`, `0`. Never rounds up to 100, nor down
/// to 0: `99.9` and `<0.1`.
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    match percent {
        _ if !percent.is_finite() => NONE.to_owned(),
        _ if percent == 0.0 => "0".to_owned(),
        _ if percent > 0.0 && percent < 0.05 => "<0.1".to_owned(),
        _ if percent > 99.0 && percent < 100.0 => decimal::fixed(percent.min(99.9), 1),
        _ if percent.abs() < 9.95 => decimal::fixed(percent, 1),
        _ => count(percent),
    }
}

/// Six significant digits, for quantities and unit prices of a bill: `1,460`, `0.0000004`.
pub fn six(number: f64) -> String {
    significant(number, 6)
}

/// Dollars with cents: `1,154.20`.
pub fn dollars(amount: Usd) -> String {
    grouped(&amount.to_string())
}

/// Three significant digits, zeros behind the point included; a bare `0` for nothing.
fn padded(number: f64) -> String {
    let text = significant(number, 3);
    let digits = text.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
    match (digits, text.bytes().any(|byte| byte == b'.')) {
        (1 | 2, true) => text + if digits == 1 { "00" } else { "0" },
        (1 | 2, false) => text + if digits == 1 { ".00" } else { ".0" },
        _ => text,
    }
}

/// So many significant digits, without trailing zeros behind the point.
fn significant(number: f64, digits: u32) -> String {
    if number.is_finite() { grouped(&decimal::significant(number, digits)) } else { NONE.to_owned() }
}

/// Puts a comma before every third digit left of the point.
fn grouped(number: &str) -> String {
    let (sign, number) = number.strip_prefix('-').map_or(("", number), |rest| ("-", rest));
    let (whole, fraction) = number.find('.').map_or((number, ""), |point| number.split_at(point));
    let mut text =
        String::from(if whole.bytes().chain(fraction.bytes()).all(|byte| b"0.".contains(&byte)) { "" } else { sign });
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text + fraction
}

#[cfg(test)]
mod tests {
    use super::{NONE, count, dollars, millis, percent, rate, six, users};
    use crate::units::Usd;

    #[test]
    fn times_have_three_digits_whatever_their_size() {
        let cases = [
            (0.012_345, "0.0123"),
            (0.5, "0.500"),
            (8.5, "8.50"),
            (20.0, "20.0"),
            (78.94, "78.9"),
            (180.4, "180"),
            (1_239.7, "1,240"),
            (12_345_678.0, "12,300,000"),
            (0.0, "0"),
            (9.999, "10.0"),
        ];
        for (time, text) in cases {
            assert_eq!(millis(time), text);
        }
    }

    #[test]
    fn users_have_no_idle_zeros() {
        assert_eq!((users(2.0).as_str(), users(18_512.0).as_str(), users(4.5).as_str()), ("2", "18,500", "4.5"));
    }

    #[test]
    fn a_bill_keeps_its_small_prices() {
        assert_eq!((six(0.000_000_4).as_str(), six(1_460.0).as_str()), ("0.0000004", "1,460"));
    }

    #[test]
    fn counts_are_grouped() {
        assert_eq!(count(1_000_000.0), "1,000,000");
        assert_eq!(count(999.4), "999");
        assert_eq!(count(-1_234.0), "-1,234");
        assert_eq!(count(-0.2), "0");
    }

    #[test]
    fn rates_are_whole_where_they_are_large() {
        assert_eq!(rate(1_613.7), "1,614");
        assert_eq!(rate(19.23), "19.2");
        assert_eq!(rate(99.97), "100");
    }

    #[test]
    fn percents_never_round_to_the_ends() {
        let cases = [(0.97, "97"), (0.042, "4.2"), (0.0, "0"), (0.0004, "<0.1"), (0.9996, "99.9"), (1.0, "100")];
        for (share, text) in cases {
            assert_eq!(percent(share), text);
        }
        assert_eq!(percent(1.62), "162");
    }

    #[test]
    fn what_is_no_number_is_a_dash() {
        for none in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            for text in [count(none), millis(none), users(none), rate(none), percent(none), six(none)] {
                assert_eq!(text, NONE);
            }
        }
    }

    #[test]
    fn dollars_have_cents() {
        assert_eq!(dollars(Usd::from_micros(1_154_199_999)), "1,154.20");
    }
}
