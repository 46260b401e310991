//! Workload, clients, and what happens in time, in the network file.

use super::names::Names;
use super::reader::{At, Result};
use crate::engine::queueing::network::{
    Abandoned, Client, Credits, Event, RateFrom, Run, ScalingRule, Window, Workload,
};

/// The largest seed: exact as a float, so that every JSON program keeps it.
const MAX_SEED: u64 = 1 << 53;

/// `{"open": …}` or `{"closed": …}`.
pub(super) fn workload(at: &At<'_>) -> Result<Workload> {
    let keys = ["open", "closed"];
    match at.object(&keys)?.one_of(&keys)? {
        ("open", value) => open(&value),
        (_, value) => {
            let object = value.object(&["users", "think_mean_s"])?;
            Ok(Workload::Closed { users: object.count("users")?, think_s: object.number("think_mean_s")? })
        }
    }
}

/// One rate, or pieces.
fn open(at: &At<'_>) -> Result<Workload> {
    let keys = ["rate_per_s", "rates"];
    let object = at.object(&keys)?;
    if let ("rate_per_s", value) = object.one_of(&keys)? {
        return Ok(Workload::Open(vec![RateFrom { from_s: 0.0, rate_per_s: value.number()? }]));
    }
    let piece = |at: &At<'_>| {
        let object = at.object(&["from_s", "rate_per_s"])?;
        Ok(RateFrom { from_s: object.number("from_s")?, rate_per_s: object.number("rate_per_s")? })
    };
    object.list("rates", piece).map(Workload::Open)
}

/// What clients do.
pub(super) fn client(at: &At<'_>) -> Result<Client> {
    let object = at.object(&["timeout_s", "backoff_s", "abandoned_work"])?;
    let abandoned = [("continues", Abandoned::Continues), ("stops", Abandoned::Stops)];
    Ok(Client {
        timeout_s: object.optional("timeout_s", At::number)?,
        backoff_s: object.list("backoff_s", At::number)?,
        abandoned: object.or("abandoned_work", Abandoned::Continues, |at| at.word(&abandoned))?,
    })
}

/// Something that happens at a given time.
pub(super) fn event(at: &At<'_>, names: &Names<'_>) -> Result<Event> {
    let all = ["at_s", "station", "servers", "instance_dies", "noticed_after_s", "back_after_s"];
    if let ("servers", servers) = at.object(&all)?.one_of(&["servers", "instance_dies"])? {
        let object = at.object(&["at_s", "station", "servers"])?;
        let station = names.station(object.need("station")?)?;
        return Ok(Event::Servers { at_s: object.number("at_s")?, station, servers: servers.count()? });
    }
    let object = at.object(&["at_s", "station", "instance_dies", "noticed_after_s", "back_after_s"])?;
    object.need("instance_dies")?.object(&[])?;
    Ok(Event::Death {
        at_s: object.number("at_s")?,
        station: names.station(object.need("station")?)?,
        noticed_after_s: object.or("noticed_after_s", 0.0, At::number)?,
        back_after_s: object.optional("back_after_s", At::number)?,
    })
}

/// A scaling rule.
pub(super) fn scaling(at: &At<'_>, names: &Names<'_>) -> Result<ScalingRule> {
    let object = at.object(&[
        "station",
        "every_s",
        "target_utilisation",
        "min_instances",
        "max_instances",
        "boot_s",
        "servers_per_instance",
    ])?;
    Ok(ScalingRule {
        station: names.station(object.need("station")?)?,
        every_s: object.number("every_s")?,
        target_utilisation: object.number("target_utilisation")?,
        min_instances: object.count("min_instances")?,
        max_instances: object.count("max_instances")?,
        boot_s: object.number("boot_s")?,
        servers_per_instance: object.count("servers_per_instance")?,
    })
}

/// A credit bucket.
pub(super) fn credits(at: &At<'_>, names: &Names<'_>) -> Result<Credits> {
    let object = at.object(&["station", "start_s", "earn_per_s", "cap_s", "speed_when_empty"])?;
    Ok(Credits {
        station: names.station(object.need("station")?)?,
        start_s: object.number("start_s")?,
        earn_per_s: object.number("earn_per_s")?,
        cap_s: object.number("cap_s")?,
        speed_when_empty: object.number("speed_when_empty")?,
    })
}

/// How a simulation runs.
pub(super) fn run(at: &At<'_>) -> Result<Run> {
    let object = at.object(&["warm_up_s", "duration_s", "seed", "replications", "windows"])?;
    let default = Run::default();
    let window = |at: &At<'_>| {
        let object = at.object(&["from_s", "to_s"])?;
        Ok(Window { from_s: object.number("from_s")?, to_s: object.number("to_s")? })
    };
    Ok(Run {
        warm_up_s: object.or("warm_up_s", default.warm_up_s, At::number)?,
        duration_s: object.or("duration_s", default.duration_s, At::number)?,
        seed: object.or("seed", default.seed, |at| at.whole(MAX_SEED))?,
        replications: object.or("replications", default.replications, At::count)?,
        windows: object.list("windows", window)?,
    })
}
