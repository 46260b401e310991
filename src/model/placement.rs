//! Room on the canvas: how large a card is, and where there is a free spot for one.

use super::scenario::{Node, Point, Scenario};

/// Width of a card, canvas units.
pub const CARD_WIDTH: i32 = 148;

/// Height of a card, canvas units.
pub const CARD_HEIGHT: i32 = 72;

/// The grid that free spots are looked for on, counted from the wanted point; also the least gap between cards.
pub const GRID: i32 = 20;

/// How many grid steps away a free spot is looked for at most.
const REACH: i32 = 60;

/// The room that a card may take with a long text on it, canvas units.
const WIDEST: i32 = 196;

/// The room that the card of a fleet may take, with its zones and instances inside.
const FLEET: (i32, i32) = (264, 290);

/// Where a card stands, with the room it may take.
#[derive(Clone, Copy)]
struct Place {
    at: Point,
    width: i32,
    height: i32,
}

/// The free spot nearest to a point; the point itself where nothing is in the way, or where nothing is free around it.
pub fn free_spot(scenario: &Scenario, wanted: Point) -> Point {
    let taken: Vec<Place> = scenario.nodes.values().map(|node| place_of(scenario, node)).collect();
    let is_free = |at: Point| {
        let card = Place { at, width: CARD_WIDTH, height: CARD_HEIGHT };
        !taken.iter().any(|other| is_near(card, *other))
    };
    (0..=REACH).find_map(|ring| nearest_on_ring(wanted, ring, is_free)).unwrap_or(wanted)
}

fn place_of(scenario: &Scenario, node: &Node) -> Place {
    let is_fleet = node.configured(scenario.region, |spec, facts| {
        spec.zonal && (spec.blueprint)(facts).is_ok_and(|blueprint| blueprint.instances > 1)
    });
    let (width, height) = if is_fleet == Some(true) { FLEET } else { (WIDEST, CARD_HEIGHT) };
    Place { at: node.at, width, height }
}

/// Whether two cards overlap or stand closer than the gap.
fn is_near(one: Place, other: Place) -> bool {
    let meet = |a: i32, a_size: i32, b: i32, b_size: i32| {
        let (a, b, gap) = (i64::from(a), i64::from(b), i64::from(GRID));
        a < b + i64::from(b_size) + gap && b < a + i64::from(a_size) + gap
    };
    meet(one.at.x, one.width, other.at.x, other.width) && meet(one.at.y, one.height, other.at.y, other.height)
}

/// The nearest free spot of the square ring that is so many grid steps away.
fn nearest_on_ring(wanted: Point, ring: i32, is_free: impl Fn(Point) -> bool) -> Option<Point> {
    let on_ring = |(dx, dy): &(i32, i32)| dx.abs().max(dy.abs()) == ring;
    let steps = (-ring..=ring).flat_map(|dy| (-ring..=ring).map(move |dx| (dx, dy))).filter(on_ring);
    let spots = steps.map(|(dx, dy)| {
        let at = Point { x: wanted.x.saturating_add(dx * GRID), y: wanted.y.saturating_add(dy * GRID) };
        (dx * dx + dy * dy, at)
    });
    spots.filter(|(_, at)| is_free(*at)).min_by_key(|(distance, _)| *distance).map(|(_, at)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::scenario::NodeId;

    fn with_card_at(x: i32, y: i32) -> Scenario {
        let node = Node {
            service: String::new(),
            name: String::new(),
            at: Point { x, y },
            settings: Default::default(),
            roles: Default::default(),
            zones: Vec::new(),
        };
        Scenario { nodes: [(NodeId(1), node)].into(), ..Scenario::default() }
    }

    #[test]
    fn a_free_point_is_taken_as_it_is() {
        assert_eq!(free_spot(&with_card_at(0, 0), Point { x: 333, y: 7 }), Point { x: 333, y: 7 });
    }

    #[test]
    fn a_card_in_the_way_is_passed_above_or_below() {
        let spot = free_spot(&with_card_at(100, 100), Point { x: 100, y: 100 });
        assert_eq!(spot.x, 100);
        assert!((spot.y - 100).abs() >= CARD_HEIGHT + GRID);
    }

    #[test]
    fn the_end_of_the_number_range_is_no_trap() {
        let edge = Point { x: i32::MAX, y: i32::MIN };
        let _ = free_spot(&with_card_at(edge.x, edge.y), edge);
    }
}
