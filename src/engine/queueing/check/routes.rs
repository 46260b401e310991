//! The check of routes: what they name, what they add to, and whether their calls end.

use super::{FaultKind, Found, MAX_DEPTH, MAX_ROUTES, MAX_STEPS};
use crate::engine::queueing::calls::{self, Shape};
use crate::engine::queueing::network::{Network, Step};

/// What the check of the routes needs and counts.
struct Walk<'a> {
    network: &'a Network,
    /// Of the named routes.
    shapes: &'a [Shape],
    steps: usize,
}

impl Found {
    pub(super) fn routes(&mut self, network: &Network) {
        if network.routes.len() > MAX_ROUTES {
            self.add("routes".to_owned(), FaultKind::BadLength { min: 0, max: MAX_ROUTES });
        }
        // Without an order of the calls there are no shapes; then that is the fault, or a name that nothing has.
        let shapes = calls::shapes(network);
        let mut walk = Walk { network, shapes: shapes.as_deref().unwrap_or_default(), steps: 0 };
        for class in &network.classes {
            let place = format!("classes.{}", class.name);
            self.range(&format!("{place}.share"), class.share, 0.0, 1.0);
            self.whole_route(&mut walk, &format!("{place}.route"), &class.route);
        }
        for named in &network.routes {
            self.whole_route(&mut walk, &format!("routes.{}", named.name), &named.route);
        }
        if walk.steps > MAX_STEPS {
            self.add("classes".to_owned(), FaultKind::BadLength { min: 0, max: MAX_STEPS });
        }
        if shapes.is_none() && !self.list.iter().any(|fault| fault.kind == FaultKind::Unknown) {
            self.add("routes".to_owned(), FaultKind::CallsItself);
        }
    }

    fn whole_route(&mut self, walk: &mut Walk<'_>, place: &str, route: &[Step]) {
        self.route(walk, place, route, &mut Vec::new());
        if Shape::of(route, walk.shapes).depth > MAX_DEPTH {
            self.add(place.to_owned(), FaultKind::TooDeep { max: MAX_DEPTH });
        }
    }

    fn route(&mut self, walk: &mut Walk<'_>, place: &str, route: &[Step], held: &mut Vec<usize>) {
        let network = walk.network;
        for (index, step) in route.iter().enumerate() {
            walk.steps += 1;
            let place = format!("{place}[{index}]");
            match step {
                Step::Visit { station, times, service } => {
                    if *station >= network.stations.len() {
                        self.add(format!("{place}.visit"), FaultKind::Unknown);
                    }
                    self.count(&format!("{place}.times"), *times, 1_000);
                    if let Some(service) = service {
                        self.service(&format!("{place}.service"), service);
                    }
                }
                Step::Call { route, times } => {
                    if *route >= network.routes.len() {
                        self.add(format!("{place}.call"), FaultKind::Unknown);
                    }
                    self.count(&format!("{place}.times"), *times, 1_000);
                    let inside = walk.shapes.get(*route).map_or(&[][..], |shape| &shape.holds);
                    if inside.iter().any(|slots| held.contains(slots)) {
                        self.add(format!("{place}.call"), FaultKind::HeldTwice);
                    }
                }
                Step::Spawn(route) => self.route(walk, &format!("{place}.spawn"), route, &mut Vec::new()),
                Step::Delay(service) => self.service(&format!("{place}.delay"), service),
                Step::Branch(ways) => {
                    let place = format!("{place}.branch");
                    self.length(&place, ways.len(), 1);
                    self.sum(&place, ways.iter().map(|way| way.probability));
                    for (index, way) in ways.iter().enumerate() {
                        let place = format!("{place}[{index}]");
                        self.range(&format!("{place}.probability"), way.probability, 0.0, 1.0);
                        self.route(walk, &format!("{place}.route"), &way.route, held);
                    }
                }
                Step::Repeat { probability, route } => {
                    self.range(&format!("{place}.repeat"), *probability, 0.0, 0.999);
                    self.route(walk, &format!("{place}.route"), route, held);
                }
                Step::Hold { slots, route } => {
                    if *slots >= network.slots.len() {
                        self.add(format!("{place}.hold"), FaultKind::Unknown);
                    }
                    if held.contains(slots) {
                        self.add(format!("{place}.hold"), FaultKind::HeldTwice);
                    }
                    held.push(*slots);
                    self.route(walk, &format!("{place}.route"), route, held);
                    held.pop();
                }
                Step::Fail => {}
            }
        }
    }
}
