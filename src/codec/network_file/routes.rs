//! Classes and their routes in the network file.

use super::names::Names;
use super::reader::{At, Result};
use super::service;
use crate::engine::queueing::network::{Class, NamedRoute, Step, Way};

/// A class.
pub(super) fn class(name: &str, at: &At<'_>, names: &Names<'_>) -> Result<Class> {
    let object = at.object(&["share", "route"])?;
    Ok(Class {
        name: name.to_owned(),
        share: object.or("share", 1.0, At::number)?,
        route: route(object.need("route")?, names)?,
    })
}

/// A named route.
pub(super) fn named(name: &str, at: &At<'_>, names: &Names<'_>) -> Result<NamedRoute> {
    Ok(NamedRoute { name: name.to_owned(), route: route(at, names)? })
}

fn route(at: &At<'_>, names: &Names<'_>) -> Result<Vec<Step>> {
    at.list()?.iter().map(|at| step(at, names)).collect()
}

fn step(at: &At<'_>, names: &Names<'_>) -> Result<Step> {
    let all = ["visit", "times", "service", "call", "spawn", "delay", "branch", "repeat", "hold", "fail", "route"];
    let kinds = ["visit", "call", "spawn", "delay", "branch", "repeat", "hold", "fail"];
    let (kind, value) = at.object(&all)?.one_of(&kinds)?;
    let inside = || route(at.object(&[kind, "route"])?.need("route")?, names);
    match kind {
        "visit" => {
            let object = at.object(&["visit", "times", "service"])?;
            let times = object.or("times", 1, At::count)?;
            let service = object.optional("service", service::read)?;
            Ok(Step::Visit { station: names.station(&value)?, times, service })
        }
        "call" => {
            let times = at.object(&["call", "times"])?.or("times", 1, At::count)?;
            Ok(Step::Call { route: names.route(&value)?, times })
        }
        "spawn" => {
            at.object(&["spawn"])?;
            route(&value, names).map(Step::Spawn)
        }
        "delay" => {
            at.object(&["delay"])?;
            service::read(&value).map(Step::Delay)
        }
        "branch" => {
            at.object(&["branch"])?;
            Ok(Step::Branch(value.list()?.iter().map(|at| way(at, names)).collect::<Result<_>>()?))
        }
        "repeat" => Ok(Step::Repeat { probability: value.number()?, route: inside()? }),
        "hold" => Ok(Step::Hold { slots: names.slots(&value)?, route: inside()? }),
        _ => {
            at.object(&["fail"])?;
            value.object(&[])?;
            Ok(Step::Fail)
        }
    }
}

fn way(at: &At<'_>, names: &Names<'_>) -> Result<Way> {
    let object = at.object(&["probability", "route"])?;
    Ok(Way { probability: object.number("probability")?, route: route(object.need("route")?, names)? })
}
