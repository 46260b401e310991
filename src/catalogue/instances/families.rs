//! Families of instance types: what they are made for, what they run on, and whether AWS has newer ones.

use super::is_previous;
use crate::catalogue::facts::Table;
use crate::catalogue::spec::{Text, Words};

pub(super) static FAMILIES: Table = Table::new(include_str!("families.csv"));

/// A family as a heading of a list, such as `M4 · General purpose · x86 · previous generation`.
pub(crate) fn heading(family: &str) -> Words {
    let name = family.to_ascii_uppercase();
    let Some(row) = FAMILIES.row(family) else { return Words::same(&name) };
    let parts = [category(row.word("category")), architecture(row.word("arch"))];
    let older = Text { en: "previous generation", ko: "이전 세대" };
    let parts: Vec<Text> = parts.into_iter().chain(is_previous(family).then_some(older)).collect();
    let joined = |language: fn(&Text) -> &'static str| {
        let words: Vec<&str> = std::iter::once(name.as_str()).chain(parts.iter().map(language)).collect();
        words.join(" · ")
    };
    Words { en: joined(|part| part.en), ko: joined(|part| part.ko) }
}

fn category(word: &str) -> Text {
    match word {
        "compute" => Text { en: "Compute optimized", ko: "컴퓨팅 최적화" },
        "memory" => Text { en: "Memory optimized", ko: "메모리 최적화" },
        "storage" => Text { en: "Storage optimized", ko: "스토리지 최적화" },
        "gpu" => Text { en: "Accelerated computing", ko: "가속 컴퓨팅" },
        _ => Text { en: "General purpose", ko: "범용" },
    }
}

fn architecture(word: &str) -> Text {
    Text::same(if word == "arm" { "Arm" } else { "x86" })
}
