//! Requests under way, and the lists that they stand in. A list goes through the requests themselves, so that putting
//! in, taking out and leaving from the middle cost the same for any length, and nothing is allocated.

use super::clock::NEVER;

/// No request.
pub(super) const NOBODY: u32 = u32::MAX;

/// What a request is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Doing {
    /// There is none here.
    #[default]
    Nothing,
    /// It goes on at its place of the program.
    Going,
    /// It waits at a station.
    Queueing,
    /// It is served by a server of its own.
    Served,
    /// It is served together with others.
    Sharing,
    /// It pauses.
    Pausing,
    /// It waits for slots.
    Waiting,
    /// Its client waits before another attempt.
    BackingOff,
    /// It is a job that failed, and hidden until it may be received again.
    Hidden,
    /// It is a job of a batch, and another one of it goes through the program.
    Riding,
    /// It is a job that is not to be had before another one is done.
    Parked,
}

/// Fleets in which it is known on which machine a request is: those who ask, and those whom they ask.
pub(super) const HOMES: usize = 6;

/// One attempt of a request.
#[derive(Clone, Debug, Default)]
pub(super) struct Request {
    /// When the first attempt began.
    pub(super) born: u64,
    /// When it came to where it is.
    pub(super) since: u64,
    /// When what it is about ends; an event of another time is none of its own any more.
    pub(super) due: u64,
    /// When this attempt counts as failed.
    pub(super) deadline: u64,
    /// Its place in the program.
    pub(super) place: u32,
    /// The instance that it is at.
    pub(super) instance: u32,
    /// Behind and before it in the list in which it waits; behind it among those that are free.
    pub(super) next: u32,
    pub(super) before: u32,
    /// Behind and before it by deadline.
    pub(super) later: u32,
    pub(super) earlier: u32,
    /// Visits still to make here.
    pub(super) visits: u32,
    /// Work of the visit where it has one of its own: a place in the program's list.
    pub(super) work: u32,
    /// The call that it is in: a place in [`Calls`] and one more; 0 for none.
    pub(super) call: u32,
    /// Its class.
    pub(super) class: u16,
    /// The segment of time in which it was born.
    pub(super) segment: u16,
    /// Attempts before this one; of work that nobody waits for, how often it was refused.
    pub(super) attempt: u16,
    /// The first of those who ride along with it, and one more; 0 for none. They stand behind each other in the same way.
    pub(super) riders: u32,
    /// Messages of its batch; 0 where it is none.
    pub(super) load: u16,
    /// Whether all messages of its batch fail with one of them.
    pub(super) together: bool,
    /// Its group in its queue.
    pub(super) group: u32,
    /// Jobs that it has sent to queues that keep them once.
    pub(super) jobs: u16,
    /// What it is doing.
    pub(super) doing: Doing,
    /// Whether nobody waits for it any more.
    pub(super) orphan: bool,
    /// Whether its client has given it up; then it is an orphan too.
    pub(super) abandoned: bool,
    /// The queue that it is a job of, and one more; 0 for none.
    pub(super) queue: u8,
    /// Whether it is a job that fails however often it is tried.
    pub(super) poison: bool,
    /// How often it was received.
    pub(super) receives: u16,
    /// Its number in its queue, and where its work starts.
    pub(super) serial: u32,
    pub(super) start: u32,
    /// How often it was refused where it is.
    pub(super) tries: u8,
    /// Whether its end decides over its client's circuit breaker.
    pub(super) probe: bool,
    /// The machines that it is on: fleet and machine, the latest first.
    pub(super) homes: [(u16, u16); HOMES],
}

impl Request {
    /// Whether it waits where nobody is who could do it: work that nobody ever waited for does.
    pub(super) const fn waits_for_anyone(&self) -> bool {
        self.orphan && !self.abandoned
    }
}

/// All requests under way.
#[derive(Clone, Debug)]
pub(super) struct Requests {
    list: Vec<Request>,
    free: u32,
    /// How many there are.
    pub(super) count: u32,
}

impl Default for Requests {
    fn default() -> Self {
        Self { list: Vec::new(), free: NOBODY, count: 0 }
    }
}

impl std::ops::Index<u32> for Requests {
    type Output = Request;

    #[inline]
    fn index(&self, id: u32) -> &Request {
        &self.list[id as usize]
    }
}

impl std::ops::IndexMut<u32> for Requests {
    #[inline]
    fn index_mut(&mut self, id: u32) -> &mut Request {
        &mut self.list[id as usize]
    }
}

impl Requests {
    /// A new one.
    #[inline]
    pub(super) fn add(&mut self, request: Request) -> u32 {
        self.count += 1;
        let id = self.free;
        if id == NOBODY {
            self.list.push(request);
            return self.list.len() as u32 - 1;
        }
        let place = &mut self.list[id as usize];
        self.free = place.next;
        *place = request;
        id
    }

    /// Forgets one.
    #[inline]
    pub(super) fn remove(&mut self, id: u32) {
        self.count -= 1;
        let free = self.free;
        let place = &mut self.list[id as usize];
        place.doing = Doing::Nothing;
        place.due = NEVER;
        place.next = free;
        self.free = id;
    }

