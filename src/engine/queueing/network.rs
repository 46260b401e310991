//! A network of queues as the network file has it: what requests meet, how they arrive, what happens in time.
//!
//! Seconds and 1/s throughout. Stations, slots and classes are called by their place in the network's lists.

use super::service::Service;

/// Where a station stands in [`Network::stations`].
pub type StationId = usize;

/// Where a limit on requests inside stands in [`Network::slots`].
pub type SlotsId = usize;

/// Where a named route stands in [`Network::routes`].
pub type RouteId = usize;

/// A network, the requests that go through it, and what happens to it in time.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    /// For people.
    pub name: String,
    /// How requests come.
    pub workload: Workload,
    /// Kinds of requests; their shares add to 1.
    pub classes: Vec<Class>,
    /// Queues.
    pub stations: Vec<Station>,
    /// Limits on requests inside a part of a route.
    pub slots: Vec<Slots>,
    /// Parts of routes that are called by others; none calls itself, however far round.
    pub routes: Vec<NamedRoute>,
    /// What the clients do when a request fails or takes too long.
    pub client: Client,
    /// What happens at given times.
    pub events: Vec<Event>,
    /// Rules that change the number of instances.
    pub scaling: Vec<ScalingRule>,
    /// Credit buckets.
    pub credits: Vec<Credits>,
    /// How long a simulation runs and what it measures.
    pub run: Run,
}

/// How requests come.
#[derive(Clone, Debug, PartialEq)]
pub enum Workload {
    /// A Poisson stream whose rate is constant from each of these times on; the first is 0.
    Open(Vec<RateFrom>),
    /// Users who think (exponential, mean `think_s`), ask, wait for the answer, and think again.
    Closed {
        /// How many.
        users: u32,
        /// Mean think time, seconds.
        think_s: f64,
    },
}

/// A rate and the time from which on it holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateFrom {
    /// Seconds since the start.
    pub from_s: f64,
    /// Requests a second.
    pub rate_per_s: f64,
}

/// A kind of request.
#[derive(Clone, Debug, PartialEq)]
pub struct Class {
    /// For people.
    pub name: String,
    /// Share of all requests.
    pub share: f64,
    /// What it meets, in order.
    pub route: Vec<Step>,
}

/// A part of a route with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedRoute {
    /// For people.
    pub name: String,
    /// The part.
    pub route: Vec<Step>,
}

/// One stop on a request's way.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Service at a station, after waiting for it.
    Visit {
        /// Where.
        station: StationId,
        /// How often, one after the other.
        times: u32,
        /// Work of each of these visits, where it is not what the station has for the class.
        service: Option<Service>,
    },
    /// A named route, gone through here.
    Call {
        /// Which.
        route: RouteId,
        /// How often, one after the other.
        times: u32,
    },
    /// Work that starts here and that the request does not wait for. What fails there fails unseen.
    Spawn(Vec<Step>),
    /// Time that passes without anyone's being in the way.
    Delay(Service),
    /// One of several ways on; the probabilities add to 1.
    Branch(Vec<Way>),
    /// A part that is gone through once and, after each time, with this probability again.
    Repeat {
        /// Probability of another time; below 1.
        probability: f64,
        /// The part.
        route: Vec<Step>,
    },
    /// A part during which one of the slots is held.
    Hold {
        /// Which slots.
        slots: SlotsId,
        /// The part.
        route: Vec<Step>,
    },
    /// The request fails here and now.
    Fail,
}

/// One way of a branch.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// Its probability.
    pub probability: f64,
    /// Where it leads, before the steps behind the branch.
    pub route: Vec<Step>,
}

/// A queue with its servers, or several identical ones behind a balancer.
#[derive(Clone, Debug, PartialEq)]
pub struct Station {
    /// For people.
    pub name: String,
    /// Servers of each instance.
    pub servers: u32,
    /// Who is served when.
    pub discipline: Discipline,
    /// Work of a visit, in seconds of a server, where the class has none of its own.
    pub service: Service,
    /// The same for some classes, by their place in [`Network::classes`].
    pub service_by_class: Vec<(usize, Service)>,
    /// The most requests at an instance, those being served included; who comes then is refused.
    pub limit: Option<u32>,
    /// How long a request waits for its service before it leaves and fails.
    pub patience: Option<Patience>,
    /// Identical instances.
    pub instances: u32,
    /// How requests are spread over them.
    pub balancer: Balancer,
    /// What several busy servers lose to each other.
    pub efficiency: Efficiency,
}

/// Who is served when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Discipline {
    /// First come, first served, each by one server.
    Fifo,
    /// Everyone at once; each has at most one server.
    ProcessorSharing,
}

/// How long a request waits for its service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Patience {
    /// So many seconds.
    Fixed(f64),
    /// Exponential with this mean, seconds.
    Exponential(f64),
}

/// How a balancer spreads requests over instances.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Balancer {
    /// One queue; whoever is free takes the next.
    SharedQueue,
    /// In turn.
    RoundRobin,
    /// To any, whatever the others did.
    Random,
    /// To the one with the fewest requests.
    LeastOutstanding,
}

/// The universal scalability law: n busy servers of an instance do the work of n ÷ (1 + σ(n − 1) + κn(n − 1)). With
/// κ = 0 it is Amdahl's law for a parallel share of 1 − σ (Gunther 1993).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Efficiency {
    /// σ: the share of the work that cannot be done at the same time.
    pub contention: f64,
    /// κ: what each pair of servers costs to agree.
    pub coherency: f64,
}

