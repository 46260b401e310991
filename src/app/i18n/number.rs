//! Numbers with their units, held together by a no-break space. The digits are those of the command line.

use crate::codec::digits;
use crate::editor::preference::Language;
use crate::units::{Usd, decimal};

const NB: char = '\u{a0}';

/// Users: `18,000 users`, `18,000명`.
pub fn users(language: Language, users: f64) -> String {
    match language {
        Language::En => format!("{}{NB}users", whole(users)),
        Language::Ko => format!("{}명", whole(users)),
    }
}

/// Users as a limit, three digits: nobody's limit is known to the last user.
pub fn limit(users: f64) -> String {
    digits::users(users)
}

/// A count.
pub fn whole(number: f64) -> String {
    digits::count(number)
}

/// A number with at most one decimal, as people type it.
pub fn plain(number: f64) -> String {
    let text = decimal::fixed(number, 2);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A share as percent: `97 %`.
pub fn percent(share: f64) -> String {
    // A numerical trace is nothing.
    let share = if share.abs() < 1e-6 { 0.0 } else { share };
    format!("{}{NB}%", digits::percent(share))
}

/// A utilisation as percent, at most 100, whole.
pub fn utilisation(share: f64) -> String {
    let share = share.min(1.0);
    match share {
        s if s <= 0.0 => format!("0{NB}%"),
        s if s < 0.01 => format!("<1{NB}%"),
        s if s < 1.0 => format!("{}{NB}%", whole((s * 100.0).min(99.0))),
        _ => format!("100{NB}%"),
    }
}

/// A duration and its unit apart: `1,240` and `ms`, `12.4` and `s`.
pub fn duration_parts(language: Language, ms: f64) -> (String, &'static str) {
    if ms < 10_000.0 {
        (digits::millis(ms), "ms")
    } else {
        (digits::millis(ms / 1_000.0), if language == Language::Ko { "초" } else { "s" })
    }
}

/// A duration: `560 ms`, `12.4 s`, `12.4초`.
pub fn duration(language: Language, ms: f64) -> String {
    match duration_parts(language, ms) {
        (number, "초") => format!("{number}초"),
        (number, unit) => format!("{number}{NB}{unit}"),
    }
}

/// Whole or nearly whole milliseconds, for an axis or a distance: `10 ms`.
pub fn millis(ms: f64) -> String {
    let number = if ms < 10.0 { plain(ms) } else { whole(ms) };
    format!("{number}{NB}ms")
}

/// Seconds: `10 s`, `10초`.
pub fn seconds(language: Language, seconds: f64) -> String {
    match language {
        Language::En => format!("{}{NB}s", plain(seconds)),
        Language::Ko => format!("{}초", plain(seconds)),
    }
}

/// A rate: `1,614/s`, `1,614/초`.
pub fn rate(language: Language, per_second: f64) -> String {
    match language {
        Language::En => format!("{}/s", digits::rate(per_second)),
        Language::Ko => format!("{}/초", digits::rate(per_second)),
    }
}

/// Dollars, with cents under a thousand: `$130.58`, `$1,154`.
pub fn money(amount: Usd) -> String {
    let negative = amount.micros() < 0;
    let size = Usd::from_micros(amount.micros().abs());
    let text = if size.dollars() >= 1_000.0 { digits::count(size.dollars()) } else { digits::dollars(size) };
    format!("{}${text}", if negative { "−" } else { "" })
}

/// Dollars to the cent.
pub fn cents(amount: Usd) -> String {
    format!("${}", digits::dollars(amount))
}

/// A unit price: as many digits as it has, at least two after the point.
pub fn unit_price(dollars: f64) -> String {
    let text = decimal::fixed(dollars, 6);
    let trimmed = text.trim_end_matches('0');
    let decimals = trimmed.len() - trimmed.find('.').map_or(trimmed.len(), |point| point + 1);
    if decimals >= 2 { format!("${trimmed}") } else { format!("${}", decimal::fixed(dollars, 2)) }
}

/// A number of a million or less, short: `10`, `1k`, `1M`.
pub fn short(number: u32) -> String {
    match number {
        n if n >= 1_000_000 => format!("{}M", n / 1_000_000),
        n if n >= 1_000 => format!("{}k", n / 1_000),
        n => n.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_and_unit_do_not_part() {
        assert_eq!(users(Language::En, 18_000.0), "18,000\u{a0}users");
        assert_eq!(users(Language::Ko, 18_000.0), "18,000명");
        assert_eq!(duration(Language::En, 560.2), "560\u{a0}ms");
        assert_eq!(duration(Language::Ko, 12_400.0), "12.4초");
    }

    #[test]
    fn a_full_resource_reads_a_hundred_and_an_almost_full_one_does_not() {
        assert_eq!(utilisation(0.999), "99\u{a0}%");
        assert_eq!(utilisation(1.7), "100\u{a0}%");
        assert_eq!(utilisation(0.004), "<1\u{a0}%");
    }

    #[test]
    fn prices_keep_their_digits() {
        assert_eq!(unit_price(0.171), "$0.171");
        assert_eq!(unit_price(0.1), "$0.10");
        assert_eq!(unit_price(24.0), "$24.00");
        assert_eq!(unit_price(0.000_4), "$0.0004");
    }

    #[test]
    fn typed_numbers_show_no_needless_zeros() {
        assert_eq!(plain(10.0), "10");
        assert_eq!(plain(1.8), "1.8");
        assert_eq!(plain(17.25), "17.25");
    }
}
