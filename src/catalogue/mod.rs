//! AWS facts as data: what services there are, how they behave, what they cost. No behaviour of its own, no I/O.

mod bill;
mod facts;
mod instances;
pub mod latency;
pub mod region;
pub mod services;
pub mod settings;
pub mod spec;

use spec::ServiceSpec;

/// The date of the price snapshot as a whole (each figure carries its own).
pub const SNAPSHOT: &str = "2025-11-04";

/// Every service, in palette order.
pub fn all() -> &'static [&'static ServiceSpec] {
    services::ALL
}

/// The service with this id.
pub fn get(id: &str) -> Option<&'static ServiceSpec> {
    all().iter().copied().find(|spec| spec.id == id)
}
