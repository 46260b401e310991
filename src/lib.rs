//! Headroom: see an AWS architecture scale, from ten users to a million.
//!
//! The modules stand in layer order; each may import only those above it in this list
//! (`tests/it/architecture.rs` fails the build on an import against the direction):
//!
//! | layer | holds |
//! |---|---|
//! | [`lists`] | sorting and gathering for short lists |
//! | [`units`] | money, time, rates and ratios as types |
//! | [`catalogue`] | AWS facts as data, one folder a service |
//! | [`model`] | the drawing: scenario, edits, validation, topology |
//! | [`engine`] | numbers from a topology: network, steady state, limits, cost |
//! | [`codec`] | links and files |
//! | [`presets`] | the staged story's drawings |
//! | [`editor`] | what the page does, without a page |
//! | `app` | the page (wasm32 only) |
//!
//! One request's way from a drawing to a percentile: [`model::scenario`] → [`model::validate`] →
//! [`model::topology`] → [`engine::network`] → [`engine::steady`] → [`engine::report`].

pub mod lists;

pub mod units;

pub mod catalogue;

pub mod model;

pub mod engine;

pub mod codec;

pub mod presets;

pub mod editor;

// Of the page only the texts are compiled natively, for their tests.
#[cfg(any(target_arch = "wasm32", test))]
pub mod app;
