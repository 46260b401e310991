//! AWS facts as data: what services there are, how they behave, what they cost. No behaviour of its own, no I/O.

pub mod bill;
mod facts;
pub mod free;
mod instances;
pub mod latency;
pub mod messages;
mod popularity;
pub mod region;
pub mod services;
pub mod settings;
pub mod spec;

pub use facts::Figure;
use instances::InstanceType;
use region::Region;
use spec::ServiceSpec;

/// The date of the price snapshot as a whole (each figure carries its own).
pub const SNAPSHOT: &str = "2025-11-04";

/// Won for a dollar where the user types no rate: an assumption, with its date.
pub fn krw_per_usd() -> (f64, spec::Citation) {
    let fact = bill::NETWORK.fact_in("krw_per_usd", "all");
    (fact.value, fact.citation())
}

/// Every figure of the catalogue with its citation: those that the services share, then each service's own.
pub fn figures() -> Vec<Figure> {
    let shared = [("network", &bill::NETWORK), ("free", &free::FACTS)].into_iter().chain(instances::tables());
    let of_services =
        all().iter().flat_map(|spec| (spec.tables)().into_iter().map(|(name, table)| (spec.id, name, table)));
    let mut found: Vec<Figure> = shared.flat_map(|(name, table)| table.figures(name)).collect();
    found.extend(of_services.flat_map(|(id, name, table)| table.figures(&[id, "/", name].concat())));
    found
}

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