impl Efficiency {
    /// The work that `busy` servers do, in servers.
    pub fn capacity(self, busy: f64) -> f64 {
        let others = (busy - 1.0).max(0.0);
        busy / (1.0 + self.contention * others + self.coherency * busy * others)
    }

    /// Whether servers do not slow each other.
    pub fn is_full(self) -> bool {
        self.contention <= 0.0 && self.coherency <= 0.0
    }
}

/// A limit on requests inside a part of a route; the others wait outside, first come first served.
#[derive(Clone, Debug, PartialEq)]
pub struct Slots {
    /// For people.
    pub name: String,
    /// How many may be inside.
    pub count: u32,
    /// The most that wait outside; who comes then is refused.
    pub waiting_limit: Option<u32>,
    /// How long a request waits for a slot before it leaves and fails.
    pub patience: Option<Patience>,
    /// Slots whose holders do the same work as those of these: the steady engine takes them together as one limit.
    pub stands_in_for: Option<SlotsId>,
}

/// What clients do when a request fails or takes too long.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Client {
    /// Seconds after which an attempt counts as failed.
    pub timeout_s: Option<f64>,
    /// Seconds before each new attempt; as many retries as entries.
    pub backoff_s: Vec<f64>,
    /// Whether the work of an attempt that nobody waits for any more is done all the same.
    pub abandoned: Abandoned,
}

/// What becomes of the work of an attempt that nobody waits for any more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Abandoned {
    /// It is done all the same.
    #[default]
    Continues,
    /// It leaves its queue or its server at once.
    Stops,
}

/// Something that happens at a given time, seconds since the start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Event {
    /// The servers of each instance of a station change.
    Servers {
        /// When.
        at_s: f64,
        /// Where.
        station: StationId,
        /// To how many.
        servers: u32,
    },
    /// An instance dies with all that is in it.
    Death {
        /// When.
        at_s: f64,
        /// Where.
        station: StationId,
        /// Seconds until the balancer sends it nothing more.
        noticed_after_s: f64,
        /// Seconds until it is back; none for never.
        back_after_s: Option<f64>,
    },
}

/// A rule that keeps a station's utilisation near a target by changing its instances.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScalingRule {
    /// Where.
    pub station: StationId,
    /// Seconds between evaluations.
    pub every_s: f64,
    /// Utilisation to keep, 0…1.
    pub target_utilisation: f64,
    /// Fewest instances.
    pub min_instances: u32,
    /// Most instances.
    pub max_instances: u32,
    /// Seconds from the decision to the first request.
    pub boot_s: f64,
    /// Servers of a new instance.
    pub servers_per_instance: u32,
}

/// A bucket of credits of a station's instances; a credit is one second of one server at full speed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Credits {
    /// Where.
    pub station: StationId,
    /// Credits at the start, server-seconds.
    pub start_s: f64,
    /// Credits earned a second.
    pub earn_per_s: f64,
    /// The most that are kept, server-seconds.
    pub cap_s: f64,
    /// Speed of a server without credits, as a share of its full speed.
    pub speed_when_empty: f64,
}

/// How long a simulation runs and what it measures. The steady engine has no use for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Seconds before anything is measured.
    pub warm_up_s: f64,
    /// Seconds in all.
    pub duration_s: f64,
    /// Seed of the random numbers.
    pub seed: u64,
    /// Independent runs.
    pub replications: u32,
    /// Windows measured apart, by arrival time.
    pub windows: Vec<Window>,
}

/// From and to, seconds since the start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// Requests that arrive from here on …
    pub from_s: f64,
    /// … to here.
    pub to_s: f64,
}

impl Default for Run {
    fn default() -> Self {
        Self { warm_up_s: 0.0, duration_s: 600.0, seed: 1, replications: 1, windows: Vec::new() }
    }
}

impl Step {
    /// One visit with the work that the station has for the class.
    pub fn visit(station: StationId) -> Self {
        Self::Visit { station, times: 1, service: None }
    }

    /// The routes inside it, those that it calls left out.
    pub fn parts(&self) -> Vec<&[Step]> {
        match self {
            Self::Branch(ways) => ways.iter().map(|way| way.route.as_slice()).collect(),
            Self::Repeat { route, .. } | Self::Hold { route, .. } | Self::Spawn(route) => vec![route.as_slice()],
            Self::Visit { .. } | Self::Delay(_) | Self::Call { .. } | Self::Fail => Vec::new(),
        }
    }
}

impl Network {
    /// The routes of the classes, and the named ones.
    pub fn all_routes(&self) -> impl Iterator<Item = &[Step]> {
        let classes = self.classes.iter().map(|class| class.route.as_slice());
        classes.chain(self.routes.iter().map(|named| named.route.as_slice()))
    }

    /// Instances × servers of a station; 0 where there is none.
    pub fn capacity(&self, station: StationId) -> f64 {
        self.stations.get(station).map_or(0.0, |station| f64::from(station.instances) * f64::from(station.servers))
    }
}

impl Station {
    /// The work of a visit of a class, in seconds of a server.
    pub fn service_of(&self, class: usize) -> &Service {
        self.service_by_class.iter().find(|(of, _)| *of == class).map_or(&self.service, |(_, service)| service)
    }
}
