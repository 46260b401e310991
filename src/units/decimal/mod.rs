//! Decimal numbers: read, written and rounded for people, the same everywhere. std's ways bring tables and code of 25 kB
//! to the page, much of which does not compress (docs/performance.md).

mod big;
mod read;
mod write;

pub use read::parse;
pub use write::{fixed, shortest, significant, tenths};
