//! Requests that are served together: everyone at once, or by servers whose speed changes while they work.

use super::calendar::Kind;
use super::clock::{NEVER, whole};
use super::heap::MEANING;
use super::request::Doing;
use super::simulation::Simulation;
use super::station::{Instance, NO_BUCKET, Station};

/// Work in nanoseconds below which a request counts as done: times are whole nanoseconds.
const DONE: f64 = 0.5;

/// What rounding leaves of the virtual time, relative.
const ROUNDING: f64 = 1e-15;

impl Instance {
    /// Work that each request has got up to now.
    fn flow(&mut self, now: u64) {
        let pool = &mut self.pool;
        let elapsed = (now - pool.at) as f64;
        pool.work += pool.speed * elapsed;
        pool.used += pool.in_use * elapsed;
        pool.at = now;
    }

    /// Work a nanosecond that each request gets.
    fn speed(&self, at: &Station) -> f64 {
        let copies = f64::from(self.copies.max(1));
        let number = f64::from(self.pool.number);
        let busy = number.min(f64::from(self.servers));
        if number > 0.0 {
            let speed = at.speed * self.pace;
            (speed * copies * at.efficiency.capacity(busy / copies)).min(speed * self.most) / number
        } else {
            at.speed
        }
    }

    /// Servers in use.
    fn in_use(&self) -> f64 {
        f64::from(self.busy).min(self.most)
    }
}

impl Simulation {
    /// A request joins those served together.
    pub(super) fn join_pool(&mut self, id: u32, place: u32, work: f64) {
        let instance = &mut self.instances[place as usize];
        if instance.pool.number == 0 {
            // A fresh virtual time keeps its small steps exact. Nobody was there, and nothing in use.
            instance.pool.marks.clear();
            (instance.pool.work, instance.pool.at) = (0.0, self.now);
        }
        instance.flow(self.now);
        let mark = (instance.pool.work + work).to_bits();
        instance.pool.marks.push(mark, id);
        instance.pool.number += 1;
        let request = &mut self.requests[id];
        (request.doing, request.due) = (Doing::Sharing, mark);
        self.pool_changed(place);
    }

    /// The number of those served together has changed at an instance, or its servers have.
    pub(super) fn pool_changed(&mut self, place: u32) {
        let instance = &mut self.instances[place as usize];
        let at = &mut self.stations[instance.station as usize];
        let busy = if instance.alive { instance.pool.number.min(instance.servers) } else { 0 };
        let (before, station) = (std::mem::replace(&mut instance.busy, busy), instance.station);
        let all = at.busy.number + u64::from(busy) - u64::from(before);
        at.busy.set(self.now, all);
        if at.sharing {
            let waiting = at.waiting();
            at.counts.peak.rise(waiting, self.now);
            at.counts.peak.fall(waiting, self.now);
        }
        if at.bucket != NO_BUCKET {
            self.credits_changed(station);
        }
        self.retune(place);
    }

    /// Takes over the speed that holds from now on, and looks when the first request is done.
    pub(super) fn retune(&mut self, place: u32) {
        let instance = &mut self.instances[place as usize];
        let at = &self.stations[instance.station as usize];
        instance.flow(self.now);
        let (speed, in_use) = (instance.speed(at), instance.in_use());
        let pool = &mut instance.pool;
        (pool.speed, pool.in_use) = (speed, in_use);
        let look = loop {
            let Some(first) = pool.marks.first() else { break NEVER };
            let request = &self.requests[(first.order & ((1 << MEANING) - 1)) as u32];
            if request.doing != Doing::Sharing || request.due != first.time || request.instance != place {
                // One that was taken out before it was done.
                pool.marks.pop();
                continue;
            }
            let left = (f64::from_bits(first.time) - pool.work).max(0.0);
            break if speed > 0.0 { self.now.saturating_add(whole(libm::ceil(left / speed - DONE))) } else { NEVER };
        };
        // What stands in the calendar for a sooner time is looked at then, and put off.
        if look < pool.look {
            pool.look = look;
            self.calendar.push(look, Kind::Pool, place);
        }
    }

    /// The first of those served together may be done.
    pub(super) fn look_at_pool(&mut self, place: u32) {
        let instance = &mut self.instances[place as usize];
        if instance.pool.look != self.now {
            return;
        }
        instance.pool.look = NEVER;
        instance.flow(self.now);
        let mut done = false;
        loop {
            let pool = &mut self.instances[place as usize].pool;
            let Some(first) = pool.marks.first() else { break };
            let left = f64::from_bits(first.time) - pool.work;
            if left > DONE * pool.speed && left > pool.work * ROUNDING {
                break;
            }
            pool.marks.pop();
            let id = (first.order & ((1 << MEANING) - 1)) as u32;
            let request = &self.requests[id];
            if request.doing == Doing::Sharing && request.due == first.time && request.instance == place {
                done = true;
                self.leave_pool(place);
                self.visited(id);
                self.going.push(id);
            }
        }
        if done {
            self.pool_changed(place);
            self.fill_servers(place);
        } else {
            self.retune(place);
        }
    }

    fn leave_pool(&mut self, place: u32) {
        let instance = &mut self.instances[place as usize];
        instance.pool.number -= 1;
        instance.inside -= 1;
        self.stations[instance.station as usize].number.one_less(self.now);
    }

    /// Takes a request out that is not done.
    pub(super) fn withdraw_from_pool(&mut self, id: u32) {
        let place = self.requests[id].instance;
        self.instances[place as usize].flow(self.now);
        self.requests[id].doing = Doing::Going;
        self.leave_pool(place);
        self.pool_changed(place);
        self.fill_servers(place);
    }
}
