//! What the names in a network file stand for.

use super::error::NetworkFileError;
use super::reader::{At, Object, Result};

/// The longest name, characters.
const MAX_NAME: usize = 80;

/// The names of a file, in its order.
pub(super) struct Names<'a> {
    classes: Vec<&'a str>,
    stations: Vec<&'a str>,
    slots: Vec<&'a str>,
    routes: Vec<&'a str>,
}

impl<'a> Names<'a> {
    pub(super) fn of(file: &Object<'a>) -> Result<Self> {
        Ok(Self {
            classes: keys(file, "classes")?,
            stations: keys(file, "stations")?,
            slots: keys(file, "slots")?,
            routes: keys(file, "routes")?,
        })
    }

    pub(super) fn class(&self, at: &At<'_>, name: &str) -> Result<usize> {
        find(at, name, &self.classes, "classes")
    }

    /// The station that a text names.
    pub(super) fn station(&self, at: &At<'_>) -> Result<usize> {
        find(at, at.text()?, &self.stations, "stations")
    }

    /// The slots that a text names.
    pub(super) fn slots(&self, at: &At<'_>) -> Result<usize> {
        find(at, at.text()?, &self.slots, "slots")
    }

    /// The named route that a text names.
    pub(super) fn route(&self, at: &At<'_>) -> Result<usize> {
        find(at, at.text()?, &self.routes, "routes")
    }
}

fn find(at: &At<'_>, name: &str, among: &[&str], list: &'static str) -> Result<usize> {
    let unknown = || NetworkFileError::UnknownName { place: at.place.clone(), name: name.to_owned(), among: list };
    among.iter().position(|known| *known == name).ok_or_else(unknown)
}

fn keys<'a>(file: &Object<'a>, key: &'static str) -> Result<Vec<&'a str>> {
    let entries = file.or(key, Vec::new(), At::entries)?;
    for (name, at) in &entries {
        if name.is_empty() || name.chars().count() > MAX_NAME || name.chars().any(char::is_control) {
            return at.expected(&format!("a name of 1 to {MAX_NAME} characters on one line"));
        }
    }
    Ok(entries.into_iter().map(|(name, _)| name).collect())
}
