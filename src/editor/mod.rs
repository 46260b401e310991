//! What the page does, without a page: its state, the actions that change it, and the geometry of what it shows.
//!
//! Everything here is a pure function of its input and is tested natively. The page (`app`) turns
//! browser events into an [`action::Action`], hands it to [`reduce::reduce`], and draws the [`state::Editor`].

pub mod action;
pub mod change;
pub mod citation;
pub mod command;
pub mod flags;
pub mod footprint;
pub mod geometry;
pub mod history;
pub mod hit;
pub mod labels;
pub mod measure;
pub mod minimap;
pub mod play;
pub mod preference;
pub mod reduce;
pub mod routing;
pub mod scale;
pub mod sizing;
pub mod state;
pub mod status;
pub mod time;
pub mod tool;
pub mod verdict;
pub mod workload_field;
