//! The first stage of the story: users, and one server that does everything.

use crate::catalogue::region::Region;
use crate::catalogue::settings::Settings;
use crate::catalogue::spec::Role;
use crate::lists::Set;
use crate::model::scenario::{Edge, Node, NodeId, Point, Scenario};

const USERS: NodeId = NodeId(1);
const BOX: NodeId = NodeId(2);

/// The drawing. All settings of the server are the defaults: one t3.small.
pub(super) fn drawing() -> Scenario {
    let mut server = part("ec2", Point { x: 520, y: 280 });
    server.roles.extend(Role::ALL);
    server.zones.push('a');
    let mut drawing = Scenario { name: "One box".to_owned(), region: Region::ApNortheast2, ..Scenario::default() };
    drawing.nodes.insert(USERS, part("users", Point { x: 40, y: 280 }));
    drawing.nodes.insert(BOX, server);
    drawing.edges.insert(Edge { from: USERS, to: BOX });
    drawing
}

fn part(service: &str, at: Point) -> Node {
    let (settings, roles) = (Settings::default(), Set::new());
    Node { service: service.to_owned(), name: String::new(), at, settings, roles, zones: Vec::new() }
}
