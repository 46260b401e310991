//! Named routes: in which order they call each other, how large they are written out, and writing them out.

use std::borrow::Cow;

use super::network::{Class, Network, RouteId, SlotsId, Step, Way};

/// The named routes, each after all that it calls; none where some route comes back to itself or calls what there is
/// not.
pub fn callees_first(network: &Network) -> Option<Vec<RouteId>> {
    let mut callers: Vec<Vec<RouteId>> = vec![Vec::new(); network.routes.len()];
    let mut open: Vec<usize> = Vec::with_capacity(network.routes.len());
    for (id, route) in network.routes.iter().enumerate() {
        let mut called = Vec::new();
        calls(&route.route, &mut called);
        for callee in &called {
            callers.get_mut(*callee)?.push(id);
        }
        open.push(called.len());
    }
    let mut order: Vec<RouteId> = (0..network.routes.len()).filter(|id| open.get(*id) == Some(&0)).collect();
    let mut next = 0;
    while let Some(&done) = order.get(next) {
        next += 1;
        for caller in callers.get(done).into_iter().flatten() {
            let left = open.get_mut(*caller)?;
            *left -= 1;
            if *left == 0 {
                order.push(*caller);
            }
        }
    }
    (order.len() == network.routes.len()).then_some(order)
}

/// Adds the routes that a route calls, itself or inside its steps.
fn calls(route: &[Step], found: &mut Vec<RouteId>) {
    for step in route {
        if let Step::Call { route, .. } = step {
            found.push(*route);
        }
        for part in step.parts() {
            calls(part, found);
        }
    }
}

/// A route as it would be written out without calls.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shape {
    /// Steps; more than can be counted are as many as can be.
    pub steps: usize,
    /// Levels of steps inside steps, calls included.
    pub depth: usize,
    /// Slots that are held somewhere in it while the request waits.
    pub holds: Vec<SlotsId>,
}

/// The shape of every named route; none where [`callees_first`] has none.
pub fn shapes(network: &Network) -> Option<Vec<Shape>> {
    let mut found = vec![Shape::default(); network.routes.len()];
    for id in callees_first(network)? {
        let shape = Shape::of(&network.routes.get(id)?.route, &found);
        *found.get_mut(id)? = shape;
    }
    Some(found)
}

impl Shape {
    /// The shape of a route, by those of all that it calls.
    pub fn of(route: &[Step], known: &[Self]) -> Self {
        let mut made = Self::default();
        for step in route {
            made.add(step, known);
        }
        made
    }

    fn add(&mut self, step: &Step, known: &[Self]) {
        let nothing = Self::default();
        let (inner, times) = match step {
            Step::Call { route, times } => (Cow::Borrowed(known.get(*route).unwrap_or(&nothing)), *times as usize),
            _ => {
                let inner = step.parts().into_iter().fold(Self::default(), |mut sum, part| {
                    sum.join(&Self::of(part, known), 1);
                    sum
                });
                (Cow::Owned(inner), 1)
            }
        };
        self.steps = self.steps.saturating_add(1);
        match step {
            // What is spawned holds slots of its own, not the request's.
            Step::Spawn(_) => self.join(&Self { holds: Vec::new(), ..inner.into_owned() }, times),
            Step::Hold { slots, .. } => {
                self.join(&inner, times);
                self.hold(*slots);
            }
            _ => self.join(&inner, times),
        }
    }

    fn join(&mut self, inner: &Self, times: usize) {
        self.steps = self.steps.saturating_add(inner.steps.saturating_mul(times));
        self.depth = self.depth.max(inner.depth.saturating_add(1));
        inner.holds.iter().for_each(|slots| self.hold(*slots));
    }

    fn hold(&mut self, slots: SlotsId) {
        if !self.holds.contains(&slots) {
            self.holds.push(slots);
        }
    }
}

/// The network with every call replaced by what it calls. A network without faults has no more than
/// [`super::check::MAX_STEPS`] such steps or is refused by who needs them written out.
pub fn written_out(network: &Network) -> Cow<'_, Network> {
    let Some(order) = callees_first(network).filter(|_| !network.routes.is_empty()) else {
        return Cow::Borrowed(network);
    };
    let mut known: Vec<Vec<Step>> = vec![Vec::new(); network.routes.len()];
    for id in order {
        let made = network.routes.get(id).map_or_else(Vec::new, |named| without_calls(&named.route, &known));
        if let Some(place) = known.get_mut(id) {
            *place = made;
        }
    }
    let class = |class: &Class| Class { route: without_calls(&class.route, &known), ..class.clone() };
    let classes = network.classes.iter().map(class).collect();
    Cow::Owned(Network { classes, routes: Vec::new(), ..network.clone() })
}

fn without_calls(route: &[Step], known: &[Vec<Step>]) -> Vec<Step> {
    let mut made = Vec::new();
    for step in route {
        let inner = |route: &[Step]| without_calls(route, known);
        match step {
            Step::Call { route, times } => {
                for _ in 0..*times {
                    made.extend(known.get(*route).into_iter().flatten().cloned());
                }
            }
            Step::Branch(ways) => {
                let way = |way: &Way| Way { probability: way.probability, route: inner(&way.route) };
                made.push(Step::Branch(ways.iter().map(way).collect()));
            }
            Step::Repeat { probability, route } => {
                made.push(Step::Repeat { probability: *probability, route: inner(route) });
            }
            Step::Hold { slots, route } => made.push(Step::Hold { slots: *slots, route: inner(route) }),
            Step::Spawn(route) => made.push(Step::Spawn(inner(route))),
            Step::Visit { .. } | Step::Delay(_) | Step::Fail => made.push(step.clone()),
        }
    }
    made
}
