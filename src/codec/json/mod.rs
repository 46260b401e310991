//! JSON as drawings use it: small, strict, and with the place of every fault.
//!
//! The usual library costs the page 20 kB with its readers for every type (docs/decisions/0005); results of the command
//! line, which the page does not write, still use it. Numbers stay the text they are, so that nothing is rounded here.

mod read;
mod write;

pub(super) use read::{Limits, read};
pub(super) use write::Writer;

use crate::codec::CodecError;
use crate::units::decimal;

/// A value, and where in the text it starts.
#[derive(Debug, PartialEq)]
pub(super) struct Json<'a> {
    at: usize,
    /// What it is.
    pub(super) is: Is<'a>,
}

/// What a value is.
#[derive(Debug, PartialEq)]
pub(super) enum Is<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it stands there.
    Number(&'a str),
    /// A text, without its escapes.
    Text(String),
    /// A list.
    List(Vec<Json<'a>>),
    /// An object: no key is there twice.
    Object(Vec<(String, Json<'a>)>),
}

/// What is wrong, and where.
#[derive(Debug, PartialEq)]
pub(super) struct Fault {
    at: usize,
    /// In English.
    pub(super) problem: String,
}

impl Fault {
    fn new(at: usize, problem: &str) -> Self {
        Self { at, problem: problem.to_owned() }
    }

    /// Line and column in the text, from 1.
    pub(super) fn place(&self, text: &str) -> (usize, usize) {
        let before = text.get(..self.at).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        (line, before.chars().rev().take_while(|letter| *letter != '\n').count() + 1)
    }

    /// The fault for those who know the text only.
    pub(super) fn in_text(self, text: &str) -> CodecError {
        let (line, column) = self.place(text);
        CodecError::Malformed { line, column, problem: self.problem }
    }
}

impl Json<'_> {
    /// The fault that this is not what is wanted.
    fn not(&self, wanted: &str) -> Fault {
        Fault { at: self.at, problem: ["here should be ", wanted].concat() }
    }
}

/// Takes values for what they should be. What is something else counts as nothing, and the first such fault is kept:
/// a reader need not stop at each, and asks once, at the end.
#[derive(Debug, Default)]
pub(super) struct Taker {
    fault: Option<Fault>,
}

impl Taker {
    /// Fails with the first fault.
    pub(super) fn done(self) -> Result<(), Fault> {
        self.fault.map_or(Ok(()), Err)
    }

    /// Keeps a fault where it is the first.
    fn keep(&mut self, fault: Fault) {
        self.fault.get_or_insert(fault);
    }

    /// Something else was wanted here.
    pub(super) fn refuse(&mut self, json: &Json<'_>, wanted: &str) {
        self.keep(json.not(wanted));
    }

    /// Something else was wanted in an object.
    pub(super) fn refuse_at(&mut self, members: &Members<'_>, wanted: &str) {
        self.keep(Fault { at: members.at, problem: ["here should be ", wanted].concat() });
    }

    /// A text.
    pub(super) fn text(&mut self, json: Json<'_>) -> String {
        if let Is::Text(text) = json.is {
            return text;
        }
        self.refuse(&json, "a text");
        String::new()
    }

    /// A list.
    pub(super) fn list<'a>(&mut self, json: Option<Json<'a>>) -> Vec<Json<'a>> {
        match json {
            Some(Json { is: Is::List(list), .. }) => return list,
            Some(json) => self.refuse(&json, "a list"),
            None => {}
        }
        Vec::new()
    }

    /// A whole number.
    pub(super) fn whole(&mut self, json: &Json<'_>) -> i64 {
        let number = if let Is::Number(text) = json.is { text.parse().ok() } else { None };
        number.unwrap_or_else(|| {
            self.refuse(json, "a whole number");
            0
        })
    }

    /// A whole number, 0…4,294,967,295.
    pub(super) fn count(&mut self, json: &Json<'_>) -> u32 {
        u32::try_from(self.whole(json)).unwrap_or_else(|_| {
            self.refuse(json, "a whole number from 0 to 4294967295");
            0
        })
    }

    /// Any number that is finite.
    pub(super) fn decimal(&mut self, json: &Json<'_>) -> f64 {
        let number = if let Is::Number(text) = json.is { decimal::parse(text) } else { None };
        number.filter(|number| number.is_finite()).unwrap_or_else(|| {
            self.refuse(json, "a number");
            0.0
        })
    }

    /// An object, to take its members out one by one.
    pub(super) fn object<'a>(&mut self, json: Json<'a>) -> Members<'a> {
        let at = json.at;
        if let Is::Object(members) = json.is {
            return Members { at, members };
        }
        self.refuse(&json, "an object");
        Members { at, members: Vec::new() }
    }

    /// A member that must be there.
    pub(super) fn need<'a>(&mut self, members: &mut Members<'a>, key: &str) -> Json<'a> {
        members.take(key).unwrap_or_else(|| {
            self.keep(Fault { at: members.at, problem: ["missing field `", key, "`"].concat() });
            Json { at: members.at, is: Is::Null }
        })
    }

    /// Nothing may be left: a misspelt key must not pass for one that is absent.
    pub(super) fn end(&mut self, members: Members<'_>) {
        if let Some((key, value)) = members.members.first() {
            self.keep(Fault { at: value.at, problem: ["unknown field `", key, "`"].concat() });
        }
    }
}

/// The members of an object that nobody has taken yet.
#[derive(Debug)]
pub(super) struct Members<'a> {
    at: usize,
    members: Vec<(String, Json<'a>)>,
}

impl<'a> Members<'a> {
    /// Takes a member; none where it is absent.
    pub(super) fn take(&mut self, key: &str) -> Option<Json<'a>> {
        let place = self.members.iter().position(|member| member.0 == key)?;
        Some(self.members.remove(place).1)
    }

    /// All that are left, in their order.
    pub(super) fn rest(self) -> Vec<(String, Json<'a>)> {
        self.members
    }
}
