//! Scenario files: the same JSON as in a link, laid out for people.

use super::{CodecError, wire};
use crate::model::scenario::Scenario;

/// The text of a file, with a newline at its end.
pub fn write(scenario: &Scenario) -> String {
    wire::write(scenario, true) + "\n"
}

/// Reads a file's text.
///
/// # Errors
///
/// See [`CodecError`]; nothing in `text` makes it panic.
pub fn read(text: &str) -> Result<Scenario, CodecError> {
    // Some editors put a byte order mark before everything.
    wire::read(text.trim_start_matches('\u{feff}'))
}
