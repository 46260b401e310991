//! The words of a command line.

use headroom::catalogue::free::FreeTier;
use headroom::model::billing::{Billing, RATES};
use headroom::model::plan::{DURATION_S, Detail};
use headroom::model::workload::USERS;

/// What is asked for.
pub(crate) enum Command {
    Help,
    Version,
    Presets,
    Preset {
        name: String,
    },
    Solve {
        scenario: String,
        users: Option<u32>,
        format: Format,
    },
    Sweep {
        scenario: String,
        from: u32,
        to: u32,
        points: Option<u32>,
        format: Format,
    },
    Cost {
        scenario: String,
        users: Option<u32>,
        free_tier: Option<FreeTier>,
        /// Won for a dollar.
        krw: Option<f64>,
        format: Format,
    },
    Catalogue,
    Simulate(Simulate),
    Compile {
        scenario: String,
        users: Option<u32>,
    },
    Network {
        path: String,
        what: What,
        format: Format,
    },
    Accuracy {
        drawings: bool,
        format: Format,
    },
}

/// A drawing to be played.
pub(crate) struct Simulate {
    pub(crate) scenario: String,
    /// Another one for the same users.
    pub(crate) against: Option<String>,
    pub(crate) users: Option<u32>,
    pub(crate) seed: Option<u32>,
    pub(crate) seconds: Option<u32>,
    /// How many runs, where they are counted together.
    pub(crate) runs: Option<u32>,
    /// A CSV of recorded traffic.
    pub(crate) traffic: Option<String>,
    pub(crate) detail: Option<Detail>,
    pub(crate) format: Format,
}

/// What is asked of a network file.
/// The most runs that are counted together.
const MOST_RUNS: u32 = 1_000;

#[derive(Clone, Copy)]
pub(crate) enum What {
    Contents,
    Steady,
    /// Steady states from one number of users or rate to another.
    Sweep(f64, f64),
    Simulate,
}

/// How it is printed.
#[derive(Clone, Copy)]
pub(crate) enum Format {
    Text,
    Json,
    Csv,
}

/// The most points of a sweep.
const MAX_POINTS: u32 = 10_000;

/// Understands a command line, or says in one line what is wrong with it.
pub(crate) fn parse(words: Vec<String>) -> Result<Command, String> {
    let mut words = words.into_iter();
    let Some(command) = words.next() else { return Ok(Command::Help) };
    let rest = Words { words: words.collect() };
    match command.as_str() {
        "help" | "--help" | "-h" => Ok(Command::Help),
        "--version" | "-V" => Ok(Command::Version),
        "presets" => rest.done().map(|()| Command::Presets),
        "preset" => preset(rest),
        "solve" => solve(rest),
        "cost" => cost(rest),
        "catalogue" => rest.done().map(|()| Command::Catalogue),
        "sweep" => sweep(rest),
        "simulate" => simulate(rest),
        "compile" => compile(rest),
        "network" => network(rest),
        "accuracy" => accuracy(rest),
        other => Err(format!("there is no command {other:?}; see: headroom help")),
    }
}

fn preset(mut words: Words) -> Result<Command, String> {
    let name = words.operand("a preset's name")?;
    words.done()?;
    Ok(Command::Preset { name })
}

fn solve(mut words: Words) -> Result<Command, String> {
    let format = if words.flag("--json") { Format::Json } else { Format::Text };
    let users = words.number("--users", 1, *USERS.end())?;
    let scenario = words.operand("a scenario")?;
    words.done()?;
    Ok(Command::Solve { scenario, users, format })
}

fn cost(mut words: Words) -> Result<Command, String> {
    let format = words.table_format()?;
    let users = words.number("--users", 1, *USERS.end())?;
    let free_tier = words.value("--free-tier").map(|word| free_tier(&word)).transpose()?;
    let krw = words.value("--krw").map(|word| rate(&word)).transpose()?;
    let scenario = words.operand("a scenario")?;
    words.done()?;
    Ok(Command::Cost { scenario, users, free_tier, krw, format })
}

fn free_tier(word: &str) -> Result<FreeTier, String> {
    FreeTier::from_id(word).ok_or_else(|| format!("--free-tier {word:?} is not off, twelve_months or credits"))
}

fn rate(word: &str) -> Result<f64, String> {
    let (least, most) = (RATES.start(), RATES.end());
    let typed = word.parse().ok().filter(|rate| RATES.contains(rate)).and_then(Billing::typed);
    typed.ok_or_else(|| format!("--krw {word:?} is not a number from {least} to {most}"))
}

fn sweep(mut words: Words) -> Result<Command, String> {
    let format = words.table_format()?;
    let from = words.number("--from", 1, *USERS.end())?.unwrap_or(*USERS.start());
    let to = words.number("--to", 1, *USERS.end())?.unwrap_or(*USERS.end());
    let points = words.number("--points", 2, MAX_POINTS)?;
    if from >= to {
        return Err(format!("--from {from} is not below --to {to}"));
    }
    let scenario = words.operand("a scenario")?;
    words.done()?;
    Ok(Command::Sweep { scenario, from, to, points, format })
}

