//! What can be wrong with a network file.

use crate::engine::queueing::check::{Fault, FaultKind};

/// Why a network file was not read. Every message names the place.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NetworkFileError {
    /// It is larger than any network.
    #[error("larger than any network (limit {limit} bytes)")]
    TooLarge {
        /// The limit, bytes.
        limit: usize,
    },
    /// It is not JSON.
    #[error("not JSON (line {line}, column {column}): {problem}")]
    Malformed {
        /// Line, from 1.
        line: usize,
        /// Column in that line, from 1, in letters.
        column: usize,
        /// What is wrong, in English.
        problem: String,
    },
    /// Its version is not known.
    #[error("version: this program reads version {known} of the network file")]
    UnknownVersion {
        /// The version that is read.
        known: u32,
    },
    /// Something else than expected stands there.
    #[error("{place}: {expected} is expected here")]
    Unexpected {
        /// Where.
        place: String,
        /// What should be there.
        expected: String,
    },
    /// A key that there is not.
    #[error("{place}: there is no key {key:?} here; there are: {known}")]
    UnknownKey {
        /// The object.
        place: String,
        /// The key.
        key: String,
        /// Those that there are.
        known: String,
    },
    /// A key that must be there is not.
    #[error("{place}: the key {key:?} is missing")]
    MissingKey {
        /// The object.
        place: String,
        /// The key.
        key: &'static str,
    },
    /// A name that nothing has.
    #[error("{place}: there is nothing called {name:?} among the {among}")]
    UnknownName {
        /// Where it is used.
        place: String,
        /// The name.
        name: String,
        /// The key of the list where it should be.
        among: &'static str,
    },
    /// A value that makes no sense.
    #[error("{place}: {why}")]
    BadValue {
        /// Where.
        place: String,
        /// What is wrong with it.
        why: String,
    },
}

impl From<Fault> for NetworkFileError {
    fn from(fault: Fault) -> Self {
        let why = match fault.kind {
            FaultKind::OutOfRange { min, max } => format!("outside {min}…{max}"),
            FaultKind::DoNotAddToOne { sum } => format!("the shares add to {}, not to 1", libm::round(sum * 1e9) / 1e9),
            FaultKind::BadLength { min, max } => format!("a list of {min} to {max} entries is expected here"),
            FaultKind::NotRising => "times must begin at 0 and rise".to_owned(),
            FaultKind::Unknown => "named nowhere else".to_owned(),
            FaultKind::CallsItself => "a named route comes back to itself".to_owned(),
            FaultKind::TooDeep { max } => format!("steps stand inside steps on more than {max} levels"),
            FaultKind::HeldTwice => "these slots are already held here".to_owned(),
        };
        Self::BadValue { place: fault.place, why }
    }
}
