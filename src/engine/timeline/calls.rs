//! Named routes that requests are in: which call each goes back to. Calls stand in one list, each with the one around it,
//! and places in it are used again.

use super::program::Op;
use super::simulation::Simulation;

/// A call under way.
#[derive(Clone, Copy, Debug, Default)]
struct Call {
    /// The instruction that called.
    place: u32,
    /// Times still to go, this one included.
    times: u32,
    /// The call around it, or the next free place; one more than its place, 0 for none.
    around: u32,
}

/// All calls under way.
#[derive(Clone, Debug, Default)]
pub(super) struct Calls {
    list: Vec<Call>,
    free: u32,
}

impl Calls {
    fn enter(&mut self, call: Call) -> u32 {
        let Some(free) = self.free.checked_sub(1) else {
            self.list.push(call);
            return self.list.len() as u32;
        };
        self.free = std::mem::replace(&mut self.list[free as usize], call).around;
        free + 1
    }

    /// The instruction that called, and the call around it; none outside of all calls.
    pub(super) fn around(&self, call: u32) -> Option<(u32, u32)> {
        let call = self.list.get(call.checked_sub(1)? as usize)?;
        Some((call.place, call.around))
    }

    /// Leaves a call: gives the instruction that called, and the call around it.
    pub(super) fn leave(&mut self, call: u32) -> Option<(u32, u32)> {
        let place = call.checked_sub(1)?;
        let left = std::mem::replace(&mut self.list[place as usize], Call { around: self.free, ..Call::default() });
        self.free = call;
        Some((left.place, left.around))
    }
}

impl Simulation {
    /// A request goes into a named route: gives where it goes on.
    pub(super) fn call(&mut self, id: u32, place: u32, route: u32, times: u32) -> u32 {
        self.meet(route);
        let request = &mut self.requests[id];
        request.call = self.calls.enter(Call { place, times, around: request.call });
        self.program.routes[route as usize]
    }

    /// A named route is at its end: gives where the request goes on.
    pub(super) fn come_out(&mut self, id: u32, place: u32) -> u32 {
        let request = &mut self.requests[id];
        let Some(call) = request.call.checked_sub(1).and_then(|call| self.calls.list.get_mut(call as usize)) else {
            return place;
        };
        call.times -= 1;
        let called = call.place;
        if call.times > 0
            && let Op::Call { route, .. } = self.program.ops[called as usize]
        {
            self.meet(route);
            return self.program.routes[route as usize];
        }
        let request = &mut self.requests[id];
        request.call = self.calls.leave(request.call).map_or(0, |(_, around)| around);
        called + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_inside_calls_are_left_from_the_innermost_out_and_their_places_used_again() {
        let mut calls = Calls::default();
        let outer = calls.enter(Call { place: 7, times: 1, around: 0 });
        let inner = calls.enter(Call { place: 9, times: 1, around: outer });
        assert_eq!(calls.leave(inner), Some((9, outer)));
        assert_eq!(calls.enter(Call { place: 3, times: 1, around: outer }), inner);
        assert_eq!(calls.leave(inner), Some((3, outer)));
        assert_eq!(calls.leave(outer), Some((7, 0)));
        assert_eq!((calls.leave(0), calls.list.len()), (None, 2));
    }
}
