//! The written form of a drawing, one module a version. A version that has been released never changes; a new one
//! gets a module of its own, and the old one a way to it.

mod checks;
mod decimal;
mod v1;

use serde::Deserialize;

use super::CodecError;
use crate::model::scenario::{Scenario, VERSION};

/// The most bytes of JSON that are read.
pub(super) const MAX_JSON: usize = 512 * 1024;

/// The version alone, whatever else there is.
#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

/// Reads a drawing of any known version, and checks it.
pub(super) fn read(json: &[u8]) -> Result<Scenario, CodecError> {
    if json.len() > MAX_JSON {
        return Err(CodecError::TooLarge { limit: MAX_JSON });
    }
    match serde_json::from_slice::<Versioned>(json)?.version {
        1 => v1::read(json),
        version if version > VERSION => Err(CodecError::FutureVersion { version, known: VERSION }),
        version => Err(CodecError::UnknownVersion { version }),
    }
}

/// The drawing in the newest form, on one line.
pub(super) fn compact(scenario: &Scenario) -> String {
    // Writing to memory fails for no value of these types.
    serde_json::to_string(&v1::Scenario::from(scenario)).unwrap_or_default()
}

/// The drawing in the newest form, for people to read.
pub(super) fn pretty(scenario: &Scenario) -> String {
    serde_json::to_string_pretty(&v1::Scenario::from(scenario)).unwrap_or_default()
}
