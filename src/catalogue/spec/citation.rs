//! Where figures come from, and how far to trust them.

use serde::Serialize;

/// Where a figure comes from: the key of a text, which is read when it is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Source(pub(in super::super) &'static str);

impl Source {
    /// Page, repository and revision, or the word that it is an assumption. Empty for a source that is not listed (a test
    /// forbids it).
    pub fn text(self) -> &'static str {
        crate::catalogue::facts::source_text(self.0)
    }
}

/// Where a figure comes from, since when, and how far to trust it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Citation {
    /// What says so.
    pub source: Source,
    /// Date of the figure (ISO), empty where unknown.
    pub as_of: &'static str,
    /// How far to trust it.
    pub confidence: Confidence,
}

/// How far a figure can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Printed in the source.
    Exact,
    /// Derived by a checked rule, second-hand, or published for another setting.
    Typical,
    /// Scaled, or second-hand with a known error.
    Estimate,
    /// Unsourced: an assumption, and shown as one.
    Memory,
}

impl Confidence {
    /// Whether a figure is shown as an assumption: nobody printed it.
    pub const fn is_assumption(self) -> bool {
        matches!(self, Self::Memory | Self::Estimate)
    }
}
