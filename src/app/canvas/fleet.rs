//! The instances inside the card of a fleet, zone by zone.

use yew::prelude::*;

use super::face::Face;
use crate::app::dom::{group, group_at, n, path, rect, text};
use crate::app::i18n::timeline::words;
use crate::app::i18n::{number, sentence, strings};
use crate::editor::footprint::{Tile, ZoneBox};
use crate::editor::preference::Language;
use crate::editor::status::Status;

/// The zones of a fleet; its texts where they can be read.
pub(super) fn instances(zones: &[ZoneBox], face: &Face, full: bool, language: Language) -> Html {
    let all: u32 = zones.iter().map(|zone| zone.instances).sum();
    let mut left = face.in_time.as_ref().map_or(u32::MAX, |run| run.in_service);
    group("zones", zones.iter().map(|zone| zone_box(zone, &mut left, all, face, full, language)).collect())
}

/// How an instance is drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Working,
    /// Its zone has failed.
    Dead,
    /// It is not in service.
    Gone,
}

/// `left` counts down those in service that are not drawn yet.
#[inline(never)]
fn zone_box(zone: &ZoneBox, left: &mut u32, all: u32, face: &Face, full: bool, language: Language) -> Html {
    let r = &zone.rect;
    let dead = face.in_time.as_ref().is_some_and(|run| run.dead_zones.contains(&zone.zone));
    let mut inside = vec![rect(if dead { "az is-dead" } else { "az" }, r.x, r.y, r.w, r.h, 8.0)];
    if full && dead {
        inside.push(text("az-label", r.x + 8.0, r.y + 14.0, &zone_name(zone, face, language)));
        inside.push(text("az-label az-dead end", r.right() - 8.0, r.y + 14.0, &["✕ ", words(language).dead].concat()));
    } else if full {
        let share = face.rate * f64::from(zone.instances) / f64::from(all.max(1));
        inside.push(text("az-label", r.x + 8.0, r.y + 14.0, &zone_name(zone, face, language)));
        if share > 0.0 {
            inside.push(text("az-label end", r.right() - 8.0, r.y + 14.0, &number::rate(language, share)));
        }
    }
    let mut shown = |_: &Tile| match *left {
        _ if dead => Shown::Dead,
        0 => Shown::Gone,
        _ => {
            *left -= 1;
            Shown::Working
        }
    };
    let tiles: Vec<Shown> = zone.tiles.iter().map(&mut shown).collect();
    inside.extend(zone.tiles.iter().zip(tiles).map(|(tile, shown)| instance(tile, shown, face, full)));
    group("", inside)
}

/// In a narrow card there is room for the zone's id only.
fn zone_name(zone: &ZoneBox, face: &Face, language: Language) -> String {
    let mut name = [face.region, &zone.zone.to_string()].concat();
    if zone.rect.w > 200.0 {
        name = [strings(language).zone, " ", &name].concat();
    }
    if zone.more > 0 {
        name = [&name, " · ", &sentence::more_instances(language, zone.more)].concat();
    }
    name
}

/// All instances share the traffic evenly, so all are equally full.
#[inline(never)]
fn instance(tile: &Tile, shown: Shown, face: &Face, full: bool) -> Html {
    let r = &tile.rect;
    let width = r.w - 16.0;
    let class = match shown {
        Shown::Working => "inst",
        Shown::Dead => "inst is-dead",
        Shown::Gone => "inst is-gone",
    };
    let mut inside = vec![rect(class, 0.0, 0.0, r.w, r.h, 6.0)];
    if shown == Shown::Gone {
        return group_at("", r.x, r.y, inside);
    }
    if full {
        let number = tile.number.to_string();
        let name = if face.short_role.is_empty() { number } else { [&face.short_role, "-", &number].concat() };
        inside.push(text("inst-name", 8.0, 14.0, &name));
        if let Some(cpu) = face.cpu.filter(|_| shown == Shown::Working) {
            inside.push(text("node-sub end", r.w - 8.0, 14.0, &["CPU ", &number::utilisation(cpu)].concat()));
        }
    }
    if shown == Shown::Dead {
        inside.push(path("inst-cross", &["M", &n(r.w / 2.0 - 4.0), " 20l8 8m0 -8l-8 8"].concat()));
        return group_at("", r.x, r.y, inside);
    }
    let ring = face.ring.map_or(0.0, f64::from) / 100.0;
    // Those that work are as full as they are, whatever else there is.
    let status = if face.in_time.is_some() { Status::of(ring) } else { face.status };
    bar(20.0, 4.0, width, ring, status, &mut inside);
    if let Some(cpu) = face.cpu {
        bar(27.0, 3.0, width, cpu, Status::of(cpu), &mut inside);
    }
    group_at("", r.x, r.y, inside)
}

fn bar(y: f64, height: f64, width: f64, share: f64, status: Status, inside: &mut Vec<Html>) {
    inside.push(rect("bar-track", 8.0, y, width, height, height / 2.0));
    let full = width * share.clamp(0.0, 1.0);
    inside.push(rect(&["bar-", status.code()].concat(), 8.0, y, full, height, height / 2.0));
}
