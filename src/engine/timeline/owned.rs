//! Slots that belong to the machines of a fleet: who fetches a job is on one machine, and the job is done there. Whoever is
//! idle fetches next, any as likely as another.

use super::draw::Draws;
use super::simulation::Simulation;
use super::streams::{Purpose, Stream, name_hash};

/// The slots of machines.
#[derive(Clone, Debug)]
pub(super) struct Owned {
    fleet: u16,
    stream: u32,
    /// Slots of a machine.
    each: u32,
    /// Of every machine that there ever was: how many of its slots are held, and whether it fetches.
    machines: Vec<(u32, bool)>,
    /// The machine of each slot that is free.
    free: Vec<u16>,
}

impl Owned {
    pub(super) fn is_any_free(&self) -> bool {
        !self.free.is_empty()
    }

    /// One of the free slots: its machine.
    fn take(&mut self, draws: &mut Draws) -> Option<u16> {
        let count = self.free.len() as u32;
        let place = if count > 1 { draws.below(self.stream, count) } else { 0 };
        let machine = self.free.get(place as usize).copied()?;
        self.free.swap_remove(place as usize);
        if let Some((held, _)) = self.machines.get_mut(usize::from(machine)) {
            *held += 1;
        }
        Some(machine)
    }

    fn give_back(&mut self, machine: u16) {
        let Some((held, fetches)) = self.machines.get_mut(usize::from(machine)) else { return };
        *held = held.saturating_sub(1);
        if *fetches && *held < self.each {
            self.free.push(machine);
        }
    }

    /// These machines fetch from here on, each with so many slots; what others hold they keep.
    fn fit(&mut self, fetching: &[u16], each: u32) {
        self.each = each;
        let most = fetching.iter().map(|machine| usize::from(*machine) + 1).max().unwrap_or(0);
        self.machines.resize(self.machines.len().max(most), (0, false));
        self.machines.iter_mut().for_each(|(_, fetches)| *fetches = false);
        self.free.clear();
        for machine in fetching {
            if let Some((held, fetches)) = self.machines.get_mut(usize::from(*machine)) {
                *fetches = true;
                self.free.extend((*held..each).map(|_| *machine));
            }
        }
    }
}

impl Simulation {
    /// Some slots belong to the machines of a fleet.
    pub(super) fn own_slots(&mut self, slots: usize, fleet: u16) {
        let name = self.network.slots.get(slots).map_or(0, |slots| name_hash(&slots.name));
        self.draws.streams.push(Stream::of(self.seed, name, Purpose::Balance));
        let stream = self.draws.streams.len() as u32 - 1;
        if let Some(gate) = self.gates.get_mut(slots) {
            let owned = Owned { fleet, stream, each: 0, machines: Vec::new(), free: Vec::new() };
            gate.owned = Some(Box::new(owned));
        }
    }

    /// These machines give slots, so many each, where slots belong to machines.
    pub(super) fn fit_machines(&mut self, slots: usize, fetching: &[u16], each: u32) {
        if let Some(owned) = self.gates.get_mut(slots).and_then(|gate| gate.owned.as_mut()) {
            owned.fit(fetching, each);
        }
    }

    /// Who has got one of some slots is on its machine, where slots belong to machines.
    #[inline]
    pub(super) fn put_on_machine(&mut self, id: u32, slots: u32) {
        let Some(owned) = &mut self.gates[slots as usize].owned else { return };
        if let Some(machine) = owned.take(&mut self.draws) {
            let homes = &mut self.requests[id].homes;
            // One job after the other: the last one's machine gives way, and those of the callers stay.
            match homes.iter_mut().find(|(fleet, _)| *fleet == owned.fleet) {
                Some(home) => home.1 = machine,
                None => {
                    homes.rotate_right(1);
                    homes[0] = (owned.fleet, machine);
                }
            }
        }
    }

    /// Who gives one of some slots back gives it back to its machine.
    #[inline]
    pub(super) fn leave_machine(&mut self, id: u32, slots: u32) {
        let Some(owned) = &mut self.gates[slots as usize].owned else { return };
        let home = self.requests[id].homes.iter().find(|(fleet, _)| *fleet == owned.fleet);
        if let Some((_, machine)) = home {
            owned.give_back(*machine);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_slots_are_those_of_machines_that_fetch_less_what_is_held() {
        let mut owned = Owned { fleet: 0, stream: 0, each: 0, machines: Vec::new(), free: Vec::new() };
        owned.fit(&[0, 1], 2);
        assert_eq!(owned.free, [0, 0, 1, 1]);
        owned.machines[0].0 = 1;
        owned.fit(&[0, 2], 2);
        assert_eq!(owned.free, [0, 2, 2]);
        // What comes back to a machine that fetches no more is nobody's.
        owned.machines[1].0 = 1;
        owned.give_back(1);
        owned.give_back(0);
        assert_eq!(owned.free, [0, 2, 2, 0]);
    }
}
