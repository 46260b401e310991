//! What a person chooses about the page itself, whatever is drawn.

/// The language of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Korean.
    Ko,
}

impl Language {
    /// Both, in the order of the switch.
    pub const ALL: [Self; 2] = [Self::En, Self::Ko];

    /// Its code for `lang` and for storage.
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ko => "ko",
        }
    }

    /// The language that a code such as `ko-KR` means; English for any other.
    pub fn from_code(code: &str) -> Self {
        let code = code.to_ascii_lowercase();
        if code == "ko" || code.starts_with("ko-") { Self::Ko } else { Self::En }
    }
}

/// The colours of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// What the system says.
    #[default]
    System,
    /// Dark on white.
    Light,
    /// Light on dark.
    Dark,
    /// More contrast, in the system's scheme.
    Contrast,
}

impl Theme {
    /// Those that can be chosen.
    pub const CHOICES: [Self; 3] = [Self::Light, Self::Dark, Self::Contrast];

    /// Its code for storage and for the page's attribute.
    pub const fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Contrast => "contrast",
        }
    }

    /// The theme of a code; the system's for any other.
    pub fn from_code(code: &str) -> Self {
        Self::CHOICES.into_iter().find(|theme| theme.code() == code).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_in_korea_gets_korean() {
        assert_eq!(Language::from_code("ko-KR"), Language::Ko);
        assert_eq!(Language::from_code("kok"), Language::En);
        assert_eq!(Language::from_code(""), Language::En);
    }

    #[test]
    fn a_theme_survives_storage() {
        for theme in Theme::CHOICES {
            assert_eq!(Theme::from_code(theme.code()), theme);
        }
        assert_eq!(Theme::from_code("pink"), Theme::System);
    }
}
