//! Texts in both languages.

/// A text in both languages. AWS service names stay English in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// English.
    pub en: &'static str,
    /// Korean.
    pub ko: &'static str,
}

impl Text {
    /// The same in both languages: service names, instance types, units.
    pub const fn same(text: &'static str) -> Self {
        Self { en: text, ko: text }
    }
}

/// A text in both languages that may be made from data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// English.
    pub en: String,
    /// Korean.
    pub ko: String,
}

impl Words {
    /// The same in both languages.
    pub fn same(text: &str) -> Self {
        Self { en: text.to_owned(), ko: text.to_owned() }
    }
}

impl From<Text> for Words {
    fn from(text: Text) -> Self {
        Self { en: text.en.to_owned(), ko: text.ko.to_owned() }
    }
}
