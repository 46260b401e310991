//! Distributions and patience in the network file.

use super::reader::{At, Result};
use crate::engine::queueing::network::Patience;
use crate::engine::queueing::service::{Phase, Service};

/// The kinds of distributions by their names in the file.
const KINDS: [(&str, Kind); 5] = [
    ("exponential", Kind::Exponential),
    ("deterministic", Kind::Deterministic),
    ("erlang", Kind::Erlang),
    ("hyperexponential", Kind::Hyperexponential),
    ("log_normal", Kind::LogNormal),
];

#[derive(Clone, Copy)]
enum Kind {
    Exponential,
    Deterministic,
    Erlang,
    Hyperexponential,
    LogNormal,
}

/// A distribution: `{"kind": "erlang", "phases": 2, "mean_s": 0.05}`.
pub(super) fn read(at: &At<'_>) -> Result<Service> {
    let all = ["kind", "mean_s", "phases", "branches", "scv", "cv"];
    let kind = at.object(&all)?.need("kind")?.word(&KINDS)?;
    match kind {
        Kind::Exponential => Ok(Service::Exponential { mean_s: at.object(&["kind", "mean_s"])?.number("mean_s")? }),
        Kind::Deterministic => Ok(Service::Deterministic { mean_s: at.object(&["kind", "mean_s"])?.number("mean_s")? }),
        Kind::Erlang => {
            let object = at.object(&["kind", "phases", "mean_s"])?;
            Ok(Service::Erlang { phases: object.count("phases")?, mean_s: object.number("mean_s")? })
        }
        Kind::LogNormal => {
            let object = at.object(&["kind", "mean_s", "cv"])?;
            Ok(Service::LogNormal { mean_s: object.number("mean_s")?, cv: object.number("cv")? })
        }
        Kind::Hyperexponential => hyperexponential(at),
    }
}

/// Given by its branches, or as two with balanced means by mean and squared coefficient of variation.
fn hyperexponential(at: &At<'_>) -> Result<Service> {
    let object = at.object(&["kind", "branches", "mean_s", "scv"])?;
    if object.get("branches").is_none() {
        let scv = object.need("scv")?;
        if !(1.0..=1e4).contains(&scv.number()?) {
            return scv.expected("a number from 1 to 10000");
        }
        return Ok(Service::balanced(object.number("mean_s")?, scv.number()?));
    }
    at.object(&["kind", "branches"])?;
    let phase = |at: &At<'_>| {
        let object = at.object(&["probability", "mean_s"])?;
        Ok(Phase { probability: object.number("probability")?, mean_s: object.number("mean_s")? })
    };
    Ok(Service::Hyperexponential(object.list("branches", phase)?))
}

/// How long one waits: `{"fixed_s": 5}` or `{"exponential_mean_s": 2}`.
pub(super) fn patience(at: &At<'_>) -> Result<Patience> {
    let keys = ["fixed_s", "exponential_mean_s"];
    match at.object(&keys)?.one_of(&keys)? {
        ("fixed_s", value) => value.number().map(Patience::Fixed),
        (_, value) => value.number().map(Patience::Exponential),
    }
}
