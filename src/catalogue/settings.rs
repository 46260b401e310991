//! The settings of a node: what a scenario stores, read through a service's parameters.

use crate::lists::Map;

use serde::Serialize;

use super::region::Region;
use super::spec::{ParamDefault, ParamKind, ParamSpec};

/// The setting of those who have jobs: they call workers and wait, instead of leaving the jobs in a queue.
pub const CALLS_WORKERS: &str = "calls_workers";

/// The value of one setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// On or off.
    Toggle(bool),
    /// A whole number.
    Int(i64),
    /// One of a list.
    Choice(String),
}

impl Value {
    /// What is chosen, where it is one of a list.
    pub fn as_choice(&self) -> Option<&str> {
        match self {
            Self::Choice(value) => Some(value),
            Self::Toggle(_) | Self::Int(_) => None,
        }
    }
}

/// Settings by key. Keys that are absent have their default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Settings(pub Map<String, Value>);

impl Settings {
    /// The choice of a key; empty where it has none.
    pub fn choice(&self, key: &str) -> &str {
        match self.0.get(key) {
            Some(Value::Choice(value)) => value,
            _ => "",
        }
    }

    /// The number of a key; 0 where it has none.
    pub fn int(&self, key: &str) -> i64 {
        match self.0.get(key) {
            Some(Value::Int(value)) => *value,
            _ => 0,
        }
    }

    /// The switch of a key; off where it has none.
    pub fn on(&self, key: &str) -> bool {
        matches!(self.0.get(key), Some(Value::Toggle(true)))
    }
}

impl ParamSpec {
    /// The value that a new node has.
    pub fn default_value(&self) -> Value {
        match self.default {
            ParamDefault::Choice(value) | ParamDefault::Since { before: value, .. } => Value::Choice(value.to_owned()),
            ParamDefault::Int(value) => Value::Int(value),
            ParamDefault::Toggle(value) => Value::Toggle(value),
        }
    }

    /// Whether a value is one that this parameter takes in a region.
    pub fn takes(&self, value: &Value, region: Region) -> bool {
        match (self.kind, value) {
            (ParamKind::Choice(choices), Value::Choice(value)) => {
                choices(region).iter().any(|choice| choice.value == *value)
            }
            (ParamKind::Listed { has, .. }, Value::Choice(value)) => has(region, value),
            (ParamKind::Int { min, max, .. }, Value::Int(value)) => (min..=max).contains(value),
            (ParamKind::Toggle, Value::Toggle(_)) => true,
            _ => false,
        }
    }
}

/// The settings of a new node, where they are not what an absent key means.
pub fn fresh(params: &[ParamSpec]) -> Settings {
    let since = params.iter().filter_map(|param| match param.default {
        ParamDefault::Since { new, .. } => Some((param.key.to_owned(), Value::Choice(new.to_owned()))),
        _ => None,
    });
    Settings(Map::from_iter(since))
}

/// Settings with every absent key filled with its default; unknown keys are left out.
pub fn complete(params: &[ParamSpec], given: &Settings) -> Settings {
    Settings(Map::from_iter(params.iter().map(|param| {
        let value = given.0.get(param.key).cloned().unwrap_or_else(|| param.default_value());
        (param.key.to_owned(), value)
    })))
}
