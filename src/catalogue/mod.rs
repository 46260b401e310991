//! AWS facts as data: what services there are, how they behave, what they cost. No behaviour of its own, no I/O.

pub(crate) mod balancer;
pub mod bill;
mod facts;
pub mod free;
mod instances;
pub mod latency;
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

/// The figures that a node is made from: of its service's own tables and of those that all share (network, instances,
/// other services' classes), only the rows of what is chosen where a table has such rows, and only the region's columns.
pub fn figures_of(spec: &ServiceSpec, node: spec::Configured<'_>) -> Vec<Figure> {
    let chosen: Vec<&str> = node.settings.0.values().filter_map(settings::Value::as_choice).collect();
    let is_chosen = |key: &str| chosen.iter().any(|choice| is_row_of(key, choice));
    let elsewhere = Region::ALL.into_iter().filter(|region| *region != node.region).map(Region::id);
    let elsewhere: Vec<&str> = elsewhere.collect();
    let own = [spec.id, "/"].concat();
    let mut found = figures();
    found.retain(|figure| !elsewhere.iter().any(|region| figure.column.ends_with(region)));
    let with_rows: Vec<String> =
        found.iter().filter(|figure| is_chosen(figure.key)).map(|figure| figure.table.clone()).collect();
    found.retain(|figure| {
        if with_rows.contains(&figure.table) {
            is_chosen(figure.key)
        } else {
            figure.table.starts_with(&own) || figure.table == "network"
        }
    });
    // What all nodes have in common comes last.
    let (shared, mut own): (Vec<Figure>, Vec<Figure>) = found.into_iter().partition(|figure| figure.table == "network");
    own.extend(shared);
    own
}

/// Whether a row is that of a choice: `t3.small`, or its family `t3`.
fn is_row_of(key: &str, choice: &str) -> bool {
    let family = choice.rsplit_once('.').map(|(family, _)| family.rsplit('.').next().unwrap_or(family));
    key == choice || family == Some(key)
}

/// Every service, in palette order. What the first screen runs does not ask for it: the list has everything of every
/// service behind it.
#[inline(never)]
pub fn all() -> &'static [&'static ServiceSpec] {
    services::ALL
}

/// The services of the drawing that the first screen shows.
pub fn first() -> [&'static ServiceSpec; 2] {
    services::first()
}

/// The service with this id.
pub fn get(id: &str) -> Option<&'static ServiceSpec> {
    find(&first(), id).or_else(|| any(id))
}

#[inline(never)]
fn any(id: &str) -> Option<&'static ServiceSpec> {
    find(all(), id)
}

fn find(list: &[&'static ServiceSpec], id: &str) -> Option<&'static ServiceSpec> {
    list.iter().copied().find(|spec| spec.id == id)
}

/// The name of an instance type, as the catalogue keeps it; none for one that it does not know.
pub fn instance_type(name: &str) -> Option<&'static str> {
    InstanceType::get(name).map(InstanceType::name)
}

/// The next instance type of the same family by its price in a region; none for the largest.
pub fn next_type(name: &str, region: Region) -> Option<&'static str> {
    InstanceType::get(name)?.next(region).map(InstanceType::name)
}

/// The next instance type of the same family with more vCPUs that a region offers; none for the largest.
pub fn bigger_type(name: &str, region: Region) -> Option<&'static str> {
    InstanceType::get(name)?.bigger(region).map(InstanceType::name)
}
