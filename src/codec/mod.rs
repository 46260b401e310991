//! Links and files: how a drawing leaves this program and comes back, and how results do.
//!
//! Whatever is read is hostile until it has been through here: its size is limited before and after inflation, every
//! count and number is checked, and nothing in it can make the program panic. `docs/links.md` freezes the form.

pub mod cost_json;
pub mod digits;
mod error;
pub mod file;
mod json;
pub mod link;
pub mod network_file;
pub mod network_json;
pub mod play_json;
pub mod report_json;
pub mod timeline_json;
mod wire;

pub use error::CodecError;
