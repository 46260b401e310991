//! The written form of a drawing, one module a version. A version that has been released never changes; a new one
//! gets a module of its own, and the old one a way to it.

mod billing;
mod checks;
mod plan;
mod replay;
mod resilience;
mod v1;

use super::{CodecError, json};
use crate::model::scenario::{Scenario, VERSION};

/// The most bytes of JSON that are read.
pub(super) const MAX_JSON: usize = 512 * 1024;

/// A drawing needs four levels, and no object of it has more than 200 members.
const LIMITS: json::Limits = json::Limits { depth: 32, members: 1_000 };

/// Reads a drawing of any known version, and checks it.
pub(super) fn read(text: &str) -> Result<Scenario, CodecError> {
    if text.len() > MAX_JSON {
        return Err(CodecError::TooLarge { limit: MAX_JSON });
    }
    let start = || {
        let mut taker = json::Taker::default();
        let mut fields = taker.object(json::read(text, LIMITS)?);
        let version = taker.need(&mut fields, "version");
        let version = taker.count(&version);
        taker.done().map(|()| (version, fields))
    };
    match start().map_err(|fault| fault.in_text(text))? {
        (1, fields) => v1::read(fields, text),
        (version, _) if version > VERSION => Err(CodecError::FutureVersion { version, known: VERSION }),
        (version, _) => Err(CodecError::UnknownVersion { version }),
    }
}

/// The drawing in the newest form: on one line, or laid out for people to read.
pub(super) fn write(scenario: &Scenario, is_pretty: bool) -> String {
    v1::write(scenario, is_pretty)
}
