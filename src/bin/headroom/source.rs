//! Where a scenario comes from: a preset, a share link, or a file.

use std::fs::File;
use std::io::Read;

use headroom::codec::report_json::NodeNames;
use headroom::codec::{file, link, network_file};
use headroom::engine::queueing::network::Network;
use headroom::model::diagnostic::Severity;
use headroom::model::replay::Replay;
use headroom::model::scenario::Scenario;
use headroom::model::topology::Topology;
use headroom::model::validate;
use headroom::presets;

use crate::complaint;

/// A file longer than this is no drawing; it is not even read to its end.
const MAX_FILE: u64 = 1024 * 1024;

/// A scenario that can be solved.
pub(crate) struct Checked {
    pub(crate) scenario: Scenario,
    pub(crate) topology: Topology,
    pub(crate) warnings: Vec<String>,
}

/// Opens and checks what a name stands for, or says in one line why it cannot be used.
pub(crate) fn load(name: &str) -> Result<Checked, String> {
    check(open(name)?)
}

/// Checks a drawing, or says in one line why it cannot be used.
pub(crate) fn check(scenario: Scenario) -> Result<Checked, String> {
    let (topology, found) = validate::check(&scenario);
    let names = NodeNames::of(&scenario);
    let sentence = |severity: Severity| {
        let fits = found.iter().filter(move |diagnostic| diagnostic.severity() == severity);
        fits.map(|diagnostic| complaint::of(diagnostic, &names)).collect::<Vec<_>>()
    };
    match (topology, sentence(Severity::Error)) {
        (Some(topology), _) => Ok(Checked { topology, warnings: sentence(Severity::Warning), scenario }),
        (None, errors) => Err(errors.into_iter().next().unwrap_or_else(|| "the drawing cannot be solved".to_owned())),
    }
}

fn open(name: &str) -> Result<Scenario, String> {
    if let Some(scenario) = presets::scenario(name) {
        return Ok(scenario);
    }
    if link::is_link(name) && !std::path::Path::new(name).exists() {
        return link::open(name).map_err(|error| error.to_string());
    }
    let text = read(name).map_err(|problem| format!("{name:?} is no preset and no link, and as a file: {problem}"))?;
    file::read(&text).map_err(|error| format!("{name:?}: {error}"))
}

/// Reads a network file, or says in one line why it cannot be used.
pub(crate) fn network(path: &str) -> Result<Network, String> {
    let text = read(path).map_err(|problem| format!("{path:?}: {problem}"))?;
    network_file::read(&text).map_err(|error| format!("{path:?}: {error}"))
}

/// Reads recorded traffic, or says in one line why it cannot be used.
pub(crate) fn recorded(path: &str) -> Result<Replay, String> {
    let text = read(path).map_err(|problem| format!("{path:?}: {problem}"))?;
    Replay::parse(&text).map_err(|fault| format!("{path:?}: {}", complaint::of_replay(fault)))
}

fn read(path: &str) -> Result<String, String> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| error.to_string())?;
    file.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() as u64 > MAX_FILE {
        return Err("too large".to_owned());
    }
    String::from_utf8(bytes).map_err(|_| "not text in UTF-8".to_owned())
}
