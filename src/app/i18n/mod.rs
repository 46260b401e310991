//! What the page says, in English and Korean. The core emits codes and numbers; sentences are made here and nowhere else.

pub mod change;
pub mod en;
pub mod finding;
pub mod ko;
pub mod message;
pub mod number;
pub mod particle;
pub mod sentence;
pub mod strings;

use crate::catalogue;
use crate::catalogue::spec::{Text, Words};
use crate::editor::change::Label;
use crate::editor::preference::Language;
use crate::model::scenario::Node;

pub use strings::Strings;

/// The texts of a language.
pub fn strings(language: Language) -> &'static Strings {
    match language {
        Language::En => &en::EN,
        Language::Ko => &ko::KO,
    }
}

/// A text of the catalogue.
pub const fn text(language: Language, text: Text) -> &'static str {
    match language {
        Language::En => text.en,
        Language::Ko => text.ko,
    }
}

/// A text that the catalogue made.
pub fn words(language: Language, words: &Words) -> &str {
    match language {
        Language::En => &words.en,
        Language::Ko => &words.ko,
    }
}

/// What a node is called: as the user says, else as its service is called in short.
pub fn label(language: Language, label: &Label) -> String {
    if !label.name.is_empty() {
        return label.name.clone();
    }
    catalogue::get(&label.service).map_or_else(|| label.service.clone(), |spec| text(language, spec.short).to_owned())
}

/// What a node is called.
pub fn node_name(language: Language, node: &Node) -> String {
    label(language, &Label::from(node))
}

/// A letter or digit of the page's two languages. (All of Unicode's letters would be a table of several kB.)
pub fn is_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || ('가'..='힣').contains(&letter)
}

/// The first letter made a capital, for English beginnings of a line.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| std::iter::once(first.to_ascii_uppercase()).chain(letters).collect())
}
