//! What the steady engine cannot solve, told instead of left out.

/// A part of a network that has no steady answer here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsolvable {
    /// Where, as in the network file.
    pub place: String,
    /// Why.
    pub why: Why,
}

/// Why a part has no steady answer here. A simulation has one for each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The numbers make no sense (see [`crate::engine::queueing::check`]).
    Faulty,
    /// The rate changes in time.
    ChangingRate,
    /// Something happens at a given time.
    Event,
    /// The number of instances follows a rule.
    Scaling,
    /// The speed follows a bucket of credits.
    Credits,
    /// The work of abandoned attempts stops.
    AbandonedStops,
    /// Closed users with a timeout or retries.
    ClosedClient,
    /// Closed users whose requests start work that nobody waits for.
    ClosedSpawn,
    /// Calls written out are more steps than there may be.
    TooLong,
    /// Closed users who never think where requests are refused or fail at once: they would ask endlessly often.
    NoPause,
    /// A balancer that looks at how many requests are where.
    LeastOutstanding,
    /// Requests in turn together with closed users, a limit, patience, efficiency or a service that is not exponential.
    RoundRobin,
    /// First come, first served with a limit and service that is not exponential.
    GeneralWithLimit,
    /// Patience with service that is not exponential, or where nobody waits.
    PatienceWithService,
    /// A fixed patience together with a limit, efficiency or closed users.
    FixedPatience,
    /// Servers that slow each other with service that is not exponential, first come, first served.
    GeneralWithEfficiency,
    /// Inside slots: other slots, a limit, patience, efficiency, requests in turn, or first come, first served with
    /// service that is not exponential.
    InsideSlots,
    /// A station or slots that are used both inside slots and outside, or inside different ones.
    InsideAndOutside,
}
