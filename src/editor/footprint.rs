//! How much room each card takes, and what stands inside the card of a fleet.

use crate::lists::Map;

use super::geometry::{Rect, Size};
use super::measure::text_width;
use crate::catalogue::spec::{Roles, Words};
use crate::model::scenario::{Node, NodeId, Scenario};

/// The ordinary card.
pub const CARD: Size = Size { w: 148.0, h: 72.0 };
/// The widest ordinary card: longer texts are cut.
const WIDEST: f64 = 196.0;
/// Where the texts of a card begin, and what stays free at its right edge.
pub const TEXT_X: f64 = 50.0;
const TEXT_END: f64 = 12.0;

const HEAD: f64 = 48.0;
const FOOT: f64 = 28.0;
const TILE: Size = Size { w: 116.0, h: 35.0 };
const ROWS_SHOWN: usize = 1;

/// One instance inside a fleet's card.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tile {
    /// Its number, from 1.
    pub number: u32,
    /// Its place inside the card.
    pub rect: Rect,
}

/// The instances of one zone.
#[derive(Clone, Debug, PartialEq)]
pub struct ZoneBox {
    /// The zone's letter.
    pub zone: char,
    /// How many instances stand in it.
    pub instances: u32,
    /// Its place inside the card.
    pub rect: Rect,
    /// The instances that are drawn.
    pub tiles: Vec<Tile>,
    /// How many more there are.
    pub more: u32,
}

/// The room of a card.
#[derive(Clone, Debug, PartialEq)]
pub struct Footprint {
    /// Its size.
    pub size: Size,
    /// How many instances the node has.
    pub instances: u32,
    /// Its zones, for a fleet of servers.
    pub zones: Vec<ZoneBox>,
}

/// The room of every card of a drawing.
pub fn footprints(scenario: &Scenario) -> Map<NodeId, Footprint> {
    Map::from_iter(scenario.nodes.iter().map(|(&id, node)| (id, of(scenario, node))))
}

fn of(scenario: &Scenario, node: &Node) -> Footprint {
    let facts = node.configured(scenario.region, |spec, configured| {
        let instances = (spec.blueprint)(configured).map_or(1, |blueprint| blueprint.instances);
        (instances.max(1), matches!(spec.roles, Roles::Chosen(_)), Words::from(spec.short), (spec.subtitle)(configured))
    });
    let Some((instances, opens, name, subtitle)) = facts else {
        return Footprint { size: CARD, instances: 1, zones: Vec::new() };
    };
    let name = if node.name.is_empty() { name } else { Words::same(&node.name) };
    let width = card_width(&name, &subtitle);
    if opens && instances > 1 {
        fleet(instances, &node.zones_of(scenario.region, instances), width)
    } else {
        Footprint { size: Size { w: width, h: CARD.h }, instances, zones: Vec::new() }
    }
}

/// The same in both languages, so that switching does not move a wire.
fn card_width(name: &Words, subtitle: &Words) -> f64 {
    let widest = |words: &Words, size: f64| text_width(&words.en, size).max(text_width(&words.ko, size));
    let text = widest(name, 13.5).max(widest(subtitle, 11.0));
    let needed = TEXT_X + text + TEXT_END;
    (libm::ceil(needed / 4.0) * 4.0).clamp(CARD.w, WIDEST)
}

#[inline(never)]
fn fleet(instances: u32, zone_of: &[char], least_width: f64) -> Footprint {
    let mut by_zone: Map<char, Vec<u32>> = Map::new();
    for (index, &zone) in zone_of.iter().enumerate() {
        by_zone.or_default(zone).push(index as u32 + 1);
    }
    let columns = by_zone.values().map(Vec::len).max().unwrap_or(1).min(2);
    let width = if columns == 1 { least_width.max(172.0) } else { 264.0 };
    let mut top = HEAD;
    let zones = by_zone
        .into_iter()
        .map(|(zone, numbers)| {
            let zone = zone_box(zone, &numbers, columns, width, top);
            top = zone.rect.bottom() + 5.0;
            zone
        })
        .collect();
    Footprint { size: Size { w: width, h: top + 4.0 + FOOT }, instances, zones }
}

#[inline(never)]
fn zone_box(zone: char, numbers: &[u32], columns: usize, width: f64, top: f64) -> ZoneBox {
    let tile_w = if columns == 1 { width - 28.0 } else { TILE.w };
    let shown = numbers.len().min(columns * ROWS_SHOWN);
    let tiles: Vec<Tile> = numbers[..shown]
        .iter()
        .enumerate()
        .map(|(index, &number)| Tile {
            number,
            rect: Rect::new(
                14.0 + (index % columns) as f64 * (tile_w + 4.0),
                top + 20.0 + (index / columns) as f64 * (TILE.h + 4.0),
                tile_w,
                TILE.h,
            ),
        })
        .collect();
    let more = (numbers.len() - shown) as u32;
    let bottom = tiles.last().map_or(top + 20.0, |tile| tile.rect.bottom()) + 6.0;
    ZoneBox {
        zone,
        instances: numbers.len() as u32,
        rect: Rect::new(8.0, top, width - 16.0, bottom - top),
        tiles,
        more,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_instances_in_two_zones_stand_as_drawn_in_the_design() {
        let fleet = fleet(4, &['a', 'b', 'a', 'b'], 148.0);
        assert_eq!(fleet.size, Size { w: 264.0, h: 212.0 });
        assert_eq!(fleet.zones[0].rect, Rect::new(8.0, 48.0, 248.0, 61.0));
        assert_eq!(fleet.zones[1].tiles[0].number, 2);
    }

    #[test]
    fn a_crowd_of_instances_is_counted_not_drawn() {
        let fleet = fleet(100, &vec!['a'; 100], 148.0);
        assert_eq!(fleet.zones[0].tiles.len(), 2);
        assert_eq!(fleet.zones[0].more, 98);
        assert!(fleet.size.h < 240.0);
    }

    #[test]
    fn tiles_stay_inside_their_zone_and_the_zones_inside_the_card() {
        for zones in [vec!['a', 'b'], vec!['a', 'a', 'a', 'b', 'c'], vec!['c'; 3]] {
            let fleet = fleet(zones.len() as u32, &zones, 148.0);
            for zone in &fleet.zones {
                assert!(zone.rect.right() <= fleet.size.w && zone.rect.bottom() <= fleet.size.h - FOOT);
                for tile in &zone.tiles {
                    assert!(tile.rect.x >= zone.rect.x && tile.rect.right() <= zone.rect.right());
                    assert!(tile.rect.y >= zone.rect.y && tile.rect.bottom() <= zone.rect.bottom());
                }
            }
        }
    }

    #[test]
    fn a_long_name_widens_the_card_up_to_a_limit() {
        let short = Words::same("S3");
        assert_eq!(card_width(&short, &short), CARD.w);
        assert_eq!(card_width(&Words::same(&"long name ".repeat(9)), &short), WIDEST);
    }
}
