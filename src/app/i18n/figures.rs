//! Where figures come from, in words.

use crate::editor::preference::Language;

use Language::{En, Ko};

/// The title of the list: how many figures it has.
pub fn title(language: Language, count: usize) -> String {
    match language {
        En => format!("Figures and sources ({count})"),
        Ko => format!("수치와 출처 ({count})"),
    }
}

/// For a figure without a date.
pub const fn undated(language: Language) -> &'static str {
    match language {
        En => "undated",
        Ko => "날짜 없음",
    }
}

/// The title of what the free tier pays for.
pub const fn free_rules(language: Language) -> &'static str {
    match language {
        En => "What is free, and who says so",
        Ko => "무료 항목과 출처",
    }
}

/// Whether an allowance ends.
pub const fn lasts(language: Language, always: bool) -> &'static str {
    match (language, always) {
        (En, true) => "always",
        (En, false) => "first 12 months",
        (Ko, true) => "상시",
        (Ko, false) => "첫 12개월",
    }
}
