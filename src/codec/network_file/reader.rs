//! Reading a tree with the place at hand: every complaint says where.

use super::error::NetworkFileError;
use crate::codec::json::{Is, Json};
use crate::units::decimal;

pub(super) type Result<T> = std::result::Result<T, NetworkFileError>;

/// A value and where it stands.
#[derive(Clone)]
pub(super) struct At<'a> {
    tree: &'a Json<'a>,
    pub(super) place: String,
}

impl<'a> At<'a> {
    pub(super) fn root(tree: &'a Json<'a>) -> Self {
        Self { tree, place: String::new() }
    }

    fn below(&self, key: &str, tree: &'a Json<'a>) -> Self {
        let place = if self.place.is_empty() { key.to_owned() } else { format!("{}.{key}", self.place) };
        Self { tree, place }
    }

    pub(super) fn expected<T>(&self, expected: &str) -> Result<T> {
        Err(NetworkFileError::Unexpected { place: self.shown(), expected: expected.to_owned() })
    }

    /// The place for people; the whole file has no name.
    fn shown(&self) -> String {
        if self.place.is_empty() { "the file".to_owned() } else { self.place.clone() }
    }

    /// An object with no other keys than these.
    pub(super) fn object(&self, known: &[&'static str]) -> Result<Object<'a>> {
        let entries = self.entries()?;
        if let Some(unknown) = entries.iter().find(|entry| !known.contains(&entry.0)) {
            let known = known.join(", ");
            return Err(NetworkFileError::UnknownKey { place: self.shown(), key: unknown.0.to_owned(), known });
        }
        Ok(Object { entries, at: self.shown() })
    }

    /// The entries of an object whose keys are names.
    pub(super) fn entries(&self) -> Result<Vec<(&'a str, At<'a>)>> {
        let Is::Object(entries) = &self.tree.is else { return self.expected("an object") };
        Ok(entries.iter().map(|(key, value)| (key.as_str(), self.below(key, value))).collect())
    }

    pub(super) fn list(&self) -> Result<Vec<At<'a>>> {
        let Is::List(items) = &self.tree.is else { return self.expected("a list") };
        let item = |(index, tree)| At { tree, place: format!("{}[{index}]", self.place) };
        Ok(items.iter().enumerate().map(item).collect())
    }

    pub(super) fn number(&self) -> Result<f64> {
        let number = if let Is::Number(text) = self.tree.is { decimal::parse(text) } else { None };
        number.filter(|number| number.is_finite()).map_or_else(|| self.expected("a number"), Ok)
    }

    /// A whole number that is exact as a float.
    pub(super) fn whole(&self, max: u64) -> Result<u64> {
        let number = self.number()?;
        if number >= 0.0 && number <= max as f64 && number == libm::floor(number) {
            return Ok(number as u64);
        }
        self.expected(&format!("a whole number from 0 to {max}"))
    }

    pub(super) fn count(&self) -> Result<u32> {
        self.whole(u64::from(u32::MAX)).map(|number| number as u32)
    }

    pub(super) fn text(&self) -> Result<&'a str> {
        match &self.tree.is {
            Is::Text(text) => Ok(text),
            _ => self.expected("a text"),
        }
    }

    /// One of several words.
    pub(super) fn word<T: Copy>(&self, words: &[(&str, T)]) -> Result<T> {
        let known = || words.iter().map(|(word, _)| format!("{word:?}")).collect::<Vec<_>>().join(" or ");
        let Is::Text(text) = &self.tree.is else { return self.expected(&known()) };
        let found = words.iter().find(|(word, _)| word == text);
        found.map_or_else(|| self.expected(&known()), |(_, value)| Ok(*value))
    }
}

/// The entries of an object.
pub(super) struct Object<'a> {
    entries: Vec<(&'a str, At<'a>)>,
    at: String,
}

impl<'a> Object<'a> {
    pub(super) fn get(&self, key: &'static str) -> Option<&At<'a>> {
        self.entries.iter().find(|(known, _)| *known == key).map(|(_, at)| at)
    }

    pub(super) fn need(&self, key: &'static str) -> Result<&At<'a>> {
        self.get(key).ok_or_else(|| NetworkFileError::MissingKey { place: self.at.clone(), key })
    }

    pub(super) fn number(&self, key: &'static str) -> Result<f64> {
        self.need(key)?.number()
    }

    pub(super) fn count(&self, key: &'static str) -> Result<u32> {
        self.need(key)?.count()
    }

    /// The value of a key that may be left out.
    pub(super) fn optional<T>(&self, key: &'static str, read: impl FnOnce(&At<'a>) -> Result<T>) -> Result<Option<T>> {
        self.get(key).map(read).transpose()
    }

    /// The same with what it is where it is left out.
    pub(super) fn or<T>(&self, key: &'static str, left_out: T, read: impl FnOnce(&At<'a>) -> Result<T>) -> Result<T> {
        Ok(self.optional(key, read)?.unwrap_or(left_out))
    }

    /// The list of a key; empty where it is left out.
    pub(super) fn list<T>(&self, key: &'static str, read: impl FnMut(&At<'a>) -> Result<T>) -> Result<Vec<T>> {
        let items = self.or(key, Vec::new(), At::list)?;
        items.iter().map(read).collect()
    }

    /// The one of several keys that is there, and no other of them.
    pub(super) fn one_of(&self, keys: &[&'static str]) -> Result<(&'static str, At<'a>)> {
        let mut found = keys.iter().filter_map(|key| Some((*key, self.get(key)?.clone())));
        match (found.next(), found.next()) {
            (Some(one), None) => Ok(one),
            _ => Err(NetworkFileError::Unexpected {
                place: self.at.clone(),
                expected: format!("exactly one of {}", keys.join(", ")),
            }),
        }
    }
}
