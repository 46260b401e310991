//! Routes as one flat list of instructions: a request needs no more than its place in it.

use super::draw::{Sampler, added_up};
use super::streams::{Purpose, Stream, name_hash};
use crate::engine::queueing::network::{Network, Step};

/// No slots are held.
pub(super) const NONE: u32 = u32::MAX;

/// Keeps named routes' streams from those of classes of the same name.
const NAMED: u64 = 1 << 40;

/// An instruction.
#[derive(Clone, Debug)]
pub(super) enum Op {
    /// Service at a station, so many times; its work is a place in [`Program::works`], or [`NONE`] for the station's own.
    Visit { station: u32, times: u32, work: u32 },
    /// A pause.
    Delay { sampler: Sampler, stream: u32 },
    /// On at one of these places, by probabilities added up.
    Branch { ways: Vec<(f64, u32)>, stream: u32 },
    /// On at another place.
    Jump(u32),
    /// Back with a probability.
    Again { probability: f64, back: u32, stream: u32 },
    /// Takes one of these slots.
    Take(u32),
    /// Gives it back.
    GiveBack(u32),
    /// A route that starts elsewhere, so many times, and then on here.
    Call { route: u32, times: u32 },
    /// Back to behind the call.
    Return,
    /// Starts work with the next instruction that the request does not wait for, which goes on at this place.
    Spawn(u32),
    /// The request fails.
    Fail,
    /// The request is answered.
    End,
}

/// Slots that are held at some places of the program.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held {
    /// Which.
    pub(super) slots: u32,
    /// What is held besides: a place in [`Program::held`].
    pub(super) outer: u32,
}

/// All routes.
#[derive(Clone, Debug, Default)]
pub(super) struct Program {
    /// The instructions.
    pub(super) ops: Vec<Op>,
    /// For each instruction, what is held before it: a place in `held`.
    pub(super) holding: Vec<u32>,
    /// Held slots, each with those outside it.
    pub(super) held: Vec<Held>,
    /// Where each class starts.
    pub(super) starts: Vec<u32>,
    /// Where each named route starts.
    pub(super) routes: Vec<u32>,
    /// Work of visits that have one of their own.
    pub(super) works: Vec<Sampler>,
}

impl Program {
    /// Makes the program; streams for what it draws are put behind `streams`.
    pub(super) fn of(network: &Network, seed: u64, streams: &mut Vec<Stream>) -> Self {
        Self::default().with(network, seed, streams)
    }

    /// The program with other routes behind those that it has: classes start there, and whoever is on the old ones stays.
    pub(super) fn with(mut self, network: &Network, seed: u64, streams: &mut Vec<Stream>) -> Self {
        let first_route = self.routes.len() as u32;
        self.starts.clear();
        let mut put = |made: Self, name: u64, route: &[Step], end: Op| {
            let mut writer = Writer { program: made, streams, seed, route: name, first_route, sites: 0, held: NONE };
            writer.route(route);
            writer.put(end);
            writer.program
        };
        for class in &network.classes {
            self.starts.push(self.ops.len() as u32);
            self = put(self, name_hash(&class.name), &class.route, Op::End);
        }
        for named in &network.routes {
            self.routes.push(self.ops.len() as u32);
            self = put(self, name_hash(&named.name).wrapping_add(NAMED), &named.route, Op::Return);
        }
        self
    }
}

struct Writer<'a> {
    program: Program,
    streams: &'a mut Vec<Stream>,
    seed: u64,
    route: u64,
    /// Where the named routes of this network begin among all.
    first_route: u32,
    sites: u64,
    held: u32,
}

impl Writer<'_> {
    fn put(&mut self, op: Op) -> u32 {
        self.program.ops.push(op);
        self.program.holding.push(self.held);
        self.program.ops.len() as u32 - 1
    }

    fn here(&self) -> u32 {
        self.program.ops.len() as u32
    }

    /// A stream for the next thing of this route that draws.
    fn stream(&mut self, purpose: Purpose) -> u32 {
        self.sites += 1;
        self.streams.push(Stream::of(self.seed, self.route.wrapping_add(self.sites), purpose));
        self.streams.len() as u32 - 1
    }

    fn route(&mut self, route: &[Step]) {
        for step in route {
            match step {
                Step::Visit { station, times, service } => {
                    let work = service.as_ref().map_or(NONE, |service| {
                        self.program.works.push(Sampler::of(service));
                        self.program.works.len() as u32 - 1
                    });
                    self.put(Op::Visit { station: *station as u32, times: *times, work });
                }
                Step::Call { route, times } => {
                    self.put(Op::Call { route: self.first_route + *route as u32, times: *times });
                }
                Step::Spawn(route) => self.spawn(route),
                Step::Delay(service) => {
                    let stream = self.stream(Purpose::Delay);
                    self.put(Op::Delay { sampler: Sampler::of(service), stream });
                }
                Step::Branch(ways) => {
                    let routes: Vec<&[Step]> = ways.iter().map(|way| way.route.as_slice()).collect();
                    self.branch(added_up(ways.iter().map(|way| way.probability)), &routes);
                }
                Step::Repeat { probability, route } => {
                    let stream = self.stream(Purpose::Ways);
                    let back = self.here();
                    self.route(route);
                    self.put(Op::Again { probability: *probability, back, stream });
                }
                Step::Hold { slots, route } => self.hold(*slots as u32, route),
                Step::Fail => {
                    self.put(Op::Fail);
                }
            }
        }
    }

    fn branch(&mut self, up_to: impl Iterator<Item = f64>, routes: &[&[Step]]) {
        let stream = self.stream(Purpose::Ways);
        let branch = self.put(Op::Branch { ways: Vec::new(), stream });
        let (mut starts, mut ends) = (Vec::new(), Vec::new());
        for route in routes {
            starts.push(self.here());
            self.route(route);
            ends.push(self.put(Op::Jump(0)));
        }
        let after = self.here();
        for end in ends {
            self.program.ops[end as usize] = Op::Jump(after);
        }
        self.program.ops[branch as usize] = Op::Branch { ways: up_to.zip(starts).collect(), stream };
    }

    fn spawn(&mut self, route: &[Step]) {
        let spawn = self.put(Op::Spawn(0));
        let held = std::mem::replace(&mut self.held, NONE);
        self.route(route);
        self.put(Op::End);
        self.held = held;
        self.program.ops[spawn as usize] = Op::Spawn(self.here());
    }

    fn hold(&mut self, slots: u32, route: &[Step]) {
        let outer = self.held;
        self.put(Op::Take(slots));
        self.program.held.push(Held { slots, outer });
        self.held = self.program.held.len() as u32 - 1;
        self.route(route);
        self.put(Op::GiveBack(slots));
        self.held = outer;
    }
}
