//! Settings of a node: what values they take, what they are if nobody says.

use super::words::{Text, Words};
use crate::catalogue::region::Region;

/// A unit shown behind a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A bare count.
    None,
    /// MB (2²⁰ bytes, as Lambda counts).
    Mb,
    /// GiB.
    Gib,
    /// kB.
    Kb,
    /// Percent.
    Percent,
    /// Milliseconds.
    Millis,
    /// Seconds.
    Seconds,
}

/// One choice of a [`ParamKind`] that is a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What a scenario stores.
    pub value: String,
    /// What a person reads.
    pub label: Words,
    /// A short remark beside it, such as `2 vCPU · 4 GiB`.
    pub note: String,
    /// A heading that choices stand under, such as an instance family; empty for none.
    pub group: Words,
}

impl Choice {
    /// A choice without remark and heading.
    pub fn plain(value: &str, label: impl Into<Words>) -> Self {
        Self { value: value.to_owned(), label: label.into(), note: String::new(), group: Words::default() }
    }

    /// Choices without remark and heading: value, English and Korean label of each.
    pub fn list(all: &[(&str, &str, &str)]) -> Vec<Self> {
        let choice = |(value, en, ko): &(&str, &str, &str)| {
            Self::plain(value, Words { en: (*en).to_owned(), ko: (*ko).to_owned() })
        };
        all.iter().map(choice).collect()
    }
}

/// What values a parameter takes.
#[derive(Clone, Copy, Debug)]
pub enum ParamKind {
    /// One of a list, which may depend on the region.
    Choice(fn(Region) -> Vec<Choice>),
    /// One of a list so long that it is not made only to ask whether a value is in it.
    Listed {
        /// The list.
        choices: fn(Region) -> Vec<Choice>,
        /// Whether a value is in it.
        has: fn(Region, &str) -> bool,
    },
    /// A whole number from `min` to `max`.
    Int {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
        /// Its unit.
        unit: Unit,
    },
    /// On or off.
    Toggle,
}

impl ParamKind {
    /// The list that a value is one of; none for a number or a switch.
    pub const fn choices(self) -> Option<fn(Region) -> Vec<Choice>> {
        match self {
            Self::Choice(choices) | Self::Listed { choices, .. } => Some(choices),
            Self::Int { .. } | Self::Toggle => None,
        }
    }
}

/// The default of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParamDefault {
    /// For a choice.
    Choice(&'static str),
    /// For a choice that drawings from before it had no name for: what they mean, and what a new node is given.
    Since {
        /// In a drawing that does not say.
        before: &'static str,
        /// Of a new node.
        new: &'static str,
    },
    /// For a whole number.
    Int(i64),
    /// For a toggle.
    Toggle(bool),
}

/// A setting of a node, from which the inspector makes a field.
#[derive(Clone, Copy, Debug)]
pub struct ParamSpec {
    /// Its key in a scenario.
    pub key: &'static str,
    /// Its label.
    pub label: Text,
    /// Its values.
    pub kind: ParamKind,
    /// The value a new node has.
    pub default: ParamDefault,
    /// Where the default or its meaning comes from; empty for a plain choice of the user's.
    pub basis: &'static str,
}
