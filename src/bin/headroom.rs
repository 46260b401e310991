//! The command line: the same engine and the same digits as the page, without a browser. `docs/cli.md` describes it.

#[path = "headroom/accuracy/mod.rs"]
mod accuracy;
#[path = "headroom/args.rs"]
mod args;
#[path = "headroom/billed.rs"]
mod billed;
#[path = "headroom/complaint.rs"]
mod complaint;
#[path = "headroom/drawing.rs"]
mod drawing;
#[path = "headroom/network.rs"]
mod network;
#[path = "headroom/played.rs"]
mod played;
#[path = "headroom/simulated.rs"]
mod simulated;
#[path = "headroom/source.rs"]
mod source;
#[path = "headroom/text.rs"]
mod text;

use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use args::{Command, Format, What};
use headroom::catalogue::free::FreeTier;
use headroom::codec::{cost_json, file, network_file, network_json, report_json, timeline_json};
use headroom::engine::queueing::check;
use headroom::engine::timeline::{End, Study};
use headroom::{engine, presets};

/// The one exit code for input that cannot be used.
const BAD_INPUT: u8 = 2;

const HELP: &str = "\
headroom: see an AWS architecture scale, from ten users to a million

  headroom solve SCENARIO [--users N] [--json]
      latency, throughput, what breaks first, and cost at N users (the drawing's own, where not given)
  headroom sweep SCENARIO [--from N] [--to N] [--points N] [--json | --csv]
      the same over users, 10 to 1,000,000 where not given, with points where the curves need them, or N evenly spread
  headroom cost SCENARIO [--users N] [--free-tier off|twelve_months|credits] [--krw RATE] [--json | --csv]
      the monthly bill at N users, line by line with formula, source, date and confidence; in dollars and won
  headroom catalogue
      every service and every figure with its citation, as JSON
  headroom presets
      the drawings of the staged story, one a line, name first
  headroom preset NAME
      that drawing as a scenario file
  headroom simulate SCENARIO [--users N] [--seed N] [--seconds N] [--traffic FILE.csv] [--method auto|full|fluid|sampled]
                     [--against SCENARIO | --runs N] [--json]
      the drawing in time: its traffic, failures and scaling groups, request by request or, where that would be too
      much, as a fluid with close-ups; with --traffic, users or requests over time from a CSV; with --against, another
      drawing beside it, with the same users and seed; with --runs, what N runs have in common, with confidence
      intervals
  headroom compile SCENARIO [--users N]
      the network of queues that the drawing is, as a network file
  headroom network FILE [--steady [--sweep FROM..TO] | --simulate] [--json]
      checks a network file and tells what is in it; with --steady, its steady state, or those over a range of users or,
      where arrivals are open, of requests a second; with --simulate, what happens in time
  headroom accuracy [--drawings] [--json]
      how far the engine is from reference values of queueing theory and of simulations; with --drawings, from the
      simulator on the drawings of the staged story
  headroom help
  headroom --version

SCENARIO is the name of a preset, a share link, or the path of a scenario file.
Exit codes: 0, and 2 for input that cannot be used, with one line that says why.
";

fn main() -> ExitCode {
    let arguments = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned());
    match args::parse(arguments.collect()).and_then(run) {
        Ok(output) => print(&output),
        Err(complaint) => {
            complain(&complaint);
            ExitCode::from(BAD_INPUT)
        }
    }
}

/// Does a command; gives what goes to standard output.
fn run(command: Command) -> Result<String, String> {
    match command {
        Command::Help => Ok(HELP.to_owned()),
        Command::Version => Ok(format!("headroom {}\n", env!("CARGO_PKG_VERSION"))),
        Command::Presets => Ok(text::presets()),
        Command::Preset { name } => preset(&name),
        Command::Solve { scenario, users, format } => solve(&scenario, users, format),
        Command::Cost { scenario, users, free_tier, krw, format } => cost(&scenario, users, (free_tier, krw), format),
        Command::Catalogue => Ok(cost_json::catalogue() + "\n"),
        Command::Simulate(asked) => drawing::simulate(asked),
        Command::Compile { scenario, users } => compile(&scenario, users),
        Command::Network { path, what: What::Contents, .. } => Ok(network::contents(&source::network(&path)?)),
        Command::Network { path, what: What::Steady, format } => steady(&path, format),
        Command::Network { path, what: What::Sweep(from, to), format } => network_sweep(&path, (from, to), format),
        Command::Network { path, what: What::Simulate, format } => simulate(&path, format),
        Command::Accuracy { drawings: true, format: Format::Json } => accuracy::drawings::json(),
        Command::Accuracy { drawings: true, .. } => accuracy::drawings::text(),
        Command::Accuracy { format: Format::Json, .. } => accuracy::json(),
        Command::Accuracy { .. } => accuracy::text(),
        Command::Sweep { scenario, from, to, points, format } => sweep(&scenario, (from, to, points), format),
    }
}

