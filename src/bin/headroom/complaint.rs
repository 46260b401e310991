//! What is wrong with a drawing or cannot be solved of a network, in English. (The page has its own sentences, in both languages.)

use headroom::catalogue::spec::Ask;
use headroom::codec::report_json::NodeNames;
use headroom::engine::queueing::steady::{Unsolvable, Why};
use headroom::engine::timeline::{MOST_INSTANCES, Refused};
use headroom::model::diagnostic::Diagnostic;
use headroom::model::plan::DURATION_S;
use headroom::model::replay::{MAX_POINTS, MAX_TEXT, MAX_VALUE, ReplayFault};
use headroom::model::scenario::Edge;

/// One line for a diagnostic, its code first.
pub(crate) fn of(diagnostic: &Diagnostic, names: &NodeNames) -> String {
    format!("{}: {}", diagnostic.code(), sentence(diagnostic, names))
}

fn sentence(diagnostic: &Diagnostic, names: &NodeNames) -> String {
    let wire = |edge: &Edge| format!("the connection {} → {}", names.get(edge.from), names.get(edge.to));
    match diagnostic {
        Diagnostic::NoUsers => "nobody visits: there is no users' node".to_owned(),
        Diagnostic::ManyUsers => "there is more than one users' node".to_owned(),
        Diagnostic::UsersReachNothing => "the users reach nothing that answers their requests".to_owned(),
        Diagnostic::Unanswered { node, ask } => format!("nobody answers {} of {}", question(*ask), names.get(*node)),
        Diagnostic::UnknownService { node, service } => {
            format!("{} is of a service that there is not: {service:?}", names.get(*node))
        }
        Diagnostic::BadSetting { node, key } => {
            format!("{} has a value of {key:?} that is not offered here", names.get(*node))
        }
        Diagnostic::SenselessEdge { edge } => format!("{} joins what does not fit together", wire(edge)),
        Diagnostic::DanglingEdge { edge } => format!("{} ends at nothing", wire(edge)),
        Diagnostic::Cycle { node } => format!("requests go round in a circle through {}", names.get(*node)),
        Diagnostic::Idle { node } => format!("no request reaches {}", names.get(*node)),
        Diagnostic::BadWorkload { field } => format!("the workload's {field} cannot be used"),
        Diagnostic::TooLarge => "more parts or connections than a drawing may have".to_owned(),
    }
}

const fn question(ask: Ask) -> &'static str {
    match ask {
        Ask::Page => "the page requests",
        Ask::Static => "the requests for static files",
        Ask::AppCall => "the calls to an application",
        Ask::DbWrite => "the database writes",
        Ask::DbRead => "the database reads",
        Ask::Analyze => "the queries of reports",
        Ask::CacheRead => "the cache look-ups",
        Ask::StoreFile => "the file uploads",
        Ask::SendJob => "the background jobs sent",
        Ask::RunJob => "the background jobs",
        Ask::Replicate => "the replication",
        Ask::Notify => "the messages",
    }
}

/// One line for a network that is not simulated.
pub(crate) fn of_simulation(refused: &Refused) -> String {
    match refused {
        Refused::Faulty(fault) => format!("{}: this makes no sense", fault.place),
        Refused::TooManyInstances => {
            format!("stations: more than {MOST_INSTANCES} instances that do not share a queue are not simulated")
        }
        Refused::TooManyWindows => "run.windows: more classes and windows than are counted".to_owned(),
    }
}

/// One line for what has no steady answer, its place first.
pub(crate) fn of_network(error: &Unsolvable) -> String {
    format!("{}: no steady state is known here: {}", error.place, reason(error.why))
}

const fn reason(why: Why) -> &'static str {
    match why {
        Why::Faulty => "this makes no sense",
        Why::ChangingRate => "the rate changes in time",
        Why::Event => "events happen at given times",
        Why::Scaling => "the number of instances changes in time",
        Why::Credits => "the speed changes with the credits",
        Why::AbandonedStops => "abandoned work that stops",
        Why::ClosedClient => "timeouts or retries of closed users",
        Why::ClosedSpawn => "work of closed users' requests that nobody waits for",
        Why::TooLong => "routes that are too long with their calls written out",
        Why::NoPause => "closed users who never think where requests fail at once",
        Why::LeastOutstanding => "a balancer that picks the instance with the fewest requests",
        Why::RoundRobin => {
            "round robin with closed users, processor sharing, a limit, a timeout, an efficiency, or service that is not exponential"
        }
        Why::GeneralWithLimit => "a limit with service that is not exponential, first come first served",
        Why::PatienceWithService => "a timeout with processor sharing, or with service that is not exponential",
        Why::FixedPatience => "a fixed timeout with closed users, a limit, an efficiency, or slots",
        Why::GeneralWithEfficiency => "an efficiency with service that is not exponential, first come first served",
        Why::InsideSlots => {
            "inside slots other slots, a limit, a timeout, an efficiency, a balancer in turn, or first come first served with service that is not exponential"
        }
        Why::InsideAndOutside => "used inside slots and outside, or inside different ones",
    }
}

/// Why a text is no recorded traffic.
pub(crate) fn of_replay(fault: ReplayFault) -> String {
    match fault {
        ReplayFault::TooLong => format!("it is longer than {MAX_TEXT} bytes"),
        ReplayFault::Empty => "there is no point: each line is a time in seconds and a value, as 60,250".to_owned(),
        ReplayFault::TooMany(line) => format!("line {line}: there are more than {MAX_POINTS} points"),
        ReplayFault::NoPoint(line) => format!("line {line} is not a time in seconds and a value, as 60,250"),
        ReplayFault::NotRising(line) => format!("line {line}: its time is not after that of the line before"),
        ReplayFault::TooLate(line) => format!("line {line}: times are from 0 to {} s", DURATION_S.end()),
        ReplayFault::OutOfRange(line) => format!("line {line}: values are from 0 to {MAX_VALUE}"),
    }
}