fn simulate(mut words: Words) -> Result<Command, String> {
    let format = if words.flag("--json") { Format::Json } else { Format::Text };
    let users = words.number("--users", 1, *USERS.end())?;
    let seed = words.number("--seed", 0, u32::MAX)?;
    let seconds = words.number("--seconds", *DURATION_S.start(), *DURATION_S.end())?;
    let detail = match words.value("--method").as_deref() {
        None => None,
        Some("auto") => Some(Detail::Auto),
        Some("full") => Some(Detail::Full),
        Some("fluid") => Some(Detail::Fluid),
        Some("sampled") => Some(Detail::Sampled),
        Some(other) => return Err(format!("--method takes auto, full, fluid or sampled, not {other:?}")),
    };
    let runs = words.number("--runs", 1, MOST_RUNS)?;
    let traffic = words.value("--traffic");
    let against = words.value("--against");
    if against.as_deref() == Some("") {
        return Err("--against takes a scenario".to_owned());
    }
    if runs.is_some() && (against.is_some() || matches!(detail, Some(Detail::Fluid | Detail::Sampled))) {
        return Err("--runs goes with one drawing, simulated in full".to_owned());
    }
    let scenario = words.operand("a scenario")?;
    words.done()?;
    Ok(Command::Simulate(Simulate { scenario, against, users, seed, seconds, runs, traffic, detail, format }))
}

fn compile(mut words: Words) -> Result<Command, String> {
    let users = words.number("--users", 1, *USERS.end())?;
    let scenario = words.operand("a scenario")?;
    words.done()?;
    Ok(Command::Compile { scenario, users })
}

fn network(mut words: Words) -> Result<Command, String> {
    let format = if words.flag("--json") { Format::Json } else { Format::Text };
    let range = words.range("--sweep")?;
    let what = match (words.flag("--steady"), words.flag("--simulate"), range) {
        (true, true, _) => return Err("--steady and --simulate exclude each other".to_owned()),
        (true, false, None) => What::Steady,
        (true, false, Some((from, to))) => What::Sweep(from, to),
        (false, _, Some(_)) => return Err("--sweep goes with --steady".to_owned()),
        (false, true, None) => What::Simulate,
        (false, false, None) => What::Contents,
    };
    let path = words.operand("a network file")?;
    words.done()?;
    match (what, format) {
        (What::Contents, Format::Json) => Err("--json goes with --steady or --simulate".to_owned()),
        _ => Ok(Command::Network { path, what, format }),
    }
}

fn accuracy(mut words: Words) -> Result<Command, String> {
    let format = if words.flag("--json") { Format::Json } else { Format::Text };
    let drawings = words.flag("--drawings");
    words.done()?;
    Ok(Command::Accuracy { drawings, format })
}

/// The words after the command; those that are understood are taken out.
struct Words {
    words: Vec<String>,
}

impl Words {
    fn flag(&mut self, name: &str) -> bool {
        let found = self.words.iter().position(|word| word == name);
        found.map(|index| self.words.remove(index)).is_some()
    }

    /// How something that also is a table is printed.
    fn table_format(&mut self) -> Result<Format, String> {
        match (self.flag("--json"), self.flag("--csv")) {
            (true, true) => Err("--json and --csv exclude each other".to_owned()),
            (true, false) => Ok(Format::Json),
            (false, true) => Ok(Format::Csv),
            (false, false) => Ok(Format::Text),
        }
    }

    /// What stands behind a name, as `--name N` or `--name=N`; empty where nothing does.
    fn value(&mut self, name: &str) -> Option<String> {
        let is_name = |word: &String| word.split('=').next() == Some(name);
        let index = self.words.iter().position(is_name)?;
        let word = self.words.remove(index);
        Some(match word.split_once('=') {
            Some((_, value)) => value.to_owned(),
            None if index < self.words.len() => self.words.remove(index),
            None => String::new(),
        })
    }

    /// The range behind a name: two rising numbers above 0, as `1..1000`.
    fn range(&mut self, name: &str) -> Result<Option<(f64, f64)>, String> {
        let Some(value) = self.value(name) else { return Ok(None) };
        let ends = value.split_once("..").and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
        let range = ends.filter(|(from, to): &(f64, f64)| 0.0 < *from && from < to && to.is_finite());
        range.map(Some).ok_or_else(|| format!("{name} takes two rising numbers above 0, as 1..1000, not {value:?}"))
    }

    /// The number behind a name.
    fn number(&mut self, name: &str, min: u32, max: u32) -> Result<Option<u32>, String> {
        let Some(value) = self.value(name) else { return Ok(None) };
        let number = value.parse().ok().filter(|number| (min..=max).contains(number));
        number.map(Some).ok_or_else(|| format!("{name} takes a whole number from {min} to {max}, not {value:?}"))
    }

    fn operand(&mut self, what: &str) -> Result<String, String> {
        let found = self.words.iter().position(|word| !word.starts_with("--"));
        found.map(|index| self.words.remove(index)).ok_or_else(|| format!("{what} is missing; see: headroom help"))
    }

    fn done(&self) -> Result<(), String> {
        match self.words.first() {
            None => Ok(()),
            Some(word) => Err(format!("{word:?} is not understood here; see: headroom help")),
        }
    }
}