fn preset(name: &str) -> Result<String, String> {
    let scenario =
        presets::scenario(name).ok_or_else(|| format!("there is no preset {name:?}; see: headroom presets"))?;
    Ok(file::write(&scenario))
}

fn solve(name: &str, users: Option<u32>, format: Format) -> Result<String, String> {
    let source::Checked { scenario, topology, warnings } = source::load(name)?;
    warnings.iter().for_each(|warning| complain(&format!("warning: {warning}")));
    let report = engine::solve(&topology, users.unwrap_or(scenario.workload.users));
    Ok(match format {
        Format::Json => report_json::report(&scenario, &report) + "\n",
        Format::Text | Format::Csv => text::report(&scenario, &report),
    })
}

fn cost(
    name: &str,
    users: Option<u32>,
    (free_tier, krw): (Option<FreeTier>, Option<f64>),
    format: Format,
) -> Result<String, String> {
    let source::Checked { mut scenario, mut topology, warnings } = source::load(name)?;
    warnings.iter().for_each(|warning| complain(&format!("warning: {warning}")));
    scenario.billing.free_tier = free_tier.unwrap_or(scenario.billing.free_tier);
    scenario.billing.krw_per_usd = krw.or(scenario.billing.krw_per_usd);
    topology.free_tier = scenario.billing.free_tier;
    let report = engine::solve(&topology, users.unwrap_or(scenario.workload.users));
    Ok(match format {
        Format::Json => cost_json::bill(&scenario, &report) + "\n",
        Format::Csv => cost_json::bill_csv(&scenario, &report),
        Format::Text => billed::report(&scenario, &report),
    })
}

fn compile(name: &str, users: Option<u32>) -> Result<String, String> {
    let source::Checked { scenario, topology, warnings } = source::load(name)?;
    warnings.iter().for_each(|warning| complain(&format!("warning: {warning}")));
    let users = users.unwrap_or(scenario.workload.users);
    let network = network_file::of_drawing(&scenario, &topology, users);
    // A drawing of extreme numbers can be more than a network file may hold.
    match check::faults(&network).into_iter().next() {
        Some(fault) => Err(network_file::NetworkFileError::from(fault).to_string()),
        None => Ok(network_file::write(&network)),
    }
}

fn sweep(name: &str, (from, to, points): (u32, u32, Option<u32>), format: Format) -> Result<String, String> {
    let source::Checked { scenario, topology, warnings } = source::load(name)?;
    warnings.iter().for_each(|warning| complain(&format!("warning: {warning}")));
    let sweep = engine::sweep(&topology, from, to, points);
    Ok(match format {
        Format::Json => report_json::sweep(&scenario, &sweep) + "\n",
        Format::Csv => report_json::sweep_csv(&scenario, &sweep),
        Format::Text => text::sweep(&sweep),
    })
}

fn steady(path: &str, format: Format) -> Result<String, String> {
    let network = source::network(path)?;
    let steady = engine::queueing::steady::solve(&network).map_err(|error| complaint::of_network(&error))?;
    if !steady.converged {
        complain("warning: the rounds did not settle; these are the numbers of the last one");
    }
    Ok(match format {
        Format::Json => network_json::steady(&steady) + "\n",
        Format::Text | Format::Csv => network::steady(&network.name, &steady),
    })
}

fn simulate(path: &str, format: Format) -> Result<String, String> {
    let network = source::network(path)?;
    let mut study = Study::new(&network).map_err(|refused| complaint::of_simulation(&refused))?;
    study.run();
    if study.ended() != Some(End::Complete) {
        complain("warning: a run did not come to its end; these are the numbers up to there");
    }
    let report = study.report();
    Ok(match format {
        Format::Json => timeline_json::report(&report) + "\n",
        Format::Text | Format::Csv => simulated::report(&network.name, &report),
    })
}

fn network_sweep(path: &str, (from, to): (f64, f64), format: Format) -> Result<String, String> {
    let network = source::network(path)?;
    network::check_range(&network, from, to)?;
    let sweep = engine::sweep::network::adaptive(&network, from, to).map_err(|error| complaint::of_network(&error))?;
    let unsettled = sweep.points.iter().filter(|point| !point.steady.converged).count();
    if unsettled > 0 {
        complain(&format!(
            "warning: the rounds of {unsettled} points did not settle; those are the numbers of the last one"
        ));
    }
    Ok(match format {
        Format::Json => network_json::sweep(&sweep) + "\n",
        Format::Text | Format::Csv => network::sweep(&network, &sweep),
    })
}

/// Writes to standard output. A reader that has had enough (`| head`) is no fault.
fn print(output: &str) -> ExitCode {
    match std::io::stdout().lock().write_all(output.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            complain(&format!("cannot write: {error}"));
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

/// One line on standard error, whatever the input put into it. There is nobody to tell where that fails.
fn complain(complaint: &str) {
    let line: String = complaint.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    let _ = writeln!(std::io::stderr().lock(), "headroom: {line}");
}
