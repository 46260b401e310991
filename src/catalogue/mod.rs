//! AWS facts as data: what services there are, how they behave, what they cost. No behaviour of its own, no I/O.

mod bill;
mod facts;
mod instances;
pub mod latency;
mod popularity;
pub mod region;
pub mod services;
pub mod settings;
pub mod spec;

use instances::InstanceType;
use region::Region;
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

/// The name of an instance type, as the catalogue keeps it; none for one that it does not know.
pub fn instance_type(name: &str) -> Option<&'static str> {
    InstanceType::get(name).map(InstanceType::name)
}

/// The next instance type of the same family with more vCPUs that a region offers; none for the largest.
pub fn bigger_type(name: &str, region: Region) -> Option<&'static str> {
    InstanceType::get(name)?.bigger(region).map(InstanceType::name)
}
