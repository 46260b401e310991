//! Stations and slots in the network file.

use super::names::Names;
use super::reader::{At, Result};
use super::service;
use crate::engine::queueing::network::{Balancer, Discipline, Efficiency, Slots, Station};

pub(super) const DISCIPLINES: [(&str, Discipline); 2] =
    [("fifo", Discipline::Fifo), ("processor_sharing", Discipline::ProcessorSharing)];

pub(super) const BALANCERS: [(&str, Balancer); 4] = [
    ("shared_queue", Balancer::SharedQueue),
    ("round_robin", Balancer::RoundRobin),
    ("random", Balancer::Random),
    ("least_outstanding", Balancer::LeastOutstanding),
];

/// The word of a value.
pub(super) fn name_of<T: Copy + PartialEq>(words: &[(&'static str, T)], value: T) -> &'static str {
    words.iter().find(|(_, known)| *known == value).map_or("", |(word, _)| word)
}

/// A station.
pub(super) fn station(name: &str, at: &At<'_>, names: &Names<'_>) -> Result<Station> {
    let object = at.object(&[
        "servers",
        "discipline",
        "service",
        "service_by_class",
        "limit",
        "wait_timeout",
        "instances",
        "balancer",
        "efficiency",
    ])?;
    let mut service_by_class = Vec::new();
    for (class, at) in object.or("service_by_class", Vec::new(), At::entries)? {
        service_by_class.push((names.class(&at, class)?, service::read(&at)?));
    }
    Ok(Station {
        name: name.to_owned(),
        servers: object.or("servers", 1, At::count)?,
        discipline: object.or("discipline", Discipline::Fifo, |at| at.word(&DISCIPLINES))?,
        service: service::read(object.need("service")?)?,
        service_by_class,
        limit: object.optional("limit", At::count)?,
        patience: object.optional("wait_timeout", service::patience)?,
        instances: object.or("instances", 1, At::count)?,
        balancer: object.or("balancer", Balancer::SharedQueue, |at| at.word(&BALANCERS))?,
        efficiency: object.or("efficiency", Efficiency::default(), efficiency)?,
    })
}

fn efficiency(at: &At<'_>) -> Result<Efficiency> {
    let object = at.object(&["contention", "coherency"])?;
    Ok(Efficiency {
        contention: object.or("contention", 0.0, At::number)?,
        coherency: object.or("coherency", 0.0, At::number)?,
    })
}

/// A limit on requests inside.
pub(super) fn slots(name: &str, at: &At<'_>, names: &Names<'_>) -> Result<Slots> {
    let object = at.object(&["count", "waiting_limit", "wait_timeout", "stands_in_for"])?;
    Ok(Slots {
        name: name.to_owned(),
        count: object.count("count")?,
        waiting_limit: object.optional("waiting_limit", At::count)?,
        patience: object.optional("wait_timeout", service::patience)?,
        stands_in_for: object.optional("stands_in_for", |at| names.slots(at))?,
    })
}
