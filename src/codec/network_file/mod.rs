//! The network file: a network of queues as JSON, for the engines here and for any other tool (docs/network-file.md).
//!
//! Reading is strict: an unknown key, a key that stands twice, a name that nothing has and a number that makes no sense
//! are errors that name the place.

mod drawing;
mod error;
mod in_time;
mod names;
mod reader;
mod routes;
mod service;
mod stations;
#[cfg(test)]
mod tests;
mod write;

pub use drawing::of_drawing;
pub use error::NetworkFileError;
pub use write::write;

use crate::codec::json::{self, Limits};
use crate::engine::queueing::check;
use crate::engine::queueing::network::{Client, Network, Run};
use names::Names;
use reader::{At, Result};

/// The version that is read.
pub const VERSION: u32 = 1;

/// The most bytes that are read.
const MAX_JSON: usize = 1024 * 1024;

/// As many members as named routes may be, and steps in steps somewhat deeper than anyone writes.
const LIMITS: Limits = Limits { depth: 128, members: check::MAX_ROUTES };

/// Reads a network file's text.
///
/// # Errors
///
/// See [`NetworkFileError`]; nothing in `text` makes it panic.
pub fn read(text: &str) -> std::result::Result<Network, NetworkFileError> {
    if text.len() > MAX_JSON {
        return Err(NetworkFileError::TooLarge { limit: MAX_JSON });
    }
    let text = text.trim_start_matches('\u{feff}');
    let tree = json::read(text, LIMITS).map_err(|fault| {
        let (line, column) = fault.place(text);
        NetworkFileError::Malformed { line, column, problem: fault.problem }
    })?;
    let network = network(&At::root(&tree))?;
    match check::faults(&network).into_iter().next() {
        Some(fault) => Err(fault.into()),
        None => Ok(network),
    }
}

fn network(at: &At<'_>) -> Result<Network> {
    let file = at.object(&[
        "version", "name", "workload", "classes", "routes", "stations", "slots", "client", "events", "scaling",
        "credits", "run",
    ])?;
    if file.count("version")? != VERSION {
        return Err(NetworkFileError::UnknownVersion { known: VERSION });
    }
    let names = Names::of(&file)?;
    let mut classes = Vec::new();
    for (name, at) in file.need("classes")?.entries()? {
        classes.push(routes::class(name, &at, &names)?);
    }
    let mut routes = Vec::new();
    for (name, at) in file.or("routes", Vec::new(), At::entries)? {
        routes.push(routes::named(name, &at, &names)?);
    }
    let mut stations = Vec::new();
    for (name, at) in file.or("stations", Vec::new(), At::entries)? {
        stations.push(stations::station(name, &at, &names)?);
    }
    let mut slots = Vec::new();
    for (name, at) in file.or("slots", Vec::new(), At::entries)? {
        slots.push(stations::slots(name, &at, &names)?);
    }
    Ok(Network {
        name: file.or("name", "", At::text)?.to_owned(),
        workload: in_time::workload(file.need("workload")?)?,
        classes,
        stations,
        slots,
        routes,
        client: file.or("client", Client::default(), in_time::client)?,
        events: file.list("events", |at| in_time::event(at, &names))?,
        scaling: file.list("scaling", |at| in_time::scaling(at, &names))?,
        credits: file.list("credits", |at| in_time::credits(at, &names))?,
        run: file.or("run", Run::default(), in_time::run)?,
    })
}