    /// Every number that some request has or had.
    pub(super) fn ids(&self) -> std::ops::Range<u32> {
        0..self.list.len() as u32
    }
}

/// Requests that wait, first come first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// The one that came first.
    pub(super) first: u32,
    last: u32,
    /// How many.
    pub(super) length: u32,
}

impl Default for Line {
    fn default() -> Self {
        Self { first: NOBODY, last: NOBODY, length: 0 }
    }
}

impl Line {
    /// Puts one at the end.
    #[inline]
    pub(super) fn join(&mut self, requests: &mut Requests, id: u32) {
        let last = std::mem::replace(&mut self.last, id);
        let request = &mut requests[id];
        request.next = NOBODY;
        request.before = last;
        if last == NOBODY {
            self.first = id;
        } else {
            requests[last].next = id;
        }
        self.length += 1;
    }

    /// Takes one out, wherever it stands.
    #[inline]
    pub(super) fn leave(&mut self, requests: &mut Requests, id: u32) {
        let (next, before) = (requests[id].next, requests[id].before);
        if before == NOBODY {
            self.first = next;
        } else {
            requests[before].next = next;
        }
        if next == NOBODY {
            self.last = before;
        } else {
            requests[next].before = before;
        }
        self.length -= 1;
    }
}

/// Attempts by deadline: all have the same time, so that who began later is due later.
#[derive(Clone, Copy, Debug)]
pub(super) struct Deadlines {
    first: u32,
    last: u32,
    /// The soonest deadline.
    pub(super) next: u64,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self { first: NOBODY, last: NOBODY, next: NEVER }
    }
}

impl Deadlines {
    /// The attempt that is due first.
    pub(super) const fn first(&self) -> u32 {
        self.first
    }

    /// Puts an attempt at the end.
    pub(super) fn join(&mut self, requests: &mut Requests, id: u32, deadline: u64) {
        let last = std::mem::replace(&mut self.last, id);
        let request = &mut requests[id];
        request.deadline = deadline;
        request.later = NOBODY;
        request.earlier = last;
        if last == NOBODY {
            self.first = id;
            self.next = deadline;
        } else {
            requests[last].later = id;
        }
    }

    /// Takes an attempt out; nothing happens where it is not in.
    #[inline]
    pub(super) fn leave(&mut self, requests: &mut Requests, id: u32) {
        let request = &mut requests[id];
        if std::mem::replace(&mut request.deadline, NEVER) == NEVER {
            return;
        }
        let (later, earlier) = (request.later, request.earlier);
        if earlier == NOBODY {
            self.first = later;
            self.next = if later == NOBODY { NEVER } else { requests[later].deadline };
        } else {
            requests[earlier].later = later;
        }
        if later == NOBODY {
            self.last = earlier;
        } else {
            requests[later].earlier = earlier;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(line: &Line, requests: &Requests) -> Vec<u32> {
        let mut found = Vec::new();
        let mut id = line.first;
        while id != NOBODY {
            found.push(id);
            id = requests[id].next;
        }
        found
    }

    #[test]
    fn a_line_keeps_its_order_whoever_leaves() {
        let mut requests = Requests::default();
        let mut line = Line::default();
        let ids: Vec<u32> = (0..5).map(|_| requests.add(Request::default())).collect();
        ids.iter().for_each(|id| line.join(&mut requests, *id));
        for (leaves, left) in [(2, vec![0, 1, 3, 4]), (0, vec![1, 3, 4]), (4, vec![1, 3])] {
            line.leave(&mut requests, leaves);
            assert_eq!((members(&line, &requests), line.length as usize), (left.clone(), left.len()));
        }
        line.join(&mut requests, 0);
        assert_eq!(members(&line, &requests), [1, 3, 0]);
    }

    #[test]
    fn the_soonest_deadline_is_known_whoever_is_answered() {
        let mut requests = Requests::default();
        let mut deadlines = Deadlines::default();
        for deadline in [10, 20, 30] {
            let id = requests.add(Request { deadline: NEVER, ..Request::default() });
            deadlines.join(&mut requests, id, deadline);
        }
        deadlines.leave(&mut requests, 1);
        deadlines.leave(&mut requests, 1);
        assert_eq!((deadlines.first(), deadlines.next), (0, 10));
        deadlines.leave(&mut requests, 0);
        assert_eq!((deadlines.first(), deadlines.next), (2, 30));
        deadlines.leave(&mut requests, 2);
        assert_eq!((deadlines.first(), deadlines.next), (NOBODY, NEVER));
    }

    #[test]
    fn the_place_of_one_that_is_gone_is_used_again() {
        let mut requests = Requests::default();
        let first = requests.add(Request::default());
        requests.add(Request::default());
        requests.remove(first);
        assert_eq!((requests.add(Request::default()), requests.count), (first, 2));
        assert_eq!(requests.ids().len(), 2);
    }
}
